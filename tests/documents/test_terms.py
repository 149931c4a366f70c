"""The term of a committee on a day of issue, or why it stays open."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from workbench.documents.symbols import find_symbols
from workbench.documents.terms import TermReading, congress_terms, term_on


def _term(symbol: str, day: date | None) -> TermReading:
    return term_on(find_symbols(symbol)[0], day)


@pytest.mark.parametrize(
    ("symbol", "day", "term"),
    [
        ("57-NQ/TW", date(2024, 12, 22), "2021-2026"),
        ("04-NQ/TW", date(2016, 10, 30), "2016-2021"),
        ("10-CT/TW", date(2021, 1, 28), "2016-2021"),  # the 13th congress had not closed yet
        ("34-CT/TU", date(2025, 2, 5), "2020-2025"),
        ("02-BC/UBKTTU", date(2026, 3, 1), "2025-2030"),
        ("05-NQ/ĐU", date(2025, 12, 1), "2025-2030"),
        ("117/2025/QH15", date(2025, 12, 10), "2021-2026"),
    ],
)
def test_the_term_follows_the_organ_s_level_and_the_day(symbol: str, day: date, term: str) -> None:
    assert _term(symbol, day) == TermReading(term)


@pytest.mark.parametrize(
    ("symbol", "day", "why"),
    [
        ("34-CT/TU", date(2025, 10, 1), "trong thời gian các đại hội"),
        ("05-NQ/ĐU", date(2020, 6, 1), "trong thời gian các đại hội"),
        ("34-CT/TU", None, "chưa biết ngày"),
        ("12-NQ/QUTW", date(2024, 1, 1), "chưa biết cấp ủy"),
        ("03-BC/CB", date(2024, 1, 1), "chưa biết cấp ủy"),
        ("34-CT/TU", date(1990, 1, 1), "trước các nhiệm kỳ"),
        ("34-CT/TU", date(2040, 1, 1), "sau các nhiệm kỳ"),
    ],
)
def test_an_unsure_term_stays_open_with_the_reason(symbol: str, day: date | None, why: str) -> None:
    reading = _term(symbol, day)
    assert reading.term is None
    assert why in reading.note


def test_the_table_is_in_order_and_without_holes() -> None:
    rows = congress_terms()
    for level in ("central", "province", "base"):
        own = [row for row in rows if row.level == level]
        assert all(row.opened <= row.closed for row in own)
        assert all(before.term[-4:] == after.term[:4] for before, after in pairwise(own))
