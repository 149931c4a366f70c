"""Formatting in binary Word files: which font, hidden text and table place the characters and paragraphs have."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from workbench.archive.readers import doc_file
from workbench.archive.readers.doc_file import WordFile

_Page = tuple[tuple[int, ...], tuple[bytes, ...]]  # n + 1 places, then what holds from each to the next
_Pages = tuple[tuple[int, ...], tuple[int, ...]]  # places, numbers of the pages

_PAGE = 512
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of a sprm's operand by the top three bits of its number; 0: it says itself
_MAX_STYLES = 4096

# The sprms that matter ([MS-DOC] 2.6).
_DELETED, _FIELD_HIDDEN, _CAPITALS, _HIDDEN, _SPECIAL = 0x0800, 0x0802, 0x083B, 0x083C, 0x0855
_STYLE, _SYMBOL, _PLAIN = 0x4A30, 0x6A09, 0x2A33
_ASCII_FONT, _OTHER_FONT = 0x4A4F, 0x4A51
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_LIST_LEVEL, _LIST, _TABLE_EDGES, _HUGE = 0x260A, 0x460B, 0xD608, (0x6645, 0x6646)
_TAB_CHANGES = 0xC615


@dataclass(frozen=True)
class Character:
    """Formatting of a run. `font` is a number of the font table, or None where nothing names one."""

    font: int | None = None
    ascii_font: int | None = None
    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    special: bool = False
    symbol: int | None = None


@dataclass(frozen=True)
class Paragraph:
    """Formatting of a paragraph.

    Attributes:
        style: number of its style.
        depth: how deep in tables it stands.
        row_end, inner_cell, inner_row_end: what its end mark ends, where it stands in a table.
        list: number of its list from 1, or 0; `level` in it from 0.
        edges: of the cells of the row that it ends, in twips.
    """

    style: int = 0
    depth: int = 0
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    list: int = 0
    level: int = 0
    edges: tuple[int, ...] = ()


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The changes of a list of formatting changes (grpprl), number and operand; it ends at the first damaged one."""
    place = 0
    while place + 2 <= len(changes):
        number = changes[place] | changes[place + 1] << 8
        place += 2
        size = _SIZES[number >> 13]
        if not size:
            if place >= len(changes):
                return
            if number == _TABLE_EDGES:
                size = (changes[place] | changes[place + 1] << 8) - 1 if place + 1 < len(changes) else 0
                place += 2
            else:
                size = changes[place]
                place += 1
                if number == _TAB_CHANGES and size == 255:
                    size = _tab_changes(changes, place)
        if size < 0 or place + size > len(changes):
            return
        yield number, changes[place : place + size]
        place += size


def _tab_changes(changes: bytes, place: int) -> int:
    """Length of a change of tab stops too long for one byte: deleted ones (4 bytes each), then added ones (3 each)."""
    if place >= len(changes):
        return 0
    deleted = 1 + 4 * changes[place]
    added = changes[place + deleted] if place + deleted < len(changes) else 0
    return deleted + 1 + 3 * added


@dataclass
class _Style:
    base: int
    is_character: bool
    characters: bytes = b""
    paragraph: bytes = b""


