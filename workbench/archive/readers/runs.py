"""Runs of text with their fonts, as Office formats keep them: put together as paragraphs in Unicode."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from workbench.archive.readers import base
from workbench.archive.readers.base import PAGE
from workbench.archive.readers.tables import plain
from workbench.vietnamese import charsets

Conversion = Callable[[str], str]

_BULLETS = {0x20: " ", 0x2D: "-", 0x6F: "□", 0xA7: "▪", 0xA8: "□", 0xB7: "•", 0xFC: "✓", 0xFE: "☑"}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MAX_HEARD = 100_000  # characters of one font that its charset is judged by


def symbol(code: int) -> str:
    """The sign for a character code of a symbol font (Symbol, Wingdings): one that a text font has."""
    return _BULLETS.get(code & 0xFF, "•")


class OldFonts:
    """Which fonts of one file are in an old charset: by their names, else by the evidence of all text in them.

    The evidence is complete only once the file has been read: a file where `decide` finds something is read again.
    """

    def __init__(self, decided: Mapping[str, Conversion] | None = None) -> None:
        """Args: decided: font → conversion, from `decide` after a first reading."""
        self._known: dict[str, Conversion | None] = dict(decided or {})
        self._heard: dict[str, list[str]] = {}
        self._lengths: dict[str, int] = {}

    def conversion(self, font: str) -> Conversion | None:
        """What text in this font needs, or None for a Unicode font."""
        if font not in self._known:
            self._known[font] = charsets.legacy_font(font)
        return self._known[font]

    def hear(self, font: str, text: str) -> None:
        """Note text in a font whose name says nothing."""
        length = self._lengths.get(font, 0)
        if not text.isascii() and length < _MAX_HEARD:
            self._heard.setdefault(font, []).append(text)
            self._lengths[font] = length + len(text)

    def decide(self) -> dict[str, Conversion]:
        """The fonts whose text is in an old charset although their names do not say so."""
        found: dict[str, Conversion] = {}
        for least in (3, 1):  # what one font proves makes a few words of another enough
            for font, texts in self._heard.items():
                if font not in found and (conversion := charsets.conversion_by_evidence(" ".join(texts), font, least)):
                    found[font] = conversion
            if not found:
                break
        return found


class Runs:
    """The text of one paragraph, run by run: conversion by font needs neighbouring runs of one font together.

    Attributes:
        converted: whether text in an old font was converted.
    """

    def __init__(self, fonts: OldFonts) -> None:
        self.converted = False
        self._fonts = fonts
        self._pieces: list[tuple[str, str | None]] = []  # text, font (None: it is right as it is)

    def __bool__(self) -> bool:
        """Whether the paragraph holds anything yet."""
        return bool(self._pieces)

    def add(self, text: str, font: str = "", *, capitals: bool = False) -> None:
        """Add a run.

        Args:
            text: its characters as the file has them; PAGE and the marks of cells are taken out.
            font: the name of its font.
            capitals: whether the page shows it in capitals whatever is typed.
        """
        text = plain(text)
        if capitals:
            text = self._unicode(text, self._fonts.conversion(font)).upper()
        if text:
            self._pieces.append((text, None if capitals else font))

    def turn(self) -> None:
        """A new page starts here."""
        self._pieces.append((PAGE, None))

    def take(self) -> str:
        """The paragraph's text in Unicode; the next paragraph begins."""
        pieces, self._pieces = self._pieces, []
        text = ""
        for convert, same in groupby(pieces, key=lambda piece: self._fonts.conversion(piece[1] or "")):
            run = list(same)
            if convert is None:
                for font, parts in groupby(run, key=lambda piece: piece[1]):
                    if font is not None:
                        self._fonts.hear(font, "".join(part for part, _ in parts))
            text += self._unicode("".join(part for part, _ in run), convert)
        return text

    def _unicode(self, text: str, convert: Conversion | None) -> str:
        if _SURROGATES.search(text):  # the two halves of one character, told one after the other
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if convert is None:
            return _PRIVATE.sub(lambda found: symbol(ord(found[0])), text)
        # An old font that Windows took for a symbol font has its codes in the private area.
        text = _PRIVATE.sub(lambda found: chr(ord(found[0]) & 0xFF), text)
        mixed = charsets.is_unicode_vietnamese(text)
        converted = charsets.converted_by_word(text, convert) if mixed else convert(text)
        self.converted |= converted != text
        return converted


def paragraph_text(text: str, label: str = "") -> str:
    """A paragraph as it is handed on: the tab behind a list mark is a space, and the list number stands before it."""
    text = text.strip(" \t")
    lead, tab, rest = text.partition("\t")
    if tab and base.LIST_MARKER.fullmatch(lead.strip(PAGE)):  # the tab stop after "a)" or "-"
        text = f"{lead} {rest.lstrip()}"
    if label and text.replace(PAGE, "").strip():
        bare = text.lstrip(PAGE)
        text = f"{text[: len(text) - len(bare)]}{label} {bare.lstrip()}"
    return text


def readings(text: str) -> list[str]:
    """What a text without a font (a property of the file) may say: as it is, and in either old charset."""
    found = [text]
    if not text.isascii() and not charsets.is_unicode_vietnamese(text):
        found += [charsets.from_tcvn3(text), charsets.from_vni(text)]
    return list(dict.fromkeys(found))
