"""The binary Word file ([MS-DOC]): its streams, the head that says where things are, and the table of text pieces."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from workbench.archive.readers import base, ole

# Places in the head (FibRgFcLcb97): number of the pair of offset and length.
STYLES, NOTE_MARKS, NOTE_TEXTS, SECTIONS, CHARACTER_PAGES, PARAGRAPH_PAGES, FONTS = 1, 2, 3, 6, 12, 13, 15
PIECES, SHAPES, END_MARKS, END_TEXTS, BOX_TEXTS, LISTS, LIST_OVERRIDES = 33, 40, 46, 47, 56, 73, 74

STORIES = ("main", "notes", "margins", "macros", "comments", "ends", "boxes", "margin_boxes")
"""The stretches of text in the order in which they follow each other."""

_WORD, _WORD_6 = 0xA5EC, 0xA5DC
_WORD_97 = 0xC0  # Word 97 itself says 0xC1; readers take its neighbours for it
_ENCRYPTED, _TABLE_ONE = 0x0100, 0x0200
_COMPRESSED = 0x40000000

_OTHERS = {
    "Workbook": "bảng tính Excel đời cũ",
    "Book": "bảng tính Excel đời cũ",
    "PowerPoint Document": "bản trình chiếu PowerPoint đời cũ",
    "__properties_version1.0": "thư Outlook",
}


class OldWord(Exception):
    """A file of Word 6, 95 or older: another structure."""


@dataclass(frozen=True)
class Piece:
    """Text that stands together: characters `start` to `end` of the document, from byte `place` of the stream on.

    Attributes:
        width: bytes a character: 1 (cp1252) or 2 (UTF-16).
        changes: formatting that a quick save put on the whole piece.
    """

    start: int
    end: int
    place: int
    width: int
    changes: bytes


@dataclass(frozen=True)
class WordFile:
    """The parts of a file.

    Attributes:
        main, table, data: the streams WordDocument, 0Table or 1Table, and Data.
        pieces: the pieces in the order of the text.
        lengths: characters of each story.
        places: offset and length in `table` of the parts that the head names.
    """

    main: bytes
    table: bytes
    data: bytes
    pieces: tuple[Piece, ...]
    lengths: dict[str, int]
    places: tuple[tuple[int, int], ...]
    properties: tuple[str, ...]

    def part(self, number: int) -> bytes:
        """A part that the head names, or b"" where the file has none or it lies outside the file."""
        if number >= len(self.places):
            return b""
        place, length = self.places[number]
        return self.table[place : place + length] if place + length <= len(self.table) else b""

    def story(self, name: str) -> tuple[int, int]:
        """The characters of a story: start and end in the document."""
        start = sum(self.lengths[earlier] for earlier in STORIES[: STORIES.index(name)])
        return start, start + self.lengths[name]

    def place_of(self, character: int) -> int:
        """Byte of the main stream at which a character stands, or -1."""
        index = bisect_right(self.pieces, character, key=lambda piece: piece.start) - 1
        if index < 0 or character >= self.pieces[index].end:
            return -1
        piece = self.pieces[index]
        return piece.place + (character - piece.start) * piece.width


def open_word(path: Path, content: bytes) -> WordFile:
    """The parts of a binary Word file.

    Raises:
        UnreadableFile: damaged, locked with a password, or another kind of old Office file.
        OldWord: from Word 6 or 95.
    """
    try:
        with ole.open_ole(content) as compound:
            return _open(path, compound)
    except ole.DAMAGED as error:
        raise base.broken(path, "cấu trúc tệp Word bên trong không đọc được") from error


def _open(path: Path, compound: olefile.OleFileIO) -> WordFile:
    if compound.exists("EncryptedPackage"):
        raise base.locked(path)
    if not compound.exists("WordDocument"):
        other = next((name for stream, name in _OTHERS.items() if compound.exists(stream)), None)
        raise base.wrong_kind(path, other) if other else base.broken(path, "không có phần văn bản Word")
    main = compound.openstream("WordDocument").read()
    kind, version = struct.unpack_from("<HH", main, 0)
    (flags,) = struct.unpack_from("<H", main, 10)
    if kind == _WORD_6 or (kind == _WORD and version < _WORD_97):
        raise OldWord
    if kind != _WORD:
        raise base.broken(path, "phần văn bản Word không có phần đầu đúng")
    if flags & _ENCRYPTED:
        raise base.locked(path)
    name = "1Table" if flags & _TABLE_ONE else "0Table"
    table = compound.openstream(name).read()
    data = compound.openstream("Data").read() if compound.exists("Data") else b""
    counts = struct.unpack_from("<8i", main, 0x4C)
    if min(counts) < 0:
        raise base.broken(path, "độ dài các phần văn bản không hợp lệ")
    (pairs,) = struct.unpack_from("<H", main, 0x98)
    places = tuple(struct.iter_unpack("<II", main[0x9A : 0x9A + 8 * pairs]))
    pieces = tuple(_pieces(path, main, table, places))
    return WordFile(main, table, data, pieces, dict(zip(STORIES, counts, strict=True)), places, ole.summary(compound))


def _pieces(path: Path, main: bytes, table: bytes, places: tuple[tuple[int, ...], ...]) -> Iterator[Piece]:
    offset, length = places[PIECES]
    clx = table[offset : offset + length]
    place = 0
    changes: list[bytes] = []
    while clx[place] == 1:  # formatting of a quick save
        (size,) = struct.unpack_from("<H", clx, place + 1)
        changes.append(clx[place + 3 : place + 3 + size])
        place += 3 + size
    if clx[place] != 2:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, place + 1)
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", clx, place + 5)
    descriptors = place + 5 + 4 * (count + 1)
    total = 0
    for index in range(count):
        _, where, modifier = struct.unpack_from("<HIH", clx, descriptors + 8 * index)
        start, end = starts[index], starts[index + 1]
        width = 1 if where & _COMPRESSED else 2
        where = (where & 0x3FFFFFFF) // (3 - width)
        if end < start:
            raise ValueError("pieces out of order")
        end = min(end, start + max(len(main) - where, 0) // width)
        total += end - start
        if total > 2 * base.MAX_TEXT_CHARACTERS:
            raise base.too_long(path)
        if total > 4 * len(main):
            raise ValueError("pieces lie over each other")
        yield Piece(start, end, where, width, _changes(modifier, changes))


# Formatting that fits into the descriptor itself: its short number → the full one ([MS-DOC] Prm0).
_SHORT = {0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5B: 0x083B, 0x5C: 0x083C}


def _changes(modifier: int, changes: list[bytes]) -> bytes:
    if modifier & 1:
        return changes[modifier >> 1] if modifier >> 1 < len(changes) else b""
    full = _SHORT.get(modifier >> 1 & 0x7F)
    return struct.pack("<HB", full, modifier >> 8) if full is not None else b""


def positions(part: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """A table of positions (PLC): n + 1 positions, then n descriptions of `size` bytes."""
    count = max(len(part) - 4, 0) // (4 + size)
    starts = struct.unpack_from(f"<{count + 1}I", part, 0) if part[3:] else ()
    rest = 4 * (count + 1)
    return starts, [part[rest + size * index : rest + size * (index + 1)] for index in range(count)]
