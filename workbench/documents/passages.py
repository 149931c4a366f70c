"""Cuts a text into passages, the units that citations point to: paragraphs, and long paragraphs at sentence ends."""

from __future__ import annotations

import re

from workbench.documents.model import Passage, page_at
from workbench.documents.running_heads import running_lines
from workbench.documents.sections import mark_sections
from workbench.documents.units import mark_units
from workbench.vietnamese.sentences import split

LONGEST_PASSAGE = 2_000

_LINE = re.compile(r"[^\n]+")


def split_passages(text: str, page_starts: tuple[int, ...] = ()) -> tuple[Passage, ...]:
    """The passages of a text, in order, numbered from 1.

    A passage is a line that is not blank, without the space around it; one longer than 2,000 characters is cut at the
    ends of its sentences (in the middle of a sentence only where the sentence itself is longer). Running heads and page
    numbers that a file repeats on its pages are no passages.

    Args:
        text: the text as read; offsets point into it.
        page_starts: offset at which each page starts; empty where the format has no pages.
    """
    paragraphs = [span for match in _LINE.finditer(text) if (span := _trim(text, *match.span()))]
    running = running_lines(text, page_starts, paragraphs)
    if running:
        paragraphs = [span for place, span in enumerate(paragraphs) if place not in running]
    sections, units = mark_sections(text, paragraphs), mark_units(text, paragraphs)
    passages: list[Passage] = []
    for (start, end), (section, heading), unit in zip(paragraphs, sections, units, strict=True):
        for first, last in _cut(text, start, end):
            page = page_at(page_starts, first)
            passages.append(Passage(len(passages) + 1, first, last, page, section, heading, unit))
    return tuple(passages)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    trimmed = piece.strip()
    if not trimmed:
        return None
    left = start + len(piece) - len(piece.lstrip())
    return left, left + len(trimmed)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONGEST_PASSAGE:
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    first = last = None
    for a, b in split(text[start:end]):
        for piece_start in range(start + a, start + b, LONGEST_PASSAGE):
            piece = _trim(text, piece_start, min(piece_start + LONGEST_PASSAGE, start + b))
            if piece is None:
                continue
            if first is None or last is None:
                first, last = piece
            elif piece[1] - first <= LONGEST_PASSAGE:
                last = piece[1]
            else:
                pieces.append((first, last))
                first, last = piece
    if first is not None and last is not None:
        pieces.append((first, last))
    return pieces
