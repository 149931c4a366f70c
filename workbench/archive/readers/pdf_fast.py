"""Reads ordinary pages of a PDF from PDFium's measures: the places and letters of all glyphs, whole words at a time.

PDFium's own order of the text is not used, because it moves the letters of a fallback font to the end of the line: the
glyphs are put in order by their places, as `pdf_exact` does. A page is left to that slow way where PDFium's measures do
not tell enough: fonts of old charsets, glyphs without Unicode, text or sheets turned, glyphs lying over each other.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from workbench.archive.readers.layout import Page
from workbench.archive.readers.lines import Glyph
from workbench.archive.readers.pdf_drawings import Blank, drawings_of
from workbench.archive.readers.pdf_page import PageText
from workbench.archive.readers.pdfium import address, plain
from workbench.archive.readers.ruled import lines_with_tables
from workbench.vietnamese import charsets

_MOST_GLYPHS = 100_000  # of one page; more are no text
_LEVEL = 0.2  # slope up to which text counts as level
_NEAR = 0.12  # em; glyphs of one run follow each other this closely
_NOT_DRAWN = -10  # order of a space that PDFium added: next to nothing that is drawn
_LINE_END_HYPHENS = np.array([2, 0xFFFE])  # what PDFium makes of a hyphen before a line's end
_SPACES = np.array([9, 10, 13, 32, 160, *range(0x2000, 0x200B), 0x202F, 0x3000])

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_text_object = plain(raw.FPDFText_GetTextObject, ctypes.c_size_t, _POINTER, _INT)
_unicode = plain(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_text = plain(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
_loose_box = plain(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_matrix = plain(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_map_error = plain(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
_font_size = plain(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_font_of = plain(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
_font_name = plain(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
_matrix_found = raw.FS_MATRIX()  # filled again and again, under LOCK
_matrix_at = ctypes.addressof(_matrix_found)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the glyphs of one text object share: baseline and size in points, boldness."""

    y: float
    size: float
    bold: bool


class _Odd(Exception):
    """The page needs the exact way."""


def read_page(page: pdfium.PdfPage, number: int) -> PageText | None:
    """The page, or None where it must be read glyph by glyph. The caller holds LOCK.

    Args:
        page: the loaded page.
        number: its number from 1.
    """
    if page.get_rotation():
        return None
    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    words = page.get_textpage()
    try:
        marks = _marks(address(words), raw.FPDFText_CountChars(words), left, top)
        drawn = drawings_of(page, left, top, marks.objects)
        glyphs = _glyphs(marks, drawn.blanks)
    except _Odd:
        return None
    finally:
        words.close()
    return PageText(
        page=Page(number, width, height, lines_with_tables(glyphs, drawn.rules, number)),
        sideways=(),
        pictures=drawn.pictures / max(width * height, 1.0),
        paths=drawn.paths,
        glyphs=len(marks.codes),
        unknown=0,
        legacy=False,
    )


@dataclass(frozen=True)
class _Marks:
    """The glyphs of a page, in PDFium's order.

    Attributes:
        codes: their Unicode.
        owners: address of the text object that each belongs to.
        x0, x1: left and right, in points from the left edge.
        spaced: whether PDFium put a space of its own before the glyph.
        objects: the text objects by address.
    """

    codes: NDArray[np.uint32]
    owners: NDArray[np.uint64]
    x0: NDArray[np.float64]
    x1: NDArray[np.float64]
    spaced: NDArray[np.bool_]
    objects: dict[int, _Run]


def _marks(words: int, count: int, left: float, top: float) -> _Marks:
    if count > _MOST_GLYPHS:
        raise _Odd
    places = range(max(count, 0))
    owned = np.fromiter(map(_text_object, repeat(words), places), np.uint64, len(places))
    every = _letters(words, len(places))
    boxes = np.zeros((len(places), 4), dtype=np.float32)  # left, top, right, bottom
    start = boxes.ctypes.data
    deque(map(_loose_box, repeat(words), places, range(start, start + 16 * len(places), 16)), maxlen=0)
    drawn = np.flatnonzero(owned)  # PDFium adds spaces and line ends of its own; they belong to no object
    spaced = np.zeros(len(drawn), dtype=bool)
    spaced[1:] = (np.diff(drawn) == 2) & (every[drawn[1:] - 1] == ord(" "))
    owners, codes = owned[drawn], every[drawn]
    codes[np.isin(codes, _LINE_END_HYPHENS)] = ord("-")
    known, first = np.unique(owners, return_index=True)
    fonts: dict[int, bool] = {}
    objects = {
        owner: _measured(words, owner, place, top, fonts)
        for owner, place in zip(known.tolist(), drawn[first].tolist(), strict=True)
    }
    x0, x1 = boxes[drawn, 0].astype(np.float64) - left, boxes[drawn, 2].astype(np.float64) - left
    return _Marks(codes, owners, x0, x1, spaced, objects)


