"""Reads a register of records (.xlsx, .xls, .csv) into rows, and guesses what its columns mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
import xlrd  # type: ignore[import-untyped]

from workbench.documents.dates import FIRST_YEAR, LAST_YEAR
from workbench.errors import CorrectionError, RegistryError, UnreadableFile
from workbench.vietnamese import charsets
from workbench.vietnamese.spelling import clean, fold
from workbench.workspace.fields import FIELDS, field_named
from workbench.workspace.sheets import xls_rows

Cell = str | int | float | date | None

NUMBER, NOTATION, FILE, SECRECY = "number", "notation", "file", "secrecy"
"""What a column can mean besides a field: số, ký hiệu, tên tệp, độ mật."""
ROLES = {NUMBER: "Số", NOTATION: "Ký hiệu", FILE: "Tên tệp", SECRECY: "Độ mật"}

_HEADINGS: dict[str, tuple[str, ...]] = {
    role: tuple(name.strip() for name in known.split(";"))
    for role, known in {
        "symbol": "so ky hieu; so va ky hieu; so ky hieu van ban; so kh; so hieu; so van ban; sokyhieu",
        NUMBER: "so; so vb; codenumber; so di; so cong van",
        NOTATION: "ky hieu; ky hieu van ban; codenotation",
        "date": "ngay van ban; ngay ban hanh; ngay thang; ngay thang van ban; ngay ky; ngay; ngay vb; "
        "issueddate; ngay thang nam; ngay thang nam van ban; thoi gian ban hanh",
        "subject": "trich yeu; trich yeu noi dung; trich yeu van ban; ten loai va trich yeu; noi dung; noi dung "
        "trich yeu; ten loai va trich yeu noi dung van ban; trich yeu noi dung van ban; subject; noi "
        "dung van ban; tieu de",
        "issuer": "co quan ban hanh; noi ban hanh; don vi ban hanh; tac gia; tac gia van ban; noi gui; co quan "
        "gui; organname; co quan ban hanh van ban; noi phat hanh",
        "type": "loai; loai van ban; ten loai; the loai; ten loai van ban; typename; loai vb; hinh thuc van ban",
        "signer": "nguoi ky; ho ten nguoi ky; nguoi ky van ban; fullname; nguoi ky duyet",
        "signer_title": "chuc vu; chuc vu nguoi ky; chuc danh; position",
        "recipients": "noi nhan; noi nhan van ban; co quan nhan",
        "urgency": "do khan; muc do khan; priority; khan",
        SECRECY: "do mat; muc do mat; mat; do bao mat",
        "subject_field": "linh vuc; chuyen muc; linh vuc van ban; chu de",
        "unit": "don vi; don vi bao cao; don vi soan thao; phong ban; don vi chu tri",
        "term": "nhiem ky; khoa",
        FILE: "ten tep; tep; file; ten file; file dinh kem; tep dinh kem; duong dan; ten tap tin; attachment; "
        "filename; tap tin; file van ban; toan van",
        "ArrivalDate": "ngay den; ngay nhan; arrivaldate; ngay tiep nhan",
        "ArrivalNumber": "so den; so cong van den; arrivalnumber; so vao so; so den vb",
        "DueDate": "han xu ly; han giai quyet; thoi han giai quyet; han tra loi; duedate; thoi han; han",
        "ToPlaces": "nguoi nhan; don vi nhan; don vi hoac nguoi nhan; noi xu ly; nguoi xu ly; toplaces",
        "FileCode": "ma ho so; ho so so; so ho so; ky hieu ho so; filecode; so va ky hieu ho so",
        "FileTitle": "ho so; ten ho so; tieu de ho so",
        "Maintenance": "thoi han bao quan; thoi han luu tru; maintenance",
        "DocOrdinal": "so thu tu trong ho so; stt trong ho so; docordinal",
        "PageAmount": "so trang; so to; to so; pageamount",
        "IssuedAmount": "so luong ban; so ban; issuedamount; so ban phat hanh",
        "Description": "ghi chu; description",
    }.items()
}
"""What registers call their columns, folded (domain.md §8.2; Lotus Notes, eOffice and archival inventories)."""

_HEAD_ROWS = 40  # rows among which the headings are looked for
_MOST_ROWS = 1_000_000
_GOOD = 0.55
_SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """A column of a register.

    Attributes:
        index: its place, from 0.
        heading: as printed.
        role: name of a field (`FIELDS`), a key of `ROLES`, or None where it is not used.
        score: how sure the guess is, 0 to 1; 1 where a person said it.
        example: a value of it.
    """

    index: int
    heading: str
    role: str | None
    score: float
    example: str

    @property
    def meaning(self) -> str:
        """What it means, as people read it."""
        if self.role is None:
            return "(không dùng)"
        return ROLES[self.role] if self.role in ROLES else FIELDS[self.role].label


@dataclass(frozen=True)
class Registry:
    """A register that was read.

    Attributes:
        file: where it is.
        columns: what its columns mean.
        rows: number of each row in the file (from 1), and its cells.
        month_first: the dates typed as text are month/day/year.
    """

    file: Path
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    month_first: bool


def read_registry(file: Path, mapping: Mapping[str, str | None] | None = None) -> Registry:
    """Read a register; the row of headings need not be the first.

    Args:
        file: .xlsx, .xlsm, .xls or .csv (any Vietnamese charset; comma, semicolon or tab).
        mapping: heading → name of a field, "Số", "Ký hiệu", "Tên tệp", or None to leave the column out.

    Raises:
        RegistryError: it cannot be read, has no headings that mean anything, or `mapping` names what is not there.
    """
    rows = [tuple(map(_plain, row)) for row in _rows(file)]
    given = {_heading(name): role for name, role in (mapping or {}).items()}
    best, place = 0.0, -1
    for number, row in enumerate(rows[:_HEAD_ROWS]):
        named = [
            max((_likeness(name, role) for role in _HEADINGS), default=0.0) for cell in row if (name := _heading(cell))
        ]
        known = sum(score for score in named if score >= _GOOD) + sum(_heading(cell) in given for cell in row)
        if known > best + 0.5:
            best, place = known, number
    if place < 0 or best < 1.5:
        raise RegistryError(
            f"Không tìm thấy hàng tiêu đề cột trong “{file.name}”.",
            "Sổ cần có ít nhất hai cột như Số ký hiệu, Ngày văn bản, Trích yếu, Tên tệp.",
        )
    body = [
        (number, row)
        for number, row in enumerate(rows[place + 1 :], start=place + 2)
        if any(c is not None for c in row)
    ]
    columns = _columns(rows[place], body, given)
    dates = [c.index for c in columns if c.role in ("date", "ArrivalDate", "DueDate")]
    texts = [str(row[at]) for _, row in body for at in dates if at < len(row) and isinstance(row[at], str)]
    return Registry(file, columns, tuple(body), _month_first(texts))


def day_of(cell: Cell, month_first: bool = False) -> date | None:
    """The day that a cell names: a date, a serial number of Excel, or text; None when it names none."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return date(1899, 12, 30) + timedelta(days=int(cell)) if 10_000 <= cell < 80_000 else None
    found = _DAY.match(clean(cell or "").strip())
    if found is None:
        return day_of(int(cell), month_first) if cell and re.fullmatch(r"\d{5}", cell.strip()) else None
    first, second, third = (int(part) for part in found.groups())
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    if month_first and first <= 31:
        month, day = day, month
    if year < 100:
        year += 2000 if year <= 50 else 1900
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


