"""Periods of the calendar as offices count them: months, quarters, halves, nine months, years, and any two days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workbench.documents.dates import parse_user_date
from workbench.errors import QueryError
from workbench.vietnamese.spelling import clean, fold

By = Literal["month", "quarter", "year"]
STEPS: dict[By, int] = {"month": 1, "quarter": 3, "year": 12}
BY_LABELS: dict[By, str] = {"month": "tháng", "quarter": "quý", "year": "năm"}

REORGANISED = date(2025, 7, 1)
"""From this day there are no districts any more, and provinces and communes are others (domain.md §7.4)."""

_ROMAN = ("I", "II", "III", "IV")
_QUARTER = re.compile(r"(?:(?P<y>\d{4})\s*-\s*q(?P<q>[1-4])|q(?P<q2>[1-4])\s*[-/.]\s*(?P<y2>\d{4}))")
_HALF = re.compile(
    r"(?:(?P<y>\d{4})\s*-\s*h(?P<h>[12])|(?:6|sau)\s+thang\s+(?P<w>dau|cuoi)\s+(?:nam|cua nam)\s+(?P<y2>\d{4}))"
)
_NINE = re.compile(r"(?:9|chin)\s+thang(?:\s+dau)?\s+(?:nam\s+)?(?P<y>\d{4})")
_DAYS = re.compile(r"(?P<first>[^.]+?)\s*(?:\.\.|\bden\b)\s*(?P<last>.+)")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise QueryError("Kỳ có ngày cuối trước ngày đầu.", "Hãy gõ như 2026-Q2, 5/2026 hoặc quý II/2026.")

    @property
    def label(self) -> str:
        """What people call it: "quý II/2026", "tháng 5/2026", "6 tháng đầu năm 2026", "năm 2026"."""
        months, year, first = self._months, self.start.year, self.start.month
        if months == 12 and first == 1:
            return f"năm {year}"
        if months == 9 and first == 1:
            return f"9 tháng năm {year}"
        if months == 6 and first in (1, 7):
            return f"6 tháng {'đầu' if first == 1 else 'cuối'} năm {year}"
        if months == 3 and first % 3 == 1:
            return f"quý {_ROMAN[first // 3]}/{year}"
        if months == 1:
            return f"tháng {first}/{year}"
        return f"{self.start:%d/%m/%Y} – {self.end:%d/%m/%Y}"

    @property
    def previous(self) -> Period:
        """The period before it that is as long."""
        months = self._months
        if months:
            start = _months_on(self.start, -months)
            return Period(start, self.start - timedelta(days=1))
        length = self.end - self.start
        end = self.start - timedelta(days=1)
        return Period(end - length, end)

    @property
    def year_before(self) -> Period:
        """The same period of the year before (cùng kỳ năm trước)."""
        return Period(_year_on(self.start, -1), _year_on(self.end, -1, last=self._months > 0))

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day <= self.end

    @property
    def _months(self) -> int:
        """How many whole months it is; 0 for other stretches."""
        if self.start.day != 1 or self.end.day != monthrange(self.end.year, self.end.month)[1]:
            return 0
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def period_of(day: date, by: By) -> Period:
    """The month, quarter or year in which a day lies."""
    step = STEPS[by]
    start = date(day.year, (day.month - 1) // step * step + 1, 1)
    return Period(start, _months_on(start, step) - timedelta(days=1))


def periods(first: date, last: date, by: By) -> Iterator[Period]:
    """Every month, quarter or year from the one of `first` to the one of `last`."""
    period = period_of(first, by)
    while period.start <= last:
        yield period
        period = period_of(period.end + timedelta(days=1), by)


def parse_period(text: str | Period) -> Period:
    """What a person typed for a period.

    Reads "2026-Q2", "quý II/2026", "2026-05", "5/2026", "tháng 5 năm 2026", "2026", "2026-H1", "6 tháng đầu năm 2026",
    "9 tháng năm 2026", one day, and two of them parted by ".." or "đến".

    Raises:
        QueryError: it is none of these.
    """
    if isinstance(text, Period):
        return text
    typed = fold(clean(text)).strip()
    if match := _QUARTER.fullmatch(typed):
        quarter = int(match["q"] or match["q2"])
        return period_of(date(_year(match["y"] or match["y2"], text), 3 * quarter, 1), "quarter")
    if match := _HALF.fullmatch(typed):
        year = _year(match["y"] or match["y2"], text)
        first = match["h"] == "1" or match["w"] == "dau"
        return Period(date(year, 1 if first else 7, 1), date(year, 6, 30) if first else date(year, 12, 31))
    if match := _NINE.fullmatch(typed):
        year = _year(match["y"], text)
        return Period(date(year, 1, 1), date(year, 9, 30))
    try:
        if match := _DAYS.fullmatch(typed):
            return Period(parse_user_date(match["first"])[0], parse_user_date(match["last"])[1])
        return Period(*parse_user_date(text))
    except QueryError as error:
        raise _unknown(text) from error


def parse_by(text: str) -> By:
    """The step of a trend as people name it: "month", "quarter", "year", "tháng", "quý", "năm". Raises QueryError."""
    typed = fold(text).strip()
    for by, label in BY_LABELS.items():
        if typed in (by, fold(label)):
            return by
    raise QueryError(f"Không hiểu “{text}”.", "Xu hướng xem được theo tháng (month), quý (quarter) hoặc năm (year).")


def _year(typed: str, text: str) -> int:
    if not 1900 <= int(typed) <= 2200:
        raise _unknown(text)
    return int(typed)


def _unknown(text: str) -> QueryError:
    return QueryError(
        f"Không hiểu kỳ “{text.strip()}”.", "Hãy gõ như 2026-Q2, quý II/2026, 5/2026, 6 tháng đầu năm 2026 hoặc 2026."
    )


def _months_on(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _year_on(day: date, years: int, *, last: bool = False) -> date:
    length = monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, length if last else min(day.day, length))
