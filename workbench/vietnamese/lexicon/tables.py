"""Reads the tables of the lexicon: those shipped with the package, and an office's own rows on top of them.

An office's table is a CSV file as Excel writes it: with or without a byte order mark, its columns parted by comma,
semicolon or tab, empty lines anywhere. Every fault is told with the file, the line and the column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from workbench.errors import SettingsError, UnreadableFile
from workbench.vietnamese.charsets import decode
from workbench.vietnamese.spelling import key

REMOVE = "-"
_SEPARATORS = ",;\t"
_MAX_BYTES = 10_000_000

Check = Callable[[str], str]
"""Takes a cell (trimmed) and gives it in its one spelling, or raises ValueError with what it must be (Vietnamese)."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: its heading in the shipped table.
        vietnamese: the heading that an office may use instead.
        check: how a cell is checked.
        identifies: whether it is part of what tells one row from another.
        optional: whether the whole column may be missing.
    """

    name: str
    vietnamese: str
    check: Check
    identifies: bool = False
    optional: bool = False

    def is_headed(self, heading: str) -> bool:
        """Whether this is the column under a heading; case and accents do not matter to the name."""
        return key(heading.strip()) in (key(self.name), key(self.vietnamese))


@dataclass(frozen=True)
class Table:
    """A table of the lexicon.

    Attributes:
        file: name of the CSV file, in the package and in the office's folder.
        columns: the columns; the first is the name that rows are found by.
        package: where the shipped file lies.
    """

    file: str
    columns: tuple[Column, ...]
    package: str = "workbench.vietnamese.lexicon"

    @property
    def identifying(self) -> int:
        """How many columns, from the first, tell one row from another."""
        return sum(column.identifies for column in self.columns)


Row = tuple[str, ...]
"""One row: a cell for each column of its table, "" for those left out."""


@cache
def shipped(table: Table) -> tuple[Row, ...]:
    """The rows that come with the package.

    Raises:
        SettingsError: the table was damaged.
    """
    file = files(table.package).joinpath(table.file)
    return tuple(_merged(table, (), _read(table, file, str(file))))


def load(table: Table, office_folder: Path | None) -> tuple[Row, ...]:
    """The shipped rows, changed by the office's table of the same name if its folder holds one.

    A row is added; one that is known already replaces the shipped row. "-" in the second column removes every row of
    that name, "-" in the column after those that identify the row removes that row alone.

    Raises:
        SettingsError: the office's folder or table cannot be used.
    """
    rows = shipped(table)
    if office_folder is None:
        return rows
    if not office_folder.is_dir():
        raise SettingsError(
            f"Không có thư mục bảng từ của cơ quan “{office_folder}”.", "Hãy tạo thư mục hoặc sửa lại đường dẫn."
        )
    file = office_folder / table.file
    return tuple(_merged(table, rows, _read(table, file, str(file)))) if file.exists() else rows


def _merged(table: Table, rows: Iterable[Row], changes: Iterable[Row]) -> Iterable[Row]:
    parts = table.identifying
    found = {tuple(map(key, row[:parts])): row for row in rows}
    for row in changes:
        identity = tuple(map(key, row[:parts]))
        if len(row) > 1 and row[1] == REMOVE:
            for old in [old for old in found if old[0] == identity[0]]:
                del found[old]
        elif len(row) > parts and row[parts] == REMOVE:
            found.pop(identity, None)
        else:
            found[identity] = row
    return found.values()


def _read(table: Table, file: Path | Traversable, name: str) -> list[Row]:
    text = _text(file, name)
    separator = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    places: list[int | None] | None = None
    rows: list[Row] = []
    first = 1
    try:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                if places is None:
                    places = _places(table, cells, name, first)
                else:
                    rows.append(_row(table, places, cells, f"Tệp “{name}”, dòng {first}"))
            first = lines.line_num + 1
    except csv.Error as error:
        raise SettingsError(
            f"Tệp “{name}”, dòng {first}: dấu ngoặc kép mở mà không đóng hay đặt sai chỗ, hoặc ô quá dài.",
            "Hãy sửa dòng này; chữ có dấu ngoặc kép thì viết hai lần dấu ấy.",
        ) from error
    if places is None:
        raise SettingsError(
            f"Tệp “{name}” trống, thiếu cả dòng tên cột.",
            f"Hãy ghi dòng đầu là: {separator.join(column.name for column in table.columns)}",
        )
    return rows


def _text(file: Path | Traversable, name: str) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SettingsError(f"Không đọc được tệp “{name}”.", "Hãy kiểm tra quyền đọc tệp này.") from error
    if len(data) > _MAX_BYTES:
        raise SettingsError(f"Tệp “{name}” quá lớn (hơn 10 MB).", "Hãy xem có đúng là bảng từ không.")
    advice = "Trong Excel hãy lưu lại kiểu “CSV UTF-8 (Comma delimited)”."
    try:
        decoded = decode(data)
    except UnreadableFile as error:
        raise SettingsError(f"Tệp “{name}” không phải bảng chữ: {error.message}", advice) from error
    if decoded.converted or not decoded.charset.startswith("utf"):
        raise SettingsError(f"Tệp “{name}” không ở bảng mã Unicode (UTF-8).", advice)
    return decoded.text


def _separator(text: str) -> str:
    """What parts the columns of the first line that is not empty: whatever stands there most often."""
    heading = next((line for line in text.splitlines() if line.strip(_SEPARATORS + ' \r"')), "")
    return max(_SEPARATORS, key=heading.count)


def _places(table: Table, headings: list[str], name: str, line: int) -> list[int | None]:
    """For each column of the table, where it stands in the file."""
    where = f"Tệp “{name}”, dòng {line}"
    advice = f"Các cột: {', '.join(column.name for column in table.columns)}."
    for heading in headings:
        if heading.strip() and not any(column.is_headed(heading) for column in table.columns):
            raise SettingsError(f"{where}: có cột lạ “{heading.strip()}”.", advice)
    places: list[int | None] = []
    for column in table.columns:
        found = [place for place, heading in enumerate(headings) if column.is_headed(heading)]
        if len(found) > 1 or not (found or column.optional):
            fault = "có hai lần" if found else "thiếu"
            raise SettingsError(f"{where}: {fault} cột “{column.name}”.", advice)
        places.append(found[0] if found else None)
    return places


def _row(table: Table, places: list[int | None], cells: list[str], where: str) -> Row:
    beyond = next((place for place, cell in enumerate(cells) if cell.strip() and place not in places), None)
    if beyond is not None:
        raise SettingsError(
            f"{where}: có ô thừa “{cells[beyond].strip()}” ở cột thứ {beyond + 1}.",
            "Nếu dấu phẩy nằm trong một cụm từ, hãy đặt cả cụm trong ngoặc kép.",
        )
    parts = table.identifying
    values = [cells[place].strip() if place is not None and place < len(cells) else "" for place in places]
    row: list[str] = []
    for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
        if value == REMOVE and place in (1, parts):
            return (*row, value, *[""] * (len(values) - place - 1))
        try:
            row.append(column.check(" ".join(value.split())))
        except ValueError as error:
            raise SettingsError(f"{where}, cột “{column.name}”: {error}.", "Hãy sửa ô này.") from error
    return tuple(row)


# Checks ----------------------------------------------------------------------------------------------------------


def some_text(value: str) -> str:
    """A cell that must not be empty.

    Raises:
        ValueError: it is.
    """
    if not value:
        raise ValueError("ô này trống")
    if not key(value):
        raise ValueError(f"“{value}” không có chữ nào đọc được")
    return value


def some_groups(value: str) -> str:
    """Groups of abbreviations: one or more of D, N, C, H parted by "/", or nothing.

    Raises:
        ValueError: a letter is none of these.
    """
    groups = [group.strip().upper() for group in value.split("/")] if value else []
    if not set(groups) <= set("DNCH"):
        raise ValueError(f"“{value}” phải gồm các chữ D (Đảng), N (Nhà nước), C (chính sách), H (hành chính)")
    return "/".join(groups)


def a_date(value: str) -> str:
    """A date as 2025-07-01 or 01/7/2025, or nothing; gives the first form.

    Raises:
        ValueError: it is no date.
    """
    if not value:
        return ""
    turned = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    try:
        if turned:
            return date(int(turned[3]), int(turned[2]), int(turned[1])).isoformat()
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"“{value}” phải là ngày kiểu 01/7/2025 hoặc 2025-07-01") from None


def one_of(choices: dict[str, str]) -> Check:
    """A cell that must be one of the keys of `choices` (any case); gives the value."""

    def check(value: str) -> str:
        known = {key(choice): meaning for choice, meaning in choices.items()}
        if key(value) not in known:
            raise ValueError(f"“{value}” phải là một trong: {', '.join(choice or '(để trống)' for choice in choices)}")
        return known[key(value)]

    return check
