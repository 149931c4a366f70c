"""What panels remember is written once for many changes, after them, and never left unwritten."""

from __future__ import annotations

import asyncio

from workbench.ui.remembering import DELAY, soon, write_all


def test_many_changes_of_a_moment_are_written_once_as_they_are_then() -> None:
    state = {"page": 0}
    written: list[int] = []

    async def change() -> None:
        for page in range(1, 6):
            state["page"] = page
            soon("tim_kiem", lambda: written.append(state["page"]))
        assert written == [], "the answer goes first"
        await asyncio.sleep(2 * DELAY)
        state["page"] = 9
        soon("tim_kiem", lambda: written.append(state["page"]))
        await asyncio.sleep(2 * DELAY)

    asyncio.run(change())
    assert written == [5, 9]


def test_every_panel_is_written_for_itself() -> None:
    written: list[str] = []

    async def change() -> None:
        for key in ("tim_kiem", "du_thao", "tim_kiem"):
            soon(key, lambda key=key: written.append(key))  # type: ignore[misc]
        await asyncio.sleep(2 * DELAY)

    asyncio.run(change())
    assert sorted(written) == ["du_thao", "tim_kiem"]


def test_a_program_that_ends_writes_what_is_due() -> None:
    written: list[str] = []

    async def change() -> None:
        soon("tim_kiem", lambda: written.append("câu vừa gõ"))

    asyncio.run(change())
    assert written == []
    write_all()
    write_all()
    assert written == ["câu vừa gõ"]


def test_a_script_without_a_loop_writes_at_once() -> None:
    written: list[str] = []
    soon("tim_kiem", lambda: written.append("ngay"))
    assert written == ["ngay"]
