"""Who has reported, apart from how it looks: for one request, and for reports that come every period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.reporting import Reported
from workbench.errors import WorkbenchError
from workbench.ui.bench import value_of
from workbench.ui.choices import Choices, choice_label
from workbench.ui.exports import export_table
from workbench.ui.search_model import limit_date

if TYPE_CHECKING:
    from workbench.analysis.reporting import UnitReport
    from workbench.archive.report import OnProgress
    from workbench.workbench import Workbench

PAGE_SIZE = 10
REQUESTS = 50
"""Documents that ask for reports, offered in a list: the newest."""

MATRIX_PAGE = 15
PERIODS = 8
"""Periods on screen: the latest; the .xlsx has all."""

MONTHS = (("Tháng", 1), ("Quý", 3), ("6 tháng", 6), ("9 tháng", 9), ("Năm", 12))


class ReportingModel(traitlets.HasTraits):
    """State and actions of the two parts about reports due.

    Attributes:
        request_id: the document that asks for reports, "" for none; request_label: what people read of it.
        units: who shall report, a unit a line; "" for those whom the request names.
        due: the last day allowed, as typed; "" for what the request says.
        reporting: who has reported; None before it was asked.
        page, matrix_page: pages on screen, from 0.
        months: how long periods are; rule: when their reports are due ("trước ngày 20 tháng cuối quý"), "" for no rule.
        matrix: units and periods; None before it was asked.
        revision: grows by one with every change; views watch this trait alone.
    """

    request_id = traitlets.Unicode("")
    request_label = traitlets.Unicode("")
    units = traitlets.Unicode("")
    due = traitlets.Unicode("")
    reporting: Any = traitlets.Any(None)
    page = traitlets.Int(0)
    months: Any = traitlets.Enum([months for _, months in MONTHS], 3)
    rule = traitlets.Unicode("")
    matrix: Any = traitlets.Any(None)
    matrix_page = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench, day: Callable[[], date]) -> None:
        super().__init__()
        self.workbench = workbench
        self._day = day

    def listing(self) -> Callable[[Workbench, OnProgress | None], Choices]:
        """What lists the documents that ask for reports, newest first, with whatever workbench."""
        return lambda workbench, _: tuple(
            (choice_label(one.header.symbol, one.title), one.id) for one in workbench.report_requests()[:REQUESTS]
        )

    def choose(self, request_id: str) -> None:
        """Ask about another request; whom and until when is then what it says."""
        self.units = self.due = ""
        self.ask(request_id)

    def ask(self, request_id: str | None = None) -> None:
        """Find out who has reported.

        Raises:
            WorkbenchError: no request is chosen; the day cannot be understood; `Workbench.reported`.
        """
        name = request_id or self.request_id
        if not name:
            raise WorkbenchError("Chưa chọn văn bản yêu cầu báo cáo.", "Hãy tìm và chọn văn bản yêu cầu trước.")
        self.reporting, self.page = None, 0
        document = self.workbench.document(name)
        self.request_id, self.request_label = document.id, choice_label(document.header.symbol, document.title)
        self.reporting = self.workbench.reported(document.id, **self._asked())
        self.revision += 1

    @property
    def rows(self) -> tuple[UnitReport, ...]:
        """One a unit: those that are missing first, then the late ones; else in the order of the request."""
        order = (Reported.MISSING, Reported.LATE, Reported.WAITING, Reported.SENT, Reported.NOT_ASKED)
        rows = self.reporting.rows if self.reporting is not None else ()
        return tuple(sorted(rows, key=lambda row: order.index(row.state)))

    @property
    def shown(self) -> tuple[UnitReport, ...]:
        """The rows on screen."""
        return self.rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return -(-len(self.rows) // PAGE_SIZE)

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def save_letter(self) -> str | None:
        """Draft the letter to the units that have not reported, keep it among the drafts, and return its id; None where
        all have reported. Raises as `ask`."""
        if self.reporting is None:
            self.ask()
        draft = self.workbench.chase_report_letter(self.request_id, **self._asked())
        if draft is None:
            return None
        self.workbench.save_draft(draft)
        return draft.id

    def ask_periods(self) -> None:
        """Find out which unit sent the report of which period. Raises TaskError: the rule is no periodic deadline."""
        self.matrix, self.matrix_page = None, 0
        self.matrix = self.workbench.report_periods(months=self.months, due=self.rule.strip() or None, on=self._day())
        self.revision += 1

    @property
    def matrix_pages(self) -> int:
        """How many pages the units of the matrix fill."""
        return -(-len(self.matrix.units) // MATRIX_PAGE) if self.matrix is not None else 0

    def turn_matrix(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.matrix_page + step < self.matrix_pages:
            self.matrix_page += step
            self.revision += 1

    @property
    def matrix_shown(self) -> tuple[tuple[str, ...], list[tuple[str, tuple[UnitReport, ...]]]]:
        """The names of the periods on screen, and for each unit on screen its cells."""
        if self.matrix is None:
            return (), []
        periods = tuple(period.name for period in self.matrix.periods[-PERIODS:])
        units = self.matrix.units[self.matrix_page * MATRIX_PAGE : (self.matrix_page + 1) * MATRIX_PAGE]
        return periods, [(unit, tuple(self.matrix.cells[unit, name] for name in periods)) for unit in units]

    def export(self, *, periods: bool = False) -> Path:
        """Write who has reported (or the matrix of periods) as .xlsx; returns the file."""
        thing = self.matrix if periods else self.reporting
        if thing is None:
            raise WorkbenchError("Chưa có gì để ghi ra tệp.", "Hãy bấm xem trước, rồi xuất.")
        name = "báo cáo theo kỳ" if periods else f"ai đã báo cáo {self.request_label}"
        return export_table(self.workbench, thing, name)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same again."""
        return {
            "request": self.request_id,
            "units": self.units,
            "due": self.due,
            "months": self.months,
            "rule": self.rule,
            "periods": self.matrix is not None,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Ask the same again; what the archive no longer has is left out."""
        self.units, self.due = value_of(state, "units", ""), value_of(state, "due", "")
        self.rule, months = value_of(state, "rule", ""), state.get("months")
        self.months = months if months in [known for _, known in MONTHS] and months is not True else 3
        request = value_of(state, "request", "")
        if not self.workbench.is_built:
            return
        with suppress(WorkbenchError):
            if request:
                self.ask(request)
        with suppress(WorkbenchError):
            if state.get("periods") is True:
                self.ask_periods()

    def _asked(self) -> dict[str, Any]:
        units = tuple(line.strip() for line in self.units.replace(";", "\n").splitlines() if line.strip())
        return {"units": units or None, "due": limit_date(self.due, "Hạn gửi")[1], "on": self._day()}
