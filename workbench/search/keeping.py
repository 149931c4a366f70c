"""What people keep of their searching, as methods of `Workbench`: saved searches, alerts, history."""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import pandas as pd

from workbench.archive.marking import Marking
from workbench.errors import QueryError, WorkbenchError
from workbench.index.engine import Sort
from workbench.search.history import History, Searched
from workbench.search.plan import make_plan
from workbench.search.query import parse
from workbench.search.question import Question, Values
from workbench.search.results import SearchResults
from workbench.search.saved import Alerts, News, SavedSearch, SavedSearches
from workbench.search.searcher import Searcher
from workbench.search.understanding import RestoresAccents, Understanding
from workbench.workspace.corrections import local_time

Names = str | Iterable[str]

_log = logging.getLogger(__name__)


class Keeping(Marking):
    """The part of `Workbench` about searching, and keeping what was searched."""

    @property
    @abstractmethod
    def _accents(self) -> RestoresAccents:
        """What puts the accents back."""

    @abstractmethod
    def searcher(self) -> Searcher:
        """Search with more doors."""

    @cached_property
    def _saved(self) -> SavedSearches:
        return SavedSearches(self.workspace)

    @cached_property
    def _history(self) -> History:
        return History(self.workspace)

    # -- asking -----------------------------------------------------------------------------------------------

    def search(
        self,
        query: str = "",
        *,
        types: Iterable[str] = (),
        issuers: Iterable[str] = (),
        years: Iterable[str | int] = (),
        include: Values | None = None,
        exclude: Values | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        chips: Mapping[str, bool] | None = None,
        remember: bool = False,
    ) -> SearchResults:
        """Search the archive.

        Args:
            query: words, "phrases", AND/OR/NOT (VÀ/HOẶC/KHÔNG), so:, dan:, loai:, coquan:, donvi:, ngay:, tieude:,
                nguoiky:, linhvuc:, nhan:, trangthai:; empty for every document, newest first.
            types, issuers, years: only documents with one of these values.
            include, exclude: the same for any filter by name: type, issuer, year, unit, field, label, validity, tag.
            date_from, date_to: only documents issued in this period, both days included.
            sort: "relevance", or "date" (newest first).
            limit, offset: which page of the hits.
            chips: switches ways of understanding the query on or off (ids as in `SearchResults.chips`).
            remember: a person asks, so that it goes into the history (where the settings allow one).

        Raises:
            NotBuiltError: the archive has not been built.
            QueryError: the query is too long, a date in it cannot be read, or limit or offset is negative.
        """
        question = Question.of(
            query,
            types=types,
            issuers=issuers,
            years=years,
            include=include,
            exclude=exclude,
            date_from=date_from,
            date_to=date_to,
            sort=sort,
            chips=chips,
        )
        return self.ask(question, limit=limit, offset=offset, remember=remember)

    def ask(self, question: Question, *, limit: int = 10, offset: int = 0, remember: bool = False) -> SearchResults:
        """Search for a question that was put together before. Arguments and errors as `search`."""
        if limit < 0 or offset < 0:
            raise QueryError("Số kết quả và vị trí bắt đầu không được âm.", "Hãy dùng số từ 0 trở lên.")
        results = self.searcher().search(
            question.query,
            question.filters(),
            sort=question.sort,
            limit=limit,
            offset=offset,
            chips=question.chips,
        )
        if remember and offset == 0 and self.settings.history:
            try:
                self._history.searched(question, results.total)
            except WorkbenchError as error:  # the answer matters more than its line in the history
                _log.warning("Không ghi được lịch sử tìm: %s", error)
        return results

    # -- saved searches ---------------------------------------------------------------------------------------

    def save_search(
        self, name: str, query: str | Question = "", *, replace: bool = False, **limits: object
    ) -> SavedSearch:
        """Keep a search under a name; what it finds now counts as seen.

        Args:
            name: what to call it.
            query: the query, or a whole question.
            replace: whether a search of this name may be replaced; the old one goes into the trash.
            limits: filters, order and chips, as in `search`.

        Raises:
            SavedSearchError: the name is empty, too long or taken.
            QueryError: as `search`.
        """
        question = query if isinstance(query, Question) else Question.of(query, **limits)  # type: ignore[arg-type]
        found = self._found_by(question) if self.is_built else {}
        saved = self._saved.save(name, question, replace=replace)
        self._saved.mark_seen(saved, found)
        return self._saved.get(name)

    def saved_search(self, name: str) -> SavedSearch:
        """The search of this name, accents and capitals aside. Raises SavedSearchError when there is none."""
        return self._saved.get(name)

    def saved_searches(self, *, trash: bool = False) -> pd.DataFrame:
        """Saved searches by name, or those deleted: name, query, limits, sort, who, created, seen, deleted."""
        rows = [
            (
                item.name,
                item.question.query,
                item.question.limits,
                item.question.sort,
                item.who,
                local_time(item.created_at),
                local_time(item.seen_at) if item.seen_at else None,
                local_time(item.deleted_at) if item.deleted_at else None,
            )
            for item in self._saved.list(trash=trash)
        ]
        columns = ["name", "query", "limits", "sort", "who", "created", "seen", "deleted"]
        return pd.DataFrame(rows, columns=columns, dtype=object)

    def rename_search(self, name: str, new_name: str) -> SavedSearch:
        """Give a saved search another name. Raises SavedSearchError: there is none, or the new name is taken."""
        return self._saved.rename(name, new_name)

    def delete_search(self, name: str) -> None:
        """Put a saved search into the trash, from where `restore_search` brings it back. Raises SavedSearchError."""
        self._saved.delete(name)

    def restore_search(self, name: str) -> SavedSearch:
        """Bring back the search of this name that was deleted last.

        Raises:
            SavedSearchError: there is none in the trash, or the name is taken by now.
        """
        return self._saved.restore(name)

    def run_saved(self, name: str, *, limit: int = 10, offset: int = 0, remember: bool = False) -> SearchResults:
        """Ask a saved search. Raises SavedSearchError, and as `search`."""
        return self.ask(self._saved.get(name).question, limit=limit, offset=offset, remember=remember)

    # -- alerts -----------------------------------------------------------------------------------------------

    def alerts(self, names: Names = ()) -> Alerts:
        """“Mới từ lần trước”: what saved searches find that is new, or has changed, since a person last looked.

        Nothing is marked as seen by asking. Only what matches as the query asks counts, not what `search` offers
        where nothing does.

        Args:
            names: of saved searches; all when none is named.

        Raises:
            NotBuiltError: the archive has not been built.
            SavedSearchError: there is no saved search of a name.
        """
        items: list[News] = []
        for search in self._chosen(names):
            try:
                found = self._found_by(search.question)
                items.append(self._saved.news(search, found, self._decided.representative_of))
            except QueryError as error:  # saved by an older version: told, and no hindrance to the others
                items.append(News(search, trouble=str(error)))
        wanted = {name for item in items for name in (*item.new, *item.changed)}
        documents = self._decided.documents(wanted) if wanted else {}
        told = {
            name: (document.path, document.header.symbol, document.title, document.header.date)
            for name, document in documents.items()
        }
        return Alerts(tuple(items), told)

    def mark_seen(self, names: Names = ()) -> None:
        """Note that a person has looked at all that saved searches find now. Raises as `alerts`, and QueryError."""
        for search in self._chosen(names):
            self._saved.mark_seen(search, self._found_by(search.question))

    def _chosen(self, names: Names) -> list[SavedSearch]:
        wanted = (names,) if isinstance(names, str) else tuple(names)
        return [self._saved.get(name) for name in wanted] if wanted else self._saved.list()

    def _found_by(self, question: Question) -> dict[str, str]:
        """Every document that a question finds as it was asked, copies counted once: id and content hash."""
        engine, filters = self.searcher().engine, question.filters()
        understanding = Understanding(self.lexicon, self._accents, question.chips)
        plan = make_plan(parse(question.query).tree, filters, understanding=understanding)
        most = max(engine.document_count(), 1)
        found = engine.search(plan.tree, filters=filters.facets, limit=most, sort="date", facets=())
        names = {name for name, _ in found.hits}
        copies = {name for name, shown in self._decided.representative_of.items() if shown in names}
        return {one.id: one.content_hash for one in self.catalogue.listed(names - copies)}

    # -- history ----------------------------------------------------------------------------------------------

    def history(self, limit: int = 100) -> pd.DataFrame:
        """The searches that people made, newest first: at, who, query, limits, sort, total."""
        rows = [
            (local_time(line.at), line.who, line.question.query, line.question.limits, line.question.sort, line.total)
            for line in self._history.searches(limit)
        ]
        return pd.DataFrame(rows, columns=["at", "who", "query", "limits", "sort", "total"])

    def questions(self, limit: int = 100) -> tuple[Searched, ...]:
        """The same searches as questions, to be asked again with `ask`; `at` in the time of this machine."""
        return tuple(line._replace(at=local_time(line.at)) for line in self._history.searches(limit))

    def opened(self, document_id: str) -> None:
        """Note that a person opened a document; nothing is noted where the settings allow no history.

        Raises:
            NotBuiltError, UnknownDocument: as `Workbench.document`.
        """
        if not self.settings.history:
            return
        document = self._decided.document(document_id)
        for listed in self.catalogue.listed([document.id]):
            try:
                self._history.viewed(document.id, listed.content_hash, document.path, document.title)
            except WorkbenchError as error:  # reading matters more than its line in the history
                _log.warning("Không ghi được lịch sử mở văn bản: %s", error)

    def views(self, limit: int = 100) -> pd.DataFrame:
        """Statistics of the documents that people opened: id, path, title, views, people, last; most opened first."""
        rows = [(*line[:-1], local_time(line.last)) for line in self._history.views(limit)]
        return pd.DataFrame(rows, columns=["id", "path", "title", "views", "people", "last"])

    def clear_history(self, *, searches: bool = True, views: bool = True) -> int:
        """Forget the searches that were made, the documents that were opened, or both; how many lines it was."""
        return self._history.clear(searches=searches, views=views)
