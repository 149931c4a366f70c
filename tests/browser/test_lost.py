"""Nothing is lost: text that was typed and not saved; and in JupyterLab when a kernel restarts or dies, a connection is
cut, the same panels are opened twice, an archive is moved away."""

from __future__ import annotations

import json
import re
import shutil
import urllib.request
from typing import Any

import psutil
import pytest

from window import FIRST_PANEL, TOKEN, go, open_window, picture, run_notebook

NOTEBOOK = "00_ban_lam_viec.ipynb"

pytestmark = pytest.mark.browser


def search(shell: Any, question: str) -> Any:
    panel = go(shell, "Tìm kiếm")
    panel.get_by_label("Câu tìm").fill(question)
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    return panel


# -- typed and not saved ------------------------------------------------------------------------------------------


def test_what_was_typed_and_not_left_is_there_after_the_page_is_loaded_again(page: Any, app: Any) -> None:
    shell = open_window(page, app)
    draft = go(shell, "Dự thảo")
    draft.get_by_label("Câu tìm").first.fill("cải cách hành chính")
    draft.get_by_label("Trích yếu").fill("giữ chữ đang gõ")
    draft.get_by_role("button", name="Tạo dự thảo", exact=True).click()
    draft.get_by_role("button", name="Sửa", exact=True).first.click()
    box = draft.get_by_label("Câu đang sửa")
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Câu đang sửa dở ", delay=20)
    page.wait_for_timeout(2_500)  # people think about the next word
    assert box.input_value() == "Câu đang sửa dở ", "the space before the next word stays"
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA", "and so does the cursor"
    page.keyboard.type("mà chưa rời ô.", delay=20)
    page.wait_for_timeout(2_500)
    panel = search(shell, "tiếp dân")
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.get_by_role("button", name="Thẻ, ghi chú, văn bản gần").click()
    note = panel.get_by_label("Ghi chú", exact=True)
    note.click()
    page.keyboard.type("ghi chú chưa lưu", delay=20)
    page.wait_for_timeout(2_500)
    page.reload()
    shell.locator(FIRST_PANEL).first.wait_for(timeout=90_000)
    assert shell.get_by_label("Ghi chú", exact=True).input_value() == "ghi chú chưa lưu"
    draft = go(shell, "Dự thảo")
    draft.locator(".wb-item", has_text="Câu đang sửa dở mà chưa rời ô.").first.wait_for()
    assert draft.get_by_label("Câu đang sửa").input_value() == "Câu đang sửa dở mà chưa rời ô."
    assert shell.locator(".wb-error").filter(visible=True).count() == 0


def test_an_archive_that_was_moved_is_told_by_the_application_and_comes_back(page: Any, app: Any) -> None:
    root = next(folder for folder in app.log.parents if (folder / "corpus").is_dir())
    shell = open_window(page, app)
    search(shell, "tiếp dân")
    page.wait_for_timeout(1_000)
    away = root.with_name("dời đi")
    root.rename(away)
    try:
        shell.get_by_role("button", name="Nhiệm vụ", exact=True).click()
        shell.locator(".wb-error", has_text="Không còn thấy thư mục").filter(visible=True).wait_for()
        page.reload()  # the page itself lies in that folder
        page.get_by_role("heading", name="Không mở được bàn làm việc").wait_for()
        picture(page, "app-kho-bi-chuyen.png")
        assert not root.exists()
    finally:
        shutil.rmtree(root, ignore_errors=True)
        away.rename(root)
    page.get_by_role("link", name="Thử lại").click()
    shell.locator(".wb-item mark").first.wait_for(timeout=90_000)
    assert shell.get_by_label("Câu tìm").first.input_value() == "tiếp dân"


# -- JupyterLab ---------------------------------------------------------------------------------------------------


def opened(page: Any, lab: Any, notebook: str = NOTEBOOK, *, reset: bool = True) -> Any:
    """The window of the workbench in JupyterLab, in a workspace with nothing else."""
    shell = page.locator(".wb-shell")
    run_notebook(page, lab, notebook, shell.locator(FIRST_PANEL).first, reset=reset, timeout=20_000)
    return shell


class Line:
    """The page's connection to its kernel, that can be cut and mended."""

    def __init__(self, page: Any) -> None:
        self._open: list[Any] = []
        self._is_cut = False
        page.route_web_socket(re.compile("/api/kernels/.*/channels"), self._connect)

    def _connect(self, socket: Any) -> None:
        if self._is_cut:
            socket.close()
            return
        socket.connect_to_server()
        self._open.append(socket)

    def cut(self) -> None:
        self._is_cut = True
        for socket in self._open:
            socket.close()

    def mend(self) -> None:
        self._is_cut = False


