"""What is read of one page of a PDF, whichever way it is read, and whether its text must be recognised instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.archive.readers.layout import Page
from workbench.vietnamese.syllable_shapes import is_syllable

_SCANNED_TEXT = 250  # characters; a signature stamp has about 150, a page of text 1,500
_SCANNED_IMAGE = 0.4  # share of the page that pictures cover
_DRAWN_TEXT = 50  # characters; a page of text drawn as outlines has hardly any
_DRAWN_PATHS = 150  # outlines; a table without text has fewer
_UNKNOWN_GLYPHS = 0.3  # share of glyphs without Unicode from which the text is worthless
_GARBLED_WORDS = 0.5  # share of words that are none, from which the text is worthless
_ENOUGH_WORDS = 40
_WORD = re.compile(r"[^\s\d.,;:()\[\]/%–—-]+")
_QUOTES = "\"'“”‘’!?…*+<>=|_•"


@dataclass(frozen=True)
class PageText:
    """One page of a PDF.

    Attributes:
        page: its size and lines.
        sideways: text that stands across the reading direction (stamps, watermarks).
        pictures: share of the page that pictures cover, 0 to 1 or more.
        paths: drawn outlines and rules.
        glyphs: glyphs of the page; unknown: those without Unicode.
        legacy: whether text was converted from an old charset by its font's name.
    """

    page: Page
    sideways: tuple[str, ...]
    pictures: float
    paths: int
    glyphs: int
    unknown: int
    legacy: bool


def is_picture(page: PageText) -> bool:
    """Whether the page's text must be recognised: a scan (perhaps with a signature's stamp as its only text), text
    drawn as outlines, or glyphs that do not say which letters they are."""
    length = sum(len(line.text) for line in page.page.lines)
    if length < _SCANNED_TEXT and page.pictures > _SCANNED_IMAGE:
        return True
    if length < _DRAWN_TEXT and page.paths > _DRAWN_PATHS:
        return True
    return page.unknown > _UNKNOWN_GLYPHS * (page.unknown + page.glyphs)


def is_garbled(page: PageText) -> bool:
    """Whether most of the page's words are none, neither Vietnamese nor any Latin script's: its fonts lie."""
    words = [word.strip(_QUOTES) for line in page.page.lines for word in _WORD.findall(line.text)]
    words = [word for word in words if len(word) > 1]
    return len(words) >= _ENOUGH_WORDS and sum(not _is_word(word) for word in words) > _GARBLED_WORDS * len(words)


def _is_word(word: str) -> bool:
    if is_syllable(word):
        return True
    return word.isalpha() and word.isascii() and (word.isupper() or word[1:].islower())
