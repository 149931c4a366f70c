"""Brings the catalogue in line with the files of the corpus: reads only what is new or changed.

What is read is written in transactions of some hundred documents, so that a build that is stopped at any point leaves a
whole catalogue, and the next one goes on from there.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from workbench.archive.catalogue import Catalogue, Entry, FileState, pack
from workbench.archive.intake import READING, Job, Outcome, Refused, Taken, Unread, take_in
from workbench.archive.parallel import Guard, Loss, through_executor, through_processes
from workbench.archive.plan import Plan, make_plan, row_of
from workbench.archive.readers.base import Workshop
from workbench.archive.report import BuildRow, OnProgress, ProgressMeter
from workbench.documents.model import Document
from workbench.errors import WorkbenchError
from workbench.folders import make_folder

_BATCH = 500  # files written in one transaction: what a crash can cost
_BATCH_SECONDS = 60.0  # scanned pages take long: they are written after so long, however few
_BATCH_BYTES = 32_000_000  # packed bytes after which a batch is written sooner
_SMALL = 3_000_000  # bytes to read below which starting worker processes costs more than it saves
_LOT_FILES, _LOT_BYTES = 16, 400_000  # files handed to a worker at once
_FILE_COST = 4_000  # what opening a file weighs, in bytes read
_SCAN_BYTES = 15_000_000  # for every so many bytes of a file it may take the time of a small one once more

# Formats whose readers go through a text once, with caps of their own: a few small ones are read at once, without
# waiting for a process to start. Pages, pictures, old formats and packages are always read where they can be stopped.
_PLAIN = frozenset({".txt", ".csv", ".html", ".htm", ".docx", ".odt"})

LABEL = "Đọc và lập chỉ mục"
"""What progress calls this stage."""


class Digest(NamedTuple):
    """Makes of a document what a search engine is fed with; runs in the worker processes.

    Attributes:
        version: changed whenever `make` gives something else.
        make: a function of a module's top level.
    """

    version: str
    make: Callable[[Document], bytes]


class Bounds(NamedTuple):
    """What reading one file may take before it is given up.

    Attributes:
        minutes: longest time for a small file; one of 15 MB (some 150 scanned pages) has twice that, and so on.
        memory: bytes that a reader process may ask for, itself and each program that it starts; only Linux holds
            readers to it. Elsewhere the caps of the readers themselves have to do.
    """

    minutes: float
    memory: int

    def seconds(self, size: int) -> float:
        """The longest time for a file of so many bytes."""
        return self.minutes * 60 * (1 + size / _SCAN_BYTES)


OnStored = Callable[[Sequence[tuple[str, bytes]]], None]
"""Told the ids and terms of documents that have just been written to the catalogue."""


class Refusal(NamedTuple):
    """A refused file, as a worker hands it back: nothing of it but its place and its mark."""

    path: str
    container: str | None
    mark: str
    size: int
    mtime_ns: int


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Hold the archive for writing.

    Raises:
        WorkbenchError: another build runs; or the folder cannot be written, or what it belongs to is gone.
    """
    lock = FileLock(folder / "build.lock")
    try:
        make_folder(folder)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise WorkbenchError(
            "Kho đang được cập nhật bởi một chương trình khác.", "Hãy đợi chương trình đó xong rồi chạy lại."
        ) from error
    except OSError as error:
        raise WorkbenchError(
            f"Không ghi được vào thư mục {folder} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
        ) from error
    try:
        yield
    finally:
        lock.release()


def workshop_in(folder: Path) -> Workshop:
    """The workshop of a build under `indexes/`: a scratch folder, emptied of what a killed build left, and the place
    of searchable copies."""
    scratch = folder / "scratch"
    make_folder(scratch)
    _empty(scratch)
    return Workshop(scratch, folder / "searchable")


def _empty(folder: Path) -> None:
    for found in folder.iterdir():
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)


def update_catalogue(
    corpus: Path,
    catalogue: Catalogue,
    *,
    workshop: Workshop | None = None,
    digest: Digest | None = None,
    on_stored: OnStored | None = None,
    verify: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    bounds: Bounds | None = None,
    on_progress: OnProgress | None = None,
    ahead: float = 0.0,
) -> tuple[BuildRow, ...]:
    """Read new and changed files, note moved and deleted ones. One bad file never stops it.

    Args:
        corpus: folder of the originals; never written to.
        catalogue: what is known so far; brought up to date.
        workshop: where readers work and keep searchable copies.
        digest: makes the terms that are kept with each document.
        on_stored: told what has been written, so that it can be indexed while the reading goes on.
        verify: hash every file instead of trusting its size and time.
        workers: reader processes to start, where the work is worth it.
        executor: runs the reading instead (many machines, tests); it has to keep bounds of its own.
        bounds: what reading a file may take. With them, all but a few small files of plain formats are read in
            processes, even where `workers` is 1.
        on_progress: told after every file.
        ahead: what later stages will take, as a share of this one.

    Returns:
        Every file with its status, by path.

    Raises:
        WorkbenchError: the corpus folder does not exist, or is empty although the catalogue is not.
    """
    plan = make_plan(corpus, catalogue, verify=verify)
    weight = plan.total_size + len(plan.jobs) * _FILE_COST
    meter = ProgressMeter(on_progress, len(plan.jobs), LABEL, weight, ahead=weight * ahead)
    settling = _Settling(catalogue, plan, on_stored)
    try:
        for job, found in _read(plan, partial(_read_lot, workshop, digest), workers, executor, bounds):
            settling.settle(job, found)
            try:
                meter.step(plan.looks[job.path].size + _FILE_COST)
            except BaseException:  # people stopped the build: what was read is not read again
                settling.keep()
                raise
    finally:
        if workshop is not None and workshop.folder is not None:
            _empty(workshop.folder)  # a reader that was stopped leaves what it worked on, which no gate has seen
    settling.finish()
    if workshop is not None and workshop.searchable is not None:
        _sweep_searchable(workshop.searchable, catalogue)
    return tuple(sorted(plan.rows))


