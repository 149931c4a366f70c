"""Excel workbooks: cells as people see them, each at its place, nothing of the sheet lost."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from workbench.archive.readers import base, sheets, xlsx
from workbench.errors import UnreadableFile

Write = Callable[..., Path]


def cells(raw: base.RawText) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → (row, column) → the text that stands at the cell's offsets."""
    return {t.name: {(c.row, c.column): raw.text[c.start : c.end] for c in t.cells} for t in raw.tables}


# The writer is imported under another name: `xlsx` is the reader here.
@pytest.fixture(name="book")
def book_fixture(request: pytest.FixtureRequest) -> Write:
    write: Write = request.getfixturevalue("xlsx")
    return write


def test_each_sheet_is_its_name_and_its_rows_with_cells_at_their_own_places(book: Write) -> None:
    raw = xlsx.read(
        book({"Biểu 1": {"B2": "Chỉ tiêu", "D2": "Kết quả", "B7": "Thu ngân sách", "D7": 12.5}, "Biểu 2": {"A1": "x"}})
    )
    assert raw.text == "Biểu 1\nChỉ tiêu\tKết quả\nThu ngân sách\t12,5\nBiểu 2\nx"
    assert cells(raw) == {
        "Biểu 1": {(2, 2): "Chỉ tiêu", (2, 4): "Kết quả", (7, 2): "Thu ngân sách", (7, 4): "12,5"},
        "Biểu 2": {(1, 1): "x"},
    }
    assert all(table.sheet for table in raw.tables)
    assert raw.page_starts == ()


def test_empty_cells_keep_the_columns_apart(book: Write) -> None:
    raw = xlsx.read(book({"S": {"A1": "a", "B1": "b", "C1": "c", "A2": "d", "C2": "e", "B3": "f"}}))
    assert raw.text == "S\na\tb\tc\nd\t\te\n\tf"


def test_numbers_days_and_percentages_are_as_people_see_them(book: Write) -> None:
    def formats(workbook: Any) -> None:
        for place, code in (("A2", "0.0%"), ("A3", "#,##0"), ("A5", "mm-dd-yy")):
            workbook["S"][place].number_format = code

    values = {"A1": 1.0, "A2": 0.625, "A3": 1250000, "A4": 2005, "A5": date(2026, 3, 5), "A6": True}
    raw = xlsx.read(book({"S": values | {"A7": datetime(2026, 3, 5, 7, 30), "A8": "=1/0"}}, change=formats))
    assert raw.text.split("\n")[1:] == ["1", "62,5%", "1.250.000", "2005", "05/03/2026", "TRUE", "05/03/2026 07:30:00"]


def test_merged_cells_stand_once_and_breaks_inside_a_cell_only_wrap(book: Write) -> None:
    raw = xlsx.read(
        book({"S": {"A1": "BIỂU\nTỔNG HỢP", "A2": "a\tb"}}, change=lambda workbook: workbook["S"].merge_cells("A1:D1"))
    )
    assert raw.text == "S\nBIỂU TỔNG HỢP\na b"


def test_hidden_sheets_are_read_and_told_and_empty_ones_leave_nothing(book: Write) -> None:
    def hide(workbook: Any) -> None:
        workbook["Phụ"].sheet_state = "hidden"

    raw = xlsx.read(book({"Chính": {"A1": "a"}, "Phụ": {"A1": "b"}, "Sheet3": {}}, change=hide))
    assert raw.text == "Chính\na\nPhụ\nb"
    assert raw.notes == ("Có trang tính ẩn: “Phụ”.",)


def test_page_headers_comments_and_properties_are_outside_the_text(book: Write) -> None:
    def more(workbook: Any) -> None:
        sheet = workbook["S"]
        sheet.oddHeader.right.text = "MẬT"
        sheet.oddHeader.right.font = "Arial,Bold"
        sheet.evenFooter.center.text = "Trang &P"
        sheet["A1"].comment = Comment("Ghi thêm", "A")
        workbook.properties.title = "Tên tệp"

    raw = xlsx.read(book({"S": {"A1": "a"}}, change=more))
    assert raw.text == "S\na"
    assert {"MẬT", "Trang", "Ghi thêm", "Tên tệp"} <= set(raw.margins.split("\n"))