_DAY = re.compile(
    r"(?:ngày\s+)?(\d{1,4})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{1,4})(?!\d)", re.IGNORECASE
)


def _month_first(texts: Iterable[str]) -> bool:
    parts = [tuple(map(int, found.groups())) for text in texts if (found := _DAY.match(text.strip()))]
    return any(b > 12 >= a for a, b, _ in parts) and not any(31 >= a > 12 for a, _, _ in parts)


# -- meaning of columns ---------------------------------------------------------------------------------------


def _heading(cell: object) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(str(cell)))) if isinstance(cell, str) else ""


def _likeness(name: str, role: str) -> float:
    """How well a heading names a role: 1 for a known name, less for one that has known words among others."""
    words = set(name.split())
    best = 0.0
    for known in _HEADINGS[role]:
        if name == known or name.replace(" ", "") == known.replace(" ", ""):
            return 1.0
        of_known = set(known.split())
        if len(of_known) > 1 and of_known <= words:
            best = max(best, 0.6 + 0.3 * len(of_known) / len(words))
        elif len(of_known) > 1 and len(words) > 1:
            best = max(best, 0.8 * len(words & of_known) / len(words | of_known))
    return best


_WHOLE_SYMBOL = re.compile(r"\d{1,5}\w?\s*[-/].*[^\W\d_].*")
_LOOKS: dict[str, Callable[[Cell], bool]] = {
    "symbol": lambda cell: bool(re.search(r"\d.*[/-]|[/-].*\d", str(cell))),
    NUMBER: lambda cell: bool(re.fullmatch(r"\s*\d{1,6}[a-zA-Z]?(?:/\d{4})?\s*", str(cell).removesuffix(".0"))),
    NOTATION: lambda cell: isinstance(cell, str) and bool(re.search(r"[^\W\d_]", cell)) and len(cell) < 30,
    "date": lambda cell: day_of(cell) is not None or day_of(cell, True) is not None,
    "ArrivalDate": lambda cell: day_of(cell) is not None or day_of(cell, True) is not None,
    "DueDate": lambda cell: day_of(cell) is not None or day_of(cell, True) is not None,
    "subject": lambda cell: isinstance(cell, str) and len(cell) > 8,
    FILE: lambda cell: isinstance(cell, str) and bool(re.search(r"\.\w{2,4}\b", cell)),
}


