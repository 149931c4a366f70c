"""What the first search needs beyond the first panel is loaded beside it, once the panel is on screen."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from workbench.ui.event_loop import running_loop

if TYPE_CHECKING:
    from workbench.workbench import Workbench

DELAY = 2.0
"""Seconds after the window was made: the browser asks for the panel meanwhile."""

_log = logging.getLogger("workbench.ui")


def warm_up(workbench: Workbench) -> None:
    """Load ahead in a thread, soon; nothing where no event loop runs (scripts)."""
    loop = running_loop()
    if loop is not None:
        loop.call_later(DELAY, lambda: threading.Thread(target=_load, args=(workbench,), daemon=True).start())


def _load(workbench: Workbench) -> None:
    try:
        workbench.load_ahead()
    except Exception:  # the first search meets the same and tells it
        _log.warning("loading ahead failed", exc_info=True)
