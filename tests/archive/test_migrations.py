"""Opening a catalogue: new, of version 1, damaged, newer, and one whose upgrade was cut short."""

from __future__ import annotations

import json
import sqlite3
import zlib
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from workbench.archive.catalogue import FILE_NAME, Catalogue, schema, upgrade
from workbench.errors import WorkbenchError

# As version 1 wrote it.
VERSION_1 = """
CREATE TABLE documents (
    id VARCHAR(12) NOT NULL, path VARCHAR NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    content_hash VARCHAR(64) NOT NULL, title VARCHAR NOT NULL, symbol VARCHAR, type VARCHAR, issuer VARCHAR, date DATE,
    subject VARCHAR, place VARCHAR, system VARCHAR, labels VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (path)
);
CREATE INDEX ix_documents_content_hash ON documents (content_hash);
CREATE INDEX ix_documents_date ON documents (date);
CREATE INDEX ix_documents_symbol ON documents (symbol);
CREATE INDEX ix_documents_issuer ON documents (issuer);
CREATE INDEX ix_documents_type ON documents (type);
CREATE TABLE quarantine (
    path VARCHAR NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, reason VARCHAR NOT NULL, PRIMARY KEY (path)
);
CREATE TABLE "indexed" (document_id VARCHAR(12) NOT NULL, content_hash VARCHAR(64) NOT NULL, PRIMARY KEY (document_id));
CREATE TABLE words (content_hash VARCHAR(64) NOT NULL, words BLOB NOT NULL, PRIMARY KEY (content_hash));
CREATE TABLE texts (
    document_id VARCHAR(12) NOT NULL, text VARCHAR NOT NULL, page_starts VARCHAR NOT NULL, passages VARCHAR NOT NULL,
    cites VARCHAR NOT NULL, notes VARCHAR NOT NULL, PRIMARY KEY (document_id),
    FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
PRAGMA user_version = 1;
"""
TEXT = "BÁO CÁO\nkết quả cải cách hành chính"


def version_1(folder: Path) -> Path:
    file = folder / FILE_NAME
    with sqlite3.connect(file) as connection:
        connection.executescript("PRAGMA journal_mode = WAL;" + VERSION_1)
        connection.execute(
            "INSERT INTO documents VALUES ('aaaaaaaaaaaa', 'a.txt', 5, 6, 'hash', 'Báo cáo', '7-BC/HU', 'Báo cáo',"
            " NULL, '2025-03-12', NULL, NULL, 'party', '[\"LƯU HÀNH NỘI BỘ\"]')"
        )
        passages = json.dumps([[0, 7, None, None, True], [8, len(TEXT), None, "ket_qua", False]])
        values = ("aaaaaaaaaaaa", TEXT, "[]", passages, '["1-CT/TU"]', '["ghi chú"]')
        connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", values)
        connection.execute("INSERT INTO quarantine VALUES ('b.doc', 1, 2, 'Chưa đọc được tệp có đuôi .doc.')")
        connection.execute("INSERT INTO words VALUES ('hash', ?)", (b"2" + zlib.compress(b"[]"),))
        connection.execute("INSERT INTO indexed VALUES ('aaaaaaaaaaaa', 'hash')")
    connection.close()
    return file


def test_a_catalogue_of_version_1_keeps_its_documents_and_is_read_again(tmp_path: Path) -> None:
    version_1(tmp_path)
    catalogue = Catalogue(tmp_path)
    document = catalogue.document("aaaaaaaaaaaa")
    assert (document.text, document.header.symbol, document.labels) == (TEXT, "7-BC/HU", ("LƯU HÀNH NỘI BỘ",))
    assert [(p.number, p.section, p.heading) for p in document.passages] == [(1, None, True), (2, "ket_qua", False)]
    assert (document.cites, document.notes) == (("1-CT/TU",), ("ghi chú",))
    assert catalogue.analysis("aaaaaaaaaaaa", "words", "2") == zlib.compress(b"[]")
    files = catalogue.files()
    assert {path: (state.status, state.reading) for path, state in files.items()} == {
        "a.txt": ("read", 1),  # an older way of reading: the next build reads it again
        "b.doc": ("quarantined", 1),
    }
    assert catalogue.to_index("1") == (["aaaaaaaaaaaa"], [])
    catalogue.close()
    Catalogue(tmp_path).close()  # and opens again


def test_an_upgrade_that_is_cut_short_leaves_the_old_catalogue_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_1(tmp_path)
    migrate = upgrade.upgrade

    def cut_short(connection: sa.Connection, found: str) -> None:
        migrate(connection, found)
        raise KeyboardInterrupt

    monkeypatch.setattr(upgrade, "upgrade", cut_short)
    with pytest.raises(KeyboardInterrupt):
        Catalogue(tmp_path)
    monkeypatch.undo()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT text FROM texts").fetchone() == (TEXT,)
    connection.close()
    catalogue = Catalogue(tmp_path)
    assert catalogue.document("aaaaaaaaaaaa").text == TEXT
    catalogue.close()


def test_migrations_lead_to_the_tables_of_today(tmp_path: Path) -> None:
    version_1(tmp_path)
    catalogue = Catalogue(tmp_path)
    with catalogue._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == schema.HEAD
        assert compare_metadata(context, schema.metadata) == []
    catalogue.close()
    assert ScriptDirectory.from_config(upgrade._config()).get_current_head() == schema.HEAD


def test_a_new_catalogue_is_at_the_newest_migration(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    with catalogue._engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == schema.HEAD
        assert compare_metadata(context, schema.metadata) == []
    catalogue.close()


def test_a_catalogue_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Catalogue(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(WorkbenchError, match="bản mới hơn"):
        Catalogue(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(WorkbenchError, match="chương trình khác"):
        Catalogue(tmp_path)
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    connection.close()


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_catalogue_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(WorkbenchError, match="xóa thư mục indexes"):
        Catalogue(tmp_path)


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in schema.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect())).startswith(f"\nCREATE TABLE {table.name}")
