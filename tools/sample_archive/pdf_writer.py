"""Writes a document as .pdf with a text layer, justified as offices print it, the same bytes every time."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import Literal

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from tools.sample_archive.markup import column_widths
from tools.sample_archive.model import Block, Spec

FONT_FOLDER = Path("/usr/share/fonts/truetype/croscore")
"""Tinos (SIL Open Font License), the metrics of Times New Roman with all Vietnamese letters: Debian's fonts-croscore.
Debian's Liberation Serif 1.07 lacks the letters U+1EA0-1EF9."""
FACES = {
    "Tinos": "Tinos-Regular.ttf",
    "Tinos-Bold": "Tinos-Bold.ttf",
    "Tinos-Italic": "Tinos-Italic.ttf",
    "Tinos-BoldItalic": "Tinos-BoldItalic.ttf",
}


class FontMissingError(Exception):
    """The font of the PDFs is not installed."""


def write(spec: Spec) -> bytes:
    """The bytes of the PDF. Raises FontMissingError where Debian's fonts-croscore is not installed."""
    if not FONT_FOLDER.is_dir():
        raise FontMissingError(f"{FONT_FOLDER}: install the package fonts-croscore")
    for face, file in FACES.items():
        pdfmetrics.registerFont(TTFont(face, str(FONT_FOLDER / file)))
    buffer = io.BytesIO()
    doc = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=15 * mm,
        topMargin=22 * mm,
        bottomMargin=20 * mm,
        title="",
        author="",
        invariant=1,
    )
    frame = Frame(30 * mm, 20 * mm, 165 * mm, 255 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def on_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        number = canvas.getPageNumber()
        if number > 1:
            canvas.setFont("Tinos", 13)
            canvas.drawCentredString(105 * mm, 285 * mm, str(number))
        if spec.style == "running" and number > 1:
            canvas.setFont("Tinos-Italic", 10)
            canvas.drawString(30 * mm, 280 * mm, f"{spec.issuer.label} - {spec.symbol or ''}")

    doc.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=on_page)])
    story: list[Flowable] = [*_head(spec)]
    for block in spec.blocks:
        story.append(_block(spec, block))
    story.append(_foot(spec))
    doc.build(story)
    return buffer.getvalue()


_SUFFIX = {(False, False): "", (True, False): "-Bold", (False, True): "-Italic", (True, True): "-BoldItalic"}


def _style(
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Literal[0, 1, 4] = TA_CENTER,
    indent: float = 0,
    before: float = 0,
) -> ParagraphStyle:
    face = "Tinos" + _SUFFIX[(bold, italic)]
    return ParagraphStyle(
        name=f"{face}{size}{align}{indent}",
        fontName=face,
        fontSize=size,
        leading=size * 1.32,
        alignment=align,
        firstLineIndent=indent,
        spaceBefore=before,
    )


def _p(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text), style)


def _head(spec: Spec) -> list[Flowable]:
    party = spec.issuer.system == "party"
    size = 13
    left = [_p(spec.issuer.parent, _style(size))] if spec.issuer.parent else []
    left += [_p(spec.issuer.name, _style(size, bold=True)), _p("*" if party else "_______", _style(size))]
    if spec.symbol_line:
        left.append(_p(spec.symbol_line, _style(size)))
    if spec.type is None:
        left.append(_p(spec.subject, _style(12, italic=party)))
    right = [_p(line, _style(13 if party else 12, bold=True)) for line in spec.motto]
    right += [_p("_______________", _style(8)), _p(spec.date_line, _style(size, italic=True))]
    widths = [74 * mm, 91 * mm] if party else [67 * mm, 98 * mm]
    table = Table([[left, right]], colWidths=widths, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    parts: list[Flowable] = [table, Spacer(1, 8)]
    if spec.mark:
        parts.append(_p(spec.mark, _style(13, bold=True, align=TA_LEFT)))
    if spec.type is not None:
        parts.append(_p(spec.type.upper(), _style(15, bold=True)))
        parts.append(_p(spec.subject, _style(14, bold=True)))
        parts.append(_p("-----" if party else "_________", _style(12)))
    for number, name in enumerate(spec.addressees):
        lead = "Kính gửi: " if number == 0 else ""
        parts.append(
            _p(f"{lead}{'- ' if len(spec.addressees) > 1 else ''}{name}", _style(13, align=TA_LEFT, indent=20 * mm))
        )
    parts.append(Spacer(1, 8))
    return parts


def _block(spec: Spec, block: Block) -> Flowable:
    if block.kind == "break":
        return PageBreak()
    if block.kind == "table":
        cell, top = _style(11, align=TA_LEFT), _style(11, bold=True)
        rows = [[_p(text, top if number == 0 else cell) for text in row] for number, row in enumerate(block.rows)]
        widths = [width * mm for width in column_widths(block.rows)]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
        return Table(rows, colWidths=widths, style=grid, spaceBefore=6, spaceAfter=6, repeatRows=1)
    if block.kind == "centre":
        return _p(block.text, _style(14, bold=True, before=6))
    italic = block.kind == "minor" or (block.kind == "ground" and spec.issuer.system == "state")
    bold = block.kind in ("heading", "subheading")
    return _p(block.text, _style(14, bold=bold, italic=italic, align=TA_JUSTIFY, indent=10 * mm, before=6))


def _foot(spec: Spec) -> Flowable:
    party = spec.issuer.system == "party"
    left = [_p("Nơi nhận:", _style(12, bold=not party, italic=not party, align=TA_LEFT))]
    left += [_p(f"- {name}", _style(11, align=TA_LEFT)) for name in spec.recipients]
    power, post, name = spec.sign
    right: list[Flowable] = [_p(power, _style(13, bold=True))] if power else []
    right += [_p(post, _style(13, bold=not party)), Spacer(1, 40), _p(name, _style(13, bold=True))]
    table = Table([[left, right]], colWidths=[85 * mm, 80 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    return KeepTogether([Spacer(1, 10), table])
