"""Reads tables in text form (.csv): one sheet, its cells as they are written."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.archive.readers import base, sheets
from workbench.archive.readers.sheets import Sheet
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

_DELIMITERS = (";", "\t", ",", "|")  # Vietnamese Windows writes ";": the comma parts decimals
_SAMPLE = 50  # rows that tell the delimiter


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The rows of a .csv as one unnamed sheet, in any charset that text files come in.

    Raises:
        UnreadableFile: empty, too large, another format, or no text.
    """
    data = base.read_bytes(path, 4 * base.MAX_TEXT_CHARACTERS)
    kind = base.kind_of(data[:1024])
    if kind is not None:
        raise base.wrong_kind(path, kind[1])
    try:
        decoded = charsets.decode(data)
    except UnreadableFile as error:
        raise UnreadableFile(f"Tệp “{path.name}”: {error.message}", error.advice) from error
    sheet = Sheet("")
    try:
        delimiter = _delimiter(decoded.text)
        for number, row in enumerate(_rows(decoded.text, delimiter), 1):
            if number == 1 and delimiter.join(row).lower() in (f"sep={delimiter}", "sep="):
                continue  # a line for Excel, which does not show it
            sheet.cells += [(number, column, text) for column, text in enumerate(row, 1) if text.strip()]
            if len(sheet.cells) > sheets.MAX_CELLS:
                raise base.too_long(path)
    except csv.Error as error:
        raise base.broken(path, "các dòng không theo đúng dạng bảng CSV") from error
    notes = (base.converted_note(decoded.charset),) if decoded.converted else ()
    return sheets.workbook(path, [sheet], (), notes)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.replace("\0", " "), newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The sign that parts most rows into the same number of cells, more than one."""
    declared, _, _ = text.partition("\n")
    if declared.lower().startswith("sep=") and declared.strip()[4:] in _DELIMITERS:
        return declared.strip()[4:]

    def score(delimiter: str) -> tuple[int, int]:
        counts: Counter[int] = Counter()
        try:
            for _, row in zip(range(_SAMPLE), _rows(text, delimiter), strict=False):
                counts[len(row)] += 1
        except csv.Error:
            return 0, 0
        best = max(((rows, width) for width, rows in counts.items() if width > 1), default=(0, 0))
        return best if 2 * best[0] >= counts.total() else (0, 0)  # a comma here and there is only a comma

    return max(_DELIMITERS, key=score)
