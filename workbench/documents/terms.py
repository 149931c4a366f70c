"""The term (nhiệm kỳ) of a committee on a day: numbers of Party documents restart with it (domain.md §2.4).

A term runs from the day after a congress closes to the day on which the next one closes. The days of the national
congresses are known; those below it are held from place to place within some months, and a document of those months
belongs to neither term for sure. The table `congress_terms.csv` says from when to when (general knowledge; offices may
correct it).
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from workbench.documents.symbols import SymbolSpan

Level = Literal["central", "province", "base"]

_BASE = re.compile(r"(?:ĐU|HU|QU|ThU|TXU|TPU|VPĐU|VPHU|BXDĐ)")


_ASSEMBLY = re.compile(r"QH\s?(\d{1,2})$")
_ASSEMBLY_TERMS = {
    9: "1992-1997", 10: "1997-2002", 11: "2002-2007", 12: "2007-2011", 13: "2011-2016", 14: "2016-2021",
    15: "2021-2026", 16: "2026-2031",
}  # fmt: skip


class CongressTerm(NamedTuple):
    """A term with the days on which the congresses that begin it opened and closed."""

    level: Level
    term: str
    opened: date
    closed: date


class TermReading(NamedTuple):
    """A term, or why it stays open (Vietnamese)."""

    term: str | None
    note: str = ""


@cache
def congress_terms() -> tuple[CongressTerm, ...]:
    """The table, by level and day."""
    text = files("workbench.documents").joinpath("congress_terms.csv").read_text(encoding="utf-8")
    levels: dict[str, Level] = {"central": "central", "province": "province", "base": "base"}
    rows = [
        CongressTerm(
            levels[row["level"]], row["term"], date.fromisoformat(row["opened"]), date.fromisoformat(row["closed"])
        )
        for row in csv.DictReader(text.splitlines())
    ]
    return tuple(sorted(rows, key=lambda row: (row.level, row.closed)))


def level_of(organ: str) -> Level | None:
    """The level of a committee by the organ part of a symbol: "TW", "BTCTU", "ĐU"; None where it does not tell."""
    if organ.startswith(("QUTW", "ĐUCATW", "ĐUTW", "ĐUK")):
        return None  # their congresses are held at other times than the national one
    if organ.endswith("TW"):
        return "central"
    if organ.endswith("TU"):
        return "province"
    return "base" if _BASE.match(organ) else None


def term_on(symbol: SymbolSpan, day: date | None) -> TermReading:
    """The term of the organ behind a symbol on the day of issue.

    For the Party that of the committee; for the National Assembly the one its symbol counts ("…/QH15"). Other organs of
    the State number by the year (domain.md §3.2).
    """
    organ = symbol.organ
    assembly = _ASSEMBLY.search(organ)
    if assembly:
        number = int(assembly[1])
        years = _ASSEMBLY_TERMS.get(number)
        return TermReading(years, "" if years else f"chưa biết nhiệm kỳ của Quốc hội khóa {number}")
    if day is None:
        return TermReading(None, "chưa biết ngày ban hành nên chưa xác định được nhiệm kỳ")
    level = level_of(organ)
    if level is None:
        return TermReading(None, "chưa biết cấp ủy này đại hội khi nào nên chưa xác định được nhiệm kỳ")
    held = [row for row in congress_terms() if row.level == level and row.opened <= day]
    if not held:
        return TermReading(None, "trước các nhiệm kỳ mà bảng đại hội có ghi")
    last = held[-1]
    if level == "central" and day <= last.closed and len(held) > 1 and last.closed.year < 2026:
        return TermReading(held[-2].term)  # the days of this congress are known: until it closes the old term runs
    if day <= last.closed:
        return TermReading(None, f"ban hành trong thời gian các đại hội nhiệm kỳ {last.term}, chưa rõ trước hay sau")
    if day.year > int(last.term[-4:]) + 1:
        return TermReading(None, "sau các nhiệm kỳ mà bảng đại hội có ghi")
    return TermReading(last.term)
