"""Tables for people: any object that gives a DataFrame, with Vietnamese headings and cells that files can hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from numbers import Integral, Real
from typing import Any, Protocol, runtime_checkable

import pandas as pd

from workbench.export.text import one_line, printable

Cell = str | int | float | date | None
"""A value of a table; never NaN, infinite or a bool."""

_TITLES = {
    "SearchResults": "Kết quả tìm kiếm",
    "Keywords": "Từ khóa",
    "Summary": "Tóm tắt",
    "BuildReport": "Kết quả nạp kho",
    "Document": "Văn bản",
    "Tasks": "Nhiệm vụ",
    "Reporting": "Tình hình gửi báo cáo",
    "ReportMatrix": "Báo cáo theo kỳ",
    "Matrix": "Ma trận tổng hợp",
}
_HEADINGS = {
    "id": "Mã",
    "document_id": "Mã văn bản",
    "path": "Tệp",
    "symbol": "Số ký hiệu",
    "title": "Tên văn bản",
    "type": "Loại",
    "issuer": "Cơ quan ban hành",
    "date": "Ngày ban hành",
    "score": "Độ phù hợp",
    "page": "Trang",
    "passage": "Đoạn",
    "section": "Mục",
    "heading": "Là tiêu đề",
    "text": "Nội dung",
    "snippet": "Trích đoạn",
    "snippets": "Trích đoạn",
    "quote": "Nguyên văn",
    "state": "Trạng thái",
    "source": "Nguồn",
    "start": "Vị trí đầu",
    "end": "Vị trí cuối",
    "term": "Từ khóa",
    "count": "Số lần",
    "documents": "Số văn bản",
    "citations": "Nguồn",
    "citation": "Nguồn",
    "status": "Trạng thái",
    "reason": "Lý do",
    "query": "Câu hỏi",
    "created": "Ngày tạo",
    "modified": "Sửa lần cuối",
    "items": "Số câu",
    "content": "Nội dung",
    "lead": "Chủ trì",
    "cooperate": "Phối hợp",
    "deadline": "Hạn",
    "deadline_text": "Hạn (nguyên văn)",
    "next_day": "Hạn kỳ tới",
    "product": "Sản phẩm",
    "overdue_days": "Số ngày quá hạn",
    "decided": "Xác nhận",
    "set_by": "Cơ quan giao",
    "set_on": "Ngày giao",
    "done_on": "Ngày xong",
    "note": "Ghi chú",
    "unit": "Đơn vị",
    "period": "Kỳ",
    "sent_on": "Ngày gửi",
    "days_late": "Số ngày muộn",
    "why": "Vì sao",
}


@runtime_checkable
class Tabular(Protocol):
    """Anything that gives its rows as a DataFrame."""

    def to_frame(self) -> pd.DataFrame: ...


@runtime_checkable
class Manifold(Protocol):
    """A thing of several tables, each with its name; the first is that of `to_frame`."""

    def tables(self) -> dict[str, pd.DataFrame]: ...


@dataclass(frozen=True)
class Table:
    """A table ready to be written: a title, column headings, and rows as long as the headings.

    `further` are tables that stand beside it where a file holds several: the further sheets of a workbook.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    further: tuple[Table, ...] = ()


def table_of(thing: Tabular | pd.DataFrame) -> Table:
    """The rows of `thing` under Vietnamese headings; a column without a Vietnamese name keeps its own."""
    frame = thing if isinstance(thing, pd.DataFrame) else thing.to_frame()
    name = _TITLES.get(type(thing).__name__, "Bảng số liệu")
    query = getattr(thing, "query", None)
    title = one_line(f"{name}: {query}") if isinstance(query, str) and query.strip() else name
    further = list(thing.tables().items())[1:] if isinstance(thing, Manifold) else []
    return _table(title, frame, tuple(_table(name, one) for name, one in further))


def _table(title: str, frame: pd.DataFrame, further: tuple[Table, ...] = ()) -> Table:
    headings = tuple(_HEADINGS.get(str(column), one_line(str(column))) for column in frame.columns)
    rows = tuple(tuple(map(cell, row)) for row in frame.itertuples(index=False, name=None))
    return Table(title, headings, rows, further)


def cell(value: Any) -> Cell:
    """One value as a cell: numbers and days stay what they are, missing values are None, all else is text."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, str):
        return printable(value)
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:  # a NumPy scalar
        return cell(value.item())
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        return number if isfinite(number) else None
    if isinstance(value, datetime):
        return value.to_pydatetime(warn=False) if isinstance(value, pd.Timestamp) else value
    if isinstance(value, date):
        return value
    if hasattr(value, "label"):  # a citation, the state of an item
        return printable(str(value.label))
    if isinstance(value, list | tuple):
        return "\n".join(shown(cell(part)) for part in value)
    return printable(str(value))


def shown(value: Cell) -> str:
    """The cell as text for people: days as dd/mm/yyyy, a decimal comma, "" for a missing value."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(value)
