"""Binary Word files: what the page shows, in order, in Unicode whatever the font; other formats under the name .doc."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[3]))  # the benchmarks are not installed

from benchmarks.scores import diacritic_accuracy
from workbench.archive import system_parts
from workbench.archive.readers import base, doc_format, ole
from workbench.archive.readers import doc as reader
from workbench.errors import MissingPart, UnreadableFile

Write = Callable[..., Path]

SPECIAL, DELETED, HIDDEN, CAPITALS = b"\x55\x08\x01", b"\x00\x08\x01", b"\x3c\x08\x01", b"\x3b\x08\x01"
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
OLD_FONTS = "Có phần chữ được chuyển từ bảng mã cũ (phông .Vn… hoặc VNI-…) sang Unicode."


def row(*cells: str | list[str], edges: tuple[int, ...] = (), depth: int = 1) -> list[tuple[object, str, bytes]]:
    """A table row: each cell with its paragraphs, then the mark that ends the row."""
    place = IN_TABLE + b"\x49\x66" + struct.pack("<i", depth)
    end, inner_cell, inner_row = ("\x07", b"", b"") if depth == 1 else ("\r", b"\x4b\x24\x01", b"\x4c\x24\x01")
    made: list[tuple[object, str, bytes]] = []
    for cell in cells:
        lines = [cell] if isinstance(cell, str) else cell
        made += [(line, "\r", place) for line in lines[:-1]]
        made.append((lines[-1], end, place + inner_cell))
    definition = b""
    if edges:
        body = bytes([len(edges) - 1]) + struct.pack(f"<{len(edges)}h", *edges)
        definition = b"\x08\xd6" + struct.pack("<H", len(body) + 1) + body
    return [*made, ("", end, place + (ROW_END if depth == 1 else inner_cell + inner_row) + definition)]


@pytest.mark.parametrize("narrow", [True, False])
def test_runs_in_old_fonts_become_unicode_and_their_neighbours_stay(word97: Write, narrow: bool) -> None:
    runs = [("Céng hßa x· héi", ".VnTime"), (" – 2026, café – ", "Arial"), ("§¶ng bé TØnh", ".VnTimeH")]
    vni = [("Nghò quyeát", "VNI-Times"), (" No. 5", "Arial")]
    raw = reader.read(word97([runs, vni], narrow=narrow))
    assert raw.text == "Cộng hòa xã hội – 2026, café – ĐẢNG BỘ TỈNH\nNghị quyết No. 5"
    assert raw.notes == (OLD_FONTS,)


def test_a_vni_letter_may_be_parted_over_two_runs_of_its_font(word97: Write) -> None:
    assert (
        reader.read(word97([[("Nghò quye", "VNI-Times"), ("át", "VNI-Times", b"\x35\x08\x01")]])).text == "Nghị quyết"
    )


def test_unicode_text_in_an_old_font_stays(word97: Write) -> None:
    raw = reader.read(word97([[("Nghị quyết của Đảng ủy", ".VnTime")]]))
    assert (raw.text, raw.notes) == ("Nghị quyết của Đảng ủy", ())


def test_a_font_whose_name_says_nothing_is_judged_by_all_text_in_it(word97: Write) -> None:
    long = [("Héi ®ång nh©n d©n tØnh quyÕt nghÞ vÒ ph¸t triÓn kinh tÕ", "VNTime")]
    raw = reader.read(word97([long, [("Sè thu: ", "VNTime"), ("nếu có", "Arial")], [("quyÕt ®Þnh", "VNTimeH")]]))
    lines = raw.text.split("\n")
    assert lines[0] == "Hội đồng nhân dân tỉnh quyết nghị về phát triển kinh tế"
    assert lines[1] == "Số thu: nếu có"
    assert lines[2] == "QUYẾT ĐỊNH"


def test_an_optional_hyphen_is_a_letter_only_where_the_file_has_no_soft_hyphen(word97: Write) -> None:
    assert reader.read(word97([[("ch\x1f¬ng tr×nh", ".VnTime")]])).text == "chươngtrình".replace("gt", "g t")
    assert reader.read(word97([[("ph\x1f\xad¬ng h\xad\xedng", ".VnTime")]])).text == "phương hướng"


def test_table_rows_are_lines_and_columns_are_those_of_the_page(word97: Write) -> None:
    body = [
        "Trước bảng",
        *row("TT", "Kế hoạch năm", edges=(0, 500, 3000)),
        *row("1", "10", "62,5%", edges=(10, 505, 1500, 3000)),
    ]
    raw = reader.read(word97([*body, "Sau bảng"]))
    assert raw.text == "Trước bảng\nTT\tKế hoạch năm\n1\t10\t62,5%\nSau bảng"
    cells = {(cell.row, cell.column): raw.text[cell.start : cell.end] for cell in raw.tables[0].cells}
    assert cells == {(1, 1): "TT", (1, 2): "Kế hoạch năm", (2, 1): "1", (2, 2): "10", (2, 3): "62,5%"}


def test_a_cell_of_several_paragraphs_is_read_cell_after_cell(word97: Write) -> None:
    raw = reader.read(word97(row(["HUYỆN ỦY SUỐI MƠ", "*", "Số 12-KH/HU"], ["ĐẢNG CỘNG SẢN VIỆT NAM"])))
    assert raw.text.split("\n") == ["HUYỆN ỦY SUỐI MƠ", "*", "Số 12-KH/HU", "ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_a_table_in_a_table_is_read(word97: Write) -> None:
    place = IN_TABLE + b"\x49\x66" + struct.pack("<i", 1)
    inner = [*row("a", "b", depth=2), *row("c", "d", depth=2)]
    raw = reader.read(word97([("Ngoài", "\x07", place), *inner, ("", "\x07", place), ("", "\x07", place + ROW_END)]))
    assert raw.text.split("\n") == ["Ngoài", "a\tb", "c\td"]
    assert len(raw.tables) == 2


def test_instructions_of_fields_are_out_and_results_in(word97: Write) -> None:
    link = [
        ("Xem ", "Arial"),
        ('\x13 HYPERLINK "x" \x14', "Arial", SPECIAL),
        ("trang này", "Arial"),
        ("\x15", "Arial", SPECIAL),
    ]
    damaged = [("Trang \x13PAGE", "Arial", SPECIAL)]
    assert reader.read(word97([link, damaged, "Sau đó"])).text == "Xem trang này\nTrang\nSau đó"


def test_deleted_text_is_out_hidden_text_in_the_margins_and_capitals_are_capitals(word97: Write) -> None:
    runs = [("Đạt ", "Arial"), ("61%", "Arial", DELETED), ("62%", "Arial"), (" MËt", ".VnTime", HIDDEN)]
    raw = reader.read(word97([runs, [("kế hoạch", "Arial", CAPITALS), (" n¨m", ".VnTime", CAPITALS)]]))
    assert raw.text == "Đạt 62%\nKẾ HOẠCH NĂM"
    assert "Mật" in raw.margins


def test_notes_follow_the_body_and_headers_stand_in_the_margins(word97: Write) -> None:
    body = [[("Theo quy định", "Arial"), ("\x02", "Arial", SPECIAL), (" hiện hành.", "Arial")], "Hết."]
    raw = reader.read(word97(body, notes=["Quy định số 22-QĐ/TW."], header=["LƯU HÀNH NỘI BỘ"]))
    assert raw.text == "Theo quy định[1] hiện hành.\nHết.\n[1] Quy định số 22-QĐ/TW."
    assert raw.margins == "LƯU HÀNH NỘI BỘ"


def test_breaks_hyphens_and_symbols_become_text(word97: Write) -> None:
    symbol = ("(", "Arial", SPECIAL + b"\x09\x6a" + struct.pack("<HH", 0, 0xF0B7))
    runs = [("Số 12\x1eKH\x0bdòng hai\x0ctrang sau ", "Arial"), symbol]
    assert reader.read(word97([runs])).text == "Số 12-KH\ndòng hai\ntrang sau •"


def test_a_quickly_saved_file_is_read_in_the_order_of_its_text(word97: Write) -> None:
    body = ["Một", [("§ång chÝ", ".VnTime")], *row("a", "b"), "Cuối"]
    assert reader.read(word97(body, scattered=True)).text == "Một\nĐồng chí\na\tb\nCuối"


def level(start: int, kind: int, text: str) -> bytes:
    places = bytes(index + 1 for index, character in enumerate(text) if character < "\t").ljust(9, b"\0")
    head = struct.pack("<iBB9sB8xBBxx", start, kind, 0, places, 0, 0, 0)
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def test_list_numbers_are_written_out(word97: Write) -> None:
    levels = level(1, 0, "Điều \0.") + level(1, 4, "\1)") + level(1, 23, "\uf0b7") + level(1, 0, "") * 6
    lists = struct.pack("<H", 1) + struct.pack("<i", 77) + bytes(24) + levels
    overrides = struct.pack("<I", 1) + struct.pack("<i", 77) + bytes(12) + b"\xff" * 4

    def item(text: str, depth: int) -> tuple[str, str, bytes]:
        return text, "\r", b"\x0a\x26" + bytes([depth]) + b"\x0b\x46\x01\x00"

    body = [
        item("Phạm vi", 0),
        item("một", 1),
        item("hai", 1),
        item("chấm", 2),
        item("Đối tượng", 0),
        item("ba", 1),
        item("", 0),
    ]
    raw = reader.read(word97(body, parts={73: lists, 74: overrides}))
    assert raw.text.split("\n") == [
        "Điều 1. Phạm vi",
        "a) một",
        "b) hai",
        "• chấm",
        "Điều 2. Đối tượng",
        "a) ba",
        "Điều 3.",
    ]


def test_styles_give_fonts_to_runs_that_name_none() -> None:
    def style(kind: int, parent: int, *formats: bytes) -> bytes:
        body = struct.pack("<HHHHH", 0, parent << 4 | kind, len(formats), 0, 0) + struct.pack("<H", 0) + b"\0\0"
        for part in formats:
            body += struct.pack("<H", len(part)) + part + b"\0" * (len(part) % 2)
        return struct.pack("<H", len(body)) + body

    font = b"\x51\x4a\x03\x00"
    sheet = struct.pack("<H", 18) + struct.pack("<HHHHHHHHH", 3, 10, 0, 0, 0, 0, 0, 0, 0)
    sheet += style(1, 0xFFF, b"\0\0", font) + style(1, 0, b"\1\0", HIDDEN) + style(2, 0xFFF, b"\x51\x4a\x05\x00")
    styles, default = doc_format._style_sheet(sheet)
    assert default == 0
    assert [styles[number].characters for number in range(3)] == [font, HIDDEN, b"\x51\x4a\x05\x00"]
    assert [styles[number].base for number in (0, 1)] == [0xFFF, 0]


def test_a_locked_file_is_told_apart_from_a_broken_one(
    word97: Write, tmp_path: Path, compound: Callable[..., bytes]
) -> None:
    with pytest.raises(UnreadableFile, match="có mật khẩu"):
        reader.read(word97(["Kín"], flags=0x0100))
    path = tmp_path / "b.doc"
    path.write_bytes(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}))
    with pytest.raises(UnreadableFile, match="có mật khẩu"):
        reader.read(path)


@pytest.mark.parametrize(("stream", "said"), [("Workbook", "bảng tính Excel"), ("PowerPoint Document", "PowerPoint")])
def test_other_old_office_files_are_named(
    stream: str, said: str, tmp_path: Path, compound: Callable[..., bytes]
) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(compound({stream: bytes(5000)}))
    with pytest.raises(UnreadableFile, match=said):
        reader.read(path)


def test_what_is_no_binary_word_is_read_as_what_it_is(tmp_path: Path, docx: Write) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"{\\rtf1\\ansi{\\fonttbl{\\f0 .VnTime;}}\\f0 Ngh\\'de quy\\'d5t\\par}")
    assert reader.read(path).text == "Nghị quyết"
    path.write_text("<html><body><p>Trang lưu từ Word</p></body></html>", encoding="utf-8")
    assert reader.read(path).text == "Trang lưu từ Word"
    page = "<html><body><p>Tr=C3=ACnh</p></body></html>"
    head = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    path.write_text(head + page, encoding="ascii")
    assert reader.read(path).text == "Trình"
    docx("<w:p><w:r><w:t>Bản mới</w:t></w:r></w:p>", name="a.doc")
    assert reader.read(path).text == "Bản mới"


def test_word_6_files_wait_for_libreoffice(word97: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    with pytest.raises(MissingPart, match="LibreOffice") as waiting:
        reader.read(word97(["Cũ"], kind=0xA5DC))
    assert waiting.value.part == "libreoffice"


def test_more_paragraphs_than_the_cap_are_refused(word97: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_PARAGRAPHS", 5)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        reader.read(word97(["x"] * 6))


def test_damaged_formatting_costs_no_text(word97: Write) -> None:
    path = word97(["Một", "Hai"], parts={})
    data = bytearray(path.read_bytes())
    table = data.index(b"\x02" + struct.pack("<I", 4 * 3 + 8 * 2))
    assert table > 0
    for part in (12, 13, 15):  # the tables of formatting lie outside the file
        struct.pack_into("<I", data, data.index(b"\xec\xa5") + 0x9A + 8 * part, 0x7FFFFFFF)
    path.write_bytes(data)
    assert reader.read(path).text == "Một\nHai"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    damage=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), max_size=12),
    head=st.lists(
        st.tuples(st.integers(0, 900), st.sampled_from([b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\1"])), max_size=6
    ),
    share=st.floats(0.1, 1),
)
def test_damaged_files_raise_nothing_but_unreadable(
    word97: Write,
    monkeypatch: pytest.MonkeyPatch,
    damage: list[tuple[float, bytes]],
    head: list[tuple[int, bytes]],
    share: float,
) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    body = ["Một", [("§ång chÝ", ".VnTime")], *row("a", "b", edges=(0, 5, 9)), [("x\x02", "Arial", SPECIAL)]]
    path = word97(body, notes=["ghi chú"], header=["đầu trang"])
    data = bytearray(path.read_bytes())
    start = data.index(b"\xec\xa5\xc1\x00")
    for offset, value in head:
        data[start + offset : start + offset + len(value)] = value
    for place, value in damage:
        at = int(place * len(data))
        data[at : at + len(value)] = value
    path.write_bytes(data[: int(share * len(data))])
    try:
        assert reader.read(path).text.strip()
    except UnreadableFile as refusal:
        assert str(refusal) != refusal.message  # noqa: PT017 - reading it is no failure either


@given(st.binary(max_size=200))
def test_changes_of_formatting_are_read_to_the_first_damaged_one(changes: bytes) -> None:
    assert sum(2 + len(operand) for _, operand in doc_format.sprms(changes)) <= len(changes)


def test_real_files_in_old_fonts_come_out_as_their_transcripts(shared_data: Path) -> None:
    files = sorted((shared_data / "legacy").glob("*/*.doc"), key=lambda path: path.stat().st_size)[:6]
    assert files
    for path in files:
        truth = Path(f"{path}.txt").read_text(encoding="utf-8-sig")
        share = diacritic_accuracy(reader.read(path).text, truth, capitals_of_fonts=True)
        assert (share or 0.0) >= 0.98, path.name


def test_real_contracts_are_read_whole(shared_data: Path) -> None:
    files = sorted((shared_data / "office_docs").glob("*.doc"))
    assert files
    for path in files:
        raw = reader.read(path)
        assert "hợp đồng" in raw.text.lower() or "thỏa thuận" in raw.text.lower(), path.name
        assert not set(raw.text) & set("\x01\x07\x13\x14\x15" + base.PAGE), path.name


def test_sizes_beyond_the_file_are_refused_at_once(word97: Write) -> None:
    path = word97(["Một"])
    data = bytearray(path.read_bytes())
    entry = data.index("WordDocument".encode("utf-16-le"))
    struct.pack_into("<I", data, entry + 120, 0xFFFFFFF0)  # olefile would read its sectors over and over
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match="không đọc được"):
        reader.read(path)


def test_a_damaged_list_of_properties_is_passed_over(tmp_path: Path, compound: Callable[..., bytes]) -> None:
    title = struct.pack("<II", 30, 8) + "Tiêu đề".encode("cp1258", "replace").ljust(8, b"\0")
    good = bytes(44) + struct.pack("<I", 48) + struct.pack("<IIII", 0, 1, 2, 16) + title
    endless = bytes(44) + struct.pack("<I", 48) + struct.pack("<IIII", 0, 0xFFFFFFFF, 2, 16)
    endless += struct.pack("<II", 0x101E, 0xFFFFFFFF) + b"\xff" * 64
    with ole.open_ole(compound({"\x05SummaryInformation": good.ljust(5000, b"\0")})) as file:
        assert ole.summary(file) == ("Tiêu ð?",)
    with ole.open_ole(compound({"\x05SummaryInformation": endless.ljust(5000, b"\0")})) as file:
        assert ole.summary(file) == ()
