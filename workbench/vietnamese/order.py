"""The order of Vietnamese words: a ă â b c d đ e ê …, and only then the tones, as dictionaries have it."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng; the level tone comes before all."""
_NUMBER = re.compile(r"(\d+)")

Key = tuple[tuple[tuple[int, int, str], ...], tuple[int, ...], str]


def order_key(text: str) -> Key:
    """A key for `sorted`: letter by letter, whatever the case; among texts of the same letters the tones decide, and
    numbers stand by their size ("mục 2" before "mục 10")."""
    letters: list[tuple[int, int, str]] = []
    tones: list[int] = []
    for piece in _NUMBER.split(text):
        if piece.isdecimal():
            letters.append((1, int(piece), ""))
            continue
        for sign in unicodedata.normalize("NFC", piece).casefold():
            marks = unicodedata.normalize("NFD", sign)
            tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
            bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
            if bare in _LETTERS:
                letters.append((2, _LETTERS[bare], ""))
                tones.append(tone)
            elif sign.isspace():
                letters.append((0, 0, ""))
            else:
                letters.append((3, 0, sign) if sign.isalpha() else (0, 1, sign))
    return tuple(letters), tuple(tones), text
