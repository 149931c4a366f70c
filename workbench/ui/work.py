"""Longer work of one panel: beside it where it can be, with progress and Hủy, so that the window never stands still."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.archive.report import Progress
from workbench.ui.background import Job
from workbench.ui.common import Panel, button, disabled, row, show_if
from workbench.ui.event_loop import running_loop
from workbench.ui.progress import ProgressBar

if TYPE_CHECKING:
    from workbench.archive.report import OnProgress
    from workbench.workbench import Workbench

Task = Callable[["Workbench", "OnProgress"], Any]
"""The work: handed a workbench and whom to tell how far it is; it must use nothing of the panels."""


class Work:
    """One piece of work at a time.

    Where an event loop runs (notebooks, the application) the work has a thread and a `Workbench` of its own, and the
    panel goes on; where none does (scripts, tests) nobody could be told of its end, so it is done at once.

    Args:
        panel: whose guard and message area to use.
        controls: what cannot be used meanwhile.

    Attributes:
        widget: the bar and the button that stops the work; on screen only while it runs.
        cancel: that button.
    """

    def __init__(self, panel: Panel, *controls: widgets.Widget) -> None:
        self._panel, self._controls = panel, controls
        self._begun = 0
        self.job = Job()
        self._bar = ProgressBar()
        self.cancel = button("Hủy", "Dừng việc đang làm; những gì đã đọc vẫn được giữ", "small", fixed=True)
        self.widget = row(self._bar.widget, self.cancel, css="wb-work", hidden=True)
        panel.on_click(self.cancel, self._stop)
        self.job.observe(
            lambda change: self._bar.show(change["new"]) if change["new"] is not None else None, "progress"
        )

    @property
    def running(self) -> bool:
        """Whether something is being done."""
        return self.job.running

    def run(self, told: str, work: Task, done: Callable[[Any], None]) -> None:
        """Do something, and hand what it gives to `done`; what it raises is shown in the panel.

        Args:
            told: what is being done, in Vietnamese.
            work: the work.
            done: called in the thread of the panels with what `work` gave back; not after Hủy.
        """
        workbench: Workbench = self._panel.model.workbench
        if running_loop() is None:
            self._panel.progress.start(told)
            with disabled(*self._controls):
                done(work(workbench, self._panel.progress.show))
            return
        if self.job.running:
            self._panel.say("Việc trước còn đang làm; hãy đợi hoặc bấm “Hủy”.")
            return
        settings = workbench.settings

        def alone(progress: OnProgress) -> Any:
            from workbench.workbench import Workbench

            with Workbench(settings) as own:
                found = work(own, progress)
            progress(Progress(1, 1, told))  # a last place to stop
            return found

        self._show(told)
        self.job.start(
            alone,
            lambda found: self._over(lambda: done(found)),
            lambda error: self._over(lambda: self._panel.fail(error)),
            lambda: self._over(
                lambda: self._panel.say("Đã hủy. Bấm lại để làm tiếp; những gì đã đọc không phải đọc lại.")
            ),
        )

    async def over(self) -> None:
        """Wait until it is over; for a cell that goes on with what was found: `await panel.work.over()`."""
        while self.job.running:
            await asyncio.sleep(0.05)

    def _show(self, told: str) -> None:
        self._bar.start(told)
        for control in self._controls:
            control.disabled = True
        show_if(True, self.widget)

    def _over(self, call: Callable[[], None]) -> None:
        for control in self._controls:
            control.disabled = False
        self.cancel.disabled = False
        show_if(False, self.widget)
        self._panel.guarded(call)()

    def _stop(self) -> None:
        self.job.stop()
        self.cancel.disabled = True
