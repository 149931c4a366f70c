"""Brings the catalogue in line with the files of the corpus: reads only what is new or changed."""

from __future__ import annotations

import multiprocessing
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from workbench.archive.catalogue import Catalogue, Entry, FileState
from workbench.archive.intake import Job, Outcome, Refused, Taken, Unread, document_id, take_in
from workbench.archive.report import BuildRow, OnProgress, ProgressMeter
from workbench.errors import WorkbenchError

_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_BATCH = 200  # documents written in one transaction: what a crash can cost
_IN_FLIGHT = 32  # files being read at once
_SMALL = 5_000_000  # bytes to read below which starting worker processes costs more than it saves


@dataclass
class _Changes:
    rows: list[BuildRow] = field(default_factory=list)
    purge: bool = False


@dataclass(frozen=True)
class Update:
    """What changed in the catalogue.

    Attributes:
        rows: every file with its status.
        purge: True when a document that was held turned out secret: its traces must leave the index files, too.
    """

    rows: tuple[BuildRow, ...]
    purge: bool


@contextmanager
def build_lock(folder: Path) -> Iterator[None]:
    """Hold the archive for writing. Raises WorkbenchError when another build runs."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise WorkbenchError(
            "Kho đang được cập nhật bởi một chương trình khác.", "Hãy đợi chương trình đó xong rồi chạy lại."
        ) from error
    try:
        yield
    finally:
        lock.release()


def update_catalogue(
    corpus: Path,
    catalogue: Catalogue,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Update:
    """Read new and changed files, note moved and deleted ones. One bad file never stops it.

    Args:
        corpus: folder of the originals; never written to.
        catalogue: what is known so far; brought up to date.
        workers: reader processes to start, where the work is worth it.
        executor: runs the reading instead (many machines, tests).
        on_progress: told after every file.

    Raises:
        WorkbenchError: the corpus folder does not exist.
    """
    if not corpus.is_dir():
        raise WorkbenchError(f"Không có thư mục văn bản “{corpus}”.", "Hãy tạo thư mục này và chép văn bản vào đó.")
    known = catalogue.files()
    changes = _Changes()
    jobs, looks = _find_jobs(corpus, known, changes)
    gone = {path: state for path, state in known.items() if path not in looks}
    moved_from = _recognise_moves(jobs, looks, known, gone)
    total_size = sum(looks[job.path].size for job in jobs)
    meter = ProgressMeter(on_progress, len(jobs), "Đọc văn bản", total_size + len(jobs))
    entries: list[Entry] = []
    for outcome in _outcomes(jobs, total_size, workers, executor):
        _settle(catalogue, outcome, known.get(outcome.job.path), entries, changes)
        if len(entries) >= _BATCH:
            catalogue.put(entries)
            entries.clear()
        meter.step(looks[outcome.job.path].size + 1)
    catalogue.put(entries)
    moved = {moved_from[row.path] for row in changes.rows if row.status == "moved"}
    deleted = [path for path in gone if path not in moved]
    catalogue.remove(deleted)
    changes.rows.extend(BuildRow(path, "deleted") for path in deleted)
    return Update(tuple(sorted(changes.rows, key=lambda row: row.path)), changes.purge)


class _Look(NamedTuple):
    """How a file looks from outside; unchanged looks are taken for unchanged content."""

    size: int
    mtime_ns: int


def _find_jobs(corpus: Path, known: dict[str, FileState], changes: _Changes) -> tuple[list[Job], dict[str, _Look]]:
    """The files that must be read, and how every file looks; files that need no reading get their rows at once."""
    jobs: list[Job] = []
    looks: dict[str, _Look] = {}
    taken_ids = {state.document_id for state in known.values()}
    for file in sorted(corpus.rglob("*")):
        relative = file.relative_to(corpus)
        if any(part.startswith(".") for part in relative.parts):
            continue
        path = unicodedata.normalize("NFC", relative.as_posix())
        trouble = None
        try:
            path.encode("utf-8")
            if not file.is_file():
                continue
            stat = file.stat()
        except UnicodeEncodeError:
            path = path.encode("utf-8", "replace").decode("utf-8")
            trouble = "Tên tệp có ký tự hỏng. Hãy đổi tên tệp."
        except OSError as error:
            trouble = f"Không xem được tệp ({error.strerror or error}). Hãy kiểm tra quyền đọc."
        if trouble is not None:
            changes.rows.append(BuildRow(path, "quarantined", trouble))
            continue
        if file.name.startswith("~$") or file.name.lower() in _IGNORED_NAMES:
            changes.rows.append(BuildRow(path, "ignored", "Tệp tạm của chương trình khác."))
            continue
        look = looks[path] = _Look(stat.st_size, stat.st_mtime_ns)
        state = known.get(path)
        if state is not None and _Look(state.size, state.mtime_ns) == look:
            changes.rows.append(BuildRow(path, "quarantined" if state.reason else "unchanged", state.reason or ""))
            continue
        identity = state.document_id if state and state.document_id else _new_id(path, taken_ids)
        taken_ids.add(identity)
        jobs.append(Job(file, path, identity, state.content_hash if state else None))
    return jobs, looks


def _new_id(path: str, taken: set[str | None]) -> str:
    """The id for a new path; another one when a document that has since moved away still bears it."""
    identity, turn = document_id(path), 1
    while identity in taken:
        turn += 1
        identity = document_id(f"{path}#{turn}")
    return identity


def _recognise_moves(
    jobs: list[Job], looks: dict[str, _Look], known: dict[str, FileState], gone: dict[str, FileState]
) -> dict[str, str]:
    """Give a new file the identity of a vanished one that looks the same; reading it will compare the content.

    Returns the old path for each new path.
    """
    by_look = {_Look(state.size, state.mtime_ns): path for path, state in gone.items() if state.document_id}
    moved_from: dict[str, str] = {}
    for place, job in enumerate(jobs):
        old = by_look.pop(looks[job.path], None) if job.path not in known else None
        if old is not None:
            state = gone[old]
            jobs[place] = replace(job, document_id=state.document_id or job.document_id, known_hash=state.content_hash)
            moved_from[job.path] = old
    return moved_from


def _outcomes(jobs: list[Job], total_size: int, workers: int, executor: Executor | None) -> Iterator[Outcome]:
    if executor is not None:
        yield from _through(executor, jobs)
    elif workers > 1 and total_size > _SMALL:
        yield from _through_processes(jobs, workers)
    else:
        yield from map(take_in, jobs)


def _through(executor: Executor, jobs: Iterable[Job]) -> Iterator[Outcome]:
    """Outcomes as they come; only some files are under way at a time, so that texts do not pile up in memory."""
    waiting = iter(jobs)
    running = {executor.submit(take_in, job) for job in islice(waiting, _IN_FLIGHT)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {executor.submit(take_in, job) for job in islice(waiting, len(done))}
        for future in done:
            yield future.result()


def _through_processes(jobs: list[Job], workers: int) -> Iterator[Outcome]:
    """Read in processes of our own. A file that kills its process is found by reading the rest one by one."""
    pending = {job.path: job for job in jobs}
    try:
        with _processes(workers) as executor:
            for outcome in _through(executor, jobs):
                del pending[outcome.job.path]
                yield outcome
        return
    except BrokenProcessPool:
        suspects = list(pending.values())
    for job in suspects:
        try:
            with _processes(1) as executor:
                yield executor.submit(take_in, job).result()
        except BrokenProcessPool:
            yield Unread(job, "Tệp làm chương trình đọc dừng đột ngột. Hãy mở và lưu lại tệp, hoặc bỏ tệp ra khỏi kho.")


def _processes(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a notebook's kernel has threads, which do not survive a fork.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _settle(
    catalogue: Catalogue, outcome: Outcome, state: FileState | None, entries: list[Entry], changes: _Changes
) -> None:
    """Put one outcome into the catalogue and the report."""
    path = outcome.job.path
    if isinstance(outcome, Refused):
        if state is not None:
            catalogue.remove([path])
            changes.purge = True
        changes.rows.append(BuildRow(path, "refused", f"Dấu {outcome.mark}"))
    elif isinstance(outcome, Unread):
        catalogue.quarantine(path, outcome.size, outcome.mtime_ns, outcome.reason)
        changes.rows.append(BuildRow(path, "quarantined", outcome.reason))
    else:
        _settle_taken(catalogue, outcome, state, entries, changes)


def _settle_taken(
    catalogue: Catalogue, taken: Taken, state: FileState | None, entries: list[Entry], changes: _Changes
) -> None:
    path = taken.job.path
    if taken.document is not None:
        entries.append(Entry(taken.document, taken.size, taken.mtime_ns, taken.content_hash))
        status = "changed" if state is not None and state.document_id else "added"
    elif state is not None:
        catalogue.touch(path, taken.size, taken.mtime_ns)
        status = "unchanged"
    else:
        catalogue.move(taken.job.document_id, path, taken.size, taken.mtime_ns)
        status = "moved"
    changes.rows.append(BuildRow(path, status))
