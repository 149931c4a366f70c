"""The bar that shows how far a longer piece of work has come."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.ui.markup import duration, escape

if TYPE_CHECKING:
    from workbench.archive.report import Progress


class ProgressBar:
    """A bar with what is being done and how long it will still take; hidden while nothing runs."""

    INTERVAL = 0.1
    """Seconds between two updates: thousands of steps must not become thousands of messages to the browser."""

    def __init__(self) -> None:
        self._bar = widgets.FloatProgress(min=0.0, max=1.0)
        self._text = widgets.HTML()
        self.widget = widgets.HBox([self._bar, self._text])
        self.widget.add_class("wb-progress")
        self._shown = 0.0
        self.hide()

    @property
    def visible(self) -> bool:
        """Whether people see the bar now."""
        return bool(self.widget.layout.display != "none")

    @property
    def text(self) -> str:
        """What stands beside the bar, as HTML."""
        return str(self._text.value)

    def start(self, text: str) -> None:
        """Show that something has begun whose length is not known."""
        self._bar.value = 0.0
        self._bar.bar_style = "info"
        self._text.value = f'<span role="status">{escape(text)}</span>'
        self.widget.layout.display = ""
        self._shown = 0.0

    def show(self, progress: Progress) -> None:
        """Show one step of a job; fits wherever the workbench takes a `progress` argument."""
        now = time.monotonic()
        if self.visible and progress.done < progress.total and now - self._shown < self.INTERVAL:
            return
        self._shown = now
        self._bar.value = progress.done / progress.total if progress.total else 0.0
        left = f" – còn khoảng {duration(progress.seconds_left)}" if progress.seconds_left is not None else ""
        self._text.value = (
            f'<span role="status">{escape(progress.label)}: {progress.done}/{progress.total}{escape(left)}</span>'
        )
        self.widget.layout.display = ""

    def hide(self) -> None:
        """Take the bar away."""
        self.widget.layout.display = "none"
