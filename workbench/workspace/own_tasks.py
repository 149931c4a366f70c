"""Tasks that people wrote down themselves, kept in the workspace: every change a new line, none rewritten."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.task_tables import TaskRow

PREFIX = "v-"
"""What the id of an own task begins with; ids of documents are hexadecimal."""


@dataclass(frozen=True)
class OwnTask:
    """An own task as it stands.

    Attributes:
        id: "v-" and eight characters.
        document_id, content_hash: the document it belongs to, or None.
        values: its fields, in a form that JSON has.
        who, at: who changed it last, and when (UTC).
    """

    id: str
    document_id: str | None
    content_hash: str | None
    values: Mapping[str, Any]
    who: str
    at: datetime


class OwnTasks:
    """The own tasks of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    def add(self, values: Mapping[str, Any], document_id: str | None = None, content_hash: str | None = None) -> str:
        """Write a task down and return its id."""
        name = f"{PREFIX}{uuid.uuid4().hex[:8]}"
        self._write(name, document_id, content_hash, values, removed=False)
        return name

    def change(self, task: OwnTask, values: Mapping[str, Any]) -> None:
        """Change fields of a task; the others stay."""
        self._write(task.id, task.document_id, task.content_hash, {**task.values, **values}, removed=False)

    def remove(self, task: OwnTask) -> None:
        """Take a task off the list; its lines stay in the file."""
        self._write(task.id, task.document_id, task.content_hash, task.values, removed=True)

    def all(self) -> list[OwnTask]:
        """Every task on the list, in the order in which they were added."""
        newest = sa.select(sa.func.max(TaskRow.id)).group_by(TaskRow.task)
        first = sa.select(TaskRow.task, sa.func.min(TaskRow.id).label("first")).group_by(TaskRow.task).subquery()
        columns = (TaskRow.task, TaskRow.document_id, TaskRow.content_hash, TaskRow.values, TaskRow.who, TaskRow.at)
        asked = (
            sa.select(*columns)
            .join(first, first.c.task == TaskRow.task)
            .where(TaskRow.id.in_(newest), TaskRow.removed.is_(False))
            .order_by(first.c.first)
        )
        with self._store.read() as connection:
            rows = connection.execute(asked).all()
        return [OwnTask(task, name, found, json.loads(values), who, at) for task, name, found, values, who, at in rows]

    def _write(
        self, task: str, document_id: str | None, content_hash: str | None, values: Mapping[str, Any], *, removed: bool
    ) -> None:
        line = {
            "task": task,
            "document_id": document_id,
            "content_hash": content_hash,
            "values": json.dumps(dict(values), ensure_ascii=False),
            "removed": removed,
            "who": user_name(),
            "at": now(),
        }
        with self._store.write() as connection:
            connection.execute(sa.insert(TaskRow), line)
