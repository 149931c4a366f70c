"""Pictures of a document's pages, for the reader that shows the original beside the text."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from workbench.archive.readers import base, images, pdf_forms
from workbench.archive.readers import pdfium as pdf_pages
from workbench.errors import UnreadableFile

WIDEST = 4_000
"""Widest picture that is made, in pixels."""

_MAX_PIXELS = 16_000_000


def has_page_images(path: Path) -> bool:
    """Whether the file is there and of a format whose pages can be drawn."""
    return path.suffix.lower() in (".pdf", *images.SUFFIXES) and path.is_file()


def page_image(path: Path, page: int, width: int) -> bytes | None:
    """The picture of one page as PNG, or None for formats that have no pages of their own.

    Args:
        path: the original file.
        page: page number from 1.
        width: wanted width in pixels, at most WIDEST; a very tall page gets less.

    Raises:
        UnreadableFile: the file or its page cannot be drawn.
    """
    suffix = path.suffix.lower()
    width = min(max(width, 1), WIDEST)
    if suffix == ".pdf":
        return _png(_of_pdf(path, page, width))
    if suffix in images.SUFFIXES:
        with images.opened(path) as image:
            try:
                picture = images.frame(image, page)
            except EOFError as error:
                raise _no_page(path, page) from error
            scale = min(width / picture.width, (_MAX_PIXELS / (picture.width * picture.height)) ** 0.5)
            size = max(round(picture.width * scale), 1), max(round(picture.height * scale), 1)
            return _png(picture.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC))
    return None


def _of_pdf(path: Path, page: int, width: int) -> Image.Image:
    pdf_forms.check(path)
    with pdf_pages.opened(path) as document:
        with pdf_pages.LOCK:
            pages = len(document)
            if not 1 <= page <= pages:
                raise _no_page(path, page)
            points = max(document.get_page_size(page - 1)[0], 1.0)
        try:
            dpi = width * pdf_pages.POINTS_PER_INCH / points
            return pdf_pages.picture(document, page - 1, dpi, _MAX_PIXELS, grey=False)[0]
        except pdfium.PdfiumError as error:
            raise base.broken(path, f"không vẽ được trang {page}") from error


def _no_page(path: Path, page: int) -> UnreadableFile:
    return UnreadableFile(f"Tệp “{path.name}” không có trang {page}.", "Hãy cập nhật lại kho rồi mở lại văn bản.")


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    # Most pages are grey: a third of the size.
    grey = picture if picture.mode == "L" else picture.convert("L")
    same = picture.mode == "L" or picture.convert("RGB").tobytes() == grey.convert("RGB").tobytes()
    (grey if same else picture).save(buffer, "PNG")
    return buffer.getvalue()
