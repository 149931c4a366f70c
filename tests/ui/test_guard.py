"""Nothing that goes wrong in a callback may vanish; and a callback runs only when people did something."""

from __future__ import annotations

import html
import re
from pathlib import Path

import ipywidgets as widgets
import pytest

from workbench.errors import QueryError
from workbench.ui.common import Panel, dropdown, text_box


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    made = Panel("Thử", tmp_path / "logs")
    made.fill()
    return made


def expected_failure() -> None:
    raise QueryError("Câu tìm <quá dài>.", "Hãy rút ngắn.")


def unexpected_failure() -> None:
    raise ZeroDivisionError("chi tiết kỹ thuật")


def test_an_expected_failure_is_shown_with_its_advice(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(expected_failure)()
    assert "Câu tìm <quá dài>." in text_of(panel.message.value)
    assert "Hãy rút ngắn." in text_of(panel.message.value)
    assert "<quá" not in panel.message.value
    assert [type(error) for error in panel.errors] == [QueryError]


def test_an_unexpected_failure_is_logged_not_shown(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(unexpected_failure)()
    log = tmp_path / "logs" / "ui.log"
    assert "Có lỗi ngoài dự kiến (ZeroDivisionError)" in text_of(panel.message.value)
    assert str(log) in text_of(panel.message.value)
    assert "chi tiết kỹ thuật" not in panel.message.value
    assert "Traceback" in log.read_text(encoding="utf-8")
    assert "chi tiết kỹ thuật" in log.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_is_said_so(panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    (tmp_path / "logs").write_text("một tệp nằm ở chỗ của thư mục", encoding="utf-8")
    panel.guarded(unexpected_failure)()
    assert "Không ghi được chi tiết" in text_of(panel.message.value)


def test_in_strict_mode_a_failure_is_raised_as_well(panel: Panel) -> None:
    with pytest.raises(ZeroDivisionError):
        panel.guarded(unexpected_failure)()
    assert len(panel.errors) == 1


def test_a_failure_inside_another_action_is_told_once(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(panel.guarded(expected_failure))()
    assert len(panel.errors) == 1


def test_the_next_action_takes_the_message_away(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    panel.guarded(expected_failure)()
    panel.guarded(lambda: None)()
    assert panel.message.value == ""


def test_new_options_are_not_taken_for_a_choice(panel: Panel) -> None:
    chosen: list[str] = []
    box = dropdown("Chọn", [("a", "a"), ("b", "b")])
    panel.on_change(box, chosen.append)
    panel.set_options(box, [("b (2)", "b"), ("c (1)", "c")], "c")
    assert box.value == "c"
    assert chosen == []
    box.value = "b"
    assert chosen == ["b"]


def press_enter(box: widgets.Text, typed: str | None = None) -> None:
    """As a browser does it: the key first, then the new value if there is one."""
    box._handle_custom_msg({"event": "submit"}, [])
    if typed is not None:
        box.value = typed


def test_enter_searches_for_what_was_typed_and_leaving_the_box_does_not(panel: Panel) -> None:
    asked: list[str] = []
    box = text_box("Câu tìm")
    panel.on_enter(box, lambda: asked.append(box.value))
    box.value = "rời ô"
    assert asked == []
    press_enter(box)
    assert asked == ["rời ô"]
    press_enter(box, "câu mới")
    assert asked[-1] == "câu mới"
    box.value = "lại rời ô"
    assert asked[-1] == "câu mới"