def _letters(words: int, count: int) -> NDArray[np.uint32]:
    """The Unicode of all glyphs: in one call where each is one UTF-16 unit, else one by one."""
    buffer = np.zeros(count + 1, dtype=np.uint16)
    if _text(words, 0, count, buffer.ctypes.data) == count + 1:
        letters: NDArray[np.uint32] = buffer[:count].astype(np.uint32)
        if not np.any((letters >= 0xD800) & (letters < 0xE000)):
            return letters
    return np.fromiter(map(_unicode, repeat(words), range(count)), np.uint32, count)


def _measured(words: int, owner: int, place: int, top: float, fonts: dict[int, bool]) -> _Run:
    """What the glyphs of a text object share; `place` is that of one of them."""
    matrix = _matrix_found
    _matrix(words, place, _matrix_at)
    if matrix.a <= 0 or abs(matrix.b) > _LEVEL * matrix.a or _map_error(words, place) == 1:
        raise _Odd
    font = _font_of(owner) or 0
    if font not in fonts:
        fonts[font] = _is_bold(font)
    size = abs(_font_size(words, place)) * math.hypot(matrix.c, matrix.d)
    return _Run(round(top - matrix.f, 2), round(size, 2), fonts[font])


def _is_bold(font: int) -> bool:
    length = _font_name(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    _font_name(font, ctypes.addressof(buffer), length)
    name = buffer.value.decode("utf-8", "replace")
    if charsets.legacy_font(name) is not None:
        raise _Odd
    return any(word in name for word in ("Bold", "Black", "Heavy"))


def _glyphs(marks: _Marks, blanks: list[Blank]) -> list[Glyph]:
    """The pieces of words and the spaces of a page. Their numbers of order tell which are drawn next to each other."""
    if not len(marks.codes):
        return []
    owners, x0, x1 = marks.owners, marks.x0, marks.x1
    new_owner = np.ones(len(owners), dtype=bool)
    new_owner[1:] = owners[1:] != owners[:-1]
    first = np.flatnonzero(new_owner)
    runs = [marks.objects[owner] for owner in owners[first].tolist()]
    sizes = np.repeat([run.size for run in runs], np.diff(np.append(first, len(owners))))
    space = np.isin(marks.codes, _SPACES)
    cut = new_owner.copy()
    # Combining accents stand over the letter before them, wherever they begin.
    accent = (marks.codes >= 0x300) & (marks.codes < 0x370)
    apart = (np.abs(x0[1:] - x1[:-1]) > _NEAR * sizes[1:]) & ~accent[1:]
    cut[1:] |= space[1:] | space[:-1] | apart
    starts = np.flatnonzero(cut)
    # A space before a letter of the same object is counted with the letter; others are glyphs.
    blank = space[starts]
    carried = np.zeros(len(starts) + 1, dtype=bool)
    carried[1:-1] = blank[:-1] & ~blank[1:] & ~new_owner[starts[1:]]
    object_of = np.searchsorted(first, starts, side="right") - 1
    text = marks.codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    pieces = zip(
        starts.tolist(),
        np.append(starts[1:], len(owners)).tolist(),
        object_of.tolist(),
        np.minimum.reduceat(x0, starts).tolist(),
        np.maximum.reduceat(x1, starts).tolist(),
        # Between two objects a number is left out, for a space that may be drawn there.
        (np.arange(len(starts)) + object_of).tolist(),
        carried[:-1].tolist(),
        carried[1:].tolist(),
        strict=True,
    )
    glyphs = []
    ends: dict[int, int] = {}
    for start, end, index, left, right, order, spaces, gone in pieces:
        run = runs[index]
        ends[index] = order
        if not gone:
            glyphs.append(Glyph(text[start:end], left, right, run.y, run.size, run.bold, None, order, int(spaces)))
    last = {int(owners[place]): ends[index] for index, place in enumerate(first.tolist())}
    for gap in blanks:
        order = last.get(gap.after, _NOT_DRAWN) + 1
        glyphs.append(Glyph(" ", gap.x, gap.x + 0.25 * gap.size, gap.y, gap.size, False, None, order))
    for place in np.flatnonzero(marks.spaced).tolist():
        run = marks.objects[int(owners[place])]
        if x0[place] > x1[place - 1] and run.y == marks.objects[int(owners[place - 1])].y:
            glyphs.append(Glyph(" ", float(x1[place - 1]), float(x0[place]), run.y, run.size, False, None, _NOT_DRAWN))
    return glyphs
