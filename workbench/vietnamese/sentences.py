"""Cuts text into sentences with offsets, for text as offices write it.

A newline ends a paragraph (readers have joined wrapped lines already). Inside a paragraph a sentence ends at . ! ? …
followed by a space and something that can begin a sentence; not after an abbreviation, a list number, or inside a
number, a date or a document symbol.
"""

from __future__ import annotations

import re

_PARAGRAPH = re.compile(r"[^\n]+")
_VISIBLE = re.compile(r"\S")
_STOP = re.compile(r"[.!?…]++[\"”’»)\]]*+")
# What may open a sentence: a capital, a digit, an opening quote or bracket, a dash of a list.
# Possessive throughout: a long run of spaces must not be tried in every split.
_OPENING = re.compile(r"\s++[\"“‘«(\[]?+(?:[-–—+*•]\s*+)?+[\"“‘«(\[]?+\s*+(?P<first>\S)")
_ABBREVIATIONS = frozenset(
    (
        *("tp", "tx", "tt", "q", "p", "h", "x"),  # before names of places
        *("ts", "ths", "pgs", "gs", "bs", "ks", "kts", "cn", "ths.bs", "ts.bs", "ncs", "mr", "mrs", "ms", "dr"),
        *("đ/c", "đc", "tr", "tr.đ", "v.v", "vv", "st", "stt", "tel", "đt", "vd", "nxb", "t.ư", "t.w"),
    )
)
_LAST_WORD = re.compile(r"([\w/.-]+)$")
# "I.", "1.", "1.2.", "a.", "Điều 5." alone before the dot: the number of a list item, not a sentence. Neither is the
# authority to sign: "TM. BAN THƯỜNG VỤ", "KT. BỘ TRƯỞNG" (domain.md §2.5, §3.3).
_LIST_NUMBER = re.compile(r"(?:^|\s)(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*|[A-Za-zđĐ]|T/?M|K/?T|T/?L|TUQ)$")

_NUMBERED_UNITS = frozenset(
    ["", "phần", "phần thứ", "chương", "mục", "tiểu mục", "điều", "phụ lục", "bảng", "biểu", "hình"]
)


def split(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of a text, without surrounding space. Linear in its length."""
    found: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start = first = paragraph.start()
        for stop in _STOP.finditer(text, start, paragraph.end()):
            if stop.start() == first > paragraph.start():
                # Dots that stand alone ("tiêu cực. …") close the sentence before them.
                found[-1] = (found[-1][0], stop.end())
            elif _ends_sentence(text, start, stop.start(), stop.end(), paragraph.end()):
                _append(found, text, start, stop.end())
            else:
                continue
            start = stop.end()
            visible = _VISIBLE.search(text, start, paragraph.end())
            first = visible.start() if visible else paragraph.end()
        _append(found, text, start, paragraph.end())
    return found


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    trimmed = piece.strip()
    if trimmed:
        found.append((start + left, start + left + len(trimmed)))


def _ends_sentence(text: str, start: int, dot: int, after: int, limit: int) -> bool:
    opening = _OPENING.match(text, after, limit)
    if opening is None:
        return False
    first = opening["first"]
    if first.islower():
        return False
    if text[dot : dot + 1] != "." or text[dot : dot + 2] == "..":
        return True
    before = text[max(start, dot - 24) : dot]
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    last = word[1].lower().strip(".-")
    if last in _ABBREVIATIONS or last.rpartition(".")[2] in _ABBREVIATIONS:  # "PGS.TS." is made of known parts
        return False
    number = _LIST_NUMBER.search(before)
    if number is None:
        return True
    # A list number opens the sentence: nothing stands before it but the name of the unit that it numbers.
    lead = text[start : max(start, dot - 24) + number.start()].strip().lower()
    return lead not in _NUMBERED_UNITS
