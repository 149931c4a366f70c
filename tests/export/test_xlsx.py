"""Excel workbooks, opened again with openpyxl."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from workbench.drafting.model import Draft
from workbench.export import export
from workbench.export.xlsx import CELL_LIMIT, CUT_NOTE


def sheets(path: Path) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(path).worksheets}


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_draft_is_one_row_a_citation_with_its_place(tmp_path: Path, draft: Draft) -> None:
    book = sheets(export(draft, tmp_path / "a.xlsx"))
    assert list(book) == ["Dự thảo", "Nguồn", "Trích đoạn"]
    head, *found = rows(book["Dự thảo"])
    assert head == ["Câu số", "Mục", "Câu", "Trạng thái", "Nguồn", "Tệp", "Trang", "Đoạn"]
    expected: list[list[Any]] = []
    number = 0
    for section in draft.sections:
        for item in section.items:
            number += 1
            start = [number, section.heading, item.text, item.state.label]
            expected += [[*start, c.label, c.path, c.page, c.passage] for c in item.citations]
            if not item.citations:
                expected.append([*start, "(chưa có nguồn)", None, None, None])
    assert found == expected


def test_each_source_is_one_row(tmp_path: Path, draft: Draft) -> None:
    head, *found = rows(sheets(export(draft, tmp_path / "a.xlsx"))["Nguồn"])
    assert head == ["STT", "Số ký hiệu", "Tên văn bản", "Ngày ban hành", "Tệp", "Trang, đoạn đã dùng"]
    assert [(row[1], row[3].date(), row[5]) for row in found] == [
        ("01-BC/TU", date(2024, 1, 2), "trang 1, đoạn 2; trang 2, đoạn 4"),
        ("02-BC/TU", date(2024, 2, 2), "đoạn 9"),
    ]


def test_sheets_are_ready_to_read_and_filter(tmp_path: Path, draft: Draft) -> None:
    for sheet in sheets(export(draft, tmp_path / "a.xlsx")).values():
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet["A1"].font.bold
        assert sheet["C2"].alignment.wrap_text
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert len(widths) == sheet.max_column
        assert all(8 <= width <= 70 for width in widths)
        assert all(16 <= row.height <= 409 for row in sheet.row_dimensions.values())


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+84 24", "-5%", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "#REF!", "  =1", "=", "'=1", "12", "01/02"],
)
def test_text_never_becomes_a_formula_or_an_error(tmp_path: Path, draft: Draft, text: str) -> None:
    draft.edit(draft.items()[0].id, text)
    cell = sheets(export(draft, tmp_path / "a.xlsx"))["Dự thảo"]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) == (text.strip()[0] in "=+-@")


def test_text_too_long_for_excel_is_cut_with_a_note(tmp_path: Path, draft: Draft) -> None:
    first, second, third, *_ = draft.items()
    draft.edit(first.id, "a" * CELL_LIMIT)
    draft.edit(second.id, "b" * (CELL_LIMIT + 1))
    draft.edit(third.id, "c" + "𝄞" * CELL_LIMIT)  # two UTF-16 units a character
    sheet = sheets(export(draft, tmp_path / "a.xlsx"))["Dự thảo"]
    assert sheet["C2"].value == "a" * CELL_LIMIT
    assert sheet["C3"].value == "b" * (CELL_LIMIT - len(CUT_NOTE)) + CUT_NOTE
    assert sheet["C4"].value.endswith("𝄞" + CUT_NOTE)
    assert CELL_LIMIT - 1 <= len(sheet["C4"].value.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_characters_that_excel_refuses_are_left_out(tmp_path: Path, draft: Draft) -> None:
    draft.edit(draft.items()[0].id, "a\0b\x07c\x1fd\ud800e\ufffff")
    assert sheets(export(draft, tmp_path / "a.xlsx"))["Dự thảo"]["C2"].value == "abcdef"


def test_a_table_keeps_numbers_and_days_as_what_they_are(tmp_path: Path, results: Any) -> None:
    book = sheets(export(results, tmp_path / "a.xlsx"))
    assert list(book) == ["Kết quả tìm kiếm kết nối mạng"]
    head, first, second = rows(book["Kết quả tìm kiếm kết nối mạng"])
    assert head[:5] == ["Số ký hiệu", "Tên văn bản", "Ngày ban hành", "Trang", "Độ phù hợp"]
    assert head[-1] == "Ghi chú riêng"
    assert first[2:] == [datetime(2024, 1, 2), 3, 12.34567, "có", "đoạn một\nđoạn hai", "dòng 1\ndòng 2"]
    assert second[:6] == [None, '=HYPERLINK("http://x")', None, None, 0.5, "không"]


def test_values_that_excel_cannot_hold_become_text_or_nothing(tmp_path: Path) -> None:
    zone = pd.Timestamp("2024-05-06 07:08", tz="Asia/Ho_Chi_Minh")
    frame = pd.DataFrame({"a": [date(1890, 5, 19), zone, float("inf"), pd.NA, {"k": 1}, pd.Timestamp("2024-05-06")]})
    _, *found = rows(sheets(export(frame, tmp_path / "a.xlsx"))["Bảng số liệu"])
    values = ["19/05/1890", datetime(2024, 5, 6, 7, 8), None, None, "{'k': 1}", datetime(2024, 5, 6)]
    assert [row[0] for row in found] == values


def test_a_table_without_rows_or_columns_can_be_exported(tmp_path: Path) -> None:
    for frame in (pd.DataFrame(), pd.DataFrame(columns=["title"])):
        for suffix in (".xlsx", ".docx", ".md"):
            assert export(frame, tmp_path / f"a{suffix}").stat().st_size > 0
    assert rows(sheets(tmp_path / "a.xlsx")["Bảng số liệu"]) == [["Tên văn bản"]]


def test_a_title_with_forbidden_characters_still_names_a_sheet(tmp_path: Path, results: Any) -> None:
    frame = results.to_frame()
    for query in ("'[a]:*?/\\b'", "x" * 200, "\0\ud800"):
        path = export(type(results)(query, frame), tmp_path / "a.xlsx")
        (name,) = sheets(path)
        assert name.startswith("Kết quả tìm kiếm")
        assert len(name) <= 31
