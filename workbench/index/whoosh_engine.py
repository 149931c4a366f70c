"""The Whoosh engine: pure Python, nothing to compile; for small archives.

Whoosh's index files contain pickles: an index folder that came from someone else must never be opened. The workbench
only opens what it built itself under `indexes/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, index
from whoosh.analysis import Analyzer, Token
from whoosh.query import Query
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.searching import Searcher

from workbench.index import EngineKind, files
from workbench.index import tree as trees
from workbench.index.document import (
    EXACT_FIELDS,
    FACETS,
    GAP,
    PAIR_FIELDS,
    SYLLABLE_FIELDS,
    folded_text,
    paired,
)
from workbench.index.engine import NO_FILTERS, Batch, FacetFilter, Found, IndexedDocument, Sort
from workbench.index.patterns import Pattern, beginning, test_of
from workbench.index.ranking import groups_of_equals
from workbench.index.whoosh_query import compiled
from workbench.index.whoosh_scoring import Bm25, length_column

VERSION = "4"
"""Raised when the schema or the way terms are made changes; an older index is then rebuilt from the catalogue."""


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
    twins = [name + twin for name in SYLLABLE_FIELDS for twin in ("", "_fold")]
    lengths = {length_column(name) for name in (*SYLLABLE_FIELDS, *PAIR_FIELDS)}
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        date=fields.NUMERIC(int, bits=32, signed=False, sortable=True),
        **{name: fields.TEXT(analyzer=given) for name in twins},
        **{name: fields.TEXT(analyzer=given, phrase=False) for name in (*PAIR_FIELDS, *EXACT_FIELDS)},
        **{f"{name}_shown": fields.COLUMN(columns.RefBytesColumn()) for name in FACETS},
        **{name: fields.COLUMN(columns.NumericColumn("i")) for name in lengths},
        id_shown=fields.COLUMN(columns.VarBytesColumn()),
    )


class _Snapshot:
    """The index as one batch left it."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self._facets: dict[str, list[tuple[str, ...]]] = {}

    def _column(self, name: str) -> list[Any]:
        return [value for leaf, _ in self.searcher.reader().leaf_readers() for value in _values(leaf, name)]

    @cached_property
    def ids(self) -> list[str]:
        """By document number."""
        return [value.decode("utf-8") for value in self._column("id_shown")]

    @cached_property
    def places(self) -> NDArray[Any]:
        """By document number, its place when all are ordered by date (newest first), then id."""
        dates = np.array(self._column("date"), dtype=np.int64)
        order = np.lexsort((np.array(self.ids, dtype=object), -dates))
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(len(order))
        return places

    def facet(self, name: str) -> list[tuple[str, ...]]:
        """The values of a facet by document number."""
        if name not in self._facets:
            split: dict[bytes, tuple[str, ...]] = {b"": ()}
            found = []
            for value in self._column(f"{name}_shown"):
                if value not in split:
                    split[value] = tuple(value.decode("utf-8").split("\n"))
                found.append(split[value])
            self._facets[name] = found
        return self._facets[name]


def _values(leaf: Any, name: str) -> Iterable[Any]:
    return leaf.column_reader(name).load() if leaf.doc_count_all() else ()


