"""The fields of a document that people confirm and correct: their names, and how what was typed becomes a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from workbench.documents import validity
from workbench.documents.dates import FIRST_YEAR, LAST_YEAR, parse_user_date
from workbench.documents.model import Document
from workbench.documents.symbols import is_symbol, parse_symbol, tidy_symbol
from workbench.documents.tables import document_types
from workbench.errors import CorrectionError, QueryError
from workbench.vietnamese.spelling import clean, fold

Value = str | date | tuple[str, ...] | None
"""The value of a field; None and () say that the document has none."""

_URGENCIES = ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN")
_SYSTEMS = {"dang": "party", "party": "party", "nha nuoc": "state", "state": "state"}
_TERM = re.compile(r"((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)")
_LONGEST = 2_000  # characters of one value


@dataclass(frozen=True)
class Field:
    """A field that people can set.

    Attributes:
        name: attribute of Header or Document, or the name in `Document.register` (domain.md §8.2).
        short: what people type: "so", "ngay" … (the names of the query language where it has them).
        label: its name on the screen.
        home: where the value lives.
        parse: what was typed → value; raises CorrectionError.
        also: other short names.
    """

    name: str
    short: str
    label: str
    home: Literal["header", "document", "register"]
    parse: Callable[[str], Value]
    also: tuple[str, ...] = ()

    def value_of(self, document: Document) -> Value:
        """The field's present value in a document."""
        if self.home == "register":
            return document.register.get(self.name)
        value: Value = getattr(document.header if self.home == "header" else document, self.name)
        return value


def _line(text: str) -> str | None:
    return " ".join(unicodedata.normalize("NFC", text).split()) or None


def _lines(text: str) -> tuple[str, ...]:
    parts = re.split(r"[;\n]", unicodedata.normalize("NFC", text))
    return tuple(line for part in parts if (line := " ".join(part.split()).strip(" -,.")))


def _symbol(text: str) -> str | None:
    typed = text.strip()
    if not typed:
        return None
    symbol = tidy_symbol(typed) if is_symbol(typed) else parse_symbol(typed) or tidy_symbol(typed)
    if not re.search(r"\d", symbol) or not re.search(r"[^\W\d_]", symbol):
        raise CorrectionError(f"“{typed}” không phải số ký hiệu.", "Hãy ghi cả số và ký hiệu, ví dụ 34-CT/TU.")
    return symbol


def _type(text: str) -> str | None:
    line = _line(text)
    return None if line is None else _types().get(fold(line), line[0].upper() + line[1:])


@cache
def _types() -> dict[str, str]:
    return {fold(kind.name): kind.name for kind in document_types()}


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        first, last = parse_user_date(text)
    except QueryError as error:
        raise CorrectionError(error.message, "Hãy ghi đủ ngày, tháng, năm, ví dụ 15/3/2024.") from error
    if first != last or not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise CorrectionError(f"“{text.strip()}” không phải một ngày.", "Hãy ghi đủ ngày, tháng, năm, ví dụ 15/3/2024.")
    return first


def _iso_date(text: str) -> str | None:
    day = _date(text)
    return day.isoformat() if day else None


def _system(text: str) -> str | None:
    if not text.strip():
        return None
    found = _SYSTEMS.get(" ".join(fold(text).split()))
    if found is None:
        raise CorrectionError(f"Không có hệ văn bản “{text.strip()}”.", "Hãy ghi “Đảng” hoặc “Nhà nước”.")
    return found


def _urgency(text: str) -> str | None:
    folded = re.sub(r"^do khan\s*:?\s*", "", " ".join(fold(text).split()))
    if folded in ("", "thuong", "binh thuong", "khong"):
        return None
    found = next((word for word in _URGENCIES if fold(word) == folded), None)
    if found is None:
        raise CorrectionError(f"Không có độ khẩn “{text.strip()}”.", f"Hãy ghi một trong: {', '.join(_URGENCIES)}.")
    return found


def _term(text: str) -> str | None:
    if not text.strip():
        return None
    found = _TERM.search(clean(text))
    if found is None or not 0 < int(found[2]) - int(found[1]) <= 10:
        raise CorrectionError(f"“{text.strip()}” không phải nhiệm kỳ.", "Hãy ghi hai năm, ví dụ 2025-2030.")
    return f"{found[1]}-{found[2]}"


