"""The numbers and bullets that Word shows before list paragraphs but does not keep in their text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from workbench.archive.readers.package import attribute, child, local
from workbench.archive.readers.styles import Styles

_LEVELS = 9
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True)
class _Level:
    start: int
    style: str  # w:numFmt: decimal, lowerLetter, bullet …
    pattern: str  # w:lvlText: "%1.%2."


class Numbering:
    """The lists of a document, counted while its paragraphs are read in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}  # numId → (abstract id, starts overridden)
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._abstract[attribute(element, "abstractNumId") or ""] = _levels(element)
            elif local(element) == "num":
                self._lists[attribute(element, "numId") or ""] = _list(element)

    def label(self, properties: etree._Element | None) -> str:
        """What stands before this paragraph ("1.", "b)", "-"), or "" outside lists. Counts the paragraph."""
        number, level = self._place(properties)
        known = self._lists.get(number)
        if known is None or not 0 <= level < _LEVELS:
            return ""
        abstract, overridden = known
        levels = self._abstract.get(abstract, {})
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for index in overridden:  # the list starts anew although it shares its counters
                counters[index:] = [None] * (_LEVELS - index)
        here = counters[level]
        counters[level] = overridden.get(level, levels[level].start) if here is None else here + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        for index in range(level):  # a level that was left out counts as begun
            if counters[index] is None and index in levels:
                counters[index] = overridden.get(index, levels[index].start)
        return _text(levels, counters, level)

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """(numId, level) of a paragraph, by itself or through its style; ("", 0) outside lists."""
        holders = [properties] if properties is not None else []
        holders += [inner for style in self._styles.chain(properties) if (inner := child(style, "pPr")) is not None]
        number, level = "", None
        for holder in holders:
            reference = child(holder, "numPr")
            if reference is None:
                continue
            list_id, depth = child(reference, "numId"), child(reference, "ilvl")
            if level is None and depth is not None:
                level = _number(attribute(depth, "val"), 0)
            if list_id is not None:
                number = attribute(list_id, "val") or ""
                break
        return number, level or 0


def _list(element: etree._Element) -> tuple[str, dict[int, int]]:
    reference = child(element, "abstractNumId")
    overridden = {}
    for override in element:
        start = child(override, "startOverride")
        if local(override) == "lvlOverride" and start is not None:
            overridden[_number(attribute(override, "ilvl"), 0)] = _number(attribute(start, "val"), 1)
    return (attribute(reference, "val") or "") if reference is not None else "", overridden


def _levels(element: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in element:
        if local(level) == "lvl":
            values = {local(inner): attribute(inner, "val") or "" for inner in level}
            found[_number(attribute(level, "ilvl"), 0)] = _Level(
                _number(values.get("start"), 1), values.get("numFmt", "decimal"), values.get("lvlText", "")
            )
    return found


def _text(levels: dict[int, _Level], counters: list[int | None], level: int) -> str:
    own = levels[level]
    if own.style == "none":
        return ""
    if own.style == "bullet":
        return own.pattern if own.pattern in ("-", "+", "*", "•", "–", "—", "o") else "•"

    def shown(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        at = levels.get(index, own)
        value = counters[index]
        return formatted(at.start if value is None else value, at.style)

    return re.sub(r"%([1-9])", shown, own.pattern).strip()


def formatted(value: int, style: str) -> str:
    """A list number in the way that w:numFmt names; in figures where it names another."""
    if style in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        text = ""
        for size, sign in _ROMAN:
            text += sign * (value // size)
            value %= size
        return text if style == "upperRoman" else text.lower()
    if style in ("upperLetter", "lowerLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _number(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
