"""A draft's states stay true to its text, whatever is done to it."""

from __future__ import annotations

import pytest

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, ItemState
from workbench.drafting.outline import empty_sections
from workbench.errors import DraftError


def citation(quote: str = "Tỷ lệ đạt 71,5%.") -> Citation:
    return Citation("a" * 12, "a.txt", "21-BC/HU", "Báo cáo", None, None, 3, 0, len(quote), quote)


@pytest.fixture
def draft() -> Draft:
    return Draft("về việc thử", "thử", empty_sections())


def test_the_text_of_the_source_is_verbatim(draft: Draft) -> None:
    item = draft.add("ket_qua", "Tỷ lệ đạt 71,5%.", (citation(),))
    assert item.state is ItemState.VERBATIM


def test_editing_and_restoring_changes_the_state(draft: Draft) -> None:
    item = draft.add("ket_qua", "Tỷ lệ đạt 71,5%.", (citation(),))
    draft.edit(item.id, "Tỷ lệ đạt 72%.")
    assert item.state is ItemState.EDITED
    assert item.citations == (citation(),)
    draft.edit(item.id, "Tỷ lệ đạt 71,5%.")
    assert item.state is ItemState.VERBATIM


def test_own_words_stay_own_words(draft: Draft) -> None:
    item = draft.add("ket_qua", "Đánh giá chung.")
    draft.edit(item.id, "Đánh giá chung của tỉnh.")
    assert item.state is ItemState.OWN_WORDS


def test_two_sources_are_never_verbatim(draft: Draft) -> None:
    item = draft.add("ket_qua", "Tỷ lệ đạt 71,5%.", (citation(), citation("Khác.")))
    assert item.state is ItemState.EDITED


def test_items_move_between_sections(draft: Draft) -> None:
    first = draft.add("ket_qua", "Một.")
    second = draft.add("han_che", "Hai.")
    draft.move(first.id, "han_che", 0)
    assert draft.section("ket_qua").items == []
    assert draft.section("han_che").items == [first, second]
    draft.move(first.id, "han_che")
    assert draft.section("han_che").items == [second, first]


def test_moving_to_a_section_that_is_not_there_loses_nothing(draft: Draft) -> None:
    item = draft.add("ket_qua", "Một.")
    with pytest.raises(DraftError, match="không có mục"):
        draft.move(item.id, "không có")
    assert draft.items() == [item]


def test_what_is_not_there_is_told(draft: Draft) -> None:
    with pytest.raises(DraftError, match="xyz"):
        draft.item("xyz")


def test_sources_are_listed_once(draft: Draft) -> None:
    draft.add("ket_qua", "Tỷ lệ đạt 71,5%.", (citation(),))
    draft.add("han_che", "Khác.", (citation("Khác."),))
    assert [source.document_id for source in draft.sources()] == ["a" * 12]


def test_the_frame_has_a_row_for_each_source(draft: Draft) -> None:
    draft.add("ket_qua", "Tỷ lệ đạt 71,5%.", (citation(), citation("Khác.")))
    draft.add("ket_qua", "Tự viết.")
    frame = draft.to_frame()
    assert list(frame["state"]) == ["Đã sửa", "Đã sửa", "Tự viết"]
    assert frame["source"].isna().tolist() == [False, False, True]
