"""Deadlines as directives write them, found in text with offsets and read as days (domain.md §6.1, §6.3).

Four kinds: a day or period of the calendar ("trước ngày 15/6/2025", "trong quý III/2025"); a span after an event
("chậm nhất 10 ngày kể từ ngày ban hành"); one that comes again ("trước ngày 20 tháng cuối quý"); and one that has no
day ("thường xuyên", "trong nhiệm kỳ"). A deadline is read from the words alone; the day it means is told by
`Deadline.last_day`, for the date of the document that sets it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workbench.documents.composed import Composed
from workbench.documents.deadline_words import (
    A_DOCUMENT,
    AND_LATER,
    AT_ONCE,
    BARE,
    BEFORE,
    BEFORE_EVENT,
    CALENDAR,
    DAY_IN_EVENT,
    MONTHS_OF,
    OPEN,
    PERIODIC,
    QUARTERS,
    RELATIVE,
    THIS_DOCUMENT,
    WEAK_CUES,
)

Kind = Literal["calendar", "relative", "periodic", "open"]


@dataclass(frozen=True)
class Deadline:
    """One deadline in a text.

    Attributes:
        start, end: offsets of its words in the text.
        text: its words, verbatim.
        kind: "calendar", "relative", "periodic" or "open" (see above).
        year, month, day: of the last day; year None where the text leaves it to the date of the document; of a periodic
            one the month and day within the period, where it names them.
        count, unit, working: of a relative one, "10", "ngày" and whether only working days count.
        event: what a relative one runs from, in the text's words; "" for the document itself.
        cycle: months of a period ("hằng quý" is 3); 0 for every week or day, or where none is told.
        strong: whether its words leave no doubt that it is a deadline ("trước ngày", not "trong năm").
    """

    start: int
    end: int
    text: str
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    count: int = 0
    unit: str = ""
    working: bool = False
    event: str = ""
    cycle: int = 0
    strong: bool = True

    @property
    def periodic(self) -> bool:
        """Whether it comes again."""
        return self.kind == "periodic"

    def last_day(self, issued: date | None) -> date | None:
        """The last day allowed, for a document of this date; None where no calendar tells.

        "trước ngày X" is X itself, the way offices count (domain.md §6.3). A year that the text leaves out is that of
        the document, or the next where that day had passed. A span runs from the day of issue, or from a day the text
        names; one that runs from another event has no day, and neither has one that comes again (`next_day`).
        """
        if self.kind == "calendar":
            return self._calendar_day(issued)
        if self.kind == "relative":
            begin = _event_day(self.event) if self.event else issued
            return _after(begin, self.count, self.unit, self.working) if begin and self.count else None
        return None

    def next_day(self, on: date) -> date | None:
        """For a periodic deadline the first last day on or after `on`; None for one of days or weeks, and others."""
        if self.kind != "periodic" or not self.cycle:
            return None
        for ahead in range(0, 26):
            index = on.year * 12 + on.month - 1 + ahead
            year, month = index // 12, index % 12 + 1
            if not self._ends_period(month):
                continue
            last = monthrange(year, month)[1]
            day = date(year, month, min(self.day or last, last))
            if day >= on:
                return day
        return None

    def _ends_period(self, month: int) -> bool:
        if self.cycle == 12:
            return month == (self.month or 12)
        if self.unit == "đầu":  # of the first month of the next period
            return (month - 1) % self.cycle == 0
        return month % self.cycle == 0

    def _calendar_day(self, issued: date | None) -> date | None:
        month = self.month or (issued.month if issued else None)
        if month is None:
            return None
        if self.unit == "quý":
            month += 2 - (month - 1) % 3
        for year in [self.year] if self.year else [issued.year, issued.year + 1] if issued else []:
            last = monthrange(year, month)[1]
            if self.day is not None and self.day > last and self.day != 31:
                return None
            day = date(year, month, min(self.day or last, last))
            if self.year or issued is None or day >= issued:
                return day
        return None


def find_deadlines(text: str) -> tuple[Deadline, ...]:
    """All deadlines of a text, in order, none inside another. Never raises."""
    plain = Composed(text)
    found: list[Deadline] = []
    for deadline in _candidates(plain.text):
        if not any(deadline.start < other.end and other.start < deadline.end for other in found):
            found.append(deadline)
    found.sort(key=lambda item: item.start)
    return tuple(_placed(item, plain, text) for item in _joined(found, plain.text))


def read_deadline(text: str) -> Deadline | None:
    """The deadline that a cell or a field "Thời gian: …" holds, where no cue need stand before it; None for none."""
    plain = Composed(text)
    found = find_deadlines(text)
    bare = [made for match in BARE.finditer(plain.text) if (made := _calendar(match)) is not None]
    best = max(bare, key=lambda item: (item.year or 0, item.month or 0, item.day or 0), default=None)
    if found and (best is None or found[0].kind != "calendar"):
        return found[0]
    return _placed(best, plain, text) if best else None


def _extended(made: Deadline, plain: str) -> Deadline:
    """ "trong quý I và quý II/2026", "ngày 12 và ngày 13/5": the last day or period of several counts."""
    while (more := AND_LATER.match(plain, made.end)) is not None:
        day, month, year, unit = _day_of(more.groupdict())
        dated = day is not None or more["pm"] or more["pq"]
        if not dated or not month or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
            break
        text = plain[made.start : more.end()]
        made = Deadline(
            made.start, more.end(), text, "calendar", year or made.year, month, day, unit=unit, strong=made.strong
        )
    return made


def _candidates(plain: str) -> Iterator[Deadline]:
    yield from (made for match in PERIODIC.finditer(plain) if (made := _periodic(match)) is not None)
    for match in CALENDAR.finditer(plain):
        made = _calendar(match)
        if made is not None:
            yield _extended(made, plain) if made.kind == "calendar" else made
    yield from (made for match in RELATIVE.finditer(plain) if (made := _relative(match)) is not None)
    for match in AT_ONCE.finditer(plain):
        event = (match["event"] or match["event2"]).strip()
        yield Deadline(match.start(), match.end(), match[0], "relative", event=event, strong=False)
    for match in OPEN.finditer(plain):
        yield Deadline(match.start(), match.end(), match[0], "open", strong=False)


def _joined(found: list[Deadline], plain: str) -> Iterator[Deadline]:
    """Periodic deadlines that stand side by side are one: "hằng quý, trước ngày 20 của tháng cuối quý"."""
    held: Deadline | None = None
    for item in found:
        yearly = held is not None and held.periodic and held.cycle == 12 and not held.day
        if held and yearly and item.kind == "calendar" and not item.year and item.day:
            # "Hằng năm, trước ngày 15 tháng 11": the day of every year.
            item = Deadline(*_span_of(item), "periodic", None, item.month, item.day, cycle=12)
        if held and held.periodic and item.periodic and re.fullmatch(r"[\s,(và]*", plain[held.end : item.start]):
            exact = item if item.day or not held.day else held
            cycle = (
                min((part.cycle for part in (held, item) if part.cycle), default=0) if not exact.day else exact.cycle
            )
            span = (held.start, item.end)
            held = Deadline(
                *span, plain[slice(*span)], "periodic", None, exact.month, exact.day, unit=exact.unit, cycle=cycle
            )
            continue
        if held:
            yield held
        held = item
    if held:
        yield held


def _span_of(item: Deadline) -> tuple[int, int, str]:
    return item.start, item.end, item.text


def _placed(item: Deadline, plain: Composed, text: str) -> Deadline:
    start, end = plain.original(item.start, item.end)
    values = {**vars(item), "start": start, "end": end, "text": text[start:end]}
    return Deadline(**values)


def _calendar(match: re.Match[str]) -> Deadline | None:
    groups = match.groupdict()
    cue = re.sub(r"\s+", " ", (groups.get("cue") or "").lower())
    strong = bool(groups.get("done") or groups.get("at")) or not WEAK_CUES.match(cue)
    day, month, year, unit = _day_of(groups)
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    if groups.get("at") and day is not None:
        return None  # "tại phiên họp ngày 20/5" tells when something was
    if groups.get("yearly"):
        return Deadline(match.start(), match.end(), match[0], "periodic", None, month, day, cycle=12)
    short = groups["d"] and not groups["y"] and (groups["sep"] == "." or not cue)
    if short and "ngày" not in match[0].lower():
        return None  # "2.5" is a number
    if day is not None and year is not None and not _exists(year, month or 1, day):
        return None
    if BEFORE.search(cue) and not groups["d"] and not groups["dw"] and not groups["part"] and month:
        month, year = _period_before(groups, month, year)
    if groups["bare_year"] and not (groups["part"] or "trong" in cue):
        return None  # "nhiệm vụ của năm."
    end = match.end() - len(match[0]) + len(match[0].rstrip())
    return Deadline(match.start(), end, match[0].rstrip(), "calendar", year, month, day, unit=unit, strong=strong)


def _day_of(groups: dict[str, str | None]) -> tuple[int | None, int | None, int | None, str]:
    """Day, month, year and unit of the last day that a match of a calendar deadline names."""
    if groups["d"]:
        return int(groups["d"]), int(groups["m"] or 0), _int(groups["y"]), ""
    if groups["dw"]:
        return int(groups["dw"]), int(groups["mw"] or 0), _int(groups["yw"]), ""
    part = re.sub(r"\s+", " ", (groups["part"] or "").lower())
    if groups["pm"]:
        return {"đầu": 10, "giữa": 20}.get(part), int(groups["pm"]), _int(groups["pmy"]), ""
    if groups["pq"]:
        quarter = QUARTERS.get(groups["pq"].lower()) or int(groups["pq"])
        return None, 3 * quarter - {"đầu": 2, "giữa": 1}.get(part, 0), _int(groups["pqy"]), ""
    if groups["half"]:
        first = (groups["side"] or "").lower() == "đầu"
        nine = groups["half"].lower() in ("9", "09", "chín")
        return None, (9 if nine else 6) if first else 12, _int(groups["hy"]), ""
    year = _int(groups["py"])
    if groups["this"] and groups["this"].lower() != "năm":
        return None, None, None, groups["this"].lower()
    return None, {"đầu": 3, "giữa": 6, "nửa đầu": 6}.get(part, 12), year, ""


def _period_before(groups: dict[str, str | None], month: int, year: int | None) -> tuple[int, int | None]:
    """The last month before a period: "trước tháng 9/2025" ends with August, "trước năm 2026" with 2025."""
    month -= 1 if groups["pm"] else 3 if groups["pq"] else 6 if groups["half"] else 12
    return (month, year) if month > 0 else (month + 12, year - 1 if year else None)


def _relative(match: re.Match[str]) -> Deadline | None:
    lead = re.sub(r"\s+", " ", match["lead"].lower())
    event = (match["event"] or "").strip()
    lasts = lead in ("không quá", "sau", "hoàn thành") or (
        lead == "trong" and match["unit"].lower() in ("tháng", "năm")
    )
    if lasts and not event:
        return None  # how long something goes on, not until when
    end = match.end()
    before = BEFORE_EVENT.match(match.string, end)
    if before:  # counted back from something: no day is known
        event, end = before["event"], before.end()
    said = THIS_DOCUMENT.match(event)
    if event and said and A_DOCUMENT.match(said["what"]):
        event = ""
    return Deadline(
        match.start(), end, match.string[match.start() : end], "relative", count=int(match["n"]),
        unit=match["unit"].lower(), working=match["working"] is not None, event=event, strong=True,
    )  # fmt: skip


def _periodic(match: re.Match[str]) -> Deadline | None:
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    span = (match.start(), match.end(), match[0])
    if "weekday" in groups:
        return Deadline(*span, "periodic")
    if "yd" in groups:
        return Deadline(*span, "periodic", None, int(groups["ym"]), int(groups["yd"]), cycle=12)
    if "pd" in groups:
        month = _int(groups.get("pm") or groups.get("pm2"))
        return Deadline(*span, "periodic", None, month, int(groups["pd"]), cycle=MONTHS_OF[groups["cycle"]])
    if "qd" in groups:
        cycle = {"quý": 3, "kỳ": 6, "năm": 12}[groups["qcycle"]]
        first = "đầu" if groups["where"].startswith("đầu") else ""
        return Deadline(*span, "periodic", None, None, int(groups["qd"]), unit=first, cycle=cycle)
    if "count" in groups:
        if "regular" not in groups and "also" not in groups and not re.search(r"lần$", match[0]):
            return None
        months = {"sáu": 6, "ba": 3, "hai": 2}.get(groups["count"]) or int(groups["count"])
        return Deadline(*span, "periodic", cycle=months)
    if "often" in groups:
        return Deadline(*span, "periodic")
    return Deadline(*span, "periodic", cycle=MONTHS_OF[groups["cycle2"]], strong="regular" in groups)


def _event_day(event: str) -> date | None:
    if event.startswith("trước"):
        return None
    found = DAY_IN_EVENT.match(event)
    if not found:
        return None
    day, month, year = map(int, filter(None, found.groups()))
    return date(year, month, day) if _exists(year, month, day) else None


def _after(begin: date, count: int, unit: str, working: bool) -> date:
    if unit in ("tháng", "năm"):
        index = begin.year * 12 + begin.month - 1 + count * (12 if unit == "năm" else 1)
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(begin.day, monthrange(year, month)[1]))
    if not working:
        return begin + timedelta(days=count * (7 if unit == "tuần" else 1))
    day = begin
    while count > 0:  # Saturdays and Sundays do not count; holidays are not known
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _int(text: str | None) -> int | None:
    return int(text) if text else None
