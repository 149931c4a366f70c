"""Mục lục văn bản and mục lục hồ sơ of a whole archive, as .xlsx, .csv or .parquet (domain.md §8.2).

The columns that office inventories are known by come first, then the rest of the national metadata list and what the
workbench adds. .xlsx and .csv bear Vietnamese headings, .parquet the names of the list.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import pandas as pd
from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from workbench.documents.model import Document
from workbench.documents.symbols import find_symbols
from workbench.drafting.whole_file import write_whole
from workbench.errors import ExportError
from workbench.export.table import cell, shown
from workbench.export.text import printable
from workbench.folders import make_folder
from workbench.workspace.corrections import CONFIRMED

Kind = Literal["van-ban", "ho-so"]
KINDS: dict[str, str] = {"van-ban": "Mục lục văn bản", "ho-so": "Mục lục hồ sơ"}

DOCUMENT_COLUMNS: dict[str, str] = {
    "DocOrdinal": "STT",
    "FileCode": "Mã hồ sơ",
    "FileTitle": "Hồ sơ",
    "Symbol": "Số, ký hiệu",
    "IssuedDate": "Ngày, tháng, năm văn bản",
    "Title": "Tên loại và trích yếu nội dung",
    "OrganName": "Tác giả (cơ quan ban hành)",
    "PageAmount": "Số trang",
    "Description": "Ghi chú",
    "TypeName": "Tên loại",
    "CodeNumber": "Số",
    "CodeNotation": "Ký hiệu",
    "Subject": "Trích yếu",
    "SignerPosition": "Chức vụ người ký",
    "SignerFullName": "Người ký",
    "To": "Nơi nhận",
    "Priority": "Độ khẩn",
    "Language": "Ngôn ngữ",
    "IssuedAmount": "Số lượng bản",
    "DueDate": "Hạn giải quyết",
    "ArrivalDate": "Ngày đến",
    "ArrivalNumber": "Số đến",
    "ToPlaces": "Đơn vị, người nhận",
    "ParentOrgan": "Cơ quan cấp trên",
    "System": "Hệ",
    "Term": "Nhiệm kỳ",
    "Field": "Lĩnh vực",
    "Unit": "Đơn vị",
    "Circulation": "Chỉ dẫn lưu hành",
    "Confirmed": "Trường đã xác nhận",
    "CopyOf": "Là bản khác của (mã)",
    "Path": "Tệp",
    "DocumentId": "Mã văn bản",
}
"""Columns of the inventory of documents: name in the national list, heading for people."""

FILE_COLUMNS: dict[str, str] = {
    "Ordinal": "STT",
    "FileCode": "Hồ sơ số",
    "Title": "Tiêu đề hồ sơ",
    "StartDate": "Ngày bắt đầu",
    "EndDate": "Ngày kết thúc",
    "Maintenance": "Thời hạn bảo quản",
    "DocTotal": "Tổng số văn bản",
    "PageTotal": "Tổng số trang",
    "Description": "Ghi chú",
    "Rights": "Chế độ sử dụng",
    "Language": "Ngôn ngữ",
    "Creators": "Cơ quan ban hành",
    "Folder": "Thư mục",
}
"""Columns of the inventory of files (hồ sơ)."""

_LANGUAGE = "Tiếng Việt"
_SYSTEMS = {"party": "Đảng", "state": "Nhà nước"}
_WIDE = 60


def document_inventory(
    documents: Iterable[Document], pages: Mapping[str, int], copies: Mapping[str, str]
) -> pd.DataFrame:
    """Mục lục văn bản: one row a document, in the order of hồ sơ and date; columns as `DOCUMENT_COLUMNS`.

    Args:
        documents: the documents, with the decisions applied; texts are not needed.
        pages: number of pages by id, where it is known.
        copies: for every file that is not shown, the id of the one shown for it.
    """
    rows = [_document_row(document, pages.get(document.id), copies.get(document.id)) for document in documents]
    rows.sort(key=lambda row: (row["FileCode"] or "", row["FileTitle"], row["IssuedDate"] or date.max, row["Path"]))
    last, ordinal = None, 0
    for row in rows:
        ordinal = ordinal + 1 if (row["FileCode"], row["FileTitle"]) == last else 1
        last = (row["FileCode"], row["FileTitle"])
        row["DocOrdinal"] = row["DocOrdinal"] or ordinal
    return pd.DataFrame(rows, columns=list(DOCUMENT_COLUMNS), dtype=object)


def file_inventory(documents: Iterable[Document], pages: Mapping[str, int]) -> pd.DataFrame:
    """Mục lục hồ sơ: one row a hồ sơ; columns as `FILE_COLUMNS`.

    A hồ sơ is what a register says it is (mã hồ sơ), else a folder of the corpus. Its dates are those of its first and
    last dated document; a number of pages that leaves documents out says so in Ghi chú.
    """
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        groups.setdefault(_file_of(document), []).append(document)
    rows: list[dict[str, Any]] = []
    for (code, folder), members in sorted(groups.items()):
        days = [document.header.date for document in members if document.header.date]
        counted = [pages[document.id] for document in members if document.id in pages]
        uncounted, undated = len(members) - len(counted), len(members) - len(days)
        notes = [f"{uncounted} văn bản không rõ số trang"] if uncounted and counted else []
        notes += [f"{undated} văn bản không rõ ngày"] if undated else []
        rows.append(
            {
                "Ordinal": len(rows) + 1,
                "FileCode": code or None,
                "Title": _most_common(document.register.get("FileTitle") for document in members)
                or _folder_title(folder),
                "StartDate": min(days, default=None),
                "EndDate": max(days, default=None),
                "Maintenance": _most_common(document.register.get("Maintenance") for document in members),
                "DocTotal": len(members),
                "PageTotal": sum(counted) if counted else None,
                "Description": "; ".join(notes) or None,
                "Rights": "; ".join(sorted({label for document in members for label in document.labels})) or None,
                "Language": _LANGUAGE,
                "Creators": "; ".join(sorted({d.header.issuer for d in members if d.header.issuer})) or None,
                "Folder": folder or None,
            }
        )
    return pd.DataFrame(rows, columns=list(FILE_COLUMNS), dtype=object)


def write_inventory(frame: pd.DataFrame, kind: Kind, path: Path | str) -> Path:
    """Write an inventory in the format of the file's suffix: .xlsx, .csv or .parquet.

    Raises:
        ExportError: another suffix, or a file that cannot be written.
    """
    path = Path(path)
    formats: dict[str, Callable[[pd.DataFrame, Kind], bytes]] = {".xlsx": _xlsx, ".csv": _csv, ".parquet": _parquet}
    form = formats.get(path.suffix.lower())
    if form is None:
        raise ExportError(
            f"Không xuất được mục lục ra tệp {path}: đuôi “{path.suffix}” chưa được hỗ trợ.",
            f"Hãy đặt tên tệp có đuôi: {', '.join(formats)}.",
        )
    data = form(frame, kind)
    try:
        make_folder(path.parent)
        write_whole(path, data)
    except OSError as error:
        raise ExportError(
            f"Không ghi được tệp {path}: {error.strerror or error}.",
            "Hãy đóng tệp nếu đang mở trong Excel, kiểm tra quyền ghi, hoặc chọn tên tệp khác.",
        ) from error
    return path


def _document_row(document: Document, pages: int | None, copy_of: str | None) -> dict[str, Any]:
    header, register = document.header, document.register
    code, folder = _file_of(document)
    number, notation = _parts(header.symbol)
    confirmed = [name for name, evidence in header.evidence.items() if evidence.note.startswith(CONFIRMED)]
    return {
        "DocOrdinal": _number(register.get("DocOrdinal")),
        "FileCode": code or None,
        "FileTitle": register.get("FileTitle") or _folder_title(folder),
        "Symbol": header.symbol,
        "IssuedDate": header.date,
        "Title": document.title,
        "OrganName": header.issuer,
        "PageAmount": pages if pages is not None else _number(register.get("PageAmount")),
        "Description": register.get("Description"),
        "TypeName": header.type,
        "CodeNumber": number,
        "CodeNotation": notation,
        "Subject": header.subject,
        "SignerPosition": header.signer_title,
        "SignerFullName": header.signer,
        "To": "; ".join(header.recipients) or None,
        "Priority": header.urgency,
        "Language": _LANGUAGE,
        "IssuedAmount": _number(register.get("IssuedAmount")),
        "DueDate": _day(register.get("DueDate")),
        "ArrivalDate": _day(register.get("ArrivalDate")),
        "ArrivalNumber": register.get("ArrivalNumber"),
        "ToPlaces": register.get("ToPlaces"),
        "ParentOrgan": header.parent,
        "System": _SYSTEMS.get(header.system or ""),
        "Term": header.term,
        "Field": header.subject_field,
        "Unit": header.unit,
        "Circulation": "; ".join(document.labels) or None,
        "Confirmed": ", ".join(confirmed) or None,
        "CopyOf": copy_of,
        "Path": document.path,
        "DocumentId": document.id,
    }


def _file_of(document: Document) -> tuple[str, str]:
    """The hồ sơ of a document: its code from a register and no folder, or no code and its folder."""
    code = document.register.get("FileCode")
    folder = PurePosixPath(document.path).parent.as_posix()
    return (code, "") if code else ("", "" if folder == "." else folder)


def _folder_title(folder: str) -> str:
    return PurePosixPath(folder).name if folder else "(chưa xếp hồ sơ)"


def _parts(symbol: str | None) -> tuple[str | None, str | None]:
    """Số and ký hiệu: "34" and "CT/TU"; "30/2020" and "NĐ-CP"."""
    found = find_symbols(symbol or "")
    if not found or symbol is None:
        return None, None
    number = f"{found[0].number}/{found[0].year}" if found[0].year else found[0].number
    return number, symbol[len(number) :].lstrip("-/") or None


def _number(text: str | None) -> int | str | None:
    return int(text) if text and text.isdecimal() else text


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _most_common(values: Iterable[str | None]) -> str | None:
    found = [value for value in values if value]
    return max(sorted(set(found)), key=found.count) if found else None


def _headings(kind: Kind) -> dict[str, str]:
    return DOCUMENT_COLUMNS if kind == "van-ban" else FILE_COLUMNS


def _xlsx(frame: pd.DataFrame, kind: Kind) -> bytes:
    """Written row by row: a hundred thousand rows would not fit into memory as styled cells."""
    book = Book(write_only=True)
    sheet = book.create_sheet(KINDS[kind])
    headings = [_headings(kind)[name] for name in frame.columns]
    sheet.freeze_panes = "A2"
    for at, (name, heading) in enumerate(zip(frame.columns, headings, strict=True), start=1):
        longest = max((len(shown(cell(value))) for value in frame[name].head(500)), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(longest, len(heading)) + 2, _WIDE)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(frame) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    bold = Font(name="Times New Roman", size=12, bold=True)
    first = []
    for heading in headings:
        head = WriteOnlyCell(sheet, heading)
        head.font, head.alignment = bold, Alignment(wrap_text=True, vertical="center")
        first.append(head)
    sheet.append(first)
    for row in frame.itertuples(index=False, name=None):
        sheet.append([_excel(sheet, cell(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _excel(sheet: Any, value: Any) -> Any:
    if isinstance(value, date):
        if value < date(1900, 3, 1):  # Excel counts a 29 February 1900
            return shown(value)
        day = WriteOnlyCell(sheet, datetime.combine(value, time.min))
        day.number_format = "dd/mm/yyyy"
        return day
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@")):
        text = WriteOnlyCell(sheet, value)
        text.data_type, text.quotePrefix = "s", True  # text stays text: no source can become a formula
        return text
    return value


def _csv(frame: pd.DataFrame, kind: Kind) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_headings(kind)[name] for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([_harmless(shown(cell(value))) for value in row])
    return file.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def _harmless(text: str) -> str:
    """Excel would run what begins like a formula."""
    return "'" + text if text.lstrip().startswith(("=", "+", "-", "@")) else text


def _parquet(frame: pd.DataFrame, kind: Kind) -> bytes:
    file = io.BytesIO()
    plain = frame.map(lambda value: printable(value) if isinstance(value, str) else value)
    for name in plain.columns:
        if name in ("DocOrdinal", "PageAmount", "IssuedAmount"):  # registers also give "2-5"
            plain[name] = plain[name].map(lambda value: None if value is None else str(value))
    plain.to_parquet(file, index=False)
    return file.getvalue()
