"""What people decided about single rows that an analysis found: figures, tasks and the like, one table for all."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.workspace.database.base import Base


class RowDecisionRow(Base):
    """One decision about one row of one analysis (see `workbench.workspace.row_decisions.RowDecision`).

    Shared by every analysis whose rows people confirm, correct or dismiss: `kind` says which ("figure", "task" …);
    `values` is JSON. Read and written through `workbench.workspace.row_decisions.RowDecisions`.
    """

    __tablename__ = "row_decisions"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stroke: Mapped[str] = mapped_column(sa.String(32), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    document_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    natural_key: Mapped[str | None] = mapped_column(index=True)
    start: Mapped[int]
    quote: Mapped[str]
    decision: Mapped[str] = mapped_column(sa.String(16))
    values: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)
