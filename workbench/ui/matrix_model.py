"""The matrix (Tổng hợp), apart from how it looks: which documents, rows and columns; one cell and its passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.documents.model import Citation, Document
from workbench.drafting.matrix import DOCUMENT, UNIT, Matrix, add_to_draft, column_named
from workbench.errors import DraftError, WorkbenchError
from workbench.ui.bench import Bench, value_of
from workbench.ui.exports import export_table
from workbench.ui.last_search import documents_of, question_of
from workbench.ui.markup import shorten
from workbench.ui.matrix_gaps import gap_lines
from workbench.ui.reader_model import ReaderModel
from workbench.vietnamese.order import order_key

if TYPE_CHECKING:
    from workbench.archive.report import OnProgress
    from workbench.ui.basket import Basket
    from workbench.workbench import Workbench

QUESTION, SEARCH, REQUEST = "cau_hoi", "tim_kiem", "yeu_cau"
SOURCES = (QUESTION, SEARCH, REQUEST)
"""Where the documents come from: a question of its own, what the search panel shows, the answers to a request."""

SECTIONS, TOPICS = "muc", "chu_de"
"""What a column stands for: a section of reports, or a topic that people name."""

PAGE_SIZE = 5
UNITS_SHOWN = 25
"""Rows of the heat map; more can no longer be read, so they come page by page."""

MOST_DOCUMENTS = 200


class MatrixModel(traitlets.HasTraits):
    """State and actions of the matrix panel.

    Attributes:
        source: one of `SOURCES`.
        query: the question; request: id of the request whose answers are looked at.
        rows: "đơn vị" or "văn bản"; columns: `SECTIONS` or `TOPICS`; topics: the topics, one a line.
        period: only reports of this period, as typed; units: units that must have a row, one a line.
        requests: (label, id) of the documents that ask for reports, as `list_requests` found them.
        matrix: what was made last, or None.
        unit, content, when: the cell people look at; `when` is a period, "" for all.
        page, units_page: pages of passages and of rows of the heat map, from 0.
        chosen: the passages that are ticked, in the order of ticking, from whatever cells.
        drafts: (label, id) of the drafts of the workspace; draft_id, section_key: where passages go.
        sections: (label, key) of the sections of that draft.
        exported: the file written last, or None.
        revision: grows by one with every change; views watch this trait alone.
    """

    source: Any = traitlets.Enum(SOURCES, QUESTION)
    query = traitlets.Unicode("")
    request = traitlets.Unicode("")
    rows: Any = traitlets.Enum([UNIT, DOCUMENT], UNIT)
    columns: Any = traitlets.Enum([SECTIONS, TOPICS], SECTIONS)
    topics = traitlets.Unicode("")
    period = traitlets.Unicode("")
    units = traitlets.Unicode("")
    requests = traitlets.Tuple()
    matrix = traitlets.Instance(Matrix, allow_none=True)
    unit = traitlets.Unicode("")
    content = traitlets.Unicode("")
    when = traitlets.Unicode("")
    page = traitlets.Int(0)
    units_page = traitlets.Int(0)
    chosen = traitlets.Tuple()
    drafts = traitlets.Tuple()
    draft_id = traitlets.Unicode("")
    section_key = traitlets.Unicode("")
    sections = traitlets.Tuple()
    exported = traitlets.Instance(Path, allow_none=True)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.bench = bench if bench is not None else Bench(workbench)
        self.reader = ReaderModel(workbench)
        self._made = False

    # -- making it --------------------------------------------------------------------------------------------

    def list_requests(self) -> None:
        """Look up the documents that ask units to report. Raises NotBuiltError: the archive has not been built."""
        found = self.workbench.report_requests()
        self.requests = tuple((_request_label(one), one.id) for one in found)
        if self.request not in [key for _, key in self.requests]:
            self.request = self.requests[0][1] if self.requests else ""

    def make(self) -> None:
        """Make the matrix of what was chosen, and show its fullest cell.

        Raises:
            DraftError: nothing was asked, there is no last search, no request, or no topic.
            NotBuiltError, QueryError, UnknownDocument: as `Workbench.matrix`.
        """
        self.begin()
        self.take(self.working()(self.workbench, None))

    def begin(self) -> None:
        """Put away the matrix on screen: it must not stay under a question that fails."""
        self.matrix, self._made, self.exported, self.chosen = None, False, None, ()
        self.page = self.units_page = 0
        self._choose_first()
        self.revision += 1

    def working(self) -> Callable[[Workbench, OnProgress | None], Matrix]:
        """What makes the matrix of what was chosen, with whatever workbench; for `take`. Raises as `make`."""
        rows, columns, when = self.rows, self._columns(), self.period.strip() or None
        units = lines_of(self.units) if rows == UNIT else []
        request, query, asked = self.request, self.query.strip(), self.bench.recall(SEARCH)
        if self.source == REQUEST:
            if not request:
                raise DraftError(
                    "Chưa chọn văn bản yêu cầu báo cáo.",
                    "Hãy chọn một văn bản trong danh sách; danh sách trống nghĩa là kho chưa có công văn, kế hoạch nào "
                    "yêu cầu báo cáo.",
                )
            return lambda workbench, _: workbench.matrix_of_request(request, rows=rows, columns=columns)
        if self.source == SEARCH:
            return lambda workbench, _: workbench.matrix(
                documents_of(workbench, asked, MOST_DOCUMENTS), rows=rows, columns=columns, period=when, units=units
            )
        return lambda workbench, _: workbench.matrix(
            query, rows=rows, columns=columns, period=when, units=units, documents=MOST_DOCUMENTS
        )

    def take(self, matrix: Matrix) -> None:
        """Show what was made: its fullest cell."""
        self.matrix, self._made = matrix, True
        self.list_drafts()
        self._choose_first()
        self.revision += 1

    def _columns(self) -> list[str] | None:
        if self.columns == SECTIONS:
            return None
        named = [column_named(one) for one in lines_of(self.topics)]
        if not named:
            raise DraftError("Chưa nêu chủ đề nào.", "Hãy gõ mỗi dòng một chủ đề, ví dụ: giải ngân vốn đầu tư công.")
        return named

    @property
    def last_question(self) -> str:
        """What the search panel shows the answers to, for people; "" where nothing was asked."""
        return question_of(self.bench.recall(SEARCH))

    # -- what it shows ----------------------------------------------------------------------------------------

    @property
    def units_in_order(self) -> list[str]:
        """The rows: in Vietnamese order where they are units, as found where they are documents."""
        if self.matrix is None:
            return []
        return sorted(self.matrix.units, key=order_key) if self.matrix.rows == UNIT else list(self.matrix.units)

    @property
    def units_shown(self) -> list[str]:
        """The rows of the heat map on screen."""
        first = self.units_page * UNITS_SHOWN
        return self.units_in_order[first : first + UNITS_SHOWN]

    @property
    def units_pages(self) -> int:
        """How many pages the rows fill."""
        return -(-len(self.units_in_order) // UNITS_SHOWN)

    def count(self, unit: str, content: str) -> int:
        """How many passages a cell holds, in the period people look at."""
        return len(self.matrix.cell(unit, content, self.when or None)) if self.matrix is not None else 0

    def has_reported(self, unit: str) -> bool:
        """Whether a unit has a document of the period people look at."""
        matrix = self.matrix
        if matrix is None:
            return False
        return any((unit, period) in matrix.reported for period in ((self.when,) if self.when else matrix.periods))

    @property
    def passages(self) -> tuple[Citation, ...]:
        """The passages of the cell people look at."""
        if self.matrix is None:
            return ()
        return self.matrix.cell(self.unit, self.content, self.when or None)

    @property
    def shown(self) -> tuple[Citation, ...]:
        """The passages on screen."""
        return self.passages[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the passages of the cell fill."""
        return -(-len(self.passages) // PAGE_SIZE)

    @property
    def gaps(self) -> list[str]:
        """What nobody said, and who said nothing, in words."""
        return gap_lines(self.matrix, self.units_in_order, self.when) if self.matrix is not None else []

    def look_at(self, *, unit: str | None = None, content: str | None = None, when: str | None = None) -> None:
        """Show another cell."""
        self.unit = unit if unit is not None else self.unit
        self.content = content if content is not None else self.content
        self.when = when if when is not None else self.when
        self.page = 0
        if self.unit in self.units_in_order:
            self.units_page = self.units_in_order.index(self.unit) // UNITS_SHOWN
        self.revision += 1

    def turn(self, step: int) -> None:
        """Go `step` pages of passages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def turn_units(self, step: int) -> None:
        """Go `step` pages of rows on; nothing happens beyond the first or last."""
        if 0 <= self.units_page + step < self.units_pages:
            self.units_page += step
            self.revision += 1

    def _choose_first(self) -> None:
        matrix = self.matrix
        self.when = ""
        if matrix is None or not matrix.units or not matrix.contents:
            self.unit = self.content = ""
            return
        units = self.units_in_order
        cells = [(unit, content) for unit in units for content in matrix.contents]
        if (self.unit, self.content) not in cells or not self.passages:
            self.unit, self.content = max(cells, key=lambda cell: self.count(*cell))

    # -- passages into the basket or a draft ------------------------------------------------------------------

    def tick(self, citation: Citation, wanted: bool) -> None:
        """Choose a passage, or no longer; with the first one the drafts are looked up anew."""
        if not self.chosen:
            self.list_drafts()
        rest = tuple(one for one in self.chosen if one != citation)
        self.chosen = (*rest, citation) if wanted else rest
        self.revision += 1

    def tick_cell(self) -> None:
        """Choose every passage of the cell."""
        self.list_drafts()
        self.chosen = tuple(dict.fromkeys((*self.chosen, *self.passages)))
        self.revision += 1

    def untick(self) -> None:
        """Choose no passage."""
        self.chosen = ()
        self.revision += 1

    def to_basket(self, basket: Basket) -> int:
        """Put the chosen passages into the basket; returns how many are new there."""
        added = sum(basket.add(one) for one in self._chosen())
        self.untick()
        return added

    def list_drafts(self) -> None:
        """Look up the drafts of the workspace, and the sections of the one chosen."""
        rows = self.workbench.drafts().to_dict("records")
        self.drafts = tuple(
            (f"{shorten(row['title'], 70)} ({row['modified']:%d/%m/%Y %H:%M})", str(row["id"]))
            for row in rows
            if not row["problem"]
        )
        known = [key for _, key in self.drafts]
        self.choose_draft(self.draft_id if self.draft_id in known else known[0] if known else "")

    def choose_draft(self, draft_id: str) -> None:
        """Choose the draft that passages go into."""
        self.draft_id = draft_id
        draft = self.workbench.load_draft(draft_id) if draft_id else None
        self.sections = tuple((one.name, one.key) for one in draft.sections) if draft is not None else ()
        if self.section_key not in [key for _, key in self.sections]:
            self.section_key = self.sections[0][1] if self.sections else ""
        self.revision += 1

    def to_draft(self) -> tuple[str, str, list[Citation]]:
        """The draft, the section and the passages that shall go there; nothing is written yet.

        Raises:
            DraftError: no passage or no draft is chosen.
        """
        chosen = self._chosen()
        if not self.draft_id or not self.section_key:
            raise DraftError("Chưa chọn dự thảo và mục để đưa vào.", "Hãy tạo dự thảo ở bảng Dự thảo trước.")
        return self.draft_id, self.section_key, list(chosen)

    def write_into_draft(self) -> int:
        """Put the chosen passages into the chosen section of a draft that is not open elsewhere; returns how many are
        new there.

        Raises:
            DraftError: as `to_draft`; DraftHeld: somebody has the draft open.
        """
        draft_id, section_key, chosen = self.to_draft()
        with self.workbench.open_draft(draft_id) as opened:
            added = opened.change(lambda draft: add_to_draft(draft, section_key, chosen), "đưa đoạn từ ma trận")
        self.untick()
        return len(added)

    def export(self) -> Path:
        """Write the matrix, its passages and its gaps to an Excel file of three sheets."""
        if self.matrix is None:
            raise DraftError("Chưa có bảng tổng hợp để xuất.", "Hãy bấm “Lập bảng tổng hợp” trước.")
        self.exported = export_table(self.workbench, self.matrix, f"tổng hợp {self.matrix.query}")
        self.revision += 1
        return self.exported

    def _chosen(self) -> tuple[Citation, ...]:
        if not self.chosen:
            raise DraftError("Chưa chọn đoạn nào.", "Hãy đánh dấu “Chọn đoạn này” ở các đoạn cần dùng.")
        return self.chosen

    # -- where people left off --------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same cell of the same matrix again."""
        typed = {name: getattr(self, name) for name in _TYPED}
        return typed | {
            "made": self._made,
            "unit": self.unit,
            "content": self.content,
            "when": self.when,
            "page": self.page,
            "draft": self.draft_id,
            "section": self.section_key,
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Make the same matrix again; where the archive has changed so that it cannot be, what was typed stays."""
        for name in _TYPED:
            with suppress(traitlets.TraitError):
                setattr(self, name, value_of(state, name, getattr(self, name)))
        self.draft_id, self.section_key = value_of(state, "draft", ""), value_of(state, "section", "")
        if value_of(state, "made", False):
            with suppress(WorkbenchError):
                if self.source == REQUEST:
                    self.list_requests()
                self.make()
                self._look_again(state)
        self.reader.restore(value_of(state, "reader", {}))
        self.revision += 1

    def _look_again(self, state: Mapping[str, Any]) -> None:
        matrix = self.matrix
        unit, content, when = (value_of(state, name, "") for name in ("unit", "content", "when"))
        if matrix is not None and unit in matrix.units and content in matrix.contents:
            self.look_at(unit=unit, content=content, when=when if when in matrix.periods else "")
            self.page = min(max(value_of(state, "page", 0), 0), max(self.pages - 1, 0))


_TYPED = ("source", "query", "request", "rows", "columns", "topics", "period", "units")


def lines_of(text: str) -> list[str]:
    """What people listed one a line, or with ";" between; without repeats."""
    parts = (" ".join(part.split()) for line in text.splitlines() for part in line.split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _request_label(document: Document) -> str:
    header = document.header
    day = f", {header.date:%d/%m/%Y}" if header.date else ""
    return f"{header.symbol or header.type or ''}{day}: {shorten(header.subject or document.title, 90)}"
