"""What a text cites: every symbol but its own, with its tên loại and its day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.references import cited_symbols, find_references

TEXT = (
    "Số 12-BC/TU\nCăn cứ Chỉ thị số 34-CT/TU, ngày 05/02/2025 của Ban Thường vụ Tỉnh ủy; Nghị định số 30/2020/NĐ-CP "
    "ngày 05 tháng 3 năm 2020; Kế hoạch 84 - KH/TU.\nThực hiện Chỉ thị 34-CT/TU và Báo cáo này (12-BC/TU)."
)


def test_cited_symbols_are_distinct_in_order_and_without_the_text_s_own() -> None:
    assert cited_symbols(TEXT, "12-BC/TU") == ("34-CT/TU", "30/2020/NĐ-CP", "84-KH/TU")


def test_without_a_number_of_its_own_a_text_cites_all_it_names() -> None:
    assert cited_symbols(TEXT)[0] == "12-BC/TU"


def test_its_own_number_is_known_however_it_is_written() -> None:
    assert cited_symbols("theo 012 - BC/TU và 13-BC/TU", "12-BC/TU") == ("13-BC/TU",)


def test_a_reference_reaches_from_its_type_to_its_day() -> None:
    first, second, third, *_ = find_references(TEXT, "12-BC/TU")
    assert TEXT[first.start : first.end] == "Chỉ thị số 34-CT/TU, ngày 05/02/2025"
    assert (first.type, first.day) == ("Chỉ thị", date(2025, 2, 5))
    assert TEXT[second.start : second.end] == "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020"
    assert (third.type, third.day, third.symbol.symbol) == ("Kế hoạch", None, "84-KH/TU")


def test_the_longest_type_before_a_symbol_is_its_type() -> None:
    text = (
        "Chương trình hành động số 9-CTr/TU; Thông tư liên tịch số 02/2011/TTLT-VPCP-BNV; Thông báo kết luận số 5-TB/TU"
    )
    types = [reference.type for reference in find_references(text)]
    assert types == ["Chương trình hành động", "Thông tư liên tịch", "Thông báo kết luận"]


@given(
    st.lists(st.sampled_from(["34-CT/TU", "Chỉ thị số ", ", ngày ", "5/2/2025", "İ", " "]) | st.text(max_size=9)).map(
        "".join
    )
)
def test_references_are_true_slices_of_any_text(text: str) -> None:
    for reference in find_references(text):
        assert 0 <= reference.start <= reference.symbol.start < reference.symbol.end <= reference.end <= len(text)
        assert text[reference.symbol.start : reference.symbol.end] == reference.symbol.text
