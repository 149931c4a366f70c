"""Keeps signatures and groups of same documents in `indexes/similar.sqlite`, and brings them up to date.

A file of its own, beside the catalogue: all in it can be made anew from the catalogue's texts, so a change of the
rules drops it whole instead of migrating it, and a build that is killed in the middle leaves the catalogue alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from workbench.archive import similar
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.archive.similar import Print, Profile
from workbench.archive.similar_groups import Link, Member, group
from workbench.archive.similar_pairs import Near, pairs_to_look_at
from workbench.documents.model import Document
from workbench.folders import make_folder

FILE_NAME = "similar.sqlite"
Load = Callable[[Sequence[str]], Mapping[str, Document]]
"""Gives the documents of the ids it knows, with people's decisions applied."""

_T = TypeVar("_T")
_READ, _PAIRS = 200, 100  # documents, pairs held in memory at once

_metadata = sa.MetaData()
_signatures = sa.Table(
    "signatures",
    _metadata,
    sa.Column("content_hash", sa.String(64), primary_key=True),
    sa.Column("text_key", sa.String(24), nullable=False, index=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
_profiles = sa.Table(
    "profiles",
    _metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    sa.Column("path", sa.String, nullable=False),
    sa.Column("key", sa.String, index=True),
    *(sa.Column(name, sa.String) for name in ("symbol", "type", "issuer", "subject")),
    sa.Column("date", sa.Date),
    *(sa.Column(name, sa.Boolean, nullable=False) for name in ("scanned", "draft")),
    sa.Column("length", sa.Integer, nullable=False),
)
_links = sa.Table(
    "links",
    _metadata,
    sa.Column("one", sa.String(32), primary_key=True),
    sa.Column("other", sa.String(32), primary_key=True, index=True),
    sa.Column("relation", sa.String(16), nullable=False),
    sa.Column("similarity", sa.Float, nullable=False),
)
_members = sa.Table(
    "members",
    _metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("shown", sa.String(32), nullable=False, index=True),
    sa.Column("relation", sa.String(16)),
    sa.Column("similarity", sa.Float, nullable=False),
)
_pending = sa.Table(
    "pending",
    _metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    comment="Documents whose comparison has begun and has not ended: after a crash they are compared again.",
)


class SimilarStore:
    """The groups of an archive. The file is made when first needed; delete it and the next build makes it anew."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE_NAME
        self._engine: sa.Engine | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    # -- asking -----------------------------------------------------------------------------------------------

    def members(self) -> list[Member]:
        """Every file of every group, group by group, the shown one first."""
        return self._found(
            sa.select(_members).order_by(_members.c.shown, _members.c.relation.is_not(None), _members.c.id)
        )

    def members_of(self, document_id: str) -> list[Member]:
        """The files that are one document with this one, itself among them; empty when it stands alone."""
        shown = sa.select(_members.c.shown).where(_members.c.id == document_id).scalar_subquery()
        found = sa.select(_members).where(_members.c.shown == shown)
        return self._found(found.order_by(_members.c.relation.is_not(None), _members.c.id))

    def representatives(self) -> dict[str, str]:
        """For every file that is not shown, the id of the file that is shown in its place."""
        if not self.file.is_file():
            return {}
        with self._open().connect() as connection:
            found = sa.select(_members.c.id, _members.c.shown).where(_members.c.relation.is_not(None))
            return {row.id: row.shown for row in connection.execute(found)}

    def _found(self, select: sa.Select[Any]) -> list[Member]:
        if not self.file.is_file():
            return []
        with self._open().connect() as connection:
            return [Member(*row) for row in connection.execute(select)]

    # -- bringing up to date ----------------------------------------------------------------------------------

    def update(
        self,
        present: Mapping[str, str],
        load: Load,
        *,
        refresh: Iterable[str] = (),
        most: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> int:
        """Bring the groups in line with the archive: only what is new or changed is compared.

        Of documents that are gone, or have other contents now, nothing is left in the file, nor in its log.

        Args:
            present: content hash of every document, by id.
            load: gives documents by id; called for some hundreds at a time.
            refresh: documents whose fields people have changed.
            most: how many documents may be compared now; where there are more, all wait for the next time, and until
                then stand alone. None: any number.
            on_progress: told how far the work has come.

        Returns:
            How many documents were compared.
        """
        if not present and not self.file.is_file():
            return 0
        engine = self._open()
        with engine.connect() as connection:
            known = {
                row.id: row.content_hash
                for row in connection.execute(sa.select(_profiles.c.id, _profiles.c.content_hash))
            }
            begun = set(connection.scalars(sa.select(_pending.c.id)))
        again = {*refresh, *begun}
        changed = [name for name, content in present.items() if known.get(name) != content or name in again]
        gone = [name for name in known if name not in present]
        if not changed and not gone and not begun:
            return 0
        self._forget(engine, [*changed, *gone])
        if most is not None and len(changed) > most:
            self._regroup(engine, done=gone)
            return 0
        meter = ProgressMeter(on_progress, len(changed), "Tìm văn bản trùng")
        for names in _chunks(changed, _READ):
            self._take_in(engine, names, present, load(names))
            for _ in names:
                meter.step()
        self._compare(engine, set(changed), load)
        self._regroup(engine, done=[*changed, *gone, *begun])
        return len(changed)

    def _forget(self, engine: sa.Engine, names: Sequence[str]) -> None:
        with engine.begin() as connection:
            for chunk in _chunks(names, 500):
                connection.execute(sa.insert(_pending).prefix_with("OR IGNORE"), [{"id": name} for name in chunk])
                connection.execute(sa.delete(_profiles).where(_profiles.c.id.in_(chunk)))
                connection.execute(sa.delete(_links).where(_links.c.one.in_(chunk) | _links.c.other.in_(chunk)))

    def _take_in(
        self, engine: sa.Engine, names: Sequence[str], present: Mapping[str, str], texts: Mapping[str, Document]
    ) -> None:
        """Make the profiles of documents, and the signatures of contents that have none yet."""
        hashes = {present[name] for name in names}
        with engine.begin() as connection:
            held = sa.select(_signatures.c.content_hash).where(_signatures.c.content_hash.in_(hashes))
            hashes -= set(connection.scalars(held))
            profiles, signatures = [], []
            for name in names:
                document = texts.get(name)
                if document is None:  # gone in the meantime
                    continue
                content_hash = present[name]
                made = similar.profile(document, content_hash)
                profiles.append(dict(zip(_PROFILE, astuple(made), strict=True)))
                if content_hash in hashes:
                    hashes.remove(content_hash)
                    told = similar.fingerprint(document.text)
                    value = similar.signature(told.shingles).tobytes() if len(told.shingles) else b""
                    signatures.append({"content_hash": content_hash, "text_key": told.text_key, "value": value})
            if profiles:
                connection.execute(sa.insert(_profiles), profiles)
            if signatures:
                connection.execute(sa.insert(_signatures), signatures)

    def _compare(self, engine: sa.Engine, changed: set[str], load: Load) -> None:
        with engine.connect() as connection:
            mine = [row for chunk in _chunks(changed, 500) for row in _rows(connection, _profiles.c.id, chunk)]
            # Plain tuples: the rows of SQLAlchemy take three times as long, and this is the whole archive.
            rows = connection.exec_driver_sql("SELECT content_hash, text_key, value FROM signatures").fetchall()
            near = Near([tuple(row) for row in rows], {row.content_hash for row in mine})
            profiles = {row.id: _profile(row) for row in mine}
            for column, values in (
                (_profiles.c.content_hash, near.contents()),
                (_profiles.c.key, {p.key for p in mine} - {None}),
            ):
                for chunk in _chunks(values, 500):
                    profiles |= {row.id: _profile(row) for row in _rows(connection, column, chunk)}
        for pairs in _chunks(pairs_to_look_at(profiles, changed, near), _PAIRS):
            wanted = sorted({name for pair in pairs for name in pair})
            prints = {name: similar.fingerprint(document.text) for name, document in load(wanted).items()}
            links = [link for one, other in pairs if (link := _judged(profiles, prints, one, other))]
            if links:
                with engine.begin() as connection:
                    connection.execute(sa.insert(_links), [link._asdict() for link in links])

    def _regroup(self, engine: sa.Engine, done: Iterable[str]) -> None:
        with engine.begin() as connection:
            links = [Link(*row) for row in connection.execute(sa.select(_links))]
            linked = sa.select(_profiles).where(
                _profiles.c.id.in_(sa.select(_links.c.one)) | _profiles.c.id.in_(sa.select(_links.c.other))
            )
            profiles = {row.id: _profile(row) for row in connection.execute(linked)}
            connection.execute(sa.delete(_members))
            members = group(profiles, links)
            if members:
                connection.execute(sa.insert(_members), [member._asdict() for member in members])
            unused = _signatures.c.content_hash.not_in(sa.select(_profiles.c.content_hash))
            connection.execute(sa.delete(_signatures).where(unused))
            for chunk in _chunks(done, 500):
                connection.execute(sa.delete(_pending).where(_pending.c.id.in_(chunk)))
        with engine.connect() as connection:  # what was deleted is not to be found in the log either
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _open(self) -> sa.Engine:
        if self._engine is None:
            make_folder(self.file.parent)
            engine = sa.create_engine(f"sqlite:///{self.file.as_posix()}")
            sa.event.listen(engine, "connect", _configure)
            try:
                _make(engine)
            except sa.exc.DatabaseError:  # damaged: nothing in it that the catalogue does not give again
                engine.dispose()
                self.file.unlink()
                _make(engine)
            self._engine = engine
        return self._engine


_PROFILE = tuple(item.name for item in fields(Profile))


def _judged(profiles: Mapping[str, Profile], prints: Mapping[str, Print], one: str, other: str) -> Link | None:
    if one not in prints or other not in prints:  # gone in the meantime
        return None
    alike = similar.likeness(prints[one], prints[other])
    few = similar.is_few(prints[one], prints[other])
    found = similar.relation(profiles[one], profiles[other], alike, few)
    return Link(one, other, found, round(alike.jaccard, 4)) if found else None


def _rows(connection: sa.Connection, column: sa.Column[Any], values: Sequence[Any]) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(_profiles).where(column.in_(values))).all()


def _profile(row: sa.Row[Any]) -> Profile:
    return Profile(**dict(row._mapping))


def _configure(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _make(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version not in (0, similar.VERSION):
            _metadata.drop_all(connection)
        _metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {similar.VERSION}")


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk
