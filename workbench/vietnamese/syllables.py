"""Cuts text into syllables with offsets into the original: the terms of the index."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workbench.vietnamese.spelling import INVISIBLE, syllable_keys

# A run of letters and digits; combining accents (NFD) and invisible characters inside a word belong to it.
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{INVISIBLE}])*")
_PARTS = re.compile(f"({_WORD.pattern})")
_MAX_SYLLABLE = 64
# A pair or phrase does not reach over the end of a sentence, a bracket or an empty line.
_BREAK = re.compile(r"[.;:!?…()\[\]\t]|\n\s*\n")
_PLAIN_GAP = frozenset(" \n,-/")
_BREAK_ALONE = frozenset("\t:;()[]")  # a dot alone is inside a number or a symbol: 1.234, QH.15


class Syllable(NamedTuple):
    """One syllable (or number) of a text.

    Attributes:
        key: lower case, one tone placement, one i/y: what is matched exactly.
        fold: the same without accents.
        start, end: offsets into the original text.
        position: place in the text; it skips one where a phrase must not reach across (sentence end, bracket).
    """

    key: str
    fold: str
    start: int
    end: int
    position: int


def tokens(text: str) -> list[Syllable]:
    """The syllables of a text in order. Linear in its length; never raises.

    Runs longer than 64 characters (base64, rubbish) are cut, so that no term is absurdly long.
    """
    found: list[Syllable] = []
    new = tuple.__new__  # skips the checks of Syllable(…): this is the innermost loop of a build
    position = -1
    last_end = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if start == last_end + 1 and text[last_end] in _PLAIN_GAP:
            position += 1
        else:
            position += 2 if found and _reaches_not_across(text[last_end:start]) else 1
        last_end = end
        if end - start <= _MAX_SYLLABLE:
            exact, folded = syllable_keys(match[0])
            if exact:
                found.append(new(Syllable, (exact, folded, start, end, position)))
            continue
        for piece in range(start, end, _MAX_SYLLABLE):
            stop = min(piece + _MAX_SYLLABLE, end)
            exact, folded = syllable_keys(text[piece:stop])
            if exact:
                found.append(new(Syllable, (exact, folded, piece, stop, position)))
    return found


def joined_keys(text: str, gap: str) -> str:
    """The keys of `tokens` parted by spaces, with `gap` where positions skip one; in a third of the time."""
    parts = _PARTS.split(text)  # gap, word, gap, word … gap
    words = parts[1::2]
    if max(map(len, words), default=0) > _MAX_SYLLABLE:
        return _joined(tokens(text), gap)  # rare
    keys = list(map(_exact_key, words))
    if not all(keys):
        return _joined(tokens(text), gap)  # rare
    for place, between in enumerate(parts[2:-1:2]):
        if between not in _PLAIN_GAP and _reaches_not_across(between):
            keys[place] = f"{keys[place]} {gap}"
    return " ".join(keys)


@lru_cache(maxsize=65_536)
def _exact_key(word: str) -> str:
    return syllable_keys(word)[0]


def _joined(syllables: list[Syllable], gap: str) -> str:
    keys: list[str] = []
    last = -1
    for syllable in syllables:
        if syllable.position > last + 1 and last >= 0:
            keys.append(gap)
        keys.append(syllable.key)
        last = syllable.position
    return " ".join(keys)


def _reaches_not_across(gap: str) -> bool:
    return gap in _BREAK_ALONE if len(gap) == 1 else _BREAK.search(gap) is not None
