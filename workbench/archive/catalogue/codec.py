"""Documents as rows of the catalogue, and back. Packing runs in the worker processes, so that rows travel compactly."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from workbench.archive.catalogue.schema import FIELDS
from workbench.documents.model import Cell, Document, Evidence, Header, Passage, Table
from workbench.documents.secrecy_suspicions import Suspicion

_LEVEL = 1  # zlib: the higher levels take thrice the time for a tenth less


class Packed(NamedTuple):
    """A document ready to be stored.

    Attributes:
        id: its id.
        fields: values of `schema.FIELDS`, in that order.
        text, layout: its text and everything with offsets, compressed.
        text_hash: names the text; what the second stage makes of it is kept under this name.
        terms: what an engine is fed with, as the caller's digest made it; b"" where there is no digest.
        fingerprint: names these terms and the version that made them; None without a digest.
        suspicions: places to wonder about: (start, end, reason).
    """

    id: str
    fields: tuple[Any, ...]
    text: bytes
    layout: bytes
    text_hash: str
    terms: bytes = b""
    fingerprint: str | None = None
    suspicions: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """A file, or a file inside one, as it goes into the catalogue.

    Attributes:
        path: under the corpus; of a file inside another: that file's path, a slash, and the name inside.
        size, mtime_ns: how it looks from outside.
        content_hash: SHA-256 of its bytes, or None where it could not be opened.
        status: "read", "quarantined" or "waiting".
        reason: why it could not be read, or what people should know, in Vietnamese.
        part: the program it waits for (`system_parts`), or None.
        container: path of the file on disk that it was found in, or None.
        document: the document it became, or None.
        same: the content is the one that is held already: the document, if any, stays.
    """

    path: str
    size: int
    mtime_ns: int
    content_hash: str | None
    status: str = "read"
    reason: str = ""
    part: str | None = None
    container: str | None = None
    document: Packed | None = None
    same: bool = False


def pack(document: Document, terms: tuple[str, bytes] | None = None, suspicions: Sequence[Suspicion] = ()) -> Packed:
    """A document as it is stored.

    Args:
        document: the document.
        terms: version of the digest, and what it made of the document.
        suspicions: what a person should look at.
    """
    header = document.header
    evidence = {name: (e.start, e.end, e.confidence, e.note) for name, e in header.evidence.items()}
    fields = (
        document.title,
        header.symbol,
        header.type,
        header.issuer,
        header.date,
        header.subject,
        header.place,
        header.system,
        header.parent,
        header.signer,
        header.signer_title,
        _json(header.recipients),
        header.urgency,
        header.term,
        _json(evidence),
        _json(document.labels),
    )
    layout = (
        document.page_starts,
        [(p.start, p.end, p.page, p.section, p.heading, p.unit) for p in document.passages],
        document.cites,
        document.notes,
        [(t.name, [(c.row, c.column, c.start, c.end) for c in t.cells], t.sheet) for t in document.tables],
        document.page_confidence,
    )
    text = document.text.encode("utf-8")
    return Packed(
        id=document.id,
        fields=fields,
        text=zlib.compress(text, _LEVEL),
        layout=zlib.compress(_json(layout).encode("utf-8"), _LEVEL),
        text_hash=hashlib.blake2b(text, digest_size=16).hexdigest(),
        terms=terms[1] if terms else b"",
        fingerprint=fingerprint(*terms) if terms else None,
        suspicions=tuple((item.start, item.end, item.reason) for item in suspicions),
    )


def fingerprint(version: str, terms: bytes) -> str:
    """The name of what a digest made: begins with the digest's version."""
    return f"{version}-{hashlib.blake2b(terms, digest_size=8).hexdigest()}"


def field_values(packed: Packed) -> dict[str, Any]:
    """The header fields by column."""
    return dict(zip(FIELDS, packed.fields, strict=True))


class Stored(NamedTuple):
    """A document as it lies in the catalogue; small enough to be handed to another process."""

    id: str
    path: str
    text_hash: str
    fields: tuple[Any, ...]
    text: bytes
    layout: bytes

    def document(self, notes: tuple[str, ...] = ()) -> Document:
        """The document, with `notes` after its own."""
        page_starts, passages, cites, own_notes, tables, confidence = json.loads(zlib.decompress(self.layout))
        title, symbol, type_, issuer, day, subject, place, system, parent, signer, signer_title, *rest = self.fields
        recipients, urgency, term, evidence, labels = rest
        return Document(
            id=self.id,
            path=self.path,
            text=zlib.decompress(self.text).decode("utf-8"),
            page_starts=tuple(page_starts),
            header=Header(
                symbol=symbol,
                type=type_,
                issuer=issuer,
                date=day,
                subject=subject,
                place=place,
                system=system,
                parent=parent,
                signer=signer,
                signer_title=signer_title,
                recipients=tuple(json.loads(recipients)),
                urgency=urgency,
                term=term,
                evidence={name: Evidence(*values) for name, values in json.loads(evidence).items()},
            ),
            title=title,
            passages=tuple(Passage(number, *values) for number, values in enumerate(passages, start=1)),
            cites=tuple(cites),
            labels=tuple(json.loads(labels)),
            notes=(*own_notes, *notes),
            tables=tuple(Table(name, tuple(Cell(*cell) for cell in cells), sheet) for name, cells, sheet in tables),
            page_confidence=tuple(confidence),
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
