"""What a text cites: every symbol but its own, with its tên loại and its day."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.references import cited_symbols, find_references
from workbench.documents.symbols import symbol_key

LABELS = Path(__file__).parents[1] / "labels"

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
        assert 0 <= reference.start < reference.end <= len(text)
        assert 0 <= reference.cue_start <= reference.cue_end <= len(text)
        if reference.symbol is not None:
            assert reference.start <= reference.symbol.start < reference.symbol.end <= reference.end
            assert text[reference.symbol.start : reference.symbol.end] == reference.symbol.text


def relations(text: str) -> list[tuple[str, str]]:
    return [(one.symbol.symbol if one.symbol else f"{one.day}", one.relation) for one in find_references(text)]


@pytest.mark.parametrize("file", ["references.jsonl"])
def test_labelled_sentences_are_read_as_labelled(file: str) -> None:
    rows = [json.loads(line) for line in (LABELS / file).read_text(encoding="utf-8").splitlines()]
    wrong = 0
    for row in rows:
        found = [
            (symbol_key(symbol), relation.replace("so_ket", "thuc_hien")) for symbol, relation in relations(row["text"])
        ]
        wrong += found != [(symbol_key(one["symbol"]), one["relation"]) for one in row["refs"]]
    assert wrong <= 1  # r063: what is replaced is a form inside the document cited


def test_a_list_takes_its_relation_from_the_line_that_announces_it() -> None:
    text = (
        "Điều 2. Các văn bản sau đây hết hiệu lực kể từ ngày Quyết định này có hiệu lực:\n"
        "a) Quyết định số 15-QĐ/HU, ngày 07/7/2010 về quy chế họp;\nb) Hướng dẫn số 02-HD/HU, ngày 08/8/2012.\n"
        "Điều 3. Văn phòng theo dõi Kế hoạch số 9-KH/HU."
    )
    assert relations(text) == [("15-QĐ/HU", "bai_bo"), ("02-HD/HU", "bai_bo"), ("9-KH/HU", "khac")]


def test_who_changes_what_is_told() -> None:
    text = "Nghị định số 45/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 94/2021/NĐ-CP."
    first, second = find_references(text)
    assert (first.change, first.by, second.change) == ("sua_doi", "94/2021/NĐ-CP", None)
    based = "Căn cứ Quyết định số 7-QĐ/TU đã được sửa đổi, bổ sung bởi Quyết định số 9-QĐ/TU;"
    first, second = find_references(based)
    assert (first.relation, first.change, first.by) == ("can_cu", "sua_doi", "9-QĐ/TU")


def test_a_part_and_a_proposal_are_told_from_the_whole_and_the_deed() -> None:
    (part,) = find_references("Bãi bỏ khoản 2 Điều 4 Quy định số 63-QĐ/TU.")
    (whole,) = find_references("Bãi bỏ toàn bộ Quy định số 63-QĐ/TU.")
    (asked,) = find_references("Đề nghị Tỉnh ủy xem xét bãi bỏ Quy định số 63-QĐ/TU.")
    assert [one.partial for one in (part, whole)] == [True, False]
    assert [one.proposed for one in (whole, asked)] == [False, True]


def test_a_law_is_known_by_its_day_where_no_symbol_stands() -> None:
    text = "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;\nLuật này có hiệu lực từ ngày 01 tháng 7 năm 2025."
    (only,) = find_references(text)
    assert (only.symbol, only.type, only.day, only.relation) == (None, "Luật", date(2024, 6, 21), "can_cu")
    assert text[only.start : only.end] == "Luật Lưu trữ ngày 21 tháng 6 năm 2024"


@pytest.mark.parametrize(
    "text",
    [
        "Thông tư số 13/2014/TT-BTP Hướng dẫn thi hành Luật Lưu trữ ngày 29/4/2014 của Bộ Tư pháp",
        "Luật số 07/2017/QH14 Luật Chuyển giao công nghệ ngày 19/06/2017 của Quốc hội",
        "Nghị định số 12/2021/NĐ-CP về người lao động đi làm việc theo hợp đồng ngày 10/12/2021 của Chính phủ",
    ],
)
def test_the_day_of_a_document_is_not_that_of_a_law_in_its_title(text: str) -> None:
    assert [bool(reference.symbol) for reference in find_references(text)] == [True]


def test_decomposed_text_is_read_alike() -> None:
    text = "Căn cứ Quyết định số 12-QĐ/TU, ngày 05/02/2025 của Ban Thường vụ Tỉnh ủy; bãi bỏ Chỉ thị số 5-CT/TU."
    loose = unicodedata.normalize("NFD", text)
    assert relations(loose) == relations(text)
    one = find_references(loose)[0]
    assert unicodedata.normalize("NFC", loose[one.start : one.end]) == "Quyết định số 12-QĐ/TU, ngày 05/02/2025"
    assert unicodedata.normalize("NFC", one.issuer or "") == "Ban Thường vụ Tỉnh ủy"


def test_the_name_of_a_law_gives_the_type_of_its_symbol() -> None:
    found = find_references("theo Luật Người lao động đi làm việc theo hợp đồng số 69/2020/QH14 và Luật số 5/2022/QH15")
    assert [(one.type, one.symbol.symbol if one.symbol else "") for one in found] == [
        ("Luật", "69/2020/QH14"),
        ("Luật", "5/2022/QH15"),
    ]
