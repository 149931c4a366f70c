"""Files apart from documents (archives inside files, waiting files), all header fields, packed texts, kept terms.

What version 1 held is carried over with its ids, so that it stays searchable and drafts keep their sources; `reading` 1
makes the next build read every file again.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"

_BATCH = 500
_SHARED = ("title", "symbol", "type", "issuer", "date", "subject", "place", "system")
_OLD = ("documents", "texts", "indexed", "words", "quarantine")


def upgrade() -> None:
    """Make the tables of version 2 and carry over what version 1 held."""
    connection = op.get_bind()
    for index in ("content_hash", "symbol", "type", "issuer", "date"):
        op.drop_index(f"ix_documents_{index}", "documents")
    for table in _OLD:
        op.rename_table(table, f"old_{table}")
    _create()
    _carry_over(connection)
    for table in ("texts", "documents", "indexed", "words", "quarantine"):
        op.drop_table(f"old_{table}")
    if connection.dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 0")


def _header(*, indexed: bool) -> list[sa.Column[Any]]:
    required = {"title", "recipients", "evidence", "labels"}
    looked_for = {"symbol", "type", "issuer", "date", "signer", "urgency", "term"} if indexed else set()
    names = (*_SHARED, "parent", "signer", "signer_title", "recipients", "urgency", "term", "evidence", "labels")
    return [
        sa.Column(
            name,
            sa.Date if name == "date" else sa.Text,
            nullable=name not in required,
            index=True if name in looked_for else None,
        )
        for name in names
    ]


def _create() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "files",
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("container", sa.Text, _in_files("fk_files_container"), index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("content_hash", sa.String(64)),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("part", sa.String(32)),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("path", name="pk_files"),
    )
    op.create_table(
        "refused",
        sa.Column("path_hash", sa.String(32), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("path_hash", name="pk_refused"),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("path", sa.Text, _in_files("fk_documents_path"), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False, index=True),
        sa.Column("text_hash", sa.String(32), nullable=False, index=True),
        *_header(indexed=True),
        sa.Column("fingerprint", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("path", name="uq_documents_path"),
    )
    op.create_index("ix_documents_id_fingerprint", "documents", ["id", "fingerprint"])
    _create_owned("texts", sa.Column("text", sa.LargeBinary, nullable=False), _blob("layout"))
    _create_owned("terms", _blob("value"))
    op.create_table(
        "indexed",
        sa.Column("document_id", sa.String(12), nullable=False),
        sa.Column("fingerprint", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_indexed"),
    )
    op.create_table(
        "analyses",
        sa.Column("text_hash", sa.String(32), nullable=False),
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        _blob("value"),
        sa.PrimaryKeyConstraint("text_hash", "name", name="pk_analyses"),
    )
    op.create_index("ix_analyses_name_version_text_hash", "analyses", ["name", "version", "text_hash"])
    _create_owned(
        "suspicions",
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        key=("document_id", "number"),
    )
    op.create_table(
        "departed",
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("path", sa.Text, nullable=False, index=True),
        *_header(indexed=False),
        _blob("text"),
        _blob("layout"),
        sa.Column("gone_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departed"),
    )


def _in_files(name: str) -> sa.ForeignKey:
    return sa.ForeignKey("files.path", name=name, onupdate="CASCADE", ondelete="CASCADE")


def _blob(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=False)


def _create_owned(name: str, *columns: sa.Column[Any], key: tuple[str, ...] = ("document_id",)) -> None:
    owner = sa.ForeignKey("documents.id", name=f"fk_{name}_document_id", ondelete="CASCADE")
    op.create_table(
        name,
        sa.Column("document_id", sa.String(12), owner, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )


def _carry_over(connection: sa.Connection) -> None:
    shared = ", ".join(_SHARED)
    run = connection.exec_driver_sql
    run(
        "INSERT INTO files (path, size, mtime_ns, content_hash, status, reason, reading)"
        " SELECT path, size, mtime_ns, content_hash, 'read', '', 1 FROM old_documents"
    )
    run(
        "INSERT INTO files (path, size, mtime_ns, status, reason, reading)"
        " SELECT path, size, mtime_ns, 'quarantined', reason, 1 FROM old_quarantine WHERE path NOT IN"
        " (SELECT path FROM old_documents)"
    )
    run(
        f"INSERT INTO documents (id, path, content_hash, text_hash, {shared}, labels, recipients, evidence)"
        f" SELECT id, path, content_hash, '', {shared}, labels, '[]', '{{}}' FROM old_documents"
    )
    _pack_texts(connection)
    # Words were kept by the hash of the file; their version was the first character.
    run(
        "INSERT OR IGNORE INTO analyses (text_hash, name, version, value)"
        " SELECT d.text_hash, 'words', substr(CAST(w.words AS TEXT), 1, 1), substr(w.words, 2)"
        " FROM old_words w JOIN documents d ON d.content_hash = w.content_hash"
    )


def _pack_texts(connection: sa.Connection) -> None:
    old = sa.table("old_texts", *map(sa.column, ("document_id", "text", "page_starts", "passages", "cites", "notes")))
    new = sa.table("texts", *map(sa.column, ("document_id", "text", "layout")))
    last = ""
    while rows := connection.execute(
        sa.select(old).where(old.c.document_id > last).order_by(old.c.document_id).limit(_BATCH)
    ).all():
        connection.execute(sa.insert(new), [_packed(row) for row in rows])
        hashes = [{"at": row.document_id, "hash": _hash(row.text)} for row in rows]
        connection.execute(sa.text("UPDATE documents SET text_hash = :hash WHERE id = :at"), hashes)
        last = rows[-1].document_id


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


def _packed(row: sa.Row[Any]) -> dict[str, object]:
    passages = [[*values, None] for values in json.loads(row.passages)]
    layout = [json.loads(row.page_starts), passages, json.loads(row.cites), json.loads(row.notes), [], []]
    return {
        "document_id": row.document_id,
        "text": zlib.compress(row.text.encode("utf-8"), 1),
        "layout": zlib.compress(json.dumps(layout, ensure_ascii=False).encode("utf-8"), 1),
    }
