"""Vietnamese dates: finding them in text with offsets, and reading what people type in a filter (domain.md §3.6).

Always day first. "ngày 05 tháng 3 năm 2024", 5/3/2024, 5-3-2024, 5.3.2024, with the loose spacing of scanned text.
A date that no calendar has (31/02) is no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workbench.errors import QueryError
from workbench.vietnamese.spelling import clean, fold, same_length_clean

FIRST_YEAR, LAST_YEAR = 1900, 2100

_S = r"[ \t\n]{0,6}"
# The accents of "tháng" and "năm" are matched loosely: composed or not, or lost by a scan.
_THANG = r"th[aá]\u0301?ng"
_NAM = r"n[aă]\u0306?m"
_WORDS = rf"(?P<day>\d{{1,2}}){_S}{_THANG}{_S}(?P<month>\d{{1,2}})(?:{_S},)?{_S}{_NAM}{_S}(?P<year>\d{{4}})"
_FIGURES = rf"(?P<d>\d{{1,2}}){_S}(?P<sep>[/.-]){_S}(?P<m>\d{{1,2}}){_S}(?P=sep){_S}(?P<y>\d{{4}})"
_DATE = re.compile(rf"(?<![\w/.,-])(?:{_WORDS}|{_FIGURES})(?![\w/-]|\.\d)", re.IGNORECASE)


@dataclass(frozen=True)
class DateSpan:
    """One day named in a text.

    Attributes:
        start, end: offsets of the date itself (the word "ngày" before it is not part of it).
        day: the day it names.
    """

    start: int
    end: int
    day: date


def find_dates(text: str) -> list[DateSpan]:
    """All full dates of a text, in order. Linear in its length; never raises."""
    found = []
    for match in _DATE.finditer(same_length_clean(text)):
        figures = (match["y"], match["m"], match["d"]) if match["d"] else (match["year"], match["month"], match["day"])
        day = _day(*map(int, figures))
        if day is not None:
            found.append(DateSpan(match.start(), match.end(), day))
    return found


def parse_user_date(text: str) -> tuple[date, date]:
    """The first and last day of what a person typed in a filter.

    Reads "2024", "3/2024", "15/3/2024" (also with - or .), "tháng 3 năm 2024", "quý II/2024" and ISO "2024-03-15",
    "2024-03".

    Raises:
        QueryError: the text is none of these, or names a day that does not exist.
    """
    typed = fold(clean(text)).strip()
    for pattern, period in _PERIODS:
        match = pattern.fullmatch(typed)
        if match:
            found = period(match)
            if found is not None:
                return found
    raise QueryError(f"Không hiểu ngày “{text.strip()}”.", "Hãy gõ như 2024, 3/2024 hoặc 15/3/2024.")


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _one_day(match: re.Match[str]) -> tuple[date, date] | None:
    day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
    return (day, day) if day else None


def _months(year: int, first: int, last: int) -> tuple[date, date] | None:
    start = _day(year, first, 1)
    return (start, date(year, last, monthrange(year, last)[1])) if start else None


def _month(match: re.Match[str]) -> tuple[date, date] | None:
    return _months(int(match["y"]), int(match["m"]), int(match["m"])) if 1 <= int(match["m"]) <= 12 else None


def _quarter(match: re.Match[str]) -> tuple[date, date] | None:
    number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match["q"]) or int(match["q"])
    return _months(int(match["y"]), 3 * number - 2, 3 * number)


def _year(match: re.Match[str]) -> tuple[date, date] | None:
    return _months(int(match["y"]), 1, 12)


_PERIODS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[date, date] | None]], ...] = tuple(
    (re.compile(pattern), period)
    for pattern, period in (
        (r"(?:nam\s+)?(?P<y>[0-9]{4})", _year),
        (r"(?:thang\s+)?(?P<m>[0-9]{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(?P<y>[0-9]{4})", _month),
        (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})", _month),
        (r"quy\s+(?P<q>i{1,3}|iv|[1-4])(?:\s*[/.-]\s*|\s+(?:nam\s+)?)(?P<y>[0-9]{4})", _quarter),
        (r"(?:ngay\s+)?(?P<d>[0-9]{1,2})\s*[/. -]\s*(?P<m>[0-9]{1,2})\s*[/. -]\s*(?P<y>[0-9]{4})", _one_day),
        (r"(?:ngay\s+)?(?P<d>[0-9]{1,2})\s+thang\s+(?P<m>[0-9]{1,2})\s+nam\s+(?P<y>[0-9]{4})", _one_day),
        (r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})", _one_day),
    )
)
