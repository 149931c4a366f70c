"""What a build writes into the catalogue: files, documents, moves, deletions, refusals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from workbench.archive.catalogue.codec import Entry, Packed, field_values
from workbench.archive.catalogue.database import Database, chunks, columns_of
from workbench.archive.catalogue.schema import (
    FIELDS,
    analyses,
    departed,
    documents,
    files,
    indexed,
    meta,
    refused,
    suspicions,
    terms,
    texts,
)

_PURGE = "purge"


class Writing(Database):
    """The catalogue as a build sees it. Every method is one transaction."""

    def put(self, entries: Sequence[Entry], reading: int) -> None:
        """Add or replace files and their documents.

        Args:
            entries: the files; one inside another comes after it.
            reading: number of the way of reading that they were read with.
        """
        with self._engine.begin() as connection:
            fresh = [entry for entry in entries if not entry.same]
            packed = [entry.document for entry in fresh if entry.document is not None]
            for chunk in chunks([entry.path for entry in fresh]):
                connection.execute(sa.delete(documents).where(documents.c.path.in_(chunk)))
            for chunk in chunks([document.id for document in packed]):
                connection.execute(sa.delete(documents).where(documents.c.id.in_(chunk)))
                connection.execute(sa.delete(departed).where(departed.c.id.in_(chunk)))
            _forget_refusals(connection, [entry.path for entry in entries if entry.container is None])
            _put_files(connection, entries, reading)
            _insert(connection, documents, [_document_values(entry) for entry in fresh if entry.document])
            _insert(connection, texts, [{"document_id": d.id, "text": d.text, "layout": d.layout} for d in packed])
            _insert(connection, terms, [{"document_id": d.id, "value": d.terms} for d in packed if d.fingerprint])
            _insert(connection, suspicions, [values for d in packed for values in _suspicion_values(d)])

    def move(self, old: str, new: str, size: int, mtime_ns: int) -> None:
        """Note that a file has moved, with all that is inside it; its documents keep their ids."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(files).where(files.c.path == new))
            _forget_refusals(connection, [new])
            # Documents and files inside follow by cascade; the paths of those inside begin with this one.
            values = {"path": new, "size": size, "mtime_ns": mtime_ns}
            connection.execute(sa.update(files).where(files.c.path == old).values(values))
            inside = sa.literal(new) + sa.func.substr(files.c.path, len(old) + 1)
            connection.execute(sa.update(files).where(files.c.container == new).values(path=inside))

    def remove(self, paths: Iterable[str], gone_on: date) -> None:
        """Take out files whose original is gone; their documents stay readable for drafts that cite them."""
        with self._engine.begin() as connection:
            for chunk in chunks(list(paths)):
                going = sa.select(documents.c.id).join(files).where(_at_or_inside(chunk))
                connection.execute(sa.delete(departed).where(departed.c.id.in_(going)))
                names = ["id", "path", *FIELDS]
                record = (
                    sa.select(*columns_of(documents, names), texts.c.text, texts.c.layout, sa.literal(gone_on))
                    .join(texts)
                    .join(files, files.c.path == documents.c.path)
                    .where(_at_or_inside(chunk))
                )
                connection.execute(sa.insert(departed).from_select([*names, "text", "layout", "gone_on"], record))
                connection.execute(sa.delete(files).where(files.c.path.in_(chunk)))

    def refuse(self, path: str, size: int, mtime_ns: int, mark: str, reading: int, *, inside: bool = False) -> None:
        """Note that a file bears a secrecy mark, and wipe everything that was ever made of it.

        A file on disk is remembered by a hash of its path, so that it need not be read again; of a file `inside`
        another nothing is kept.
        """
        with self._engine.begin() as connection:
            within = sa.and_(departed.c.path > path + "/", departed.c.path < path + "0")  # "0" comes after "/"
            past = sa.or_(departed.c.path == path, within)
            going = [(name, None) for name in connection.execute(sa.select(departed.c.id).where(past)).scalars()]
            connection.execute(sa.delete(departed).where(past))
            columns = columns_of(documents, ("id", "content_hash", "text_hash"))
            held = connection.execute(sa.select(*columns).join(files).where(_at_or_inside([path]))).all()
            going += [(row.id, row.content_hash) for row in held]
            hashes = [row.text_hash for row in held]
            connection.execute(sa.delete(files).where(files.c.path == path))
            used = sa.select(documents.c.id).where(documents.c.text_hash == analyses.c.text_hash)
            for chunk in chunks(hashes):
                orphan = analyses.c.text_hash.in_(chunk) & ~used.exists()
                connection.execute(sa.delete(analyses).where(orphan))
            if going:
                found = connection.execute(sa.select(meta.c.value).where(meta.c.name == _PURGE)).scalar_one_or_none()
                connection.execute(sa.delete(meta).where(meta.c.name == _PURGE))
                value = json.dumps([*_identities(found), *going])
                connection.execute(sa.insert(meta), {"name": _PURGE, "value": value})
            _forget_refusals(connection, [path])
            if not inside:
                values = {"path_hash": path_hash(path), "size": size, "mtime_ns": mtime_ns, "mark": mark}
                connection.execute(sa.insert(refused), {**values, "reading": reading})

    def forget_refusals(self, path_hashes: Iterable[str]) -> None:
        """Forget refused files that are no longer on disk."""
        with self._engine.begin() as connection:
            for chunk in chunks(list(path_hashes)):
                connection.execute(sa.delete(refused).where(refused.c.path_hash.in_(chunk)))

    @property
    def must_purge(self) -> bool:
        """Whether something secret was taken out that the engine's files may still hold."""
        with self._engine.connect() as connection:
            found = sa.select(meta.c.value).where(meta.c.name == _PURGE)
            return connection.execute(found).scalar_one_or_none() is not None

    def to_purge(self) -> tuple[set[str], set[str]]:
        """Of the secret documents that were taken out: their ids, and the hashes of their files that no other has."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(meta.c.value).where(meta.c.name == _PURGE)).scalar_one_or_none()
            gone = _identities(found)
            hashes = {content_hash for _, content_hash in gone if content_hash is not None}
            for chunk in chunks(sorted(hashes)):
                held = sa.select(documents.c.content_hash).where(documents.c.content_hash.in_(chunk))
                hashes -= set(connection.execute(held).scalars())
        return {name for name, _ in gone}, hashes

    def purged(self) -> None:
        """Note that the engine's files hold nothing secret any more.

        Where another process keeps the catalogue's own log from being emptied, the duty stays for the next build.
        """
        if not self.wipe():
            return
        with self._engine.begin() as connection:
            connection.execute(sa.delete(meta).where(meta.c.name == _PURGE))
        self.wipe()

    def sweep(self) -> None:
        """Take out analyses of texts that no document has any more."""
        used = sa.select(documents.c.id).where(documents.c.text_hash == analyses.c.text_hash)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(analyses).where(~used.exists()))

    def keep_terms(self, made: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep (document id, fingerprint, terms) made anew of documents that are held already."""
        rows = [{"document_id": name, "print": mark, "value": value} for name, mark, value in made]
        if not rows:
            return
        with self._engine.begin() as connection:
            for chunk in chunks([row["document_id"] for row in rows]):
                connection.execute(sa.delete(terms).where(terms.c.document_id.in_(chunk)))
            _insert(connection, terms, [{"document_id": r["document_id"], "value": r["value"]} for r in rows])
            changed = sa.update(documents).where(documents.c.id == sa.bindparam("document_id"))
            connection.execute(changed.values(fingerprint=sa.bindparam("print")), rows)

    def mark_indexed(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Note what the engine has just committed."""
        with self._engine.begin() as connection:
            added = list(added)
            for chunk in chunks([*added, *removed]):
                connection.execute(sa.delete(indexed).where(indexed.c.document_id.in_(chunk)))
            for chunk in chunks(added):
                source = sa.select(documents.c.id, documents.c.fingerprint).where(
                    documents.c.id.in_(chunk), documents.c.fingerprint.is_not(None)
                )
                connection.execute(sa.insert(indexed).from_select(["document_id", "fingerprint"], source))

    def forget_indexed(self) -> None:
        """Note that the engine holds nothing (it was damaged, replaced or made by another version)."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(indexed))

    def keep_analyses(self, name: str, version: str, made: Iterable[tuple[str, bytes]]) -> None:
        """Keep results of the second stage: (hash of the text, result), in place of older ones."""
        rows = [{"text_hash": key, "name": name, "version": version, "value": value} for key, value in made]
        if not rows:
            return
        with self._engine.begin() as connection:
            for chunk in chunks([row["text_hash"] for row in rows]):
                older = analyses.c.text_hash.in_(chunk) & (analyses.c.name == name)
                connection.execute(sa.delete(analyses).where(older))
            _insert(connection, analyses, rows)


def _identities(value: str | None) -> list[tuple[str, str | None]]:
    """Ids and hashes of contents that are to be forgotten; earlier versions noted only that there are some."""
    found = json.loads(value) if value else []
    return [(name, content_hash) for name, content_hash in found] if isinstance(found, list) else []


def path_hash(path: str) -> str:
    """What a refused file is remembered by."""
    return hashlib.blake2b(path.encode("utf-8"), digest_size=16).hexdigest()


def _at_or_inside(paths: list[str]) -> sa.ColumnElement[bool]:
    # Two index look-ups: SQLite reads the whole table for an OR over two columns of which one is the primary key.
    found = sa.select(files.c.path).where(files.c.path.in_(paths))
    inside = sa.select(files.c.path).where(files.c.container.in_(paths))
    return documents.c.path.in_(sa.union_all(found, inside))


def _forget_refusals(connection: sa.Connection, paths: list[str]) -> None:
    for chunk in chunks([path_hash(path) for path in paths]):
        connection.execute(sa.delete(refused).where(refused.c.path_hash.in_(chunk)))


def _put_files(connection: sa.Connection, entries: Sequence[Entry], reading: int) -> None:
    held: set[str] = set()
    for chunk in chunks([entry.path for entry in entries]):
        held.update(connection.execute(sa.select(files.c.path).where(files.c.path.in_(chunk))).scalars())
    names = ("container", "size", "mtime_ns", "content_hash", "status", "reason", "part")
    rows = [{"at": e.path, "reading": reading, **{name: getattr(e, name) for name in names}} for e in entries]
    old = [row for row in rows if row["at"] in held]
    if old:
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        change = sa.update(files).where(files.c.path == sa.bindparam("at"))
        connection.execute(change.values(**values, reading=sa.bindparam("reading")), old)
    # A file comes before those inside it: they refer to it.
    new = sorted((row for row in rows if row["at"] not in held), key=lambda row: row["container"] is not None)
    for row in new:
        row["path"] = row.pop("at")
    _insert(connection, files, new)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _document_values(entry: Entry) -> dict[str, Any]:
    packed = entry.document
    assert packed is not None
    return {
        "id": packed.id,
        "path": entry.path,
        "content_hash": entry.content_hash,
        "text_hash": packed.text_hash,
        "fingerprint": packed.fingerprint,
        **field_values(packed),
    }


def _suspicion_values(packed: Packed) -> list[dict[str, Any]]:
    return [
        {"document_id": packed.id, "number": number, "start": start, "end": end, "reason": reason}
        for number, (start, end, reason) in enumerate(packed.suspicions, start=1)
    ]
