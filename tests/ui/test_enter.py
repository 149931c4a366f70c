"""Enter in a box asks once, for what stands there, whatever the order in which the browser tells of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import ipywidgets as widgets
import pytest

from workbench.ui.common import text_box
from workbench.ui.enter import VALUE_SECONDS, Enter


@pytest.fixture
def box() -> widgets.Text:
    return text_box("Câu tìm")


@pytest.fixture
def asked(box: widgets.Text) -> list[str]:
    asked: list[str] = []
    Enter(box, lambda: asked.append(box.value))
    return asked


def press(box: widgets.Text) -> None:
    box._handle_custom_msg({"event": "submit"}, [])


def in_a_kernel(*steps: Callable[[], object]) -> None:
    """Do the steps where an event loop runs, with time between them for a value to follow a key."""

    async def run() -> None:
        for step in steps:
            step()
            await asyncio.sleep(2 * VALUE_SECONDS)

    asyncio.run(run())


def type_text(box: widgets.Text, text: str) -> None:
    box.value = text


def test_the_old_text_is_not_asked_before_the_new_one(box: widgets.Text, asked: list[str]) -> None:
    type_text(box, "câu cũ")

    def press_and_tell() -> None:
        press(box)
        type_text(box, "câu mới")

    in_a_kernel(press_and_tell)
    assert asked == ["câu mới"]


def test_the_same_text_is_asked_again(box: widgets.Text, asked: list[str]) -> None:
    type_text(box, "câu cũ")
    in_a_kernel(lambda: press(box), lambda: press(box))
    assert asked == ["câu cũ", "câu cũ"]


def test_a_value_that_comes_late_is_asked_too(box: widgets.Text, asked: list[str]) -> None:
    type_text(box, "câu cũ")
    in_a_kernel(lambda: press(box), lambda: type_text(box, "câu mới"))
    assert asked == ["câu cũ", "câu mới"]


def test_leaving_the_box_asks_nothing(box: widgets.Text, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.ui.enter._LATE_SECONDS", 0.0)
    type_text(box, "câu cũ")
    in_a_kernel(lambda: press(box), lambda: type_text(box, "rời ô"), lambda: type_text(box, "lại rời ô"))
    assert asked == ["câu cũ"]
