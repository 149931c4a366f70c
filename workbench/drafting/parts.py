"""What a draft is made of: sections; in a section, items; an item is text plus citations plus a state; and comments."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from workbench.documents.model import Citation


class ItemState(StrEnum):
    """How an item's text relates to its source."""

    VERBATIM = "nguyen_van"
    EDITED = "da_sua"
    OWN_WORDS = "tu_viet"

    @property
    def label(self) -> str:
        """The state in words, for people."""
        return {"nguyen_van": "Nguyên văn", "da_sua": "Đã sửa", "tu_viet": "Tự viết"}[self.value]


def state_of(text: str, citations: Sequence[Citation]) -> ItemState:
    """The one rule of states: verbatim is what quotes its only citation letter for letter."""
    if not citations:
        return ItemState.OWN_WORDS
    return ItemState.VERBATIM if len(citations) == 1 and text == citations[0].quote else ItemState.EDITED


def new_id() -> str:
    """An id for an item or a comment."""
    return uuid.uuid4().hex[:8]


@dataclass
class DraftItem:
    """One sentence or paragraph of a draft, with the places it came from.

    Attributes:
        text: what the report will say.
        citations: the passages it rests on.
        state: how the text relates to them.
        also: passages of other documents that say the same; with `citations` they tell how many units say it.
        proposed: the workbench put it here and nobody has touched it since: making the section again may replace it.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    state: ItemState = ItemState.OWN_WORDS
    id: str = field(default_factory=new_id)
    also: tuple[Citation, ...] = ()
    proposed: bool = False

    @property
    def said_by(self) -> int:
        """How many documents say it."""
        return len({citation.document_id for citation in (*self.citations, *self.also)})


@dataclass
class DraftSection:
    """A section of the outline, e.g. key "ket_qua", heading "III- KẾT QUẢ ĐẠT ĐƯỢC".

    Attributes:
        key: unique in the draft; a key of `documents.sections.SECTIONS` takes the sentences of that section.
        heading: as printed, with its number; "" for paragraphs that stand before the first heading (căn cứ, mở đầu).
        items: what it says, in order.
        level: 1 for "I-", 2 for "1.", 3 for "a)".
        is_parent: it only holds the sections of a deeper level that follow it.
        guidance: what the outline asks for here, for the person who writes; never exported.
    """

    key: str
    heading: str
    items: list[DraftItem] = field(default_factory=list)
    level: int = 1
    is_parent: bool = False
    guidance: str = ""

    @property
    def name(self) -> str:
        """What people call it: its heading, or "Phần mở đầu" before the first one."""
        return self.heading or "Phần mở đầu"


@dataclass
class Comment:
    """What a person noted about an item of a draft, for colleagues; never exported.

    Attributes:
        item_id: the item it is about; "" for the draft as a whole.
        author: who wrote it.
        text: what they said.
        when: when they wrote it.
        resolved: whether it has been dealt with.
    """

    item_id: str
    author: str
    text: str
    when: datetime = field(default_factory=lambda: datetime.now().replace(microsecond=0))
    resolved: bool = False
    id: str = field(default_factory=new_id)
