"""Real Word footnotes. python-docx has no interface for them, so the part is made here (ECMA-376 part 1, §17.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.story import StoryPart
from docx.shared import Pt
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from workbench.export.docx_page import element

if TYPE_CHECKING:
    from docx.document import Document

# Word knows these two styles by their names; the ids are those that Word itself gives them.
TEXT_STYLE, TEXT_STYLE_ID = "footnote text", "FootnoteText"
REFERENCE_STYLE, REFERENCE_STYLE_ID = "footnote reference", "FootnoteReference"

# The line between text and notes, and the line where a note goes on overleaf: Word wants both to be there.
_EMPTY_PART = f"""
<w:footnotes {nsdecls("w")}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of one document, numbered from 1 in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        package = document.part.package
        assert package is not None  # a document made by python-docx always stands in a package
        self._part = StoryPart(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_EMPTY_PART), package
        )
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._last = 0
        _add_styles(document)

    def add(self, paragraph: Paragraph, texts: Sequence[str]) -> int:
        """Refer to a new note at the end of `paragraph`; the note has one paragraph a text. Returns its number."""
        self._last += 1
        note = element("footnote", id=str(self._last))
        self._part.element.append(note)
        for place, text in enumerate(texts or [""]):
            empty = cast(CT_P, element("p"))
            note.append(empty)
            written = Paragraph(empty, self._part)
            empty.style = TEXT_STYLE_ID  # by its id: python-docx takes milliseconds to look one up by its name
            if place == 0:
                _add_mark(written, element("footnoteRef"))
                written.add_run(" ")
            written.add_run(text)
        _add_mark(paragraph, element("footnoteReference", id=str(self._last)))
        return self._last


def _add_mark(paragraph: Paragraph, mark: BaseOxmlElement) -> None:
    run = paragraph.add_run()
    run._r.style = REFERENCE_STYLE_ID
    run._r.append(mark)


def _add_styles(document: Document) -> None:
    text = cast(ParagraphStyle, document.styles.add_style(TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True))
    text.element.set(qn("w:styleId"), TEXT_STYLE_ID)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(11)
    mark = cast(CharacterStyle, document.styles.add_style(REFERENCE_STYLE, WD_STYLE_TYPE.CHARACTER, builtin=True))
    mark.element.set(qn("w:styleId"), REFERENCE_STYLE_ID)
    mark.font.superscript = True
