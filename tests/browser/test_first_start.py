"""The first start in the application: choose the folder, build it beside the page, stop and go on, search."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from window import picture

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.browser

HEAD = (
    "UBND XÃ SÔNG TRONG\nSố {0}/BC-UBND\n\nSông Trong, ngày 2 tháng 3 năm 2026\n\nBÁO CÁO\nvề đàn trâu của thôn {0}\n\n"
)
LINE = "Đàn trâu thôn {0} có {1} con, tăng so với năm trước.\n\n"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """What an office has lying on its share: a year of the sample archive and many reports more."""
    folder = tmp_path / "Ổ chung" / "Văn bản đến"
    shutil.copytree(ROOT / "corpus" / "2026", folder / "Năm 2026")
    (folder / "Thôn").mkdir()
    for number in range(1, 161):
        text = HEAD.format(number) + LINE.format(number, number * 7) * 40
        (folder / "Thôn" / f"bc-{number:03d}.txt").write_text(text, encoding="utf-8")
    return folder


def test_three_steps_from_an_empty_folder_to_the_first_answer(
    page: Any, empty_app: Any, documents: Path, tmp_path: Path
) -> None:
    page.goto(empty_app.server.page)
    shell = page.locator(".wb-shell")
    shell.get_by_role("heading", name="1. Chọn thư mục văn bản").wait_for(timeout=90_000)
    picture(page, "lan-dau-1.png")
    box = shell.get_by_label("Thư mục văn bản")
    box.fill(str(documents.parent))
    box.press("Enter")
    shell.get_by_label("Thư mục con").select_option("Văn bản đến")
    shell.get_by_role("button", name="Dùng thư mục này").click()
    shell.get_by_role("heading", name="1. Chọn thư mục văn bản – xong").wait_for()
    picture(page, "lan-dau-2.png")
    build = shell.get_by_role("button", name="Nạp kho", exact=True)
    build.click()
    cancel = shell.get_by_role("button", name="Hủy", exact=True)
    cancel.wait_for()
    shell.locator(".wb-progress", has_text="còn khoảng").filter(visible=True).wait_for()
    picture(page, "lan-dau-dang-nap.png")
    assert build.count() == 0
    # The window answers meanwhile, and shows in every panel how far the build is.
    shell.get_by_role("button", name="Cài đặt & Trợ giúp").click()
    shell.locator(".wb-where", has_text="Cài đặt").wait_for(state="attached")
    shell.locator(".wb-update .wb-progress").filter(visible=True).wait_for()
    picture(page, "lan-dau-bang-khac.png")
    shell.get_by_role("button", name="Hủy", exact=True).filter(visible=True).click()
    shell.get_by_text("Đã dừng nạp kho theo yêu cầu").wait_for(timeout=60_000)
    shell.get_by_role("button", name="Bắt đầu", exact=True).click()
    shell.get_by_text("Đã dừng theo yêu cầu").filter(visible=True).wait_for()
    picture(page, "lan-dau-da-dung.png")
    page.reload()  # another kernel: what was begun is gone on with
    shell.get_by_role("button", name="Nạp tiếp").click(timeout=90_000)
    question = shell.get_by_label("Câu tìm")
    shell.get_by_text("Đã tìm được ở bước 3").wait_for(timeout=180_000)
    picture(page, "lan-dau-3.png")
    question.fill("cai cach hanh chinh")
    question.press("Enter")
    shell.locator(".wb-where", has_text="Tìm kiếm").wait_for(state="attached")
    shell.locator(".wb-item mark").first.wait_for()
    shell.locator(".wb-progress", has_text="Đang mở").filter(visible=True).first.wait_for(state="hidden")
    picture(page, "lan-dau-tim.png")
    shell.locator(".wb-update .wb-progress").filter(visible=True).wait_for(state="hidden", timeout=180_000)
    assert shell.locator(".wb-error").filter(visible=True).count() == 0
    assert (tmp_path / "ban-lam-viec" / "workbench.toml").is_file()
