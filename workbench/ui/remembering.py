"""What panels remember is written a moment after the change, once for all changes of that moment.

A file that is safe on disk takes from milliseconds to tenths of a second; people should have their answer before it.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable

from workbench.ui.event_loop import running_loop

DELAY = 0.2
"""Seconds from the first change to the writing."""

_due: dict[object, Callable[[], None]] = {}


def soon(whose: object, write: Callable[[], None]) -> None:
    """Call `write` in a moment, unless a call for the same thing is due; at once where no event loop runs (scripts).

    Args:
        whose: for whom it is written.
        write: writes the state as it is then.
    """
    loop = running_loop()
    if loop is None:
        write()
        return
    if whose not in _due:
        _due[whose] = write
        loop.call_later(DELAY, _write, whose)


def _write(whose: object) -> None:
    write = _due.pop(whose, None)
    if write is not None:
        write()


@atexit.register
def write_all() -> None:
    """Write whatever is due: the program ends."""
    for whose in list(_due):
        _write(whose)
