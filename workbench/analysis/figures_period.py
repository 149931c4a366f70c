"""The period (kỳ) that a figure speaks of: month, quarter, half a year, year, term (domain.md §4.1, §4.5)."""

from __future__ import annotations

import re
from datetime import date

_YEAR = r"(?:\s*(?:/|-|,?\s*năm\s+|của năm\s+)\s*(?P<year{0}>(?:19|20)\d\d)(?!\d))?"
_PERIOD = re.compile(
    r"(?<!\w)(?:"
    rf"quý\s+(?P<quarter>iv|i{{1,3}}|[1-4]){_YEAR.format(1)}"
    rf"|(?P<months>6|sáu|9|chín|3|06|09)\s+tháng(?:\s+(?P<half>đầu|cuối))?(?:\s+năm)?(?:\s*/?\s*(?P<year2>(?:19|"
    rf"20)\d\d))?"
    rf"|(?<!\d )tháng\s+(?P<month>1[0-2]|0?[1-9]){_YEAR.format(3)}"
    r"|giai đoạn\s+(?P<from>(?:19|20)\d\d)\s*-\s*(?P<to>(?:19|20)\d\d)"
    r"|nhiệm kỳ\s+(?P<term>(?:19|20)\d\d\s*-\s*(?:19|20)\d\d)"
    r"|(?:cả\s+)?năm\s+(?P<year4>(?:19|20)\d\d)(?:\s*-\s*(?P<end>(?:19|20)\d\d))?"
    r")(?!\w)"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTERS = ("I", "II", "III", "IV")
_MONTHS = {"6": "6", "06": "6", "sáu": "6", "9": "9", "09": "9", "chín": "9", "3": "3"}
CUMULATIVE = "lũy kế"
_CUMULATIVE = re.compile(r"(?<!\w)(?:lũy kế|lũy kế|luỹ kế|cộng dồn|từ đầu năm|từ đầu nhiệm kỳ)(?!\w)")
# Times that a figure is compared with are not its own.
_COMPARED = re.compile(r"(?:so với|so|cùng kỳ|đến|trước|kế hoạch|dự toán|chỉ tiêu|thực hiện|nhiệm vụ|phấn đấu)\s*$")


def period_in(low: str, at: int) -> str:
    """The period that a sentence gives for the number at an offset: the nearest before it, else the first of it.

    Args:
        low: the sentence in the form of `spelling.key`, offsets kept.
        at: where the number begins.

    Returns:
        "Quý III/2025", "Quý III" (the year is the document's), "6 tháng/2025", "Tháng 9/2025", "Năm 2024", "Giai đoạn
        2021–2025", with "lũy kế" before it where the sentence says so; "" where it says nothing.
    """
    found = [
        match
        for match in _PERIOD.finditer(low)
        if not (match.start() <= at < match.end())
        and not _COMPARED.search(low, max(0, match.start() - 14), match.start())
    ]
    before = [match for match in found if match.end() <= at]
    chosen = before[-1] if before else next(iter(found), None)
    name = _name(chosen) if chosen else ""
    clause = max(low.rfind(mark, 0, at) for mark in ";.")
    if _CUMULATIVE.search(low, max(clause, 0), at):
        return f"{CUMULATIVE} {name}".strip()
    return name


def period_of_document(title: str, low_head: str, issued: date | None) -> str:
    """The period that a report is about: from its title, else from its first lines, else ""."""
    for text in (title, low_head):
        match = _PERIOD.search(text)
        if match:
            return complete(_name(match), str(issued.year) if issued else "")
    return ""


def complete(period: str, document: str) -> str:
    """A period of a sentence with the year of its document; a sentence without one has the document's.

    Args:
        period: from `period_in`.
        document: from `period_of_document`, or a year alone.
    """
    bare = period.removeprefix(CUMULATIVE).strip()
    lead = f"{CUMULATIVE} " if period.startswith(CUMULATIVE) else ""
    if not bare:
        return f"{lead}{document}".strip()
    if re.search(r"\d{4}", bare):
        return period
    year = re.search(r"(?:19|20)\d\d", document)
    return f"{lead}{bare}/{year[0]}" if year else period


def _name(match: re.Match[str]) -> str:
    if match["quarter"]:
        number = _ROMAN.get(match["quarter"]) or int(match["quarter"])
        return f"Quý {_QUARTERS[number - 1]}" + (f"/{match['year1']}" if match["year1"] else "")
    if match["months"]:
        half = " cuối năm" if match["half"] == "cuối" else ""
        return f"{_MONTHS[match['months']]} tháng{half}" + (f"/{match['year2']}" if match["year2"] else "")
    if match["month"]:
        return f"Tháng {int(match['month'])}" + (f"/{match['year3']}" if match["year3"] else "")
    if match["from"]:
        return f"Giai đoạn {match['from']}–{match['to']}"
    if match["term"]:
        return "Nhiệm kỳ " + re.sub(r"\s*-\s*", "–", match["term"])
    if match["end"]:
        return f"Giai đoạn {match['year4']}–{match['end']}"
    return f"Năm {match['year4']}"
