"""Abbreviations that a text uses without having introduced them (domain.md §7.1).

That an abbreviation must stand in brackets behind the words in full before it is used is general knowledge here ([K]):
what this check says are hints. Those that everybody knows stand in `common_abbreviations.csv`, which an office can
extend in its folder of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.documents.head_cells import CAPITALS, is_capitals
from workbench.documents.symbols import find_symbols
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.wording_text import Place, places
from workbench.vietnamese.lexicon import Lexicon, tables
from workbench.vietnamese.lexicon.definitions import defined_abbreviations
from workbench.vietnamese.lexicon.tables import Column, Table, some_text
from workbench.vietnamese.spelling import key
from workbench.vietnamese.syllable_shapes import is_syllable

COMMON = Table(
    "common_abbreviations.csv",
    (
        Column("short", "viết tắt", some_text, identifies=True),
        Column("note", "ghi chú", str, optional=True),
    ),
    package="workbench.drafting.checks",
)

_PLAIN = "A-ZĐƯÂĂÊÔƠ"
_SHORT = re.compile(rf"(?<![\w/.&\-])[{_PLAIN}]{{2,8}}(?:[&\-][{_PLAIN}]{{1,6}}){{0,3}}(?![\w/&])(?!-[\w])")
_ROMAN = re.compile(r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})$")
_BESIDE = re.compile(rf"[{CAPITALS}]{{2,}}")
_QUOTED = re.compile(r"[“\"][^”\"\n]{0,400}[”\"]")
_EXPLAINED = re.compile(r"\s*\(\s*[a-zà-ỹđ][^()]{5,}\)")
_RULE = "cách viết tắt trong văn bản hành chính [K]"
_MOST = 12  # abbreviations that get a hint of their own; a table of codes would fill the list
_ADVICE = "Viết đủ ở lần đầu, kèm chữ viết tắt trong ngoặc đơn."


class _Use(NamedTuple):
    """The first use of an abbreviation, and how often it is used."""

    place: Place
    start: int
    order: int
    times: int


def check_abbreviations(subject: Checked) -> Iterator[Finding]:
    """One hint for each abbreviation that is used before, or without, being introduced."""
    allowed = _common(subject.tables)
    introduced: dict[str, int] = {}
    uses: dict[str, _Use] = {}
    for order, place in enumerate(places(subject)):
        for definition in defined_abbreviations(place.text):
            introduced.setdefault(key(definition.short), order)
        for match in _used(place):
            short = match[0]
            if key(short) in allowed:
                continue
            if _EXPLAINED.match(place.text, match.end()):
                introduced.setdefault(key(short), order)
            first = uses.get(short)
            uses[short] = first._replace(times=first.times + 1) if first else _Use(place, match.start(), order, 1)
    told = [(short, use) for short, use in uses.items() if (at := introduced.get(key(short))) is None or at > use.order]
    for short, use in told[:_MOST]:
        times = f" (dùng {use.times} lần)" if use.times > 1 else ""
        said = "dùng trước khi giới thiệu" if key(short) in introduced else "chưa được giới thiệu"
        yield use.place.finding(
            Severity.HINT,
            f"Chữ viết tắt “{short}” {said}{times}.",
            _advice(short, subject.lexicon),
            use.start,
            use.start + len(short),
            _RULE,
        )
    if rest := told[_MOST:]:
        beginning, use = rest[0]
        listed = ", ".join(f"“{short}”" for short, _ in rest)
        yield use.place.finding(
            Severity.HINT,
            f"Còn {len(rest)} chữ viết tắt khác chưa được giới thiệu: {listed}.",
            _ADVICE,
            use.start,
            use.start + len(beginning),
            _RULE,
        )


def _common(office_folder: Path | None) -> frozenset[str]:
    return frozenset(key(row[0]) for row in tables.load(COMMON, office_folder))


def _used(place: Place) -> Iterator[re.Match[str]]:
    """The abbreviations in an item; none in a line of capitals, in a symbol, in a quotation or in a name."""
    text = place.text
    if is_capitals(text):
        return
    taken = [(span.start, span.end) for span in find_symbols(text)]
    taken += [match.span() for match in _QUOTED.finditer(text)]
    for match in _SHORT.finditer(text):
        if _ROMAN.match(match[0]) or any(start <= match.start() < end for start, end in taken):
            continue
        if _is_shouted(text, match):
            continue
        yield match


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether it is a word among words in capitals ("BAN CHẤP HÀNH"): a neighbour is one, and no abbreviation."""
    before = re.search(rf"([{CAPITALS}]{{2,}})\s$", text[: match.start()])
    after = re.match(rf"\s([{CAPITALS}]{{2,}})(?!\w)", text[match.end() :])
    beside = [found[1] for found in (before, after) if found]
    return any(is_syllable(word.lower()) for word in beside) and is_syllable(match[0].lower())


def _advice(short: str, lexicon: Lexicon | None) -> str:
    meant = [one.full for one in lexicon.expansions(short)] if lexicon else []
    if len(meant) == 1:
        return f"Viết đủ ở lần đầu: “{meant[0]} ({short})”."
    if meant:
        return f"{_ADVICE} Có thể là: {'; '.join(dict.fromkeys(meant))}."
    return _ADVICE
