"""Parts of the figures panel: the table of units, indicators and periods with its chart, and the number checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.analysis.figures_pivot import Pivot, PivotCell
from workbench.analysis.number_checks import NumberCheck
from workbench.documents.model import Citation
from workbench.ui.common import button, column, dropdown, html_text, row, set_class, show_if
from workbench.ui.excerpts import ExcerptList, add_to_basket
from workbench.ui.figures_chart import figure_chart
from workbench.ui.figures_checks_model import CHECKS_PAGE
from workbench.ui.figures_pivot_model import PAGE_SIZE, GridRow
from workbench.ui.figures_row import amount
from workbench.ui.markup import escape, marked, number
from workbench.ui.tasks_row import sentence_case

if TYPE_CHECKING:
    from workbench.ui.figures_view import FiguresPanel

_BY = [("Một chỉ tiêu", "indicator"), ("Một kỳ", "period")]
_CHART = [("Theo kỳ", "period"), ("Theo đơn vị", "unit")]


class PivotView:
    """View of a `PivotModel`: choices, table, chart, and the sources of a line."""

    def __init__(self, panel: FiguresPanel) -> None:
        self._panel, self._model = panel, panel.model.pivot
        model = self._model
        self.by = dropdown("Xem", _BY)
        self.indicator = dropdown("Chỉ tiêu", [], "wb-wide")
        self.period = dropdown("Kỳ của bảng", [])
        self.chart_by = dropdown("Biểu đồ", _CHART)
        self._head = html_text(fixed=True)
        self.rows = [_GridRow(panel, self) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang trước của bảng")
        self.next = button("Trang sau", "Trang sau của bảng")
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self.earlier = button("Cột trước", "Xem các cột bên trái")
        self.later = button("Cột sau", "Xem các cột bên phải")
        self._note = html_text("wb-hint")
        self.chart = html_text("wb-chart")
        self._columns = html_text("wb-hint wb-inline", fixed=True)
        self._turning = row(self.earlier, self.later, self._columns, hidden=True)
        self._paging = row(self.previous, self.next, self._where)
        self._head_row = row(self._head, css="wb-figure-row wb-figure-head")
        self.widget = column(
            row(self.by, self.indicator, self.period),
            self._turning,
            self._head_row,
            *(one.widget for one in self.rows),
            self._paging,
            self._note,
            row(self.chart_by),
            self.chart,
            hidden=True,
        )
        self._drawn: tuple[Pivot, str, str] | None = None
        self._left_out = ""
        self.sources = ExcerptList(panel, self._read, "Cho vào giỏ", self._keep, 4)
        self.sources_box = column(self.sources.widget, css="wb-box", hidden=True)
        panel.on_change(self.by, lambda value: model.choose(by=value))
        panel.on_change(self.indicator, lambda value: model.choose(indicator=value or ""))
        panel.on_change(self.period, lambda value: model.choose(period=value or ""))
        panel.on_change(self.chart_by, lambda value: model.choose(chart_by=value))
        panel.on_click(self.previous, lambda: model.turn(-1))
        panel.on_click(self.next, lambda: model.turn(1))
        panel.on_click(self.earlier, lambda: model.turn_columns(-1))
        panel.on_click(self.later, lambda: model.turn_columns(1))
        model.observe(lambda _change: self.refresh(), "revision")

    def refresh(self) -> None:
        """Show what the model shows."""
        model, panel = self._model, self._panel
        if panel.model.view != "tong_hop":
            show_if(False, self.sources_box)
            return
        panel.set_value(self.by, model.by)
        panel.set_value(self.chart_by, model.chart_by)
        panel.set_options(self.indicator, list(model.indicators), model.indicator)
        panel.set_options(self.period, [(name, name) for name in model.periods], model.period)
        by_indicator = model.by == "indicator"
        show_if(by_indicator, self.indicator, self.chart_by)
        show_if(not by_indicator, self.period)
        columns, every = model.columns, len(model.grid.columns)
        show_if(every > len(columns), self._turning)
        self.earlier.disabled = model.first == 0
        self.later.disabled = model.first + len(columns) >= every
        self._columns.value = f"Cột {model.first + 1}–{model.first + len(columns)} trên {number(every)}"
        first = "Đơn vị báo cáo" if by_indicator else "Chỉ tiêu"
        self._head.value = grid_line(
            [f"<strong>{escape(sentence_case(name)).replace('/', '/<wbr>')}</strong>" for name in (first, *columns)]
        )
        shown = model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None, columns, model.chosen)
        show_if(bool(shown), self._head_row, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        left = len(model.grid.rows) - len(model.lines)
        more = f"; {number(left)} dòng không có số ở các cột này" if left else ""
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}{more}"
        self._refresh_chart(by_indicator)
        self._refresh_sources()

    def _refresh_chart(self, by_indicator: bool) -> None:
        model = self._model
        notes = []
        if not model.indicators:
            notes.append("Không có số liệu nào đã rõ chỉ tiêu để tổng hợp.")
        if by_indicator and model.indicators:
            notes.append(self._draw())
        else:
            self.chart.value, self._drawn = "", None
        self._note.value = escape(" ".join(filter(None, notes)))

    def _draw(self) -> str:
        """Draw the chart of the chosen indicator, unless it is there already; returns what it leaves out."""
        model = self._model
        wanted = (model.pivot, model.indicator, model.chart_by)
        if self._drawn is None or self._drawn[0] is not wanted[0] or self._drawn[1:] != wanted[1:]:
            chart, self._left_out = figure_chart(model.cells, model.pivot.periods, model.chart_by)
            self.chart.value = chart._repr_html_() if chart is not None else ""
            self._drawn = wanted
        return self._left_out

    def _refresh_sources(self) -> None:
        row = self._model.row
        show_if(row is not None, self.sources_box)
        if row is not None:
            what = self._model.indicator if self._model.by == "indicator" else self._model.period
            title = f"<h3>Nguồn của “{escape(row.name)}”</h3><p class='wb-hint'>{escape(what)}</p>"
            self.sources.show(title, row.citations, self._model.marks(row))

    def choose(self, row: GridRow) -> None:
        """Show the sources of a line and open the first."""
        self._model.choose_row(row.name)
        line = self._model.row
        if line is not None and line.citations:
            self._read(line.citations[0])

    def _read(self, citation: Citation) -> None:
        marks = self.sources.marks_of(citation)
        if marks:
            self._panel.model.reader.open(citation.document_id, "", marks[0])
        else:
            self._panel.model.reader.open_citation(citation)

    def _keep(self, citation: Citation) -> None:
        add_to_basket(self._panel, self._panel.basket, citation)


class _GridRow:
    def __init__(self, panel: FiguresPanel, view: PivotView) -> None:
        self.line: GridRow | None = None
        self.text = html_text(fixed=True)
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.widget = row(self.text, self.read, css="wb-figure-row", hidden=True)
        panel.on_click(self.read, lambda: view.choose(self.line) if self.line else None)

    def show(self, line: GridRow | None, columns: tuple[str, ...], chosen: str) -> None:
        self.line = line
        show_if(line is not None, self.widget)
        if line is None:
            return
        cells = [
            f'<span class="wb-unseen">{escape(name)}: </span>{cell_html(cell)}'
            for name, cell in zip(columns, line.cells, strict=True)
        ]
        self.text.value = grid_line([escape(line.name), *cells])
        self.read.tooltip = f"Xem nguồn của {line.name}"
        set_class(self.widget, "wb-chosen", line.name == chosen)


def cell_html(cell: PivotCell | None) -> str:
    """A cell: its amount, or all amounts where documents differ."""
    if cell is None:
        return "–"
    if cell.value is not None:
        return f'<span class="wb-amount">{amount(cell.value)}</span>'
    told = " ≠ ".join(amount(value) for value in cell.values)
    return f'<span class="wb-amount wb-doubt">{told}</span>'


def grid_line(cells: list[str]) -> str:
    """Cells side by side, the first one the widest."""
    inner = "".join(f"<div>{cell}</div>" for cell in cells)
    return f'<div class="wb-grid-cells" style="--wb-columns:{max(len(cells) - 1, 1)}">{inner}</div>'


class ChecksView:
    """The numbers that do not agree, with the way to their places."""

    def __init__(self, panel: FiguresPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.title = widgets.HTML()
        self.rule = dropdown("Loại kiểm", [])
        self.rows = [_CheckRow(panel) for _ in range(CHECKS_PAGE)]
        self.previous = button("Trang trước", "Trang trước của danh sách kiểm số")
        self.next = button("Trang sau", "Trang sau của danh sách kiểm số")
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self._choice = row(self.rule, hidden=True)
        self.widget = column(self.title, self._choice, *(one.widget for one in self.rows), self._paging, hidden=True)
        panel.on_change(self.rule, lambda value: self._model.choose_rule(value or ""))
        panel.on_click(self.previous, lambda: self._model.turn_checks(-1))
        panel.on_click(self.next, lambda: self._model.turn_checks(1))

    def refresh(self) -> None:
        """Show what the model shows."""
        model = self._model
        shown = model.findings_shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(len(model.rules) > 1, self._choice)
        self._panel.set_options(self.rule, [("Mọi loại", ""), *model.rules], model.rule)
        show_if(model.check_pages > 1, self._paging)
        self.previous.disabled = model.checks_page == 0
        self.next.disabled = model.checks_page + 1 >= model.check_pages
        self._where.value = f"Trang {model.checks_page + 1} trên {number(model.check_pages)}"
        self.title.value = self._told()

    def _told(self) -> str:
        found = self._model.checks
        if found is None:
            return '<p class="wb-hint">Bấm “Kiểm số” để đối chiếu các con số trong những văn bản này.</p>'
        tested = f"Đã thử {number(found.tested)} quan hệ giữa các con số trong {number(found.documents)} văn bản"
        if not found.rows:
            return f"<p>{tested}: không thấy chỗ nào không khớp.</p>"
        return (
            f"<p><strong>{number(len(found.rows))} chỗ không khớp.</strong> {tested}. Đây là câu hỏi cho người đọc, "
            "không phải kết luận; văn bản gốc giữ nguyên.</p>"
        )


class _CheckRow:
    def __init__(self, panel: FiguresPanel) -> None:
        self._panel = panel
        self.check: NumberCheck | None = None
        self._other = 0
        self.text = html_text(fixed=True)
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.other = button("Xem số đối chiếu", kind="small")
        self.widget = column(self.text, row(self.read, self.other), css="wb-item", hidden=True)
        panel.on_click(self.read, lambda: panel.read(self.check.citations[0]) if self.check else None)
        panel.on_click(self.other, self._read_other)

    def show(self, check: NumberCheck | None) -> None:
        self.check, self._other = check, 0
        show_if(check is not None, self.widget)
        if check is None:
            return
        self.text.value = check_html(check)
        self.read.tooltip = f"Xem con số không khớp: {check.citations[0].label}"
        self.other.tooltip = "Xem lần lượt các con số mà số này phải khớp"
        show_if(len(check.citations) > 1, self.other)

    def _read_other(self) -> None:
        if self.check is not None:
            others = self.check.citations[1:]
            self._panel.read(others[self._other % len(others)])
            self._other += 1


def check_html(check: NumberCheck) -> str:
    """One finding: what was tested, what does not fit and what it would have to be, and the words."""
    accused = check.citations[0]
    marks = [span for one in check.citations if (span := _number_in(check.context, one.quote))]
    current = _number_in(check.context, accused.quote)
    return (
        f'<div><span class="wb-state wb-doubt">{escape(check.title)}</span></div><p><strong>{escape(check.message)}'
        f'</strong></p><p class="wb-snippet">{marked(check.context, marks, 0, current)}</p>'
        f'<div class="wb-source">Nguồn: {escape(accused.label)}</div>'
    )


def _number_in(context: str, quote: str) -> tuple[int, int] | None:
    """Where a number stands in the words around it, not inside another number."""
    match = re.search(rf"(?<![\d.,]){re.escape(quote)}(?!\d|[.,]\d)", context) if quote else None
    return match.span() if match else None
