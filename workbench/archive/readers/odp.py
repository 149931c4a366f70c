"""Reads OpenDocument presentations (.odp): slide by slide, with their notes."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.readers import base, slides
from workbench.archive.readers.odf_text import Walker
from workbench.archive.readers.odt import outside
from workbench.archive.readers.opendocument import open_document
from workbench.archive.readers.package import attribute, local


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The slides in order, each a page, hidden ones too; notes stand after the slide they belong to.

    Master pages, comments and document properties go to the margins.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_document(path, "presentation") as document:
        walker = Walker(document.styles)
        found = []
        for page in document.body:
            if local(page) != "page":
                continue
            shapes = [element for element in page if local(element) != "notes"]
            notes = [element for element in page if local(element) == "notes"]
            visible = document.styles.value(
                "drawing-page", attribute(page, "style-name"), "drawing-page-properties", "visibility"
            )
            lines = [line for shape in shapes for line in walker.block(shape)]
            found.append(
                slides.Slide(lines, [line for note in notes for line in walker.lines(note)], visible == "hidden")
            )
        # Running footers are kept once, beside the slides that show them.
        running = [element.text or "" for element in document.body if local(element).endswith("-decl")]
        outer, converted = outside(document)
        return slides.presentation(
            path,
            found,
            walker.tables,
            margins=[*outer, *running, *walker.aside],
            converted=walker.converted or converted,
        )
