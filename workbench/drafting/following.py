"""Following up what was ordered, as methods of `Workbench`: tasks, who has reported, letters that urge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from workbench.analysis.reporting import REPORT_TYPES, Reporting, Request, read_request, who_reported
from workbench.analysis.reporting_periods import ReportMatrix, period_of, report_matrix
from workbench.analysis.tasks.proofs import Proof, find_proofs
from workbench.analysis.tasks.register import KIND, checked, in_order, own_task, snapshot_of
from workbench.analysis.tasks.task import Task, Tasks, TaskState
from workbench.archive.report import OnProgress
from workbench.documents.deadlines import Deadline, find_deadlines
from workbench.documents.model import Document
from workbench.drafting.chase import chase_letter, chase_reports
from workbench.drafting.model import Draft
from workbench.drafting.task_reading import TaskReading
from workbench.errors import TaskError
from workbench.search.filters import Filters
from workbench.workspace.corrections import Held
from workbench.workspace.own_tasks import PREFIX, OwnTask, OwnTasks
from workbench.workspace.row_decisions import Row, Said

_PROVING = 60  # documents looked at for proofs


class Following(TaskReading):
    """The part of `Workbench` about tasks, deadlines and reports due."""

    @cached_property
    def _own_tasks(self) -> OwnTasks:
        return OwnTasks(self.workspace)

    # -- asking -----------------------------------------------------------------------------------------------

    def tasks(
        self,
        query: str | None = None,
        *,
        ids: Iterable[str] | None = None,
        on: date | None = None,
        unit: str | None = None,
        states: Iterable[TaskState | str] = (),
        documents: int = 200,
        progress: OnProgress | None = None,
    ) -> Tasks:
        """The tasks that documents set, and those that people added; by deadline.

        Read from directives, conclusions, plans, notices and the like, not from reports and laws. Of several files of
        one document only the shown one counts. What a person dismissed is left out. The tasks of a document that is no
        longer in force are "không còn", unless a person said how far they have come.

        Args:
            query: only of the best `documents` that a search finds; tasks that people added are then left out.
            ids: only of these documents, of whatever kind, and what people added to them.
            on: the day for which states are told; today by default.
            unit: only tasks that this unit leads, "Ban Tổ chức Tỉnh ủy".
            states: only these states, "qua_han" or "Quá hạn".
            documents: how many found documents to look at.
            progress: told how far the work has come (the first look at a text takes time).

        Raises:
            NotBuiltError, QueryError, UnknownDocument: as `search` and `document`.
        """
        self._require_built()
        day = on or date.today()
        wanted = {TaskState(state) if state in list(TaskState) else state for state in states}
        late_on = day if wanted and wanted <= {TaskState.OVERDUE, TaskState.OVERDUE.label} else None
        chosen = None if ids is None else list(ids)
        found = list(self._read_tasks(query, chosen, documents, day, late_on, progress))
        if not query:
            added = (own for own in self._own_tasks.all() if chosen is None or own.document_id in chosen)
            found += [self._as_task(own, day) for own in added]
        tasks = Tasks(in_order(found), day, query or "")
        if unit:
            tasks = tasks.of(unit)
        if wanted:
            rows = tuple(task for task in tasks.rows if task.state in wanted or task.state.label in wanted)
            tasks = replace(tasks, rows=rows)
        return tasks

    def overdue(self, on: date | None = None, *, unit: str | None = None, progress: OnProgress | None = None) -> Tasks:
        """The tasks of the whole archive that are overdue on a day, longest first. Arguments, raises: as `tasks`."""
        tasks = self.tasks(on=on, unit=unit, states=(TaskState.OVERDUE,), progress=progress)
        return replace(tasks, rows=tuple(sorted(tasks.rows, key=lambda task: -task.overdue_days)))

    def task(self, task_id: str, on: date | None = None) -> Task:
        """The task of this id, also one that was dismissed. Raises TaskError when there is none."""
        self._require_built()
        return self._found_task(task_id, on or date.today())[0]

    def proofs(self, task_id: str, limit: int = 5) -> tuple[Proof, ...]:
        """Later documents that may show the result of a task, best first, with passages; only proposals.

        Raises:
            TaskError: there is no such task.
        """
        task = self.task(task_id)
        words = " ".join(char if char.isalnum() else " " for char in task.content)
        looked_at = self.searcher().find(" ".join(words.split()[:24]), Filters(), _PROVING)
        return find_proofs(task, looked_at, limit)

    # -- deciding ---------------------------------------------------------------------------------------------

    def confirm_task(self, task_id: str) -> str:
        """Say that a task is right as it was read. Returns the name of this stroke, for `undo_task`.

        Raises:
            TaskError: there is no such task, or it is an own one.
        """
        return self._decide(task_id, "confirmed", {})

    def correct_task(self, task_id: str, **values: object) -> str:
        """Correct fields of a task: content, lead, cooperate, deadline, product, state, note, done_on, proof.

        A deadline that is put off is corrected so; what the document says stays in `deadline_text`.

        Returns and raises: as `confirm_task`; TaskError also when a field cannot have its value.
        """
        return self._decide(task_id, "corrected", _checked(values))

    def dismiss_task(self, task_id: str) -> str:
        """Say that this is no task; it is left out of every list. Returns and raises: as `confirm_task`."""
        return self._decide(task_id, "dismissed", {})

    def set_task_state(
        self, task_id: str, state: TaskState | str, *, done_on: date | None = None, note: str | None = None
    ) -> str:
        """Say how far a task has come: "chua_lam", "dang_lam", "xong" or "khong_con".

        Args:
            task_id: the task.
            state: its state; "quá hạn" follows from the deadline and cannot be set.
            done_on: the day on which it was done.
            note: what to note of it.

        Returns and raises: as `correct_task`.
        """
        values: dict[str, object] = {"state": state}
        if done_on is not None:
            values["done_on"] = done_on
        if note is not None:
            values["note"] = note
        return self._decide(task_id, "corrected", _checked(values))

    def undo_task(self, stroke: str) -> int:
        """Take back a decision about a task read from a document. Returns how many tasks it was about."""
        return self._task_decisions.undo(stroke)

    def add_task(
        self,
        content: str,
        *,
        lead: str | Sequence[str] = (),
        deadline: date | str | None = None,
        document_id: str | None = None,
        **values: object,
    ) -> str:
        """Write down a task that no document sets, or that was not found in one; returns its id.

        Args:
            content: what is to be done.
            lead: who answers for it.
            deadline: the last day, "15/6/2025" or a date.
            document_id: the document it belongs to.
            values: cooperate, product, state, note.

        Raises:
            TaskError: the content is empty, or a field cannot have its value.
            UnknownDocument: as `document`.
        """
        self._require_built()
        plain = _checked({"content": content, "lead": lead, "deadline": deadline, **values})
        if document_id is None:
            return self._own_tasks.add(plain)
        held = self._held_of(self.document(document_id))
        return self._own_tasks.add(plain, held.document.id, held.content_hash)

    # -- urging -----------------------------------------------------------------------------------------------

    def chase_letters(
        self, on: date | None = None, *, unit: str | None = None, progress: OnProgress | None = None
    ) -> tuple[Draft, ...]:
        """A draft of the letter to each unit that has overdue tasks; every task cites the document that set it.
        Arguments, raises: as `tasks`."""
        overdue = self.overdue(on, unit=unit, progress=progress)
        by_unit: dict[str, list[Task]] = {}
        for task in overdue:
            for name in task.lead:
                by_unit.setdefault(name, []).append(task)
        return tuple(chase_letter(name, tasks, overdue.on) for name, tasks in by_unit.items())

    # -- who has reported ---------------------------------------------------------------------------------------

    def reported(
        self,
        request_id: str,
        *,
        units: Iterable[str] | None = None,
        due: date | None = None,
        on: date | None = None,
    ) -> Reporting:
        """Who has reported for a request: sent, late, missing; with the report and days late.

        Args:
            request_id: id of the document that asks for reports.
            units: who shall report; by default the list in the request, else whom it is addressed to.
            due: the last day allowed; by default what the request says.
            on: the day of asking; today by default.

        Raises:
            NotBuiltError, UnknownDocument: as `document`.
        """
        request = self._request(request_id, units, due)
        return who_reported(request, self._answers_to(request), on or date.today())

    def chase_report_letter(
        self,
        request_id: str,
        *,
        units: Iterable[str] | None = None,
        due: date | None = None,
        on: date | None = None,
    ) -> Draft | None:
        """A draft of the letter to the units that have not reported for a request; None where all have.

        Arguments and raises: as `reported`.
        """
        return chase_reports(self.reported(request_id, units=units, due=due, on=on), self.document(request_id))

    def report_periods(
        self,
        *,
        units: Iterable[str] | None = None,
        months: int = 3,
        due: str | Deadline | None = None,
        on: date | None = None,
    ) -> ReportMatrix:
        """Which unit sent the report of which period: a matrix of units and periods.

        Args:
            units: who reports; by default everybody of whom two reports of such periods are there.
            months: how long the periods are: 1, 3, 6, 9 or 12.
            due: the rule, "trước ngày 20 tháng cuối quý"; without one nothing is late.
            on: the day of asking; today by default.

        Raises:
            TaskError: the rule is no periodic deadline.
        """
        self._require_built()
        rule = _rule(due) if isinstance(due, str) else due
        reports = [one for one in self._decided.headers() if one.header.type in REPORT_TYPES]
        if units is None:
            sent: dict[str, set[str]] = {}
            for one in reports:
                period = period_of(one)
                if period is not None and period.months == months and one.header.issuer:
                    sent.setdefault(one.header.issuer, set()).add(period.name)
            # One report of a quarter is no habit, unless there is no more of anybody.
            most = max(map(len, sent.values()), default=0)
            units = [unit for unit, names in sent.items() if len(names) >= min(most, 2)]
        return report_matrix(tuple(units), reports, on or date.today(), months, rule)

    # -- parts ------------------------------------------------------------------------------------------------

    def _found_task(self, task_id: str, on: date) -> tuple[Task, Document | OwnTask]:
        name = task_id.strip()
        if name.startswith(PREFIX):
            for own in self._own_tasks.all():
                if own.id == name:
                    return self._as_task(own, on), own
        document_id, _, rest = name.partition("-")
        if document_id and rest and not name.startswith(PREFIX):
            document = self.document(document_id)
            for task in (task for pair in self._tasks_in([document], on) for tasks in pair for task in tasks):
                if task.id == f"{document.id}-{rest}":
                    return task, document
        raise TaskError(f"Không có nhiệm vụ mang mã “{task_id}”.", "Hãy xem mã ở: workbench tasks")

    def _as_task(self, own: OwnTask, on: date) -> Task:
        documents = self._decided.documents([own.document_id]) if own.document_id else {}
        return own_task(own, documents.get(own.document_id or ""), on)

    def _decide(self, task_id: str, said: Said, values: dict[str, object]) -> str:
        task, where = self._found_task(task_id, date.today())
        if isinstance(where, OwnTask):
            if said == "dismissed":
                self._own_tasks.remove(where)
            else:
                self._own_tasks.change(where, values)
            return where.id
        citation = task.citation
        if citation is None:
            raise TaskError(
                f"Nhiệm vụ “{task_id}” không còn thấy trong văn bản.", "Hãy thêm lại thành nhiệm vụ tự ghi nếu còn cần."
            )
        row = Row(citation.start, citation.quote)
        return self._task_decisions.decide(
            KIND, self._held_of(where), [row], said, {**values, "row": snapshot_of(task)}
        )

    def _held_of(self, document: Document) -> Held:
        """A document as it was read, by which decisions find it again."""
        for listed in self.catalogue.listed([document.id]):
            return Held(self.catalogue.document(document.id), listed.content_hash)
        raise TaskError(f"Văn bản “{document.title}” không còn trong kho.", "Chỉ ghi được cho văn bản đang có.")

    def _request(self, request_id: str, units: Iterable[str] | None, due: date | None) -> Request:
        request = read_request(self.document(request_id))
        if units is not None:
            request = replace(request, units=tuple(units))
        return replace(request, due=due, deadline=None) if due is not None else request

    def _answers_to(self, request: Request) -> list[Document]:
        asked = request.document.header.date
        hidden = self._decided.representative_of
        names = [
            one.id
            for one in self._decided.headers()
            if one.header.type in REPORT_TYPES
            and one.id not in hidden
            and (one.header.date is None or asked is None or one.header.date >= asked)
        ]
        return list(self._decided.documents(names).values())


def _checked(values: dict[str, object]) -> dict[str, object]:
    try:
        return checked(values)
    except ValueError as error:
        raise TaskError(str(error)) from error


def _rule(text: str) -> Deadline:
    found = next((one for one in find_deadlines(text) if one.periodic), None)
    if found is None:
        raise TaskError(f"Không hiểu hạn định kỳ “{text}”.", "Hãy ghi như: trước ngày 20 tháng cuối quý.")
    return found
