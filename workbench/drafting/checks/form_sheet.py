"""A .docx as it is set: its lines with their letters and spacing, its pages, its page number."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Alignment = Literal["trái", "giữa", "phải", "đều"]


class Letters(NamedTuple):
    """How letters are set; `capitals` for small letters that Word shows as capitals."""

    font: str
    size: float
    bold: bool
    italic: bool
    underline: bool
    capitals: bool


class Spacing(NamedTuple):
    """Distances of a paragraph: first line (mm), before and after (pt), and between lines.

    `rule` is "auto" (then `line` counts lines), "exact" or "atLeast" (then it is in pt).
    """

    first_line: float
    before: float
    after: float
    rule: str
    line: float


@dataclass(frozen=True)
class Line:
    """A line of the text: a paragraph, or what stands between two line breaks in one.

    Attributes:
        text: what it says; `start`: its offset in `Sheet.text`.
        alignment, spacing: of its paragraph.
        table: number of the table it stands in (from 1), 0 outside tables.
        paragraph: number of its paragraph (from 0).
        ruled: its paragraph has a line below.
    """

    text: str
    start: int
    alignment: Alignment
    spacing: Spacing
    table: int
    paragraph: int
    ruled: bool

    @property
    def end(self) -> int:
        """Offset of its end in `Sheet.text`."""
        return self.start + len(self.text)


class Page(NamedTuple):
    """A section's page: sizes and margins in mm, and whether its first page has a header of its own."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    first_differs: bool


class PageNumber(NamedTuple):
    """Where and how the page number is printed: "header" or "footer", and whether page 1 shows it too."""

    place: str
    alignment: Alignment
    letters: Letters
    on_first: bool


@dataclass(frozen=True)
class Sheet:
    """A .docx as it is set.

    Attributes:
        text: its lines joined by line breaks, characters cleaned one for one; list numbers are written out.
        lines: its lines.
        pages: the pages of its sections, in order.
        number: the page number, None where there is none.
    """

    text: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    number: PageNumber | None
    _runs: tuple[tuple[int, int, Letters], ...] = field(repr=False, default=())

    def line_at(self, offset: int) -> int:
        """The number (from 0) of the line in which an offset stands."""
        return max(bisect_right(self.lines, offset, key=lambda line: line.start) - 1, 0)

    def runs(self, start: int, end: int) -> list[tuple[str, Letters]]:
        """The pieces of a span with their letters; blanks alone are left out."""
        found = []
        at = max(bisect_right(self._runs, start, key=lambda run: run[0]) - 1, 0)
        for first, last, letters in self._runs[at:]:
            if first >= end:
                break
            piece = self.text[max(first, start) : min(last, end)].strip()
            if last > start and piece:
                found.append((piece, letters))
        return found

    def letters(self, start: int, end: int) -> Letters | None:
        """How most letters of a span are set, property by property; None for a span without letters."""
        runs = self.runs(start, end)
        if not runs:
            return None
        counts: list[Counter[object]] = [Counter() for _ in Letters._fields]
        for piece, letters in runs:
            for count, value in zip(counts, letters, strict=True):
                count[value] += len(piece)
        return Letters(*(count.most_common(1)[0][0] for count in counts))  # type: ignore[arg-type]
