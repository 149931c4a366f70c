"""One paragraph of a .docx as a run of tokens: words, bookmarks and comments, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from workbench.archive.readers.package import attribute, child, local
from workbench.drafting.item_marks import NOTE_NUMBER

Kind = Literal["text", "start", "end", "comment"]
"""Words; the start or end of a bookmark; the start of a comment's range."""

_PASSED_OVER = frozenset(("pPr", "rPr", "instrText", "delText", "delInstrText", "Fallback", "txbxContent", "sdtPr"))
_TAKEN_OUT = frozenset(("del", "moveFrom"))
_PUT_IN = frozenset(("ins", "moveTo"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True)
class Token:
    """Something in a paragraph: its kind, and the words, the bookmark's name, or the comment's id."""

    kind: Kind
    value: str


class Tokens:
    """Reads paragraphs one after the other.

    Args:
        body: all that will be read; a bookmark whose end was lost in it ends where it begins.

    Attributes:
        inserted, deleted: how many tracked insertions and deletions were accepted.
    """

    def __init__(self, body: etree._Element | None) -> None:
        ends = (one for one in body.iter("{*}bookmarkEnd")) if body is not None else ()
        self._ending = {attribute(one, "id") or "" for one in ends}
        self.inserted = 0
        self.deleted = 0
        self._names: dict[str, str] = {}  # of bookmarks that were begun, by their id

    def of(self, element: etree._Element) -> Iterator[Token]:
        """The tokens of an element and of what it holds."""
        name = local(element)
        if name in _TAKEN_OUT:
            self.deleted += 1
        elif name == "bookmarkStart":
            mark, number = attribute(element, "name") or "", attribute(element, "id") or ""
            self._names[number] = mark
            yield Token("start", mark)
            if number not in self._ending:
                yield Token("end", mark)
        elif name == "bookmarkEnd":
            yield Token("end", self._names.get(attribute(element, "id") or "", ""))
        elif name == "commentRangeStart" or name == "commentReference":
            yield Token("comment", attribute(element, "id") or "")
        elif name == "t":
            yield Token("text", element.text or "")
        elif name in _SIGNS:
            yield Token("text", _SIGNS[name])
        elif name == "r" and _is_note_number(element):
            return
        elif name not in _PASSED_OVER:
            if name in _PUT_IN:
                self.inserted += 1
            for inner in element:
                yield from self.of(inner)


def ends_with_deleted_mark(paragraph: etree._Element) -> bool:
    """Whether the end of the paragraph was deleted under "track changes": it then runs on into the next one."""
    properties = child(paragraph, "pPr")
    of_mark = child(properties, "rPr") if properties is not None else None
    return of_mark is not None and (child(of_mark, "del") is not None or child(of_mark, "moveFrom") is not None)


def words_in(element: etree._Element) -> str:
    """All words inside an element."""
    return "".join(one.text or "" for one in element.iter("{*}t"))


def style_of(paragraph: etree._Element) -> str:
    """The id of the paragraph's style, "" for none."""
    properties = child(paragraph, "pPr")
    style = child(properties, "pStyle") if properties is not None else None
    return (attribute(style, "val") or "") if style is not None else ""


def _is_note_number(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    raised = child(properties, "vertAlign") if properties is not None else None
    if raised is None or attribute(raised, "val") != "superscript":
        return False
    return bool(NOTE_NUMBER.fullmatch("".join(one.text or "" for one in run if local(one) == "t")))
