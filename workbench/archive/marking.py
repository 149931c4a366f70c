"""What people put on documents, as methods of `Workbench`: tags and notes, on whole documents and on passages."""

from __future__ import annotations

from contextlib import ExitStack

import pandas as pd

from workbench.archive.build import build_lock
from workbench.archive.deciding import Deciding, Ids
from workbench.documents.model import Document
from workbench.errors import MarkError, WorkbenchError
from workbench.workspace.corrections import Held, local_time
from workbench.workspace.marks import KINDS, LOST, Mark, Marks, Span, tag_key

_NOTE_COLUMNS = ["mark", "kind", "id", "path", "title", "page", "passage", "quote", "text", "state", "who", "at"]


class Marking(Deciding):
    """The part of `Workbench` about tags and notes."""

    @property
    def _marks(self) -> Marks:
        return self._decided.tagged.marks

    # -- tags -------------------------------------------------------------------------------------------------

    def tag(self, ids: Ids, tags: Ids, *, passage: int | None = None, span: tuple[int, int] | None = None) -> str:
        """Put tags on documents, or on a passage; `nhan:` and the filter "tag" find the documents by them at once.

        Args:
            ids: id of a document, or ids.
            tags: a tag, or tags.
            passage: number of the passage, where the tags are meant for that.
            span: its offsets instead, for a part of a passage or several.

        Returns:
            The name of this stroke, for `undo_marks`.

        Raises:
            NotBuiltError, UnknownDocument: as `Workbench.document`.
            MarkError: a tag is empty or too long, or there is no such passage; nothing is then changed.
        """
        stroke = self._put("tag", _names(ids), _names(tags), passage, span)
        self._retag()
        return stroke

    def untag(self, ids: Ids, tags: Ids = ()) -> str:
        """Take tags off documents and their passages; all of them when none is named.

        Returns and raises: as `tag`; MarkError also when the documents have no such tag.
        """
        held = [self._held(name) for name in _names(ids)]
        wanted = {tag_key(tag) for tag in _names(tags)}
        on = self._marks.on(self._decided.tagged.identities([one.document.id for one in held]))
        found = {
            mark.id: mark
            for marks in on.values()
            for mark in marks
            if mark.kind == "tag" and (not wanted or tag_key(mark.text) in wanted)
        }
        if not found:
            raise MarkError("Văn bản không có thẻ này.", "Hãy xem các thẻ đang có: workbench tag")
        stroke = self._marks.remove(found.values())
        self._retag()
        return stroke

    def tags_of(self, document_id: str) -> tuple[str, ...]:
        """The tags of a document and its passages. Raises as `Workbench.document`."""
        name = self._held(document_id).document.id
        return tuple(self._decided.tagged.tags([name]).get(name, ()))

    def tags(self) -> pd.DataFrame:
        """Every tag in use, most used first: tag, documents (how many of the archive have it)."""
        self._require_built()
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for tags in self._marks.tags(self._decided.tagged.marked()).values():
            for tag in tags:
                shown.setdefault(tag_key(tag), tag)
                counts[tag_key(tag)] = counts.get(tag_key(tag), 0) + 1
        rows = [(shown[name], counts[name]) for name in sorted(counts, key=lambda name: (-counts[name], name))]
        return pd.DataFrame(rows, columns=["tag", "documents"])

    # -- notes ------------------------------------------------------------------------------------------------

    def note(
        self, document_id: str, text: str, *, passage: int | None = None, span: tuple[int, int] | None = None
    ) -> str:
        """Write a note on a document, or on a passage of it. Arguments, returns and raises: as `tag`."""
        return self._put("note", (document_id,), (text,), passage, span)

    def remove_mark(self, number: int) -> str:
        """Take one note or one tag off, by its number in `notes()`. Raises MarkError when there is none.

        Returns the name of this stroke, for `undo_marks`.
        """
        self._require_built()
        mark = self._marks.mark(number)
        stroke = self._marks.remove([mark])
        if mark.kind == "tag":
            self._retag()
        return stroke

    def undo_marks(self, stroke: str | None = None) -> tuple[str, ...]:
        """Take back a stroke of tags or notes, by default the newest of this person; what it took off comes back.

        Returns:
            What it concerned, in words.

        Raises:
            MarkError: there is nothing to take back.
        """
        self._require_built()
        marks = self._marks.undo(stroke)
        if any(mark.kind == "tag" for mark in marks):
            self._retag()
        return tuple(f"{KINDS[mark.kind]} “{mark.text}” ở “{mark.title}”" for mark in marks)

    def notes(self, document_id: str | None = None, *, tags: bool = True) -> pd.DataFrame:
        """Every note, and every tag on a passage or document, ordered by document and place.

        Columns: mark (its number), kind, id, path, title, page, passage, quote, text, state, who, at. A passage is
        found by its words when the document has changed; one that is not there any more, and a document that has left
        the archive, stay in the list with the reason in `state`.

        Args:
            document_id: only of this document.
            tags: also the tags; else only notes.

        Raises:
            NotBuiltError, UnknownDocument: as `Workbench.document`.
        """
        self._require_built()
        tagged = self._decided.tagged
        if document_id is None:
            identities = tagged.marked()
        else:
            identities = tagged.identities([self._held(document_id).document.id])
        on = self._marks.on(identities)
        kinds = ("note", "tag") if tags else ("note",)
        rows: list[tuple[object, ...]] = []
        shown: set[int] = set()
        for start in range(0, len(on), 100):
            names = list(on)[start : start + 100]
            for name, document in self._decided.documents(names).items():
                marks = [mark for mark in on[name] if mark.kind in kinds]
                shown.update(mark.id for mark in marks)
                rows += [_row(mark, document) for mark in marks]
        if document_id is None:
            left = [mark for mark in self._marks.all() if mark.kind in kinds and mark.id not in shown]
            rows += [_row(mark, None) for mark in left]
        frame = pd.DataFrame(rows, columns=_NOTE_COLUMNS)
        # Whole numbers that may be missing, not floats.
        return frame.astype({"page": "Int64", "passage": "Int64"}).sort_values(
            ["path", "passage", "mark"], na_position="first", ignore_index=True
        )

    # -- parts ------------------------------------------------------------------------------------------------

    def _held(self, document_id: str) -> Held:
        """A document as it was read: what people corrected since must not change by what marks find it."""
        self._require_built()
        document = self.catalogue.document(document_id)
        for listed in self.catalogue.listed([document.id]):
            return Held(document, listed.content_hash)
        raise MarkError(
            f"Văn bản “{document.title}” không còn trong kho.", "Chỉ gắn thẻ, ghi chú được vào văn bản đang có."
        )

    def _retag(self) -> None:
        """Make documents searchable by their present tags; nothing else of the index changes."""
        with ExitStack() as lock:
            try:
                lock.enter_context(build_lock(self.settings.indexes))
            except WorkbenchError:
                return  # a build is running: the tags are kept, and the next build finds that the index lacks them
            indexer = self._indexer()
            indexer.renew(self._decided.tagged.stale())
            indexer.finish()
            self._decided.tagged.indexed()

    def _put(
        self,
        kind: str,
        ids: tuple[str, ...],
        texts: tuple[str, ...],
        passage: int | None,
        span: tuple[int, int] | None,
    ) -> str:
        held = [self._held(name) for name in ids]
        if not texts or not held:
            raise MarkError("Chưa nói văn bản nào hoặc chưa ghi gì.", "Hãy ghi mã văn bản và nội dung.")
        if passage is None and span is None:
            place = None
        elif len(held) > 1:
            raise MarkError("Một đoạn chỉ ở trong một văn bản.", "Hãy làm với từng văn bản.")
        else:
            place = Span(*span) if span is not None else _span(held[0].document, passage or 0)
        return self._marks.add("tag" if kind == "tag" else "note", held, texts, place)


def _span(document: Document, number: int) -> Span:
    for passage in document.passages:
        if passage.number == number:
            return Span(passage.start, passage.end)
    raise MarkError(f"Văn bản “{document.title}” không có đoạn {number}.", f"Văn bản có {len(document.passages)} đoạn.")


def _row(mark: Mark, document: Document | None) -> tuple[object, ...]:
    page, passage, state = None, None, ""
    if document is None:
        state = "văn bản không còn trong kho"
    elif mark.on_passage:
        place = mark.place_in(document.text)
        if place is None:
            state = LOST
        else:
            cited = document.cite(*place)
            page, passage = cited.page, cited.passage
            state = "" if place.start == mark.start else "đoạn đã chuyển chỗ"
    shown = document or mark
    name = document.id if document else mark.document_id
    who, at = mark.who, local_time(mark.at)
    return (
        mark.id, KINDS[mark.kind], name, shown.path, shown.title, page, passage, mark.quote, mark.text, state, who, at
    )  # fmt: skip


def _names(given: Ids) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
