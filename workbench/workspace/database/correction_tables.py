"""What people decided about the header fields of documents: one line a decision, never rewritten."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.workspace.database.base import Base


class CorrectionRow(Base):
    """One decision about one field of one document (see `workbench.workspace.corrections.Decision`)."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    batch: Mapped[str] = mapped_column(sa.String(32), index=True)
    document_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    read_key: Mapped[str | None]
    natural_key: Mapped[str | None] = mapped_column(index=True)
    field: Mapped[str] = mapped_column(sa.String(32))
    value: Mapped[str]
    before: Mapped[str]
    source: Mapped[str] = mapped_column(sa.String(16))
    note: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)
