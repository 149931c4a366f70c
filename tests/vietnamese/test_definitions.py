"""Abbreviations that a document defines itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.vietnamese.lexicon.definitions import defined_abbreviations

# In each text the words in full stand between "<" and ">"; None where nothing is defined.
CASES = [
    ("Đẩy mạnh ứng dụng <công nghệ thông tin> (CNTT) trong cơ quan.", "CNTT"),
    ("Phát triển <kinh tế - xã hội> (KT-XH) của huyện.", "KT-XH"),
    ("Bảo đảm <quốc phòng, an ninh> (QPAN) trên địa bàn.", "QPAN"),
    ("Thực hiện <công nghiệp hóa, hiện đại hóa> (CNH, HĐH) nông thôn.", "CNH, HĐH"),
    ("Giao <Bộ Giáo dục và Đào tạo> (Bộ GD&ĐT) chủ trì.", "Bộ GD&ĐT"),
    ("Xây dựng <Cơ sở dữ liệu> (sau đây viết tắt là CSDL) dùng chung.", "CSDL"),
    ("Trình <Uỷ ban nhân dân> (sau đây gọi tắt là “UBND”) xã.", "UBND"),
    ("<Ban Chấp hành Trung ương> (BCHTW) ban hành.", "BCHTW"),
    ("Thành lập <Tổ công tác rà soát, tháo gỡ khó khăn> (sau đây gọi tắt là Tổ 12386).", "Tổ 12386"),
    ("Hợp đồng với <Công ty Lam Giang> (sau đây gọi tắt là Công ty).", "Công ty"),
    ("Ngày 05/3. <Nghị quyết số 7 của Huyện ủy> (sau đây gọi là Nghị quyết 7) nêu rõ.", "Nghị quyết 7"),
    ("Tình hình chung;\n<Quỹ khuyến học xã> (gọi tắt là Quỹ) thu đủ.", "Quỹ"),
    ("<Thủ tướng> (TTg) giao.", "TTg"),
    ("Các xã (Vân Trạch) đã báo cáo.", None),
    ("Chuyển đổi số (CNTT) là việc chung.", None),
    ("Theo khoản 1 (II) và Phụ lục (A).", None),
    ("Cao tốc. (CT) nêu rõ", None),
    ("công nghệ thông tin. Số (CNTT)", None),
    ("(CNTT)", None),
    ("bổ nhiệm Kiểm soát viên (sau đây gọi là Kiểm soát viên)", None),
    ("Giao Sở Nội vụ (trực tiếp là Thanh tra Sở), <Phòng Nội vụ> (sau đây gọi tắt là Phòng)", "Phòng"),
    ("phát triển kinh tế\n- xã hội (KTXH)", None),
    ("Sửa Thông tư số 57 (sau đây gọi là Thông tư số 57/2021/TT-LGG)", None),
]


@pytest.mark.parametrize(("marked", "short"), CASES)
def test_definitions_are_found_with_exact_offsets(marked: str, short: str | None) -> None:
    text = marked.replace("<", "").replace(">", "")
    found = defined_abbreviations(text)
    if short is None:
        assert found == []
        return
    start, end = marked.index("<"), marked.index(">") - 1
    assert found == [(short, text[start:end], start, end)]


def test_a_whole_document_gives_its_definitions_in_order() -> None:
    text = "\n".join(marked.replace("<", "").replace(">", "") for marked, _ in CASES)
    found = defined_abbreviations(text)
    assert [definition.short for definition in found] == [short for _, short in CASES if short]
    assert all(text[definition.start : definition.end] == definition.full for definition in found)


@given(st.lists(st.sampled_from([*"(){}“”.,;\n ĐUBa&-", "gọi tắt là ", "sau đây ", "UBND", "Ủy ban "]), max_size=60))
def test_any_text_gives_definitions_that_stand_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    for definition in defined_abbreviations(text):
        assert text[definition.start : definition.end] == definition.full
        assert definition.short
        assert definition.full.strip() == definition.full


@pytest.mark.parametrize("unit", ["(", "(A", "a (UBND) ", "( ", "(sau đây ", "Ủy ban nhân dân (UBND) ", "(gọi tắt là "])
def test_a_long_run_of_brackets_is_no_trap(unit: str) -> None:
    """Time with the square of the length would run into the timeout of the test."""
    for definition in defined_abbreviations(unit * (200_000 // len(unit))):
        assert definition.full == "Ủy ban nhân dân"


def test_a_very_long_gap_in_a_bracket_is_no_trap() -> None:
    assert defined_abbreviations("(" + " " * 1_000_000) == []
