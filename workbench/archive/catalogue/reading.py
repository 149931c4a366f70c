"""What the catalogue answers: files and their states, documents, what an engine lacks, kept analyses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from workbench.archive.catalogue.codec import Stored
from workbench.archive.catalogue.database import Database, chunks, columns_of
from workbench.archive.catalogue.schema import (
    FIELDS,
    analyses,
    departed,
    documents,
    files,
    indexed,
    refused,
    suspicions,
    terms,
    texts,
)
from workbench.documents.model import Document
from workbench.documents.secrecy_suspicions import Suspicion
from workbench.errors import UnknownDocument

if TYPE_CHECKING:
    import pandas as pd


class FileState(NamedTuple):
    """What the catalogue knows of a file: enough to tell whether it must be read again.

    Attributes:
        size, mtime_ns: how it looked from outside.
        content_hash: SHA-256 of its bytes, or None where it could not be opened.
        status: "read", "quarantined" or "waiting"; reason: why, in Vietnamese.
        part: the program it waits for, or None.
        reading: number of the way of reading that it was read with.
        container: path of the file on disk that holds it, or None for a file on disk.
        document_id: the document it became, or None.
    """

    size: int
    mtime_ns: int
    content_hash: str | None
    status: str
    reason: str
    part: str | None
    reading: int
    container: str | None
    document_id: str | None


class RefusedState(NamedTuple):
    """What is remembered of a refused file."""

    size: int
    mtime_ns: int
    mark: str
    reading: int


class Reading(Database):
    """The catalogue as everything above a build sees it."""

    # -- files ------------------------------------------------------------------------------------------------

    def files(self) -> dict[str, FileState]:
        """Every file that the catalogue knows, by path; refused ones are not among them."""
        names = ("path", "size", "mtime_ns", "content_hash", "status", "reason", "part", "reading", "container")
        found = sa.select(*columns_of(files, names), documents.c.id).select_from(
            files.outerjoin(documents, documents.c.path == files.c.path)
        )
        with self._engine.connect() as connection:
            return {path: FileState(*state) for path, *state in connection.execute(found)}

    def refused(self) -> dict[str, RefusedState]:
        """The refused files on disk, by hash of their path (`path_hash`)."""
        columns = columns_of(refused, ("path_hash", *RefusedState._fields))
        with self._engine.connect() as connection:
            return {key: RefusedState(*state) for key, *state in connection.execute(sa.select(*columns))}

    # -- documents --------------------------------------------------------------------------------------------

    def document(self, document_id: str) -> Document:
        """The document with this id, or with the only id that begins so.

        A document whose original was deleted is still given, with a note that says so.

        Raises:
            UnknownDocument: none has this id, or more than one begins so.
        """
        with self._engine.connect() as connection:
            rows = connection.execute(_stored().where(documents.c.id == document_id)).all()
            if not rows:
                gone = connection.execute(_gone().where(departed.c.id == document_id)).one_or_none()
                if gone is not None:
                    return _departed_document(gone)
            if not rows and len(document_id) >= 4 and document_id.isalnum():
                prefix = (documents.c.id > document_id) & (documents.c.id < document_id + "g")  # ids are hexadecimal
                rows = connection.execute(_stored().where(prefix).limit(2)).all()
        if len(rows) != 1:
            what = "Nhiều văn bản có mã bắt đầu bằng" if rows else "Không có văn bản mang mã"
            raise UnknownDocument(f"{what} “{document_id}”.", "Hãy chép đủ mã ở cột ID của kết quả tìm.")
        return _as_stored(rows[0]).document()

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not in the catalogue are left out."""
        return {stored.id: stored.document() for stored in self.stored(ids)}

    def stored(self, ids: Iterable[str]) -> list[Stored]:
        """Documents as they lie in the catalogue; ids that are not in it are left out."""
        with self._engine.connect() as connection:
            return [
                _as_stored(row)
                for chunk in chunks(list(ids))
                for row in connection.execute(_stored().where(documents.c.id.in_(chunk)))
            ]

    def departed(self, ids: Iterable[str]) -> dict[str, date]:
        """Of these documents, those whose original was deleted, and the day on which that was noticed."""
        with self._engine.connect() as connection:
            return {
                row.id: row.gone_on
                for chunk in chunks(list(ids))
                for row in connection.execute(
                    sa.select(departed.c.id, departed.c.gone_on).where(departed.c.id.in_(chunk))
                )
            }

    def ids(self) -> list[str]:
        """The ids of all documents, in order."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(documents.c.id).order_by(documents.c.id)).scalars())

    def departed_ids(self) -> set[str]:
        """Ids of all documents whose original was deleted."""
        with self._engine.connect() as connection:
            return set(connection.execute(sa.select(departed.c.id)).scalars())

    def suspicions(self, document_id: str) -> tuple[Suspicion, ...]:
        """What makes one wonder about a document, in order of its text."""
        found = (
            sa.select(*columns_of(suspicions, ("reason", "start", "end")))
            .where(suspicions.c.document_id == document_id)
            .order_by(suspicions.c.number)
        )
        with self._engine.connect() as connection:
            return tuple(Suspicion(*row) for row in connection.execute(found))

    def suspected(self) -> dict[str, int]:
        """Documents that a person should look at, by id, with the number of places."""
        found = sa.select(suspicions.c.document_id, sa.func.count()).group_by(suspicions.c.document_id)
        with self._engine.connect() as connection:
            return {row.document_id: row[1] for row in connection.execute(found)}

    def count(self) -> int:
        """The number of documents."""
        with self._engine.connect() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(documents)).scalar_one()

    def content_hashes(self, hashes: Iterable[str]) -> set[str]:
        """Those of the hashes that are the content of a document."""
        with self._engine.connect() as connection:
            return {
                found
                for chunk in chunks(list(hashes))
                for found in connection.execute(
                    sa.select(documents.c.content_hash).where(documents.c.content_hash.in_(chunk))
                ).scalars()
            }

    def to_frame(self) -> pd.DataFrame:
        """All documents, one a row: id, path, symbol, type, issuer, date, title; ordered by path."""
        import pandas as pd  # late: a worker process takes as long to load it as all the rest

        names = ["id", "path", "symbol", "type", "issuer", "date", "title"]
        with self._engine.connect() as connection:
            found = sa.select(*columns_of(documents, names)).order_by(documents.c.path)
            rows = connection.execute(found).all()
        return pd.DataFrame([tuple(row) for row in rows], columns=names, dtype=object)  # None stays None

    # -- the engine's cache -----------------------------------------------------------------------------------

    def to_index(self, version: str) -> tuple[list[str], list[str]]:
        """What an engine must do to hold what the catalogue holds: ids to add anew, ids to take out.

        Args:
            version: of the digest that makes terms today; terms made by another one are to be made again.
        """
        held = documents.outerjoin(indexed, indexed.c.document_id == documents.c.id)
        stale = sa.or_(
            documents.c.fingerprint.is_(None),
            indexed.c.fingerprint.is_(None),
            indexed.c.fingerprint != documents.c.fingerprint,
            sa.func.substr(documents.c.fingerprint, 1, len(version) + 1) != f"{version}-",
        )
        present = sa.select(documents.c.id).where(documents.c.id == indexed.c.document_id)
        with self._engine.connect() as connection:
            to_add = connection.execute(sa.select(documents.c.id).select_from(held).where(stale)).scalars()
            to_remove = connection.execute(sa.select(indexed.c.document_id).where(~present.exists())).scalars()
            return list(to_add), list(to_remove)

    def terms(self, ids: Iterable[str], version: str) -> dict[str, bytes]:
        """Kept terms by document, of those made by this version of the digest."""
        found = sa.select(terms.c.document_id, terms.c.value).join(documents, documents.c.id == terms.c.document_id)
        current = documents.c.fingerprint.startswith(f"{version}-", autoescape=True)
        with self._engine.connect() as connection:
            return {
                row.document_id: row.value
                for chunk in chunks(list(ids))
                for row in connection.execute(found.where(terms.c.document_id.in_(chunk), current))
            }

    # -- the second stage -------------------------------------------------------------------------------------

    def analysis(self, document_id: str, name: str, version: str) -> bytes | None:
        """What was kept of an analysis for a document's present text, or None."""
        found = (
            sa.select(analyses.c.value)
            .join(documents, documents.c.text_hash == analyses.c.text_hash)
            .where(documents.c.id == document_id, analyses.c.name == name, analyses.c.version == version)
        )
        with self._engine.connect() as connection:
            return connection.execute(found).scalar_one_or_none()

    def analyses(self, name: str, version: str, ids: Iterable[str] | None = None) -> Iterator[tuple[str, bytes]]:
        """What was kept of an analysis, by document: of these documents, or of all."""
        found = (
            sa.select(documents.c.id, analyses.c.value)
            .join(analyses, documents.c.text_hash == analyses.c.text_hash)
            .where(analyses.c.name == name, analyses.c.version == version)
        )
        with self._engine.connect() as connection:
            if ids is None:
                for row in connection.execute(found):
                    yield row.id, row.value
                return
            for chunk in chunks(list(ids)):
                for row in connection.execute(found.where(documents.c.id.in_(chunk))):
                    yield row.id, row.value

    def text_hash(self, document_id: str) -> str | None:
        """The hash of a document's text, under which its analyses are kept; None where there is no such document."""
        with self._engine.connect() as connection:
            found = sa.select(documents.c.text_hash).where(documents.c.id == document_id)
            return connection.execute(found).scalar_one_or_none()

    def without_analysis(self, name: str, version: str) -> list[str]:
        """Ids of documents whose text has not been analysed yet; one for each text."""
        done = sa.select(analyses.c.text_hash).where(
            analyses.c.name == name, analyses.c.version == version, analyses.c.text_hash == documents.c.text_hash
        )
        found = sa.select(sa.func.min(documents.c.id)).where(~done.exists()).group_by(documents.c.text_hash)
        with self._engine.connect() as connection:
            return list(connection.execute(found).scalars())


def _stored() -> sa.Select[Any]:
    columns = columns_of(documents, ("id", "path", "text_hash", *FIELDS))
    return sa.select(*columns, texts.c.text, texts.c.layout).join(texts)


def _gone() -> sa.Select[Any]:
    columns = columns_of(departed, ("id", "path", *FIELDS, "text", "layout", "gone_on"))
    return sa.select(*columns)


def _as_stored(row: sa.Row[Any]) -> Stored:
    document_id, path, text_hash, *fields, text, layout = tuple(row)
    return Stored(document_id, path, text_hash, tuple(fields), text, layout)


def _departed_document(row: sa.Row[Any]) -> Document:
    document_id, path, *fields, text, layout, gone_on = tuple(row)
    stored = Stored(document_id, path, "", tuple(fields), text, layout)
    return stored.document(
        (f"Bản gốc đã bị xóa khỏi kho (nhận thấy ngày {gone_on:%d/%m/%Y}); đây là chữ đã đọc trước đó.",)
    )
