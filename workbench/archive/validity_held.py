"""The state of force of each document, kept beside the index: it depends on other documents, not on its own text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from workbench.archive.catalogue import Catalogue
from workbench.archive.decided import Decided
from workbench.documents.validity import FIELD
from workbench.folders import make_folder
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.database.correction_tables import CorrectionRow
from workbench.workspace.row_decisions import RowDecisions

_FILE = "validity.json"
_SAID = "validity-said.json"
_RELATIONS = "validity-relations.json"

RELATION = "relation"
"""What decisions about relations are kept under; states of force hang on them."""


class ValidityHeld:
    """The states as they were last worked out, with what people decided laid over them.

    Args:
        catalogue: what was read.
        decided: gives documents as people decided they are.
        store: what people decided.
        indexes: folder in which the states are kept; a rebuild makes them anew.
    """

    def __init__(self, catalogue: Catalogue, decided: Decided, store: WorkspaceStore, indexes: Path) -> None:
        self._catalogue = catalogue
        self._decided = decided
        self._store = store
        self._file = indexes / _FILE
        self._said = indexes / _SAID
        self._relations = indexes / _RELATIONS

    def states(self) -> Mapping[str, str]:
        """The state of each document by id; those without any are left out."""
        return {**_read(self._file), **self.confirmed()}

    def confirmed(self) -> dict[str, str]:
        """The states that people decided, by id of the document."""
        wanted = sa.select(CorrectionRow.document_id, CorrectionRow.content_hash).where(
            CorrectionRow.field == FIELD, CorrectionRow.undone_at.is_(None)
        )
        with self._store.read() as connection:
            lines = connection.execute(wanted).all()
        if not lines:
            return {}
        near = self._catalogue.listed({line.document_id for line in lines})
        near += self._catalogue.listed_with({line.content_hash for line in lines})
        ids = {one.id for one in near}
        shown = self._decided.representative_of
        heads = {shown.get(name, name) for name in ids}
        ids |= heads | {name for name, head in shown.items() if head in heads}  # the other files of these documents
        documents = self._decided.documents(ids)
        return {name: one.register[FIELD] for name, one in documents.items() if one.register.get(FIELD)}

    @property
    def kept(self) -> bool:
        """Whether states were worked out since the index was made."""
        return self._file.is_file()

    def read(self) -> dict[str, str]:
        """The states that the texts of the archive tell, as last kept."""
        return _read(self._file)

    def keep(self, states: Mapping[str, str]) -> None:
        """Keep the states that the texts of the archive tell."""
        _write(self._file, states)

    def said_anew(self) -> bool:
        """Whether people decided other states than those which `indexed` noted last."""
        return self.confirmed() != _read(self._said)

    def relations_anew(self) -> bool:
        """Whether people decided other things about relations than those which `indexed` noted last."""
        return self.kept and self._decided_relations() != _read(self._relations)

    def indexed(self) -> None:
        """Note that the index holds what people decided, about states and about the relations that make them."""
        said = self.confirmed()
        if said or self._said.is_file():
            _write(self._said, said)
        relations = self._decided_relations()
        if relations or self._relations.is_file():
            _write(self._relations, relations)

    def _decided_relations(self) -> dict[str, str]:
        return {line.stroke: line.decision for line in RowDecisions(self._store).all(RELATION)}


def _read(file: Path) -> dict[str, str]:
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none yet, or lost: the next second stage makes it
        return {}
    return {str(name): str(state) for name, state in plain.items()} if isinstance(plain, dict) else {}


def _write(file: Path, states: Mapping[str, str]) -> None:
    make_folder(file.parent)
    draft = file.with_suffix(".new")
    draft.write_text(json.dumps(dict(states), ensure_ascii=False), encoding="utf-8")
    draft.replace(file)
