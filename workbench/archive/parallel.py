"""Runs a function over many items in worker processes; an item that kills its process, or takes too long, is found."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Generic, Literal, NamedTuple, TypeVar

from workbench.archive import worker

_IN_FLIGHT = 3  # lots a worker that are under way at once: enough to keep it busy, few enough to hold in memory

Item = TypeVar("Item")
Result = TypeVar("Result")

OnLots = Callable[[list[Item]], list[Result]]

Loss = Literal["died", "time"]
"""Why an item has no result: its process died over it, or it took longer than it may."""

Lost = Callable[[Item, Loss], Result]


class Guard(NamedTuple, Generic[Item]):
    """What one item may take of a worker process; what takes more costs its process, and no other item.

    Attributes:
        seconds: the longest that an item may take; None: any time.
        memory: bytes that a worker may ask for, on Linux; elsewhere, and where None, what the system gives.
    """

    seconds: Callable[[Item], float] | None = None
    memory: int | None = None


def through_executor(
    function: OnLots[Item, Result], lots: Iterable[list[Item]], executor: Executor, in_flight: int = 32
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, as they come."""
    running: dict[Future[list[Result]], list[Item]] = {}
    waiting = iter(lots)
    for lot in islice(waiting, in_flight):
        running[executor.submit(function, lot)] = lot
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            lot = running.pop(future)
            yield from zip(lot, future.result(), strict=True)
        for lot in islice(waiting, len(done)):
            running[executor.submit(function, lot)] = lot


def through_processes(
    function: OnLots[Item, Result],
    lots: Iterable[list[Item]],
    workers: int,
    lost: Lost[Item, Result],
    guard: Guard[Item] | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, as they come, from processes of our own; from this one where none can be started.

    Args:
        function: top-level function; run in a worker over lots of items.
        lots: the items, in lots that are worth a message to another process.
        workers: number of processes.
        lost: the result of an item whose process died over it twice (the first time may be another's fault: memory
            that others took), or that took too long once.
        guard: what an item may take.
    """
    waiting = _Waiting(lots)
    hands = [_Hand(function, guard or Guard()) for _ in range(workers)]
    try:
        while True:
            _deal(waiting, hands)
            futures = [handed.future for hand in hands for handed in hand.lots]
            if not futures:
                return
            wait(futures, return_when=FIRST_COMPLETED)
            for hand in hands:
                yield from hand.done()
                if not hand.is_broken:
                    continue
                if not hand.has_begun and not _can_start():
                    for broken in hands:
                        waiting.put_back(broken.give_up())
                    for lot in waiting:
                        yield from zip(lot.items, function(lot.items), strict=True)
                    return
                item, why, rest = hand.bury()
                if item is not None and why is not None:
                    yield item, lost(item, why)
                waiting.put_back(rest)
    finally:
        for hand in hands:
            hand.close()


class _Lot(NamedTuple, Generic[Item]):
    items: list[Item]
    is_second_try: bool = False


class _Handed(NamedTuple, Generic[Item, Result]):
    future: Future[list[Result]]
    number: int
    lot: _Lot[Item]


class _Waiting(Generic[Item]):
    """Lots that no process has; those that came back go first."""

    def __init__(self, lots: Iterable[list[Item]]) -> None:
        self._new = iter(lots)
        self._back: deque[_Lot[Item]] = deque()

    def put_back(self, lots: list[_Lot[Item]]) -> None:
        self._back.extendleft(reversed(lots))

    def __iter__(self) -> Iterator[_Lot[Item]]:
        while True:
            if self._back:
                yield self._back.popleft()
                continue
            lot = next(self._new, None)
            if lot is None:
                return
            yield _Lot(lot)


def _deal(waiting: _Waiting[Item], hands: list[_Hand[Item, Result]]) -> None:
    """Give lots out evenly. A single item (a large file) goes to a free process and has none behind it."""
    for lot in waiting:
        hand = min(hands, key=lambda one: len(one.lots))
        is_light = len(lot.items) > 1 and all(len(handed.lot.items) > 1 for handed in hand.lots)
        if len(hand.lots) >= _IN_FLIGHT or (hand.lots and not is_light):
            waiting.put_back([lot])
            return
        hand.take(lot)


class _Hand(Generic[Item, Result]):
    """One worker process, and the lots it has been given; another process takes the place of one that died."""

    def __init__(self, function: OnLots[Item, Result], guard: Guard[Item]) -> None:
        self._function = function
        self._guard = guard
        self._executor: ProcessPoolExecutor | None = None
        self._place = worker.new_place()
        self._count = 0
        self.lots: deque[_Handed[Item, Result]] = deque()
        self.is_broken = False

    def take(self, lot: _Lot[Item]) -> None:
        """Give the process a lot; one is started if there is none."""
        if self._executor is None:
            # Spawned, not forked: a notebook's kernel has threads, which do not survive a fork.
            self._place = worker.new_place()
            self._executor = ProcessPoolExecutor(
                1,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=worker.begin,
                initargs=(self._place, self._guard.memory),
            )
        self._count += 1
        seconds = self._guard.seconds
        limits = [seconds(item) for item in lot.items] if seconds else None
        try:
            future = self._executor.submit(worker.work, self._function, lot.items, self._count, limits)
        except (BrokenProcessPool, OSError) as error:
            future = Future()
            future.set_exception(BrokenProcessPool(str(error)))
        self.lots.append(_Handed(future, self._count, lot))

    def done(self) -> Iterator[tuple[Item, Result]]:
        """What is finished. Sets `is_broken` when the process has died."""
        while self.lots and self.lots[0].future.done():
            try:
                results = self.lots[0].future.result()
            except BrokenProcessPool:
                self.is_broken = True
                return
            yield from zip(self.lots.popleft().lot.items, results, strict=True)

    @property
    def has_begun(self) -> bool:
        """Whether the process has come so far as to take up an item."""
        return self._place[worker.LOT] > 0

    def bury(self) -> tuple[Item | None, Loss | None, list[_Lot[Item]]]:
        """Find out what a process died over.

        Returns:
            The item that gets no other try, and why; None, None when there is none such. The lots to do again.
        """
        number, index, since = int(self._place[worker.LOT]), int(self._place[worker.ITEM]), self._place[worker.SINCE]
        found = next((handed.lot for handed in self.lots if handed.number == number), None)
        if found is None:  # it died between two lots: the next one has to prove its innocence, too
            found, index = self.lots[0].lot, 0
        item = found.items[index]
        seconds = self._guard.seconds
        timed_out = seconds is not None and number > 0 and time.monotonic() - since >= seconds(item)
        others = [*found.items[:index], *found.items[index + 1 :]]
        rest = [_Lot(others)] if others else []
        rest += [lot for lot in self.give_up() if lot is not found]
        self.close()
        if timed_out or found.is_second_try:
            return item, "time" if timed_out else "died", rest
        return None, None, [_Lot([item], is_second_try=True), *rest]

    def give_up(self) -> list[_Lot[Item]]:
        """Take back the lots that are not finished."""
        lots = [handed.lot for handed in self.lots]
        self.lots.clear()
        return lots

    def close(self) -> None:
        """End the process."""
        self.is_broken = False
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _can_start() -> bool:
    """Whether a worker process comes up at all on this machine; if not, no item is to blame."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        try:
            executor.submit(os.getpid).result()
        except (BrokenProcessPool, OSError):
            return False
    return True
