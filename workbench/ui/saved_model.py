"""Saved searches, what is new in them, and the history of searches, apart from how they look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import traitlets

from workbench.search.history import Searched
from workbench.search.saved import News, SavedSearch
from workbench.ui.bench import value_of
from workbench.vietnamese.order import order_key
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    from workbench.ui.search_model import SearchModel

PAGE_SIZE = 5
"""Saved searches, new documents and lines of the history on one page."""

HISTORY = 100
"""Searches of the history that can be asked again here."""


class NewDocument(NamedTuple):
    """A document that a saved search did not find last time, or that has changed since."""

    id: str
    kind: str
    symbol: str | None
    title: str


class SavedModel(traitlets.HasTraits):
    """State and actions of what people keep of their searching.

    Attributes:
        shown: whether it is on screen.
        saved: the saved searches, in order of their names.
        news: what is new in each, by name; empty until `look`.
        chosen: name of the saved search whose new documents are listed, "" for none.
        history: the searches that were made, newest first.
        deleted: name of the search that was deleted last, "" for none.
        revision: grows by one with every change.
    """

    shown = traitlets.Bool(False)
    revision = traitlets.Int(0)

    def __init__(self, search: SearchModel) -> None:
        super().__init__()
        self._search = search
        self._workbench = search.workbench
        self.saved: tuple[SavedSearch, ...] = ()
        self.news: Mapping[str, News] = {}
        self.chosen = ""
        self.history: tuple[Searched, ...] = ()
        self.deleted = ""
        self._documents: Mapping[str, tuple[str, str | None, str, Any]] = {}

    @property
    def keeps_history(self) -> bool:
        """Whether the settings allow a history of searches."""
        return self._workbench.settings.history

    @property
    def fresh(self) -> int:
        """How many documents are new or changed in all saved searches together."""
        return len({name for one in self.news.values() for name in (*one.new, *one.changed)})

    @property
    def documents(self) -> tuple[NewDocument, ...]:
        """The new and changed documents of the chosen saved search."""
        found = self.news.get(self.chosen)
        if found is None:
            return ()
        return tuple(
            NewDocument(name, kind, *self._documents.get(name, ("", None, name, None))[1:3])
            for kind, names in (("mới", found.new), ("đã sửa", found.changed))
            for name in names
        )

    def look(self) -> None:
        """Read what is saved, ask what is new in it, and read the history. Nothing is marked as seen."""
        names = [str(name) for name in self._workbench.saved_searches()["name"]]
        names.sort(key=order_key)
        self.saved = tuple(self._workbench.saved_search(name) for name in names)
        if self.saved and self._workbench.is_built:
            alerts = self._workbench.alerts()
            self.news = {one.search.name: one for one in alerts}
            self._documents = alerts.documents
        else:
            self.news, self._documents = {}, {}
        if self.chosen not in self.news:
            self.chosen = ""
        self.read_history()

    def read_history(self) -> None:
        """Read which searches were made."""
        self.history = self._workbench.questions(HISTORY) if self.keeps_history else ()
        self.revision += 1

    def is_taken(self, name: str) -> bool:
        """Whether a saved search has this name, accents and capitals aside."""
        return fold(" ".join(name.split())) in {fold(one.name) for one in self.saved}

    def save(self, name: str, *, replace: bool = False) -> None:
        """Keep the search whose answers are on screen.

        Raises:
            QueryError: nothing was searched yet.
            SavedSearchError: the name is empty, too long, or taken and not to be replaced.
        """
        self._workbench.save_search(name, self._search.question(), replace=replace)
        self.look()

    def run(self, name: str) -> None:
        """Ask a saved search; its answers replace those on screen. Raises SavedSearchError, QueryError."""
        self._search.ask(self._workbench.saved_search(name).question)

    def open(self, name: str) -> None:
        """Ask a saved search, and list what is new in it; "" shows them all. Raises SavedSearchError, QueryError."""
        if name:
            self.run(name)
        if self.shown:
            self.look()
        self.shown = True
        if name:
            self.list_new(name)

    def list_new(self, name: str) -> None:
        """List the documents that are new in a saved search."""
        self.chosen = name
        self.revision += 1

    def mark_seen(self, name: str) -> None:
        """Note that people have looked at all that a saved search finds now. Raises SavedSearchError."""
        self._workbench.mark_seen(name)
        self.look()

    def delete(self, name: str) -> None:
        """Put a saved search into the trash. Raises SavedSearchError."""
        self._workbench.delete_search(name)
        self.deleted = name
        self.look()

    def undelete(self) -> None:
        """Bring back what was deleted last. Raises SavedSearchError: the name is taken by now."""
        if self.deleted:
            self._workbench.restore_search(self.deleted)
            self.deleted = ""
            self.look()

    def ask_again(self, asked: Searched) -> None:
        """Ask a search of the history. Raises QueryError."""
        self._search.ask(asked.question)

    def read(self, document: NewDocument) -> None:
        """Open a new document. Raises UnknownDocument."""
        saved = self._workbench.saved_search(self.chosen) if self.chosen else None
        self._search.reader.open(document.id, saved.question.query if saved is not None else "")

    def state(self) -> dict[str, Any]:
        """Whether it is on screen."""
        return {"shown": self.shown}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show it again where it was on screen."""
        self.shown = value_of(state, "shown", False)
