"""What every format writes of a draft or a summary: its text with numbered notes, its sources, what has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, Protocol, runtime_checkable

from workbench.documents.form_layout import FormLayout, layout_on
from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftItem, DraftSection, ItemState
from workbench.export.options import ExportOptions
from workbench.export.text import one_line

SOURCES_HEADING = "DANH MỤC NGUỒN"
SOURCES_ADVICE = "Danh mục này để đối chiếu; bỏ đi trước khi trình ký."
UNSOURCED_HEADING = "CÂU CHƯA CÓ NGUỒN"
UNSOURCED_ADVICE = "Những câu dưới đây không dẫn về văn bản nào trong kho; phải kiểm tra trước khi trình ký."

_MARKS = {
    ItemState.VERBATIM: "",
    ItemState.EDITED: "[đã sửa so với nguồn]",
    ItemState.OWN_WORDS: "[tự viết, nguồn để đối chiếu]",
}
_MARKS_WITHOUT_SOURCE = {
    ItemState.VERBATIM: "[ghi là nguyên văn nhưng chưa có nguồn]",
    ItemState.EDITED: "[đã sửa, chưa có nguồn]",
    ItemState.OWN_WORDS: "[tự viết, chưa có nguồn]",
}


@runtime_checkable
class SummaryLike(Protocol):
    """A summary: sentences quoted verbatim, in reading order, for a query."""

    @property
    def query(self) -> str: ...

    @property
    def sentences(self) -> tuple[Citation, ...]: ...


@dataclass(frozen=True)
class Line:
    """One item of the report.

    Attributes:
        text: the item's text, as it stands in the draft.
        state: how the text relates to its citations.
        citations: where it comes from.
        note: number of its note, from 1; None for an item without citations.
        item_id: the item of the draft; "" for a sentence of a summary.
        also: passages of other documents that say the same.
    """

    text: str
    state: ItemState
    citations: tuple[Citation, ...]
    note: int | None
    item_id: str = ""
    also: tuple[Citation, ...] = ()

    @property
    def mark(self) -> str:
        """What people must know about the text, in brackets; "" for verbatim text."""
        return (_MARKS if self.citations else _MARKS_WITHOUT_SOURCE)[self.state]

    @property
    def note_lines(self) -> list[str]:
        """The note: one line a citation with its label and its file, the first with the mark before it."""
        sources = [one_line(f"{citation.label}. Tệp: {citation.path}") for citation in self.citations]
        return [f"{self.mark} {source}".strip() if place == 0 else source for place, source in enumerate(sources)]


@dataclass(frozen=True)
class Part:
    """A section of the report: its heading and its lines; key, level and `is_parent` as in the draft."""

    heading: str
    lines: tuple[Line, ...]
    key: str = ""
    level: int = 1
    is_parent: bool = False


@dataclass(frozen=True)
class Source:
    """One cited document, with all that the report takes from it.

    Attributes:
        citation: the first citation of the document.
        places: pages and passages used, in words, each once, in the order of the document.
        notes: numbers of the notes that cite it.
    """

    citation: Citation
    places: tuple[str, ...]
    notes: tuple[int, ...]

    @property
    def name(self) -> str:
        """Symbol, title and day of issue."""
        return one_line(self.citation.label.removesuffix(f", {self.citation.place}"))

    @property
    def line(self) -> str:
        """The source in one line: name, file, places used, notes."""
        return f"{self.line_without_notes} (chú thích {', '.join(map(str, self.notes))})."

    @property
    def line_without_notes(self) -> str:
        """The source in one line: name, file, places used."""
        return f"{self.name}. Tệp: {one_line(self.citation.path)}. Đã dùng: {'; '.join(self.places)}"


@dataclass(frozen=True)
class Report:
    """A draft or a summary, ready to be written.

    Attributes:
        kind: "report" for a draft, which takes official form; "summary" for a summary, which does not.
        title: trích yếu of the draft, or what the summary is about.
        query: the question whose documents it was drawn from.
        parts: its sections.
        sources: each cited document once, in the order of the report.
        unsourced: lines without citations, each with the heading of its section.
        draft: the draft it was made of; None for a summary.
        options: how it is written.
    """

    kind: Literal["report", "summary"]
    title: str
    query: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    unsourced: tuple[tuple[str, Line], ...]
    draft: Draft | None = None
    options: ExportOptions = field(default_factory=ExportOptions)

    @property
    def type_name(self) -> str:
        """Tên loại, e.g. "Báo cáo"; of a summary "Tóm tắt"."""
        return "Tóm tắt" if self.draft is None else one_line(self.draft.type_name) or "Báo cáo"

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn, which prints no tên loại and its trích yếu below the number."""
        return self.type_name.casefold() == "công văn"

    @cached_property
    def layout(self) -> FormLayout:
        """The layout that holds on the day of issue, or today. Raises SettingsError: the office's table is faulty."""
        system, issued = (self.draft.system, self.draft.issued) if self.draft else ("party", None)
        return layout_on(system, issued or date.today(), self.options.tables)

    @property
    def last_line(self) -> Line | None:
        """The last line with text."""
        return next((line for part in reversed(self.parts) for line in reversed(part.lines) if line.text.strip()), None)


def report_of_draft(draft: Draft, options: ExportOptions | None = None) -> Report:
    """The draft's sections in order; an item with neither text nor citations is left out."""
    return _report("report", draft.title, draft.query, draft.sections, draft, options or ExportOptions())


def report_of_summary(summary: SummaryLike) -> Report:
    """The summary's sentences as one section without heading, all verbatim."""
    items = [DraftItem(sentence.quote, (sentence,), ItemState.VERBATIM) for sentence in summary.sentences]
    title = f"về “{summary.query}”" if summary.query.strip() else "các văn bản trong kho"
    return _report("summary", title, summary.query, [DraftSection("", "", items)], None, ExportOptions())


def _report(
    kind: Literal["report", "summary"],
    title: str,
    query: str,
    sections: list[DraftSection],
    draft: Draft | None,
    options: ExportOptions,
) -> Report:
    parts: list[Part] = []
    notes = 0
    for section in sections:
        written: list[Line] = []
        for item in section.items:
            if not item.text.strip() and not item.citations:
                continue
            notes += bool(item.citations)
            note = notes if item.citations else None
            written.append(Line(item.text, item.state, item.citations, note, item.id if draft else "", item.also))
        heading = one_line(section.heading)
        parts.append(Part(heading, tuple(written), section.key, section.level, section.is_parent))
    unsourced = tuple((part.heading, line) for part in parts for line in part.lines if line.note is None)
    sources = _sources(parts)
    return Report(kind, one_line(title), one_line(query), tuple(parts), sources, unsourced, draft, options)


def _sources(parts: list[Part]) -> tuple[Source, ...]:
    cited: dict[str, list[tuple[Citation, int]]] = {}
    for part in parts:
        for line in part.lines:
            for citation in line.citations:
                cited.setdefault(citation.document_id, []).append((citation, line.note or 0))
    sources = []
    for uses in cited.values():
        in_order = sorted((citation for citation, _ in uses), key=lambda citation: (citation.passage, citation.start))
        places = tuple(dict.fromkeys(citation.place for citation in in_order))
        notes = tuple(dict.fromkeys(note for _, note in uses))
        sources.append(Source(uses[0][0], places, notes))
    return tuple(sources)
