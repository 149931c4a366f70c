"""PDFium for one use at a time: opening, measuring and picturing PDF files.

PDFium is not thread-safe, not even over two documents: whoever calls it holds LOCK. Waiting for another program
(Tesseract) is done without it.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from workbench.archive.readers import base

LOCK = threading.RLock()
"""Held around every call of PDFium."""

MAX_PAGES = 10_000
"""A longer file is no document, or its page tree is a trap."""

POINTS_PER_INCH = 72
_MIN_SIDE = 1.0  # points
_WIDGET, _LINK = raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_LINK


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of `raw` that takes and gives addresses as numbers instead of pointer objects: three times as fast.

    Args:
        function: the function of `raw`.
        result: ctypes type of what it returns; `c_void_p` for a pointer.
        arguments: ctypes types of its arguments, `c_void_p` for pointers.
    """
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def address(handle: Any) -> int:
    """The address behind a handle of `raw` or an object of pypdfium2."""
    return ctypes.cast(getattr(handle, "raw", handle), ctypes.c_void_p).value or 0


@contextmanager
def opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The document of a file, closed when the block ends.

    Raises:
        UnreadableFile: broken, locked with a password, without pages or with more than MAX_PAGES.
    """
    with LOCK, base.file_errors(path):
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise base.locked(path) from error
            raise base.broken(path, "không mở được cấu trúc PDF") from error
    try:
        with LOCK:
            pages = len(document)
        if not pages:
            raise base.broken(path, "không có trang nào")
        if pages > MAX_PAGES:
            raise base.too_many_pages(path, pages, MAX_PAGES)
        yield document
    finally:
        with LOCK:
            document.close()


def picture(
    document: pdfium.PdfDocument, index: int, dpi: float, max_pixels: int, *, grey: bool
) -> tuple[Image.Image, float]:
    """A page as a picture, and its resolution: `dpi`, or less where the picture would have more than `max_pixels`.

    Fields and links are left out of a grey picture: what they say is text already, and a signature's stamp would lie
    over the words.

    Raises:
        PdfiumError: the page cannot be loaded or drawn.
    """
    with LOCK:
        page = document[index]
        try:
            width, height = (max(side, _MIN_SIDE) for side in page.get_size())
            fitting = POINTS_PER_INCH * math.sqrt(max_pixels / (width * height))
            resolution = min(dpi, fitting)
            bitmap = page.render(
                scale=resolution / POINTS_PER_INCH,
                grayscale=grey,
                may_draw_forms=not grey,
                draw_annots=not grey or _has_stamps(page),
                fill_color=(255, 255, 255, 255),
            )
            try:
                # A copy: the picture of the bitmap's memory dies with it.
                image = bitmap.to_pil().convert("L" if grey else "RGB").copy()
            finally:
                bitmap.close()
            return image, resolution
        finally:
            page.close()


def _has_stamps(page: pdfium.PdfPage) -> bool:
    """Whether annotations other than fields and links lie on the page: a stamp or a typed note may be its content."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 1000)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind not in (_WIDGET, _LINK, raw.FPDF_ANNOT_POPUP):
                return True
    return False
