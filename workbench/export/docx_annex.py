"""What follows the signature: the list of sources, and the figures of the cited passages."""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from workbench.export.docx_page import BODY_STYLE_ID, add_styled, text_width, write
from workbench.export.docx_table import write_grid
from workbench.export.report import (
    SOURCES_ADVICE,
    SOURCES_HEADING,
    UNSOURCED_ADVICE,
    UNSOURCED_HEADING,
    Report,
)
from workbench.export.report_rows import FIGURE_COLUMNS, FIGURES_HEADING, figure_rows
from workbench.export.table import shown
from workbench.export.text import one_line


def write_sources(document: Document, report: Report) -> None:
    """Each cited document once, then what has no source."""
    heading = document.add_paragraph(SOURCES_HEADING, "Heading 1")
    if report.kind == "report":
        heading.paragraph_format.page_break_before = True
        write(add_styled(document, "", BODY_STYLE_ID), SOURCES_ADVICE, italic=True)
    if report.query:
        add_styled(document, f"Câu hỏi đã dùng để lấy văn bản: “{report.query}”.", BODY_STYLE_ID)
    for number, source in enumerate(report.sources, start=1):
        line = source.line if report.options.footnotes else f"{source.line_without_notes}."
        listed = add_styled(document, f"{number}. {line}", BODY_STYLE_ID)
        listed.alignment = WD_ALIGN_PARAGRAPH.LEFT  # paths are long words: justified, they tear gaps
    if not report.sources:
        add_styled(document, "Chưa có câu nào dẫn nguồn.", BODY_STYLE_ID)
    if report.unsourced:
        document.add_paragraph(UNSOURCED_HEADING, "Heading 1")
        write(add_styled(document, "", BODY_STYLE_ID), UNSOURCED_ADVICE, italic=True)
    for part, line_ in report.unsourced:
        where = f"{part}: " if part else ""
        add_styled(document, f"- {where}“{one_line(line_.text)}” {line_.mark}", BODY_STYLE_ID)


def write_figures(document: Document, report: Report) -> None:
    """The figures of the cited passages as a table; a sentence where there are none."""
    heading = document.add_paragraph(FIGURES_HEADING, "Heading 1")
    heading.paragraph_format.page_break_before = True
    rows = [tuple(shown(cell) for cell in row) for row in figure_rows(report)]
    if not rows:
        add_styled(document, "Các đoạn được dẫn không có số liệu.", BODY_STYLE_ID)
        return
    write_grid(document, (FIGURE_COLUMNS, *rows), text_width(report.layout))
