"""Reads PDF files: pages with text, scanned pages by character recognition, and files that hold both.

Each page is read the way it needs: from PDFium's measures where the page is ordinary (`pdf_fast`), glyph by glyph with
pdfminer where its fonts are not (`pdf_exact`), by Tesseract where it has no text of its own (`ocr`). All three give
the same kind of lines, and one layout makes paragraphs of them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from workbench.archive.readers import base, pdf_forms
from workbench.archive.readers.layout import flow
from workbench.archive.readers.ocr import searchable
from workbench.archive.readers.ocr.pages import DPI, MAX_PIXELS, Recognised
from workbench.archive.readers.ocr.recogniser import MAX_PAGES, notes_of, recognise_pages
from workbench.archive.readers.pdf_exact import read_pages
from workbench.archive.readers.pdf_fast import read_page
from workbench.archive.readers.pdf_margins import notes_of as notes_on
from workbench.archive.readers.pdf_margins import properties_of, shown_by_notes
from workbench.archive.readers.pdf_page import PageText, is_garbled, is_picture
from workbench.archive.readers.pdf_stamps import fill_blanks
from workbench.archive.readers.pdf_tables import tables_of
from workbench.archive.readers.pdfium import LOCK, opened, picture
from workbench.errors import MissingPart

_TAIL = 2048  # bytes at the end of the file in which "%%EOF" must stand
_WORSE = 0.5  # confidence below which recognised text is no better than a text layer that looks garbled


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a PDF with its pages; pages without text of their own are recognised.

    Running heads, page numbers, rotated text (stamps, watermarks), fields, notes, names of attached files and document
    properties go to `margins`.

    Raises:
        UnreadableFile: broken, cut off, locked with a password, too long, or without any text.
        MissingPart: it is a scan and Tesseract is not installed.
        SecretDocument: page 1 of a scan bears a secrecy mark.
    """
    _check_ends(path)
    pdf_forms.check(path)
    with opened(path) as document:
        pages, outside = _read_pages(path, document)
        notes = _decode(pages)
        wanted = [page.page.number for page in pages if is_picture(page) or is_garbled(page)]
        if pages and pages[0].page.number not in wanted:
            notes = (*notes, *fill_blanks(path, pages[0].page.lines, workshop))
        recognised, copy = _recognised(path, document, pages, wanted, outside, workshop)
    return _joined(path, pages, recognised, copy, outside, notes, wanted)


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


def _read_pages(path: Path, document: pdfium.PdfDocument) -> tuple[list[PageText], list[str]]:
    """The pages, each read the way it needs, and what the file says outside their text."""
    found: dict[int, PageText] = {}
    outside = properties_of(document)
    shown: list[int] = []
    characters = 0
    for index in range(len(document)):
        with LOCK:
            try:
                page = document[index]
            except pdfium.PdfiumError:  # pdfminer may still read it, and says so where it cannot
                continue
            try:
                notes, visible = notes_on(page)
                read = read_page(page, index + 1)
            finally:
                page.close()
        outside += notes
        if visible:
            shown.append(index)
        if read is not None:
            found[index + 1] = read
            characters = _counted(path, read, characters)
    slow = frozenset(range(1, len(document) + 1)) - found.keys()
    for read in read_pages(path, slow) if slow else ():
        found[read.page.number] = read
        characters = _counted(path, read, characters)
    missing = sorted(slow - found.keys())
    if missing:
        raise base.broken(path, f"không đọc được trang {base.ranges(missing)}")
    if shown:
        outside += shown_by_notes(path, shown)
    return [found[number] for number in sorted(found)], list(dict.fromkeys(outside))


def _counted(path: Path, page: PageText, characters: int) -> int:
    """The characters read so far with those of this page. Raises UnreadableFile where they are too many."""
    characters += sum(len(line.text) for line in page.page.lines)
    if characters > base.MAX_TEXT_CHARACTERS:
        raise base.too_long(path)
    return characters


