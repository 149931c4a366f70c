"""Abbreviations that a document defines itself: "công nghệ thông tin (CNTT)" (domain.md §7.1, last paragraph)."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.vietnamese.spelling import fold, key

# What stands in the bracket: the abbreviation, in quotes or not, perhaps after "sau đây gọi tắt là".
_BRACKET = re.compile(
    r"\(\s*+(?P<called>(?:(?:sau đây\s++)?(?:được\s++)?(?:gọi|viết)\s++tắt|sau đây\s++gọi)\s++là\s*+:?\s*+)?"
    r"[\"“‘']?+(?P<short>[^\s()\"“”‘’'][^()\n\"“”‘’']{1,60}?)[\"”’']?\s*+\)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"[A-ZĐƯÂĂÊÔƠ]")
_SHORT = re.compile(r"(?:[^\W\d_]+\s+)?[A-ZĐƯÂĂÊÔƠ][A-Za-zĐđƯÂĂÊÔƠ0-9&,.\- ]{0,14}")
_WORD = re.compile(r"[^\W_]+")
# The words in full do not reach over these; a comma may stand among them ("quốc phòng, an ninh").
_BORDER = re.compile(r"[.;:](?=\s|$|[^\W\d_])|[()\n\t“”\"]")
_CONNECTORS = frozenset({"va", "cua", "cac", "ve", "trong", "voi", "cho", "theo", "tai", "cap", "nhung"})
_WINDOW = 200  # characters before the bracket
_LONGEST_SHORT = 16


class Definition(NamedTuple):
    """An abbreviation as its document defines it.

    Attributes:
        short: the abbreviation or the short name.
        full: the words it stands for: `text[start:end]`.
        start, end: where these words stand in the text.
    """

    short: str
    full: str
    start: int
    end: int


def defined_abbreviations(text: str) -> list[Definition]:
    """The abbreviations that a text defines in brackets behind the words in full, in order of the text.

    A bracket with capitals counts where they are the initials of the words before it ("kinh tế - xã hội (KT-XH)").
    After "gọi tắt là" any short name counts ("Tổ công tác rà soát … (sau đây gọi tắt là Tổ 12386)"); its full name
    starts at the nearest word before it that opens the short name too, else at the start of the clause. Linear in the
    length of the text.
    """
    found: list[Definition] = []
    for bracket in _BRACKET.finditer(text):
        short = " ".join(bracket["short"].split()).strip(" ,.;")
        if not _CAPITALS.search(short) or "/" in short:  # no capitals: no abbreviation; a slash: another document
            continue
        words = _words_before(text, bracket.start())
        start = None
        if len(short) <= _LONGEST_SHORT and _SHORT.fullmatch(short):
            start = _start_by_initials(words, short)
        if start is None and bracket["called"]:
            start = _start_by_name(words, short)
        end = words[-1].end() if words else 0
        if start is not None and key(text[start:end]) != key(short):
            found.append(Definition(short, text[start:end], start, end))
    return found


def _words_before(text: str, bracket: int) -> list[re.Match[str]]:
    """The words of the clause that ends at a bracket."""
    first = max(0, bracket - _WINDOW)
    borders = [border.end() for border in _BORDER.finditer(text, first, bracket)]
    if borders:
        first = borders[-1]
    elif first and text[first - 1].isalnum():
        # The window opens inside a word.
        while first < bracket and text[first].isalnum():
            first += 1
    return list(_WORD.finditer(text, first, bracket))


def _start_by_initials(words: list[re.Match[str]], short: str) -> int | None:
    """Where the words start whose initials, read backwards from the bracket, spell the abbreviation."""
    units = _units(short)
    if len(units) < 2:
        return None
    at = len(words) - 1
    start = None
    for unit in reversed(units):
        while at >= 0 and not _stands_for(unit, words[at][0]) and fold(words[at][0]) in _CONNECTORS:
            at -= 1
        if at < 0 or not _stands_for(unit, words[at][0]):
            return None
        start = words[at].start()
        at -= 1
    return start


def _units(short: str) -> list[str]:
    """What each word in full must answer to: a whole word of the abbreviation ("Bộ" of "Bộ TC"), or one capital."""
    units: list[str] = []
    for part in _WORD.findall(short):
        capitals = _CAPITALS.findall(part)
        # Small letters behind capitals ("TTg") say no more than these; behind one alone they make a word ("Bộ").
        whole = len(capitals) <= 1 and len(part) > 1
        units.extend([fold(part)] if whole else capitals)
    return units


def _stands_for(unit: str, word: str) -> bool:
    if len(unit) > 1:
        return fold(word) == unit
    # "TW" is the old way to write the initials of "Trung ương".
    return fold(word)[:1] == ("u" if unit == "W" else fold(unit)) and not (unit == "Đ" and word[0] not in "ĐđÐ")


def _start_by_name(words: list[re.Match[str]], short: str) -> int | None:
    opening = _WORD.search(short)
    if opening is None or not words:
        return None
    same = [word for word in words if fold(word[0]) == fold(opening[0])]
    return (same[-1] if same else words[0]).start()
