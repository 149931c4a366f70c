"""One spelling for matching (domain.md §7.3)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.vietnamese import spelling

# Written, as documents print it; and the spelling it must be found under.
SAME_TONE = [
    ("hoà", "hòa"),
    ("Hoà", "Hòa"),
    ("HOÀ", "HÒA"),
    ("hoá", "hóa"),
    ("hoả", "hỏa"),
    ("xoã", "xõa"),
    ("hoạ", "họa"),
    ("khoẻ", "khỏe"),
    ("loè", "lòe"),
    ("uỷ", "ủy"),
    ("Uỷ ban", "Ủy ban"),
    ("UỶ BAN", "ỦY BAN"),
    ("thuỷ", "thủy"),
    ("huỷ", "hủy"),
    ("luỹ", "lũy"),
    ("tuỳ", "tùy"),
    ("thuý", "thúy"),
    ("thuỵ", "thụy"),
    ("khoá XIII", "khóa XIII"),
    ("Khánh Hoà, Thanh Hoá", "Khánh Hòa, Thanh Hóa"),
    ("cấp uỷ-chính quyền", "cấp ủy-chính quyền"),
]
LEFT_ALONE = "quý quỹ quỳ Quý hoàn toàn loại hoài khoảng khuỷu thuyền tuyến ngoéo hòa ủy của mùa giúp già".split()  # noqa: SIM905
SAME_Y = [
    ("kĩ thuật", "kỹ thuật"),
    ("lí luận", "lý luận"),
    ("Mĩ", "mỹ"),
    ("bác sĩ", "bác sỹ"),
    ("tỉ lệ", "tỷ lệ"),
    ("quí III", "quý III"),
    ("kì họp", "kỳ họp"),
    ("hi vọng", "hy vọng"),
    ("kí kết", "ký kết"),
    ("công ti", "công ty"),
    ("HUYỆN UỶ", "huyện ủy"),
]
DIFFERENT = [
    "thể thế",
    "hòa hoa",
    "ủy uy",
    "tư từ",
    "kinh kính",
    "đảng dang",
    "bán bàn",
    "sin syn",
    "tin tyn",
    "hai hay",
]


@pytest.mark.parametrize(("written", "canonical"), SAME_TONE)
def test_one_tone_placement_and_back(written: str, canonical: str) -> None:
    assert spelling.tone(written) == canonical
    assert spelling.old_tone(canonical) == written
    assert spelling.key(written) == spelling.key(canonical)


@pytest.mark.parametrize("word", LEFT_ALONE)
def test_words_whose_tone_stands_right_are_left_alone(word: str) -> None:
    assert spelling.tone(word) == word


@pytest.mark.parametrize(("first", "second"), SAME_Y)
def test_i_and_y_are_one_in_the_key(first: str, second: str) -> None:
    assert spelling.key(first) == spelling.key(second)


@pytest.mark.parametrize("words", DIFFERENT)
def test_different_words_keep_different_keys(words: str) -> None:
    first, second = words.split()
    assert spelling.key(first) != spelling.key(second)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("Ðảng bộ", "Đảng bộ"),
        ("ðồng chí", "đồng chí"),
        ("Ɖồng chí", "Đồng chí"),
        ("cấp\u00a0ủy", "cấp ủy"),
        ("kinh tế – xã hội", "kinh tế - xã hội"),
        ("18‑NQ/TW", "18-NQ/TW"),
        ("−5—6‒7―8‐9", "-5-6-7-8-9"),
        ("“Dân vận khéo”", '"Dân vận khéo"'),
        ("‘khéo’", "'khéo'"),
        ("cấp\u200b ủy\ufeff", "cấp ủy"),
        ("ph\u00adát triển\x00", "phát triển"),
        (unicodedata.normalize("NFD", "Uỷ ban nhân dân tỉnh"), "Uỷ ban nhân dân tỉnh"),
        ("u\u0309\u200by", "ủy"),
        ("u\u200b\u0309y", "ủy"),  # an invisible character between a letter and its accent
    ],
)
def test_confusable_and_invisible_characters_are_repaired(written: str, clean: str) -> None:
    assert spelling.clean(written) == clean


@pytest.mark.parametrize(
    ("written", "fold"),
    [
        ("Cấp uỷ", "cap uy"),
        ("cap uy", "cap uy"),
        ("ĐẢNG", "dang"),
        ("Ðảng", "dang"),
        ("Đắk Lắk", "dak lak"),
        ("KẾT LỦẬN", "ket luan"),
        ("lí luận", "ly luan"),
        ("30/2020/NĐ-CP", "30/2020/nd-cp"),
        (unicodedata.normalize("NFD", "đường"), "duong"),
    ],
)
def test_fold_drops_every_accent(written: str, fold: str) -> None:
    assert spelling.fold(written) == fold


@pytest.mark.parametrize("text", ["cấp ủy", "đ", "Ð", "ơn", "trăm", unicodedata.normalize("NFD", "ủy")])
def test_accents_are_seen(text: str) -> None:
    assert spelling.has_accents(text)


@pytest.mark.parametrize("text", ["cap uy", "", "18-NQ/TW", "“cap uy” – 2024", "\ufeffcap"])
def test_repaired_punctuation_is_no_accent(text: str) -> None:
    assert not spelling.has_accents(text)


any_text = st.one_of(
    st.text(st.characters(), max_size=40),  # lone surrogates included
    st.lists(st.sampled_from("hkqtuoiyỷàòủùéÐđ\u0301\u0300\u0309\u0302\u200b\u00ad \x00\ud800İßïK–“"), max_size=25).map(
        "".join
    ),
)


@pytest.mark.parametrize("name", ["clean", "same_length_clean", "tone", "old_tone", "key", "fold", "strip_accents"])
def test_doing_it_twice_changes_nothing_more(name: str) -> None:
    repair = getattr(spelling, name)

    @given(any_text)
    @example("hï kî")
    @example("oàoà uỷuỷ")
    @example("İ")
    def check(text: str) -> None:
        once = repair(text)
        assert repair(once) == once

    check()


@given(any_text)
def test_offsets_survive_the_repairs_that_promise_it(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(spelling.same_length_clean(text)) == len(text)
    assert len(spelling.tone(composed)) == len(composed)
    assert len(spelling.old_tone(composed)) == len(composed)


@given(any_text)
def test_the_keys_get_looser_one_by_one(text: str) -> None:
    """What is equal under a strict key is equal under the looser ones."""
    assert spelling.key(spelling.clean(text)) == spelling.key(text)
    assert spelling.fold(spelling.key(text)) == spelling.fold(text)
    assert spelling.key(spelling.same_length_clean(text)) == spelling.key(text)
    assert spelling.syllable_keys(text) == (spelling.key(text), spelling.fold(text))


@given(any_text)
def test_composed_and_decomposed_text_have_one_key(text: str) -> None:
    assert spelling.key(unicodedata.normalize("NFD", text)) == spelling.key(unicodedata.normalize("NFC", text))


_letters = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵbcdđghklmnpqrstvx"


@given(st.text(_letters + _letters.upper() + " 0123456789", max_size=40))
def test_no_letter_of_vietnamese_text_is_lost_or_gained(text: str) -> None:
    for repair in (spelling.clean, spelling.tone, spelling.old_tone, spelling.key, spelling.fold):
        assert len(repair(text)) == len(text)
        assert [char.isspace() for char in repair(text)] == [char.isspace() for char in text]
