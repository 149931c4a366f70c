"""What people do to a draft: whatever it is, ids stay unique, states true, nothing is lost, and undo leads back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.figures_model import Figure, ReportedFigure
from workbench.analysis.tasks.task import Task
from workbench.documents.model import Citation, Document, Header, Passage
from workbench.drafting.draft_json import dump_draft, parse_draft
from workbench.drafting.history import History
from workbench.drafting.model import Draft, DraftSection, ItemState, state_of
from workbench.drafting.numbering import roman
from workbench.errors import DraftError
from workbench.search.results import Hit, Snippet

TEXT = "Tỷ lệ đạt 71,5%. Số hồ sơ tăng 12%. Một số nơi còn chậm.\nBốn xã chưa báo cáo."
SOURCE = Document(
    "d" * 12,
    "bc.txt",
    TEXT,
    (0, 57),
    Header(symbol="21-BC/HU"),
    "Báo cáo",
    (Passage(1, 0, 56, 1), Passage(2, 57, len(TEXT), 2)),
)


def quote(words: str) -> Citation:
    start = TEXT.index(words)
    return SOURCE.cite(start, start + len(words))


def cite(citation: Citation, start: int, end: int) -> Citation | None:
    return SOURCE.cite(start, end) if citation.document_id == SOURCE.id else None


def make_draft() -> Draft:
    sections = [
        DraftSection("mo_dau", ""),
        DraftSection("ket_qua", "I- KẾT QUẢ"),
        DraftSection("han_che_va", "II- HẠN CHẾ, NGUYÊN NHÂN", is_parent=True),
        DraftSection("han_che", "1. Hạn chế", level=2),
        DraftSection("nguyen_nhan", "2. Nguyên nhân", level=2),
        DraftSection("kien_nghi", "III- KIẾN NGHỊ"),
    ]
    return Draft("sơ kết", "hồ sơ", sections)


@pytest.fixture
def draft() -> Draft:
    return make_draft()


# -- adding -----------------------------------------------------------------------------------------------------


def test_a_snippet_of_a_hit_is_added_verbatim_with_its_place(draft: Draft) -> None:
    snippet = Snippet("Số hồ sơ tăng 12%.", 17, 35, 1, 1, ())
    hit = Hit(SOURCE.id, "bc.txt", "21-BC/HU", "Báo cáo", None, None, date(2025, 3, 1), 1.0, (snippet,))
    item = draft.add_hit("ket_qua", hit)
    assert item.state is ItemState.VERBATIM
    assert (item.citations[0].start, item.citations[0].page, item.citations[0].symbol) == (17, 1, "21-BC/HU")
    with pytest.raises(DraftError, match="không có trích đoạn"):
        draft.add_hit("ket_qua", hit, 3)


def test_a_figure_brings_its_sentence_and_a_cell_is_put_into_words(draft: Draft) -> None:
    sentence = quote("Số hồ sơ tăng 12%.")
    figure = Figure(31, 34, 12, "%", "hồ sơ", (31, 33), (17, 35))
    item = draft.add_figure("ket_qua", ReportedFigure(figure, sentence, "12%", "hồ sơ", "%", "", "", 12))
    assert (item.text, item.state) == (sentence.quote, ItemState.VERBATIM)
    cell = Figure(31, 34, 12, "%", "hồ sơ", (31, 33), (31, 34), place="Biểu 1, ô C7")
    item = draft.add_figure(
        "ket_qua", ReportedFigure(cell, quote("12%"), "12%", "Hồ sơ", "%", "Quý I/2025", "xã Khe Ngọc", 12)
    )
    assert (item.text, item.state) == ("xã Khe Ngọc: Hồ sơ: 12% (Quý I/2025).", ItemState.EDITED)
    assert item.citations == (quote("12%"),)


def test_a_task_brings_the_words_that_set_it_and_an_own_one_has_no_source(draft: Draft) -> None:
    words = quote("Bốn xã chưa báo cáo.")
    assert draft.add_task("kien_nghi", Task("a-1", "báo cáo", ("xã",), citation=words)).state is ItemState.VERBATIM
    own = draft.add_task("kien_nghi", Task("v-1", "Nộp hồ sơ.", ("Ban Tổ chức",), deadline=date(2025, 6, 5)))
    assert own.text == "Ban Tổ chức: Nộp hồ sơ, hoàn thành trước ngày 05/06/2025."
    assert (own.state, own.citations) == (ItemState.OWN_WORDS, ())


def test_said_by_counts_documents_once(draft: Draft) -> None:
    other = Citation("e" * 12, "b.txt", None, "Báo cáo khác", None, None, 1, 0, 3, "12%")
    item = draft.add_quote("ket_qua", quote("12%"), also=(other, quote("71,5%")))
    assert item.said_by == 2
    assert list(draft.to_frame()["said_by"]) == [2]


# -- merging and splitting --------------------------------------------------------------------------------------


def test_merged_items_keep_all_sources_and_are_edited(draft: Draft) -> None:
    first = draft.add_quote("ket_qua", quote("Tỷ lệ đạt 71,5%."))
    draft.add("ket_qua", "Ở giữa.")
    last = draft.add_quote("han_che", quote("Một số nơi còn chậm."))
    one = draft.merge([last.id, first.id])
    assert (one.id, one.text) == (first.id, "Tỷ lệ đạt 71,5%. Một số nơi còn chậm.")
    assert one.state is ItemState.EDITED
    assert one.citations == (*first.citations, *last.citations)
    assert [item.text for item in draft.items()] == [one.text, "Ở giữa."]


def test_merging_what_follows_in_the_source_stays_verbatim(draft: Draft) -> None:
    first = draft.add_quote("ket_qua", quote("Tỷ lệ đạt 71,5%."))
    second = draft.add_quote("ket_qua", quote("Số hồ sơ tăng 12%."))
    one = draft.merge([first.id, second.id], cite=cite)
    assert one.state is ItemState.VERBATIM
    assert one.citations == (quote("Tỷ lệ đạt 71,5%. Số hồ sơ tăng 12%."),)


def test_merging_needs_two_items(draft: Draft) -> None:
    item = draft.add("ket_qua", "Một.")
    with pytest.raises(DraftError, match="ít nhất hai câu"):
        draft.merge([item.id, item.id])
    assert draft.items() == [item]


def test_comments_follow_a_merge(draft: Draft) -> None:
    first, second = draft.add("ket_qua", "Một."), draft.add("ket_qua", "Hai.")
    comment = draft.comment(second.id, "Xem lại", "lan")
    draft.merge([first.id, second.id])
    assert draft.comments_on(first.id) == [comment]


def test_split_sentences_cite_their_own_words_on_their_own_page(draft: Draft) -> None:
    whole = SOURCE.cite(36, len(TEXT))
    item = draft.add_quote("han_che", whole)
    first, second = draft.split(item.id, cite)
    assert (first.id, first.text, second.text) == (item.id, "Một số nơi còn chậm.", "Bốn xã chưa báo cáo.")
    assert [one.state for one in (first, second)] == [ItemState.VERBATIM] * 2
    assert (first.citations[0].page, second.citations[0].page, second.citations[0].passage) == (1, 2, 2)
    assert all(TEXT[one.citations[0].start : one.citations[0].end] == one.text for one in (first, second))


def test_split_citations_go_to_the_sentence_that_quotes_them(draft: Draft) -> None:
    a, b = quote("Tỷ lệ đạt 71,5%."), quote("Một số nơi còn chậm.")
    item = draft.add("ket_qua", f"{b.quote} {a.quote} Nhìn chung là khá.", (a, b))
    pieces = draft.split(item.id)
    assert [piece.citations for piece in pieces] == [(b,), (a,), ()]
    assert [piece.state for piece in pieces] == [ItemState.VERBATIM, ItemState.VERBATIM, ItemState.OWN_WORDS]


def test_an_edited_sentence_keeps_its_source_when_split(draft: Draft) -> None:
    a = quote("Tỷ lệ đạt 71,5%. Số hồ sơ tăng 12%.")
    item = draft.add("ket_qua", "Tỷ lệ hồ sơ đạt 72%. Số hồ sơ tăng 12%.", (a,))
    first, second = draft.split(item.id)
    assert (first.state, first.citations) == (ItemState.EDITED, (a,))
    assert (second.state, second.text) == (ItemState.VERBATIM, "Số hồ sơ tăng 12%.")


def test_one_sentence_cannot_be_split(draft: Draft) -> None:
    item = draft.add_quote("ket_qua", quote("Tỷ lệ đạt 71,5%."))
    with pytest.raises(DraftError, match="chỉ có một câu"):
        draft.split(item.id)


# -- sections ---------------------------------------------------------------------------------------------------


def headings(draft: Draft) -> list[str]:
    return [section.heading for section in draft.sections]


def test_a_section_moves_with_what_is_below_it_and_numbers_follow(draft: Draft) -> None:
    draft.move_section("han_che_va", 1)
    assert headings(draft) == [
        "",
        "I- HẠN CHẾ, NGUYÊN NHÂN",
        "1. Hạn chế",
        "2. Nguyên nhân",
        "II- KẾT QUẢ",
        "III- KIẾN NGHỊ",
    ]


def test_a_section_is_shifted_among_its_siblings_only(draft: Draft) -> None:
    assert draft.shift_section("ket_qua", 1)
    assert headings(draft)[1:4] == ["I- HẠN CHẾ, NGUYÊN NHÂN", "1. Hạn chế", "2. Nguyên nhân"]
    assert not draft.shift_section("han_che", -1)
    assert draft.shift_section("nguyen_nhan", -1)
    assert headings(draft)[2:4] == ["1. Nguyên nhân", "2. Hạn chế"]
    assert not draft.shift_section("han_che_va", -1), "what stands before all headings stays first"
    assert not draft.shift_section("kien_nghi", 1)


def test_a_new_section_is_numbered_like_its_siblings(draft: Draft) -> None:
    added = draft.add_section("Bài học", after="han_che_va")
    assert (added.key, added.heading) == ("bai_hoc", "III- Bài học")
    assert headings(draft)[-1] == "IV- KIẾN NGHỊ"
    below = draft.add_section("Bài học", after="han_che", level=2)
    assert (below.key, below.heading) == ("bai_hoc_2", "2. Bài học")
    assert headings(draft)[5] == "3. Nguyên nhân"
    with pytest.raises(DraftError, match="chưa có tên"):
        draft.add_section("  ")


def test_a_renamed_section_keeps_its_number(draft: Draft) -> None:
    draft.rename_section("kien_nghi", "ĐỀ XUẤT")
    assert draft.section("kien_nghi").heading == "III- ĐỀ XUẤT"


def test_a_section_with_contents_goes_only_when_said_so(draft: Draft) -> None:
    draft.add("han_che", "Một.")
    with pytest.raises(DraftError, match="còn 1 câu và 2 mục con"):
        draft.remove_section("han_che_va")
    assert len(draft.remove_section("han_che_va", with_items=True)) == 3
    assert headings(draft) == ["", "I- KẾT QUẢ", "II- KIẾN NGHỊ"]


@pytest.mark.parametrize(("number", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (38, "XXXVIII")])
def test_roman_numbers(number: int, text: str) -> None:
    assert roman(number) == text


def test_letters_are_vietnamese(draft: Draft) -> None:
    draft.sections = [DraftSection(f"m{number}", f"{sign}) Ý", level=3) for number, sign in enumerate("abcdx")]
    draft.move_section("m4", 4)
    assert headings(draft) == ["a) Ý", "b) Ý", "c) Ý", "d) Ý", "đ) Ý"]


# -- comments ---------------------------------------------------------------------------------------------------


def test_an_open_comment_outlives_its_sentence_and_a_resolved_one_does_not(draft: Draft) -> None:
    item = draft.add("ket_qua", "Một câu cần xem.")
    done = draft.comment(item.id, "Xong rồi", "lan")
    draft.comment(item.id, "Số này lấy ở đâu?", "minh")
    draft.resolve(done.id)
    draft.remove(item.id)
    assert [comment.text for comment in draft.comments] == ["[Về câu đã bỏ: “Một câu cần xem.”] Số này lấy ở đâu?"]
    assert draft.comments_on("") == draft.comments
    with pytest.raises(DraftError, match="không có câu"):
        draft.comment("xyz", "?", "lan")
    with pytest.raises(DraftError, match="Không có ghi chú"):
        draft.resolve("xyz")


def test_labels_are_raised_and_never_lowered(draft: Draft) -> None:
    draft.bear(["LƯU HÀNH NỘI BỘ", "KHẨN"])
    assert list(draft.labels) == ["LƯU HÀNH NỘI BỘ"]
    draft.bear(["TÀI LIỆU HỘI NGHỊ"])
    assert list(draft.labels) == ["LƯU HÀNH NỘI BỘ"]
    draft.bear(["TÀI LIỆU THU HỒI"])
    assert list(draft.labels) == ["TÀI LIỆU THU HỒI", "LƯU HÀNH NỘI BỘ"]
    assert list(draft.to_frame().columns)[-1] == "label"


# -- any sequence -----------------------------------------------------------------------------------------------

QUOTES = [
    quote(words)
    for words in (
        "Tỷ lệ đạt 71,5%.",
        "Số hồ sơ tăng 12%.",
        "Một số nơi còn chậm.",
        "Tỷ lệ đạt 71,5%. Số hồ sơ tăng 12%.",
    )
]
texts = st.sampled_from([*(one.quote for one in QUOTES), "Tự viết. Hai câu.", "Đạt 71,5%", "A.", "Ý khác? Có! Rồi."])
numbers = st.integers(min_value=0, max_value=50)
steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("add", "quote", "edit", "remove", "move", "merge", "split", "comment", "resolve", "cite"),
                *("add_section", "rename", "drop_section", "move_section", "shift_section", "label", "undo", "redo"),
            ]
        ),
        numbers,
        numbers,
        texts,
    ),
    max_size=25,
)


def action_of(name: str, a: int, b: int, text: str, draft: Draft) -> Callable[[Draft], object] | None:
    items, keys = [item.id for item in draft.items()], [section.key for section in draft.sections]
    key = keys[a % len(keys)] if keys else ""
    one, two = (items[a % len(items)], items[b % len(items)]) if items else ("", "")
    made: dict[str, Callable[[Draft], object]] = {
        "add": lambda draft: draft.add(key, text, (QUOTES[b % 4],) if b % 2 else (), position=b),
        "quote": lambda draft: draft.add_quote(key, QUOTES[b % 4], also=(QUOTES[a % 4],)),
        "edit": lambda draft: draft.edit(one, text),
        "remove": lambda draft: draft.remove(one),
        "move": lambda draft: draft.move(one, key, b),
        "merge": lambda draft: draft.merge([one, two], cite=cite if b % 2 else None),
        "split": lambda draft: draft.split(one, cite if b % 2 else None),
        "comment": lambda draft: draft.comment(one, text, "lan"),
        "resolve": lambda draft: draft.resolve(draft.comments[a % len(draft.comments)].id) if draft.comments else None,
        "cite": lambda draft: draft.cite(one, QUOTES[: b % 4]),
        "add_section": lambda draft: draft.add_section(text, key or None, 1 + b % 3),
        "rename": lambda draft: draft.rename_section(key, text),
        "drop_section": lambda draft: draft.remove_section(key, with_items=bool(b % 2)),
        "move_section": lambda draft: draft.move_section(key, b),
        "shift_section": lambda draft: draft.shift_section(key, 1 if b % 2 else -1),
        "label": lambda draft: draft.bear(["LƯU HÀNH NỘI BỘ"] if b % 2 else ["TÀI LIỆU THU HỒI"]),
    }
    return made.get(name)


@given(steps)
@settings(max_examples=150, deadline=None)
def test_any_sequence_keeps_a_draft_whole_and_can_be_taken_back(sequence: list[tuple[str, int, int, str]]) -> None:
    draft = make_draft()
    history = History(draft)
    states = [draft.copy()]
    at = 0
    for name, a, b, text in sequence:
        if name in ("undo", "redo"):
            went = history.undo() if name == "undo" else history.redo()
            at += (-1 if name == "undo" else 1) if went else 0
        else:
            action = action_of(name, a, b, text, draft)
            assert action is not None
            before = draft.copy()
            try:
                history.change(action, name)
            except DraftError:
                assert draft == before, "what cannot be done changes nothing"
                continue
            if draft != before:
                states[at + 1 :] = [draft.copy()]
                at += 1
        assert draft == states[at]
        check_whole(draft)
    while history.undo():
        at -= 1
        assert draft == states[at]
    assert at == 0
    while history.redo():
        at += 1
        assert draft == states[at]
    assert at == len(states) - 1


def check_whole(draft: Draft) -> None:
    ids = [item.id for item in draft.items()]
    assert len(set(ids)) == len(ids)
    keys = [section.key for section in draft.sections]
    assert len(set(keys)) == len(keys)
    assert all(item.state is state_of(item.text, item.citations) for item in draft.items())
    assert all(TEXT[one.start : one.end] == one.quote for item in draft.items() for one in item.citations)
    assert {comment.item_id for comment in draft.comments} <= {"", *ids}
    assert parse_draft(dump_draft(draft)) == draft


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_merging_and_splitting_lose_no_citation(chosen: list[int]) -> None:
    draft = make_draft()
    items = [draft.add_quote("ket_qua", QUOTES[number]) for number in chosen]
    one = draft.merge([item.id for item in items])
    assert set(one.citations) == {QUOTES[number] for number in chosen}
    pieces = draft.split(one.id)
    quoted = {(c.start, c.end) for piece in pieces for c in piece.citations}
    assert all(piece.citations for piece in pieces)
    for citation in one.citations:
        assert any(citation.start <= start and end <= citation.end for start, end in quoted)
    assert "".join(piece.text for piece in pieces).replace(" ", "") == one.text.replace(" ", "")


def test_a_step_that_fails_changes_nothing(draft: Draft) -> None:
    history = History(draft)

    def half(draft: Draft) -> None:
        draft.add("ket_qua", "Một.")
        draft.add("không có", "Hai.")

    with pytest.raises(DraftError):
        history.change(half)
    assert draft.items() == []
    assert history.undoes is None


def test_what_was_done_directly_is_a_step_too_and_named_steps_are_told(draft: Draft) -> None:
    history = History(draft)
    draft.add("ket_qua", "Một.")
    history.change(lambda one: one.add("ket_qua", "Hai."), "thêm câu")
    assert history.undoes == "thêm câu"
    assert history.undo()
    assert [item.text for item in draft.items()] == ["Một."]
    assert history.redoes == "thêm câu"
    assert history.undo()
    assert draft.items() == []
    assert not history.undo()
