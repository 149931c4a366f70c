"""The application in a real browser: no code, keyboard, light and dark, narrow; and when something is lost."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from window import at_rest, go, open_window, picture, serious_findings
from workbench.ui.registry import PANELS

pytestmark = pytest.mark.browser


def kernels(app: Any) -> list[dict[str, Any]]:
    request = urllib.request.Request(
        f"{app.server.address}/api/kernels", headers={"Authorization": f"token {app.server.token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        found: list[dict[str, Any]] = json.loads(answer.read())
    return found


def test_search_read_and_come_back(page: Any, app: Any) -> None:
    others = {one["id"] for one in kernels(app)}
    shell = open_window(page, app)
    assert page.title() == "Bàn làm việc"
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator(".jp-InputArea, .jp-MarkdownCell").filter(visible=True).count() == 0, "code in sight"
    panel = go(shell, "Tìm kiếm")
    panel.get_by_label("Câu tìm").fill("cai cach hanh chinh")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    panel.get_by_role("button", name="Cho vào giỏ", exact=True).first.click()
    shell.get_by_role("button", name=re.compile("^Giỏ: 1 trích đoạn")).wait_for()
    picture(page, "app.png")
    page.reload()
    again = page.locator(".wb-shell")
    again.locator(".wb-reader-text mark.wb-now").wait_for(timeout=90_000)
    assert again.get_by_label("Câu tìm").first.input_value() == "cai cach hanh chinh"
    assert again.get_by_role("button", name=re.compile("^Giỏ: 1 trích đoạn")).is_visible()
    assert again.locator(".wb-error").filter(visible=True).count() == 0
    page.wait_for_timeout(1_000)
    ours = [one for one in kernels(app) if one["id"] not in others]
    assert len(ours) == 1, "the page before was closed, and its kernel with it"


def reach(page: Any, name: str, most: int = 60) -> int:
    """Press Tab until the control of this name has the focus, which is seen at every stop; how often."""
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
                const one = document.activeElement, label = one.labels && one.labels[0] || one;
                const style = getComputedStyle(one);
                return {name: (label.innerText || one.getAttribute("aria-label") || "").trim(), tag: one.tagName,
                        seen: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2};
            }"""
        )
        assert here["seen"] or here["tag"] == "BODY", f"nobody sees where the keyboard is: {here}"
        if here["name"] == name:
            return presses
    raise AssertionError(f"{name}: not reached with {most} presses of Tab")


def test_search_read_and_keep_by_keyboard_alone(page: Any, app: Any) -> None:
    shell = open_window(page, app)
    go(shell, "Tổng quan")
    assert shell.locator("[aria-current=page]").inner_text() == "Tổng quan"
    assert page.get_by_role("navigation", name="Các bảng làm việc").is_visible()
    reach(page, "Tìm kiếm", most=2)  # the next in the row
    page.keyboard.press("Enter")
    shell.locator(".wb-where", has_text="Tìm kiếm").wait_for(state="attached")
    assert shell.locator("[aria-current=page]").inner_text() == "Tìm kiếm"
    reach(page, "Câu tìm", most=14)  # past the other panels and the basket
    page.keyboard.press("Control+a")
    page.keyboard.type("chuyển đổi số")
    page.keyboard.press("Enter")
    shell.locator(".wb-item mark").first.wait_for()
    reach(page, "Đọc", most=90)  # past the facets
    page.keyboard.press("Enter")
    shell.locator(".wb-reader-text mark.wb-now").wait_for()
    page.wait_for_function("() => document.activeElement.closest('.wb-side') !== null")  # the focus goes to the text
    before = shell.locator(".wb-basket").inner_text()
    reach(page, "Cho đoạn vào giỏ", most=12)
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelector('.wb-basket').innerText !== before", arg=before)
    page.locator(".wb-message", has_text="trích đoạn").wait_for()
    page.keyboard.press("Escape")
    page.locator(".wb-message").wait_for(state="hidden", timeout=3_000)


# What each panel is about, done once, so that what is looked at has its content -------------------------------------


def ask(button: str, **typed: str) -> Callable[[Any], None]:
    """Type into a panel's boxes (by label; "_" for a space) and press its button."""

    def fill(panel: Any) -> None:
        for label, text in typed.items():
            panel.get_by_label(label.replace("_", " "), exact=True).first.fill(text)
        panel.get_by_role("button", name=button, exact=True).first.click()

    return fill


def search(panel: Any) -> None:
    ask("Tìm", Câu_tìm="chuyển đổi số")(panel)
    panel.locator(".wb-item mark").first.wait_for()
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()


def keywords(panel: Any) -> None:
    ask("Lấy từ khóa", Câu_tìm="cải cách hành chính")(panel)
    panel.locator(".wb-chart svg").first.wait_for()
    panel.locator("button.wb-term").first.click()
    panel.locator(".wb-snippet mark").first.wait_for()


def family(panel: Any) -> None:
    ask("Xem quan hệ", Văn_bản="12-CT/TU")(panel)
    panel.locator(".wb-item").first.wait_for()
    panel.get_by_role("button", name="Cây văn bản").click()
    panel.locator(".wb-picture svg").first.wait_for()


