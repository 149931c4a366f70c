"""Names stand in the order in which a Vietnamese dictionary has them."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from workbench.vietnamese.order import order_key


def test_letters_with_marks_stand_behind_their_plain_ones() -> None:
    words = ["an", "ăn", "ân", "bà", "da", "đa", "em", "êm", "om", "ôm", "ơm", "un", "ưn"]
    mixed = words.copy()
    random.Random(8).shuffle(mixed)
    assert sorted(mixed, key=order_key) == words


def test_tones_decide_last() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mây"]
    mixed = words.copy()
    random.Random(8).shuffle(mixed)
    assert sorted(mixed, key=order_key) == words
    assert sorted(["Bản Mây", "Bán Mận", "Ban Na"], key=order_key) == ["Bán Mận", "Bản Mây", "Ban Na"]


def test_case_and_form_of_unicode_do_not_matter() -> None:
    assert order_key("ĐẢNG ỦY")[:2] == order_key("đảng ủy")[:2]
    assert order_key(unicodedata.normalize("NFD", "Đảng ủy"))[:2] == order_key("Đảng ủy")[:2]


def test_numbers_stand_by_their_size() -> None:
    assert sorted(["mục 10", "mục 2", "mục 1a", "mục 1"], key=order_key) == ["mục 1", "mục 1a", "mục 2", "mục 10"]


@given(st.lists(st.text(), max_size=8))
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    assert sorted(sorted(texts, key=order_key)) == sorted(texts)
