"""The searchable copy of a scan: its pages as they are, with the recognised text invisibly behind the picture.

The copy also holds what was recognised (an attached file), so that a file whose copy is kept need not be recognised
again.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import math
from pathlib import Path

import pypdfium2 as pdfium

from workbench.archive.readers.base import Workshop
from workbench.archive.readers.ocr.pages import Recognised
from workbench.archive.readers.pdfium import LOCK

_ATTACHED = "nhan-dang.json"
_VERSION = 1  # of what is attached; another one is recognised anew
_LARGEST = 64 * 1024 * 1024  # bytes of the attached file

_log = logging.getLogger(__name__)


def make(source: bytes | Path, recognised: dict[int, Recognised]) -> bytes:
    """The searchable copy.

    Args:
        source: the PDF whose pages were recognised.
        recognised: the recognised pages by number (from 1).

    Raises:
        PdfiumError: the pages cannot be copied.
    """
    with LOCK, pdfium.PdfDocument(source) as original, pdfium.PdfDocument.new() as copy:
        copy.import_pages(original)
        for number, found in recognised.items():
            if found.layer:
                _lay(copy, number - 1, found)
        kept = {"version": _VERSION, "pages": [found.to_json() for found in recognised.values()]}
        attachment = copy.new_attachment(_ATTACHED)
        attachment.set_data(json.dumps(kept, ensure_ascii=False).encode("utf-8"))
        buffer = io.BytesIO()
        copy.save(buffer)
        return buffer.getvalue()


def bound(sheets: list[bytes]) -> bytes:
    """One PDF of several."""
    with LOCK, pdfium.PdfDocument.new() as whole:
        for sheet in sheets:
            with pdfium.PdfDocument(sheet) as part:
                whole.import_pages(part)
        buffer = io.BytesIO()
        whole.save(buffer)
        return buffer.getvalue()


def _lay(copy: pdfium.PdfDocument, index: int, found: Recognised) -> None:
    """Lay the invisible text over a page so that each word covers its picture."""
    page = copy[index]
    with pdfium.PdfDocument(found.layer) as layer:
        placed = layer.page_as_xobject(0, copy)
        width, height = layer[0].get_size()
        words = placed.as_pageobject()
        words.set_matrix(_placement(page, found, width, height))
        page.insert_obj(words)
        page.gen_content()
        placed.close()
    page.close()


def _placement(page: pdfium.PdfPage, found: Recognised, width: float, height: float) -> pdfium.PdfMatrix:
    """From the layer (width × height points, turned as the recognised picture was) to the page's own coordinates."""
    matrix = pdfium.PdfMatrix()
    # Undo the turn about the middle, then the quarter turns.
    matrix = matrix.translate(-width / 2, -height / 2)
    turn = math.radians(-found.angle - 90 * found.quarters)
    cosine, sine = math.cos(turn), math.sin(turn)
    matrix = matrix.multiply(pdfium.PdfMatrix(cosine, sine, -sine, cosine, 0, 0))
    shown_width, shown_height = page.get_size()
    matrix = matrix.translate(shown_width / 2, shown_height / 2)
    left, bottom, right, top = page.get_bbox()
    inner_width, inner_height = right - left, top - bottom
    rotation = page.get_rotation()
    if rotation == 90:
        matrix = matrix.multiply(pdfium.PdfMatrix(0, 1, -1, 0, inner_width, 0))
    elif rotation == 180:
        matrix = matrix.multiply(pdfium.PdfMatrix(-1, 0, 0, -1, inner_width, inner_height))
    elif rotation == 270:
        matrix = matrix.multiply(pdfium.PdfMatrix(0, -1, 1, 0, 0, inner_height))
    return matrix.translate(left, bottom)


def kept(path: Path, workshop: Workshop | None) -> tuple[dict[int, Recognised], bytes] | None:
    """What an earlier build recognised of a file with this very content, and its searchable copy; None for nothing."""
    folder = workshop.searchable if workshop else None
    if folder is None or not folder.is_dir():
        return None
    with path.open("rb") as stream:
        copy = folder / f"{hashlib.file_digest(stream, 'sha256').hexdigest()}.pdf"
    if not copy.is_file():
        return None
    try:
        data = copy.read_bytes()
        return _attached(data), data
    except (pdfium.PdfiumError, OSError, ValueError, KeyError, TypeError) as error:
        _log.warning(
            "searchable copy %s cannot be used (%s); the file is recognised anew", copy.name, type(error).__name__
        )
        return None


def _attached(data: bytes) -> dict[int, Recognised]:
    with LOCK, pdfium.PdfDocument(data) as copy:
        for index in range(min(copy.count_attachments(), 10)):
            attachment = copy.get_attachment(index)
            if attachment.get_name() == _ATTACHED:
                content = bytes(attachment.get_data())
                break
        else:
            raise ValueError("nothing attached")
    if len(content) > _LARGEST:
        raise ValueError("attached file too large")
    held = json.loads(content)
    if held["version"] != _VERSION:
        raise ValueError("another version")
    return {page.page.number: page for page in map(Recognised.from_json, held["pages"])}
