"""A part of the tasks panel: the deadlines as a calendar, a month at a time, and the tasks of one day below it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from workbench.ui.common import button, column, html_text, row
from workbench.ui.markup import escape, number, shorten
from workbench.ui.presses import CONTAINER, Presses, press_attributes
from workbench.ui.row_list import RowList
from workbench.ui.tasks_month_model import Day, due_words, nearness
from workbench.ui.tasks_row import sentence_case
from workbench.ui.tasks_table import row_html

if TYPE_CHECKING:
    from workbench.analysis.tasks.task import Task
    from workbench.ui.tasks_view import TasksPanel

_WEEK = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_IN_CELL = 2  # tasks of a day in the calendar; the list below has all
_PAGE = 5


class MonthView:
    """View of a `MonthModel`."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model.month
        model = self._model
        self.previous = button("Tháng trước", "Xem hạn của tháng trước", fixed=True)
        self.today = button("Hôm nay", "Về tháng này, xem việc đến hạn hôm nay", fixed=True)
        self.next = button("Tháng sau", "Xem hạn của tháng sau", fixed=True)
        self.nearest = button("Tới hạn gần nhất", "Tới tháng gần nhất có nhiệm vụ đến hạn", hidden=True)
        self.title = html_text("wb-inline", fixed=True)
        self.table = html_text(fixed=True)
        self.choice = Presses(panel, "Chọn trong lịch", self._choose)
        self.tasks = RowList(
            panel, row_html, [("Mở", "Mở nhiệm vụ và văn bản giao", panel.choose, None)], _PAGE, "nhiệm vụ"
        )
        self.widget = column(
            row(self.previous, self.today, self.next, self.title, self.nearest),
            self.table,
            self.choice.widget,
            self.tasks.widget,
            css=CONTAINER,
            hidden=True,
        )
        panel.on_click(self.previous, lambda: model.turn(-1))
        panel.on_click(self.next, lambda: model.turn(1))
        panel.on_click(self.today, model.today)
        panel.on_click(self.nearest, lambda: model.choose(model.nearest) if model.nearest else None)
        model.observe(lambda _change: self.refresh(), "revision")

    def refresh(self) -> None:
        """Show what the model shows, where the calendar is on screen."""
        model = self._model
        if self._panel.model.view != "lich":
            return
        asked = self._panel.model.found is not None
        for one in (self.previous, self.today, self.next):
            one.disabled = not asked
        found = model.of_month
        nearest = model.nearest if asked and not found else None
        self.nearest.layout.display = "" if nearest else "none"
        if not asked:
            self.title.value, self.table.value = "", '<p class="wb-hint">Bấm “Xem nhiệm vụ” để lập lịch hạn.</p>'
            self.tasks.show("", ())
            return
        late = sum(bool(task.overdue_days) for task in found)
        told = f"{number(len(found))} nhiệm vụ đến hạn" if found else "không có hạn nào"
        told += f", {number(late)} quá hạn" if late else ""
        where = f"; hạn gần nhất {nearest:%d/%m/%Y}" if nearest else ""
        self.title.value = f"<h3>{escape(model.title)}: {escape(told + where)}</h3>"
        self.table.value = month_html(model.weeks, model.title, model.on, model.day)
        self._refresh_day()

    def _refresh_day(self) -> None:
        model = self._model
        if model.day is None:
            self.tasks.show("", ())
            return
        found = model.of_day
        told = f"{number(len(found))} nhiệm vụ đến hạn" if found else "không có nhiệm vụ đến hạn"
        self.tasks.show(f"<h3>Ngày {model.day:%d/%m/%Y}: {told}</h3>", found)

    def _choose(self, what: str) -> None:
        task = self._model.task(what)
        if task is not None:
            if task.due is not None:
                self._model.choose(task.due)
            self._panel.choose(task)
            return
        with suppress(ValueError):  # a task that another window took off meanwhile
            self._model.choose(date.fromisoformat(what))
            if self._model.of_day:
                self.tasks.rows[0].buttons[0].focus()  # the list may be below the edge of the screen


def month_html(weeks: list[tuple[Day, ...]], title: str, on: date, chosen: date | None) -> str:
    """A month as a table: weeks down, days across; each day and each task is a button.

    Args:
        weeks, title: the month.
        on: the day that is today.
        chosen: the day that is marked, or None.
    """
    head = "".join(f'<th scope="col">{name}</th>' for name in _WEEK)
    body = "".join(f"<tr>{''.join(_day_html(day, on, chosen) for day in week)}</tr>" for week in weeks)
    return (
        f'<div class="wb-scroll"><table class="wb-calendar"><caption class="wb-unseen">Lịch hạn, {escape(title)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f'<p class="wb-hint">Bấm vào ngày để xem mọi việc của ngày ấy, bấm vào việc để mở. Việc định kỳ hiện ở kỳ hạn '
        "kế tiếp; việc không có ngày hạn chỉ có trong Sổ nhiệm vụ.</p>"
    )


def _day_html(day: Day, on: date, chosen: date | None) -> str:
    styles = [
        "" if day.in_month else "wb-other-month",
        "wb-today" if day.day == on else "",
        "wb-day-now" if day.day == chosen else "",
    ]
    name = str(day.day.day) if day.in_month else f"{day.day:%d/%m}"
    today = ' <span class="wb-today-word">Hôm nay</span>' if day.day == on else ""
    told = f"Ngày {day.day:%d/%m/%Y}: {len(day.tasks)} nhiệm vụ đến hạn"
    tasks = "".join(_task_html(task, on) for task in day.tasks[:_IN_CELL]) if day.in_month else ""
    left = len(day.tasks) - (_IN_CELL if day.in_month else 0)
    more = f'<div class="wb-day-more">{_press(day, f"{left} việc nữa" if day.in_month else f"{left} việc", told)}</div>'
    current = ' aria-current="date"' if day.day == on else ""
    return (
        f'<td class="{" ".join(filter(None, styles))}"{current}><div class="wb-day">{_press(day, name, told)}{today}'
        f"</div>{tasks}{more if left > 0 else ''}</td>"
    )


def _press(day: Day, shown: str, told: str) -> str:
    return (
        f'<button {press_attributes(day.day.isoformat())} class="wb-day-button" aria-label="{escape(told)}">'
        f"{escape(shown)}</button>"
    )


def _task_html(task: Task, on: date) -> str:
    content = sentence_case(task.content)
    words = due_words(task, on)
    again = " (định kỳ)" if task.periodic else ""
    return (
        f'<button {press_attributes(task.id)} class="wb-due wb-due-{nearness(task, on)}" '
        f'title="{escape(f"{words}{again}: {shorten(content, 240)} – {task.units}")}">'
        f'<span class="wb-due-state">{escape(words)}</span> {escape(shorten(content, 60))}</button>'
    )
