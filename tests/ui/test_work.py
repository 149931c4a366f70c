"""Longer work of a panel: beside it where an event loop runs, with Hủy; at once where none does."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from workbench import Workbench
from workbench.archive.report import OnProgress, Progress
from workbench.errors import WorkbenchError
from workbench.ui import figures_panel, matrix_panel, tasks_panel
from workbench.ui.common import Panel, button
from workbench.ui.work import Work


class Model:
    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench


def made(workbench: Workbench, folder: Path) -> tuple[Panel, Work]:
    panel = Panel("Thử", folder)
    panel.model = Model(workbench)
    return panel, Work(panel, button("Bắt đầu"))


async def over(work: Work) -> None:
    await asyncio.wait_for(work.over(), 60)


def test_without_an_event_loop_it_is_done_at_once(workbench: Workbench, tmp_path: Path) -> None:
    _, work = made(workbench, tmp_path / "kho" / "logs")
    found: list[Any] = []
    work.run("Đang thử…", lambda own, _: own is workbench, found.append)
    assert found == [True]


def test_beside_the_panel_it_has_a_workbench_of_its_own_and_shows_how_far_it_is(
    workbench: Workbench, tmp_path: Path
) -> None:
    found: list[Any] = []

    def reading(own: Workbench, progress: OnProgress) -> tuple[bool, int]:
        progress(Progress(1, 2, "Đọc"))
        return own is workbench, own.catalogue.count()

    async def use() -> None:
        _, work = made(workbench, tmp_path / "kho" / "logs")
        work.run("Đang thử…", reading, found.append)
        assert work.running
        assert (work.widget.layout.display, work._controls[0].disabled) == ("", True)
        assert found == []
        await over(work)
        assert (work.widget.layout.display, work._controls[0].disabled) == ("none", False)

    asyncio.run(use())
    assert found == [(False, 16)]


def test_cancelling_ends_it_and_nothing_is_shown(workbench: Workbench, tmp_path: Path) -> None:
    found: list[Any] = []
    begun = threading.Event()

    def endless(_own: Workbench, progress: OnProgress) -> None:
        for number in range(10_000):
            progress(Progress(number, 10_000, "Đọc"))
            begun.set()
            threading.Event().wait(0.01)

    async def use() -> None:
        panel, work = made(workbench, tmp_path / "kho" / "logs")
        work.run("Đang thử…", endless, found.append)
        await asyncio.to_thread(begun.wait, 30)
        work.run("Việc khác", lambda *_: 1, found.append)
        assert "Việc trước còn đang làm" in panel.message.value
        work.cancel.click()
        assert work.cancel.disabled
        await over(work)
        assert "Đã hủy" in panel.message.value
        assert not work.cancel.disabled

    asyncio.run(use())
    assert found == []


def test_what_fails_is_told_in_the_panel(workbench: Workbench, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("WORKBENCH_STRICT_UI", "0")  # the error is expected

    def fails(_own: Workbench, _progress: OnProgress) -> None:
        raise WorkbenchError("Không đọc được.", "Hãy thử lại.")

    async def use() -> None:
        panel, work = made(workbench, tmp_path / "kho" / "logs")
        work.run("Đang thử…", fails, lambda _: None)
        await over(work)
        assert "Không đọc được." in panel.message.value
        assert work.widget.layout.display == "none"

    asyncio.run(use())


def test_figures_tasks_and_the_matrix_are_read_beside_their_panels(workbench: Workbench) -> None:
    async def use() -> None:
        figures = figures_panel(workbench)
        figures.query.value = "cải cách hành chính"
        figures.check.click()  # the figures first, then their checks
        assert (figures.model.figures, figures.find.disabled) == (None, True)
        await over(figures.work)
        assert figures.model.rows
        assert figures.model.checks is not None
        tasks = tasks_panel(workbench)
        tasks.find.click()
        assert tasks.model.found is None
        await over(tasks.work)
        assert len(tasks.model.rows) > 100
        matrix = matrix_panel(workbench)
        matrix.query.value = "cải cách hành chính"
        matrix.make.click()
        assert matrix.model.matrix is None
        await over(matrix.work)
        assert matrix.model.matrix is not None
        assert not [*figures.errors, *tasks.errors, *matrix.errors]

    asyncio.run(use())
