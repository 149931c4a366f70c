"""The head of an official document: organ, number, day, and what is stamped below the number (domain.md §2.5, §3.3)."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from workbench.documents.form_layout import Component, FormLayout
from workbench.drafting.item_marks import TITLE_MARK
from workbench.export.docx_marks import Bookmarks
from workbench.export.docx_page import Blank, layout_table, text_width, write_part
from workbench.export.docx_rules import bold_width, frame, rule_below, short_rule
from workbench.export.docx_words import capitals, day_line, labels_of, subject_of_letter, symbol_line
from workbench.export.heading import OfficeHeading
from workbench.export.report import Report

_RIGHT = Mm(90)  # widths of the right column: at least so wide, and as wide as the words on top of it
_AROUND = 3  # mm that the words on top need beside them
_SHORT_RULE = 0.4  # of the words above: "một phần ba đến một nửa"


def write_head(document: Document, report: Report, heading: OfficeHeading, marks: Bookmarks) -> None:
    """Write the head as a table without lines."""
    layout = report.layout
    mottos = [layout[key] for key in ("tieu_de", "quoc_hieu", "tieu_ngu") if layout.get(key)]
    needed = max(bold_width(part.words, part.size or 0) for part in mottos) + _AROUND
    right = max(_RIGHT, Mm(needed))
    left = Length(text_width(layout) - right)
    stamped = labels_of(report, heading)
    table = layout_table(document, 3 if stamped or report.is_letter else 2, (left, right))

    _write_organ(table.cell(0, 0), layout, heading, left)
    _write_mottos(table.cell(0, 1), mottos, right)
    write_part(table.cell(1, 0).paragraphs[0], layout["so_ky_hieu"], *symbol_line(report, heading))
    issued = report.draft.issued if report.draft else None
    write_part(table.cell(1, 1).paragraphs[0], layout["dia_danh_ngay"], *day_line(heading.place, issued))
    if len(table.rows) > 2:
        below = _Lines(table.cell(2, 0))
        if report.is_letter:
            _write_subject(below.next(), report, marks)
        for key, words in stamped:
            line, part = below.next(), layout[key]
            line.paragraph_format.space_before = Pt(6)
            write_part(line, part, words)
            if part.rule == "khung":
                frame(line, bold_width(words, part.size or 0), left)


class _Lines:
    """The paragraphs of a new cell, one after the other."""

    def __init__(self, cell: _Cell) -> None:
        self._cell, self._used = cell, False

    def next(self) -> Paragraph:
        """An empty paragraph: first the one that a cell always has."""
        paragraph: Paragraph = self._cell.add_paragraph() if self._used else self._cell.paragraphs[0]
        self._used = True
        return paragraph


def _write_organ(cell: _Cell, layout: FormLayout, heading: OfficeHeading, room: Length) -> None:
    lines = _Lines(cell)
    if heading.parent != "":
        write_part(lines.next(), layout["co_quan_tren"], capitals(heading.parent, "cơ quan cấp trên"))
    part, organ = layout["co_quan"], capitals(heading.organ, "cơ quan ban hành")
    write_part(lines.next(), part, organ)
    write_rule(lines.next, part, str(organ), room)


def _write_mottos(cell: _Cell, mottos: list[Component], room: Length) -> None:
    lines = _Lines(cell)
    for part in mottos:
        line = write_part(lines.next(), part, part.words)
        if part.rule == "bằng chữ":
            rule_below(line, bold_width(part.words, part.size or 0), room)


def write_rule(new_line: Callable[[], Paragraph], part: Component, words: str, room: Length) -> None:
    """Write what the layout wants below the words of a part: a star, hyphens or a short line."""
    if part.rule == "dấu sao":
        write_part(new_line(), part, "*")
    elif part.rule == "năm gạch nối":
        write_part(new_line(), part, "-----")
    elif part.rule == "một phần ba đến một nửa":
        width = min(bold_width(words, part.size or 0), room.mm)
        short_rule(new_line(), width * _SHORT_RULE, room)


def _write_subject(paragraph: Paragraph, report: Report, marks: Bookmarks) -> None:
    part = report.layout["trich_yeu_cong_van"]
    lead, subject = subject_of_letter(report.title, report.layout.system)
    paragraph.paragraph_format.space_before = Pt(6)
    write_part(paragraph, part, subject or Blank("trích yếu"))
    marks.around(TITLE_MARK, paragraph)
    if lead:
        write_part(paragraph, part, lead)
        lead_run = paragraph.runs[-1]._r
        first = paragraph._p.pPr
        assert first is not None  # it has an alignment and a distance
        first.addnext(lead_run)
