"""Where in the text a header field was read from: offsets for `Header.evidence`.

The head is read from cleaned cells, so a value is looked up again in the lines of the text as it was read. Letters and
digits are compared without case and accents; the slice may hold more than the value: spaces, line breaks, footnote
marks, the other column of the head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.documents.head_cells import bare
from workbench.documents.model import Evidence

_ENDS = 12  # letters at either end of a value that is not found whole


def letters_of(text: str) -> str:
    """Letters and digits only, without case and accents: what a value and its slice have in common, in order."""
    return "".join(filter(str.isalnum, bare(text).lower()))


class Lines:
    """The lines of a text from an offset on, in which values are located by row (from 0)."""

    def __init__(self, text: str, first: int = 0, last: int | None = None) -> None:
        self._text = text
        self._starts = [first, *(match.end() for match in re.compile("\n").finditer(text, first, last or len(text)))]

    def span(self, row: int, last_row: int | None = None) -> tuple[int, int]:
        """Offsets of the rows `row` to `last_row` (both included), without the line break at the end."""
        last = min((row if last_row is None else last_row) + 1, len(self._starts))
        end = self._starts[last] - 1 if last < len(self._starts) else self._text.find("\n", self._starts[-1])
        return self._starts[min(row, len(self._starts) - 1)], len(self._text) if end < 0 else end

    def locate(self, value: str, row: int, last_row: int | None = None) -> tuple[int, int]:
        """Offsets of `value` within its rows; the whole rows where it is not found."""
        start, end = self.span(row, last_row)
        verbatim = self._text.find(value, start, end) if value else -1
        if verbatim >= 0:
            return verbatim, verbatim + len(value)
        piece = bare(self._text[start:end])
        places = [i for i, char in enumerate(piece) if char.isalnum()]
        letters = "".join(piece[i] for i in places).lower()
        wanted = letters_of(value)
        if not wanted or len(letters) != len(places):
            return start, end
        first = letters.find(wanted)
        if first >= 0:
            return start + places[first], self._closed(start + places[first + len(wanted) - 1] + 1, value)
        first, last = letters.find(wanted[:_ENDS]), letters.rfind(wanted[-_ENDS:])
        if 0 <= first <= last:
            last += len(wanted[-_ENDS:])
            return start + places[first], self._closed(start + places[last - 1] + 1, value)
        return start, end

    def _closed(self, end: int, value: str) -> int:
        """The end moved over the accents of a decomposed letter and the bracket or point with which the value ends."""
        text = self._text
        while end < len(text) and "\u0300" <= text[end] <= "\u036f":
            end += 1
        return end + 1 if value[-1:] in ')."”' and text[end : end + 1] == value[-1:] else end


def found(
    lines: Lines, value: str, rows: Sequence[int], confidence: float, note: str = "", scale: float = 1.0
) -> Evidence:
    """Evidence of a value read in some rows; `scale` is how sure character recognition was of the page (0 to 1)."""
    start, end = lines.locate(value, min(rows), max(rows))
    return Evidence(start, end, round(confidence * scale, 3), note)


def left_open(note: str, place: tuple[int, int] | None = None) -> Evidence:
    """Evidence of a field that stays None, with the reason."""
    start, end = place or (None, None)
    return Evidence(start, end, 0.0, note)
