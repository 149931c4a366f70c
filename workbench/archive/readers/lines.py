"""From the glyphs of a page to its lines: words, spaces, and the gaps that keep columns apart.

Everything is measured on the page (points, y downwards from the top edge); the order in which a PDF draws its glyphs
is not trusted, because fallback fonts draw accented letters after the rest of the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median_low

from workbench.archive.readers.base import LIST_MARKER, tidy

_SPACE = 0.22  # em; a narrower gap is kerning
_DRAWN_SPACE = 0.08  # em; the narrowest gap that a space character makes
_COLUMN = 0.95  # em; a gap this wide parts columns if the line's other gaps are much narrower
_WIDE_COLUMN = 2.2  # em; a gap this wide always does
_BLANK_FOLLOWS = ("Số", "Số:", "số", "Ngày", "ngày", "tháng", "năm")
_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập ?- ?Tự do ?- ?Hạnh phúc")
_UNITS = ("m", "km", "cm", "dm", "mm")


@dataclass(slots=True)
class Glyph:
    """One drawn character, or several of one font that follow each other inside a word.

    Attributes:
        text: what it stands for.
        x0, x1, y: left, right and baseline, in points from the top left corner.
        size: height of the font, in points.
        bold: whether the font is a bold one.
        convert: conversion of the font's charset, or None for a Unicode font.
        order: its place in the order of drawing.
        spaces: how many spaces were drawn right before it that are no glyphs of their own.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    convert: Callable[[str], str] | None
    order: int = 0
    spaces: int = 0


@dataclass(slots=True)
class Line:
    """One line as it stands on the page.

    Attributes:
        page: page number from 1.
        text: its text; columns are parted by tabs.
        x0, x1, y, size: where it stands and the size of most of its glyphs.
        bold: whether all its letters are bold.
        first_width: width of its first word, to see whether it would have fitted on the line before.
        fixed: a row of a table, which is never joined to another line.
    """

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    first_width: float
    fixed: bool = False

    @property
    def columns(self) -> bool:
        """Whether the line holds text side by side, or is a row of a table."""
        return self.fixed or "\t" in self.text


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines of a page, from top to bottom; superscripts stand in the line they belong to."""
    rows = _rows([glyph for glyph in glyphs if glyph.text])
    found = (_line(sorted(row, key=lambda glyph: glyph.x0), page) for row in rows)
    return [line for line in found if line is not None]


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs that share a baseline, and the small ones raised or lowered beside them."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if rows and glyph.y - rows[-1][0].y <= 0.2 * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    sizes = [_size(row) for row in rows]
    hosts = [_host(index, rows, sizes) for index in range(len(rows))]
    # From the small rows to their hosts; a guest of a guest would be lost, so only rows that stand alone are hosts.
    guests = {index: host for index, host in enumerate(hosts) if host is not None and hosts[host] is None}
    for index, host in guests.items():
        rows[host] = rows[host] + rows[index]
    merged: list[list[Glyph]] = []
    alone = True
    for index, row in enumerate(rows):
        if index in guests:
            continue
        if alone and merged and row[0].y - merged[-1][0].y <= 0.6 * sizes[index] and _beside(merged[-1], row):
            merged[-1] += row
            alone = False
        else:
            merged.append(row)
            alone = True
    return merged


def _beside(upper: list[Glyph], lower: list[Glyph]) -> bool:
    """Whether two rows stand side by side, half a line apart: the two columns at a document's head or foot."""
    size = min(_size(upper), _size(lower))
    if lower[0].y - upper[0].y > 0.6 * size:
        return False
    (left, right), (start, end) = _extent(upper), _extent(lower)
    return start - right > 1.5 * size or left - end > 1.5 * size


def _extent(row: list[Glyph]) -> tuple[float, float]:
    drawn = [glyph for glyph in row if not glyph.text.isspace()] or row
    return min(glyph.x0 for glyph in drawn), max(glyph.x1 for glyph in drawn)


def _size(row: list[Glyph]) -> float:
    """The size that most characters of a row have."""
    if len({glyph.size for glyph in row}) == 1:
        return round(row[0].size, 1)
    return _most((round(glyph.size, 1), glyph) for glyph in row)


def _most(values: Iterable[tuple[float, Glyph]]) -> float:
    """The value that most characters have; the first of several."""
    counts: dict[float, int] = {}
    for value, glyph in values:
        counts[value] = counts.get(value, 0) + len(glyph.text)
    return max(counts, key=counts.__getitem__)


def _host(index: int, rows: list[list[Glyph]], sizes: list[float]) -> int | None:
    """The neighbouring row of larger glyphs in whose height this row of super- or subscripts stands."""
    small, y = sizes[index], rows[index][0].y
    for neighbour in (index + 1, index - 1):
        if 0 <= neighbour < len(rows) and small < (0.95 if _is_number(rows[index]) else 0.8) * sizes[neighbour]:
            size = sizes[neighbour]
            base = rows[neighbour][0].y
            if base - 0.65 * size <= y <= base + 0.3 * size and _touches(rows[index], rows[neighbour]):
                return neighbour
    return None


def _is_number(row: list[Glyph]) -> bool:
    return all(glyph.text.isdigit() or glyph.text.isspace() for glyph in row)


