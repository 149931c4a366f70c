"""Trends of terms and new matters: two views of the keywords panel, built when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.ui.common import Panel, button, column, disabled, dropdown, html_text, row, show_if, text_box
from workbench.ui.markup import escape, number, percent
from workbench.ui.trends_model import BY, PAGE_SIZE, TrendsModel

if TYPE_CHECKING:
    from workbench.analysis.trends import Trend
    from workbench.analysis.trends_new import NewMatter

_SURENESS = (
    '<p class="wb-hint">Độ tin – <strong>chắc</strong>: khó có thể là ngẫu nhiên (dưới 1/1.000), nhiều văn bản và '
    "đơn vị cùng nêu; <strong>có thể</strong>: ngẫu nhiên dưới 1/20, từ hai văn bản; <strong>ít bằng chứng</strong>: "
    "có thể chỉ là ngẫu nhiên, hoặc mới ở một văn bản.</p>"
)


class TrendBox:
    """How often terms stand in the documents of each period: chart, numbers, and the passages behind them."""

    def __init__(self, panel: Panel, model: TrendsModel) -> None:
        self._panel = panel
        self._model = model
        self.terms = text_box("Từ, cụm từ", "cách nhau bằng dấu chấm phẩy: chuyển đổi số; đất đai", "wb-wide")
        self.by = dropdown("Theo", [*BY])
        self.units = dropdown("Tính", [("Cả kho", False), ("Từng đơn vị", True)])
        self.count = button("Xem xu hướng", "Đếm văn bản có nhắc các từ này theo từng kỳ", "main")
        self.chart = html_text("wb-chart", fixed=True)
        self.notes = html_text(fixed=True)
        self.table = html_text(fixed=True)
        self.term = dropdown("Từ", [])
        self.period = dropdown("Kỳ", [])
        self.behind = button("Xem những câu", "Xem những câu nhắc từ này trong kỳ")
        self._behind_row = row(self.term, self.period, self.behind, hidden=True)
        self._shown: Trend | None = None
        self.widget = column(
            row(self.terms, self.count),
            row(self.by, self.units),
            self.notes,
            self.chart,
            self._behind_row,
            self.table,
        )
        widgets.link((model, "terms"), (self.terms, "value"))
        widgets.link((model, "by"), (self.by, "value"))
        widgets.link((model, "each_unit"), (self.units, "value"))
        panel.on_click(self.count, self._count)
        panel.on_enter(self.terms, self._count)
        panel.on_click(self.behind, self._look_behind)
        self.refresh()

    def refresh(self) -> None:
        """Show what the model counted."""
        trend = self._model.trend
        if trend is not None and trend is self._shown:
            return
        self._shown = trend
        show_if(trend is not None, self._behind_row)
        if trend is None:
            self.chart.value = self.table.value = ""
            self.notes.value = (
                '<p class="wb-hint">Đếm số văn bản của mỗi kỳ có nhắc một từ hay cụm từ; chữ viết tắt và các cách viết '
                "được tính chung.</p>"
            )
            return
        chart = trend.chart()
        self.chart.value = (
            f'<div class="wb-scroll" tabindex="0" role="img" aria-label="{escape(chart.title)}">{chart.svg}</div>'
        )
        self.notes.value = _notes(trend.notes)
        self.table.value = _trend_table(trend)
        periods = self._model.periods
        self._panel.set_options(self.term, [(term, term) for term in trend.terms], self.term.value)
        self._panel.set_options(self.period, [(one.label, one) for one in periods], None)
        self.behind.disabled = not periods

    def _count(self) -> None:
        self._panel.progress.start("Đang đếm theo kỳ…")
        with disabled(self.count):
            try:
                self._model.count()
            finally:
                self.refresh()

    def _look_behind(self) -> None:
        if self.term.value and self.period.value is not None:
            self._model.look_behind(self.term.value, self.period.value)


class MattersBox:
    """What a period's reports say that those of the period before did not, or much less."""

    def __init__(self, panel: Panel, model: TrendsModel) -> None:
        self._panel = panel
        self._model = model
        self.period = text_box("Kỳ", "ví dụ: 2026-Q2, 6 tháng đầu năm 2026")
        self.against = text_box("So với kỳ", "để trống: kỳ liền trước")
        self.types = dropdown("Xét", [("Chỉ báo cáo", False), ("Mọi loại văn bản", True)])
        self.find = button("Tìm vấn đề mới", "Tìm vấn đề mới nảy sinh so với kỳ trước", "main")
        self.notes = html_text(fixed=True)
        self.rows = [MatterRow(panel, self._choose) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Các vấn đề trước", "small")
        self.next = button("Trang sau", "Các vấn đề sau", "small")
        self._where = html_text("wb-hint", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.chart = html_text("wb-chart", fixed=True)
        self._drawn: object = None
        self.widget = column(
            row(self.period, self.against),
            row(self.types, self.find),
            self.notes,
            *(one.widget for one in self.rows),
            self._paging,
            self.chart,
        )
        widgets.link((model, "period"), (self.period, "value"))
        widgets.link((model, "against"), (self.against, "value"))
        widgets.link((model, "all_types"), (self.types, "value"))
        panel.on_click(self.find, self.look)
        panel.on_enter(self.period, self.look)
        panel.on_enter(self.against, self.look)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        self.refresh()

    def look(self) -> None:
        """Look for what is new, with what is typed."""
        self._panel.progress.start("Đang so với kỳ trước…")
        with disabled(self.find):
            try:
                self._model.find(self._panel.progress.show)
            finally:
                self.refresh()

    def refresh(self) -> None:
        """Show what the model found."""
        model, found = self._model, self._model.matters
        shown = model.rows
        for place, one in enumerate(self.rows):
            here = shown[place] if place < len(shown) else None
            one.show(here, found.documents if found else 1, found.before if found else 1)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        if found is self._drawn and found is not None:
            return
        self._drawn = found
        if found is None:
            self.chart.value = ""
            self.notes.value = (
                '<p class="wb-hint">Cụm từ mới xuất hiện hoặc được nhắc nhiều hẳn lên trong các báo cáo của một kỳ so '
                "với kỳ trước, mỗi cụm kèm những câu nguồn.</p>"
            )
            return
        head = (
            f"<p><strong>{escape(found.period.label)}</strong> ({number(found.documents)} văn bản) so với "
            f"<strong>{escape(found.against.label)}</strong> ({number(found.before)} văn bản): "
            f"{number(len(found.rows))} vấn đề.</p>"
        )
        none = "" if found.rows else '<p class="wb-hint">Không thấy vấn đề nào nổi lên so với kỳ trước.</p>'
        self.notes.value = head + (_SURENESS if found.rows else none) + _notes(found.notes)
        chart = found.chart() if found.rows else None
        self.chart.value = (
            f'<div class="wb-scroll" tabindex="0" role="img" aria-label="{escape(chart.title)}">{chart.svg}</div>'
            if chart is not None
            else ""
        )

    def _choose(self, matter: NewMatter) -> None:
        self._model.choose(matter)

    def _turn(self, step: int) -> None:
        self._model.turn(step)
        self.rows[0].term.focus()


class MatterRow:
    """One matter: its words are the button that shows the passages; then how new, how sure, how often."""

    def __init__(self, panel: Panel, choose: Callable[[NewMatter], None]) -> None:
        self.matter: NewMatter | None = None
        self.term = button("", "Xem những câu chứa cụm từ", "term", fixed=True)
        self.told = html_text(fixed=True)
        self.widget = column(self.term, self.told, css="wb-item", hidden=True)
        panel.on_click(self.term, lambda: choose(self.matter) if self.matter else None)

    def show(self, matter: NewMatter | None, documents: int, before: int) -> None:
        """Show a matter of a period of so many documents, or nothing."""
        self.matter = matter
        show_if(matter is not None, self.widget)
        if matter is None:
            return
        with self.term.hold_sync():
            self.term.description = matter.term
            self.term.tooltip = f"Xem những câu chứa “{matter.term}”"
        shares = f"{percent(matter.documents / documents)}; kỳ trước {percent(matter.before / before)}"
        units = f", {number(len(matter.units))} đơn vị" if matter.units else ""
        note = matter.note[:1].upper() + matter.note[1:]
        doubt = f' <span class="wb-doubt">{escape(note)}.</span>' if note else ""
        self.told.value = (
            f'<div class="wb-meta"><span class="wb-state">{escape(matter.kind)}</span>'
            f"{number(matter.documents)} văn bản ({shares}){units}. "
            f"Độ tin: <strong>{escape(matter.sureness)}</strong>.{doubt}</div>"
        )


class KeywordWords:
    """What people say of the term whose passages are shown: it is a keyword, or it is none; and taking that back.

    Args:
        panel: whose guard to use.
        confirm, dismiss: told to say it of the term.
        undo: told the stroke to take back.
    """

    def __init__(
        self, panel: Panel, confirm: Callable[[], None], dismiss: Callable[[], None], undo: Callable[[str], None]
    ) -> None:
        self.confirm = button("Đúng là từ khóa", "Từ nay cụm từ này đứng đầu bảng ở nơi văn bản có nó", "small")
        self.dismiss = button("Không phải từ khóa", "Từ nay không đưa cụm từ này ra nữa, ở mọi văn bản", "small")
        self.decided = dropdown("Đã ghi", [])
        self.undo = button("Bỏ điều đã ghi", "Bỏ điều đã ghi về từ khóa đang chọn trong ô bên cạnh", "small")
        self._panel = panel
        self._say_row = row(self.confirm, self.dismiss, hidden=True)
        self._undo_row = row(self.decided, self.undo, hidden=True)
        self.widget = column(self._say_row, self._undo_row)
        panel.on_click(self.confirm, confirm)
        panel.on_click(self.dismiss, dismiss)
        panel.on_click(self.undo, lambda: undo(self.decided.value) if self.decided.value else None)

    def refresh(self, term: str, decisions: list[tuple[str, str]]) -> None:
        """Show the buttons for a term ("" for none), and what was said before: what people read, and its stroke."""
        show_if(bool(term), self._say_row)
        show_if(bool(decisions), self._undo_row)
        self._panel.set_options(self.decided, decisions, None)


def _notes(notes: tuple[str, ...]) -> str:
    return "".join(f'<p class="wb-note">{escape(note)}</p>' for note in notes)


def _trend_table(trend: Trend) -> str:
    """The numbers of the chart, newest period first; for every unit apart only those that hold a term."""
    rows = [row for row in reversed(trend.rows) if row.documents or not row.unit]
    units = any(row.unit for row in rows)
    cells = "".join(
        f"<tr><td>{escape(row.period.label)}</td><td>{escape(row.term)}</td>"
        + (f"<td>{escape(row.unit)}</td>" if units else "")
        + f"<td>{number(row.documents)}/{number(row.total)}</td>"
        f"<td>{percent(row.share) if row.share is not None else '–'}</td><td>{number(row.occurrences)}</td></tr>"
        for row in rows[:_MOST_LINES]
    )
    left = f"<p>Còn {number(len(rows) - _MOST_LINES)} dòng cũ hơn.</p>" if len(rows) > _MOST_LINES else ""
    return (
        f"<details><summary>Bảng số ({number(len(rows))} dòng)</summary>"
        '<div class="wb-scroll wb-tall" tabindex="0" role="region" aria-label="Bảng số theo kỳ">'
        '<table class="wb-numbers"><thead><tr><th>Kỳ</th><th>Từ</th>'
        + ("<th>Đơn vị</th>" if units else "")
        + f"<th>Văn bản có nhắc</th><th>Tỷ lệ</th><th>Số lần</th></tr></thead><tbody>{cells}</tbody></table>"
        f"{left}</div></details>"
    )


_MOST_LINES = 400
