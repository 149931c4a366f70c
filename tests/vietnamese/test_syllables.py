"""The terms of the index and where they stand in the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.vietnamese.spelling import fold, key
from workbench.vietnamese.syllables import joined_keys, tokens


def keys(text: str) -> list[str]:
    return [item.key for item in tokens(text)]


def slices(text: str) -> list[str]:
    return [text[item.start : item.end] for item in tokens(text)]


def test_words_figures_and_symbols_are_cut_at_punctuation() -> None:
    assert keys("Nghị quyết số 18-NQ/TW, 1.234,5 tỷ (75%)") == [
        *("nghị", "quyết", "số", "18", "nq", "tw", "1", "234", "5", "tỷ", "75"),
    ]


def test_each_syllable_has_a_key_and_a_fold() -> None:
    assert [(item.key, item.fold) for item in tokens("Cấp UỶ lí luận")] == [
        ("cấp", "cap"),
        ("ủy", "uy"),
        ("lý", "ly"),
        ("luận", "luan"),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\ufeffCấp uỷ", ["Cấp", "uỷ"]),  # a byte order mark does not swallow the first word
        ("Ðảng bộ", ["Ðảng", "bộ"]),
        (unicodedata.normalize("NFD", "Đường lối"), [unicodedata.normalize("NFD", w) for w in ("Đường", "lối")]),
        ("ph\u00adát\u200b tri\u200dển", ["ph\u00adát\u200b", "tri\u200dển"]),
        ("cấp_ủy", ["cấp", "ủy"]),
        ("a\x00b", ["a\x00b"]),
        ("\ud800cấp\udfff", ["cấp"]),
    ],
)
def test_offsets_point_to_the_word_as_it_is_written(text: str, written: list[str]) -> None:
    assert slices(text) == written


@pytest.mark.parametrize(
    "text",
    ["cấp uỷ", "cấp ủy", "CẤP\u00a0ỦY", unicodedata.normalize("NFD", "Cấp uỷ"), "c\u00adấp u\u200bỷ", "cấp,\nủy"],
)
def test_every_way_of_writing_gives_the_same_terms(text: str) -> None:
    assert keys(text) == ["cấp", "ủy"]


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("phòng, chống tham nhũng", [0, 1, 2, 3]),  # a comma is inside what people search as one phrase
        ("kinh tế - xã hội", [0, 1, 2, 3]),
        ("18-NQ/TW", [0, 1, 2]),
        ("một dòng\nhai dòng", [0, 1, 2, 3]),  # readers leave some lines wrapped
        ("QH.15 1.234", [0, 1, 2, 3]),
        ("hết. Bắt đầu", [0, 2, 3]),
        ("hết; tiếp", [0, 2]),
        ("hết: tiếp", [0, 2]),
        ("(một) hai", [0, 2]),
        ("một\n\nhai", [0, 2]),
        ("một\n \nhai", [0, 2]),
        ("một\thai", [0, 2]),
        ("hỏi? Đáp! Rồi… sao", [0, 2, 4, 6]),
        ("... mở đầu", [0, 1]),
    ],
)
def test_positions_skip_one_where_a_phrase_must_not_reach_across(text: str, positions: list[int]) -> None:
    assert [item.position for item in tokens(text)] == positions


def test_rubbish_without_spaces_is_cut_into_bearable_terms() -> None:
    found = tokens("x" * 1_000)
    assert "".join(item.key for item in found) == "x" * 1_000
    assert max(len(item.key) for item in found) <= 64


_pieces = st.sampled_from(
    [*"aẤuỷÐ1. ,;:-/\n\t()_", "\u0301", "\u0309", "\u200b", "\u00ad", "\ufeff", "\x00", "\ud800", "İ", "ß"]
)


@given(st.one_of(st.lists(_pieces, max_size=60).map("".join), st.text(st.characters(), max_size=60)))
@example("a\u200b\u0301")
def test_a_slice_of_the_original_has_the_key_of_its_term(text: str) -> None:
    last, position = 0, -1
    for item in tokens(text):
        assert last <= item.start < item.end <= len(text)
        assert key(text[item.start : item.end]) == item.key != ""
        assert fold(text[item.start : item.end]) == item.fold
        assert position < item.position <= position + 2
        last, position = item.end, item.position


@given(st.text("aàơuỷđÐĐ1 .,-\n", max_size=60))
def test_every_letter_and_digit_belongs_to_a_term(text: str) -> None:
    covered = {place for item in tokens(text) for place in range(item.start, item.end)}
    assert covered == {place for place, char in enumerate(text) if char.isalnum()}


@pytest.mark.parametrize(
    "unit", ["a", "a ", "\u0301", "a\u0301", "\u200b", ". ", "\n ", "\n", "(", "\t", "_", "-", "\x00", "1.2"]
)
def test_a_megabyte_of_odd_text_is_cut(unit: str) -> None:
    """Anything worse than linear would run into the timeout of the tests."""
    text = unit * (1_000_000 // len(unit)) + "cuối"
    assert tokens(text)[-1].end == len(text)


@given(
    st.text(st.sampled_from("aàĐ1 .,;()\n\t-/\u0300\u00ad\u200b_") | st.characters(), max_size=40), st.integers(0, 70)
)
def test_joined_keys_are_those_of_the_syllables(text: str, long: int) -> None:
    text += "x" * long
    words: list[str] = []
    last = -1
    for syllable in tokens(text):
        words += ["|"] if last >= 0 and syllable.position > last + 1 else []
        words.append(syllable.key)
        last = syllable.position
    assert joined_keys(text, "|") == " ".join(words)
