"""Two states of a draft side by side: what was added, removed, changed and moved, with the words marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Citation
from workbench.drafting.comparison import Change, compare, marked_words
from workbench.drafting.model import Draft, DraftSection


def make_draft() -> Draft:
    draft = Draft("sơ kết", "", [DraftSection("ket_qua", "I- KẾT QUẢ"), DraftSection("han_che", "II- HẠN CHẾ")])
    for text in ("Tỷ lệ đạt 71,5% kế hoạch năm.", "Ban hành 12 văn bản.", "Mở 3 lớp tập huấn."):
        draft.add("ket_qua", text)
    draft.add("han_che", "Một số nơi còn chậm.")
    return draft


def told(before: Draft, after: Draft) -> list[tuple[str, str, str]]:
    return [(one.kind.value, one.section, one.after or one.before) for one in compare(before, after).changes]


def test_nothing_changed_is_nothing_told() -> None:
    draft = make_draft()
    comparison = compare(draft, draft.copy())
    assert len(comparison) == 0
    assert comparison.words == "Không có thay đổi; 4 câu giữ nguyên"
    assert comparison.to_frame().empty


def test_every_kind_of_change_is_told_in_its_section() -> None:
    before = make_draft()
    after = before.copy()
    first, second, third = (item.id for item in after.section("ket_qua").items)
    after.edit(first, "Tỷ lệ đạt 72% kế hoạch năm.")
    after.remove(second)
    after.move(third, "han_che", 0)
    after.add("han_che", "Thiếu kinh phí.")
    assert told(before, after) == [
        ("Sửa", "I- KẾT QUẢ", "Tỷ lệ đạt 72% kế hoạch năm."),
        ("Bỏ", "I- KẾT QUẢ", "Ban hành 12 văn bản."),
        ("Chuyển", "II- HẠN CHẾ", "Mở 3 lớp tập huấn."),
        ("Thêm", "II- HẠN CHẾ", "Thiếu kinh phí."),
    ]
    frame = compare(before, after).to_frame()
    assert frame["marked"][0] == "Tỷ lệ đạt [-71,5-]{+72+}% kế hoạch năm."
    assert frame["before_section"][2] == "I- KẾT QUẢ"
    assert compare(before, after).words == "Thêm 1, Bỏ 1, Sửa 1, Chuyển 1; 1 câu giữ nguyên"


def test_only_what_moved_is_told_to_have_moved() -> None:
    before = make_draft()
    after = before.copy()
    after.move(after.section("ket_qua").items[0].id, "ket_qua")
    assert told(before, after) == [("Chuyển", "I- KẾT QUẢ", "Tỷ lệ đạt 71,5% kế hoạch năm.")]


def test_moved_and_changed_at_once() -> None:
    before = make_draft()
    after = before.copy()
    item = after.section("ket_qua").items[0]
    after.move(item.id, "han_che")
    after.edit(item.id, "Tỷ lệ chỉ đạt 71,5% kế hoạch năm.")
    assert compare(before, after).changes[0].kind is Change.CHANGED_AND_MOVED


def test_drafts_made_apart_are_matched_by_their_words() -> None:
    before, after = make_draft(), make_draft()
    after.edit(after.items()[0].id, "Tỷ lệ đạt 75% kế hoạch năm.")
    after.edit(after.items()[1].id, "Hoàn toàn là chuyện khác hẳn.")
    assert told(before, after) == [
        ("Sửa", "I- KẾT QUẢ", "Tỷ lệ đạt 75% kế hoạch năm."),
        ("Thêm", "I- KẾT QUẢ", "Hoàn toàn là chuyện khác hẳn."),
        ("Bỏ", "I- KẾT QUẢ", "Ban hành 12 văn bản."),
    ]


def test_sections_title_and_labels_are_compared_too() -> None:
    before = make_draft()
    after = before.copy()
    after.add_section("NGUYÊN NHÂN", after="ket_qua")
    after.rename_section("han_che", "TỒN TẠI")
    after.title = "tổng kết"
    after.bear(["LƯU HÀNH NỘI BỘ"])
    changes = [(one.kind.value, one.what, one.before, one.after) for one in compare(before, after).changes]
    assert changes == [
        ("Sửa", "Trích yếu", "sơ kết", "tổng kết"),
        ("Sửa", "Nhãn", "", "LƯU HÀNH NỘI BỘ"),
        ("Thêm", "mục", "", "II- NGUYÊN NHÂN"),
        ("Sửa", "mục", "II- HẠN CHẾ", "III- TỒN TẠI"),
    ]


def test_a_section_that_only_got_another_number_did_not_change() -> None:
    before = make_draft()
    after = before.copy()
    after.add_section("MỞ ĐẦU")
    after.move_section("mo_dau", 0)
    assert [(one.kind.value, one.section) for one in compare(before, after).changes] == [("Thêm", "I- MỞ ĐẦU")]


def test_another_source_of_the_same_words_is_told() -> None:
    before = make_draft()
    after = before.copy()
    citation = Citation("d" * 12, "a.txt", "21-BC/HU", "Báo cáo", None, 2, 3, 0, 4, "Ban ")
    after.cite(after.items()[1].id, [citation])
    change = compare(before, after).changes[0]
    assert (change.what, change.after) == ("Nguồn của câu", "21-BC/HU, trang 2, đoạn 3")


@given(st.text("ab, .1%\n", max_size=40), st.text("ab, .1%\n", max_size=40))
def test_marked_words_give_both_texts_back(before: str, after: str) -> None:
    pieces = marked_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.sign != "+") == before
    assert "".join(piece.text for piece in pieces if piece.sign != "-") == after


def test_markup_in_words_is_shown_as_it_is() -> None:
    before = make_draft()
    after = before.copy()
    after.edit(after.items()[0].id, "<b>1</b>")
    assert "<b>" not in compare(before, after).changes[0].html
