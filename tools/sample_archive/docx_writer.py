"""Writes a document as .docx, the same bytes every time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence

from docx import Document as new_document
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tools.sample_archive.markup import column_widths
from tools.sample_archive.model import Block, Spec

CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def write(spec: Spec) -> bytes:
    """The bytes of the .docx; time stamps inside are those of the document's day of issue."""
    doc = new_document()
    _page(doc)
    _head(doc, spec)
    for block in spec.blocks:
        _block(doc, spec, block)
    _foot(doc, spec)
    props = doc.core_properties
    stamp = datetime.datetime.combine(spec.date or datetime.date(2025, 1, 2), datetime.time(8, 0))
    props.author = "Văn phòng"
    props.last_modified_by = "Văn phòng"
    props.comments = ""
    props.created = props.modified = stamp
    buffer = io.BytesIO()
    doc.save(buffer)
    return _fixed_zip(buffer.getvalue())


def _page(doc: Document) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)
    style = doc.styles["Normal"]
    style.font.name = "Times New Roman"
    style.font.size = Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)


def _line(
    cell: _Cell, text: str, *, bold: bool = False, italic: bool = False, size: float = 14, underline: bool = False
) -> Paragraph:
    first = cell.paragraphs[0]
    paragraph: Paragraph = first if not first.text and len(cell.paragraphs) == 1 else cell.add_paragraph()
    paragraph.alignment = CENTRE
    run = paragraph.add_run(text)
    run.bold, run.italic, run.underline = bold, italic, underline
    run.font.size = Pt(size)
    return paragraph


def _widths(table: Table, widths: Sequence[float]) -> None:
    """Fixed widths in mm: Word takes those of the cells, LibreOffice those of the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _head(doc: Document, spec: Spec) -> None:
    party = spec.issuer.system == "party"
    size = 14 if party else 13
    table = doc.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    _widths(table, (74, 91) if party else (66, 99))
    if spec.issuer.parent:
        _line(left, spec.issuer.parent, size=size)
    _line(left, spec.issuer.name, bold=True, size=size)
    _line(left, "*" if party else "_______", size=size)
    if spec.symbol_line:
        _line(left, spec.symbol_line, size=size)
    if spec.type is None:
        _line(left, spec.subject, italic=party, size=12)
    for number, text in enumerate(spec.motto):
        _line(right, text, bold=True, size=15 if party else 12 + number)
    _line(right, "_______________", size=8)
    _line(right, spec.date_line, italic=True, size=size)
    if spec.secrecy:
        stamp = doc.add_table(rows=1, cols=1)
        stamp.style = "Table Grid"
        _widths(stamp, (32,))
        _line(stamp.rows[0].cells[0], spec.secrecy, bold=True)
    if spec.mark:
        paragraph = doc.add_paragraph()
        run = paragraph.add_run(spec.mark)
        run.bold = True
    doc.add_paragraph()
    if spec.type is not None:
        title = doc.add_paragraph()
        title.alignment = CENTRE
        run = title.add_run(spec.type.upper())
        run.bold = True
        run.font.size = Pt(16 if party else 14)
        subject = doc.add_paragraph()
        subject.alignment = CENTRE
        subject.add_run(spec.subject).bold = True
        rule = doc.add_paragraph("-----" if party else "_________")
        rule.alignment = CENTRE
    for number, name in enumerate(spec.addressees):
        lead = "Kính gửi:" if number == 0 else ""
        text = f"{lead}\t- {name}" if len(spec.addressees) > 1 else f"{lead} {name}"
        paragraph = doc.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Mm(20)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(46))
    doc.add_paragraph()


def _block(doc: Document, spec: Spec, block: Block) -> None:
    if block.kind == "table":
        _table(doc, block)
        return
    paragraph = doc.add_paragraph()
    if block.kind == "break":
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        return
    run = paragraph.add_run(block.text)
    form = paragraph.paragraph_format
    form.space_before = Pt(6)
    form.line_spacing = Pt(18)
    if block.kind == "centre":
        paragraph.alignment = CENTRE
        run.bold = True
        return
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form.first_line_indent = Mm(10)
    run.bold = block.kind in ("heading", "subheading")
    run.italic = block.kind == "minor" or (block.kind == "ground" and spec.issuer.system == "state")


def _table(doc: Document, block: Block) -> None:
    widths = column_widths(block.rows)
    table = doc.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    _widths(table, widths)
    for number, row in enumerate(block.rows):
        cells = table.add_row().cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        for place, text in enumerate(row):
            paragraph = _line(cells[place], text, bold=number == 0, size=12)
            if number and not text[:1].isdigit():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    doc.add_paragraph()


def _foot(doc: Document, spec: Spec) -> None:
    doc.add_paragraph()
    table = doc.add_table(rows=1, cols=2)
    _widths(table, (85, 80))
    left, right = table.rows[0].cells
    party = spec.issuer.system == "party"
    paragraph = _line(left, "Nơi nhận:", bold=not party, italic=not party, underline=party, size=14 if party else 12)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for name in spec.recipients:
        _line(left, f"- {name}", size=12 if party else 11).alignment = WD_ALIGN_PARAGRAPH.LEFT
    power, post, name = spec.sign
    for text, bold in ((power, True), (post, not party), ("", False), ("", False), (name, True)):
        if text or not power:
            _line(right, text, bold=bold)
        else:
            right.add_paragraph()


def _fixed_zip(data: bytes) -> bytes:
    """The same package with every member stamped 1980-01-01, so that two runs give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            if member.filename == "docProps/thumbnail.jpeg":
                continue
            body = source.read(member.filename)
            if member.filename == "_rels/.rels":
                body = _without_thumbnail(body)
            info = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, body, compresslevel=9)
    return out.getvalue()


def _without_thumbnail(rels: bytes) -> bytes:
    start = rels.rfind(b"<Relationship ", 0, rels.find(b"thumbnail.jpeg"))
    return rels[:start] + rels[rels.find(b"/>", start) + 2 :] if start > 0 else rels
