"""Which documents set tasks, and the tasks they set, read with as few texts as the question allows."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property

from workbench.analysis.relations_methods import Linking
from workbench.analysis.tasks.document import assignments_of, is_dated, may_be_late, packed_assignments, unpacked
from workbench.analysis.tasks.register import KIND, no_longer_held, sets_tasks, tasks_of
from workbench.analysis.tasks.task import Task
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document
from workbench.documents.validity import ENDED
from workbench.search.filters import Filters
from workbench.search.searcher import Searcher
from workbench.workspace.row_decisions import RowDecisions

_CHUNK = 200  # documents loaded at once


class TaskReading(Linking):
    """The part of `Following` that reads tasks from documents."""

    @abstractmethod
    def searcher(self) -> Searcher:
        """Search with more doors."""

    @cached_property
    def _task_decisions(self) -> RowDecisions:
        return RowDecisions(self.workspace)

    def _read_tasks(
        self,
        query: str | None,
        ids: Iterable[str] | None,
        limit: int,
        on: date,
        late_on: date | None = None,
        progress: OnProgress | None = None,
    ) -> Iterator[Task]:
        """The tasks of documents on a day, without those that were dismissed.

        Args:
            query, ids, limit: which documents, as `Following.tasks`.
            on: the day for which states are told.
            late_on: documents none of whose tasks can be overdue on this day need not be read.
            progress: told how far the work has come.
        """
        names = list(ids) if ids is not None else self._setting_tasks(query, limit, late_on)
        meter = ProgressMeter(progress, len(names), "Đọc nhiệm vụ")
        for first in range(0, len(names), _CHUNK):
            chunk = names[first : first + _CHUNK]
            known = self._decided.documents(chunk)
            if ids is not None:  # asked for by name, so that one that is not there any more is told
                known = {name: known.get(name) or self.document(name) for name in chunk}
            for kept, _ in self._tasks_in(list(known.values()), on):
                yield from kept
            for _ in chunk:
                meter.step()

    def _setting_tasks(self, query: str | None, limit: int, late_on: date | None) -> list[str]:
        """Ids of the documents to read; of several files of one document the shown one."""
        hidden, listed = self._decided.representative_of, self.catalogue
        about = self._decided_about()
        found: list[Document] = []
        if query:
            found = [one for one in self.searcher().find(query, Filters(), limit) if sets_tasks(one)]
        among = {hidden.get(one.id, one.id) for one in found} if query else None
        read = dict(packed_assignments(listed, among))
        unread = (set(listed.ids()) if among is None else among) - read.keys()
        # Most documents set no task, or none with a day; to load the fields and texts of all is what takes long.
        wanted = {name for name, value in read.items() if value and (late_on is None or is_dated(unpacked(value)))}
        wanted |= about | unread
        if not query:
            alike = {name for name, head in hidden.items() if head in wanted}
            found = [one for one in self._decided.headers(wanted | alike) if sets_tasks(one)]
            found.sort(key=lambda one: one.path)
        issued = {one.id: one.header.date for one in found}
        shown = [name for name in dict.fromkeys(hidden.get(name, name) for name in issued) if name in wanted]
        if late_on is None:
            return shown
        sure = about | unread  # what their tasks are is not known yet
        return [
            name
            for name in shown
            if name in sure or name not in issued or may_be_late(unpacked(read[name]), issued[name], late_on)
        ]

    def _decided_about(self) -> set[str]:
        """Ids of the documents that a decision about tasks may be of."""
        lines, listed = self._task_decisions.all(KIND), self.catalogue
        near = listed.listed({line.document_id for line in lines})
        return {one.id for one in (*near, *listed.listed_with({line.content_hash for line in lines}))}

    def _tasks_in(self, documents: Sequence[Document], on: date) -> Iterator[tuple[list[Task], list[Task]]]:
        """For each document its tasks, and those that were dismissed."""
        identities = self._decided.tagged.identities([one.id for one in documents])
        decisions = self._task_decisions.on(KIND, identities) if identities else {}
        states = self._validity.states()
        assignments = assignments_of(documents, self.catalogue)
        for document in documents:
            kept, dismissed = tasks_of(document, assignments[document.id], decisions.get(document.id, []), on)
            if kept and states.get(document.id) == ENDED and self._has_ended(document.id, on):
                kept = [no_longer_held(task) for task in kept]
            yield kept, dismissed

    def _has_ended(self, document_id: str, on: date) -> bool:
        """Whether a document that is not in force today was not in force on a day either."""
        return on >= date.today() or self.validity(document_id, on).state == ENDED
