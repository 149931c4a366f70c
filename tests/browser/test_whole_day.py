"""The whole day of an officer in a real browser, in the application and in JupyterLab: from files that come in to a
report in Word, through the controls that people use."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from window import FIRST_PANEL, go, open_window, picture, run_notebook, serious_findings, shown

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
DIRECTIVE = "12-CT/TU"

SIZES = {"app": (1500, 1050), "lab": (1366, 768)}
"""Windows of the two ways: a large screen, and the one of an ordinary office PC."""

pytestmark = pytest.mark.browser


# What comes in that morning: invented reports of the invented province --------------------------------------------


def report(unit: str, number: int, day: int, result: str, lack: str) -> list[str]:
    """The lines of a report on the directive, one paragraph each."""
    return [
        "ĐẢNG BỘ TỈNH LAM NGUYÊN",
        f"ĐẢNG ỦY {unit.upper()}",
        "*",
        f"Số {number}-BC/ĐU",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        f"{unit.split(' ', 1)[1]}, ngày {day} tháng 5 năm 2026",
        "BÁO CÁO",
        "sơ kết 02 năm thực hiện Chỉ thị số 12-CT/TU của Ban Thường vụ Tỉnh ủy",
        "I- TÌNH HÌNH CHUNG",
        f"{unit[:1].upper()}{unit[1:]} được thành lập sau sắp xếp, địa bàn rộng, dân cư ở thưa.",
        "II- CÔNG TÁC CHỈ ĐẠO",
        "Ban Thường vụ Đảng ủy ban hành kế hoạch, giao từng chi bộ một việc cụ thể và kiểm tra hằng quý.",
        "III- KẾT QUẢ ĐẠT ĐƯỢC",
        f"1. {result}",
        "IV- HẠN CHẾ, KHUYẾT ĐIỂM",
        f"1. {lack}",
        "V- NHIỆM VỤ TRỌNG TÂM",
        "1. Duy trì xe hồ sơ lưu động ít nhất hai phiên mỗi tháng ở các thôn xa.",
        "T/M BAN THƯỜNG VỤ",
        "BÍ THƯ",
    ]


DA_BAN = report(
    "xã Đá Bàn",
    64,
    11,
    "Xe hồ sơ lưu động đi 48 phiên, nhận 1.275 hồ sơ tại thôn; tỷ lệ hồ sơ trực tuyến đạt 61,3%.",
    "Còn 04 thôn chưa có điểm dừng của xe hồ sơ lưu động do đường hỏng.",
)
TAN_GIANG = report(
    "phường Tân Giang",
    71,
    12,
    "Xe hồ sơ lưu động phục vụ 312 người cao tuổi, người khuyết tật; hồ sơ đúng hạn đạt 98,4%.",
    "Việc hẹn giờ đón xe hồ sơ lưu động còn trùng nhau, 26 lượt phải đợi quá một giờ.",
)
CON_SE = report(
    "xã Cồn Sẻ",
    39,
    13,
    "Xã mượn đò làm xe hồ sơ lưu động cho 02 thôn cù lao, nhận 418 hồ sơ.",
    "Mùa lũ đò không chạy được 37 ngày, hồ sơ lại dồn về trụ sở.",
)
SUOI_CHAM = report(
    "xã Suối Chàm",
    58,
    14,
    "Xe hồ sơ lưu động cùng phiên chợ tiếp nhận 936 hồ sơ, trả kết quả tại chỗ 402 hồ sơ.",
    "Mạng ở 03 điểm dừng chập chờn, 15% hồ sơ phải nhập lại vào buổi tối.",
)
SECRET = ["ĐẢNG BỘ TỈNH LAM NGUYÊN", "MẬT", "Số 7-BC/TU", "Lam Nguyên, ngày 5 tháng 5 năm 2026", "BÁO CÁO", "việc kín"]


def as_docx(lines: list[str]) -> bytes:
    document, stream = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(stream)
    return stream.getvalue()


def as_pdf(lines: list[str]) -> bytes:
    stream = BytesIO()
    pdfmetrics.registerFont(TTFont("DejaVu", FONT))
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("DejaVu", 10)
    for place, line in enumerate(lines):
        canvas.drawString(60, 790 - 24 * place, line)
    canvas.save()
    return stream.getvalue()


def as_xlsx() -> bytes:
    book, stream = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    sheet.title = "Xe hồ sơ lưu động"
    for line in (
        ["Biểu tổng hợp xe hồ sơ lưu động, quý I năm 2026"],
        ["Đơn vị", "Số phiên", "Hồ sơ nhận tại thôn"],
        ["Xã Đá Bàn", 48, 1275],
        ["Xã Suối Chàm", 31, 936],
    ):
        sheet.append(line)
    book.save(stream)
    return stream.getvalue()


def as_html(lines: list[str]) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f'<html><head><meta charset="utf-8"><title>Báo cáo</title></head><body>{body}</body></html>'
    return page.encode()


def post() -> dict[str, bytes]:
    """The files of the morning: five for the archive, one that bears a secrecy mark, one that is damaged."""
    return {
        "BC sơ kết 02 năm thực hiện Chỉ thị 12-CT-TU của Đảng ủy xã Đá Bàn (bản gửi VPTU).docx": as_docx(DA_BAN),
        "BC sơ kết CT12 phường Tân Giang.pdf": as_pdf(TAN_GIANG),
        "bao-cao-so-ket-ct12-xa-con-se.txt": "\n\n".join(CON_SE).encode(),
        "Biểu xe hồ sơ lưu động quý I.xlsx": as_xlsx(),
        "58-BC-ĐU xã Suối Chàm.html": as_html(SUOI_CHAM),
        "bao-cao-rieng.docx": as_docx(SECRET),
        "ban-quet-hong.pdf": b"%PDF-1.7\nhong",
    }


# The two ways in ------------------------------------------------------------------------------------------------------


@dataclass
class Day:
    """One way through the day: the page, the window of the workbench in it, and the folder of its archive."""

    way: str
    page: Any
    root: Path
    open: Callable[[], Any]
    shell: Any = None
    step: int = 0

    def go(self, name: str) -> Any:
        """A panel of the window."""
        return go(self.shell, name)

    @property
    def shown(self) -> Any:
        """The panel on screen."""
        return shown(self.shell)

    def picture(self, name: str, *, axe: bool = False) -> None:
        """What people see now; nothing on it may be an error, nor, by axe-core (once, in the application), keep
        anybody from working."""
        self.step += 1
        picture(self.page, f"ngay-{self.way}-{self.step:02d}-{name}.png")
        errors = self.shell.locator(".wb-error").filter(visible=True)
        assert errors.count() == 0, errors.all_inner_texts()
        if axe and self.way == "app":
            checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="thiếu axe-playwright-python")
            serious = serious_findings(checker, self.page)
            assert not serious, f"{name}: {serious}"

    def settle(self, panel: Any) -> None:
        """Wait until nothing runs."""
        panel.locator(".wb-progress").filter(visible=True).first.wait_for(state="hidden", timeout=120_000)


def open_app(page: Any, app: Any) -> Any:
    shell = open_window(page, app)
    assert page.locator(".jp-InputArea, .jp-MarkdownCell").filter(visible=True).count() == 0, "code in sight"
    return shell


def open_lab(page: Any, lab: Any) -> Any:
    """The whole workbench in one cell of its notebook."""
    shell = page.locator(".wb-shell").last
    run_notebook(page, lab, "00_ban_lam_viec.ipynb", shell.locator(FIRST_PANEL).first)
    shell.evaluate("element => element.scrollIntoView()")
    return shell


@pytest.fixture(params=["app", "lab"])
def day(request: pytest.FixtureRequest, page: Any) -> Day:
    way = str(request.param)
    server = request.getfixturevalue(way)
    if way == "app":
        root = next(folder for folder in server.log.parents if (folder / "corpus").is_dir())
        started = Day(way, page, root, lambda: open_app(page, server))
    else:
        started = Day(way, page, server.root, lambda: open_lab(page, server))
    width, height = SIZES[way]
    page.set_viewport_size({"width": width, "height": height})
    return started


# The day -------------------------------------------------------------------------------------------------------------


def test_from_files_that_come_in_to_a_report_in_word(day: Day) -> None:
    day.shell = day.open()
    take_in(day)
    search_and_read(day)
    put_together(day)
    draft(day)
    right = edit(day)
    check(day, right)
    come_back(day)
    export(day, right)


def take_in(day: Day) -> None:
    """Drop the files, follow the build until it is done, see what was not taken."""
    panel = day.go("Nạp văn bản")
    panel.get_by_role("button", name="Nạp tệp", exact=True).click()
    day.picture("nap")
    panel.locator(".wb-drop").evaluate(
        """(zone, files) => {
            const data = new DataTransfer();
            for (const [name, content] of files)
                data.items.add(new File([Uint8Array.from(atob(content), sign => sign.charCodeAt(0))], name));
            zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        [[name, base64.b64encode(content).decode()] for name, content in post().items()],
    )
    panel.locator(".wb-progress", has_text=re.compile(r"\d+/\d+")).filter(visible=True).first.wait_for()
    day.picture("dang-nap")
    panel.get_by_text("Đã nạp xong.").wait_for(timeout=120_000)
    day.picture("da-nap")
    assert panel.locator(".wb-refused", has_text="Từ chối (mật)").count() == 1
    assert panel.locator(".wb-became", has_text="Đã nạp").count() == 5
    assert panel.locator(".wb-became", has_text="Chưa đọc được").count() == 1
    kept = {file.name for file in (day.root / "corpus" / "van-ban-den").rglob("*.*")}
    assert set(post()) - kept == {"bao-cao-rieng.docx"}, "the secret file alone is gone"
    panel.get_by_role("button", name=re.compile("^Chưa đọc được")).click()
    panel.locator("th", has_text="ban-quet-hong.pdf").filter(visible=True).wait_for()
    day.picture("chua-doc-duoc")


