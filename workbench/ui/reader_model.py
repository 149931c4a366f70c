"""What the reader shows: one document, a stretch of it at a time, and the places that match."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.archive.page_images import has_page_images, page_image
from workbench.documents.model import Citation, Document, Passage
from workbench.documents.outline import OutlineEntry, outline
from workbench.errors import NotBuiltError, QueryError, UnknownDocument
from workbench.ui.bench import value_of
from workbench.ui.header_model import FieldState, field_states
from workbench.ui.markup import Span

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PART_CHARACTERS = 12_000
"""About four printed pages: a long document goes to the browser part by part, never whole."""


PICTURE_WIDTH = 1_100
"""Pixels of the picture of a page: enough to read small print when it is enlarged."""


class ReaderModel(traitlets.HasTraits):
    """The open document and the part of it on screen.

    Attributes:
        document: the open document, or None.
        marks: what matches, as offsets into the document's text.
        mark: index in `marks` of the one people are looking at, -1 when there is none.
        first: index of the passage at the top of the screen. A short document is on screen as a whole, scrolled there.
        spot: where a field or a heading was read from, when people asked to see it; it comes before `mark`.
        picture_page: the page whose picture is beside the text, or None.
        decided: grows by one when a person decided something about the document.
        revision: grows by one with every change; views watch this trait alone.
    """

    document = traitlets.Instance(Document, allow_none=True)
    marks = traitlets.Tuple()
    mark = traitlets.Int(-1)
    first = traitlets.Int(0)
    spot: Any = traitlets.Any(None)
    picture_page: Any = traitlets.Int(None, allow_none=True)
    decided = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self._workbench = workbench
        self.outline: tuple[OutlineEntry, ...] = ()
        self.copies: tuple[tuple[str, str], ...] = ()
        self.fields: tuple[FieldState, ...] = ()
        self.has_pictures = False
        self._drawn: tuple[str, int, bytes] | None = None
        self._asked: tuple[str, dict[str, bool]] = ("", {})

    def open(
        self,
        document_id: str,
        query: str = "",
        at: Span | None = None,
        chips: Mapping[str, bool] | None = None,
        *,
        remember: bool = True,
    ) -> None:
        """Open a document at a stretch of its text, with everything that `query` matches marked.

        Args:
            document_id: id in the catalogue; UnknownDocument when there is none.
            query: what to mark; nothing when empty.
            at: offsets to go to, else the first match, else the beginning.
            chips: how the query is to be understood, see `Workbench.search`.
            remember: whether the history notes that it was opened.
        """
        document = self._workbench.document(document_id)
        found = list(self._workbench.highlights(document_id, query, chips)) if query.strip() else []
        if at is not None and not any(left < at[1] and at[0] < right for left, right in found):
            found.append(at)
        marks = places(document.text, found)
        self.document, self.marks, self.mark, self.first, self.spot = document, marks, -1, 0, None
        self.outline = tuple(outline(document))
        self.fields = field_states(document)
        self.copies = self._copies(document)
        self.has_pictures = bool(document.page_starts) and has_page_images(self._file(document))
        if self.picture_page is not None:
            self.picture_page = self.page if self.has_pictures else None
        if marks:
            wanted = at[0] if at is not None else marks[0][0]
            self._look_at(next((i for i, (_, end) in enumerate(marks) if end > wanted), 0))
        self._turn_picture()
        self.revision += 1
        self._asked = (query, dict(chips or {}))
        if remember:
            self._workbench.opened(document.id)

    def close(self) -> None:
        """Show no document."""
        self.document, self.marks, self.mark, self.first, self.spot = None, (), -1, 0, None
        self.outline, self.fields, self.copies = (), (), ()
        self.has_pictures, self.picture_page = False, None
        self.revision += 1

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same stretch of the same document again."""
        if self.document is None:
            return {}
        query, chips = self._asked
        return {
            "document": self.document.id,
            "query": query,
            "chips": chips,
            "mark": self.mark,
            "first": self.first,
            "spot": list(self.current or ()),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Open a document where it was left; nothing happens when the archive has it no more."""
        document_id = value_of(state, "document", "")
        spot = value_of(state, "spot", [])
        at = (spot[0], spot[1]) if len(spot) == 2 and all(type(end) is int for end in spot) else None
        chips = {name: told for name, told in value_of(state, "chips", {}).items() if isinstance(told, bool)}
        if not document_id:
            return
        try:
            self.open(document_id, value_of(state, "query", ""), at, chips, remember=False)
        except (UnknownDocument, NotBuiltError, QueryError):
            return
        first = value_of(state, "first", 0)
        if 0 < first < len(self._passages()):
            self.first = first
            self._moved()

    def open_citation(self, citation: Citation, query: str = "") -> None:
        """Open the source of a citation at the quoted words."""
        self.open(citation.document_id, query, (citation.start, citation.end))

    @property
    def fits(self) -> bool:
        """Whether the document is short enough to be on screen as a whole."""
        passages = self._passages()
        return bool(passages) and passages[-1].end - passages[0].start <= PART_CHARACTERS

    @property
    def last(self) -> int:
        """Index after the last passage on screen."""
        passages = self._passages()
        if self.fits:
            return len(passages)
        end, characters = self.first, 0
        while end < len(passages) and (end == self.first or characters < PART_CHARACTERS):
            characters += passages[end].end - passages[end].start
            end += 1
        return end

    @property
    def shown(self) -> tuple[Passage, ...]:
        """The passages on screen."""
        return self._passages()[0 if self.fits else self.first : self.last]

    @property
    def current(self) -> Span | None:
        """The stretch people are looking at: the spot they asked for, else the match."""
        if self.spot is not None:
            spot: Span = self.spot
            return spot
        return self.marks[self.mark] if 0 <= self.mark < len(self.marks) else None

    @property
    def whole(self) -> bool:
        """Whether the whole document is on screen."""
        return self.fits or (self.first == 0 and self.last >= len(self._passages()))

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
            self._moved()

    def previous_part(self) -> None:
        """Go back by about one part."""
        passages = self._passages()
        start, characters = self.first, 0
        while start > 0 and characters < PART_CHARACTERS:
            start -= 1
            characters += passages[start].end - passages[start].start
        if start != self.first and not self.fits:
            self.first = start
            self._moved()

    def go_to(self, number: int) -> None:
        """Read on from a passage, by its number (from the outline)."""
        if 1 <= number <= len(self._passages()):
            self.first, self.spot = number - 1, None
            self._moved()

    def look_at(self, span: Span) -> None:
        """Show a stretch of the text, marked: what a field was read from."""
        self.spot = span
        self._bring(span[0])
        self._moved()

    def cite(self, number: int) -> Citation:
        """A citation of a whole passage, by its number."""
        assert self.document is not None
        passage = self.document.passages[number - 1]
        return self.document.cite(passage.start, passage.end)

    # -- the page as it was printed ---------------------------------------------------------------------------

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 where its format has none."""
        return len(self.document.page_starts) if self.document is not None else 0

    @property
    def page(self) -> int | None:
        """The page that people are reading."""
        if self.document is None or not self.document.page_starts:
            return None
        passages = self._passages()
        at = self.current[0] if self.current else passages[self.first].start if passages else 0
        return self.document.page_of(at)

    def show_picture(self, page: int | None) -> None:
        """Show the picture of a page beside the text, or none."""
        if page is not None and not (self.has_pictures and 1 <= page <= self.pages):
            return
        self.picture_page = page
        self.revision += 1

    def picture(self) -> bytes | None:
        """The picture of the page asked for, as PNG.

        Raises:
            UnreadableFile: the original cannot be drawn.
        """
        document, page = self.document, self.picture_page
        if document is None or page is None:
            return None
        if self._drawn is None or self._drawn[:2] != (document.id, page):
            drawn = page_image(self._file(document), page, PICTURE_WIDTH)
            if drawn is None:
                return None
            self._drawn = (document.id, page, drawn)
        return self._drawn[2]

    # -- what people say of the header ------------------------------------------------------------------------

    def confirm(self, names: Sequence[str]) -> None:
        """Say that fields are right as they are."""
        if self.document is not None and names:
            self._workbench.confirm(self.document.id, names)
            self._renew()

    def correct(self, name: str, typed: str) -> None:
        """Say what a field is; "" for "the document has none". Raises CorrectionError."""
        if self.document is not None:
            self._workbench.correct(self.document.id, name, typed)
            self._renew()

    def undo(self, name: str) -> None:
        """Take back the newest decision about a field. Raises CorrectionError."""
        if self.document is not None:
            self._workbench.undo_correction(self.document.id, [name])
            self._renew()

    def renew(self) -> None:
        """Show what is known of the open document now; one that has left the archive meanwhile stays on screen."""
        if self.document is None:
            return
        with suppress(UnknownDocument, NotBuiltError):
            found = self._workbench.document(self.document.id)
            if found.text != self.document.text:
                self.restore(self.state())  # its text is another one
            elif found != self.document:
                self._take(found)

    def _renew(self) -> None:
        assert self.document is not None
        self._take(self._workbench.document(self.document.id))
        self.decided += 1

    def _take(self, document: Document) -> None:
        self.document = document
        self.fields = field_states(document)
        self.revision += 1

    # -- parts ------------------------------------------------------------------------------------------------

    def _file(self, document: Document) -> Path:
        return self._workbench.settings.corpus / document.path

    def _copies(self, document: Document) -> tuple[tuple[str, str], ...]:
        """The other files of this document: id, and what people read of each."""
        frame = self._workbench.copies_of(document.id)
        return tuple(
            (str(line.id), f"{line.relation}: {line.path}") for line in frame.itertuples() if line.id != document.id
        )

    def _moved(self) -> None:
        self._turn_picture()
        self.revision += 1

    def _turn_picture(self) -> None:
        """The picture follows the text."""
        if self.picture_page is not None:
            self.picture_page = self.page

    def _passages(self) -> tuple[Passage, ...]:
        return self.document.passages if self.document is not None else ()

    def _step(self, step: int) -> None:
        if self.marks:
            self._look_at((self.mark + step) % len(self.marks))
            self._moved()

    def _look_at(self, mark: int) -> None:
        """Bring a match to the top of the screen, below the passage before it."""
        self.mark, self.spot = mark, None
        self._bring(self.marks[mark][0])

    def _bring(self, offset: int) -> None:
        starts = [passage.start for passage in self._passages()]
        self.first = max(bisect_right(starts, offset) - 2, 0)


def places(text: str, marks: Sequence[Span]) -> tuple[Span, ...]:
    """Marks in order, with those that only space parts made one: people step from phrase to phrase."""
    joined: list[Span] = []
    for start, end in sorted(marks):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)
