"""Which terms a Prefix, Wildcard or FuzzyTerm stands for; the same for every engine."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from whoosh.query import FuzzyTerm, Prefix, Wildcard

Pattern: TypeAlias = Prefix | Wildcard | FuzzyTerm

_SPECIAL = re.compile(r"[*?]")
_MAX_DISTANCE = 2


def beginning(pattern: Pattern) -> str:
    """The literal beginning that every term of the pattern has."""
    text = str(pattern.text)
    if isinstance(pattern, FuzzyTerm):
        return text[: int(pattern.prefixlength)]
    return text if isinstance(pattern, Prefix) else _SPECIAL.split(text, maxsplit=1)[0]


def test_of(pattern: Pattern) -> Callable[[str], bool]:
    """A test of terms that have the pattern's `beginning`.

    Wildcards: `*` is any run of characters, `?` one. Fuzzy: at most `maxdist` (1 or 2) letters changed, added, left
    out, or swapped with their neighbour, after the first `prefixlength`.
    """
    text = str(pattern.text)
    if isinstance(pattern, Prefix):
        return lambda term: True
    if isinstance(pattern, Wildcard):
        parts = (".*" if char == "*" else "." if char == "?" else re.escape(char) for char in re.sub(r"\*+", "*", text))
        return _whole("".join(parts))
    skip = int(pattern.prefixlength)
    allowed = min(int(pattern.maxdist), _MAX_DISTANCE)
    if allowed <= 1:
        near = _whole("|".join(_one_edit(text[skip:])) if allowed else re.escape(text[skip:]))
        return lambda term: near(term[skip:])
    return lambda term: abs(len(term) - len(text)) <= allowed and _distance(text, term) <= allowed


def _whole(expression: str) -> Callable[[str], bool]:
    match = re.compile(expression, re.DOTALL).fullmatch
    return lambda term: match(term) is not None


def _one_edit(text: str) -> list[str]:
    """Expressions that match everything at most one edit away from `text`."""
    found = [re.escape(text)]
    for at in range(len(text) + 1):
        head, tail = re.escape(text[:at]), text[at:]
        found.append(f"{head}.{re.escape(tail)}")
        if tail:
            found.append(f"{head}.?{re.escape(tail[1:])}")
        if len(tail) > 1:
            found.append(f"{head}{re.escape(tail[1] + tail[0] + tail[2:])}")
    return found


def _distance(first: str, second: str) -> int:
    """Edits between two words, a swap of neighbours counting one (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
