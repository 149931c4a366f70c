"""Cuts text into the smallest pieces that word segmentation may join: syllables, numbers, document symbols, marks.

Dates, numbers with separators, percentages, document symbols, addresses of the web and abbreviations with dots are one
token. Nothing is rewritten: accents typed apart (NFD) and invisible characters stay inside their token, so offsets are
those of the caller's text. Quantifiers are bounded or take runs whole: the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from workbench.vietnamese.spelling import ZERO_WIDTH, clean
from workbench.vietnamese.syllable_shapes import is_syllable

_UPPER = "A-ZÐƉÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_MARKS = "\u0300-\u036f" + ZERO_WIDTH
_LETTER = rf"[^\W\d_{_MARKS}]"  # `_MARKS` here too: some combining marks count as word characters
_IN_WORD = rf"[\w{_MARKS}]"
_DASH = r"[-–‐‑]"
_SLASH = r"[-–‐‑/]"
_PART = rf"[{_UPPER}][\w{_MARKS}&.]{{0,24}}"
_NUMBER = r"\d{1,40}(?:[.,]\d{1,40}){0,12}"

_TOKEN = re.compile(
    rf"""
    [a-zà-ỹđ]{_IN_WORD}*+(?:(?=[\s,;)]|$)|(?<=\w{{3}})(?=\.\s))  # most tokens are plain syllables: first, for speed
  | [{_UPPER}][a-zà-ỹ]{_IN_WORD}*+(?=[\s,;)])
  | [,;](?=\s)
  | (?P<link>(?:https?|ftp)://[^\s<>"“”]{{1,500}}(?<![.,;:!?)\]]) | www\.[^\s<>"“”]{{1,500}}(?<![.,;:!?)\]])
      | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}} )
  | (?P<symbol>
      (?<!\w)\d{{1,6}}[A-Za-z]?(?:/(?:19|20)\d\d)?
        (?:[ \u00a0]?{_SLASH}[ \u00a0]?(?=[{_UPPER}]{{2}})|{_SLASH}){_PART}(?<![.&])(?:{_SLASH}{_PART}(?<![.&])){{0,6}}
      | (?<!\w)[{_UPPER}]{{2,10}}\d{{0,2}}(?:{_SLASH}[{_UPPER}][{_UPPER}\d]{{1,10}}){{1,6}}(?!\w) )
  | (?P<plate>(?<!\w)\d\d[A-ZĐ]\d?-\d{{3,5}}(?!\w))
  | (?P<date>(?<![\d.,/])(?:\d{{1,2}}(?:(?P<by>[/.-])\d{{1,2}}(?P=by)\d{{2,4}}|[/-]\d{{1,4}})
      |\d{{4}}[/-]\d{{1,2}}[/-]\d{{1,2}}|\d{{1,2}}:\d\d(?::\d\d)?)(?![\d/]) )
  | (?P<number>{_NUMBER}(?:{_DASH}{_NUMBER})?(?:%|(?<=[.,]\d\d\d)(?=[đd](?!\w))|(?![\w{_MARKS}])) )
  | (?P<dots>(?:[{_UPPER}]{{1,5}}\.){{1,4}}[{_UPPER}]{_IN_WORD}{{0,5}}\.?(?!\w) | v\.v\.?
      | (?:TP|Tp|tp|TX|TT|Th[Ss]?|PGS|GS|TS|BS|KTS|[qhp])\.(?=\s*[\w,;]) | [{_UPPER}]\.(?=\s*[\w,;])
      | [đĐ]/c(?!\w) | T[rR]\.đ(?!\w) | \.{{2,}} )
  | (?P<hyphened>{_LETTER}{_IN_WORD}{{0,40}}(?:{_DASH}{_LETTER}{_IN_WORD}{{0,40}}){{1,8}} )
  | {_IN_WORD}+ | \S
    """,
    re.VERBOSE,
)
_HYPHEN = re.compile(_DASH)
_PLAIN = re.compile(rf"{_LETTER}{_IN_WORD}*|\S")


class Tokens(NamedTuple):
    """Syllables, numbers, symbols and marks in order: three lists of one length (a tuple for each would cost time)."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def tokens(text: str) -> Tokens:
    """The tokens of a text in order; they cover every visible character."""
    matches = list(_TOKEN.finditer(text))
    if _HYPHEN.search(text) is not None:
        matches = [part for match in matches for part in _parts(match)]
    texts = [match[0] for match in matches]
    return Tokens(texts, [match.start() for match in matches], [match.end() for match in matches])


def _parts(match: re.Match[str]) -> Iterable[re.Match[str]]:
    if match.lastgroup == "hyphened" and _is_joined_syllables(match[0]):
        return _PLAIN.finditer(match.string, match.start(), match.end())
    return (match,)


def _is_joined_syllables(run: str) -> bool:
    """Whether "tế-xã" is the hyphen of "kinh tế-xã hội" and not a foreign word ("knock-out")."""
    return all(is_syllable(part.lower()) for part in clean(run).split("-"))
