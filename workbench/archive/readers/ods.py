"""Reads OpenDocument spreadsheets (.ods): every sheet as a table, its cells as people see them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from lxml import etree

from workbench.archive.readers import base, sheets
from workbench.archive.readers.flow import OLD_FONTS_NOTE
from workbench.archive.readers.number_formats import general, shown_again, shown_date
from workbench.archive.readers.odf_text import Walker, descend
from workbench.archive.readers.odt import outside
from workbench.archive.readers.opendocument import OpenDocument, TextStyle, open_document
from workbench.archive.readers.package import attribute, child, local
from workbench.archive.readers.sheets import Sheet
from workbench.archive.readers.tables import unmarked

_NUMBERS = ("float", "percentage", "currency")


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The sheets of a spreadsheet, in order, hidden ones too; numbers and days in Vietnamese form.

    Page headers and footers, comments and document properties go to the margins; so do text boxes once more.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_document(path, "spreadsheet") as document:
        reader = _Reader(path, document)
        found = [reader.sheet(element) for element in document.body if local(element) == "table"]
        outer, converted = outside(document)
        notes = (OLD_FONTS_NOTE,) if converted or reader.walker.converted else ()
        return sheets.workbook(path, found, [*outer, *reader.walker.aside], notes)


class _Reader:
    def __init__(self, path: Path, document: OpenDocument) -> None:
        self.walker = Walker(document.styles)
        self._path = path
        self._styles = document.styles
        self._cells = 0
        self._shown: dict[str, TextStyle] = {}

    def sheet(self, table: etree._Element) -> Sheet:
        style = attribute(table, "style-name")
        hidden = self._styles.value("table", style, "table-properties", "display") == "false"
        found = Sheet(attribute(table, "name") or "", hidden)
        number = 1
        for row in descend(table, "table-row"):
            cells = self._row(row)
            repeated = _repeated(row, "number-rows-repeated")
            if cells:
                self._count(len(cells) * repeated)
                for place in range(number, number + repeated):
                    found.cells += [(place, column, text) for column, text in cells]
            number += repeated
        for shapes in table:
            if local(shapes) == "shapes":
                found.boxes += [unmarked(line) for line in self.walker.lines(shapes) if line.strip()]
        found.boxes += self.walker.boxes
        self.walker.boxes = []
        return found

    def _row(self, row: etree._Element) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        column = 1
        for cell in descend(row, "table-cell", "covered-table-cell"):
            repeated = _repeated(cell, "number-columns-repeated")
            text = self._text(cell) if len(cell) and local(cell) == "table-cell" else ""
            if text.strip():
                self._count(repeated)
                found += [(place, text) for place in range(column, column + repeated)]
            column += repeated
        return found

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > 2 * sheets.MAX_CELLS:  # a repeated row counts its cells once more
            raise base.too_long(self._path)

    def _text(self, cell: etree._Element) -> str:
        style = attribute(cell, "style-name") or ""
        if style not in self._shown:
            self._shown[style] = self._styles.text("table-cell", style)
        before = len(self.walker.boxes)
        lines = []
        for element in cell:
            if local(element) in ("p", "h", "list"):
                lines += self.walker.block(element, self._shown[style])
            elif local(element) == "annotation":
                self.walker.block(element)
            elif child(element, "text-box") is not None:
                self.walker.boxes += [unmarked(line) for line in self.walker.block(element) if line.strip()]
        boxes = self.walker.boxes[before:]
        text = " ".join(base.tidy(unmarked(line)) for line in lines if line not in boxes).strip()
        return _localised(text, attribute(cell, "value-type") or "", cell)


def _localised(text: str, kind: str, cell: etree._Element) -> str:
    if kind in _NUMBERS:
        try:
            value = float(attribute(cell, "value") or "")
        except ValueError:
            return text
        return shown_again(text, value) if text else general(value)
    if kind == "date":
        try:
            moment = datetime.fromisoformat(attribute(cell, "date-value") or "")
        except ValueError:
            return text
        parts = re.findall(r"\d+", text)
        if len(parts) == 2 and str(moment.year) in parts:  # only month and year are shown
            return f"{moment.month:02}/{moment.year:04}"
        return text if parts == [str(moment.year)] else shown_date(moment)
    return text


def _repeated(element: etree._Element, name: str) -> int:
    value = attribute(element, name) or "1"
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else 1
