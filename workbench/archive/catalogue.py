"""The catalogue: the truth about documents, in SQLite through SQLAlchemy. Engines are caches of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workbench.documents.model import Document, Header, Passage
from workbench.errors import UnknownDocument, WorkbenchError

FILE_NAME = "catalogue.sqlite"
VERSION = 1
"""Raised when the tables or what is kept in them change; an older catalogue is then rebuilt from the originals."""


class _Base(DeclarativeBase):
    pass


class _DocumentRow(_Base):
    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]
    mtime_ns: Mapped[int]
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    title: Mapped[str]
    symbol: Mapped[str | None] = mapped_column(index=True)
    type: Mapped[str | None] = mapped_column(index=True)
    issuer: Mapped[str | None] = mapped_column(index=True)
    date: Mapped[date | None] = mapped_column(index=True)
    subject: Mapped[str | None]
    place: Mapped[str | None]
    system: Mapped[str | None]
    labels: Mapped[str] = mapped_column(default="[]")


class _TextRow(_Base):
    """The bulk of a document, apart from its fields so that lists of documents stay quick to read."""

    __tablename__ = "texts"

    document_id: Mapped[str] = mapped_column(sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str]
    page_starts: Mapped[str]
    passages: Mapped[str]
    cites: Mapped[str]
    notes: Mapped[str]


class _QuarantineRow(_Base):
    __tablename__ = "quarantine"

    path: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    mtime_ns: Mapped[int]
    reason: Mapped[str]


class _IndexedRow(_Base):
    """Which content of which document an engine holds; written after the engine has committed."""

    __tablename__ = "indexed"

    document_id: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))


class _WordsRow(_Base):
    """Tagged words of a text, made once for each content (segmentation is slow)."""

    __tablename__ = "words"

    content_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    words: Mapped[bytes]


@dataclass(frozen=True)
class FileState:
    """What the catalogue knows of a file on disk: enough to tell whether it must be read again."""

    size: int
    mtime_ns: int
    content_hash: str | None
    document_id: str | None
    reason: str | None = None


@dataclass(frozen=True)
class Entry:
    """A document as it goes into the catalogue, with the state of the file it was read from."""

    document: Document
    size: int
    mtime_ns: int
    content_hash: str


class Catalogue:
    """Opens or creates the catalogue in a folder.

    Raises:
        WorkbenchError: the file is no catalogue, or was made by another version of the workbench.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / FILE_NAME
        self._engine = sa.create_engine(f"sqlite:///{self.file.as_posix()}")
        sa.event.listen(self._engine, "connect", _configure)
        try:
            self._prepare()
        except sa.exc.DatabaseError as error:
            raise WorkbenchError(
                f"Không mở được danh mục “{self.file}” ({error.orig}).",
                "Hãy đóng chương trình khác đang dùng, hoặc xóa thư mục indexes rồi chạy “workbench build”; "
                "văn bản gốc không bị ảnh hưởng.",
            ) from error

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version not in (0, VERSION):
                _Base.metadata.reflect(connection)
                _Base.metadata.drop_all(connection)
            _Base.metadata.create_all(connection)
            if version != VERSION:
                connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # -- files ------------------------------------------------------------------------------------------------

    def files(self) -> dict[str, FileState]:
        """Every file that the catalogue knows, by path: documents and quarantined files."""
        columns = (_DocumentRow.path, _DocumentRow.size, _DocumentRow.mtime_ns, _DocumentRow.content_hash)
        with self._engine.connect() as connection:
            known = {
                row.path: FileState(row.size, row.mtime_ns, row.content_hash, row.id)
                for row in connection.execute(sa.select(*columns, _DocumentRow.id))
            }
            for row in connection.execute(sa.select(_QuarantineRow.__table__)):
                known[row.path] = FileState(row.size, row.mtime_ns, None, None, row.reason)
        return known

    # -- writing ----------------------------------------------------------------------------------------------

    def put(self, entries: Iterable[Entry]) -> None:
        """Add or replace documents; one transaction."""
        with self._engine.begin() as connection:
            for entry in entries:
                document = entry.document
                # The document's older content goes, and whatever else stood at this path.
                connection.execute(sa.delete(_DocumentRow).where(_DocumentRow.id == document.id))
                connection.execute(sa.delete(_DocumentRow).where(_DocumentRow.path == document.path))
                connection.execute(sa.delete(_QuarantineRow).where(_QuarantineRow.path == document.path))
                connection.execute(sa.insert(_DocumentRow), _document_values(entry))
                connection.execute(sa.insert(_TextRow), _text_values(document))

    def touch(self, path: str, size: int, mtime_ns: int) -> None:
        """Note that a file was saved again with the same content."""
        with self._engine.begin() as connection:
            values = {"size": size, "mtime_ns": mtime_ns}
            connection.execute(sa.update(_DocumentRow).where(_DocumentRow.path == path).values(values))

    def move(self, document_id: str, path: str, size: int, mtime_ns: int) -> None:
        """Note that a document's file has moved; the document keeps its id."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_QuarantineRow).where(_QuarantineRow.path == path))
            values = {"path": path, "size": size, "mtime_ns": mtime_ns}
            connection.execute(sa.update(_DocumentRow).where(_DocumentRow.id == document_id).values(values))

    def quarantine(self, path: str, size: int, mtime_ns: int, reason: str) -> None:
        """List a file that could not be read, with its reason; an older document at that path is taken out."""
        with self._engine.begin() as connection:
            _delete_paths(connection, [path])
            values = {"path": path, "size": size, "mtime_ns": mtime_ns, "reason": reason}
            connection.execute(sa.insert(_QuarantineRow), values)

    def remove(self, paths: Iterable[str]) -> None:
        """Take out documents and quarantine notes by path, with all that was derived from their text."""
        with self._engine.begin() as connection:
            _delete_paths(connection, list(paths))

    # -- reading ----------------------------------------------------------------------------------------------

    def document(self, document_id: str) -> Document:
        """The document with this id, or with the only id that begins so. Raises UnknownDocument."""
        with self._engine.connect() as connection:
            found = sa.select(_DocumentRow.__table__, _TextRow.__table__).join(_TextRow)
            rows = connection.execute(found.where(_DocumentRow.id == document_id)).all()
            if not rows and len(document_id) >= 4 and document_id.isalnum():
                rows = connection.execute(found.where(_DocumentRow.id.startswith(document_id)).limit(2)).all()
        if len(rows) != 1:
            what = "Nhiều văn bản có mã bắt đầu bằng" if rows else "Không có văn bản mang mã"
            raise UnknownDocument(f"{what} “{document_id}”.", "Hãy chép đủ mã ở cột ID của kết quả tìm.")
        return _document(rows[0])

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not in the catalogue are left out."""
        found = sa.select(_DocumentRow.__table__, _TextRow.__table__).join(_TextRow)
        with self._engine.connect() as connection:
            return {
                row.id: _document(row)
                for chunk in _chunks(list(ids))
                for row in connection.execute(found.where(_DocumentRow.id.in_(chunk)))
            }

    def count(self) -> int:
        """The number of documents."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(_DocumentRow)).scalar_one()

    def to_frame(self) -> pd.DataFrame:
        """All documents, one a row: id, path, symbol, type, issuer, date, title; ordered by path."""
        names = ["id", "path", "symbol", "type", "issuer", "date", "title"]
        columns = [getattr(_DocumentRow, name) for name in names]
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(*columns).order_by(_DocumentRow.path)).all()
        return pd.DataFrame([tuple(row) for row in rows], columns=names, dtype=object)  # None stays None

    # -- the engine's cache -----------------------------------------------------------------------------------

    def to_index(self) -> tuple[list[str], list[str]]:
        """What an engine must do to hold what the catalogue holds: ids to add anew, ids to take out."""
        with self._engine.connect() as connection:
            kept = {row.id: row.content_hash for row in connection.execute(_hashes(_DocumentRow.id, _DocumentRow))}
            held = {
                row.id: row.content_hash for row in connection.execute(_hashes(_IndexedRow.document_id, _IndexedRow))
            }
        return [key for key, value in kept.items() if held.get(key) != value], [key for key in held if key not in kept]

    def mark_indexed(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Note what the engine has just committed."""
        with self._engine.begin() as connection:
            for chunk in _chunks([*added, *removed]):
                connection.execute(sa.delete(_IndexedRow).where(_IndexedRow.document_id.in_(chunk)))
            for chunk in _chunks(list(added)):
                source = sa.select(_DocumentRow.id, _DocumentRow.content_hash).where(_DocumentRow.id.in_(chunk))
                connection.execute(sa.insert(_IndexedRow).from_select(["document_id", "content_hash"], source))

    def forget_indexed(self) -> None:
        """Note that the engine holds nothing (it was damaged, replaced or made by another version)."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_IndexedRow))

    # -- words ------------------------------------------------------------------------------------------------

    def words(self, document_id: str) -> bytes | None:
        """The tagged words kept for a document's present content, or None."""
        with self._engine.connect() as connection:
            found = sa.select(_WordsRow.words).join(_DocumentRow, _DocumentRow.content_hash == _WordsRow.content_hash)
            return connection.execute(found.where(_DocumentRow.id == document_id)).scalar_one_or_none()

    def keep_words(self, document_id: str, words: bytes) -> None:
        """Keep the tagged words of a document's present content."""
        with self._engine.begin() as connection:
            found = sa.select(_DocumentRow.content_hash).where(_DocumentRow.id == document_id)
            content_hash = connection.execute(found).scalar_one_or_none()
            if content_hash is not None:
                connection.execute(sa.delete(_WordsRow).where(_WordsRow.content_hash == content_hash))
                connection.execute(sa.insert(_WordsRow), {"content_hash": content_hash, "words": words})


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # secure_delete: what is taken out (a document later found to be secret) is overwritten on disk, not only unlinked.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _hashes(id_column: Any, table: Any) -> sa.Select[Any]:
    return sa.select(id_column.label("id"), table.content_hash)


