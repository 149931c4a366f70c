"""A task as people see it: what, who, until when, how far; and the list of tasks with its table and chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from workbench.documents.model import Citation
from workbench.documents.rich import frame_card


class TaskState(StrEnum):
    """How far a task has come (domain.md §6.2). "Quá hạn" follows from the deadline and the day of asking."""

    OPEN = "chua_lam"
    RUNNING = "dang_lam"
    DONE = "xong"
    OVERDUE = "qua_han"
    DROPPED = "khong_con"

    @property
    def label(self) -> str:
        """The state in words, for people."""
        return _LABELS[self]


_LABELS = {
    TaskState.OPEN: "Chưa làm",
    TaskState.RUNNING: "Đang làm",
    TaskState.DONE: "Xong",
    TaskState.OVERDUE: "Quá hạn",
    TaskState.DROPPED: "Không còn",
}
_COLOURS = {
    TaskState.OVERDUE: "#c0392b",
    TaskState.RUNNING: "#3d7ab8",
    TaskState.OPEN: "#9aa5b1",
    TaskState.DONE: "#2f9e77",
    TaskState.DROPPED: "#d9d2c5",
}
_STACKED = tuple(_COLOURS)  # from the axis outwards


@dataclass(frozen=True)
class Task:
    """One task.

    Attributes:
        id: id of the document and a part for the task ("3f2a…-9c01"); "v-…" for one that a person added.
        content: what is to be done.
        lead: who answers for it; empty where the document names nobody.
        cooperate: who works with them.
        deadline: the last day allowed, None where there is none or no calendar tells it.
        deadline_text: the deadline in the document's words, "" for none.
        deadline_place: offsets of these words in the document's text, or None.
        periodic: whether it comes again; `next_day` is then the next last day.
        next_day: for a periodic one, the next last day on or after the day of asking.
        product: what it shall result in, or "".
        state: how far it has come on the day of asking.
        overdue_days: days past the deadline, 0 when it is not overdue.
        decided: "đề nghị" for what was read and nobody confirmed, else what a person said of it.
        citation: the words that set it; None for an own task without a document.
        set_by: the organ that set it; set_on: the day.
        done_on: the day on which it was done, where a person said so.
        note: what people noted of it.
        proof: ids of the documents that show its result, as a person named them.
    """

    id: str
    content: str
    lead: tuple[str, ...]
    cooperate: tuple[str, ...] = ()
    deadline: date | None = None
    deadline_text: str = ""
    deadline_place: tuple[int, int] | None = None
    periodic: bool = False
    next_day: date | None = None
    product: str = ""
    state: TaskState = TaskState.OPEN
    overdue_days: int = 0
    decided: str = "đề nghị"
    citation: Citation | None = None
    set_by: str | None = None
    set_on: date | None = None
    done_on: date | None = None
    note: str = ""
    proof: tuple[str, ...] = ()

    @property
    def units(self) -> str:
        """The lead units in one line; "(chưa rõ đơn vị)" where the document names none."""
        return "; ".join(self.lead) or "(chưa rõ đơn vị)"

    @property
    def due(self) -> date | None:
        """The day to keep in mind: the deadline, or the next one of a periodic task."""
        return self.deadline or self.next_day


@dataclass(frozen=True)
class Tasks:
    """Tasks on a day, by deadline; those without one last.

    Attributes:
        rows: the tasks.
        on: the day for which states were told.
        query: what was asked for, or "".
        lost: decisions whose words are no longer in their document; what they said is kept in the workspace.
    """

    rows: tuple[Task, ...]
    on: date
    query: str = ""
    lost: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Task]:
        return iter(self.rows)

    def of(self, unit: str) -> Tasks:
        """The tasks that a unit leads."""
        from workbench.analysis.tasks.matching import is_unit

        rows = tuple(task for task in self.rows if any(is_unit(name, unit) for name in task.lead))
        return Tasks(rows, self.on, self.query)

    def to_frame(self) -> pd.DataFrame:
        """One row a task: id, content, lead, cooperate, deadline, deadline_text, product, state, overdue_days …"""
        columns = {
            "id": [task.id for task in self.rows],
            "content": [task.content for task in self.rows],
            "lead": [task.units for task in self.rows],
            "cooperate": ["; ".join(task.cooperate) for task in self.rows],
            "deadline": [task.deadline for task in self.rows],
            "deadline_text": [task.deadline_text for task in self.rows],
            "next_day": [task.next_day for task in self.rows],
            "product": [task.product for task in self.rows],
            "state": [task.state.label for task in self.rows],
            "overdue_days": [task.overdue_days for task in self.rows],
            "decided": [task.decided for task in self.rows],
            "set_by": [task.set_by for task in self.rows],
            "set_on": [task.set_on for task in self.rows],
            "done_on": [task.done_on for task in self.rows],
            "note": [task.note for task in self.rows],
            "source": [task.citation.label if task.citation else None for task in self.rows],
            "path": [task.citation.path if task.citation else None for task in self.rows],
        }
        return pd.DataFrame(columns)

    def by_unit(self) -> pd.DataFrame:
        """How many tasks each lead unit has in each state: unit, state, tasks; the unit with most overdue first."""
        counts: dict[tuple[str, TaskState], int] = {}
        for task in self.rows:
            for unit in task.lead or (task.units,):
                counts[unit, task.state] = counts.get((unit, task.state), 0) + 1
        rows = [(unit, state.label, count) for (unit, state), count in counts.items()]
        frame = pd.DataFrame(rows, columns=["unit", "state", "tasks"])
        overdue = {unit: count for (unit, state), count in counts.items() if state is TaskState.OVERDUE}
        order = sorted({unit for unit, _ in counts}, key=lambda unit: (-overdue.get(unit, 0), unit))
        return frame.sort_values("unit", key=lambda column: column.map(order.index), kind="stable", ignore_index=True)

    def chart(self, units: int = 20) -> Any:
        """An Altair chart: tasks per lead unit by state, overdue ones first, at most so many units; the numbers stand
        beside the bars, so that nobody need tell colours apart."""
        import altair as alt

        frame = self.by_unit()
        frame = frame[frame["unit"].isin(list(dict.fromkeys(frame["unit"]))[:units])]
        frame = frame.assign(unit=frame["unit"].map(lambda name: name[:1].upper() + name[1:]))
        states = [state for state in _STACKED if state.label in set(frame["state"])]
        labels = [state.label for state in states]
        frame = frame.assign(place=frame["state"].map(labels.index))
        names = list(dict.fromkeys(frame["unit"]))
        late = frame[frame["state"] == TaskState.OVERDUE.label].groupby("unit")["tasks"].sum()
        sums = frame.groupby("unit", as_index=False)["tasks"].sum()
        sums["told"] = [
            f"{total} việc" + (f", {late[unit]} quá hạn" if unit in late.index else "")
            for unit, total in zip(sums["unit"], sums["tasks"], strict=True)
        ]
        y = alt.Y("unit:N", sort=names, title=None, axis=alt.Axis(labelLimit=300, ticks=False, domain=False))
        bars = (
            alt.Chart(frame, width=330, height=alt.Step(24))
            .mark_bar()
            .encode(
                x=alt.X("tasks:Q", title=None, axis=None),
                y=y,
                order=alt.Order("place:Q"),
                color=alt.Color(
                    "state:N",
                    title=None,
                    scale=alt.Scale(domain=labels, range=[_COLOURS[state] for state in states]),
                    legend=alt.Legend(orient="bottom", direction="horizontal"),
                ),
                tooltip=[
                    alt.Tooltip("unit:N", title="Đơn vị"),
                    alt.Tooltip("state:N", title="Trạng thái"),
                    alt.Tooltip("tasks:Q", title="Số nhiệm vụ"),
                ],
            )
        )
        told = (
            alt.Chart(sums)
            .mark_text(align="left", dx=6, fontSize=12, color="currentColor")
            .encode(x=alt.X("tasks:Q"), y=y, text="told:N")
        )
        return alt.layer(bars, told)

    def _repr_html_(self) -> str:
        names = {
            "id": "Mã", "content": "Nhiệm vụ", "lead": "Chủ trì", "deadline": "Hạn",
            "deadline_text": "Hạn như văn bản ghi", "state": "Trạng thái", "source": "Nguồn",
        }  # fmt: skip
        title = f"Nhiệm vụ: {self.query}" if self.query else "Nhiệm vụ"
        lost = f"{len(self.lost)} quyết định không còn lời văn trong văn bản." if self.lost else ""
        facts = (f"{len(self.rows)} nhiệm vụ, tính đến {self.on:%d/%m/%Y}",)
        return frame_card(title, facts, self.to_frame(), names, notes=(lost,))
