"""Figures, apart from how they look: what a question finds, the filters, the table, what people decide about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.figures_model import ReportedFigure
from workbench.errors import WorkbenchError
from workbench.ui.bench import value_of
from workbench.ui.exports import export_table
from workbench.ui.figures_checks_model import ChecksModel
from workbench.ui.figures_pivot_model import PivotModel
from workbench.ui.figures_row import SHOWN, is_shown, row_key
from workbench.ui.markup import number
from workbench.ui.reader_model import ReaderModel
from workbench.vietnamese.numbers import cell_number
from workbench.vietnamese.order import order_key
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    from workbench.analysis.figures import Figures
    from workbench.analysis.number_checks import NumberChecks
    from workbench.archive.report import OnProgress
    from workbench.documents.model import Citation
    from workbench.workbench import Workbench

PAGE_SIZE = 12

DOCUMENTS = (50, 200, 1000)
"""How many of the found documents may be looked at."""

VIEWS = ("bang", "tong_hop", "kiem_so")


class FiguresModel(ChecksModel):
    """State and actions of the figures panel.

    Attributes:
        query: what people typed; documents: how many of the found documents to look at.
        org, period, indicator, state: the filters: a unit, a period, words of an indicator, one of `SHOWN`; "" for all.
        view: the table ("bang"), the pivot ("tong_hop") or the number checks ("kiem_so").
        page: the page on screen, from 0.
        figures: what was found, with the rows that people dismissed; None before the first question.
        chosen: the row people are looking at.
        reader: the document open beside; pivot: the table of units, indicators and periods.
    Views watch `revision` alone.
    """

    LASTING = ("_undos",)
    """What a renewal leaves alone beside the state (`catching_up.ask_again`)."""

    query = traitlets.Unicode("")
    documents: Any = traitlets.Enum(DOCUMENTS, 200)
    org = traitlets.Unicode("")
    period = traitlets.Unicode("")
    indicator = traitlets.Unicode("")
    state_shown: Any = traitlets.Enum([key for _, key in SHOWN], "")
    view: Any = traitlets.Enum(VIEWS, "bang")
    page = traitlets.Int(0)
    figures: Any = traitlets.Any(None)
    chosen: Any = traitlets.Any(None)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.reader = ReaderModel(workbench)
        self.pivot = PivotModel()
        self.rows: tuple[ReportedFigure, ...] = ()
        self._asked: str | None = None
        self._document_id = ""
        self._undos: list[tuple[tuple[str, ...], tuple[ReportedFigure, ...]]] = []

    # -- asking -----------------------------------------------------------------------------------------------

    def find(self, progress: OnProgress | None = None, *, document_id: str = "") -> None:
        """Read the figures of what the question finds (of the newest documents where it is empty), or of one document.

        Raises:
            NotBuiltError, QueryError, UnknownDocument: as `Workbench.figures`.
        """
        self.begin(document_id=document_id)
        self.take(self.reading()(self.workbench, progress))

    def begin(self, *, document_id: str = "") -> None:
        """Take the question as it stands; answers to another one must not stay under one that fails."""
        self.figures, self.checks, self.chosen, self._undos = None, None, None, []
        self._asked, self._document_id = self.query, document_id
        self._filter()

    def reading(self) -> Callable[[Workbench, OnProgress | None], Figures]:
        """What reads the figures of the question that was begun, with whatever workbench; for `take`."""
        asked, ids, documents = self._asked or None, self._ids, self.documents
        return lambda workbench, progress: workbench.figures(
            asked, ids=ids, documents=documents, dismissed=True, progress=progress
        )

    def take(self, figures: Figures) -> None:
        """Show what was read; filters that it does not have are dropped."""
        self.figures = figures
        self.view = "bang" if self.view == "kiem_so" else self.view  # nothing has been tested yet
        self.org = self.org if self.org in [value for _, value in self.orgs] else ""
        self.period = self.period if self.period in [value for _, value in self.periods] else ""
        self._filter()

    def check(self, progress: OnProgress | None = None) -> None:
        """Test the numbers of the same documents (kiểm số), of others where the question is another one now. Raises as
        `find`."""
        if not self.is_answered:
            self.find(progress)
        self.take_checks(self.testing()(self.workbench, progress))

    @property
    def is_answered(self) -> bool:
        """Whether the figures on screen are those of the question in the box."""
        return self.figures is not None and self.query == self._asked

    def testing(self) -> Callable[[Workbench, OnProgress | None], NumberChecks]:
        """As `reading`, for the number checks; for `take_checks`."""
        asked, ids, documents = self._asked or None, self._ids, self.documents
        return lambda workbench, progress: workbench.number_checks(
            asked, ids=ids, documents=documents, progress=progress
        )

    def take_checks(self, checks: NumberChecks) -> None:
        """Show what does not agree."""
        self.checks = checks
        self.view, self.checks_page, self.rule = "kiem_so", 0, ""
        self.revision += 1

    @property
    def about(self) -> str:
        """What the figures are of, for people."""
        return str(self.figures.about) if self.figures is not None else ""

    @property
    def is_of_newest(self) -> bool:
        """Whether nothing was asked, so that the newest documents are looked at."""
        return not self._asked and not self._document_id

    @property
    def one_document(self) -> bool:
        """Whether only one document is looked at."""
        return bool(self._document_id)

    # -- the table --------------------------------------------------------------------------------------------

    @property
    def orgs(self) -> list[tuple[str, str]]:
        """The reporting units, in Vietnamese order: what people read, and the value for `org`."""
        return self._values("org")

    @property
    def periods(self) -> list[tuple[str, str]]:
        """The periods, as `orgs`."""
        return self._values("period")

    def filter_by(self, **filters: str) -> None:
        """Show only some rows: org, period, indicator (words of it), state_shown."""
        for name, value in filters.items():
            setattr(self, name, value)
        self._filter()

    @property
    def is_filtered(self) -> bool:
        """Whether only some rows are shown."""
        return bool(self.org or self.period or self.indicator or self.state_shown)

    def clear_filters(self) -> None:
        """Show every row again."""
        self.filter_by(org="", period="", indicator="", state_shown="")

    def show_view(self, view: str) -> None:
        """Show the table, the pivot or the number checks."""
        self.view = view
        self._refresh_pivot()
        self.revision += 1

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return -(-len(self.rows) // PAGE_SIZE)

    @property
    def shown(self) -> tuple[ReportedFigure, ...]:
        """The rows on screen."""
        return self.rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def choose(self, row: ReportedFigure) -> None:
        """Look at a row: its source opens at the very number."""
        self.chosen = row
        self.reader.open(row.citation.document_id, "", (row.figure.start, row.figure.end))
        self.revision += 1

    def step(self, step: int) -> None:
        """Look at the row before or after; the page follows."""
        place = self._place(self.chosen)
        if self.rows and place is not None and 0 <= place + step < len(self.rows):
            self.page = (place + step) // PAGE_SIZE
            self.choose(self.rows[place + step])

    # -- deciding ---------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision of this session to take back."""
        return bool(self._undos)

    def confirm(self) -> int:
        """Say that the chosen row is right as it stands. Returns how many rows this was."""
        return self._confirm([self._chosen()])

    def confirm_page(self) -> int:
        """Say that the rows on screen that nobody has decided about are right. Returns how many these were."""
        return self._confirm([row for row in self.shown if not row.state])

    def correct(self, typed: Mapping[str, str]) -> None:
        """Say what the chosen row is: indicator, value, unit, period, org as typed; what is as it was is left alone.

        Raises:
            WorkbenchError: nothing was changed, or the value is no number.
        """
        row = self._chosen()
        values: dict[str, Any] = {}
        for name, text in typed.items():
            if name != "value":
                if text.strip() != getattr(row, name):
                    values[name] = text.strip()
                continue
            read = cell_number(text)
            if read is None:
                raise WorkbenchError(f"Giá trị “{text}” không phải là số.", "Hãy ghi số như trong văn bản: 1.234,5.")
            if abs(read[0] - row.value) > 1e-9:
                values["value"] = read[0]
        if not values:
            raise WorkbenchError(
                "Chưa có gì khác với số liệu đang có.", "Hãy sửa một ô, hoặc bấm “Xác nhận đúng” nếu đã đúng."
            )
        values = {**row.said, **values}  # a correction says everything that counts, the earlier ones too
        strokes = self.workbench.correct_figures(row, **values)
        self._decided([row], [replace(row, state="corrected", said=dict(values), **values)], strokes)

    def dismiss(self) -> None:
        """Say that the chosen row is no figure."""
        row = self._chosen()
        self._decided([row], [replace(row, state="dismissed")], self.workbench.dismiss_figures(row))

    def undo(self) -> int:
        """Take the last decision back. Returns how many rows it was about."""
        strokes, before = self._undos.pop()
        self.workbench.undo_figures(strokes)
        self._put(before)
        return len(before)

    def read(self, citation: Citation) -> None:
        """Open a source at the cited words."""
        self.reader.open_citation(citation)

    # -- files and state --------------------------------------------------------------------------------------

    def export(self) -> Path:
        """Write what the present view shows (all pages, with the filters) as .xlsx; returns the file.

        Raises:
            WorkbenchError: nothing has been asked for yet, or the file cannot be written.
        """
        if self.figures is None or (self.view == "kiem_so" and self.checks is None):
            raise WorkbenchError("Chưa có gì để xuất.", "Hãy bấm “Lấy số liệu” hoặc “Kiểm số” trước.")
        if self.view == "kiem_so":
            found: NumberChecks = self.checks
            return export_table(self.workbench, replace(found, rows=self.findings).to_frame(), f"kiểm số {self.about}")
        figures: Figures = replace(self.figures, rows=self.rows)
        if self.view == "tong_hop":
            self._refresh_pivot()
            return export_table(self.workbench, self.pivot.pivot.to_frame(), f"tổng hợp số liệu {self.about}")
        return export_table(self.workbench, figures.to_frame(), f"số liệu {self.about}")

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same rows again."""
        return {
            "query": self.query,
            "documents": self.documents,
            "asked": self._asked if self.figures is not None else None,
            "document": self._document_id,
            "org": self.org,
            "period": self.period,
            "indicator": self.indicator,
            "shown": self.state_shown,
            "view": self.view,
            "checked": self.checks is not None and self.view == "kiem_so",
            "page": self.page,
            "pivot": self.pivot.state(),
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Ask the same question again, with the same filters, and open the same document."""
        documents, shown, view = state.get("documents"), state.get("shown"), state.get("view")
        self.documents = documents if documents in DOCUMENTS else 200
        self.state_shown = shown if shown in [key for _, key in SHOWN] else ""
        self.org, self.period = value_of(state, "org", ""), value_of(state, "period", "")
        self.indicator = value_of(state, "indicator", "")
        asked = state.get("asked")
        if isinstance(asked, str) and self.workbench.is_built:
            self.query = asked
            # The archive may have changed since: then the question stands in its box, unasked.
            with suppress(WorkbenchError):
                self.find(document_id=value_of(state, "document", ""))
                if state.get("checked") is True:
                    self.check()
        self.query = value_of(state, "query", "")
        self.view = view if view in VIEWS else "bang"
        self.page = min(max(value_of(state, "page", 0), 0), max(self.pages - 1, 0))
        self._refresh_pivot()
        self.pivot.restore(value_of(state, "pivot", {}))
        self.reader.restore(value_of(state, "reader", {}))
        self.revision += 1

    # -- parts ------------------------------------------------------------------------------------------------

    @property
    def _ids(self) -> tuple[str, ...]:
        return (self._document_id,) if self._document_id else ()

    def _values(self, field: str) -> list[tuple[str, str]]:
        rows = self.figures.rows if self.figures is not None else ()
        counts = Counter(getattr(row, field) for row in rows if getattr(row, field))
        return [(f"{name} ({number(counts[name])})", name) for name in sorted(counts, key=order_key)]

    def _filter(self) -> None:
        words = fold(self.indicator).split()
        self.rows = tuple(
            row
            for row in (self.figures.rows if self.figures is not None else ())
            if self.org in ("", row.org)
            and self.period in ("", row.period)
            and is_shown(row, self.state_shown)
            and all(word in fold(row.indicator) for word in words)
        )
        self.page = 0
        self._refresh_pivot()
        self.revision += 1

    def _refresh_pivot(self) -> None:
        """Only where it is on screen: it takes a moment for thousands of figures."""
        if self.view == "tong_hop" and self.figures is not None:
            rows = tuple(row for row in self.rows if row.state != "dismissed")
            self.pivot.show(replace(self.figures, rows=rows).pivot(self.workbench.same_indicator()), rows)

    def _chosen(self) -> ReportedFigure:
        if self.chosen is None:
            raise WorkbenchError("Chưa chọn số liệu nào.", "Hãy bấm “Xem nguồn” ở một dòng trước.")
        row: ReportedFigure = self.chosen
        return row

    def _place(self, row: ReportedFigure | None) -> int | None:
        wanted = row_key(row) if row is not None else None
        return next((place for place, one in enumerate(self.rows) if row_key(one) == wanted), None)

    def _confirm(self, rows: Sequence[ReportedFigure]) -> int:
        # What a person corrected is decided already; confirming it would bring back what was read.
        rows = [row for row in rows if row.state != "corrected"]
        if rows:
            strokes = self.workbench.confirm_figures(rows)
            self._decided(rows, [replace(row, state="confirmed") for row in rows], strokes)
        return len(rows)

    def _decided(
        self, before: Sequence[ReportedFigure], after: Sequence[ReportedFigure], strokes: tuple[str, ...]
    ) -> None:
        self._undos.append((strokes, tuple(before)))
        self._put(after)

    def _put(self, rows: Sequence[ReportedFigure]) -> None:
        """Rows in place of those they are of; they stay on screen until the filters are asked again."""
        new = {row_key(row): row for row in rows}
        self.figures = replace(self.figures, rows=tuple(new.get(row_key(row), row) for row in self.figures.rows))
        self.rows = tuple(new.get(row_key(row), row) for row in self.rows)
        if self.chosen is not None:
            self.chosen = new.get(row_key(self.chosen), self.chosen)
        self._refresh_pivot()
        self.revision += 1
