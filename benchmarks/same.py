"""Same documents found, and different ones kept apart (docs.jsonl.gz: full texts; articles.jsonl.gz: articles of laws).

Of each full text four more files are made: other line breaks with page numbers, a revision (one line in twenty moved or
lengthened), and two scans with .5% and 2% of the letters misread, half of them only in their accents. Right is every
pair of files of one text and no other pair. Articles are all different documents: those with the very same text are
counted apart from those that were taken for one although their texts differ.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.common import Figures, read_articles, run
from workbench.archive.similar_store import SimilarStore
from workbench.documents.header import read_header
from workbench.documents.model import Document, Header

_LONGEST = 60_000  # characters of a text: the rest says nothing new
_NOISE = {"scan": 0.005, "poor": 0.02}


def measure(arguments: argparse.Namespace) -> Figures:
    """Group the variants of full texts, or the articles, whichever the folder holds."""
    texts = arguments.data / "docs.jsonl.gz"
    if texts.is_file():
        with gzip.open(texts, "rt", encoding="utf-8") as lines:
            return _variants([json.loads(line)["text"][:_LONGEST] for line in islice(lines, arguments.limit)])
    return _articles([f"{row['title']}\n{row['text']}" for row in read_articles(arguments.data, arguments.limit)])


def _variants(texts: Sequence[str]) -> Figures:
    documents: dict[str, Document] = {}
    for number, text in enumerate(texts):
        for kind, changed in _changed(text, random.Random(number)):
            name = f"{number}-{kind}"
            confidence = {"scan": (0.95,), "poor": (0.7,)}.get(kind, ())
            path = f"{name}.docx" if kind in ("text", "revision") else f"{name}.pdf"
            documents[name] = Document(
                name, path, changed, (), read_header(changed, ""), name, (), page_confidence=confidence
            )
    shown, seconds = _grouped(documents)
    groups = Counter(shown.values())
    right = Counter((name.partition("-")[0], group) for name, group in shown.items())
    found, rightly = _pairs(groups), _pairs(right)
    wanted = _pairs(Counter(name.partition("-")[0] for name in documents))
    alone = dict.fromkeys(("pages", "revision", *_NOISE), 0)
    for name, group in shown.items():
        number, _, kind = name.partition("-")
        if kind in alone and shown[f"{number}-text"] != group:
            alone[kind] += 1
    return {
        "precision": rightly / found if found else 1.0,
        "recall": rightly / wanted,
        "missed": alone,
        "files": len(documents),
        "files_per_second": len(documents) / seconds,
    }


def _articles(texts: Sequence[str]) -> Figures:
    documents = {str(n): Document(str(n), f"{n}.txt", text, (), Header(), "", ()) for n, text in enumerate(texts)}
    shown, seconds = _grouped(documents)
    behind = [(name, group) for name, group in shown.items() if name != group]
    same = sum(documents[name].text.casefold() == documents[group].text.casefold() for name, group in behind)
    return {
        "files": len(documents),
        "behind_the_same_text": same,
        "behind_another_text": len(behind) - same,
        "files_per_second": len(documents) / seconds,
    }


def _grouped(documents: dict[str, Document]) -> tuple[dict[str, str], float]:
    """For every document the one that is shown for it, and the seconds it took."""
    hashes = {name: hashlib.sha256(f"{name[-1]}{found.text}".encode()).hexdigest() for name, found in documents.items()}
    with tempfile.TemporaryDirectory() as folder:
        store = SimilarStore(Path(folder))
        started = time.perf_counter()
        store.update(hashes, lambda names: {name: documents[name] for name in names})
        seconds = time.perf_counter() - started
        behind = store.representatives()
        store.close()
    return {name: behind.get(name, name) for name in documents}, seconds


def _pairs(counts: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _changed(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    yield "text", text
    words = text.split(" ")
    pages = (" ".join(words[start : start + 350]) for start in range(0, len(words), 350))
    yield "pages", "".join(f"{page}\n{number}\n" for number, page in enumerate(pages, start=1))
    lines = text.split("\n")
    for _ in range(max(1, len(lines) // 20)):
        at = chance.randrange(min(10, len(lines) - 1), len(lines))
        if chance.random() < 0.5:
            lines[at] += " Các cơ quan có liên quan chịu trách nhiệm phối hợp thực hiện."
        else:
            lines[at], lines[at - 1] = lines[at - 1], lines[at]
    yield "revision", "\n".join(lines)
    for kind, share in _NOISE.items():
        yield kind, "".join(_misread(letter, chance) if chance.random() < share else letter for letter in text)


def _misread(letter: str, chance: random.Random) -> str:
    if not letter.isalpha():
        return letter
    return unicodedata.normalize("NFD", letter)[0] if chance.random() < 0.5 else chance.choice("aceilmnortuv")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure, __doc__, argv, lambda parser: parser.add_argument("--limit", type=int, default=None, help="first rows")
    )


if __name__ == "__main__":
    main()
