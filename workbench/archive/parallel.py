"""Runs a function over many items in worker processes; an item that kills its process is found and told."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

_IN_FLIGHT = 3  # lots a worker that are under way at once: enough to keep it busy, few enough to hold in memory

Item = TypeVar("Item")
Result = TypeVar("Result")

OnLots = Callable[[list[Item]], list[Result]]


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
    lost: Callable[[Item], Result],
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, as they come, from processes of our own; from this one where none can be started.

    Args:
        function: top-level function; run in a worker over a lot of items.
        lots: the items, in lots that are worth a message to another process.
        workers: number of processes.
        lost: the result of an item whose process died over it.
    """
    waiting = iter(lots)
    while True:
        running: dict[Future[list[Result]], list[Item]] = {}
        suspects: list[Item] = []
        with _processes(workers) as executor:
            try:
                for lot in islice(waiting, _IN_FLIGHT * workers):
                    running[_submit(executor, function, lot, suspects)] = lot
                while running:
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        results = future.result()
                        yield from zip(running.pop(future), results, strict=True)
                        for lot in islice(waiting, 1):
                            running[_submit(executor, function, lot, suspects)] = lot
            except BrokenProcessPool:
                suspects += [item for lot in running.values() for item in lot]
        if not suspects:
            return
        if _can_start():
            yield from _one_by_one(function, suspects, lost)
            continue
        for lot in chain([suspects], waiting):
            for item in lot:
                yield item, function([item])[0]
        return


def _submit(
    executor: Executor, function: OnLots[Item, Result], lot: list[Item], suspects: list[Item]
) -> Future[list[Result]]:
    try:
        return executor.submit(function, lot)
    except (BrokenProcessPool, OSError) as error:
        suspects += lot  # it has left the queue, but never reached a worker
        raise BrokenProcessPool(str(error)) from error


def _one_by_one(
    function: OnLots[Item, Result], items: list[Item], lost: Callable[[Item], Result]
) -> Iterator[tuple[Item, Result]]:
    rest = iter(items)
    while True:
        with _processes(1) as executor:
            for item in rest:
                try:
                    [result] = executor.submit(function, [item]).result()
                except BrokenProcessPool:
                    yield item, lost(item)
                    break
                yield item, result
            else:
                return


def _can_start() -> bool:
    """Whether a worker process comes up at all on this machine; if not, no item is to blame."""
    with _processes(1) as executor:
        try:
            executor.submit(int).result()
        except (BrokenProcessPool, OSError):
            return False
    return True


def _processes(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a notebook's kernel has threads, which do not survive a fork.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let a worker end when the process that started it is killed; it would wait for work for ever."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
