"""The Whoosh engine: pure Python, nothing to compile; for small archives.

Whoosh's index files contain pickles: an index folder that came from someone else must never be opened. The workbench
only opens what it built itself under `indexes/`.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import columns, fields, index, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.query import Query
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.searching import Searcher

from workbench.errors import NotBuiltError
from workbench.index.engine import (
    DAY_FIELD,
    FACETS,
    Batch,
    Found,
    IndexedDocument,
    Sort,
    facet_fold,
    facet_term,
    pair_term,
)
from workbench.vietnamese.syllables import Syllable, tokens

VERSION = "2"
"""Raised when the schema or the way terms are made changes; an older index is then rebuilt from the catalogue."""

_CONTENTS = "CONTENTS"  # the files of the last batch and their sizes


class _Terms(str):
    """A field's value as Whoosh wants it, a string, that carries terms already made: (term, position) pairs."""

    __slots__ = ("terms",)
    terms: Sequence[tuple[str, int]]

    def __new__(cls, terms: Sequence[tuple[str, int]]) -> _Terms:
        value = super().__new__(cls, "-")
        value.terms = terms
        return value


class _GivenTerms(Analyzer):
    """Hands Whoosh the terms that a `_Terms` carries."""

    def __call__(self, value: _Terms, positions: bool = False, **_options: Any) -> Iterator[Token]:
        token = Token(positions, chars=False, removestops=False)
        token.boost = 1.0
        token.stopped = False
        for token.text, token.pos in value.terms:
            yield token


def _schema() -> fields.Schema:
    given = _GivenTerms()
    with_positions = {name: fields.TEXT(analyzer=given) for name in ("body", "body_fold", "title", "title_fold")}
    with_positions |= {name: fields.TEXT(analyzer=given) for name in ("organ", "organ_fold")}
    without = {name: fields.TEXT(analyzer=given, phrase=False) for name in ("pair", "pair_fold")}
    exact = {name: fields.TEXT(analyzer=given, phrase=False) for name in ("symbols", "cites", DAY_FIELD, *FACETS)}
    shown = {f"{name}_shown": fields.COLUMN(columns.RefBytesColumn()) for name in FACETS}
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        date=fields.NUMERIC(int, bits=32, signed=False, sortable=True),
        **with_positions,
        **without,
        **exact,
        **shown,
    )


class WhooshEngine:
    """The index in a folder; made empty if there is none.

    Attributes:
        fresh: True when nothing usable was found, so that everything must be indexed again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Searcher | None = None
        self.fresh = not self._is_usable()
        if self.fresh:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)  # Windows keeps a folder whose files are open
            self._index = index.create_in(folder, _schema())
            (folder / "VERSION").write_text(VERSION, encoding="utf-8")

    def _is_usable(self) -> bool:
        version = self._folder / "VERSION"
        if not version.is_file() or version.read_bytes() != VERSION.encode():
            return False
        try:
            self._index = index.open_dir(self._folder)
            if not self._is_whole():
                return False
        except Exception:  # Whoosh meets a damaged index with whatever its struct, pickle or file code raises
            return False
        return True

    def _is_whole(self) -> bool:
        """Whether the files of the last batch are as long as they were written: Whoosh would answer from less."""
        try:
            written = json.loads((self._folder / _CONTENTS).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return int(self._index.doc_count_all()) == 0  # made, but nothing was put in yet
        for _ in range(3):
            generation, sizes = self._contents()
            # An older list: another program is ending a batch right now, or was stopped while it did.
            if generation != written["generation"] or sizes == written["sizes"]:
                return True
            if self._index.latest_generation() == generation:
                return False
        return True

    def _contents(self) -> tuple[int, dict[str, int]]:
        """The generation, and the files of its segments with their sizes."""
        generation = int(self._index.latest_generation())
        with self._index.reader() as reader:
            leaves = [leaf for leaf, _ in reader.leaf_readers() if isinstance(leaf, SegmentReader)]
            segments = {leaf.segment().segment_id() for leaf in leaves}
        files = (item for item in self._folder.iterdir() if item.name.partition(".")[0] in segments)
        return generation, {item.name: item.stat().st_size for item in files}

    def _write_contents(self) -> None:
        generation, sizes = self._contents()
        draft = self._folder / f"{_CONTENTS}.new"
        draft.write_text(json.dumps({"generation": generation, "sizes": sizes}), encoding="utf-8")
        draft.replace(self._folder / _CONTENTS)

    def batch(self, *, purge: bool = False) -> AbstractContextManager[Batch]:
        """Open a batch (see SearchEngine). Raises NotBuiltError when another process is writing."""
        return self._batch(purge)

    @contextmanager
    def _batch(self, purge: bool) -> Iterator[Batch]:
        try:
            # Compound segments would be copied into memory at every open.
            writer = self._index.writer(compound=False, limitmb=128)
        except index.LockError as error:
            raise NotBuiltError(
                "Một chương trình khác đang ghi chỉ mục.", "Hãy đợi chương trình đó xong rồi chạy lại."
            ) from error
        try:
            with self._index.searcher() as before:
                yield _WhooshBatch(writer, before)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(optimize=purge)
        self._write_contents()

    def search(self, tree: Query, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> Found:
        """Answer a query tree (see SearchEngine)."""
        searcher = self._current()
        results = searcher.search(tree, limit=None)
        reader = searcher.reader()
        scored: list[tuple[float, int]] = list(results.top_n)
        dates = reader.column_reader("date") if scored else None
        if sort == "date" and dates is not None:
            scored = [(float(dates[number]), number) for _, number in scored]
            scored.sort(reverse=True)
        window = scored[: offset + limit]
        if window:
            # Only documents that score as well as the last one shown can stand on this page.
            window = [item for item in scored if item[0] >= window[-1][0]]
        page = sorted(
            (
                (score, int(dates[number]) if dates is not None else 0, searcher.stored_fields(number)["id"])
                for score, number in window
            ),
            key=lambda item: (-item[0], -item[1], item[2]),
        )[offset : offset + limit]
        return Found(
            total=len(scored),
            hits=tuple((document_id, score) for score, _, document_id in page),
            facets={name: _count(reader, f"{name}_shown", scored) for name in FACETS} if scored else {},
        )

    def document_count(self) -> int:
        """The number of documents held."""
        return int(self._current().doc_count())

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field occurs."""
        return int(self._current().doc_frequency(field, term))

    def close(self) -> None:
        """Let go of files."""
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None
        self._index.close()

    def _current(self) -> Searcher:
        if self._searcher is not None and not self._searcher.up_to_date():
            # Not refresh(): it keeps readers of unchanged segments, and with them documents deleted since.
            self._searcher.close()
            self._searcher = None
        if self._searcher is None:
            self._searcher = self._index.searcher(weighting=scoring.BM25F())
        return self._searcher


