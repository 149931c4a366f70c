"""Parts of the tasks panel: who has reported for a request, reports by period, letters that urge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.analysis.reporting import Reported, UnitReport
from workbench.drafting.model import Draft
from workbench.errors import WorkbenchError
from workbench.ui.common import button, column, dropdown, html_text, row, show_if, text_area, text_box
from workbench.ui.document_choice import DocumentChoice
from workbench.ui.markup import escape, number, shorten
from workbench.ui.reporting_model import MONTHS, PAGE_SIZE, PERIODS
from workbench.ui.tasks_letters_model import LETTERS_PAGE
from workbench.ui.tasks_row import sentence_case

if TYPE_CHECKING:
    from workbench.ui.choices import Choices
    from workbench.ui.tasks_view import TasksPanel


class ReportingView:
    """A request, and for each unit whether it has reported."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model.reporting
        model = self._model
        self.request = DocumentChoice(panel, model.workbench, "Văn bản yêu cầu báo cáo", "Tìm văn bản", model.choose)
        self.list = button(
            "Các văn bản yêu cầu báo cáo", "Liệt kê các văn bản yêu cầu báo cáo trong kho, mới nhất trước", fixed=True
        )
        self.units = text_area("Đơn vị phải báo cáo")
        self.units.placeholder = "mỗi dòng một đơn vị; để trống: những đơn vị văn bản nêu"
        self.due = text_box("Hạn gửi", "để trống: như văn bản")
        self.ask = button("Xem ai đã gửi", "Đối chiếu các báo cáo trong kho với văn bản yêu cầu", fixed=True)
        self.letter = button("Soạn công văn đôn đốc", "Lập dự thảo gửi các đơn vị chưa gửi", fixed=True)
        self.export = button("Xuất Excel", "Ghi bảng này ra tệp .xlsx trong thư mục workspace/exports", fixed=True)
        self.summary = widgets.HTML()
        self.rows = [_ReportRow(panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang đơn vị trước", fixed=True)
        self.next = button("Trang sau", "Trang đơn vị sau", fixed=True)
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        due = row(self.due, self.ask, self.letter, self.export)
        self._asking = column(self.units, due, css="wb-low", hidden=True)
        self.widget = column(
            *self.request.parts,
            row(self.list),
            self._asking,
            self.summary,
            *(one.widget for one in self.rows),
            self._paging,
            hidden=True,
        )
        widgets.link((self.units, "value"), (model, "units"))
        widgets.link((self.due, "value"), (model, "due"))
        panel.on_click(self.list, self._list)
        panel.on_click(self.ask, model.ask)
        panel.on_click(self.letter, self._letter)
        panel.on_click(self.export, lambda: panel.wrote(model.export()))
        panel.on_click(self.previous, lambda: model.turn(-1))
        panel.on_click(self.next, lambda: model.turn(1))
        model.observe(lambda _change: self.refresh(), "revision")
        self.refresh()

    def refresh(self) -> None:
        """Show what the model shows."""
        model, shown = self._model, self._model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(bool(model.request_id), self._asking)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        self.letter.disabled = not any(one.state is Reported.MISSING for one in model.rows)
        self.summary.value = self._told()

    def _told(self) -> str:
        model = self._model
        found = model.reporting
        if found is None:
            return (
                '<p class="wb-hint">Tìm văn bản yêu cầu báo cáo (theo số, ký hiệu hoặc trích yếu), hoặc chọn trong '
                "danh sách. Đơn vị và hạn lấy từ văn bản ấy, sửa được.</p>"
            )
        until = f"hạn {found.due:%d/%m/%Y}" if found.due else "văn bản không ghi hạn; hãy ghi vào ô “Hạn gửi”"
        counts = ", ".join(f"{name.lower()}: {number(count)}" for name, count in found.counts.items())
        note = f'<p class="wb-hint">{escape(found.note)}</p>' if found.note else ""
        return (
            f"<h3>{escape(model.request_label)}</h3><p>{escape(until)[:1].upper()}{escape(until)[1:]}. Tính đến "
            f"{found.on:%d/%m/%Y}: {escape(counts) or 'văn bản không nêu đơn vị nào'}.</p>{note}"
        )

    def _list(self) -> None:
        self._panel.work.run("Đang tìm văn bản yêu cầu báo cáo…", self._model.listing(), self._offer)

    def _offer(self, choices: Choices) -> None:
        if not choices:
            raise WorkbenchError(
                "Kho chưa có văn bản nào yêu cầu báo cáo.", "Hãy gõ số, ký hiệu của văn bản ấy rồi bấm “Tìm văn bản”."
            )
        self.request.offer(choices, choices[0][1])
        self._model.choose(choices[0][1])

    def _letter(self) -> None:
        draft_id = self._model.save_letter()
        if draft_id is None:
            self._panel.say("Mọi đơn vị đã gửi: không cần công văn đôn đốc.")
        else:
            self._panel.open_draft(draft_id)


class _ReportRow:
    def __init__(self, panel: TasksPanel) -> None:
        self.report: UnitReport | None = None
        self.text = html_text(fixed=True)
        self.read = button("Đọc báo cáo", kind="small")
        self.widget = row(self.text, self.read, css="wb-figure-row", hidden=True)
        panel.on_click(self.read, lambda: panel.read_document(self.report.document_id) if self.report else None)

    def show(self, report: UnitReport | None) -> None:
        self.report = report
        show_if(report is not None, self.widget)
        if report is None:
            return
        self.text.value = report_html(report)
        self.read.tooltip = f"Đọc báo cáo của {report.unit}"
        show_if(report.document_id is not None, self.read)


def report_html(report: UnitReport) -> str:
    """What one unit sent, as a line."""
    day = f"ngày {report.sent_on:%d/%m/%Y}" if report.sent_on else ""
    found = " · ".join(filter(None, (report.symbol, shorten(report.title or "", 90), day, report.why)))
    return (
        f'<div class="wb-task-cells"><div>{reported_html(report)}</div>'
        f'<div><strong>{escape(report.unit)}</strong><div class="wb-meta">{escape(found)}</div></div></div>'
    )


def reported_html(report: UnitReport) -> str:
    """Whether a unit has reported, in words and colour."""
    late = f" {number(report.days_late)} ngày" if report.days_late else ""
    words = f"{report.state.label}, quá hạn{late}" if report.state is Reported.MISSING and late else report.state.label
    if report.state is Reported.LATE:
        words = f"{report.state.label}{late}"
    return f'<span class="wb-state wb-report-{report.state.value.replace("_", "-")}">{escape(words)}</span>'


class PeriodsView:
    """Units down, periods across: who sent the report of which period."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model.reporting
        model = self._model
        self.months = dropdown("Kỳ báo cáo", list(MONTHS))
        self.months.value = model.months
        self.rule = text_box("Hạn định kỳ", "ví dụ: trước ngày 20 tháng cuối quý")
        self.ask = button("Xem bảng kỳ", "Đơn vị nào đã gửi báo cáo kỳ nào", "main", fixed=True)
        self.export = button("Xuất Excel", "Ghi bảng kỳ ra tệp .xlsx trong thư mục workspace/exports", fixed=True)
        self.table = widgets.HTML()
        self.previous = button("Trang trước", "Trang đơn vị trước của bảng kỳ", fixed=True)
        self.next = button("Trang sau", "Trang đơn vị sau của bảng kỳ", fixed=True)
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.widget = column(row(self.months, self.rule, self.ask, self.export), self.table, self._paging, hidden=True)
        widgets.link((self.rule, "value"), (model, "rule"))
        panel.on_change(self.months, lambda value: setattr(model, "months", value))
        panel.on_click(self.ask, self._ask)
        panel.on_enter(self.rule, self._ask)
        panel.on_click(self.export, lambda: panel.wrote(model.export(periods=True)))
        panel.on_click(self.previous, lambda: model.turn_matrix(-1))
        panel.on_click(self.next, lambda: model.turn_matrix(1))
        model.observe(lambda _change: self.refresh(), "revision")
        self.refresh()

    def refresh(self) -> None:
        """Show what the model shows."""
        model = self._model
        self._panel.set_value(self.months, model.months)
        show_if(model.matrix_pages > 1, self._paging)
        self.previous.disabled = model.matrix_page == 0
        self.next.disabled = model.matrix_page + 1 >= model.matrix_pages
        self._where.value = f"Trang {model.matrix_page + 1} trên {number(model.matrix_pages)}"
        self.table.value = self._told()

    def _told(self) -> str:
        periods, lines = self._model.matrix_shown
        if self._model.matrix is None:
            return '<p class="wb-hint">Chọn độ dài kỳ rồi bấm “Xem bảng kỳ”; không ghi hạn thì không tính muộn.</p>'
        if not lines or not periods:
            return "<p>Kho không có báo cáo nào theo kỳ này.</p>"
        hidden = len(self._model.matrix.periods) - PERIODS
        more = f'<p class="wb-hint">Còn {number(hidden)} kỳ cũ hơn, có trong tệp Excel.</p>' if hidden > 0 else ""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("Đơn vị", *map(sentence_case, periods)))
        body = "".join(
            f'<tr><th scope="row">{escape(unit)}</th>{"".join(f"<td>{_cell(cell)}</td>" for cell in cells)}</tr>'
            for unit, cells in lines
        )
        return (
            f'<div class="wb-scroll" tabindex="0" role="region" aria-label="Bảng báo cáo theo kỳ">'
            f'<table class="wb-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'
        )

    def _ask(self) -> None:
        self._panel.progress.start("Đang xem các báo cáo theo kỳ…")
        self._model.ask_periods()


def _cell(cell: UnitReport) -> str:
    if cell.state is Reported.NOT_ASKED:
        return "–"
    day = f"<br>{cell.sent_on:%d/%m/%Y}" if cell.sent_on else ""
    return f"{reported_html(cell)}{day}"


class LettersView:
    """Drafts of letters to the units with overdue tasks."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.write = button("Soạn công văn đôn đốc", "Một dự thảo cho mỗi đơn vị có nhiệm vụ quá hạn", "main")
        self.summary = widgets.HTML()
        self.rows = [_LetterRow(panel) for _ in range(LETTERS_PAGE)]
        self.previous = button("Trang trước", "Trang công văn trước", fixed=True)
        self.next = button("Trang sau", "Trang công văn sau", fixed=True)
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.widget = column(
            row(self.write), self.summary, *(one.widget for one in self.rows), self._paging, hidden=True
        )
        panel.on_click(self.write, self._write)
        panel.on_click(self.previous, lambda: self._model.turn_letters(-1))
        panel.on_click(self.next, lambda: self._model.turn_letters(1))

    def refresh(self) -> None:
        """Show what the model shows."""
        model, shown = self._model, self._model.letters_shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(model.letter_pages > 1, self._paging)
        self.previous.disabled = model.letters_page == 0
        self.next.disabled = model.letters_page + 1 >= model.letter_pages
        self._where.value = f"Trang {model.letters_page + 1} trên {number(model.letter_pages)}"
        self.summary.value = self._told()

    def _told(self) -> str:
        letters = self._model.letters
        if letters is None:
            return (
                '<p class="wb-hint">Mỗi đơn vị có nhiệm vụ quá hạn được một dự thảo; mỗi việc kèm văn bản giao. Chọn '
                "đơn vị ở bộ lọc để soạn riêng cho đơn vị ấy.</p>"
            )
        if not letters:
            return "<p>Không đơn vị nào có nhiệm vụ quá hạn.</p>"
        return f"<p><strong>{number(len(letters))} dự thảo.</strong> Dự thảo nào mở thì mới được lưu.</p>"

    def _write(self) -> None:
        self._panel.work.run("Đang soạn công văn…", self._model.writing(), self._model.take_letters)


class _LetterRow:
    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.draft: Draft | None = None
        self.text = html_text(fixed=True)
        self.open = button("Lưu và mở dự thảo", kind="small", fixed=True)
        self.widget = row(self.text, self.open, css="wb-figure-row wb-letter-row", hidden=True)
        panel.on_click(self.open, self._open)

    def show(self, draft: Draft | None) -> None:
        self.draft = draft
        show_if(draft is not None, self.widget)
        if draft is None:
            return
        tasks = sum(len(section.items) for section in draft.sections if section.key == "nhiem_vu")
        saved = " · đã lưu" if self._model.is_saved(draft) else ""
        late = f'<span class="wb-state wb-task-qua-han">{number(tasks)} nhiệm vụ quá hạn</span>'
        self.text.value = (
            f"<div><strong>{escape(sentence_case(draft.query))}</strong> {late}"
            f'<div class="wb-meta">Công văn {escape(draft.title)}{saved}</div></div>'
        )
        self.open.tooltip = f"Lưu và mở dự thảo gửi {draft.query}"

    def _open(self) -> None:
        if self.draft is not None:
            self._panel.open_draft(self._model.save_letter(self.draft))
