"""The assignments of a whole document, from its passages, lists and tables; made once for each text and kept.

Only what the text says is kept. Which documents set tasks at all, and the day that a relative deadline means, depend on
header fields, which people correct: that is decided when tasks are read out (`reading`).
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from workbench.analysis.tasks.model import Assignment
from workbench.analysis.tasks.plan_table import assignments_in_rows, rows_of_lines, rows_of_table
from workbench.analysis.tasks.sentence import find_assignments, has_label, lead_in_units, numbering
from workbench.analysis.tasks.words import is_unit_line, read_units
from workbench.documents.composed import Composed
from workbench.documents.deadlines import Deadline
from workbench.documents.model import Document, Passage
from workbench.vietnamese import sentences

NAME = "tasks"
"""What they are kept under."""

VERSION = "1"
"""Raised when a text gives other assignments; what another version made is made again."""

_LONGEST_PASSAGE = 6_000  # characters; longer ones are no assignments
_MOST = 2_000  # assignments of one document
_NOTHING = frozenset({b"", zlib.compress(b"[]")})  # what is kept of a text that gives none
_SPEAKING_OF_WHAT_WAS = frozenset({"ket_qua", "han_che", "nguyen_nhan", "bai_hoc", "dac_diem"})
_CLOSING = re.compile(r"\s*(?:(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)\s|Nơi nhận\s*:)", re.IGNORECASE)
_TO = re.compile(r"\s*Kính\s+gửi\s*:\s*", re.IGNORECASE)
_ORDERING = re.compile(
    r"(?<!\w)(?:yêu cầu|đề nghị|chỉ thị|kết luận|giao|phân công|quyết định)(?:[^.:]{0,80})\s*:\s*$", re.IGNORECASE
)


class AnalysisStore(Protocol):
    """Keeps results of analyses by text; the catalogue is one."""

    def analysis(self, document_id: str, name: str, version: str) -> bytes | None:
        """What was kept for the document's present text, or None."""

    def text_hash(self, document_id: str) -> str | None:
        """The name under which the results for a document's present text are kept."""

    def keep_analyses(self, name: str, version: str, made: Iterable[tuple[str, bytes]]) -> None:
        """Keep results: (hash of the text, result)."""

    def analyses(self, name: str, version: str, ids: Iterable[str] | None = None) -> Iterable[tuple[str, bytes]]:
        """What was kept of an analysis, by document: of these documents, or of all."""


def make_assignments(document: Document) -> bytes:
    """The assignments of a document, in the form in which they are kept."""
    return _pack(list(assignments_in(document)))


def kept_assignments(document: Document, store: AnalysisStore) -> list[Assignment]:
    """The assignments of a document; made and kept where that has not happened yet."""
    return assignments_of([document], store)[document.id]


def assignments_of(documents: Sequence[Document], store: AnalysisStore) -> dict[str, list[Assignment]]:
    """The assignments of documents by id; made where that has not happened yet, and all of these kept at once."""
    kept = dict(store.analyses(NAME, VERSION, [one.id for one in documents]))
    made: dict[str, bytes] = {}
    found: dict[str, list[Assignment]] = {}
    for document in documents:
        if document.id in kept:
            found[document.id] = unpacked(kept[document.id])
            continue
        found[document.id] = list(assignments_in(document))
        text_hash = store.text_hash(document.id)
        if text_hash is not None:
            made[text_hash] = _pack(found[document.id])
    if made:
        store.keep_analyses(NAME, VERSION, made.items())
    return found


def packed_assignments(store: AnalysisStore, ids: Iterable[str] | None = None) -> Iterator[tuple[str, bytes]]:
    """What is kept for these documents (or for all) whose text was read, by id: packed, b"" where it gives none."""
    for name, value in store.analyses(NAME, VERSION, ids):
        yield name, value if value not in _NOTHING else b""


def is_dated(assignments: Iterable[Assignment]) -> bool:
    """Whether any of these has a deadline that a document's date can make a day of."""
    return any(one.deadline is not None and one.deadline.kind in ("calendar", "relative") for one in assignments)


def may_be_late(assignments: Iterable[Assignment], issued: date | None, on: date) -> bool:
    """Whether any of a document's assignments has a last day before a day, whatever people decided about it."""
    days = (one.deadline.last_day(issued) for one in assignments if one.deadline is not None)
    return any(day is not None and day < on for day in days)


def assignments_in(document: Document) -> Iterator[Assignment]:
    """The assignments of a document, in the order of its text."""
    found = [*_in_tables(document), *_in_passages(document)]
    found.sort(key=lambda one: (one.start, one.end))
    yield from found[:_MOST]


def assignments_in_text(text: str) -> list[Assignment]:
    """The assignments of a bare text, a paragraph a line."""
    passages: list[Passage] = []
    for line in re.compile(r"[^\n]+").finditer(text):
        passages.append(Passage(len(passages) + 1, line.start(), line.end(), None))
    return list(_in_lines(text, passages))


# Prose -----------------------------------------------------------------------------------------


