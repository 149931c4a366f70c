"""Searches under a name, and which documents each had found when a person last looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from workbench.documents.rich import frame_card
from workbench.errors import SavedSearchError
from workbench.search.question import Question
from workbench.vietnamese.spelling import clean, fold
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.keeping_tables import SavedSearchRow, SeenRow

_LONGEST_NAME = 120
_CHUNK = 5_000


@dataclass(frozen=True)
class SavedSearch:
    """A search under a name.

    Attributes:
        id: its number.
        name: as people gave it.
        question: what it asks.
        who: user of the machine who saved it.
        created_at, changed_at: when (UTC) it was saved, and last changed.
        seen_at: when (UTC) its documents were last marked as seen, or None.
        deleted_at: when (UTC) it was put into the trash, or None.
    """

    id: int
    name: str
    question: Question
    who: str
    created_at: datetime
    changed_at: datetime
    seen_at: datetime | None = None
    deleted_at: datetime | None = None


@dataclass(frozen=True)
class News:
    """What a saved search finds that was not there, or was otherwise, when a person last looked.

    Attributes:
        search: the saved search.
        total: how many documents it finds now.
        new, changed: ids of documents that it did not find then, and of those whose file has changed since.
        trouble: why it could not be asked, or "".
    """

    search: SavedSearch
    total: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    trouble: str = ""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.trouble)

    def __str__(self) -> str:
        if self.trouble:
            return f"{self.search.name}: không hỏi được ({self.trouble})"
        parts = [f"{len(self.new)} văn bản mới"] if self.new else []
        parts += [f"{len(self.changed)} văn bản đã sửa"] if self.changed else []
        return f"{self.search.name}: {', '.join(parts) or 'không có gì mới'}"


@dataclass(frozen=True)
class Alerts:
    """The news of every saved search asked ("mới từ lần trước").

    Attributes:
        items: one for each saved search, also for those without any.
        documents: path, symbol, title and day of issue of the documents in the news, by id.
    """

    items: tuple[News, ...]
    documents: Mapping[str, tuple[str, str | None, str, Any]]

    def __iter__(self) -> Iterator[News]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def to_frame(self) -> pd.DataFrame:
        """One row a document: search, news ("mới", "đã sửa"), id, path, symbol, title, date."""
        rows = [
            (item.search.name, kind, name, *self.documents.get(name, ("", None, "", None)))
            for item in self.items
            for kind, names in (("mới", item.new), ("đã sửa", item.changed))
            for name in names
        ]
        return pd.DataFrame(rows, columns=["search", "news", "id", "path", "symbol", "title", "date"])

    def _repr_html_(self) -> str:
        names = {
            "search": "Câu tìm đã lưu",
            "news": "Tin",
            "symbol": "Số ký hiệu",
            "title": "Tên văn bản",
            "date": "Ngày",
            "path": "Tệp",
        }
        troubles = [str(one) for one in self.items if one.trouble]
        return frame_card("Mới từ lần xem trước", (), self.to_frame(), names, notes=troubles)


class SavedSearches:
    """The saved searches of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    # -- names ------------------------------------------------------------------------------------------------

    def save(self, name: str, question: Question, *, replace: bool = False) -> SavedSearch:
        """Put a question under a name.

        Args:
            name: told apart from others without accents and capitals.
            question: what it asks.
            replace: whether a search of this name gets the new question; the old one then goes into the trash.

        Raises:
            SavedSearchError: the name is empty, too long or taken; nothing is then written.
        """
        name, folded = _named(name)
        with self._store.write() as connection:
            taken = _find(connection, folded)
            if taken is not None and not replace:
                raise _taken(taken.name)
            if taken is not None:
                _put(connection, taken.id, deleted_at=now())
            row = {"name": name, "folded": folded, "question": question.to_json(), "who": user_name()}
            moment = now()
            insert = sa.insert(SavedSearchRow).returning(SavedSearchRow.id)
            number = connection.execute(insert, {**row, "created_at": moment, "changed_at": moment}).scalar_one()
        return self._by_id(number)

    def get(self, name: str) -> SavedSearch:
        """The saved search of this name. Raises SavedSearchError when there is none."""
        with self._store.read() as connection:
            row = _find(connection, _named(name)[1])
        if row is None:
            raise _unknown(name)
        return _saved(row)

    def list(self, *, trash: bool = False) -> list[SavedSearch]:
        """The saved searches by name; with `trash`, those that were deleted instead, last deleted first."""
        found = sa.select(SavedSearchRow.__table__)
        if trash:
            found = found.where(SavedSearchRow.deleted_at.is_not(None)).order_by(
                SavedSearchRow.deleted_at.desc(), SavedSearchRow.id.desc()
            )
        else:
            found = found.where(SavedSearchRow.deleted_at.is_(None)).order_by(SavedSearchRow.folded)
        with self._store.read() as connection:
            return [_saved(row) for row in connection.execute(found)]

    def rename(self, name: str, new_name: str) -> SavedSearch:
        """Give a saved search another name. Raises SavedSearchError: there is none, or the new name is taken."""
        new_name, folded = _named(new_name)
        with self._store.write() as connection:
            row = _find(connection, _named(name)[1])
            if row is None:
                raise _unknown(name)
            taken = _find(connection, folded)
            if taken is not None and taken.id != row.id:
                raise _taken(taken.name)
            _put(connection, row.id, name=new_name, folded=folded, changed_at=now())
        return self._by_id(row.id)

    def delete(self, name: str) -> SavedSearch:
        """Put a saved search into the trash. Raises SavedSearchError when there is none of this name."""
        with self._store.write() as connection:
            row = _find(connection, _named(name)[1])
            if row is None:
                raise _unknown(name)
            _put(connection, row.id, deleted_at=now())
        return _saved(row)

    def restore(self, name: str) -> SavedSearch:
        """Take the search of this name that was deleted last out of the trash.

        Raises:
            SavedSearchError: there is none in the trash, or the name is taken by now.
        """
        folded = _named(name)[1]
        with self._store.write() as connection:
            taken = _find(connection, folded)
            if taken is not None:
                raise _taken(taken.name)
            row = _find(connection, folded, deleted=True)
            if row is None:
                raise SavedSearchError(
                    f"Không có câu tìm tên “{name.strip()}” đã xóa.", "Hãy xem: workbench saved --trash"
                )
            _put(connection, row.id, deleted_at=None)
        return self._by_id(row.id)

    # -- what was seen ----------------------------------------------------------------------------------------

    def seen(self, search: SavedSearch) -> dict[str, str]:
        """The documents that a search had found when last looked at: id and content hash."""
        found = sa.select(SeenRow.document_id, SeenRow.content_hash).where(SeenRow.search_id == search.id)
        with self._store.read() as connection:
            return {row.document_id: row.content_hash for row in connection.execute(found)}

    def mark_seen(self, search: SavedSearch, documents: Mapping[str, str]) -> None:
        """Note that a person has looked at these documents (id and content hash): all that the search finds now."""
        rows = [{"search_id": search.id, "document_id": name, "content_hash": it} for name, it in documents.items()]
        with self._store.write() as connection:
            connection.execute(sa.delete(SeenRow).where(SeenRow.search_id == search.id))
            for start in range(0, len(rows), _CHUNK):
                connection.execute(sa.insert(SeenRow), rows[start : start + _CHUNK])
            _put(connection, search.id, seen_at=now())

    def news(self, search: SavedSearch, documents: Mapping[str, str], shown: Mapping[str, str]) -> News:
        """What is new in what a search finds now.

        A document that only moved is not new: its content was seen under another id. Nor is another file of a document
        that was seen.

        Args:
            search: the saved search.
            documents: what it finds now: id and content hash.
            shown: for every file that another file of the same document stands for: the id of that one.
        """
        seen = self.seen(search)
        contents = set(seen.values())
        known = {shown.get(name, name) for name in seen}
        fresh = [name for name, content_hash in documents.items() if content_hash not in contents]
        return News(
            search,
            len(documents),
            tuple(name for name in fresh if name not in seen and shown.get(name, name) not in known),
            tuple(name for name in fresh if name in seen),
        )

    def _by_id(self, number: int) -> SavedSearch:
        with self._store.read() as connection:
            return _saved(connection.execute(sa.select(SavedSearchRow.__table__).filter_by(id=number)).one())


