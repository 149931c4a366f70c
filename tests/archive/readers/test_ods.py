"""OpenDocument spreadsheets: cells at their places, numbers in Vietnamese form, repeated cells within bounds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.archive.readers import ods
from workbench.errors import UnreadableFile

Write = Callable[..., Path]


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def sheet(*rows: str, name: str = "Biểu 1", more: str = "") -> str:
    return f"<table:table table:name='{name}' {more}>{''.join(rows)}</table:table>"


def test_cells_keep_their_own_places_also_behind_repeated_ones(odf: Write) -> None:
    body = sheet(
        row(more="table:number-rows-repeated='3'"),
        row(cell("", "table:number-columns-repeated='2'"), cell("Chỉ tiêu"), cell("Số")),
        row(cell("", "table:number-columns-repeated='2'"), cell("Thu"), cell("x", "table:number-columns-repeated='2'")),
        row(cell("", "table:number-columns-repeated='16384'"), more="table:number-rows-repeated='1048570'"),
    )
    raw = ods.read(odf("spreadsheet", body))
    assert raw.text == "Biểu 1\nChỉ tiêu\tSố\nThu\tx\tx"
    assert [(c.row, c.column, raw.text[c.start : c.end]) for c in raw.tables[0].cells] == [
        (4, 3, "Chỉ tiêu"),
        (4, 4, "Số"),
        (5, 3, "Thu"),
        (5, 4, "x"),
        (5, 5, "x"),
    ]
    assert raw.tables[0].sheet


def test_a_text_repeated_over_the_whole_sheet_is_refused_at_once(odf: Write) -> None:
    body = sheet(row(cell("x", "table:number-columns-repeated='16384'"), more="table:number-rows-repeated='1048570'"))
    with pytest.raises(UnreadableFile, match="quá lớn"):
        ods.read(odf("spreadsheet", body))


def test_numbers_and_days_are_in_vietnamese_form_whatever_the_language_of_the_file(odf: Write) -> None:
    def typed(kind: str, value: str, text: str) -> str:
        key = "date-value" if kind == "date" else "value"
        return cell(text, f"office:value-type='{kind}' office:{key}='{value}'")

    body = sheet(
        row(
            typed("float", "1250000", "1,250,000"),
            typed("percentage", "0.625", "62.5%"),
            typed("date", "2026-03-05", "03/05/26"),
            typed("date", "2026-03-05T07:30:00", "March 5, 2026 7:30 AM"),
            typed("date", "2026-03-01", "03/2026"),
            typed("float", "12.5", ""),
            typed("string", "", "1.5"),
        )
    )
    assert ods.read(odf("spreadsheet", body)).text.split("\n")[1].split("\t") == [
        "1.250.000",
        "62,5%",
        "05/03/2026",
        "05/03/2026 07:30",
        "03/2026",
        "1.5",
    ]


def test_merged_cells_stand_once_and_hidden_sheets_are_told(odf: Write) -> None:
    hidden = (
        "<style:style style:name='ẩn' style:family='table'><style:table-properties table:display='false'/>"
        "</style:style>"
    )
    merged = (
        cell("BIỂU", "table:number-columns-spanned='2'")
        + "<table:covered-table-cell><text:p>bị che</text:p></table:covered-table-cell>"
    )
    body = sheet(row(merged)) + sheet(row(cell("a")), name="Phụ", more="table:style-name='ẩn'")
    raw = ods.read(odf("spreadsheet", body, automatic=hidden))
    assert raw.text == "Biểu 1\nBIỂU\nPhụ\na"
    assert raw.notes == ("Có trang tính ẩn: “Phụ”.",)


def test_comments_text_boxes_and_page_headers_are_outside(odf: Write) -> None:
    note = "<office:annotation><text:p>Ghi thêm</text:p></office:annotation>"
    box = "<draw:frame><draw:text-box><text:p>TUYỆT MẬT</text:p></draw:text-box></draw:frame>"
    box = f"<table:shapes>{box}</table:shapes>"
    masters = "<style:master-page><style:header><text:p>MẬT</text:p></style:header></style:master-page>"
    raw = ods.read(
        odf("spreadsheet", sheet(box, row(cell("").replace("></", f">{note}</"), cell("a"))), masters=masters)
    )
    assert raw.text == "Biểu 1\na\nTUYỆT MẬT"
    assert {"Ghi thêm", "TUYỆT MẬT", "MẬT"} <= set(raw.margins.split("\n"))


def test_the_font_of_a_cell_rules_its_text(odf: Write) -> None:
    style = (
        "<style:style style:name='ce1' style:family='table-cell'>"
        "<style:text-properties style:font-name='.VnTime'/></style:style>"
    )
    body = sheet(row(cell("§¶ng bé", "table:style-name='ce1'"), cell("Đảng bộ là")))
    assert ods.read(odf("spreadsheet", body, automatic=style)).text == "Biểu 1\nĐảng bộ\tĐảng bộ là"
