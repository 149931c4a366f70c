"""Answers a question: parses it, asks the engine, and dresses the hits with snippets from the original texts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whoosh import query as tree

from workbench.documents.model import Document
from workbench.index.engine import Found, SearchEngine, Sort
from workbench.search.collapse import with_copies, without_copies
from workbench.search.filters import Filters
from workbench.search.plan import Plan, make_plan
from workbench.search.query import Parsed, leaves, parse
from workbench.search.rerank import WINDOW, rerank
from workbench.search.results import FacetCount, Hit, SearchResults
from workbench.search.snippets import cut_snippets, find_marks, find_matches
from workbench.search.suggest import suggest
from workbench.search.understanding import RestoresAccents, Understanding
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.spelling import has_accents
from workbench.vietnamese.syllables import Syllable, tokens

Fetch = Callable[[Iterable[str]], Mapping[str, Document]]
"""Gives documents by id."""

_FEW = 3  # hits below which a mended query is proposed


@dataclass
class _Answer:
    plan: Plan
    found: Found
    note: str | None
    page: Sequence[tuple[Document, float]] = ()
    cut: dict[str, list[Syllable]] = field(default_factory=dict)

    def syllables(self, document: Document) -> list[Syllable]:
        """The syllables of a document's text, cut once for ranking and snippets."""
        if document.id not in self.cut:
            self.cut[document.id] = tokens(document.text)
        return self.cut[document.id]


