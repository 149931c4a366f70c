"""Who signed and who received: every way in which readers lay out the closing block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.header import read_header
from workbench.documents.model import Header
from workbench.documents.names import leading_name, person_name

HEAD = (
    "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tLam Sơn, ngày 05 tháng 02 năm 2025\nSố 34-CT/TU\nCHỈ THỊ\n"
    "về chuyển đổi số\n-----\nThời gian qua, các cấp ủy đã quan tâm chỉ đạo thực hiện tốt nhiệm vụ này.\n"
    "1- Các cấp ủy quán triệt Chỉ thị này.\n"
)


def _read(closing: str) -> Header:
    return read_header(HEAD + closing)


@pytest.mark.parametrize(
    ("closing", "signer", "title"),
    [
        ("Nơi nhận:\tT/M BAN THƯỜNG VỤ\n- Như trên,\tPHÓ BÍ THƯ\n- Lưu.\nTrần Bình\n", "Trần Bình", "Phó Bí thư"),
        ("T/M BAN BÍ THƯ\nNơi nhận:\n- Các tỉnh ủy,\n- Lưu.\nTrần Cẩm Tú\n", "Trần Cẩm Tú", None),
        ("K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\n\nTriệu Thị Ngọc\n", "Triệu Thị Ngọc", "Phó Trưởng ban"),
        ("T/L BAN THƯỜNG VỤ\nCHÁNH VĂN PHÒNG\n(đã ký)\nLê Thị Hà\n", "Lê Thị Hà", "Chánh Văn phòng"),
        ("TM. CHÍNH PHỦ\nKT. THỦ TƯỚNG PHÓ THỦ TƯỚNG\nLê Văn Thành\n[daky]\n", "Lê Văn Thành", "Phó Thủ tướng"),
        ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Hồ Đức Anh\n", "Hồ Đức Anh", "Phó Chủ tịch"),
        ("TL. BỘ TRƯỞNG\nVỤ TRƯỞNG VỤ PHÁP CHẾ\nVũ Thị Mai\n", "Vũ Thị Mai", "Vụ trưởng Vụ Pháp chế"),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\nNguyễn Văn A\n", "Nguyễn Văn A", "Giám đốc Sở Nội vụ"),
        ("BỘ TRƯỞNG\nĐại tướng Lương Tam Quang\n", "Lương Tam Quang", "Bộ trưởng"),
        ("BÍ THƯ\n\n\n\nY Thanh Hà Niê Kđăm\n", "Y Thanh Hà Niê Kđăm", "Bí thư"),
        ("CHỦ TỊCH QUỐC HỘI Nguyễn Sinh Hùng\n", "Nguyễn Sinh Hùng", "Chủ tịch Quốc hội"),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG Vũ Thị Mai Phụ lục I (Kèm theo Thông tư này)\n", "Vũ Thị Mai", "Thứ trưởng"),
        ("          T/M BAN THƯỜNG VỤ\n               BÍ THƯ\n\n          Tạ Vân Khê\n", "Tạ Vân Khê", "Bí thư"),
        ("T/M BAN CHẤP HÀNH\nBÍ THƯ\nLÊ DUẨN\n", "Lê Duẩn", "Bí thư"),
        ("Nguyễn Văn An (Đã ký)\n", "Nguyễn Văn An", None),
    ],
)  # fmt: skip
def test_the_signer_and_the_post_are_read_in_every_form(closing: str, signer: str, title: str | None) -> None:
    header = _read(closing)
    assert (header.signer, header.signer_title) == (signer, title)
    assert header.evidence["signer"].confidence >= 0.6


@pytest.mark.parametrize(
    "closing",
    [
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n\n(Ký, ghi rõ họ tên)\n",
        "Chủ tịch Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành.\n",
        "BỘ TRƯỞNG BỘ NỘI VỤ\nCăn cứ Luật A;\n",
        "",
    ],
)
def test_where_nobody_is_named_the_signer_stays_open_with_a_reason(closing: str) -> None:
    header = _read(closing)
    assert header.signer is None
    assert header.evidence["signer"].note


def test_a_post_stays_although_the_name_is_an_image() -> None:
    header = _read("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nNơi nhận:\n- Các huyện ủy,\n- Lưu Văn phòng.\n")
    assert (header.signer, header.signer_title) == (None, "Phó Bí thư")
    assert "chưa" in header.evidence["signer"].note or "không có họ tên" in header.evidence["signer"].note


def test_the_signature_of_the_document_counts_not_that_of_a_form_in_its_annex() -> None:
    header = _read("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Bình\nPhụ lục I\nMẪU TỜ TRÌNH\nGIÁM ĐỐC\nNguyễn Văn Mẫu\n")
    assert header.signer == "Trần Văn Bình"


def test_an_unsigned_document_takes_no_signer_from_its_annex() -> None:
    header = _read("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nPhụ lục I\nMẪU TỜ TRÌNH\nGIÁM ĐỐC\nNguyễn Văn Mẫu\n")
    assert (header.signer, header.signer_title) == (None, "Chủ tịch")


def test_recipients_are_read_with_their_second_lines_and_without_the_column_beside() -> None:
    header = _read(
        "Nơi nhận:\tT/M BAN THƯỜNG VỤ\n- Các tỉnh ủy, thành ủy, đảng ủy trực thuộc\tBÍ THƯ\nTrung ương,\n"
        "- Các đồng chí Ủy viên Ban Chấp hành,\n- Lưu Văn phòng Tỉnh ủy.\nTrần Văn Bình\n"
    )
    assert header.recipients == (
        "Các tỉnh ủy, thành ủy, đảng ủy trực thuộc Trung ương",
        "Các đồng chí Ủy viên Ban Chấp hành",
        "Lưu Văn phòng Tỉnh ủy",
    )
    assert header.signer == "Trần Văn Bình"


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("Kính gửi: Các đảng ủy trực thuộc\n", ("Các đảng ủy trực thuộc",)),
        ("Kính gửi:\n- Sở Nội vụ;\n- Sở Tài chính.\n", ("Sở Nội vụ", "Sở Tài chính")),
    ],
)
def test_the_addressee_of_a_letter_is_a_recipient_and_replaces_nhu_tren(address: str, first: tuple[str, ...]) -> None:
    header = read_header(
        "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nVĂN PHÒNG\tLam Sơn, ngày 5 tháng 2 năm 2025\nSố 514-CV/VPTU\n"
        f"về việc báo cáo\n{address}Thực hiện Chỉ thị số 34-CT/TU, đề nghị gửi báo cáo.\n"
        "Nơi nhận:\tCHÁNH VĂN PHÒNG\n- Như trên,\n- Lưu VP.\tTrần Văn Bình\n"
    )
    assert header.recipients == (*first, "Lưu VP")
    assert (header.type, header.signer, header.signer_title) == ("Công văn", "Trần Văn Bình", "Chánh Văn phòng")


@pytest.mark.parametrize(
    "text", ["Chính phủ", "Bộ Nội vụ", "Ủy ban Dân tộc", "Quốc hội", "Nguyễn", "Trung ương, Đảng", "Mẫu số 1"]
)
def test_names_of_organs_are_no_names_of_people(text: str) -> None:
    assert person_name(text) is None


def test_a_name_ends_where_a_heading_was_run_into_it() -> None:
    assert leading_name("Trần Hồng Hà PHỤ LỤC I QUY TRÌNH") == "Trần Hồng Hà"
    assert leading_name("Chương trình hành động") is None


@given(
    st.lists(
        st.sampled_from(["T/M ", "TM. ", "KT.", "BÍ THƯ", "CHỦ TỊCH", "\n", "\t", "   ", "Trần Văn A", "Nơi nhận:",
                         "- ", "Lưu.", "Phụ lục I", "(Đã ký)", "|", "x" * 90, "Kính gửi:", "\u0301", "\ud800"])
        | st.text(max_size=12),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_closing_can_be_read(closing: str) -> None:
    header = _read(closing)
    assert all(entry.strip() for entry in header.recipients)
    assert header.signer is None or len(header.signer.split()) >= 2
