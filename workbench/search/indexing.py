"""Keeps an engine in line with the catalogue, from the terms that were made when the documents were read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from whoosh import query

from workbench.archive.build import Digest
from workbench.archive.catalogue import Catalogue, fingerprint
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document
from workbench.documents.validity import STATES
from workbench.index.document import COPY, IndexedDocument, analyse, decode, encode, facet_term
from workbench.index.engine import SearchEngine

_BATCH = 4_000  # documents that become searchable together: few, large batches make few, large segments


def _digest(document: Document, tags: Sequence[str] = ()) -> bytes:
    header = document.header
    return encode(analyse(document, unit=header.unit or "", field=header.subject_field or "", tags=tags))


DIGEST = Digest("3", _digest)
"""What a build makes of each document; the version is raised when the same document gives other terms."""


LoadDocuments = Callable[[Iterable[str]], Mapping[str, Document]]

LoadTags = Callable[[Iterable[str]], Mapping[str, Sequence[str]]]
"""Gives what people tagged documents with, by id."""


class Indexer:
    """Feeds an engine with what the catalogue holds.

    Args:
        engine: takes the documents.
        catalogue: holds them, and notes what the engine holds.
        documents: gives documents by id as people decided they are; by default as they were read.
        tags: gives their tags; by default they have none.
        copies: gives the ids of the files for which lists show another file of the same document; by default none.
        validity: gives the state of force of documents by id, which hangs on other documents; by default none.
    """

    def __init__(
        self,
        engine: SearchEngine,
        catalogue: Catalogue,
        documents: LoadDocuments | None = None,
        tags: LoadTags | None = None,
        copies: Callable[[], Collection[str]] | None = None,
        validity: Callable[[], Mapping[str, str]] | None = None,
    ) -> None:
        self._engine = engine
        self._catalogue = catalogue
        self._documents = documents or catalogue.documents
        self._tags = tags or (lambda _ids: {})
        self._copies = copies or frozenset
        self._validity = validity or dict
        self._waiting: list[tuple[str, bytes]] = []
        if engine.fresh:
            catalogue.forget_indexed()
            engine.fresh = False

    def take(self, stored: Sequence[tuple[str, bytes]]) -> None:
        """Take documents that have just been written to the catalogue: their ids and terms."""
        self._waiting += stored
        if len(self._waiting) >= _BATCH:
            self._flush()

    def finish(self, progress: OnProgress | None = None) -> None:
        """Bring the engine in line with the catalogue, whatever was or was not taken before."""
        self._flush()
        to_add, to_remove = self._catalogue.to_index(DIGEST.version)
        purge = self._catalogue.must_purge
        if to_remove or purge:
            with self._engine.batch(purge=purge) as batch:
                batch.remove(to_remove)
            self._catalogue.mark_indexed([], to_remove)
            if purge:
                self._catalogue.purged()
        meter = ProgressMeter(progress, len(to_add), "Lập chỉ mục")
        for start in range(0, len(to_add), _BATCH):
            chunk = to_add[start : start + _BATCH]
            self._add(self._terms(chunk))
            for _ in chunk:
                meter.step()

    def renew(self, ids: Sequence[str]) -> None:
        """Make the terms of documents anew, because people decided something about them; `finish` then takes them."""
        self._flush()  # what waits was made before: it must not be taken for the new
        for start in range(0, len(ids), 200):
            self._make(ids[start : start + 200])

    def mark_copies(self) -> None:
        """Bring the index in line with which files are shown: groups are only known once everything is indexed."""
        every = max(self._engine.document_count(), 1)
        held = self._engine.search(query.Term(COPY, "1"), limit=every, facets=()).hits
        changed = sorted({document_id for document_id, _ in held} ^ set(self._copies()))
        for start in range(0, len(changed), _BATCH):
            self._add(self._terms(changed[start : start + _BATCH]))

    def mark_validity(self) -> None:
        """Bring the index in line with what is in force: that is known once every text has been read."""
        every = max(self._engine.document_count(), 1)
        held: dict[str, str] = {}
        for state in STATES:
            found = self._engine.search(query.Term("validity", facet_term(state)), limit=every, facets=()).hits
            held.update((document_id, state) for document_id, _ in found)
        present = {one.id for one in self._catalogue.listed()}
        wanted = self._validity()
        changed = sorted(name for name in present if held.get(name) != wanted.get(name))
        for start in range(0, len(changed), _BATCH):
            self._add(self._terms(changed[start : start + _BATCH]))

    def _terms(self, ids: list[str]) -> Iterable[tuple[str, bytes]]:
        """The kept terms of documents; made again where there are none, or another version made them."""
        kept = self._catalogue.terms(ids, DIGEST.version)
        missing = [document_id for document_id in ids if document_id not in kept]
        for start in range(0, len(missing), 200):
            kept |= self._make(missing[start : start + 200])
        return kept.items()

    def _make(self, ids: Sequence[str]) -> dict[str, bytes]:
        tags = self._tags(ids)
        made = {name: _digest(document, tags.get(name, ())) for name, document in self._documents(ids).items()}
        self._catalogue.keep_terms((key, fingerprint(DIGEST.version, value), value) for key, value in made.items())
        return made

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._add(waiting)

    def _add(self, documents: Iterable[tuple[str, bytes]]) -> None:
        added: list[str] = []
        copies, validity = self._copies(), self._validity()
        with self._engine.batch() as batch:
            for document_id, terms in documents:
                batch.add(_decoded(document_id, terms, document_id in copies, validity.get(document_id, "")))
                added.append(document_id)
        self._catalogue.mark_indexed(added, [])


def _decoded(document_id: str, terms: bytes, copy: bool, validity: str) -> IndexedDocument:
    document = decode(terms)
    # A file inside a container may have got another id than the one its worker thought of.
    same = (document.id, document.copy, document.validity) == (document_id, copy, validity)
    return document if same else replace(document, id=document_id, copy=copy, validity=validity)
