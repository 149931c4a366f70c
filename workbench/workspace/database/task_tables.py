"""Tasks that people added themselves; what they decide about tasks read from documents is in `row_decisions`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.workspace.database.base import Base


class TaskRow(Base):
    """One state of one own task: every change is a new line, so that nothing that was written is lost.

    The newest line of a `task` tells; `values` is JSON (see `workbench.workspace.own_tasks.OwnTask`).
    """

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    task: Mapped[str] = mapped_column(sa.String(32), index=True)
    document_id: Mapped[str | None] = mapped_column(sa.String(32))
    content_hash: Mapped[str | None] = mapped_column(sa.String(64))
    values: Mapped[str]
    removed: Mapped[bool]
    who: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)