def search_and_read(day: Day) -> None:
    """Search without accents, narrow by a facet, read, keep two passages."""
    panel = day.go("Tìm kiếm")
    panel.get_by_label("Câu tìm").fill("xe ho so luu dong")
    panel.get_by_role("button", name="Tìm", exact=True).click()
    panel.locator(".wb-item mark").first.wait_for()
    day.picture("tim")
    panel.get_by_role("button", name="Đảng ủy xã Cồn Sẻ (1)", exact=True).click()
    panel.get_by_role("button", name=re.compile("^✓ Đảng ủy xã Cồn Sẻ")).wait_for()
    day.picture("loc")
    assert panel.locator(".wb-item h3").filter(visible=True).count() == 1
    panel.get_by_role("button", name="Đọc", exact=True).first.click()
    panel.locator(".wb-reader-text mark.wb-now").wait_for()
    panel.get_by_role("button", name="Chỗ khớp sau").click()
    panel.get_by_text("Chỗ khớp 2/").wait_for()
    day.page.wait_for_function("""() => {
        const box = [...document.querySelectorAll(".wb-reader-text")].find(one => one.checkVisibility());
        const at = box.querySelector("mark.wb-now").offsetTop - box.scrollTop;
        return box.scrollTop > 0 && at > 0 && at < box.clientHeight;
    }""")
    assert "Cồn Sẻ, ngày 13" in panel.locator(".wb-reader-text").inner_text(), "the whole of a short document"
    day.picture("doc")
    panel.get_by_role("button", name="Cho đoạn vào giỏ").click()
    panel.locator(".wb-message", has_text="Đã thêm").wait_for()
    panel.get_by_role("button", name="Bỏ lọc").click()
    panel.locator(".wb-item h3").nth(3).wait_for()
    day.shell.get_by_role("button", name=re.compile("^Giỏ: ")).wait_for()
    day.picture("gio")


