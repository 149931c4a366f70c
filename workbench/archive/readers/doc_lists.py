"""List numbers in binary Word files: Word shows them before paragraphs but does not keep them in their text."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from workbench.archive.readers import doc_file, numbering
from workbench.archive.readers.doc_file import WordFile
from workbench.archive.readers.doc_format import Paragraph

_LEVELS = 9
_MAX_LISTS = 4096
_STYLES = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
_BULLET, _NONE = 23, 255


@dataclass(frozen=True)
class _Level:
    """A level of a list: its first number, the kind of its numbers, its text with the characters 0 to 8 for numbers."""

    start: int
    kind: int
    text: str
    changes: bytes
    figures: bool = False  # whether the numbers of other levels show as figures here


class Lists:
    """The lists of a document, counted while its paragraphs are read in order."""

    def __init__(self, file: WordFile) -> None:
        self._levels: dict[int, list[_Level]] = {}
        self._lists: list[int] = []  # number of a list − 1 → id of its levels
        self._starts: dict[tuple[int, int], int] = {}  # (number, level) → first number of its own
        self._own: dict[tuple[int, int], _Level] = {}  # (number, level) → a level of its own
        self._counters: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()
        try:
            self._read_levels(file)
            self._read_lists(file)
        except (struct.error, IndexError):  # damaged: the rest of the lists have no numbers
            pass

    def label(self, paragraph: Paragraph, *, empty: bool) -> tuple[str, bytes]:
        """What stands before a paragraph ("1.", "b)", "-") and the formatting of it; ("", b"") outside lists.

        Counts the paragraph. Where it is empty, a number is all that the page shows of it; a bullet says nothing.
        """
        number, level = paragraph.list, paragraph.level
        if not 0 < number <= len(self._lists):
            return "", b""
        known = self._lists[number - 1]
        levels = [self._own.get((number, index), shared) for index, shared in enumerate(self._levels.get(known, []))]
        if level >= len(levels):
            return "", b""
        counters = self._counters.setdefault(known, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for index in range(_LEVELS):
                if (number, index) in self._starts:  # the list starts anew although it shares its counters
                    counters[index:] = [None] * (_LEVELS - index)
        here = counters[level]
        first = self._starts.get((number, level), levels[level].start)
        counters[level] = first if here is None else here + 1
        counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        for index in range(level):  # a level that was left out counts as begun
            if counters[index] is None:
                counters[index] = self._starts.get((number, index), levels[index].start)
        if empty and levels[level].kind == _BULLET:
            return "", b""
        return _text(levels, counters, level), levels[level].changes

    def _read_levels(self, file: WordFile) -> None:
        offset, length = file.places[doc_file.LISTS] if len(file.places) > doc_file.LISTS else (0, 0)
        if not length:
            return
        (count,) = struct.unpack_from("<H", file.table, offset)
        place = offset + 2 + 28 * count  # the levels follow the heads of all lists
        for index in range(min(count, _MAX_LISTS)):
            head = offset + 2 + 28 * index
            (known,) = struct.unpack_from("<i", file.table, head)
            simple = file.table[head + 26] & 1
            levels = []
            for _ in range(1 if simple else _LEVELS):
                level, place = _level(file.table, place)
                levels.append(level)
            self._levels[known] = levels

    def _read_lists(self, file: WordFile) -> None:
        offset, length = file.places[doc_file.LIST_OVERRIDES] if len(file.places) > doc_file.LIST_OVERRIDES else (0, 0)
        if not length:
            return
        (count,) = struct.unpack_from("<I", file.table, offset)
        count = min(count, _MAX_LISTS)
        overridden = []
        for index in range(count):
            (known,) = struct.unpack_from("<i", file.table, offset + 4 + 16 * index)
            self._lists.append(known)
            overridden.append(file.table[offset + 4 + 16 * index + 12])
        place = offset + 4 + 16 * count
        for number, levels in enumerate(overridden, 1):
            place += 4
            for _ in range(levels):
                start, flags = struct.unpack_from("<iI", file.table, place)
                place += 8
                if flags & 0x20:  # a level of its own; the count goes on from the shared one unless it says otherwise
                    own, place = _level(file.table, place)
                    start = own.start
                    shared = self._levels.get(self._lists[number - 1], [])[flags & 0xF :][:1]
                    self._own[number, flags & 0xF] = replace(own, start=shared[0].start) if shared else own
                if flags & 0x10:
                    self._starts[number, flags & 0xF] = start


def _level(table: bytes, place: int) -> tuple[_Level, int]:
    """A level (LVL) and where the next one begins."""
    start, kind, flags = struct.unpack_from("<iBB", table, place)
    characters, paragraph = table[place + 24], table[place + 25]
    place += 28 + paragraph
    changes = table[place : place + characters]
    place += characters
    (length,) = struct.unpack_from("<H", table, place)
    text = table[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    return _Level(start, kind, text, changes, bool(flags & 4)), place + 2 + 2 * length


def _text(levels: list[_Level], counters: list[int | None], level: int) -> str:
    own = levels[level]
    if own.kind == _NONE:
        return own.text if all(character >= " " for character in own.text) else ""
    if own.kind == _BULLET:
        return own.text if own.text in ("-", "+", "*", "•", "–", "—", "o") else "•"
    shown = ""
    for character in own.text:
        index = ord(character)
        if index < _LEVELS:
            at = levels[index] if index < len(levels) else own
            value = counters[index]
            style = "decimal" if own.figures else _STYLES.get(at.kind, "decimal")
            shown += numbering.formatted(at.start if value is None else value, style)
        else:
            shown += character
    return shown.strip()
