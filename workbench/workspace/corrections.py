"""What people decided about the fields of documents: kept in the workspace, laid over what was read.

A decision finds its document by content (the same bytes, wherever they lie), by id (the same place in the corpus, the
text edited since), or by natural key (issuer, symbol with type, date: the same document as another file). The less
sure the way, the less it claims: see `apply`. docs/decisions/0016-what-people-decide.md.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple, TypeVar

import sqlalchemy as sa

from workbench.documents.model import Document, Evidence, Header
from workbench.documents.symbols import symbol_key
from workbench.documents.title import display_title
from workbench.errors import CorrectionError
from workbench.vietnamese.spelling import fold
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.correction_tables import CorrectionRow
from workbench.workspace.fields import FIELDS, Field, Value

Source = Literal["person", "register"]
SOURCES = {"person": "người xác nhận", "register": "sổ đăng ký"}
"""Who can decide, best last word first, as people read it."""

_T = TypeVar("_T")

CONFIRMED = "đã xác nhận"
_KEY_FIELDS = frozenset({"symbol", "type", "issuer", "date", "term", "system", "parent"})
_CHUNK = 300


class Held(NamedTuple):
    """A document as it was read, and the hash of its file."""

    document: Document
    content_hash: str


@dataclass(frozen=True)
class Decision:
    """One decision about one field of one document.

    Attributes:
        id: its number; later decisions have higher ones.
        batch: what was decided in one stroke, for undoing it in one.
        document_id, content_hash: the document it was made for.
        read_key, natural_key: natural key of that document as it was read, and with the decisions applied.
        field: name of the field (a key of `FIELDS`).
        value: what it shall be; None or () for "there is none".
        before: what it was.
        source: who decided: a person, or a register that a person imported.
        note: where it comes from, e.g. file and row of the register.
        who, at: user of the machine, and when (UTC).
        undone_by, undone_at: who took it back and when, or None.
    """

    id: int
    batch: str
    document_id: str
    content_hash: str
    read_key: str | None
    natural_key: str | None
    field: str
    value: Value
    before: Value
    source: Source
    note: str
    who: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


class Identity(NamedTuple):
    """By what decisions find a document: its id, the hash of its file, its natural key as it was read."""

    id: str
    content_hash: str
    key: str | None


class Change(NamedTuple):
    """What shall be written: a document, a field, its new value, and where that comes from."""

    held: Held
    field: Field
    value: Value
    note: str = ""


def natural_key(header: Header) -> str | None:
    """What tells one document from all others (domain.md §2.4): issuer, symbol with its type, date; None without them.

    Numbers restart every term and are the same in every province, so a part of the three is no key.
    """
    return key_of(header.symbol, header.issuer, header.date)


def key_of(symbol: str | None, issuer: str | None, day: date | None) -> str | None:
    """`natural_key` of a header with these fields."""
    if not (symbol and issuer and day):
        return None
    return f"{' '.join(fold(issuer).split())}|{symbol_key(symbol)}|{day.isoformat()}"


class Corrections:
    """The decisions of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    # -- deciding ---------------------------------------------------------------------------------------------

    def decide(self, changes: Sequence[Change], source: Source = "person") -> str:
        """Write decisions in one transaction and return the name of the batch.

        A decision equal to the one in force from the same source is not written twice.
        """
        batch = uuid.uuid4().hex
        ids = {change.held.document.id: change.held for change in changes}
        applied = self.apply(list(ids.values()))
        new_headers: dict[str, Document] = {}
        for change in changes:
            document = new_headers.get(change.held.document.id, applied[change.held.document.id])
            new_headers[document.id] = _with(document, {change.field.name: change.value}, {})
        rows = []
        for change in changes:
            held = change.held
            before = change.field.value_of(applied[held.document.id])
            rows.append(
                {
                    "batch": batch,
                    "document_id": held.document.id,
                    "content_hash": held.content_hash,
                    "read_key": natural_key(held.document.header),
                    "natural_key": natural_key(new_headers[held.document.id].header),
                    "field": change.field.name,
                    "value": _dump(change.value),
                    "before": _dump(before),
                    "source": source,
                    "note": change.note,
                    "who": user_name(),
                    "at": now(),
                }
            )
        if rows:
            with self._store.write() as connection:
                connection.execute(sa.insert(CorrectionRow), rows)
        return batch

    def undo(self, documents: Iterable[Held] = (), fields: Iterable[str] = (), *, batch: str | None = None) -> set[str]:
        """Take back the newest decision about each field of these documents, or everything of a batch.

        What was in force before comes back: an earlier decision, else what was read. The line stays in the history.

        Returns:
            The ids of the documents that the decisions were made for.

        Raises:
            CorrectionError: there is nothing to take back.
        """
        wanted = set(fields)
        if batch is not None:
            with self._store.read() as connection:
                found = sa.select(CorrectionRow.__table__).where(
                    CorrectionRow.batch == batch, CorrectionRow.undone_at.is_(None)
                )
                lines = [_decision(row) for row in connection.execute(found)]
        else:
            lines = []
            for by_field in self._in_force([_identity(held) for held in documents]).values():
                mine = (way.decision for way in by_field.values() if way.found_by != "key")
                lines += [line for line in mine if not wanted or line.field in wanted]
        if not lines:
            raise CorrectionError("Không có xác nhận nào để bỏ.", "Hãy xem lại mã văn bản và tên trường.")
        with self._store.write() as connection:
            for ids in _chunks([line.id for line in lines]):
                undone = {"undone_by": user_name(), "undone_at": now()}
                connection.execute(sa.update(CorrectionRow).where(CorrectionRow.id.in_(ids)).values(undone))
        return {line.document_id for line in lines}

    # -- asking -----------------------------------------------------------------------------------------------

    def history(self, held: Held) -> list[Decision]:
        """Every decision that ever concerned a document, newest first, those taken back included."""
        with self._store.read() as connection:
            found = {line.id: line for line in self._lines(connection, [_identity(held)], undone=True)}
        return [found[number] for number in sorted(found, reverse=True)]

    def apply(self, documents: Sequence[Held]) -> dict[str, Document]:
        """The documents as people decided they are, by id.

        A field that was decided for the same content bears confidence 1 ("đã xác nhận"), or 0.9 when a register
        decided it. Decided for an earlier content of the same file: 0.7 (0.6), to be looked at again. Decided for
        another file of the same document (same natural key): 0.9 (0.8), and only for fields outside that key.
        """
        in_force = self._in_force([_identity(held) for held in documents])
        return {
            held.document.id: apply(held.document, in_force[held.document.id])
            if held.document.id in in_force
            else held.document
            for held in documents
        }

    def changed_since(self, mark: tuple[int, str]) -> tuple[list[Decision], tuple[int, str]]:
        """Decisions made or taken back since `mark` ((0, "") for all), and the mark of now."""
        number, moment = mark
        last = datetime.fromisoformat(moment) if moment else datetime(1970, 1, 1)
        new = sa.or_(CorrectionRow.id > number, CorrectionRow.undone_at > last)
        with self._store.read() as connection:
            lines = [_decision(row) for row in connection.execute(sa.select(CorrectionRow.__table__).where(new))]
        for line in lines:
            number = max(number, line.id)
            last = max(last, line.undone_at or last)
        return lines, (number, last.isoformat() if last.year > 1970 else "")

    def touched(self, documents: Sequence[Identity]) -> set[str]:
        """Ids of those documents about which any decision is in force."""
        return set(self._in_force(documents))

    def _in_force(self, documents: Sequence[Identity]) -> dict[str, dict[str, _Way]]:
        """For each document, by field, the decision in force and how it found the document."""
        if not documents:
            return {}
        with self._store.read() as connection:
            if connection.execute(sa.select(CorrectionRow.id).limit(1)).first() is None:
                return {}
            lines = [line for chunk in _chunks(documents) for line in self._lines(connection, chunk, undone=False)]
        by_id: dict[str, list[Decision]] = {}
        by_hash: dict[str, list[Decision]] = {}
        by_key: dict[str, list[Decision]] = {}
        for line in {line.id: line for line in lines}.values():
            by_id.setdefault(line.document_id, []).append(line)
            by_hash.setdefault(line.content_hash, []).append(line)
            if line.natural_key:
                by_key.setdefault(line.natural_key, []).append(line)
        found: dict[str, dict[str, _Way]] = {}
        for name, content_hash, key in documents:
            ways: dict[int, _Way] = {}
            for line in by_key.get(key or "", ()):
                if line.field not in _KEY_FIELDS:
                    ways[line.id] = _Way(line, "key")
            for line in by_id.get(name, ()):
                if key is None or line.read_key is None or key in (line.read_key, line.natural_key):
                    ways[line.id] = _Way(line, "id")
            for line in by_hash.get(content_hash, ()):
                ways[line.id] = _Way(line, "content")
            if ways:
                by_field: dict[str, _Way] = {}
                for way in sorted(ways.values(), key=_Way.rank):
                    by_field[way.decision.field] = way
                found[name] = by_field
        return found

    def _lines(self, connection: sa.Connection, documents: Sequence[Identity], undone: bool) -> Iterator[Decision]:
        table = CorrectionRow
        ids = [document.id for document in documents]
        hashes = [document.content_hash for document in documents]
        keys = [document.key for document in documents if document.key]
        for column, values in ((table.document_id, ids), (table.content_hash, hashes), (table.natural_key, keys)):
            found = sa.select(table.__table__).where(column.in_(values))
            if not undone:
                found = found.where(table.undone_at.is_(None))
            yield from map(_decision, connection.execute(found))


