"""What a PDF says outside its pages' text: properties, names of attached files, notes, fields and stamps.

The secrecy gate reads it; nothing stores it.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from workbench.archive.readers.pdfium import LOCK, opened

_PROPERTIES = ("Title", "Subject", "Keywords")
_KEYS = (b"Contents", b"V", b"Subj", b"T")  # what a note says, a field's value, a note's subject and title
_SILENT = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP)  # they show nothing of their own
_MOST_NOTES = 2_000  # of a page; more are a drawing
_MOST_FILES = 1_000
_LONGEST = 100_000  # characters of one note


def properties_of(document: pdfium.PdfDocument) -> list[str]:
    """Title, subject and keywords of a document, and the names of the files attached to it."""
    with LOCK:
        found = [document.get_metadata_value(key) for key in _PROPERTIES]
        for index in range(min(document.count_attachments(), _MOST_FILES)):
            found.append(document.get_attachment(index).get_name())
    return [text for text in found if text.strip()]


def notes_of(page: pdfium.PdfPage) -> tuple[list[str], bool]:
    """What the notes and fields of a page hold as text, and whether any of them shows something (a stamp).

    The caller holds LOCK.
    """
    texts: list[str] = []
    shown = False
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) in _SILENT:
                continue
            shown = True
            texts += [text for key in _KEYS if (text := _value(note, key))]
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return texts, shown


def _value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)  # bytes of UTF-16 with the closing zero
    if not 2 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()


def shown_by_notes(path: Path, indices: list[int]) -> list[str]:
    """The text that notes and fields show on these pages (from 0): that of stamps, and of the frames of signatures.

    Raises:
        UnreadableFile: the file cannot be opened any more.
    """
    found: list[str] = []
    # A document of its own: making notes part of the page changes it.
    with opened(path) as document, LOCK:
        for index in indices:
            without = set(_text(document, index, flat=False).splitlines())
            found += [line for line in _text(document, index, flat=True).splitlines() if line not in without]
    return found


def _text(document: pdfium.PdfDocument, index: int, *, flat: bool) -> str:
    try:
        if flat:
            page = document[index]
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
        page = document[index]
    except pdfium.PdfiumError:  # whoever reads the page's own text reports it
        return ""
    try:
        words = page.get_textpage()
        try:
            return str(words.get_text_range())
        finally:
            words.close()
    finally:
        page.close()