class Searcher:
    """Search over one engine.

    Args:
        engine: holds the index.
        fetch: gives the documents of a page of hits.
        lexicon: the office's tables of words, by which queries are widened.
        accents: restores accents that were left out.
        shown: for every file that another file of the same document stands for: the id of that one.
    """

    def __init__(
        self,
        engine: SearchEngine,
        fetch: Fetch,
        *,
        lexicon: Lexicon | None = None,
        accents: RestoresAccents | None = None,
        shown: Mapping[str, str] | None = None,
    ) -> None:
        self.engine = engine
        self._shown = shown or {}
        self._fetch = fetch
        self._lexicon = lexicon
        self._accents = accents

    def search(
        self,
        text: str,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        chips: Mapping[str, bool] | None = None,
    ) -> SearchResults:
        """One page of the answer to `text`; an empty text asks for every document, newest first.

        Args:
            text: the query.
            filters: limits from outside the query.
            sort: by relevance, or newest first.
            limit, offset: which page of hits.
            chips: chip id → whether it is used, where a person has chosen (see `SearchResults.chips`).

        Raises:
            QueryError: the query is too long or too complex, or a date in it cannot be read.
        """
        started = time.perf_counter()
        parsed = parse(text)
        understanding = self._understanding(chips)
        answer = self._page(parsed, filters, "date" if parsed.tree is None else sort, limit, offset, understanding)
        hits = with_copies((_hit(document, score, answer) for document, score in answer.page), self._shown)
        facets = {
            name: tuple(FacetCount(value, count) for value, count in counts)
            for name, counts in answer.found.facets.items()
        }
        return SearchResults(
            query=text,
            total=answer.found.total,
            hits=tuple(hits),
            facets=facets,
            note=answer.note,
            seconds=time.perf_counter() - started,
            chips=understanding.chips,
            suggestion=self._suggestion(text, parsed, answer),
        )

    def find(self, text: str, filters: Filters, limit: int) -> list[Document]:
        """The best documents for `text`, without snippets; for analyses and drafts. Raises QueryError as `search`."""
        parsed = parse(text)
        sort: Sort = "date" if parsed.tree is None else "relevance"
        answer = self._page(parsed, filters, sort, limit, 0, self._understanding(None))
        return [document for document, _ in answer.page]

    def candidates(self, text: str, limit: int) -> list[tuple[Document, float]]:
        """The engine's best documents with their scores, before passages are ranked. Raises QueryError as `search`."""
        answer = self._ask(parse(text), Filters(), "relevance", limit, 0, self._understanding(None))
        documents = self._fetch([document_id for document_id, _ in answer.found.hits])
        return [(documents[key], score) for key, score in answer.found.hits if key in documents]

    def marks(
        self, text: str, document: Document, chips: Mapping[str, bool] | None = None
    ) -> tuple[tuple[int, int], ...]:
        """Offsets in the document of everything that the query `text` matches there."""
        parsed = parse(text)
        if parsed.tree is None:
            return ()
        plan = make_plan(parsed.tree, Filters(), understanding=self._understanding(chips))
        marks = find_marks(document.text, plan.targets)
        if not marks and not plan.folded:
            marks = find_marks(document.text, make_plan(parsed.tree, Filters(), folded=True).targets)
        return tuple(marks)

    def _page(
        self, parsed: Parsed, filters: Filters, sort: Sort, limit: int, offset: int, understanding: Understanding
    ) -> _Answer:
        """The answer with one page of documents; the best answers to a question are ranked by their passages."""
        ranked = sort == "relevance" and offset < WINDOW  # the page may hold some of the documents that are reranked
        start, count = (0, max(offset + limit, WINDOW)) if ranked else (offset, limit)
        answer = self._ask(parsed, filters, sort, count, start, understanding)
        rerankable = ranked and bool(answer.plan.question)
        hits = answer.found.hits if rerankable else answer.found.hits[offset - start :][:limit]
        documents = self._fetch([document_id for document_id, _ in hits])
        page = [(documents[document_id], score) for document_id, score in hits if document_id in documents]
        if rerankable:
            best = rerank(page[:WINDOW], answer.plan.question, self.engine, answer.syllables)
            page = [*best, *page[WINDOW:]][offset:][:limit]
        answer.page = page
        return answer

    def _understanding(self, chips: Mapping[str, bool] | None) -> Understanding:
        return Understanding(self._lexicon, self._accents, chips)

    def _suggestion(self, text: str, parsed: Parsed, answer: _Answer) -> str | None:
        if parsed.tree is None or not _is_words_only(parsed.tree) or (answer.found.total >= _FEW and not answer.note):
            return None
        return suggest(text, self.engine, folded=not has_accents(text))

    def _ask(
        self, parsed: Parsed, filters: Filters, sort: Sort, limit: int, offset: int, understanding: Understanding
    ) -> _Answer:
        """Ask strictly first; when nothing is found, loosen one thing at a time and say so."""
        note = "Không đọc được cú pháp của câu tìm nên đã tìm như các từ thường." if parsed.as_words else None

        def ask(relaxed: bool = False, folded: bool | None = None, lenient: bool = False) -> tuple[Plan, Found]:
            plan = make_plan(
                parsed.tree, filters, relaxed=relaxed, folded=folded, lenient=lenient, understanding=understanding
            )
            # A document is found once; only where no shown file of it matches, another one may.
            found = engine(without_copies(plan.tree) if self._shown else plan.tree)
            return plan, found if found.total or not self._shown else engine(plan.tree)

        def engine(asked: tree.Query) -> Found:
            return self.engine.search(asked, filters=filters.facets, limit=limit, offset=offset, sort=sort)

        plan, found = ask()
        if note is None and plan.folded:
            note = "Câu tìm không có dấu nên đã tìm mọi cách đặt dấu."
        elif note is None and plan.question:
            note = "Câu tìm dài nên đã xếp văn bản theo mức khớp, không đòi chứa đủ mọi từ."
        if found.total or parsed.tree is None:
            return _Answer(plan, found, note)
        some = "Không có văn bản nào chứa đủ các từ; đây là các văn bản chứa một phần."
        unaccented = "Không có văn bản viết đúng dấu như câu tìm; đây là các văn bản khớp khi bỏ dấu."
        lacking = "Một số từ gõ thiếu dấu; đã tìm cả khi thêm dấu."
        looser = [] if plan.folded else [(False, False, True, lacking), (False, True, False, unaccented)]
        if _is_words_only(parsed.tree):
            looser += [(True, plan.folded, False, some)] + ([] if plan.folded else [(True, True, False, some)])
        for relaxed, folded, lenient, told in looser:
            plan, found = ask(relaxed, folded, lenient)
            if found.total:
                return _Answer(plan, found, told)
        return _Answer(plan, found, note)


def _is_words_only(parsed: tree.Query) -> bool:
    """Only a query of plain words may be loosened to some of them: operators and phrases are meant as typed."""
    plain = all(type(leaf) is tree.Term and leaf.fieldname == "text" for leaf in leaves(parsed))
    return plain and isinstance(parsed, tree.And | tree.Term)


def _hit(document: Document, score: float, answer: _Answer) -> Hit:
    header = document.header
    targets = answer.plan.targets
    marks, why = find_matches(answer.syllables(document), targets) if targets else ([], ())
    return Hit(
        id=document.id,
        path=document.path,
        symbol=header.symbol,
        title=document.title,
        type=header.type,
        issuer=header.issuer,
        date=header.date,
        score=score,
        snippets=cut_snippets(document, marks),
        labels=document.labels,
        why=why,
    )
