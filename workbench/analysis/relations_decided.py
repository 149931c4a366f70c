"""What people decided about relations: laid over what is read, found again by content and by words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from workbench.analysis.relations_reading import Cited
from workbench.analysis.relations_resolve import Directory, Target
from workbench.archive.catalogue import Catalogue
from workbench.archive.validity_held import RELATION
from workbench.documents.model import Document
from workbench.documents.reference_relations import CHANGES
from workbench.documents.symbols import symbol_key
from workbench.workspace.corrections import Identity
from workbench.workspace.row_decisions import RowDecision, RowDecisions, Said

_SAID = "do người xác nhận"
_NOT_HELD = Target("unresolved", (), f"không có trong kho, {_SAID}")
_GONE = Target("unresolved", (), "văn bản do người chỉ ra nay không có trong kho")


class Word(NamedTuple):
    """What people said of one relation, all their decisions about it taken together.

    Attributes:
        decision: the last one.
        stroke: its name, for undoing it.
        relation: how it relates, a key of `KINDS`; None as it is read.
        target: where it leads; None as it is read.
    """

    decision: Said
    stroke: str
    relation: str | None = None
    target: Target | None = None


class DecidedRelations:
    """The decisions in force about the relations of an archive.

    Args:
        lines: the decisions by present id of the citing document, oldest first.
        directory: all documents.
        ids_of: the present ids of the documents with a content, by its hash.
    """

    def __init__(
        self, lines: Mapping[str, Sequence[RowDecision]], directory: Directory, ids_of: Mapping[str, Sequence[str]]
    ) -> None:
        self._directory = directory
        self._ids_of = ids_of
        by_head: dict[str, dict[int, RowDecision]] = {}  # what is said of one file holds for every file of the document
        for name, told in lines.items():
            by_head.setdefault(directory.representative(name), {}).update({line.id: line for line in told})
        self._lines = {head: [told[number] for number in sorted(told)] for head, told in by_head.items()}
        self.sources = frozenset(lines)
        """The documents whose relations are decided about."""

    def of(self, document: Document) -> dict[int, Word]:
        """What is said of the relations of a document, by where its reference begins in the text."""
        found: dict[int, Word] = {}
        for line in self._lines.get(self._directory.representative(document.id), ()):
            if not line.quote:
                continue  # blanked when the document turned out to be secret
            start = line.place_in(document.text)
            if start is None:
                continue
            at = start + line.values["at"]
            before = found.get(at, Word(line.decision, line.stroke))
            found[at] = Word(
                line.decision,
                line.stroke,
                line.values.get("relation", before.relation),
                self._target(line) or before.target,
            )
        return found

    def leading_to(self, ids: Iterable[str]) -> list[str]:
        """The documents with a reference of which people said that it leads to one of these."""
        wanted = set(ids)
        return [
            head
            for head, told in self._lines.items()
            if any((target := self._target(line)) and target.id in wanted for line in told)
        ]

    def sources_of(self, strokes: Iterable[str]) -> set[str]:
        """The documents about whose relations these decisions are."""
        wanted = set(strokes)
        return {head for head, told in self._lines.items() if any(line.stroke in wanted for line in told)}

    def _target(self, line: RowDecision) -> Target | None:
        said = line.values.get("target")
        if said is None:
            return None
        if not said:
            return _NOT_HELD
        same = [name for name in self._ids_of.get(said["hash"], ()) if name in self._directory.entries]
        name = said["id"] if said["id"] in same or not same else same[0]
        if name not in self._directory.entries or (not same and not self._same(name, said["mark"])):
            return _GONE
        return Target("resolved", (self._directory.representative(name),), _SAID)

    def _same(self, name: str, mark: str) -> bool:
        """Whether the document in this place can still be the one that was meant, its file being another."""
        held = mark_of(self._directory.entries[name].symbol)
        return not held or not mark or held == mark


def decided_relations(
    decisions: RowDecisions,
    catalogue: Catalogue,
    identities: Callable[[Iterable[str]], Sequence[Identity]],
    directory: Directory,
) -> DecidedRelations:
    """The decisions in force about the relations of an archive; of a large one they are few."""
    told = decisions.all(RELATION)
    if not told:
        return DecidedRelations({}, directory, {})
    near = catalogue.listed({line.document_id for line in told})
    near += catalogue.listed_with({line.content_hash for line in told})
    lines = decisions.on(RELATION, identities({one.id for one in near}))
    ids_of: dict[str, list[str]] = {}
    for one in catalogue.listed_with({line.values["target"]["hash"] for line in told if line.values.get("target")}):
        ids_of.setdefault(one.content_hash, []).append(one.id)
    return DecidedRelations(lines, directory, ids_of)


def mark_of(symbol: str | None) -> str:
    """What tells a symbol from others without holding it: the document that is meant may turn out to be secret."""
    return hashlib.sha256(symbol_key(symbol).encode("utf-8")).hexdigest()[:16] if symbol else ""


def as_said(cited: Cited, relation: str | None) -> Cited:
    """A reference that relates as a person says."""
    if relation is None or relation == cited.relation:
        return cited
    change = relation if relation in CHANGES else None
    return replace(cited, relation=relation, change=change, by=None, partial=False, proposed=False)
