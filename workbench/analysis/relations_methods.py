"""Relations, validity, families and comparison of documents, as methods of `Workbench`."""

from __future__ import annotations

import zlib
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from whoosh import query

from workbench.analysis.comparison import Comparison
from workbench.analysis.comparison_align import compare_documents
from workbench.analysis.relations import Graph, Relations, relations_in
from workbench.analysis.relations_decided import DecidedRelations, decided_relations
from workbench.analysis.relations_deciding import DecidingRelations
from workbench.analysis.relations_family import DEPTH, Family, family_of
from workbench.analysis.relations_reading import NAME, VERSION, Reading, read_text, reading_of, unpack
from workbench.analysis.relations_reading import pack as pack_reading
from workbench.analysis.relations_resolve import Directory, Entry
from workbench.analysis.relations_validity import (
    Change,
    Timeline,
    Validity,
    beginning,
    changes_in,
    has_force,
    judge,
    timeline_of,
    validity_of,
)
from workbench.archive.build import build_lock
from workbench.archive.deciding import Renewing
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.archive.second_stage import Analysis
from workbench.documents.model import Document
from workbench.documents.symbols import symbol_key
from workbench.documents.validity import FIELD
from workbench.errors import WorkbenchError
from workbench.index.engine import SearchEngine
from workbench.workspace.row_decisions import RowDecisions

READING = Analysis(NAME, VERSION, read_text, "Đọc viện dẫn")
"""What the second stage of a build makes of every text for relations."""

_CHUNK = 200
_SPEAKS_OF_CHANGE = (b'"thay_the"', b'"sua_doi"', b'"bai_bo"')


