"""Two documents side by side: what was added, dropped, changed and moved, and which numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.comparison import Comparison
from workbench.analysis.comparison_align import compare_documents
from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages

RULES = """QUY CHẾ LÀM VIỆC
Điều 1. Phạm vi
Quy chế này quy định chế độ họp và báo cáo của đảng ủy xã.
Điều 2. Chế độ họp
1. Đảng ủy họp mỗi tháng một lần vào tuần thứ nhất.
2. Tài liệu họp gửi trước 3 ngày cho các đồng chí đảng ủy viên.
Điều 3. Báo cáo
Chi bộ gửi báo cáo trước ngày 20 hằng tháng, gồm 12 chỉ tiêu chính.
Điều 4. Lưu trữ
Văn phòng giữ hồ sơ cuộc họp trong 5 năm kể từ ngày kết thúc."""


def document(text: str, name: str = "a") -> Document:
    return Document(
        name, f"{name}.txt", text, (), Header(type="Quy chế", date=date(2025, 1, 1)), name, split_passages(text)
    )


def compared(first: str, second: str) -> Comparison:
    return compare_documents(document(first, "cu"), document(second, "moi"))


def test_a_document_is_the_same_as_itself() -> None:
    assert compared(RULES, RULES).changes == ()


def test_an_added_and_a_dropped_passage_are_told_where_they_stand() -> None:
    new = RULES.replace("2. Tài liệu họp gửi trước 3 ngày cho các đồng chí đảng ủy viên.\n", "").replace(
        "Điều 4. Lưu trữ", "Báo cáo đột xuất gửi ngay khi có yêu cầu của cấp trên.\nĐiều 4. Lưu trữ"
    )
    rows = compared(RULES, new).changes
    assert [(row.kind, (row.second or row.first).quote[:16]) for row in rows if row.second or row.first] == [
        ("dropped", "2. Tài liệu họp "),
        ("added", "Báo cáo đột xuất"),
    ]


def test_a_changed_passage_shows_its_words_and_its_numbers() -> None:
    new = RULES.replace("trước ngày 20 hằng tháng, gồm 12 chỉ tiêu", "trước ngày 25 hằng tháng, gồm 1.234,5 chỉ tiêu")
    comparison = compared(RULES, new)
    (row,) = comparison.changes
    assert row.kind == "changed"
    assert [(one.before, one.after) for one in row.numbers] == [("20", "25"), ("12", "1.234,5")]
    assert row.numbers[0].about.endswith("trước ngày")
    assert "[-20-]{+25+}" in comparison.to_text()
    assert "<del>20</del><ins>25</ins>" in comparison.to_html()
    assert row.first is not None
    assert row.first.quote in RULES
    assert list(comparison.numbers()["after"]) == ["25", "1.234,5"]


def test_a_passage_that_only_stands_elsewhere_was_moved() -> None:
    moved = "Văn phòng giữ hồ sơ cuộc họp trong 5 năm kể từ ngày kết thúc."
    new = RULES.replace(f"\n{moved}", "").replace("Điều 1. Phạm vi", f"{moved}\nĐiều 1. Phạm vi")
    rows = compared(RULES, new).changes
    assert [(row.kind, row.second.quote if row.second else "") for row in rows] == [("moved", moved)]


def test_spelling_of_tone_marks_and_spaces_are_no_change() -> None:
    assert compared("Uỷ ban  hoà giải các hộ dân trong xã.", "Ủy ban hòa giải các hộ dân  trong xã.").changes == ()


def test_lines_drawn_under_headings_are_no_change() -> None:
    assert compared(RULES, RULES.replace("Điều 4. Lưu trữ", "_______\nĐiều 4. Lưu trữ\n-----")).changes == ()


def test_counts_and_table_agree() -> None:
    comparison = compared(RULES, RULES.replace("mỗi tháng một lần", "mỗi quý hai lần"))
    assert comparison.counts["changed"] == len(comparison.to_frame()) == 1
    assert len(comparison.to_frame(same=True)) == len(comparison.rows)


def test_rows_name_the_article_or_heading_under_which_they_stand() -> None:
    old, new = (document(text) for text in (RULES, RULES.replace("trong 5 năm", "trong 10 năm")))
    assert compare_documents(old, new).changes[0].section in ("", "Điều 4", "Điều 4. Lưu trữ")


def test_the_page_of_a_comparison_holds_no_markup_of_the_texts() -> None:
    page = compared("Đoạn một <script>x</script> hai ba.", "Đoạn một <script>y</script> hai ba bốn.").to_html()
    assert "<script" not in page


def test_a_text_against_nothing_is_all_new() -> None:
    comparison = compared("", RULES)
    assert {row.kind for row in comparison.rows} == {"added"}


@pytest.mark.parametrize("repeat", [400])
def test_hundreds_of_pages_are_compared(repeat: int) -> None:
    lines = [
        f"Điểm {at}: đơn vị số {at} hoàn thành {at * 7} nhiệm vụ theo kế hoạch được giao." for at in range(repeat * 5)
    ]
    changed = [line.replace("hoàn thành", "đã xong") if at % 10 == 0 else line for at, line in enumerate(lines)]
    counts = compared("\n".join(lines), "\n".join(changed)).counts
    assert counts["changed"] == len(lines) // 10
    assert counts["same"] == len(lines) - len(lines) // 10


@given(
    st.lists(st.sampled_from(RULES.splitlines()), max_size=12),
    st.lists(st.sampled_from(RULES.splitlines()), max_size=12),
)
def test_every_passage_is_accounted_for_once(first: list[str], second: list[str]) -> None:
    old, new = document("\n".join(first)), document("\n".join(second))
    rows = compare_documents(old, new).rows
    for side, whole in (("first", old), ("second", new)):
        told = [getattr(row, side).passage for row in rows if getattr(row, side) is not None]
        assert sorted(told) == [passage.number for passage in whole.passages]
