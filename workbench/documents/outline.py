"""The outline of a document: its divisions, headings and annexes, each with where it begins."""

from __future__ import annotations

from typing import NamedTuple

from workbench.documents.head_cells import is_capitals
from workbench.documents.model import Document, Passage
from workbench.documents.sections import heading_level
from workbench.documents.units import is_unit_heading
from workbench.vietnamese.spelling import clean

_LONGEST_TITLE = 160
_LONGEST_NUMBERING = 4  # words of a heading that is only a number: "PHẦN THỨ NHẤT"


class OutlineEntry(NamedTuple):
    """One line of an outline.

    Attributes:
        level: 0 for Phần and annexes, 1 for Chương and A-, 2 for Mục and I-, 3 for Điều and 1., 4 for 1.1, 5 for a).
        title: the heading as printed; a division's title on the line below it is part of it.
        passage: number of the passage it begins in (from 1).
        page: its page, or None where the format has no pages.
    """

    level: int
    title: str
    passage: int
    page: int | None


def outline(document: Document) -> list[OutlineEntry]:
    """The headings of a document in order: of its sections, and of its articles and annexes (khoản, điểm left out)."""
    entries: list[OutlineEntry] = []
    before: Passage | None = None
    titled = -1  # the passage up to which the title of a division runs on over its lines
    for passage in document.passages:
        line = clean(document.text[passage.start : min(passage.end, passage.start + _LONGEST_TITLE + 1)]).strip(" *")
        opens = is_unit_heading(line, passage.unit, before.unit if before else None)
        before = passage
        level = heading_level(line)
        if titled == passage.number - 1 and level is None and is_capitals(line):
            last = entries[-1]  # "CHƯƠNG II" alone, its title on the lines below
            joint = " " if len(last.title.split()) > _LONGEST_NUMBERING else ". "
            entries[-1] = last._replace(title=_short(f"{last.title}{joint}{line}"))
            titled = passage.number
        elif opens or (passage.heading and not _is_detail(passage, level)):
            level = 2 if level is None else level
            entries.append(OutlineEntry(level, _short(line), passage.number, passage.page))
            if level < 3 and len(line.split()) <= _LONGEST_NUMBERING:
                titled = passage.number
    return entries


def _is_detail(passage: Passage, level: int | None) -> bool:
    """A clause, or a numbered line inside an annex (forms number every blank)."""
    unit = passage.unit or ""
    in_annex = unit.startswith(("Phụ", "Mẫu", "Biểu"))
    return unit.rpartition(", ")[2].startswith(("khoản ", "điểm ")) or (in_annex and level is not None and level > 2)


def _short(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
