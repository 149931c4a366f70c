"""What checks look at (`Checked`: a draft, or a file from outside) and what they say (`Finding`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workbench.documents.model import Citation, Document, System
from workbench.drafting.model import Draft, ItemState

if TYPE_CHECKING:
    from workbench.analysis.relations_validity import Validity
    from workbench.vietnamese.lexicon import Lexicon


class Severity(StrEnum):
    """How much a finding weighs; unverified rules ([K], [V2] in domain.md) give hints only."""

    ERROR = "loi"
    WARNING = "canh_bao"
    HINT = "goi_y"

    @property
    def label(self) -> str:
        """The severity in words, for people."""
        return {"loi": "Lỗi", "canh_bao": "Cảnh báo", "goi_y": "Gợi ý"}[self.value]

    @property
    def rank(self) -> int:
        """0 for errors, which are listed first."""
        return list(Severity).index(self)


@dataclass(frozen=True)
class Finding:
    """Something a person should look at before the text is signed, and the place to jump to.

    Attributes:
        check: key of the check that says it, as in the registry ("lech_nguon" …).
        severity: how much it weighs.
        message: what there is, in Vietnamese.
        advice: what to do, in Vietnamese.
        section_key: the section it stands in; "" for the text as a whole.
        item_id: the item it is about; "" for the section or the text as a whole.
        start, end: the words in question: offsets in the item's text; of an outside file, in the file's text. Both 0
            where no words are in question.
        page, passage: of an outside file, where the words stand (from 1).
        citation: the source that the finding is about, or None.
        rule: source of the rule with its mark of verification, e.g. "36-HD/VPTW [V]"; "" where none is needed.
    """

    check: str
    severity: Severity
    message: str
    advice: str = ""
    section_key: str = ""
    item_id: str = ""
    start: int = 0
    end: int = 0
    page: int | None = None
    passage: int | None = None
    citation: Citation | None = None
    rule: str = ""


@dataclass(frozen=True)
class CheckedItem:
    """A sentence or paragraph that is looked at.

    Attributes:
        id: id of the draft's item; of an outside file "p12" for passage 12.
        text: what it says.
        citations: the passages it rests on; `also`: those of other documents that say the same.
        state: of a draft's item how it relates to them; None in an outside file, where nobody noted it.
        offset: of an outside file, where `text` begins in the file's text.
        page, passage: of an outside file, where it stands.
    """

    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    also: tuple[Citation, ...] = ()
    state: ItemState | None = None
    offset: int = 0
    page: int | None = None
    passage: int | None = None

    @property
    def quotes(self) -> tuple[str, ...]:
        """What its sources say, verbatim."""
        return tuple(citation.quote for citation in (*self.citations, *self.also))


@dataclass(frozen=True)
class CheckedSection:
    """A section that is looked at. Heading "": what stands before the first heading (căn cứ, mở đầu)."""

    key: str
    heading: str
    items: tuple[CheckedItem, ...] = ()
    level: int = 1
    is_parent: bool = False


class Archive(Protocol):
    """What checks may ask about cited documents. Every answer is None or empty where the archive does not know."""

    def document(self, document_id: str) -> Document | None:
        """The document with this id, as it is now."""

    def at(self, path: str) -> Document | None:
        """The document whose file is at this path under the corpus."""

    def find(self, symbol: str, day: date | None = None) -> Sequence[Document]:
        """The documents that bear a symbol, of several files of one document one; with a day, those of that day where
        there are any."""

    def validity(self, document_id: str, day: date | None = None) -> Validity | None:
        """Whether it is in force on a day (today by default), where relations tell."""

    def same(self, document_id: str) -> frozenset[str]:
        """The ids of all files that are the same document, itself among them."""


@dataclass(frozen=True)
class Checked:
    """A text that is checked, whether it came from a draft or from a file.

    Attributes:
        sections: what it says, in order.
        title: trích yếu.
        type_name: tên loại ("Báo cáo" …); "" when it has none or cannot be read.
        system: "party" or "state"; None when a file does not tell.
        issuer, parent: cơ quan ban hành and the organ above it; "" when not known.
        symbol: số ký hiệu, or the office's part of it where the number is still open ("VPTU"); "" when not known.
        day: day of issue; None while it is not known.
        place: địa danh.
        signer, signer_title: who signs.
        recipients: nơi nhận, one a line.
        labels: directions of circulation it bears (domain.md §5.2).
        document: of an outside file, the file as it was read: its text, header, passages and pages.
        path: of an outside file, where it is, so that checks of form can look at fonts and margins.
        draft: the draft it came from, or None.
        archive: what is known of other documents; None without an archive: checks that need it then say nothing.
        lexicon: abbreviations and spellings of the office, or None.
        tables: the folder of the office's own tables of rules, or None where it has none.
    """

    sections: tuple[CheckedSection, ...]
    title: str = ""
    type_name: str = ""
    system: System | None = None
    issuer: str = ""
    parent: str = ""
    symbol: str = ""
    day: date | None = None
    place: str = ""
    signer: str = ""
    signer_title: str = ""
    recipients: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    document: Document | None = None
    path: Path | None = None
    draft: Draft | None = None
    archive: Archive | None = None
    lexicon: Lexicon | None = None
    tables: Path | None = None

    @property
    def is_file(self) -> bool:
        """Whether it came from a file and not from a draft."""
        return self.document is not None

    def items(self) -> Iterator[tuple[CheckedSection, CheckedItem]]:
        """Every item with its section, in order."""
        for section in self.sections:
            for item in section.items:
                yield section, item

    @cached_property
    def sources(self) -> tuple[Citation, ...]:
        """The first citation of each cited document, in order."""
        first: dict[str, Citation] = {}
        for _, item in self.items():
            for citation in (*item.citations, *item.also):
                first.setdefault(citation.document_id, citation)
        return tuple(first.values())


def of_draft(
    draft: Draft,
    *,
    issuer: str = "",
    parent: str = "",
    symbol: str = "",
    place: str = "",
    archive: Archive | None = None,
    lexicon: Lexicon | None = None,
    tables: Path | None = None,
) -> Checked:
    """A draft as checks see it; who issues it stands in the office's settings, not in the draft."""
    sections = tuple(
        CheckedSection(
            section.key,
            section.heading,
            tuple(CheckedItem(item.id, item.text, item.citations, item.also, item.state) for item in section.items),
            section.level,
            section.is_parent,
        )
        for section in draft.sections
    )
    return Checked(
        sections,
        title=draft.title,
        type_name=draft.type_name,
        system=draft.system,
        issuer=issuer,
        parent=parent,
        symbol=symbol,
        day=draft.issued,
        place=place,
        labels=tuple(draft.labels),
        draft=draft,
        archive=archive,
        lexicon=lexicon,
        tables=tables,
    )
