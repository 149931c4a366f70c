"""Longer work beside the panel: in a thread of its own, with progress, and a way to stop it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.ui.event_loop import running_loop

if TYPE_CHECKING:
    from workbench.archive.report import OnProgress, Progress

_INTERVAL = 0.2
"""Seconds between two pieces of news from the thread."""


class Stopped(Exception):
    """People stopped the work; raised inside it, from its progress callback."""


class Job(traitlets.HasTraits):
    """One piece of work at a time, in a thread.

    What it tells is told in the thread of the panels, between two of their callbacks; where no event loop runs (tests,
    scripts), in its own. The work must use nothing of the panels: it opens a `Workbench` of its own.

    Attributes:
        running: whether it works.
        stopping: whether it was asked to stop and has not come to a place where it can.
        progress: its last piece of news, or None.
    """

    running = traitlets.Bool(False)
    stopping = traitlets.Bool(False)
    progress: Any = traitlets.Any(None)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._told = 0.0

    def start(
        self,
        work: Callable[[OnProgress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        stopped: Callable[[], None] = lambda: None,
    ) -> bool:
        """Begin, unless something runs already.

        Args:
            work: the work; it is handed whom to tell its progress, and stopped from there.
            done: told what `work` gave back.
            failed: told what it raised.
            stopped: called when people stopped it.

        Returns:
            Whether it was begun.
        """
        if self.running:
            return False
        self._loop = running_loop()
        self._stop.clear()
        self.running, self.stopping, self.progress = True, False, None
        # A daemon: closing the notebook ends it, as a power cut would; the archive stays whole either way.
        self._thread = threading.Thread(target=self._run, args=(work, done, failed, stopped), daemon=True)
        self._thread.start()
        return True

    def stop(self) -> None:
        """Ask the work to stop; it does so with its next step."""
        if self.running:
            self._stop.set()
            self.stopping = True

    def wait(self, seconds: float = 60.0) -> None:
        """Wait until it is over (tests, scripts)."""
        if self._thread is not None:
            self._thread.join(seconds)

    def later(self, call: Callable[[], None]) -> None:
        """Have the thread of the panels do something, from within the work."""
        if self._loop is None:
            call()
        elif not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _run(
        self,
        work: Callable[[OnProgress], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        stopped: Callable[[], None],
    ) -> None:
        try:
            result = work(self._tell)
        except Stopped:
            self.later(lambda: self._end(stopped))
        except Exception as error:
            caught = error  # the name `error` is gone when the other thread gets to it
            self.later(lambda: self._end(lambda: failed(caught)))
        else:
            self.later(lambda: self._end(lambda: done(result)))

    def _end(self, call: Callable[[], None]) -> None:
        self.running = self.stopping = False
        call()

    def _tell(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise Stopped
        now = time.monotonic()
        if progress.done < progress.total and now - self._told < _INTERVAL:
            return
        self._told = now
        self.later(lambda: self.set_trait("progress", progress))
