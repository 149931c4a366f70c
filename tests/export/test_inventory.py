"""Inventories: the columns that offices know, every document in its hồ sơ, text that stays text."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from workbench.documents.model import Document, Evidence, Header
from workbench.errors import ExportError
from workbench.export.inventory import (
    DOCUMENT_COLUMNS,
    FILE_COLUMNS,
    document_inventory,
    file_inventory,
    write_inventory,
)


def document(name: str, symbol: str | None, day: date | None, **register: str) -> Document:
    header = Header(
        symbol=symbol,
        type="Báo cáo",
        issuer="Huyện ủy Vân Trạch",
        date=day,
        subject="kết quả công tác",
        system="party",
        recipients=("Thường trực Tỉnh ủy", "Lưu"),
        evidence={"symbol": Evidence(0, 3, 1.0, "đã xác nhận")},
    )
    labels = ("LƯU HÀNH NỘI BỘ",) if symbol == "7-BC/HU" else ()
    return Document(name[:4], name, "", (), header, f"=Báo cáo {name}", (), labels=labels, register=register)


CODE = "000.00.H01/2025/12"
IN_FILE = {"FileCode": CODE, "FileTitle": "Báo cáo quý", "DocOrdinal": "4"}
ARRIVED = {"FileCode": CODE, "ArrivalDate": "2020-03-09", "PageAmount": "2-5"}
DOCUMENTS = [
    document("b002/2025/quy 1.docx", "9-BC/HU", date(2025, 3, 30)),
    document("b001/2025/quy 1.docx", "7-BC/HU", date(2025, 1, 5), **IN_FILE),
    document("b003/2025/quy 1.docx", None, None),
    document("b004/2025/x.docx", "30/2020/NĐ-CP", date(2020, 3, 5), **ARRIVED),
]


def test_documents_stand_in_their_file_and_the_register_gives_its_code() -> None:
    frame = document_inventory(DOCUMENTS, {"b002": 5}, {"b003": "b002"})
    assert list(frame.columns) == list(DOCUMENT_COLUMNS)
    rows = frame.set_index("DocumentId")
    assert rows.loc["b001", "FileCode"] == CODE
    assert rows.loc["b001", "DocOrdinal"] == 4
    assert rows.loc["b002", "FileTitle"] == "2025"
    assert (rows.loc["b001", "CodeNumber"], rows.loc["b001", "CodeNotation"]) == ("7", "BC/HU")
    assert (rows.loc["b004", "CodeNumber"], rows.loc["b004", "CodeNotation"]) == ("30/2020", "NĐ-CP")
    assert rows.loc["b004", "ArrivalDate"] == date(2020, 3, 9)
    assert rows.loc["b003", "CopyOf"] == "b002"
    assert rows.loc["b001", "To"] == "Thường trực Tỉnh ủy; Lưu"


def test_files_count_their_documents_and_say_what_they_do_not_know() -> None:
    documents = [document(f"c00{n}.docx", f"{n}-BC/HU", date(2025, n, 1)) for n in (1, 2)] + [
        document("c003.docx", None, None)
    ]
    frame = file_inventory([*DOCUMENTS, *documents], {"c001": 3})
    assert list(frame.columns) == list(FILE_COLUMNS)
    root = frame[frame["Folder"].isna() & frame["FileCode"].isna()].iloc[0]
    assert root["Title"] == "(chưa xếp hồ sơ)"
    assert (root["DocTotal"], root["PageTotal"]) == (3, 3)
    assert (root["StartDate"], root["EndDate"]) == (date(2025, 1, 1), date(2025, 2, 1))
    assert root["Description"] == "2 văn bản không rõ số trang; 1 văn bản không rõ ngày"
    coded = frame[frame["FileCode"] == CODE].iloc[0]
    assert (coded["Title"], coded["DocTotal"], coded["Rights"]) == ("Báo cáo quý", 2, "LƯU HÀNH NỘI BỘ")


def test_excel_gets_days_as_days_and_text_as_text(tmp_path: Path) -> None:
    frame = document_inventory(DOCUMENTS, {}, {})
    sheet = openpyxl.load_workbook(write_inventory(frame, "van-ban", tmp_path / "mục lục.xlsx")).active
    assert sheet is not None
    assert sheet.title == "Mục lục văn bản"
    assert [cell.value for cell in sheet[1]] == list(DOCUMENT_COLUMNS.values())
    titles = [row[5] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.data_type == "s" and str(cell.value).startswith("=Báo cáo") for cell in titles)
    days = {row[4].value.date() for row in sheet.iter_rows(min_row=2) if row[4].value}
    assert days == {date(2025, 3, 30), date(2025, 1, 5), date(2020, 3, 5)}


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    path = write_inventory(document_inventory(DOCUMENTS, {}, {}), "van-ban", tmp_path / "m.csv")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(DOCUMENT_COLUMNS.values())
    assert all(row[5].startswith("'=") for row in rows[1:])
    assert "05/01/2025" in {row[4] for row in rows}


@pytest.mark.parametrize("kind", ["van-ban", "ho-so"])
def test_parquet_bears_the_names_of_the_national_list(tmp_path: Path, kind: str) -> None:
    frame = (
        document_inventory(DOCUMENTS, {"b002": 5}, {}) if kind == "van-ban" else file_inventory(DOCUMENTS, {"b002": 5})
    )
    again = pd.read_parquet(write_inventory(frame, kind, tmp_path / "m.parquet"))  # type: ignore[arg-type]
    assert list(again.columns) == list(DOCUMENT_COLUMNS if kind == "van-ban" else FILE_COLUMNS)
    assert len(again) == len(frame)


def test_another_suffix_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="chưa được hỗ trợ"):
        write_inventory(file_inventory([], {}), "ho-so", tmp_path / "m.pdf")


def test_an_empty_archive_has_an_empty_inventory(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv", ".parquet"):
        assert write_inventory(document_inventory([], {}, {}), "van-ban", tmp_path / f"m{suffix}").is_file()
