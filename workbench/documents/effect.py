"""From when to when a document says that it is in force (hiệu lực thi hành)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from workbench.documents.composed import Composed
from workbench.documents.dates import find_dates
from workbench.documents.references import lowered
from workbench.documents.symbols import find_symbols
from workbench.documents.tables import document_types
from workbench.vietnamese.spelling import key

_MOST = 8  # statements kept of one text: texts that quote others hold many
_TYPES = "|".join(sorted({re.escape(key(kind.name)) for kind in document_types()}, key=len, reverse=True))
_BEGINS = re.compile(
    r"(?<!hết )(?<!\w)có hiệu lực(?:\s+thi hành)?(?P<until>\s+đến)?(?:\s+kể)?\s+"
    r"(?:(?:từ|vào)\s+(?P<from>ngày\s+(?:(?P<signed>ký|ban hành|thông qua|công bố)|(?=\d)))"
    r"|sau\s+(?P<days>\d{1,3})\s+ngày)"
)
_ENDS = re.compile(
    r"(?<!\w)(?:có hiệu lực(?:\s+thi hành)?(?:[^.;\n]{0,60}?)\s+(?:cho\s+)?đến\s+(?:hết\s+)?"
    r"|hết hiệu lực(?:\s+thi hành)?\s+(?:kể\s+)?(?P<from>từ|vào)\s+)(?:ngày\s+(?=\d)|năm\s+(?P<year>\d{4}))"
)
_SUBJECT = re.compile(rf"(?<!\w)(?P<type>{_TYPES})\s+(?:số\s+\S+\s+)?này(?!\w)")
_BARE_SUBJECT = re.compile(
    rf"(?:^|[.;\n:]\s*|\d[.)]\s*)(?P<type>{_TYPES})(?:\s+này)?(?=\s+(?:có|được|đã|hết|và))", re.MULTILINE
)
_BACK = 260  # characters before "có hiệu lực" in which its subject stands


@dataclass(frozen=True)
class Effect:
    """One statement of a text about its own force.

    Attributes:
        start, end: offsets of the sentence's part that says so.
        kind: "begins" or "ends" (the last day of force).
        type: the tên loại that it speaks of ("quyết định"), as `spelling.key` writes it.
        day: the day named, or None where force begins with the day of issue.
        after: days after the day of issue on which force begins; 0 unless the text says "sau 45 ngày".
    """

    start: int
    end: int
    kind: Literal["begins", "ends"]
    type: str
    day: date | None
    after: int = 0


def find_effects(text: str) -> tuple[Effect, ...]:
    """What a text says of its own force, in order, at most eight statements. Never raises."""
    whole = Composed(text)
    lower = lowered(whole.text)
    if "hiệu lực" not in lower:
        return ()
    found: list[Effect] = []
    for kind, pattern in (("begins", _BEGINS), ("ends", _ENDS)):
        for match in pattern.finditer(lower):
            one = _effect(whole, lower, match, "begins" if kind == "begins" else "ends")
            if one is not None:
                found.append(one)
            if len(found) >= _MOST:
                break
    return tuple(sorted(found, key=lambda one: one.start))


def _effect(whole: Composed, lower: str, match: re.Match[str], kind: Literal["begins", "ends"]) -> Effect | None:
    subject = _subject(lower, match.start())
    if subject is None or (kind == "begins" and match["until"]):
        return None
    first, name = subject
    end, day, after = match.end(), None, 0
    if kind == "begins":
        if match["days"]:
            after = int(match["days"])
        elif not match["signed"]:
            day, end = _day(whole.text, match.end())
    elif match["year"]:
        day = date(int(match["year"]), 12, 31) if 1900 <= int(match["year"]) <= 2100 else None
    else:
        day, end = _day(whole.text, match.end())
        if day is not None and match["from"]:
            day -= timedelta(days=1)  # "hết hiệu lực từ ngày": the day before is the last
    if day is None and not (kind == "begins" and (match["signed"] or match["days"])):
        return None
    start, end = whole.original(first, end)
    return Effect(start, end, kind, name, day, after)


def _day(text: str, at: int) -> tuple[date | None, int]:
    days = find_dates(text[at : at + 45])
    return (days[0].day, at + days[0].end) if days and days[0].start == 0 else (None, at)


def _subject(lower: str, at: int) -> tuple[int, str] | None:
    """Where the sentence names the document itself before `at`, and its tên loại; None where it speaks of another."""
    left = max(0, at - _BACK)
    best: re.Match[str] | None = None
    for pattern in (_SUBJECT, _BARE_SUBJECT):
        for match in pattern.finditer(lower, left, at + 4):  # as far as the words that must follow reach
            if match.end() <= at and (best is None or match.start("type") > best.start("type")):
                best = match
    if best is None:
        return None
    between = lower[best.end() : at]
    if re.search(r"[.;]\s|\n\s*\n", between) or find_symbols(between, ignore_case=True):
        return None
    return best.start("type"), " ".join(best["type"].split())
