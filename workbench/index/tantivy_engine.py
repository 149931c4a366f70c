"""The tantivy engine: compiled, for large archives.

One writer at a time, under a lock of ours; the index is opened anew for every batch, and readers keep their snapshot
until the next search. Every document is kept in its encoded form too, so that its traces can be wiped: tantivy has no
call that rewrites a segment, but it drops one in which nothing is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from whoosh.query import Query

from workbench.index import EngineKind, files
from workbench.index import tree as trees
from workbench.index.document import (
    DAY_FIELD,
    EXACT_FIELDS,
    FACETS,
    PAIR_FIELDS,
    SYLLABLE_FIELDS,
    TEXT_FIELDS,
    decode,
    encode,
    facet_term,
    folded_text,
    paired,
)
from workbench.index.engine import NO_FILTERS, Batch, FacetFilter, Found, IndexedDocument, Sort
from workbench.index.patterns import Pattern, beginning, test_of
from workbench.index.ranking import groups_of_equals, order_number
from workbench.index.tantivy_query import Compiler

VERSION = "2"
"""Raised when the schema or the way terms are made changes; an older index is then rebuilt from the catalogue."""

_HEAP = 128_000_000  # bytes for terms before a segment is written
_MANY = 65_000  # values of a facet: all of them, within tantivy's own limit
_META = "meta.json"
_MARGIN = 32  # hits beyond the page, so that equals at its end are usually at hand
_EXPANSION = 50_000  # terms of one pattern


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_bytes_field("kept", stored=True)
    builder.add_unsigned_field("date", indexed=True, fast=True)
    builder.add_unsigned_field("order", fast=True)
    for name in TEXT_FIELDS:
        option = "freq" if name in PAIR_FIELDS else "position"
        builder.add_text_field(name, tokenizer_name="syllables", index_option=option)
    for name in EXACT_FIELDS:
        if name != DAY_FIELD:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(f"{name}_shown", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


_SCHEMA = _schema()


def _opened(folder: Path) -> tantivy.Index:
    opened = tantivy.Index(_SCHEMA, path=str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    opened.register_tokenizer("syllables", spaces.filter(tantivy.Filter.custom_stopword(["."])).build())
    opened.config_reader("manual")
    return opened


@dataclass
class _Snapshot:
    """The index as one batch left it."""

    mark: tuple[int, ...]
    searcher: tantivy.Searcher
    expansions: dict[Any, list[tuple[str, int]]] = field(default_factory=dict)


class TantivyEngine:
    """The index in a folder; made empty if there is none.

    Attributes:
        kind: its name in the settings.
        fresh: True when nothing usable was found, or nothing put in yet, so that everything must be indexed again.
    """

    kind: EngineKind = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._meta = folder / _META  # looked at before every term: joining paths costs more than the look
        self._snapshot: _Snapshot | None = None
        self.fresh = not self._is_usable()
        if self.fresh:
            files.make_empty(folder)
            self._index = _opened(folder)
            files.write_version(folder, VERSION)
        self.fresh = self.fresh or not files.has_contents(folder)

    def _is_usable(self) -> bool:
        if not files.has_version(self._folder, VERSION) or not tantivy.Index.exists(str(self._folder)):
            return False
        try:
            self._index = _opened(self._folder)
            return files.is_whole(self._folder, self._contents, empty=lambda: self._index.searcher().num_docs == 0)
        except (ValueError, OSError):  # what tantivy makes of files that it cannot read
            return False
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a panic in Rust is no Exception
                raise
            return False

    def _contents(self) -> tuple[Any, dict[str, int]]:
        """The generation (operation and segments), and the segments' files with their sizes."""
        meta = json.loads(self._meta.read_text(encoding="utf-8"))
        segments = sorted(item["segment_id"].replace("-", "") for item in meta["segments"])
        held = (item for item in self._folder.iterdir() if item.name.partition(".")[0] in segments)
        return [meta["opstamp"], segments], {item.name: item.stat().st_size for item in held}

    # -- writing ----------------------------------------------------------------------------------------------

    def batch(self, *, purge: bool = False) -> AbstractContextManager[Batch]:
        """Open a batch (see SearchEngine)."""
        return self._batch(purge)

    @contextmanager
    def _batch(self, purge: bool) -> Iterator[Batch]:
        with files.write_lock(self._folder):
            try:
                index = _opened(self._folder)
                writer = index.writer(_HEAP, 1)
            except (ValueError, OSError) as error:
                raise files.writing_error(error) from error
            before = index.searcher()
            batch = _TantivyBatch(writer, before)
            try:
                yield batch
            except BaseException:
                writer.rollback()
                writer.wait_merging_threads()
                raise
            try:
                if purge:
                    batch.rewrite(self._has_removed(before))
                writer.commit()
                writer.garbage_collect_files()
                writer.wait_merging_threads()
                files.write_contents(self._folder, *self._contents())
            except (ValueError, OSError) as error:
                raise files.writing_error(error) from error

    def _has_removed(self, before: tantivy.Searcher) -> bool:
        meta = json.loads(self._meta.read_text(encoding="utf-8"))
        return sum(int(item["max_doc"]) for item in meta["segments"]) > before.num_docs

    # -- reading ----------------------------------------------------------------------------------------------

    def _current(self) -> _Snapshot:
        stat = self._meta.stat()
        mark = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if self._snapshot is None or self._snapshot.mark != mark:
            self._index.reload()
            self._snapshot = _Snapshot(mark, self._index.searcher())
        return self._snapshot

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
        prepared = trees.prepare(tree)
        compiler = Compiler(_SCHEMA, lambda name, pattern: [term for term, _ in self._terms(snapshot, name, pattern)])
        query = compiler.compile(prepared)
        limits = {name: _limit(compiler, name, wanted) for name, wanted in filters.items() if wanted}
        narrowed = _narrowed(query, limits)
        same = 0.0 if sort == "date" else trees.constant_score(prepared)
        page = _Page(snapshot.searcher, narrowed, offset, limit, by_date=same is not None)
        hits = page.by_score() if same is None else page.by_date(same)
        return Found(page.total, hits, _counts(snapshot.searcher, query, limits, facets))

    def expand(self, field: str, pattern: Pattern, limit: int) -> list[tuple[str, int]]:
        """The terms that a pattern stands for (see SearchEngine)."""
        return self._terms(self._current(), field, pattern)[:limit]

    def _terms(self, snapshot: _Snapshot, name: str, pattern: Pattern) -> list[tuple[str, int]]:
        cached = snapshot.expansions.get((name, pattern))
        if cached is None:
            if name == DAY_FIELD:
                raise ValueError("no patterns in the field of days")
            fits = test_of(pattern)
            start = beginning(pattern)
            found = snapshot.searcher.terms_with_prefix(name, start)
            cached = [(term, count) for term, count in found if fits(term)][:_EXPANSION]
            snapshot.expansions[(name, pattern)] = cached
        return cached

    def document_count(self) -> int:
        """The number of documents held."""
        return int(self._current().searcher.num_docs)

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field occurs."""
        return int(self._current().searcher.doc_freq(field, term))

    def close(self) -> None:
        """Let go of files."""
        self._snapshot = None
        del self._index


class _TantivyBatch:
    def __init__(self, writer: tantivy.IndexWriter, before: tantivy.Searcher) -> None:
        self._writer = writer
        self._before = before
        self._added: set[str] = set()
        self._removed: set[str] = set()

    def remove(self, ids: Iterable[str]) -> None:
        for document_id in ids:
            if document_id in self._added:
                raise ValueError(f"{document_id} was added in this batch")
            if document_id not in self._removed and self._before.doc_freq("id", document_id):
                self._writer.delete_documents_by_term("id", document_id)
                self._removed.add(document_id)

    def add(self, document: IndexedDocument) -> None:
        self.remove([document.id])
        self._added.add(document.id)
        self._writer.add_document(_tantivy_document(document))

    def rewrite(self, has_removed: bool) -> None:
        """Write every document from before the batch again, if any was removed: its old segment is then dropped."""
        if not has_removed and not self._removed:
            return
        everything = self._before.search(tantivy.Query.all_query(), limit=max(self._before.num_docs, 1), count=False)
        for _, address in everything.hits:
            kept = self._before.doc(address)
            document_id = str(kept.get_first("id"))
            if document_id in self._removed:
                continue
            self._writer.delete_documents_by_term("id", document_id)
            self._writer.add_document(_tantivy_document(decode(bytes(kept.get_first("kept") or b""))))


def _tantivy_document(document: IndexedDocument) -> tantivy.Document:
    fields: dict[str, Any] = {
        "id": document.id,
        "kept": encode(document),
        "date": document.date,
        "order": order_number(document.date, document.id),
    }
    for name in SYLLABLE_FIELDS:
        text = document.syllables(name)
        if text:
            fields[name], fields[f"{name}_fold"] = text, folded_text(text)
    pairs = paired(document.body)
    if pairs:
        fields["pair"], fields["pair_fold"] = pairs, paired(fields["body_fold"])
    for name in EXACT_FIELDS:
        if name != DAY_FIELD:
            fields[name] = list(document.exact_terms(name))
    for name in FACETS:
        fields[f"{name}_shown"] = list(document.facet(name))
    return tantivy.Document.from_dict(fields, _SCHEMA)


class _Page:
    """One page of the documents that a query finds.

    Attributes:
        total: how many it finds.
    """

    def __init__(
        self, searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int, *, by_date: bool
    ) -> None:
        self._searcher = searcher
        self._query = query
        self._order_by = "order" if by_date else None
        self._wanted = offset + limit + _MARGIN if limit else 1
        self._hits = self._found(count=True)
        self._start, self._end = offset, min(offset + limit, self.total)

    def _found(self, *, count: bool) -> list[tuple[Any, tantivy.DocAddress]]:
        answer = self._searcher.search(self._query, limit=self._wanted, count=count, order_by_field=self._order_by)
        if count:
            self.total = int(answer.count)  # type: ignore[attr-defined]  # missing in its stubs
        return answer.hits

    def _widen(self) -> None:
        """The equals of the page's last hit go on: ask for more."""
        self._wanted *= 4
        self._hits = self._found(count=False)

    def by_score(self) -> tuple[tuple[str, float], ...]:
        """Best first."""
        if self._start >= self._end:
            return ()
        while True:
            scores = np.fromiter((score for score, _ in self._hits), dtype=np.float64, count=len(self._hits))
            groups = groups_of_equals(scores)
            if len(scores) >= self.total or groups[-1] > groups[self._end - 1]:
                break
            self._widen()
        last = int(np.searchsorted(groups, groups[self._end - 1], side="right"))
        scores, groups = scores[:last], groups[:last]
        addresses = [address for _, address in self._hits[:last]]
        orders = np.array(self._searcher.fast_field_values("order", addresses), dtype=np.int64)
        best = scores[np.searchsorted(groups, groups)]  # a group's score is that of its best
        return self._cut(
            [
                ((int(groups[at]), int(orders[at])), addresses[at], float(best[at]))
                for at in np.lexsort((-orders, groups))
            ]
        )

    def by_date(self, score: float) -> tuple[tuple[str, float], ...]:
        """Newest first; every hit has the same score."""
        if self._start >= self._end:
            return ()
        while len(self._hits) < self.total and self._hits[-1][0] == self._hits[self._end - 1][0]:
            self._widen()
        return self._cut([((order,), address, score) for order, address in self._hits])

    def _cut(self, rows: list[tuple[tuple[Any, ...], tantivy.DocAddress, float]]) -> tuple[tuple[str, float], ...]:
        """The page from rows in order; those with the same key are put in order by id."""
        start, end = self._start, self._end
        while start > 0 and rows[start - 1][0] == rows[start][0]:
            start -= 1
        while end < len(rows) and rows[end][0] == rows[end - 1][0]:
            end += 1
        named: list[tuple[str, float]] = []
        same: list[tuple[str, float]] = []
        for at in range(start, end):
            key, address, score = rows[at]
            if same and key != rows[at - 1][0]:
                named += sorted(same)
                same = []
            same.append((str(self._searcher.doc(address).get_first("id")), score))
        named += sorted(same)
        return tuple(named[self._start - start : self._end - start])


