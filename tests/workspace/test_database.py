"""The workspace database: made on demand, shared by processes, brought forward without losing a line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from workbench.errors import WorkbenchError
from workbench.workspace.database import FILE_NAME, Base, WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.tables import CorrectionRow

WRITER = """
import sys
from pathlib import Path
import sqlalchemy as sa
sys.path.insert(0, sys.argv[3])
from test_database import line
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.tables import CorrectionRow
store = WorkspaceStore(Path(sys.argv[1]))
for turn in range(20):
    with store.write() as connection:
        connection.execute(sa.insert(CorrectionRow), line(f"{sys.argv[2]}-{turn}"))
"""


def line(document_id: str) -> dict[str, object]:
    empty = dict.fromkeys(("batch", "content_hash", "field", "value", "before", "source", "note"), "")
    return {**empty, "document_id": document_id, "who": user_name(), "at": now()}


def count(store: WorkspaceStore) -> int:
    with store.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(CorrectionRow)).scalar_one()


def test_reading_where_nothing_was_written_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    store = WorkspaceStore(tmp_path / "workspace")
    assert count(store) == 0
    assert not (tmp_path / "workspace").exists()


def test_what_is_written_is_there_for_the_next_who_opens(tmp_path: Path) -> None:
    folder = tmp_path / "thư mục 100% của tôi"
    store = WorkspaceStore(folder)
    with store.write() as connection:
        connection.execute(sa.insert(CorrectionRow), line("a"))
    store.close()
    assert count(WorkspaceStore(folder)) == 1


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = WorkspaceStore(tmp_path)
    with pytest.raises(sa.exc.IntegrityError), store.write() as connection:
        connection.execute(sa.insert(CorrectionRow), [line("a"), {**line("b"), "who": None}])
    assert count(store) == 0


def test_migrations_make_the_tables_that_are_declared(tmp_path: Path) -> None:
    store = WorkspaceStore(tmp_path)
    with store.write() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_two_processes_write_at_once_and_no_line_is_lost(tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name, here], stderr=subprocess.PIPE, text=True)
        for name in ("một", "hai")
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert count(WorkspaceStore(tmp_path)) == 40


def test_an_older_file_is_copied_before_its_form_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = WorkspaceStore(tmp_path)
    with store.write() as connection:
        connection.execute(sa.insert(CorrectionRow), line("a"))
    store.close()
    monkeypatch.setattr("workbench.workspace.database.store._migrations", lambda: ["v1", "v2", "v3", "v4"] * 9)
    assert count(WorkspaceStore(tmp_path)) == 1
    (copy,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT document_id FROM corrections").fetchall() == [("a",)]


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(WorkbenchError, match="bản mới hơn"), WorkspaceStore(tmp_path).read():
        pass


def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"khong phai SQLite" * 100)
    with pytest.raises(WorkbenchError, match="đừng xóa"), WorkspaceStore(tmp_path).read():
        pass
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"khong phai")
