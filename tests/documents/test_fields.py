"""Lĩnh vực and đơn vị: told by the trích yếu and the issuer, and none where they do not tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.fields import field_names, field_of, unit_of
from workbench.documents.model import Header


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        ("về tăng cường công tác kiểm tra, giám sát của Đảng", "kiểm tra, giám sát"),
        ("đẩy mạnh cải cách thủ tục hành chính", "cải cách hành chính"),
        ("Về phòng, chống tham nhũng, lãng phí, tiêu cực", "phòng chống tham nhũng, tiêu cực"),
        ("về công tác tuyển quân năm 2025", "quốc phòng, an ninh"),
        ("phát triển du lịch giai đoạn 2021 - 2025", "du lịch"),
        ("về công tác bồi thường, giải phóng mặt bằng dự án đường ven hồ", "giải phóng mặt bằng"),
        ("quản lý, bảo vệ rừng và phòng cháy, chữa cháy rừng", "rừng"),
        ("tổng kết công tác xây dựng Đảng năm 2025", "xây dựng Đảng"),
        ("về giải quyết khiếu nại, tố cáo", "khiếu kiện"),
        ("VỀ CHUYỂN ĐỔI SỐ", "công nghệ thông tin"),
    ],
)
def test_the_field_is_told_by_the_subject(subject: str, field: str) -> None:
    reading = field_of(subject)
    assert reading is not None
    assert (reading.field, reading.in_subject) == (field, True)
    assert field in field_names()


@pytest.mark.parametrize("subject", [None, "", "về một số vấn đề cụ thể", "về du lịch và bảo vệ rừng"])
def test_two_equal_fields_or_none_stay_open(subject: str | None) -> None:
    assert field_of(subject, "Ngày 5 tháng 3, cơ quan đã họp.") is None


def test_the_text_tells_where_the_subject_does_not_and_is_trusted_less() -> None:
    text = "Lượng khách du lịch tăng 12%. Doanh thu du lịch đạt 5 tỷ đồng. Các tuyến du lịch mới được mở. " * 2
    assert field_of("tình hình, kết quả công tác quý I năm 2025", text) is None  # a report on everything
    reading = field_of("tình hình hoạt động", text)
    assert reading is not None
    assert (reading.field, reading.in_subject) == ("du lịch", False)
    clear = field_of("về du lịch")
    assert clear is not None
    assert reading.confidence < clear.confidence


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        (Header(issuer="Đảng ủy xã Khe Ngọc"), "xã Khe Ngọc"),
        (Header(issuer="Ủy ban nhân dân phường Bến Thuyền"), "phường Bến Thuyền"),
        (Header(issuer="Tỉnh ủy Lam Nguyên", system="party"), "tỉnh Lam Nguyên"),
        (Header(issuer="Ban Tổ chức Tỉnh ủy Lam Nguyên", system="party"), "Ban Tổ chức Tỉnh ủy Lam Nguyên"),
        (Header(issuer="Sở Nội vụ tỉnh Lam Sơn"), "Sở Nội vụ tỉnh Lam Sơn"),
        (
            Header(issuer="Thủ tướng Chính phủ", subject="Về việc công nhận huyện Trà Cú, tỉnh Trà Vinh đạt chuẩn"),
            "huyện Trà Cú",
        ),
        (Header(issuer="Chính phủ", subject="Quy định mức lương cơ sở"), "Chính phủ"),
        (Header(), None),
    ],
)
def test_the_unit_is_that_of_the_issuer_or_the_one_place_that_the_subject_names(header: Header, unit: str) -> None:
    assert unit_of(header) == unit


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_can_be_asked(subject: str, text: str) -> None:
    reading = field_of(subject, text)
    assert reading is None or reading.field in field_names()
