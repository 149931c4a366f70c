"""Word files as LibreOffice lays them out, measured against the layout table (domain.md §2.5, §3.3)."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from workbench import Workbench
from workbench.documents.form_layout import Component, FormLayout, layout_of
from workbench.documents.model import Citation, System
from workbench.drafting.checks import form_rules
from workbench.drafting.checks.model import Severity
from workbench.drafting.model import Draft, DraftSection
from workbench.export import ExportOptions, OfficeHeading, export

SOFFICE = shutil.which("soffice")
POINT = 25.4 / 72  # mm
FORMS: dict[str, tuple[System, Any, str, date | None]] = {
    "party-36": ("party", "36-HD", "Báo cáo", date(2024, 2, 5)),
    "party-05": ("party", "05-HD", "Báo cáo", date(2026, 10, 15)),
    "party-letter": ("party", "36-HD", "Công văn", date(2024, 2, 5)),
    "party-submission": ("party", "36-HD", "Tờ trình", date(2024, 2, 5)),
    "state": ("state", "ND30", "Báo cáo", date(2024, 2, 5)),
    "state-letter": ("state", "ND30", "Công văn", date(2024, 2, 5)),
    "state-draft": ("state", "ND30", "Kế hoạch", None),
}
OFFICES: dict[System, OfficeHeading] = {
    "party": OfficeHeading(
        organ="Văn phòng Tỉnh ủy",
        parent="Tỉnh ủy Lam Sơn",
        symbol_suffix="VPTU",
        place="Lam Sơn",
        recipients=("Thường trực Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy"),
        signer_authority="KT. Chánh Văn phòng",
        signer_role="Phó Chánh Văn phòng",
        signer_name="Họ Và Tên",
        addressees=("Ban Bí thư",),
    ),
    "state": OfficeHeading(
        organ="Sở Nội vụ",
        parent="Ủy ban nhân dân tỉnh",
        symbol_suffix="SNV",
        place="Lam Sơn",
        recipients=("Ủy ban nhân dân tỉnh", "Lưu: VT, TH"),
        signer_authority="K/T Giám đốc",
        signer_role="Phó Giám đốc",
        signer_name="Họ Và Tên",
        addressees=("Bộ Nội vụ", "Văn phòng Chính phủ"),
    ),
}


def cite(number: int, quote: str) -> Citation:
    day = date(2024, number, 2)
    name = f"{number:02}-BC/TU"
    return Citation(f"d{number}", f"bc/{number}.docx", name, "Báo cáo", day, 1, number, 0, len(quote), quote)


def make(system: System, kind: str, issued: date | None) -> Draft:
    """A draft of several pages."""
    outline = [
        DraftSection("mo_dau", ""),
        DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC", is_parent=True),
        DraftSection("mang", "1. Về kết nối mạng", level=2),
        DraftSection("han_che", "II- HẠN CHẾ"),
    ]
    draft = Draft("về kết nối mạng năm 2024", "mạng", outline, type_name=kind, system=system, issued=issued)
    draft.labels = ("LƯU HÀNH NỘI BỘ",)
    draft.add("mo_dau", "Căn cứ Chỉ thị số 12-CT/TU về kết nối mạng;")
    for number in range(22):
        quote = (
            f"Đến kỳ thứ {number}, các đơn vị đã kết nối mạng diện rộng của cơ quan, việc gửi và nhận văn bản điện tử "
            "từng bước đi vào nền nếp, được lãnh đạo đánh giá cao và tiếp tục được duy trì thường xuyên."
        )
        draft.add("mang", quote, (cite(number % 9 + 1, quote),))
    draft.add("han_che", "Một số nơi còn lúng túng.")
    return draft


@dataclass(frozen=True)
class Row:
    """A line of a page: its words, its box in mm from the top left, and its letters."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    chars: tuple[dict[str, Any], ...]

    @property
    def size(self) -> float:
        return float(max(char["size"] for char in self.chars))

    @property
    def bold(self) -> bool:
        return all("Bold" in char["fontname"] for char in self.chars if char["text"].strip())

    @property
    def italic(self) -> bool:
        return all("Italic" in char["fontname"] for char in self.chars if char["text"].strip())


