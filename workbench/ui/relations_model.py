"""Relations, validity, life, family and versions of one document, apart from how they look."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.comparison import KINDS as CHANGES
from workbench.analysis.comparison import Comparison
from workbench.analysis.comparison import Row as Difference
from workbench.analysis.relations import Relation, Relations
from workbench.analysis.relations_family import DEPTH, Family, Member
from workbench.analysis.relations_validity import Event, Timeline, Validity
from workbench.documents.model import Citation, Document
from workbench.documents.reference_relations import KINDS
from workbench.errors import QueryError, WorkbenchError
from workbench.ui.bench import value_of
from workbench.ui.choices import Choices, choice_label, find_choices
from workbench.ui.reader_model import ReaderModel
from workbench.vietnamese.sentences import split

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PAGE_SIZE = 8

RELATIONS, TIMELINE, FAMILY, VERSIONS = "vien_dan", "dong_thoi_gian", "cay", "so_sanh"
TABS = (
    (RELATIONS, "Viện dẫn"),
    (TIMELINE, "Dòng thời gian"),
    (FAMILY, "Cây văn bản"),
    (VERSIONS, "So sánh hai bản"),
)
"""What can be looked at, and what people read."""

WAYS = (
    ("Mọi viện dẫn", ""),
    ("Văn bản này viện dẫn", "out"),
    ("Được văn bản khác viện dẫn", "in"),
    ("Chưa rõ dẫn tới văn bản nào", "unresolved"),
    ("Đã bỏ", "dismissed"),
)
"""Which relations are listed, as people read it, and in the model."""

Item = Relation | Event | Member | Difference
"""A line of a list."""


class RelationsModel(traitlets.HasTraits):
    """State and actions of the relations panel.

    Attributes:
        document: the document looked at, or None.
        validity: whether it is in force today.
        proof: the sentence that says so, or None where nothing does.
        tab: which list is on screen, of `TABS`.
        way, relation: which relations are listed: of `WAYS`; a key of `KINDS`, "" for all.
        steps, mentions: how far its family goes; whether with documents that only speak of it.
        change: which changes between versions are listed: a key of `comparison.KINDS`, "" for all.
        other: the document it is compared with, or None.
        page: page of the list, from 0.
        choices: the documents last found to choose from.
        revision: grows by one with every change; views watch this trait alone.
    """

    LASTING = ("_strokes",)
    """What a renewal leaves alone beside the state (`catching_up.ask_again`)."""

    tab = traitlets.Enum([key for key, _ in TABS], RELATIONS)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.reader = ReaderModel(workbench)
        self.document: Document | None = None
        self.validity: Validity | None = None
        self.proof: Citation | None = None
        self.other: Document | None = None
        self.choices: Choices = ()
        self.way, self.relation, self.change = "", "", ""
        self.steps, self.mentions = DEPTH, False
        self.page = 0
        self._relations: Relations | None = None
        self._timeline: Timeline | None = None
        self._family: Family | None = None
        self._comparison: Comparison | None = None
        self._strokes: list[tuple[str, ...]] = []

    # -- the document -----------------------------------------------------------------------------------------

    def find(self, text: str) -> None:
        """Look at the first document of a symbol, or that a search finds; `choices` has the others.

        Raises:
            QueryError: nothing was typed, or no document fits.
            NotBuiltError: the archive has not been built.
        """
        choices = find_choices(self.workbench, text)
        self.open(choices[0][1])
        self.choices = choices
        self.revision += 1

    def open(self, document_id: str) -> None:
        """Look at a document. Raises UnknownDocument, NotBuiltError."""
        document = self.workbench.document(document_id)
        if document.id not in [name for _, name in self.choices]:
            self.choices = ((choice_label(document.header.symbol, document.title), document.id),)
        self.document, self.other = document, None
        self.page = 0
        self.way = self.relation = self.change = ""
        self._read_anew()
        self.revision += 1

    @property
    def relations(self) -> Relations | None:
        """Its relations, dismissed ones among them."""
        if self._relations is None and self.document is not None:
            self._relations = self.workbench.relations(self.document.id, dismissed=True)
        return self._relations

    @property
    def timeline(self) -> Timeline | None:
        """Its life."""
        if self._timeline is None and self.document is not None:
            self._timeline = self.workbench.timeline(self.document.id)
        return self._timeline

    @property
    def family(self) -> Family | None:
        """What carries it out."""
        if self._family is None and self.document is not None:
            self._family = self.workbench.family(self.document.id, depth=self.steps, mentions=self.mentions)
        return self._family

    @property
    def comparison(self) -> Comparison | None:
        """How the later one of it and the other document differs from the earlier one."""
        if self._comparison is None and self.document is not None and self.other is not None:
            first, second = self.document, self.other
            if first.header.date and second.header.date and second.header.date < first.header.date:
                first, second = second, first
            self._comparison = self.workbench.compare(first.id, second.id)
        return self._comparison

    @property
    def versions(self) -> Choices:
        """The documents that may be other versions of it: its other files, and what it changes or is changed by."""
        if self.document is None:
            return ()
        found: dict[str, str] = {}
        for line in self.workbench.copies_of(self.document.id).itertuples():
            if line.id != self.document.id:
                found[str(line.id)] = f"{line.relation}: {line.path}"
        relations = self.relations
        if relations is not None:
            for one in (*relations.outgoing, *relations.incoming):
                other = self.other_of(one)
                entry = relations.entries.get(other or "")
                if entry is not None and one.cited.change is not None and not one.dismissed:
                    found.setdefault(entry.id, f"{KINDS[one.relation]}: {choice_label(entry.symbol, entry.title)}")
        return tuple((label, name) for name, label in found.items())

    # -- the list on screen -----------------------------------------------------------------------------------

    def show(self, tab: str) -> None:
        """Turn to another list."""
        self.tab, self.page = tab, 0
        self.revision += 1

    def limit(self, *, way: str | None = None, relation: str | None = None, change: str | None = None) -> None:
        """List only some relations, or only some changes."""
        self.way = self.way if way is None else way
        self.relation = self.relation if relation is None else relation
        self.change = self.change if change is None else change
        self.page = 0
        self.revision += 1

    def reach(self, *, steps: int | None = None, mentions: bool | None = None) -> None:
        """Say how far the family goes, and whether with documents that only speak of the directive."""
        self.steps = self.steps if steps is None else steps
        self.mentions = self.mentions if mentions is None else mentions
        self._family, self.page = None, 0
        self.revision += 1

    def compare(self, document_id: str) -> None:
        """Compare with another document. Raises QueryError for the same one, and as `open`."""
        if self.document is None:
            return
        other = self.workbench.document(document_id)
        if other.id == self.document.id:
            raise QueryError("Hai văn bản là một.", "Hãy chọn văn bản khác để so sánh.")
        self.other, self._comparison = other, None
        self.page, self.change = 0, ""
        self.revision += 1

    @property
    def items(self) -> tuple[Item, ...]:
        """All lines of the list that is on screen."""
        if self.document is None:
            return ()
        if self.tab == TIMELINE:
            return self.timeline.events if self.timeline is not None else ()
        if self.tab == FAMILY:
            return self.family.members[1:] if self.family is not None else ()
        if self.tab == VERSIONS:
            rows = self.comparison.changes if self.comparison is not None else ()
            return tuple(row for row in rows if self.change in ("", row.kind))
        return self._listed()

    @property
    def rows(self) -> tuple[Item, ...]:
        """The lines of this page."""
        return self.items[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the list fills."""
        return -(-len(self.items) // PAGE_SIZE)

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def other_of(self, item: Item) -> str | None:
        """The id of the other document of a line, where the archive has it."""
        mine = self.document.id if self.document is not None else ""
        if isinstance(item, Relation):
            other: str | None = item.target.id if self.goes_out(item) else item.source
        elif isinstance(item, Event):
            other = item.document_id or None
        elif isinstance(item, Member):
            other = item.entry.id
        else:
            other = None
        return other if other != mine else None

    def goes_out(self, relation: Relation) -> bool:
        """Whether it is a reference of the document looked at, not one to it."""
        return self.relations is not None and relation.number <= self._outgoing

    def _listed(self) -> tuple[Relation, ...]:
        relations = self.relations
        if relations is None:
            return ()
        out, into = relations.outgoing, relations.incoming
        chosen = {"out": out, "in": into, "unresolved": relations.unresolved}.get(self.way, (*out, *into))
        gone = self.way == "dismissed"
        return tuple(one for one in chosen if one.dismissed == gone and self.relation in ("", one.relation))

    @property
    def _outgoing(self) -> int:
        return max((one.number for one in self.relations.outgoing), default=0) if self.relations is not None else 0

    # -- sources ----------------------------------------------------------------------------------------------

    def read(self, citation: Citation) -> None:
        """Open a source at its words."""
        self.reader.open_citation(citation)

    # -- what people say --------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether something was decided here that can be taken back."""
        return bool(self._strokes)

    def confirm(self, relation: Relation) -> None:
        """Say that a relation is right as it is shown. Raises CorrectionError."""
        self._decided(self.workbench.confirm_relations(self._id, relation))

    def dismiss(self, relation: Relation) -> None:
        """Say that a relation is none. Raises CorrectionError."""
        self._decided(self.workbench.dismiss_relations(self._id, relation))

    def correct(self, relation: Relation, kind: str, target: str | None) -> None:
        """Say how a reference relates, and which document it means.

        Args:
            relation: the reference.
            kind: a key of `KINDS`.
            target: id of the document that is meant; "" for none of the archive, None as it is.

        Raises:
            CorrectionError: nothing is said, or the document would cite itself.
        """
        changed = kind if kind != relation.relation else None
        self._decided(self.workbench.correct_relation(self._id, relation, relation=changed, target=target))

    def undo(self, relation: Relation | None = None) -> None:
        """Take back what was said of a relation, or what was decided last here. Raises WorkbenchError."""
        if relation is not None and relation.word is not None:
            strokes: tuple[str, ...] = (relation.word.stroke,)
            self._strokes = [one for one in self._strokes if relation.word.stroke not in one]
        elif self._strokes:
            strokes = self._strokes.pop()
        else:
            return
        self.workbench.undo_relations(strokes)
        self._renew()

    @property
    def _id(self) -> str:
        assert self.document is not None
        return self.document.id

    def _decided(self, strokes: tuple[str, ...]) -> None:
        self._strokes.append(strokes)
        self._renew()

    def _renew(self) -> None:
        self._read_anew()
        self.page = max(min(self.page, self.pages - 1), 0)
        self.revision += 1

    def _read_anew(self) -> None:
        assert self.document is not None
        self._relations = self._timeline = self._family = self._comparison = None
        self.validity = self.workbench.validity(self.document.id)
        at = self.validity.citation
        self.proof = _sentence(self.workbench.document(at.document_id), at) if at is not None else None

    # -- where people left off --------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What `restore` needs to show the same list of the same document again."""
        return {
            "document": self.document.id if self.document is not None else "",
            "tab": self.tab,
            "way": self.way,
            "relation": self.relation,
            "steps": self.steps,
            "mentions": self.mentions,
            "change": self.change,
            "other": self.other.id if self.other is not None else "",
            "page": self.page,
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Look at the same document again; what the archive has no more is left out."""
        document, other, tab = (value_of(state, name, "") for name in ("document", "other", "tab"))
        with suppress(WorkbenchError):
            if document:
                self.open(document)
            if document and other:
                self.compare(other)
        self.tab = tab if tab in [key for key, _ in TABS] else RELATIONS
        self.steps = min(max(value_of(state, "steps", DEPTH), 1), DEPTH)
        self.mentions = value_of(state, "mentions", False)
        way, relation, change = (value_of(state, name, "") for name in ("way", "relation", "change"))
        self.way = way if way in [key for _, key in WAYS] else ""
        self.relation = relation if relation in KINDS else ""
        self.change = change if change in CHANGES else ""
        page = value_of(state, "page", 0)
        self.page = page if 0 <= page < self.pages else 0
        self.reader.restore(value_of(state, "reader", {}))
        self.revision += 1


def _sentence(document: Document, at: Citation) -> Citation:
    """The sentences of a passage around a stretch of it."""
    passage = document.passages[at.passage - 1]
    found = split(document.text[passage.start : passage.end])
    spans = [(passage.start + start, passage.start + end) for start, end in found]
    touched = [span for span in spans if span[0] < at.end and at.start < span[1]]
    if not touched:
        return at
    return document.cite(min(touched[0][0], at.start), max(touched[-1][1], at.end))