CONTENT: dict[str, Callable[[Any], None]] = {
    "tong_quan": lambda panel: panel.locator(".wb-charts svg").first.wait_for(),
    "tim_kiem": search,
    "tu_khoa": keywords,
    "so_lieu": lambda panel: panel.locator("button.wb-main").filter(visible=True).first.click(),
    "nhiem_vu": ask("Xem nhiệm vụ"),
    "quan_he": family,
    "tong_hop": ask("Lập bảng tổng hợp", Câu_tìm="thực hiện Chỉ thị 12-CT/TU"),
    "du_thao": ask("Tạo dự thảo", Câu_tìm="cải cách hành chính", Trích_yếu="công tác cải cách hành chính"),
    "nap": lambda panel: panel.get_by_role("button", name="Cần xác nhận").click(),
    "cai_dat": lambda panel: panel.get_by_role("button", name="Bảng của cơ quan").click(),
}

HEADINGS = """() => {
    const found = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(one => one.checkVisibility());
    let before = 0;
    return found.filter(one => {
        const level = Number(one.tagName[1]), jumps = level > before + 1;
        before = level;
        return jumps;
    }).map(one => one.outerHTML.slice(0, 90));
}"""
"""Headings that skip a level: people who have the page read out find their way by them."""

PALE = """() => {
    const rgba = text => {
        const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
        return [r, g, b, a];
    };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
    const light = colour => {
        const [r, g, b] = colour.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const pale = [];
    for (const drawing of document.querySelectorAll(".wb-panel svg")) {
        if (!drawing.checkVisibility()) continue;
        drawing.scrollIntoView({block: "center"});
        for (const text of drawing.querySelectorAll("text")) {
            const box = text.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
            if (!text.textContent.trim() || x < 0 || y < 0 || x > innerWidth || y > innerHeight) continue;
            let below = [255, 255, 255, 1];
            for (const one of document.elementsFromPoint(x, y).reverse()) {
                const style = getComputedStyle(one), drawn = one instanceof SVGGeometryElement;
                const fill = drawn ? style.fill : style.backgroundColor;
                if (one.tagName === "text" || !/^rgb/.test(fill)) continue;
                const colour = rgba(fill);
                if (drawn) colour[3] *= Number(style.fillOpacity) * Number(style.opacity);
                below = over(colour, below);
            }
            const own = getComputedStyle(text), colour = rgba(own.fill);
            colour[3] *= Number(own.fillOpacity) * Number(own.opacity);
            const [dark, bright] = [light(over(colour, below)), light(below)].sort((a, b) => a - b);
            if ((bright + 0.05) / (dark + 0.05) < 4.5) pale.push(text.textContent);
        }
    }
    scrollTo(0, 0);
    return pale.slice(0, 5);
}"""
"""Words of charts with too little contrast to what is drawn below them: axe-core does not look at these."""


def test_no_serious_finding_of_axe_in_any_panel_at_work_in_light_and_dark(page: Any, app: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="thiếu axe-playwright-python")
    shell = open_window(page, app)
    found: list[str] = []
    for one in PANELS:
        panel = go(shell, one.label)
        CONTENT[one.key](panel)
        at_rest(page)
        found += [f"{one.key}: {heading} skips a level" for heading in page.evaluate(HEADINGS)]
        for scheme in ("dark", "light"):  # the page follows while it is open
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function("dark => document.body.dataset.jpThemeLight === String(!dark)", arg=scheme == "dark")
            rules = ("color-contrast",) if scheme == "dark" else ()  # the theme changes colours alone
            found += [f"{one.key}, {scheme}: {finding}" for finding in serious_findings(axe, page, *rules)]
            found += [f"{one.key}, {scheme}: “{word}” of a chart is too pale" for word in page.evaluate(PALE)]
            picture(page, f"bang-{one.key.replace('_', '-')}-{'toi' if scheme == 'dark' else 'sang'}.png")
        assert panel.locator(".wb-message.wb-error").count() == 0, panel.locator(".wb-message").all_inner_texts()
    assert not found, "\n".join(found)


def test_nothing_stands_beside_a_narrow_window(page: Any, app: Any) -> None:
    shell = open_window(page, app)
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


def test_a_cut_connection_a_second_tab_and_a_kernel_that_dies_are_told_and_nothing_is_lost(page: Any, app: Any) -> None:
    shell = open_window(page, app)
    panel = go(shell, "Tìm kiếm")
    lost = page.locator("#wb-lost")
    page.context.set_offline(True)
    lost.get_by_text("Mất kết nối").wait_for(timeout=30_000)
    picture(page, "app-mat-ket-noi.png")
    page.context.set_offline(False)
    lost.wait_for(state="hidden", timeout=60_000)
    panel.get_by_label("Câu tìm").fill("tiếp dân")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()

    second = page.context.browser.new_page()
    open_window(second, app).get_by_text("ở một cửa sổ khác").wait_for()
    second.goto("about:blank")
    second.close()

    mine = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    for process in psutil.Process(app.process.pid).children(recursive=True):
        if any(mine in word for word in process.cmdline()):
            process.kill()
    lost.get_by_text("đã ngừng").wait_for(timeout=30_000)
    picture(page, "app-ngung.png")
    lost.get_by_role("button", name="Mở lại").click()
    again = page.locator(".wb-shell")
    again.get_by_role("button", name="Tìm kiếm", exact=True).wait_for(timeout=90_000)
    go(again, "Tìm kiếm")  # the second window remembered last where it was
    again.locator(".wb-item mark").first.wait_for(timeout=90_000)
    assert again.get_by_label("Câu tìm").first.input_value() == "tiếp dân"
