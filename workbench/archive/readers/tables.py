"""Tables on their way through a reader: marks in its lines, until the text is final and the offsets are known.

A reader wraps the text of each cell with `Tables.cell`. The marks are private-use characters that conversion of
charsets, `tidy` and `compose` leave alone: a cell's offsets are true whatever happens to the text before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.archive.readers import base
from workbench.documents.model import Cell, Table

_OPEN, _CLOSE = "\ue001", "\ue002"
_DIGITS, _BASE = 0xE100, 3072
_MARK = re.compile("([\ue001\ue002])([\ue100-\uecff])([\ue100-\uecff])")
_EDGES = " \t\n" + base.PAGE
_RESERVED = str.maketrans(dict.fromkeys((base.PAGE, _OPEN, _CLOSE), " "))

MAX_CELLS = _BASE * _BASE
"""Most cells that one file may have: about nine million; what comes after them is text without a place in a table."""


def plain(text: str) -> str:
    """Text as it came from a file, without the characters that readers use as marks."""
    return text.translate(_RESERVED)


def unmarked(text: str) -> str:
    """A reader's text without marks of cells and pages, for margins."""
    return _MARK.sub("", text).replace(base.PAGE, "")


@dataclass(frozen=True)
class _Place:
    table: int
    row: int
    column: int


class Tables:
    """The tables of one file, while it is read."""

    def __init__(self) -> None:
        self._names: list[tuple[str, bool]] = []
        self._places: list[_Place] = []

    def new(self, name: str = "", *, sheet: bool = False) -> int:
        """Begin a table; the number by which `cell` knows it.

        Args:
            name: name of the sheet, or "".
            sheet: whether it is a sheet of a workbook, whose cells people name "B7".
        """
        self._names.append((name, sheet))
        return len(self._names) - 1

    def cell(self, table: int, row: int, column: int, text: str) -> str:
        """The text of a cell, marked; it may have several lines, and cells of a table inside it.

        Args:
            table: from `new`.
            row, column: place in the table, from 1.
            text: the cell's text; without any text it comes back as it is, and is no cell.
        """
        lead = len(text) - len(text.lstrip(_EDGES))  # pages turn before or after the cell
        bare = text.strip(_EDGES)
        if not bare or len(self._places) >= MAX_CELLS:
            return text
        high, low = divmod(len(self._places), _BASE)
        self._places.append(_Place(table, row, column))
        key = chr(_DIGITS + high) + chr(_DIGITS + low)
        return f"{text[:lead]}{_OPEN}{key}{bare}{_CLOSE}{key}{text[lead + len(bare) :]}"

    def row(self, table: int, row: int, cells: Iterable[tuple[int, list[str]]]) -> list[str]:
        """The lines of a row: one, its cells parted by tabs; or cell after cell where a cell has several lines.

        Args:
            table: from `new`.
            row: its number, from 1.
            cells: (column, lines of the cell) from left to right, empty cells too.
        """
        found: list[list[str]] = []
        for column, texts in cells:
            lines = [line.strip() for line in texts if line.replace(base.PAGE, "").strip()]
            if len(lines) == 1:
                lines = [lines[0].replace("\t", " ")]
            if lines:
                lines = self.cell(table, row, column, "\n".join(lines)).split("\n")
            found.append(lines)
        if all(len(lines) <= 1 for lines in found):
            return ["\t".join(lines[0] if lines else "" for lines in found)]
        return [line for lines in found for line in lines]

    def compose(self, lines: list[str], *, paged: bool) -> tuple[str, tuple[int, ...], tuple[Table, ...]]:
        """Like `base.compose`, without the marks, and the tables that stand in the text."""
        text, starts = base.compose(lines, paged=paged)
        return self.resolve(text, starts)

    def resolve(self, text: str, starts: tuple[int, ...] = ()) -> tuple[str, tuple[int, ...], tuple[Table, ...]]:
        """A composed text without the marks, its page starts moved accordingly, and its tables."""
        parts: list[str] = []
        ends = [0]  # offsets in the marked text after each mark, and how much had gone before that
        gone = [0]
        last = 0
        opened: dict[int, int] = {}
        spans: dict[int, tuple[int, int]] = {}
        for mark in _MARK.finditer(text):
            parts.append(text[last : mark.start()])
            last = mark.end()
            number = (ord(mark[2]) - _DIGITS) * _BASE + ord(mark[3]) - _DIGITS
            here = mark.start() - gone[-1]
            ends.append(last)
            gone.append(gone[-1] + last - mark.start())
            if mark[1] == _OPEN:
                opened[number] = here
            elif number in opened:
                spans[number] = (opened.pop(number), here)
        bare = "".join([*parts, text[last:]])
        moved = (start - gone[bisect_right(ends, start) - 1] for start in starts)
        return bare, tuple(dict.fromkeys(moved)), self._tables(bare, spans)

    def _tables(self, text: str, spans: dict[int, tuple[int, int]]) -> tuple[Table, ...]:
        cells: dict[int, list[Cell]] = {}
        for number, (start, end) in spans.items():
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                place = self._places[number]
                cells.setdefault(place.table, []).append(Cell(place.row, place.column, start, end))
        return tuple(
            Table(name, tuple(sorted(cells[table], key=lambda cell: (cell.row, cell.column))), sheet)
            for table, (name, sheet) in enumerate(self._names)
            if table in cells
        )