class WhooshEngine:
    """The index in a folder; made empty if there is none.

    Attributes:
        kind: its name in the settings.
        fresh: True when nothing usable was found, or nothing put in yet, so that everything must be indexed again.
    """

    kind: EngineKind = "whoosh"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshot: _Snapshot | None = None
        self.fresh = not self._is_usable()
        if self.fresh:
            files.make_empty(folder)
            self._index = index.create_in(folder, _schema())
            files.write_version(folder, VERSION)
        self.fresh = self.fresh or not files.has_contents(folder)

    def _is_usable(self) -> bool:
        if not files.has_version(self._folder, VERSION):
            return False
        try:
            self._index = index.open_dir(self._folder)
            return files.is_whole(self._folder, self._contents, empty=lambda: int(self._index.doc_count_all()) == 0)
        except Exception:  # Whoosh meets a damaged index with whatever its struct, pickle or file code raises
            return False

    def _contents(self) -> tuple[int, dict[str, int]]:
        """The generation, and the files of its segments with their sizes."""
        generation = int(self._index.latest_generation())
        with self._index.reader() as reader:
            leaves = [leaf for leaf, _ in reader.leaf_readers() if isinstance(leaf, SegmentReader)]
            segments = {leaf.segment().segment_id() for leaf in leaves}
        held = (item for item in self._folder.iterdir() if item.name.partition(".")[0] in segments)
        return generation, {item.name: item.stat().st_size for item in held}

    def batch(self, *, purge: bool = False) -> AbstractContextManager[Batch]:
        """Open a batch (see SearchEngine)."""
        return self._batch(purge)

    @contextmanager
    def _batch(self, purge: bool) -> Iterator[Batch]:
        try:
            # Compound segments would be copied into memory at every open.
            writer = self._index.writer(compound=False, limitmb=128)
        except index.LockError as error:
            raise files.writing_error() from error
        try:
            with self._index.searcher() as before:
                yield _WhooshBatch(writer, before)
        except BaseException:
            writer.cancel()
            raise
        try:
            writer.commit(optimize=purge)
            files.write_contents(self._folder, *self._contents())
        except OSError as error:
            raise files.writing_error(error) from error

    def search(
        self,
        tree: Query,
        *,
        filters: Mapping[str, FacetFilter] = NO_FILTERS,
        limit: int,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: tuple[str, ...] = FACETS,
    ) -> Found:
        """Answer a query tree (see SearchEngine)."""
        snapshot = self._current()
        query = compiled(trees.prepare(tree), lambda name, pattern: self._terms(snapshot, name, pattern))
        found = snapshot.searcher.search(query, limit=None).top_n
        scored: list[tuple[float, int]] = list(found)
        passing, counts = _filtered(snapshot, [number for _, number in scored], filters, facets)
        if filters:
            allowed = set(passing)
            scored = [item for item in scored if item[1] in allowed]
        if sort == "date":
            scored = [(0.0, number) for _, number in scored]  # not looked at: all alike
        hits = _page(snapshot, scored, offset, limit)
        return Found(len(scored), hits, counts)

    def expand(self, field: str, pattern: Pattern, limit: int) -> list[tuple[str, int]]:
        """The terms that a pattern stands for (see SearchEngine)."""
        snapshot = self._current()
        found = [
            (term, int(snapshot.searcher.doc_frequency(field, term))) for term in self._terms(snapshot, field, pattern)
        ]
        return sorted(found, key=lambda row: (-row[1], row[0]))[:limit]

    def _terms(self, snapshot: _Snapshot, name: str, pattern: Pattern) -> list[str]:
        fits = test_of(pattern)
        candidates = snapshot.searcher.reader().expand_prefix(name, beginning(pattern))
        return [term for term in (item.decode("utf-8") for item in candidates) if fits(term)]

    def document_count(self) -> int:
        """The number of documents held."""
        return int(self._current().searcher.doc_count())

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field occurs."""
        return int(self._current().searcher.doc_frequency(field, term))

    def close(self) -> None:
        """Let go of files."""
        if self._snapshot is not None:
            self._snapshot.searcher.close()
            self._snapshot = None
        self._index.close()

    def _current(self) -> _Snapshot:
        if self._snapshot is not None and not self._snapshot.searcher.up_to_date():
            # Not refresh(): it keeps readers of unchanged segments, and with them documents deleted since.
            self._snapshot.searcher.close()
            self._snapshot = None
        if self._snapshot is None:
            self._snapshot = _Snapshot(self._index.searcher(weighting=Bm25()))
        return self._snapshot


def _page(
    snapshot: _Snapshot, scored: Sequence[tuple[float, int]], offset: int, limit: int
) -> tuple[tuple[str, float], ...]:
    """One page of hits in order."""
    if not scored:
        return ()
    scores = np.array([score for score, _ in scored], dtype=np.float64)
    numbers = np.array([number for _, number in scored], dtype=np.int64)
    down = np.argsort(-scores, kind="stable")
    scores, numbers = scores[down], numbers[down]
    groups = groups_of_equals(scores)
    order = np.lexsort((snapshot.places[numbers], groups))
    best = scores[np.searchsorted(groups, groups)]  # a group's score is that of its best
    return tuple((snapshot.ids[numbers[at]], float(best[at])) for at in order[offset : offset + limit])


def _filtered(
    snapshot: _Snapshot, numbers: list[int], filters: Mapping[str, FacetFilter], facets: tuple[str, ...]
) -> tuple[list[int], dict[str, tuple[tuple[str, int], ...]]]:
    """The documents that pass every filter, and the counts of each facet over what passes the other ones."""
    # A document that only one filter turns away still counts in that filter's facet.
    turned_away: dict[str, list[int]] = {name: [] for name, wanted in filters.items() if wanted}
    passing = numbers
    if turned_away:
        passing = []
        verdicts = {name: _Verdicts(filters[name]) for name in turned_away}
        for number in numbers:
            against = [name for name, allows in verdicts.items() if not allows[snapshot.facet(name)[number]]]
            if not against:
                passing.append(number)
            elif len(against) == 1:
                turned_away[against[0]].append(number)
    return passing, {name: _count(snapshot.facet(name), [*passing, *turned_away.get(name, ())]) for name in facets}


class _Verdicts(dict[tuple[str, ...], bool]):
    """Whether a filter allows a document with certain values; each worked out once."""

    def __init__(self, wanted: FacetFilter) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, values: tuple[str, ...]) -> bool:
        self[values] = self._wanted.allows(values)
        return self[values]


def _count(values: list[tuple[str, ...]], numbers: Iterable[int]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for held, count in Counter(map(values.__getitem__, numbers)).items():
        for value in held:
            counts[value] += count
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


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
        texts = {name: document.syllables(name) for name in SYLLABLE_FIELDS}
        pairs = paired(document.body)
        self._writer.add_document(
            id=document.id,
            id_shown=document.id.encode("utf-8"),
            date=document.date,
            **{name: _placed(text) for name, text in texts.items()},
            **{f"{name}_fold": _placed(folded_text(text)) for name, text in texts.items()},
            **{length_column(name): _length(text) for name, text in texts.items()},
            pair=_placed(pairs),
            pair_fold=_placed(document.pairs("pair_fold")),
            pair_length=_length(pairs),
            **{name: _Terms([(term, 0) for term in document.exact_terms(name)]) for name in EXACT_FIELDS},
            **{f"{name}_shown": "\n".join(document.facet(name)).encode("utf-8") for name in FACETS},
        )


def _placed(text: str) -> _Terms:
    return _Terms([(word, place) for place, word in enumerate(text.split()) if word != GAP])


def _length(text: str) -> int:
    return sum(word != GAP for word in text.split())
