"""Keywords and a summary of what a question finds, apart from how they look."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.errors import QueryError, WorkbenchError
from workbench.ui.bench import value_of
from workbench.ui.markup import shorten
from workbench.ui.reader_model import ReaderModel
from workbench.ui.trends_model import MATTERS, TREND, TrendsModel
from workbench.vietnamese.order import order_key

if TYPE_CHECKING:
    from workbench.analysis.keywords import Keyword
    from workbench.archive.report import OnProgress
    from workbench.workbench import Workbench

PAGE_SIZE = 10
DOCUMENTS_OFFERED = 20
"""How many of the documents that a question finds can be chosen by name; a finer question finds the others."""

LENGTHS = (("vua", "Vừa"), ("ngan", "Ngắn"), ("dai", "Dài"))

VIEWS = (("tu_khoa", "Từ khóa và tóm tắt"), (TREND, "Xu hướng"), (MATTERS, "Vấn đề mới nảy sinh"))
"""What the panel can show, and what people read."""

SORTS = (("score", "Điểm"), ("count", "Số lần"), ("documents", "Số văn bản"), ("term", "Từ khóa"))


class KeywordsModel(traitlets.HasTraits):
    """State and actions of the keywords panel.

    Attributes:
        query: what people typed.
        documents: (title, id) of the first documents that the question finds.
        document_id: the one document looked at, "" for all of them together.
        sort: what the table is sorted by: "score", "count", "documents" (largest first) or "term".
        page: page of the table, from 0.
        length: how long a summary is to be.
        keywords: the keywords, or None before the first question.
        chosen: the keyword whose passages are shown, or None.
        summary: the summary, or None.
        view: what is on screen, of `VIEWS`.
        trends: trends and new matters.
    """

    query = traitlets.Unicode("")
    documents = traitlets.Tuple()
    document_id = traitlets.Unicode("")
    sort = traitlets.Enum([key for key, _ in SORTS], "score")
    page = traitlets.Int(0)
    length = traitlets.Enum([key for key, _ in LENGTHS], "vua")
    keywords: Any = traitlets.Any(None)
    chosen: Any = traitlets.Any(None)
    summary: Any = traitlets.Any(None)
    view = traitlets.Enum([key for key, _ in VIEWS], VIEWS[0][0])

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.reader = ReaderModel(workbench)
        self.trends = TrendsModel(workbench)

    def find(self, progress: OnProgress | None = None) -> None:
        """Keywords of what the question finds. Raises QueryError when nothing was asked or found."""
        if not self.query.strip():
            raise QueryError("Ô “Câu tìm” còn trống.", "Hãy gõ điều cần tìm hiểu, ví dụ: cải cách hành chính.")
        self.keywords = self.chosen = self.summary = None
        results = self.workbench.search(self.query, limit=DOCUMENTS_OFFERED)
        self.document_id = ""
        self.documents = tuple((_name(hit), hit.id) for hit in results.hits)
        if not results.hits:
            raise QueryError(f"Không có văn bản nào khớp “{self.query.strip()}”.", "Hãy bớt chữ trong câu tìm.")
        self._count(progress)

    def choose_document(self, document_id: str, progress: OnProgress | None = None) -> None:
        """Keywords of one document, or of all again ("")."""
        self.document_id = document_id
        self._count(progress)

    def sort_by(self, sort: str) -> None:
        """Sort the table and go to its first page."""
        self.sort = sort
        self.page = 0

    def turn(self, step: int) -> None:
        """Go `step` pages on in the table; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step

    def choose(self, keyword: Keyword) -> None:
        """Show the passages behind a keyword."""
        self.chosen = keyword

    def summarize(self, progress: OnProgress | None = None) -> None:
        """The sentences that best sum up what the question finds."""
        if not self.query.strip():
            raise QueryError("Ô “Câu tìm” còn trống.", "Hãy gõ điều cần tóm tắt, ví dụ: cải cách hành chính.")
        self.summary = self.workbench.summarize(self.query, length=self.length, progress=progress)
        self.chosen = None

    # -- what people say of keywords --------------------------------------------------------------------------

    @property
    def term(self) -> str:
        """The term whose passages are on screen, "" for none."""
        if self.view == MATTERS:
            return self.trends.chosen
        return self.chosen.term if self.chosen is not None and self.view == VIEWS[0][0] else ""

    @property
    def decisions(self) -> list[tuple[str, str]]:
        """What was said of keywords of all documents, newest first: what people read, and the stroke to take back."""
        if not self.workbench.is_built:
            return []
        lines = self.workbench.keyword_decisions().itertuples(index=False)
        return [
            (f"“{line.term}”: {line.decision} ({line.who}, {line.at:%d/%m/%Y})", str(line.stroke)) for line in lines
        ]

    def say(self, *, right: bool, progress: OnProgress | None = None) -> None:
        """Say that the term on screen is a keyword, or none, and work out anew what is shown. Raises QueryError."""
        if not self.term:
            return
        say = self.workbench.confirm_keyword if right else self.workbench.dismiss_keyword
        say(self.term)
        self._renew(progress)

    def unsay(self, stroke: str, progress: OnProgress | None = None) -> None:
        """Take back what was said of a keyword. Raises QueryError: there is nothing to take back."""
        self.workbench.undo_keyword(stroke)
        self._renew(progress)

    def _renew(self, progress: OnProgress | None) -> None:
        if self.view == MATTERS and self.trends.matters is not None:
            self.trends.find(progress)
        elif self.keywords is not None:
            page = self.page
            self._count(progress)
            self.turn(page)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same keywords, or the same summary, again."""
        return {
            "query": self.query,
            "document": self.document_id,
            "sort": self.sort,
            "page": self.page,
            "length": self.length,
            "shown": "summary" if self.summary is not None else "keywords" if self.keywords is not None else "",
            "chosen": self.chosen.term if self.chosen is not None else "",
            "view": self.view,
            "trends": self.trends.state(),
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Work the same keywords or summary out again; what the archive has no more is left out."""
        self.query = value_of(state, "query", "")
        sort, length = state.get("sort"), state.get("length")
        self.sort = sort if sort in [key for key, _ in SORTS] else SORTS[0][0]
        self.length = length if length in [key for key, _ in LENGTHS] else LENGTHS[0][0]
        with suppress(WorkbenchError):  # the archive may have changed: then the question stands in its box, unasked
            if state.get("shown") == "keywords":
                self.find()
                document = value_of(state, "document", "")
                if document in [known for _, known in self.documents]:
                    self.choose_document(document)
                self.turn(value_of(state, "page", 0))
                term = state.get("chosen")
                self.chosen = next((row for row in self.keywords.rows if row.term == term), None)
            elif state.get("shown") == "summary":
                self.summarize()
        self.trends.restore(value_of(state, "trends", {}))
        view = state.get("view")
        self.view = view if view in [key for key, _ in VIEWS] else VIEWS[0][0]
        self.reader.restore(value_of(state, "reader", {}))

    @property
    def pages(self) -> int:
        """How many pages the table fills."""
        return -(-len(self.keywords.rows) // PAGE_SIZE) if self.keywords is not None else 0

    @property
    def rows(self) -> tuple[Keyword, ...]:
        """The keywords on screen, sorted."""
        if self.keywords is None:
            return ()
        rows = list(self.keywords.rows)
        if self.sort == "term":
            rows.sort(key=lambda row: order_key(row.term))
        elif self.sort != "score":  # they come best first, those that people confirmed before all
            rows.sort(key=lambda row: getattr(row, self.sort), reverse=True)
        return tuple(rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE])

    def _count(self, progress: OnProgress | None) -> None:
        self.chosen = self.summary = None
        self.page = 0
        if self.document_id:
            self.keywords = self.workbench.keywords(document_id=self.document_id, progress=progress)
        else:
            self.keywords = self.workbench.keywords(self.query, progress=progress)


def _name(hit: Any) -> str:
    return shorten(f"{hit.symbol} – {hit.title}" if hit.symbol else hit.title, 80)
