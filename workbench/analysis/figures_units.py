"""The unit of measure behind a number: the longest that a table knows, else the noun that stands there."""

from __future__ import annotations

import re

from workbench.analysis.figures_model import UnitKind
from workbench.analysis.figures_text import View
from workbench.analysis.figures_words import phrases, unit_kind, unit_pattern
from workbench.vietnamese import words
from workbench.vietnamese.numbers import Number

_STOP_UNITS = phrases("no_unit")
# "m3/ngày", "triệu đồng / nhóm", "thuê bao/100 dân": what a measure is given for.
_PER = re.compile(r"\s?/\s?(?:10{2,5}\s|1\.000\s|10\.000\s|100\.000\s)?(?=[^\W\d_])")
_PER_WORDS = re.compile(r"(?:ngày đêm|đầu người|h|s|lao động|nền|phòng|sào|công|suất ăn)(?![^\W_])")
_LONGEST_NOUN = 48  # characters looked at behind a number


def unit_after(view: View, number: Number, limit: int) -> tuple[int, int, UnitKind]:
    """Where the unit behind a number begins and ends, and its kind; empty where there is none.

    Args:
        view: the text; number: with offsets into it.
        limit: where the sentence ends.
    """
    low = view.low
    match = unit_pattern().match(low, number.scale_end, limit)
    if match:
        start, end = match.span("unit")
        kind = unit_kind(match["unit"])
        if kind in {"count", "person"} and end - start <= 8 and " " not in match["unit"]:
            end = max(end, _noun_end(view, start, limit))
        if kind not in {"percent", "time", "times"}:
            end = _with_per(low, end, limit)
        return start, end, kind
    if number.scale > 1 and number.scale_end > number.end:
        noun = _noun(view, number.scale_end, limit) if number.scale >= 1e3 else None
        if noun is not None and _is_counted(low[noun[0] : noun[1]]):
            return *noun, "count"
        kind = "money" if number.scale >= 1e6 else ""
        return number.scale_end, number.scale_end, kind
    noun = _noun(view, number.scale_end, limit)
    return (*noun, "count") if noun is not None else (number.scale_end, number.scale_end, "")


def _with_per(low: str, end: int, limit: int) -> int:
    """Where a unit ends with what it is given for, once or twice: "đồng/người/tháng"."""
    for _ in range(2):
        slash = _PER.match(low, end, limit)
        per = slash and (_PER_WORDS.match(low, slash.end(), limit) or unit_pattern().match(low, slash.end(), limit))
        if not per:
            break
        end = per.end()
    return end


def unit_of_whole(view: View, number: Number, limit: int) -> str:
    """The unit of "27" in "27 trong số 28 đơn", of "13" in "13 triệu trên tổng số 82 triệu người"; "" elsewhere."""
    onto = _ONTO.match(view.low, number.scale_end, limit)
    match = unit_pattern().match(view.low, onto.end(), limit) if onto else None
    return view.plain[slice(*match.span("unit"))] if match else ""


_ONTO = re.compile(r"\s+(?:trong|trên)\s+(?:tổng\s+)?số\s+\d[\d.,]*(?<=\d)(?:\s+(?:nghìn|triệu|tỷ))?")


def _is_counted(noun: str) -> bool:
    """Whether a noun behind "triệu" is counted; most often it is money whose currency is left out."""
    return unit_kind(noun) in {"count", "person"}


def _noun(view: View, at: int, limit: int) -> tuple[int, int] | None:
    """The word behind a number, when it may be what is counted."""
    rest = view.plain[at : min(at + _LONGEST_NOUN, limit)]
    lead = len(rest) - len(rest.lstrip(" "))
    if not lead or not rest[lead : lead + 1].islower():
        return None
    end = _noun_end(view, at + lead, limit)
    said = view.low[at + lead : end]
    if not said.replace(" ", "").isalpha() or said.split()[0] in _STOP_UNITS:
        return None
    return at + lead, end


def _noun_end(view: View, start: int, limit: int) -> int:
    """Where the word that begins at an offset ends: "điều kiện", not "điều"."""
    word = next(iter(words.segment(view.plain[start : min(start + _LONGEST_NOUN, limit)])), None)
    return start + word.end if word is not None and word.start == 0 else start
