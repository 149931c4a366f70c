"""Tables that a PDF page draws with ruled lines: which glyphs stand in which cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from workbench.archive.readers.base import LIST_MARKER
from workbench.archive.readers.lines import Glyph, Line, lines_of

_TOUCH = 3.0  # points; rules nearer than this meet
_THIN = 3.0  # points; a filled box thinner than this is a rule
_MAX_RULES = 2000  # beyond that the page is a drawing


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on the page.

    Attributes:
        at: where it stands: y of a horizontal rule, x of a vertical one.
        start, end: from where to where it goes.
    """

    at: float
    start: float
    end: float


class Rules:
    """The horizontal and vertical rules of a page, gathered from its paths."""

    def __init__(self) -> None:
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []

    def add_path(self, points: list[tuple[float, float]], stroked: bool) -> None:
        """Take in one path (its corners on the page): each straight side of a stroked one, or a thin filled box."""
        if not points or len(self.horizontal) + len(self.vertical) > _MAX_RULES:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        if width <= _THIN or height <= _THIN:
            self._add(min(xs), min(ys), max(xs), max(ys))
        elif stroked:
            for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True):
                if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
                    self._add(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def turned(self, width: float, height: float, clockwise: bool) -> Rules:
        """The rules as they stand when a sheet of this size is turned so that its sideways text stands upright."""
        result = Rules()

        def flipped(rule: Rule, at: float | None, far: float | None) -> Rule:
            start, end = (rule.start, rule.end) if far is None else (far - rule.end, far - rule.start)
            return Rule(rule.at if at is None else at - rule.at, start, end)

        if clockwise:  # along = y, across = width - x
            result.vertical = [flipped(rule, None, width) for rule in self.horizontal]
            result.horizontal = [flipped(rule, width, None) for rule in self.vertical]
        else:  # along = height - y, across = x
            result.vertical = [flipped(rule, height, None) for rule in self.horizontal]
            result.horizontal = [flipped(rule, None, height) for rule in self.vertical]
        return result

    def _add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if x1 - x0 >= y1 - y0:
            if x1 - x0 > _TOUCH:
                self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        elif y1 - y0 > _TOUCH:
            self.vertical.append(Rule((x0 + x1) / 2, y0, y1))


@dataclass(frozen=True)
class _Band:
    """The space between two horizontal rules, and the vertical rules that part its cells."""

    top: float
    bottom: float
    edges: tuple[float, ...]


def lines_with_tables(glyphs: list[Glyph], rules: Rules, page: int) -> list[Line]:
    """The lines of a page; each row of a ruled table is one line, its cells parted by tabs.

    A row with a cell of several list items is given cell after cell instead, an item a line.
    """
    bands = _bands(rules)
    if not bands:
        return lines_of(glyphs, page)
    tops = [band.top for band in bands]
    cells: dict[int, list[list[Glyph]]] = {}
    rest: list[Glyph] = []
    for glyph in glyphs:
        index = bisect_right(tops, glyph.y) - 1
        middle = (glyph.x0 + glyph.x1) / 2
        band = bands[index] if index >= 0 else None
        if band is None or glyph.y > band.bottom + 1 or not band.edges[0] <= middle < band.edges[-1]:
            rest.append(glyph)
            continue
        row = cells.setdefault(index, [[] for _ in band.edges[1:]])
        row[bisect_right(band.edges, middle) - 1].append(glyph)
    lines = lines_of(rest, page)
    for index, row in cells.items():
        lines.extend(_row(bands[index], row, page))
    return sorted(lines, key=lambda line: line.y)


def _row(band: _Band, cells: list[list[Glyph]], page: int) -> list[Line]:
    found = [lines_of(cell, page) for cell in cells]
    texts = [_paragraphs(cell) for cell in found]
    inside = [line for cell in found for line in cell]
    if not inside:
        return []
    rows = ["\t".join(cell[0] if cell else "" for cell in texts).rstrip("\t")]
    if any(len(cell) > 1 for cell in texts):
        rows = [text for cell in texts for text in cell]
    first = min(inside, key=lambda line: line.y)
    bold = all(line.bold for line in inside)
    # Just below the upper rule, in order, whatever their place in the cell.
    return [
        Line(page, text, band.edges[0], band.edges[-1], first.y + 0.001 * number, first.size, bold, 0.0, fixed=True)
        for number, text in enumerate(rows)
    ]


def _paragraphs(lines: list[Line]) -> list[str]:
    """The text of a cell: one paragraph, or as many as it has list items."""
    found: list[str] = []
    for line in lines:
        text = line.text.replace("\t", " ")
        if found and not LIST_MARKER.match(text):
            glue = "" if found[-1].endswith(("-", "/")) and found[-1][-2:-1].isalnum() else " "
            found[-1] += glue + text
        else:
            found.append(text)
    return found


def _bands(rules: Rules) -> list[_Band]:
    vertical = _merged(rules.vertical)
    if len(vertical) < 3:
        return []
    # A rule of a table ends at vertical rules; the underline of a word does not.
    horizontal = [rule for rule in _merged(rules.horizontal) if _ends_at(rule, vertical)]
    levels = _levels(rule.at for rule in horizontal)
    bands = []
    for top, bottom in pairwise(levels):
        edges = _levels(rule.at for rule in vertical if rule.start <= top + _TOUCH and rule.end >= bottom - _TOUCH)
        if len(edges) >= 3:
            bands.append(_Band(top, bottom, tuple(edges)))
    return bands


def _ends_at(rule: Rule, vertical: list[Rule]) -> bool:
    def meets(x: float) -> bool:
        return any(
            abs(other.at - x) <= _TOUCH and other.start - _TOUCH <= rule.at <= other.end + _TOUCH for other in vertical
        )

    return meets(rule.start) and meets(rule.end)


def _levels(values: Iterable[float]) -> list[float]:
    """Distinct values in order; those that nearly agree are one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules in one line that touch or overlap, as one: cells draw their borders piece by piece."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.start)):
        last = found[-1] if found else None
        if last is not None and abs(last.at - rule.at) <= 1.2 and rule.start <= last.end + _TOUCH:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found
