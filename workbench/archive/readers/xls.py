"""Reads old Excel workbooks (.xls): every sheet as a table, text in old fonts converted cell by cell and run by run."""

from __future__ import annotations

import codecs
import io
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlrd  # type: ignore[import-untyped]

from workbench.archive.readers import base, conversion, html, mht, sheets, xlsx
from workbench.archive.readers.flow import OLD_FONTS_NOTE
from workbench.archive.readers.number_formats import general, shown
from workbench.archive.readers.ole import open_ole, summary
from workbench.archive.readers.rtf_words import decode
from workbench.archive.readers.runs import OldFonts, Runs, readings
from workbench.archive.readers.sheets import Sheet

_STREAMS = ("Workbook", "Book")
_STRANGERS = (("WordDocument", "văn bản Word đời cũ (doc)"), ("PowerPoint Document", "trình chiếu đời cũ (ppt)"))
# Records of the workbook stream that xlrd does not hand on ([MS-XLS] 2.3).
_BOF, _HEADER, _FOOTER, _CONTINUE, _TEXT_BOX = 0x0809, 0x0014, 0x0015, 0x003C, 0x01B6
_BIFF8 = 0x0600
_MIME = re.compile(rb"\s*MIME-Version:", re.IGNORECASE)
_EXCEL_2003_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL_97 = 80  # as xlrd counts versions


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The sheets of a workbook, in order, hidden ones too; numbers as the sheet shows them, in Vietnamese form.

    Web systems hand out web pages and XML of Excel 2003 under this suffix: they are read as what they are.

    Raises:
        MissingPart: it is XML of Excel 2003, which takes LibreOffice.
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    data = base.read_bytes(path)
    kind = base.kind_of(data[:1024])
    if kind is None and data[:1024].lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(
        (b"<html", b"<!doctype html", b"<table")
    ):
        return html.read(path, whole=True)
    if kind is None and _MIME.match(data):
        return mht.read(path, workshop)
    if kind is None and _EXCEL_2003_XML in data[:4096]:
        with conversion.convert(path, "xlsx", workshop, ".xml") as converted:
            return xlsx.read(converted, workshop)
    if kind is not None and kind[0] != "ole":
        raise base.wrong_kind(path, kind[1])
    old = data[:2] == b"\x09\x08" or data[:1] == b"\x09"  # before Excel 5 a workbook was a bare stream
    if kind is None and not old:
        raise base.broken(path, "bên trong không phải là bảng tính Excel")
    stream, properties = _stream(path, data) if kind is not None else (data, [])
    book = _open(path, data)
    fonts = OldFonts()
    raw = _Book(book, stream, fonts).read(path, properties)
    decided = fonts.decide()
    return _Book(book, stream, OldFonts(decided)).read(path, properties) if decided else raw


def _open(path: Path, data: bytes) -> xlrd.Book:
    """The workbook; before Excel 97 with its bytes as they are, because only the font tells what they mean."""
    try:
        try:
            book = _book(data)
            return book if book.biff_version >= _EXCEL_97 else _book(data, encoding_override="latin_1")
        except (UnicodeDecodeError, LookupError):
            return _book(data, encoding_override="latin_1")
        except xlrd.compdoc.CompDocError as error:
            if "seen[" not in str(error):
                raise
            # Two chains of sectors that cross: some programs write such files, and Excel opens them.
            return _book(data, ignore_workbook_corruption=True)
    except xlrd.XLRDError as error:  # CompDocError is one of them
        if "encrypted" in str(error).lower():
            raise base.locked(path) from error
        raise base.broken(path, "cấu trúc bảng tính bên trong không đọc được") from error
    except (MemoryError, RecursionError):
        raise base.too_long(path) from None
    except Exception as error:  # a damaged stream fails anywhere in xlrd, with whatever its code stumbles over
        raise base.broken(path, "cấu trúc bảng tính bên trong không đọc được") from error


def _book(data: bytes, **options: object) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=data,
        logfile=io.StringIO(),
        formatting_info=True,
        ragged_rows=True,
        **options,
    )


def _stream(path: Path, data: bytes) -> tuple[bytes, list[str]]:
    """The workbook stream of an OLE file, and the document's properties."""
    try:
        with open_ole(data) as ole:
            stranger = next((name for stream, name in _STRANGERS if ole.exists(stream)), None)
            name = next((name for name in _STREAMS if ole.exists(name)), None)
            if name is None and stranger:
                raise base.wrong_kind(path, stranger)
            if name is None:
                raise base.broken(path, "bên trong không có bảng tính")
            return ole.openstream(name).read(), list(summary(ole))
    except (OSError, ValueError, TypeError, IndexError, struct.error, AttributeError) as error:
        raise base.broken(path, "cấu trúc tệp Office đời cũ bị lỗi") from error


