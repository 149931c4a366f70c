"""What people keep of their searching: saved searches and what these had found, history, tags and notes."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from workbench.workspace.database.base import Base


class SavedSearchRow(Base):
    """A search under a name; a deleted one stays, with `deleted_at`, until it is asked back.

    `question` is JSON (see `workbench.search.question.Question`); `folded` is the name without accents and capitals,
    by which it is found.
    """

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    question: Mapped[str]
    who: Mapped[str]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)


class SeenRow(Base):
    """A document that a saved search had found when a person last looked."""

    __tablename__ = "saved_search_seen"

    search_id: Mapped[int] = mapped_column(sa.ForeignKey("saved_searches.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))


class SearchedRow(Base):
    """A search that a person made."""

    __tablename__ = "search_history"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    who: Mapped[str]
    question: Mapped[str]
    total: Mapped[int]

    __table_args__ = ({"sqlite_autoincrement": True},)


class ViewedRow(Base):
    """A document that a person opened; path and title as they were then, for documents that have left since."""

    __tablename__ = "document_views"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    who: Mapped[str]
    document_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    path: Mapped[str]
    title: Mapped[str]

    __table_args__ = ({"sqlite_autoincrement": True},)


class MarkRow(Base):
    """A tag or a note on a document, or on a passage of it (see `workbench.workspace.marks.Mark`)."""

    __tablename__ = "marks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    stroke: Mapped[str] = mapped_column(sa.String(32), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    document_id: Mapped[str] = mapped_column(sa.String(32), index=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    natural_key: Mapped[str | None]
    path: Mapped[str]
    title: Mapped[str]
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str]
    text: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    removed_stroke: Mapped[str | None] = mapped_column(sa.String(32), index=True)
    removed_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]

    __table_args__ = ({"sqlite_autoincrement": True},)