def _touches(guests: list[Glyph], hosts: list[Glyph]) -> bool:
    """Whether the first glyph of the small row directly follows, or begins, the large row."""
    first = min(guests, key=lambda glyph: glyph.x0)
    ends = [glyph.x1 for glyph in hosts if not glyph.text.isspace()]
    begins = min((glyph.x0 for glyph in hosts), default=0.0)
    close = 0.6 * hosts[0].size
    return any(-close <= first.x0 - end <= close for end in ends) or 0 <= begins - first.x1 <= close


def _line(row: list[Glyph], page: int) -> Line | None:
    words, spaces = _words(row)
    if not words:
        return None
    size = _size([glyph for word in words for glyph in word])
    letters = [glyph for word in words for glyph in word]
    if len({glyph.y for glyph in letters}) == 1:
        baseline = round(letters[0].y, 1)
    else:
        baseline = _most((round(glyph.y, 1), glyph) for glyph in letters if glyph.size >= 0.8 * size)
    texts = [_word_text(word, baseline, size) for word in words]
    ends = [word[0].x1 if len(word) == 1 else max(glyph.x1 for glyph in word) for word in words]
    gaps = [after[0].x0 - end for end, after in zip(ends, words[1:], strict=False)]
    usual = median_low(gaps) if len(gaps) > 2 else 0.6 * size
    text = texts[0]
    for index, gap in enumerate(gaps):
        # Two spaces typed by mistake make a wide gap in a justified line, but not one between columns.
        apart = gap / max(spaces[index + 1], 1)
        wide = gap > _WIDE_COLUMN * size or (apart > _COLUMN * size and apart > 2.5 * usual)
        if wide and index == 0 and gap < 4 * size and LIST_MARKER.fullmatch(texts[0]):
            wide = False  # the tab stop after "1." or "-"
        elif wide and texts[index] in _BLANK_FOLLOWS:
            wide = False  # left free for the pen, or filled in by a picture
        elif apart > 1.5 * usual and _MOTTO.fullmatch(" ".join(texts[index + 1 :])):
            wide = True  # the left column of the head comes near the right one
        text += ("\t" if wide else " ") + texts[index + 1]
    letters = [glyph for glyph in letters if any(map(str.isalnum, glyph.text))]
    return Line(
        page=page,
        text=tidy(text),
        x0=words[0][0].x0,
        x1=ends[-1],
        y=baseline,
        size=size,
        bold=bool(letters) and all(glyph.bold for glyph in letters),
        first_width=ends[0] - words[0][0].x0,
    )


def _words(row: list[Glyph]) -> tuple[list[list[Glyph]], list[int]]:
    """The row cut at its space characters and at its gaps, and how many spaces were drawn before each word.

    Glyphs drawn twice to look bold are taken once.
    """
    words: list[list[Glyph]] = []
    spaces: list[int] = []
    drawn = 0
    apart = False
    before: Glyph | None = None
    space: Glyph | None = None
    right = float("-inf")
    for glyph in row:
        if glyph.text.isspace():
            drawn += 1
            apart = apart or before is None or glyph.order - before.order == 1
            space = glyph
            continue
        if glyph.spaces:
            drawn += glyph.spaces
            apart = True
        apart = apart or (space is not None and glyph.order - space.order == 1)
        if words and not drawn and _same(words[-1][-1], glyph):
            continue
        joined = unicodedata.combining(glyph.text[0]) and words
        # A drawn space may lie under the letters of another run: it parts words if it was drawn next to one of them,
        # or where there is room.
        room = glyph.x0 - right
        if not joined and (room > _SPACE * glyph.size or (drawn and (apart or room > _DRAWN_SPACE * glyph.size))):
            words.append([])
            spaces.append(drawn)
        words[-1].append(glyph)
        drawn = 0
        apart = False
        before, space = glyph, None
        right = max(right, glyph.x1) if words[-1][:-1] else glyph.x1
    return words, spaces


def _same(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and glyph.x0 - before.x0 < 0.1 * glyph.size


def _word_text(word: list[Glyph], baseline: float, size: float) -> str:
    """The word's characters; a raised number after a word is a footnote mark and becomes "[1]", but m² stays m2."""
    if len(word) == 1 and word[0].convert is None and word[0].size >= 0.95 * size:
        return word[0].text
    text = ""
    raised = ""
    pending: list[str] = []
    convert: Callable[[str], str] | None = None

    def flush() -> str:
        piece = "".join(pending)
        pending.clear()
        return convert(piece) if convert else piece

    for glyph in word:
        if glyph.text.isdigit() and glyph.size < 0.95 * size and glyph.y < baseline - 0.15 * size:
            raised += glyph.text
            continue
        if raised:
            text += flush()
            text += _mark(raised, text)
            raised = ""
        if glyph.convert is not convert:
            text += flush()
            convert = glyph.convert
        pending.append(glyph.text)
    text += flush()
    return text + _mark(raised, text) if raised else text


def _mark(number: str, before: str) -> str:
    unit = re.search(r"[^\W\d_]*$", before)
    if unit and unit[0] in _UNITS:
        return number
    return f"[{number}]" if before else f"[{number}] "
