"""The calendar of deadlines, apart from how it looks: one month, its weeks, the tasks of each day."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.tasks.task import TaskState
from workbench.ui.bench import value_of
from workbench.ui.markup import number

if TYPE_CHECKING:
    from workbench.analysis.tasks.task import Task

NEAR = 7
"""Days before a deadline from which on a task is near its end."""

_TO_DO = (TaskState.OPEN, TaskState.RUNNING, TaskState.OVERDUE)


@dataclass(frozen=True)
class Day:
    """One day of the calendar.

    Attributes:
        day: the day.
        in_month: whether it belongs to the month, and not to the week before or after it.
        tasks: what is due on it, overdue tasks first.
    """

    day: date
    in_month: bool
    tasks: tuple[Task, ...] = ()


class MonthModel(traitlets.HasTraits):
    """What of the calendar is on screen.

    Attributes:
        first: the first day of the month, None before there were tasks.
        day: the day whose tasks are listed below, None for none.
        revision: grows by one with every change; views watch this trait alone.
    """

    first: Any = traitlets.Instance(date, allow_none=True)
    day: Any = traitlets.Instance(date, allow_none=True)
    revision = traitlets.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self.on = date.today()
        self._by_day: dict[date, tuple[Task, ...]] = {}

    def show(self, tasks: Sequence[Task], on: date) -> None:
        """Take the tasks of the register; the month and the day stay as they are.

        Args:
            tasks: the tasks that pass the filters.
            on: the day for which their states were told: what the calendar takes for today.
        """
        by_day: dict[date, list[Task]] = {}
        for task in tasks:
            if task.due is not None:
                by_day.setdefault(task.due, []).append(task)
        self.on = on
        self._by_day = {day: tuple(sorted(found, key=_urgency)) for day, found in by_day.items()}
        if self.first is None:
            self.today()
        self.revision += 1

    @property
    def title(self) -> str:
        """The month in words: "Tháng 6/2026"."""
        return f"Tháng {self.first.month}/{self.first.year}" if self.first is not None else ""

    @property
    def weeks(self) -> list[tuple[Day, ...]]:
        """The weeks of the month from Monday to Sunday, with the days before and after that fill them."""
        if self.first is None:
            return []
        days = Calendar().monthdatescalendar(self.first.year, self.first.month)
        return [
            tuple(Day(day, day.month == self.first.month, self._by_day.get(day, ())) for day in week) for week in days
        ]

    @property
    def of_month(self) -> tuple[Task, ...]:
        """The tasks due in the month."""
        return tuple(task for week in self.weeks for day in week if day.in_month for task in day.tasks)

    @property
    def of_day(self) -> tuple[Task, ...]:
        """The tasks of the chosen day."""
        return self._by_day.get(self.day, ()) if self.day is not None else ()

    @property
    def nearest(self) -> date | None:
        """The day with tasks nearest to the month on screen; None where nothing has a day."""
        first = self.first
        return min(self._by_day, key=lambda day: abs((day - first).days), default=None) if first is not None else None

    def turn(self, step: int) -> None:
        """Go `step` months on."""
        if self.first is not None:
            self._go(self.first.year * 12 + self.first.month - 1 + step)

    def today(self) -> None:
        """Show the month of today, and what is due today."""
        self.first, self.day = self.on.replace(day=1), self.on
        self.revision += 1

    def choose(self, day: date) -> None:
        """List the tasks of a day; its month is shown."""
        self.first, self.day = day.replace(day=1), day
        self.revision += 1

    def task(self, task_id: str) -> Task | None:
        """The task of this id, where it has a day."""
        return next((task for found in self._by_day.values() for task in found if task.id == task_id), None)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same month again."""
        return {
            "month": self.first.isoformat() if self.first is not None else "",
            "day": self.day.isoformat() if self.day is not None else "",
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the month and the day that were shown."""
        with suppress(ValueError):
            self.first = date.fromisoformat(value_of(state, "month", "")).replace(day=1)
            self.day = date.fromisoformat(value_of(state, "day", ""))
        self.revision += 1

    def _go(self, months: int) -> None:
        if not date.min.year < months // 12 < date.max.year:
            return
        self.first = date(months // 12, months % 12 + 1, 1)
        self.day = next((day.day for week in self.weeks for day in week if day.in_month and day.tasks), None)
        self.revision += 1


def due_words(task: Task, on: date) -> str:
    """How near the deadline of a task is, in few words: "Quá hạn 5 ngày", "Hạn hôm nay", "Còn 3 ngày", "Xong"."""
    if task.state not in _TO_DO or task.due is None:
        return task.state.label
    if task.overdue_days:
        return f"Quá hạn {number(task.overdue_days)} ngày"
    left = (task.due - on).days
    if left <= 0:
        return "Hạn hôm nay" if left == 0 else task.state.label
    return f"Còn {number(left)} ngày"


def nearness(task: Task, on: date) -> str:
    """How urgent a task is, as a name of a style: "qua-han", "sap-den" (within `NEAR` days), "xong", "khong-con" or
    "con-han"."""
    if task.state not in _TO_DO:
        return task.state.value.replace("_", "-")
    if task.overdue_days:
        return "qua-han"
    return "sap-den" if task.due is not None and (task.due - on).days <= NEAR else "con-han"


def _urgency(task: Task) -> tuple[int, int]:
    order = (TaskState.OVERDUE, TaskState.RUNNING, TaskState.OPEN, TaskState.DONE, TaskState.DROPPED)
    return order.index(task.state), -task.overdue_days
