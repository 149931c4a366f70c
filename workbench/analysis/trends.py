"""Trends: in how many documents of each period a term stands, and how often, against all documents of the period.

Everything comes from the index: which documents hold a term, their day and unit, and its occurrences in their
syllables. So abbreviations, spellings and capitals count alike, and what people corrected holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, starmap

import pandas as pd
from whoosh import query as q

from workbench.analysis.charts import Chart, lines
from workbench.analysis.keywords_merge import term_key
from workbench.analysis.trends_periods import BY_LABELS, REORGANISED, By, Period, period_of, periods
from workbench.documents.rich import card
from workbench.errors import QueryError
from workbench.index.document import COPY, pair_term
from workbench.index.engine import DAY_FIELD, FacetFilter, IndexedDocument, SearchEngine, day_term, facet_term
from workbench.vietnamese.lexicon import Lexicon

EACH_UNIT = "*"
"""Asks for every unit apart."""

NO_UNIT = "không rõ đơn vị"

_MOST_PERIODS = 600
_MOST_ROWS = 20_000
_QUIET = 11  # periods shown before the newest one for a term that stands nowhere
_MOST_SERIES = 8  # lines in one chart

LoadTerms = Callable[[Sequence[str]], Mapping[str, IndexedDocument]]
"""Gives documents cut into terms, by id."""


@dataclass(frozen=True)
class TrendPoint:
    """A term in one period.

    Attributes:
        term: the term as it was asked for.
        period: the month, quarter or year.
        unit: the unit whose documents are counted, "" for all.
        documents: how many documents of the period hold the term; occurrences: how often it stands in them.
        total: how many documents the period has.
    """

    term: str
    period: Period
    unit: str
    documents: int
    occurrences: int
    total: int

    @property
    def share(self) -> float | None:
        """The share of the period's documents that hold the term; None for a period without documents."""
        return self.documents / self.total if self.total else None


@dataclass(frozen=True)
class Trend:
    """Terms over time.

    Attributes:
        terms: what was asked for; variants: for each term the other spellings that were counted with it.
        by: month, quarter or year.
        rows: a row for every term, unit and period, periods without any document included.
        notes: what to know before comparing, in Vietnamese.
    """

    terms: tuple[str, ...]
    variants: Mapping[str, tuple[str, ...]]
    by: By
    rows: tuple[TrendPoint, ...]
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a term, unit and period: term, unit, period, start, end, documents, occurrences, total, share."""
        rows = [
            (
                row.term,
                row.unit,
                row.period.label,
                row.period.start,
                row.period.end,
                row.documents,
                row.occurrences,
                row.total,
                row.share,
            )
            for row in self.rows
        ]
        columns = ["term", "unit", "period", "start", "end", "documents", "occurrences", "total", "share"]
        return pd.DataFrame(rows, columns=columns)

    def chart(self) -> Chart:
        """The share of each period's documents that hold the terms; at most the eight most frequent lines."""
        sums: Counter[str] = Counter()
        for row in self.rows:
            sums[_series(row)] += row.documents
        shown = [name for name, _ in sums.most_common(_MOST_SERIES)]
        frame = pd.DataFrame(
            [(row.period.label, row.share, _series(row)) for row in self.rows if _series(row) in shown],
            columns=["period", "value", "series"],
        )
        terms = ", ".join(f"“{term}”" for term in self.terms)
        title = f"{terms} theo {BY_LABELS[self.by]}"
        return lines(frame, series="series", title=title, y_title="Tỷ lệ văn bản có nhắc")

    def _repr_html_(self) -> str:
        rows = (
            (row.term, row.unit, row.period.label, row.documents, row.total, _percent(row.share)) for row in self.rows
        )
        columns = ("Từ", "Đơn vị", "Kỳ", "Số văn bản nhắc", "Tổng số văn bản", "Tỷ lệ")
        return card(f"Xu hướng: {'; '.join(self.terms)}", (), columns, rows, notes=self.notes)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}".replace(".", ",")


def _series(row: TrendPoint) -> str:
    return f"{row.term} – {row.unit}" if row.unit else row.term


