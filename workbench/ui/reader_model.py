"""What the reader shows: one document, a stretch of it at a time, and the places that match."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import traitlets

from workbench.documents.model import Citation, Document, Passage
from workbench.ui.markup import Span

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PART_CHARACTERS = 12_000
"""About four printed pages: a long document goes to the browser part by part, never whole."""


class ReaderModel(traitlets.HasTraits):
    """The open document and the part of it on screen.

    Attributes:
        document: the open document, or None.
        marks: what matches, as offsets into the document's text.
        mark: index in `marks` of the one people are looking at, -1 when there is none.
        first: index of the first passage on screen.
        revision: grows by one with every change; views watch this trait alone.
    """

    document = traitlets.Instance(Document, allow_none=True)
    marks = traitlets.Tuple()
    mark = traitlets.Int(-1)
    first = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench

    def open(self, document_id: str, query: str = "", at: Span | None = None) -> None:
        """Open a document at a stretch of its text, with everything that `query` matches marked.

        Args:
            document_id: id in the catalogue; UnknownDocument when there is none.
            query: what to mark; nothing when empty.
            at: offsets to go to, else the first match, else the beginning.
        """
        document = self._workbench.document(document_id)
        found = list(self._workbench.highlights(document_id, query)) if query.strip() else []
        if at is not None and not any(left < at[1] and at[0] < right for left, right in found):
            found.append(at)
        marks = places(document.text, found)
        self.document, self.marks, self.mark, self.first = document, marks, -1, 0
        if marks:
            wanted = at[0] if at is not None else marks[0][0]
            self._look_at(next((i for i, (_, end) in enumerate(marks) if end > wanted), 0))
        self.revision += 1

    def open_citation(self, citation: Citation, query: str = "") -> None:
        """Open the source of a citation at the quoted words."""
        self.open(citation.document_id, query, (citation.start, citation.end))

    @property
    def last(self) -> int:
        """Index after the last passage on screen."""
        passages = self._passages()
        end, characters = self.first, 0
        while end < len(passages) and (end == self.first or characters < PART_CHARACTERS):
            characters += passages[end].end - passages[end].start
            end += 1
        return end

    @property
    def shown(self) -> tuple[Passage, ...]:
        """The passages on screen."""
        return self._passages()[self.first : self.last]

    @property
    def current(self) -> Span | None:
        """The match people are looking at."""
        return self.marks[self.mark] if 0 <= self.mark < len(self.marks) else None

    @property
    def whole(self) -> bool:
        """Whether the whole document is on screen."""
        return self.first == 0 and self.last >= len(self._passages())

    def next_mark(self) -> None:
        """Go to the next match; after the last comes the first."""
        self._step(1)

    def previous_mark(self) -> None:
        """Go to the match before; before the first comes the last."""
        self._step(-1)

    def next_part(self) -> None:
        """Go on reading."""
        if self.last < len(self._passages()):
            self.first = self.last
            self.revision += 1

    def previous_part(self) -> None:
        """Go back by about one part."""
        passages = self._passages()
        start, characters = self.first, 0
        while start > 0 and characters < PART_CHARACTERS:
            start -= 1
            characters += passages[start].end - passages[start].start
        if start != self.first:
            self.first = start
            self.revision += 1

    def cite(self, number: int) -> Citation:
        """A citation of a whole passage, by its number."""
        assert self.document is not None
        passage = self.document.passages[number - 1]
        return self.document.cite(passage.start, passage.end)

    def _passages(self) -> tuple[Passage, ...]:
        return self.document.passages if self.document is not None else ()

    def _step(self, step: int) -> None:
        if self.marks:
            self._look_at((self.mark + step) % len(self.marks))
            self.revision += 1

    def _look_at(self, mark: int) -> None:
        """Bring a match to the top of the screen, below the passage before it."""
        self.mark = mark
        starts = [passage.start for passage in self._passages()]
        self.first = max(bisect_right(starts, self.marks[mark][0]) - 2, 0)


def places(text: str, marks: Sequence[Span]) -> tuple[Span, ...]:
    """Marks in order, with those that only space parts made one: people step from phrase to phrase."""
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
