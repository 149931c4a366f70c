"""What every format writes of a draft or a summary: its text with numbered notes, its sources, what has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftItem, ItemState
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
    """

    text: str
    state: ItemState
    citations: tuple[Citation, ...]
    note: int | None

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
    """A section of the report: its heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


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
        notes = ", ".join(map(str, self.notes))
        return (
            f"{self.name}. Tệp: {one_line(self.citation.path)}. Đã dùng: {'; '.join(self.places)} (chú thích {notes})."
        )


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
    """

    kind: Literal["report", "summary"]
    title: str
    query: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    unsourced: tuple[tuple[str, Line], ...]


def report_of_draft(draft: Draft) -> Report:
    """The draft's sections in order; an item with neither text nor citations is left out."""
    sections = [(section.heading, section.items) for section in draft.sections]
    return _report("report", draft.title, draft.query, sections)


def report_of_summary(summary: SummaryLike) -> Report:
    """The summary's sentences as one section without heading, all verbatim."""
    items = [DraftItem(sentence.quote, (sentence,), ItemState.VERBATIM) for sentence in summary.sentences]
    title = f"về “{summary.query}”" if summary.query.strip() else "các văn bản trong kho"
    return _report("summary", title, summary.query, [("", items)])


def _report(
    kind: Literal["report", "summary"], title: str, query: str, sections: list[tuple[str, list[DraftItem]]]
) -> Report:
    parts: list[Part] = []
    notes = 0
    for heading, items in sections:
        written: list[Line] = []
        for item in items:
            if not item.text.strip() and not item.citations:
                continue
            notes += bool(item.citations)
            written.append(Line(item.text, item.state, item.citations, notes if item.citations else None))
        parts.append(Part(one_line(heading), tuple(written)))
    unsourced = tuple((part.heading, line) for part in parts for line in part.lines if line.note is None)
    return Report(kind, one_line(title), one_line(query), tuple(parts), _sources(parts), unsourced)


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
