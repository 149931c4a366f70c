"""Trends of terms and new matters, apart from how they look."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.observing import REPORTS
from workbench.analysis.trends_periods import By, Period
from workbench.documents.model import Citation
from workbench.errors import QueryError, WorkbenchError
from workbench.ui.bench import value_of

if TYPE_CHECKING:
    from workbench.analysis.trends import Trend
    from workbench.analysis.trends_new import NewMatter, NewMatters
    from workbench.archive.report import OnProgress
    from workbench.workbench import Workbench

PAGE_SIZE = 10
BY: tuple[tuple[str, By], ...] = (("Tháng", "month"), ("Quý", "quarter"), ("Năm", "year"))
"""The lengths of periods as people read them, and in the model."""

TREND, MATTERS = "xu_huong", "van_de"
"""The two things that this model shows."""

PASSAGES = 16
"""Documents of a period whose sentences are shown behind a term."""


class TrendsModel(traitlets.HasTraits):
    """State and actions of trends and new matters.

    Attributes:
        terms: what people typed, terms parted by ";".
        by: length of the periods, of `BY`.
        each_unit: whether every unit is counted apart.
        trend: the trend, or None before the first question.
        period, against: the period in which new matters are looked for and the one to compare with, as typed.
        all_types: whether all documents are looked at, not only reports.
        matters: the new matters, or None before the first question.
        page: page of the new matters, from 0.
        title, citations, spellings: what is shown behind a term: a heading, passages, and what to mark in them.
        chosen: the term of a matter whose passages are shown, "" for none.
        revision: grows by one with every change of what is shown.
    """

    terms = traitlets.Unicode("")
    by = traitlets.Enum([key for _, key in BY], "quarter")
    each_unit = traitlets.Bool(False)
    period = traitlets.Unicode("")
    against = traitlets.Unicode("")
    all_types = traitlets.Bool(False)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.trend: Trend | None = None
        self.matters: NewMatters | None = None
        self.page = 0
        self.chosen = ""
        self.title = ""
        self.citations: tuple[Citation, ...] = ()
        self.spellings: tuple[str, ...] = ()
        self._asleep: set[str] = set()

    # -- trends -----------------------------------------------------------------------------------------------

    def count(self) -> None:
        """Count the terms over time. Raises QueryError: there is no term, or too many periods; NotBuiltError."""
        self._asleep.discard(TREND)
        self.trend = None
        self._show("", (), ())
        terms = [term.strip() for term in self.terms.split(";") if term.strip()]
        self.trend = self.workbench.trend(terms, self.by, unit="*" if self.each_unit else ())
        self.revision += 1

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods of the trend that hold a term, newest first."""
        rows = self.trend.rows if self.trend is not None else ()
        return tuple(sorted({row.period for row in rows if row.documents}, key=lambda one: one.start, reverse=True))

    def look_behind(self, term: str, period: Period) -> None:
        """Show passages of a period that hold a term of the trend. Raises QueryError: none does."""
        spellings = (term, *(self.trend.variants.get(term, ()) if self.trend is not None else ()))
        phrases = " OR ".join(f'"{one.replace(chr(34), " ")}"' for one in spellings)
        found = self.workbench.search(phrases, date_from=period.start, date_to=period.end, limit=PASSAGES)
        citations = tuple(
            self.workbench.document(hit.id).cite(hit.snippets[0].start, hit.snippets[0].end)
            for hit in found.hits
            if hit.snippets and hit.snippets[0].marks
        )
        if not citations:
            raise QueryError(f"Không có đoạn nào nhắc “{term}” trong {period.label}.", "Hãy chọn kỳ khác.")
        shown = f", {len(citations)} văn bản đầu" if found.total > len(citations) else ""
        self._show(f"“{term}” trong {period.label}: {found.total} văn bản{shown}", citations, spellings)
        self.revision += 1

    # -- new matters ------------------------------------------------------------------------------------------

    def find(self, progress: OnProgress | None = None) -> None:
        """Look for what is new in the period.

        Raises:
            QueryError: a period is missing, cannot be read or has no documents.
            NotBuiltError: the archive has not been built.
        """
        self._asleep.discard(MATTERS)
        self.matters = None
        self.page = 0
        self._show("", (), ())
        if not self.period.strip():
            raise QueryError("Ô “Kỳ” còn trống.", "Hãy gõ như 2026-Q2, quý II/2026, 5/2026, 6 tháng đầu năm 2026.")
        self.matters = self.workbench.new_matters(
            self.period,
            self.against if self.against.strip() else None,
            types=() if self.all_types else REPORTS,
            progress=progress,
        )
        self.revision += 1

    @property
    def rows(self) -> tuple[NewMatter, ...]:
        """The matters on screen."""
        rows = self.matters.rows if self.matters is not None else ()
        return rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the matters fill."""
        return -(-len(self.matters.rows) // PAGE_SIZE) if self.matters is not None else 0

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def choose(self, matter: NewMatter) -> None:
        """Show the passages behind a matter."""
        self._show(f"Những câu chứa “{matter.term}”", matter.citations, (matter.term, *matter.variants), matter.term)
        self.revision += 1

    def _show(self, title: str, citations: tuple[Citation, ...], spellings: tuple[str, ...], chosen: str = "") -> None:
        self.title, self.citations, self.spellings, self.chosen = title, citations, spellings, chosen

    # -- where people left off --------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same again."""
        return {
            "terms": self.terms,
            "by": self.by,
            "each_unit": self.each_unit,
            "period": self.period,
            "against": self.against,
            "all_types": self.all_types,
            "page": self.page,
            "trend": self.trend is not None or TREND in self._asleep,
            "matters": self.matters is not None or MATTERS in self._asleep,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what was asked; it is worked out again when it is looked at (`wake`)."""
        self.terms, self.period, self.against = (value_of(state, name, "") for name in ("terms", "period", "against"))
        by = state.get("by")
        self.by = by if by in [key for _, key in BY] else "quarter"
        self.each_unit = value_of(state, "each_unit", False)
        self.all_types = value_of(state, "all_types", False)
        self.page = max(value_of(state, "page", 0), 0)
        shown = {TREND: value_of(state, "trend", False), MATTERS: value_of(state, "matters", False)}
        self._asleep = {name for name, wanted in shown.items() if wanted}

    def wake(self, what: str, progress: OnProgress | None = None) -> None:
        """Work out again what was shown last time; what the archive has no more is left out."""
        if what not in self._asleep:
            return
        page = self.page
        with suppress(WorkbenchError):
            if what == TREND:
                self.count()
            else:
                self.find(progress)
                self.turn(page)
        self._asleep.discard(what)
