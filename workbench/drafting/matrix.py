"""Đơn vị × nội dung × kỳ: which unit says what, in which period, and the passages that say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import pandas as pd

from workbench.analysis.candidates import Sentence
from workbench.analysis.reporting_periods import period_of
from workbench.analysis.summary import in_order
from workbench.analysis.tasks.matching import is_unit, speaks_for
from workbench.documents.model import Citation, Document
from workbench.documents.rich import frame_card
from workbench.documents.sections import SECTIONS, heading_section
from workbench.drafting.material import Material, material_of, topic_pairs
from workbench.drafting.model import Draft, DraftItem
from workbench.drafting.relevance import Relevance

UNIT, DOCUMENT = "đơn vị", "văn bản"
ROWS = (UNIT, DOCUMENT)
"""What a row of a matrix may stand for."""

SECTION_NAMES: Mapping[str, str] = {
    "dac_diem": "Đặc điểm, tình hình",
    "chi_dao": "Lãnh đạo, chỉ đạo",
    "ket_qua": "Kết quả",
    "han_che": "Hạn chế",
    "nguyen_nhan": "Nguyên nhân",
    "bai_hoc": "Bài học",
    "phuong_huong": "Phương hướng",
    "kien_nghi": "Kiến nghị",
}
"""The sections of reports (`documents.sections.SECTIONS`) as columns name them."""

NO_PERIOD = "không rõ kỳ"


class Gap(NamedTuple):
    """An empty cell: who, what, when, and why it is empty."""

    unit: str
    content: str
    period: str
    why: str


class _Line(NamedTuple):
    unit: str
    period: str


@dataclass(frozen=True)
class Matrix:
    """What units say about which contents in which periods.

    Attributes:
        query: what was asked, or "".
        rows: "đơn vị" or "văn bản": what a row stands for.
        units: the rows, those asked for first.
        contents: the columns.
        periods: the periods, in order of time; "không rõ kỳ" last.
        cells: the passages of each cell that has some, in order of document and text.
        reported: which units have a document of which period.
    """

    query: str
    rows: str
    units: tuple[str, ...]
    contents: tuple[str, ...]
    periods: tuple[str, ...]
    cells: Mapping[tuple[str, str, str], tuple[Citation, ...]]
    reported: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def cell(self, unit: str, content: str, period: str | None = None) -> tuple[Citation, ...]:
        """The passages in which a unit says something of a content; of all periods where none is named.

        Names are as in `units`, `contents` and `periods`; a content may also be a key of a section ("ket_qua"). Empty
        where there are none.
        """
        name = SECTION_NAMES.get(content, content)
        periods = self.periods if period is None else (period,)
        return tuple(one for when in periods for one in self.cells.get((unit, name, when), ()))

    def gaps(self) -> pd.DataFrame:
        """The empty cells: unit, content, period, why ("có báo cáo nhưng không nêu" or "chưa có báo cáo")."""
        rows = [
            Gap(
                unit,
                content,
                period,
                "có báo cáo nhưng không nêu" if (unit, period) in self.reported else "chưa có báo cáo",
            )
            for period in self.periods
            for unit in self.units
            for content in self.contents
            if not self.cells.get((unit, content, period))
        ]
        return pd.DataFrame(rows, columns=list(Gap._fields), dtype=object)

    def to_frame(self) -> pd.DataFrame:
        """One row a unit and period: unit, period, and for each content how many passages speak of it."""
        rows = [
            (unit, period, *(len(self.cells.get((unit, content, period), ())) for content in self.contents))
            for unit in self.units
            for period in self.periods
        ]
        return pd.DataFrame(rows, columns=["unit", "period", *self.contents])

    def passages(self) -> pd.DataFrame:
        """One row a passage: unit, period, content, text, source, path, page, passage."""
        rows = [
            (unit, period, content, one.quote, one.label, one.path, one.page, one.passage)
            for period in self.periods
            for unit in self.units
            for content in self.contents
            for one in self.cells.get((unit, content, period), ())
        ]
        columns = ["unit", "period", "content", "text", "source", "path", "page", "passage"]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The counts, the passages and the gaps, each with its name: the sheets of a workbook."""
        return {"Ma trận": self.to_frame(), "Nguyên văn": self.passages(), "Ô trống": self.gaps()}

    def _repr_html_(self) -> str:
        names = {"unit": "Đơn vị" if self.rows == UNIT else "Văn bản", "period": "Kỳ"}
        counts = self.to_frame()
        said = counts[counts[list(self.contents)].any(axis="columns")].rename(columns=names)
        facts = ("mỗi ô là số đoạn nói tới", f"{len(self.gaps())} ô trống: xem bằng .gaps()")
        return frame_card(f"Ma trận: {self.query}" if self.query else "Ma trận", facts, said)


