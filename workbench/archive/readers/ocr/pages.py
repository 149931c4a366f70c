"""From the recognised words of a page to its lines, the same kind of lines as those of a page with text of its own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from workbench.archive.readers.layout import Page
from workbench.archive.readers.lines import Glyph, Line, lines_of
from workbench.archive.readers.ocr.deskew import skew_of, turned
from workbench.archive.readers.ocr.tesseract import TooSlow, Word, recognise

DPI = 300
"""The resolution at which pages are recognised: character error .04% against .15% at 150 (clean prints)."""

MAX_PIXELS = 40_000_000
"""Larger pages are recognised at a lower resolution (A3 at 300 dpi has 17 million)."""

_POINTS_PER_INCH = 72
_SURE = 0.3  # a line none of whose words is surer is the shadow of a stamp, not text
_FEW_LETTERS, _SURE_OF_FEW = 4, 0.65  # a line of so few letters must be as sure as this: handwriting, marks of a pen
_REJECTED = 0.05  # what Tesseract itself gives up
_RULE = re.compile(r"[-–—_=~]{3,}")  # ruled lines; dots are left to be filled in, and are text
_NOISE = 0.45  # below it a word without letters or digits is a speck
_POOR = 0.55  # a page less sure than this may stand on its head or side


@dataclass(frozen=True)
class Recognised:
    """One recognised page.

    Attributes:
        page: its lines, as of a page with text of its own.
        confidence: mean confidence over its characters, 0 to 1; 1 for a blank page.
        doubtful: what was too unsure to be text; the secrecy gate reads it.
        layer: PDF page with its invisible text, of the size of the picture that was recognised; b"" for none.
        quarters: by how many quarter turns (counter-clockwise) the picture was turned before it was recognised.
        angle: by what angle it was turned besides, in degrees.
        late: whether recognition was given up because it took too long.
    """

    page: Page
    confidence: float
    doubtful: tuple[str, ...] = ()
    layer: bytes = b""
    quarters: int = 0
    angle: float = 0.0
    late: bool = False

    def to_json(self) -> dict[str, Any]:
        """What is kept in the searchable copy, so that the page need not be recognised again."""
        kept = asdict(self)
        del kept["layer"]
        return kept

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Recognised:
        """The page as it was kept. Raises KeyError, TypeError or ValueError where it is not one."""
        page = kept["page"]
        lines = [Line(**line) for line in page["lines"]]
        whole = Page(int(page["number"]), float(page["width"]), float(page["height"]), lines)
        return cls(
            whole,
            float(kept["confidence"]),
            tuple(kept["doubtful"]),
            b"",
            int(kept["quarters"]),
            float(kept["angle"]),
            bool(kept["late"]),
        )


def recognise_page(program: Path, picture: Image.Image, dpi: float, number: int, folder: Path) -> Recognised:
    """Recognise one page.

    Args:
        program: where Tesseract is.
        picture: the page, grey.
        dpi: its resolution; about DPI.
        number: page number from 1.
        folder: a scratch folder.

    Raises:
        RuntimeError: Tesseract failed.
    """
    if _is_blank(picture):
        return Recognised(_page([], picture, dpi, number), 1.0)
    quarters = 0
    try:
        angle = skew_of(picture)
        words, layer = recognise(program, turned(picture, angle), dpi, folder)
        if _sureness(words) < _POOR or len(words) < 3:
            quarters = _way_up(program, picture, dpi, folder, _sureness(words) * len(words))
        if quarters:
            picture = picture.rotate(90 * quarters, expand=True)
            angle = skew_of(picture)
            words, layer = recognise(program, turned(picture, angle), dpi, folder)
    except TooSlow:
        return Recognised(_page([], picture, dpi, number), 0.0, quarters=quarters, late=True)
    kept, doubtful = _sorted_out(words)
    page = _page(kept, picture, dpi, number)
    return Recognised(page, _sureness(kept), doubtful, layer, quarters, angle)


def _is_blank(picture: Image.Image) -> bool:
    small = np.asarray(picture.resize((max(picture.width // 4, 1), max(picture.height // 4, 1)), Image.Resampling.BOX))
    return bool(np.mean(small < 0.75 * np.percentile(small, 90)) < 0.0002)


def _way_up(program: Path, picture: Image.Image, dpi: float, folder: Path, upright: float) -> int:
    """By how many quarter turns the page reads best; judged at half the resolution."""
    half = picture.resize((max(picture.width // 2, 1), max(picture.height // 2, 1)), Image.Resampling.BOX)
    scores = {0: 1.3 * upright}  # turned only where that is clearly better
    for quarters in (1, 3, 2):
        words, _ = recognise(program, half.rotate(90 * quarters, expand=True), dpi / 2, folder, layer=False)
        scores[quarters] = _sureness(words) * len(words)
    return max(scores, key=lambda quarters: scores[quarters])


def _sureness(words: list[Word]) -> float:
    length = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / length if length else 0.0


def _sorted_out(words: list[Word]) -> tuple[list[Word], tuple[str, ...]]:
    """The words that are text, and line by line what is more likely a stamp's shadow, a signature or a speck."""
    lines: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        lines[word.line].append(word)
    kept: list[Word] = []
    doubtful: list[str] = []
    for line in lines.values():
        good = [word for word in line if _is_text(word)]
        letters = sum(map(_is_letter, "".join(word.text for word in good)))
        if (
            not letters
            or max(word.confidence for word in good) < _SURE
            or (letters <= _FEW_LETTERS and _sureness(good) < _SURE_OF_FEW)
        ):
            good = []
        kept += good
        rest = " ".join(word.text for word in line if word not in good)
        if any(map(_is_letter, rest)):
            doubtful.append(rest)
    return kept, tuple(doubtful)


def _is_letter(character: str) -> bool:
    """Whether it is a letter or digit; an accent that stands alone ("ˆ") is none, though Unicode counts it as one."""
    return character.isalnum() and unicodedata.category(character) != "Lm"


def _is_text(word: Word) -> bool:
    if any(map(_is_letter, word.text)):
        return word.confidence > _REJECTED
    return word.confidence >= _NOISE and not _RULE.fullmatch(word.text)


def _page(words: list[Word], picture: Image.Image, dpi: float, number: int) -> Page:
    scale = _POINTS_PER_INCH / dpi
    sizes = _even_sizes(words)
    glyphs: list[Glyph] = []
    line = -1
    for word in words:
        size = round(sizes[word.line] * scale, 1)
        spaces = int(word.line == line)
        place = (word.x0 * scale, word.x1 * scale, word.baseline * scale)
        glyphs.append(Glyph(word.text, *place, size, False, None, len(glyphs), spaces))
        line = word.line
    return Page(number, picture.width * scale, picture.height * scale, lines_of(glyphs, number))


def _even_sizes(words: list[Word]) -> dict[int, float]:
    """The size of each line; sizes that differ by no more than measuring does are made one."""
    sizes = {word.line: word.size for word in words}
    weights: Counter[int] = Counter()
    for word in words:
        weights[word.line] += len(word.text)
    rest = dict(sizes)
    even: dict[int, float] = {}
    while rest:
        # The most frequent size first, with all that is near it.
        usual = max(
            rest.values(), key=lambda size: sum(weights[line] for line, other in rest.items() if _near(size, other))
        )
        for line in [line for line, size in rest.items() if _near(usual, size)]:
            even[line] = usual
            del rest[line]
    return even


def _near(usual: float, other: float) -> bool:
    """Whether a measured size may be the usual one: it errs upwards by a third, where few letters are low or high."""
    return 5 / 6 * usual <= other <= 1.45 * usual
