"""Searching, apart from how it looks: the question and its filters, one page of answers, the archive's build."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.documents.dates import parse_user_date
from workbench.errors import NotBuiltError, QueryError
from workbench.ui.reader_model import ReaderModel

if TYPE_CHECKING:
    from workbench.archive.report import BuildReport, OnProgress
    from workbench.search.results import Hit
    from workbench.workbench import Workbench

PAGE_SIZE = 10


class SearchModel(traitlets.HasTraits):
    """State and actions of the search panel.

    Attributes:
        query: what people typed.
        types, issuers, years: chosen values of the facets; empty means all.
        date_from, date_to: limits of the day of issue as typed (a day, a month or a year); empty means none.
        sort: "relevance" or "date".
        page: page of answers on screen, from 0.
        results: the answers of this page, or None before the first search.
        built: whether the archive can be searched.
        reader: the document open beside the answers.
    """

    query = traitlets.Unicode("")
    types = traitlets.Tuple()
    issuers = traitlets.Tuple()
    years = traitlets.Tuple()
    date_from = traitlets.Unicode("")
    date_to = traitlets.Unicode("")
    sort: Any = traitlets.Enum(["relevance", "date"], "relevance")
    page = traitlets.Int(0)
    results: Any = traitlets.Any(None)
    built = traitlets.Bool(False)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.reader = ReaderModel(workbench)
        # What the answers on screen were asked with: turning the page must not take in half-made changes.
        self._asked = ""
        self._request: dict[str, Any] = {}
        self.built = workbench.is_built

    @property
    def pages(self) -> int:
        """How many pages the answers fill."""
        return -(-self.results.total // PAGE_SIZE) if self.results is not None else 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The answers on screen."""
        return tuple(self.results.hits) if self.results is not None else ()

    def search(self) -> None:
        """Ask, and show the first page. An empty question with filters lists what passes the filters.

        Raises:
            QueryError: the question or a date limit cannot be understood.
            NotBuiltError: the archive has not been built yet.
        """
        try:
            self._request = {
                "types": self.types,
                "issuers": self.issuers,
                "years": self.years,
                "date_from": limit_date(self.date_from, "Từ ngày")[0],
                "date_to": limit_date(self.date_to, "Đến ngày")[1],
                "sort": self.sort,
            }
            self._asked = self.query
            self._show(0)
        except Exception:
            # Answers to another question must not stay under this one.
            self.results = None
            raise

    def turn(self, step: int) -> None:
        """Show the page `step` pages on; nothing happens beyond the first or last."""
        page = self.page + step
        if 0 <= page < self.pages:
            self._show(page)

    def clear_filters(self) -> None:
        """Drop every filter; the question stays."""
        self.types = self.issuers = self.years = ()
        self.date_from = self.date_to = ""

    def read(self, hit: Hit) -> None:
        """Open the document of an answer where its first snippet stands."""
        snippet = hit.snippets[0] if hit.snippets else None
        self.reader.open(hit.id, self._asked, (snippet.start, snippet.end) if snippet and snippet.marks else None)

    def build(self, progress: OnProgress | None = None) -> BuildReport:
        """Take new and changed files of the corpus into the archive."""
        report = self.workbench.build(progress=progress)
        self.built = report.documents > 0
        return report

    def _show(self, page: int) -> None:
        try:
            results = self.workbench.search(self._asked, **self._request, limit=PAGE_SIZE, offset=page * PAGE_SIZE)
        except NotBuiltError:
            self.built = False
            raise
        self.built = True
        self.page = page
        self.results = results


def limit_date(text: str, label: str) -> tuple[date | None, date | None]:
    """First and last day of what people typed as a limit: "15/3/2024", "3/2024", "2024"; (None, None) when empty.

    Raises:
        QueryError: it is none of these.
    """
    if not text.strip():
        return None, None
    try:
        return parse_user_date(text)
    except QueryError as error:
        raise QueryError(f"Ô “{label}”: {error.message}", error.advice) from error
