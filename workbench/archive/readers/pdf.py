"""Reads born-digital PDF files.

pdfminer's interpreter gives every glyph with its place and its Unicode; lines and paragraphs are made from the places
alone (`lines`, `layout`). pdfminer's own layout analysis is not used: it is slow, and it moves the columns of a
document's head about.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix, apply_matrix_pt, decode_text

from workbench.archive.readers import base
from workbench.archive.readers.layout import Page, flow
from workbench.archive.readers.lines import Glyph, lines_of
from workbench.archive.readers.ruled import Rules, lines_with_tables
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every odd colour space

_SCANNED_TEXT = 250  # characters; a signature stamp has about 150, a page of text 1,500
_SCANNED_IMAGE = 0.4  # share of the page that pictures cover
_UNKNOWN_GLYPHS = 0.3  # share of glyphs without Unicode from which the text is worthless
_TAIL = 2048  # bytes at the end of the file in which "%%EOF" must stand


@dataclass(frozen=True)
class _Raw:
    """One page as it comes from pdfminer."""

    page: Page
    sideways: tuple[str, ...]
    pictured: bool
    glyphs: int
    unknown: int
    legacy: bool


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a PDF with its pages.

    Running heads, page numbers, rotated text (stamps, watermarks) and document properties go to `margins`.

    Raises:
        UnreadableFile: broken, cut off, locked with a password, or a scan without a text layer.
    """
    _check_ends(path)
    raw: list[_Raw] = []
    characters = 0
    with base.file_errors(path), path.open("rb") as file:
        document = _open(path, file)
        for page in _pages(path, document):
            raw.append(page)
            characters += sum(len(line.text) for line in page.page.lines)
            if characters > base.MAX_TEXT_CHARACTERS:
                raise base.too_long(path)
    _check_text(path, raw)
    notes = _decode(raw) + _missing(raw)
    whole = flow([page.page for page in raw])
    sideways = dict.fromkeys(text for page in raw for text in page.sideways)
    margins = "\n".join(part for part in (whole.running, *sideways, *_properties(document)) if part)
    return base.finished(path, whole.text, whole.page_starts, margins, notes)


def _check_ends(path: Path) -> None:
    """Refuse what is no PDF, and what is only the first part of one."""
    with base.file_errors(path), path.open("rb") as file:
        size = path.stat().st_size
        head = file.read(1024)
        file.seek(max(size - _TAIL, 0))
        tail = file.read()
    if not size:
        raise base.empty(path)
    if size > base.MAX_FILE_BYTES:
        raise base.too_long(path)
    kind = base.kind_of(head)
    if kind is None:
        raise base.broken(path, "bên trong không phải là PDF")
    if kind[0] != "pdf":
        raise base.wrong_kind(path, kind[1])
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise base.broken(path, "phần cuối bị mất (có lẽ chép hoặc tải về chưa xong)")


def _open(path: Path, file: BinaryIO) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(file))
    except PDFEncryptionError as error:
        raise base.locked(path) from error
    except OSError:
        raise
    except Exception as error:  # pdfminer meets damaged files with all kinds of exceptions
        raise base.broken(path, "không mở được cấu trúc PDF") from error


def _pages(path: Path, document: PDFDocument) -> Iterator[_Raw]:
    resources = PDFResourceManager()
    device = _Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    pages = PDFPage.create_pages(document)
    number = 0
    while True:
        number += 1
        try:
            page = next(pages, None)
            if page is None:
                return
            interpreter.process_page(page)
        except OSError:
            raise
        except Exception as error:  # pdfminer meets damaged files with all kinds of exceptions
            raise base.broken(path, f"không đọc được trang {number}") from error
        yield device.taken(number)


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

    def taken(self, number: int) -> _Raw:
        """The page that was just processed. A page drawn wholly sideways is read sideways."""
        glyphs, turned, rules, width, height = self.glyphs, self.turned, self.rules, self.width, self.height
        if len(turned) > 4 * len(glyphs) and len(turned) > 100:
            rules = rules.turned(width, height, self.clockwise > 0)
            glyphs, turned, width, height = turned, glyphs, height, width
        lines = lines_with_tables(glyphs, rules, number)
        length = sum(len(line.text) for line in lines)
        return _Raw(
            page=Page(number, width, height, lines),
            sideways=tuple(line.text for line in lines_of(turned, number)),
            pictured=length < _SCANNED_TEXT and self.pictures > _SCANNED_IMAGE * width * height,
            glyphs=len(glyphs),
            unknown=self.unknown,
            legacy=any(glyph.convert is not None and glyph.convert(glyph.text) != glyph.text for glyph in glyphs),
        )


def _is_unicode(font: PDFFont) -> bool:
    """Whether the font's own table names Vietnamese letters: then its name (`.VnTime`) tells nothing."""
    table = getattr(getattr(font, "unicode_map", None), "cid2unichr", {})
    return any(charsets.is_unicode_vietnamese(str(text)) for text in table.values())


def _check_text(path: Path, raw: list[_Raw]) -> None:
    if not raw:
        raise base.broken(path, "không có trang nào")
    pictured = sum(page.pictured for page in raw)
    if 2 * pictured > len(raw):
        raise UnreadableFile(
            f"Tệp “{path.name}” là bản quét, cần nhận dạng chữ (OCR): {pictured} trong {len(raw)} trang chỉ có ảnh.",
            "Hãy nhận dạng chữ bằng phần mềm OCR tiếng Việt rồi đưa bản có chữ vào kho, hoặc dùng tệp gốc (.docx).",
        )
    unknown, glyphs = sum(page.unknown for page in raw), sum(page.glyphs for page in raw)
    if unknown > _UNKNOWN_GLYPHS * (unknown + glyphs):
        raise UnreadableFile(
            f"Tệp “{path.name}” dùng phông chữ không kèm bảng mã nên không lấy được chữ.",
            "Hãy dùng tệp gốc (.docx), hoặc nhận dạng chữ (OCR) như với bản quét.",
        )


def _decode(raw: list[_Raw]) -> tuple[str, ...]:
    """Repair old charsets that no font name told of, in place; the notes say what was converted."""
    lines = [line for page in raw for line in page.page.lines]
    texts, notes = base.decoded([line.text for line in lines])
    for line, text in zip(lines, texts, strict=True):
        line.text = text
    if any(page.legacy for page in raw):
        notes = ("Có phần chữ được chuyển từ bảng mã cũ (phông .Vn… hoặc VNI-…) sang Unicode.", *notes)
    return notes


def _missing(raw: list[_Raw]) -> tuple[str, ...]:
    pictured = [str(page.page.number) for page in raw if page.pictured]
    empty = [str(page.page.number) for page in raw if not page.glyphs and not page.pictured]
    notes = []
    if pictured:
        notes.append(f"Trang {', '.join(pictured)} là ảnh, chưa đọc được chữ (cần OCR).")
    if empty:
        notes.append(f"Trang {', '.join(empty)} không có chữ.")
    return tuple(notes)


def _properties(document: PDFDocument) -> list[str]:
    """Title, subject and keywords; values that are not text are left out."""
    values = [info.get(key) for info in document.info for key in ("Title", "Subject", "Keywords")]
    return [decode_text(value) for value in values if isinstance(value, bytes) and value]
