"""Số liệu, Nhiệm vụ and Tổng hợp in a real browser: every part of them used once, as people use it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from window import go, open_window, picture, shown

pytestmark = pytest.mark.browser


class Window:
    """The window of the workbench with one of its panels open."""

    def __init__(self, page: Any, app: Any, name: str) -> None:
        self.page = page
        self.shell = open_window(page, app)
        self.panel = go(self.shell, name)

    def button(self, name: str, place: int = 0) -> Any:
        return self.panel.get_by_role("button", name=name, exact=True).filter(visible=True).nth(place)

    def press(self, name: str, place: int = 0) -> None:
        self.button(name, place).click()

    def sees(self, text: str | re.Pattern[str], timeout: float = 60_000) -> Any:
        found = self.panel.get_by_text(text).filter(visible=True).first
        found.wait_for(timeout=timeout)
        return found

    def told(self, text: str) -> None:
        self.panel.locator(".wb-message", has_text=text).wait_for()

    def picture(self, name: str, *, from_top: bool = True) -> None:
        if from_top:
            self.shell.locator(".wb-nav").scroll_into_view_if_needed()
        picture(self.page, name)

    def saved(self, folder: Path, suffix: str) -> Path:
        """The file behind the link that follows an export."""
        link = self.panel.locator(f'a[download]:has-text("{suffix}")').filter(visible=True)
        with self.page.expect_download() as download:
            link.click()
        file = folder / download.value.suggested_filename
        download.value.save_as(file)
        return file

    def nothing_went_wrong(self) -> None:
        assert self.shell.locator(".wb-error").filter(visible=True).count() == 0


def cells(file: Path) -> list[tuple[Any, ...]]:
    """The rows of the first sheet."""
    book = openpyxl.load_workbook(file, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return rows


def test_figures_from_table_to_source_to_decision_to_excel(page: Any, app: Any, tmp_path: Path) -> None:
    window = Window(page, app, "Số liệu")
    panel = window.panel
    window.sees("Gõ câu tìm rồi bấm “Lấy số liệu”")
    panel.get_by_label("Câu tìm").fill("cải cách hành chính")
    window.press("Lấy số liệu")
    window.sees(re.compile(r"[\d.]+ số liệu trong \d+ văn bản về “cải cách hành chính”|[\d.]+ số liệu"))
    panel.get_by_label("Chỉ tiêu có chữ").fill("ho so")
    panel.get_by_label("Chỉ tiêu có chữ").press("Enter")
    window.sees(re.compile("đang hiện"))
    rows = panel.locator(".wb-figure-row:not(.wb-figure-head)").filter(visible=True)
    first = rows.first.inner_text()
    assert "hồ sơ" in first.lower()
    window.press("Xem nguồn")
    mark = panel.locator(".wb-reader-text mark.wb-now")
    mark.wait_for()
    amount = panel.locator(".wb-chosen .wb-amount").first.inner_text()
    digits = re.search(r"\d[\d.,]*", amount)
    assert digits is not None
    assert digits[0] in mark.inner_text(), "the source is open at the very number"
    window.picture("so-lieu.png")

    window.press("Xác nhận đúng")
    panel.locator(".wb-chosen", has_text="Đã xác nhận").wait_for()
    window.press("Số sau")
    window.press("Sửa…")
    panel.locator(".wb-editor").get_by_label("Kỳ", exact=True).fill("Quý IX/2030")
    window.picture("so-lieu-sua.png")
    window.press("Ghi sửa")
    panel.locator(".wb-chosen", has_text="Quý IX/2030").wait_for()
    window.press("Số sau")
    window.press("Không phải số liệu")
    window.told("Đã bỏ số liệu này")
    window.press("Xuất Excel")
    found = cells(window.saved(tmp_path, ".xlsx"))
    assert len(found) > 2
    assert any("Quý IX/2030" in map(str, row) for row in found)
    for decided in ("Đã bỏ", "Quý IX/2030", "Đã xác nhận"):  # taken back one by one, the last one first
        row = panel.locator(".wb-figure-row", has_text=decided)
        row.wait_for()
        window.press("Hoàn tác")
        row.wait_for(state="detached")
    window.button("Hoàn tác").wait_for(state="detached")
    window.press("Cho vào giỏ")
    window.shell.get_by_role("button", name=re.compile("^Giỏ: 1 trích đoạn")).wait_for()

    window.press("Bỏ lọc")
    window.press("Tổng hợp đơn vị, chỉ tiêu, kỳ")
    panel.locator(".wb-chart svg").first.wait_for()
    window.press("Xem nguồn", 1)
    window.sees(re.compile("^Nguồn của “"))
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    window.picture("so-lieu-bang-cheo.png")
    panel.locator(".wb-chart svg").first.scroll_into_view_if_needed()
    window.picture("so-lieu-bieu-do.png", from_top=False)
    panel.get_by_label("Biểu đồ").select_option("Theo đơn vị")
    panel.get_by_label("Xem", exact=True).select_option("Một kỳ")
    panel.get_by_label("Kỳ của bảng").wait_for()
    window.press("Xuất Excel")
    window.sees(re.compile("Tải tệp tong-hop-so-lieu"))

    window.press("Kiểm số")
    window.sees(re.compile("chỗ không khớp"))
    panel.get_by_label("Loại kiểm").select_option(index=1)
    window.press("Xem nguồn")
    accused = panel.locator(".wb-reader-text mark.wb-now")
    accused.wait_for()
    assert re.search(r"\d", accused.inner_text())
    window.press("Xem số đối chiếu")
    window.picture("so-lieu-kiem-tra.png")
    window.press("Xuất Excel")
    window.sees(re.compile("Tải tệp kiem-so"))
    window.nothing_went_wrong()


def test_tasks_from_register_to_calendar_to_letters(page: Any, app: Any, tmp_path: Path) -> None:
    window = Window(page, app, "Nhiệm vụ")
    panel = window.panel
    panel.get_by_label("Tính đến ngày").fill("10/6/2026")
    window.press("Xem nhiệm vụ")
    window.sees(re.compile(r"\d+ nhiệm vụ"))
    window.press("Mở")
    panel.locator(".wb-reader-text mark.wb-now").first.wait_for()
    panel.locator(".wb-chosen", has_text="Quá hạn").wait_for()
    window.picture("nhiem-vu.png")
    panel.get_by_label("Trạng thái").select_option("Xong")
    panel.get_by_label("Ngày xong").fill("1/6/2026")
    window.press("Ghi trạng thái")
    panel.locator(".wb-chosen", has_text="Xong ngày 01/06/2026").wait_for()
    window.press("Hoàn tác")
    panel.locator(".wb-chosen", has_text="Quá hạn").wait_for()
    window.press("Tìm bằng chứng")
    window.sees(re.compile("bằng chứng$"))
    window.press("Thêm nhiệm vụ…")
    editor = panel.locator(".wb-editor").filter(visible=True).filter(has_text="Việc phải làm")
    editor.get_by_label("Việc phải làm").fill("Trình đề án sắp xếp kho lưu trữ")
    editor.get_by_label("Chủ trì").fill("Văn phòng Tỉnh ủy")
    editor.get_by_label("Hạn", exact=True).fill("12/6/2026")
    window.press("Ghi vào sổ")
    window.told("Đã ghi nhiệm vụ vào sổ")

    window.press("Lịch hạn")
    window.sees("Tháng 6/2026:")
    calendar = panel.get_by_role("table", name="Lịch hạn, Tháng 6/2026")
    day = calendar.get_by_role("button", name="Ngày 12/06/2026: 1 nhiệm vụ đến hạn").first
    day.focus()
    page.keyboard.press("Enter")
    window.sees("Ngày 12/06/2026: 1 nhiệm vụ đến hạn")
    page.wait_for_function("document.activeElement.title.startsWith('Mở nhiệm vụ')")
    calendar.get_by_role("button", name=re.compile("Còn 2 ngày Trình đề án")).click()
    panel.locator("h3", has_text="Trình đề án sắp xếp kho lưu trữ").wait_for()
    panel.locator(".wb-reader-text").first.wait_for(state="hidden")  # no document set this task
    window.picture("nhiem-vu-lich.png")
    window.press("Tháng sau")
    window.sees("Tháng 7/2026:")
    window.press("Tháng trước")
    window.press("Tháng trước")
    window.sees("Tháng 5/2026:")
    window.press("Hôm nay")
    panel.get_by_role("table", name="Lịch hạn, Tháng 6/2026").locator("td[aria-current=date]").wait_for()
    window.press("Ghi lịch (.ics)")
    ics = window.saved(tmp_path, ".ics").read_text(encoding="utf-8").replace("\r\n ", "")
    assert ics.startswith("BEGIN:VCALENDAR")
    assert "Trình đề án sắp xếp kho lưu trữ" in ics

    window.press("Theo đơn vị")
    panel.locator(".wb-chart svg").wait_for()
    assert "quá hạn" in panel.locator(".wb-chart svg").text_content()
    window.picture("nhiem-vu-don-vi.png")
    units = panel.get_by_label("Đơn vị chủ trì", exact=True)
    units.select_option(label=unit_named(units, "Ban Tổ chức Tỉnh ủy"))
    window.press("Xuất Excel")
    found = cells(window.saved(tmp_path, ".xlsx"))
    assert len(found) > 1
    assert all("Ban Tổ chức Tỉnh ủy" in " ".join(map(str, row)) for row in found[1:])

    window.press("Công văn đôn đốc")
    window.press("Soạn công văn đôn đốc")
    panel.locator(".wb-letter-row", has_text="Ban Tổ chức Tỉnh ủy").filter(visible=True).first.wait_for()
    window.picture("nhiem-vu-don-doc.png")
    window.press("Lưu và mở dự thảo")
    window.shell.locator(".wb-where", has_text="Dự thảo").wait_for(state="attached")
    draft = shown(window.shell)
    draft.get_by_text(re.compile("đôn đốc Ban Tổ chức Tỉnh ủy")).first.wait_for()
    window.shell.get_by_role("button", name="Nhiệm vụ", exact=True).click()

    window.press("Ai đã báo cáo")
    window.press("Các văn bản yêu cầu báo cáo")
    panel.get_by_label("Chọn trong các văn bản khớp").filter(visible=True).wait_for()
    panel.get_by_label("Văn bản yêu cầu báo cáo", exact=True).fill("214-CV/TU")
    window.press("Tìm văn bản")
    window.sees(re.compile(r"Tính đến 10/06/2026: đã gửi: \d+"))
    panel.locator(".wb-report-da-gui").filter(visible=True).first.wait_for()
    window.picture("nhiem-vu-ai-da-bao-cao.png")
    window.press("Báo cáo theo kỳ")
    window.press("Xem bảng kỳ")
    panel.get_by_role("region", name="Bảng báo cáo theo kỳ").wait_for()
    window.picture("nhiem-vu-theo-ky.png")
    window.nothing_went_wrong()


def unit_named(units: Any, name: str) -> str:
    """The choice of a unit, with its number of tasks; the spaces in it are unbreakable ones."""
    labels: list[str] = units.locator("option").all_text_contents()
    return next(label for label in labels if label.replace("\xa0", " ").startswith(f"{name} ("))


def test_the_matrix_is_pressed_read_and_exported(page: Any, app: Any, tmp_path: Path) -> None:
    window = Window(page, app, "Tổng hợp")
    panel = window.panel
    panel.get_by_label("Câu tìm").fill("cải cách hành chính")
    window.press("Lập bảng tổng hợp")
    table = panel.get_by_role("table", name="Số đoạn nói về từng nội dung")
    table.wait_for()
    window.picture("tong-hop.png")
    cell = table.get_by_role("button", name=re.compile(r"^Đảng ủy phường Bến Thuyền, Hạn chế: \d+ đoạn"))
    count = int(cell.inner_text())
    cell.focus()
    page.keyboard.press("Enter")
    window.sees(f"Hạn chế: {count} đoạn")
    assert panel.get_by_label("Hàng", exact=True).input_value() != ""
    window.press("Xem nguồn")
    panel.locator(".wb-reader-text mark.wb-now").first.wait_for()
    panel.get_by_label("Chọn đoạn này").filter(visible=True).first.check()
    window.press("Cho vào giỏ")
    window.told("Đã thêm")
    panel.get_by_role("button", name=re.compile(": không nêu$")).first.click()
    window.sees(re.compile("^Ô trống: “"))
    window.picture("tong-hop-o-trong.png")
    window.press("Xuất Excel")
    book = openpyxl.load_workbook(window.saved(tmp_path, ".xlsx"), read_only=True)
    assert len(book.sheetnames) == 3
    book.close()
    window.nothing_went_wrong()
