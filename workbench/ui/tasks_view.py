"""The tasks panel: the register with its filters, tasks by unit, letters that urge, who has reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.analysis.charts import finish
from workbench.analysis.tasks.task import TaskState
from workbench.ui.basket import Basket, basket_in
from workbench.ui.catching_up import ask_again, tell_changed
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if, text_box
from workbench.ui.exports import file_link
from workbench.ui.markup import escape, number
from workbench.ui.reader import Reader
from workbench.ui.reporting_view import LettersView, PeriodsView, ReportingView
from workbench.ui.tasks_model import TasksModel
from workbench.ui.tasks_month_view import MonthView
from workbench.ui.tasks_row import SHOWN
from workbench.ui.tasks_table import AddBox, TaskBox, TasksTable
from workbench.ui.views import Views
from workbench.ui.work import Work

if TYPE_CHECKING:
    from workbench.analysis.tasks.task import Task, Tasks
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench

_UNITS = 15  # units of the chart


MOST_RENEWED = 3_000
"""So many tasks are read anew unasked when the archive has changed."""


class TasksPanel(Panel):
    """View of a `TasksModel`. Every widget is made once; asking only changes what they show."""

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Nhiệm vụ", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = TasksModel(workbench)
        self.basket: Basket = basket_in(workbench.settings.workspace)
        self.query = text_box(
            "Câu tìm", "để trống: sổ nhiệm vụ của cả kho; hoặc gõ: 12-CT/TU, chuyển đổi số", "wb-wide"
        )
        self.on_day = text_box("Tính đến ngày", "hôm nay")
        self.find = button("Xem nhiệm vụ", "Lấy nhiệm vụ từ các văn bản giao việc và nhiệm vụ tự ghi", "main")
        self.unit = dropdown("Đơn vị chủ trì", [("Mọi đơn vị", "")])
        self.state_shown = dropdown("Hiện", list(SHOWN))
        self.state_shown.value = self.model.state_shown
        self.calendar = button("Ghi lịch (.ics)", "Ghi các hạn đang hiện ra tệp lịch cho Outlook, điện thoại")
        self.export = button("Xuất Excel", "Ghi các nhiệm vụ đang hiện ra tệp .xlsx trong thư mục workspace/exports")
        self.work = Work(self, self.find)
        self.file = html_text(fixed=True)
        self.summary = widgets.HTML()
        self.table = TasksTable(self)
        self.add = AddBox(self)
        self.chart = widgets.HTML()
        self.chart.add_class("wb-chart")
        self._units = column(self.chart, hidden=True)
        self.month = MonthView(self)
        self.letters = LettersView(self)
        self.reporting = ReportingView(self)
        self.periods = PeriodsView(self)
        register = column(self.add.widget, self.table.widget)
        self.views = Views(
            self,
            [
                ("so", "Sổ nhiệm vụ", register),
                ("lich", "Lịch hạn", self.month.widget),
                ("don_vi", "Theo đơn vị", self._units),
                ("don_doc", "Công văn đôn đốc", self.letters.widget),
                ("bao_cao", "Ai đã báo cáo", self.reporting.widget),
                ("ky", "Báo cáo theo kỳ", self.periods.widget),
            ],
            self._show_view,
        )
        self.box = TaskBox(self)
        self.reader = Reader(self, self.model.reader, self.basket, "Mở")
        self._filters = row(self.unit, self.state_shown, self.add.open, self.calendar, self.export)
        self._drawn: Tasks | None = None
        self._connect()
        due = (self.letters.widget, self.reporting.widget, self.periods.widget)
        self.fill(
            row(self.query, self.on_day, self.find),
            self.work.widget,
            self.summary,
            self.views.widget,
            self._filters,
            self.file,
            row(
                column(register, self.month.widget, self._units, *due, css="wb-list wb-wide-list"),
                column(self.box.widget, self.reader.widget, css="wb-side"),
                css="wb-split",
            ),
        )
        self._refresh()
        self.guarded(self.basket.reload)()

    def _connect(self) -> None:
        model = self.model
        widgets.link((self.query, "value"), (model, "query"))
        widgets.link((self.on_day, "value"), (model, "on_day"))
        self.on_click(self.find, self._find)
        self.on_enter(self.query, self._find)
        self.on_enter(self.on_day, self._find)
        self.on_change(self.unit, lambda value: model.filter_by(unit=value or ""))
        self.on_change(self.state_shown, lambda value: model.filter_by(state_shown=value))
        self.on_click(self.calendar, lambda: self.wrote(model.calendar()))
        self.on_click(self.export, lambda: self.wrote(model.export()))
        model.observe(lambda _change: self._refresh(), "revision")

    def open(
        self,
        query: str | None = None,
        document_id: str | None = None,
        unit: str | None = None,
        state: str | None = None,
        request_id: str | None = None,
        task_id: str | None = None,
        **more: Any,
    ) -> None:
        """Tasks of what a question finds, of one document, of a unit, in a state ("qua_han"), one of them chosen; or
        who has reported for a request."""
        super().open(**more)
        if request_id is not None:
            self.model.show_view("bao_cao")
            self.model.reporting.choose(request_id)
            return
        if query is None and document_id is None and unit is None and state is None:
            return
        self.model.query = query or ""
        self.model.show_view("so")
        self.model.filter_by(unit=unit or "", state_shown=state if state is not None else "con")
        self._find(document_id or "", task_id)

    def catch_up(self) -> None:
        """The same tasks as they are now."""
        found = self.model.found
        if found is None or len(found.rows) <= MOST_RENEWED:
            ask_again(self.model)
        else:
            super().catch_up()
            tell_changed(self, self.find.description)

    def choose(self, task: Task) -> None:
        """Look at a task, with the document that set it beside."""
        self.model.choose(task)
        self.box.state.focus()

    def read(self, citation: Citation) -> None:
        """Open a source at the cited words."""
        self.model.reader.open_citation(citation)
        self.reader.focus()

    def read_document(self, document_id: str | None) -> None:
        """Open a document from its beginning."""
        if document_id is not None:
            self.model.reader.open(document_id)
            self.reader.focus()

    def wrote(self, path: Path) -> None:
        """Show a file that was written, with a link that saves it where there is one."""
        self.file.value = file_link(path)
        self.say(f"Đã ghi tệp {path.name}.")

    def open_draft(self, draft_id: str) -> None:
        """Show a draft where drafts are edited; where there is no such panel, say where it is."""
        if self.bench is not None and self.bench.is_connected:
            self.bench.go("du_thao", draft_id=draft_id)
        else:
            self.say("Đã lưu công văn vào các dự thảo; mở ở sổ tay 03 (Dự thảo).")

    def _show_view(self, view: str) -> None:
        self.file.value = ""
        self.model.show_view(view)

    def _find(self, document_id: str = "", task_id: str | None = None) -> None:
        self.file.value = ""
        self.model.begin(document_id=document_id)
        self.work.run("Đang lấy nhiệm vụ…", self.model.reading(), lambda found: self._take(found, task_id))

    def _take(self, found: Tasks, task_id: str | None) -> None:
        self.model.take(found)
        if task_id is None:
            return
        wanted = next((task for task in found.rows if task.id == task_id), None)
        if wanted is None:
            self.say("Không còn thấy nhiệm vụ này; có thể văn bản giao đã thay đổi. Hãy xem trong danh sách bên dưới.")
        else:
            self.choose(wanted)

    def _refresh(self) -> None:
        model = self.model
        asked = model.found is not None
        self.set_options(self.unit, [("Mọi đơn vị", ""), *model.units], model.unit)
        self.set_value(self.state_shown, model.state_shown)
        self.views.show(model.view)
        show_if(model.view in ("so", "lich", "don_vi", "don_doc"), self._filters)
        show_if(asked, self.unit)
        show_if(asked and model.view != "don_doc", self.calendar, self.export, self.state_shown)
        show_if(model.view == "so", self.add.open)
        self.table.refresh()
        self.month.refresh()
        self.letters.refresh()
        self.box.refresh()
        self._refresh_chart()
        self.summary.value = self._summary()

    def _refresh_chart(self) -> None:
        model = self.model
        if model.view != "don_vi":
            return
        if model.found is None or not model.rows:
            self.chart.value = '<p class="wb-hint">Chưa có nhiệm vụ nào để vẽ; bấm “Xem nhiệm vụ” hoặc bớt lọc.</p>'
            self._drawn = None
        elif self._drawn != model.shown_tasks:
            self.progress.start("Đang vẽ biểu đồ…")
            self._drawn = model.shown_tasks
            title = "Nhiệm vụ theo đơn vị chủ trì"
            units = len({name for task in model.rows for name in task.lead or (task.units,)})
            more = f'<p class="wb-hint">Vẽ {_UNITS} đơn vị có nhiều việc quá hạn nhất trên {number(units)}.</p>'
            chart = finish(self._drawn.chart(_UNITS).properties(title=title), title)
            self.chart.value = chart._repr_html_() + (more if units > _UNITS else "")

    def _summary(self) -> str:
        model = self.model
        if model.found is None:
            return (
                '<p class="wb-hint">Bấm “Xem nhiệm vụ”. Máy đọc nhiệm vụ từ chỉ thị, kết luận, kế hoạch, thông báo; '
                "người xác nhận và ghi trạng thái.</p>"
            )
        found = model.found
        late = sum(task.state is TaskState.OVERDUE for task in found.rows)
        about = f" về “{escape(found.query)}”" if found.query else ""
        overdue = f', <span class="wb-doubt">{number(late)} quá hạn</span>' if late else ", không việc nào quá hạn"
        return (
            f"<p><strong>{number(len(found.rows))} nhiệm vụ</strong>{about}{overdue} (tính đến {found.on:%d/%m/%Y}); "
            f"đang hiện {number(len(model.rows))}, hạn sớm trước.</p>"
        )
