"""What the RTF reader keeps in mind: the font table, and what a group inherits."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.archive.readers.flow import Story


@dataclass
class Font:
    """A font of the font table; `codec` is None where it uses the document's own code page."""

    name: str = ""
    codec: str | None = None


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