def _limit(compiler: Compiler, name: str, wanted: FacetFilter) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    """A facet's filter as clauses."""
    clauses = []
    for values, occur in ((wanted.include, tantivy.Occur.Must), (wanted.exclude, tantivy.Occur.MustNot)):
        if values:
            query = compiler.any_of(name, sorted({facet_term(value) for value in values}))
            clauses.append((occur, tantivy.Query.const_score_query(query, 0.0)))
    return clauses


def _narrowed(
    query: tantivy.Query, limits: Mapping[str, list[tuple[tantivy.Occur, tantivy.Query]]], without: str = ""
) -> tantivy.Query:
    clauses = [clause for name, facet_clauses in limits.items() if name != without for clause in facet_clauses]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *clauses]) if clauses else query


def _counts(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    limits: Mapping[str, list[tuple[tantivy.Occur, tantivy.Query]]],
    facets: tuple[str, ...],
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Counts of each facet over what passes the filters of the others."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    together = [name for name in facets if name not in limits]
    for names in ([together] if together else []) + [[name] for name in facets if name in limits]:
        wanted = {name: {"terms": {"field": f"{name}_shown", "size": _MANY}} for name in names}
        without = names[0] if names[0] in limits else ""
        for name, answer in searcher.aggregate(_narrowed(query, limits, without), wanted).items():
            counts = ((str(item["key"]), int(item["doc_count"])) for item in answer["buckets"])
            found[name] = tuple(sorted(counts, key=lambda row: (-row[1], row[0])))
    return {name: found[name] for name in facets}
