"""RTF: every run in the charset of its font, tables as rows, and whatever stands outside the body in the margins."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[3]))  # the benchmarks are not installed

from benchmarks.scores import diacritic_accuracy
from workbench.archive.readers import base
from workbench.archive.readers import rtf as reader
from workbench.errors import UnreadableFile

Rtf = Callable[..., Path]

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fswiss\fcharset0{\*\panose 02}.VnTime;}"
    r"{\f2\fnil\fcharset0 VNI-Times{\*\falt x};}{\f3\fnil\fcharset0 .VnTimeH Tur;}{\f4\fnil\fcharset2 Symbol;}"
    r"{\f5\fnil\fcharset163 Arial;}{\f6\fnil\fcharset204 Arial Cyr;}{\f7\fnil VNTime;}"
    r"{\f8\fnil\fcharset128 MS Mincho;}}"
)


@pytest.fixture
def rtf(tmp_path: Path) -> Rtf:
    """Write an .rtf from its body; bytes above 7F are written as they are."""

    def write(body: str, head: str = r"\ansi\ansicpg1252\deff0", fonts: str = FONTS) -> Path:
        path = tmp_path / "a.rtf"
        path.write_bytes(rf"{{\rtf1{head}{fonts}{body}}}".encode("latin-1"))
        return path

    return write


def codes(text: str, charset: str = "latin-1") -> str:
    return "".join(rf"\'{byte:02x}" if byte > 126 else chr(byte) for byte in text.encode(charset))


def test_runs_in_old_fonts_become_unicode_and_their_neighbours_stay(rtf: Rtf) -> None:
    body = rf"\f1 {codes('Céng hßa')} \f0 {codes('– café –', 'cp1252')} {{\f3 {codes('§¶ng bé')}}}\par"
    body += rf"\f2 {codes('Nghò quyeát')}\par"
    raw = reader.read(rtf(body))
    assert raw.text == "Cộng hòa – café – ĐẢNG BỘ\nNghị quyết"
    assert "phông .Vn" in raw.notes[0]


def test_a_vni_letter_may_be_parted_over_two_runs(rtf: Rtf) -> None:
    assert reader.read(rtf(r"{\f2 Ngh\'f2 quye}{\f2\b \'e1t}\par")).text == "Nghị quyết"


def test_codes_are_read_in_the_charset_of_their_font_or_of_the_file(rtf: Rtf) -> None:
    vietnamese = codes("Đảng ủy xã".replace("ả", "a\u0309").replace("ủ", "u\u0309").replace("ã", "a\u0303"), "cp1258")
    body = rf"\f5 {vietnamese}\par\f6 {codes('Москва', 'cp1251')}\par\f4 \'b7 \f0 x\par\f8 {codes('東京', 'cp932')}\par"
    assert reader.read(rtf(body)).text == "Đảng ủy xã\nМосква\n• x\n東京"
    assert reader.read(rtf(codes("é", "mac_roman") + "t", head=r"\mac", fonts="")).text == "ét"
    assert reader.read(rtf(codes("é", "cp437") + "t", head=r"\pc", fonts="")).text == "ét"
    assert (
        reader.read(rtf(rf"\f0 {codes('Москва', 'cp1251')}", r"\ansi\ansicpg1251", r"{\fonttbl{\f0 Arial;}}")).text
        == "Москва"
    )


def test_unicode_characters_replace_their_stand_ins(rtf: Rtf) -> None:
    body = r"\uc1 Ngh\u7883\'bf quy\u7871?t {\uc2 c\u7911\'e1\'bb}a {\uc0 \u272 }oan \u-10179?\u-8704?\par"
    assert reader.read(rtf(body)).text == "Nghị quyết của Đoan 😀"


def test_a_font_whose_name_says_nothing_is_judged_by_all_text_in_it(rtf: Rtf) -> None:
    body = rf"\f7 {codes('Héi ®ång nh©n d©n tØnh quyÕt nghÞ vÒ ph¸t triÓn')}\par {codes('Sè thu')}: \f0 Th\u7911?\par"
    assert reader.read(rtf(body)).text.split("\n") == ["Hội đồng nhân dân tỉnh quyết nghị về phát triển", "Số thu: Thủ"]


def test_tables_are_rows_and_columns_are_those_of_the_page(rtf: Rtf) -> None:
    first = r"\trowd\cellx500\cellx3000\pard\intbl TT\cell K\u7871? ho\u7841?ch\cell\row"
    second = r"\trowd\cellx505\cellx1500\cellx3000\pard\intbl 1\cell 10\cell 62,5%\cell\row"
    raw = reader.read(rtf(rf"Tr\u432?\u7899?c\par{first}{second}\pard Sau\par"))
    assert raw.text == "Trước\nTT\tKế hoạch\n1\t10\t62,5%\nSau"
    cells = {(cell.row, cell.column): raw.text[cell.start : cell.end] for cell in raw.tables[0].cells}
    assert cells == {(1, 1): "TT", (1, 2): "Kế hoạch", (2, 1): "1", (2, 2): "10", (2, 3): "62,5%"}


def test_cells_of_several_paragraphs_and_tables_in_cells(rtf: Rtf) -> None:
    inner = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    raw = reader.read(rtf(rf"\trowd\cellx9\pard\intbl Ngo\'e0i\par hai\par{inner}\pard\intbl\cell\row\pard x\par"))
    assert raw.text.split("\n") == ["Ngoài", "hai", "a\tb", "x"]
    assert len(raw.tables) == 2


def test_notes_follow_the_body_and_the_rest_stands_in_the_margins(rtf: Rtf) -> None:
    body = (
        rf"{{\info{{\title {codes('Tµi liÖu mËt')}}}{{\author Ai do}}}}{{\header\pard \f1 {codes('MËt')}\par}}"
        r"Quy {\footnote\pard\chftn  Ghi ch\'fa.}x{\*\annotation G\'f3p \'fd}{\v \'e1n}\par"
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard H\'f4p\par}}{\shprslt H\'f4p}}Sau\par"
    )
    raw = reader.read(rtf(body))
    assert raw.text == "Quy [1]x\nSau\nHộp\n[1] Ghi chú.".replace("ộ", "ô")
    for told in ("Tài liệu mật", "Mật", "Góp ý", "án", "Hôp"):
        assert told in raw.margins
    assert "Ai do" not in raw.margins + raw.text


def test_what_the_page_does_not_show_is_out(rtf: Rtf) -> None:
    body = (
        r'{\field{\*\fldinst HYPERLINK "x"}{\fldrslt li\'ean k\'e9t}} {\pict\pngblip 89504e47}{\*\unknown ngo\'e0i}'
        r"{\deleted 61%}62%{\pntext\tab}\bin3 {}\\ {\*\bkmkstart dau}\~\_\emdash\caps hoa\par"
    )
    assert reader.read(rtf(body)).text == "liên két 62%\t-—HOA"


def test_list_numbers_breaks_and_raw_line_ends(rtf: Rtf) -> None:
    body = "{\\listtext a)\\tab}M\\'f4\r\nt\\line hai\\page ba\\par\n\\pard b\\u7889?n\\\nn\\'e3m"
    assert reader.read(rtf(body)).text == "a) Môt\nhai\nba\nbốn\nnãm"


def test_pages_count_where_the_writer_has_noted_them(rtf: Rtf) -> None:
    raw = reader.read(rtf(r"m\'f4t\par\softpage hai\par"))
    assert [raw.text[start:].split("\n")[0] for start in raw.page_starts] == ["môt", "hai"]
    assert reader.read(rtf(r"m\'f4t\page hai\par")).page_starts == ()


def test_a_soft_hyphen_written_as_an_optional_one_is_a_letter_of_tcvn3(rtf: Rtf) -> None:
    assert reader.read(rtf(r"\f1 ph\-\'acng")).text == "phương"
    assert reader.read(rtf(r"\f1 ph\-\'ad\'acng")).text == "phương"


def test_a_file_that_was_cut_off_says_so(rtf: Rtf) -> None:
    path = rtf(r"M\'f4t\par hai\par")
    path.write_bytes(path.read_bytes()[:-6])
    raw = reader.read(path)
    assert raw.text.startswith("Môt")
    assert "bị cụt" in raw.notes[0]


def test_groups_nested_beyond_the_cap_are_refused(rtf: Rtf) -> None:
    assert reader.read(rtf("{" * 500 + "sâu".replace("â", r"\'e2") + "}" * 500)).text == "sâu"
    with pytest.raises(UnreadableFile, match="quá sâu"):
        reader.read(rtf("{" * 100_000 + "x"))


def test_more_words_than_the_cap_are_refused(rtf: Rtf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_WORDS", 100)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        reader.read(rtf(r"a\par" * 100))


def test_other_formats_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UnreadableFile, match="tệp PDF"):
        reader.read(path)
    path.write_bytes(b"khong phai")
    with pytest.raises(UnreadableFile, match="không phải là văn bản RTF"):
        reader.read(path)


WORDS = st.sampled_from(
    [
        *(
            "{",
            "}",
            r"\par ",
            r"\cell ",
            r"\row ",
            r"\intbl ",
            r"\itap9 ",
            r"\nestcell ",
            r"\nestrow ",
            r"\trowd ",
            r"\*",
        ),
        *(
            r"\cellx-5 ",
            r"\footnote ",
            r"\header ",
            r"\shptxt ",
            r"\fonttbl ",
            r"\f1 ",
            r"\f99 ",
            r"\u-3913 ",
            r"\uc9 ",
        ),
        *(
            r"\bin5 ",
            r"\bin999999999 ",
            r"\'e1",
            r"\'zz",
            r"\v ",
            r"\deleted ",
            r"\softpage ",
            r"\info ",
            r"\title ",
            "\\",
        ),
        *(r"\fcharset999 ", r"\ansicpg0 ", r"\cpg99999 ", ";", "chữ".replace("ữ", "u"), "\t", "\0", "\n"),
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS | st.text(alphabet=st.characters(max_codepoint=255), max_size=5), max_size=40))
def test_any_order_of_words_is_read_or_refused(rtf: Rtf, parts: list[str]) -> None:
    try:
        raw = reader.read(rtf("".join(parts)))
    except UnreadableFile as refusal:
        assert str(refusal) != refusal.message  # noqa: PT017 - reading it is no failure either
    else:
        assert base.PAGE not in raw.text + raw.margins


def test_real_files_in_old_fonts_come_out_as_their_transcripts(shared_data: Path) -> None:
    files = sorted((shared_data / "legacy").glob("*/*.rtf"), key=lambda path: path.stat().st_size)[:4]
    assert files
    for path in files:
        truth = Path(f"{path}.txt").read_text(encoding="utf-8-sig")
        share = diacritic_accuracy(reader.read(path).text, truth, capitals_of_fonts=True)
        assert (share or 0.0) >= 0.99, path.name
