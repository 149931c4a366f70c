"""The calendar of deadlines: months, days, how near a deadline is told, and opening a task from it."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from workbench import Workbench
from workbench.analysis.tasks.task import Task, TaskState
from workbench.ui import tasks_panel
from workbench.ui.tasks_month_model import MonthModel, due_words, nearness
from workbench.ui.tasks_month_view import month_html

ON = date(2026, 6, 10)


def task(name: str, due: date | None, state: TaskState = TaskState.OPEN, **more: object) -> Task:
    late = (ON - due).days if due is not None and due < ON and state in (TaskState.OPEN, TaskState.RUNNING) else 0
    shown = TaskState.OVERDUE if late else state
    return Task(name, f"việc {name}", ("Văn phòng",), deadline=due, state=shown, overdue_days=late, **more)  # type: ignore[arg-type]


TASKS = (
    task("tre", date(2026, 6, 5)),
    task("xong", date(2026, 6, 5), TaskState.DONE),
    task("gan", date(2026, 6, 12)),
    task("xa", date(2026, 9, 30)),
    task("khong-han", None),
    Task("dinh-ky", "việc định kỳ", ("Sở Nội vụ",), periodic=True, next_day=date(2026, 6, 20)),
)


@pytest.fixture
def month() -> MonthModel:
    made = MonthModel()
    made.show(TASKS, ON)
    return made


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def test_the_month_of_today_begins_on_monday_and_holds_its_deadlines(month: MonthModel) -> None:
    assert month.title == "Tháng 6/2026"
    assert [day.day.isoweekday() for day in month.weeks[0]] == [1, 2, 3, 4, 5, 6, 7]
    assert {one.id for one in month.of_month} == {"tre", "xong", "gan", "dinh-ky"}
    fifth = next(day for week in month.weeks for day in week if day.day == date(2026, 6, 5))
    assert [one.id for one in fifth.tasks] == ["tre", "xong"], "what is overdue comes first"


def test_months_are_turned_over_the_year_and_today_comes_back(month: MonthModel) -> None:
    month.turn(-6)
    assert (month.title, month.of_month, month.day) == ("Tháng 12/2025", (), None)
    assert month.nearest == date(2026, 6, 5)
    month.turn(9)
    assert (month.title, month.day) == ("Tháng 9/2026", date(2026, 9, 30)), "the first day with a task is chosen"
    month.today()
    assert (month.title, month.day, month.of_day) == ("Tháng 6/2026", ON, ())


def test_the_ends_of_the_calendar_are_no_error(month: MonthModel) -> None:
    month.choose(date(1, 2, 1))
    month.turn(-40)
    assert month.first == date(1, 2, 1)


@pytest.mark.parametrize(
    ("name", "words", "style"),
    [
        ("tre", "Quá hạn 5 ngày", "qua-han"),
        ("xong", "Xong", "xong"),
        ("gan", "Còn 2 ngày", "sap-den"),
        ("xa", "Còn 112 ngày", "con-han"),
    ],
)
def test_how_near_a_deadline_is_told_in_words(month: MonthModel, name: str, words: str, style: str) -> None:
    found = month.task(name)
    assert found is not None
    assert (due_words(found, ON), nearness(found, ON)) == (words, style)


def test_what_is_due_today_is_told() -> None:
    assert due_words(task("nay", ON), ON) == "Hạn hôm nay"


def test_the_month_and_the_day_come_back_after_a_restart(month: MonthModel) -> None:
    month.choose(date(2026, 9, 30))
    again = MonthModel()
    again.show(TASKS, ON)
    again.restore(month.state())
    assert (again.title, [one.id for one in again.of_day]) == ("Tháng 9/2026", ["xa"])
    again.restore({"month": "không phải ngày", "day": 5})
    assert again.title == "Tháng 9/2026"


def test_the_table_tells_everything_without_colours(month: MonthModel) -> None:
    shown = month_html(month.weeks, month.title, ON, ON)
    told = text_of(shown)
    assert "Thứ Hai Thứ Ba Thứ Tư Thứ Năm Thứ Sáu Thứ Bảy Chủ nhật" in told
    assert "10 Hôm nay" in told
    assert "5 Quá hạn 5 ngày Việc tre Xong Việc xong" in told
    assert 'aria-label="Ngày 12/06/2026: 1 nhiệm vụ đến hạn"' in shown
    crowded = MonthModel()
    crowded.show([task(str(number), date(2026, 6, 30)) for number in range(5)], ON)
    assert "3 việc nữa" in text_of(month_html(crowded.weeks, crowded.title, ON, None))


def test_a_task_is_opened_from_the_calendar(workbench: Workbench) -> None:
    workbench.add_task("Trình đề án", lead="Văn phòng Tỉnh ủy", deadline="15/7/2026")
    panel = tasks_panel(workbench)
    panel.views.buttons["lich"].click()
    assert "Bấm “Xem nhiệm vụ”" in panel.month.table.value
    panel.on_day.value = "1/7/2026"
    panel.find.click()
    panel.unit.value = "Văn phòng Tỉnh ủy"
    assert "Tháng 7/2026: 1 nhiệm vụ đến hạn" in text_of(panel.month.title.value)
    panel.month.next.click()
    assert "không có hạn nào; hạn gần nhất 15/07/2026" in text_of(panel.month.title.value)
    panel.month.nearest.click()
    name = panel.model.month.of_month[0].id
    panel.month.choice.press(name)
    assert panel.model.chosen.id == name
    assert panel.box.widget.layout.display == ""
    assert panel.model.reader.document is None
    assert panel.model.state()["month"] == {"month": "2026-07-01", "day": "2026-07-15"}
    panel.month.choice.press("2026-07-20")
    assert "không có nhiệm vụ đến hạn" in panel.month.tasks.title.value
    panel.month.choice.press("khong-con-nua")
    assert not panel.errors
