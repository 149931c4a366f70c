"""Marks and snippets: always verbatim, always inside, always what was asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages
from workbench.search.filters import Filters
from workbench.search.plan import Target, make_plan
from workbench.search.query import parse
from workbench.search.snippets import cut_snippets, find_marks

Make = Callable[..., Document]


def marked(text: str, typed: str) -> list[str]:
    return [text[start:end] for start, end in find_marks(text, make_plan(parse(typed).tree, Filters()).targets)]


@pytest.mark.parametrize(
    ("text", "typed", "marks"),
    [
        ("Các cấp uỷ họp.", "cấp ủy", ["cấp uỷ"]),
        ("Ðảng bộ tỉnh", "đảng bộ", ["Ðảng bộ"]),
        (unicodedata.normalize("NFD", "Cấp uỷ"), "cấp ủy", [unicodedata.normalize("NFD", "Cấp uỷ")]),
        ("c\u00adấp u\u200bỷ", "cấp ủy", ["c\u00adấp u\u200bỷ"]),
        ("Cấp trên và cấp ủy", "cấp ủy", ["cấp ủy"]),  # "cấp" alone is not lit where the pair stands
        ("Cấp trên, ủy nhiệm", "cấp ủy", ["Cấp", "ủy"]),
        ("cap uy và cấp ủy", "cap uy", ["cap uy", "cấp ủy"]),
        ("cap uy và cấp ủy", "cấp ủy", ["cấp ủy"]),
        ("phòng, chống tham nhũng", '"phòng chống tham nhũng"', ["phòng, chống tham nhũng"]),
        ("Đã phòng. Chống dịch", '"phòng chống"', []),
        ("Đã phòng. Chống dịch", '"phòng. Chống"', ["phòng", "Chống"]),
        ("phòng chống (phòng) chống", '"phòng chống"', ["phòng chống"]),
        ("kế hoạch và mật", "kế hoạch KHÔNG mật", ["kế hoạch"]),
        ("theo 18-NQ/TW ngày", "18 - nq/tw", ["18-NQ/TW"]),
        ("theo 18 – NQ/TW ngày", "dan:18-NQ/TW", ["18 – NQ/TW"]),
        ("Báo cáo năm 2024", "loai:BC ngay:2024", []),
    ],
)
def test_what_is_marked(text: str, typed: str, marks: list[str]) -> None:
    assert marked(text, typed) == marks


def test_the_passage_that_says_most_comes_first(make: Make) -> None:
    document = make("a", "Kế tiếp là việc khác.\nKế hoạch phát triển kinh tế.\nHoạch định chung.")
    marks = find_marks(document.text, [Target(("kế", "hoạch"), False, False), Target(("kinh", "tế"), False, False)])
    snippets = cut_snippets(document, marks)
    assert snippets[0].text == "Kế hoạch phát triển kinh tế."
    assert snippets[0].passage == 2


def test_a_document_without_a_mark_shows_how_it_begins(make: Make) -> None:
    long = "Đoạn này đủ dài để nói được điều gì đó về nội dung của văn bản, hơn hẳn một dòng tiêu đề ngắn."
    (snippet,) = cut_snippets(make("a", f"BÁO CÁO\n{long}"), [])
    assert snippet.text == long
    assert snippet.marks == ()
    assert cut_snippets(make("b", ""), []) == ()


def test_a_mark_that_goes_on_in_the_next_line_is_shown_in_its_own(make: Make) -> None:
    document = make("a", "Triển khai kế\nhoạch năm sau")
    marks = find_marks(document.text, [Target(("kế", "hoạch"), True, False)])
    assert [document.text[start:end] for start, end in marks] == ["kế\nhoạch"]
    snippet = cut_snippets(document, marks)[0]
    assert snippet.text == "Triển khai kế"
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["kế"]


def test_a_long_passage_is_cut_around_its_first_mark(make: Make) -> None:
    text = "mở đầu " * 60 + "từ khóa " + "kết thúc " * 60
    document = make("a", text.strip())
    (snippet,) = cut_snippets(document, find_marks(document.text, [Target(("khóa",), True, False)]))
    assert len(snippet.text) <= 280
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["khóa"]
    assert not snippet.text.startswith(" ")
    assert set(snippet.text.split()) <= {"mở", "đầu", "từ", "khóa", "kết", "thúc"}  # no word is cut


_texts = st.lists(
    st.sampled_from(
        ["cấp", "uỷ", "u\u0309y", "kế", "hoạch", " ", " ", " ", "\n", ". ", ", ", "x" * 90, "\ud800", "a b " * 40]
    ),
    max_size=40,
).map("".join)
_targets = st.lists(
    st.builds(
        Target,
        st.lists(st.sampled_from(["cấp", "ủy", "kế", "hoạch", "a", "b"]), min_size=1, max_size=3).map(tuple),
        st.booleans(),
        st.just(False),
    ),
    max_size=3,
)


@given(_texts, _targets)
def test_snippets_are_verbatim_and_their_marks_inside(text: str, targets: list[Target]) -> None:
    document = Document("a", "a.txt", text, (), Header(), "", split_passages(text))
    marks = find_marks(text, targets)
    assert marks == sorted(marks)
    assert all(first[1] <= second[0] for first, second in pairwise(marks))
    snippets = cut_snippets(document, marks)
    assert bool(snippets) == bool(document.passages)
    for snippet in snippets:
        passage = document.passages[snippet.passage - 1]
        assert snippet.text == text[snippet.start : snippet.end]
        assert passage.start <= snippet.start < snippet.end <= passage.end
        assert bool(snippet.marks) == bool(marks)
        for start, end in snippet.marks:
            assert 0 <= start < end <= len(snippet.text)
            assert any(a <= snippet.start + start and snippet.start + end <= b for a, b in marks)
