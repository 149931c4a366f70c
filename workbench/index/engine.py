"""What an engine is: it takes analysed documents, and answers query trees over the fields of `document.py`.

A query tree is `whoosh.query` over these fields, whatever the engine (which nodes: `tree.py`); no user string reaches
an engine's own parser. Every engine gives the same hits, totals, facets and order (decision 18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from whoosh.query import Query

from workbench.index import EngineKind
from workbench.index.document import (
    DAY_FIELD,
    EXACT_FIELDS,
    FACETS,
    PAIR_FIELDS,
    SYLLABLE_FIELDS,
    SYMBOL_FIELDS,
    TEXT_FIELDS,
    IndexedDocument,
    analyse,
    date_number,
    day_term,
    facet_fold,
    facet_term,
    facet_terms,
    pair_term,
)
from workbench.index.patterns import Pattern

__all__ = [
    "DAY_FIELD",
    "EXACT_FIELDS",
    "FACETS",
    "NO_FILTERS",
    "PAIR_FIELDS",
    "SYLLABLE_FIELDS",
    "SYMBOL_FIELDS",
    "TEXT_FIELDS",
    "Batch",
    "FacetFilter",
    "Found",
    "IndexedDocument",
    "Pattern",
    "SearchEngine",
    "Sort",
    "analyse",
    "date_number",
    "day_term",
    "facet_fold",
    "facet_term",
    "pair_term",
]

Sort = Literal["relevance", "date"]


@dataclass(frozen=True)
class FacetFilter:
    """What a document's values of one facet must be. Values compare as `facet_term` spells them.

    Attributes:
        include: it has at least one of these; empty asks for nothing.
        exclude: it has none of these. A document without any value passes.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)

    def allows(self, values: Iterable[str]) -> bool:
        """Whether a document with these values of the facet (as shown) passes."""
        held = {term for value in values for term in facet_terms(value)}
        if self.include and not any(facet_term(value) in held for value in self.include):
            return False
        return not any(facet_term(value) in held for value in self.exclude)


NO_FILTERS: Mapping[str, FacetFilter] = {}


@dataclass(frozen=True)
class Found:
    """An engine's answer.

    Attributes:
        total: how many documents match the tree and all filters, exactly.
        hits: one page of (document id, score); scores closer than engines can tell apart are given as equal.
        facets: for each facet its values and their counts, most frequent first, then by value. A facet is counted
            over the documents that pass the filters of the *other* facets, so that people see what else they could
            choose in it.
    """

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Batch(Protocol):
    """Changes that become visible together, when the batch ends without an error."""

    def add(self, document: IndexedDocument) -> None:
        """Add a document, in place of any with its id from before the batch. Raises ValueError for an id twice."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out. Raises ValueError for one that was added in this batch."""


class SearchEngine(Protocol):
    """A full-text engine.

    Attributes:
        kind: its name in the settings.
        fresh: True when nothing usable was found on opening, or nothing put in yet, so that everything must be indexed
            again.
    """

    kind: EngineKind
    fresh: bool

    def batch(self, *, purge: bool = False) -> AbstractContextManager[Batch]:
        """Open a batch. With `purge`, what was removed, now or before, is also wiped from the files.

        Raises:
            NotBuiltError: another program is writing, or the index cannot be written (disk full …).
        """

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
        """Answer a query tree.

        Args:
            tree: what to find (see `tree.prepare` for the nodes that are understood and how they score).
            filters: for facets by name, what their values must be.
            limit, offset: the page of hits.
            sort: "relevance": equal scores are ordered by date (newest first), then id; "date": by date,
                then id; all scores are 0.
            facets: which facets to count; none for the fastest answer.

        Raises:
            QueryError: the tree is too deep or too large.
        """

    def expand(self, field: str, pattern: Pattern, limit: int) -> list[tuple[str, int]]:
        """The terms of a field that a Prefix, Wildcard or FuzzyTerm stands for, with document frequencies.

        At most `limit`, most frequent first, then by term. Frequencies may still count removed documents.
        """

    def document_count(self) -> int:
        """The number of documents held."""

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field occurs; may still count removed documents."""

    def close(self) -> None:
        """Let go of files."""