def _chunks(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _delete_paths(connection: sa.Connection, paths: list[str]) -> None:
    for chunk in _chunks(paths):
        connection.execute(sa.delete(_QuarantineRow).where(_QuarantineRow.path.in_(chunk)))
        connection.execute(sa.delete(_DocumentRow).where(_DocumentRow.path.in_(chunk)))  # texts follow by cascade
    orphans = sa.select(_DocumentRow.content_hash)
    connection.execute(sa.delete(_WordsRow).where(_WordsRow.content_hash.not_in(orphans)))


def _document_values(entry: Entry) -> dict[str, Any]:
    document = entry.document
    return {
        "id": document.id,
        "path": document.path,
        "title": document.title,
        "size": entry.size,
        "mtime_ns": entry.mtime_ns,
        "content_hash": entry.content_hash,
        "labels": json.dumps(document.labels, ensure_ascii=False),
        **asdict(document.header),
    }


def _text_values(document: Document) -> dict[str, Any]:
    passages = [(p.start, p.end, p.page, p.section, p.heading) for p in document.passages]
    return {
        "document_id": document.id,
        "text": document.text,
        "page_starts": json.dumps(document.page_starts),
        "passages": json.dumps(passages),
        "cites": json.dumps(document.cites, ensure_ascii=False),
        "notes": json.dumps(document.notes, ensure_ascii=False),
    }


def _document(row: sa.Row[Any]) -> Document:
    passages = (Passage(number, *values) for number, values in enumerate(json.loads(row.passages), start=1))
    return Document(
        id=row.id,
        path=row.path,
        text=row.text,
        page_starts=tuple(json.loads(row.page_starts)),
        header=Header(row.symbol, row.type, row.issuer, row.date, row.subject, row.place, row.system),
        title=row.title,
        passages=tuple(passages),
        cites=tuple(json.loads(row.cites)),
        labels=tuple(json.loads(row.labels)),
        notes=tuple(json.loads(row.notes)),
    )
