"""Passages: whole paragraphs, true offsets, pages and sections."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.passages import LONGEST_PASSAGE, split_passages

TEXT = "  BÁO CÁO\n\nI- KẾT QUẢ ĐẠT ĐƯỢC\n\tKết nạp 5 đảng viên. \nII- HẠN CHẾ\nCòn chậm.\n"


def test_passages_are_trimmed_paragraphs_with_section_and_heading() -> None:
    rows = [(p.number, TEXT[p.start : p.end], p.section, p.heading) for p in split_passages(TEXT)]
    assert rows == [
        (1, "BÁO CÁO", None, False),
        (2, "I- KẾT QUẢ ĐẠT ĐƯỢC", "ket_qua", True),
        (3, "Kết nạp 5 đảng viên.", "ket_qua", False),
        (4, "II- HẠN CHẾ", "han_che", True),
        (5, "Còn chậm.", "han_che", False),
    ]


def test_a_passage_is_on_the_page_on_which_it_starts() -> None:
    second = TEXT.index("II-")
    assert [p.page for p in split_passages(TEXT, (0, second))] == [1, 1, 1, 2, 2]
    assert {p.page for p in split_passages(TEXT)} == {None}


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "Các cấp ủy đã tổ chức thực hiện nghiêm túc nhiệm vụ được giao trong năm. "
    text = sentence * 100
    passages = split_passages(text)
    assert len(passages) > 1
    for passage in passages:
        assert passage.end - passage.start <= LONGEST_PASSAGE
        assert text[passage.start : passage.end].endswith(".")
        assert text[passage.start : passage.end].startswith("Các cấp ủy")


def test_a_sentence_without_end_is_still_cut() -> None:
    passages = split_passages("x" * 5_000)
    assert [p.end - p.start for p in passages] == [2_000, 2_000, 1_000]


@given(st.lists(st.text(max_size=80) | st.just("Câu này dài. " * 200), max_size=12).map("\n".join))
def test_passages_cover_all_that_is_not_space(text: str) -> None:
    passages = split_passages(text, (0,))
    assert [p.number for p in passages] == list(range(1, len(passages) + 1))
    covered = "".join(text[p.start : p.end] for p in passages)
    assert "".join(covered.split()) == "".join(text.split())
    for before, after in itertools.pairwise(passages):
        assert before.end <= after.start
    for passage in passages:
        piece = text[passage.start : passage.end]
        assert piece == piece.strip()
        assert piece
        assert len(piece) <= LONGEST_PASSAGE
