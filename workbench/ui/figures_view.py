"""The figures panel: a question, the table of its figures, the pivot, the number checks, and the source beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.ui.basket import Basket, basket_in
from workbench.ui.catching_up import ask_again, tell_changed
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if, text_box
from workbench.ui.exports import file_link
from workbench.ui.figures_model import DOCUMENTS, FiguresModel
from workbench.ui.figures_pivot_view import ChecksView, PivotView
from workbench.ui.figures_row import SHOWN, row_key
from workbench.ui.figures_table import FigureBox, FiguresTable
from workbench.ui.markup import escape, number
from workbench.ui.reader import Reader
from workbench.ui.views import Views
from workbench.ui.work import Work

if TYPE_CHECKING:
    from workbench.analysis.figures import Figures
    from workbench.analysis.figures_model import ReportedFigure
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


MOST_RENEWED = 200
"""Of so many documents the figures are read anew unasked when the archive has changed."""


class FiguresPanel(Panel):
    """View of a `FiguresModel`. Every widget is made once; asking only changes what they show."""

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Số liệu", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = FiguresModel(workbench)
        self.basket: Basket = basket_in(workbench.settings.workspace)
        self.query = text_box("Câu tìm", "ví dụ: cải cách hành chính; để trống: các văn bản mới nhất", "wb-wide")
        self.find = button("Lấy số liệu", "Rút số liệu từ các văn bản khớp câu tìm", "main")
        self.check = button("Kiểm số", "Đối chiếu các con số trong những văn bản này")
        self.documents = dropdown("Số văn bản", [(number(count), count) for count in DOCUMENTS], "wb-narrow")
        self.documents.value = self.model.documents
        self.org = dropdown("Đơn vị", [("Mọi đơn vị", "")])
        self.period = dropdown("Kỳ", [("Mọi kỳ", "")], "wb-narrow")
        self.indicator = text_box("Chỉ tiêu có chữ", "ví dụ: hồ sơ")
        self.state_shown = dropdown("Hiện", list(SHOWN))
        self.clear = button("Bỏ lọc", "Bỏ mọi điều kiện lọc, giữ câu tìm")
        self.export = button("Xuất Excel", "Ghi bảng đang xem (mọi trang) ra tệp .xlsx trong thư mục workspace/exports")
        self.work = Work(self, self.find, self.check)
        self.file = html_text(fixed=True)
        self.summary = widgets.HTML()
        self.table = FiguresTable(self)
        self.pivot = PivotView(self)
        self.checks = ChecksView(self)
        self.views = Views(
            self,
            [
                ("bang", "Bảng số liệu", self.table.widget),
                ("tong_hop", "Tổng hợp đơn vị, chỉ tiêu, kỳ", self.pivot.widget),
                ("kiem_so", "Danh sách kiểm số", self.checks.widget),
            ],
            self._show_view,
        )
        self.box = FigureBox(self)
        self.reader = Reader(self, self.model.reader, self.basket, "Xem nguồn")
        self._filters = row(self.org, self.period, self.indicator, self.state_shown, self.clear, self.export)
        self._connect()
        parts = (self.table.widget, self.pivot.widget, self.checks.widget)
        self.fill(
            row(self.query, self.documents, self.find, self.check),
            self.work.widget,
            self.summary,
            self.views.widget,
            self._filters,
            self.file,
            row(
                column(*parts, css="wb-list wb-wide-list"),
                column(self.box.widget, self.pivot.sources_box, self.reader.widget, css="wb-side"),
                css="wb-split",
            ),
        )
        self._refresh()
        self.guarded(self.basket.reload)()

    def _connect(self) -> None:
        model = self.model
        widgets.link((self.query, "value"), (model, "query"))
        self.on_click(self.find, self._find)
        self.on_enter(self.query, self._find)
        self.on_click(self.check, self._check)
        self.on_change(self.documents, lambda value: setattr(model, "documents", value))
        for name, box in (("org", self.org), ("period", self.period), ("state_shown", self.state_shown)):
            self.on_change(box, lambda value, name=name: model.filter_by(**{name: value or ""}))  # type: ignore[misc]
        self.on_change(self.indicator, lambda value: model.filter_by(indicator=value))
        self.on_click(self.clear, model.clear_filters)
        self.on_click(self.export, self._export)
        model.observe(lambda _change: self._refresh(), "revision")

    def open(self, query: str | None = None, document_id: str | None = None, check: bool = False, **more: Any) -> None:
        """Figures of what a question finds, or of one document; with `check` their number checks."""
        super().open(**more)
        if query is None and document_id is None:
            return
        self.model.query = query or ""
        self.model.show_view("bang")
        if check:
            self._find(document_id or "", self._check)
        else:
            self._find(document_id or "")

    def catch_up(self) -> None:
        """The same figures as they are now, where reading them does not take long."""
        model = self.model
        if model.figures is None or model.documents <= MOST_RENEWED:
            chosen = row_key(model.chosen) if model.chosen is not None else None
            ask_again(model)
            model.chosen = next((row for row in model.rows if row_key(row) == chosen), None)
            model.revision += 1
        else:
            super().catch_up()
            tell_changed(self, self.find.description)

    def choose(self, figure: ReportedFigure) -> None:
        """Open the source of a figure beside the table."""
        self.model.choose(figure)
        self.box.confirm.focus()

    def read(self, citation: Citation) -> None:
        """Open a source at the cited words."""
        self.model.read(citation)
        self.reader.focus()

    def _show_view(self, view: str) -> None:
        self.file.value = ""
        self.model.show_view(view)

    def _find(self, document_id: str = "", then: Callable[[], None] = lambda: None) -> None:
        def take(figures: Figures) -> None:
            self.model.take(figures)
            then()

        self.file.value = ""
        self.model.begin(document_id=document_id)
        self.work.run("Đang rút số liệu…", self.model.reading(), take)

    def _check(self) -> None:
        def test() -> None:
            self.work.run("Đang kiểm số…", self.model.testing(), self.model.take_checks)

        if self.model.is_answered:
            test()
        else:
            self._find(then=test)

    def _export(self) -> None:
        path = self.model.export()
        self.file.value = file_link(path)
        self.say(f"Đã ghi tệp {path.name}.")

    def _refresh(self) -> None:
        model = self.model
        self.set_value(self.documents, model.documents)
        self.set_options(self.org, [("Mọi đơn vị", ""), *model.orgs], model.org)
        self.set_options(self.period, [("Mọi kỳ", ""), *model.periods], model.period)
        self.set_value(self.indicator, model.indicator)
        self.set_value(self.state_shown, model.state_shown)
        show_if(model.figures is not None, self._filters, self.views.widget)
        # The checks look at whole documents, and the pivot has choices of its own.
        filtered = model.view == "bang" or (model.view == "tong_hop" and model.is_filtered)
        show_if(filtered, self.org, self.period, self.indicator, self.state_shown, self.clear)
        show_if(model.view != "kiem_so" or model.checks is not None, self.export)
        self.views.show(model.view)
        self.table.refresh()
        self.checks.refresh()
        self.pivot.refresh()
        self.box.refresh()
        show_if(model.view == "bang" and model.chosen is not None, self.box.widget)
        self.summary.value = self._summary()

    def _summary(self) -> str:
        model = self.model
        if model.figures is None:
            return (
                '<p class="wb-hint">Gõ câu tìm rồi bấm “Lấy số liệu”. Mỗi số có chỉ tiêu, kỳ, đơn vị và nguồn; '
                "máy đọc, người xác nhận.</p>"
            )
        found = model.figures
        decided = sum(figure.state in ("confirmed", "corrected") for figure in found.rows)
        shown = f"; đang hiện {number(len(model.rows))}" if len(model.rows) != len(found.rows) else ""
        of = f" trong {number(found.documents)} {model.about if model.is_of_newest else f'văn bản về “{model.about}”'}"
        if model.one_document:
            of = f" trong “{model.about}”"
        said = f"{number(decided)} số đã được xác nhận hoặc sửa" if decided else "chưa số nào được xác nhận"
        return f"<p><strong>{number(len(found.rows))} số liệu</strong>{escape(of)}{shown}; {said}.</p>"
