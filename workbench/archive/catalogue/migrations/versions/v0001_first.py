"""The catalogue as version 1 of the workbench made it, before there were migrations (PRAGMA user_version = 1)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of version 1."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("path", sa.String, nullable=False, unique=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("mtime_ns", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, index=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("symbol", sa.String, index=True),
        sa.Column("type", sa.String, index=True),
        sa.Column("issuer", sa.String, index=True),
        sa.Column("date", sa.Date, index=True),
        sa.Column("subject", sa.String),
        sa.Column("place", sa.String),
        sa.Column("system", sa.String),
        sa.Column("labels", sa.String, nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("document_id", sa.String, sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("page_starts", sa.String, nullable=False),
        sa.Column("passages", sa.String, nullable=False),
        sa.Column("cites", sa.String, nullable=False),
        sa.Column("notes", sa.String, nullable=False),
    )
    op.create_table(
        "quarantine",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("mtime_ns", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_table(
        "indexed",
        sa.Column("document_id", sa.String(12), primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "words",
        sa.Column("content_hash", sa.String(64), primary_key=True),
        sa.Column("words", sa.LargeBinary, nullable=False),
    )
