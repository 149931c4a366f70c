"""One task in words."""

from __future__ import annotations

from workbench.analysis.tasks.task import Task, TaskState
from workbench.ui.markup import number

NOBODY = "-"
"""The value of the unit filter for tasks whose document names no unit."""

_TO_DO = (TaskState.OPEN, TaskState.RUNNING, TaskState.OVERDUE)

SHOWN: tuple[tuple[str, str], ...] = (
    ("Còn phải làm", "con"),
    *((state.label, state.value) for state in (TaskState.OVERDUE, *_TO_DO[:2], TaskState.DONE, TaskState.DROPPED)),
    ("Chưa ai xác nhận", "de_nghi"),
    ("Mọi trạng thái", ""),
)
"""Which tasks are shown, as people read it, and in the model."""

SETTABLE = tuple((state.label, state.value) for state in TaskState if state is not TaskState.OVERDUE)
"""The states that people can set; "quá hạn" follows from the deadline."""


def is_shown(task: Task, wanted: str) -> bool:
    """Whether a choice of `SHOWN` shows a task."""
    if wanted == "con":
        return task.state in _TO_DO
    if wanted == "de_nghi":
        return task.decided == "đề nghị"
    return wanted in ("", task.state.value)


def fields_of(task: Task) -> dict[str, object]:
    """What people can say of a task, as it stands."""
    return {
        "content": task.content,
        "lead": task.lead,
        "cooperate": task.cooperate,
        "deadline": task.deadline,
        "product": task.product,
        "state": TaskState.OPEN if task.state is TaskState.OVERDUE else task.state,
        "note": task.note,
        "done_on": task.done_on,
        "proof": task.proof,
    }


def when_words(task: Task) -> str:
    """The deadline in words: the day, the next day of a periodic task, or what the document says."""
    if task.deadline is not None:
        return f"{task.deadline:%d/%m/%Y}"
    if task.next_day is not None:
        return f"{task.next_day:%d/%m/%Y} (định kỳ)"
    return task.deadline_text or "Không ghi hạn"


def state_words(task: Task) -> str:
    """How far a task has come, with the days it is overdue or the day it was done."""
    if task.overdue_days:
        return f"Quá hạn {number(task.overdue_days)} ngày"
    if task.state is TaskState.DONE and task.done_on is not None:
        return f"Xong ngày {task.done_on:%d/%m/%Y}"
    return task.state.label


def decided_words(task: Task) -> str:
    """Who says that it is a task, in words."""
    return "máy đọc, chưa ai xác nhận" if task.decided == "đề nghị" else task.decided


def sentence_case(content: str) -> str:
    """What is to be done, as the beginning of a line; a task is often read from the middle of a sentence."""
    return content[:1].upper() + content[1:]
