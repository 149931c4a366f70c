"""A table as a Word document: a title, and rows whose headings are repeated on every page."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.shared import Length, Mm, Pt

from workbench.export.docx_page import CENTER, TEXT_WIDTH, document_bytes, element, new_document, set_widths, write
from workbench.export.table import Table, shown

_TEXT_SIZE = 11
_NARROW = 4  # up to so many columns, the page stands upright
_LANDSCAPE_WIDTH = Mm(297 - 30 - 15)
_CHARACTER = Mm(2.3)  # room for one character of the text size, bold capitals aside
_WHOLE = 600  # characters; a row with less in every cell is not split over two pages
_PADDING = 2  # characters that the margins of a cell take
_LONGEST_WORD, _LONGEST_TEXT = 25, 60  # no column asks for more characters than these


def table_bytes(table: Table) -> bytes:
    """The table as a .docx file; on landscape pages when it has many columns."""
    landscape = len(table.headings) > _NARROW
    document = new_document(table.title, landscape=landscape)
    title = write(document.add_paragraph(), table.title, bold=True)
    title.alignment = CENTER
    title.paragraph_format.space_after = Pt(6)
    if not table.headings:
        return document_bytes(document)
    rows = [table.headings, *(tuple(map(shown, row)) for row in table.rows)]
    write_grid(document, rows, _LANDSCAPE_WIDTH if landscape else TEXT_WIDTH)
    return document_bytes(document)


def write_grid(document: Document, rows: Sequence[tuple[str, ...]], room: int) -> None:
    """Add a table as wide as `room`, with lines; its first row is repeated on every page."""
    grid = document.add_table(len(rows), len(rows[0]), "Table Grid")
    grid.autofit = False
    for place, (row, texts) in enumerate(zip(grid.rows, rows, strict=True)):
        for cell, text in zip(row.cells, texts, strict=True):
            write(cell.paragraphs[0], text, size=_TEXT_SIZE, bold=place == 0 or None)
        if max(map(len, texts)) <= _WHOLE:
            row._tr.get_or_add_trPr().append(element("cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    set_widths(grid, _widths(rows, room))


def _widths(rows: Sequence[tuple[str, ...]], room: int) -> list[Length]:
    """Widths that add up to `room`: each column its longest word, and what is left by the length of its text."""
    columns = list(zip(*rows, strict=True))
    words = [max((len(word) for text in column for word in text.split()), default=0) for column in columns]
    needs = [min(word, _LONGEST_WORD) + _PADDING for word in words]
    texts = [min(max(map(len, column)), _LONGEST_TEXT) + _PADDING for column in columns]
    wishes = [max(text - need, 0) for text, need in zip(texts, needs, strict=True)]
    left = max(room / _CHARACTER - sum(needs), 0)
    shares = [need + left * wish / max(sum(wishes), 1) for need, wish in zip(needs, wishes, strict=True)]
    return [Length(int(room * share / sum(shares))) for share in shares]
