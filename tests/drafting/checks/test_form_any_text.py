"""The check of form takes any text, however the lines of an official document are shuffled or cut."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.header import read_header
from workbench.documents.model import Document
from workbench.drafting.checks.authority import check_authority
from workbench.drafting.checks.form import check_form
from workbench.drafting.checks.form_parts import find_parts
from workbench.drafting.checks.model import Checked

LINES = (
    "TỈNH ỦY LAM NGUYÊN",
    "VĂN PHÒNG",
    "UBND TỈNH LAM NGUYÊN",
    "*",
    "Số 05-BC/VPTU",
    "Số: 05/BC-UBND",
    "Số …-BC/…",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Trầm Giang, ngày 5 tháng 2 năm 2022",
    "BÁO CÁO",
    "TỜ TRÌNH",
    "về công tác văn phòng cấp ủy năm 2022",
    "-----",
    "Kính gửi: Đảng ủy xã Khe Ngọc",
    "- Căn cứ Điều lệ Đảng;",
    "I- KẾT QUẢ ĐẠT ĐƯỢC",
    "Thực hiện chương trình công tác năm 2022, Văn phòng đã triển khai các nhiệm vụ./.",
    "Quyết định này thay thế Quyết định số 12-QĐ/TW, ngày 05/02/2020.",
    "Nơi nhận:\tT/M BAN THƯỜNG VỤ",
    "- Như trên,\tBÍ THƯ",
    "- Lưu Văn phòng Tỉnh ủy.\tTrần Văn An",
    "KT. GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "Trần Văn An",
    "",
)


def checked(text: str) -> Checked:
    header = read_header(text)
    document = Document("1", "a.txt", text, (), header, "a", ())
    return Checked(
        (),
        type_name=header.type or "",
        system=header.system,
        issuer=header.issuer or "",
        symbol=header.symbol or "",
        day=header.date or date(2022, 2, 5),
        document=document,
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=30))
def test_shuffled_lines_are_checked_and_findings_point_into_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    for finding in (*check_form(checked(text)), *check_authority(checked(text))):
        assert 0 <= finding.start <= finding.end <= len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_parts_of_any_text_lie_inside_it(text: str) -> None:
    parts = find_parts(text, read_header(text))
    spans = [span for found in parts.spans.values() for span in found] + parts.body
    assert all(0 <= start <= end <= len(text) for start, end in spans)
