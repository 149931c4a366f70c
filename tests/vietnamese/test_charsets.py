"""Old charsets become Unicode; what is Unicode already, in whatever language, is never touched."""

from __future__ import annotations

import codecs
import gzip
import json
import unicodedata
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets
from workbench.vietnamese.legacy_tables import TCVN3, TCVN3_TONED_CAPITALS, VISCII, VNI, VPS
from workbench.vietnamese.syllable_shapes import is_syllable

WORDS = {  # domain.md §9.2
    "của": ("cña", "cuûa"),
    "và": ("vµ", "vaø"),
    "được": ("®\xadîc", "ñöôïc"),
    "Đảng": ("§¶ng", "Ñaûng"),
    "nhân dân": ("nh©n d©n", "nhaân daân"),
    "Uỷ ban": ("Uû ban", "Uyû ban"),
    "Tỉnh ủy": ("TØnh ñy", "Tænh uûy"),
    "thực hiện": ("thùc hiÖn", "thöïc hieän"),
    "Trung ương": ("Trung \xad¬ng", "Trung öông"),
    "nhiệm vụ": ("nhiÖm vô", "nhieäm vuï"),
    "lãnh đạo": ("l·nh ®¹o", "laõnh ñaïo"),
}
TEXT = (
    "Thực hiện Nghị quyết số 27-NQ/TU ngày 05/3/2026, Đảng ủy xã Suối Mơ đã lãnh đạo nhân dân phát triển kinh tế; "
    "thu ngân sách đạt 62,5%, cử 03 đồng chí dự lớp (địa chỉ thư: vanphong@suoimo.example)."
)
LETTERS = "aáàảãạâấầẩẫậăắằẳẵặeéèẻẽẹêếềểễệoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựiíìỉĩịyýỳỷỹỵđ"

TO_TCVN3 = {letter: code for code, letter in reversed(TCVN3.items()) if code not in "−∙μ"}
TO_VNI = {letter: code for code, letter in reversed(VNI.items())}


def in_tcvn3(text: str) -> str:
    return "".join(TO_TCVN3.get(letter, letter) for letter in text)


def in_vni(text: str) -> str:
    return "".join(TO_VNI.get(letter, letter) for letter in text)


@pytest.mark.parametrize("word", WORDS)
def test_the_words_of_the_reference_are_converted(word: str) -> None:
    tcvn3, vni = WORDS[word]
    assert charsets.from_tcvn3(tcvn3) == word
    # VNI "uyû" is "uỷ" and "uûy" is "ủy": both spellings are told apart.
    assert charsets.from_vni(vni) == word


def test_every_letter_has_its_code_in_both_charsets() -> None:
    assert charsets.from_tcvn3(in_tcvn3(LETTERS)) == LETTERS
    assert charsets.from_vni(in_vni(LETTERS)) == LETTERS
    assert charsets.from_vni(in_vni(LETTERS.upper())) == LETTERS.upper()
    assert charsets.from_tcvn3("¡¢£¤¥¦§") == "ĂÂÊÔƠƯĐ"


TO_VISCII = {letter: code for code, letter in VISCII.items() if ord(code) < 256}
TO_VPS = {letter: code for code, letter in VPS.items() if ord(code) < 256}
RARE = {"viscii": (charsets.from_viscii, TO_VISCII), "vps": (charsets.from_vps, TO_VPS)}


def in_rare(charset: str, text: str) -> str:
    return "".join(RARE[charset][1].get(letter, letter) for letter in text)


def as_windows_shows(text: str) -> str:
    return "".join(charsets._BYTES["cp1252"][ord(letter)] for letter in text)


@pytest.mark.parametrize("charset", RARE)
@pytest.mark.parametrize("shown", [str, as_windows_shows])
def test_every_letter_has_its_code_in_the_rare_charsets(charset: str, shown: Callable[[str], str]) -> None:
    letters = LETTERS + LETTERS.upper()
    coded = in_rare(charset, letters)
    assert len(set(coded)) == len(letters)
    assert max(map(ord, coded)) < 256
    assert RARE[charset][0](shown(coded)) == letters


