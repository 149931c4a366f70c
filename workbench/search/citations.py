"""Citations inside an archive: which documents one cites, and which cite it.

Numbers restart every term and every organ has its own (domain.md §2.4): a citation leads to a document only where the
number, and whatever else the text tells (tên loại, day, organ, year), fit that document and no other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from whoosh import query

from workbench.documents.article_references import (
    article_identity,
    article_key,
    find_article_references,
    find_law_mentions,
    law_keys,
    named_key,
)
from workbench.documents.model import Citation, Document
from workbench.documents.references import find_references
from workbench.documents.symbols import symbol_key
from workbench.index.engine import SearchEngine, facet_fold
from workbench.search.collapse import without_copies
from workbench.search.law_names import LawNames
from workbench.search.searcher import Fetch

ABSENT = "không có trong kho"
SEVERAL = "nhiều văn bản trong kho cùng số hoặc cùng tên, chưa rõ là văn bản nào"
DIFFERENT = "văn bản cùng số trong kho có loại, ngày hoặc cơ quan khác"

_BEARERS = 50  # documents with one symbol that are looked at
_PAGE = 50  # documents that may cite, loaded at once


@dataclass(frozen=True)
class CitedDocument:
    """A document that another one cites.

    Attributes:
        name: as the text first names it: "Chỉ thị số 34-CT/TU ngày 05/02/2025", "Luật Đầu tư".
        citations: every place where it is cited, in order.
        units: the articles that are named: "Điều 5, khoản 2".
        document_id: the document of the archive, or None where it is absent or not certain.
        title, date: of that document.
        passage: number of its passage that the first named article begins with, or None.
        note: why there is none, in Vietnamese: `ABSENT`, `SEVERAL`, `DIFFERENT`; else "".
        candidates: ids of the documents that it may be, where that is not certain.
    """

    name: str
    citations: tuple[Citation, ...]
    units: tuple[str, ...] = ()
    document_id: str | None = None
    title: str | None = None
    date: date | None = None
    passage: int | None = None
    note: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class CitingDocument:
    """A document that cites another one: its fields as in `Hit`, and every place where it does."""

    id: str
    path: str
    symbol: str | None
    title: str
    type: str | None
    issuer: str | None
    date: date | None
    citations: tuple[Citation, ...]


@dataclass
class _Named:
    """Something that a text cites, with all its places."""

    start: int
    end: int
    symbol: str | None = None
    law: str | None = None
    article: str | None = None  # of an article that is a document of its own
    type: str | None = None
    day: date | None = None
    year: int | None = None
    issuer: str | None = None
    places: list[tuple[int, int]] = field(default_factory=list)
    units: dict[str, None] = field(default_factory=dict)


class Citations:
    """Follows citations in one archive.

    Args:
        engine: holds the index.
        fetch: gives documents by id.
    """

    def __init__(self, engine: SearchEngine, fetch: Fetch) -> None:
        self._engine = engine
        self._fetch = fetch
        self._names = LawNames(engine)
        self._bearers: dict[str, list[Document]] = {}

    def cited(self, document: Document) -> tuple[CitedDocument, ...]:
        """The documents that one cites, in the order in which it first does, also those that the archive lacks."""
        found: dict[object, CitedDocument] = {}
        for number, named in enumerate(self._read(document)):
            one = self._cited(document, named)
            key = one.document_id or number
            found[key] = _together(found[key], one) if key in found else one
        return tuple(found.values())

    def citing(self, document: Document, limit: int | None = None) -> tuple[CitingDocument, ...]:
        """The documents that cite one, newest first; at most `limit`. Citations that may mean another one are left out.

        Args:
            document: the document.
            limit: how many at most; None for all.
        """
        article = article_identity(document.text) if document.header.symbol is None else None
        if article is not None:
            own = [article_key(article.symbol, article.article)]
            own += self._names.texts(named_key(article.name, article.article)) if article.name else []
        else:
            own = [symbol_key(document.header.symbol)] if document.header.symbol else []
            own += [text for term in law_keys(document.header.type, document.title) for text in self._names.texts(term)]
        found: list[CitingDocument] = []
        for one in self._holding("cites", own) if own else ():
            if one.id == document.id:
                continue
            places = [
                place
                for named in self._read(one)
                if [target.id for target in self._resolved(one, named)] == [document.id]
                for place in named.places
            ]
            if places:
                header = one.header
                places.sort()
                cites = tuple(one.cite(*place) for place in places)
                found.append(
                    CitingDocument(
                        one.id, one.path, header.symbol, one.title, header.type, header.issuer, header.date, cites
                    )
                )
                if limit is not None and len(found) >= limit:
                    break
        return tuple(found)

    # -- reading a text ---------------------------------------------------------------------------------------

    def _read(self, document: Document) -> list[_Named]:
        """What a document cites, each once."""
        text, own = document.text, document.header.symbol
        article = article_identity(text) if own is None else None
        found: dict[tuple[object, ...], _Named] = {}

        def note(key: tuple[object, ...], made: _Named, start: int, end: int, unit: str = "") -> None:
            named = found.setdefault(key, made)
            if (start, end) not in named.places:
                named.places.append((start, end))
            if unit:
                named.units[unit] = None

        references = find_references(text, own)
        starts = {reference.symbol.start for reference in references if reference.symbol is not None}
        within: dict[int, list[tuple[int, str, str]]] = {}  # start of a symbol → articles named before it
        for item in find_article_references(text):
            if item.symbol is not None:
                for start in starts.intersection(range(item.start, item.end)):
                    within.setdefault(start, []).append((item.start, item.unit, item.article))
            elif item.name is not None:
                law = self._names.law(item.name)
                made = _Named(item.start, item.end, law=law or item.name, article=item.article, year=item.year)
                note((law or item.name, item.year), made, item.start, item.end, item.unit)
            elif article is not None and item.article != article.article:
                exact = article_key(article.symbol, item.article)
                made = _Named(item.start, item.end, symbol=article.symbol, article=item.article)
                note((exact,), made, item.start, item.end, item.unit)
        for reference in references:
            span = reference.symbol
            if span is None or (article is not None and symbol_key(span.text) == symbol_key(article.symbol)):
                continue  # the line above an article says where it is from
            articles = within.get(span.start, [])
            for start, unit, number in articles or [(reference.start, "", "")]:
                made = _Named(
                    start,
                    reference.end,
                    span.symbol,
                    article=number or None,
                    type=reference.type,
                    day=reference.day,
                    issuer=reference.issuer,
                )
                note((symbol_key(span.text), reference.day), made, start, reference.end, unit)
        for mention in find_law_mentions(text):
            law = self._names.law(mention.name)
            if law is None or any(start <= mention.start < end for one in found.values() for start, end in one.places):
                continue  # a name that no law of the archive has cannot be told from what follows it
            made = _Named(mention.start, mention.end, law=law, year=mention.year)
            note((law, mention.year), made, mention.start, mention.end)
        return sorted(_joined(found.values()), key=lambda named: named.start)

    # -- leading to documents ---------------------------------------------------------------------------------

    def _cited(self, document: Document, named: _Named) -> CitedDocument:
        name = " ".join(document.text[named.start : named.end].split())
        citations = tuple(document.cite(*place) for place in named.places)
        fitting = self._resolved(document, named)
        units = tuple(named.units)
        if len(fitting) == 1:
            target = fitting[0]
            passage = passage_of_unit(target, units)
            return CitedDocument(name, citations, units, target.id, target.title, target.header.date, passage)
        others = [] if fitting else [one for one in self._candidates(named) if one.id != document.id]
        note = SEVERAL if fitting else DIFFERENT if others else ABSENT
        return CitedDocument(name, citations, units, note=note, candidates=tuple(one.id for one in fitting or others))

    def _resolved(self, source: Document, named: _Named) -> list[Document]:
        """The documents that the citation may mean; it is certain where there is one."""
        fitting = [one for one in self._candidates(named) if one.id != source.id and _fits(named, one, source)]
        if named.issuer is not None and len(fitting) > 1:
            organ = facet_fold(named.issuer)
            fitting = [one for one in fitting if facet_fold(one.header.issuer or "") == organ] or fitting
        if named.law is not None and named.year is None and len(fitting) > 1 and source.header.date:
            # Laws of one name follow each other: the newest one of that day is meant.
            dated = [one for one in fitting if one.header.date]
            fitting = [max(dated, key=lambda one: one.header.date or date.min)] if dated else fitting
        return fitting

    def _candidates(self, named: _Named) -> list[Document]:
        """The documents that bear the symbol or the name; else the one that is the article."""
        if named.symbol is not None:
            whole, part = symbol_key(named.symbol), article_key(named.symbol, named.article or "")
        else:
            whole, part = named_key(named.law or ""), named_key(named.law or "", named.article or "")
        bearing = [one for one in self._bearing(whole) if article_identity(one.text) is None or one.header.symbol]
        return bearing or (self._bearing(part) if named.article else [])

    def _bearing(self, term: str) -> list[Document]:
        if term not in self._bearers:
            self._bearers[term] = list(self._holding("symbols", [term], most=_BEARERS))
        return self._bearers[term]

    def _holding(self, name: str, terms: Sequence[str], most: int | None = None) -> Iterator[Document]:
        """The documents with any of these terms in a field, newest first."""
        tree = without_copies(query.Or([query.Term(name, term) for term in terms]))
        at = 0
        while most is None or at < most:
            page = self._engine.search(tree, limit=_PAGE, offset=at, sort="date", facets=()).hits
            documents = self._fetch([document_id for document_id, _ in page])
            yield from (documents[key] for key, _ in page if key in documents)
            at += _PAGE
            if len(page) < _PAGE:
                return


def _joined(found: Iterable[_Named]) -> list[_Named]:
    """A symbol is printed with its day where it first comes, and alone later: both are one document."""
    dated: dict[str, list[_Named]] = {}
    alone: list[_Named] = []
    others: list[_Named] = []
    for named in found:
        if named.symbol is None:
            others.append(named)
        elif named.day is None:
            alone.append(named)
        else:
            dated.setdefault(symbol_key(named.symbol), []).append(named)
    for named in alone:
        same = dated.get(symbol_key(named.symbol or ""), [])
        if len(same) != 1:
            others.append(named)
            continue
        same[0].start, same[0].end = min((same[0].start, same[0].end), (named.start, named.end))
        same[0].type, same[0].issuer = same[0].type or named.type, same[0].issuer or named.issuer
        same[0].article = same[0].article or named.article
        same[0].places = sorted({*same[0].places, *named.places})
        same[0].units |= named.units
    return [*others, *(named for group in dated.values() for named in group)]


def _together(first: CitedDocument, second: CitedDocument) -> CitedDocument:
    """Two ways of citing one document."""
    citations = sorted({*first.citations, *second.citations}, key=lambda cited: (cited.start, cited.end))
    return replace(
        first,
        citations=tuple(citations),
        units=tuple(dict.fromkeys((*first.units, *second.units))),
        passage=first.passage or second.passage,
    )


def passage_of_unit(document: Document, units: Sequence[str]) -> int | None:
    """The first passage of a document that belongs to one of the units ("Điều 5, khoản 2"), or None."""
    for unit in units:
        for passage in document.passages:
            if passage.unit is not None and (passage.unit == unit or passage.unit.startswith(f"{unit}, ")):
                return passage.number
    return None


def _fits(named: _Named, one: Document, source: Document) -> bool:
    """Whether nothing that is printed speaks against it."""
    header = one.header
    if named.type and header.type and named.symbol:
        cited, held = facet_fold(named.type), facet_fold(header.type)
        if cited != "van ban" and not cited.startswith(held) and not held.startswith(cited):
            return False
    if header.date is None:
        return True
    if named.day is not None:
        return header.date == named.day
    if named.year is not None and named.law is not None:
        return header.date.year == named.year
    return source.header.date is None or header.date <= source.header.date
