"""Excel workbooks: rows to filter, sort and count. Text stays text: nothing in a source can become a formula."""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from workbench.export.heading import OfficeHeading
from workbench.export.report import Report
from workbench.export.report_rows import (
    FIGURE_COLUMNS,
    PASSAGE_COLUMNS,
    TASK_COLUMNS,
    figure_rows,
    passage_rows,
    task_rows,
)
from workbench.export.table import Cell, Table, shown
from workbench.export.text import lines, one_line, printable

CELL_LIMIT = 32_767
"""Characters that an Excel cell can hold, counted as UTF-16 code units."""
CUT_NOTE = " … [đã cắt bớt: một ô Excel chỉ chứa được 32.767 ký tự]"

_FORMULA_STARTS = ("=", "+", "-", "@")
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900, so days before it are shifted or refused
_FORBIDDEN_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT, _HEAD_FONT = Font(name="Times New Roman", size=12), Font(name="Times New Roman", size=12, bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="E7E6E6")
_WIDTHS = (8, 70)  # narrowest and widest column, in characters
_LINE_HEIGHT, _HIGHEST_ROW = 16, 409  # points; the second is Excel's own limit


def report_bytes(report: Report, heading: OfficeHeading | None = None) -> bytes:
    """The report as a workbook: its text, one row a citation, its sources and passages, figures and tasks if any.

    The office's heading is not written.
    """
    items: list[tuple[Cell, ...]] = []
    number = 0
    for part in report.parts:
        for line in part.lines:
            number += 1
            text = printable(line.text)
            if not line.citations:
                items.append((number, part.heading, text, line.state.label, "(chưa có nguồn)", None, None, None))
            for citation in line.citations:
                place = (one_line(citation.label), one_line(citation.path), citation.page, citation.passage)
                items.append((number, part.heading, text, line.state.label, *place))
    sources: list[tuple[Cell, ...]] = []
    for row, source in enumerate(report.sources, start=1):
        citation = source.citation
        used = "; ".join(source.places)
        symbol = one_line(citation.symbol or "") or None
        sources.append((row, symbol, one_line(citation.title), citation.date, one_line(citation.path), used))

    book = _book(report.title)
    draft = report.kind == "report"
    item_columns = ("Câu số", "Mục", "Câu", "Trạng thái", "Nguồn", "Tệp", "Trang", "Đoạn")
    _sheet(book, "Dự thảo" if draft else "Tóm tắt", item_columns, tuple(items))
    source_columns = ("STT", "Số ký hiệu", "Tên văn bản", "Ngày ban hành", "Tệp", "Trang, đoạn đã dùng")
    _sheet(book, "Nguồn", source_columns, tuple(sources))
    if draft:
        _sheet(book, "Trích đoạn", PASSAGE_COLUMNS, tuple(passage_rows(report)))
        if report.options.figures:
            _sheet(book, "Số liệu", FIGURE_COLUMNS, tuple(figure_rows(report)))
        if report.options.tasks:
            _sheet(book, "Nhiệm vụ", TASK_COLUMNS, tuple(task_rows(report)))
    _print_labels(book, report)
    return _bytes(book)


def _print_labels(book: Workbook, report: Report) -> None:
    """The directions of circulation on top of every printed page, and in the properties of the file."""
    labels = "; ".join(one_line(label) for label in report.draft.labels) if report.draft else ""
    if labels:
        book.properties.keywords = labels
        for sheet in book.worksheets:
            header = sheet.oddHeader
            assert header is not None  # every new sheet has one
            header.center.text = labels.replace("&", "&&")


def table_bytes(table: Table) -> bytes:
    """The table as a workbook of one sheet, and one more for each further table."""
    book = _book(table.title)
    for one in (table, *table.further):
        _sheet(book, one.title, one.headings, one.rows)
    return _bytes(book)


def _book(title: str) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title[:255]
    book.properties.creator = ""
    return book


def _bytes(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, name: str, headings: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
    # Excel allows 31 characters, some of them not, and no apostrophe at either end.
    allowed = " ".join(_FORBIDDEN_IN_SHEET_NAME.sub(" ", name).split())
    sheet = book.create_sheet(allowed[:31].strip(" '") or "Bảng")
    for row, values in enumerate((headings, *rows), start=1):
        for column, value in enumerate(values, start=1):
            _write(sheet, row, column, value)
    widths: list[int] = []
    for column in range(1, len(headings) + 1):
        head = sheet.cell(1, column)
        head.font = _HEAD_FONT
        head.fill = _HEAD_FILL
        longest = max((_width(row[column - 1]) for row in (headings, *rows)), default=0)
        widths.append(min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))
        sheet.column_dimensions[get_column_letter(column)].width = widths[-1]
    for row, values in enumerate((headings, *rows), start=1):
        # Excel would fit the rows when it opens the file, other programs would not.
        heights = (_lines(value, width) for value, width in zip(values, widths, strict=True))
        sheet.row_dimensions[row].height = min(max(heights, default=1) * _LINE_HEIGHT, _HIGHEST_ROW)
    sheet.freeze_panes = "A2"
    if headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.border = _BORDER
    cell.font = _FONT
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        value = shown(value)
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # Excel knows no time zones
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return
    cell.value = _fitting(value)
    # openpyxl guesses a formula or an error from the first characters; a cell that is edited later is read again
    # by Excel itself, unless it is marked as quoted.
    cell.data_type = "s"
    cell.quotePrefix = value.lstrip().startswith(_FORMULA_STARTS)


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - len(CUT_NOTE))].decode("utf-16-le", "ignore") + CUT_NOTE


def _width(value: Cell) -> int:
    return max(map(len, lines(shown(value))), default=0)


def _lines(value: Cell, width: int) -> int:
    return sum(max(ceil(len(line) / (width - 1)), 1) for line in shown(value).split("\n"))
