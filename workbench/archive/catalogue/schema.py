"""The catalogue's tables. A change here needs a migration beside it and a new HEAD.

Every column that a query looks for is indexed; texts and other bulk stand apart from the fields, so that lists of
documents stay quick to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

HEAD = "v0002"
"""The newest migration: what a catalogue must be at to be opened without one."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

FIELDS = (
    "title",
    "symbol",
    "type",
    "issuer",
    "date",
    "subject",
    "place",
    "system",
    "parent",
    "signer",
    "signer_title",
    "recipients",
    "urgency",
    "term",
    "evidence",
    "labels",
)
"""Columns that hold what a document says of itself; recipients, evidence and labels are JSON."""

_INDEXED = frozenset({"symbol", "type", "issuer", "date", "signer", "urgency", "term"})
_REQUIRED = frozenset({"title", "recipients", "evidence", "labels"})


def _fields(*, indexed: bool) -> Sequence[sa.Column[Any]]:
    return [
        sa.Column(
            name,
            sa.Date if name == "date" else sa.Text,
            nullable=name not in _REQUIRED,
            index=True if indexed and name in _INDEXED else None,
        )
        for name in FIELDS
    ]


def _owner(**options: Any) -> sa.Column[Any]:
    return sa.Column(
        "document_id", sa.String(12), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True, **options
    )


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    comment="What the catalogue must not forget between two builds.",
)

files = sa.Table(
    "files",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("container", sa.Text, sa.ForeignKey("files.path", onupdate="CASCADE", ondelete="CASCADE"), index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("content_hash", sa.String(64)),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("part", sa.String(32)),
    sa.Column("reading", sa.Integer, nullable=False),
    comment="Files on disk, and files inside those (`container` is then the file on disk). Refused ones are not here.",
)

refused = sa.Table(
    "refused",
    metadata,
    sa.Column("path_hash", sa.String(32), primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("mtime_ns", sa.BigInteger, nullable=False),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("reading", sa.Integer, nullable=False),
    comment="Files on disk that bear a secrecy mark: enough to tell that one is unchanged, not even its name.",
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column(
        "path",
        sa.Text,
        sa.ForeignKey("files.path", onupdate="CASCADE", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    sa.Column("text_hash", sa.String(32), nullable=False, index=True),
    *_fields(indexed=True),
    sa.Column("fingerprint", sa.String(40)),
    sa.Index("ix_documents_id_fingerprint", "id", "fingerprint"),
    comment="One row a document. `fingerprint` says what terms an engine must hold for it; NULL: not made yet.",
)

texts = sa.Table(
    "texts",
    metadata,
    _owner(),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("layout", sa.LargeBinary, nullable=False),
)

terms = sa.Table("terms", metadata, _owner(), sa.Column("value", sa.LargeBinary, nullable=False))

indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("document_id", sa.String(12), primary_key=True),
    sa.Column("fingerprint", sa.String(40), nullable=False),
    comment="Which terms of which document an engine holds; written after the engine has committed.",
)

analyses = sa.Table(
    "analyses",
    metadata,
    sa.Column("text_hash", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Index("ix_analyses_name_version_text_hash", "name", "version", "text_hash"),
    comment="Results of the slow second stage, made once for each text.",
)

suspicions = sa.Table(
    "suspicions",
    metadata,
    _owner(),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    comment="Places that make one wonder whether the document should be kept here; a person settles them.",
)

departed = sa.Table(
    "departed",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("path", sa.Text, nullable=False, index=True),
    *_fields(indexed=False),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("layout", sa.LargeBinary, nullable=False),
    sa.Column("gone_on", sa.Date, nullable=False),
    comment="Documents whose original was deleted: out of search, readable where drafts cite them.",
)