def put_together(day: Day) -> None:
    """Who says what, of the documents found; passages of a cell go into the basket."""
    panel = day.go("Tổng hợp")
    day.picture("tong-hop-trong")
    panel.get_by_label("Lấy văn bản từ").select_option("Văn bản của lần tìm gần nhất")
    panel.get_by_role("button", name="Lập bảng tổng hợp").click()
    panel.get_by_role("heading", name="Chỗ còn thiếu").wait_for()
    day.settle(panel)
    day.picture("tong-hop")
    panel.get_by_label("Hàng", exact=True).select_option("Đảng ủy xã Đá Bàn")
    panel.get_by_label("Cột", exact=True).select_option("Kết quả")
    panel.locator(".wb-snippet", has_text="48 phiên").wait_for()
    panel.get_by_role("button", name="Chọn cả ô").click()
    panel.get_by_role("button", name="Cho vào giỏ").click()
    panel.locator(".wb-message", has_text="Đã thêm").wait_for()
    day.picture("chon-doan")


def draft(day: Day) -> None:
    """A review of the directive from what was gathered for it, with a passage of the basket; one sentence mistyped."""
    panel = day.go("Dự thảo")
    day.picture("du-thao-trong")
    panel.get_by_label("Câu tìm").first.fill(DIRECTIVE)
    panel.get_by_role("button", name="Tạo từ chỉ thị").click()
    panel.get_by_role("button", name="Soạn từ các văn bản đã chọn").wait_for()
    day.settle(panel)
    day.picture("gom-van-ban", axe=True)
    if day.way == "app":  # in JupyterLab the notebook scrolls
        day.page.mouse.move(600, 600)
        day.page.mouse.wheel(0, 400)
        day.page.wait_for_function("scrollY > 100")
    panel.get_by_role("button", name="Soạn từ các văn bản đã chọn").click()
    panel.locator(".wb-list .wb-state").first.wait_for()
    day.settle(panel)
    day.picture("du-thao")
    panel.get_by_role("button", name=re.compile("^Thêm câu")).first.click()
    panel.get_by_label("Thêm vào mục").select_option(index=4)
    day.picture("gio-trong-du-thao", axe=True)
    panel.get_by_role("button", name="Đưa vào dự thảo").first.click()
    panel.locator(".wb-message", has_text="Đã đưa trích đoạn vào mục").wait_for()
    day.picture("tu-gio")


