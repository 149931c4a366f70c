"""What people decide about single rows of an analysis (a figure, a task): kept in the workspace, above what is read.

For every analysis alike: `kind` tells them apart. A decision finds its document by content (the same bytes, wherever
they lie), else by id, unless another document has taken that place; and its row by the words it was made from
(`quote`): at their old place, else nearest to it. Quotes too short to be told from others (a cell "12") hold only at
their old place.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

import sqlalchemy as sa

from workbench.workspace.corrections import Held, Identity, natural_key
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.row_tables import RowDecisionRow
from workbench.workspace.marks import Span, find_passage

Said = Literal["confirmed", "corrected", "dismissed"]
SAID: dict[Said, str] = {"confirmed": "đã xác nhận", "corrected": "đã sửa", "dismissed": "đã bỏ"}
"""What can be decided about a row, as people read it."""

_SHORTEST = 12  # characters of a quote that can be looked for elsewhere
_CHUNK = 300


class Row(NamedTuple):
    """A row of an analysis: where the words that it was made from begin, and those words, verbatim."""

    start: int
    quote: str


@dataclass(frozen=True)
class RowDecision:
    """One decision about one row.

    Attributes:
        id: its number; later decisions have higher ones.
        stroke: what was decided in one stroke, for undoing it in one.
        kind: which analysis: "figure", "task" …
        document_id, content_hash, natural_key: the document it was made for.
        start, quote: the row (`Row`).
        decision: confirmed, corrected or dismissed.
        values: what the row shall say, by field; and whatever else the analysis needs to know its row.
        who, at: user of the machine, and when (UTC).
    """

    id: int
    stroke: str
    kind: str
    document_id: str
    content_hash: str
    natural_key: str | None
    start: int
    quote: str
    decision: Said
    values: Mapping[str, Any]
    who: str
    at: datetime

    def place_in(self, text: str) -> int | None:
        """Where the row's words begin in the document's present text; None when they are not there any more."""
        if not self.quote:  # blanked when its document turned secret: nobody knows any more what it spoke of
            return None
        end = self.start + len(self.quote)
        if text[self.start : end] == self.quote:
            return self.start
        if len(self.quote) < _SHORTEST:
            return None
        found = find_passage(text, Span(self.start, end), self.quote)
        return found.start if found else None

    def is_on(self, document: Identity) -> bool:
        """Whether this document is the one it was made for."""
        if self.content_hash == document.content_hash:
            return True
        unknown = self.natural_key is None or document.key is None
        return self.document_id == document.id and (unknown or self.natural_key == document.key)


class RowDecisions:
    """The decisions about rows of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    def decide(
        self, kind: str, held: Held, rows: Iterable[Row], decision: Said, values: Mapping[str, Any] | None = None
    ) -> str:
        """Write one decision about rows of a document and return the name of the stroke.

        Args:
            kind: which analysis.
            held: the document.
            rows: the rows.
            decision: what is decided.
            values: what the rows shall say, by field; in a form that JSON has.
        """
        stroke = uuid.uuid4().hex
        written = [
            {
                "stroke": stroke,
                "kind": kind,
                "document_id": held.document.id,
                "content_hash": held.content_hash,
                "natural_key": natural_key(held.document.header),
                "start": row.start,
                "quote": row.quote,
                "decision": decision,
                "values": json.dumps(dict(values or {}), ensure_ascii=False),
                "who": user_name(),
                "at": now(),
            }
            for row in rows
        ]
        if written:
            with self._store.write() as connection:
                connection.execute(sa.insert(RowDecisionRow), written)
        return stroke

    def undo(self, stroke: str) -> int:
        """Take a stroke back; what was in force before comes back. Returns how many rows it was about."""
        table = RowDecisionRow
        with self._store.write() as connection:
            done = connection.execute(
                sa.update(table)
                .where(table.stroke == stroke, table.undone_at.is_(None))
                .values(undone_by=user_name(), undone_at=now())
            )
            return int(done.rowcount)

    def all(self, kind: str) -> list[RowDecision]:
        """Every decision in force about rows of an analysis, oldest first."""
        table = RowDecisionRow
        wanted = sa.select(*_columns()).where(table.kind == kind, table.undone_at.is_(None)).order_by(table.id)
        with self._store.read() as connection:
            return [_decision(row) for row in connection.execute(wanted)]

    def on(self, kind: str, documents: Sequence[Identity]) -> dict[str, list[RowDecision]]:
        """The decisions in force about rows of documents, by the document's present id, oldest first."""
        by_hash: dict[str, list[RowDecision]] = {}
        by_id: dict[str, list[RowDecision]] = {}
        for line in self._lines(kind, documents):
            by_hash.setdefault(line.content_hash, []).append(line)
            by_id.setdefault(line.document_id, []).append(line)
        found: dict[str, list[RowDecision]] = {}
        for document in documents:
            lines = {line.id: line for line in by_hash.get(document.content_hash, ())}
            lines |= {line.id: line for line in by_id.get(document.id, ()) if line.is_on(document)}
            if lines:
                found[document.id] = [lines[number] for number in sorted(lines)]
        return found

    def _lines(self, kind: str, documents: Sequence[Identity]) -> list[RowDecision]:
        table = RowDecisionRow
        names = [document.id for document in documents]
        hashes = [document.content_hash for document in documents]
        found: dict[int, RowDecision] = {}
        with self._store.read() as connection:
            for column, values in ((table.document_id, names), (table.content_hash, hashes)):
                for first in range(0, len(values), _CHUNK):
                    rows = connection.execute(
                        sa.select(*_columns())
                        .where(table.kind == kind, table.undone_at.is_(None))
                        .where(column.in_(values[first : first + _CHUNK]))
                    )
                    found |= {row.id: _decision(row) for row in rows}
        return list(found.values())


def _columns() -> list[Any]:
    names = RowDecision.__dataclass_fields__
    return [getattr(RowDecisionRow, name) for name in names]


def _decision(row: sa.Row[Any]) -> RowDecision:
    plain = dict(row._mapping)
    plain["values"] = json.loads(plain["values"])
    plain["decision"] = cast(Said, plain["decision"])
    return RowDecision(**plain)
