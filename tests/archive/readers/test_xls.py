"""Old Excel workbooks: fonts by cell and by run, numbers as shown, what stands outside the cells."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.scores import diacritic_accuracy
from workbench.archive import system_parts
from workbench.archive.readers import read_file, xls
from workbench.errors import UnreadableFile

Write = Callable[..., Path]
FONTS = ("Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times", "Arial", ".VnArial")


def wide(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def test_sheets_are_names_and_rows_with_cells_at_their_places(biff: Write) -> None:
    raw = xls.read(biff({"Biểu 1": [(2, 2, "Chỉ tiêu", 0), (2, 3, "Số", 0), (7, 2, "Thu", 0), (7, 3, 12.0, 0)]}))
    assert raw.text == "Biểu 1\nChỉ tiêu\tSố\nThu\t12"
    assert [(c.row, c.column, raw.text[c.start : c.end]) for c in raw.tables[0].cells] == [
        (2, 2, "Chỉ tiêu"),
        (2, 3, "Số"),
        (7, 2, "Thu"),
        (7, 3, "12"),
    ]
    assert raw.tables[0].sheet


def test_numbers_are_shown_by_their_formats(biff: Write) -> None:
    formats = ("General", "#,##0", "0.0%", "dd/mm/yyyy")
    rows = [(1, place + 1, value, place) for place, value in enumerate((2005.0, 1250000.0, 0.625, 46022.0))]
    assert xls.read(biff({"S": rows}, formats=formats)).text == "S\n2005\t1.250.000\t62,5%\t31/12/2025"


def test_fonts_rule_cell_by_cell_and_run_by_run(biff: Write) -> None:
    rows = [
        (1, 1, "§¶ng bé x·", 1),
        (1, 2, "b¸o c¸o", 2),
        (2, 1, "Ñaûng boä", 3),
        (2, 2, "Đảng bộ là của xã", 0),
        (3, 1, [("Số: ", None), ("b¸o c¸o", 1), (" là ", 0), ("x· Suèi M¬", 5)], 0),
    ]
    raw = xls.read(biff({"S": rows}, fonts=FONTS))
    assert raw.text.split("\n")[1:] == [
        "Đảng bộ xã\tBÁO CÁO",
        "Đảng bộ\tĐảng bộ là của xã",
        "Số: báo cáo là xã Suối Mơ",
    ]


def test_unicode_typed_on_in_an_old_font_stays(biff: Write) -> None:
    raw = xls.read(biff({"S": [(1, 1, "- C¸c ch\xad¬ng tr×nh träng ®iÓm về TĐC", 1)]}, fonts=FONTS))
    assert raw.text == "S\n- Các chương trình trọng điểm về TĐC"


def test_a_font_whose_name_says_nothing_is_judged_by_all_text_in_it(biff: Write) -> None:
    words = ("§¶ng bé x·", "Uû ban nh©n d©n", "KÕ ho¹ch", "thÞ trÊn")
    raw = xls.read(biff({"S": [(row, 1, text, 4) for row, text in enumerate(words, 1)]}, fonts=FONTS))
    assert raw.text.split("\n")[1:] == ["Đảng bộ xã", "Uỷ ban nhân dân", "Kế hoạch", "thị trấn"]


def test_hidden_sheets_page_headers_and_text_boxes_are_read(biff: Write) -> None:
    box = struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, len("TUYỆT MẬT"), 16, 0)
    records = (
        (0x14, wide('&L&"Arial,Bold"&12MẬT&RTrang &P')),
        (0x5D, struct.pack("<HHHHH", 0x15, 18, 6, 1, 0) + bytes(12) + bytes(4)),
        (0x1B6, box),
        (0x3C, b"\x01" + "TUYỆT MẬT".encode("utf-16-le")),
        (0x3C, struct.pack("<HHIHHI", 0, 0, 0, 9, 0, 0)),
    )
    raw = xls.read(biff({"Ẩn": [(1, 1, "a", 0)]}, records=records, hidden=("Ẩn",)))
    assert raw.text == "Ẩn\na\nTUYỆT MẬT"
    assert raw.notes == ("Có trang tính ẩn: “Ẩn”.",)
    assert {"MẬT Trang", "TUYỆT MẬT"} <= {" ".join(line.split()) for line in raw.margins.split("\n")}


def test_before_excel_97_a_font_tells_what_the_bytes_mean_and_the_code_page_where_it_does_not(tmp_path: Path) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def short(text: bytes) -> bytes:
        return bytes([len(text)]) + text

    def label(row: int, text: bytes, look: int) -> bytes:
        return record(0x204, struct.pack("<HHHH", row, 0, look, len(text)) + text)

    head = record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 1995)) + record(0x42, struct.pack("<H", 1258))
    for font in (b"Arial", b".VnTime"):
        head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + short(font))
    head += record(0x41E, struct.pack("<H", 164) + short(b"General"))
    for number in (0, 1):
        head += record(0xE0, struct.pack("<HHH", number, 164, 0) + bytes(10))
    place = len(head) + 4 + 6 + 3 + 4
    head += record(0x85, struct.pack("<IH", place, 0) + short(b"S1")) + record(0x0A, b"")
    body = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 1995)) + record(0x14, short(b"&CM\xcbT"))
    body += label(0, "Đảng bộ x· là".replace("ả", "a\u0309").replace("ộ", "ô\u0323").encode("cp1258"), 0)
    body += label(1, "§¶ng bé x·, ThÞ trÊn".encode("latin-1"), 1)
    path = tmp_path / "excel95.xls"
    path.write_bytes(head + body + record(0x0A, b""))
    raw = xls.read(path)
    assert raw.text == "S1\nĐảng bộ x· là\nĐảng bộ xã, Thị trấn"
    assert "MÈT" in raw.margins or "MẬT" in raw.margins


def test_a_locked_workbook_is_told(biff: Write) -> None:
    path = biff({"S": [(1, 1, "a", 0)]})
    data = path.read_bytes()
    path.write_bytes(data[:20] + struct.pack("<HH", 0x2F, 6) + struct.pack("<HHH", 0, 1, 1) + data[20:])
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        xls.read(path)


def test_a_web_page_under_the_suffix_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "tu-web.xls"
    path.write_text("<html><body><table><tr><td>Xã</td><td>62,5%</td></tr></table></body></html>", encoding="utf-8")
    assert read_file(path).text == "Xã\t62,5%"


def test_a_saved_web_archive_under_the_suffix_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "tu-excel.xls"
    head = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    path.write_bytes(f"{head}<html><body><table><tr><td>Xã</td><td>62,5%</td></tr></table></body></html>".encode())
    assert read_file(path).text == "Xã\t62,5%"


def test_xml_of_excel_2003_is_read_through_libreoffice(tmp_path: Path) -> None:
    if system_parts.find("libreoffice") is None:
        pytest.skip("LibreOffice is not installed here")
    path = tmp_path / "excel2003.xls"
    spaces = (
        "xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'"
    )
    cells = "<Cell><Data ss:Type='String'>Thu ngân sách</Data></Cell><Cell><Data ss:Type='Number'>12.5</Data></Cell>"
    path.write_text(
        "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"
        f"<Workbook {spaces}><Worksheet ss:Name='S1'><Table><Row>{cells}</Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert read_file(path).text == "S1\nThu ngân sách\t12,5"


def test_a_real_workbook_cut_off_is_refused(shared_data: Path, tmp_path: Path) -> None:
    data = (shared_data / "legacy" / "tcvn3" / "2005-391F5_Danh_muc.xls").read_bytes()
    for share in (0.05, 0.3, 0.6, 0.9):
        path = tmp_path / f"{share}.xls"
        path.write_bytes(data[: int(share * len(data))])
        with pytest.raises(UnreadableFile, match="bị hỏng"):
            xls.read(path)


def test_real_workbooks_in_old_fonts_come_out_as_their_transcripts(shared_data: Path) -> None:
    files = sorted((shared_data / "legacy").glob("*/*.xls"))
    assert files
    shares = []
    for path in files:
        truth = Path(f"{path}.txt").read_text(encoding="utf-8-sig")
        # Transcripts keep the small letters that fonts ending in H show as capitals.
        shares.append(diacritic_accuracy(xls.read(path).text.lower(), truth.lower()) or 0.0)
    assert min(shares) >= 0.95
    assert sum(shares) / len(shares) >= 0.99
