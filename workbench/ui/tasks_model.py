"""The register of tasks, apart from how it looks: filters, what people decide, letters, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.tasks.register import in_order
from workbench.analysis.tasks.task import Task, Tasks
from workbench.errors import WorkbenchError
from workbench.export.calendar import write_calendar
from workbench.ui.bench import value_of
from workbench.ui.exports import export_path, export_table
from workbench.ui.markup import number
from workbench.ui.reader_model import ReaderModel
from workbench.ui.reporting_model import ReportingModel
from workbench.ui.search_model import limit_date
from workbench.ui.tasks_letters_model import LettersModel
from workbench.ui.tasks_month_model import MonthModel
from workbench.ui.tasks_row import NOBODY, SHOWN, fields_of, is_shown
from workbench.vietnamese.order import order_key
from workbench.workspace.own_tasks import PREFIX

if TYPE_CHECKING:
    from workbench.analysis.tasks.proofs import Proof
    from workbench.archive.report import OnProgress
    from workbench.workbench import Workbench

PAGE_SIZE = 10
LARGE = 20_000
"""Documents of an archive whose whole register is still read unasked, when the panel opens again."""


VIEWS = ("so", "lich", "don_vi", "don_doc", "bao_cao", "ky")


class TasksModel(LettersModel):
    """State and actions of the tasks panel.

    Attributes:
        query: what people typed; "" for the register of the whole archive.
        on_day: the day for which states are told, as typed; "" for today.
        unit, state_shown: the filters: a unit that leads ("" for all), one of `SHOWN`.
        view: which of `VIEWS` is on screen.
        page: the page on screen, from 0.
        found: all tasks of the question; None before it was asked.
        chosen: the task people are looking at; proofs: what may prove its result, None where nobody asked.
        reader: the document open beside; month: the calendar; reporting: who has reported.
    Views watch `revision` alone.
    """

    LASTING = ("_undos", "_saved", "letters", "letters_page", "proofs")
    """What a renewal leaves alone beside the state (`catching_up.ask_again`)."""

    query = traitlets.Unicode("")
    on_day = traitlets.Unicode("")
    unit = traitlets.Unicode("")
    state_shown: Any = traitlets.Enum([key for _, key in SHOWN], "con")
    view: Any = traitlets.Enum(VIEWS, "so")
    page = traitlets.Int(0)
    found: Any = traitlets.Any(None)
    chosen: Any = traitlets.Any(None)
    proofs: Any = traitlets.Any(None)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self.reader = ReaderModel(workbench)
        self.month = MonthModel()
        self.reporting = ReportingModel(workbench, self.day)
        self.rows: tuple[Task, ...] = ()
        self._asked: str | None = None
        self._document_id = ""
        self._undos: list[tuple[Task | None, Callable[[], object]]] = []
        self.observe(lambda _change: self._refresh_month(), "revision")

    # -- asking -----------------------------------------------------------------------------------------------

    def day(self) -> date:
        """The day for which states are told. Raises QueryError when it cannot be understood."""
        return limit_date(self.on_day, "Tính đến ngày")[1] or date.today()

    def find(self, *, document_id: str = "") -> None:
        """Read the tasks of what the question finds, of the whole archive where it is empty, or of one document.

        Raises:
            NotBuiltError, QueryError, UnknownDocument: as `Workbench.tasks`.
        """
        self.begin(document_id=document_id)
        self.take(self.reading()(self.workbench, None))

    def begin(self, *, document_id: str = "") -> None:
        """Take the question as it stands; answers to another one must not stay under one that fails."""
        self.found, self.chosen, self.proofs, self.letters, self._undos = None, None, None, None, []
        self._asked, self._document_id = self.query.strip(), document_id
        self._filter()

    def reading(self) -> Callable[[Workbench, OnProgress | None], Tasks]:
        """What reads the tasks of the question that was begun, with whatever workbench; for `take`."""
        asked, ids, day = self._asked or None, [self._document_id] if self._document_id else None, self.day()
        return lambda workbench, progress: workbench.tasks(asked, ids=ids, on=day, progress=progress)

    def take(self, found: Tasks) -> None:
        """Show what was read; a unit that leads nothing of it is no filter any more."""
        self.found = found
        if self.unit not in ("", *(value for _, value in self.units)):
            self.unit = ""
        self._filter()

    # -- the register -----------------------------------------------------------------------------------------

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units that lead, in Vietnamese order: what people read, and the value for `unit`."""
        rows = self.found.rows if self.found is not None else ()
        counts = Counter(name for task in rows for name in dict.fromkeys(task.lead))
        nobody = sum(not task.lead for task in rows)
        listed = [(f"{name} ({number(counts[name])})", name) for name in sorted(counts, key=order_key)]
        return [*listed, (f"Chưa rõ đơn vị ({number(nobody)})", NOBODY)] if nobody else listed

    def filter_by(self, **filters: str) -> None:
        """Show only some tasks: unit, state_shown."""
        for name, value in filters.items():
            setattr(self, name, value)
        self._filter()

    def show_view(self, view: str) -> None:
        """Show another part: the register, tasks by unit, letters, who has reported, reports by period."""
        self.view = view
        self.revision += 1

    @property
    def shown_tasks(self) -> Tasks:
        """The tasks that pass the filters, all pages."""
        found: Tasks = self.found
        return replace(found, rows=self.rows)

    @property
    def pages(self) -> int:
        """How many pages the tasks fill."""
        return -(-len(self.rows) // PAGE_SIZE)

    @property
    def shown(self) -> tuple[Task, ...]:
        """The tasks on screen."""
        return self.rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def choose(self, task: Task) -> None:
        """Look at a task: the document that set it opens at its words; no document stays open beside one without."""
        self.chosen, self.proofs = task, None
        if task.citation is not None and task.citation.end > task.citation.start:
            self.reader.open_citation(task.citation)
        elif task.citation is not None:
            self.reader.open(task.citation.document_id)
        else:
            self.reader.close()
        self.revision += 1

    # -- deciding ---------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision of this session to take back."""
        return bool(self._undos)

    @property
    def is_own(self) -> bool:
        """Whether the chosen task was written down by people."""
        return self.chosen is not None and self.chosen.id.startswith(PREFIX)

    def confirm(self) -> None:
        """Say that the chosen task is right as it was read."""
        task = self._chosen()
        self._decided(task, self.workbench.confirm_task(task.id))

    def correct(self, **values: str) -> None:
        """Say what the chosen task is: content, lead, deadline, product, state, done_on, note as typed.

        Raises:
            TaskError: a field cannot have its value; nothing is then changed.
        """
        task = self._chosen()
        self._decided(task, self.workbench.correct_task(task.id, **values))

    def dismiss(self) -> None:
        """Say that the chosen one is no task; it leaves the register."""
        task = self._chosen()
        stroke = self.workbench.dismiss_task(task.id)
        self._undos.append((task, self._bring_back(task) if self.is_own else lambda: self.workbench.undo_task(stroke)))
        self._put(task.id, None)
        self.chosen, self.proofs = None, None
        self.revision += 1

    def add(self, content: str, lead: str, deadline: str, *, to_document: bool = False) -> Task:
        """Write down a task of one's own, of the open document where this is asked; it is then the chosen one.

        Raises:
            TaskError: the content is empty, or the day cannot be understood.
        """
        document = self.reader.document if to_document else None
        name = self.workbench.add_task(
            content, lead=lead, deadline=deadline, document_id=document.id if document is not None else None
        )
        if self.found is None:
            self.find()
        task = self.workbench.task(name, self.found.on)
        self._put(name, task)
        self._undos.append((None, lambda: self._take_off(name)))
        self.chosen, self.proofs = task, None
        self._follow()
        return task

    def undo(self) -> None:
        """Take the last decision back."""
        before, take_back = self._undos.pop()
        renewed = take_back()
        if before is not None:
            task = self.workbench.task(renewed if isinstance(renewed, str) else before.id, self.found.on)
            self._put(before.id, task)
            self.chosen, self.proofs = task, None
        self._follow()

    # -- proofs -------------------------------------------------------------------------------------------------

    def look_for_proofs(self) -> tuple[Proof, ...]:
        """Later documents that may show the result of the chosen task; only proposals."""
        self.proofs = self.workbench.proofs(self._chosen().id)
        self.revision += 1
        return tuple(self.proofs)

    def take_proof(self, document_id: str) -> None:
        """Say that a document proves the result of the chosen task."""
        task, proofs = self._chosen(), self.proofs
        named = tuple(dict.fromkeys((*task.proof, document_id)))
        self._decided(task, self.workbench.correct_task(task.id, proof=named))
        self.proofs = proofs
        self.revision += 1

    # -- files and state --------------------------------------------------------------------------------------

    def export(self) -> Path:
        """Write the tasks that pass the filters as .xlsx; returns the file."""
        self._require_found()
        return export_table(self.workbench, self.shown_tasks, f"nhiệm vụ đến {self.found.on:%d-%m-%Y}")

    def calendar(self) -> Path:
        """Write the deadlines of the tasks that pass the filters as a calendar (.ics); returns the file.

        Raises:
            WorkbenchError: nothing was asked for yet, no task has a day, or the file cannot be written.
        """
        self._require_found()
        if not any(task.due for task in self.rows):
            raise WorkbenchError("Không nhiệm vụ nào đang hiện có ngày hạn.", "Hãy bỏ bớt điều kiện lọc.")
        return write_calendar(self.rows, export_path(self.workbench, "lịch nhiệm vụ", ".ics"))

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same tasks again."""
        return {
            "query": self.query,
            "on": self.on_day,
            "asked": self._asked if self.found is not None else None,
            "document": self._document_id,
            "unit": self.unit,
            "shown": self.state_shown,
            "view": self.view,
            "page": self.page,
            "task": self.chosen.id if self.chosen is not None else "",
            "month": self.month.state(),
            "reporting": self.reporting.state(),
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Ask for the same tasks again, with the same filters, and open the same document."""
        shown, view, asked = state.get("shown"), state.get("view"), state.get("asked")
        self.state_shown = shown if shown in [key for _, key in SHOWN] else "con"
        self.view = view if view in VIEWS else "so"
        self.unit, self.on_day = value_of(state, "unit", ""), value_of(state, "on", "")
        if isinstance(asked, str) and self.workbench.is_built:
            self.query = asked
            document_id = value_of(state, "document", "")
            # The archive may have changed since: then the question stands in its box, unasked.
            with suppress(WorkbenchError):
                if asked or document_id or self.workbench.catalogue.count() <= LARGE:
                    self.find(document_id=document_id)
        self.query = value_of(state, "query", "")
        self.page = min(max(value_of(state, "page", 0), 0), max(self.pages - 1, 0))
        task = value_of(state, "task", "")
        self.chosen = next((one for one in self.rows if one.id == task), None)
        self.month.restore(value_of(state, "month", {}))
        self.reporting.restore(value_of(state, "reporting", {}))
        self.reader.restore(value_of(state, "reader", {}))
        self.revision += 1

    # -- parts ------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        found: Tasks = self.found if self.found is not None else Tasks((), date.today())
        rows = found.rows
        if self.unit == NOBODY:
            rows = tuple(task for task in rows if not task.lead)
        elif self.unit:
            rows = found.of(self.unit).rows
        self.rows = tuple(task for task in rows if is_shown(task, self.state_shown))
        self.page = 0
        self.revision += 1

    def _urged(self) -> str | None:
        return self.unit if self.unit not in ("", NOBODY) else None

    def _refresh_month(self) -> None:
        if self.found is not None:
            self.month.show(self.rows, self.found.on)

    def _chosen(self) -> Task:
        if self.chosen is None:
            raise WorkbenchError("Chưa chọn nhiệm vụ nào.", "Hãy bấm “Mở” ở một dòng trước.")
        task: Task = self.chosen
        return task

    def _require_found(self) -> None:
        if self.found is None:
            raise WorkbenchError("Chưa có gì để ghi ra tệp.", "Hãy bấm “Xem nhiệm vụ” trước.")

    def _decided(self, task: Task, stroke: str) -> None:
        def back() -> object:
            return self.workbench.correct_task(task.id, **fields_of(task)) if own else self.workbench.undo_task(stroke)

        own = task.id.startswith(PREFIX)
        self._undos.append((task, back))
        self.chosen, self.proofs = self.workbench.task(task.id, self.found.on), None
        self._put(task.id, self.chosen)
        self._follow()

    def _bring_back(self, task: Task) -> Callable[[], str]:
        """An own task that was taken off is written down again."""
        document = task.citation.document_id if task.citation is not None else None
        return lambda: self.workbench.add_task(document_id=document, **fields_of(task))  # type: ignore[arg-type]

    def _take_off(self, name: str) -> None:
        self.workbench.dismiss_task(name)
        self._put(name, None)
        if self.chosen is not None and self.chosen.id == name:
            self.chosen = None

    def _put(self, task_id: str, task: Task | None) -> None:
        """A task in the place of the one with this id; None takes it off. What is on screen stays there."""
        for name in ("found", "rows"):
            rows = self.found.rows if name == "found" else self.rows
            new = in_order([*(one for one in rows if one.id != task_id), *([task] if task is not None else [])])
            if name == "found":
                self.found = replace(self.found, rows=new)
            else:
                self.rows = new

    def _follow(self) -> None:
        """The page with the chosen task."""
        place = next((n for n, one in enumerate(self.rows) if self.chosen is not None and one.id == self.chosen.id), 0)
        self.page = min(place // PAGE_SIZE if self.chosen is not None else self.page, max(self.pages - 1, 0))
        self.revision += 1