def _validity(text: str) -> str | None:
    folded = " ".join(fold(text).split())
    if not folded:
        return None
    found = next((state for state in validity.STATES if fold(state) == folded), None)
    if found is None:
        known = ", ".join(validity.STATES)
        raise CorrectionError(f"Không có tình trạng hiệu lực “{text.strip()}”.", f"Hãy ghi một trong: {known}.")
    return found


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("symbol", "so", "Số ký hiệu", "header", _symbol, ("sokyhieu",)),
        Field("type", "loai", "Loại", "header", _type, ("tenloai",)),
        Field("issuer", "coquan", "Cơ quan ban hành", "header", _line, ("coquanbanhanh",)),
        Field("date", "ngay", "Ngày ban hành", "header", _date, ("ngaybanhanh",)),
        Field("subject", "trichyeu", "Trích yếu", "header", _line, ("tieude",)),
        Field("place", "diadanh", "Địa danh", "header", _line),
        Field("system", "he", "Hệ (Đảng/Nhà nước)", "header", _system),
        Field("parent", "captren", "Cơ quan cấp trên", "header", _line),
        Field("signer", "nguoiky", "Người ký", "header", _line),
        Field("signer_title", "chucvu", "Chức vụ người ký", "header", _line),
        Field("recipients", "noinhan", "Nơi nhận", "header", _lines),
        Field("urgency", "dokhan", "Độ khẩn", "header", _urgency),
        Field("term", "nhiemky", "Nhiệm kỳ", "header", _term),
        Field("subject_field", "linhvuc", "Lĩnh vực", "header", _line),
        Field("unit", "donvi", "Đơn vị", "header", _line),
        Field("labels", "nhan", "Chỉ dẫn lưu hành", "document", _lines),
        Field("FileCode", "mahoso", "Mã hồ sơ", "register", _line),
        Field("FileTitle", "hoso", "Tiêu đề hồ sơ", "register", _line),
        Field("Maintenance", "thoihanluu", "Thời hạn bảo quản", "register", _line),
        Field("DocOrdinal", "sothutu", "Số thứ tự trong hồ sơ", "register", _line),
        Field("ArrivalDate", "ngayden", "Ngày đến", "register", _iso_date),
        Field("ArrivalNumber", "soden", "Số đến", "register", _line),
        Field("ToPlaces", "nguoinhan", "Đơn vị, người nhận", "register", _line),
        Field("DueDate", "han", "Hạn giải quyết", "register", _iso_date),
        Field("PageAmount", "sotrang", "Số trang", "register", _line),
        Field("IssuedAmount", "soban", "Số lượng bản", "register", _line),
        Field("Description", "ghichu", "Ghi chú", "register", _line),
        Field(validity.FIELD, "trangthai", "Tình trạng hiệu lực", "register", _validity, ("hieuluc",)),
    )
}
"""The fields by name, in the order in which people see them."""

MAIN = ("symbol", "type", "issuer", "date", "subject")
"""The fields by which people know a document."""


@cache
def _by_any_name() -> dict[str, Field]:
    return {
        _bare(name): field for field in FIELDS.values() for name in (field.label, field.name, field.short, *field.also)
    }


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name))


def field_named(name: str) -> Field:
    """The field that bears this name, its short name or its label, with or without accents.

    Raises:
        CorrectionError: there is none.
    """
    found = _by_any_name().get(_bare(name))
    if found is None:
        known = ", ".join(f"{field.short} ({field.label})" for field in FIELDS.values())
        raise CorrectionError(f"Không có trường “{name}”.", f"Các trường: {known}.")
    return found


def value_from(field: Field, typed: object) -> Value:
    """What a person or a register gave as the value of a field; None and blank say that there is none.

    Raises:
        CorrectionError: the field cannot have this value.
    """
    if isinstance(typed, date):
        typed = f"{typed.day}/{typed.month}/{typed.year}"
    elif isinstance(typed, list | tuple | set | frozenset):
        typed = "\n".join(map(str, typed))
    value = field.parse("" if typed is None else str(typed).replace("\x00", " "))
    parts = value if isinstance(value, tuple) else (value,)
    if any(len(part) > _LONGEST for part in parts if isinstance(part, str)):
        raise CorrectionError(f"{field.label}: dài quá {_LONGEST} ký tự.", "Hãy rút ngắn lại.")
    return value


def shown(value: Value | str) -> str:
    """A value as people read it."""
    if value is None or value == ():
        return "(để trống)"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "; ".join(value) if isinstance(value, tuple) else {"party": "Đảng", "state": "Nhà nước"}.get(value, value)