class _WhooshBatch:
    def __init__(self, writer: Any, before: Searcher) -> None:
        self._writer = writer
        self._before = before.reader()
        self._added: set[str] = set()

    def remove(self, ids: Iterable[str]) -> None:
        for document_id in ids:
            if document_id in self._added:
                raise ValueError(f"{document_id} was added in this batch")  # Whoosh cannot take it back
            try:
                number = self._before.first_id("id", document_id)
            except TermNotFound:
                continue  # it was never indexed
            self._writer.delete_document(number)

    def add(self, document: IndexedDocument) -> None:
        self.remove([document.id])
        self._added.add(document.id)
        facets = {"type": document.type, "issuer": document.issuer, "year": document.year}
        self._writer.add_document(
            id=document.id,
            date=document.date,
            **_syllable_fields("body", document.body),
            **_syllable_fields("title", document.title),
            **_syllable_fields("organ", tokens(document.issuer)),
            pair=_Terms(_pairs(document.body, folded=False)),
            pair_fold=_Terms(_pairs(document.body, folded=True)),
            symbols=_Terms([(term, 0) for term in document.symbols]),
            cites=_Terms([(term, 0) for term in document.cites]),
            **{DAY_FIELD: _Terms([(f"{document.date:08d}", 0)] if document.date else [])},
            **{name: _facet_terms(value) for name, value in facets.items()},
            **{f"{name}_shown": value.encode("utf-8") for name, value in facets.items()},
        )


def _syllable_fields(name: str, syllables: Sequence[Syllable]) -> dict[str, _Terms]:
    return {
        name: _Terms([(item.key, item.position) for item in syllables]),
        f"{name}_fold": _Terms([(item.fold, item.position) for item in syllables]),
    }


def _pairs(syllables: Sequence[Syllable], *, folded: bool) -> list[tuple[str, int]]:
    return [
        (pair_term(first.fold, second.fold) if folded else pair_term(first.key, second.key), first.position)
        for first, second in pairwise(syllables)
        if second.position == first.position + 1
    ]


def _facet_terms(value: str) -> _Terms:
    return _Terms([(term, 0) for term in dict.fromkeys((facet_term(value), facet_fold(value))) if term])


def _count(reader: Any, column: str, scored: Sequence[tuple[float, int]]) -> tuple[tuple[str, int], ...]:
    values = reader.column_reader(column)
    counts = Counter(values[number] for _, number in scored)
    shown = ((value.decode("utf-8"), count) for value, count in counts.items() if value)
    return tuple(sorted(shown, key=lambda item: (-item[1], item[0])))
