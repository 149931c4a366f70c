"""Tables in text form: one unnamed sheet, whatever parts its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.archive.readers import base, csv_table


def read(tmp_path: Path, content: str | bytes) -> base.RawText:
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return csv_table.read(path)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_rows_are_lines_and_cells_have_their_places(tmp_path: Path, delimiter: str) -> None:
    rows = [["TT", "Chỉ tiêu", "Kết quả"], ["1", '"Thu, chi; |\t"', '"62,5%"'], ["2", "", "a"]]
    raw = read(tmp_path, "\r\n".join(delimiter.join(row) for row in rows))
    assert raw.text == "TT\tChỉ tiêu\tKết quả\n1\tThu, chi; |\t62,5%\n2\t\ta"
    cells = {(c.row, c.column): raw.text[c.start : c.end] for c in raw.tables[0].cells}
    assert (cells[2, 2], cells[3, 3]) == ("Thu, chi; |", "a")
    assert raw.tables[0].sheet
    assert raw.tables[0].name == ""


def test_commas_of_sentences_part_no_cells(tmp_path: Path) -> None:
    text = "Kế hoạch năm, quý, tháng\nBáo cáo kết quả\nTờ trình"
    assert read(tmp_path, text).text == text


def test_the_line_for_excel_is_no_row_and_old_charsets_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, "sep=|\na|b").text == "a\tb"
    raw = read(tmp_path, "TT;§¶ng bé x· Suèi M¬;Uû ban nh©n d©n\n1;KÕ ho¹ch;NghÞ quyÕt".encode("latin-1"))
    assert raw.text == "TT\tĐảng bộ xã Suối Mơ\tUỷ ban nhân dân\n1\tKế hoạch\tNghị quyết"
    assert "TCVN3" in raw.notes[0]
