"""Tags and notes that people put on documents and on passages of them, kept in the workspace.

A mark finds its document by content (the same bytes, wherever they lie), else by id (the same place in the corpus, the
text edited since) unless another document has taken that place. A mark on a passage finds it by its words.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from workbench.errors import MarkError
from workbench.vietnamese.spelling import clean, key
from workbench.workspace.corrections import Held, Identity, natural_key
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.base import now, user_name
from workbench.workspace.database.keeping_tables import MarkRow

MarkKind = Literal["tag", "note"]
KINDS: dict[MarkKind, str] = {"tag": "thẻ", "note": "ghi chú"}

LOST = "không còn thấy đoạn này"
"""What people are told of a passage whose words are no longer in the document."""

_LONGEST_TAG, _LONGEST_NOTE = 80, 10_000  # characters
_CHUNK = 300


class Span(NamedTuple):
    """A stretch of a document's text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A tag or a note.

    Attributes:
        id: its number.
        stroke: what was put on in one stroke, for taking it back in one.
        kind: "tag" or "note".
        document_id, content_hash, natural_key, path, title: the document it was put on, as it was then.
        start, end, quote: offsets and words of the passage; None, None and "" for the document as a whole.
        text: the tag or the note.
        who, at: user of the machine, and when (UTC).
        removed_stroke, removed_by, removed_at: who took it off and when, or None.
    """

    id: int
    stroke: str
    kind: MarkKind
    document_id: str
    content_hash: str
    natural_key: str | None
    path: str
    title: str
    start: int | None
    end: int | None
    quote: str
    text: str
    who: str
    at: datetime
    removed_stroke: str | None = None
    removed_by: str | None = None
    removed_at: datetime | None = None

    @property
    def on_passage(self) -> bool:
        """Whether it is on a passage, not on the document as a whole."""
        return self.start is not None

    def place_in(self, text: str) -> Span | None:
        """Where its passage stands in the document's present text; None when it is not there any more."""
        if self.start is None or self.end is None:
            return None
        return find_passage(text, Span(self.start, self.end), self.quote)

    def is_on(self, document: Identity) -> bool:
        """Whether this document is the one it was put on."""
        if self.content_hash == document.content_hash:
            return True
        unknown = self.natural_key is None or document.key is None
        return self.document_id == document.id and (unknown or self.natural_key == document.key)


def find_passage(text: str, was: Span, quote: str) -> Span | None:
    """Where the words of a passage stand: at their old place, else nearest to it, line breaks aside; else None."""
    if text[was.start : was.end] == quote:
        return was
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = [Span(*match.span()) for match in re.finditer(pattern, text)] if pattern else []
    return min(found, key=lambda span: abs(span.start - was.start), default=None)


def tag_key(tag: str) -> str:
    """What two tags have in common that are the same one, typed differently."""
    return " ".join(key(tag).split())


