"""PDF files: paragraphs from places on the page, columns, running heads, tables, and what is no text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from workbench.archive import system_parts
from workbench.archive.readers import pdf
from workbench.errors import MissingPart, UnreadableFile

Begin = Callable[..., Any]

SENTENCE = (
    "Các cấp ủy, tổ chức đảng trực thuộc Đảng bộ huyện Suối Mơ tiếp tục quán triệt và thực hiện nghiêm túc chủ trương "
    "về sắp xếp tổ chức bộ máy, gắn với cải cách hành chính và nâng cao chất lượng phục vụ nhân dân"
)


def read(sheet: Any, name: str = "a.pdf") -> Any:
    sheet.save()
    return pdf.read(Path(sheet.canvas._filename))


def test_wrapped_lines_are_one_paragraph(sheet: Begin) -> None:
    page = sheet()
    texts = [f"{SENTENCE} lần thứ {number}." for number in range(6)]
    for text in texts:
        page.paragraph(text)
    assert read(page).text.split("\n") == texts


def test_paragraphs_without_indents_are_told_apart_by_the_gap_between_them(sheet: Begin) -> None:
    page = sheet()
    page.indent = 0
    texts = [f"{SENTENCE} ({number} lần) và các nội dung khác có liên quan đến nhiệm vụ này." for number in range(4)]
    for text in texts:
        page.paragraph(text)
        page.y -= 14
    assert read(page).text.split("\n") == texts


def test_the_columns_of_a_head_are_parted_by_a_tab(sheet: Begin) -> None:
    page = sheet()
    page.at(85, 790, "HUYỆN ỦY SUỐI MƠ")
    page.at(330, 790, "ĐẢNG CỘNG SẢN VIỆT NAM")
    page.at(140, 774, "*")
    page.at(105, 756, "Số 12-KH/HU")
    page.at(310, 756, "Suối Mơ, ngày 5 tháng 3 năm 2026")
    page.y = 720
    page.paragraph(SENTENCE)
    assert read(page).text.split("\n") == [
        "HUYỆN ỦY SUỐI MƠ\tĐẢNG CỘNG SẢN VIỆT NAM",
        "*",
        "Số 12-KH/HU\tSuối Mơ, ngày 5 tháng 3 năm 2026",
        SENTENCE,
    ]


def test_the_type_of_a_document_is_not_joined_to_its_subject(sheet: Begin) -> None:
    page = sheet()
    for y, text in (
        (770, "BÁO CÁO"),
        (752, "tình hình, kết quả công tác quý III năm 2026 và phương hướng,"),
        (734, "nhiệm vụ trọng tâm quý IV năm 2026"),
    ):
        page.at(312 - page._width(text) / 2, y, text)
    page.y = 700
    page.paragraph(SENTENCE)
    assert read(page).text.split("\n") == [
        "BÁO CÁO",
        "tình hình, kết quả công tác quý III năm 2026 và phương hướng, nhiệm vụ trọng tâm quý IV năm 2026",
        SENTENCE,
    ]


def test_glyphs_are_put_in_order_by_their_place_not_by_the_order_of_drawing(sheet: Begin) -> None:
    page = sheet()
    # As converters with a fallback font do it: plain letters first, the accented ones afterwards.
    x = 85.0
    word = "Nghị quyết về chuyển đổi số"
    places = []
    for letter in word:
        places.append((x, letter))
        x += page._width(letter)
    for start, letter in sorted(places, key=lambda place: not place[1].isascii()):
        page.at(start, 700, letter)
    assert read(page).text == word


def test_a_paragraph_goes_on_overleaf_and_the_page_starts_inside_it(sheet: Begin) -> None:
    page = sheet()
    long = " ".join([SENTENCE] * 3) + "."
    texts = [f"{number}. {long}" for number in range(1, 12)]
    for text in texts:
        page.paragraph(text)
    raw = read(page)
    assert raw.text.split("\n") == texts
    assert len(raw.page_starts) > 2
    assert all(raw.text[start - 1] == " " for start in raw.page_starts[1:])


def test_running_heads_and_page_numbers_go_to_the_margins_but_the_first_head_stays(sheet: Begin) -> None:
    page = sheet()
    page.at(85, 800, "HUYỆN ỦY SUỐI MƠ")
    for number in range(1, 6):
        for item in range(4):
            page.paragraph(f"{SENTENCE} ({number}.{item}).")
        if number < 5:
            page.page()
            page.at(300, 805, str(number + 1))
            page.at(85, 40, "Tài liệu lưu hành nội bộ")
    raw = read(page)
    assert raw.text.startswith("HUYỆN ỦY SUỐI MƠ\n")
    assert raw.text.count("\n") == 20
    assert "Tài liệu lưu hành nội bộ" not in raw.text
    assert raw.margins.split("\n")[:4] == ["2", "3", "4", "5"]
    assert "Tài liệu lưu hành nội bộ" in raw.margins


def test_headings_that_count_up_at_the_top_of_pages_are_not_running_heads(sheet: Begin) -> None:
    page = sheet()
    for number in range(1, 5):
        page.at(260, 770, f"Phụ lục {number + 10}")
        page.y = 740
        page.paragraph(SENTENCE)
        page.at(300, 815, str(number))
        page.page()
    raw = read(page)
    assert [line for line in raw.text.split("\n") if line.startswith("Phụ lục")] == [
        f"Phụ lục {number + 10}" for number in range(1, 5)
    ]


def test_a_ruled_table_gives_one_line_a_row_with_wrapped_cells_joined(sheet: Begin) -> None:
    page = sheet()
    page.paragraph("Bảng tổng hợp số liệu")
    canvas = page.canvas
    for x in (85, 125, 330, 420, 540):
        canvas.line(x, 600, x, 740)
    for y in (600, 660, 710, 740):
        canvas.line(85, y, 540, y)
    for x, text in ((90, "TT"), (130, "Chỉ tiêu"), (335, "Kế hoạch"), (425, "Thực hiện")):
        page.at(x, 720, text)
    page.at(95, 690, "1")
    page.at(130, 690, "Kết nạp đảng viên mới trong")
    page.at(130, 672, "toàn Đảng bộ")
    page.at(350, 690, "200")
    page.at(450, 690, "125 (62,5%)")
    page.at(95, 640, "2")
    page.at(130, 640, "Thành lập chi bộ")
    page.at(450, 640, "3")
    page.y = 570
    page.paragraph(SENTENCE)
    raw = read(page)
    (table,) = raw.tables
    cells = {(cell.row, cell.column): raw.text[cell.start : cell.end] for cell in table.cells}
    assert cells[3, 2] == "Thành lập chi bộ"
    assert cells[2, 4] == "125 (62,5%)"
    assert (3, 3) not in cells, "empty cells are none"
    assert len(cells) == 11
    assert raw.text.split("\n") == [
        "Bảng tổng hợp số liệu",
        "TT\tChỉ tiêu\tKế hoạch\tThực hiện",
        "1\tKết nạp đảng viên mới trong toàn Đảng bộ\t200\t125 (62,5%)",
        "2\tThành lập chi bộ\t\t3",
        SENTENCE,
    ]


def test_an_underlined_word_makes_no_table(sheet: Begin) -> None:
    page = sheet()
    page.paragraph(SENTENCE)
    for x in (120, 200, 280):
        page.canvas.line(x, 760, x + 60, 760)
    assert read(page).text == SENTENCE


def test_raised_numbers_become_footnote_marks_and_the_footnote_keeps_its_page(sheet: Begin) -> None:
    page = sheet()
    page.at(113, 770, "Nghị quyết này")
    page.at(113 + page._width("Nghị quyết này"), 776, "1", size=8)
    page.at(113 + page._width("Nghị quyết này") + 4, 770, ", có hiệu lực; diện tích 5 m")
    end = 113 + page._width("Nghị quyết này") + 4 + page._width(", có hiệu lực; diện tích 5 m")
    page.at(end, 776, "2", size=8)
    page.at(end + 4, 770, ".")
    page.y = 740
    for _ in range(9):
        page.paragraph(SENTENCE)
    page.at(85, 66, "1", size=6)
    page.at(91, 62, "Được sửa đổi, bổ sung năm 2026.", size=10)
    page.page()
    page.paragraph("Trang sau.")
    raw = read(page)
    assert raw.text.startswith("Nghị quyết này[1], có hiệu lực; diện tích 5 m2.\n")
    assert "\n[1] Được sửa đổi, bổ sung năm 2026.\n" in raw.text
    assert raw.text.index("[1] Được") < raw.page_starts[1]


def test_a_page_drawn_sideways_is_read_and_stray_sideways_text_goes_to_the_margins(sheet: Begin) -> None:
    page = sheet()
    page.paragraph(SENTENCE)
    page.canvas.saveState()
    page.canvas.rotate(90)
    page.canvas.drawString(100, -30, "ĐÓNG DẤU ĐẾN")
    page.canvas.restoreState()
    page.page()
    page.canvas.rotate(90)
    for line in range(5):
        page.canvas.setFont(page.font, 14)
        page.canvas.drawString(100, -100 - 30 * line, f"Dòng {line + 1} của biểu số liệu đặt ngang khổ giấy.")
    raw = read(page)
    assert raw.text.split("\n") == [
        SENTENCE,
        *(f"Dòng {line + 1} của biểu số liệu đặt ngang khổ giấy." for line in range(5)),
    ]
    assert "ĐÓNG DẤU ĐẾN" in raw.margins


def test_document_properties_go_to_the_margins(sheet: Begin) -> None:
    page = sheet()
    page.canvas.setTitle("Tên trong thuộc tính")
    page.paragraph(SENTENCE)
    assert "Tên trong thuộc tính" in read(page).margins


def test_text_in_an_old_charset_is_converted(sheet: Begin) -> None:
    page = sheet()
    page.paragraph("Ban ChÊp hµnh §¶ng bé tØnh quyÕt ®Þnh thµnh lËp tæ c«ng t¸c, giao V¨n phßng theo dâi.")
    raw = read(page)
    assert raw.text == "Ban Chấp hành Đảng bộ tỉnh quyết định thành lập tổ công tác, giao Văn phòng theo dõi."
    assert "TCVN3" in raw.notes[0]


# Files that cannot be read


@pytest.fixture
def picture(tmp_path: Path) -> str:
    path = tmp_path / "quet.png"
    Image.new("L", (210, 297), 200).save(path)
    return str(path)


def test_a_scan_waits_for_tesseract_even_with_the_text_of_a_signature_stamp(
    sheet: Begin, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    page = sheet()
    for number in range(3):
        page.canvas.drawImage(picture, 0, 0, 595, 842)
        if number == 0:
            page.at(400, 800, "Người ký: Văn phòng Huyện ủy. Thời gian ký: 05.03.2026 10:45:27", size=6)
        page.page()
    with pytest.raises(MissingPart, match="Tesseract"):
        read(page)


def test_without_tesseract_a_document_with_one_scanned_page_is_read_and_the_page_is_named(
    sheet: Begin, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    page = sheet()
    page.paragraph(SENTENCE)
    page.page()
    page.canvas.drawImage(picture, 0, 0, 595, 842)
    page.page()
    page.paragraph("Trang cuối.")
    raw = read(page)
    assert raw.text == f"{SENTENCE}\nTrang cuối."
    assert raw.notes == ("Trang 2 là ảnh, chưa đọc được chữ (cần OCR).",)
    assert raw.page_starts == (0, len(SENTENCE) + 1, len(SENTENCE) + 1)


def test_a_text_over_a_background_picture_is_no_scan(sheet: Begin, picture: str) -> None:
    page = sheet()
    page.canvas.drawImage(picture, 0, 0, 595, 842)
    page.paragraph(" ".join([SENTENCE] * 2))
    assert read(page).text == " ".join([SENTENCE] * 2)


def test_a_file_locked_with_a_password_says_so(sheet: Begin) -> None:
    page = sheet(password="bí mật")
    page.paragraph(SENTENCE)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read(page)


def test_a_file_that_only_forbids_printing_is_read(sheet: Begin) -> None:
    page = sheet(password="")
    page.paragraph(SENTENCE)
    assert read(page).text == SENTENCE
