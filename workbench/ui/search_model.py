"""Searching, apart from how it looks: the question and its filters, one page of answers, the archive's build."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import traitlets

from workbench.documents.dates import parse_user_date
from workbench.errors import NotBuiltError, QueryError, WorkbenchError
from workbench.search.question import Question
from workbench.search.results import FacetCount
from workbench.ui.bench import Bench, value_of
from workbench.ui.marks_model import MarksModel
from workbench.ui.reader_model import ReaderModel
from workbench.ui.saved_model import SavedModel

if TYPE_CHECKING:
    from workbench.search.results import Hit
    from workbench.search.understanding import Chip
    from workbench.workbench import Workbench

PAGE_SIZE = 10

Choice = Literal["include", "exclude"]
"""What people want of a value of a facet: only documents that have it, or only those that do not."""


class SearchModel(traitlets.HasTraits):
    """State and actions of the search panel.

    Attributes:
        query: what people typed.
        choices: for facets by name, what people chose of their values; see `Choice`.
        date_from, date_to: limits of the day of issue as typed (a day, a month or a year); empty means none.
        sort: "relevance" or "date".
        page: page of answers on screen, from 0.
        results: the answers of this page, or None before the first search.
        built: whether the archive can be searched.
        job: the build beside the panels; every panel follows the same.
        reader: the document open beside the answers.
        saved: saved searches, what is new in them, and the history.
        marks: tags and notes of the open document, and what is close to it.
    """

    query = traitlets.Unicode("")
    choices = traitlets.Dict()
    date_from = traitlets.Unicode("")
    date_to = traitlets.Unicode("")
    sort: Any = traitlets.Enum(["relevance", "date"], "relevance")
    page = traitlets.Int(0)
    results: Any = traitlets.Any(None)
    built = traitlets.Bool(False)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.job = (bench if bench is not None else Bench(workbench)).update
        self.reader = ReaderModel(workbench)
        self.saved = SavedModel(self)
        self.marks = MarksModel(workbench, self.reader)
        # What the answers on screen were asked with: turning the page must not take in half-made changes.
        self._asked: str | None = None
        self._request: dict[str, Any] = {}
        self._switched: dict[str, bool] = {}
        self.built = workbench.is_built

    @property
    def pages(self) -> int:
        """How many pages the answers fill."""
        return -(-self.results.total // PAGE_SIZE) if self.results is not None else 0

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The answers on screen."""
        return tuple(self.results.hits) if self.results is not None else ()

    @property
    def chips(self) -> tuple[Chip, ...]:
        """In what other ways the question was understood, then in what other ways it could be."""
        return tuple(self.results.chips) if self.results is not None else ()

    @property
    def chosen(self) -> int:
        """How many limits are set: values of facets, and limits of the day of issue."""
        return sum(map(len, self.choices.values())) + bool(self.date_from.strip()) + bool(self.date_to.strip())

    def values(self, facet: str) -> tuple[FacetCount, ...]:
        """The values of a facet: those found, years newest first, others most frequent first; before them those that
        people chose and that were not found."""
        found = tuple(self.results.facets.get(facet, ())) if self.results is not None else ()
        if facet == "year":
            found = tuple(sorted(found, key=lambda one: one.value, reverse=True))
        known = {one.value for one in found}
        return (*(FacetCount(value, 0) for value in self.choices.get(facet, {}) if value not in known), *found)

    def choice(self, facet: str, value: str) -> Choice | None:
        """What people chose of a value of a facet."""
        found: Choice | None = self.choices.get(facet, {}).get(value)
        return found

    def choose(self, facet: str, value: str, choice: Choice | None) -> None:
        """Take a value of a facet, shut it out, or leave it open (None), and ask again. Raises as `search`."""
        values = {known: told for known, told in self.choices.get(facet, {}).items() if known != value}
        if choice is not None:
            values[value] = choice
        self.choices = {**{name: held for name, held in self.choices.items() if name != facet}, facet: values}
        self.search()

    def switch(self, chip: Chip) -> None:
        """Use a way of understanding the question, or use it no more, and ask again. Raises as `search`."""
        self._switched[chip.id] = not chip.active
        if self._asked is not None:
            self.query = self._asked  # the chip belongs to the question that was asked
        self.search()

    def take_suggestion(self) -> None:
        """Ask what people probably meant to type. Raises as `search`."""
        if self.results is not None and self.results.suggestion:
            self.query = self.results.suggestion
            self.search()

    def search(self) -> None:
        """Ask, and show the first page. An empty question with filters lists what passes the filters.

        Raises:
            QueryError: the question or a date limit cannot be understood.
            NotBuiltError: the archive has not been built yet.
        """
        self._ask(remember=True)

    def _ask(self, *, remember: bool) -> None:
        try:
            if self.query != self._asked:
                self._switched = {}  # what was switched was switched for another question
            self._request = {
                "include": self._chosen_values("include"),
                "exclude": self._chosen_values("exclude"),
                "chips": dict(self._switched),
                "date_from": limit_date(self.date_from, "Từ ngày")[0],
                "date_to": limit_date(self.date_to, "Đến ngày")[1],
                "sort": self.sort,
            }
            self._asked = self.query
            self._show(0, remember=remember)
        except Exception:
            # Answers to another question must not stay under this one.
            self.results = None
            raise

    def question(self) -> Question:
        """The question whose answers are on screen. Raises QueryError: nothing was asked yet."""
        if self._asked is None or self.results is None:
            raise QueryError("Chưa tìm gì để lưu.", "Hãy gõ câu tìm, bấm “Tìm”, rồi lưu.")
        return Question.of(self._asked, **self._request)

    def ask(self, question: Question) -> None:
        """Ask a question put together before: its filters take the place of those chosen. Raises QueryError."""
        include, exclude = question.include, question.exclude
        self.choices = {
            facet: dict.fromkeys(include.get(facet, ()), "include") | dict.fromkeys(exclude.get(facet, ()), "exclude")
            for facet in {**include, **exclude}
        }
        self.date_from = f"{question.date_from:%d/%m/%Y}" if question.date_from else ""
        self.date_to = f"{question.date_to:%d/%m/%Y}" if question.date_to else ""
        self.sort = question.sort
        self.query = self._asked = question.query
        self._switched = dict(question.chips)
        self.search()

    def turn(self, step: int) -> None:
        """Show the page `step` pages on; nothing happens beyond the first or last."""
        page = self.page + step
        if 0 <= page < self.pages:
            self._show(page)

    def clear_filters(self) -> None:
        """Drop every filter; the question stays."""
        self.choices = {}
        self.date_from = self.date_to = ""

    def read(self, hit: Hit) -> None:
        """Open the document of an answer where its first snippet stands."""
        snippet = hit.snippets[0] if hit.snippets else None
        at = (snippet.start, snippet.end) if snippet and snippet.marks else None
        self.reader.open(hit.id, self._asked or "", at, self._switched)

    def renew(self) -> None:
        """Show the same page again: what it says of documents has changed."""
        if self.results is not None:
            self._show(self.page)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same answers again."""
        return {
            "query": self.query,
            "choices": dict(self.choices),
            "date_from": self.date_from,
            "date_to": self.date_to,
            "sort": self.sort,
            "asked": self._asked if self.results is not None else None,
            "switched": dict(self._switched),
            "page": self.page,
            "saved": self.saved.state(),
            "marks": self.marks.state(),
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Ask the same question again, without noting it in the history, and open the same document."""
        self.choices = {
            facet: {value: told for value, told in values.items() if told in ("include", "exclude")}
            for facet, values in value_of(state, "choices", {}).items()
            if isinstance(values, dict)
        }
        self.date_from, self.date_to = value_of(state, "date_from", ""), value_of(state, "date_to", "")
        self.sort = "date" if state.get("sort") == "date" else "relevance"
        asked = state.get("asked")
        if isinstance(asked, str) and self.built:
            self.query = self._asked = asked
            self._switched = value_of(state, "switched", {})
            # The archive may have changed since: then the question stands in its box, unasked.
            with suppress(WorkbenchError):
                self._ask(remember=False)
                self.turn(value_of(state, "page", 0))
        self.query = value_of(state, "query", "")
        self.reader.restore(value_of(state, "reader", {}))
        self.saved.restore(value_of(state, "saved", {}))
        self.marks.restore(value_of(state, "marks", {}))

    def build(self) -> None:
        """Take new and changed files of the corpus into the archive, beside the panel.

        Raises:
            WorkbenchError: that is being done already.
        """
        self.job.begin(self.workbench.settings)

    def take_up(self) -> None:
        """Show the same page as the archive is now; where there was none before, everything that came in."""
        before, self.built = self.built, self.workbench.is_built
        if self.built and not before and self.results is None:
            self.search()
        else:
            self.renew()

    def _chosen_values(self, wanted: Choice) -> dict[str, tuple[str, ...]]:
        chosen = {
            facet: tuple(value for value, choice in values.items() if choice == wanted)
            for facet, values in self.choices.items()
        }
        return {facet: values for facet, values in chosen.items() if values}

    def _show(self, page: int, *, remember: bool = False) -> None:
        offset = page * PAGE_SIZE
        try:
            results = self.workbench.search(
                self._asked or "", **self._request, limit=PAGE_SIZE, offset=offset, remember=remember
            )
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