class _Book:
    """Walks a workbook; once more where the text itself told which fonts are old."""

    def __init__(self, book: xlrd.Book, stream: bytes, fonts: OldFonts) -> None:
        self._book = book
        self._stream = stream
        self._runs = Runs(fonts)
        self._mac_dates = book.datemode == 1
        self._fonts = fonts
        self._characters = 0
        self._codec = _codec(book.codepage) if book.biff_version < _EXCEL_97 else ""

    def read(self, path: Path, properties: list[str]) -> base.RawText:
        found = [self._sheet(path, sheet) for sheet in self._book.sheets()]
        margins = [reading for text in properties for reading in readings(text)]
        notes = set()
        for sheet in self._book.sheets():
            for note in sheet.cell_note_map.values():
                text = self._unicode(note.text)
                margins += readings(text)
                notes.add("".join(text.split()))
        heads, boxes = self._outside()
        margins += heads
        if found:  # the stream does not say it plainly: they stand after the last sheet
            found[-1].boxes += [box for box in boxes if "".join(box.split()) not in notes]
        converted = (OLD_FONTS_NOTE,) if self._runs.converted else ()
        return sheets.workbook(path, found, margins, converted)

    def _sheet(self, path: Path, sheet: xlrd.sheet.Sheet) -> Sheet:
        found = Sheet(self._unicode(sheet.name), sheet.visibility != 0)
        for row in range(sheet.nrows):
            for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
                text = self._text(sheet, row, column, kind, value)
                if text.strip():
                    found.cells.append((row + 1, column + 1, text))
                    self._characters += len(text)  # cells share texts: a small file may hold a long one very often
            if len(found.cells) > sheets.MAX_CELLS or self._characters > base.MAX_TEXT_CHARACTERS:
                raise base.too_long(path)
        return found

    def _text(self, sheet: xlrd.sheet.Sheet, row: int, column: int, kind: int, value: object) -> str:
        if kind == xlrd.XL_CELL_TEXT:
            return self._string(
                str(value), sheet.cell_xf_index(row, column), sheet.rich_text_runlist_map.get((row, column))
            )
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE) and isinstance(value, int | float):
            code = self._code(sheet.cell_xf_index(row, column))
            return shown(float(value), code, mac_dates=self._mac_dates) if code else general(float(value))
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, ""))
        return ""

    def _string(self, text: str, style: int, changes: list[tuple[int, int]] | None) -> str:
        """A cell's text: its font, and those that follow from places inside it."""
        font = self._font(self._book.xf_list[style].font_index) if style < len(self._book.xf_list) else ""
        last = 0
        for start, index in changes or ():
            self._runs.add(self._unicode(text[last:start], font), font)
            font, last = self._font(index), start
        self._runs.add(self._unicode(text[last:], font), font)
        return self._runs.take()

    def _unicode(self, text: str, font: str = "") -> str:
        """Text of a workbook before Excel 97, until here its bytes: in an old font they are letters of that font."""
        if not self._codec or text.isascii():
            return text
        codec = "cp1252" if font and self._fonts.conversion(font) else self._codec
        return decode(text.encode("latin-1", "replace"), codec)

    def _font(self, index: int) -> str:
        return self._book.font_list[index].name if 0 <= index < len(self._book.font_list) else ""

    def _code(self, style: int) -> str:
        if style >= len(self._book.xf_list):
            return ""
        known: Mapping[int, xlrd.formatting.Format] = self._book.format_map
        code = known.get(self._book.xf_list[style].format_key)
        return self._unicode(code.format_str) if code is not None and code.format_str.lower() != "general" else ""

    def _outside(self) -> tuple[list[str], list[str]]:
        """Page headers and footers, and the text of boxes and comments."""
        heads: list[str] = []
        boxes: list[str] = []
        wide = True
        records = list(_records(self._stream))
        for place, (kind, body) in enumerate(records):
            if kind == _BOF and len(body) >= 2:
                wide = int.from_bytes(body[:2], "little") >= _BIFF8
            elif kind in (_HEADER, _FOOTER) and body:
                heads.append(_wide(body) if wide else decode(body[1 : 1 + body[0]], self._codec or "cp1252"))
            elif kind == _TEXT_BOX and wide and len(body) >= 14:
                boxes.append(
                    self._box(body, [body for kind, body in records[place + 1 : place + 4] if kind == _CONTINUE])
                )
        found = sheets.page_heads(heads, self._runs)
        return [reading for head in found for reading in readings(head)], [box for box in boxes if box.strip()]

    def _box(self, body: bytes, parts: list[bytes]) -> str:
        """A text box ([MS-XLS] TxO): the text in one CONTINUE record, its fonts as (place, font) in the next."""
        length, size = struct.unpack_from("<HH", body, 10)
        if not length or not parts or not parts[0]:
            return ""
        text = parts[0][1:].decode("utf-16-le", "replace") if parts[0][0] & 1 else parts[0][1:].decode("latin-1")
        text = text[:length]
        changes = parts[1][: max(size - 8, 0)] if len(parts) > 1 else b""  # the last entry is only the end
        last, font = 0, ""
        for place in range(0, len(changes) - 7, 8):
            start, index = struct.unpack_from("<HH", changes, place)
            self._runs.add(text[last:start], font)
            font, last = self._font(index), max(start, last)
        self._runs.add(text[last:], font)
        return self._runs.take()


def _codec(page: int | None) -> str:
    """The name of a workbook's code page."""
    name = {None: "cp1252", 1200: "cp1252", 367: "cp1252", 32768: "mac_roman", 32769: "cp1252"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a BIFF stream that are looked for here."""
    wanted = (_BOF, _HEADER, _FOOTER, _CONTINUE, _TEXT_BOX)
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind in wanted:
            yield kind, stream[place + 4 : place + 4 + size]
        elif not kind and not size:
            return
        place += 4 + size


def _wide(body: bytes) -> str:
    """A Unicode string with its length before it."""
    if len(body) < 3:
        return ""
    length = int.from_bytes(body[:2], "little")
    if body[2] & 1:
        return body[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return body[3 : 3 + length].decode("latin-1")
