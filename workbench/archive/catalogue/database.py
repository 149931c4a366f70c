"""Opens the catalogue's database: makes its tables, runs the migrations that are due, says plainly what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from workbench.archive.catalogue import schema
from workbench.errors import WorkbenchError
from workbench.folders import make_folder

FILE_NAME = "catalogue.sqlite"

_T = TypeVar("_T")


class Database:
    """The database behind a catalogue.

    Args:
        place: a folder, in which `catalogue.sqlite` is opened or made; or the address of a database that exists
            ("postgresql+psycopg://…").

    Raises:
        WorkbenchError: the file is no catalogue, or was made by a newer version of the workbench; or the folder it
            belongs to is gone.
    """

    def __init__(self, place: Path | str) -> None:
        if isinstance(place, str) and "://" in place:
            url = sa.make_url(place)
            self.name = url.render_as_string(hide_password=True)
        else:
            folder = Path(place)
            try:
                make_folder(folder)
            except OSError as error:
                raise WorkbenchError(
                    f"Không tạo được thư mục {folder} ({error.strerror}).",
                    "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.",
                ) from error
            file = folder / FILE_NAME
            self.name = str(file)
            url = sa.URL.create("sqlite", database=file.as_posix())
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _configure)
            sa.event.listen(self._engine, "begin", _begin)
        try:
            self._prepare()
        except sa.exc.DatabaseError as error:
            self.close()
            raise WorkbenchError(
                f"Không mở được danh mục “{self.name}” ({error.orig}).",
                "Hãy đóng chương trình khác đang dùng, hoặc xóa thư mục indexes rồi chạy “workbench build”; "
                "văn bản gốc không bị ảnh hưởng.",
            ) from error
        except WorkbenchError:
            self.close()
            raise

    def _prepare(self) -> None:
        with self._engine.connect() as connection:
            tables = set(sa.inspect(connection).get_table_names())
            found = _version(connection, tables)
        if found == schema.HEAD:
            return
        if found is None and not tables:
            with self._engine.begin() as connection:
                schema.metadata.create_all(connection)
                connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
                connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": schema.HEAD})
            return
        if found is None:
            raise _newer(self.name)
        from workbench.archive.catalogue.upgrade import is_known, upgrade  # late: alembic takes a while to import

        if not is_known(found):
            raise _newer(self.name)
        with self._engine.begin() as connection:
            upgrade(connection, found)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def wipe(self) -> bool:
        """Empty the write-ahead log, so that nothing of what was taken out is left beside the database.

        Returns:
            False when another process is reading, so that it could not be done.
        """
        if self._engine.dialect.name != "sqlite":
            return True
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy


def _version(connection: sa.Connection, tables: set[str]) -> str | None:
    """The migration at which the database is; None for an empty one and for one that is not ours."""
    if "alembic_version" in tables:
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    # Version 1 had no migrations; it left its number in the file's head.
    if connection.dialect.name == "sqlite" and {"documents", "texts", "quarantine", "words"} <= tables:
        return "v0001" if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 1 else None
    return None


def _newer(name: str) -> WorkbenchError:
    return WorkbenchError(
        f"Danh mục “{name}” do một bản mới hơn của công cụ, hoặc do chương trình khác tạo ra.",
        "Hãy cài bản mới của công cụ; hoặc xóa thư mục indexes rồi chạy “workbench build”, văn bản gốc và dự thảo "
        "không bị ảnh hưởng.",
    )


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by us: the driver of Python 3.11 would leave CREATE TABLE outside them, and a migration
    # that is killed must leave nothing half done.
    connection.isolation_level = None
    # secure_delete: what is taken out (a document later found to be secret) is overwritten on disk, not only unlinked.
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def chunks(items: Sequence[_T], size: int = 500) -> Iterator[list[_T]]:
    """The items in lists that fit into one statement."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def columns_of(table: sa.Table, names: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    """Columns of a table by name."""
    return [table.c[name] for name in names]
