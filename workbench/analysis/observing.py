"""What an archive's texts speak of, and how that changes, as methods of `Workbench`: keywords, trends, new matters."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd
from whoosh import query as q

from workbench.analysis.keywords import Keywords, find_keywords
from workbench.analysis.keywords_merge import PhraseReader, Told, term_keys
from workbench.analysis.keywords_phrases import TextPhrases, phrases_of
from workbench.analysis.trends import (
    LoadTerms,
    Trend,
    between,
    count,
    make_trend,
    phrase_query,
    reorganisation_note,
    without_copies,
)
from workbench.analysis.trends_new import Earlier, NewMatters, find_new_matters
from workbench.analysis.trends_periods import Period, parse_by, parse_period
from workbench.archive.deciding import Deciding
from workbench.archive.report import OnProgress
from workbench.documents.model import Document, Header
from workbench.errors import QueryError
from workbench.index.document import IndexedDocument
from workbench.index.engine import FacetFilter, Found, SearchEngine
from workbench.workspace.corrections import Held, Identity, local_time
from workbench.workspace.row_decisions import SAID, Row, RowDecision, RowDecisions, Said

KEYWORD = "keyword"
"""What decisions about keywords are kept under."""

REPORTS = ("Báo cáo",)
"""The types of documents in which new matters are looked for, unless others are asked for."""

_EVERYWHERE = Identity("*", "*", None)
_MOST = 2_000  # documents of a period that are looked at
_SKIPPED = 4  # empty periods before one, at most, when another is looked for to compare with
_READ_WHOLE = 3_000  # documents up to which an archive's texts are looked through, not asked of the engine
_OF_QUERY, _OF_PERIOD = 50, 200


class Observing(Deciding):
    """The part of `Workbench` about keywords and their change over time."""

    @abstractmethod
    def _usable_engine(self) -> SearchEngine:
        """The engine, filled. Raises NotBuiltError: nothing is indexed."""

    @abstractmethod
    def _found(
        self, query: str, documents: int, date_from: date | None = None, date_to: date | None = None
    ) -> list[Document]:
        """The documents a query finds, best first, at most so many."""

    @abstractmethod
    def _cut_into_terms(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Documents cut into the terms they are searched by, by id."""

    # -- keywords ---------------------------------------------------------------------------------------------

    def keywords(
        self,
        query: str | None = None,
        *,
        document_id: str | None = None,
        period: str | Period | None = None,
        against: str | Period | None = None,
        limit: int = 30,
        documents: int | None = None,
        progress: OnProgress | None = None,
    ) -> Keywords:
        """Keywords of one document, of the documents that a query finds, of a period, or of the newest documents.

        What is special is told by the archive, or by the documents of another period (for the same query).

        Args:
            query: what to search for.
            document_id: the one document to look at, instead.
            period: only documents issued then: "2026-Q2", "5/2026", "6 tháng đầu năm 2026" …
            against: the period to set them against.
            limit: how many keywords.
            documents: how many of the found documents to look at; by default 50, of a period 200.
            progress: told how far the work has come (the first look at a text takes time).

        Raises:
            NotBuiltError, QueryError, UnknownDocument: as `search` and `document`.
            QueryError: a period cannot be read, or has no documents.
        """
        other: list[Document] = []
        notes: list[str] = []
        if document_id is not None:
            chosen = [self.document(document_id)]
            about = chosen[0].title
        else:
            when = parse_period(period) if period is not None else None
            most = documents if documents is not None else _OF_PERIOD if when else _OF_QUERY
            chosen = self._of_period(query, when, most)
            about = " – ".join(filter(None, (query, when.label if when else None))) or "các văn bản mới nhất"
            if against is not None:
                earlier = parse_period(against)
                other = self._of_period(query, earlier, most)
                about = f"{about} so với {earlier.label}"
                note = reorganisation_note(earlier.start, when.end if when else date.max)
                notes += [note] if note else []
        texts = phrases_of([*chosen, *other], self.catalogue, progress)
        found = find_keywords(
            chosen,
            about,
            self._usable_engine(),
            texts[: len(chosen)],
            limit,
            lexicon=self.lexicon,
            told=self._told_keywords(chosen),
            against=list(zip(other, texts[len(chosen) :], strict=True)),
        )
        return Keywords(found.about, found.documents, found.rows, tuple(notes))

    def _of_period(self, query: str | None, period: Period | None, most: int) -> list[Document]:
        if period is None:
            return self._found(query or "", most)
        found = self._found(query or "", most, period.start, period.end)
        if not found:
            raise QueryError(f"Kho không có văn bản nào khớp ban hành trong {period.label}.", "Hãy chọn kỳ khác.")
        return found

    # -- what people say of keywords --------------------------------------------------------------------------

    def dismiss_keyword(self, term: str, *, document_id: str | None = None) -> str:
        """Say that a term is no keyword (“không phải từ khóa”): it is not offered again, in no spelling.

        Args:
            term: the keyword.
            document_id: only as a keyword of this document; by default of all.

        Returns:
            The name of this stroke, for `undo_keyword`.

        Raises:
            NotBuiltError, UnknownDocument: as `document`.
            QueryError: the term has no letters.
        """
        return self._decide_keyword(term, "dismissed", document_id)

    def confirm_keyword(self, term: str, *, document_id: str | None = None) -> str:
        """Say that a term is a keyword: where the texts hold it, it stands first. As `dismiss_keyword`."""
        return self._decide_keyword(term, "confirmed", document_id)

    def undo_keyword(self, stroke: str) -> None:
        """Take back what was said of a keyword. Raises QueryError: there is nothing to take back."""
        if not RowDecisions(self.workspace).undo(stroke):
            raise QueryError("Không có quyết định nào về từ khóa để bỏ.", "Có thể đã bỏ rồi; hãy xem lại danh sách.")

    def keyword_decisions(self, document_id: str | None = None) -> pd.DataFrame:
        """What people said of keywords, of all documents or of one: term, decision, who, at, stroke; newest first."""
        of = [_EVERYWHERE] if document_id is None else self._decided.tagged.identities([self.document(document_id).id])
        found = RowDecisions(self.workspace).on(KEYWORD, of)
        lines = list({line.stroke: line for told in found.values() for line in told}.values())
        rows = [
            (line.values.get("term", line.quote), SAID[line.decision], line.who, local_time(line.at), line.stroke)
            for line in reversed(lines)
        ]
        return pd.DataFrame(rows, columns=["term", "decision", "who", "at", "stroke"])

    def _decide_keyword(self, term: str, decision: Said, document_id: str | None) -> str:
        self._require_built()
        keys = term_keys(term, self.lexicon)
        if not keys:
            raise QueryError("Từ khóa không có chữ nào.", "Hãy chọn một từ khóa trong bảng.")
        if document_id is None:
            held = Held(Document(_EVERYWHERE.id, "", "", (), Header(), "", ()), _EVERYWHERE.content_hash)
        else:
            document = self.document(document_id)
            held = Held(document, next((one.content_hash for one in self.catalogue.listed([document.id])), ""))
        rows = [Row(0, key) for key in keys]
        return RowDecisions(self.workspace).decide(KEYWORD, held, rows, decision, {"term": term.strip()})

    def _told_keywords(self, documents: Sequence[Document]) -> Told:
        identities = self._decided.tagged.identities([document.id for document in documents])
        found = RowDecisions(self.workspace).on(KEYWORD, [_EVERYWHERE, *identities])
        return Told(
            _by_key(found.get(_EVERYWHERE.id, ())),
            {name: _by_key(lines) for name, lines in found.items() if name != _EVERYWHERE.id},
        )

    # -- over time --------------------------------------------------------------------------------------------

    def trend(
        self,
        terms: str | Iterable[str],
        by: str = "month",
        *,
        unit: str | Iterable[str] = (),
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> Trend:
        """How often terms or phrases stand in the documents of each month, quarter or year.

        Args:
            terms: a term, or terms; abbreviations and spellings count with it.
            by: "month", "quarter" or "year" (or "tháng", "quý", "năm").
            unit: only the documents of this unit, or of these units, each apart; "*" for every unit.
            date_from, date_to: first and last day; by default from the first document that holds a term.

        Raises:
            NotBuiltError: the archive has not been built.
            QueryError: there is no term, no document of such a unit, or there are too many periods.
        """
        self._require_built()
        asked = (terms,) if isinstance(terms, str) else tuple(terms)
        units = (unit,) if isinstance(unit, str) else tuple(unit)
        load: LoadTerms = self._cut_into_terms
        return make_trend(
            asked, self._usable_engine(), load, self.lexicon, parse_by(by), units=units, span=(date_from, date_to)
        )

    def new_matters(
        self,
        period: str | Period,
        against: str | Period | None = None,
        *,
        types: Iterable[str] = REPORTS,
        limit: int = 30,
        progress: OnProgress | None = None,
    ) -> NewMatters:
        """“Vấn đề mới nảy sinh so với kỳ trước”: what a period's reports say for the first time, or more than before.

        Args:
            period: "2026-Q2", "5/2026", "6 tháng đầu năm 2026" …; documents belong to it by their day of issue.
            against: the period to compare with; by default the one before, as long; where that has no documents,
                the nearest that has.
            types: only documents of these types, by default reports; none for all documents.
            limit: how many matters.
            progress: told how far the work has come (the first look at a text takes time).

        Raises:
            NotBuiltError: the archive has not been built.
            QueryError: a period cannot be read, has no documents, or does not lie before the other one.
        """
        self._require_built()
        now = parse_period(period)
        before = parse_period(against) if against is not None else now.previous
        notes: list[str] = []
        if before.end >= now.start:
            raise QueryError(f"{before.label} không đứng trước {now.label}.", "Hãy chọn kỳ so sánh sớm hơn.")
        engine = self._usable_engine()
        wanted = tuple(types)
        filters = {"type": FacetFilter(wanted)} if wanted else {}
        chosen, total = self._issued(now, engine, filters)
        earlier, total_before = self._issued(before, engine, filters)
        for _ in range(_SKIPPED):
            if earlier or against is not None:
                break
            notes = [f"{now.previous.label} không có văn bản để so; so với kỳ gần nhất có văn bản."]
            before = before.previous
            earlier, total_before = self._issued(before, engine, filters)
        texts = phrases_of([*chosen, *earlier], self.catalogue, progress)
        counted: list[tuple[Document, TextPhrases]] = list(zip([*chosen, *earlier], texts, strict=True))
        notes += [
            f"{when.label} có {found} văn bản; chỉ xét {_MOST} văn bản mới nhất."
            for when, found in ((now, total), (before, total_before))
            if found > _MOST
        ]
        if note := reorganisation_note(before.start, now.end):
            notes.append(note)
        reader = PhraseReader(self.lexicon, self._told_keywords([*chosen, *earlier]))
        look_up = _Earlier(engine, filters, now, self._cut_into_terms)
        return find_new_matters(
            counted[: len(chosen)], counted[len(chosen) :], now, before, reader, look_up, limit=limit, notes=notes
        )

    def _issued(
        self, period: Period, engine: SearchEngine, filters: Mapping[str, FacetFilter]
    ) -> tuple[list[Document], int]:
        """The newest documents of a period, and how many it has."""
        found = engine.search(without_copies(between(period)), filters=filters, limit=_MOST, sort="date", facets=())
        documents = self._decided.documents([name for name, _ in found.hits])
        return [documents[name] for name, _ in found.hits if name in documents], found.total


class _Earlier:
    """Looks phrases up in what the archive holds from before a period.

    In a small archive the texts are read once and looked through: an engine of pure Python takes longer to place each
    of a hundred phrases.
    """

    def __init__(
        self, engine: SearchEngine, filters: Mapping[str, FacetFilter], period: Period, load: LoadTerms
    ) -> None:
        self._engine = engine
        self._filters = filters
        self._ever = q.TermRange("day", "00000101", f"{period.start:%Y%m%d}", constantscore=True, endexcl=True)
        self._year_before = between(period.year_before)
        every = max(engine.document_count(), 1)
        self._ids_year_before = {name for name, _ in self._search(without_copies(self._year_before), every).hits}
        small = every <= _READ_WHOLE
        ever = self._search(without_copies(self._ever), every if small else 1)
        self._totals = ever.total, len(self._ids_year_before)
        found = load([name for name, _ in ever.hits]) if small else {}
        self._texts = {name: f" {document.body} " for name, document in found.items()}
        self._small = small

    def __call__(self, keys: Sequence[str]) -> Earlier:
        if self._small:
            phrases = [f" {key} " for key in dict.fromkeys(keys) if key]
            held = {name for name, text in self._texts.items() if any(phrase in text for phrase in phrases)}
            return Earlier(len(held), self._totals[0], len(held & self._ids_year_before), self._totals[1])
        phrase = phrase_query(keys)
        ever, year_before = (
            count(q.And([phrase, when]), self._engine, self._filters) for when in (self._ever, self._year_before)
        )
        return Earlier(ever, self._totals[0], year_before, self._totals[1])

    def _search(self, tree: q.Query, limit: int) -> Found:
        return self._engine.search(tree, filters=self._filters, limit=limit, sort="date", facets=())


def _by_key(lines: Iterable[RowDecision]) -> dict[str, Said]:
    return {line.quote: line.decision for line in lines}
