"""Work beside the panel: progress, stopping, failing, and the thread in which it is told."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from workbench.archive.report import OnProgress, Progress
from workbench.errors import WorkbenchError
from workbench.ui.background import Job


def nothing(*_args: Any) -> None:
    """Told nothing."""


def test_the_result_comes_and_one_thing_runs_at_a_time() -> None:
    job, go, results = Job(), threading.Event(), []

    def work(progress: OnProgress) -> int:
        go.wait(10)
        progress(Progress(1, 1, "Đếm"))
        return 42

    assert job.start(work, results.append, nothing)
    assert job.running
    assert not job.start(work, nothing, nothing)
    go.set()
    job.wait()
    assert results == [42]
    assert not job.running
    assert job.progress == Progress(1, 1, "Đếm")


def test_stopping_takes_hold_at_the_next_step() -> None:
    job, begun, seen, stopped = Job(), threading.Event(), [], []

    def work(progress: OnProgress) -> None:
        for step in range(10_000_000):
            seen.append(step)
            begun.set()
            progress(Progress(step, 10_000_000, "Đếm"))

    job.start(work, nothing, nothing, lambda: stopped.append(True))
    begun.wait(10)
    job.stop()
    job.wait()
    assert stopped == [True]
    assert len(seen) < 10_000_000
    assert not job.running
    assert not job.stopping


def test_what_went_wrong_is_told() -> None:
    job, errors = Job(), []

    def work(_progress: OnProgress) -> None:
        raise WorkbenchError("hỏng")

    job.start(work, nothing, errors.append)
    job.wait()
    assert [str(error) for error in errors] == ["hỏng"]
    assert job.start(lambda _progress: None, nothing, nothing), "another one may begin"
    job.wait()


def test_where_an_event_loop_runs_all_is_told_in_its_thread() -> None:
    threads: list[int] = []
    job = Job()

    async def notebook() -> None:
        job.observe(lambda _change: threads.append(threading.get_ident()), "progress")
        job.start(
            lambda told: told(Progress(1, 1, "Đếm")), lambda _done: threads.append(threading.get_ident()), nothing
        )
        while job.running:
            await asyncio.sleep(0.01)

    asyncio.run(notebook())
    assert len(threads) >= 2
    assert set(threads) == {threading.get_ident()}


@pytest.mark.parametrize("stops", [1, 2])
def test_stopping_what_does_not_run_does_nothing(stops: int) -> None:
    job = Job()
    for _ in range(stops):
        job.stop()
    assert not job.stopping
