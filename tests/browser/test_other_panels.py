"""Relations, keywords, trends and new matters in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

import window
from window import at_rest, go, open_window

pytestmark = pytest.mark.browser


def picture(page: Any, name: str) -> None:
    """A picture without the floating message, as people see the panel a moment later."""
    at_rest(page)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    window.picture(page, name)


def test_the_relations_of_a_directive(page: Any, app: Any) -> None:
    panel = go(open_window(page, app), "Quan hệ văn bản")
    panel.get_by_label("Văn bản", exact=True).first.fill("12-CT/TU")
    page.keyboard.press("Enter")
    panel.locator(".wb-state", has_text="Hôm nay: hết hiệu lực").wait_for()
    panel.get_by_text("Bị thay thế bởi 04-CT/TU").wait_for()
    panel.locator(".wb-item .wb-verb", has_text="Thực hiện văn bản này").first.wait_for()
    picture(page, "quan-he.png")
    panel.get_by_role("button", name="Xem câu nói về hiệu lực").click()
    panel.locator(".wb-reader-text mark.wb-now", has_text="thay thế Chỉ thị số 12-CT/TU").wait_for()

    panel.get_by_role("button", name="Dòng thời gian").click()
    drawing = panel.locator(".wb-picture svg")
    drawing.locator("text", has_text="bị thay thế").first.wait_for()
    assert drawing.evaluate("svg => svg.scrollWidth <= svg.parentElement.clientWidth"), "it is seen whole"
    picture(page, "quan-he-dong-thoi-gian.png")

    panel.get_by_role("button", name="Cây văn bản").click()
    drawing.locator("text", has_text="145-KH/TU").first.wait_for()
    page.evaluate("scrollTo(0, document.querySelector('.wb-picture').getBoundingClientRect().top + scrollY - 190)")
    picture(page, "quan-he-gia-dinh.png")

    panel.get_by_role("button", name="So sánh hai bản").click()
    at_rest(page)
    versions = panel.get_by_label("Hoặc chọn bản liên quan")
    wanted = versions.locator("option", has_text="04-CT/TU").first.get_attribute("value")
    versions.select_option(value=wanted)
    panel.get_by_text("Bản sau:", exact=True).wait_for()
    panel.locator(".wb-differs ins").filter(visible=True).first.wait_for()
    panel.locator(".wb-differs del").filter(visible=True).first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    picture(page, "so-sanh.png")
    assert panel.locator(".wb-message.wb-error").count() == 0


def test_keywords_trends_and_new_matters(page: Any, app: Any) -> None:
    panel = go(open_window(page, app), "Từ khóa & xu hướng")
    panel.get_by_label("Câu tìm").fill("cải cách hành chính")
    panel.get_by_role("button", name="Lấy từ khóa", exact=True).click()
    panel.locator("button.wb-term").first.click()
    panel.locator(".wb-snippet mark").first.wait_for()
    picture(page, "tu-khoa-app.png")

    panel.get_by_role("button", name="Xu hướng", exact=True).click()
    panel.get_by_label("Từ, cụm từ").fill("chuyển đổi số; đất đai; hộ nghèo")
    panel.get_by_role("button", name="Xem xu hướng").click()
    drawing = panel.locator(".wb-chart svg").filter(visible=True).first
    drawing.locator("text", has_text="hộ nghèo").first.wait_for()
    panel.get_by_role("button", name="Xem những câu", exact=True).click()
    panel.locator(".wb-side .wb-snippet").filter(visible=True).first.wait_for()
    picture(page, "xu-huong.png")

    panel.get_by_role("button", name="Vấn đề mới nảy sinh").click()
    panel.get_by_role("textbox", name="Kỳ", exact=True).fill("2026-Q2")
    panel.get_by_role("button", name="Tìm vấn đề mới").click()
    matter = panel.locator(".wb-item .wb-term").filter(visible=True).first
    matter.wait_for()
    words = matter.inner_text()
    matter.click()
    panel.locator(".wb-side h3", has_text=words).wait_for()
    panel.locator(".wb-side .wb-snippet mark").filter(visible=True).first.wait_for()
    picture(page, "van-de-moi.png")
    assert panel.locator(".wb-message.wb-error").count() == 0