class Linking(DecidingRelations):
    """The part of `Workbench` about how documents relate to each other."""

    @abstractmethod
    def _usable_engine(self) -> SearchEngine:
        """The engine, filled. Raises NotBuiltError: nothing is indexed."""

    def relations(self, document_id: str, *, dismissed: bool = False) -> Relations:
        """What a document cites and what cites it, each reference with its relation, its place and where it leads.

        `relations.unresolved` lists the references that lead to no document of the archive, or to more than one.

        Args:
            document_id: id of the document; its first characters are enough.
            dismissed: also the rows that a person dismissed.

        Raises:
            NotBuiltError, UnknownDocument: as `document`.
        """
        graph, name = self._graph_with(document_id)
        return graph.relations(name, dismissed=dismissed)

    def validity(self, document_id: str, on: date | None = None) -> Validity:
        """Whether a document is in force on a day (today by default), and which words of which document say so.

        A person's word (`correct(id, "trangthai", …)`) stands above what the texts say. Raises: as `relations`.
        """
        graph, name = self._graph_with(document_id)
        found = validity_of(graph, name, on or date.today())
        said = graph.document(name).register.get(FIELD)
        if not said:
            return found
        read = "" if said == found.state else f"; theo các văn bản trong kho: {found.state} ({found.reason})"
        return replace(found, state=said, reason=f"do người xác nhận{read}", confirmed=True, sure=True)

    def timeline(self, document_id: str) -> Timeline:
        """The life of a document: issued, in force, guided, carried out, amended, reviewed, replaced, repealed.

        Raises: as `relations`.
        """
        graph, name = self._graph_with(document_id)
        return timeline_of(graph, name)

    def family(self, document_id: str, *, depth: int = DEPTH, mentions: bool = False) -> Family:
        """Everything that carries out a directive, and everything that carries out that.

        Args:
            document_id: id of the directive.
            depth: how many steps to go at most.
            mentions: also the documents that only speak of it in passing.

        Raises: as `relations`.
        """
        graph, name = self._graph_with(document_id)
        return family_of(graph, name, depth=max(depth, 0), mentions=mentions)

    def compare(self, first_id: str, second_id: str) -> Comparison:
        """What was added, dropped, moved and changed from one document to another, by section, with the numbers.

        Raises: as `relations`.
        """
        return compare_documents(self.document(first_id), self.document(second_id))

    def validities(self) -> pd.DataFrame:
        """The state of force of every document that has one, as last worked out: what names it, and state."""
        self._require_built()
        states = self._validity.states()
        frame = self._decided.frame()[["id", "symbol", "type", "date", "title"]].copy()
        frame["state"] = frame["id"].map(states)
        return frame[frame["state"].notna()].reset_index(drop=True)

    # -- the archive's graph ----------------------------------------------------------------------------------

    def _graph_with(self, document_id: str) -> tuple[Graph, str]:
        document = self.document(document_id)
        graph = self._graph()
        if document.id not in graph.directory.entries:  # its original was deleted
            graph = self._new_graph(extra=document)
        return graph, document.id

    def _graph(self) -> Graph:
        """The graph of the archive as it is; kept until catalogue or decisions change."""
        state = tuple(map(_state_of, self._files()))
        kept: tuple[object, Graph] | None = self.__dict__.get("_kept_graph")
        if kept is None or kept[0] != state:
            graph = self._new_graph()
            self.__dict__["_kept_graph"] = kept = (tuple(map(_state_of, self._files())), graph)
        return kept[1]

    def _files(self) -> list[Path]:
        folders = (self.settings.indexes, self.settings.workspace)
        return [
            file for folder in folders for file in sorted(folder.glob("*.sqlite*")) if not file.name.endswith("-shm")
        ]

    def _new_graph(self, extra: Document | None = None) -> Graph:
        engine = self._usable_engine()
        entries = list(self._entries())
        if extra is not None:
            header = extra.header
            entries.append(
                Entry(extra.id, extra.path, header.symbol, header.type, header.issuer, header.date, extra.title)
            )

        def documents(ids: Iterable[str]) -> Mapping[str, Document]:
            found = self._decided.documents(ids)
            return {**found, extra.id: extra} if extra is not None and extra.id in ids else found

        def citing(symbol: str) -> Iterable[str]:
            every = max(engine.document_count(), 1)
            found = engine.search(query.Term("cites", symbol_key(symbol)), limit=every, sort="date", facets=())
            return [name for name, _ in found.hits]

        directory = Directory(entries, self.representative_of)
        return Graph(directory, documents, self._readings, citing, self._decided_relations(directory))

    def _decided_relations(self, directory: Directory) -> DecidedRelations:
        return decided_relations(
            RowDecisions(self.workspace), self.catalogue, self._decided.tagged.identities, directory
        )

    def _entries(self) -> Iterable[Entry]:
        for row in self._decided.frame().itertuples(index=False):
            values: Any = row
            yield Entry(values.id, values.path, values.symbol, values.type, values.issuer, values.date, values.title)

    def _readings(self, documents: Mapping[str, Document]) -> Mapping[str, Reading]:
        """The readings of these documents; made and kept where they were not yet."""
        found = {name: unpack(kept) for name, kept in self.catalogue.analyses(NAME, VERSION, documents)}
        made = []
        for name in documents.keys() - found.keys():
            found[name] = reading_of(documents[name].text)
            text_hash = self.catalogue.text_hash(name)
            if text_hash is not None:
                made.append((text_hash, pack_reading(found[name])))
        if made:
            self.catalogue.keep_analyses(NAME, VERSION, dict(made).items())
        return found

    # -- the index's facet ------------------------------------------------------------------------------------

    def _hold_decisions(self, indexer: Renewing, progress: OnProgress | None = None) -> None:
        super()._hold_decisions(indexer, progress)
        relations_anew = self._validity.relations_anew()
        if relations_anew:
            self._validity.keep(self._work_out(date.today(), progress))
        if relations_anew or self._validity.said_anew():  # a document's terms do not hold its state: it is told apart
            indexer.mark_validity()
            self._validity.indexed()

    def _update_validity(self, progress: OnProgress | None = None, on: date | None = None) -> None:
        """Work out the state of force of every document, and bring the index in line where it has changed."""
        states = self._work_out(on or date.today(), progress)
        self._validity.keep(states)
        try:
            with build_lock(self.settings.indexes):
                self._indexer().mark_validity()
                self._validity.indexed()
        except WorkbenchError:
            return  # a build is running; the states are kept, and the next second stage brings the index in line

    def _work_out(self, on: date, progress: OnProgress | None) -> dict[str, str]:
        directory = Directory(self._entries(), self.representative_of)
        decided = self._decided_relations(directory)
        effective: dict[str, Reading] = {}  # readings with statements of force
        telling: list[str] = []  # documents that speak of changes
        for name, kept in self.catalogue.analyses(NAME, VERSION):
            plain = zlib.decompress(kept) if kept else b""
            if not plain.endswith(b",[]]") and plain:
                effective[name] = Reading((), unpack(kept).effects)
            if name in decided.sources or any(word in plain for word in _SPEAKS_OF_CHANGE):
                telling.append(name)

        def begins(name: str) -> date | None:
            return beginning(directory.entries[name], effective.get(name, Reading()))[0]

        changes: dict[str, list[Change]] = {}
        meter = ProgressMeter(progress, len(telling), "Xem hiệu lực")
        for start in range(0, len(telling), _CHUNK):
            chunk = telling[start : start + _CHUNK]
            readings = {name: unpack(kept) for name, kept in self.catalogue.analyses(NAME, VERSION, chunk)}
            for name, document in self._decided.documents(chunk).items():
                entry = directory.entries.get(name)
                if entry is None or name not in readings:
                    continue
                rows = relations_in(document, readings[name], entry, directory, decided.of(document))
                told = [one for one in rows if not one.dismissed]
                for target, change in changes_in(entry, told, directory, begins):
                    changes.setdefault(directory.representative(target), []).append(change)
            for _ in chunk:
                meter.step()
        states = {}
        for name, entry in directory.entries.items():
            if has_force(entry.type):
                known = changes.get(directory.representative(name), ())
                states[name] = judge(entry, effective.get(name, Reading()), known, on).state
        return states


def _state_of(file: Path) -> tuple[str, int, int]:
    found = file.stat()
    return file.name, found.st_mtime_ns, found.st_size
