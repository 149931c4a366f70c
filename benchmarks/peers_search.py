"""Full-text peers of `scale`: SQLite FTS5 and Xapian, over the same syllables and the same questions."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.common import Figures, folder_mb, percentile
from benchmarks.scores import syllables

Document = tuple[str, str]
"""Title and body of a document."""


def peers(documents: Sequence[Document], questions: Mapping[str, Sequence[str]]) -> Figures:
    """Build each peer over the documents and time each kind of question (plain words; ten hits and the total).

    Args:
        documents: titles and bodies.
        questions: for some kinds, the words of each question; "phrase" asks for them side by side, "or" for any.
    """
    found: Figures = {}
    for name, measure in (("sqlite_fts5", _fts5), ("xapian", _xapian)):
        with tempfile.TemporaryDirectory(prefix="peer-", ignore_cleanup_errors=True) as folder:
            found[name] = measure(Path(folder), documents, questions)
    return found


def _timed(questions: Mapping[str, Sequence[str]], ask: Callable[[str, list[str]], object]) -> Figures:
    times: dict[str, list[float]] = {}
    for kind, asked in questions.items():
        for words in asked:
            for _ in range(5):
                started = time.perf_counter()
                ask(kind, syllables(words))
                times.setdefault(kind, []).append((time.perf_counter() - started) * 1000)
    return {kind: percentile(taken, 0.95) for kind, taken in times.items()}


def _fts5(folder: Path, documents: Sequence[Document], questions: Mapping[str, Sequence[str]]) -> Figures:
    started = time.perf_counter()
    connection = sqlite3.connect(folder / "peer.sqlite")
    connection.execute('create virtual table held using fts5(title, body, tokenize="unicode61 remove_diacritics 0")')
    rows = ((" ".join(syllables(title)), " ".join(syllables(body))) for title, body in documents)
    connection.executemany("insert into held values (?, ?)", rows)
    connection.commit()
    built = time.perf_counter() - started

    def ask(kind: str, words: list[str]) -> object:
        quoted = [f'"{word}"' for word in words]
        match = f'"{" ".join(words)}"' if kind == "phrase" else (" OR " if kind == "or" else " AND ").join(quoted)
        total = connection.execute("select count(*) from held where held match ?", (match,)).fetchone()
        best = connection.execute(
            "select rowid from held where held match ? order by bm25(held, 2.0, 1.0) limit 10", (match,)
        ).fetchall()
        return total, best

    p95 = _timed(questions, ask)
    connection.close()
    return {"build_documents_per_s": len(documents) / built, "index_mb": folder_mb(folder), "p95_ms": p95}


def _xapian(folder: Path, documents: Sequence[Document], questions: Mapping[str, Sequence[str]]) -> Figures:
    if find_spec("xapian") is None:
        return {"missing": "python3-xapian is not installed"}
    import xapian  # type: ignore[import-not-found]

    started = time.perf_counter()
    database = xapian.WritableDatabase(str(folder / "peer"), xapian.DB_CREATE_OR_OPEN)
    for title, body in documents:
        document: Any = xapian.Document()
        for place, word in enumerate(syllables(f"{title} {body}")):
            document.add_posting(word[:80], place)
        database.add_document(document)
    database.commit()
    built = time.perf_counter() - started
    operators = {"phrase": xapian.Query.OP_PHRASE, "or": xapian.Query.OP_OR}

    def ask(kind: str, words: Iterable[str]) -> object:
        enquire = xapian.Enquire(database)
        enquire.set_query(xapian.Query(operators.get(kind, xapian.Query.OP_AND), list(words)))
        return list(enquire.get_mset(0, 10, database.get_doccount()))

    p95 = _timed(questions, ask)
    database.close()
    return {"build_documents_per_s": len(documents) / built, "index_mb": folder_mb(folder), "p95_ms": p95}
