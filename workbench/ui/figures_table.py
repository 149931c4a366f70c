"""Parts of the figures panel: the table, and the box in which people decide about one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.analysis.figures_model import ReportedFigure
from workbench.ui.common import button, column, html_text, row, set_class, show_if, text_box
from workbench.ui.excerpts import add_to_basket
from workbench.ui.figures_model import PAGE_SIZE
from workbench.ui.figures_row import amount, missing, row_key, sureness, value_words
from workbench.ui.markup import escape, marked, number, shorten

if TYPE_CHECKING:
    from workbench.ui.figures_view import FiguresPanel

_HEADINGS = ("Chỉ tiêu", "Giá trị", "Đơn vị tính", "Kỳ", "Đơn vị báo cáo", "Độ chắc")
_LONGEST = 90  # characters of an indicator in the table; the box beside has all


class FiguresTable:
    """A page of figures, one a line."""

    def __init__(self, panel: FiguresPanel) -> None:
        self._model = panel.model
        self.rows = [_Row(panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang số liệu trước")
        self.next = button("Trang sau", "Trang số liệu sau")
        self.confirm_page = button(
            "Xác nhận cả trang", "Các dòng đang hiện mà chưa ai xem đều đúng (hoàn tác được)", hidden=True
        )
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._head = html_text()
        self._head.value = _line([f"<strong>{name}</strong>" for name in _HEADINGS])
        self._head_row = row(self._head, css="wb-figure-row wb-figure-head")
        self._paging = row(self.previous, self.next, self._where, self.confirm_page)
        self.widget = column(self._head_row, *(one.widget for one in self.rows), self._paging)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        panel.on_click(self.confirm_page, lambda: self._confirm_page(panel))

    def refresh(self) -> None:
        """Show what the model shows."""
        model, shown = self._model, self._model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(bool(shown), self._head_row, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        first = model.page * PAGE_SIZE
        self._where.value = f"{number(first + 1)}–{number(first + len(shown))} trên {number(len(model.rows))} số liệu"
        show_if(any(not figure.state for figure in shown), self.confirm_page)

    def _turn(self, step: int) -> None:
        self._model.turn(step)
        self.rows[0].read.focus()

    def _confirm_page(self, panel: FiguresPanel) -> None:
        count = self._model.confirm_page()
        panel.say(f"Đã xác nhận {count} số liệu. Bấm “Hoàn tác” nếu bấm nhầm.")


class _Row:
    def __init__(self, panel: FiguresPanel) -> None:
        self._model = panel.model
        self.figure: ReportedFigure | None = None
        self.text = html_text(fixed=True)
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.widget = row(self.text, self.read, css="wb-figure-row", hidden=True)
        panel.on_click(self.read, lambda: panel.choose(self.figure) if self.figure else None)

    def show(self, figure: ReportedFigure | None) -> None:
        self.figure = figure
        show_if(figure is not None, self.widget)
        if figure is None:
            return
        self.text.value = row_html(figure)
        self.read.tooltip = f"Xem nguồn: {shorten(figure.indicator, 60)} {figure.value_text}, {figure.citation.label}"
        chosen = self._model.chosen
        set_class(self.widget, "wb-chosen", chosen is not None and row_key(chosen) == row_key(figure))


def row_html(figure: ReportedFigure) -> str:
    """One figure as a line of the table."""
    compared = figure.figure.comparison
    more = f'<div class="wb-meta">{escape(shorten(compared, 80))}</div>' if compared else ""
    sure = "wb-doubt" if missing(figure) else "wb-sure"
    indicator = figure.indicator[:1].upper() + figure.indicator[1:]
    return _line(
        [
            f"{escape(shorten(indicator, _LONGEST)) or '–'}{more}",
            f'<span class="wb-amount">{escape(value_words(figure))}</span>',
            escape(figure.unit) or "–",
            escape(figure.period) or "–",
            escape(shorten(figure.org, 60)) or "–",
            f'<span class="{sure}">{escape(sureness(figure))}</span>',
        ]
    )


def _line(cells: list[str]) -> str:
    """Cells side by side; people who have it read out hear the name of each column before its value."""
    told = "".join(
        f'<div><span class="wb-unseen">{name}: </span>{cell}</div>' for name, cell in zip(_HEADINGS, cells, strict=True)
    )
    return f'<div class="wb-figure-cells">{told}</div>'


class FigureBox:
    """The figure people are looking at: its sentence, and what they say of it."""

    FIELDS = (
        ("indicator", "Chỉ tiêu", "ví dụ: tỷ lệ hồ sơ giải quyết đúng hạn"),
        ("value", "Giá trị", "ví dụ: 1.234,5"),
        ("unit", "Đơn vị tính", "ví dụ: %, hồ sơ, tỷ đồng"),
        ("period", "Kỳ", "ví dụ: Quý II/2026"),
        ("org", "Đơn vị báo cáo", "ví dụ: Đảng ủy xã Khe Vàng"),
    )

    def __init__(self, panel: FiguresPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.text = widgets.HTML()
        self.previous = button("Số trước", "Xem số liệu ở dòng trên", "small", fixed=True)
        self.next = button("Số sau", "Xem số liệu ở dòng dưới", "small", fixed=True)
        self.confirm = button("Xác nhận đúng", "Máy đọc đúng số liệu này", "small", fixed=True)
        self.edit = button("Sửa…", "Sửa chỉ tiêu, giá trị, đơn vị, kỳ; văn bản gốc không đổi", "small", fixed=True)
        self.dismiss = button("Không phải số liệu", "Bỏ dòng này khỏi mọi bảng", "small", fixed=True)
        self.undo = button("Hoàn tác", "Bỏ quyết định vừa rồi", "small", hidden=True)
        self.keep = button("Cho vào giỏ", "Cho câu chứa số này vào giỏ trích đoạn", "small", fixed=True)
        self.boxes = {name: text_box(label, hint) for name, label, hint in self.FIELDS}
        self.save = button("Ghi sửa", "Ghi các ô đã sửa", "main", fixed=True)
        self.cancel = button("Thôi sửa", "Đóng các ô, không ghi gì", fixed=True)
        self.form = column(*self.boxes.values(), row(self.save, self.cancel), css="wb-editor wb-form", hidden=True)
        self.widget = column(
            self.text,
            row(self.confirm, self.edit, self.dismiss, self.undo),
            self.form,
            row(self.previous, self.next, self.keep),
            css="wb-box",
            hidden=True,
        )
        panel.on_click(self.previous, lambda: self._model.step(-1))
        panel.on_click(self.next, lambda: self._model.step(1))
        panel.on_click(self.confirm, self._confirm)
        panel.on_click(self.edit, self._open)
        panel.on_click(self.dismiss, self._dismiss)
        panel.on_click(self.undo, self._undo)
        panel.on_click(self.keep, self._keep)
        panel.on_click(self.save, self._save)
        panel.on_click(self.cancel, lambda: show_if(False, self.form))
        self._shown: object = None

    def refresh(self) -> None:
        """Show the chosen figure."""
        figure: ReportedFigure | None = self._model.chosen
        show_if(figure is not None, self.widget)
        if figure is None:
            return
        if self._shown != row_key(figure):
            self._shown = row_key(figure)
            show_if(False, self.form)
        self.text.value = figure_html(figure)
        self.confirm.disabled = figure.state in ("confirmed", "corrected")
        self.dismiss.disabled = figure.state == "dismissed"
        show_if(self._model.can_undo, self.undo)

    def _confirm(self) -> None:
        self._model.confirm()
        self._panel.say("Đã xác nhận số liệu này.")

    def _dismiss(self) -> None:
        self._model.dismiss()
        self._panel.say("Đã bỏ số liệu này; xem lại ở bộ lọc “Đã bỏ”.")

    def _undo(self) -> None:
        self._panel.say(f"Đã hoàn tác quyết định về {self._model.undo()} số liệu.")
        if not self._model.can_undo:
            self.confirm.focus()  # the button pressed is gone

    def _keep(self) -> None:
        figure: ReportedFigure | None = self._model.chosen
        if figure is not None:
            add_to_basket(self._panel, self._panel.basket, figure.citation)

    def _open(self) -> None:
        figure: ReportedFigure | None = self._model.chosen
        if figure is None:
            return
        for name, box in self.boxes.items():
            self._panel.set_value(box, amount(figure.value) if name == "value" else getattr(figure, name))
        show_if(True, self.form)
        self.boxes["indicator"].focus()

    def _save(self) -> None:
        self._model.correct({name: box.value for name, box in self.boxes.items()})
        show_if(False, self.form)
        self._panel.say("Đã ghi số liệu sửa; văn bản gốc không đổi.")


def figure_html(figure: ReportedFigure) -> str:
    """The chosen figure with the sentence it was read from."""
    at = (figure.figure.start, figure.figure.end)
    quote = marked(figure.citation.quote, [at], figure.citation.start, at)
    fields = [
        ("Chỉ tiêu", figure.indicator),
        ("Giá trị", value_words(figure, figure.unit)),
        ("Kỳ", figure.period),
        ("Đơn vị báo cáo", figure.org),
        ("So sánh", figure.figure.comparison),
        ("Độ chắc", sureness(figure)),
    ]
    table = "".join(
        f"<tr><th>{name}</th><td>{escape(value) or 'chưa rõ'}</td></tr>"
        for name, value in fields
        if value or name != "So sánh"
    )
    place = f", {figure.figure.place}" if figure.figure.place else ""
    return (
        f'<h3>Số liệu đang xem</h3><table class="wb-fields">{table}</table><div class="wb-snippet">{quote}</div>'
        f'<div class="wb-source">Nguồn: {escape(figure.citation.label + place)}</div>'
    )