def _identity(held: Held) -> Identity:
    return Identity(held.document.id, held.content_hash, natural_key(held.document.header))


@dataclass(frozen=True)
class _Way:
    """A decision and how it found the document: by "content", by "id" (content changed since), by natural "key"."""

    decision: Decision
    found_by: Literal["content", "id", "key"]

    def rank(self) -> tuple[bool, int, int]:
        """Higher ranks win: people over registers, surer ways over others, then the later decision."""
        return self.decision.source == "person", ("key", "id", "content").index(self.found_by), self.decision.id

    def evidence(self, read: Evidence | None) -> Evidence:
        sure = {"content": 1.0, "id": 0.7, "key": 0.9}[self.found_by] - (0.1 if self.decision.source != "person" else 0)
        note = CONFIRMED if self.decision.source == "person" else "theo sổ đăng ký"
        if self.found_by == "id":
            note += " ở bản trước của tệp, nội dung tệp nay đã khác"
        elif self.found_by == "key":
            note += " ở tệp khác của cùng văn bản"
        return Evidence(read.start if read else None, read.end if read else None, round(sure, 2), note)


def apply(document: Document, ways: Mapping[str, _Way]) -> Document:
    """The document with the decisions in force laid over what was read."""
    read = document.header.evidence
    values = {name: way.decision.value for name, way in ways.items() if name in FIELDS}
    evidence = {}
    for name, way in ways.items():
        if name in FIELDS:
            kept = read.get(name) if FIELDS[name].value_of(document) == way.decision.value else None
            evidence[name] = way.evidence(kept)
    return _with(document, values, evidence)


