"""Reads pages of a PDF glyph by glyph with pdfminer: slow, and right for every kind of font.

pdfminer's interpreter gives every glyph with its place and its Unicode; lines and paragraphs are made from the places
alone (`lines`, `layout`). pdfminer's own layout analysis is not used: it is slow, and it moves the columns of a
document's head about.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, apply_matrix_pt

from workbench.archive.readers import base
from workbench.archive.readers.layout import Page
from workbench.archive.readers.lines import Glyph, lines_of
from workbench.archive.readers.pdf_page import PageText
from workbench.archive.readers.ruled import Rules, lines_with_tables
from workbench.vietnamese import charsets

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd colour space


def read_pages(path: Path, wanted: frozenset[int]) -> Iterator[PageText]:
    """The pages of these numbers (from 1), in order.

    Raises:
        UnreadableFile: the file or one of the pages is broken, or it is locked with a password.
    """
    with base.file_errors(path), path.open("rb") as file:
        document = _open(path, file)
        resources = PDFResourceManager()
        device = _Device(resources)
        interpreter = PDFPageInterpreter(resources, device)
        pages = enumerate(PDFPage.create_pages(document), start=1)
        last = max(wanted, default=0)
        number = 0
        while number < last:
            try:
                number, page = next(pages, (last, None))
                if page is None:
                    return
                if number not in wanted:
                    continue
                interpreter.process_page(page)
            except OSError:
                raise
            except Exception as error:  # pdfminer meets damaged files with all kinds of exceptions
                raise base.broken(path, f"không đọc được trang {number}") from error
            yield device.taken(number)


def _open(path: Path, file: BinaryIO) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(file))
    except PDFEncryptionError as error:
        raise base.locked(path) from error
    except OSError:
        raise
    except Exception as error:  # pdfminer meets damaged files with all kinds of exceptions
        raise base.broken(path, "không mở được cấu trúc PDF") from error


class _Device(PDFTextDevice):
    """Collects the glyphs of one page and the area that its pictures cover."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._fonts: dict[int, tuple[PDFFont, bool, Callable[[str], str] | None]] = {}
        self._start(0.0, 0.0)

    def _start(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.glyphs: list[Glyph] = []
        self.turned: list[Glyph] = []
        self.rules = Rules()
        self.clockwise = 0  # turned glyphs that read downwards, less those that read upwards
        self.pictures = 0.0
        self.paths = 0
        self.unknown = 0
        self.drawn = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        x0, y0, x1, y1 = page.mediabox
        width, height = abs(x1 - x0), abs(y1 - y0)
        self._start(*((height, width) if page.rotate in (90, 270) else (width, height)))

    def render_image(self, name: str, stream: Any) -> None:
        if self.ctm is not None:
            a, b, c, d, _, _ = self.ctm
            self.pictures += abs(a * d - b * c)

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if self.ctm is None:
            return
        self.paths += 1
        corners: list[tuple[float, float]] = []
        for operator, *numbers in path:
            if operator == "m" and corners:
                self.rules.add_path(corners, stroke)
                corners = []
            if operator in ("m", "l") and len(numbers) == 2:
                x, y = apply_matrix_pt(self.ctm, (numbers[0], numbers[1]))
                corners.append((x, self.height - y))
        self.rules.add_path(corners, stroke)

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance: float = font.char_width(cid) * fontsize * scaling
        bold, convert = self._font(font)
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            self.unknown += 1
            return advance
        # WinAnsi calls code AD a hyphen; in a TCVN3 font it is "ư".
        if convert is not None and cid == 0xAD and text in "-\xad":
            text = "\xad"
        self.drawn += 1
        a, b, c, d, e, f = matrix
        size = abs(fontsize) * math.hypot(c, d)
        if abs(b) <= 0.2 * abs(a):
            x, y = e + rise * c, self.height - (f + rise * d)
            right = x + advance * a
            self.glyphs.append(Glyph(text, min(x, right), max(x, right), y, size, bold, convert, self.drawn))
        else:  # laid along its own direction, as if the sheet were turned
            length = math.hypot(a, b)
            along, across = (e * a + f * b) / length, (e * b - f * a) / length
            if b < 0:
                along, across = along + self.height, across + self.width
            self.clockwise += 1 if b < 0 else -1
            self.turned.append(Glyph(text, along, along + advance * length, across, size, bold, convert, self.drawn))
        return advance

    def _font(self, font: PDFFont) -> tuple[bool, Callable[[str], str] | None]:
        known = self._fonts.get(id(font))
        if known is None:
            name = str(font.fontname or "")
            # The font is kept so that its id stays its own.
            convert = None if _is_unicode(font) else charsets.legacy_font(name)
            known = font, any(word in name for word in ("Bold", "Black", "Heavy")), convert
            self._fonts[id(font)] = known
        return known[1], known[2]

    def taken(self, number: int) -> PageText:
        """The page that was just processed. A page drawn wholly sideways is read sideways."""
        glyphs, turned, rules, width, height = self.glyphs, self.turned, self.rules, self.width, self.height
        if len(turned) > 4 * len(glyphs) and len(turned) > 100:
            rules = rules.turned(width, height, self.clockwise > 0)
            glyphs, turned, width, height = turned, glyphs, height, width
        lines = lines_with_tables(glyphs, rules, number)
        return PageText(
            page=Page(number, width, height, lines),
            sideways=tuple(line.text for line in lines_of(turned, number)),
            pictures=self.pictures / max(width * height, 1.0),
            paths=self.paths,
            glyphs=len(glyphs),
            unknown=self.unknown,
            legacy=any(glyph.convert is not None and glyph.convert(glyph.text) != glyph.text for glyph in glyphs),
        )


def _is_unicode(font: PDFFont) -> bool:
    """Whether the font's own table names Vietnamese letters: then its name (`.VnTime`) tells nothing."""
    table = getattr(getattr(font, "unicode_map", None), "cid2unichr", {})
    return any(charsets.is_unicode_vietnamese(str(text)) for text in table.values())
