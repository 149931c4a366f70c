"""What runs in a worker process around the work: it ends with its parent, and over an item that takes too much.

A process that hangs in native code, or in one endless regular expression, answers to nothing in Python. So the clock is
that of `faulthandler`, which runs without the interpreter's lock and ends the process on every system.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, MutableSequence
from pathlib import Path
from typing import TypeVar

LOT, ITEM, SINCE = range(3)
"""What stands in a `Place`: number of the lot and of the item in it that the worker is at, and since when
(`time.monotonic`, which is one clock for all processes of a machine)."""

Place = MutableSequence[float]

Item = TypeVar("Item")
Result = TypeVar("Result")

_place: Place = [0.0, 0.0, 0.0]


def new_place() -> Place:
    """Memory shared with one worker, in which it says what it is at: how the parent knows what it died over."""
    place: Place = multiprocessing.get_context("spawn").Array("d", 3, lock=False)
    return place


def begin(place: Place, memory: int | None) -> None:
    """Set up a worker process.

    Args:
        place: where it says what it is at.
        memory: bytes that it may ask for, itself and each program that it starts; only Linux counts them.
    """
    global _place
    _place = place
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory is not None and sys.platform == "linux":
        import resource

        # Data, not address space: libraries map much that they never use.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def work(
    function: Callable[[list[Item]], list[Result]], items: list[Item], lot: int, limits: list[float] | None
) -> list[Result]:
    """Do a lot item by item; the process ends over one that takes more seconds than its limit."""
    results = []
    with Path(os.devnull).open("wb") as nowhere:  # where it was stuck is of no use to the office, and goes into no log
        for number, item in enumerate(items):
            _place[ITEM], _place[SINCE], _place[LOT] = number, time.monotonic(), lot
            if limits is not None:
                faulthandler.dump_traceback_later(limits[number], exit=True, file=nowhere)
            try:
                results += function([item])
            finally:
                if limits is not None:
                    faulthandler.cancel_dump_traceback_later()
    return results


def _end_with_parent() -> None:
    """End when the process that started this one is killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