def _named(name: str) -> tuple[str, str]:
    plain = " ".join(clean(name).split()).encode("utf-8", "replace").decode("utf-8")
    if not plain or len(plain) > _LONGEST_NAME:
        raise SavedSearchError(
            "Câu tìm cần lưu chưa có tên, hoặc tên quá dài.", f"Hãy đặt tên từ 1 đến {_LONGEST_NAME} ký tự."
        )
    return plain, fold(plain)


def _find(connection: sa.Connection, folded: str, *, deleted: bool = False) -> sa.Row[Any] | None:
    when = SavedSearchRow.deleted_at
    found = sa.select(SavedSearchRow.__table__).where(
        SavedSearchRow.folded == folded, when.is_not(None) if deleted else when.is_(None)
    )
    return connection.execute(found.order_by(when.desc(), SavedSearchRow.id.desc()).limit(1)).first()


def _put(connection: sa.Connection, number: int, **values: object) -> None:
    connection.execute(sa.update(SavedSearchRow).where(SavedSearchRow.id == number).values(values))


def _saved(row: sa.Row[Any]) -> SavedSearch:
    values = dict(row._mapping)
    del values["folded"]
    return SavedSearch(**{**values, "question": Question.from_json(values["question"])})


def _taken(name: str) -> SavedSearchError:
    return SavedSearchError(f"Đã có câu tìm tên “{name}”.", "Hãy đặt tên khác, hoặc cho phép thay câu cũ (--replace).")


def _unknown(name: str) -> SavedSearchError:
    return SavedSearchError(f"Không có câu tìm đã lưu tên “{name.strip()}”.", "Hãy xem các tên ở: workbench saved")
