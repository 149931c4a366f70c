"""The matrix panel (Tổng hợp): who says what, as a heat map; the passages of a cell beside their source; the gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.drafting.matrix import DOCUMENT, UNIT
from workbench.ui.basket import basket_in
from workbench.ui.catching_up import tell_changed
from workbench.ui.common import (
    Panel,
    button,
    column,
    dropdown,
    html_text,
    row,
    show_if,
    text_area,
    text_box,
)
from workbench.ui.exports import file_link
from workbench.ui.markup import escape, number
from workbench.ui.matrix_chart import ABSENT, SILENT, heat_map
from workbench.ui.matrix_model import PAGE_SIZE, QUESTION, REQUEST, SEARCH, SECTIONS, TOPICS, MatrixModel
from workbench.ui.presses import CONTAINER, Presses
from workbench.ui.reader import Reader
from workbench.ui.ticks import PassageRow
from workbench.ui.work import Work

if TYPE_CHECKING:
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

_SOURCES = [
    ("Câu tìm riêng", QUESTION),
    ("Văn bản của lần tìm gần nhất", SEARCH),
    ("Báo cáo theo một văn bản yêu cầu", REQUEST),
]
_ROWS = [("Đơn vị", UNIT), ("Văn bản", DOCUMENT)]
_COLUMNS = [("Tám mục của báo cáo", SECTIONS), ("Chủ đề tự nêu", TOPICS)]
_GAPS_SHOWN = 40


class MatrixPanel(Panel):
    """View of a `MatrixModel`."""

    concerns = ("files", "drafts")

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Tổng hợp theo đơn vị và nội dung", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = MatrixModel(workbench, bench)
        self.basket = basket_in(workbench.settings.workspace)
        self._made_of = self.model.bench.changes
        self._make_controls()
        self._connect()
        table = column(
            row(self.period, self.export, self._file),
            self.map,
            self.note,
            self._paging_units,
            self.cells.widget,
            self.gaps,
            css=f"wb-list wb-wide-list {CONTAINER}",
        )
        cell = column(
            self._cell_title,
            row(self.unit, self.content),
            *(one.widget for one in self.rows),
            self._paging,
            self._tools,
            css="wb-box",
        )
        self._work = row(table, column(cell, self.reader.widget, css="wb-side"), css="wb-split", hidden=True)
        self.fill(
            row(self.source, self.query, self._last, self.request),
            row(self.rows_of, self.columns, self.reports, self.make),
            row(self.topics, self.units, css="wb-areas"),
            self.work.widget,
            self._hint,
            self._work,
        )
        self._refresh()

    def _make_controls(self) -> None:
        self.source = dropdown("Lấy văn bản từ", list(_SOURCES), "wb-from")
        self.query = text_box("Câu tìm", "ví dụ: cải cách hành chính; để trống: các báo cáo mới nhất", "wb-wide")
        self._last = html_text("wb-wide wb-field", hidden=True)
        self.request = dropdown("Văn bản yêu cầu", [], "wb-wide")
        self.rows_of = dropdown("Mỗi hàng là", list(_ROWS), "wb-narrow")
        self.columns = dropdown("Mỗi cột là", list(_COLUMNS))
        self.reports = text_box("Chỉ kỳ báo cáo", "ví dụ: quý II/2026")
        self.make = button("Lập bảng tổng hợp", "Xếp câu của các văn bản theo đơn vị và nội dung", "main")
        self.work = Work(self, self.make)
        self.topics = text_area("Chủ đề, mỗi dòng một chủ đề")
        self.units = text_area("Đơn vị phải có, mỗi dòng một đơn vị (có thể để trống)")
        self._hint = html_text("wb-hint")
        self.period = dropdown("Xem kỳ", [("Mọi kỳ", "")])
        self.export = button(
            "Xuất Excel", "Ghi bảng, các đoạn nguyên văn và các ô trống thành ba trang tính", fixed=True
        )
        self._file = html_text(fixed=True)
        self.map = html_text(fixed=True)
        self.cells = Presses(self, "Chọn trong bảng", self._press)
        self.previous_units = button("Hàng trước", "Các hàng trước của bảng", "small", fixed=True)
        self.next_units = button("Hàng sau", "Các hàng sau của bảng", "small", fixed=True)
        self._where_units = html_text("wb-hint wb-inline", fixed=True)
        self._paging_units = row(self.previous_units, self.next_units, self._where_units, hidden=True)
        self.note = html_text("wb-hint", fixed=True)
        self.gaps = html_text(fixed=True)
        self._cell_title = html_text(fixed=True)
        self.unit = dropdown("Hàng", [], "wb-wide")
        self.content = dropdown("Cột", [], "wb-wide")
        self.rows = [PassageRow(self, self._tick, self._read) for _ in range(PAGE_SIZE)]
        self.previous = button("Đoạn trước", "Trang đoạn trước", "small", fixed=True)
        self.next = button("Đoạn sau", "Trang đoạn sau", "small", fixed=True)
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.tick_all = button("Chọn cả ô", "Chọn mọi đoạn của ô đang xem", fixed=True)
        self.untick = button("Bỏ chọn", "Bỏ chọn mọi đoạn", fixed=True)
        self.keep = button("Cho vào giỏ", "Cho các đoạn đã chọn vào giỏ trích đoạn", fixed=True)
        self.draft = dropdown("Dự thảo", [], "wb-wide")
        self.section = dropdown("Vào mục", [], "wb-wide")
        self.put = button(
            "Đưa vào dự thảo", "Đưa các đoạn đã chọn vào mục của dự thảo, nguyên văn, có nguồn", fixed=True
        )
        self._chosen = html_text("wb-hint wb-inline", fixed=True)
        self._tools = column(
            row(self.tick_all, self.untick, self.keep, self._chosen), row(self.draft, self.section, self.put)
        )
        self.reader = Reader(self, self.model.reader, self.basket, "Xem nguồn")

    def _connect(self) -> None:
        model = self.model
        for box, name in (
            (self.query, "query"),
            (self.reports, "period"),
            (self.topics, "topics"),
            (self.units, "units"),
        ):
            widgets.link((box, "value"), (model, name))
        self.on_change(self.source, self._choose_source)
        self.on_change(self.request, lambda key: model.set_trait("request", key or ""))
        self.on_change(self.rows_of, lambda key: self._choose("rows", key))
        self.on_change(self.columns, lambda key: self._choose("columns", key))
        self.on_click(self.make, self._make)
        self.on_enter(self.query, self._make)
        self.on_change(self.period, lambda when: model.look_at(when=when or ""))
        self.on_change(self.unit, lambda unit: model.look_at(unit=unit))
        self.on_change(self.content, lambda content: model.look_at(content=content))
        self.on_click(self.previous, lambda: model.turn(-1))
        self.on_click(self.next, lambda: model.turn(1))
        self.on_click(self.previous_units, lambda: model.turn_units(-1))
        self.on_click(self.next_units, lambda: model.turn_units(1))
        self.on_click(self.tick_all, model.tick_cell)
        self.on_click(self.untick, model.untick)
        self.on_click(self.keep, self._keep_chosen)
        self.on_change(self.draft, lambda draft_id: model.choose_draft(draft_id or ""))
        self.on_change(self.section, lambda key: model.set_trait("section_key", key or ""))
        self.on_click(self.put, self._put)
        self.on_click(self.export, self._export)
        model.observe(lambda _change: self._refresh(), "revision")

    def open(self, query: str | None = None, *, source: str = "", request: str = "", **more: Any) -> None:
        """Make the matrix of a question, of the last search (`source="tim_kiem"`) or of a request's answers."""
        super().open(**more)
        if request:
            self.model.list_requests()
            self.model.source, self.model.request = REQUEST, request
        elif query is not None:
            self.model.source, self.model.query = QUESTION, query
        elif source:
            self.model.source = source
        else:
            return
        self._make()

    # -- what people do ---------------------------------------------------------------------------------------

    def catch_up(self) -> None:
        """The drafts that passages can go into; making the matrix anew takes a while: people are told."""
        super().catch_up()
        if self.model.matrix is not None:
            self.model.list_drafts()
            if self._made_of != self.model.bench.changes:
                tell_changed(self, self.make.description)

    def _choose_source(self, source: str) -> None:
        self.model.source = source
        if source == REQUEST:
            self.progress.start("Đang tìm các văn bản yêu cầu báo cáo…")
            self.model.list_requests()
        self._refresh()

    def _choose(self, name: str, value: str) -> None:
        self.model.set_trait(name, value)
        self._refresh()

    def _make(self) -> None:
        self.model.begin()
        self._made_of = self.model.bench.changes
        self.work.run("Đang xếp câu theo đơn vị và nội dung…", self.model.working(), self.model.take)

    def _press(self, what: str) -> None:
        row, _, column = what.partition(":")
        matrix, units = self.model.matrix, self.model.units_shown
        if matrix is not None and int(row) < len(units) and int(column) < len(matrix.contents):
            self.model.look_at(unit=units[int(row)], content=matrix.contents[int(column)])

    def _tick(self, citation: Citation, wanted: bool) -> None:
        self.model.tick(citation, wanted)

    def _read(self, citation: Citation) -> None:
        self.model.reader.open_citation(citation)
        self.reader.focus()

    def _keep_chosen(self) -> None:
        added = self.model.to_basket(self.basket)
        self.say(f"Đã thêm {added} trích đoạn. Giỏ có {len(self.basket.citations)} trích đoạn.")

    def _put(self) -> None:
        if self.bench is not None and self.bench.is_connected:
            draft_id, section_key, chosen = self.model.to_draft()
            self.bench.go("du_thao", draft_id=draft_id, section=section_key, citations=chosen)
            self.model.untick()
            return
        added = self.model.write_into_draft()
        self.say(f"Đã đưa {added} đoạn vào dự thảo; đoạn đã có sẵn trong mục không đưa lại.")

    def _export(self) -> None:
        self.say(f"Đã xuất tệp {self.model.export().name}.")

    # -- what it shows ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        model, matrix = self.model, self.model.matrix
        self.set_value(self.source, model.source)
        self.set_value(self.rows_of, model.rows)
        self.set_value(self.columns, model.columns)
        self.set_options(self.request, list(model.requests), model.request)
        show_if(model.source == QUESTION, self.query)
        show_if(model.source == SEARCH, self._last)
        show_if(model.source == REQUEST, self.request)
        show_if(model.source != REQUEST, self.reports)
        show_if(model.columns == TOPICS, self.topics)
        show_if(model.source != REQUEST and model.rows == UNIT, self.units)
        if model.source == SEARCH:
            asked = model.last_question
            told = f"Lần tìm gần nhất: {asked}" if asked else "Chưa có lần tìm nào ở bảng Tìm kiếm."
            self._last.value = f'<span class="wb-hint">{escape(told)}</span>'
        show_if(matrix is not None and bool(matrix.units), self._work)
        show_if(matrix is None or not matrix.units, self._hint)
        self._hint.value = (
            "Chọn nơi lấy văn bản rồi bấm “Lập bảng tổng hợp”: mỗi ô là số đoạn mà một đơn vị nói về một nội dung, "
            "ô trống là chỗ chưa nói."
            if matrix is None
            else "Không tìm thấy báo cáo nào. Hãy đổi câu tìm, bỏ bớt kỳ báo cáo, hoặc lấy văn bản từ nơi khác."
        )
        if matrix is None or not matrix.units:
            return
        self._refresh_map()
        self._refresh_cell()

    def _refresh_map(self) -> None:
        model, matrix = self.model, self.model.matrix
        assert matrix is not None
        self.set_options(self.period, [("Mọi kỳ", ""), *((one, one) for one in matrix.periods)], model.when)
        what = "Số đoạn nói về từng nội dung" + (f", {model.when}" if model.when else "")
        units, cell = model.units_shown, (model.unit, model.content)
        first = "Đơn vị" if matrix.rows == UNIT else "Văn bản"
        self.map.value = heat_map(units, matrix.contents, model.count, model.has_reported, what, first, cell)
        show_if(model.units_pages > 1, self._paging_units)
        self.previous_units.disabled = model.units_page == 0
        self.next_units.disabled = model.units_page + 1 >= model.units_pages
        total = len(model.units_in_order)
        self._where_units.value = f"Trang hàng {model.units_page + 1} trên {model.units_pages} ({number(total)} hàng)"
        self.note.value = (
            f"Bấm vào ô để đọc các đoạn. Ô đậm: nhiều đoạn. “{SILENT}”: có văn bản nhưng không nêu. “{ABSENT}”: chưa "
            "có báo cáo. Máy xếp câu vào mục theo tiêu đề và lời văn; hãy đọc lại trước khi kết luận."
        )
        gaps = model.gaps
        more = (
            f"<li>… và {len(gaps) - _GAPS_SHOWN} dòng nữa, có đủ trong tệp Excel.</li>"
            if len(gaps) > _GAPS_SHOWN
            else ""
        )
        lines = "".join(f"<li>{escape(one)}</li>" for one in gaps[:_GAPS_SHOWN])
        told = f"<ul>{lines}{more}</ul>" if gaps else "<p>Đơn vị nào cũng có nói về mọi nội dung.</p>"
        self.gaps.value = f'<div class="wb-gaps"><h3>Chỗ còn thiếu</h3>{told}</div>'
        self._file.value = file_link(model.exported) if model.exported else ""

    def _refresh_cell(self) -> None:
        model, matrix = self.model, self.model.matrix
        assert matrix is not None
        self.set_options(self.unit, [(one, one) for one in model.units_in_order], model.unit)
        self.set_options(self.content, [(one, one) for one in matrix.contents], model.content)
        count = len(model.passages)
        when = f", {model.when}" if model.when else ""
        empty = "" if count else f'<p class="wb-hint">Ô trống: “{escape(model.unit)}” chưa nói về nội dung này.</p>'
        self._cell_title.value = f"<h3>{escape(model.content)}{escape(when)}: {count} đoạn</h3>{empty}"
        shown = model.shown
        for place, one in enumerate(self.rows):
            citation = shown[place] if place < len(shown) else None
            one.show(citation, citation in model.chosen)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled, self.next.disabled = model.page == 0, model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {model.pages}"
        self.tick_all.disabled = not count
        for control in (self.untick, self.keep):
            control.disabled = not model.chosen
        self.put.disabled = not model.chosen or not model.drafts
        self.set_options(self.draft, list(model.drafts), model.draft_id)
        self.set_options(self.section, list(model.sections), model.section_key)
        show_if(bool(model.drafts), self.draft, self.section)
        told = f"Đã chọn {len(model.chosen)} đoạn." if model.chosen else "Đánh dấu các đoạn cần dùng."
        self._chosen.value = told if model.drafts else f"{told} Chưa có dự thảo nào; hãy tạo ở bảng Dự thảo."