class _Above:
    """The units that headings and lead-ins have put above the present line, by level."""

    def __init__(self) -> None:
        self._open: list[tuple[int, tuple[str, ...], bool]] = []
        self.recipients: tuple[str, ...] = ()

    def enter(self, level: int, units: tuple[str, ...], *, listed: bool) -> None:
        self.leave(level)
        self._open.append((level, units, listed))

    def leave(self, level: int) -> None:
        """A line of this level ends what stands at its own level or below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()

    @property
    def units(self) -> tuple[str, ...]:
        for _, units, _ in reversed(self._open):
            if units:
                return units
        return self.recipients if self.listed else ()

    @property
    def listed(self) -> bool:
        return any(listed for _, _, listed in self._open)


def _in_passages(document: Document) -> Iterator[Assignment]:
    tables = [(cells[0].start, cells[-1].end) for table in document.tables if (cells := table.cells)]
    inside = [p for p in document.passages if not any(start <= p.start < end for start, end in tables)]
    # The head of a letter is itself a table: what is no plan is read as lines.
    plans = [
        span
        for table, span in zip((t for t in document.tables if t.cells), tables, strict=True)
        if rows_of_table(document.text, table)
    ]
    if len(plans) < len(tables):
        inside = [p for p in document.passages if not any(start <= p.start < end for start, end in plans)]
    yield from _in_lines(document.text, inside)


def _in_lines(text: str, passages: list[Passage]) -> Iterator[Assignment]:
    tabbed = rows_of_lines(text, passages)
    for rows in tabbed:
        yield from assignments_in_rows(text, rows)
    above = _Above()
    for passage in passages:
        piece = text[passage.start : passage.end]
        if _CLOSING.match(piece):
            break
        if len(piece) > _LONGEST_PASSAGE or "\t" in piece:  # the head and foot of a page, rows of a table
            continue
        plain = Composed(piece)
        yield from _in_line(text, plain, passage, above)


def _in_line(text: str, plain: Composed, passage: Passage, above: _Above) -> Iterator[Assignment]:
    line = plain.text
    to = _TO.match(line)
    if to:
        units = read_units(line, to.end(), semicolons=True)
        above.recipients = units.names if units else ()
        return
    level, begin = numbering(line)
    # "Chỉ tiêu 1. …" has no level: it ends every list but the one that a lead-in opened just above.
    above.leave(-1 if level is None and not above.listed else level if level is not None else 9)
    if level is None and line[:1].isupper() and not passage.heading and above.listed and _starts_anew(line):
        above.leave(0)
    title = line[begin:].rstrip()
    if is_unit_line(title):
        names = read_units(title.rstrip(":.; "), 0)
        above.enter(level if level is not None else 0, names.names if names else (), listed=True)
        return
    if title.endswith(":") and (_ORDERING.search(title) or read_units(title, 0)):
        made = _before_lead_in(line, begin, above)
        above.enter(level if level is not None else -1, lead_in_units(line, begin, len(line)), listed=True)
        yield from (_placed(one, text, plain, passage) for one in made)
        return
    if passage.heading or passage.section in _SPEAKING_OF_WHAT_WAS:
        return
    spans = [(0, len(line))] if has_label(line, 0, len(line)) else sentences.split(line)
    for first, last in spans:
        for one in find_assignments(line, first, last, above.units, listed=above.listed):
            if one.cue == "list" and first > begin and (one.deadline is None or one.deadline.kind == "open"):
                continue  # what an item goes on to say is no task of its own
            yield _placed(one, text, plain, passage)


def _before_lead_in(line: str, begin: int, above: _Above) -> list[Assignment]:
    """What stands in a paragraph before the sentence that opens a list."""
    found: list[Assignment] = []
    for first, last in sentences.split(line)[:-1]:
        found += (
            find_assignments(line, max(first, begin), last, above.units, listed=above.listed) if last > begin else []
        )
    return found


def _starts_anew(line: str) -> bool:
    """Whether a line without a number names its own unit, so that it is no item of the list above."""
    return read_units(line, 0) is not None


def _placed(one: Assignment, text: str, plain: Composed, passage: Passage) -> Assignment:
    """An assignment with the offsets of the document."""
    start, end = plain.original(one.start, one.end)
    deadline = one.deadline
    if deadline is not None:
        first, last = plain.original(deadline.start, deadline.end)
        first, last = first + passage.start, last + passage.start
        deadline = Deadline(**{**vars(deadline), "start": first, "end": last, "text": text[first:last]})
    values = {**vars(one), "start": start + passage.start, "end": end + passage.start, "deadline": deadline}
    return Assignment(**{**values, "section": passage.section})


# Tables ----------------------------------------------------------------------------------------


def _in_tables(document: Document) -> Iterator[Assignment]:
    for table in document.tables:
        rows = rows_of_table(document.text, table)
        if rows:
            yield from assignments_in_rows(document.text, rows)


# Keeping ---------------------------------------------------------------------------------------


def _pack(found: list[Assignment]) -> bytes:
    rows = [{**vars(one), "deadline": vars(one.deadline) if one.deadline else None} for one in found]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpacked(kept: bytes) -> list[Assignment]:
    """The assignments from the form in which they are kept; b"" holds none."""
    if not kept:
        return []
    found = []
    for row in json.loads(zlib.decompress(kept)):
        deadline = Deadline(**row["deadline"]) if row["deadline"] else None
        lists = {"lead": tuple(row["lead"]), "cooperate": tuple(row["cooperate"])}
        found.append(Assignment(**{**row, **lists, "deadline": deadline}))
    return found
