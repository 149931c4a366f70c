"""Tags and notes of the open document, and the documents close to it, apart from how they look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import traitlets

from workbench.ui.bench import value_of
from workbench.ui.reader_model import ReaderModel
from workbench.vietnamese.order import order_key

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PAGE_SIZE = 5
"""Notes, and close documents, on one page."""

RELATED = 20
"""Close documents that are listed."""


class Noted(NamedTuple):
    """A note, or a tag on a passage: its number, its words, where it stands, who wrote it and when.

    `passage` is None for the whole document; `state` says what became of its passage, "" when nothing did.
    """

    number: int
    kind: str
    text: str
    passage: int | None
    quote: str
    state: str
    who: str
    at: datetime


class Near(NamedTuple):
    """A document close to the open one: why, what names it, and the passage that is meant, if one is."""

    id: str
    why: str
    symbol: str | None
    title: str
    passage: int | None


class MarksModel(traitlets.HasTraits):
    """State and actions of tags, notes and close documents.

    Attributes:
        shown: whether it is on screen.
        tags: the tags of the open document.
        known: every tag in use, in order of their names.
        notes: the notes of the open document, and the tags on its passages.
        near: the documents close to it; None as long as nobody asked.
        revision: grows by one with every change.
    """

    shown = traitlets.Bool(False)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench, reader: ReaderModel) -> None:
        super().__init__()
        self._workbench = workbench
        self._reader = reader
        self._of = ""
        self._strokes: list[str] = []
        self.tags: tuple[str, ...] = ()
        self.known: tuple[str, ...] = ()
        self.notes: tuple[Noted, ...] = ()
        self.near: tuple[Near, ...] | None = None

    @property
    def document_id(self) -> str:
        """The open document, "" for none."""
        return self._reader.document.id if self._reader.document is not None else ""

    @property
    def can_undo(self) -> bool:
        """Whether something was marked here that can be taken back."""
        return bool(self._strokes)

    def look(self) -> None:
        """Read the marks of the open document."""
        name = self.document_id
        if name != self._of:
            self._of, self.near, self._strokes = name, None, []
        self.tags, self.notes = (), ()
        if name:
            self.tags = tuple(sorted(self._workbench.tags_of(name), key=order_key))
            self.known = tuple(sorted(map(str, self._workbench.tags()["tag"]), key=order_key))
            self.notes = tuple(map(_noted, self._workbench.notes(name).itertuples(index=False)))
        self.revision += 1

    def tag(self, tag: str, passage: int | None = None) -> None:
        """Put a tag on the document, or on a passage. Raises MarkError."""
        self._strokes.append(self._workbench.tag(self._of, [tag], passage=passage))
        self.look()

    def untag(self, tag: str) -> None:
        """Take a tag off the document and its passages. Raises MarkError."""
        self._strokes.append(self._workbench.untag(self._of, [tag]))
        self.look()

    def note(self, text: str, passage: int | None = None) -> None:
        """Write a note on the document, or on a passage. Raises MarkError."""
        self._strokes.append(self._workbench.note(self._of, text, passage=passage))
        self.look()

    def remove(self, noted: Noted) -> None:
        """Take a note off. Raises MarkError."""
        self._strokes.append(self._workbench.remove_mark(noted.number))
        self.look()

    def undo(self) -> tuple[str, ...]:
        """Take back what was marked last here; tells what it was. Raises MarkError."""
        undone = self._workbench.undo_marks(self._strokes.pop()) if self._strokes else ()
        self.look()
        return undone

    def look_around(self) -> None:
        """List the other files of the document, then those that are related to it."""
        name = self.document_id
        copies = [
            Near(str(line.id), str(line.relation), None, str(line.path), None)
            for line in self._workbench.copies_of(name).itertuples()
            if line.id != name
        ]
        related = [
            Near(one.id, "; ".join(one.why), one.symbol, one.title, one.passage)
            for one in self._workbench.related(name, RELATED)
        ]
        self.near = (*copies, *related)
        self.revision += 1

    def read(self, near: Near) -> None:
        """Open a close document, at the passage that is meant. Raises UnknownDocument."""
        self._reader.open(near.id)
        if near.passage is not None:
            self._reader.go_to(near.passage)

    def go_to(self, noted: Noted) -> None:
        """Read on from the passage of a note."""
        if noted.passage is not None:
            self._reader.go_to(noted.passage)

    def state(self) -> dict[str, Any]:
        """Whether it is on screen."""
        return {"shown": self.shown}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show it again where it was on screen."""
        self.shown = value_of(state, "shown", False)


def _noted(line: Any) -> Noted:
    """A line of the table of notes."""
    passage = None if pd.isna(line.passage) else int(line.passage)
    return Noted(
        int(line.mark),
        str(line.kind),
        str(line.text),
        passage,
        str(line.quote),
        str(line.state),
        str(line.who),
        line.at,
    )
