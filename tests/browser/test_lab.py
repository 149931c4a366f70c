"""What an officer does, in a real browser: open a notebook, run it, search, read, draft, export."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any

import pytest

import window
from window import TOKEN, run_notebook, shown
from workbench.ui.guide import guide_path

pytestmark = pytest.mark.browser


def open_and_run(page: Any, lab: Any, notebook: str, ready: str = ".wb-main") -> Any:
    """Open a notebook in a clean workspace, run all its cells, and wait for its panel, until `ready` is seen in it."""
    panel = page.locator(".wb-panel").last
    run_notebook(page, lab, notebook, panel.locator(ready).first, timeout=20_000)
    return panel


def picture(page: Any, panel: Any, name: str) -> None:
    panel.evaluate("element => element.scrollIntoView()")
    window.picture(page, name)


def test_search_read_and_keep_an_excerpt(page: Any, lab: Any) -> None:
    panel = open_and_run(page, lab, "01_tim_kiem.ipynb")
    box = panel.get_by_label("Câu tìm")
    box.click()
    page.keyboard.type("cải cách hành chính")
    page.keyboard.press("Enter")  # asks for what was just typed
    panel.locator(".wb-item mark").first.wait_for()
    assert box.input_value() == "cải cách hành chính"
    assert "cải cách" in panel.locator(".wb-item mark").first.inner_text().lower()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    panel.get_by_role("button", name="Cho vào giỏ", exact=True).first.click()
    panel.locator(".wb-message", has_text="Giỏ có 1 trích đoạn").wait_for()
    assert (lab.root / "workspace" / "basket.json").is_file()
    assert panel.locator(".wb-error").count() == 0
    picture(page, panel, "lab.png")
    page.set_viewport_size({"width": 760, "height": 900})
    assert panel.evaluate("element => element.offsetWidth < element.closest('.jp-Notebook').clientWidth"), "cut off"


def test_facets_chips_and_a_page_of_the_original(page: Any, lab: Any) -> None:
    panel = open_and_run(page, lab, "01_tim_kiem.ipynb")
    panel.get_by_label("Câu tìm").fill("bao cao quy ubnd")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-chip.wb-used").first.wait_for()
    picture(page, panel, "cach-hieu.png")
    panel.get_by_label("Câu tìm").fill("Khe Ngọc quý II năm 2026")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-chips").wait_for(state="hidden")  # the answers to the second question are there
    panel.get_by_role("button", name=re.compile(r"^2026 \(")).click()
    panel.get_by_role("button", name=re.compile("^✓ 2026")).wait_for()
    assert panel.locator(".wb-meta", has_text="/2024").filter(visible=True).count() == 0
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    outline = panel.get_by_label("Mục lục")
    outline.select_option(index=2)
    page.wait_for_function("select => select.selectedIndex === 0", arg=outline.element_handle())
    panel.get_by_role("button", name="Kiểm tra, sửa thông tin").click()
    panel.get_by_role("button", name="Sửa", exact=True).first.click()
    panel.get_by_label("Giá trị đúng").wait_for()
    picture(page, panel, "sua-thong-tin.png")
    panel.get_by_role("button", name="Bỏ lọc").click()
    panel.get_by_label("Câu tìm").fill("so:418/BC-UBND")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item h3", has_text=re.compile(r"^1\. Báo cáo Công tác cải cách hành chính năm 2024")).wait_for()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.get_by_role("button", name="Xem ảnh trang gốc").click()
    page.wait_for_function(
        "image => image.naturalWidth > 1000", arg=panel.locator(".wb-page-frame img").element_handle()
    )
    picture(page, panel, "trang-goc.png")
    assert panel.locator(".wb-error").count() == 0
    page.set_viewport_size({"width": 760, "height": 900})
    assert panel.evaluate("element => element.offsetWidth < element.closest('.jp-Notebook').clientWidth"), "cut off"
    picture(page, panel, "hep.png")


def test_keywords_are_drawn_without_a_network(page: Any, lab: Any) -> None:
    panel = open_and_run(page, lab, "02_tu_khoa.ipynb")
    panel.get_by_label("Câu tìm").fill("cải cách hành chính")
    panel.get_by_role("button", name="Lấy từ khóa", exact=True).click()
    panel.locator(".wb-chart svg").wait_for()
    panel.locator("button.wb-term").first.click()
    panel.locator(".wb-snippet mark").first.wait_for()
    picture(page, panel, "tu-khoa.png")


def test_the_launcher_has_a_section_with_our_notebooks(page: Any, lab: Any) -> None:
    page.goto(f"{lab.address}/lab?token={TOKEN}&reset")
    section = page.locator(".jp-Launcher-section", has_text="Bàn làm việc").filter(visible=True)
    section.locator(".jp-LauncherCard").first.wait_for()
    assert section.locator(".jp-LauncherCard").count() == len(list((lab.root / "notebooks").glob("*.ipynb")))
    picture(page, section, "trang-mo-dau.png")
    section.locator(".jp-LauncherCard", has_text="Tìm kiếm").click()
    page.locator(".jp-Notebook", has_text="1. Tìm văn bản").wait_for()


DARK, LIGHT = "JupyterLab Dark", "JupyterLab Light"


def set_theme(lab: Any, **chosen: object) -> None:
    """Choose the theme of a JupyterLab, as its menu of settings does; nothing chosen: it follows the system."""
    asked = urllib.request.Request(
        f"{lab.address}/lab/api/settings/@jupyterlab/apputils-extension:themes",
        data=json.dumps({"raw": json.dumps(chosen)}).encode(),
        headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.status == 204


def test_the_theme_of_jupyterlab_decides_whatever_the_system_prefers(page: Any, lab: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="thiếu axe-playwright-python")
    if guide_path() is None:
        pytest.skip("thiếu hướng dẫn dựng sẵn; chạy: python3 dev.py guide")
    try:
        for theme, system in ((DARK, "light"), (LIGHT, "dark")):
            set_theme(lab, **{"theme": theme, "adaptive-theme": False})
            page.emulate_media(color_scheme=system)
            open_and_run(page, lab, "00_ban_lam_viec.ipynb", ready=".wb-title")
            page.locator(".wb-shell").get_by_role("button", name="Cài đặt & Trợ giúp", exact=True).click()
            panel = shown(page)
            panel.get_by_role("button", name="Kho và máy").click()
            panel.get_by_label("Bộ tìm kiếm").wait_for()
            ground = page.evaluate("getComputedStyle(document.querySelector('.jp-Notebook')).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 200) == (theme == DARK), ground
            field = panel.get_by_label("Bộ tìm kiếm").evaluate("one => getComputedStyle(one).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", field)[:3])) < 200) == (theme == DARK), field
            found = axe.Axe().run(page, context=".wb-panel", options={"runOnly": ["color-contrast"]})
            assert not found.response["violations"], found.generate_report()
            picture(page, panel, f"lab-{'toi' if theme == DARK else 'sang'}.png")
        panel.get_by_role("button", name="Trợ giúp", exact=True).click()
        with page.expect_popup() as fetched:
            panel.get_by_role("link", name="Mở hướng dẫn").click()
        fetched.value.get_by_role("heading", level=1, name="Bàn làm việc văn bản").wait_for()
    finally:
        set_theme(lab)
