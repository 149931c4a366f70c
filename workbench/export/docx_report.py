"""A draft as a Word document in the form of the Party or the State (domain.md §2.5, §3.3); a summary under a title."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document

from workbench.drafting.item_marks import manifest_of
from workbench.export import docx_annex
from workbench.export.docx_body import write_addressees, write_parts, write_title
from workbench.export.docx_foot import write_foot
from workbench.export.docx_footnotes import Footnotes
from workbench.export.docx_head import write_head
from workbench.export.docx_marks import Bookmarks, write_properties
from workbench.export.docx_page import document_bytes, new_document
from workbench.export.heading import OfficeHeading
from workbench.export.options import Annex
from workbench.export.report import Report

_ANNEXES: dict[Annex, Callable[[Document, Report], None]] = {
    "nguon": docx_annex.write_sources,
    "so_lieu": docx_annex.write_figures,
}


def report_bytes(report: Report, heading: OfficeHeading | None = None) -> bytes:
    """The report as a .docx file; a draft in official form, marked so that it can be read in again."""
    document = new_document(report.title, layout=report.layout)
    notes = Footnotes(document) if report.options.footnotes else None
    marks = Bookmarks()
    heading = heading or OfficeHeading()
    if report.draft is not None:
        write_head(document, report, heading, marks)
    write_title(document, report, marks)
    if report.draft is not None:
        write_addressees(document, report, heading, marks)
    write_parts(document, report, notes, marks)
    if report.draft is not None:
        write_foot(document, report, heading, marks)
        write_properties(document, manifest_of(report.draft))
    for annex in report.options.annexes:
        _ANNEXES[annex](document, report)
    return document_bytes(document)