def make_trend(
    terms: Sequence[str],
    engine: SearchEngine,
    load: LoadTerms,
    lexicon: Lexicon,
    by: By = "month",
    *,
    units: Sequence[str] = (),
    span: tuple[date | None, date | None] = (None, None),
) -> Trend:
    """Count terms over time. Another file of the same document (copy, draft, scan) does not count again.

    Args:
        terms: words or phrases.
        engine: finds the documents.
        load: gives them cut into terms.
        lexicon: the office's abbreviations, which count as the words in full.
        by: "month", "quarter" or "year".
        units: only the documents of these units, each apart; (`EACH_UNIT`,) for every unit; none for all together.
        span: first and last day; by default from the first document that holds a term to the archive's newest.

    Raises:
        QueryError: there is no term, or the periods would be too many.
    """
    asked = tuple(dict.fromkeys(" ".join(term.split()) for term in terms if term_key(term)))
    if not asked:
        raise QueryError("Chưa có từ hay cụm từ nào để xem xu hướng.", "Hãy gõ ví dụ: cải cách hành chính.")
    newest = _newest(engine, load)
    if newest is None:
        raise QueryError("Chưa văn bản nào trong kho có ngày ban hành.", "Hãy bổ sung ngày bằng “workbench fix”.")
    wanted = {facet_term(unit): unit for unit in units if unit != EACH_UNIT}
    spellings = {term: spellings_of(term, lexicon) for term in asked}
    holders = {term: _holders(spellings[term], engine, load) for term in asked}
    dated = [document for found in holders.values() for document, _ in found if document.date]
    first = span[0] or min((_day(document.date) for document in dated), default=None)
    last = span[1] or newest
    if first is None:
        first = last
        for _ in range(_QUIET):
            first = period_of(first, by).previous.start
    shown = list(periods(first, last, by))
    if not shown or len(shown) > _MOST_PERIODS:
        raise QueryError(
            f"Từ {first:%d/%m/%Y} đến {last:%d/%m/%Y} có {len(shown)} kỳ.",
            "Hãy chọn khoảng thời gian khác, hoặc theo năm.",
        )
    totals = {period: _totals(period, engine, bool(units)) for period in shown}
    names = _unit_names(units, wanted, totals, holders)
    if len(shown) * len(names) * len(asked) > _MOST_ROWS:
        raise QueryError("Quá nhiều đơn vị và kỳ để xem một lần.", "Hãy nêu tên đơn vị, hoặc xem theo quý, theo năm.")
    rows = [row for term in asked for unit in names for row in _points(term, unit, shown, totals, holders[term])]
    undated = len({document.id for found in holders.values() for document, _ in found if not document.date})
    notes = _notes(shown, newest, undated, names, lexicon)
    return Trend(asked, {term: spellings[term][1:] for term in asked}, by, tuple(rows), notes)


def spellings_of(term: str, lexicon: Lexicon) -> tuple[str, ...]:
    """A term, and what counts as the same: its abbreviations, or the words in full of one that is clear."""
    found = {term_key(term): term}
    meanings = lexicon.expansions(term)
    if len(meanings) == 1 and not meanings[0].ambiguous:
        found.setdefault(term_key(meanings[0].full), meanings[0].full)
    for full in list(found.values()):
        for written in _with_signs(full):
            for short in lexicon.abbreviations_of(written):
                of = lexicon.expansions(short)
                if len(of) == 1 and not of[0].ambiguous:
                    found.setdefault(term_key(short), short)
    return tuple(found.values())


def phrase_query(keys: Sequence[str]) -> q.Query:
    """The query for documents that hold one of some terms (by their keys), the copies of others left out."""
    parts = [_holding(key.split(" ")) for key in dict.fromkeys(keys) if key]
    return without_copies(parts[0] if len(parts) == 1 else q.Or(parts))


def _holding(syllables: list[str]) -> q.Query:
    """Two adjacent syllables are one term of the index; of longer phrases, places are only looked at in documents that
    hold all their pairs."""
    if len(syllables) == 1:
        return q.Term("body", syllables[0])
    pairs: list[q.Query] = [q.Term("pair", term) for term in dict.fromkeys(starmap(pair_term, pairwise(syllables)))]
    return pairs[0] if len(syllables) == 2 else q.And([*pairs, q.Phrase("body", syllables)])


def without_copies(tree: q.Query) -> q.Query:
    """The query without the documents for which another file is shown."""
    return q.And([tree, q.Not(q.Term(COPY, "1"))])


def between(period: Period) -> q.Query:
    """The documents issued in a period."""
    return q.TermRange(DAY_FIELD, day_term(period.start), day_term(period.end), constantscore=True)


def count(tree: q.Query, engine: SearchEngine, filters: Mapping[str, FacetFilter] | None = None) -> int:
    """How many documents a query finds."""
    return engine.search(tree, filters=filters or {}, limit=1, sort="date", facets=()).total


def reorganisation_note(start: date, end: date) -> str | None:
    """What to know when days before and after 01/7/2025 are compared (domain.md §7.4); None where they are not."""
    if not start < REORGANISED <= end:
        return None
    return (
        "Khoảng này qua mốc 01/7/2025: không còn cấp huyện, tỉnh và xã được sắp xếp lại. Số đơn vị trước và sau mốc "
        "khác nhau, nên hãy so tỷ lệ văn bản, không so số văn bản; một đơn vị trước và sau mốc có thể không cùng phạm "
        "vi."
    )


def _with_signs(term: str) -> set[str]:
    """A term with the hyphen or comma that it may be written with: "kinh tế - xã hội", "quốc phòng, an ninh"."""
    words = term.split()
    written = {term}
    if len(words) <= 6 and term.replace(" ", "").isalpha():
        for at in range(1, len(words)):
            written |= {f"{' '.join(words[:at])}{sign}{' '.join(words[at:])}" for sign in (" - ", ", ")}
    return written