def test_words_of_the_rare_charsets_are_converted() -> None:
    assert charsets.from_viscii("Ðäng \xfcy, c\xf5ng h\xf2a") == "Đảng ủy, cõng hòa"
    assert charsets.from_vps("\xf1\xe4ng \xfby") == "Đảng ủy"


@pytest.mark.parametrize("charset", RARE)
def test_text_in_a_rare_charset_is_told_by_its_words(charset: str) -> None:
    coded = in_rare(charset, TEXT)
    expected = (TEXT, charset, True)
    decoded = charsets.decode(coded.encode("latin-1"))
    assert (decoded.text, decoded.charset, decoded.converted) == expected
    for shown in (coded, as_windows_shows(coded)):
        repaired = charsets.repair(shown)
        assert (repaired.text, repaired.charset, repaired.converted) == expected
    assert charset in charsets.NAMES


@pytest.mark.parametrize("charset", RARE)
def test_a_rare_charset_needs_more_than_a_few_words(charset: str) -> None:
    few = in_rare(charset, "Đảng ủy xã lãnh đạo")
    assert charsets.repair(few).text == few
    among_unicode = in_rare(charset, TEXT) + " được"
    assert charsets.repair(among_unicode).text == among_unicode


def test_toned_capitals_of_tcvn3_stand_where_windows_has_quotes() -> None:
    codes = {letter: code for code, letter in TCVN3_TONED_CAPITALS.items() if ord(code) < 256}
    codes |= {letter: code for code, letter in TCVN3.items() if letter.isupper()}
    coded = "".join(codes.get(letter, letter) for letter in "CỘNG HÒA XÃ HỘI, ĐẢNG BỘ, BÁO CÁO, CHỈ THỊ")
    assert charsets.from_tcvn3(coded) == "CỘNG HÒA XÃ HỘI, ĐẢNG BỘ, BÁO CÁO, CHỈ THỊ"
    assert charsets.from_tcvn3(as_windows_shows(coded)) == "CỘNG HÒA XÃ HỘI, ĐẢNG BỘ, BÁO CÁO, CHỈ THỊ"


@pytest.mark.parametrize(
    "text",
    ["“ANH HÙNG”", "‘AN’", "VĂN–PHÒNG", "GIAI ĐOẠN…", "“TU”", "TW–UBND", "“A”", "Đảng uỷ…", "100 €", "T… và C–D"],
)
def test_quotes_and_dashes_of_a_tcvn3_text_stay(text: str) -> None:
    coded = "".join(
        TO_TCVN3.get(letter, letter) for letter in text.replace("Ù", "ù").replace("Ò", "ò").replace("Ạ", "ạ")
    )
    assert charsets.from_tcvn3(coded) == text


@pytest.mark.parametrize(
    ("coded", "text"),
    [
        ("B¸O C¸O", "BÁO CÁO"),
        ("CHØ THÞ", "CHỈ THỊ"),
        ("§¶NG ñY X·", "ĐẢNG ỦY XÃ"),
        ("Hå ChÝ Minh, §ç V¨n A, Sè 5, ThS. Lª", "Hồ Chí Minh, Đỗ Văn A, Số 5, ThS. Lê"),
    ],
)
def test_small_letters_inside_a_word_of_capitals_are_capitals(coded: str, text: str) -> None:
    assert charsets.from_tcvn3(coded) == text


def test_capital_fonts_show_lower_case_codes_as_capitals() -> None:
    assert charsets.from_tcvn3("nghÞ quyÕt 27-nq/tu", capitals=True) == "NGHỊ QUYẾT 27-NQ/TU"


@pytest.mark.parametrize(
    ("name", "sample", "text"),
    [
        (".VnTime", "§¶ng", "Đảng"),
        ("ABCDEF+.VnArial,Bold", "§¶ng", "Đảng"),
        ("FBHPFN+VnTimeHBold", "®¶ng", "ĐẢNG"),
        (".VnTimeH", "®¶ng", "ĐẢNG"),
        (".VnHelvetInsH", "®¶ng", "ĐẢNG"),
        ("VNI-Times", "Ñaûng", "Đảng"),
        ("VNI-Helve Bold", "Ñaûng", "Đảng"),
    ],
)
def test_old_fonts_are_known_by_their_names(name: str, sample: str, text: str) -> None:
    convert = charsets.legacy_font(name)
    assert convert is not None
    assert convert(sample) == text


