"""The foot of an official document: nơi nhận on the left, signature on the right (domain.md §2.5, §3.3)."""

from __future__ import annotations

from docx.document import Document
from docx.shared import Length, Mm

from workbench.drafting.item_marks import END_MARK
from workbench.export.docx_marks import Bookmarks
from workbench.export.docx_page import cell_paragraphs, layout_table, text_width, write_part
from workbench.export.docx_words import authority, capitals, recipients_of, value
from workbench.export.heading import OfficeHeading
from workbench.export.report import Report

_LEFT = Mm(80)
_LINES = 6  # of the signature: quyền hạn, chức vụ, room to sign, họ tên


def write_foot(document: Document, report: Report, heading: OfficeHeading, marks: Bookmarks) -> None:
    """Write the foot as a table without lines; the text ends before it."""
    layout = report.layout
    space = document.add_paragraph()
    space.paragraph_format.keep_with_next = True
    marks.around(END_MARK, space)
    table = layout_table(document, 1, (_LEFT, Length(text_width(layout) - _LEFT)))
    left, right = table.cell(0, 0), table.cell(0, 1)

    write_part(left.paragraphs[0], layout["noi_nhan"], layout["noi_nhan"].words)
    for pieces in recipients_of(report, heading):
        write_part(left.add_paragraph(), layout["noi_nhan_danh_sach"], *pieces)

    lines = cell_paragraphs(right, _LINES)
    power = authority(heading.signer_authority, layout.system)
    role = capitals(heading.signer_role, "chức vụ")
    if power:
        write_part(lines[0], layout["quyen_han"], power)
    write_part(lines[1 if power else 0], layout["chuc_vu"], role)
    write_part(lines[-1], layout["ho_ten"], value(heading.signer_name, "họ và tên"))