def test_old_fonts_are_converted_cell_by_cell_and_run_by_run(book: Write) -> None:
    def fonts(workbook: Any) -> None:
        sheet = workbook["S"]
        sheet["A1"].font = Font(name=".VnTimeH")
        sheet["B1"].font = Font(name="VNI-Times")
        sheet["C1"] = CellRichText("Số: ", TextBlock(InlineFont(rFont=".VnTime"), "§¶ng bé"), " Suối Mơ")

    raw = xlsx.read(book({"S": {"A1": "b¸o c¸o", "B1": "Ñaûng boä", "D1": "Đảng bộ"}}, change=fonts))
    assert raw.text == "S\nBÁO CÁO\tĐảng bộ\tSố: Đảng bộ Suối Mơ\tĐảng bộ"
    assert "bảng mã cũ" in raw.notes[0]


def test_a_cell_in_an_old_charset_is_repaired_without_its_font_and_others_stay(book: Write) -> None:
    old = ["§¶ng bé x· Suèi M¬", "Uû ban nh©n d©n", "KÕ ho¹ch ph¸t triÓn", "NghÞ quyÕt"]
    values = {f"A{row}": text for row, text in enumerate(old, 1)} | {"B1": "là của xã"}
    assert xlsx.read(book({"S": values})).text.split("\n")[1:] == [
        "Đảng bộ xã Suối Mơ\tlà của xã",
        "Uỷ ban nhân dân",
        "Kế hoạch phát triển",
        "Nghị quyết",
    ]


def test_rows_and_cells_without_references_follow_one_another(book: Write, tmp_path: Path) -> None:
    path = book({"S": {"A1": "x"}})
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode("utf-8") for name in file.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        "<worksheet><sheetData><row><c><v>1</v></c><c t='inlineStr'><is><t>a</t></is></c></row>"
        "<row><c t='str'><v>b</v></c><c r='XFD2' t='d'><v>2026-03-05</v></c><c t='s'><v>99</v></c></row>"
        "</sheetData></worksheet>"
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    assert cells(xlsx.read(path))["S"] == {(1, 1): "1", (1, 2): "a", (2, 1): "b", (2, 16384): "05/03/2026"}


def test_text_boxes_stand_after_the_rows_and_outside(book: Write) -> None:
    path = book({"S": {"A1": "a"}})
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "a") as file:
        file.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f"<Relationships><Relationship Id='r' Type='{office}/drawing' Target='../drawings/d.xml'/></Relationships>",
        )
        box = "<x:sp><x:txBody><a:p><a:r><a:t>TUYỆT MẬT</a:t></a:r></a:p></x:txBody></x:sp>"
        file.writestr("xl/drawings/d.xml", f"<x:wsDr xmlns:x='x' xmlns:a='a'>{box}</x:wsDr>")
    raw = xlsx.read(path)
    assert raw.text == "S\na\nTUYỆT MẬT"
    assert "TUYỆT MẬT" in raw.margins


def test_a_binary_workbook_is_named(book: Write) -> None:
    path = book({"S": {"A1": "a"}})
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode("utf-8") for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("workbook.xml", "workbook.bin"), text.replace("workbook.xml", "workbook.bin"))
    with pytest.raises(UnreadableFile, match="xlsb"):
        xlsx.read(path)


def test_a_long_text_that_very_many_cells_share_is_refused(book: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_TEXT_CHARACTERS", 100_000)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        xlsx.read(book({"S": {f"A{row}": "dài " * 1000 for row in range(1, 200)}}))


def test_a_data_dump_is_refused(book: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 3)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        xlsx.read(book({"S": {f"A{row}": "x" for row in range(1, 6)}}))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(
        st.tuples(st.integers(1, 300), st.integers(1, 120)),
        st.one_of(
            st.text(alphabet="aăĐ5 ,.\n\t§¶\u00ad", min_size=1, max_size=12).filter(
                lambda text: text.strip(" \n\t\u00ad")
            ),
            st.integers(0, 10**9),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_every_cell_that_is_not_empty_stands_at_its_offsets(
    book: Write, values: dict[tuple[int, int], str | int]
) -> None:
    def fill(workbook: Any) -> None:
        for (row, column), value in values.items():
            workbook["Số liệu"].cell(row, column, value)

    raw = xlsx.read(book({"Số liệu": {}}, change=fill))
    found = cells(raw)["Số liệu"]
    for place, value in values.items():
        wanted = " ".join(str(value).replace("\u00ad", "").split())
        assert " ".join(found.pop(place).split()) == wanted
    assert not found
    assert raw.text.startswith("Số liệu\n")
