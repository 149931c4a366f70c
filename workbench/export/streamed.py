"""Files that are written row by row, so that a hundred thousand rows fit into memory: .xlsx and .csv."""

from __future__ import annotations

import csv
import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from math import ceil
from pathlib import Path
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from workbench.errors import ExportError
from workbench.export.table import Cell, cell, shown
from workbench.export.xlsx import CELL_LIMIT, CUT_NOTE
from workbench.folders import make_folder

_FORMULA_STARTS = ("=", "+", "-", "@")
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900
_FONT, _HEAD_FONT = Font(name="Times New Roman", size=12), Font(name="Times New Roman", size=12, bold=True)
_TOP, _WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
_WRAPPED_FROM = 24  # characters; narrower columns hold no sentences
_LINE_HEIGHT, _HIGHEST_ROW = 16, 409  # points; the second is Excel's own limit

MOST_ROWS = 1_000_000
"""Rows that a sheet of Excel holds, with a little room."""


class Rows(Protocol):
    """What takes rows one by one."""

    def add(self, values: Sequence[Any]) -> None: ...


class Book:
    """An Excel workbook of several sheets, written as rows come. `save` ends it."""

    def __init__(self, title: str) -> None:
        self._book = Workbook(write_only=True)
        self._book.properties.title = title[:255]
        self._book.properties.creator = ""
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Sheet:
        """A new sheet: its name, and its headings with their widths in characters."""
        sheet = Sheet(self._book.create_sheet(name), columns)
        self._sheets.append(sheet)
        return sheet

    def save(self, path: Path, label: str = "") -> None:
        """Write the workbook. `label`: the strictest label of circulation, printed on top of every page."""
        for sheet in self._sheets:
            sheet.finish(label)
        self._book.save(path)


class Sheet:
    """One sheet of a `Book`."""

    def __init__(self, sheet: Any, columns: Sequence[tuple[str, int]]) -> None:
        self._sheet = sheet
        self._widths = [width for _, width in columns]
        self.rows = 0
        sheet.freeze_panes = "A2"
        for at, (_, width) in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        head = []
        for name, _ in columns:
            made = WriteOnlyCell(sheet, name)
            made.font, made.alignment = _HEAD_FONT, _WRAPPED
            head.append(made)
        sheet.append(head)

    def add(self, values: Sequence[Any]) -> None:
        """One row."""
        cells = [cell(value) for value in values]
        self.rows += 1
        # Excel would fit the rows when it opens the file, other programs would not.
        lines = max((_lines(shown(value), width) for value, width in zip(cells, self._widths, strict=True)), default=1)
        self._sheet.row_dimensions[self.rows + 1].height = min(lines * _LINE_HEIGHT, _HIGHEST_ROW)
        self._sheet.append([self._cell(value, width) for value, width in zip(cells, self._widths, strict=True)])
        del self._sheet.row_dimensions[self.rows + 1]  # written: it need not be held

    def finish(self, label: str) -> None:
        """Set what is known only when all rows are there."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._widths))}{self.rows + 1}"
        if label:
            self._sheet.oddHeader.center.text = label

    def _cell(self, value: Cell, width: int) -> Any:
        if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
            value = shown(value)
        if isinstance(value, datetime):
            made = WriteOnlyCell(self._sheet, value.replace(tzinfo=None))
            made.number_format = "dd/mm/yyyy hh:mm"
        elif isinstance(value, date):
            made = WriteOnlyCell(self._sheet, datetime.combine(value, time.min))
            made.number_format = "dd/mm/yyyy"
        elif isinstance(value, str):
            made = WriteOnlyCell(self._sheet, _fitting(value))
            made.data_type = "s"  # text stays text: no source can become a formula
            made.quotePrefix = value.lstrip().startswith(_FORMULA_STARTS)
        else:
            made = WriteOnlyCell(self._sheet, value)
        made.font, made.alignment = _FONT, _WRAPPED if width >= _WRAPPED_FROM else _TOP
        return made


class CsvFile:
    """A .csv file that Excel opens with its accents, written as rows come."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(headings)

    def add(self, values: Sequence[Any]) -> None:
        """One row."""
        self._writer.writerow([_harmless(shown(cell(value))) for value in values])

    def close(self) -> None:
        """End the file."""
        self._file.close()


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write a file at; it takes the place of `path` once it is whole, and leaves nothing when it fails.

    Raises:
        ExportError: the file or its folder cannot be written, for instance because Excel holds the old file open.
    """
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.tmp")
    try:
        make_folder(path.parent)
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise ExportError(
            f"Không ghi được tệp {path}: {error.strerror or error}.",
            "Hãy đóng tệp nếu đang mở trong Word hay Excel, kiểm tra quyền ghi và chỗ trống, hoặc chọn tên tệp khác.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    if width < _WRAPPED_FROM:
        return text.count("\n") + 1
    return sum(max(ceil(len(line) / (width - 1)), 1) for line in text.split("\n"))


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - len(CUT_NOTE))].decode("utf-16-le", "ignore") + CUT_NOTE


def _harmless(text: str) -> str:
    """Excel would run what begins like a formula."""
    return "'" + text if text.lstrip().startswith(_FORMULA_STARTS) else text
