"""The tables that an office can change with rows of its own: what there is, what each holds, and a copy to edit."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.documents.authority import AUTHORITY, SIGNING
from workbench.documents.form_layout import LAYOUT
from workbench.documents.form_versions import FORM_VERSIONS
from workbench.drafting.checks.wording_abbreviations import COMMON
from workbench.drafting.checks.wording_organs import DISBANDED
from workbench.drafting.whole_file import write_whole
from workbench.errors import SettingsError
from workbench.folders import make_folder
from workbench.settings import Settings
from workbench.vietnamese.lexicon import ABBREVIATIONS, PLACE_VARIANTS, PLACES, STOP_WORDS, SYNONYMS
from workbench.vietnamese.lexicon.tables import Table, load, shipped
from workbench.vietnamese.spelling import fold

_TABLES: dict[Table, str] = {
    ABBREVIATIONS: "Chữ viết tắt, dùng khi tìm",
    SYNONYMS: "Từ đồng nghĩa, gần nghĩa, dùng khi tìm",
    PLACES: "Địa danh cũ và mới",
    PLACE_VARIANTS: "Cách viết khác của địa danh",
    STOP_WORDS: "Từ không lấy làm từ khóa",
    FORM_VERSIONS: "Quy định về thể thức, thẩm quyền: hiệu lực từ ngày nào",
    LAYOUT: "Thể thức: cỡ chữ, kiểu chữ, lề của từng thành phần",
    AUTHORITY: "Thẩm quyền: cơ quan nào ban hành thể loại nào",
    SIGNING: "Quyền hạn ký (T/M, K/T, T/L …)",
    DISBANDED: "Cơ quan, đơn vị đã sắp xếp lại, tên hiện nay",
    COMMON: "Chữ viết tắt được dùng mà không cần giải nghĩa",
}
"""Every table that an office may put rows on top of, and what it is for."""


@dataclass(frozen=True)
class OfficeTable:
    """A table, and what the office has made of it.

    Attributes:
        name: "abbreviations": what people call it by.
        about: what it is for.
        rows: how many rows come with the workbench.
        file: the office's own file; it need not exist.
        own: whether the office has one.
        in_force: how many rows hold now, the office's own among them.
        trouble: why the office's file cannot be used, or "".
    """

    name: str
    about: str
    rows: int
    file: Path
    own: bool
    in_force: int
    trouble: str = ""


class OfficeTables:
    """The part of `Workbench` about tables."""

    settings: Settings

    def tables(self) -> tuple[OfficeTable, ...]:
        """Every table that an office can change."""
        return tuple(self._told(table) for table in _TABLES)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table that hold now: the shipped ones with the office's own over them. Columns in Vietnamese.

        Raises:
            SettingsError: there is no such table, or the office's file cannot be used.
        """
        table = _named(name)
        rows = load(table, self._own_folder(table))
        return pd.DataFrame(rows, columns=[column.vietnamese for column in table.columns], dtype=object)

    def copy_table(self, name: str) -> Path:
        """Write a shipped table into the office's folder, for it to change in Excel; a file that is there stays.

        Returns:
            The new file.

        Raises:
            SettingsError: there is no such table, the office has its own already, or the folder cannot be written.
        """
        table = _named(name)
        file = self.settings.lexicon / table.file
        if file.exists():
            raise SettingsError(f"Cơ quan đã có bảng riêng {file}.", "Hãy mở tệp đó để sửa; công cụ không ghi đè.")
        text = io.StringIO(newline="")
        lines = csv.writer(text)
        lines.writerow([column.vietnamese for column in table.columns])
        lines.writerows(shipped(table))
        try:
            make_folder(file.parent)
            write_whole(file, text.getvalue().encode("utf-8-sig"))  # the mark by which Excel knows UTF-8
        except OSError as error:
            raise SettingsError(
                f"Không ghi được {file} ({error.strerror or error}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
            ) from error
        return file

    def _own_folder(self, table: Table) -> Path | None:
        return self.settings.lexicon if (self.settings.lexicon / table.file).exists() else None

    def _told(self, table: Table) -> OfficeTable:
        file = self.settings.lexicon / table.file
        count, trouble = len(shipped(table)), ""
        try:
            in_force = len(load(table, self._own_folder(table)))
        except SettingsError as error:
            in_force, trouble = count, str(error)
        return OfficeTable(file.stem, _TABLES[table], count, file, file.exists(), in_force, trouble)


def _named(name: str) -> Table:
    wanted = fold(name.strip()).removesuffix(".csv").replace("-", "_")
    found = next((table for table in _TABLES if Path(table.file).stem == wanted), None)
    if found is None:
        known = ", ".join(Path(table.file).stem for table in _TABLES)
        raise SettingsError(f"Không có bảng “{name.strip()}”.", f"Các bảng: {known}.")
    return found
