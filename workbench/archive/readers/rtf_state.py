"""What the RTF reader keeps in mind: the font table, the stretches of text, and what a group inherits."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.archive.readers.flow import Flow
from workbench.archive.readers.runs import OldFonts, Runs, paragraph_text
from workbench.archive.readers.tables import Tables


@dataclass
class Font:
    """A font of the font table; `codec` is None where it uses the document's own code page."""

    name: str = ""
    codec: str | None = None


class Story:
    """One stretch of text that flows by itself: the body, a note, a margin, a text box.

    Attributes:
        kind: "body", "note", "box" or "margin".
        number: of a note.
        boxes: lines of text boxes that stand after the paragraph at work.
    """

    def __init__(self, tables: Tables, fonts: OldFonts, kind: str, number: int = 0) -> None:
        self.kind = kind
        self.number = number
        self.runs = Runs(fonts)
        self.boxes: list[str] = []
        self._flow = Flow(tables)

    def paragraph(self, depth: int) -> None:
        self._flow.paragraph(paragraph_text(self.runs.take()), depth)
        for line in self.boxes:
            self._flow.paragraph(line, depth)
        self.boxes = []

    def end_cell(self, depth: int) -> None:
        self.paragraph(depth)
        self._flow.end_cell("", depth)

    def end_row(self, depth: int, edges: list[int]) -> None:
        if self.runs or self.boxes:
            self.paragraph(depth)
        self._flow.end_row(depth, edges)

    def finish(self) -> list[str]:
        if self.runs or self.boxes:
            self.paragraph(0)
        return self._flow.finish()


@dataclass
class State:
    """What a group inherits from the one around it."""

    story: Story
    place: str = "text"  # "text", "fonts", "property" or "quiet"
    font: int | None = None
    fallback: int = 1  # characters that follow a Unicode one for readers that know none
    hidden: bool = False
    capitals: bool = False
    deleted: bool = False
    in_table: bool = False
    nesting: int = 0

    def depth(self) -> int:
        return self.nesting or int(self.in_table)
