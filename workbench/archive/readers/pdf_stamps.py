"""Figures that a digital signature draws into the blanks of a head: "Số … - HD/BTCTU", "ngày … tháng 11 năm 2025".

Vietnamese signing programs put the number and the day on a finished PDF as small pictures in signature fields: the page
shows them, its text leaves them blank. They are recognised one by one, as figures only, at two sizes; where the two do
not agree, or Tesseract is missing, the blank stays a blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from workbench.archive import system_parts
from workbench.archive.readers import base
from workbench.archive.readers.lines import Line
from workbench.archive.readers.ocr.tesseract import TooSlow, figures
from workbench.archive.readers.pdfium import LOCK, opened
from workbench.errors import MissingPart

NOTE = "Số hoặc ngày ở đầu văn bản là hình của chữ ký số, được đọc bằng nhận dạng chữ: nên kiểm tra lại."

_MOST_FIELDS = 40
_SIZES = (6.0, 60.0)  # points: height of a field that holds a number
_WIDEST = 130.0
_BESIDE = 70.0  # points beside a field in which the word before it is looked for
_POINTS = 72.0
_RESOLUTIONS = (300.0, 450.0)
_LONGEST = 5  # figures of a number
_BLANKS = {
    "số": re.compile(r"(\b[Ss]ố(?:\s*:)?)\s*(?=[-–/]\s*[A-ZĐ0-9])"),
    "ngày": re.compile(r"(\bngày)[\s.…]*(?=tháng)"),
    "tháng": re.compile(r"(\btháng)[\s.…]*(?=năm)"),
}


def fill_blanks(path: Path, lines: Sequence[Line], workshop: base.Workshop | None) -> tuple[str, ...]:
    """Write the recognised figures into the blanks of page 1's lines, in place; a note where any were.

    Costs nothing where no line has such a blank.

    Raises:
        UnreadableFile: the file cannot be opened any more.
    """
    head = lines[:40]
    if not any(blank.search(line.text) for line in head for blank in _BLANKS.values()):
        return ()
    try:
        program = system_parts.need("tesseract", path)
    except MissingPart:
        return ()
    filled = False
    with base.scratch(workshop) as folder:
        for word, picture in _fields(path):
            line = next((line for line in head if _BLANKS[word].search(line.text)), None)
            number = _agreed(program, picture, folder) if line is not None else None
            if line is not None and number is not None:
                line.text = _BLANKS[word].sub(rf"\g<1> {number} ", line.text, count=1)
                filled = True
    return (NOTE,) if filled else ()


def _agreed(program: Path, pictures: Sequence[Image.Image], folder: Path) -> str | None:
    """The figures that all sizes of a picture give."""
    try:
        read = {figures(program, picture, dpi, folder) for picture, dpi in zip(pictures, _RESOLUTIONS, strict=True)}
    except (RuntimeError, OSError, TooSlow):  # the blank stays, and the header says that it could not be read
        return None
    number = read.pop() if len(read) == 1 else ""
    return number if number.isdigit() and len(number) <= _LONGEST else None


def _fields(path: Path) -> list[tuple[str, list[Image.Image]]]:
    """The small fields of page 1 behind "Số", "ngày" or "tháng": that word, and the field at each resolution."""
    found = []
    # A document of its own: fields are only drawn where the form was set up before its pages were opened.
    with opened(path) as document, LOCK:
        document.init_forms()
        page = document[0]
        try:
            words = page.get_textpage()
            try:
                for left, bottom, right, top in _small_fields(page):
                    before = words.get_text_bounded(left=left - _BESIDE, bottom=bottom, right=left + 2, top=top)
                    last = re.search(r"(số|ngày|tháng)\s*:?\s*$", before.lower())
                    if last:
                        found.append((last[1], [_drawn(page, (left, bottom, right, top), dpi) for dpi in _RESOLUTIONS]))
            finally:
                words.close()
        except pdfium.PdfiumError:  # fields that cannot be drawn leave their blanks
            return found
        finally:
            page.close()
    return found


def _small_fields(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    height = page.get_height()
    found = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_FIELDS)):
        field = raw.FPDFPage_GetAnnot(page, index)
        if not field:
            continue
        rect = raw.FS_RECTF()
        known = raw.FPDFAnnot_GetRect(field, rect)
        widget = raw.FPDFAnnot_GetSubtype(field) == raw.FPDF_ANNOT_WIDGET
        raw.FPDFPage_CloseAnnot(field)
        left, right = sorted((rect.left, rect.right))
        bottom, top = sorted((rect.bottom, rect.top))
        small = _SIZES[0] <= top - bottom <= _SIZES[1] and 3 <= right - left <= _WIDEST
        if known and widget and small and bottom > height / 2:
            found.append((left, bottom, right, top))
    return found


def _drawn(page: pdfium.PdfPage, field: tuple[float, float, float, float], dpi: float) -> Image.Image:
    left, bottom, right, top = field
    width, height = page.get_size()
    bitmap = page.render(
        scale=dpi / _POINTS,
        crop=(max(left, 0), max(bottom, 0), max(width - right, 0), max(height - top, 0)),
        grayscale=True,
        fill_color=(255, 255, 255, 255),
    )
    try:
        picture = bitmap.to_pil().convert("L")
    finally:
        bitmap.close()
    # Tesseract wants white around a line.
    border = round(dpi / 10)
    framed = Image.new("L", (picture.width + 2 * border, picture.height + 2 * border), 255)
    framed.paste(picture, (border, border))
    return framed
