"""What a person can decide about documents, as methods of `Workbench`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pandas as pd

from workbench.archive.build import build_lock
from workbench.archive.catalogue import Catalogue
from workbench.archive.decided import Decided
from workbench.archive.intake import document_id
from workbench.archive.report import BuildRow, OnProgress
from workbench.archive.similar import RELATIONS
from workbench.archive.similar_groups import Member
from workbench.documents.model import Document
from workbench.errors import WorkbenchError
from workbench.settings import Settings
from workbench.vietnamese.lexicon import Lexicon
from workbench.workspace.corrections import SOURCES, local_time
from workbench.workspace.database import WorkspaceStore
from workbench.workspace.fields import FIELDS, shown
from workbench.workspace.forgetting import cited_in, forget
from workbench.workspace.registry_import import Registry, RegistryPlan, match_rows, read_registry
from workbench.workspace.unconfirmed import unconfirmed_frame

Ids = str | Iterable[str]

_GROUPED_AT_ONCE = 2_000  # new documents for whose groups a build lets nobody wait


class Renewing(Protocol):
    """What keeps the search index in line with the catalogue."""

    def renew(self, ids: Sequence[str]) -> None: ...

    def finish(self, progress: OnProgress | None = None) -> None: ...

    def mark_copies(self) -> None: ...

    def mark_validity(self) -> None: ...


class Deciding(ABC):
    """The part of `Workbench` about corrections, registers and same documents.

    It is also where what every part asks of the whole is declared, for every part that decides anything is built on it.
    """

    settings: Settings

    @property
    @abstractmethod
    def catalogue(self) -> Catalogue:
        """What was read."""

    @property
    @abstractmethod
    def lexicon(self) -> Lexicon:
        """The office's tables of words."""

    @property
    @abstractmethod
    def is_built(self) -> bool:
        """Whether any document can be searched."""

    @abstractmethod
    def document(self, document_id: str) -> Document:
        """The document with this id."""

    @property
    @abstractmethod
    def _has_catalogue(self) -> bool:
        """Whether anything was ever read here."""

    @abstractmethod
    def _indexer(self) -> Renewing:
        """What keeps the search index in line with the catalogue."""

    @abstractmethod
    def _require_built(self) -> None:
        """Raises NotBuiltError: no document can be searched yet."""

    @cached_property
    def workspace(self) -> WorkspaceStore:
        """What people decided and made, in `workspace/workspace.sqlite`; its file is made when first written to."""
        return WorkspaceStore(self.settings.workspace)

    @cached_property
    def _decided(self) -> Decided:
        return Decided(self.catalogue, self.workspace, self.settings.indexes)

    def _hold_decisions(self, indexer: Renewing, progress: OnProgress | None = None) -> None:
        """Bring index and groups in line with what was read and what people decided about it.

        Where very many documents are new, their groups are left to the second stage, or to the next build.
        """
        most = _GROUPED_AT_ONCE if self._decided.stored_count > _GROUPED_AT_ONCE else None
        stale = self._decided.stale()
        indexer.renew(sorted({*stale, *self._decided.tagged.stale()}))
        indexer.finish(progress)
        self._decided.indexed()
        self._decided.update_groups(stale, progress, most)
        if inherited := self._decided.tagged.stale():  # another file now stands for a tagged one
            indexer.renew(inherited)
            indexer.finish(progress)
            self._decided.tagged.indexed()
        indexer.mark_copies()

    def _forget_secrets(self, rows: tuple[BuildRow, ...]) -> tuple[BuildRow, ...]:
        """Blank what the workspace copied from documents that are now secret; say where words of people remain."""
        ids, hashes = self.catalogue.to_purge()
        left = Counter(forget(self.workspace, ids, hashes)) + Counter(cited_in(self.settings.workspace / "drafts", ids))
        told = (
            "{}. Trong workspace/ còn {} chỗ người dùng viết hoặc trích về văn bản này (trường đã sửa, thẻ, ghi chú, "
            "dự thảo): hãy tự xem và xóa, kể cả trong các bản sao lưu."
        )
        return tuple(
            row._replace(reason=told.format(row.reason, count))
            if row.status == "refused" and (count := left[document_id(row.path)])
            else row
            for row in rows
        )

    def _reindex(self, progress: OnProgress | None = None) -> None:
        """Make documents searchable by what was just decided about them; find the groups that were left for later."""
        with ExitStack() as lock:
            try:
                lock.enter_context(build_lock(self.settings.indexes))
            except WorkbenchError:
                return  # a build is running: the decision is kept, and the next build finds that the index lacks it
            self._hold_decisions(self._indexer(), progress)

    # -- fields -----------------------------------------------------------------------------------------------

    def correct(self, ids: Ids, field: str | Mapping[str, object], value: object = None) -> str:
        """Say what a field of one or many documents is; the word of a person stands above what was read.

        It is kept in `workspace/`, survives rebuilds and moved files, and the documents are searchable by it at once.

        Args:
            ids: id of a document, or ids.
            field: name of the field: "so", "Số ký hiệu" or "symbol"; or several with their values.
            value: its value as people write it; None or "" for "the document has none".

        Returns:
            The name of this stroke, for `undo_correction(batch=…)`.

        Raises:
            NotBuiltError, UnknownDocument: as `Workbench.document`.
            CorrectionError: there is no such field, or it cannot have this value; nothing is then changed.
        """
        self._require_built()
        values = dict(field) if isinstance(field, Mapping) else {field: value}
        names = _names(ids)
        batch = self._decided.correct(names, values)
        self._reindex()
        return batch

    def confirm(self, ids: Ids, fields: Iterable[str] = ()) -> str:
        """Say that fields of documents are right as they are; without names, every field that has a value.

        Returns and raises: as `correct`.
        """
        self._require_built()
        names = _names(ids)
        batch = self._decided.confirm(names, tuple(fields))
        self._reindex()
        return batch

    def undo_correction(
        self, ids: Ids = (), fields: Iterable[str] = (), *, batch: str | None = None
    ) -> tuple[str, ...]:
        """Take back the newest decision about these fields (or all) of documents, or a whole stroke.

        What was in force before comes back. Returns the ids of the documents.

        Raises:
            CorrectionError: there is nothing to take back.
        """
        self._require_built()
        concerned = self._decided.undo(_names(ids), tuple(fields), batch)
        self._reindex()
        return tuple(sorted(concerned))

    def corrections(self, document_id: str) -> pd.DataFrame:
        """Every decision about a document, newest first: field, value, before, source, who, at, note, undone."""
        self._require_built()
        rows = [
            (
                FIELDS[line.field].label if line.field in FIELDS else line.field,
                shown(line.value),
                shown(line.before),
                SOURCES[line.source],
                line.who,
                local_time(line.at),
                line.note,
                f"{line.undone_by}, {local_time(line.undone_at):%d/%m/%Y %H:%M}" if line.undone_at else "",
            )
            for line in self._decided.history(document_id)
        ]
        return pd.DataFrame(rows, columns=["field", "value", "before", "source", "who", "at", "note", "undone"])

    def unconfirmed(self, newest: int | None = None) -> pd.DataFrame:
        """Documents with uncertain fields, worst first: id, path, title, confidence, fields, notes.

        Args:
            newest: look only at so many documents whose files changed last; by default at all.
        """
        self._require_built()
        ids = None if newest is None else [name for name, _ in self.catalogue.newest(newest)]
        return unconfirmed_frame(self._decided.headers(ids))

    def headers(self) -> Iterator[Document]:
        """Every document without its text, as people decided it is; ordered by path."""
        self._require_built()
        return self._decided.headers()

    def page_counts(self) -> dict[str, int]:
        """Number of pages by id, of documents whose format has pages."""
        self._require_built()
        return self._decided.page_counts()

    # -- registers --------------------------------------------------------------------------------------------

    def read_registry(self, file: Path | str, mapping: Mapping[str, str | None] | None = None) -> Registry:
        """Read a register of records (.xlsx, .xls, .csv) and guess what its columns mean.

        Args:
            file: the export of Lotus Notes or any other system of records.
            mapping: what columns mean where the guess is wrong: heading → name of a field, or None to leave it out.

        Raises:
            RegistryError: the file cannot be read, or has no row of headings, or `mapping` names no column of it.
        """
        return read_registry(Path(file), mapping)

    def match_registry(self, registry: Registry) -> RegistryPlan:
        """Find the document of each row, and what the register would fill in. Nothing is changed."""
        self._require_built()
        return match_rows(registry, list(self._decided.headers()))

    def apply_registry(self, plan: RegistryPlan, *, accept_conflicts: bool = False) -> str:
        """Fill the fields that a register knows and documents do not print; a person's word is never changed.

        Args:
            plan: from `match_registry`.
            accept_conflicts: also where the document prints something else.

        Returns:
            The name of this stroke, for `undo_correction(batch=…)`.
        """
        self._require_built()
        changes = plan.changes(accept_conflicts=accept_conflicts)
        batch = self._decided.decide(changes, "register")
        self._reindex()
        return batch

    # -- same documents ---------------------------------------------------------------------------------------

    def copies_of(self, document_id: str) -> pd.DataFrame:
        """The files that are one document with this one, the shown one first: id, path, title, relation, similarity.

        Empty when the document stands alone.
        """
        self._require_built()
        return self._groups(self._decided.copies_of(document_id))

    def groups(self) -> pd.DataFrame:
        """All groups of files that are one document; columns as `copies_of`, and group: id of the shown file."""
        self._require_built()
        return self._groups(self._decided.similar.members(), group=True)

    @property
    def representative_of(self) -> Mapping[str, str]:
        """For every file for which another file of the same document is shown: the id of that one."""
        return self._decided.representative_of

    def _groups(self, members: list[Member], group: bool = False) -> pd.DataFrame:
        named = self._decided.frame().set_index("id") if members else pd.DataFrame()
        rows = []
        for member in members:
            if member.id not in named.index:
                continue
            what = RELATIONS[member.relation] if member.relation else "bản được hiện"
            at = named.loc[member.id]
            rows.append((member.shown, member.id, at["path"], at["title"], what, member.similarity))
        frame = pd.DataFrame(rows, columns=["group", "id", "path", "title", "relation", "similarity"])
        return frame if group else frame.drop(columns="group")


def _names(ids: Ids) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(ids)
