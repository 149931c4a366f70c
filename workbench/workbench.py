"""`Workbench`: the one object that notebooks, the command line and tests use."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

import pandas as pd

from workbench.analysis import figures, keywords_phrases
from workbench.analysis.observing import Observing
from workbench.analysis.relations_methods import READING
from workbench.analysis.summing import Summing
from workbench.analysis.tasks import document as tasks_read
from workbench.archive.arriving import Arriving
from workbench.archive.build import Bounds, build_lock, update_catalogue, workshop_in
from workbench.archive.catalogue import FILE_NAME, Catalogue
from workbench.archive.receiving import Receiving
from workbench.archive.report import BuildReport, OnProgress
from workbench.archive.second_stage import Analysis, run_second_stage
from workbench.archive.unfinished import is_unfinished, unfinished
from workbench.archive.walk import walk
from workbench.documents.model import Document
from workbench.drafting.checking import Checking
from workbench.drafting.office_tables import OfficeTables
from workbench.drafting.outlining import Outlining
from workbench.drafting.rewriting import Rewording
from workbench.drafting.taking_back import TakingBack
from workbench.drafting.writing import Drafting
from workbench.errors import NotBuiltError
from workbench.export.searching import Searching
from workbench.export.templating import Templating
from workbench.index.engine import SearchEngine
from workbench.index.ladder import UPPER, Ladder
from workbench.search.archive_accents import LateAccents, forget_accents, update_accents
from workbench.search.filters import Filters
from workbench.search.indexing import DIGEST, Indexer
from workbench.search.relating import Relating
from workbench.search.searcher import Searcher
from workbench.settings import Settings
from workbench.settings import load as load_settings
from workbench.vietnamese.lexicon import Lexicon

_SECOND_STAGE = (
    READING,
    Analysis(keywords_phrases.NAME, keywords_phrases.VERSION, keywords_phrases.make_phrases, "Tách từ"),
    Analysis(figures.NAME, figures.VERSION, figures.make_figures, "Rút số liệu"),
    Analysis(tasks_read.NAME, tasks_read.VERSION, tasks_read.make_assignments, "Rút nhiệm vụ"),
)
"""What is made of every text once it is searchable."""

_SECOND_STAGE_SHARE = 3.0  # how long the second stage takes, measured in first stages


class Workbench(
    Outlining,
    Rewording,
    TakingBack,
    Drafting,
    Templating,
    Checking,
    Searching,
    Relating,
    Summing,
    Observing,
    Receiving,
    Arriving,
    OfficeTables,
):
    """An archive and everything that can be done with it. Open one with `Workbench.open(root)`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._engine: SearchEngine | None = None
        self._ladder = Ladder(settings.indexes, settings.engine)

    @classmethod
    def open(cls, root: Path | str = ".") -> Workbench:
        """Open the archive in a folder: `corpus/`, `indexes/`, `workspace/`, optional `workbench.toml`.

        Raises:
            SettingsError: the folder does not exist, or its settings cannot be used.
            WorkbenchError: the catalogue cannot be opened.
        """
        workbench = cls(load_settings(root))
        if workbench._has_catalogue:
            workbench.catalogue  # noqa: B018  # a damaged one is told at once
        return workbench

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue; its file is made when first needed, so that looking at a folder leaves nothing in it."""
        return Catalogue(self.settings.indexes)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Abbreviations, synonyms, places and stop words, with the office's own tables over the shipped ones.

        Raises:
            SettingsError: a table of the office cannot be used; the message names file, line and column.
        """
        folder = self.settings.lexicon
        return Lexicon.load(folder if folder.is_dir() else None)

    @cached_property
    def _accents(self) -> LateAccents:
        """Restores accents by what the archive itself says; by the general model until the archive has its own."""
        return LateAccents(self.settings.indexes)

    @property
    def _has_catalogue(self) -> bool:
        return (self.settings.indexes / FILE_NAME).is_file()

    def close(self) -> None:
        """Let go of all files; the object must not be used afterwards."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if self._has_catalogue:
            self._decided.close()
            self.catalogue.close()
        self.workspace.close()

    def reopen(self) -> None:
        """Take up what others changed: a build in another thread or program, edited settings or tables.

        The next question is answered from the archive as it is now. Folders stay as they were opened.

        Raises:
            SettingsError: the settings cannot be used; nothing is changed.
        """
        now = load_settings(self.settings.root)
        old = self.settings
        self.settings = replace(now, corpus=old.corpus, indexes=old.indexes, workspace=old.workspace)
        self._ladder = Ladder(self.settings.indexes, self.settings.engine)
        if self._engine is not None:
            self._engine.close()
            self._engine = None
        if "_decided" in self.__dict__:
            self._decided.close()
        for name in ("_decided", "_validity", "_accents", "lexicon"):
            self.__dict__.pop(name, None)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        count = self.catalogue.count() if self._has_catalogue else 0
        return f"<Workbench {self.settings.root}: {count} văn bản>"

    # -- building ---------------------------------------------------------------------------------------------

    @property
    def is_built(self) -> bool:
        """Whether any document can be searched."""
        return self._has_catalogue and self.catalogue.count() > 0

    @property
    def is_unfinished(self) -> bool:
        """Whether the last build was cut off before its end, so that documents are missing; or one runs now."""
        return is_unfinished(self.settings.indexes)

    def build(
        self,
        progress: OnProgress | None = None,
        executor: Executor | None = None,
        *,
        verify: bool = False,
        second_stage: bool = False,
    ) -> BuildReport:
        """Bring catalogue and index in line with the files of the corpus; only what changed is read.

        Args:
            progress: told how far the work has come.
            executor: runs the reading of files; by default processes on this machine.
            verify: compare the content of every file, not only its size and time of change.
            second_stage: also make what `analyse_texts` makes, once everything is searchable.

        Raises:
            WorkbenchError: the corpus is missing or empty, or another build runs. Bad files raise nothing: they are in
                the report, with their reason.
        """
        started = time.monotonic()
        with build_lock(self.settings.indexes), unfinished(self.settings.indexes):
            indexer = self._indexer()
            rows = update_catalogue(
                self.settings.corpus,
                self.catalogue,
                workshop=workshop_in(self.settings.indexes),
                digest=DIGEST,
                on_stored=self._decided.noting(indexer.take),
                verify=verify,
                workers=self.settings.worker_count,
                executor=executor,
                bounds=Bounds(self.settings.reading_minutes, self.settings.reading_memory_mb * 2**20),
                on_progress=progress,
                ahead=_SECOND_STAGE_SHARE if second_stage else 0.0,
            )
            must_purge = self.catalogue.must_purge
            if must_purge:
                forget_accents(self.settings.indexes)
                rows = self._forget_secrets(rows)
            self._hold_decisions(indexer, progress)
            self._change_engine(progress)
            if must_purge and self.workspace.file.is_file():
                self.workspace.wipe()
        if second_stage:
            self.analyse_texts(progress, executor)
        return BuildReport(rows, self.catalogue.count(), time.monotonic() - started)

    def analyse_texts(self, progress: OnProgress | None = None, executor: Executor | None = None) -> int:
        """The second stage of a build: make ahead what keywords and the like need of every text, and keep it.

        Texts that were analysed before are not analysed again. Search works meanwhile.

        Args:
            progress: told how far the work has come.
            executor: runs the work; by default processes on this machine.

        Returns:
            How many results are new.
        """
        made = run_second_stage(
            self.catalogue,
            _SECOND_STAGE,
            workers=self.settings.worker_count,
            executor=executor,
            on_progress=progress,
        )
        self._update_validity(progress)
        self._reindex(progress)
        if update_accents(self.catalogue, self.settings.indexes, progress):
            self.__dict__.pop("_accents", None)  # load the new ones when next asked
        return made

    # -- asking -----------------------------------------------------------------------------------------------

    def document(self, document_id: str) -> Document:
        """The document with this id; its first characters are enough when no other id begins so.

        Raises:
            NotBuiltError: the archive has not been built.
            UnknownDocument: no document, or more than one, has such an id.
        """
        self._require_built()
        return self._decided.document(document_id)

    def documents(self) -> pd.DataFrame:
        """All documents: id, path, symbol, type, issuer, date, title."""
        return self._decided.frame()

    def highlights(
        self, document_id: str, query: str, chips: Mapping[str, bool] | None = None
    ) -> tuple[tuple[int, int], ...]:
        """Offsets in the document's text of everything that the query, read with `chips`, matches there."""
        return self.searcher().marks(query, self.document(document_id), chips)

    # -- parts ------------------------------------------------------------------------------------------------

    def _open_engine(self, *, locked: bool = False) -> SearchEngine:
        """The engine that is there, else an empty one. `locked`: the build lock is held."""
        if self._engine is None:
            held = self._ladder.held
            if held is not None:
                self._engine = self._ladder.open(held)
            else:
                with nullcontext() if locked else build_lock(self.settings.indexes):
                    # Before the first build only the files can tell how many documents there will be.
                    files = sum(1 for _ in islice(walk(self.settings.corpus), UPPER + 1))
                    self._engine = self._ladder.begin(self.catalogue.count() or files)
        return self._engine

    def _change_engine(self, progress: OnProgress | None) -> None:
        """Move to the engine that now suits the archive, if it is another one. Under the build lock."""
        wanted = self._ladder.wanted(self.catalogue.count())
        if self._engine is None or self._engine.kind == wanted:
            return
        self._engine.close()
        self._engine = self._ladder.open(wanted)
        label = f"Chuyển sang bộ tìm kiếm {wanted}"
        self._indexer().finish(None if progress is None else lambda told: progress(told._replace(label=label)))
        self._ladder.settle(wanted)

    def _indexer(self) -> Indexer:
        decided = self._decided
        engine, shown = self._open_engine(locked=True), lambda: decided.representative_of
        states = self._validity.states
        return Indexer(engine, self.catalogue, decided.documents, decided.tagged.tags, shown, states)

    def _usable_engine(self) -> SearchEngine:
        """The engine, with everything the catalogue holds; an index that was lost is made again from the catalogue."""
        self._require_built()
        engine = self._open_engine()
        if engine.fresh:
            with build_lock(self.settings.indexes):
                self._indexer().finish()
        return engine

    def _require_built(self) -> None:
        if not self.is_built:
            raise NotBuiltError(
                "Kho chưa có văn bản nào để tìm.", "Hãy chạy “workbench build” hoặc bấm “Nạp / cập nhật kho”."
            )

    def searcher(self) -> Searcher:
        """Search as `search` does it, with more doors. Raises NotBuiltError: the archive has not been built."""
        engine, decided = self._usable_engine(), self._decided
        return Searcher(
            engine, decided.documents, lexicon=self.lexicon, accents=self._accents, shown=decided.representative_of
        )

    def load_ahead(self) -> None:
        """Load what the first question would wait for; may run in a thread of its own while others ask."""
        self._accents.restore("van ban")

    def _found(
        self, query: str, documents: int, date_from: date | None = None, date_to: date | None = None
    ) -> list[Document]:
        return self.searcher().find(query, Filters(date_from=date_from, date_to=date_to), documents)
