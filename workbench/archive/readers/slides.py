"""What the readers of presentations share: slides as pages of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.flow import finished
from workbench.archive.readers.tables import Tables

NOTES = "Ghi chú:"
"""The line before the speaker's notes of a slide."""


@dataclass
class Slide:
    """A slide while it is read.

    Attributes:
        lines: its paragraphs and table rows.
        notes: the speaker's notes.
        hidden: whether it is left out when the slides are shown.
    """

    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden: bool = False


def presentation(
    path: Path, found: Sequence[Slide], tables: Tables, *, margins: Iterable[str], converted: bool
) -> base.RawText:
    """The text of a presentation: a slide is a page; its notes stand after it, under a line of their own.

    Raises:
        UnreadableFile: no text, or too much.
    """
    lines: list[str] = []
    filled: list[bool] = []
    for slide in found:
        body, notes = _lines(slide.lines), _lines(slide.notes)
        filled.append(bool(body or notes))
        if filled[-1]:
            lines += [base.PAGE, *body, *([NOTES, *notes] if notes else [])]
    told: tuple[str, ...] = ()
    hidden = [number for number, slide in enumerate(found, 1) if slide.hidden]
    if hidden:
        told = (f"Trang chiếu bị ẩn: {base.ranges(hidden)}.",)
    if not all(filled):
        empty = base.ranges(number for number, text in enumerate(filled, 1) if not text)
        told = (*told, f"Trang chiếu không có chữ: {empty}.")
    raw = finished(path, lines, tables, margins=margins, converted=converted, paged=True, notes=told)
    return replace(raw, page_starts=_starts(raw.page_starts, filled))


def _lines(lines: list[str]) -> list[str]:
    return [piece for line in lines for piece in line.split("\n") if base.tidy(piece).replace("\xad", "").strip()]


def _starts(starts: tuple[int, ...], filled: list[bool]) -> tuple[int, ...]:
    """Where every slide starts: one without text where the next one does, so that later ones keep their numbers."""
    if len(starts) != sum(filled):
        return starts
    following = list(starts)
    every = []
    for text in filled:
        if not following:
            break
        every.append(following[0])
        if text:
            following.pop(0)
    return tuple(every)