class Marks:
    """The tags and notes of an archive."""

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store

    # -- changing ---------------------------------------------------------------------------------------------

    def add(self, kind: MarkKind, documents: Sequence[Held], texts: Iterable[str], span: Span | None = None) -> str:
        """Put tags or notes on documents, or on one passage of each, and return the name of the stroke.

        A tag that is already there is not put on twice.

        Raises:
            MarkError: a text is empty or too long, or the passage lies outside the document; nothing is then written.
        """
        wanted = [_checked(kind, text) for text in texts]
        stroke = uuid.uuid4().hex
        there = self.on([identity(held) for held in documents]) if kind == "tag" else {}
        rows = []
        for held in documents:
            quote = _quote(held, span)
            has = {(tag_key(mark.text), mark.quote) for mark in there.get(held.document.id, ()) if mark.kind == "tag"}
            for text in wanted:
                if (tag_key(text), quote) not in has:
                    rows.append({**_row(held, kind, text, stroke), "quote": quote} | _ends(span))
        if rows:
            with self._store.write() as connection:
                connection.execute(sa.insert(MarkRow), rows)
        return stroke

    def remove(self, marks: Iterable[Mark]) -> str:
        """Take marks off; they stay in the file and can be put back. Returns the name of the stroke."""
        stroke = uuid.uuid4().hex
        removed = {"removed_stroke": stroke, "removed_by": user_name(), "removed_at": now()}
        self._update([mark.id for mark in marks], removed)
        return stroke

    def undo(self, stroke: str | None = None) -> list[Mark]:
        """Take back a stroke: what it put on is taken off, what it took off is put back.

        Args:
            stroke: its name; None for the newest that this user of the machine made and has not taken back.

        Returns:
            The marks concerned.

        Raises:
            MarkError: there is nothing to take back.
        """
        lines = self._lines(MarkRow.who == user_name()) if stroke is None else self._lines()
        taken_back = [line for line in lines if line.removed_stroke == line.stroke]
        open_lines = [line for line in lines if line not in taken_back]
        if stroke is None:
            moments = [(line.at, line.stroke) for line in open_lines if line.removed_stroke is None]
            moments += [
                (line.removed_at, line.removed_stroke) for line in open_lines if line.removed_at and line.removed_stroke
            ]
            stroke = max(moments, default=(None, None))[1]
        removed = [line for line in open_lines if stroke is not None and line.removed_stroke == stroke]
        added = [line for line in open_lines if line.stroke == stroke and line.removed_stroke is None]
        if not removed and not added:
            raise MarkError("Không có lần gắn thẻ, ghi chú nào để bỏ.", "Hãy xem lại bằng: workbench note")
        self._update([line.id for line in removed], dict.fromkeys(("removed_stroke", "removed_by", "removed_at")))
        undone = {"removed_stroke": MarkRow.stroke, "removed_by": user_name(), "removed_at": now()}
        self._update([line.id for line in added], undone)
        return [*removed, *added]

    # -- asking -----------------------------------------------------------------------------------------------

    def all(self, kind: MarkKind | None = None) -> list[Mark]:
        """Every mark that is on, oldest first."""
        conditions = [MarkRow.removed_at.is_(None)] + ([MarkRow.kind == kind] if kind else [])
        return self._lines(*conditions)

    def mark(self, number: int) -> Mark:
        """The mark of this number. Raises MarkError when there is none, or it was taken off."""
        found = self._lines(MarkRow.id == number, MarkRow.removed_at.is_(None))
        if not found:
            raise MarkError(f"Không có thẻ hay ghi chú số {number}.", "Hãy xem số ở: workbench note")
        return found[0]

    def on(self, documents: Sequence[Identity]) -> dict[str, list[Mark]]:
        """The marks that are on each of these documents, by id; documents without any are left out."""
        there = MarkRow.removed_at.is_(None)
        if len(documents) <= _CHUNK:
            by_id = MarkRow.document_id.in_([one.id for one in documents])
            by_hash = MarkRow.content_hash.in_([one.content_hash for one in documents])
            lines = self._lines(there, sa.or_(by_id, by_hash))
        else:
            lines = self._lines(there)
        named: dict[str, list[Mark]] = {}
        for line in lines:
            for name in {line.document_id, line.content_hash}:
                named.setdefault(name, []).append(line)
        found: dict[str, list[Mark]] = {}
        for one in documents if lines else ():
            near = {line.id: line for name in (one.id, one.content_hash) for line in named.get(name, ())}
            mine = [near[number] for number in sorted(near) if near[number].is_on(one)]
            if mine:
                found[one.id] = mine
        return found

    def tags(self, documents: Sequence[Identity]) -> dict[str, tuple[str, ...]]:
        """The tags on each of these documents and its passages, by id, each once, in order of the alphabet."""
        found = {}
        for name, marks in self.on(documents).items():
            by_key = {tag_key(mark.text): mark.text for mark in reversed(marks) if mark.kind == "tag"}
            if by_key:
                found[name] = tuple(by_key[one] for one in sorted(by_key))
        return found

    def _lines(self, *conditions: sa.ColumnElement[bool]) -> list[Mark]:
        found = sa.select(MarkRow.__table__).where(*conditions).order_by(MarkRow.id)
        with self._store.read() as connection:
            return [Mark(**row._mapping) for row in connection.execute(found)]

    def _update(self, ids: Sequence[int], values: dict[str, Any]) -> None:
        if not ids:
            return
        with self._store.write() as connection:
            for start in range(0, len(ids), _CHUNK):
                chunk = ids[start : start + _CHUNK]
                connection.execute(sa.update(MarkRow).where(MarkRow.id.in_(chunk)).values(values))


def identity(held: Held) -> Identity:
    """By what marks find a document."""
    return Identity(held.document.id, held.content_hash, natural_key(held.document.header))


def _checked(kind: MarkKind, text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a character, as broken consoles give, is no UTF-8
    plain = " ".join(clean(whole).split()) if kind == "tag" else whole.strip()
    longest = _LONGEST_TAG if kind == "tag" else _LONGEST_NOTE
    if not plain or (kind == "tag" and not tag_key(plain)):
        raise MarkError(f"Chưa ghi {KINDS[kind]}.", "Hãy ghi vài chữ.")
    if len(plain) > longest:
        raise MarkError(f"{KINDS[kind].capitalize()} dài quá {longest} ký tự.", "Hãy ghi ngắn hơn.")
    return plain


def _quote(held: Held, span: Span | None) -> str:
    text = held.document.text
    if span is None:
        return ""
    if not 0 <= span.start < span.end <= len(text) or not text[span.start : span.end].strip():
        raise MarkError(
            f"Không có đoạn {span.start}–{span.end} trong văn bản “{held.document.title}”.", "Hãy chọn lại đoạn."
        )
    return text[span.start : span.end]


def _ends(span: Span | None) -> dict[str, int | None]:
    return {"start": span.start, "end": span.end} if span else {"start": None, "end": None}


def _row(held: Held, kind: MarkKind, text: str, stroke: str) -> dict[str, Any]:
    document = held.document
    return {
        "stroke": stroke,
        "kind": kind,
        "document_id": document.id,
        "content_hash": held.content_hash,
        "natural_key": natural_key(document.header),
        "path": document.path,
        "title": document.title,
        "text": text,
        "who": user_name(),
        "at": now(),
    }
