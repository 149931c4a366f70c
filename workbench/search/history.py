"""What people searched for and which documents they opened (NĐ 30/2020, Phụ lục VI, mục III.6; domain.md §8.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from workbench.search.question import Question
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.keeping_tables import SearchedRow, ViewedRow

MOST_SEARCHES, MOST_VIEWS = 20_000, 200_000
"""How many are kept; then the oldest give way."""


class Searched(NamedTuple):
    """A search that was made: when (UTC), by whom, what was asked, and how many documents were found."""

    at: datetime
    who: str
    question: Question
    total: int


class Viewed(NamedTuple):
    """How often a document was opened, and when last (UTC); path and title as they were then."""

    document_id: str
    path: str
    title: str
    views: int
    people: int
    last: datetime


class History:
    """The history of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    def searched(self, question: Question, total: int) -> None:
        """Note a search; the same one made again right after only moves to now."""
        plain, who = question.to_json(), user_name()
        with self._store.write(quietly=True) as connection:
            newest = connection.execute(
                sa.select(SearchedRow.__table__).where(SearchedRow.who == who).order_by(SearchedRow.id.desc()).limit(1)
            ).first()
            if newest is not None and newest.question == plain:
                again = sa.update(SearchedRow).where(SearchedRow.id == newest.id)
                connection.execute(again.values(at=now(), total=total))
                return
            line = {"at": now(), "who": who, "question": plain, "total": total}
            number = connection.execute(sa.insert(SearchedRow).returning(SearchedRow.id), line).scalar_one()
            connection.execute(sa.delete(SearchedRow).where(SearchedRow.id <= number - MOST_SEARCHES))

    def viewed(self, document_id: str, content_hash: str, path: str, title: str) -> None:
        """Note that a person opened a document."""
        line = {"document_id": document_id, "content_hash": content_hash, "path": path, "title": title}
        with self._store.write(quietly=True) as connection:
            insert = sa.insert(ViewedRow).returning(ViewedRow.id)
            number = connection.execute(insert, {**line, "at": now(), "who": user_name()}).scalar_one()
            connection.execute(sa.delete(ViewedRow).where(ViewedRow.id <= number - MOST_VIEWS))

    def searches(self, limit: int) -> list[Searched]:
        """The last searches, newest first."""
        found = sa.select(SearchedRow.__table__).order_by(SearchedRow.at.desc(), SearchedRow.id.desc()).limit(limit)
        with self._store.read() as connection:
            return [
                Searched(row.at, row.who, Question.from_json(row.question), row.total)
                for row in connection.execute(found)
            ]

    def views(self, limit: int) -> list[Viewed]:
        """The documents opened, most often opened first. A file that was moved counts as one document."""
        latest = sa.select(sa.func.max(ViewedRow.id)).group_by(ViewedRow.content_hash)
        counted = (
            sa.select(
                ViewedRow.content_hash,
                sa.func.count().label("views"),
                sa.func.count(ViewedRow.who.distinct()).label("people"),
            )
            .group_by(ViewedRow.content_hash)
            .subquery()
        )
        found = (
            sa.select(
                ViewedRow.document_id,
                ViewedRow.path,
                ViewedRow.title,
                counted.c.views,
                counted.c.people,
                ViewedRow.at,
            )
            .join(counted, counted.c.content_hash == ViewedRow.content_hash)
            .where(ViewedRow.id.in_(latest))
            .order_by(counted.c.views.desc(), ViewedRow.at.desc())
            .limit(limit)
        )
        with self._store.read() as connection:
            return [Viewed(*row) for row in connection.execute(found)]

    def views_of(self, content_hashes: Sequence[str]) -> list[tuple[datetime, str]]:
        """When (UTC) and by whom a document was opened, newest first."""
        found = sa.select(ViewedRow.at, ViewedRow.who).where(ViewedRow.content_hash.in_(content_hashes))
        with self._store.read() as connection:
            return [(row.at, row.who) for row in connection.execute(found.order_by(ViewedRow.id.desc()))]

    def clear(self, *, searches: bool = True, views: bool = True) -> int:
        """Forget the searches, the views or both; returns how many lines there were."""
        count = 0
        with self._store.write() as connection:
            for wanted, table in ((searches, SearchedRow), (views, ViewedRow)):
                if wanted:
                    count += connection.execute(sa.delete(table)).rowcount
        return count
