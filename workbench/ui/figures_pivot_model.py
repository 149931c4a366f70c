"""The figures as đơn vị × chỉ tiêu × kỳ on one screen: one indicator over units and periods, or one period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.figures_pivot import Pivot, PivotCell
from workbench.documents.model import Citation
from workbench.ui.bench import value_of
from workbench.ui.markup import Span, number
from workbench.vietnamese.order import order_key

if TYPE_CHECKING:
    from workbench.analysis.figures_model import ReportedFigure

PAGE_SIZE = 12
COLUMNS = 5
"""Columns on screen at once."""

NO_PERIOD = "Không rõ kỳ"
NO_ORG = "Không rõ đơn vị"


@dataclass(frozen=True)
class GridRow:
    """One line of the table: its name, and its cells in the order of the columns (None: not given)."""

    name: str
    cells: tuple[PivotCell | None, ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where all its amounts stand."""
        return tuple(dict.fromkeys(citation for cell in self.cells if cell for citation in cell.citations))


@dataclass(frozen=True)
class Grid:
    """A table to look at.

    Attributes:
        columns: their names: periods in order of time, units in Vietnamese order.
        rows: its lines, in Vietnamese order.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()


class PivotModel(traitlets.HasTraits):
    """What of the pivot is on screen.

    Attributes:
        by: "indicator" (its units down, periods across) or "period" (its indicators down, units across).
        indicator: the chosen indicator, as `indicators` names it; period: the chosen period.
        chart_by: what the bars of the chart are grouped by: "period" or "unit".
        page: page of lines, from 0; first: the first column on screen.
        chosen: the line whose sources are shown, "" for none.
        revision: grows by one with every change; views watch this trait alone.
    """

    by: Any = traitlets.Enum(["indicator", "period"], "indicator")
    indicator = traitlets.Unicode("")
    period = traitlets.Unicode("")
    chart_by: Any = traitlets.Enum(["period", "unit"], "period")
    page = traitlets.Int(0)
    first = traitlets.Int(0)
    chosen = traitlets.Unicode("")
    revision = traitlets.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.pivot = Pivot(())
        self.figures: tuple[ReportedFigure, ...] = ()
        self.indicators: tuple[tuple[str, str], ...] = ()
        self.periods: tuple[str, ...] = ()
        self.grid = Grid()

    def show(self, pivot: Pivot, figures: Sequence[ReportedFigure]) -> None:
        """Take a new pivot; the choices stay where it still has them.

        Args:
            pivot: what to show.
            figures: what it was made from, to find the very numbers in their sources.
        """
        self.pivot, self.figures = pivot, tuple(figures)
        counts = Counter(indicator_name(cell) for cell in pivot.cells)
        names = sorted(counts, key=order_key)
        self.indicators = tuple((f"{name} – {number(counts[name])} ô", name) for name in names)
        self.periods = tuple(period or NO_PERIOD for period in pivot.periods)
        if self.indicator not in counts:
            self.indicator = max(names, key=lambda name: counts[name], default="")
        if self.period not in self.periods:
            held = Counter(cell.period or NO_PERIOD for cell in pivot.cells)
            self.period = max(self.periods, key=lambda period: held[period], default="")
        self._again()

    def choose(self, **what: str) -> None:
        """Show another table: by, indicator, period, chart_by."""
        for name, value in what.items():
            setattr(self, name, value)
        self._again()

    def choose_row(self, name: str) -> None:
        """Show the sources of a line."""
        self.chosen = name
        self.revision += 1

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def turn_columns(self, step: int) -> None:
        """Go on by as many columns as are on screen; nothing happens beyond the first or last."""
        if step > 0 and self.first + COLUMNS >= len(self.grid.columns):
            return
        self.first, self.page = max(self.first + step * COLUMNS, 0), 0
        self.revision += 1

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns on screen."""
        return self.grid.columns[self.first : self.first + COLUMNS]

    @property
    def lines(self) -> list[GridRow]:
        """The lines that have a cell in the columns on screen, with these columns: units of long ago and units of today
        are rarely the same."""
        last = self.first + COLUMNS
        return [
            GridRow(line.name, line.cells[self.first : last])
            for line in self.grid.rows
            if any(cell is not None for cell in line.cells[self.first : last])
        ]

    @property
    def pages(self) -> int:
        """How many pages these lines fill."""
        return -(-len(self.lines) // PAGE_SIZE)

    @property
    def shown(self) -> tuple[GridRow, ...]:
        """The lines on screen."""
        return tuple(self.lines[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE])

    @property
    def row(self) -> GridRow | None:
        """The line whose sources are shown."""
        return next((row for row in self.grid.rows if row.name == self.chosen), None)

    @property
    def cells(self) -> tuple[PivotCell, ...]:
        """The cells of the chosen indicator."""
        return tuple(cell for cell in self.pivot.cells if indicator_name(cell) == self.indicator)

    def marks(self, row: GridRow) -> dict[Citation, list[Span]]:
        """Where the very numbers of a line stand in its sources, in the documents' offsets."""
        values = {
            (citation, value) for cell in row.cells if cell for citation in cell.citations for value in cell.values
        }
        found: dict[Citation, list[Span]] = {}
        for figure in self.figures:
            if (figure.citation, figure.value) in values:
                found.setdefault(figure.citation, []).append((figure.figure.start, figure.figure.end))
        return found

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same table again."""
        return {
            name: getattr(self, name) for name in ("by", "indicator", "period", "chart_by", "page", "first", "chosen")
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what was shown; values that the pivot does not have are left as they are."""
        if state.get("by") in ("indicator", "period"):
            self.by = state["by"]
        if state.get("chart_by") in ("period", "unit"):
            self.chart_by = state["chart_by"]
        known = {name for _, name in self.indicators}
        if value_of(state, "indicator", "") in known:
            self.indicator = state["indicator"]
        if value_of(state, "period", "") in self.periods:
            self.period = state["period"]
        self._again()
        first = value_of(state, "first", 0)
        if 0 <= first < len(self.grid.columns):
            self.first = first
        self.page = min(max(value_of(state, "page", 0), 0), max(self.pages - 1, 0))
        if any(row.name == state.get("chosen") for row in self.grid.rows):
            self.chosen = state["chosen"]
        self.revision += 1

    def _again(self) -> None:
        self.grid = self._by_indicator() if self.by == "indicator" else self._by_period()
        self.page = 0
        # The latest periods come first to people; units begin with the first.
        self.first = max(len(self.grid.columns) - COLUMNS, 0) if self.by == "indicator" else 0
        if self.row is None:
            self.chosen = ""
        self.revision += 1

    def _by_indicator(self) -> Grid:
        cells = self.cells
        held = {cell.period for cell in cells}
        periods = [period for period in self.pivot.periods if period in held]
        by_place = {(cell.org or NO_ORG, cell.period or NO_PERIOD): cell for cell in cells}
        return _grid({cell.org or NO_ORG for cell in cells}, [period or NO_PERIOD for period in periods], by_place)

    def _by_period(self) -> Grid:
        cells = [cell for cell in self.pivot.cells if (cell.period or NO_PERIOD) == self.period]
        orgs = sorted({cell.org or NO_ORG for cell in cells}, key=order_key)
        by_place = {(indicator_name(cell), cell.org or NO_ORG): cell for cell in cells}
        return _grid({indicator_name(cell) for cell in cells}, orgs, by_place)


def _grid(lines: set[str], columns: list[str], by_place: Mapping[tuple[str, str], PivotCell]) -> Grid:
    rows = (GridRow(name, tuple(by_place.get((name, column)) for column in columns)) for name in _sorted(lines))
    return Grid(tuple(columns), tuple(rows))


def _sorted(names: set[str]) -> list[str]:
    return sorted(names, key=order_key)


def indicator_name(cell: PivotCell) -> str:
    """An indicator with its unit of measure: the same words may count people and per cent."""
    return f"{cell.indicator} ({cell.unit})" if cell.unit else cell.indicator