@dataclass
class Formats:
    """All formatting of a file.

    Attributes:
        fonts: the names of the fonts.
    """

    file: WordFile
    fonts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fonts = list(_font_names(self.file.part(doc_file.FONTS)))
        self._styles, self._default_font = _style_sheet(self.file.part(doc_file.STYLES))
        self._character_pages = _pages(self.file.part(doc_file.CHARACTER_PAGES))
        self._paragraph_pages = _pages(self.file.part(doc_file.PARAGRAPH_PAGES))
        self._page_runs = lru_cache(512)(self._read_page_runs)
        self._page_paragraphs = lru_cache(512)(self._read_page_paragraphs)
        self._paragraph_of = lru_cache(4096)(self._read_paragraph)
        self._character_of = lru_cache(4096)(self._read_character)
        self._style_characters: dict[int, Character] = {}

    # Characters ----------------------------------------------------------------------------------

    def runs(self, start: int, end: int) -> Iterator[tuple[int, bytes]]:
        """The runs of the bytes `start` to `end` of the main stream: where each ends, and its changes."""
        place = start
        while place < end:
            stop, changes = end, b""
            ends, page_changes = self._page_at(self._character_pages, place, self._page_runs)
            index = bisect_right(ends, place) - 1
            if 0 <= index < len(page_changes):
                stop, changes = ends[index + 1], page_changes[index]
            place = min(max(stop, place + 1), end)
            yield place, changes

    def character(self, style: int, changes: bytes, piece_changes: bytes = b"") -> Character:
        """Formatting of a run: that of its paragraph's style, its own changes, and those of its piece."""
        return self._character_of(style, changes, piece_changes)

    def font_name(self, character: Character) -> str:
        """Name of the font that shows the accented letters of a run, "" where none is named."""
        for number in (character.font, character.ascii_font, self._default_font):
            if number is not None and 0 <= number < len(self.fonts):
                return self.fonts[number]
        return ""

    def _read_character(self, style: int, changes: bytes, piece_changes: bytes) -> Character:
        of_style = self._style_character(style)
        return self._changed(self._changed(of_style, changes, of_style), piece_changes, of_style)

    def _style_character(self, number: int) -> Character:
        """What a style says of characters, with the styles that it is based on."""
        if number not in self._style_characters:
            found = Character()
            for style in reversed(self._ancestry(number)):
                found = self._changed(found, style.characters, found)
            self._style_characters[number] = found
        return self._style_characters[number]

    def _ancestry(self, number: int) -> list[_Style]:
        """A style and those it is based on, nearest first."""
        chain: dict[int, _Style] = {}
        while number in self._styles and number not in chain and len(chain) < 32:
            chain[number] = self._styles[number]
            number = self._styles[number].base
        return list(chain.values())

    def _changed(self, now: Character, changes: bytes, of_style: Character) -> Character:
        for number, operand in sprms(changes):
            value = int.from_bytes(operand[:2], "little")
            if number == _OTHER_FONT:
                now = replace(now, font=value)
            elif number == _ASCII_FONT:
                now = replace(now, ascii_font=value)
            elif number == _HIDDEN:
                now = replace(now, hidden=_toggled(value, of_style.hidden))
            elif number == _CAPITALS:
                now = replace(now, capitals=_toggled(value, of_style.capitals))
            elif number == _DELETED:
                now = replace(now, deleted=value == 1)
            elif number == _SPECIAL:
                now = replace(now, special=bool(value))
            elif number == _SYMBOL:
                now = replace(now, symbol=int.from_bytes(operand[2:4], "little"))
            elif number == _PLAIN:
                now = replace(of_style, special=now.special, symbol=now.symbol, deleted=now.deleted)
            elif number == _STYLE and value in self._styles and self._styles[value].is_character:
                for style in reversed(self._ancestry(value)):
                    now = self._changed(now, style.characters, of_style)
        return now

    # Paragraphs ----------------------------------------------------------------------------------

    def paragraph(self, place: int, piece_changes: bytes = b"") -> Paragraph:
        """Formatting of the paragraph whose end mark stands at byte `place` of the main stream."""
        ends, entries = self._page_at(self._paragraph_pages, place, self._page_paragraphs)
        index = bisect_right(ends, place) - 1
        return self._paragraph_of(entries[index] if 0 <= index < len(entries) else b"", piece_changes)

    def _read_paragraph(self, entry: bytes, piece_changes: bytes) -> Paragraph:
        style = int.from_bytes(entry[:2], "little")
        found = Paragraph(style=style)
        for ancestor in reversed(self._ancestry(style)):
            found = self._placed(found, ancestor.paragraph)
        return self._placed(self._placed(found, entry[2:]), piece_changes)

    def _placed(self, now: Paragraph, changes: bytes, nested: bool = False) -> Paragraph:
        for number, operand in sprms(changes):
            value = int.from_bytes(operand[:4], "little", signed=True)
            if number == _IN_TABLE:
                now = replace(now, depth=max(now.depth, 1) if value else 0)
            elif number == _DEPTH:
                now = replace(now, depth=min(max(value, 0), 100))
            elif number == _ROW_END:
                now = replace(now, row_end=bool(value))
            elif number == _INNER_CELL:
                now = replace(now, inner_cell=bool(value))
            elif number == _INNER_ROW_END:
                now = replace(now, inner_row_end=bool(value))
            elif number == _LIST:
                now = replace(now, list=value if 0 < value < 2000 else 0)
            elif number == _LIST_LEVEL:
                now = replace(now, level=value & 0xFF)
            elif number == _TABLE_EDGES and operand:
                count = min(operand[0] + 1, (len(operand) - 1) // 2)
                now = replace(now, edges=struct.unpack_from(f"<{count}h", operand, 1))
            elif number in _HUGE and not nested:  # too many changes for a page: they stand in the data stream
                size = int.from_bytes(self.file.data[value : value + 2], "little") if value >= 0 else 0
                now = self._placed(now, self.file.data[value + 2 : value + 2 + size], nested=True)
        return now

    # Pages of formatting (FKP) -------------------------------------------------------------------

    def _page_at(self, pages: _Pages, place: int, read: Callable[[int], _Page]) -> _Page:
        starts, numbers = pages
        index = bisect_right(starts, place) - 1
        return read(numbers[index]) if 0 <= index < len(numbers) else ((), ())

    def _read_page_runs(self, number: int) -> _Page:
        page = self.file.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            return (), ()
        count = min(page[-1], (_PAGE - 5) // 5)
        starts = struct.unpack_from(f"<{count + 1}I", page, 0)
        places = page[4 * (count + 1) :][:count]
        return starts, tuple(page[2 * at + 1 : 2 * at + 1 + page[2 * at]] if at else b"" for at in places)

    def _read_page_paragraphs(self, number: int) -> _Page:
        page = self.file.main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) < _PAGE:
            return (), ()
        count = min(page[-1], (_PAGE - 5) // 17)
        starts = struct.unpack_from(f"<{count + 1}I", page, 0)
        places = page[4 * (count + 1) :][: 13 * count : 13]
        return starts, tuple(_entry(page, 2 * at) if at else b"" for at in places)


def _entry(page: bytes, at: int) -> bytes:
    """A paragraph's style number and changes, with their length before them in words, odd or even."""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < len(page) else b""


def _toggled(value: int, of_style: bool) -> bool:
    return of_style if value == 0x80 else not of_style if value == 0x81 else bool(value)


def _pages(part: bytes) -> _Pages:
    starts, entries = doc_file.positions(part, 4)
    return starts, tuple(int.from_bytes(entry, "little") & 0x3FFFFF for entry in entries)


def _font_names(part: bytes) -> Iterator[str]:
    """The font table (SttbfFfn): each name ends with a zero character, another name may follow it."""
    place = 4
    while place < len(part):
        size = part[place] + 1
        name = part[place + 40 : place + size].decode("utf-16-le", "replace")
        yield name.partition("\0")[0]
        place += size


def _style_sheet(part: bytes) -> tuple[dict[int, _Style], int | None]:
    """The styles (STSH) by number, and the font of text that names none."""
    if len(part) < 20:
        return {}, None
    head, count, fixed = struct.unpack_from("<HHH", part, 0)
    default = struct.unpack_from("<H", part, 18)[0] if head >= 18 else None
    styles: dict[int, _Style] = {}
    place = 2 + head
    for number in range(min(count, _MAX_STYLES)):
        if place + 2 > len(part):
            break
        size = int.from_bytes(part[place : place + 2], "little")
        if size:
            styles[number] = _style(part[place + 2 : place + 2 + size], fixed)
        place += 2 + size + size % 2
    return styles, default


def _style(style: bytes, fixed: int) -> _Style:
    """One style (STD): a fixed part, its name, then its formatting: of paragraphs and characters, or of the latter."""
    kind, parts = int.from_bytes(style[2:4], "little"), int.from_bytes(style[4:6], "little") & 0xF
    found = _Style(base=kind >> 4, is_character=kind & 0xF == 2)
    place = fixed + 2 + 2 * (int.from_bytes(style[fixed : fixed + 2], "little") + 1)
    for index in range(parts):
        place += place % 2
        size = int.from_bytes(style[place : place + 2], "little")
        changes = style[place + 2 : place + 2 + size]
        if kind & 0xF == 1 and index == 0:
            found.paragraph = changes[2:]
        elif kind & 0xF in (1, 2) and index <= 1:
            found.characters = changes
        place += 2 + size
    return found