def make_matrix(
    documents: Sequence[Document],
    query: str = "",
    *,
    rows: str = UNIT,
    columns: Sequence[str] | None = None,
    units: Sequence[str] = (),
) -> Matrix:
    """Sort the sentences of reports by unit, content and period.

    Args:
        documents: the reports, best first.
        query: only sentences about this; "" for all.
        rows: "đơn vị" or "văn bản".
        columns: keys of sections, or phrases; by default the eight sections of a report. A phrase takes the sentences
            that speak of it, and those below a heading that does.
        units: units that must have a row, also those that said nothing.
    """
    contents = {SECTION_NAMES.get(one, one): one for one in columns or SECTIONS}
    lines = {one.id: _Line(_unit_of(one, rows), _period_of(one)) for one in documents}
    names = _names(documents, lines, rows, units)
    material = material_of(documents, query)
    known = ("matrix", rows, tuple(contents), tuple(units))
    held: Matrix | None = material.worked_out.get(known)
    if held is not None:
        return held
    relevance = Relevance(query, documents, material)
    topics = {label: topic_pairs(one) for label, one in contents.items() if one not in SECTION_NAMES}
    found: dict[tuple[str, str, str], list[Sentence]] = {}
    for sentence in material.sentences:
        if not relevance.holds(sentence):
            continue
        line = lines[sentence.document.id]
        for label, one in contents.items():
            if _speaks(sentence, one, topics.get(label), material):
                found.setdefault((names[line.unit], label, line.period), []).append(sentence)
    cells = {
        place: tuple(one.document.cite(one.start, one.end) for one in in_order(said)) for place, said in found.items()
    }
    days = _days(documents, lines)
    matrix = Matrix(
        query,
        rows,
        tuple(dict.fromkeys([*units, *names.values()])),
        tuple(contents),
        tuple(sorted(days, key=lambda name: (name == NO_PERIOD, days[name], name))),
        cells,
        frozenset((names[line.unit], line.period) for line in lines.values()),
    )
    material.worked_out[known] = matrix
    return matrix


def add_to_draft(draft: Draft, section_key: str, citations: Iterable[Citation]) -> list[DraftItem]:
    """Put passages of cells into a section of a draft, verbatim; those that stand there already are left out.

    Raises:
        DraftError: the draft has no such section.
    """
    section = draft.section(section_key)
    held = {(one.document_id, one.start, one.end) for item in section.items for one in item.citations}
    added = []
    for citation in citations:
        place = (citation.document_id, citation.start, citation.end)
        if place not in held:
            held.add(place)
            added.append(draft.add(section_key, citation.quote, (citation,)))
    return added


def _speaks(sentence: Sentence, asked: str, topic: frozenset[tuple[str, str]] | None, material: Material) -> bool:
    if topic is None:
        return sentence.section == asked
    if not topic:  # a phrase of one syllable
        words = f" {' '.join(sentence.document.text[sentence.start : sentence.end].lower().split())} "
        return f" {asked.lower()} " in words
    return topic <= sentence.pairs or any(topic <= heading for heading in material.headings_above(sentence))


def _unit_of(document: Document, rows: str) -> str:
    if rows == DOCUMENT:
        return document.header.symbol or document.title
    # A title in the column of units must not pass for one.
    return document.header.issuer or document.header.unit or f"{document.title} (chưa rõ đơn vị)"


def _names(
    documents: Iterable[Document], lines: Mapping[str, _Line], rows: str, asked: Sequence[str]
) -> dict[str, str]:
    """The one name under which each unit stands: the asked one, else the first that was met for the same unit."""
    names: dict[str, str] = {}
    for document in documents:
        unit = lines[document.id].unit
        if unit in names:
            continue
        known = [*asked, *dict.fromkeys(names.values())]
        same = [one for one in known if is_unit(one, unit) or is_unit(one, speaks_for(unit))] if rows == UNIT else []
        names[unit] = same[0] if same else unit
    return names


def _period_of(document: Document) -> str:
    """The period that a report names in its title, else the year in which it was issued."""
    found = period_of(document)
    if found is not None:
        return found.name
    return f"năm {document.header.date.year}" if document.header.date else NO_PERIOD


def _days(documents: Iterable[Document], lines: Mapping[str, _Line]) -> dict[str, date]:
    """The periods of the documents, each with the day by which it is put in order."""
    days: dict[str, date] = {}
    for document in documents:
        found = period_of(document)
        day = found.end if found is not None else document.header.date or date.max
        name = lines[document.id].period
        days[name] = max(days.get(name, date.min), day)
    return days


def column_named(text: str) -> str:
    """A column as a person typed it: the key of a section where it is one or names one, else the phrase."""
    typed = " ".join(text.split())
    if typed in SECTION_NAMES:
        return typed
    for key, name in SECTION_NAMES.items():
        if typed.lower() == name.lower():
            return key
    section = heading_section(typed, at_start=True)
    return section if section and len(typed.split()) <= 2 else typed
