"""Word segmentation: offsets are those of the caller's text, whatever its spelling."""

from __future__ import annotations

import unicodedata

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


def test_stop_words_say_nothing_and_content_words_do() -> None:
    assert {"và", "của", "các", "những", "được"} <= stop_words()
    assert not stop_words() & {"kinh tế", "nghị quyết", "đảng", "cấp ủy"}
