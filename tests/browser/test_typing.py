"""Vietnamese typed through an input method lands whole, and nothing the panel does disturbs it."""

from __future__ import annotations

from typing import Any

import pytest

from window import open_window, shown

pytestmark = pytest.mark.browser

CHANGES_OF_NUMBERS = (
    ("c", "ch", "chu", "chuy", "chuye", "chuyê", "chuyên", "chuyển"),
    ("d", "đ", "đo", "đô", "đôi", "đổi"),
    ("s", "so", "sô", "số"),
)
"""What stands under the cursor after each key of Telex ("chuyeenr ddooir soos")."""

FURTHER = (("c", "cu", "cua", "của"), ("x", "xa", "xã"))


def compose(session: Any, box: Any, syllables: tuple[tuple[str, ...], ...]) -> None:
    """Type syllables as an input method does; each key must be seen in the box at once."""
    before = box.input_value()
    for steps in syllables:
        for text in steps:
            cursor = {"selectionStart": len(text), "selectionEnd": len(text)}
            session.send("Input.imeSetComposition", {"text": text, **cursor})
            assert box.input_value() == before + text
        before += f"{steps[-1]} "
        session.send("Input.insertText", {"text": f"{steps[-1]} "})
        assert box.input_value() == before


def test_composed_text_lands_undisturbed_and_enter_asks_for_it(page: Any, app: Any) -> None:
    shell = open_window(page, app)
    shell.get_by_role("button", name="Tìm kiếm", exact=True).click()
    panel = shown(shell)
    box = panel.get_by_label("Câu tìm", exact=True)
    box.fill("một cửa")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark", has_text="một cửa").first.wait_for()
    box.fill("")
    box.click()
    session = page.context.new_cdp_session(page)
    answers = panel.locator(".wb-list").inner_text()
    compose(session, box, CHANGES_OF_NUMBERS)
    page.wait_for_timeout(500)
    assert panel.locator(".wb-list").inner_text() == answers, "nothing is asked while people type"
    page.keyboard.press("Enter")
    compose(session, box, FURTHER)  # the answers come while people type on
    found = panel.locator(".wb-item mark", has_text="chuyển đổi số").first
    found.wait_for()
    page.wait_for_timeout(500)
    assert box.input_value() == "chuyển đổi số của xã "
    assert box.evaluate("box => box === document.activeElement"), "the cursor stays where people type"
    assert panel.locator(".wb-error").filter(visible=True).count() == 0
