"""Reads Excel workbooks (.xlsx, .xlsm): every sheet as a table, its cells as people see them. Macros are never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from workbench.archive.readers import base, drawingml, sheets
from workbench.archive.readers.flow import OLD_FONTS_NOTE
from workbench.archive.readers.number_formats import general, shown, shown_date
from workbench.archive.readers.package import Package, attribute, child, local, open_package
from workbench.archive.readers.runs import OldFonts, Runs, readings
from workbench.archive.readers.sheets import Sheet

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_HEADS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The sheets of a workbook, in order, hidden ones too.

    Numbers, days and percentages are as the sheet shows them, in Vietnamese form. Page headers, comments and
    document properties go to the margins; so do text boxes once more.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_package(path, "workbook") as package:
        return _Workbook(package).read(path)


@dataclass
class _Style:
    """How a cell is shown: its format code and its font."""

    code: str = "General"
    font: str = ""


@dataclass
class _Workbook:
    package: Package
    runs: Runs = field(default_factory=lambda: Runs(OldFonts()))
    margins: list[str] = field(default_factory=list)
    cells: int = 0
    characters: int = 0

    def read(self, path: Path) -> base.RawText:
        properties = child(self.package.main, "workbookPr")
        self.mac_dates = properties is not None and attribute(properties, "date1904") in ("1", "true")
        self.styles = self._styles()
        self.strings = [list(_runs(item)) for name in self._names("sharedStrings") for item in self._items(name)]
        relations = self.package.relations(self.package.main_name)
        found = []
        for element in self.package.main.iter("{*}sheet"):
            name, kind = relations.get(attribute(element, "id") or "", ("", ""))
            sheet = Sheet(element.get("name", ""), element.get("state", "visible") != "visible")
            if kind == "worksheet":
                self._rows(path, name, sheet)
            if name:
                self._around(name, sheet)
            found.append(sheet)
        margins = self.margins + [reading for text in self.package.properties() for reading in readings(text)]
        return sheets.workbook(path, found, margins, (OLD_FONTS_NOTE,) if self.runs.converted else ())

    def _names(self, kind: str) -> list[str]:
        return self.package.related(self.package.main_name, kind)

    def _items(self, name: str) -> Iterator[etree._Element]:
        return self.package.elements(name, "si")

    def _styles(self) -> list[_Style]:
        root = self.package.part("styles")
        if root is None:
            return []
        fonts = [_font(font) for font in _under(root, "fonts")]
        codes = {_number(element, "numFmtId"): element.get("formatCode", "") for element in _under(root, "numFmts")}
        styles = []
        for element in _under(root, "cellXfs"):
            font, format_id = _number(element, "fontId"), _number(element, "numFmtId")
            code = codes.get(format_id) or BUILTIN_FORMATS.get(format_id, "General")
            styles.append(_Style(code, fonts[font] if 0 <= font < len(fonts) else ""))
        return styles

    def _rows(self, path: Path, name: str, sheet: Sheet) -> None:
        row = 0
        for element in self.package.elements(name, "row", "headerFooter"):
            if local(element) == "headerFooter":
                codes = [head.text or "" for head in element if local(head) in _HEADS]
                self.margins += sheets.page_heads(codes, self.runs)
                continue
            row = _number(element, "r") or row + 1
            column = 0
            for cell in element:
                match = _REFERENCE.fullmatch(cell.get("r", ""))
                column = _column(match[1]) if match else column + 1
                text = self._text(cell) if local(cell) == "c" else ""
                if text.strip():
                    sheet.cells.append((row, column, text))
                    self.cells += 1
                    self.characters += len(text)  # cells share texts: a small file may hold a long one very often
                if self.cells > sheets.MAX_CELLS or self.characters > base.MAX_TEXT_CHARACTERS:
                    raise base.too_long(path)
        sheet.cells.sort(key=lambda cell: cell[:2])  # rows may stand in any order in files of other programs

    def _text(self, cell: etree._Element) -> str:
        number = _number(cell, "s")
        style = self.styles[number] if 0 <= number < len(self.styles) else _Style()
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return self._joined(_runs(inline), style) if inline is not None else ""
        value = str(cell.findtext("{*}v") or "").strip()
        if kind == "s":
            known = value.isdecimal() and int(value) < len(self.strings)
            return self._joined(self.strings[int(value)], style) if known else ""
        if kind == "str":
            return self._joined([(cell.findtext("{*}v") or "", None)], style)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "d":
            return _day(value)
        try:
            return value if kind == "e" or not value else self._shown(float(value), style)
        except ValueError:
            return value

    def _shown(self, value: float, style: _Style) -> str:
        code = "General" if style.code == "GENERAL" else style.code
        return general(value) if code == "General" else shown(value, code, mac_dates=self.mac_dates)

    def _joined(self, runs: Iterator[tuple[str, str | None]] | list[tuple[str, str | None]], style: _Style) -> str:
        for text, font in runs:
            self.runs.add(text, font or style.font)
        return self.runs.take()

    def _around(self, name: str, sheet: Sheet) -> None:
        """Text boxes, and the comments, which go to the margins."""
        for drawing in self.package.parts("drawing", source=name):
            for body in drawing.iter("{*}txBody"):
                sheet.boxes += [text for text in drawingml.paragraphs(body, self.runs) if text.strip()]
        for comments in self.package.parts("comments", "threadedComment", source=name):
            for element in comments.iter("{*}comment", "{*}threadedComment"):
                text = child(element, "text")
                if text is not None:
                    self.margins.append(self._joined([*_runs(text), (text.text or "", None)], _Style()))


def _runs(item: etree._Element) -> Iterator[tuple[str, str | None]]:
    """The runs of a string with their fonts (None: that of the cell); without the readings of Japanese text."""
    for element in item:
        name = local(element)
        if name == "t":
            yield element.text or "", None
        elif name == "r":
            properties = child(element, "rPr")
            font = child(properties, "rFont") if properties is not None else None
            yield element.findtext("{*}t") or "", attribute(font, "val") if font is not None else None


def _under(root: etree._Element, name: str) -> list[etree._Element]:
    group = child(root, name)
    return [element for element in group if local(element)] if group is not None else []


def _font(element: etree._Element) -> str:
    name = child(element, "name")
    return attribute(name, "val") or "" if name is not None else ""


def _number(element: etree._Element, name: str) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _day(value: str) -> str:
    try:
        return shown_date(datetime.fromisoformat(value))
    except ValueError:
        return value
