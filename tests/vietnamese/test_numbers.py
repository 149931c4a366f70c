"""The grammar of numbers: digits of two kinds, words, ratios, ranges, scales."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.vietnamese.numbers import cell_number, decimals_of, find_numbers, parse_digits, word_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567),
        ("1.234", 1234),
        ("12.345.678", 12345678),
        ("12.5", 12.5),
        ("0,05", 0.05),
        ("0.125", 0.125),
        ("02", 2),
    ],
)
def test_digits_of_both_kinds_are_read(text: str, value: float) -> None:
    assert parse_digits(text) == pytest.approx(value)
    (number,) = find_numbers(f"đạt {text} tấn")
    assert number.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "amount", "scale"),
    [
        ("2,5 tỷ đồng", 2.5e9, 1e9),
        ("12 triệu", 12e6, 1e6),
        ("3 nghìn tỷ đồng", 3e12, 1e12),
        ("2 tỷ 500 triệu đồng", 2.5e9, 1e9),
        ("2 triệu rưỡi", 2.5e6, 1e6),
        ("5 tỷ lệ", 5, 1),
    ],
)
def test_scales_belong_to_the_number(text: str, amount: float, scale: float) -> None:
    (number,) = find_numbers(text)
    assert (number.amount, number.scale) == (pytest.approx(amount), scale)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hai mươi lăm", 25),
        ("hai mươi", 20),
        ("mười bảy", 17),
        ("một trăm linh năm", 105),
        ("ba nghìn hai trăm", 3200),
        ("mười hai nghìn", 12000),
        ("năm triệu", 5_000_000),
        ("chín", 9),
    ],
)
def test_words_are_counted(words: str, value: float) -> None:
    assert word_value(words) == value
    assert [number.value for number in find_numbers(f"có {words} xã")] == [value]


def test_a_lone_mot_or_nam_is_no_number() -> None:
    assert find_numbers("một số xã trong năm qua") == []


@pytest.mark.parametrize(
    ("text", "value"), [("một nửa số hộ", 0.5), ("gấp đôi", 2), ("gấp rưỡi", 1.5), ("hai phần ba số xã", 2 / 3)]
)
def test_halves_and_multiples_in_words(text: str, value: float) -> None:
    assert [number.value for number in find_numbers(text)] == [pytest.approx(value)]


def test_ratios_and_ranges_keep_both_ends() -> None:
    (ratio,) = find_numbers("13/15 tỉnh ủy")
    assert (ratio.kind, ratio.value, ratio.whole) == ("ratio", 13, 15)
    (big,) = find_numbers("1.028/38.400 hộ")
    assert (big.value, big.whole) == (1028, 38400)
    for text in ("5–7%", "5 - 7%", "từ 5 đến 7 triệu", "5%-7%"):
        (span,) = find_numbers(text)
        assert (span.kind, span.value, span.upper) == ("range", 5, 7), text


@pytest.mark.parametrize("text", ["34-CT/TU", "30/2020/NĐ-CP", "khu 5B", "A2", "15/4/2024", "4.5.1"])
def test_symbols_names_and_whole_dates_hold_no_number(text: str) -> None:
    assert find_numbers(text) == []


def test_a_unit_may_be_glued_to_the_number() -> None:
    assert [number.value for number in find_numbers("30m2, 12ha, 95%")] == [30, 12, 95]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.234", (1234, 0, False)),
        ("71,5%", (71.5, 1, True)),
        ("-3,2", (-3.2, 1, False)),
        ("(1.500)", (-1500, 0, False)),
        ("(5)", None),
        ("12 xã", None),
        ("", None),
    ],
)
def test_cells_that_hold_only_a_number(text: str, found: tuple[float, int, bool] | None) -> None:
    assert cell_number(text) == found


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_a_number_printed_the_vietnamese_way_is_read_back(whole: int, hundredths: int) -> None:
    text = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    assert parse_digits(text) == pytest.approx(whole + hundredths / 100)
    assert decimals_of(text) == 2


@given(st.text(alphabet="0123456789.,/-–% abcnămhaibatỷtriệu\n", max_size=80))
def test_any_text_is_read_and_numbers_never_overlap(text: str) -> None:
    numbers = find_numbers(text)
    for first, second in pairwise(numbers):
        assert first.scale_end <= second.start
    assert all(0 <= n.start < n.end <= n.scale_end <= len(text) for n in numbers)