def _read(
    plan: Plan,
    function: partial[list[list[Entry | Refusal]]],
    workers: int,
    executor: Executor | None,
    bounds: Bounds | None,
) -> Iterator[tuple[Job, list[Entry | Refusal]]]:
    lots = _lots(plan)
    is_small = plan.total_size <= _SMALL or len(plan.jobs) <= 1
    is_plain = plan.total_size <= _SMALL and all(job.file.suffix.lower() in _PLAIN for job in plan.jobs)
    if executor is not None:
        yield from through_executor(function, lots, executor)
    elif is_plain if bounds is not None else (is_small or workers == 1):
        for lot in lots:
            for job in lot:
                yield job, function([job])[0]
    else:
        guard = Guard[Job]()
        if bounds is not None:
            guard = Guard(lambda job: bounds.seconds(plan.looks[job.path].size), bounds.memory)
        count = 1 if is_small else workers
        yield from through_processes(function, lots, count, partial(_unread, plan, bounds), guard)


def _lots(plan: Plan) -> Iterator[list[Job]]:
    """The jobs in lots that are worth a message to another process; a large file goes alone."""
    lot: list[Job] = []
    size = 0
    for job in plan.jobs:
        own = plan.looks[job.path].size
        if lot and (len(lot) >= _LOT_FILES or size + own > _LOT_BYTES):
            yield lot
            lot, size = [], 0
        lot.append(job)
        size += own
    if lot:
        yield lot


# In the worker processes -----------------------------------------------------------------------------------------


def _read_lot(workshop: Workshop | None, digest: Digest | None, jobs: list[Job]) -> list[list[Entry | Refusal]]:
    return [[_packed(outcome, digest) for outcome in take_in(job, workshop)] for job in jobs]


def _packed(outcome: Outcome, digest: Digest | None) -> Entry | Refusal:
    job = outcome.job
    if isinstance(outcome, Refused):
        return Refusal(job.path, job.container, outcome.mark, outcome.size, outcome.mtime_ns)
    if isinstance(outcome, Unread):
        status = "waiting" if outcome.part else "quarantined"
        return _entry(outcome, status=status, part=outcome.part)
    terms = (digest.version, digest.make(outcome.document)) if digest and outcome.document else None
    document = pack(outcome.document, terms, outcome.suspicions) if outcome.document else None
    return replace(_entry(outcome), document=document, same=outcome.same)


def _entry(outcome: Taken | Unread, status: str = "read", part: str | None = None) -> Entry:
    return Entry(
        path=outcome.job.path,
        size=outcome.size,
        mtime_ns=outcome.mtime_ns,
        content_hash=outcome.content_hash,
        status=status,
        reason=outcome.reason,
        part=part,
        container=outcome.job.container,
    )


# In the process that holds the catalogue -------------------------------------------------------------------------


def _unread(plan: Plan, bounds: Bounds | None, job: Job, loss: Loss) -> list[Entry | Refusal]:
    """What becomes of a file that cost its reader process: a person is told, and it is not tried again meanwhile."""
    look = plan.looks[job.path]
    if loss == "time" and bounds is not None:
        reason = (
            f"Đọc quá {_duration(bounds.seconds(look.size))} chưa xong nên đã dừng. Hãy mở và lưu lại tệp, chia nhỏ "
            "nó hoặc giải nén gói; nếu tệp thật sự cần lâu hơn, hãy tăng reading_minutes trong workbench.toml rồi chạy "
            "“workbench build --verify”."
        )
    else:
        reason = (
            "Tệp làm chương trình đọc dừng đột ngột (tệp hỏng, hoặc cần quá nhiều bộ nhớ). Hãy mở và lưu lại tệp, "
            "hoặc bỏ tệp ra khỏi kho."
        )
    return [_entry(Unread(job, reason, look.size, look.mtime_ns), status="quarantined")]


