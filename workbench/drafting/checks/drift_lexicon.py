"""The words on which the meaning of a sentence hangs, and those that only join its parts; tables beside this file.

`drift_words.csv`: a class, and words that belong to it. Classes: "phu_dinh" (negation), "chieu" (direction), "muc_do"
(hedges, how many), "chieu_so" and "muc_do_so" (the same, before a number only), "thuong" (words that look like one of
these and are none: "thiếu niên"), "noi" (connectives and particles: an editor may put them in and take them out).
`drift_swaps.csv`: a kind of drift, and words of which one must not stand for another ("xã", "phường").
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workbench.vietnamese.spelling import key

NEGATION, DIRECTION, DEGREE = "phu_dinh", "chieu", "muc_do"
OF_NUMBERS = {"chieu_so": DIRECTION, "muc_do_so": DEGREE}
PLAIN, LINK = "thuong", "noi"
OPERATORS = frozenset({NEGATION, DIRECTION, DEGREE})
BOUNDARIES = frozenset({"và", "hoặc", "nhưng", "song", "mà", "hay", "thì"})
"""Words after which another clause may begin."""


class Phrase(NamedTuple):
    """A word of one or more syllables, in the spelling of `spelling.key`."""

    syllables: tuple[str, ...]
    name: str


@cache
def phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """The words of `drift_words.csv` by their first syllable, longest first; `name` is the class."""
    return _by_first(Phrase(tuple(key(row["words"]).split()), row["class"]) for row in _rows("drift_words.csv"))


@cache
def units() -> Mapping[str, tuple[Phrase, ...]]:
    """Units of measure and of counting by their first syllable, longest first; `name` is the unit's kind."""
    table = files("workbench.analysis").joinpath("units_of_measure.csv").read_text(encoding="utf-8")
    found = []
    for row in csv.DictReader(table.splitlines()):
        syllables = tuple(SPELLED.get(part, part) for part in key(row["unit"]).replace("/", " ").split())
        found.append(Phrase(("%",) if syllables == ("phần", "trăm") else syllables, row["kind"]))
    return _by_first(found)


@cache
def swaps() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each syllable of `drift_swaps.csv` the groups it belongs to: kind of drift, number of the group."""
    groups: dict[str, list[tuple[str, int]]] = {}
    for number, row in enumerate(_rows("drift_swaps.csv")):
        for word in key(row["words"]).split():
            groups.setdefault(SPELLED.get(word, word), []).append((row["kind"], number))
    return {word: tuple(found) for word, found in groups.items()}


SPELLED = {
    **{"ngàn": "nghìn", "tr": "triệu", "đ": "đồng", "vnđ": "đồng", "vnd": "đồng", "hecta": "ha"},
    **{"m²": "m2", "m³": "m3", "km²": "km2", "uỷ": "ủy", "bẩy": "bảy"},
}
"""Other spellings of one syllable."""

SCALES = {"trăm": 1e2, "nghìn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9}
STRICT = frozenset({*SCALES, "%", "‰", "đồng", "usd"})
"""Units without which a number is another number."""

# "không chỉ … mà còn": an editor may put it in or take it out as a whole.
JOINING_HEADS = frozenset({"chỉ", "những", "riêng"})


def _by_first(found: Iterator[Phrase] | list[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = {}
    for phrase in found:
        if phrase.syllables:
            table.setdefault(phrase.syllables[0], []).append(phrase)
    return {first: tuple(sorted(listed, key=lambda phrase: -len(phrase.syllables))) for first, listed in table.items()}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()))
