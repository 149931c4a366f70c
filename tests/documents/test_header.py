"""The header as the first page prints it: Party and State, every reader's layout, and pages that have no head."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.header import read_header
from workbench.documents.model import Header

DIRECTIVE = Header(
    symbol="34-CT/TU",
    type="Chỉ thị",
    issuer="Tỉnh ủy Lam Sơn",
    date=date(2025, 2, 5),
    subject="về tăng cường sự lãnh đạo của Đảng đối với công tác chuyển đổi số",
    place="Lam Sơn",
    system="party",
    signer="Trần Văn Bình",
    signer_title="Bí thư",
    recipients=("Các cấp ủy trực thuộc", "Lưu Văn phòng"),
    term="2020-2025",
    subject_field="công nghệ thông tin",
    unit="tỉnh Lam Sơn",
)
BODY = """Thời gian qua, các cấp ủy đã quan tâm thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị.
1- Các cấp ủy quán triệt Chỉ thị này.
Nơi nhận:\tT/M BAN THƯỜNG VỤ
- Các cấp ủy trực thuộc,\tBÍ THƯ
- Lưu Văn phòng.

Trần Văn Bình
"""

PDF_ROWS = f"""TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM
*\tLam Sơn, ngày 05 tháng 02 năm 2025
Số 34-CT/TU
CHỈ THỊ
về tăng cường sự lãnh đạo của Đảng
đối với công tác chuyển đổi số
-----
{BODY}"""
DOCX_CELLS = f"""TỈNH ỦY LAM SƠN
*
Số 34-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
_______________
Lam Sơn, ngày 05 tháng 02 năm 2025
CHỈ THỊ
về tăng cường sự lãnh đạo của Đảng đối với công tác chuyển đổi số
-----
{BODY}"""
TXT_SPACES = f"""       TỈNH UỶ LAM SƠN                ÐẢNG CỘNG SẢN VIỆT NAM
              *                       ---------------
        Số: 34 - CT/TU                Lam Sơn, ngày 5 tháng 2 năm 2025

                      CHỈ THỊ
        về tăng cường sự lãnh đạo của Đảng
        đối với công tác chuyển đổi số
                       -----
{BODY}"""
WEB_LINE = f"""Chỉ thị số 34-CT/TU
TỈNH ỦY LAM SƠN ------- ĐẢNG CỘNG SẢN VIỆT NAM ---------------
Số: 34-CT/TU Lam Sơn, ngày 05 tháng 02 năm 2025 CHỈ THỊ
về tăng cường sự lãnh đạo của Đảng đối với công tác chuyển đổi số
{BODY}"""
WEB_MENU = f"""Trang chủ
GIỚI THIỆU
VĂN BẢN CHỈ ĐẠO
Nghị quyết
Chỉ thị
Liên hệ
{DOCX_CELLS}"""


@pytest.mark.parametrize("text", [PDF_ROWS, DOCX_CELLS, TXT_SPACES, WEB_LINE, WEB_MENU])
def test_one_head_reads_the_same_in_every_layout(text: str) -> None:
    assert read_header(text) == DIRECTIVE


def test_a_decomposed_text_reads_the_same() -> None:
    assert read_header(unicodedata.normalize("NFD", PDF_ROWS)) == DIRECTIVE


def test_a_head_converted_from_tcvn3_keeps_small_accented_letters_and_is_read_all_the_same() -> None:
    text = (
        "HUYệN ủY AN LâM\tĐảNG CộNG SảN VIệT NAM\n*\tAn Lâm, ngày 7 tháng 3 năm 1999\nSố 27-BC/HU\n"
        "BáO CáO\ntình hình quý I\n-----\nI- KếT QUả\n"
    )
    header = read_header(text)
    assert (header.type, header.issuer, header.system) == ("Báo cáo", "Huyện ủy An Lâm", "party")
    assert header.subject == "tình hình quý I"


def test_a_type_run_together_with_its_subject_is_told_apart() -> None:
    text = f"TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-BC/TU\nBÁO CÁO tình hình quý I\n-----\n{BODY}"
    assert read_header(text).subject == "tình hình quý I"


def test_a_number_below_the_type_is_no_part_of_the_subject() -> None:
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHỢP ĐỒNG\nTHUÊ HỘI TRƯỜNG\n"
    assert read_header(f"{head}Số: …/HĐ-VP\nCăn cứ A;\n").subject == "THUÊ HỘI TRƯỜNG"


def test_figures_set_higher_than_the_line_still_make_the_number() -> None:
    text = "CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: [16] /[2031]/NĐ-CP\nNGHỊ ĐỊNH[1]\nQuy định về A[2]\n"
    header = read_header(text)
    assert (header.symbol, header.type, header.subject) == ("16/2031/NĐ-CP", "Nghị định", "Quy định về A")


def test_an_advisory_organ_is_named_with_its_committee() -> None:
    header = read_header(
        "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN TỔ CHỨC\n*\tLam Sơn, ngày 27 tháng 5 năm 2025\n"
        "Số 12-BC/BTCTU\nBÁO CÁO\nkết quả công tác quý II/2025\n-----\nI- KẾT QUẢ\n"
    )
    assert (header.issuer, header.type) == ("Ban Tổ chức Tỉnh ủy Lam Sơn", "Báo cáo")
    assert header.subject == "kết quả công tác quý II/2025"


@pytest.mark.parametrize(
    ("left", "issuer"),
    [
        ("ĐẢNG BỘ TỈNH LAM SƠN\nĐẢNG ỦY XÃ AN LÂM", "Đảng ủy xã An Lâm"),
        ("ĐẢNG BỘ TỈNH LAM SƠN\nĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH", "Đảng ủy các cơ quan Đảng tỉnh Lam Sơn"),
        ("TỈNH ỦY LAM SƠN\nTHÀNH ỦY AN GIANG THƯỢNG", "Thành ủy An Giang Thượng"),
        ("UBND TỈNH LAM SƠN\nSỞ KHOA HỌC VÀ CÔNG NGHỆ", "Sở Khoa học và Công nghệ tỉnh Lam Sơn"),
        ("UBND TỈNH LAM SƠN\nVĂN PHÒNG", "Văn phòng Ủy ban nhân dân tỉnh Lam Sơn"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN AN LÂM", "Ủy ban nhân dân huyện An Lâm"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
        ("BỘ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("BỘ TÀI CHÍNH\nTỔNG CỤC THUẾ", "Tổng cục Thuế"),
        ("BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TỔ CHỨC", "Ban Tổ chức Trung ương"),
        ("HỘI ĐỒNG THẨM PHÁN\nTÒA ÁN NHÂN DÂN TỐI CAO", "Hội đồng Thẩm phán Tòa án nhân dân tối cao"),
        ("TỈNH ỦY LAM SƠN\nBAN CHỈ ĐẠO\nCHUYỂN ĐỔI SỐ", "Ban Chỉ đạo Chuyển đổi số Tỉnh ủy Lam Sơn"),
    ],
)
def test_the_issuer_in_capitals_is_written_as_people_write_it(left: str, issuer: str) -> None:
    head = (
        f"{left}\nSố: 12/BC-ABC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLam Sơn, ngày 1 tháng 2 năm 2025\nBÁO CÁO\nvề A\n"
    )
    assert read_header(head).issuer == issuer


def test_the_document_s_own_spelling_of_the_issuer_wins_over_the_rule() -> None:
    head = "BAN QUẢN LÝ HỒ SEN VÀNG\nSố: 12/BC-BQL\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nvề A\n"
    assert read_header(f"{head}Căn cứ B, Ban Quản lý hồ Sen Vàng báo cáo.\n").issuer == "Ban Quản lý hồ Sen Vàng"


def test_a_letter_of_the_state_prints_no_type_and_is_a_cong_van() -> None:
    header = read_header(
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LAM SƠN\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 1234/UBND-NC\tLam Sơn, ngày 3 tháng 4 năm 2024\nV/v đẩy mạnh cải cách\nhành chính năm 2024\n"
        "Kính gửi: Các sở, ban, ngành\nThực hiện Kế hoạch số 84/KH-UBND, đề nghị gửi\nBÁO CÁO\n"
    )
    assert (header.type, header.symbol, header.system) == ("Công văn", "1234/UBND-NC", "state")
    assert header.subject == "V/v đẩy mạnh cải cách hành chính năm 2024"
    assert header.issuer == "Ủy ban nhân dân tỉnh Lam Sơn"


def test_a_letter_of_the_party_without_v_v_keeps_its_subject() -> None:
    header = read_header(
        "TỈNH ỦY LAM SƠN\nVĂN PHÒNG\n*\nSố 514-CV/VPTU\nđề nghị báo cáo kết quả thực hiện Chỉ thị số 34-CT/TU\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\nLam Sơn, ngày 15 tháng 6 năm 2025\nKính gửi: Các đảng ủy trực thuộc\nThực hiện …\n"
    )
    assert (header.type, header.symbol) == ("Công văn", "514-CV/VPTU")
    assert header.subject == "đề nghị báo cáo kết quả thực hiện Chỉ thị số 34-CT/TU"


@pytest.mark.parametrize(("printed", "kind"), [("QUYẾT ĐỊNH", "Quyết định"), ("QUY ĐỊNH", "Quy định")])
def test_the_printed_word_tells_a_party_decision_from_a_regulation(printed: str, kind: str) -> None:
    text = f"TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 20-QĐ/TU\n{printed}\nvề A\n-----\n- Căn cứ B;\n"
    assert read_header(text).type == kind


def test_without_a_printed_word_the_party_s_qd_stays_unknown() -> None:
    header = read_header("TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 20-QĐ/TU\n- Căn cứ Điều lệ Đảng;\n")
    assert (header.symbol, header.type) == ("20-QĐ/TU", None)


def test_blanks_on_the_page_stay_none() -> None:
    header = read_header(
        "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tLam Sơn, ngày     tháng 2 năm 2025\nSố      -BC/TU\n"
        "BÁO CÁO\ntình hình thực hiện nhiệm vụ\n-----\nTrong tháng, ngày 05/01/2025 đã họp.\n",
        file_name="99-BC-TU ngay 05-02-2025.docx",
    )
    assert (header.symbol, header.date) == (None, None)
    assert (header.type, header.place) == ("Báo cáo", "Lam Sơn")


def test_a_number_set_apart_from_its_symbol_is_read() -> None:
    head = (
        "UBND TỈNH LAM SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:\t372 /QĐ-UBND\tLam Sơn, ngày\t7\ttháng 3 năm 2024\n"
    )
    header = read_header(f"{head}QUYẾT ĐỊNH\nVề việc A\nCỦA B\n")
    assert (header.symbol, header.date) == ("372/QĐ-UBND", date(2024, 3, 7))


def test_the_page_wins_over_the_file_s_name() -> None:
    assert read_header(PDF_ROWS, "43-CT-TU.pdf").symbol == "34-CT/TU"


def test_the_file_s_name_decides_between_two_printed_numbers() -> None:
    text = "UBND TỈNH LAM SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 77/CVĐ-VP\nSố: 12/QĐ-UBND\nQUYẾT ĐỊNH\nVề A\n"
    assert read_header(text, "quyet-dinh-12-QĐ-UBND.pdf").symbol == "12/QĐ-UBND"


def test_a_law_takes_its_day_from_the_sentence_of_adoption() -> None:
    header = read_header(
        "QUỐC HỘI\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLuật số: 99/2030/QH20\nLUẬT\nTHƯ VIỆN SỐ\n"
        "Căn cứ Hiến pháp;\nĐiều 1. Phạm vi\nLuật này được Quốc hội khóa XX thông qua ngày 5 tháng 6 năm 2030.\n"
    )
    assert (header.symbol, header.type, header.issuer) == ("99/2030/QH20", "Luật", "Quốc hội")
    assert (header.date, header.subject, header.place) == (date(2030, 6, 5), "THƯ VIỆN SỐ", None)


def test_a_consolidated_text_is_read_from_its_authentication() -> None:
    header = read_header(
        "VĂN BẢN HỢP NHẤT - BỘ XÂY DỰNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTHÔNG TƯ1\nQuy định về A\n"
        "Thông tư số 05/2020/TT-BXD ngày 01 tháng 02 năm 2020 của Bộ trưởng, có hiệu lực từ ngày 01/4/2020, được sửa "
        "đổi, bổ sung bởi:\nCăn cứ B;\nĐiều 1. C\n"
        "BỘ XÂY DỰNG\tXÁC THỰC VĂN BẢN HỢP NHẤT\nSố: 16/VBHN-BXD\tHà Nội, ngày 06 tháng 3 năm 2021\nBỘ TRƯỞNG\n"
    )
    assert (header.symbol, header.type, header.issuer) == ("16/VBHN-BXD", "Văn bản hợp nhất", "Bộ Xây dựng")
    assert (header.date, header.subject) == (date(2021, 3, 6), "Quy định về A")


def test_a_consolidated_text_cut_before_its_authentication_has_no_number() -> None:
    header = read_header(
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nLUẬT\nTHƯ VIỆN\nLuật Thư viện số 46/2019/QH14 ngày 21 tháng 11 năm 2019 "
        "của Quốc hội, có hiệu lực kể từ ngày 01/7/2020, được sửa đổi, bổ sung bởi:\nCăn cứ Hiến pháp;\nĐiều 1. A\n"
    )
    assert (header.symbol, header.type, header.date) == (None, "Văn bản hợp nhất", None)


def test_days_and_numbers_inside_the_subject_stay_in_it() -> None:
    header = read_header(
        "CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 72/2031/NĐ-CP\tHà Nội, ngày 31 tháng 12 năm 2031\n"
        "NGHỊ ĐỊNH\nSửa đổi Nghị định số 12/2021/NĐ-CP\nngày 10 tháng 12 năm 2021 của Chính phủ\nCăn cứ Luật A;\n"
    )
    assert header.subject == "Sửa đổi Nghị định số 12/2021/NĐ-CP ngày 10 tháng 12 năm 2021 của Chính phủ"
    assert (header.symbol, header.date) == ("72/2031/NĐ-CP", date(2031, 12, 31))


def test_a_report_without_a_head_has_only_its_type_and_subject() -> None:
    header = read_header("BÁO CÁO\nSơ kết 2 năm thực hiện Chỉ thị số 12-CT/TU\nI- KẾT QUẢ\n1. Chỉ đạo\n")
    assert header == Header(type="Báo cáo", subject="Sơ kết 2 năm thực hiện Chỉ thị số 12-CT/TU")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đẩy mạnh công tác văn phòng\n19:14, 18/10/2024\nThực hiện Chỉ thị số 34-CT/TU, Tỉnh ủy Lam Sơn đã họp.\n",
        "Chỉ thị 34-CT/TU\nNghị quyết 18-NQ/TW\nQuyết định số 12/QĐ-UBND\n",
        "BÁO ĐIỆN TỬ\nĐẢNG CỘNG SẢN VIỆT NAM\nThứ Sáu, ngày 12/10/2018\nĐổi mới công tác\nSáng 12/10 đã họp.\n",
        "STT\tNội dung\tSố ký hiệu\n1\tKế hoạch\t12-KH/TU\n",
        "Điều lệ Đảng Cộng sản Việt Nam quy định về tổ chức. Báo cáo số 12-BC/TU nêu rõ.\n",
    ],
)
def test_a_text_without_a_head_gets_no_fields(text: str) -> None:
    assert read_header(text) == Header()


PIECES = st.sampled_from(
    [
        "Số ",
        "Số: ",
        "12-CT/TU",
        "/QĐ-UBND",
        "CHỈ THỊ",
        "BÁO CÁO",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH ỦY",
        "\t",
        "\n",
        ", ngày ",
        "5 tháng 2 năm 2025",
        "-----",
        "V/v ",
        "XÁC THỰC VĂN BẢN HỢP NHẤT",
        "T/M BAN",
        " ",
        "LUẬT",
        "\x00",
        "\ud800",
        "[",
        "]",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
def test_any_text_can_be_read(text: str) -> None:
    header = read_header(text, text[:20])
    assert header.symbol is None or " " not in header.symbol
    assert header.subject is None or header.subject.strip()
