"""Sheets of queries as offices write them, and what is told of bad ones."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import BatchError
from workbench.search.batch_sheet import read_queries


def excel(path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_columns_are_known_by_their_headings(tmp_path: Path) -> None:
    file = excel(
        tmp_path / "câu hỏi.xlsx",
        ["DANH SÁCH CÂU TÌM QUÝ I"],
        [],
        ["STT", "Loại văn bản", "Nội dung cần tìm", "Từ ngày", "Đến ngày", "Cơ quan ban hành"],
        [1, "Báo cáo; Chỉ thị", "chuyển đổi số", 2024, datetime(2025, 3, 31), None],
        [None, None, None, None, None, None],
        [2, None, "so:34-CT/TU", None, None, "Tỉnh ủy"],
    )
    sheet = read_queries(file)
    assert sheet.columns["query"] == "Nội dung cần tìm"
    first, second = sheet.rows
    assert (first.row, first.text, first.trouble) == (4, "chuyển đổi số", "")
    assert first.question is not None
    assert first.question.include == {"type": ("Báo cáo", "Chỉ thị")}
    assert (first.question.date_from, first.question.date_to) == (date(2024, 1, 1), date(2025, 3, 31))
    assert (second.row, second.question and second.question.include) == (6, {"issuer": ("Tỉnh ủy",)})


def test_a_bad_row_is_told_in_its_row(tmp_path: Path) -> None:
    file = excel(
        tmp_path / "a.xlsx", ["Câu tìm", "Từ ngày"], ["một", "hôm kia"], ["hai", "3/2024"], [None, "  "], ["", 2024]
    )
    bad, good, period = read_queries(file).rows
    assert bad.question is None
    assert "hôm kia" in bad.trouble
    assert good.question is not None
    assert period.question is not None  # everything since 2024
    file = excel(tmp_path / "b.xlsx", ["Câu tìm", "Người hỏi"], [None, "Lan"])
    assert read_queries(file).rows[0].trouble == "Dòng này không có câu tìm."


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-8", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_office_is_read(tmp_path: Path, charset: str, mark: str) -> None:
    file = tmp_path / "a.csv"
    rows = [f"Câu tìm{mark}Loại", f'"phòng, chống tham nhũng"{mark}Chỉ thị', f"đất đai{mark}"]
    file.write_bytes("\r\n".join(rows).encode(charset))
    assert [row.text for row in read_queries(file).rows] == ["phòng, chống tham nhũng", "đất đai"]


def test_one_column_needs_no_heading_and_may_hold_commas(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('phòng, chống tham nhũng\n"sắp xếp, tinh gọn"\n"""nguyên cụm"""\n', encoding="utf-8")
    assert [row.text for row in read_queries(file).rows] == [
        "phòng, chống tham nhũng",
        "sắp xếp, tinh gọn",
        '"nguyên cụm"',
    ]
    text = tmp_path / "a.txt"
    text.write_text('"thủ tục hành chính"\n\nđất đai\n', encoding="utf-8")
    assert [(row.row, row.text) for row in read_queries(text).rows] == [(1, '"thủ tục hành chính"'), (3, "đất đai")]


def test_the_column_of_queries_can_be_named(tmp_path: Path) -> None:
    file = excel(tmp_path / "a.xlsx", ["Việc", "Nội dung tìm"], ["rà soát đất", "khác"])
    assert read_queries(file).rows[0].text == "khác"
    assert read_queries(file, "việc").rows[0].text == "rà soát đất"
    with pytest.raises(BatchError, match="không có cột “Ý kiến”"):
        read_queries(file, "Ý kiến")


def test_a_sheet_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "hỏng.xlsx").write_bytes(b"khong phai Excel")
    (tmp_path / "rỗng.csv").write_bytes(b"")
    (tmp_path / "lạ.pdf").write_bytes(b"%PDF")
    unnamed = excel(tmp_path / "a.xlsx", ["x", "y"], ["một", "hai"])
    for file in (
        tmp_path / "hỏng.xlsx",
        tmp_path / "rỗng.csv",
        tmp_path / "lạ.pdf",
        tmp_path / "không có.csv",
        unnamed,
    ):
        with pytest.raises(BatchError):
            read_queries(file)


@given(st.binary(max_size=300))
def test_any_bytes_give_queries_or_a_message(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("csv") / "a.csv"
    file.write_bytes(data)
    with contextlib.suppress(BatchError):
        assert read_queries(file).rows