@pytest.mark.parametrize(
    "name", ["Times New Roman", "ABCDEF+TimesNewRomanPSMT", "Vni Sans Pro", "Vnexpress", "", "VNTimes"]
)
def test_unicode_fonts_need_no_conversion(name: str) -> None:
    if name == "Vni Sans Pro":  # the space marks the family of VNI too
        assert charsets.legacy_font(name) is not None
    else:
        assert charsets.legacy_font(name) is None


# Bytes


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_unicode_bytes_are_decoded_and_not_called_converted(data: bytes, charset: str) -> None:
    assert charsets.decode(data) == charsets.Decoded(TEXT, charset, 1.0, False)


def test_decomposed_unicode_is_composed() -> None:
    assert charsets.decode(unicodedata.normalize("NFD", TEXT).encode()).text == TEXT


def cp1258(text: str) -> bytes:
    """Windows-1258: hats and horns on the letter, tones as combining marks."""
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    result = ""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts if mark in marks)
        result += unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in marks)) + tone
    return result.encode("cp1258")


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (in_tcvn3(TEXT).encode("latin-1"), "tcvn3"),
        (in_vni(TEXT).encode("latin-1"), "vni"),
        (cp1258(TEXT), "cp1258"),
    ],
)
def test_bytes_in_old_charsets_are_told_by_their_words(data: bytes, charset: str) -> None:
    decoded = charsets.decode(data)
    assert (decoded.text, decoded.charset, decoded.converted) == (TEXT, charset, True)
    assert decoded.confidence >= 0.75
    assert charset in charsets.NAMES


def test_ascii_and_western_text_stay_what_they_are() -> None:
    assert charsets.decode(b"Report 12, table 3").text == "Report 12, table 3"
    western = "The café near the office serves “crème brûlée” in the afternoon, they say, but nobody went there twice."
    assert charsets.decode(western.encode("cp1252")).text == western


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 10, b"\x00\x01\x02\x03" * 50, b"\xff\xfe\x00", b"\x01" * 40])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="bảng mã"):
        charsets.decode(data)


@given(data=st.binary(max_size=400))
def test_any_bytes_give_text_or_the_refusal(data: bytes) -> None:
    try:
        text = charsets.decode(data).text
    except UnreadableFile:
        return
    assert not text.startswith("\ufeff") or data.count(b"\xbf") + data.count(b"\xff") > 1


# Text


@pytest.mark.parametrize("convert", [in_tcvn3, in_vni])
def test_text_read_in_the_wrong_charset_is_repaired_once(convert: object) -> None:
    assert callable(convert)
    repaired = charsets.repair(convert(TEXT))
    assert repaired.text == TEXT
    assert repaired.converted
    assert charsets.repair(repaired.text) == charsets.Decoded(TEXT, "unicode", 1.0, False)


def test_utf8_read_as_windows_1252_is_repaired() -> None:
    text = "Đảng ủy xã Suối Mơ\nlãnh đạo, chỉ đạo công tác văn phòng"
    wrong = "".join(charsets._BYTES["cp1252"][byte] for byte in text.encode())
    assert charsets.repair(wrong).text == text


def test_a_document_that_mixes_charsets_keeps_its_good_lines() -> None:
    good = "Đảng ủy xã Suối Mơ thực hiện"
    assert charsets.repair(f"{good}\n{in_tcvn3(TEXT)}\nhòa, và, là, có").text == f"{good}\n{TEXT}\nhòa, và, là, có"


@pytest.mark.parametrize(
    "text",
    [
        "hòa bình, và thì là có đã nhà tôi bò",  # only letters that Latin-1 has too
        "Cá là gì? Bà hò, cô già.",
        "Où est le café? Là-bas, près de l'hôtel, à côté du théâtre où ça a été créé.",
        "Über den Wölken müßte die Freiheit wohl grenzenlos sein",
        "Nhiệt độ 30º, 45º, 60º; góc 15º; ½ ¼ ¾; 5 m², ±3%, © 2026, ® nhãn",
        "Iô Iô Iô phương trình",
        "",
    ],
)
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert charsets.repair(text) == charsets.Decoded(text, "unicode", 1.0, False)


