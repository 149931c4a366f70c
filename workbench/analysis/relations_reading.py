"""References and statements of force of each text, made once and kept (second stage of a build)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from workbench.documents.effect import Effect, find_effects
from workbench.documents.model import Document
from workbench.documents.references import Reference, find_references
from workbench.documents.symbols import symbol_key
from workbench.vietnamese.spelling import clean

NAME = "references"
"""What the readings are kept under."""

VERSION = "2"
"""Raised when references, their relations or statements of force are read in another way."""


@dataclass(frozen=True)
class Cited:
    """A reference as it is kept: what `Reference` holds, with the symbol as a text.

    Attributes:
        start, end, type, day, issuer, relation, change, by, partial, proposed, cue_start, cue_end: as in `Reference`.
        symbol: as people write it, or None.
    """

    start: int
    end: int
    symbol: str | None
    type: str | None
    day: date | None
    issuer: str | None
    relation: str
    change: str | None
    by: str | None
    partial: bool
    proposed: bool
    cue_start: int
    cue_end: int

    @property
    def key(self) -> str | None:
        """The key of its symbol, or None."""
        return symbol_key(self.symbol) if self.symbol else None

    @property
    def span(self) -> tuple[int, int]:
        """Offsets of the reference together with the words that tell the relation, where these stand close."""
        start, end = min(self.start, self.cue_start), max(self.end, self.cue_end)
        return (start, end) if end - start <= 600 and self.cue_end > self.cue_start else (self.start, self.end)


@dataclass(frozen=True)
class Reading:
    """What a text cites, and what it says of its own force."""

    cited: tuple[Cited, ...] = ()
    effects: tuple[Effect, ...] = ()


class ReadingStore(Protocol):
    """Keeps results of analyses by text; the catalogue is one."""

    def analysis(self, document_id: str, name: str, version: str) -> bytes | None:
        """What was kept for the document's present text, or None."""

    def text_hash(self, document_id: str) -> str | None:
        """The name under which the results for a document's present text are kept."""

    def keep_analyses(self, name: str, version: str, made: Iterable[tuple[str, bytes]]) -> None:
        """Keep results: (hash of the text, result)."""


def read_text(document: Document) -> bytes:
    """The reading of a document's text, in the form in which it is kept."""
    return pack(reading_of(document.text))


def reading_of(text: str) -> Reading:
    """What a text cites, its own symbol included (header fields are people's to correct), and its effects."""
    return Reading(tuple(map(_kept, find_references(text))), find_effects(text))


def reading(document: Document, store: ReadingStore) -> Reading:
    """The reading of a document, made and kept where it was not yet."""
    kept = store.analysis(document.id, NAME, VERSION)
    if kept is not None:
        return unpack(kept)
    made = reading_of(document.text)
    text_hash = store.text_hash(document.id)
    if text_hash is not None:
        store.keep_analyses(NAME, VERSION, [(text_hash, pack(made))])
    return made


def pack(made: Reading) -> bytes:
    """A reading as bytes."""
    rows = [[_plain(getattr(item, name)) for name in _FIELDS] for item in made.cited]
    effects = [[one.start, one.end, one.kind, one.type, _plain(one.day), one.after] for one in made.effects]
    return zlib.compress(json.dumps([rows, effects], ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpack(kept: bytes) -> Reading:
    """A reading from `pack`; empty where the text could not be analysed."""
    if not kept:
        return Reading()
    rows, effects = json.loads(zlib.decompress(kept))
    cited = []
    for row in rows:
        values: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
        values["day"] = date.fromisoformat(values["day"]) if values["day"] else None
        cited.append(Cited(**values))
    return Reading(
        tuple(cited),
        tuple(Effect(a, b, kind, name, date.fromisoformat(d) if d else None, n) for a, b, kind, name, d, n in effects),
    )


_FIELDS = tuple(Cited.__dataclass_fields__)


def _kept(found: Reference) -> Cited:
    return Cited(
        found.start,
        found.end,
        found.symbol.symbol if found.symbol else None,
        found.type,
        found.day,
        clean(found.issuer) if found.issuer else None,
        found.relation,
        found.change,
        found.by,
        found.partial,
        found.proposed,
        found.cue_start,
        found.cue_end,
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
