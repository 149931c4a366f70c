"""The archive as people decided it is: the catalogue's documents with corrections, and groups of same documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd

from workbench.archive.build import OnStored
from workbench.archive.catalogue import Catalogue
from workbench.archive.report import OnProgress
from workbench.archive.similar_groups import Member
from workbench.archive.similar_store import SimilarStore
from workbench.archive.tagged import Tagged
from workbench.documents.model import Document
from workbench.folders import make_folder
from workbench.workspace.corrections import Change, Corrections, Decision, Held, Identity, Source, key_of
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.fields import FIELDS, Field, Value, field_named, value_from

_SEEN = "decisions.json"
_CHUNK = 500


class Decided:
    """What the rest of the workbench takes documents from.

    Args:
        catalogue: what was read.
        store: what people decided.
        indexes: folder in which is noted which decisions the search index holds.
    """

    def __init__(self, catalogue: Catalogue, store: WorkspaceStore, indexes: Path) -> None:
        self._catalogue = catalogue
        self.corrections = Corrections(store)
        self.tagged = Tagged(catalogue, store, indexes, lambda: self.representative_of)
        self.similar = SimilarStore(indexes)
        self._seen = indexes / _SEEN
        self._stored: set[str] = set()
        self._mark: tuple[int, str] = (0, "")

    def close(self) -> None:
        """Let go of the file of groups."""
        self.similar.close()

    # -- giving out -------------------------------------------------------------------------------------------

    def document(self, document_id: str) -> Document:
        """The document with this id or the only one that begins so. Raises UnknownDocument."""
        document = self._catalogue.document(document_id)
        return self.documents([document.id]).get(document.id, document)  # a departed one has no file to find it by

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not in the catalogue are left out."""
        return self.corrections.apply(self._held(ids))

    def frame(self) -> pd.DataFrame:
        """All documents: id, path, symbol, type, issuer, date, title."""
        frame = self._catalogue.to_frame()
        for document in self.documents(self.corrections.touched(self._identities())).values():
            header = document.header
            values = [header.symbol, header.type, header.issuer, header.date, document.title]
            frame.loc[frame["id"] == document.id, ["symbol", "type", "issuer", "date", "title"]] = values
        return frame

    def headers(self, ids: Iterable[str] | None = None) -> Iterator[Document]:
        """Every document (or these) without its text, with the decisions applied; ordered by path."""
        chunk: list[Held] = []
        for document, content_hash in self._catalogue.headers(ids):
            chunk.append(Held(document, content_hash))
            if len(chunk) >= _CHUNK:
                yield from self.corrections.apply(chunk).values()
                chunk = []
        yield from self.corrections.apply(chunk).values()

    def page_counts(self) -> dict[str, int]:
        """Number of pages by id, of documents whose format has pages."""
        return self._catalogue.page_counts()

    # -- deciding ---------------------------------------------------------------------------------------------

    def correct(self, ids: Sequence[str], values: Mapping[str, object], note: str = "") -> str:
        """A person says what fields of documents are. Returns the batch, for undoing it.

        Raises:
            UnknownDocument, CorrectionError: as `document` and `value_from`; nothing is then written.
        """
        parsed = {(field := field_named(name)).name: value_from(field, typed) for name, typed in values.items()}
        held = self._held([self._catalogue.document(name).id for name in ids])
        changes = [Change(one, FIELDS[name], value, note) for one in held for name, value in parsed.items()]
        return self.corrections.decide(changes)

    def confirm(self, ids: Sequence[str], names: Sequence[str] = ()) -> str:
        """A person says that fields are right as they are; without names, every field that has a value."""
        fields = [field_named(name) for name in names]
        held = self._held([self._catalogue.document(name).id for name in ids])
        now = self.corrections.apply(held)
        changes = []
        for one in held:
            document = now[one.document.id]
            chosen = fields or [field for field in FIELDS.values() if field.value_of(document)]
            changes += [Change(one, field, field.value_of(document)) for field in chosen]
        return self.corrections.decide(changes)

    def decide(self, found: Iterable[tuple[str, Field, Value, str]], source: Source) -> str:
        """Write many decisions (document id, field, value, note) in one stroke."""
        lines = list(found)
        held = {one.document.id: one for one in self._held({name for name, *_ in lines})}
        changes = [Change(held[name], field, value, note) for name, field, value, note in lines if name in held]
        return self.corrections.decide(changes, source)

    def undo(self, ids: Sequence[str] = (), names: Sequence[str] = (), batch: str | None = None) -> set[str]:
        """Take back the newest decision about fields of documents, or a batch. Returns the ids concerned."""
        held = self._held([self._catalogue.document(name).id for name in ids])
        return self.corrections.undo(held, [field_named(name).name for name in names], batch=batch)

    def history(self, document_id: str) -> list[Decision]:
        """Every decision about a document, newest first."""
        return [
            line
            for one in self._held([self._catalogue.document(document_id).id])
            for line in self.corrections.history(one)
        ]

    # -- keeping the index in step ----------------------------------------------------------------------------

    def noting(self, on_stored: OnStored) -> OnStored:
        """`on_stored`, with a note of what is stored: until `indexed` is called, the index lacks its decisions."""

        def stored(documents: Sequence[tuple[str, bytes]]) -> None:
            if not self._stored:
                self._seen.unlink(missing_ok=True)  # after a crash every decision is then looked at again
            self._stored.update(name for name, _ in documents)
            on_stored(documents)

        return self.tagged.noting(stored)

    @property
    def stored_count(self) -> int:
        """How many documents were stored since `indexed` was last called."""
        return len(self._stored)

    def stale(self) -> list[str]:
        """Ids of documents that the search index may hold without the newest decisions."""
        lines, self._mark = self.corrections.changed_since(self._read_mark())
        if not lines and not self._stored:
            return []
        everything = self._identities() if lines else self._identities(self._stored)
        found = self.corrections.touched([one for one in everything if one.id in self._stored])
        ids = {line.document_id for line in lines}
        hashes = {line.content_hash for line in lines}
        keys = {key for line in lines for key in (line.read_key, line.natural_key)} - {None}
        found |= {one.id for one in everything if one.id in ids or one.content_hash in hashes or one.key in keys}
        return sorted(found)

    def indexed(self) -> None:
        """Note that the index holds what `stale` told, and the present tags."""
        self.tagged.indexed()
        self._stored.clear()
        make_folder(self._seen.parent)
        self._seen.write_text(json.dumps(self._mark), encoding="utf-8")

    def update_groups(
        self, refresh: Iterable[str] = (), on_progress: OnProgress | None = None, most: int | None = None
    ) -> int:
        """Bring the groups of same documents up to date.

        Args:
            refresh: documents whose fields people changed.
            on_progress: told how far the work has come.
            most: how many documents may be compared now (see `SimilarStore.update`).

        Returns:
            How many documents were compared.
        """
        present = {one.id: one.content_hash for one in self._catalogue.listed()}
        self.__dict__.pop("representative_of", None)
        return self.similar.update(present, self.documents, refresh=refresh, most=most, on_progress=on_progress)

    @cached_property
    def representative_of(self) -> Mapping[str, str]:
        """For every file that another one of its document stands for in lists: the id of that one."""
        return self.similar.representatives()

    def copies_of(self, document_id: str) -> list[Member]:
        """The files that are one document with this one, itself among them; empty when it stands alone."""
        return self.similar.members_of(self._catalogue.document(document_id).id)

    def _read_mark(self) -> tuple[int, str]:
        try:
            number, moment = json.loads(self._seen.read_text(encoding="utf-8"))
            return int(number), str(moment)
        except (OSError, ValueError, TypeError):  # lost or cut off: every decision is then looked at again
            return 0, ""

    def _held(self, ids: Iterable[str]) -> list[Held]:
        wanted = list(ids)
        found = self._catalogue.documents(wanted)
        return [Held(found[one.id], one.content_hash) for one in self._catalogue.listed(wanted) if one.id in found]

    def _identities(self, ids: Iterable[str] | None = None) -> list[Identity]:
        return [
            Identity(one.id, one.content_hash, key_of(one.symbol, one.issuer, one.date))
            for one in self._catalogue.listed(ids)
        ]
