"""Drafting, without a browser: every change is saved at once, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import Workbench
from workbench.drafting.model import DraftItem, DraftSection, ItemState
from workbench.drafting.store import DraftStore
from workbench.errors import DraftError, ExportError
from workbench.export import free_path
from workbench.ui.draft_model import PAGE_SIZE, DraftModel
from workbench.ui.exports import file_name


@pytest.fixture
def model(workbench: Workbench) -> DraftModel:
    made = DraftModel(workbench)
    made.query, made.title = "cải cách hành chính", "sơ kết 02 năm thực hiện Chỉ thị 12-CT/TU"
    made.create()
    return made


def texts(model: DraftModel) -> list[str]:
    assert model.draft is not None
    return [item.text for item in model.draft.items()]


def stored(model: DraftModel) -> list[str]:
    assert model.draft is not None
    return [item.text for item in model.workbench.load_draft(model.draft.id).items()]


def full_section(model: DraftModel) -> DraftSection:
    assert model.draft is not None
    return max(model.draft.sections, key=lambda section: len(section.items))


def test_a_new_draft_is_verbatim_and_kept(model: DraftModel) -> None:
    assert model.draft is not None
    composed = [item for section in model.draft.sections if section.heading for item in section.items]
    assert {item.state for item in composed} == {ItemState.VERBATIM}
    assert [draft_id for _, draft_id in model.drafts] == [model.draft.id]


@pytest.mark.parametrize("field", ["query", "title"])
def test_an_empty_field_is_named(workbench: Workbench, field: str) -> None:
    model = DraftModel(workbench)
    model.query, model.title = "cải cách", "sơ kết"
    setattr(model, field, "  ")
    with pytest.raises(DraftError, match="còn trống"):
        model.create()


def test_an_edit_changes_the_state_keeps_the_source_and_is_saved(model: DraftModel) -> None:
    item = full_section(model).items[0]
    model.choose(item.id)
    model.save_text("Câu đã viết lại.")
    assert model.item is not None
    assert model.item.state is ItemState.EDITED
    assert model.item.citations
    assert "Câu đã viết lại." in stored(model)
    assert model.saved is not None


def test_an_emptied_sentence_is_refused(model: DraftModel) -> None:
    before = texts(model)
    model.choose(full_section(model).items[0].id)
    with pytest.raises(DraftError):
        model.save_text(" ")
    assert texts(model) == before


def test_up_and_down_move_within_the_section_and_across_its_edges(model: DraftModel) -> None:
    assert model.draft is not None
    section = full_section(model)
    at = model.draft.sections.index(section)
    item = section.items[1]
    model.choose(item.id)
    model.shift(-1)
    assert section.items[0] is item
    model.shift(-1)
    assert model.draft.sections[at - 1].items[-1] is item
    model.shift(1)
    assert section.items[0] is item
    assert stored(model) == texts(model)


def test_the_first_place_of_the_report_cannot_be_left_upwards(model: DraftModel) -> None:
    assert model.draft is not None
    first = model.draft.sections[0]
    item = full_section(model).items[0]
    model.choose(item.id)
    model.move_to(first.key)
    while first.items[0] is not item:
        model.shift(-1)
    before = texts(model)
    model.shift(-1)
    assert texts(model) == before


def test_own_words_go_after_the_chosen_sentence(model: DraftModel) -> None:
    section = full_section(model)
    model.choose(section.items[0].id)
    model.add_text(section.key, " Câu tự viết. ")
    assert model.item is section.items[1]
    assert section.items[1].text == "Câu tự viết."
    assert section.items[1].state is ItemState.OWN_WORDS


def test_an_excerpt_comes_in_verbatim_with_its_source(model: DraftModel, workbench: Workbench) -> None:
    assert model.draft is not None
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    citation = document.cite(document.passages[9].start, document.passages[9].end)
    model.add_citation(model.draft.sections[-1].key, citation)
    assert model.item is not None
    assert (model.item.text, model.item.state, model.item.citations) == (
        citation.quote,
        ItemState.VERBATIM,
        (citation,),
    )


def test_every_change_can_be_taken_back_and_the_file_follows(model: DraftModel) -> None:
    states = [texts(model)]
    section = full_section(model)
    model.choose(section.items[0].id)
    for change in (
        lambda: model.save_text("Một."),
        lambda: model.shift(1),
        lambda: model.add_text(section.key, "Hai."),
        lambda: model.remove(),
    ):
        change()
        states.append(texts(model))
    while model.can_undo:
        assert texts(model) == states.pop()
        model.undo()
        assert texts(model) == states[-1] == stored(model)
    assert len(states) == 1


def test_an_earlier_draft_opens_again_without_undo(model: DraftModel, workbench: Workbench) -> None:
    assert model.draft is not None
    model.choose(full_section(model).items[0].id)
    model.save_text("Đã sửa trước khi đóng.")
    other = DraftModel(workbench)
    other.open(model.draft.id)
    assert "Đã sửa trước khi đóng." in texts(other)
    assert other.title == model.title
    assert not other.can_undo


def test_the_rows_on_screen_follow_the_chosen_sentence(model: DraftModel) -> None:
    assert model.draft is not None
    last = [section for section in model.draft.sections if section.items][-1].items[-1]
    model.choose(last.id)
    model.save_text("Câu cuối.")
    assert last in model.shown
    shown: list[object] = []
    model.page = 0
    for _ in range(model.pages):
        assert len(model.shown) <= PAGE_SIZE
        shown += model.shown
        model.turn(1)
    assert [row.id for row in shown if isinstance(row, DraftItem)] == [item.id for item in model.draft.items()]


def test_going_to_a_section_shows_its_heading(model: DraftModel) -> None:
    assert model.draft is not None
    section = model.draft.sections[-1]
    model.go_to(section.key)
    assert section in model.shown


@pytest.mark.parametrize("suffix", [".docx", ".md", ".xlsx"])
def test_export_never_overwrites_an_earlier_file(model: DraftModel, suffix: str) -> None:
    first = model.export(suffix)
    second = model.export(suffix)
    assert first.name == f"so-ket-02-nam-thuc-hien-chi-thi-12-ct-tu{suffix}"
    assert first != second
    assert first.stat().st_size
    assert second.stat().st_size


def test_an_exports_folder_that_cannot_be_made_is_told(model: DraftModel) -> None:
    (model.workbench.settings.workspace / "exports").write_text("một tệp ở chỗ của thư mục", encoding="utf-8")
    with pytest.raises(ExportError, match="Không tạo được thư mục"):
        model.export(".md")


def test_a_format_that_is_not_known_is_refused(model: DraftModel) -> None:
    with pytest.raises(ExportError):
        model.export(".pages")


def test_a_change_that_cannot_be_saved_stays_and_is_told(model: DraftModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_store: object, _draft: object, *_why: object, **_more: object) -> Path:
        raise DraftError("Không ghi được dự thảo.", "Đĩa đầy.")

    monkeypatch.setattr(DraftStore, "save", full_disk)
    model.choose(full_section(model).items[0].id)
    with pytest.raises(DraftError, match="Không ghi được"):
        model.save_text("Chưa lưu.")
    assert "Chưa lưu." in texts(model)
    assert model.saved is None


def test_actions_without_a_draft_or_a_sentence_say_what_to_do(workbench: Workbench, model: DraftModel) -> None:
    with pytest.raises(DraftError, match="Chưa có dự thảo"):
        DraftModel(workbench).remove()
    with pytest.raises(DraftError, match="Chưa chọn câu"):
        model.remove()


@given(st.text())
def test_a_file_name_fits_every_system(title: str) -> None:
    name = file_name(title)
    assert name
    assert len(name) <= 80
    assert all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in name)


def test_a_free_path_counts_up(tmp_path: Path) -> None:
    (tmp_path / "a.md").touch()
    (tmp_path / "a-2.md").touch()
    assert free_path(tmp_path, "a", ".md") == tmp_path / "a-3.md"
