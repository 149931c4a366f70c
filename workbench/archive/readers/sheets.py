"""What the readers of spreadsheets share: from cells with their places to text and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.runs import Runs
from workbench.archive.readers.tables import plain
from workbench.documents.model import Cell, Table

MAX_CELLS = 1_000_000
"""Most cells with text that one workbook may have; more is a data dump, not a document."""

_MAX_PADDED = 64  # columns; in wider sheets the empty cells of a row leave no tab
# Codes of a page header: &"font,style" &12 (size) &K0000FF (colour) &P (page number) …
_CODE = re.compile(r'&(?:"(?P<font>[^"]*)"|K[0-9A-Fa-f]{6}|\d+|(?P<sign>.))', re.DOTALL)


@dataclass
class Sheet:
    """A sheet while it is read.

    Attributes:
        name: its name; "" for a file that is one unnamed sheet.
        hidden: whether people see it only after making it visible.
        cells: (row, column, text) of the cells that hold text, from 1, row by row.
        boxes: text of its text boxes.
    """

    name: str
    hidden: bool = False
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


def workbook(
    path: Path, sheets: Sequence[Sheet], margins: Sequence[str] = (), notes: tuple[str, ...] = ()
) -> base.RawText:
    """The text of a workbook: of each sheet that is not empty its name, then a line for each row, then its text boxes.

    Empty cells between two cells leave their tabs, as far as their columns hold something elsewhere in the sheet.

    Raises:
        UnreadableFile: no text, or too much.
    """
    filled = [sheet for sheet in sheets if sheet.cells or sheet.boxes]
    every: list[str] = []
    for sheet in filled:
        every += [sheet.name, *(text for _, _, text in sheet.cells), *sheet.boxes]
    if len(every) > MAX_CELLS or sum(map(len, every)) > base.MAX_TEXT_CHARACTERS:
        raise base.too_long(path)
    # Each cell is judged by itself: one row may hold cells in several charsets.
    texts, repaired = base.decoded([_line(text) for text in every])
    writer = _Writer()
    place = 0
    for sheet in filled:
        end = place + 1 + len(sheet.cells)
        found = [
            (row, column, text)
            for (row, column, _), text in zip(sheet.cells, texts[place + 1 : end], strict=True)
            if text.strip()
        ]
        writer.sheet(texts[place], found)
        place = end + len(sheet.boxes)
        writer.lines(texts[end:place])
    hidden = [f"“{sheet.name}”" for sheet in filled if sheet.hidden]
    if hidden:
        notes = (*notes, f"Có trang tính ẩn: {', '.join(hidden)}.")
    outside = [*margins, *(box for sheet in filled for box in sheet.boxes)]
    outside += [sheet.name for sheet in sheets if not sheet.cells and not sheet.boxes]
    text = writer.text
    return base.finished(path, text, (), "\n".join(outside), (*repaired, *notes), tuple(writer.tables))


class _Writer:
    """Puts the lines of a workbook together and knows where each cell stands."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "".join(self._parts).removesuffix("\n")

    def lines(self, lines: Sequence[str]) -> None:
        """Lines outside the cells."""
        for line in lines:
            if line.strip():
                self._add(f"{line}\n")

    def sheet(self, name: str, cells: list[tuple[int, int, str]]) -> None:
        """A sheet: its name and its rows."""
        self.lines([name])
        columns = {column: place for place, column in enumerate(sorted({column for _, column, _ in cells}))}
        padded = len(columns) <= _MAX_PADDED
        found: list[Cell] = []
        row, place = 0, 0
        for number, column, text in cells:
            if number != row:
                if row:
                    self._add("\n")
                row, place = number, 0
                tabs = columns[column] if padded else 0
            else:
                tabs = columns[column] - place if padded else 1
            place = columns[column]
            self._add("\t" * tabs)
            found.append(Cell(number, column, self._length, self._length + len(text)))
            self._add(text)
        if found:
            self._add("\n")
            self.tables.append(Table(name, tuple(found), sheet=True))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _line(text: str) -> str:
    """A cell on one line: breaks inside it only wrap its text."""
    return base.tidy(plain(text).replace("\t", " "))


def page_heads(codes: Sequence[str], runs: Runs) -> list[str]:
    """The text of a sheet's page headers and footers, without their codes.

    Args:
        codes: headers and footers as the file has them: "&L&\\"Arial,Bold\\"Mật&RTrang &P".
        runs: which converts text in old fonts.
    """
    found = []
    for code in codes:
        font = ""
        last = 0
        for match in _CODE.finditer(code):
            runs.add(code[last : match.start()], font)
            last = match.end()
            if match["font"] is not None:
                font = match["font"].partition(",")[0]
            runs.add("&" if match["sign"] == "&" else " ", font)
        runs.add(code[last:], font)
        found.append(base.tidy(runs.take()))
    return [text for text in found if text]