SYLLABLES = st.sampled_from(
    """
    hòa hoà và là có đã ủy uỷ quý Đảng được nghị quyết thủ tướng nước già cá bò à ò ý í ừ Ất út ê ôi yêu QUỐC hộ lý
    """.split()  # noqa: SIM905
)


@given(words=st.lists(SYLLABLES, max_size=40))
def test_valid_vietnamese_is_never_altered(words: list[str]) -> None:
    text = " ".join(words)
    assert charsets.repair(text).text == text
    assert charsets.decode(text.encode()).text == text


@given(text=st.text(max_size=200))
def test_repair_takes_any_text_and_is_stable(text: str) -> None:
    repaired = charsets.repair(text)
    assert charsets.repair(repaired.text).text == repaired.text or repaired.converted


@pytest.mark.parametrize(
    "word", ["nghiêng", "Khuỷu", "quốc", "giữ", "gì", "ủy", "hoà", "thuở", "xoong", "Đắk".lower()[:2]]
)
def test_possible_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["cña", "nghiªng", "vµ", "café", "màt", "quuốc", "straße", "hoàá", "123", ""])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


# Real texts


@pytest.mark.parametrize(("folder", "step"), [("codex", 40), ("news", 60)])
def test_no_real_unicode_text_is_altered(shared_data: Path, folder: str, step: int) -> None:
    with gzip.open(shared_data / folder / "articles.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in islice(file, 0, None, step):
            article = json.loads(line)
            body = article.get("text") or article["body"]
            text = body if isinstance(body, str) else "\n".join(map(str, body))
            assert charsets.repair(text).text == text, article["id"]


@pytest.mark.parametrize("charset", ["tcvn3", "vni"])
def test_real_transcripts_come_back_from_the_old_charset(shared_data: Path, charset: str) -> None:
    encode = in_tcvn3 if charset == "tcvn3" else in_vni
    files = sorted((shared_data / "legacy").glob("*/*.txt"))[::3]
    assert files
    for path in files:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        kept = "".join(letter for letter in text if letter.isascii() or letter in LETTERS)
        if len(kept) < 0.9 * len(text):
            continue  # nearly all in capitals, which TCVN3 has only through its fonts
        decoded = charsets.decode(encode(kept).encode("latin-1"))
        assert (decoded.charset, decoded.text) == (charset, kept), path.name


def test_a_run_that_mixes_an_old_charset_with_unicode_is_converted_word_by_word() -> None:
    mixed = "- C¸c ch\xad¬ng tr×nh träng ®iÓm về TĐC là của xã"
    wanted = "- Các chương trình trọng điểm về TĐC là của xã"
    assert charsets.converted_by_word(mixed, charsets.from_tcvn3) == wanted
    assert charsets.converted_by_word(wanted, charsets.from_tcvn3) == wanted


def test_a_font_is_judged_by_the_words_in_it_and_by_its_name_for_capitals() -> None:
    tcvn3, vni = "quyÕt ®Þnh cña Héi ®ång nh©n d©n tØnh", "Hoäi ñoàng nhaân daân tænh quyeát nghò"
    plain = charsets.conversion_by_evidence(tcvn3, "VNTime")
    capitals = charsets.conversion_by_evidence(tcvn3, "VNTimeH")
    other = charsets.conversion_by_evidence(vni, "Times")
    assert plain is not None
    assert plain("Sè") == "Số"
    assert capitals is not None
    assert capitals("Sè") == "SỐ"
    assert other is not None
    assert other("Nghò quyeát") == "Nghị quyết"


def test_a_font_with_unicode_letters_or_too_few_words_keeps_its_text() -> None:
    assert charsets.conversion_by_evidence("quyÕt ®Þnh cña Héi ®ång, và đã được") is None
    assert charsets.conversion_by_evidence("quyÕt ®Þnh") is None
    assert charsets.conversion_by_evidence("quyÕt ®Þnh", least=1) is not None
    assert charsets.conversion_by_evidence("Événement économique à l'été") is None
