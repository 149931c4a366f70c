"""The secrecy gate reads names: of files, folders, members of archives."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.secrecy import mark_in_name

MARKED = [
    ("[MẬT] Báo cáo tháng 3.docx", "MẬT"),
    ("[Mật] Báo cáo tháng 3.docx", "MẬT"),
    ("(mật) kế hoạch.pdf", "MẬT"),
    ("Báo cáo tháng 3 (MẬT).docx", "MẬT"),
    ("Báo cáo tháng 3 (MAT).docx", "MẬT"),
    ("Kế hoạch [TỐI MẬT - HỎA TỐC].doc", "TỐI MẬT"),
    ("Phương án (Tuyệt mật).pdf", "TUYỆT MẬT"),
    ("CV mật 12.docx", "MẬT"),
    ("CV_mật_12.docx", "MẬT"),
    ("cv-mat-12.doc", "MẬT"),
    ("cong van mat so 5.doc", "MẬT"),
    ("Công văn mật số 12.pdf", "MẬT"),
    ("12-BC-TU_MẬT.pdf", "MẬT"),
    ("MẬT - Kế hoạch diễn tập.docx", "MẬT"),
    ("MẬT_Kế hoạch diễn tập.docx", "MẬT"),
    ("MAT - ke hoach.doc", "MẬT"),
    ("Kế hoạch diễn tập MẬT.docx", "MẬT"),
    ("TOI MAT.doc", "TỐI MẬT"),
    ("TUYET_MAT.doc", "TUYỆT MẬT"),
    ("Báo cáo tối mật về nhân sự.docx", "TỐI MẬT"),
    ("Mật.doc", "MẬT"),
    ("Tài liệu mật.rar", "MẬT"),
    ("Độ mật Tối mật.docx", "TỐI MẬT"),
    ("Mật/Báo cáo tháng.docx", "MẬT"),
    ("2024/Công văn mật/Báo cáo tháng.docx", "MẬT"),
    ("Tối mật/MẬT - a.docx", "TỐI MẬT"),
    ("2024\\MẬT\\a.docx", "MẬT"),
    ("văn bản mật đến 2019/12.pdf", "MẬT"),
]
PLAIN = [
    "Luật Bảo vệ bí mật nhà nước.pdf",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC.docx",
    "Luat bao ve bi mat nha nuoc.doc",
    "Quy chế quản lý văn bản mật.docx",
    "Quy che bao mat.doc",
    "bao-mat-he-thong.pdf",
    "bảo mật thông tin.docx",
    "Hướng dẫn đổi mật khẩu.pdf",
    "Báo cáo mật độ dân số.docx",
    "BÁO CÁO MẬT ĐỘ DÂN SỐ.docx",
    "Báo cáo mật ong.docx",
    "Báo cáo nghề nuôi ong lấy mật.docx",
    "mat tran to quoc.doc",
    "BC mat tran.doc",
    "MẶT TRẬN TỔ QUỐC.docx",
    "bao cao mat mua.doc",
    "Báo cáo mất rừng.docx",
    "khám mắt.docx",
    "MAT BANG THI CONG.dwg.pdf",
    "Kế hoạch giải mật hồ sơ.docx",
    "Mẫu dấu Tuyệt mật, Tối mật, Mật.docx",
    "Danh mục bí mật nhà nước độ Tối mật.pdf",
    "Sổ đăng ký văn bản mật đi.xlsx",
    "Quan hệ mật thiết giữa Đảng và dân.docx",
    "Thư mật nghị.txt",
    "cơ mật viện.docx",
    "12-BC-TU.pdf",
    "",
    ".docx",
    "format.docx",
    "matrix.xlsx",
]


@pytest.mark.parametrize(("name", "mark"), MARKED)
def test_a_mark_in_a_name_is_seen(name: str, mark: str) -> None:
    assert mark_in_name(name) == mark
    assert mark_in_name(unicodedata.normalize("NFD", name)) == mark
    assert mark_in_name(f"kho/2024/{name}") == mark


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_about_secrecy_or_with_an_ordinary_word_is_no_mark(name: str) -> None:
    assert mark_in_name(name) is None
    assert mark_in_name(f"văn bản 2024/{name}") is None


@given(st.text(max_size=120))
def test_any_name_can_be_examined(name: str) -> None:
    assert mark_in_name(name) in (None, "MẬT", "TỐI MẬT", "TUYỆT MẬT")