def _columns(
    headings: Sequence[Cell], body: Sequence[tuple[int, Sequence[Cell]]], given: Mapping[str, str | None]
) -> tuple[Column, ...]:
    names = [_heading(cell) for cell in headings]
    unknown = [name for name in given if name not in names]
    if unknown:
        raise RegistryError(f"Sổ không có cột “{unknown[0]}”.", f"Các cột: {', '.join(str(h) for h in headings if h)}.")
    samples = [
        [row[at] for _, row in body[:_SAMPLE] if at < len(row) and row[at] is not None] for at in range(len(headings))
    ]
    chosen: dict[int, tuple[str, float]] = {}
    for at, name in enumerate(names):
        if name in given:
            role = given[name]
            if role is not None:
                chosen[at] = (_role_named(role), 1.0)
    taken = {role for role, _ in chosen.values()}
    guesses = sorted(
        (
            (-_score(name, role, samples[at]), at, role)
            for at, name in enumerate(names)
            if name and name not in given
            for role in _HEADINGS
        ),
    )
    for minus, at, role in guesses:
        if -minus >= _GOOD and at not in chosen and role not in taken:
            chosen[at] = (role, round(-minus, 2))
            taken.add(role)
    columns = []
    for at, cell in enumerate(headings):
        role, score = chosen.get(at, (None, 0.0))
        columns.append(Column(at, str(cell or ""), role, score, str(samples[at][0]) if samples[at] else ""))
    return tuple(columns)


def _score(name: str, role: str, sample: Sequence[Cell]) -> float:
    score = _likeness(name, role)
    if score and sample and role in _LOOKS:
        looks = sum(map(_LOOKS[role], sample)) / len(sample)
        score *= 0.6 + 0.4 * min(looks / 0.6, 1.0)
    if role == "symbol" and score < 0.75 and sample and name.split()[:1] in (["so"], ["ky"]):
        whole = sum(bool(_WHOLE_SYMBOL.fullmatch(str(cell).strip())) for cell in sample) / len(sample)
        score = 0.75 if whole >= 0.8 else score  # a column "Số" that holds whole symbols
    return score


def _role_named(name: str) -> str:
    folded = _heading(name)
    for role, label in ROLES.items():
        if folded in (role, _heading(label)):
            return role
    try:
        return field_named(name).name
    except CorrectionError as error:
        extra = ", ".join(ROLES.values())
        raise RegistryError(error.message, f"{error.advice} Ngoài ra: {extra}.") from error


# -- the file -------------------------------------------------------------------------------------------------


def _plain(cell: Any) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, int | float | date) else None if cell is None else str(cell)


def _rows(file: Path) -> Iterable[Sequence[Any]]:
    readers = {".xlsx": _xlsx, ".xlsm": _xlsx, ".xls": _xls, ".csv": _csv, ".txt": _csv}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise RegistryError(
            f"Không đọc được sổ “{file.name}”: đuôi tệp lạ.", "Hãy xuất sổ ra tệp .xlsx, .xls hoặc .csv."
        )
    try:
        rows = reader(file)
    except (OSError, ValueError, KeyError, BadZipFile, xlrd.XLRDError, csv.Error, UnreadableFile) as error:
        raise RegistryError(
            f"Không đọc được sổ “{file}” ({error}).", "Hãy kiểm tra đường dẫn, hoặc mở rồi lưu lại tệp bằng Excel."
        ) from error
    if not rows:
        raise RegistryError(f"Sổ “{file.name}” không có dòng nào.", "Hãy xuất lại sổ.")
    return rows[:_MOST_ROWS]


def _xlsx(file: Path) -> list[Sequence[Any]]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        sheets: list[list[Sequence[Any]]] = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    finally:
        book.close()
    return max(sheets, key=len, default=[])  # a cover sheet is shorter than the register


def _xls(file: Path) -> list[Sequence[Any]]:
    with xlrd.open_workbook(str(file)) as book:
        sheet = max(book.sheets(), key=lambda sheet: sheet.nrows)
        return xls_rows(sheet, book.datemode)


def _csv(file: Path) -> list[Sequence[Any]]:
    text = charsets.decode(file.read_bytes()).text.lstrip("\ufeff")
    head = text[:20_000]
    delimiter = max(";\t|,", key=lambda mark: head.count(mark))
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))
