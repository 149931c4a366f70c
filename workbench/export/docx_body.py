"""Between head and signature: tên loại and trích yếu, kính gửi, sections with their items and notes."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from workbench.drafting.item_marks import TITLE_MARK, item_mark, section_mark
from workbench.export.docx_footnotes import Footnotes
from workbench.export.docx_head import write_rule
from workbench.export.docx_marks import Bookmarks
from workbench.export.docx_page import (
    BODY_STYLE_ID,
    HEADING_STYLE_ID,
    Blank,
    add_styled,
    text_width,
    write,
    write_part,
)
from workbench.export.docx_words import addressing
from workbench.export.heading import OfficeHeading
from workbench.export.report import Line, Part, Report
from workbench.export.text import lines, one_line

_BASES = ("căn cứ ", "theo đề nghị ", "xét đề nghị ")
STATE_END = "./."
"""How a document of the State ends (domain.md §3.3)."""


def write_title(document: Document, report: Report, marks: Bookmarks) -> None:
    """Tên loại and trích yếu in the middle of the page; a công văn has its trích yếu in the head."""
    layout = report.layout
    if report.draft is not None and report.is_letter:
        document.add_paragraph()
        return
    name = write_part(document.add_paragraph(), layout["ten_loai"], report.type_name.upper())
    name.paragraph_format.space_before = Pt(18)
    part = layout["trich_yeu"]
    subject = write_part(document.add_paragraph(), part, report.title or Blank("trích yếu"))
    subject.paragraph_format.left_indent = subject.paragraph_format.right_indent = Mm(10)
    marks.around(TITLE_MARK, subject)
    below: list[Paragraph] = []

    def new_line() -> Paragraph:
        below.append(document.add_paragraph())
        return below[-1]

    write_rule(new_line, part, report.title, text_width(layout))
    (below or [subject])[-1].paragraph_format.space_after = Pt(12)
    marks.form(*below)


def write_addressees(document: Document, report: Report, heading: OfficeHeading, marks: Bookmarks) -> None:
    """Kính gửi, kính trình: one name behind the words, several below them."""
    key = addressing(report, heading)
    if key is None:
        return
    part = report.layout[key]
    names = [name for one in heading.addressees if (name := one_line(one).removeprefix("-").strip().rstrip(".;,"))]
    if len(names) < 2:
        only = write_part(document.add_paragraph(), part, f"{part.words} ", names[0] if names else Blank("nơi nhận"))
        only.paragraph_format.space_after = Pt(12)
        marks.form(only)
        return
    marks.form(write_part(document.add_paragraph(), part, part.words))
    for place, name in enumerate(names, start=1):
        line = write_part(document.add_paragraph(), part, f"- {name}{'.' if place == len(names) else ';'}")
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.left_indent = Length(text_width(report.layout) // 3)
        marks.form(line)
    line.paragraph_format.space_after = Pt(12)


def write_parts(document: Document, report: Report, notes: Footnotes | None, marks: Bookmarks) -> None:
    """The sections in order, each item in a bookmark; notes only where they are wanted."""
    last = report.last_line
    for part in report.parts:
        if part.heading:
            marks.around(section_mark(part.key), _heading(document, part))
        for line in part.lines:
            _write_line(document, report, line, notes, marks, opening=not part.heading, ends=line is last)
        if not part.lines and not part.is_parent and part.heading:
            write(add_styled(document, "", BODY_STYLE_ID), Blank())


def _heading(document: Document, part: Part) -> Paragraph:
    return add_styled(document, part.heading, f"{HEADING_STYLE_ID}{min(max(part.level, 1), 3)}")


def _write_line(
    document: Document,
    report: Report,
    line: Line,
    notes: Footnotes | None,
    marks: Bookmarks,
    *,
    opening: bool,
    ends: bool,
) -> None:
    texts = lines(line.text) or [""]
    written = [add_styled(document, text, BODY_STYLE_ID) for text in texts]
    if line.item_id:
        marks.around(item_mark(line.item_id), written[0], written[-1])
    if opening and report.draft is not None and texts[0].casefold().lstrip("-– ").startswith(_BASES):
        basis = report.layout["can_cu"]
        for run in (run for paragraph in written for run in paragraph.runs):
            run.font.italic = basis.italic
    if ends and report.layout["ket_thuc"].words == STATE_END and report.draft is not None:
        written[-1].add_run("/." if texts[-1].endswith(".") else STATE_END)
    if notes is not None and line.citations:
        notes.add(written[-1], line.note_lines)
