"""Work in processes: every item once, killers found, a machine without processes still works."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from workbench.archive import parallel


def double(lot: list[int]) -> list[int]:
    return [item * 2 for item in lot]


def die_over_seven(lot: list[int]) -> list[int]:
    if 7 in lot:
        os._exit(3)
    return double(lot)


def lost(_item: int) -> int:
    return -1


LOTS = [[1, 2, 3], [4], [5, 6, 7, 8], [9], [10, 11], [12], [13], [14]]
ITEMS = [item for lot in LOTS for item in lot]


def test_every_item_comes_back_once() -> None:
    with ThreadPoolExecutor(2) as executor:
        found = list(parallel.through_executor(double, LOTS, executor, in_flight=2))
    assert sorted(found) == [(item, item * 2) for item in ITEMS]


def test_an_item_that_kills_its_process_is_found_and_the_others_are_done() -> None:
    found = list(parallel.through_processes(die_over_seven, LOTS, 2, lost))
    assert sorted(found) == [(item, -1 if item == 7 else item * 2) for item in ITEMS]


def test_where_no_process_can_be_started_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a spawned process imports first is broken, as on a machine where programs may not start others.
    monkeypatch.setattr("multiprocessing.spawn._python_exe", os.fsencode(os.devnull), raising=True)
    monkeypatch.setattr("workbench.archive.parallel._can_start", lambda: False)
    found = list(parallel.through_processes(double, LOTS[:2], 2, lost))
    assert sorted(found) == [(item, item * 2) for item in (1, 2, 3, 4)]
