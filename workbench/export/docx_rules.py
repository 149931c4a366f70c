"""Lines below words and frames around them, as borders of paragraphs: they move with the text that a person changes."""

from __future__ import annotations

from docx.enum.text import WD_LINE_SPACING
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from workbench.export.docx_page import element
from workbench.vietnamese.spelling import strip_accents

# Widths of Times New Roman bold in thousandths of its size (metrics of Times-Bold); accents do not change them.
_BOLD = {
    250: " .,;:",
    278: "il",
    333: "fjt-",
    389: "sI",
    444: "ecrz",
    500: "agovxy0123456789J",
    556: "bdhknpquSP",
    611: "FZ",
    667: "BELTY",
    722: "ACDNRUVXw",
    778: "GHOQK",
    833: "m",
    944: "M",
    1000: "W",
}
_WIDTHS = {letter: width for width, letters in _BOLD.items() for letter in letters}
_POINT = 25.4 / 72  # mm


def bold_width(text: str, size: float) -> float:
    """How wide bold text is, in mm; exact to some percent."""
    thousandths = sum(_WIDTHS.get(letter, 667) for letter in strip_accents(text))
    return thousandths / 1000 * size * _POINT


def rule_below(paragraph: Paragraph, words_mm: float, room: Length) -> None:
    """A line below a paragraph as long as its words.

    A border is as wide as its paragraph, so the paragraph is indented on both sides; a millimetre more than the words
    take keeps them on one line.
    """
    _indent(paragraph, words_mm + 1.1, room)
    _border(paragraph, "bottom")


def short_rule(paragraph: Paragraph, long_mm: float, room: Length) -> None:
    """A line of its own of that length, set in an empty paragraph: shorter than the words that it stands below."""
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    _indent(paragraph, long_mm, room)
    _border(paragraph, "bottom")


def frame(paragraph: Paragraph, words_mm: float, room: Length) -> None:
    """A frame around the words of a paragraph."""
    _indent(paragraph, words_mm + 4, room)
    _border(paragraph, "top", "left", "bottom", "right")


def _indent(paragraph: Paragraph, width_mm: float, room: Length) -> None:
    side = max((room - Mm(width_mm)) // 2, 0)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Length(side)


def _border(paragraph: Paragraph, *sides: str) -> None:
    borders = element("pBdr")
    for side in sides:
        borders.append(element(side, val="single", sz="6", space="1", color="auto"))
    successors = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *successors)
