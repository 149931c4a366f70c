"""Files dropped into the archive, the morning's overview and the settings, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from window import go, open_window, picture
from workbench.ui.guide import guide_path

pytestmark = pytest.mark.browser

PLAIN = "UBND XÃ SÔNG TRONG\nSố 5/BC-UBND\n\nSông Trong, ngày 2 tháng 3 năm 2026\n\nBÁO CÁO\nvề nuôi cá lồng trên hồ\n"
SECRET = "UBND TỈNH LAM SƠN\nMẬT\nSố 3-BC/TU\n\nLam Sơn, ngày 1 tháng 2 năm 2026\n\nBÁO CÁO\nvề việc kín\n"


def root_of(app: Any) -> Path:
    """The folder of the archive: the server's log lies in its workspace."""
    return next(folder for folder in app.log.parents if (folder / "corpus").is_dir())


def test_files_are_handed_over_and_read(page: Any, app: Any, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt").write_text(PLAIN, encoding="utf-8")
    (tmp_path / "kin.txt").write_text(SECRET, encoding="utf-8")
    # Larger than what a server takes in one message unless told: the connection would break.
    (tmp_path / "ban-quet.pdf").write_bytes(b"%PDF-1.7\n" + b"0123456789abcdef" * 800_000)
    panel = go(open_window(page, app), "Nạp văn bản")
    with page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="Chọn tệp…").click()
    chooser.value.set_files([tmp_path / name for name in ("bao-cao.txt", "kin.txt", "ban-quet.pdf")])
    panel.get_by_text("Đã nạp xong.").wait_for(timeout=120_000)
    picture(page, "nap-van-ban.png", full_page=True)
    assert panel.locator(".wb-refused", has_text="Từ chối (mật)").count() == 1
    kept = {file.name for file in (root_of(app) / "corpus" / "van-ban-den").rglob("*.*")}
    assert {"ban-quet.pdf", "bao-cao.txt"} <= kept
    assert "kin.txt" not in kept
    panel.locator(".wb-drop").evaluate(
        """(zone, text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "tha-vao.txt"));
            zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        PLAIN.replace("Số 5/", "Số 6/").replace("nuôi cá lồng", "trồng dâu nuôi tằm"),
    )
    panel.locator("th", has_text="tha-vao.txt").wait_for()
    panel.get_by_text("Đã nạp xong.").wait_for(timeout=120_000)
    panel.get_by_role("button", name="Chưa đọc được").click()
    panel.locator("th", has_text="ban-quet.pdf").filter(visible=True).wait_for()
    picture(page, "chua-doc-duoc.png", full_page=True)
    panel.get_by_role("button", name="Cần xác nhận").click()
    panel.get_by_role("button", name="Văn bản tiếp theo").click()
    panel.get_by_role("button", name="Đóng phần kiểm tra").wait_for()
    panel.locator(".wb-doubt-row.wb-chosen").wait_for()
    picture(page, "can-xac-nhan.png", full_page=True)
    assert panel.locator(".wb-message.wb-error").count() == 0


def test_the_overview_shows_the_morning(page: Any, app: Any) -> None:
    panel = go(open_window(page, app), "Tổng quan")
    panel.locator(".wb-charts svg").first.wait_for()
    picture(page, "tong-quan.png", full_page=True)
    assert panel.locator(".wb-message.wb-error").count() == 0
    page.set_viewport_size({"width": 760, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "cut off"


def test_settings_and_help(page: Any, app: Any) -> None:
    panel = go(open_window(page, app), "Cài đặt & Trợ giúp")
    panel.get_by_label("Cơ quan ban hành").fill("VĂN PHÒNG HUYỆN ỦY")
    panel.get_by_role("button", name="Lưu", exact=True).click()
    panel.get_by_text("Đã lưu 1 mục").wait_for()
    assert 'organ = "VĂN PHÒNG HUYỆN ỦY"' in (root_of(app) / "workbench.toml").read_text(encoding="utf-8")
    picture(page, "cai-dat.png", full_page=True)
    panel.get_by_role("button", name="Bảng của cơ quan").click()
    panel.locator("table.wb-plain td", has_text="Đảng Cộng sản Việt Nam").first.wait_for()
    picture(page, "bang-cua-co-quan.png", full_page=True)
    panel.get_by_role("button", name="Kho và máy").click()
    panel.get_by_role("button", name="Kiểm tra máy").click()
    panel.get_by_text("phần cần có.").wait_for()
    picture(page, "kiem-tra-may.png", full_page=True)
    panel.get_by_role("button", name="Trợ giúp", exact=True).click()
    panel.get_by_role("heading", name="An toàn").wait_for()
    picture(page, "tro-giup.png", full_page=True)
    if guide_path() is None:
        pytest.skip("thiếu hướng dẫn dựng sẵn; chạy: python3 dev.py guide")
    with page.expect_popup() as fetched:
        panel.get_by_role("link", name="Mở hướng dẫn").click()
    guide = fetched.value
    guide.get_by_role("link", name="Tìm kiếm", exact=True).first.click()
    guide.wait_for_url(re.compile(r"/tim-kiem\.html$"))
    assert guide.locator("html").get_attribute("lang") == "vi"
    shown = guide.locator("main img").first
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
