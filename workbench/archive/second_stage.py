"""The second stage of a build: slow analyses of texts that are searchable already, kept for each text.

A text is analysed once, whatever its file is called and however often it is found; a stage that is stopped goes on
where it was.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

from workbench.archive.catalogue import Catalogue, Stored
from workbench.archive.parallel import Loss, through_executor, through_processes
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document

_LOT = 16  # texts handed to a worker at once
_LOADED = 512  # documents loaded from the catalogue at once
_BATCH = 256  # results written in one transaction: what a crash can cost
_SMALL = 24  # texts below which starting worker processes costs more than it saves


class Analysis(NamedTuple):
    """One analysis of a text.

    Attributes:
        name: what it is kept under.
        version: raised when it gives something else; what another version made is made again.
        make: a function of a module's top level that gives the result in a form to keep; it may look at the text, the
            passages and the tables, not at header fields, which people correct.
        label: what progress calls it, in Vietnamese.
    """

    name: str
    version: str
    make: Callable[[Document], bytes]
    label: str


def run_second_stage(
    catalogue: Catalogue,
    analyses: Sequence[Analysis],
    *,
    workers: int = 1,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> int:
    """Analyse the texts that have not been analysed yet.

    A text that an analysis fails on gets an empty result, so that it is not tried again before the version changes.

    Returns:
        How many results are new.
    """
    made = 0
    for analysis in analyses:
        ids = catalogue.without_analysis(analysis.name, analysis.version)
        meter = ProgressMeter(on_progress, len(ids), analysis.label)
        results: list[tuple[str, bytes]] = []
        for stored, result in _results(catalogue, ids, analysis, workers, executor):
            results.append((stored.text_hash, result))
            meter.step()
            if len(results) >= _BATCH:
                catalogue.keep_analyses(analysis.name, analysis.version, results)
                results = []
        catalogue.keep_analyses(analysis.name, analysis.version, results)
        made += len(ids)
    return made


def _results(
    catalogue: Catalogue, ids: list[str], analysis: Analysis, workers: int, executor: Executor | None
) -> Iterator[tuple[Stored, bytes]]:
    function = partial(_analyse_lot, analysis)
    lots = _lots(catalogue, ids)
    if executor is not None:
        yield from through_executor(function, lots, executor)
    elif workers > 1 and len(ids) > _SMALL:
        yield from through_processes(function, lots, workers, _nothing)
    else:
        for lot in lots:
            for stored in lot:
                yield stored, function([stored])[0]


def _lots(catalogue: Catalogue, ids: list[str]) -> Iterator[list[Stored]]:
    for start in range(0, len(ids), _LOADED):
        loaded = catalogue.stored(ids[start : start + _LOADED])
        for first in range(0, len(loaded), _LOT):
            yield loaded[first : first + _LOT]


def _analyse_lot(analysis: Analysis, lot: list[Stored]) -> list[bytes]:
    return [_analyse(analysis, stored) for stored in lot]


def _analyse(analysis: Analysis, stored: Stored) -> bytes:
    try:
        return analysis.make(stored.document())
    except (MemoryError, RecursionError, ValueError, LookupError, TypeError, zlib.error):
        # One text that an analysis cannot take must not stop the others; what asks for it finds nothing.
        return b""


def _nothing(_stored: Stored, _why: Loss) -> bytes:
    return b""