@dataclass(frozen=True)
class Page:
    rows: tuple[Row, ...]
    lines: tuple[tuple[float, float, float], ...]
    """Horizontal lines: left, right, top in mm."""


class Rendered:
    """A document as laid out."""

    def __init__(self, path: Path, layout: FormLayout) -> None:
        self.layout = layout
        with pdfplumber.open(path) as pdf:
            self.sizes = [(page.width * POINT, page.height * POINT) for page in pdf.pages]
            self.pages = [self._page(number, page) for number, page in enumerate(pdf.pages, start=1)]

    def _page(self, number: int, page: Any) -> Page:
        rows = [
            Row(
                number,
                row["text"],
                row["x0"] * POINT,
                row["x1"] * POINT,
                row["top"] * POINT,
                row["bottom"] * POINT,
                tuple(row["chars"]),
            )
            for column in ((0, page.width), (0, page.width * 0.48), (page.width * 0.48, page.width))
            for row in page.crop((column[0], 0, column[1], page.height)).extract_text_lines(return_chars=True)
        ]
        edges = [
            (edge["x0"] * POINT, edge["x1"] * POINT, edge["top"] * POINT)
            for edge in page.edges
            if edge["orientation"] == "h"
        ]
        return Page(tuple(rows), tuple(edges))

    def row(self, start: str, page: int | None = None) -> Row:
        """The first line that begins so, alone in its column."""
        found = [
            row for one in self.pages for row in one.rows if row.text.startswith(start) and page in (None, row.page)
        ]
        assert found, start
        return min(found, key=lambda row: (row.page, len(row.text)))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    """All forms, laid out in one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("form")
    files = []
    for name, (system, _, kind, issued) in FORMS.items():
        path, options = folder / f"{name}.docx", ExportOptions(footnotes=name == "party-36", annexes=())
        files.append(export(make(system, kind, issued), path, heading=OFFICES[system], options=options))
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = [profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([SOFFICE, *arguments, *map(str, files)], check=True, capture_output=True, timeout=120)
    return {
        name: Rendered(folder / f"{name}.pdf", layout_of(system, version))
        for name, (system, version, _, _) in FORMS.items()
    }


@pytest.mark.parametrize("name", list(FORMS))
def test_the_check_of_form_has_nothing_to_say_about_our_own_files(tmp_path: Path, name: str) -> None:
    system, _, kind, issued = FORMS[name]
    path = export(make(system, kind, issued), tmp_path / "a.docx", heading=OFFICES[system])
    with Workbench.open(tmp_path) as wb:
        found = [finding for finding in wb.check_file(path) if finding.check == form_rules.KEY]
    assert [finding.message for finding in found if finding.severity is not Severity.HINT] == []


pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def assert_set(row: Row, part: Component) -> None:
    """The line has the size and the weight of its part."""
    assert part.allows(row.size, 0.3), (row.text, row.size)
    assert abs(row.size - (part.size or 0)) < 0.3, (row.text, row.size, part.size)
    if part.bold is not None:
        assert row.bold == part.bold, row.text
    if part.italic is not None:
        assert row.italic == part.italic, row.text
    if part.case == "hoa":
        assert row.text == row.text.upper()


def center(row: Row) -> float:
    return (row.left + row.right) / 2


@pytest.mark.parametrize("name", list(FORMS))
def test_paper_and_margins_are_those_of_the_table(rendered: dict[str, Rendered], name: str) -> None:
    document = rendered[name]
    layout = document.layout
    assert all(abs(width - 210) < 0.5 and abs(height - 297) < 0.5 for width, height in document.sizes)
    for page in document.pages[1:2]:
        body = [row for row in page.rows if row.top > 15]
        assert abs(min(row.left for row in body) - layout.size("le_trai")) < 0.7
        assert abs(210 - max(row.right for row in body) - layout.size("le_phai")) < 0.7
        assert 297 - max(row.bottom for row in body) > layout.size("le_duoi") - 0.7
        assert min(row.top for row in body) > layout.size("le_tren") - 0.7


@pytest.mark.parametrize("name", list(FORMS))
def test_the_page_number_stands_in_the_middle_above_and_not_on_page_one(
    rendered: dict[str, Rendered], name: str
) -> None:
    document = rendered[name]
    layout = document.layout
    middle = layout.size("le_trai") + (210 - layout.size("le_trai") - layout.size("le_phai")) / 2
    assert not [row for row in document.pages[0].rows if row.bottom < layout.size("le_tren") - 2]
    for number in range(2, len(document.pages) + 1):
        (row,) = {
            row.text: row for row in document.pages[number - 1].rows if row.top < layout.size("le_tren") - 2
        }.values()
        assert row.text == str(number)
        assert_set(row, layout["so_trang"])
        assert abs(center(row) - middle) < 1
        assert layout.size("so_trang_cach_mep") - 1 < row.top < layout.size("so_trang_cach_mep") + 2


@pytest.mark.parametrize("name", ["party-36", "party-05", "state"])
def test_every_part_of_a_report_is_set_as_the_table_says(rendered: dict[str, Rendered], name: str) -> None:
    document = rendered[name]
    layout = document.layout
    party = layout.system == "party"
    expected = {
        "co_quan_tren": "TỈNH ỦY LAM SƠN" if party else "ỦY BAN NHÂN DÂN TỈNH",
        "co_quan": "VĂN PHÒNG TỈNH ỦY" if party else "SỞ NỘI VỤ",
        "dia_danh_ngay": "Lam Sơn, ngày",
        "ten_loai": "BÁO CÁO",
        "trich_yeu": "về kết nối mạng năm 2024",
        "can_cu": "Căn cứ Chỉ thị",
        "noi_dung": "Một số nơi còn",
        "de_muc_1": "I- KẾT QUẢ",
        "de_muc_2": "1. Về kết nối",
        "quyen_han": "K/T CHÁNH VĂN PHÒNG" if party else "KT. GIÁM ĐỐC",
        "chuc_vu": "PHÓ CHÁNH VĂN PHÒNG" if party else "PHÓ GIÁM ĐỐC",
        "ho_ten": "Họ Và Tên",
        "noi_nhan": "Nơi nhận:",
        "noi_nhan_danh_sach": "- Như trên",
        "luu_hanh": "LƯU HÀNH NỘI BỘ",
        **({"tieu_de": "ĐẢNG CỘNG SẢN VIỆT NAM"} if party else {"quoc_hieu": "CỘNG HÒA", "tieu_ngu": "Độc lập"}),
    }
    for key, start in expected.items():
        assert_set(document.row(start), layout[key])
    assert_set(document.row("Số", 1), layout["so_ky_hieu"])


@pytest.mark.parametrize("name", list(FORMS))
def test_the_head_has_the_organ_on_the_left_and_the_motto_on_the_right(
    rendered: dict[str, Rendered], name: str
) -> None:
    document = rendered[name]
    party = document.layout.system == "party"
    organ = document.row("VĂN PHÒNG TỈNH ỦY" if party else "SỞ NỘI VỤ", 1)
    motto = document.row("ĐẢNG CỘNG SẢN" if party else "CỘNG HÒA", 1)
    number, day = document.row("Số", 1), document.row("Lam Sơn, ngày", 1)
    assert organ.right < 110
    assert motto.left > 95
    assert center(organ) < 90 < 130 < center(motto)
    assert motto.text.endswith("VIỆT NAM")  # on one line
    assert abs(number.top - day.top) < 1.5
    assert organ.bottom < number.top
    assert center(number) < 90
    assert center(day) > 130
    issued = FORMS[name][3]
    assert day.text.endswith("ngày … tháng … năm …" if issued is None else f"năm {issued.year}")


@pytest.mark.parametrize("name", list(FORMS))
def test_the_line_below_the_motto_is_as_long_as_its_words(rendered: dict[str, Rendered], name: str) -> None:
    document = rendered[name]
    words = document.row("ĐẢNG CỘNG SẢN" if document.layout.system == "party" else "Độc lập", 1)
    below = [line for line in document.pages[0].lines if 0 < line[2] - words.bottom < 3 and line[0] > 95]
    assert below
    left, right = min(line[0] for line in below), max(line[1] for line in below)
    assert abs((right - left) - (words.right - words.left)) < 4
    assert abs((left + right) / 2 - center(words)) < 1


def test_the_line_below_the_organ_of_the_state_is_a_third_to_half_of_its_words(
    rendered: dict[str, Rendered],
) -> None:
    document = rendered["state"]
    words = document.row("SỞ NỘI VỤ", 1)
    below = [line for line in document.pages[0].lines if -1 < line[2] - words.bottom < 3 and line[1] < 110]
    share = (max(line[1] for line in below) - min(line[0] for line in below)) / (words.right - words.left)
    assert 0.3 < share < 0.55


def test_a_party_organ_has_a_star_and_a_party_subject_five_hyphens(rendered: dict[str, Rendered]) -> None:
    document = rendered["party-36"]
    organ, star = document.row("VĂN PHÒNG TỈNH ỦY", 1), document.row("*", 1)
    assert 0 < star.top - organ.top < 10
    assert abs(center(star) - center(organ)) < 1
    assert document.row("-----", 1).top > document.row("về kết nối mạng", 1).top


@pytest.mark.parametrize(("name", "start"), [("party-letter", "về kết nối"), ("state-letter", "V/v kết nối")])
def test_a_letter_prints_no_kind_and_its_subject_below_the_number(
    rendered: dict[str, Rendered], name: str, start: str
) -> None:
    document = rendered[name]
    subject = document.row(start, 1)
    assert_set(subject, document.layout["trich_yeu_cong_van"])
    assert 0 < subject.top - document.row("Số", 1).bottom < 10
    assert center(subject) < 90
    assert not [row for row in document.pages[0].rows if row.text.startswith("CÔNG VĂN")]
    assert_set(document.row("Kính gửi:", 1), document.layout["kinh_gui"])


def test_who_is_addressed_stands_above_the_text(rendered: dict[str, Rendered]) -> None:
    prompt = rendered["party-submission"].row("Kính trình: Ban Bí thư", 1)
    assert_set(prompt, rendered["party-submission"].layout["kinh_trinh"])
    assert prompt.bottom < rendered["party-submission"].row("Căn cứ", 1).top
    assert (
        rendered["state-letter"].row("- Văn phòng Chính phủ.", 1).top > rendered["state-letter"].row("Kính gửi:", 1).top
    )


def test_a_document_of_the_state_ends_with_its_sign_and_one_of_the_party_does_not(
    rendered: dict[str, Rendered],
) -> None:
    assert rendered["state"].row("Một số nơi").text == "Một số nơi còn lúng túng./."
    assert rendered["party-36"].row("Một số nơi").text == "Một số nơi còn lúng túng."


@pytest.mark.parametrize("name", ["party-36", "state"])
def test_recipients_stand_left_and_the_signature_right(rendered: dict[str, Rendered], name: str) -> None:
    document = rendered[name]
    heading, signer = document.row("Nơi nhận:"), document.row("Họ Và Tên")
    assert heading.page == signer.page
    assert abs(heading.left - document.layout.size("le_trai")) < 0.7
    assert center(signer) > 120
    assert signer.top > document.row("PHÓ").top + 15
    last = "- Lưu Văn phòng Tỉnh ủy." if name == "party-36" else "- Lưu: VT, TH."
    assert document.row(last).page == heading.page


def test_only_what_is_not_issued_yet_says_that_it_is_a_draft(rendered: dict[str, Rendered]) -> None:
    assert_set(rendered["state-draft"].row("DỰ THẢO", 1), rendered["state-draft"].layout["du_thao"])
    assert not [row for row in rendered["state"].pages[0].rows if row.text.startswith("DỰ THẢO")]
    assert_set(rendered["state-draft"].row("KẾ HOẠCH", 1), rendered["state-draft"].layout["ten_loai"])


@pytest.mark.parametrize("name", ["party-36", "state"])
def test_the_first_line_of_a_paragraph_is_indented_as_the_table_says(rendered: dict[str, Rendered], name: str) -> None:
    document = rendered[name]
    indent = document.row("Một số nơi").left - document.layout.size("le_trai")
    assert abs(indent - document.layout.size("lui_dau_dong")) < 0.7
