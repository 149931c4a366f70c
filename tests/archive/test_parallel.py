"""Work in processes: every item once, killers found, a machine without processes still works."""

from __future__ import annotations

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench.archive import parallel


def double(lot: list[int]) -> list[int]:
    return [item * 2 for item in lot]


def die_over_seven(lot: list[int]) -> list[int]:
    if 7 in lot:
        os._exit(3)
    return double(lot)


def hang_over_seven(lot: list[int]) -> list[int]:
    if 7 in lot:
        # One endless match in C: nothing in Python is heard until it ends.
        re.match(r"(?:a|aa)+$", "a" * 5_000 + "b")
    return double(lot)


def ask_for_much_over_seven(lot: list[int]) -> list[int]:
    return [len(bytes(2**30)) if item == 7 else item * 2 for item in lot]


def die_once(lot: list[int]) -> list[int]:
    mark = Path(os.environ["DIED_ONCE"])
    if 7 in lot and not mark.exists():
        mark.touch()
        os._exit(3)
    return double(lot)


def lost(_item: int, why: parallel.Loss) -> int:
    return -1 if why == "died" else -2


LOTS = [[1, 2, 3], [4], [5, 6, 7, 8], [9], [10, 11], [12], [13], [14]]
ITEMS = [item for lot in LOTS for item in lot]


def test_every_item_comes_back_once() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = list(parallel.through_executor(double, LOTS, executor, in_flight=2))
    assert sorted(found) == [(item, item * 2) for item in ITEMS]


def test_an_item_that_kills_its_process_is_found_and_the_others_are_done() -> None:
    found = list(parallel.through_processes(die_over_seven, LOTS, 2, lost))
    assert sorted(found) == [(item, -1 if item == 7 else item * 2) for item in ITEMS]


def test_an_item_that_takes_too_long_is_given_up_and_the_others_are_done() -> None:
    guard = parallel.Guard[int](lambda item: 1.0 if item == 7 else 300.0)
    found = list(parallel.through_processes(hang_over_seven, LOTS, 2, lost, guard))
    assert sorted(found) == [(item, -2 if item == 7 else item * 2) for item in ITEMS]


def test_a_process_that_dies_once_costs_no_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIED_ONCE", str(tmp_path / "died"))
    found = list(parallel.through_processes(die_once, LOTS, 2, lost))
    assert sorted(found) == [(item, item * 2) for item in ITEMS]
    assert (tmp_path / "died").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the memory of a process for us")
def test_an_item_that_asks_for_too_much_memory_does_not_get_it() -> None:
    with pytest.raises(MemoryError):
        list(parallel.through_processes(ask_for_much_over_seven, LOTS, 1, lost, parallel.Guard(memory=2**29)))


def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a spawned process imports first is broken, as on a machine where programs may not start others.
    monkeypatch.setattr("multiprocessing.spawn._python_exe", os.fsencode(os.devnull), raising=True)
    monkeypatch.setattr("workbench.archive.parallel._can_start", lambda: False)
    found = list(parallel.through_processes(double, LOTS[:2], 2, lost))
    assert sorted(found) == [(item, item * 2) for item in (1, 2, 3, 4)]
