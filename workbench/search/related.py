"""Related documents: those that a document refers to, those that refer to it, and those that say nearly the same.

One query to the engine: the document's own most telling terms and pairs, its title, and the keys under which the index
knows what it cites and what cites it (decision 20).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from whoosh import query

from workbench.documents.article_references import (
    ArticleIdentity,
    article_identity,
    article_key,
    find_article_references,
    find_law_mentions,
    named_key,
)
from workbench.documents.model import Document
from workbench.documents.symbols import symbol_key
from workbench.index.document import IndexedDocument
from workbench.index.engine import SearchEngine
from workbench.search.citations import passage_of_unit
from workbench.search.collapse import without_copies
from workbench.search.law_names import LawNames
from workbench.search.searcher import Fetch

_TERMS = 50  # terms and pairs of the document that are asked for
_LOOKED_AT = 600  # of its terms at most, the most frequent, of which those are chosen
_POOL = 100  # documents with like content that are looked at
_LEAST = 0.05  # of the document's own score: below, only common words are common to both
_TITLE = 0.5  # weight of the title's terms in titles
_CITES, _CITED = 1.0, 1.0  # weight of a reference against the document's own score

Terms = Callable[[Sequence[str]], Mapping[str, IndexedDocument]]
"""Gives documents cut into terms, by id."""

NEAR = "nội dung gần"


@dataclass(frozen=True)
class RelatedDocument:
    """A document related to another one.

    Attributes:
        id, path, symbol, title, type, issuer, date: as in `Hit`.
        score: 1 for the score of the document itself; for ranking within one answer only.
        why: in Vietnamese: "được văn bản này viện dẫn: Điều 36", "viện dẫn Điều 36", "nội dung gần".
        passage: number of the passage that the document refers to, where it names an article of this one; else None.
    """

    id: str
    path: str
    symbol: str | None
    title: str
    type: str | None
    issuer: str | None
    date: date | None
    score: float
    why: tuple[str, ...]
    passage: int | None = None


@dataclass(frozen=True)
class _Links:
    """What ties a document to others: terms of the fields `symbols` and `cites` of those, with how often."""

    cited: Mapping[str, int]
    citing: Mapping[str, int]
    units: Mapping[str, str]  # of the terms in `cited`, the article that is referred to
    article: ArticleIdentity | None


class Relations:
    """Finds what is related in one archive.

    Args:
        engine: holds the index.
        fetch: gives documents by id.
        terms: gives them cut into terms.
    """

    def __init__(self, engine: SearchEngine, fetch: Fetch, terms: Terms) -> None:
        self._engine = engine
        self._fetch = fetch
        self._terms = terms
        self._names = LawNames(engine)

    def related(
        self, document: Document, limit: int = 10, *, apart: Collection[str] = ()
    ) -> tuple[RelatedDocument, ...]:
        """The documents most related to one, best first; the copies of a document count as one.

        Args:
            document: the document.
            limit: how many at most.
            apart: ids of documents that are not wanted: those that are the same one.
        """
        source = self._terms([document.id])[document.id]
        links = self._links(document, source)
        content = self._content(source)
        alike = self._engine.search(without_copies(content), limit=_POOL, facets=()).hits
        most = max((score for _, score in alike), default=0.0) or 1.0
        tied = self._tied(links, most)
        scores = dict(alike)
        if tied:
            tree = query.AndMaybe(query.Or(tied), content)
            scores |= dict(self._engine.search(without_copies(tree), limit=_POOL, facets=()).hits)
        others = [
            name for name in scores if name != document.id and name not in apart and scores[name] >= _LEAST * most
        ]
        best = sorted(others, key=lambda name: (-scores[name], name))[:limit]
        documents, terms = self._fetch(best), self._terms(best)
        return tuple(
            _described(documents[name], scores[name] / most, links, terms.get(name))
            for name in best
            if name in documents
        )

    # -- content ----------------------------------------------------------------------------------------------

    def _content(self, source: IndexedDocument) -> query.Query:
        """The document's terms that are frequent in it and rare elsewhere, and its title."""
        best = self._best_terms(source)
        clauses = [query.Term(name, term) for name, term in best]
        clauses += [query.Term("title", term, boost=_TITLE) for term in source.term_counts("title")]
        return query.Or(clauses) if clauses else query.NullQuery

    def _best_terms(self, source: IndexedDocument) -> list[tuple[str, str]]:
        counts = {(name, term): count for name in ("body", "pair") for term, count in source.term_counts(name).items()}
        documents = self._engine.document_count()
        weights = {}
        for (name, term), count in Counter(counts).most_common(_LOOKED_AT):
            held = self._engine.document_frequency(name, term)
            if held > 1:  # a term that only this document has finds no other
                weights[name, term] = math.log1p(count) * math.log(1 + max(documents - held + 0.5, 0.5) / (held + 0.5))
        return sorted(weights, key=lambda item: (-weights[item], item))[:_TERMS]

    # -- references -------------------------------------------------------------------------------------------

    def _links(self, document: Document, source: IndexedDocument) -> _Links:
        article = article_identity(document.text) if document.header.symbol is None else None
        cited: Counter[str] = Counter()
        units: dict[str, str] = {}
        for reference in find_article_references(document.text):
            terms: list[str] = []
            if reference.symbol is not None:
                terms = [article_key(reference.symbol, reference.article), symbol_key(reference.symbol)]
            elif reference.name is not None:
                terms = self._named(reference.name, reference.article)
            elif article is not None and reference.article != article.article:
                terms = [article_key(article.symbol, reference.article)]
            cited.update(terms)
            units |= {term: reference.unit for term in terms if term not in units}
        named = {term for mention in find_law_mentions(document.text) for term in self._named(mention.name)}
        for term in (*map(symbol_key, document.cites), *named):
            cited[term] = max(cited[term], 1)
        own = set(source.symbols)
        citing = Counter(dict.fromkeys(self._citing_terms(source.symbols, article), 1))
        return _Links(
            {term: count for term, count in cited.items() if term not in own or "#" in term}, citing, units, article
        )

    def _named(self, name: str, article: str = "") -> list[str]:
        """The terms of the law of the archive that a text names, and of its article."""
        law = self._names.law(name)
        return [named_key(law, number) for number in dict.fromkeys((article, ""))] if law else []

    def _citing_terms(self, symbols: Sequence[str], article: ArticleIdentity | None) -> list[str]:
        """The terms in `cites` by which others refer to a document with these terms in `symbols`."""
        found = []
        law = {symbol_key(article.symbol), *([named_key(article.name)] if article.name else ())} if article else set()
        for term in symbols:
            if term in law:
                continue  # who cites the law does not cite this article
            if term.startswith("#"):
                found += self._names.texts(term)
            else:
                found.append(term)
        return found

    def _tied(self, links: _Links, most: float) -> list[query.Query]:
        clauses: list[query.Query] = []
        for name, terms, weight in (("symbols", links.cited, _CITES), ("cites", links.citing, _CITED)):
            for term, count in terms.items():
                held = self._engine.document_frequency(name, term)
                if held:
                    # A reference that fits many documents says little of each.
                    boost = weight * most * count / (1 + math.log(held))
                    clauses.append(query.ConstantScoreQuery(query.Term(name, term), boost))
        return clauses


def _described(document: Document, score: float, links: _Links, terms: IndexedDocument | None) -> RelatedDocument:
    header = document.header
    why: list[str] = []
    passage = None
    if terms is not None:
        cited = [term for term in terms.symbols if term in links.cited]
        if cited:
            units = list(dict.fromkeys(links.units[term] for term in cited if term in links.units))
            why.append("được văn bản này viện dẫn" + (f": {'; '.join(units)}" if units else ""))
            passage = passage_of_unit(document, units)
        if any(term in links.citing for term in terms.cites):
            article = links.article
            why.append(f"viện dẫn Điều {article.article}" if article else "viện dẫn văn bản này")
    return RelatedDocument(
        id=document.id,
        path=document.path,
        symbol=header.symbol,
        title=document.title,
        type=header.type,
        issuer=header.issuer,
        date=header.date,
        score=round(score, 4),
        why=tuple(why) or (NEAR,),
        passage=passage,
    )