def _decode(pages: list[PageText]) -> tuple[str, ...]:
    """Repair old charsets that no font name told of, in place; the notes say what was converted."""
    lines = [line for page in pages for line in page.page.lines]
    texts, notes = base.decoded([line.text for line in lines])
    for line, text in zip(lines, texts, strict=True):
        line.text = text
    if any(page.legacy for page in pages):
        notes = ("Có phần chữ được chuyển từ bảng mã cũ (phông .Vn… hoặc VNI-…) sang Unicode.", *notes)
    return notes


# --- character recognition ------------------------------------------------------------------------------------------


def _recognised(
    path: Path,
    document: pdfium.PdfDocument,
    pages: list[PageText],
    wanted: list[int],
    outside: list[str],
    workshop: base.Workshop | None,
) -> tuple[dict[int, Recognised], bytes]:
    """The wanted pages, recognised now or by an earlier build, and the searchable copy."""
    if not wanted:
        return {}, b""
    held = searchable.kept(path, workshop)
    if held is not None and held[0].keys() == set(wanted[:MAX_PAGES]):
        return held
    try:
        with base.scratch(workshop) as folder:
            found = recognise_pages(
                path, wanted, lambda number: _draw(path, document, number), folder, "\n".join(outside)
            )
    except MissingPart:
        # A picture inside a text does not make the text wait; a scanned first page, which bears the head, does.
        if 1 in wanted or 2 * len(wanted) > len(pages):
            raise
        return {}, b""
    garbled = {page.page.number for page in pages if page.page.lines and not is_picture(page)}
    found = {number: page for number, page in found.items() if number not in garbled or page.confidence > _WORSE}
    try:
        return found, searchable.make(path, found) if found else b""
    except pdfium.PdfiumError as error:
        raise base.broken(path, "không sao chép được các trang đã nhận dạng chữ") from error


def _draw(path: Path, document: pdfium.PdfDocument, number: int) -> tuple[Image.Image, float]:
    try:
        return picture(document, number - 1, DPI, MAX_PIXELS, grey=True)
    except pdfium.PdfiumError as error:
        raise base.broken(path, f"không vẽ được trang {number}") from error


def _joined(
    path: Path,
    pages: list[PageText],
    recognised: dict[int, Recognised],
    copy: bytes,
    outside: list[str],
    notes: tuple[str, ...],
    wanted: list[int],
) -> base.RawText:
    whole = flow([recognised[page.page.number].page if page.page.number in recognised else page.page for page in pages])
    sideways = dict.fromkeys(text for page in pages for text in page.sideways)
    # The text layer of a recognised page is a stamp or garbled: no part of the text, but the gate must see it.
    layers = [line.text for page in pages if page.page.number in recognised for line in page.page.lines]
    doubtful = [text for page in recognised.values() for text in page.doubtful]
    margins = "\n".join(part for part in (whole.running, *sideways, *layers, *doubtful, *outside) if part)
    raw = base.finished(path, whole.text, whole.page_starts, margins, (*notes, *_notes(pages, recognised, wanted)))
    raw = replace(raw, tables=tables_of(whole.rows))
    if not recognised:
        return raw
    confidence = tuple(
        recognised[page.page.number].confidence if page.page.number in recognised else None for page in pages
    )
    return replace(raw, page_confidence=confidence, searchable=copy)


def _notes(pages: list[PageText], recognised: dict[int, Recognised], wanted: list[int]) -> tuple[str, ...]:
    left = [number for number in wanted if number not in recognised]
    empty = [page.page.number for page in pages if not page.glyphs and page.page.number not in wanted]
    notes = list(notes_of(recognised))
    if left:
        notes.append(f"Trang {base.ranges(left)} là ảnh, chưa đọc được chữ (cần OCR).")
    if empty:
        notes.append(f"Trang {base.ranges(empty)} không có chữ.")
    return tuple(notes)
