"""Reports that come every period: which unit sent which (domain.md §4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbench.analysis.reporting import REPORT_TYPES, Reported, UnitReport, is_by, unit_report
from workbench.documents.composed import Composed
from workbench.documents.deadlines import Deadline
from workbench.documents.model import Document
from workbench.documents.rich import frame_card

_PERIOD = re.compile(
    r"(?:quý\s+(?P<q>iv|i{1,3}|[1-4])|(?<!\d)(?P<half>6|9|sáu|chín)\s+tháng(?:\s+(?P<side>đầu|cuối)\s+năm)?"
    r"|tháng\s+(?P<m>1[0-2]|0?[1-9])|(?P<year>năm))"
    r"(?:\s*[/-]\s*|\s+(?:năm\s+)?)(?P<y>(?:19|20)\d{2})(?!\s?[-–]\s?\d{4})",
    re.IGNORECASE,
)
_DISTRICT = re.compile(r"(?:huyện|thị|quận|thành)\s+[ủu][ỷy]|ủy ban nhân dân\s+(?:huyện|quận|thị xã)", re.IGNORECASE)
_CENTRAL_CITY = re.compile(r"Hà Nội|Hồ Chí Minh|Đà Nẵng|Hải Phòng|Cần Thơ|Huế")
_NO_DISTRICTS = date(2025, 7, 1)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True)
class Period:
    """A period that reports are about: its name ("quý II/2026"), months, and last day."""

    name: str
    months: int
    end: date


@dataclass(frozen=True)
class ReportMatrix:
    """Which unit sent the report of which period: one row for each unit and period."""

    on: date
    periods: tuple[Period, ...]
    units: tuple[str, ...]
    cells: Mapping[tuple[str, str], UnitReport]

    def to_frame(self) -> pd.DataFrame:
        """Units down, periods across; a cell is "Đã gửi 19/06/2026", "Gửi muộn 2 ngày", "Chưa gửi" …"""
        rows = [[unit, *(_cell_words(self.cells[unit, period.name]) for period in self.periods)] for unit in self.units]
        return pd.DataFrame(rows, columns=["unit", *(period.name for period in self.periods)])

    def _repr_html_(self) -> str:
        frame = self.to_frame().rename(columns={"unit": "Đơn vị"})
        return frame_card("Ai đã báo cáo, theo kỳ", (f"tính đến {self.on:%d/%m/%Y}",), frame)


def period_of(document: Document) -> Period | None:
    """The period that a report is about, by its subject; None where it names none. The first one named counts."""
    match = _PERIOD.search(Composed(f"{document.header.subject or document.title}").text)
    return _period(match) if match else None


def report_matrix(
    units: Sequence[str], reports: Iterable[Document], on: date, months: int = 3, due: Deadline | None = None
) -> ReportMatrix:
    """Which unit sent the report of which period.

    Args:
        units: who reports every period.
        reports: documents without need of their text.
        on: the day of asking; periods that end later are left out unless a report of them is there.
        months: 1, 3, 6, 9 or 12: how long the periods are.
        due: a periodic deadline, "trước ngày 20 tháng cuối quý"; without one nothing is late.
    """
    found: dict[tuple[str, str], list[Document]] = {}
    periods: dict[str, Period] = {}
    for document in reports:
        period = period_of(document)
        if period is None or period.months != months or document.header.type not in REPORT_TYPES:
            continue
        mine = [unit for unit in units if is_by(unit, document)]
        if mine:
            periods[period.name] = period
        for unit in mine:
            found.setdefault((unit, period.name), []).append(document)
    shown = tuple(sorted(periods.values(), key=lambda period: period.end))
    cells = {}
    for unit in units:
        first = min((period.end for period in shown if (unit, period.name) in found), default=date.min)
        for period in shown:
            if (unit, period.name) not in found and not _expected(unit, period, first):
                cells[unit, period.name] = UnitReport(unit, Reported.NOT_ASKED)
                continue
            sent = [(document, "cùng kỳ trong trích yếu") for document in found.get((unit, period.name), ())]
            cells[unit, period.name] = unit_report(unit, sent, _due_of(period, due), on)
    return ReportMatrix(on, shown, tuple(units), cells)


def _expected(unit: str, period: Period, first: date) -> bool:
    """Whether a unit was there to report on a period: not before its first report, nor a district that is no more.

    There are no districts since 1 July 2025 (domain.md §0.4).
    """
    district = _DISTRICT.match(unit) is not None and not _CENTRAL_CITY.search(unit)
    return period.end >= first and not (district and period.end >= _NO_DISTRICTS)


def _due_of(period: Period, due: Deadline | None) -> date | None:
    if due is None:
        return None
    first = period.end.month - period.months + 1
    begin = date(period.end.year, max(first, 1), 1)
    if due.unit == "đầu":  # of the first month after the period
        begin = period.end
    return due.next_day(begin)


def _period(match: re.Match[str]) -> Period:
    year = int(match["y"])
    if match["q"]:
        number = _QUARTERS.get(match["q"].lower()) or int(match["q"])
        return Period(f"quý {('I', 'II', 'III', 'IV')[number - 1]}/{year}", 3, _last(year, 3 * number))
    if match["half"]:
        nine = match["half"].lower() in ("9", "chín")
        later = (match["side"] or "").lower() == "cuối"
        name = f"{'9' if nine else '6'} tháng {'cuối' if later else 'đầu'} năm {year}"
        return Period(name, 9 if nine else 6, _last(year, 12 if later else 9 if nine else 6))
    if match["m"]:
        return Period(f"tháng {int(match['m'])}/{year}", 1, _last(year, int(match["m"])))
    return Period(f"năm {year}", 12, _last(year, 12))


def _last(year: int, month: int) -> date:
    return (pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)).date()


def _cell_words(cell: UnitReport) -> str:
    if cell.state is Reported.LATE:
        return f"Gửi muộn {cell.days_late} ngày"
    if cell.state is Reported.SENT:
        return f"Đã gửi {cell.sent_on:%d/%m/%Y}" if cell.sent_on else "Đã gửi (không rõ ngày)"
    return cell.state.label