def kernel_of(lab: Any, notebook: str = NOTEBOOK) -> str:
    request = urllib.request.Request(f"{lab.address}/api/sessions", headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return next(str(one["kernel"]["id"]) for one in json.loads(answer.read()) if one["name"] == notebook)


def test_a_kernel_that_restarts_dies_or_was_closed_is_told_and_the_panels_come_back(page: Any, lab: Any) -> None:
    shell = opened(page, lab)
    search(shell, "tiếp dân")
    lost = page.locator(".wb-lost")
    assert lost.count() == 0
    page.locator(".lm-MenuBar-item").nth(4).click()  # "Nhân"
    page.locator(".lm-Menu-item[data-command='kernelmenu:restart']").click()
    page.locator(".jp-Dialog .jp-mod-accept").click()
    lost.get_by_text("vừa khởi động lại").wait_for()
    assert shell.first.evaluate("element => element.inert && element.classList.contains('wb-dead')")
    picture(page, "lab-khoi-dong-lai.png")
    lost.get_by_role("button", name="Mở lại bảng").click()
    shell.locator(".wb-item mark").first.wait_for(timeout=60_000)
    lost.wait_for(state="detached")
    assert shell.get_by_label("Câu tìm").first.input_value() == "tiếp dân"
    dying = kernel_of(lab)
    for process in psutil.process_iter(["cmdline"]):
        if any(dying in word for word in process.info["cmdline"] or ()):
            process.kill()
    lost.get_by_text("đã ngừng").wait_for(timeout=60_000)
    picture(page, "lab-da-ngung.png")
    page.locator(".jp-Dialog").wait_for(state="detached")  # JupyterLab's own word on it, in English
    lost.get_by_role("button", name="Mở lại bảng").click()
    shell.locator(".wb-item mark").first.wait_for(timeout=60_000)
    lost.wait_for(state="detached")
    assert shell.get_by_label("Câu tìm").first.input_value() == "tiếp dân"
    assert shell.locator(".wb-error").filter(visible=True).count() == 0
    # Another day: the notebook was saved with its panels, and its kernel ended with the program.
    page.locator(".jp-ToolbarButtonComponent[data-command='docmanager:save']").first.click()
    saved = lab.root / "notebooks" / NOTEBOOK
    for _ in range(60):
        if "widget-view" in saved.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(500)
    assert "Bảng “Bàn làm việc”: hãy chạy ô này để mở." in saved.read_text(encoding="utf-8")
    end = urllib.request.Request(
        f"{lab.address}/api/kernels/{kernel_of(lab)}", method="DELETE", headers={"Authorization": f"token {TOKEN}"}
    )
    urllib.request.urlopen(end, timeout=30).close()
    page.goto(f"{lab.address}/lab/tree/notebooks/{NOTEBOOK}?token={TOKEN}&reset")
    lost = page.locator(".wb-lost", has_text="Bảng của lần mở trước đã đóng")
    lost.wait_for(timeout=60_000)
    picture(page, "lab-hom-truoc.png")
    lost.get_by_role("button", name="Mở lại bảng").click()
    shell.locator(FIRST_PANEL).first.wait_for(timeout=60_000)
    lost.wait_for(state="detached")


def test_a_line_that_is_cut_an_archive_that_is_moved_and_panels_opened_twice_are_told(page: Any, lab: Any) -> None:
    line = Line(page)
    shell = opened(page, lab)
    panel = search(shell, "tiếp dân")
    lost = page.locator(".wb-lost")
    line.cut()
    lost.get_by_text("Mất kết nối").wait_for(timeout=60_000)
    picture(page, "lab-mat-ket-noi.png")
    line.mend()
    lost.wait_for(state="detached", timeout=90_000)
    panel = search(shell, "chuyển đổi số")
    away = lab.root.with_name("chỗ khác")
    lab.root.rename(away)
    try:
        panel.get_by_role("button", name="Tìm", exact=True).click()
        panel.locator(".wb-error", has_text="Không còn thấy thư mục").wait_for()
        picture(page, "lab-kho-bi-chuyen.png")
        assert not lab.root.exists()
    finally:
        shutil.rmtree(lab.root, ignore_errors=True)
        away.rename(lab.root)
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-error").filter(visible=True).first.wait_for(state="detached")
    panel.locator(".wb-item mark").first.wait_for()
    # The same notebook in a second tab has the same kernel: run there, the panels are there, and the first tab says so.
    second = page.context.browser.new_page()
    other = opened(second, lab, reset=False)
    other.locator(".wb-item mark").first.wait_for(timeout=60_000)
    page.locator(".wb-shell", has_text="đã được mở lại ở chỗ khác").wait_for()
    picture(page, "lab-the-khac.png")
    # Another notebook has another kernel.
    copy = "ban_sao.ipynb"
    shutil.copy(lab.root / "notebooks" / NOTEBOOK, lab.root / "notebooks" / copy)
    third = page.context.browser.new_page()
    shell = opened(third, lab, copy)
    shell.get_by_text("ở một cửa sổ khác").wait_for()
    picture(third, "lab-hai-cua-so.png")
    third.close()
    (lab.root / "notebooks" / copy).unlink()
    second.close()
