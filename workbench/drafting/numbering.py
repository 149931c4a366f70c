"""Numbers of headings: "I- …", "A. …", "1. …", "1.2. …", "a) …", set anew when sections are added, moved or removed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.drafting.parts import DraftSection

_NUMBERED = re.compile(
    r"(?P<before>\s*)(?P<label>[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*|[a-zđ])(?P<sign>\s*[-–—.)/]\s*)(?=\S)"
)
_ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # as lists are lettered in Vietnamese


def roman(number: int) -> str:
    """A Roman number: 4 → "IV"."""
    found = ""
    for sign, value in _ROMAN:
        found += sign * (number // value)
        number %= value
    return found


def without_number(heading: str) -> str:
    """The heading without its number: "II- KẾT QUẢ" → "KẾT QUẢ"."""
    found = _NUMBERED.match(heading)
    return heading[found.end() :] if found else heading


def renumber(sections: Sequence[DraftSection]) -> None:
    """Number headings anew in the order they now have, each in its own style; headings without a number keep none."""
    for siblings, parent in _families(sections):
        numbered = [(one, found) for one in siblings if (found := _NUMBERED.match(one.heading))]
        labels = [found["label"] for _, found in numbered]
        for number, (section, found) in enumerate(numbered, 1):
            label = _label(labels, found["label"], number, parent)
            section.heading = f"{found['before']}{label}{found['sign']}{section.heading[found.end() :]}"


def number_like(heading: str, siblings: Sequence[DraftSection]) -> str:
    """A heading with a number in the style of its siblings, to be set right by `renumber`; as it is when it has one."""
    styles = [found for one in siblings if (found := _NUMBERED.match(one.heading))]
    if not styles or not heading.strip() or _NUMBERED.match(heading):
        return heading
    return f"{styles[0][0]}{heading.strip()}"


def _families(sections: Sequence[DraftSection]) -> list[tuple[list[DraftSection], DraftSection | None]]:
    """Sections of one level under one parent, parents before their children."""
    families: list[tuple[list[DraftSection], DraftSection | None]] = []
    open_: list[tuple[int, list[DraftSection]]] = []  # level and family, outermost first
    for section in sections:
        while open_ and open_[-1][0] > section.level:
            open_.pop()
        if not open_ or open_[-1][0] < section.level:
            family: list[DraftSection] = []
            families.append((family, open_[-1][1][-1] if open_ else None))
            open_.append((section.level, family))
        open_[-1][1].append(section)
    return families


def _label(labels: Sequence[str], old: str, number: int, parent: DraftSection | None) -> str:
    if old[0].isdigit():
        if "." not in old:
            return str(number)
        above = _NUMBERED.match(parent.heading) if parent else None
        prefix = above["label"] if above and above["label"][0].isdigit() else old.rpartition(".")[0]
        return f"{prefix}.{number}"
    letter = _LETTERS[min(number, len(_LETTERS)) - 1]
    if old.islower():
        return letter
    are_roman = all(set(label) <= set("IVXLC") for label in labels)
    return roman(number) if are_roman else letter.upper()
