"""The application in a real browser: no code, keyboard, light and dark, narrow; and when something is lost."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import pytest

from workbench.ui.registry import PANELS

PICTURES = Path(__file__).resolve().parents[2] / "test-output"

pytestmark = pytest.mark.browser


def opened(page: Any, app: Any) -> Any:
    """The window of the workbench, with its first panel."""
    page.goto(app.server.page)
    shell = page.locator(".wb-shell")
    shell.locator(".wb-stage .wb-panel").first.wait_for(timeout=90_000)
    return shell


def go(shell: Any, name: str) -> Any:
    shell.get_by_role("button", name=name, exact=True).click()
    shell.locator(".wb-where", has_text=name).wait_for(state="attached")
    return shell.locator(".wb-stage > .wb-panel").filter(visible=True)


def picture(page: Any, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / name)


def serious_findings(axe: Any, page: Any) -> list[str]:
    """What axe-core finds that keeps people from working, with the first places of each."""
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:4]]}"
        for one in axe.Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def kernels(app: Any) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"{app.server.address}/api/kernels", headers={"Authorization": f"token {app.server.token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: list[dict[str, Any]] = json.loads(answer.read())
    return found


def test_search_read_and_come_back(page: Any, app: Any) -> None:
    shell = opened(page, app)
    assert page.title() == "Bàn làm việc"
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator(".jp-InputArea, .jp-MarkdownCell").filter(visible=True).count() == 0, "code in sight"
    panel = go(shell, "Tìm kiếm")
    panel.get_by_label("Câu tìm").fill("cai cach hanh chinh")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    panel.get_by_role("button", name="Thêm vào dự thảo", exact=True).first.click()
    shell.get_by_role("button", name=re.compile("^Giỏ: 1 trích đoạn")).wait_for()
    picture(page, "app.png")
    page.reload()
    again = page.locator(".wb-shell")
    again.locator(".wb-reader-text mark.wb-now").wait_for(timeout=90_000)
    assert again.get_by_label("Câu tìm").first.input_value() == "cai cach hanh chinh"
    assert again.get_by_role("button", name=re.compile("^Giỏ: 1 trích đoạn")).is_visible()
    assert again.locator(".wb-error").filter(visible=True).count() == 0
    page.wait_for_timeout(1_000)
    assert len(kernels(app)) == 1, "the page before was closed, and its kernel with it"


def test_the_keyboard_is_enough_and_the_open_panel_is_told(page: Any, app: Any) -> None:
    shell = opened(page, app)
    go(shell, "Tìm kiếm")
    assert shell.locator("[aria-current=page]").inner_text() == "Tìm kiếm"
    assert page.get_by_role("navigation", name="Các bảng làm việc").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Từ khóa & xu hướng"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus can be seen"
    page.keyboard.press("Enter")
    shell.locator(".wb-where", has_text="Từ khóa").wait_for(state="attached")
    assert shell.locator("[aria-current=page]").inner_text() == "Từ khóa & xu hướng"


def test_no_serious_finding_of_axe_and_nothing_beside_the_window(page: Any, app: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="thiếu axe-playwright-python")
    shell = opened(page, app)
    panel = go(shell, "Tìm kiếm")
    panel.get_by_label("Câu tìm").fill("chuyển đổi số")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    serious: list[str] = []
    for scheme in ("dark", "light"):  # the page follows while it is open
        page.emulate_media(color_scheme=scheme)
        picture(page, f"app-{scheme}.png")
        serious += [f"{scheme}: {found}" for found in serious_findings(axe, page)]
    for one in PANELS:
        go(shell, one.label)
        page.locator(".wb-progress").filter(visible=True).first.wait_for(state="hidden")
        serious += [f"{one.key}: {found}" for found in serious_findings(axe, page)]
    assert not serious, "\n".join(serious)
    for width, height in ((640, 512), (400, 800)):  # 640: what 1280 pixels are at 200%
        page.set_viewport_size({"width": width, "height": height})
        wide: list[str] = []
        for one in PANELS:
            go(shell, one.label)
            page.wait_for_timeout(300)
            found = page.evaluate(
                "[...document.querySelectorAll('.wb-shell *')].filter(e => e.checkVisibility() &&"
                " e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.wb-scroll'))"
                ".slice(0, 2).map(e => e.outerHTML.slice(0, 160))"
            )
            wide += [f"{one.key} at {width} pixels: {what}" for what in found]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append(f"{one.key} at {width} pixels: the page scrolls sideways")
        assert not wide, "\n".join(wide)
    go(shell, "Tìm kiếm")
    picture(page, "app-400.png")


def test_a_kernel_that_dies_is_told_and_nothing_is_lost(page: Any, app: Any) -> None:
    shell = opened(page, app)
    panel = go(shell, "Tìm kiếm")
    panel.get_by_label("Câu tìm").fill("tiếp dân")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    page.wait_for_timeout(500)
    mine = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    for process in psutil.Process(app.process.pid).children(recursive=True):
        if any(mine in word for word in process.cmdline()):
            process.kill()
    lost = page.locator("#wb-lost")
    lost.get_by_text("đã ngừng").wait_for(timeout=30_000)
    picture(page, "app-ngung.png")
    lost.get_by_role("button", name="Mở lại").click()
    again = page.locator(".wb-shell")
    again.locator(".wb-item mark").first.wait_for(timeout=90_000)
    assert again.get_by_label("Câu tìm").first.input_value() == "tiếp dân"


def test_a_connection_that_is_cut_is_told_until_it_is_back(page: Any, app: Any) -> None:
    shell = opened(page, app)
    panel = go(shell, "Tìm kiếm")
    page.context.set_offline(True)
    page.locator("#wb-lost", has_text="Mất kết nối").wait_for(timeout=30_000)
    picture(page, "app-mat-ket-noi.png")
    page.context.set_offline(False)
    page.locator("#wb-lost").wait_for(state="hidden", timeout=60_000)
    panel.get_by_label("Câu tìm").fill("chuyển đổi số")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()


def test_a_second_tab_is_told(page: Any, app: Any) -> None:
    opened(page, app)
    second = page.context.browser.new_page()
    shell = opened(second, app)
    shell.get_by_text("ở một cửa sổ khác").wait_for()
    second.close()
