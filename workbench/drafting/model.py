"""A draft is data: sections; in a section, items; an item is text plus citations plus a state."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

import pandas as pd

from workbench.documents.model import Citation, System
from workbench.errors import DraftError


class ItemState(StrEnum):
    """How an item's text relates to its source."""

    VERBATIM = "nguyen_van"
    EDITED = "da_sua"
    OWN_WORDS = "tu_viet"

    @property
    def label(self) -> str:
        """The state in words, for people."""
        return {"nguyen_van": "Nguyên văn", "da_sua": "Đã sửa", "tu_viet": "Tự viết"}[self.value]


@dataclass
class DraftItem:
    """One sentence or paragraph of a draft, with the places it came from.

    Attributes:
        text: what the report will say.
        citations: the passages it rests on.
        state: how the text relates to them.
        also: passages of other documents that say the same; with `citations` they tell how many units say it.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    state: ItemState = ItemState.OWN_WORDS
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:8])
    also: tuple[Citation, ...] = ()


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
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:8])


@dataclass
class Draft:
    """A draft report. All changes go through its methods, so that states stay true to the text.

    Attributes:
        title: trích yếu of the report.
        query: the question whose documents it was drawn from.
        sections: the outline in order, with the items of each section.
        type_name: tên loại as printed above the title ("Báo cáo", "Tờ trình" …; domain.md §2.2).
        system: whose form it takes: "party" (domain.md §2.5) or "state" (§3.3).
        outline: key of the outline it was made from ("so_ket" …), "" for none.
        issued: day of issue once it is known; the rules of form and authority in force on that day apply.
        labels: directions of circulation it must bear, those of its sources (domain.md §5.3).
        comments: what colleagues noted, in the order they wrote it.
        drawn_from: ids of the documents it was composed from, best first: a section is made again from the same ones.
    """

    title: str
    query: str
    sections: list[DraftSection]
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    created: datetime = field(default_factory=lambda: datetime.now().replace(microsecond=0))
    type_name: str = "Báo cáo"
    system: System = "party"
    outline: str = ""
    issued: date | None = None
    labels: tuple[str, ...] = ()
    comments: list[Comment] = field(default_factory=list)
    drawn_from: tuple[str, ...] = ()

    def section(self, key: str) -> DraftSection:
        """The section with this key. Raises DraftError when the outline has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise DraftError(f"Dự thảo không có mục “{key}”.", "Hãy chọn một mục trong đề cương.")

    def item(self, item_id: str) -> DraftItem:
        """The item with this id. Raises DraftError when there is none."""
        return self._place(item_id)[1]

    def items(self) -> list[DraftItem]:
        """All items in the order of the report."""
        return [item for section in self.sections for item in section.items]

    def add(
        self, section_key: str, text: str, citations: tuple[Citation, ...] = (), position: int | None = None
    ) -> DraftItem:
        """Add an item at `position` of a section (default: its end); verbatim when it quotes its only citation."""
        verbatim = len(citations) == 1 and text == citations[0].quote
        state = ItemState.VERBATIM if verbatim else ItemState.EDITED if citations else ItemState.OWN_WORDS
        item = DraftItem(text, citations, state)
        items = self.section(section_key).items
        items.insert(len(items) if position is None else position, item)
        return item

    def remove(self, item_id: str) -> DraftItem:
        """Take an item out and return it."""
        section, item = self._place(item_id)
        section.items.remove(item)
        return item

    def move(self, item_id: str, section_key: str, position: int | None = None) -> None:
        """Move an item to `position` of a section (default: its end)."""
        target = self.section(section_key).items
        item = self.remove(item_id)
        target.insert(len(target) if position is None else position, item)

    def edit(self, item_id: str, text: str) -> None:
        """Change an item's text; its citations stay, and its state says whether it is still verbatim."""
        item = self.item(item_id)
        item.text = text
        if item.citations:
            verbatim = len(item.citations) == 1 and text == item.citations[0].quote
            item.state = ItemState.VERBATIM if verbatim else ItemState.EDITED

    def sources(self) -> list[Citation]:
        """The first citation of each cited document, in the order of the report."""
        first: dict[str, Citation] = {}
        for item in self.items():
            for citation in item.citations:
                first.setdefault(citation.document_id, citation)
        return list(first.values())

    def to_frame(self) -> pd.DataFrame:
        """One row an item: section, text, state, source, path, page, passage."""
        rows = []
        for section in self.sections:
            for item in section.items:
                for citation in item.citations or (None,):
                    rows.append(
                        (
                            section.heading,
                            item.text,
                            item.state.label,
                            citation.label if citation else None,
                            citation.path if citation else None,
                            citation.page if citation else None,
                            citation.passage if citation else None,
                        )
                    )
        columns = ["section", "text", "state", "source", "path", "page", "passage"]
        return pd.DataFrame(rows, columns=columns)

    def _place(self, item_id: str) -> tuple[DraftSection, DraftItem]:
        for section in self.sections:
            for item in section.items:
                if item.id == item_id:
                    return section, item
        raise DraftError(f"Dự thảo không có câu mang mã “{item_id}”.", "Có thể câu đã bị xóa; hãy tải lại dự thảo.")


def mark_gone(draft: Draft, gone: Collection[str]) -> None:
    """Mark the citations of a draft whose documents are among `gone` (ids), and no others."""
    for item in draft.items():
        item.citations, item.also = (
            tuple(replace(citation, gone=citation.document_id in gone) for citation in citations)
            for citations in (item.citations, item.also)
        )
