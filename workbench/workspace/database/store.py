"""Opens the workspace database on demand, brings it to the newest form, and lets several processes share it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from workbench.errors import WorkbenchError
from workbench.folders import folder_gone, make_folder, require_folder
from workbench.workspace.database.base import now
from workbench.workspace.database.tables import Base

FILE_NAME = "workspace.sqlite"
_PATIENCE = 30  # seconds to wait for another process that is writing


class WorkspaceStore:
    """The database in a workspace folder. Nothing is made on disk until the first line is written.

    Safe for several processes at once: each write is one short transaction that waits for its turn.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME
        self._ready = False
        self.writes = 0
        """How often something was written that people see elsewhere."""

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with. Where nothing has been written yet, every table is there and empty.

        Raises:
            WorkbenchError: the file cannot be opened, or is from a newer version of the workbench.
        """
        if not self._ready and not self.file.is_file():
            require_folder(self.file.parent)  # of a drive that is away nothing must look as if it had never been
            with self._nothing.connect() as connection:
                yield connection
            return
        with self._told():
            self._prepare()
            connection = self._engine.connect()
        with connection:
            yield connection

    @contextmanager
    def write(self, *, quietly: bool = False) -> Iterator[sa.Connection]:
        """A connection inside one transaction: written whole at the end, or not at all when anything is raised.

        Args:
            quietly: what is written changes nothing that lists and figures show (the history of searches).

        Raises:
            WorkbenchError: the file cannot be opened or written, or is from a newer version of the workbench.
        """
        with self._told():
            self._prepare()
            with self._engine.execution_options(writes=True).begin() as connection:
                yield connection
        if not quietly:
            self.writes += 1

    def wipe(self) -> None:
        """Empty the write-ahead log, so that nothing of what was just blanked is left beside the file.

        Raises:
            WorkbenchError: another process is reading; what was blanked may still stand in the log.
        """
        with self._told(), self._engine.connect() as connection:
            busy = wipe_log(connection)
        if busy:
            raise WorkbenchError(
                f"Tệp “{self.file}” đang được chương trình khác đọc nên chưa xóa sạch được dấu vết văn bản mật.",
                "Hãy đóng các sổ tay và chương trình đang mở kho này rồi chạy lại “workbench build”.",
            )

    def close(self) -> None:
        """Let go of the file."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
        if "_nothing" in self.__dict__:
            self._nothing.dispose()

    @cached_property
    def _engine(self) -> sa.Engine:
        engine = sa.create_engine(f"sqlite:///{self.file.as_posix()}", connect_args={"timeout": _PATIENCE})
        sa.event.listen(engine, "connect", _configure)
        sa.event.listen(engine, "begin", _begin)
        return engine

    @cached_property
    def _nothing(self) -> sa.Engine:
        # Never written, so any thread may read it.
        engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False})
        Base.metadata.create_all(engine)
        return engine

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the database complains of into words for people."""
        try:
            yield
        except (sa.exc.IntegrityError, sa.exc.ProgrammingError):  # the caller's own affair
            raise
        except (sa.exc.OperationalError, sa.exc.DatabaseError, sqlite3.DatabaseError, OSError, Timeout) as error:
            raise WorkbenchError(
                f"Không mở hoặc không ghi được tệp “{self.file}” ({getattr(error, 'orig', error)}).",
                "Tệp này giữ những gì mọi người đã xác nhận: đừng xóa. Hãy đóng chương trình khác đang dùng, kiểm tra "
                "quyền ghi và chỗ trống; nếu tệp hỏng, hãy chép lại bản mới nhất trong thư mục workspace/backups.",
            ) from error

    def _prepare(self) -> None:
        """Bring the file to the newest form, once for each object; another process may be doing the same."""
        if self._ready:
            if not self.file.is_file():  # SQLite would begin an empty one
                require_folder(self.file.parent)
                raise folder_gone(self.file.parent)
            return
        make_folder(self.file.parent)
        newest = len(_migrations())
        if self._form() != newest:
            with FileLock(self.file.with_name(f".{FILE_NAME}.lock"), timeout=_PATIENCE):
                form = self._form()
                if form > newest:
                    raise WorkbenchError(
                        f"Tệp “{self.file}” do bản mới hơn của công cụ ghi.",
                        "Hãy dùng bản công cụ mới trên máy này; tệp không bị đụng tới.",
                    )
                if form < newest:
                    if form:
                        self._back_up()
                    with self._engine.execution_options(writes=True).begin() as connection:
                        _upgrade(connection)
                        connection.exec_driver_sql(f"PRAGMA user_version = {newest}")
        self._ready = True

    def _form(self) -> int:
        """How many migrations the file has seen; 0 for one that is not there yet."""
        if not self.file.is_file():
            return 0
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())

    def _back_up(self) -> None:
        """Keep a whole copy of the file before its form changes: what people made has no other original."""
        folder = self.file.with_name("backups")
        folder.mkdir(exist_ok=True)
        copy = folder / f"workspace-{now():%Y%m%d-%H%M%S}.sqlite"
        with closing(sqlite3.connect(self.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, changes of form included
    # Full synchronisation: a decision that was told to be saved survives a power cut.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def wipe_log(connection: sa.Connection) -> bool:
    """Empty the write-ahead log of an SQLite file. Returns whether another process keeps that from happening."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    return bool(raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])


def _begin(connection: sa.Connection) -> None:
    # A writer takes its turn at once: one that began as a reader could be refused when it comes to write.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrations() -> list[str]:
    folder = files("workbench.workspace.database").joinpath("migrations", "versions")
    return [item.name for item in folder.iterdir() if item.name.startswith("v") and item.name.endswith(".py")]


def _upgrade(connection: sa.Connection) -> None:
    # Imported here: alembic takes a third of a second, and is needed once in the life of a version.
    from alembic import command

    with as_file(files("workbench.workspace.database").joinpath("migrations")) as folder:
        command.upgrade(alembic_config(folder, connection), "heads")


def alembic_config(folder: Path, connection: sa.Connection) -> Any:
    """The configuration under which alembic works on `connection` with the migrations in `folder`."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", folder.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
