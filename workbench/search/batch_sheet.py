"""Reads a sheet of queries (.xlsx, .xls, .csv): one search a row, with its own limits where columns give them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
import xlrd  # type: ignore[import-untyped]

from workbench.documents.dates import parse_user_date
from workbench.errors import BatchError, QueryError, UnreadableFile
from workbench.search.question import Question
from workbench.vietnamese import charsets
from workbench.vietnamese.spelling import fold
from workbench.workspace.sheets import xls_rows

ROLES = {"query": "Câu tìm", "type": "Loại", "issuer": "Cơ quan", "from": "Từ ngày", "to": "Đến ngày"}
"""What a column can mean, with the words that people read."""

MOST_QUERIES = 20_000

_HEADINGS = {
    "query": "cau tim; cau hoi; tu khoa; cau tim kiem; noi dung tim; noi dung can tim; noi dung tim kiem; tim; "
    "can tim; cau truy van; cau tra cuu; tra cuu; cum tu; chu de; query; keyword; search",
    "type": "loai; loai van ban; ten loai; the loai; type",
    "issuer": "co quan; co quan ban hanh; noi ban hanh; don vi ban hanh; tac gia; issuer",
    "from": "tu ngay; tu; tu nam; ngay bat dau; from",
    "to": "den ngay; den; den nam; het ngay; ngay ket thuc; to",
}
_KNOWN = {name.strip(): role for role, names in _HEADINGS.items() for name in names.split(";")}
_HEAD_ROWS = 20  # rows among which the headings are looked for


@dataclass(frozen=True)
class Asked:
    """A row of the sheet.

    Attributes:
        row: its number in the file, from 1.
        text: the query as it stands there.
        question: what is asked; None where the row cannot be asked.
        trouble: why it cannot, or "".
    """

    row: int
    text: str
    question: Question | None
    trouble: str = ""


@dataclass(frozen=True)
class QuerySheet:
    """A sheet of queries that was read.

    Attributes:
        file: where it is.
        columns: role (`ROLES`) → heading of its column; "" where there are no headings.
        rows: its rows that are not blank.
    """

    file: Path
    columns: Mapping[str, str]
    rows: tuple[Asked, ...]


def read_queries(file: Path, column: str | None = None) -> QuerySheet:
    """Read a sheet of queries.

    Args:
        file: .xlsx, .xlsm, .xls, .csv or .txt (any Vietnamese charset).
        column: heading of the column of queries, where the guess is wrong.

    Raises:
        BatchError: the file cannot be read, holds nothing, too much, or no column of queries. Bad rows raise nothing:
            their trouble is in the row.
    """
    cells = _read(file)
    head, places = _columns(cells, column, file)
    columns = {role: str(cells[head][at]).strip() if head >= 0 else "" for role, at in places.items()}
    rows = [
        _asked(number, {role: row[at] if at < len(row) else None for role, at in places.items()})
        for number, row in enumerate(cells[head + 1 :], start=head + 2)
        if any(_text(cell) for cell in row)
    ]
    if not rows:
        raise BatchError(f"Tệp “{file.name}” không có câu tìm nào.", "Hãy ghi mỗi dòng một câu tìm.")
    if len(rows) > MOST_QUERIES:
        raise BatchError(
            f"Tệp “{file.name}” có {len(rows)} dòng; mỗi lượt chỉ tìm được {MOST_QUERIES} câu.", "Hãy chia tệp ra."
        )
    return QuerySheet(file, columns, tuple(rows))


def _columns(cells: Sequence[Sequence[Any]], column: str | None, file: Path) -> tuple[int, dict[str, int]]:
    """The row of headings (-1: there is none) and the place of each role."""
    wanted = _heading(column) if column is not None else None
    best: tuple[int, dict[str, int]] = (-1, {})
    for number, row in enumerate(cells[:_HEAD_ROWS]):
        names = [_heading(cell) for cell in row]
        places: dict[str, int] = {}
        for at, name in enumerate(names):
            role = "query" if wanted is not None and name == wanted else _KNOWN.get(name)
            if role is not None and role not in places and not (role == "query" and wanted not in (None, name)):
                places[role] = at
        if "query" in places and len(places) > len(best[1]):
            best = (number, places)
    if best[1]:
        return best
    if column is not None:
        heads = ", ".join(_text(cell) for cell in (cells[0] if cells else ()) if _text(cell))
        raise BatchError(f"Tệp “{file.name}” không có cột “{column}”.", f"Hàng đầu của tệp: {heads}.")
    used = [
        at for at in range(max(map(len, cells), default=0)) if any(at < len(row) and _text(row[at]) for row in cells)
    ]
    if len(used) == 1:  # one column without a heading: every row is a query
        return -1, {"query": used[0]}
    raise BatchError(
        f"Không thấy cột câu tìm trong “{file.name}”.",
        "Hãy đặt tên cột là “Câu tìm”, hoặc nói tên cột (--column); các cột khác có thể có: "
        + ", ".join(name for role, name in ROLES.items() if role != "query")
        + ".",
    )


def _asked(number: int, cells: Mapping[str, Any]) -> Asked:
    text = _text(cells.get("query"))
    try:
        start, end = _period(cells.get("from"))[0], _period(cells.get("to"))[1]
        question = Question.of(
            text, types=_values(cells.get("type")), issuers=_values(cells.get("issuer")), date_from=start, date_to=end
        )
    except QueryError as error:
        return Asked(number, text, None, str(error))
    if not text and not question.limits:
        return Asked(number, text, None, "Dòng này không có câu tìm.")
    return Asked(number, text, question)


def _period(cell: Any) -> tuple[date | None, date | None]:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell, cell
    text = _text(cell)
    return parse_user_date(text) if text else (None, None)


def _values(cell: Any) -> tuple[str, ...]:
    return tuple(value for part in re.split(r"[;\n]", _text(cell)) if (value := part.strip()))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()


def _heading(cell: Any) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(cell))) if isinstance(cell, str) else ""


def _read(file: Path) -> list[Sequence[Any]]:
    readers = {".xlsx": _xlsx, ".xlsm": _xlsx, ".xls": _xls, ".csv": _csv, ".txt": _lines}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise BatchError(
            f"Không đọc được “{file.name}”: đuôi tệp lạ.", "Hãy ghi các câu tìm vào tệp .xlsx, .xls, .csv hoặc .txt."
        )
    try:
        return reader(file)
    except (OSError, ValueError, KeyError, BadZipFile, xlrd.XLRDError, csv.Error, UnreadableFile) as error:
        raise BatchError(
            f"Không đọc được “{file}” ({error}).", "Hãy kiểm tra đường dẫn, hoặc mở rồi lưu lại tệp bằng Excel."
        ) from error


def _xlsx(file: Path) -> list[Sequence[Any]]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows: list[Sequence[Any]] = list(sheet.iter_rows(values_only=True))
            if any(_text(cell) for row in rows for cell in row):
                return rows
        return []
    finally:
        book.close()


def _xls(file: Path) -> list[Sequence[Any]]:
    with xlrd.open_workbook(str(file)) as book:
        sheet = next((sheet for sheet in book.sheets() if sheet.nrows), None)
        if sheet is None:
            return []
        return xls_rows(sheet, book.datemode)


def _csv(file: Path) -> list[Sequence[Any]]:
    text = charsets.decode(file.read_bytes()).text.lstrip("\ufeff")
    # Queries hold commas of their own, so commas part columns only where there is a heading of a second one.
    for mark in ";\t|,":
        rows: list[Sequence[Any]] = list(csv.reader(io.StringIO(text), delimiter=mark))
        if any(len(row) > 1 and sum(_heading(cell) in _KNOWN for cell in row) > 1 for row in rows[:_HEAD_ROWS]):
            return rows
    return [[line] for line in _unquoted(text)]


def _unquoted(text: str) -> list[str]:
    """The lines of a file of one column; a whole line in quotes, as Excel writes one with commas, without them."""
    rows = csv.reader(io.StringIO(text), delimiter="\x1f") if '"' in text else ([line] for line in text.splitlines())
    return [row[0] if row else "" for row in rows]


def _lines(file: Path) -> list[Sequence[Any]]:
    return [[line] for line in charsets.decode(file.read_bytes()).text.lstrip("\ufeff").splitlines()]