def edit(day: Day) -> str:
    """Reword a sentence and mistype its number; the source beside it shows what differs. Returns the right wording."""
    panel = day.shown
    row = panel.locator(".wb-list .wb-sentence", has_text=re.compile(r"\d+,\d+%")).filter(visible=True).first
    while not row.is_visible():
        panel.get_by_role("button", name="Trang sau").click()
        day.page.wait_for_timeout(500)
    row.get_by_role("button", name="Sửa", exact=True).click()
    box = panel.get_by_label("Câu đang sửa")
    day.page.wait_for_function("box => /[0-9],[0-9]+%/.test(box.value)", arg=box.element_handle())
    verbatim = box.input_value()
    number = re.findall(r"\d+,\d+%", verbatim)[0]
    reworded = f"Theo báo cáo của đơn vị, {verbatim[:1].lower()}{verbatim[1:]}"
    box.fill(reworded.replace(number, "99,99%"))
    panel.get_by_role("button", name="Lưu câu", exact=True).click()
    panel.locator(".wb-list .wb-sentence", has_text="99,99").locator(".wb-state", has_text="Đã sửa").wait_for()
    panel.locator("mark.wb-drift").first.wait_for()
    day.picture("sua-cau", axe=True)
    return reworded


def check(day: Day, right: str) -> None:
    """The checks find the number that the source does not have; a jump leads to the sentence, where it is mended."""
    panel = day.shown
    panel.get_by_role("button", name="Kiểm tra", exact=True).click()
    panel.get_by_role("button", name="Kiểm tra dự thảo").click()
    finding = panel.locator(".wb-item", has_text="99,99").filter(has_text="Lỗi").filter(visible=True)
    finding.first.wait_for()
    day.picture("kiem-tra", axe=True)
    finding.first.get_by_role("button", name="Tới chỗ này").click()
    box = panel.get_by_label("Câu đang sửa")
    day.page.wait_for_function("box => box.value.includes('99,99')", arg=box.element_handle())
    box.fill(right)
    panel.get_by_role("button", name="Lưu câu", exact=True).click()
    panel.locator(".wb-message", has_text="Đã lưu câu").wait_for()
    panel.get_by_role("button", name="Kiểm tra dự thảo").click()
    day.settle(panel)
    finding.first.wait_for(state="hidden")
    day.picture("kiem-tra-lai")


def come_back(day: Day) -> None:
    """After the page was loaded again everything is as it was left."""
    day.shell = day.open()
    panel = day.shown
    panel.locator(".wb-list .wb-state", has_text="Đã sửa").first.wait_for()
    day.picture("mo-lai")
    panel = day.go("Tìm kiếm")
    panel.locator(".wb-item mark").first.wait_for()
    assert panel.get_by_label("Câu tìm").first.input_value() == "xe ho so luu dong"
    day.picture("mo-lai-tim")


def export(day: Day, right: str) -> None:
    """The report as a file of Word, fetched through the browser: the mended sentence, its source in a note."""
    panel = day.go("Dự thảo")
    panel.get_by_role("button", name="Xuất tệp", exact=True).click()
    panel.locator(".wb-export").get_by_role("button", name="Xuất tệp", exact=True).click()
    with day.page.expect_download() as fetched:
        panel.get_by_role("link", name="Tải tệp").click()
    day.picture("xuat-tep", axe=True)
    file = docx.Document(fetched.value.path())
    paragraphs = [one.text for one in file.paragraphs]
    assert any(right[:80] in one for one in paragraphs)
    notes = next(part for part in file.part.package.iter_parts() if str(part.partname).endswith("/footnotes.xml"))
    told = notes.blob.decode("utf-8")
    assert "BC/ĐU" in told
    annex = " ".join([*paragraphs, *(cell.text for one in file.tables for row in one.rows for cell in row.cells)])
    assert "39-BC/ĐU" in annex
    panel.get_by_role("button", name="Đóng dự thảo").click()
    panel.get_by_role("heading", name="Tạo dự thảo mới").wait_for()
