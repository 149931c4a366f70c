"""The secrecy gate: stamps are seen however they are printed; words about secrecy are not stamps."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.secrecy import circulation_labels, find_mark, urgency

HEAD = (
    "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tLam Sơn, ngày 5 tháng 2 năm 2025\n"
    "Số 12-BC/TU\n{}\nBÁO CÁO\nvề A\n-----\n"
)
BODY = "Căn cứ quy định về bảo vệ bí mật nhà nước.\n" + "Nội dung thử nghiệm, không có thật.\n" * 60

STAMPS = [
    ("MẬT", "MẬT"),
    ("TỐI MẬT", "TỐI MẬT"),
    ("TUYỆT MẬT", "TUYỆT MẬT"),
    ("[MẬT]", "MẬT"),
    ("| TỐI MẬT |", "TỐI MẬT"),
    ("*** TUYỆT MẬT ***", "TUYỆT MẬT"),
    ("T U Y Ệ T   M Ậ T", "TUYỆT MẬT"),
    ("M Ậ T", "MẬT"),
    ("T\tỐ\tI\tM\tẬ\tT", "TỐI MẬT"),
    ("TUYỆT\nMẬT", "TUYỆT MẬT"),
    ("TOI MAT", "TỐI MẬT"),
    ("TUYET MAT", "TUYỆT MẬT"),
    ("MAT", "MẬT"),
    ("MẬT\tLam Sơn, ngày 5/2/2025", "MẬT"),
    ("Số 12-BC/TU MẬT", "MẬT"),
    ("ĐẢNG CỘNG SẢN VIỆT NAM   TỐI MẬT", "TỐI MẬT"),
    ("MẬT - HỎA TỐC", "MẬT"),
    ("TỐI MẬT (Bản số: 02)", "TỐI MẬT"),
    ("TUYỆT MẬT\tBản sao số 3", "TUYỆT MẬT"),
    ("Tối mật", "TỐI MẬT"),
    ("TÀI LIỆU MẬT", "MẬT"),
    ("Tài liệu: MẬT", "MẬT"),
    ("Độ mật: Mật", "MẬT"),
    ("Mức độ mật: TỐI MẬT.", "TỐI MẬT"),
    ("MẬT\u200b", "MẬT"),
    ("  \u00a0MẬT\u00a0 ", "MẬT"),
]


@pytest.mark.parametrize(("stamp", "mark"), STAMPS)
def test_a_stamp_in_the_head_is_seen(stamp: str, mark: str) -> None:
    assert find_mark(HEAD.format(stamp) + BODY) == mark


@pytest.mark.parametrize(("stamp", "mark"), STAMPS)
def test_a_stamp_in_decomposed_text_is_seen(stamp: str, mark: str) -> None:
    assert find_mark(unicodedata.normalize("NFD", HEAD.format(stamp) + BODY)) == mark


@pytest.mark.parametrize(("stamp", "mark"), STAMPS[:8])
def test_a_stamp_on_the_first_line_or_in_a_head_without_title_is_seen(stamp: str, mark: str) -> None:
    assert find_mark(f"{stamp}\nKẾ HOẠCH\nvề A\n{BODY}") == mark


@pytest.mark.parametrize("margins", ["MẬT", "Tài liệu\nMật", "TUYỆT MẬT\t1", "Độ mật: Mật", "trang 1\n\nTỐI MẬT\n"])
def test_a_stamp_in_the_margins_is_seen(margins: str) -> None:
    assert find_mark(HEAD.format("") + BODY, margins) is not None


def test_the_highest_mark_is_told() -> None:
    assert find_mark(HEAD.format("MẬT"), "TUYỆT MẬT") == "TUYỆT MẬT"


def test_a_head_run_together_on_one_line_is_read() -> None:
    line = "TỈNH ỦY LAM SƠN MẬT ĐẢNG CỘNG SẢN VIỆT NAM Số 12-BC/TU Lam Sơn, ngày 5 tháng 2 năm 2025 BÁO CÁO về A "
    assert find_mark(line + BODY.replace("\n", " ")) == "MẬT"
    assert find_mark(line.replace(" MẬT", " VỀ BẢO MẬT") + BODY) is None


def test_a_head_behind_a_long_menu_is_still_a_head() -> None:
    assert find_mark("Mục lục\n" * 80 + HEAD.format("MẬT") + BODY) == "MẬT"


@pytest.mark.parametrize(
    "line",
    [
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "QUY CHẾ BẢO MẬT",
        "Bảo mật",
        "MẬT ĐỘ DÂN SỐ",
        "mật ong",
        "MẶT TRẬN TỔ QUỐC",
        "MẶT",
        "bí mật",
        "BÍ MẬT",
        "Độ mật: Không",
        "Độ mật: Tuyệt mật, Tối mật, Mật",
        "TUYỆT MẬT, TỐI MẬT VÀ MẬT",
        "QUY ĐỊNH VỀ ĐỘ MẬT",
        "KHÔNG MẬT",
        "Văn bản này không có độ mật",
    ],
)
def test_words_about_secrecy_are_no_stamp(line: str) -> None:
    assert find_mark(HEAD.format(line) + BODY, f"Hướng dẫn\n{line}") is None


def test_a_table_of_the_levels_deep_in_a_regulation_is_no_stamp() -> None:
    table = "TT\tĐộ mật\tKý hiệu\n1\tTUYỆT MẬT\tA\n2\tTỐI MẬT\tB\n3\tMẬT\tC\nMẬT\n"
    text = HEAD.format("") + BODY + table
    assert find_mark(text) is None
    assert find_mark(text, "", page_one_end=len(HEAD)) is None


def test_the_first_third_of_page_one_belongs_to_the_head_even_behind_the_body_s_first_words() -> None:
    text = "Kính gửi: Văn phòng\n" + "MẬT\n" + BODY
    assert find_mark(text, "", page_one_end=len(text)) == "MẬT"


def test_labels_of_circulation_are_told_in_a_fixed_order() -> None:
    text = HEAD.format("XEM XONG TRẢ LẠI\nCHỈ LƯU HÀNH NỘI BỘ\nTÀI LIỆU THU HỒI, THỜI HẠN 30/6") + BODY
    assert circulation_labels(text, "TÀI LIỆU HỘI NGHỊ") == (
        "LƯU HÀNH NỘI BỘ",
        "XEM XONG TRẢ LẠI",
        "TÀI LIỆU THU HỒI",
        "TÀI LIỆU HỘI NGHỊ",
    )
    assert circulation_labels(HEAD.format("") + "Tài liệu này lưu hành nội bộ.\n" + BODY) == ()


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        ("HOẢ TỐC", "HỎA TỐC"),
        ("HỎA TỐC HẸN GIỜ", "HỎA TỐC"),
        ("THƯỢNG KHẨN", "THƯỢNG KHẨN"),
        ("KHẨN", "KHẨN"),
        ("KHẨN TRƯƠNG LÀM NGAY", None),
    ],
)
def test_urgency_is_told_apart_from_secrecy(stamp: str, told: str | None) -> None:
    text = HEAD.format(stamp) + BODY
    assert urgency(text) == told
    assert find_mark(text) is None


@given(st.text(max_size=300), st.text(max_size=60), st.none() | st.integers(0, 400))
def test_any_text_can_be_examined(text: str, margins: str, end: int | None) -> None:
    assert find_mark(text, margins, end) in (None, "MẬT", "TỐI MẬT", "TUYỆT MẬT")
    circulation_labels(text, margins, end)
    urgency(text, margins, end)


@given(st.sampled_from(["MẬT", "TỐI MẬT", "TUYỆT MẬT"]), st.text(alphabet=" \u00a0*|[]()_=-~", max_size=12))
def test_no_frame_hides_a_stamp(mark: str, frame: str) -> None:
    assert find_mark(HEAD.format(frame + mark + frame[::-1]) + BODY) == mark


@pytest.mark.parametrize(
    ("stamp", "mark"),
    [
        ("MÁT", "MẬT"),
        ("MẬI", "MẬT"),
        ("IMẬTI", "MẬT"),
        ("TÓI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬI", "TUYỆT MẬT"),
        ("M Â T", "MẬT"),
    ],
)
def test_a_stamp_misread_on_a_recognised_page_is_seen(stamp: str, mark: str) -> None:
    assert find_mark(HEAD.format(stamp) + BODY, recognised=True) == mark


@pytest.mark.parametrize(
    "line", ["MAI", "THƯƠNG MẠI", "MÁT MẺ", "NHẤT", "TÔI", "PHÒNG MẮT", "MẶT TRẬN", "BÍ MẬT", "TT"]
)
def test_other_words_on_a_recognised_page_are_no_stamp(line: str) -> None:
    assert find_mark(HEAD.format(line) + BODY, recognised=True) is None


@pytest.mark.parametrize("line", ["MÁT", "MẬI"])
def test_text_that_was_typed_is_not_taken_for_misread(line: str) -> None:
    assert find_mark(HEAD.format(line) + BODY) is None


@pytest.mark.parametrize("top", ["MẬT\nPHỤ LỤC 1\n", "PHỤ LỤC 1\tTỐI MẬT\nDanh sách\n", "TUYỆT MẬT\n1. Nội dung\n"])
def test_a_stamp_on_top_of_a_later_page_is_seen(top: str) -> None:
    first = HEAD.format("") + BODY.replace("bí mật nhà nước", "môi trường")
    text = first + top + "Nội dung của phụ lục.\n" * 40
    assert find_mark(text, "", len(first)) is None or "PHỤ LỤC" in top
    assert find_mark(text, "", len(first), page_starts=(0, len(first))) is not None


def test_a_stamp_beside_the_heading_of_an_annex_is_seen_without_pages() -> None:
    text = HEAD.format("") + "Nội dung thử nghiệm.\n" * 400 + "MẬT\nPHỤ LỤC\nSố liệu\n"
    assert find_mark(text) == "MẬT"


def test_annexes_that_show_the_stamps_are_no_stamp() -> None:
    text = (
        HEAD.format("") + BODY + "PHỤ LỤC\nMẪU DẤU CHỈ ĐỘ MẬT\nTUYỆT MẬT\n" + BODY + "PHỤ LỤC II\nMẬT\nMẫu dấu độ mật\n"
    )
    assert find_mark(text, "", len(HEAD) + len(BODY), page_starts=(0, text.index("PHỤ LỤC"))) is None


def test_the_word_in_a_column_of_a_register_is_no_stamp() -> None:
    assert find_mark(HEAD.format("1\t15-BC/TU\tMật\tBáo cáo tháng") + BODY) is None
