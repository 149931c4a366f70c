"""Files people want: drafts, summaries and tables as Word, Excel or Markdown; one file per format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.drafting.model import Draft
from workbench.drafting.whole_file import write_whole
from workbench.errors import ExportError
from workbench.export import docx_report, docx_table, html, markdown, template, xlsx
from workbench.export.heading import OfficeHeading
from workbench.export.options import ExportOptions
from workbench.export.report import Report, SummaryLike, report_of_draft, report_of_summary
from workbench.export.table import Table, Tabular, table_of
from workbench.folders import make_folder

__all__ = ["FORMATS", "ExportOptions", "Exportable", "OfficeHeading", "export", "free_path"]

Exportable = Draft | SummaryLike | Tabular | pd.DataFrame
"""What can be exported: a draft, a summary, or anything that gives a table."""


@dataclass(frozen=True)
class Format:
    """A file format: its name for people, and how a report and a table become the bytes of a file."""

    name: str
    report_bytes: Callable[[Report, OfficeHeading | None], bytes]
    table_bytes: Callable[[Table], bytes]


FORMATS: dict[str, Format] = {
    ".docx": Format("Word", docx_report.report_bytes, docx_table.table_bytes),
    ".html": Format("trang web", html.report_bytes, html.table_bytes),
    ".md": Format("Markdown", markdown.report_bytes, markdown.table_bytes),
    ".xlsx": Format("Excel", xlsx.report_bytes, xlsx.table_bytes),
}
"""The formats by suffix, in lower case."""


def export(
    thing: Exportable,
    path: str | Path,
    *,
    heading: OfficeHeading | None = None,
    options: ExportOptions | None = None,
    template: Path | None = None,
) -> Path:
    """Write a draft, a summary or a table to `path`, in the format of its suffix, and return the path.

    Missing folders are made. A file that is already there is replaced only once the new one is whole on disk.

    Args:
        thing: a draft (in Word: official form), a summary (sentences with footnotes), or a table.
        path: where to write; the suffix, in any case, is one of `FORMATS`.
        heading: what the office prints at the head and foot of its reports; unknown parts become a visible "…".
        options: how a draft is written; nothing else heeds it.
        template: a Word template that a draft is written by (`workbench.export.template`), for .docx alone.

    Raises:
        ExportError: a suffix without a format; a thing that cannot be exported; a file or folder that cannot be
            written, for instance because Word holds the old file open.
        WorkbenchError: a faulty template, or a faulty table of layout of the office.
    """
    path = Path(path)
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(f"{suffix} ({form.name})" for suffix, form in FORMATS.items())
        what = f"đuôi “{path.suffix}” chưa được hỗ trợ" if path.suffix else "tên tệp không có đuôi"
        raise ExportError(f"Không xuất được tệp {path}: {what}.", f"Hãy đặt tên tệp có đuôi: {known}.")
    data = _bytes(thing, form, heading, options, template)
    try:
        make_folder(path.parent)
        write_whole(path, data)
    except PermissionError as error:
        raise ExportError(
            f"Không ghi được tệp {path}: tệp đang mở trong chương trình khác (Word, Excel) hoặc không có quyền ghi.",
            "Hãy đóng tệp rồi xuất lại, hoặc chọn tên tệp khác.",
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or error
        raise ExportError(
            f"Không ghi được tệp {path}: {reason}.", "Hãy kiểm tra tên tệp, thư mục và chỗ trống trên ổ đĩa."
        ) from error
    return path


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """A path in `folder` that no file has yet: an earlier export is never overwritten."""
    path, count = folder / f"{stem}{suffix}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{suffix}"
    return path


def _bytes(
    thing: Exportable,
    form: Format,
    heading: OfficeHeading | None,
    options: ExportOptions | None,
    template_file: Path | None,
) -> bytes:
    if isinstance(thing, Draft):
        report = report_of_draft(thing, options)
        if template_file is not None:
            return template.report_bytes(report, heading or OfficeHeading(), template_file)
        return form.report_bytes(report, heading)
    if isinstance(thing, SummaryLike):
        return form.report_bytes(report_of_summary(thing), heading)
    if isinstance(thing, Tabular | pd.DataFrame):
        return form.table_bytes(table_of(thing))
    raise ExportError(
        f"Không xuất được đối tượng kiểu “{type(thing).__name__}”.",
        "Có thể xuất dự thảo, bản tóm tắt, kết quả tìm kiếm và bảng từ khóa.",
    )