def _holders(spellings: Sequence[str], engine: SearchEngine, load: LoadTerms) -> list[tuple[IndexedDocument, int]]:
    """The documents that hold a term, and how often it stands in each."""
    keys = [term_key(spelling) for spelling in spellings]
    every = max(engine.document_count(), 1)
    hits = engine.search(phrase_query(keys), limit=every, sort="date", facets=()).hits
    found = []
    for document in load([name for name, _ in hits]).values():
        body = f" {document.body.replace(' ', '  ')} "  # two spaces: side by side, occurrences share none
        found.append((document, sum(body.count(f" {key.replace(' ', '  ')} ") for key in dict.fromkeys(keys))))
    return found


def _newest(engine: SearchEngine, load: LoadTerms) -> date | None:
    hits = engine.search(
        q.TermRange(DAY_FIELD, "00000101", "99999999", constantscore=True), limit=1, sort="date", facets=()
    ).hits
    documents = list(load([name for name, _ in hits]).values())
    return _day(documents[0].date) if documents else None


def _totals(period: Period, engine: SearchEngine, units: bool) -> Counter[str]:
    """How many documents a period has: under "" all, under the term of each unit its own, and those without one."""
    found = engine.search(without_copies(between(period)), limit=1, sort="date", facets=("unit",) if units else ())
    totals = Counter({"": found.total})
    for value, number in found.facets.get("unit", ()):
        totals[facet_term(value)] += number
    if units:
        totals[NO_UNIT] = found.total - sum(number for unit, number in totals.items() if unit)
    return totals


def _unit_names(
    units: Sequence[str],
    wanted: Mapping[str, str],
    totals: Mapping[Period, Counter[str]],
    holders: Mapping[str, list[tuple[IndexedDocument, int]]],
) -> dict[str, str]:
    """The units to show: term → name. Of "every unit" those with a document that holds a term."""
    if not units:
        return {"": ""}
    if wanted:
        known = {unit for total in totals.values() for unit in total}
        missing = [name for term, name in wanted.items() if term not in known]
        if missing:
            raise QueryError(
                f"Trong khoảng này không có văn bản nào của đơn vị “{missing[0]}”.",
                "Hãy gõ đúng tên đơn vị như trong bộ lọc “Đơn vị”.",
            )
        return dict(wanted)
    names: dict[str, str] = {}
    for found in holders.values():
        for document, _ in found:
            names.setdefault(facet_term(document.unit) or NO_UNIT, document.unit or NO_UNIT)
    return dict(sorted(names.items(), key=lambda item: item[1])) or {NO_UNIT: NO_UNIT}


def _points(
    term: str,
    unit: str,
    shown: Sequence[Period],
    totals: Mapping[Period, Counter[str]],
    found: Sequence[tuple[IndexedDocument, int]],
) -> list[TrendPoint]:
    documents: Counter[Period] = Counter()
    occurrences: Counter[Period] = Counter()
    by_start = {period.start: period for period in shown}
    starts = sorted(by_start)
    name = unit
    for document, times in found:
        own = facet_term(document.unit) or NO_UNIT
        if not document.date or (unit and own != unit):
            continue
        if unit and own != NO_UNIT:
            name = document.unit
        day = _day(document.date)
        at = _last_not_after(starts, day)
        if at is not None and by_start[at].holds(day):
            documents[by_start[at]] += 1
            occurrences[by_start[at]] += times
    return [
        TrendPoint(term, period, name, documents[period], occurrences[period], totals[period][unit]) for period in shown
    ]


def _last_not_after(starts: Sequence[date], day: date) -> date | None:
    at = bisect_right(starts, day) - 1
    return starts[at] if at >= 0 else None


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _notes(
    shown: Sequence[Period], newest: date, undated: int, names: Mapping[str, str], lexicon: Lexicon
) -> tuple[str, ...]:
    notes = []
    reorganised = reorganisation_note(shown[0].start, shown[-1].end)
    if reorganised:
        notes.append(reorganised)
        for name in names.values():
            for place in lexicon.places(name.split(" ", 1)[-1]) if name else ():
                if place.successor:
                    notes.append(f"{place.name} nay thuộc {place.successor}: văn bản sau mốc này mang tên đơn vị mới.")
                elif place.predecessors:
                    merged = ", ".join(place.predecessors)
                    notes.append(f"{place.name} nay gồm cả {merged}: phạm vi trước và sau khác nhau.")
    if newest < shown[-1].end and newest >= shown[-1].start:
        notes.append(f"Kỳ cuối ({shown[-1].label}) mới có văn bản đến ngày {newest:%d/%m/%Y}, có thể chưa đủ.")
    if undated:
        notes.append(f"{undated} văn bản có nhắc nhưng không có ngày ban hành, không tính vào kỳ nào.")
    return tuple(notes)
