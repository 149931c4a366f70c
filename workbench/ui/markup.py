"""Text to HTML: everything shown in a panel goes through `escape`, so a document can never bring markup of its own."""

from __future__ import annotations

import html
from collections.abc import Sequence

Span = tuple[int, int]
"""Start and end (exclusive) of a stretch of text."""


def escape(text: str) -> str:
    """Text safe to put inside an element or an attribute.

    Lone surrogates become "?": they cannot be sent to the browser.
    """
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"))


def join_spans(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """The spans that touch [start, end), cut to it, sorted, with overlaps merged."""
    joined: list[Span] = []
    for left, right in sorted(spans):
        left, right = max(left, start), min(right, end)
        if left >= right:
            continue
        if joined and left < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def marked(text: str, marks: Sequence[Span], offset: int = 0, current: Span | None = None) -> str:
    """`text` as HTML with `<mark>` around the marks.

    Args:
        text: a slice of a document.
        marks: spans in the document's own offsets.
        offset: where the slice starts in the document.
        current: the span people are looking at now; marks inside it get a class of their own.
    """
    pieces: list[str] = []
    done = 0
    for left, right in join_spans(marks, offset, offset + len(text)):
        now = current is not None and left < current[1] and current[0] < right
        pieces.append(escape(text[done : left - offset]))
        pieces.append('<mark class="wb-now">' if now else "<mark>")
        pieces.append(escape(text[left - offset : right - offset]))
        pieces.append("</mark>")
        done = right - offset
    pieces.append(escape(text[done:]))
    return "".join(pieces)


def shorten(text: str, length: int) -> str:
    """`text` on one line, cut at a space to at most `length` characters, with an ellipsis when it was cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    cut = line[:length].rsplit(" ", 1)[0]
    return f"{cut}…"


def number(value: int) -> str:
    """An integer as people write it in Vietnamese: 12345 → "12.345"."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float, digits: int = 1) -> str:
    """A decimal number as people write it in Vietnamese: 1.5 → "1,5"."""
    return f"{value:.{digits}f}".replace(".", ",")


def percent(share: float) -> str:
    """A share from 0 to 1 as people write it: 0.874 → "87%"; less than the whole is never written as 100%."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"


def duration(seconds: float) -> str:
    """A length of time in words, rounded up to something one can wait for."""
    if seconds < 60:
        return f"{max(1, round(seconds))} giây"
    if seconds < 3600:
        return f"{round(seconds / 60)} phút"
    return f"{int(seconds // 3600)} giờ {round(seconds % 3600 / 60)} phút"
