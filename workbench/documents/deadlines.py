"""Deadlines as directives write them, found in text with offsets and read as days (domain.md §6.1, §6.3).

Four kinds: a day or period of the calendar ("trước ngày 15/6/2025", "trong quý III/2025"); a span after an event ("chậm
nhất 10 ngày kể từ ngày ban hành"); one that comes again ("hằng quý, trước ngày 20 của tháng cuối quý"); and one that has
no day ("thường xuyên", "trong nhiệm kỳ"). A deadline is read from the words alone; the day it means is told by
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

Kind = Literal["calendar", "relative", "periodic", "open"]

_D = r"(?:ngày\s+)?(?P<d>[0-3]?\d)\s?(?P<sep>[/.-])\s?(?P<m>[01]?\d)(?:\s?(?P=sep)\s?(?P<y>(?:19|20)\d{2}))?(?![\d/])"
_DW = r"(?:ngày\s+)?(?P<dw>[0-3]?\d)\s+tháng\s+(?P<mw>[01]?\d)(?:[,\s]+năm\s+(?P<yw>(?:19|20)\d{2}))?(?!\d)"
_OF_YEAR = r"(?:(?:\s?[/-]\s?|\s+(?:của\s+)?(?:năm\s+)?)(?P<{0}>(?:19|20)\d{{2}})(?!\s?[-–]\s?\d))?(?!\d)"
_PART = r"(?P<part>đầu|giữa|cuối|nửa\s+đầu|nửa\s+cuối|hết|khoảng)?\s*"
_PERIOD = (
    rf"{_PART}(?:tháng\s+(?P<pm>1[0-2]|0?[1-9]){_OF_YEAR.format('pmy')}"
    rf"|quý\s+(?P<pq>iv|i{{1,3}}|[1-4]){_OF_YEAR.format('pqy')}(?!\w)"
    rf"|(?P<half>6|06|9|09|sáu|chín)\s+tháng\s+(?P<side>đầu|cuối)\s+năm{_OF_YEAR.format('hy')}"
    r"|(?P<this>tháng|quý|năm)\s+(?:này|nay)"
    r"|năm\s+(?P<py>(?:19|20)\d{2})(?!\s?[-–/]\s?\d)(?!\d)"
    r"|(?P<bare_year>năm)(?=\s*(?:$|[.,;)])))"
)
_NUMBER = r"(?P<n>\d{1,3})(?:\s+\([^)]{1,30}\))?"
_EVENT = r"(?:[,\s]+(?:kể\s+)?(?:từ|sau)\s+(?:ngày|khi|thời\s+điểm)\s+(?P<event>[^,.;:\n]{2,90}(?:(?<=\d)[/.-]\d+[^,.;:\n]*)?))?"
_SPAN = rf"{_NUMBER}\s+(?P<unit>ngày|tuần|tháng|năm)(?P<working>\s+làm\s+việc)?(?!\s+(?:đầu|cuối)\s+năm){_EVENT}"
_CUE = (
    r"(?P<cue>(?:(?:hoàn\s+thành|xong|thời\s+hạn|(?<!quá\s)(?<!trễ\s)hạn)\s+)?(?:trước|chậm\s+nhất(?:\s+(?:là|đến|vào|trong|trước))*"
    r"|muộn\s+nhất(?:\s+(?:là|đến|vào|trong|trước))*|không\s+muộn\s+hơn|không\s+quá|(?:từ\s+nay\s+)?đến\s+hết|đến\s+trước"
    r"|trong(?:\s+(?:thời\s+hạn|thời\s+gian|vòng))?|vào(?:\s+dịp)?|hết|đến|tới)(?:\s+(?:hết|ngày|là))?)\s+"
)
_DONE = r"(?<!quá\s)(?<!trễ\s)(?P<done>hoàn\s+thành|xong|thời\s+hạn|hạn\s+chót|hạn|thời\s+gian(?:\s+hoàn\s+thành)?)(?:\s+(?:là|vào|:))?\s*:?\s+"
_AT = (
    r"(?P<at>(?:tại|trước|trình)\s+(?:kỳ\s+họp|phiên\s+họp|hội\s+nghị|cuộc\s+họp)[^,.;\n]{0,40}?)\s+"
    r"(?:vào\s+|trong\s+)?"
)
_CALENDAR = re.compile(
    rf"(?<!\w)(?:{_CUE}(?:lúc\s+)?(?:\d{{1,2}}\s*(?:giờ|h)\s*(?:\d\d\s*(?:phút)?)?\s*,?\s*)?|{_DONE}|{_AT})(?:{_D}|{_DW}|{_PERIOD})(?!\w)(?P<yearly>\s+(?:hằng|hàng|mỗi)\s+năm)?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:{_CUE}|{_DONE})?(?:{_D}|{_DW}|{_PERIOD})(?!\w)(?P<yearly>\s+(?:hằng|hàng|mỗi)\s+năm)?", re.IGNORECASE
)
_RELATIVE = re.compile(
    rf"(?<!\w)(?P<lead>(?:trong|chậm\s+nhất|muộn\s+nhất|không\s+quá|sau|thời\s+hạn|hoàn\s+thành)"
    rf"(?:\s+(?:là|sau|trong|thời\s+hạn|thời\s+gian|vòng|không\s+quá|tối\s+đa))*)\s+{_SPAN}(?!\w)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"(?<!\w)ngay\s+(?:sau|khi|trong)\s+(?P<event>(?:khi\s+)?[^,.;:\n]{3,60})|(?<!\w)(?P<event2>sau\s+(?:hội\s+nghị|đại\s+hội))(?!\w)",
    re.IGNORECASE,
)
_CYCLE = r"(?P<cycle>ngày|tuần|tháng|quý|năm|kỳ)"
_EVERY = r"(?:hằng|hàng|mỗi|từng)"
_PERIODIC = re.compile(
    r"(?<!\w)(?:(?P<regular>định\s+kỳ)\s+)?(?:"
    rf"(?:(?:chậm\s+nhất\s+(?:là\s+)?(?:vào\s+)?|trước\s+|vào\s+)?ngày\s+(?P<pd>[0-3]?\d)(?:\s*[,/-]?\s*tháng\s+(?P<pm>[01]?\d)"
    rf"|\s?[/-]\s?(?P<pm2>[01]?\d))?\s+(?:của\s+)?{_EVERY}\s+{_CYCLE})"
    r"|(?:(?:chậm\s+nhất\s+(?:là\s+)?(?:vào\s+)?|trước\s+|vào\s+)?ngày\s+(?P<qd>[0-3]?\d)\s+(?:của\s+)?tháng\s+"
    r"(?P<where>cuối|đầu|đầu\s+tiên(?:\s+của)?|cuối\s+cùng(?:\s+của)?)\s+(?:của\s+)?(?:mỗi\s+)?(?P<qcycle>quý|kỳ|năm)(?P<next>\s+(?:sau|tiếp\s+theo))?)"
    rf"|(?P<weekday>(?:vào\s+)?(?:sáng\s+|chiều\s+)?(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy)|chủ\s+nhật)\s+{_EVERY}\s+tuần)"
    r"|(?P<count>6|06|sáu|3|03|ba|9|hai|02|2)\s+tháng(?!\s+(?:đầu|cuối))(?:\s*(?:,|và|/)\s*(?:một\s+)?(?P<also>1?\s*năm|lần))?"
    rf"(?:\s+(?:một|1)\s+lần)?(?=(?:\s*(?:,|và)\s*(?:hằng|hàng|một)\s+năm)|\s*[,.;]|\s+(?:báo\s+cáo|tổng\s+hợp|tham\s+mưu|sơ\s+kết)|$)"
    rf"|{_EVERY}\s+(?P<cycle2>tuần|tháng|quý|năm|kỳ)"
    r")(?!\w)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?<!\w)(?P<open>thường\s+xuyên(?:,\s*liên\s+tục)?|(?:trong|suốt|đến\s+hết|hết)\s+(?:cả\s+|suốt\s+)?nhiệm\s+kỳ"
    r"(?:\s+(?:này|(?:19|20)\d{2}\s?[-–]\s?(?:19|20)\d{2}))?|lâu\s+dài)(?!\w)",
    re.IGNORECASE,
)
_WEAK_CUES = re.compile(r"^(?:đến(?! hết| trước)|tới|vào|trong)\b")
_BEFORE = re.compile(r"\btrước(?: hết)?$")
_THIS_DOCUMENT = re.compile(
    r"(?:ban hành|ký(?! kết)|có hiệu lực|phát hành|nhận (?:được )?|tiếp nhận )(?P<what>.*)$", re.IGNORECASE
)
_A_DOCUMENT = re.compile(
    r"^\s*(?:ban hành|ký)?\s*(?:$|này|(?:của )?(?:chỉ thị|nghị quyết|kết luận|kế hoạch|thông báo|công văn|quyết định|hướng dẫn|chương "
    r"trình|quy định|quy chế|văn bản|công điện|đề án|thông tri)(?:\s+(?:này|có hiệu lực|kết luận|được ban hành)?|$))",
    re.IGNORECASE,
)
_DAY_IN_EVENT = re.compile(r"^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d{2})|^(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS_OF = {"ngày": 0, "tuần": 0, "tháng": 1, "quý": 3, "kỳ": 6, "năm": 12}


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
    bare = [made for match in _BARE.finditer(plain.text) if (made := _calendar(match)) is not None]
    best = max(bare, key=lambda item: (item.year or 0, item.month or 0, item.day or 0), default=None)
    if found and (best is None or found[0].kind != "calendar"):
        return found[0]
    return _placed(best, plain, text) if best else None


def _candidates(plain: str) -> Iterator[Deadline]:
    yield from (made for match in _PERIODIC.finditer(plain) if (made := _periodic(match)) is not None)
    for match in _CALENDAR.finditer(plain):
        made = _calendar(match)
        if made is not None:
            yield made
    yield from (made for match in _RELATIVE.finditer(plain) if (made := _relative(match)) is not None)
    for match in _AT_ONCE.finditer(plain):
        event = (match["event"] or match["event2"]).strip()
        yield Deadline(match.start(), match.end(), match[0], "relative", event=event, strong=False)
    for match in _OPEN.finditer(plain):
        yield Deadline(match.start(), match.end(), match[0], "open", strong=False)


def _joined(found: list[Deadline], plain: str) -> Iterator[Deadline]:
    """Periodic deadlines that stand side by side are one: "hằng quý, trước ngày 20 của tháng cuối quý"."""
    held: Deadline | None = None
    for item in found:
        if held and held.periodic and item.periodic and re.fullmatch(r"[\s,(và]*", plain[held.end : item.start]):
            exact = item if item.day or not held.day else held
            cycle = min((part.cycle for part in (held, item) if part.cycle), default=0) if not exact.day else exact.cycle
            span = (held.start, item.end)
            held = Deadline(*span, plain[slice(*span)], "periodic", None, exact.month, exact.day, unit=exact.unit, cycle=cycle)
            continue
        if held:
            yield held
        held = item
    if held:
        yield held


def _placed(item: Deadline, plain: Composed, text: str) -> Deadline:
    start, end = plain.original(item.start, item.end)
    values = {**vars(item), "start": start, "end": end, "text": text[start:end]}
    return Deadline(**values)


def _calendar(match: re.Match[str]) -> Deadline | None:
    groups = match.groupdict()
    cue = re.sub(r"\s+", " ", (groups.get("cue") or "").lower())
    strong = bool(groups.get("done") or groups.get("at")) or not _WEAK_CUES.match(cue)
    day, month, year, unit = _day_of(groups)
    if month is not None and not 1 <= month <= 12 or day is not None and not 1 <= day <= 31:
        return None
    if groups.get("yearly"):
        return Deadline(match.start(), match.end(), match[0], "periodic", None, month, day, cycle=12)
    if groups["d"] and not groups["y"] and groups["sep"] == "." or (groups["d"] and not groups["y"] and not cue):
        if "ngày" not in match[0].lower():
            return None  # "2.5" is a number
    if day is not None and year is not None and not _exists(year, month or 1, day):
        return None
    if _BEFORE.search(cue) and not groups["d"] and not groups["dw"] and not groups["part"] and month:
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
        quarter = _QUARTERS.get(groups["pq"].lower()) or int(groups["pq"])
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
    lasts = lead in ("không quá", "sau", "hoàn thành") or (lead == "trong" and match["unit"].lower() in ("tháng", "năm"))
    if lasts and not event:
        return None  # how long something goes on, not until when
    end = match.end()
    said = _THIS_DOCUMENT.match(event)
    if event and said and _A_DOCUMENT.match(said["what"]):
        event = ""
    return Deadline(
        match.start(), end, match[0], "relative", count=int(match["n"]), unit=match["unit"].lower(),
        working=match["working"] is not None, event=event, strong=True,
    )  # fmt: skip


def _periodic(match: re.Match[str]) -> Deadline | None:
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    span = (match.start(), match.end(), match[0])
    if "weekday" in groups:
        return Deadline(*span, "periodic")
    if "pd" in groups:
        month = _int(groups.get("pm") or groups.get("pm2"))
        return Deadline(*span, "periodic", None, month, int(groups["pd"]), cycle=_MONTHS_OF[groups["cycle"]])
    if "qd" in groups:
        cycle = {"quý": 3, "kỳ": 6, "năm": 12}[groups["qcycle"]]
        first = "đầu" if groups["where"].startswith("đầu") else ""
        return Deadline(*span, "periodic", None, None, int(groups["qd"]), unit=first, cycle=cycle)
    if "count" in groups:
        if "regular" not in groups and "also" not in groups and not re.search(r"lần$", match[0]):
            return None
        months = {"sáu": 6, "ba": 3, "hai": 2}.get(groups["count"]) or int(groups["count"])
        return Deadline(*span, "periodic", cycle=months)
    return Deadline(*span, "periodic", cycle=_MONTHS_OF[groups["cycle2"]], strong="regular" in groups)


def _event_day(event: str) -> date | None:
    found = _DAY_IN_EVENT.match(event)
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
