"""Reads OpenDocument texts (.odt): the body in order, as LibreOffice shows it with all changes accepted."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.flow import finished
from workbench.archive.readers.odf_text import Walker
from workbench.archive.readers.opendocument import OpenDocument, open_document
from workbench.archive.readers.package import attribute
from workbench.archive.readers.runs import readings
from workbench.archive.readers.tables import unmarked


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of an .odt; pages where LibreOffice has noted them (`text:soft-page-break`).

    Deletions are out, insertions in; list numbers are written out; footnotes stand after the body, marked "[1]".
    Headers, footers, comments, hidden text and document properties go to the margins; so do text boxes once more.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_document(path, "text") as document:
        walker = Walker(document.styles)
        lines = walker.lines(document.body) + [note for note in walker.notes if note]
        outer, converted = outside(document)
        return finished(
            path,
            [piece for line in lines for piece in line.split("\n")],
            walker.tables,
            margins=[*outer, *walker.boxes, *walker.aside],
            converted=walker.converted or converted,
            paged=attribute(document.body, "use-soft-page-breaks") == "true",
        )


def outside(document: OpenDocument) -> tuple[list[str], bool]:
    """The text of master pages and properties; and whether some of it was in an old font."""
    walker = Walker(document.outer_styles)
    lines = [line for master in document.master_pages() for line in walker.lines(master)]
    found = [base.tidy(unmarked(line).replace("\n", " ")) for line in lines] + walker.aside
    found += [reading for text in document.properties() for reading in readings(text)]
    return [line for line in found if line.strip()], walker.converted
