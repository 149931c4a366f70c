"""Keeps the archive up to date while it is open: when files change, waits until they have settled, then builds."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from workbench.errors import WorkbenchError

_QUIET = 2.0  # seconds without a change after which what was being copied is taken to be whole
_LONGEST = 60.0  # seconds after which a build starts although changes go on
_RETRY = 30.0  # seconds after a build that could not run
_POLL = 30.0  # seconds between looks at a folder that tells nothing of itself
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "vboxsf", "drvfs", "afs", "fuse.sshfs", "davfs"})
_QUIET_KINDS = frozenset({"opened", "closed", "closed_no_write"})


def watch(
    corpus: Path,
    build: Callable[[], object],
    *,
    stop: threading.Event,
    on_trouble: Callable[[WorkbenchError], None],
    polling: bool | None = None,
    quiet: float = _QUIET,
    poll: float = _POLL,
) -> None:
    """Call `build` now and after every change of the corpus, until `stop` is set. Changes during a build are not lost.

    Args:
        corpus: folder of the originals.
        build: brings the archive up to date.
        stop: ends the watch; a build under way is finished first.
        on_trouble: told why a build could not run; it is tried again later.
        polling: look at the folder now and then instead of being told by the system; by default where the folder lies
            on another machine, whose changes no system tells, or where the system cannot watch so many folders.
        quiet: seconds without a change before a build.
        poll: seconds between looks.

    Raises:
        WorkbenchError: the folder does not exist.
    """
    if not corpus.is_dir():
        raise WorkbenchError(f"Không có thư mục văn bản “{corpus}”.", "Hãy tạo thư mục này và chép văn bản vào đó.")
    bell = _Bell(corpus)
    observer = _observer(corpus, bell, is_remote(corpus) if polling is None else polling, poll)
    try:
        bell.rung.set()
        while not stop.is_set():
            if not bell.rung.wait(timeout=0.2):
                continue
            bell.wait_until_quiet(quiet, stop)
            if stop.is_set():
                break
            bell.rung.clear()
            try:
                build()
            except WorkbenchError as error:
                on_trouble(error)
                stop.wait(_RETRY)
                bell.rung.set()
    finally:
        observer.stop()
        observer.join()


class _Bell(FileSystemEventHandler):
    """Rings when a file of the corpus changes that a build would look at."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self.rung = threading.Event()
        self._last = 0.0

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _QUIET_KINDS or (event.is_directory and event.event_type == "modified"):
            return
        for place in (event.src_path, event.dest_path):
            path = Path(place.decode("utf-8", "replace") if isinstance(place, bytes) else str(place)) if place else None
            if path is not None and not _is_passing(path, self._corpus):
                self._last = time.monotonic()
                self.rung.set()

    def wait_until_quiet(self, quiet: float, stop: threading.Event) -> None:
        """Wait until nothing has changed for `quiet` seconds, at most a minute."""
        begun = time.monotonic()
        while not stop.is_set():
            now = time.monotonic()
            left = min(self._last + quiet, begun + _LONGEST) - now
            if left <= 0:
                return
            stop.wait(left)


def _is_passing(path: Path, corpus: Path) -> bool:
    """Files that programs make while they work, and hidden ones: a build ignores them, too."""
    parts = path.relative_to(corpus).parts if path.is_relative_to(corpus) else (path.name,)
    return any(part.startswith(".") for part in parts) or path.name.startswith("~$") or path.suffix.lower() == ".tmp"


def _observer(corpus: Path, bell: _Bell, polling: bool, poll: float) -> BaseObserver:
    if not polling:
        told = Observer()
        try:
            told.schedule(bell, str(corpus), recursive=True)
            told.start()
        except OSError:  # the system watches only so many folders at a time
            told.unschedule_all()
        else:
            return told
    looking = PollingObserver(timeout=poll)
    looking.schedule(bell, str(corpus), recursive=True)
    looking.start()
    return looking


def is_remote(folder: Path) -> bool:
    """Whether a folder lies on another machine, as far as the system says."""
    path = folder.resolve()
    if sys.platform == "win32":
        if path.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.drive + "\\") == 4)  # 4: DRIVE_REMOTE
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # no such list on this system: it is then told, and polled where that fails
        return False
    best, kind = "", ""
    for line in lines:
        _, place, name, *_ = line.split()
        place = place.replace("\\040", " ")
        if path.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, name
    return kind in _NETWORK
