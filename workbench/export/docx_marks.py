"""Bookmarks around what was exported, and the properties that say what the file was made from (decision 31)."""

from __future__ import annotations

from typing import cast
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph

from workbench.drafting.item_marks import FORM, Manifest, to_properties
from workbench.export.docx_page import element

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that people name (ECMA-376 part 1, §22.3)
_FIRST_ID = 2  # 0 and 1 are taken by the format


class Bookmarks:
    """The bookmarks of one document, numbered from 1."""

    def __init__(self) -> None:
        self._last = 0

    def around(self, name: str, first: Paragraph, last: Paragraph | None = None) -> None:
        """Put a bookmark around all that stands in the paragraphs from `first` to `last` by now."""
        self._last += 1
        start = element("bookmarkStart", id=str(self._last), name=name)
        first._p.insert(0 if first._p.pPr is None else 1, start)
        (last or first)._p.append(element("bookmarkEnd", id=str(self._last)))

    def form(self, *paragraphs: Paragraph) -> None:
        """Mark paragraphs as part of the form: they are not read in again."""
        for paragraph in paragraphs:
            self.around(f"{FORM}{self._last + 1}", paragraph)


def write_properties(document: Document, manifest: Manifest) -> None:
    """Put the manifest among the custom properties of a document, in place of an earlier one."""
    package = document.part.package
    assert package is not None  # a document made by python-docx always stands in a package
    for name, relation in list(package.rels.items()):
        if relation.reltype == _RELATION:  # of a template; what it says there is the template's own
            del package.rels[name]
    rows = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(to_properties(manifest).items(), start=_FIRST_ID)
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{rows}</Properties>'
    )
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT, xml.encode("utf-8"), cast("object", package))  # type: ignore[arg-type]
    package.relate_to(part, _RELATION)
