"""What a draft says before its first heading, and its list of documents issued: words of ours that rest on heads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.documents.model import Citation, Document
from workbench.documents.official_citation import BLANK
from workbench.drafting.parts import DraftItem, state_of
from workbench.drafting.wizard import named

MOST_LISTED = 20
"""Documents that are listed one by one; of more only those of the directive's own organ are, the others are counted."""

_LONGEST_HEAD = 1_500  # characters
_HEAD_FIELDS = ("symbol", "date", "type", "issuer", "subject")


def opening(documents: Sequence[Document], organ: str) -> DraftItem:
    """ "Thực hiện Chỉ thị số …, ngày … của … về …, … báo cáo kết quả như sau:" (domain.md §4.2), cited.

    Args:
        documents: what is carried out: the directive, and the request for the report.
        organ: who reports; "" leaves a visible "…".
    """
    carried = " và ".join(map(named, documents))
    text = f"Thực hiện {carried}, {organ or BLANK} báo cáo kết quả như sau:"
    return _item(text, tuple(map(head, documents)))


def documents_issued(documents: Sequence[Document], directive: Document) -> list[DraftItem]:
    """An item for each document that carries the directive out, as documents are cited; where there are very many, one
    item counts those of the units."""
    listed = sorted(documents, key=lambda one: (one.header.date is None, one.header.date, one.id))
    others: list[Document] = []
    if len(listed) > MOST_LISTED:
        own = [one for one in listed if one.header.issuer == directive.header.issuer]
        others = [one for one in listed if one not in own]
        listed = own
    items = [_item(f"{named(one)}.", (head(one),)) for one in listed]
    if others:
        text = f"Các cơ quan, đơn vị đã ban hành {len(others)} văn bản triển khai, hướng dẫn thực hiện."
        items.append(_item(text, tuple(map(head, others))))
    return items


def head(document: Document) -> Citation:
    """A citation of the head of a document, from its symbol to its subject: what its name rests on."""
    spans = [
        (found.start, found.end)
        for field in _HEAD_FIELDS
        if (found := document.header.evidence.get(field)) and found.start is not None and found.end is not None
    ]
    if not spans:
        first = next(iter(document.passages), None)
        return document.cite(first.start, first.end) if first else document.cite(0, 0)
    start = min(begin for begin, _ in spans)
    return document.cite(start, min(max(end for _, end in spans), start + _LONGEST_HEAD))


def labels_of(documents: Iterable[Document]) -> list[str]:
    """The labels that documents bear."""
    return [label for one in documents for label in one.labels]


def _item(text: str, citations: tuple[Citation, ...]) -> DraftItem:
    return DraftItem(text, citations, state_of(text, citations), proposed=True)
