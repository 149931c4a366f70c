"""Page, fonts and styles of the Word documents, by the layout table (domain.md §2.5, §3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from workbench.documents.form_layout import Component, FormLayout, layout_on

CENTER = WD_ALIGN_PARAGRAPH.CENTER
TEXT_WIDTH = Mm(210 - 30 - 15)
"""Between the margins of a page that has no form of its own: a table, a list of hits."""

HEADINGS = ("de_muc_1", "de_muc_2", "de_muc_3")
"""The parts of the layout that headings of level 1, 2, 3 take; deeper ones take the last."""

BODY_STYLE_ID, HEADING_STYLE_ID = "BodyText", "Heading"
"""Ids of the styles "Body Text" and, with the level behind it, "Heading 1" …"""

_ALIGNMENTS = {
    "giữa": WD_ALIGN_PARAGRAPH.CENTER,
    "trái": WD_ALIGN_PARAGRAPH.LEFT,
    "phải": WD_ALIGN_PARAGRAPH.RIGHT,
    "đều": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True)
class Blank:
    """A value nobody has given: printed as a marked "…", with its name where the page does not tell what it is."""

    name: str = ""

    def __str__(self) -> str:
        return f"… ({self.name})" if self.name else "…"


def element(name: str, /, **attributes: str) -> BaseOxmlElement:
    """A new element `w:name` with attributes of the same namespace."""
    values = {qn(f"w:{key}"): value for key, value in attributes.items()}
    return cast(BaseOxmlElement, OxmlElement(f"w:{name}", attrs=values))


def new_document(title: str, *, layout: FormLayout | None = None, landscape: bool = False) -> Document:
    """An empty A4 document with the margins, fonts and styles of a layout, and page numbers from page 2 on.

    Args:
        title: for the properties of the file.
        layout: by default that of Party documents today.
        landscape: whether the page lies on its side.
    """
    layout = layout or layout_on("party", date.today())
    document = docx.Document()
    _set_page(document, layout, landscape)
    _set_styles(document, layout)
    _set_compatibility(document)
    properties = document.core_properties
    properties.title = title[:255]  # the longest that python-docx accepts
    properties.author = ""
    properties.comments = ""
    properties.created = properties.modified = datetime.now()
    return document


def document_bytes(document: Document) -> bytes:
    """The document as a .docx file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def write(
    paragraph: Paragraph,
    *pieces: str | Blank,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
) -> Paragraph:
    """Add runs to a paragraph, one a piece; blanks are highlighted so that nobody overlooks them."""
    for piece in pieces:
        run = paragraph.add_run(str(piece))
        run.font.size = Pt(size) if size else None
        run.font.bold = bold
        run.font.italic = italic
        run.font.underline = underline
        if isinstance(piece, Blank):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paragraph


def add_styled(document: Document, text: str, style_id: str) -> Paragraph:
    """Add a paragraph in a style named by its id: python-docx takes milliseconds to look one up by its name."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style_id
    return paragraph


def write_part(paragraph: Paragraph, part: Component, *pieces: str | Blank) -> Paragraph:
    """Add runs as `write` does, and set them and the paragraph as the layout says."""
    write(paragraph, *pieces, size=part.size, bold=part.bold, italic=part.italic, underline=part.underline)
    if part.alignment:
        paragraph.alignment = _ALIGNMENTS[part.alignment]
    return paragraph


def text_width(layout: FormLayout) -> Length:
    """What is left of an upright page between the margins."""
    return Mm(210 - layout.size("le_trai") - layout.size("le_phai"))


def layout_table(document: Document, rows: int, widths: Sequence[Length]) -> Table:
    """A table without lines or cell margins, to set things side by side; its rows are not split over pages."""
    table: Table = document.add_table(rows, len(widths))
    table.autofit = False
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w="0", type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    set_widths(table, widths)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    return table


def set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Set the widths of the columns: Word reads those of the grid, LibreOffice those of the cells."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def cell_paragraphs(cell: _Cell, count: int) -> list[Paragraph]:
    """The first `count` paragraphs of a new cell, which has one."""
    return [cell.paragraphs[0], *(cell.add_paragraph() for _ in range(count - 1))]


def _set_page(document: Document, layout: FormLayout, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.bottom_margin = Mm(layout.size("le_tren")), Mm(layout.size("le_duoi"))
    section.left_margin, section.right_margin = Mm(layout.size("le_trai")), Mm(layout.size("le_phai"))
    section.header_distance = section.footer_distance = Mm(layout.size("so_trang_cach_mep"))
    section.different_first_page_header_footer = True
    part = layout["so_trang"]
    number = write_part(section.header.paragraphs[0], part)
    field = element("fldSimple", instr="PAGE")
    number._p.append(field)
    write_part(number, part, "2")
    field.append(number.runs[-1]._r)


def _set_styles(document: Document, layout: FormLayout) -> None:
    font = layout["phong_chu"].words
    normal = _style(document, "Normal")
    _set_font(normal, font, layout.size("noi_dung"))
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE

    body = _style(document, "Body Text")
    form = body.paragraph_format
    form.alignment = _ALIGNMENTS.get(layout["noi_dung"].alignment)
    form.first_line_indent = Mm(layout.size("lui_dau_dong"))
    form.space_after = Pt(layout.size("cach_doan"))
    spacing = layout["gian_dong"]
    if spacing.unit == "dòng":
        form.line_spacing = layout.size("gian_dong")
    else:
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(layout.size("gian_dong"))

    for level, key in enumerate(HEADINGS, start=1):
        heading, part = _style(document, f"Heading {level}"), layout[key]
        _set_font(heading, font, layout.size(key))
        heading.font.bold, heading.font.italic, heading.font.underline = part.bold, part.italic, part.underline
        heading.font.color.rgb = RGBColor(0, 0, 0)
        form = heading.paragraph_format
        form.alignment = _ALIGNMENTS.get(part.alignment)
        form.first_line_indent = Mm(layout.size("lui_dau_dong"))
        form.space_before, form.space_after = Pt(12 if level == 1 else 6), Pt(6)

    language = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    language.set(qn("w:val"), "vi-VN")


def _style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.name = font
    style.font.size = Pt(size)
    fonts = style.element.rPr.rFonts
    # A theme font, where one is named, wins over the font itself.
    for name in [name for name in fonts.attrib if name.endswith(("Theme", "theme"))]:
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def _set_compatibility(document: Document) -> None:
    # python-docx's template says Word 2010; without this Word opens the file in "compatibility mode".
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
