"""Enter in a text box."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from workbench.ui.event_loop import running_loop

VALUE_SECONDS = 0.05
"""The browser tells of the key first, then of the new value, if there is one, right after it: wait for that so long."""

_LATE_SECONDS = 1.0


class Enter:
    """Runs an action once when Enter is pressed in a box, with what stands there; not when people leave the box.

    Args:
        box: a box whose value arrives when typing is over.
        action: what to do.
    """

    def __init__(self, box: widgets.Text, action: Callable[[], None]) -> None:
        self._box = box
        self._action = action
        self._pressed: float | None = None
        self._waiting: asyncio.TimerHandle | None = None
        box.on_msg(self._key)
        box.observe(self._value, "value")

    def _key(self, _box: widgets.Text, content: dict[str, Any], _buffers: Any) -> None:
        if content.get("event") != "submit":
            return
        self._pressed = time.monotonic()
        self._stop_waiting()
        loop = running_loop()
        if loop is None:
            self._same()
        else:
            self._waiting = loop.call_later(VALUE_SECONDS, self._same)

    def _same(self) -> None:
        """No new value came: what stood there before is meant."""
        self._waiting = None
        if self._box.value:
            self._action()

    def _value(self, _change: Any) -> None:
        if self._pressed is None:
            return
        follows = self._waiting is not None or time.monotonic() - self._pressed < _LATE_SECONDS
        self._pressed = None
        self._stop_waiting()
        if follows:
            self._action()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
