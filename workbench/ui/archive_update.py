"""Bringing the archive in line with its folder, beside the panels: one such work at a time, and all follow it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.errors import WorkbenchError
from workbench.ui.background import Job, Stopped
from workbench.ui.common import Panel, button, row, show_if
from workbench.ui.progress import ProgressBar

if TYPE_CHECKING:
    from workbench.archive.receiving import TakenIn
    from workbench.archive.report import OnProgress
    from workbench.settings import Settings


class ArchiveUpdate(Job):
    """Reads new and changed files of the corpus, and makes of every text what figures, tasks and keywords need.

    Attributes:
        taken: what the last one of this program took in (`TakenIn`), or None.
        ended: how the last one ended: "done", "stopped", "failed", or "" while one runs or none ran.
        failure: why it failed, or None.
        changes: grows by one whenever there is something new to see in the archive.
    """

    taken: Any = traitlets.Any(None)
    ended = traitlets.Enum(["", "done", "stopped", "failed"], "")
    failure: Any = traitlets.Any(None)
    changes = traitlets.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self._again: Settings | None = None

    def begin(self, settings: Settings) -> None:
        """Begin.

        Raises:
            WorkbenchError: that is being done already.
        """
        if self.running:
            raise WorkbenchError("Kho đang được cập nhật.", "Hãy đợi xong, hoặc bấm “Hủy” rồi bấm lại.")
        self._again = None
        self.ended, self.failure = "", None
        self.start(lambda progress: self._work(settings, progress), self._done, self._failed, self._stopped)

    def begin_again(self, settings: Settings) -> None:
        """Begin; where it runs already, begin anew when that is over: it may have passed what came in just now."""
        if self.running:
            self._again = settings
        else:
            self.begin(settings)

    def _work(self, settings: Settings, progress: OnProgress) -> None:
        """In a thread of its own, with a `Workbench` of its own: engines and their files are not shared."""
        from workbench.workbench import Workbench

        with Workbench(settings) as own:
            try:
                taken = own.take_in(progress)
            except Stopped:
                own.settle()
                raise
            self.later(lambda: self._searchable(taken))
            own.analyse_texts(progress)

    def _searchable(self, taken: TakenIn) -> None:
        """The first stage is over: everything can be found, words and figures are still being made."""
        self.taken = taken
        self.changes += 1

    def _done(self, _nothing: object) -> None:
        self.changes += 1
        self.ended = "done"
        if self._again is not None:
            self.begin(self._again)

    def _failed(self, error: Exception) -> None:
        self.changes += 1
        self.failure = error
        self.ended = "failed"

    def _stopped(self) -> None:
        self.changes += 1
        self.ended = "stopped"


UNFINISHED = (
    "Lần nạp trước dừng giữa chừng nên kho còn thiếu văn bản. Bấm “{}” để đọc tiếp phần còn lại; những gì đã đọc không "
    "phải đọc lại."
)
"""What people are told of an archive that was left so; in the place of {} stands what to press."""

_updates: dict[Path, ArchiveUpdate] = {}


def update_of(settings: Settings) -> ArchiveUpdate:
    """The one update of an archive, shared by every panel of a program."""
    return _updates.setdefault(settings.indexes.resolve(), ArchiveUpdate())


class UpdateBar:
    """How far an update is, how long it will still take, and “Hủy”; hidden while none runs.

    Attributes:
        bar: the progress.
        cancel: asks to stop.
        widget: both.
    """

    def __init__(self, panel: Panel, update: ArchiveUpdate, *, wanted: Callable[[], bool] = lambda: True) -> None:
        self._update = update
        self._wanted = wanted
        self.bar = ProgressBar()
        self.cancel = button("Hủy", "Dừng sau tệp đang đọc; những gì đã đọc vẫn được giữ", hidden=True)
        self.widget = row(self.bar.widget, self.cancel, css="wb-update", hidden=True)
        panel.on_click(self.cancel, update.stop)
        update.observe(lambda _change: self.refresh(), ["running", "stopping", "progress"])
        self.refresh()

    def refresh(self) -> None:
        """Show how far the work is."""
        update = self._update
        shown = update.running and self._wanted()
        show_if(shown, self.widget, self.cancel)
        self.cancel.disabled = update.stopping
        if not shown:
            self.bar.hide()
        elif update.stopping:
            self.bar.start("Đang dừng: chờ đọc xong tệp đang đọc…")
        elif update.progress is None:
            self.bar.start("Đang xem thư mục văn bản…")
        else:
            self.bar.show(update.progress)
