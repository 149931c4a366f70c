"""What an engine is: it takes analysed documents, and answers query trees over the fields named here.

A query tree is `whoosh.query` over these fields, whatever the engine; no user string reaches an engine's own parser.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from whoosh.query import Query

from workbench.documents.model import Document
from workbench.documents.symbols import symbol_fold, symbol_key
from workbench.vietnamese.spelling import fold, key
from workbench.vietnamese.syllables import Syllable, tokens

SYLLABLE_FIELDS = ("body", "title")
"""Syllables with positions (phrases work); each has a folded twin `body_fold`, `title_fold`."""

PAIR_FIELDS = ("pair", "pair_fold")
"""Adjacent syllables of the body joined by `pair_term`; they rank, they have no positions."""

FACETS = ("type", "issuer", "year")
"""Exact fields that are counted over all documents found."""

DAY_FIELD = "day"
"""The day of issue as the term "yyyymmdd", for ranges; documents without a date have none."""

Sort = Literal["relevance", "date"]


@dataclass(frozen=True)
class IndexedDocument:
    """A document cut into terms: all that an engine needs to know of it.

    Attributes:
        id: id in the catalogue.
        body, title: syllables, with positions that skip one where a phrase must not reach across.
        symbols: keys of its own symbol (exact and folded); cites: keys of the symbols it cites.
        type, issuer: facet values as shown, or "" where unknown.
        date: day of issue as yyyymmdd, or 0 where unknown.
    """

    id: str
    body: Sequence[Syllable]
    title: Sequence[Syllable]
    symbols: tuple[str, ...]
    cites: tuple[str, ...]
    type: str
    issuer: str
    date: int

    @property
    def year(self) -> str:
        """Year of issue, or "" where unknown."""
        return str(self.date // 10_000) if self.date else ""


@dataclass(frozen=True)
class Found:
    """An engine's answer: exact total, one page of (document id, score), and facet counts, most frequent first."""

    total: int
    hits: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class Batch(Protocol):
    """Changes that become visible together, when the batch ends without an error."""

    def add(self, document: IndexedDocument) -> None:
        """Add a document, in place of any with its id from before the batch. Raises ValueError for an id twice."""

    def remove(self, ids: Iterable[str]) -> None:
        """Take documents out."""


class SearchEngine(Protocol):
    """A full-text engine."""

    def batch(self, *, purge: bool = False) -> AbstractContextManager[Batch]:
        """Open a batch. With `purge`, what was removed is also wiped from the files."""

    def search(self, tree: Query, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> Found:
        """Answer a query tree. Equal scores are ordered by date (newest first), then id."""

    def document_count(self) -> int:
        """The number of documents held."""

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents a term of a field occurs."""

    def close(self) -> None:
        """Let go of files."""


def analyse(document: Document) -> IndexedDocument:
    """Cut a document into terms."""
    header = document.header
    symbols = _symbol_keys((header.symbol,) if header.symbol else ())
    return IndexedDocument(
        id=document.id,
        body=tokens(document.text),
        title=tokens(document.title),
        symbols=symbols,
        cites=tuple(item for item in _symbol_keys(document.cites) if item not in symbols),
        type=header.type or "",
        issuer=header.issuer or "",
        date=date_number(header.date),
    )


def date_number(day: date | None) -> int:
    """A day as yyyymmdd, 0 for None: dates compare as numbers."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def day_term(day: date | None) -> str:
    """The term of a day in the field `day`, "yyyymmdd"; "" for None."""
    return f"{day:%Y%m%d}" if day else ""


def pair_term(first: str, second: str) -> str:
    """The term of two adjacent syllables."""
    return f"{first}_{second}"


def facet_term(value: str) -> str:
    """The term under which a facet value is filtered: one spelling, lower case."""
    return " ".join(key(value).split())


def facet_fold(value: str) -> str:
    """The same without accents."""
    return fold(facet_term(value))


def _symbol_keys(symbols: Iterable[str]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for symbol in symbols:
        keys[symbol_key(symbol)] = None
        keys[symbol_fold(symbol)] = None
    return tuple(keys)
