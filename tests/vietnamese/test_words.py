"""Word segmentation: offsets are those of the caller's text, whatever its spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.words import segment, tag


def words(text: str) -> list[str]:
    return [text[word.start : word.end] for word in segment(text)]


@pytest.mark.parametrize("written", ["cấp ủy", "cấp uỷ", "đảng ủy", "đảng uỷ", unicodedata.normalize("NFD", "cấp ủy")])
def test_party_words_stay_whole_in_either_tone_placement(written: str) -> None:
    assert written in words(unicodedata.normalize("NFC", "Các ") + written + " phải gương mẫu.")


@pytest.mark.parametrize("term", ["cấp ủy", "đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "ủy ban"])
@pytest.mark.parametrize("spell", [str, str.upper, str.capitalize, lambda term: term.replace("ủy", "uỷ")])
@pytest.mark.parametrize(
    "frame",
    [
        "Ban Thường vụ {} họp.",
        "Theo {}, kết quả đạt khá.",
        "{} các cấp chỉ đạo.",
        "Nhiều {} trực thuộc còn chậm.",
        "Đồng chí Bí thư {} Lam Giang phát biểu.",
    ],
)
def test_names_of_party_bodies_stay_whole(term: str, spell: Callable[[str], str], frame: str) -> None:
    text = frame.format(spell(term))
    start, end = text.index(spell(term)), text.index(spell(term)) + len(term)
    assert any(word.start <= start and end <= word.end for word in segment(text))


def test_committee_names_are_the_words_that_the_treebank_has() -> None:
    found = words("Ủy ban nhân dân tỉnh và Ban Thường vụ Tỉnh ủy họp.")
    assert found == ["Ủy ban", "nhân dân", "tỉnh", "và", "Ban", "Thường vụ", "Tỉnh ủy", "họp", "."]


def test_what_follows_an_office_word_may_begin_a_word_of_its_own() -> None:
    assert words("Tỉnh ủy ban hành nghị quyết.") == ["Tỉnh ủy", "ban hành", "nghị quyết", "."]


@pytest.mark.parametrize("compose", ["NFC", "NFD"])
@pytest.mark.parametrize("whole", ["kinh tế", "xã hội", "112/2021/NĐ-CP", "12,5%"])
def test_offsets_are_those_of_the_text_in_any_composition(compose: Literal["NFC", "NFD"], whole: str) -> None:
    text = unicodedata.normalize(compose, "\ufeffNghị định 112/2021/NĐ-CP: kinh\u00a0tế – xã hội tăng 12,5%.")
    normal = [unicodedata.normalize("NFC", word).replace("\u00a0", " ") for word in words(text)]
    assert whole in normal


def test_no_word_reaches_over_a_line_end_or_the_columns_of_a_table() -> None:
    for between in ("\n", "\t", "     ", "\u2028"):
        assert words(f"kinh{between}tế") == ["kinh", "tế"]


def test_words_come_back_as_they_are_written() -> None:
    text = "Ðảng bộ tỉnh\u00a0Lam Giang phát triển kinh tế – xã hội."
    assert words(text)[0] == "Ðảng bộ"
    assert {"phát triển", "kinh tế", "–", "xã hội"} <= set(words(text))


def test_sentences_and_paragraphs_are_not_run_together() -> None:
    text = "Kinh tế phát triển.\nVăn hóa tiến bộ. Xã hội ổn định."
    assert all("\n" not in word for word in words(text))
    assert len(tag(text)) == 3


def test_parts_of_speech_come_with_the_same_words() -> None:
    text = "Cấp uỷ lãnh đạo phát triển kinh tế."
    tagged = [word for sentence in tag(text) for word in sentence]
    assert [(word.start, word.end) for word in tagged] == [(word.start, word.end) for word in segment(text)]
    tags = {text[word.start : word.end]: word.tag for word in tagged}
    assert tags["kinh tế"] == "N"
    assert tags["phát triển"] == "V"
    assert tags["."] == "CH"


@pytest.mark.parametrize(
    "text", ["", " \n ", "\ud800", "cấp\ud800 ủy", "a\x00b", "\u200b\u200b", "\u0301", "…", "🙂 cấp ủy"]
)
def test_odd_text_is_no_error(text: str) -> None:
    visible = "".join(text.replace("\x00", "").replace("\ud800", "").split())
    found = "".join(words(text)).replace("\x00", "").replace("\ud800", "")
    assert "".join(found.split()) == visible
    assert [word[:2] for sentence in tag(text) for word in sentence] == [word[:2] for word in segment(text)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "cấp ủy",
                "cấp uỷ",
                "18-NQ/TW",
                "1.234,5",
                "Ðảng",
                "05/3/2024",
                "e@x.vn",
                "http://x.vn",
                " ",
                " ",
                " ",
                ". ",
                "\n",
                *".,;:-–/%()“”\x00\ud800\u200b\u0301\u0309\u00a0\u00ad…_'\"",
                "u\u0309y",
                "TP.",
                "...",
                "🙂",
                "\u2028",
                "क़",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_words_are_ordered_disjoint_and_cover_all_that_can_be_seen(text: str) -> None:
    last = 0
    covered: set[int] = set()
    for word in segment(text):
        assert last <= word.start < word.end <= len(text)
        covered |= set(range(word.start, word.end))
        last = word.end
    unseen = "\x00\ud800"
    assert {place for place, char in enumerate(text) if not char.isspace() and char not in unseen} <= covered


def test_a_long_line_without_a_full_stop_is_segmented() -> None:
    text = "phát triển kinh tế " * 1_000
    assert words(text).count("kinh tế") >= 990


def test_a_sentence_longer_than_the_tagger_takes_is_tagged_whole() -> None:
    text = "phát triển kinh tế " * 1_000
    assert sum(len(sentence) for sentence in tag(text)) == len(segment(text))


def test_stop_words_say_nothing_and_content_words_do() -> None:
    assert {"và", "của", "các", "những", "được"} <= stop_words()
    assert not stop_words() & {"kinh tế", "nghị quyết", "đảng", "cấp ủy"}
