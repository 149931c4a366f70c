"""A draft is data: sections; in a section, items; an item is text plus citations plus a state."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pandas as pd

from workbench.documents.model import Citation, System
from workbench.documents.rich import card
from workbench.drafting.changing import Changing
from workbench.drafting.parts import Comment, DraftItem, DraftSection, ItemState, state_of

__all__ = ["Comment", "Draft", "DraftItem", "DraftSection", "ItemState", "mark_gone", "state_of"]


@dataclass
class Draft(Changing):
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
        saved_as: SHA-256 of the file it was read from or last saved as; "" for one that was never kept.
        notices: what people must be told when they open it (a source was deleted, is now secret …); never kept.
        secret: ids of cited documents that were found to be secret since; never kept.
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
    saved_as: str = field(default="", compare=False, repr=False)
    notices: tuple[str, ...] = field(default=(), compare=False, repr=False)
    secret: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def copy(self) -> Draft:
        """The same draft, to be changed apart from this one."""
        sections = [replace(one, items=[replace(item) for item in one.items]) for one in self.sections]
        return replace(self, sections=sections, comments=[replace(comment) for comment in self.comments])

    def become(self, state: Draft) -> None:
        """Take over everything of another state of this draft, but for what is true of the moment."""
        kept = {"saved_as": self.saved_as, "notices": self.notices, "secret": self.secret}
        self.__dict__.update(state.copy().__dict__ | kept)

    def sources(self) -> list[Citation]:
        """The first citation of each cited document, in the order of the report."""
        first: dict[str, Citation] = {}
        for item in self.items():
            for citation in item.citations:
                first.setdefault(citation.document_id, citation)
        return list(first.values())

    def to_frame(self) -> pd.DataFrame:
        """One row a citation: section, text, state, source, path, page, passage, said_by (documents), item,
        label (of circulation, of the whole draft)."""
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
                            item.said_by,
                            item.id,
                            "; ".join(self.labels) or None,
                        )
                    )
        columns = ["section", "text", "state", "source", "path", "page", "passage", "said_by", "item", "label"]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        rows = (
            (
                section.heading,
                item.text,
                item.state.label,
                item.citations[0].label if item.citations else "(chưa có nguồn)",
            )
            for section in self.sections
            for item in section.items
        )
        facts = (
            f"{len(self.items())} câu trong {len(self.sections)} mục",
            f"{len(self.sources())} văn bản nguồn",
            f"Nhãn: {'; '.join(self.labels)}" if self.labels else "",
            f"Mã: {self.id}",
        )
        columns = ("Mục", "Câu", "Tình trạng", "Nguồn")
        return card(f"{self.type_name} {self.title}", facts, columns, rows, notes=self.notices)


def mark_gone(draft: Draft, gone: Collection[str]) -> None:
    """Mark the citations of a draft whose documents are among `gone` (ids), and no others."""

    def marked(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
        if all(one.gone == (one.document_id in gone) for one in citations):
            return citations  # the same objects: states of a draft share them
        return tuple(replace(one, gone=one.document_id in gone) for one in citations)

    for item in draft.items():
        item.citations, item.also = marked(item.citations), marked(item.also)
