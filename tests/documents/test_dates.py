"""Dates in text and in filters: day first, real days only."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.dates import find_dates, parse_user_date
from workbench.errors import QueryError


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Lam Sơn, ngày 05 tháng 3 năm 2024", date(2024, 3, 5)),
        ("ngày  10\ttháng 01 năm  2025", date(2025, 1, 10)),
        ("ban hành 12/10/2018.", date(2018, 10, 12)),
        ("(10-6-2019)", date(2019, 6, 10)),
        ("ngày 1.2.2020,", date(2020, 2, 1)),
        ("ngày 22 / 12 / 2024", date(2024, 12, 22)),
        ("nga\u0300y 5 tha\u0301ng 3 na\u0306m 2024", date(2024, 3, 5)),
        ("NGÀY 29 THÁNG 02 NĂM 2024", date(2024, 2, 29)),
        ("ngày\u00a05\u00a0tháng\u00a03\u00a0năm\u00a02024", date(2024, 3, 5)),
    ],
)
def test_a_date_is_read_day_first(text: str, day: date) -> None:
    assert [span.day for span in find_dates(text)] == [day]


@pytest.mark.parametrize(
    "text",
    ["31/02/2024", "13/13 tỉnh", "tháng 10-1930", "1/2/2024/3", "192.168.1.2024", "5/3-2024", "34/5/2024", "1/1/9999"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("tháng 3 năm 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024-03", date(2024, 3, 1), date(2024, 3, 31)),
        ("quý II/2024", date(2024, 4, 1), date(2024, 6, 30)),
        ("quy 4 2024", date(2024, 10, 1), date(2024, 12, 31)),
        ("15/3/2024", date(2024, 3, 15), date(2024, 3, 15)),
        (" 15-03-2024 ", date(2024, 3, 15), date(2024, 3, 15)),
        ("2024-03-15", date(2024, 3, 15), date(2024, 3, 15)),
        ("ngày 1 tháng 2 năm 2024", date(2024, 2, 1), date(2024, 2, 1)),
    ],
)
def test_a_filter_covers_the_period_that_was_typed(typed: str, first: date, last: date) -> None:
    assert parse_user_date(typed) == (first, last)


@pytest.mark.parametrize("typed", ["", "hôm qua", "31/2/2024", "13/2024", "24", "0/2024", "2024-13-01"])
def test_a_filter_that_is_no_date_is_refused_with_advice(typed: str) -> None:
    with pytest.raises(QueryError) as refusal:
        parse_user_date(typed)
    assert "15/3/2024" in refusal.value.advice


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["/", "-", ".", " / "]))
def test_every_day_is_found_where_it_stands(day: date, separator: str) -> None:
    text = f"Ngày {day.day}{separator}{day.month}{separator}{day.year} họp"
    found = find_dates(text)
    assert [span.day for span in found] == [day]
    assert text[: found[0].start] == "Ngày "
    assert text[found[0].end :] == " họp"


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for span in find_dates(text):
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(max_size=40))
def test_a_filter_reads_or_refuses_anything(text: str) -> None:
    try:
        first, last = parse_user_date(text)
    except QueryError:
        return
    assert first <= last
