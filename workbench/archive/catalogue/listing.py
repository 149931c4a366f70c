"""Lists of documents without their texts: all of an archive in one look."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from workbench.archive.catalogue.codec import Stored, pack
from workbench.archive.catalogue.database import Database, chunks, columns_of
from workbench.archive.catalogue.schema import FIELDS, documents, files, refused, texts
from workbench.documents.model import Document, Header

_EMPTY = pack(Document("", "", "", (), Header(), "", ()))


_outer = files.alias("outer_files")
_WITH_FILES = documents.join(files, files.c.path == documents.c.path).outerjoin(
    _outer, _outer.c.path == files.c.container
)


def _changed() -> sa.ColumnElement[int]:
    """When a document's file changed on disk: a file inside another came with that one."""
    return sa.func.coalesce(_outer.c.mtime_ns, files.c.mtime_ns)


class Listed(NamedTuple):
    """What names a document: its id, its path, the hash of its file, and the parts of its natural key as read."""

    id: str
    path: str
    content_hash: str
    symbol: str | None
    issuer: str | None
    date: date | None


class NotRead(NamedTuple):
    """A file that is no document yet: its status ("quarantined" or "waiting"), why, and the program it waits for."""

    path: str
    status: str
    reason: str
    part: str | None


class Listing(Database):
    """The catalogue as those see it who go through all documents."""

    def listed(self, ids: Iterable[str] | None = None) -> list[Listed]:
        """These documents, or all; ordered by path."""
        found = sa.select(*columns_of(documents, Listed._fields)).order_by(documents.c.path)
        with self._engine.connect() as connection:
            if ids is None:
                return [Listed(*row) for row in connection.execute(found)]
            return [
                Listed(*row)
                for chunk in chunks(list(ids))
                for row in connection.execute(found.where(documents.c.id.in_(chunk)))
            ]

    def listed_with(self, content_hashes: Iterable[str]) -> list[Listed]:
        """The documents whose files have these contents; ordered by path within each few hundred."""
        found = sa.select(*columns_of(documents, Listed._fields)).order_by(documents.c.path)
        with self._engine.connect() as connection:
            return [
                Listed(*row)
                for chunk in chunks(list(content_hashes))
                for row in connection.execute(found.where(documents.c.content_hash.in_(chunk)))
            ]

    def headers(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Document, str]]:
        """These documents, or all, without text, passages and tables, and the hashes of their files; ordered by path
        (within each few hundred of `ids`)."""
        columns = columns_of(documents, ("id", "path", "content_hash", "text_hash", *FIELDS))
        found = sa.select(*columns).order_by(documents.c.path)
        asked = [found] if ids is None else [found.where(documents.c.id.in_(chunk)) for chunk in chunks(list(ids))]
        with self._engine.connect() as connection:
            for row in (row for one in asked for row in connection.execute(one)):
                document_id, path, content_hash, text_hash, *fields = tuple(row)
                yield (
                    Stored(document_id, path, text_hash, tuple(fields), _EMPTY.text, _EMPTY.layout).document(),
                    content_hash,
                )

    def newest(self, limit: int) -> list[tuple[str, int]]:
        """The documents whose files (or those they lie in) changed last: id and time of change (ns), newest first."""
        changed = _changed()
        found = sa.select(documents.c.id, changed).select_from(_WITH_FILES).order_by(changed.desc(), documents.c.path)
        with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(found.limit(limit))]

    def changed_since(self, mtime_ns: int) -> set[str]:
        """Ids of the documents that have a file that changed since then."""
        found = sa.select(documents.c.id).select_from(_WITH_FILES).where(_changed() >= mtime_ns)
        with self._engine.connect() as connection:
            return set(connection.execute(found).scalars())

    def not_read(self) -> list[NotRead]:
        """The files that are not documents yet, and why; ordered by path. Refused ones are not known by name."""
        found = sa.select(*columns_of(files, NotRead._fields)).where(files.c.status.in_(("quarantined", "waiting")))
        with self._engine.connect() as connection:
            return [NotRead(*row) for row in connection.execute(found.order_by(files.c.path))]

    def count_refused(self) -> int:
        """How many files on disk were refused."""
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(refused)).scalar_one())

    def page_counts(self) -> dict[str, int]:
        """The number of pages of every document whose format has pages."""
        decode = json.JSONDecoder().raw_decode
        counts = {}
        with self._engine.connect() as connection:
            for name, layout in connection.execute(sa.select(texts.c.document_id, texts.c.layout)):
                # The starts of the pages come first in a layout; the rest need not be parsed.
                starts, _ = decode(zlib.decompress(layout).decode("utf-8"), 1)
                if starts:
                    counts[name] = len(starts)
        return counts
