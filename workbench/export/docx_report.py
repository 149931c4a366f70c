"""A draft as a Word document in the official form of a Party report, with footnotes (domain.md §2.5)."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell

from workbench.export.docx_footnotes import Footnotes
from workbench.export.docx_page import (
    CENTER,
    Blank,
    cell_paragraphs,
    document_bytes,
    layout_table,
    new_document,
    rule_below,
    write,
)
from workbench.export.heading import OfficeHeading
from workbench.export.report import (
    SOURCES_ADVICE,
    SOURCES_HEADING,
    UNSOURCED_ADVICE,
    UNSOURCED_HEADING,
    Line,
    Report,
)
from workbench.export.text import lines, one_line

_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_PARTY_WIDTH = Mm(74)  # these words take 72.9 mm in Times New Roman bold 15; with less they would wrap
_HEAD_WIDTHS = (Mm(75), Mm(90))
_FOOT_WIDTHS = (Mm(80), Mm(85))


def report_bytes(report: Report, heading: OfficeHeading | None = None) -> bytes:
    """The report as a .docx file; a draft in official form, a summary under a plain title."""
    document = new_document(report.title)
    notes = Footnotes(document)
    if report.kind == "report":
        heading = heading or OfficeHeading()
        _write_head(document, heading)
        _write_title(document, "BÁO CÁO", report.title)
        _write_parts(document, report, notes)
        _write_foot(document, heading)
    else:
        _write_title(document, "TÓM TẮT", report.title)
        _write_parts(document, report, notes)
    _write_sources(document, report)
    return document_bytes(document)


def _value(value: str | None, name: str = "") -> str | Blank:
    return one_line(value or "") or Blank(name)


def _capitals(value: str | None, name: str) -> str | Blank:
    return one_line(value or "").upper() or Blank(name)


def _write_head(document: Document, heading: OfficeHeading) -> None:
    table = layout_table(document, 2, _HEAD_WIDTHS)
    left, right = table.cell(0, 0), table.cell(0, 1)
    names = cell_paragraphs(left, 2 if heading.parent == "" else 3)
    if heading.parent != "":
        write(names[0], _capitals(heading.parent, "cơ quan cấp trên"))
    write(names[-2], _capitals(heading.organ, "cơ quan ban hành"), bold=True)
    write(names[-1], "*")
    party = right.paragraphs[0]
    write(party, _PARTY, size=15, bold=True)
    # A border is as wide as its paragraph: indents on both sides make it as long as the words.
    party.paragraph_format.left_indent = party.paragraph_format.right_indent = (_HEAD_WIDTHS[1] - _PARTY_WIDTH) // 2
    rule_below(party)
    number, day = table.cell(1, 0).paragraphs[0], table.cell(1, 1).paragraphs[0]
    write(number, "Số ", Blank(), "-BC/", _value(heading.symbol_suffix))
    place = _value(heading.place, "địa danh")
    write(day, place, ", ngày ", Blank(), " tháng ", Blank(), " năm ", Blank(), italic=True)
    for paragraph in (*names, party, number, day):
        paragraph.alignment = CENTER


def _write_title(document: Document, word: str, title: str) -> None:
    first = write(document.add_paragraph(), word, size=16, bold=True)
    first.paragraph_format.space_before = Pt(18)
    second = write(document.add_paragraph(), title or Blank("trích yếu"), bold=True)
    second.paragraph_format.left_indent = second.paragraph_format.right_indent = Mm(10)
    third = write(document.add_paragraph(), "-----")
    third.paragraph_format.space_after = Pt(12)
    for paragraph in (first, second, third):
        paragraph.alignment = CENTER


def _write_parts(document: Document, report: Report, notes: Footnotes) -> None:
    for part in report.parts:
        if part.heading:
            document.add_paragraph(part.heading, "Heading 1")
        for line in part.lines:
            _write_line(document, line, notes)
        if not part.lines:
            write(document.add_paragraph(style="Body Text"), Blank())


def _write_line(document: Document, line: Line, notes: Footnotes) -> None:
    for text in lines(line.text) or [""]:
        paragraph = document.add_paragraph(text, "Body Text")
    if line.citations:
        notes.add(paragraph, line.note_lines)


def _write_foot(document: Document, heading: OfficeHeading) -> None:
    space = document.add_paragraph()
    space.paragraph_format.keep_with_next = True
    table = layout_table(document, 1, _FOOT_WIDTHS)
    _write_recipients(table.cell(0, 0), heading.recipients)
    authority = "" if heading.signer_authority == "" else _capitals(heading.signer_authority, "quyền hạn ký")
    role = _capitals(heading.signer_role, "chức vụ")
    name = _value(heading.signer_name, "họ và tên")
    rows = cell_paragraphs(table.cell(0, 1), 6)
    if authority:
        write(rows[0], authority, bold=True)
        write(rows[1], role)
    else:
        write(rows[0], role)
    write(rows[-1], name, bold=True)
    for row in rows:
        row.alignment = CENTER


def _write_recipients(cell: _Cell, recipients: tuple[str, ...]) -> None:
    write(cell.paragraphs[0], "Nơi nhận:", underline=True)
    if not recipients:
        write(cell.add_paragraph(), "- ", Blank(), ",", size=12)
        write(cell.add_paragraph(), "- Lưu ", Blank(), ".", size=12)
    for place, recipient in enumerate(recipients, start=1):
        name = one_line(recipient).removeprefix("-").strip().rstrip(".,;")
        write(cell.add_paragraph(), f"- {name}{'.' if place == len(recipients) else ','}", size=12)


def _write_sources(document: Document, report: Report) -> None:
    heading = document.add_paragraph(SOURCES_HEADING, "Heading 1")
    if report.kind == "report":
        heading.paragraph_format.page_break_before = True
        write(document.add_paragraph(style="Body Text"), SOURCES_ADVICE, italic=True)
    if report.query:
        document.add_paragraph(f"Câu hỏi đã dùng để lấy văn bản: “{report.query}”.", "Body Text")
    for number, source in enumerate(report.sources, start=1):
        listed = document.add_paragraph(f"{number}. {source.line}", "Body Text")
        listed.alignment = WD_ALIGN_PARAGRAPH.LEFT  # paths are long words: justified, they tear gaps
    if not report.sources:
        document.add_paragraph("Chưa có câu nào dẫn nguồn.", "Body Text")
    if report.unsourced:
        document.add_paragraph(UNSOURCED_HEADING, "Heading 1")
        write(document.add_paragraph(style="Body Text"), UNSOURCED_ADVICE, italic=True)
    for part, line in report.unsourced:
        where = f"{part}: " if part else ""
        document.add_paragraph(f"- {where}“{one_line(line.text)}” {line.mark}", "Body Text")