def _duration(seconds: float) -> str:
    return f"{round(seconds / 60)} phút" if seconds >= 60 else f"{max(round(seconds), 1)} giây"


class _Settling:
    """Puts what was read into the catalogue and the report."""

    def __init__(self, catalogue: Catalogue, plan: Plan, on_stored: OnStored | None) -> None:
        self._catalogue = catalogue
        self._plan = plan
        self._on_stored = on_stored
        self._entries: list[Entry] = []
        self._bytes = 0
        self._is_changed = False
        self._written = time.monotonic()

    def settle(self, job: Job, found: Sequence[Entry | Refusal]) -> None:
        """Note what became of one file on disk and of those inside it."""
        own = found[0]
        known = self._plan.known.get(job.path)
        old_path = self._plan.moved_from.get(job.path)
        if isinstance(own, Entry) and own.same:
            self._settle_same(own, known, old_path)
            return
        for item in found:
            if isinstance(item, Refusal):
                self._refuse(item)
            else:
                self._add(item)
        # What was inside and is no longer, or never more: a file that cannot be opened holds nothing.
        there = {item.path for item in found}
        vanished = [path for path in self._plan.inside.get(job.path, ()) if path not in there]
        if isinstance(own, Entry):
            self._remove(vanished)
        if old_path is not None:
            del self._plan.moved_from[job.path]  # it looked the same, and is another file
        is_long_ago = time.monotonic() - self._written > _BATCH_SECONDS
        self._write_if(len(self._entries) >= _BATCH or self._bytes > _BATCH_BYTES or is_long_ago)

    def _settle_same(self, own: Entry, known: FileState | None, old_path: str | None) -> None:
        plan = self._plan
        if known is not None:
            self._entries.append(replace(own, reason=known.reason))
            plan.rows.append(row_of(own.path, known))
            plan.rows.extend(row_of(path, plan.known[path]) for path in plan.inside.get(own.path, ()))
        elif old_path is not None:
            self._catalogue.move(old_path, own.path, own.size, own.mtime_ns)
            plan.gone.discard(old_path)
            plan.rows.append(BuildRow(own.path, "moved"))
            inside = [own.path + path.removeprefix(old_path) for path in plan.inside.get(old_path, ())]
            plan.rows.extend(BuildRow(path, "moved") for path in inside)

    def _refuse(self, item: Refusal) -> None:
        is_inside = item.container is not None
        self._catalogue.refuse(item.path, item.size, item.mtime_ns, item.mark, READING, inside=is_inside)
        self._is_changed = True
        self._plan.rows.append(BuildRow(item.path, "refused", f"Dấu {item.mark}"))

    def _add(self, entry: Entry) -> None:
        known = self._plan.known.get(entry.path)
        if entry.same and known is not None:
            self._plan.rows.append(row_of(entry.path, known))
            self._entries.append(entry)
            return
        document = entry.document
        if document is not None:
            if self._plan.taken_ids.setdefault(document.id, entry.path) != entry.path and entry.container is not None:
                document = document._replace(id=self._plan.new_id(entry.path))
                entry = replace(entry, document=document)
            self._bytes += len(document.text) + len(document.layout) + len(document.terms)
        self._is_changed = True
        self._entries.append(entry)
        status = entry.status
        if status == "read":
            was_read = known is not None and known.status == "read"
            is_same = known is not None and known.content_hash == entry.content_hash
            status = "added" if not was_read else "unchanged" if is_same else "changed"
        self._plan.rows.append(BuildRow(entry.path, status, entry.reason))

    def _remove(self, paths: Sequence[str]) -> None:
        if paths:
            self._catalogue.remove(paths, date.today())
            self._is_changed = True
            self._plan.rows.extend(BuildRow(path, "deleted") for path in paths)

    def _write_if(self, is_due: bool) -> None:
        if not is_due or not self._entries:
            return
        self._catalogue.put(self._entries, READING)
        if self._on_stored is not None:
            stored = [(entry.document.id, entry.document.terms) for entry in self._entries if entry.document]
            self._on_stored(stored)
        self._entries = []
        self._bytes = 0
        self._written = time.monotonic()

    def keep(self) -> None:
        """Write what was read so far."""
        self._write_if(True)

    def finish(self) -> None:
        """Write the rest, and take out what is gone."""
        self.keep()
        gone = sorted(self._plan.gone)
        self._remove([*gone])
        self._plan.rows.extend(BuildRow(path, "deleted") for old in gone for path in self._plan.inside.get(old, ()))
        self._catalogue.forget_refusals(self._plan.refusals_gone)
        if self._is_changed:
            self._catalogue.sweep()


def _sweep_searchable(folder: Path, catalogue: Catalogue) -> None:
    """Delete searchable copies whose document is gone, also those that a killed build left."""
    if not folder.is_dir():
        return
    copies = {file.stem: file for file in folder.iterdir() if file.suffix == ".pdf"}
    kept = catalogue.content_hashes(copies)
    for name, file in copies.items():
        if name not in kept:
            file.unlink(missing_ok=True)