def _with(document: Document, values: Mapping[str, Value], evidence: Mapping[str, Evidence]) -> Document:
    header_values: dict[str, Any] = {}
    document_values: dict[str, Any] = {}
    register = dict(document.register)
    for name, value in values.items():
        home = FIELDS[name].home
        if home == "header":
            header_values[name] = value
        elif home == "document":
            document_values[name] = value
        elif value is None:
            register.pop(name, None)
        else:
            register[name] = str(value)
    header = replace(document.header, **header_values, evidence={**document.header.evidence, **evidence})
    title = document.title
    if {"type", "subject"} & header_values.keys():
        title = display_title(header, document.text, PurePosixPath(document.path).name)
    return replace(document, header=header, title=title, register=register, **document_values)


# -- lines of the database ------------------------------------------------------------------------------------


def _dump(value: Value) -> str:
    plain: object = value
    if isinstance(value, date):
        plain = {"date": value.isoformat()}
    elif isinstance(value, tuple):
        plain = list(value)
    return json.dumps(plain, ensure_ascii=False)


def _load(text: str) -> Value:
    plain = json.loads(text)
    if isinstance(plain, dict):
        return date.fromisoformat(plain["date"])
    return tuple(plain) if isinstance(plain, list) else plain


def _decision(row: sa.Row[Any]) -> Decision:
    values = dict(row._mapping)
    return Decision(**{**values, "value": _load(row.value), "before": _load(row.before)})


def local_time(moment: datetime) -> datetime:
    """A moment of the database in the time of this machine."""
    return moment.replace(tzinfo=UTC).astimezone()


def _chunks(items: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))
