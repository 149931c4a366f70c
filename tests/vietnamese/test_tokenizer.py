"""Tokens: what must never be cut, what must always be, and time that grows no faster than the text."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.vietnamese.tokenizer import tokens


@pytest.mark.parametrize("compose", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "whole",
    [
        *("18-NQ/TW", "112/2021/NĐ-CP", "69/2020/QH14", "294-QĐ/TW", "02-HD/BTCTU", "225/QĐ-BLĐTBXH", "27–CT/TW"),
        *("QĐ-TTg", "KT-XH", "25/10/2017", "30-4-1975", "5/6", "10:20", "2024-2025", "7h30", "43H-016"),
        *("12,5%", "1.234,5", "1.500-2.000", "100", "m2", "TP.HCM", "PGS.TS.", "v.v.", "đ/c", "knock-out"),
        *("vanphong@lamgiang.vn", "https://lamgiang.vn/tin?id=1"),
    ],
)
def test_one_thing_is_one_token(whole: str, compose: Literal["NFC", "NFD"]) -> None:
    whole = unicodedata.normalize(compose, whole)
    assert whole in tokens(unicodedata.normalize(compose, "Theo ") + whole + " thì").texts
    if whole != "v.v.":
        assert whole in tokens(f"({whole}, {whole}; {whole})").texts


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("kinh tế-xã hội.", ["kinh", "tế", "-", "xã", "hội", "."]),
        ("(1), a;", ["(", "1", ")", ",", "a", ";"]),
        ("5.000đ", ["5.000", "đ"]),
        ("năm 2024. Tỉnh", ["năm", "2024", ".", "Tỉnh"]),
        ("TP. Hồ Chí Minh", ["TP.", "Hồ", "Chí", "Minh"]),
        ("ngày 1/7/2025.", ["ngày", "1/7/2025", "."]),
        ("", []),
    ],
)
def test_marks_and_syllables_stand_apart(text: str, cut: list[str]) -> None:
    assert tokens(text).texts == cut


@given(st.one_of(st.text(), st.text(alphabet="aĐà1.,-/@ %\n\u0301\u00ad\ud800")))
def test_tokens_are_ordered_slices_that_cover_every_visible_character(text: str) -> None:
    last = 0
    covered: set[int] = set()
    for token, start, end in zip(*tokens(text), strict=True):
        assert last <= start < end
        assert text[start:end] == token
        covered |= set(range(start, end))
        last = end
    assert {place for place, char in enumerate(text) if not char.isspace()} <= covered


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["a.", "A.", "1.", "1-", "a-", "A-", "A/", "a@", "a@a.", "1 -", "http://", "\u0301", "1", " "]
)
def test_repeated_rubbish_takes_linear_time(part: str) -> None:
    assert sum(map(len, tokens(part * 200_000).texts)) >= 0.5 * len("".join(part.split())) * 200_000


@pytest.mark.parametrize("compose", ["NFC", "NFD"])
def test_a_hyphen_between_syllables_stands_alone_in_any_composition(compose: Literal["NFC", "NFD"]) -> None:
    found = tokens(unicodedata.normalize(compose, "kinh tế-xã hội")).texts
    assert [unicodedata.normalize("NFC", text) for text in found] == ["kinh", "tế", "-", "xã", "hội"]
