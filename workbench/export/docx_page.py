"""Page, fonts and styles of the Word documents: those of the Party's official documents (domain.md §2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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

CENTER = WD_ALIGN_PARAGRAPH.CENTER
FONT = "Times New Roman"
BODY_SIZE = 14
TEXT_WIDTH = Mm(210 - 30 - 15)


@dataclass(frozen=True)
class Blank:
    """A value nobody has given: printed as a marked "…", with its name where the page does not tell what it is."""

    name: str = ""

    def __str__(self) -> str:
        return f"… ({self.name})" if self.name else "…"


def element(name: str, **attributes: str) -> BaseOxmlElement:
    """A new element `w:name` with attributes of the same namespace."""
    values = {qn(f"w:{key}"): value for key, value in attributes.items()}
    return cast(BaseOxmlElement, OxmlElement(f"w:{name}", attrs=values))


def new_document(title: str, *, landscape: bool = False) -> Document:
    """An empty A4 document with official margins, fonts and styles, and page numbers from page 2 on."""
    document = docx.Document()
    _set_page(document, landscape)
    _set_styles(document)
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


def rule_below(paragraph: Paragraph) -> None:
    """A thin line under a paragraph, as long as the paragraph is wide."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="6", space="1", color="auto"))
    successors = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *successors)


def _set_page(document: Document, landscape: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    field = element("fldSimple", instr="PAGE")
    number._p.append(field)
    run = number.add_run("2")
    run.font.size = Pt(BODY_SIZE)
    field.append(run._r)


def _set_styles(document: Document) -> None:
    normal = _style(document, "Normal")
    _set_font(normal, BODY_SIZE)
    layout = normal.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE

    body = _style(document, "Body Text")
    layout = body.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.first_line_indent = Mm(10)
    layout.space_after = Pt(6)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(20)

    heading = _style(document, "Heading 1")
    _set_font(heading, BODY_SIZE)
    heading.font.bold = True
    heading.font.color.rgb = RGBColor(0, 0, 0)
    layout = heading.paragraph_format
    layout.first_line_indent = Mm(10)
    layout.space_before, layout.space_after = Pt(12), Pt(6)

    language = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    language.set(qn("w:val"), "vi-VN")


def _style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _set_font(style: ParagraphStyle, size: float) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    fonts = style.element.rPr.rFonts
    # A theme font, where one is named, wins over the font itself.
    for name in [name for name in fonts.attrib if name.endswith(("Theme", "theme"))]:
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_compatibility(document: Document) -> None:
    # python-docx's template says Word 2010; without this Word opens the file in "compatibility mode".
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
