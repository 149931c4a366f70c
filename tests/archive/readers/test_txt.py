"""Plain text: charsets, line ends, wrapped lines, pages."""

from __future__ import annotations

import codecs
import textwrap
from pathlib import Path

import pytest

from workbench.archive.readers import base, txt
from workbench.errors import UnreadableFile

TEXT = "Thực hiện Chỉ thị số 15-CT/TU, Đảng ủy xã Suối Mơ đã ban hành kế hoạch và phân công nhiệm vụ cụ thể."
LONG = (
    "Sáu tháng đầu năm, cấp ủy các cấp đã lãnh đạo thực hiện tốt nhiệm vụ phát triển kinh tế - xã hội; thu ngân sách "
    "trên địa bàn đạt 62,5% dự toán, giải ngân vốn đầu tư công đạt 48% kế hoạch, đời sống nhân dân ổn định."
)


def read(tmp_path: Path, data: bytes) -> base.RawText:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    return txt.read(path)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_every_form_of_unicode_gives_the_text_and_no_byte_order_mark(data: bytes, tmp_path: Path) -> None:
    raw = read(tmp_path, data)
    assert raw.text == TEXT
    assert raw.notes == ()
    assert raw.page_starts == ()


def test_old_charsets_are_converted_and_the_note_says_so(tmp_path: Path) -> None:
    raw = read(tmp_path, "Tr\xadêng \xae¹i häc Suèi M¬, Bé Gi¸o dôc".encode("latin-1"))
    assert raw.text == "Trường đại học Suối Mơ, Bộ Giáo dục"
    assert "TCVN3" in raw.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_one(end: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"Một{end}Hai{end}{end}Ba{end}".encode()).text == "Một\nHai\nBa"


def test_form_feeds_start_pages(tmp_path: Path) -> None:
    raw = read(tmp_path, "Trang đầu\nhết\n\fTrang hai\f\nTrang ba\n".encode())
    assert raw.text == "Trang đầu\nhết\nTrang hai\nTrang ba"
    assert [raw.text[start:].split("\n")[0] for start in raw.page_starts] == ["Trang đầu", "Trang hai", "Trang ba"]


def test_wrapped_lines_are_joined_but_not_list_items_or_headings(tmp_path: Path) -> None:
    blocks = ["I- KẾT QUẢ", LONG, "- Công tác xây dựng Đảng:", LONG, "- " + LONG, "a) " + LONG, "1. Hạn chế", LONG]
    wrapped = "\n".join(textwrap.fill(block, 72) for block in blocks)
    assert read(tmp_path, wrapped.encode()).text.split("\n") == blocks


def test_a_file_of_whole_paragraphs_is_left_as_it_is(tmp_path: Path) -> None:
    lines = [LONG, "Nơi nhận:", "thường trực Huyện ủy,", "các chi bộ,", "lưu Văn phòng.", TEXT]
    assert read(tmp_path, "\n".join(lines).encode()).text.split("\n") == lines


def test_short_lines_that_begin_small_are_not_taken_for_wrapped_ones(tmp_path: Path) -> None:
    verses = ["Trăng lên đầu núi", "gió về trong thung", "em ngồi đan nón", "nghe suối rì rầm"] * 3
    assert read(tmp_path, "\n".join(verses).encode()).text.split("\n") == verses


def test_columns_set_with_spaces_are_kept_apart(tmp_path: Path) -> None:
    raw = read(tmp_path, "HUYỆN ỦY SUỐI MƠ          ĐẢNG CỘNG SẢN VIỆT NAM\n   *\n".encode())
    assert raw.text == "HUYỆN ỦY SUỐI MƠ\tĐẢNG CỘNG SẢN VIỆT NAM\n*"


def test_invisible_characters_go(tmp_path: Path) -> None:
    raw = read(tmp_path, "Ngh\u200bị quyết\u00a0số 5 về phát\u00ad triển".encode())
    assert raw.text == "Nghị quyết số 5 về phát triển"


def test_a_file_too_large_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mot-dong.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("the file was read"))
    with pytest.raises(UnreadableFile, match="quá lớn"):
        txt.read(path)


def test_bytes_in_no_known_charset_are_refused_with_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.txt.*bảng mã"):
        read(tmp_path, bytes(range(128, 256)) * 20)


def test_a_text_may_speak_of_pdf_files(tmp_path: Path) -> None:
    text = "Mọi tệp bắt đầu bằng %PDF- đều là tệp PDF."
    assert read(tmp_path, text.encode()).text == text
