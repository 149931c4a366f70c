"""Outlines of reports (đề cương): which headings a report has, and which sentences belong under each (domain.md §4.2).

The shipped ones are YAML files beside this module (`outlines/`); an office lays its own, as YAML or Word, in
`workspace/de-cuong/`. See `outline_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from workbench.documents.model import System
from workbench.documents.official_citation import BLANK
from workbench.documents.rich import card, frame_card
from workbench.documents.sections import SECTIONS
from workbench.drafting.model import DraftSection
from workbench.errors import OutlineError

OTHER = "khac"
"""Stands among the keys of `SECTIONS` for sentences that sound like none of them."""

FILLS = (*SECTIONS, OTHER)
"""What a section of an outline may take its sentences from."""

OPENING = "mo_dau"
"""Key of the section before the first heading: căn cứ, mở đầu."""

PLACEHOLDERS = {
    "so_nam": "khoảng thời gian đã thực hiện, “02 năm”",
    "van_ban": "văn bản gốc, dẫn đủ thể thức",
    "chu_de": "chủ đề (câu tìm)",
    "ky": "kỳ báo cáo, “quý II/2026”",
    "ky_toi": "kỳ tới, “quý III/2026”",
}
"""What may stand in braces in a title or a heading, and what it means."""

SENTENCES = 8
"""Sentences proposed for a section, unless its outline says otherwise."""

_BRACES = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class OutlineSection:
    """One section of an outline.

    Attributes:
        key: unique in the outline.
        heading: as printed, with its number; "" for the paragraphs before the first heading.
        level: 0 for "Phần thứ nhất", 1 for "I-", 2 for "1.", 3 for "a)".
        is_parent: it only holds the sections of a deeper level that follow it.
        guidance: what is asked for here, for the person who writes; never exported.
        fill: sentences of these sections of the sources (keys of `FILLS`) belong here; none: only people fill it,
            unless there are topics.
        topics: phrases; a sentence belongs here if it, or a heading above it, speaks of one of them. Of the sections
            that take the same sentences, the one without topics takes what is left.
        sentences: how many are proposed at most.
        lists_documents: a draft made from a directive also lists here the documents that carry it out.
    """

    key: str
    heading: str
    level: int = 1
    is_parent: bool = False
    guidance: str = ""
    fill: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sentences: int = SENTENCES
    lists_documents: bool = False


@dataclass(frozen=True)
class Outline:
    """An outline.

    Attributes:
        key: what `Workbench.draft(outline=…)` takes.
        name: what people call it.
        sections: its sections in order; each key stands once.
        type_name: tên loại of the report.
        system: whose form it takes.
        title: pattern of the trích yếu, with `PLACEHOLDERS` in braces; "" where a person must give it.
        sources: types of documents it is drawn from where there are some; none for all types.
        path: the office's own file, or "" for a shipped one.
    """

    key: str
    name: str
    sections: tuple[OutlineSection, ...]
    type_name: str = "Báo cáo"
    system: System = "party"
    title: str = ""
    sources: tuple[str, ...] = ()
    path: str = ""

    def to_frame(self) -> pd.DataFrame:
        """One row a section: key, heading, level, fill, topics, guidance."""
        rows = [
            (one.key, one.heading, one.level, ", ".join(one.fill), "; ".join(one.topics), one.guidance)
            for one in self.sections
        ]
        return pd.DataFrame(rows, columns=["key", "heading", "level", "fill", "topics", "guidance"])

    def _repr_html_(self) -> str:
        rows = [(one.key, one.heading, one.guidance) for one in self.sections]
        return card(f"Đề cương: {self.name}", (f"Mã: {self.key}", self.type_name), ("Khóa", "Mục", "Gợi ý"), rows)


@dataclass(frozen=True)
class Outlines(Sequence[Outline]):
    """All outlines of an office: the shipped ones, each replaced by the office's own of the same key.

    Attributes:
        rows: the outlines, by name of file.
        problems: for each file of the office that cannot be used, by the key its name gives, why.
    """

    rows: tuple[Outline, ...]
    problems: Mapping[str, OutlineError]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Outline]:
        return iter(self.rows)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # as in Sequence: a number or a slice
        return self.rows[place]

    def get(self, key: str) -> Outline:
        """The outline with this key.

        Raises:
            OutlineError: there is none; or the office's own file of this name cannot be used: the shipped one in its
                place would not be what the office wants.
        """
        if key in self.problems:
            raise self.problems[key]
        for outline in self.rows:
            if outline.key == key:
                return outline
        known = ", ".join(outline.key for outline in self.rows)
        raise OutlineError(f"Không có đề cương “{key}”.", f"Các đề cương: {known}.")

    def to_frame(self) -> pd.DataFrame:
        """One row an outline: key, name, type, system, sections, source (the office's file, or shipped)."""
        systems = {"party": "Đảng", "state": "Nhà nước"}
        rows = [
            (one.key, one.name, one.type_name, systems[one.system], len(one.sections), one.path or "có sẵn")
            for one in self.rows
        ]
        return pd.DataFrame(rows, columns=["key", "name", "type", "system", "sections", "source"])

    def _repr_html_(self) -> str:
        names = {
            "key": "Mã",
            "name": "Đề cương",
            "type": "Tên loại",
            "system": "Thể thức",
            "sections": "Số mục",
            "source": "Nguồn",
        }
        notes = [f"{key}: {problem.message}" for key, problem in self.problems.items()]
        return frame_card("Các đề cương", (f"{len(self.rows)} đề cương",), self.to_frame(), names, notes=notes)


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """A title or heading with its placeholders filled; those without a value become "…".

    In a heading in capitals the values are in capitals too.
    """
    capitals = _BRACES.sub("", pattern).isupper()

    def value(match: re.Match[str]) -> str:
        text = values.get(match[1]) or BLANK
        return text.upper() if capitals else text

    return " ".join(_BRACES.sub(value, pattern).split())


def unknown_placeholders(pattern: str) -> list[str]:
    """What stands in braces in a pattern and is no placeholder."""
    return [name for name in _BRACES.findall(pattern) if name not in PLACEHOLDERS]


def empty_sections(outline: Outline | None = None, values: Mapping[str, str] | None = None) -> list[DraftSection]:
    """The sections of an outline (by default the shipped one of a sơ kết) as a draft has them, with nothing in them."""
    if outline is None:
        from workbench.drafting.outline_files import shipped_outline  # late: it reads what this module describes

        outline = shipped_outline("so_ket")
    return [
        DraftSection(
            one.key,
            filled(one.heading, values or {}),
            level=one.level,
            is_parent=one.is_parent,
            guidance=one.guidance,
        )
        for one in outline.sections
    ]
