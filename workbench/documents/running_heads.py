"""Lines that a file repeats on its pages and no reader removed: running heads, running feet, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_FEWEST_PAGES = 3
_SHARE = 0.4  # of the pages on which a line must come again
_LONGEST = 100
_AT_EDGE = 2  # lines from the top or the bottom of a page that may be running ones

_PAGE_NUMBER = re.compile(r"(?:[-–—.|(\s]*)(?:(?:trang|Trang|TRANG|Page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—.|)\s]*$")


def running_lines(text: str, page_starts: Sequence[int], paragraphs: Sequence[tuple[int, int]]) -> set[int]:
    """Indexes of the paragraphs that are running lines, not text. Empty where the format has no pages.

    A line at the top or the bottom of a page that comes again at that edge of at least three pages and two fifths of
    all (the outermost line with other figures: those of the page), and a bare page number there. The first page keeps
    its lines: there stands what others repeat.
    """
    if len(page_starts) < _FEWEST_PAGES:
        return set()
    edges: dict[int, tuple[bool, str]] = {}
    first = 0
    for page, start in enumerate(page_starts):
        stop = page_starts[page + 1] if page + 1 < len(page_starts) else len(text)
        last = first
        while last < len(paragraphs) and paragraphs[last][0] < stop:
            last += 1
        own = [place for place in range(first, last) if paragraphs[place][0] >= start]
        for top, places in ((True, own[:_AT_EDGE]), (False, own[_AT_EDGE:][-_AT_EDGE:])):
            outermost = places[0 if top else -1] if places else -1
            for place in places:
                line = text[paragraphs[place][0] : paragraphs[place][1]] if _short(paragraphs[place]) else ""
                if page and line:
                    edges[place] = (top, _kind(line, figures=place == outermost))
        first = last
    counts = Counter(edges.values())
    enough = max(_FEWEST_PAGES, _SHARE * (len(page_starts) - 1))
    return {place for place, edge in edges.items() if edge[1] and counts[edge] >= enough}


def _short(paragraph: tuple[int, int]) -> bool:
    return paragraph[1] - paragraph[0] <= _LONGEST


def _kind(line: str, figures: bool) -> str:
    """What makes two running lines the same, with any `figures`; "#" for a page number, "" for a row of a table."""
    if _PAGE_NUMBER.match(line):
        return "#"
    if "\t" in line and any(map(str.isdigit, line)):
        return ""
    letters = sum(map(str.isalpha, line))
    words = " ".join(line.split())
    return "" if letters < 4 else re.sub(r"\d+", "#", words) if figures else words
