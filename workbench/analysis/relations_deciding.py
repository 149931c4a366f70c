"""What people decide about relations, as methods of `Workbench`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from workbench.analysis.relations import Graph, Relation, Relations
from workbench.analysis.relations_decided import mark_of
from workbench.analysis.relations_validity import has_force, validity_of
from workbench.archive.build import build_lock
from workbench.archive.deciding import Deciding
from workbench.archive.report import OnProgress
from workbench.archive.validity_held import RELATION, ValidityHeld
from workbench.documents.reference_relations import CHANGES, KINDS
from workbench.errors import CorrectionError, WorkbenchError
from workbench.vietnamese.spelling import fold
from workbench.workspace.corrections import Held
from workbench.workspace.row_decisions import Row, RowDecisions, Said

Rows = int | Relation | Iterable[int | Relation]
"""Relations, or their numbers in `Workbench.relations`."""


class DecidingRelations(Deciding):
    """The part of `Workbench` about people's word on relations."""

    @abstractmethod
    def relations(self, document_id: str, *, dismissed: bool = False) -> Relations:
        """What a document cites and what cites it."""

    @abstractmethod
    def _graph(self) -> Graph:
        """Every relation of the archive."""

    @abstractmethod
    def _update_validity(self, progress: OnProgress | None = None, on: date | None = None) -> None:
        """Work out which documents are in force (on a day; today)."""

    @cached_property
    def _validity(self) -> ValidityHeld:
        return ValidityHeld(self.catalogue, self._decided, self.workspace, self.settings.indexes)

    def confirm_relations(self, document_id: str, rows: Rows) -> tuple[str, ...]:
        """Say that relations are right as they are shown: how they relate, and where they lead.

        Args:
            document_id: the document of whose `relations` the rows are.
            rows: the relations, or their numbers.

        Returns:
            The names of the strokes, for `undo_relations`.

        Raises:
            NotBuiltError, UnknownDocument: as `document`.
            CorrectionError: there is no such row, or its document left the archive; nothing is then changed.
        """
        return self._decide_relations(
            [
                (one, {"relation": one.relation} | ({"target": self._named(one.target.id)} if one.target.id else {}))
                for one in self._rows(document_id, rows)
            ],
            "confirmed",
        )

    def correct_relation(
        self, document_id: str, row: int | Relation, *, relation: str | None = None, target: str | None = None
    ) -> tuple[str, ...]:
        """Say how a reference relates, or which document it means; kept through every rebuild.

        Args:
            document_id, row: as for `confirm_relations`.
            relation: a key of `KINDS`, or its name ("thay thế").
            target: id of the document that is meant (its first characters are enough); "" for none of the archive.

        Returns and raises: as `confirm_relations`; CorrectionError also where there is no such relation, nothing is
        said, or the document would cite itself.
        """
        (one,) = self._rows(document_id, row)
        values: dict[str, Any] = {}
        if relation is not None:
            values["relation"] = _kind(relation)
        if target is not None:
            meant = self.document(target).id if target.strip() else ""
            if meant and meant in self._graph().directory.files_of(one.source):
                raise CorrectionError("Văn bản không thể viện dẫn chính nó.", "Hãy chỉ văn bản khác, hoặc bỏ dòng này.")
            values["target"] = self._named(meant) if meant else {}
        if not values:
            raise CorrectionError("Chưa nói sửa gì.", "Hãy cho biết quan hệ đúng, hoặc mã văn bản được viện dẫn.")
        return self._decide_relations([(one, values)], "corrected")

    def dismiss_relations(self, document_id: str, rows: Rows) -> tuple[str, ...]:
        """Say that these are no relations; they are left out everywhere. As `confirm_relations`."""
        return self._decide_relations([(one, {}) for one in self._rows(document_id, rows)], "dismissed")

    def undo_relations(self, strokes: str | Iterable[str]) -> int:
        """Take decisions about relations back; what was in force before comes back. Returns how many rows."""
        names = (strokes,) if isinstance(strokes, str) else tuple(strokes)
        self._require_built()
        sources = self._graph().decided.sources_of(names)
        behind, before = self._validity.relations_anew(), self._touched(sources)
        undone = sum(self._row_decisions_of_relations.undo(name) for name in names)
        self._renew_validity(sources, before, all_anew=behind)
        return undone

    # -- parts ------------------------------------------------------------------------------------------------

    @property
    def _row_decisions_of_relations(self) -> RowDecisions:
        return RowDecisions(self.workspace)

    def _rows(self, document_id: str, rows: Rows) -> list[Relation]:
        wanted = [rows] if isinstance(rows, int | Relation) else list(rows)
        shown = self.relations(document_id, dismissed=True)
        by_number = {one.number: one for one in (*shown.outgoing, *shown.incoming)}
        found = []
        for row in wanted:
            one = by_number.get(row) if isinstance(row, int) else row
            if one is None:
                raise CorrectionError(
                    f"Văn bản “{shown.document.title}” không có dòng quan hệ số {row}.",
                    f"Hãy xem lại số dòng: workbench relations {shown.document.id}",
                )
            found.append(one)
        return found

    def _held_for(self, document_id: str) -> Held:
        for listed in self.catalogue.listed([document_id]):
            return Held(self.catalogue.document(document_id), listed.content_hash)
        raise CorrectionError("Văn bản này không còn trong kho.", "Chỉ ghi được cho văn bản đang có.")

    def _named(self, document_id: str) -> dict[str, str]:
        """By what a decision finds the document that it leads to again."""
        held = self._held_for(document_id)
        return {
            "id": document_id,
            "hash": held.content_hash,
            "mark": mark_of(self._graph().directory.entries[document_id].symbol),
        }

    def _decide_relations(self, told: list[tuple[Relation, dict[str, Any]]], said: Said) -> tuple[str, ...]:
        sources = {one.source for one, _ in told}
        held = {name: self._held_for(name) for name in sources}
        behind, before = self._validity.relations_anew(), self._touched(sources)
        strokes = []
        for one, values in told:
            row = Row(one.citation.start, one.citation.quote)
            place = {"at": one.cited.start - one.citation.start}
            strokes.append(
                self._row_decisions_of_relations.decide(RELATION, held[one.source], [row], said, values | place)
            )
        self._renew_validity(sources, before, all_anew=behind)
        return tuple(strokes)

    def _touched(self, sources: Iterable[str]) -> set[str]:
        """The documents of which these say that something happens to them."""
        graph = self._graph()
        return {
            one.target.id
            for name in sources
            for one in graph.outgoing(name)
            if one.target.id and one.cited.change in CHANGES
        }

    def _renew_validity(self, sources: Iterable[str], before: set[str], *, all_anew: bool) -> None:
        """Work out anew the state of force of the documents that these speak of, where states are kept at all."""
        if not self._validity.kept:
            return  # the second stage of a build makes them
        if all_anew:
            self._update_validity()
            return
        graph, today = self._graph(), date.today()
        states = self._validity.read()
        touched = {file for name in before | self._touched(sources) for file in graph.directory.files_of(name)}
        for name in touched:
            if has_force(graph.directory.entries[name].type):
                states[name] = validity_of(graph, name, today).state
        self._validity.keep(states)
        try:
            with build_lock(self.settings.indexes):
                self._indexer().mark_validity()
                self._validity.indexed()
        except WorkbenchError:
            return  # a build is running; the next one finds that the index lacks the decision


def _kind(said: str) -> str:
    """The relation that a person means, by key or name."""
    wanted = fold(said).strip().replace("_", " ")
    for name, shown in KINDS.items():
        if wanted in (name.replace("_", " "), fold(shown)):
            return name
    raise CorrectionError(f"Không có quan hệ “{said}”.", f"Hãy chọn: {', '.join(KINDS.values())}.")
