"""The register: tasks read from documents with what people decided laid over them, and the tasks people added."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from workbench.analysis.tasks.model import Assignment
from workbench.analysis.tasks.task import Task, TaskState
from workbench.documents.deadlines import Deadline, find_deadlines, read_deadline
from workbench.documents.model import Document
from workbench.workspace.own_tasks import OwnTask
from workbench.workspace.row_decisions import SAID, RowDecision

KIND = "task"
"""The kind of decisions about tasks in the workspace."""

SETTING_TYPES = frozenset(
    {
        "Chỉ thị", "Kết luận", "Kế hoạch", "Thông báo", "Công văn", "Công điện", "Chương trình", "Quyết định",
        "Nghị quyết", "Hướng dẫn", "Thông tri", "Đề án", "Phương án", "Chỉ thị liên tịch", "Thông báo kết luận",
        "Chương trình hành động",
    }
)  # fmt: skip
"""The kinds of documents that set tasks (domain.md §6.1); reports and laws tell what is, or what holds for all."""

_RULING_TYPES = frozenset({"Quyết định", "Nghị quyết", "Hướng dẫn", "Đề án", "Phương án"})
_CARRYING_OUT = frozenset({"chi_dao", "phuong_huong"})
FIELDS = ("content", "lead", "cooperate", "deadline", "product", "state", "note", "done_on", "proof")
"""What people can say of a task."""


def sets_tasks(document: Document) -> bool:
    """Whether a document of this kind sets tasks; one without a tên loại may."""
    return document.header.type is None or document.header.type in SETTING_TYPES


def tasks_of(
    document: Document, assignments: Iterable[Assignment], decisions: Sequence[RowDecision], on: date
) -> tuple[list[Task], list[Task]]:
    """The tasks of one document on a day, and those that people dismissed.

    A decision finds its task by the words that set it. One whose words are no longer read as a task still stands: what
    a person confirmed does not go away with a new version.
    """
    kept: list[Task] = []
    dismissed: list[Task] = []
    said = _by_place(document, decisions)
    for assignment in assignments:
        if not _is_meant(document, assignment) and (assignment.start, assignment.end) not in said:
            continue
        task = _read(document, assignment, on)
        lines = said.pop((assignment.start, assignment.end), ())
        (dismissed if _is_dismissed(lines) else kept).append(_with_decisions(task, lines, on))
    for (start, end), lines in said.items():
        snapshot = next((line.values["row"] for line in reversed(lines) if "row" in line.values), None)
        if snapshot is None:
            continue
        citation = document.cite(start, end) if end > start else None
        header = document.header
        task = Task(
            _task_id(document, lines[0].quote, start),
            "",
            (),
            citation=citation,
            set_by=header.issuer,
            set_on=header.date,
        )
        task = _changed(task, snapshot)
        (dismissed if _is_dismissed(lines) else kept).append(_with_decisions(task, lines, on))
    return kept, dismissed


def own_task(own: OwnTask, document: Document | None, on: date) -> Task:
    """A task that a person added, on a day."""
    citation, header = None, None
    if document is not None:
        header = document.header
        quote = str(own.values.get("quote") or "")
        start = document.text.find(quote) if quote else -1
        citation = document.cite(start, start + len(quote)) if start >= 0 else document.cite(0, 0)
    task = Task(
        own.id, "", (), decided="tự thêm", citation=citation, set_by=header.issuer if header else None,
        set_on=header.date if header else None,
    )  # fmt: skip
    return _on_day(_changed(task, own.values), on)


def no_longer_held(task: Task) -> Task:
    """A task whose document is no longer in force: nobody is late with it, unless a person said how far it has come."""
    if task.decided != "đề nghị" or task.state not in (TaskState.OPEN, TaskState.RUNNING, TaskState.OVERDUE):
        return task
    return _replaced(task, state=TaskState.DROPPED, overdue_days=0, note="Văn bản giao việc đã hết hiệu lực.")


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """By deadline, those without one last; then by place."""
    last = date.max
    return tuple(
        sorted(
            tasks, key=lambda task: (task.due or last, task.set_on or last, task.citation.start if task.citation else 0)
        )
    )


def snapshot_of(task: Task) -> dict[str, Any]:
    """A task's fields in a form that JSON has, to be kept with a decision about it."""
    return {
        "content": task.content,
        "lead": list(task.lead),
        "cooperate": list(task.cooperate),
        "deadline": task.deadline.isoformat() if task.deadline else None,
        "deadline_text": task.deadline_text,
        "periodic": task.periodic,
        "product": task.product,
    }


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a person says of a task, in a form that JSON has.

    Days may be `date`, ISO or as people write them ("15/6/2025"); units a list, or text with ";" between them.

    Raises:
        ValueError: a field does not exist or cannot have this value; the message is for people.
    """
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"Nhiệm vụ không có trường “{name}”; các trường: {', '.join(FIELDS)}.")
        if name in ("lead", "cooperate", "proof"):
            parts = value.split(";") if isinstance(value, str) else list(value or ())
            plain[name] = [str(part).strip() for part in parts if str(part).strip()]
        elif name in ("deadline", "done_on"):
            plain[name] = _day(value)
        elif name == "state":
            plain[name] = _state(value).value
        else:
            plain[name] = str(value or "").strip()
    if "content" in plain and not plain["content"]:
        raise ValueError("Nội dung nhiệm vụ còn trống.")
    return plain


# Parts -----------------------------------------------------------------------------------------


def _is_meant(document: Document, one: Assignment) -> bool:
    """In rulings and guidance a unit and a verb alone tell a rule; there a task is set with "giao", a day or a list."""
    if document.header.type not in _RULING_TYPES or one.cue in ("assign", "label", "table"):
        return True
    return (
        one.deadline is not None and (one.deadline.strong or one.section in _CARRYING_OUT)
    ) or one.section in _CARRYING_OUT


def _read(document: Document, one: Assignment, on: date) -> Task:
    deadline, header = one.deadline, document.header
    task = Task(
        id=_task_id(document, document.text[one.start : one.end], one.start),
        content=one.content,
        lead=one.lead,
        cooperate=one.cooperate,
        deadline=deadline.last_day(header.date) if deadline else None,
        deadline_text=" ".join(deadline.text.split()) if deadline else "",
        deadline_place=(deadline.start, deadline.end) if deadline else None,
        periodic=deadline.periodic if deadline else False,
        next_day=deadline.next_day(on) if deadline else None,
        product=one.product,
        citation=document.cite(one.start, one.end),
        set_by=header.issuer,
        set_on=header.date,
    )
    return _on_day(task, on)


def _on_day(task: Task, on: date) -> Task:
    """Whether it is overdue on a day."""
    if task.state not in (TaskState.OPEN, TaskState.RUNNING) or task.deadline is None or task.deadline >= on:
        return task
    return _replaced(task, state=TaskState.OVERDUE, overdue_days=(on - task.deadline).days)


def _by_place(document: Document, decisions: Sequence[RowDecision]) -> dict[tuple[int, int], list[RowDecision]]:
    found: dict[tuple[int, int], list[RowDecision]] = {}
    for line in decisions:
        start = line.place_in(document.text)
        # Words that are gone keep their decision under a place that nothing has.
        span = (start, start + _length(document.text, start, line.quote)) if start is not None else (-line.id, -line.id)
        found.setdefault(span, []).append(line)
    return found


def _length(text: str, start: int, quote: str) -> int:
    """How long a quote is in the text, where line breaks may have moved."""
    if text[start : start + len(quote)] == quote:
        return len(quote)
    at, words = start, quote.split()
    for word in words:
        at = text.find(word, at) + len(word)
    return at - start


def _is_dismissed(lines: Sequence[RowDecision]) -> bool:
    return bool(lines) and lines[-1].decision == "dismissed"


def _with_decisions(task: Task, lines: Sequence[RowDecision], on: date) -> Task:
    for line in lines:
        task = _replaced(_changed(task, line.values), decided=SAID[line.decision])
    return _on_day(task, on)


def _changed(task: Task, values: Mapping[str, Any]) -> Task:
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("lead", "cooperate", "proof"):
            changes[name] = tuple(value)
        elif name in ("deadline", "done_on"):
            changes[name] = date.fromisoformat(value) if value else None
        elif name == "state":
            changes[name] = TaskState(value)
        elif name in ("content", "product", "note", "deadline_text", "periodic"):
            changes[name] = value
    if {"deadline", "state"} & changes.keys() and task.state is TaskState.OVERDUE:
        changes.setdefault("state", TaskState.OPEN)
    return _replaced(task, **changes, overdue_days=0) if changes else task


def _replaced(task: Task, **changes: Any) -> Task:
    return Task(**{**vars(task), **changes})


def _task_id(document: Document, quote: str, start: int) -> str:
    letters = "".join(filter(str.isalnum, quote)).lower()
    before = document.text.count(quote, 0, start) if quote else 0
    return f"{document.id}-{hashlib.sha1(f'{before}|{letters}'.encode(), usedforsecurity=False).hexdigest()[:6]}"


def _day(value: object) -> str | None:
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        found: Deadline | None = read_deadline(text) or next(iter(find_deadlines(text)), None)
        day = found.last_day(date.today()) if found else None
        if day is None:
            raise ValueError(f"Không hiểu ngày “{text}”; hãy ghi như 15/6/2025.") from None
        return day.isoformat()


def _state(value: object) -> TaskState:
    text = str(value).strip()
    for state in TaskState:
        if state is not TaskState.OVERDUE and text.lower() in (state.value, state.label.lower()):
            return state
    known = ", ".join(f"{state.value} ({state.label})" for state in TaskState if state is not TaskState.OVERDUE)
    raise ValueError(f"Không có trạng thái “{text}”; chọn một trong: {known}.")
