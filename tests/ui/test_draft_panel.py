"""The draft panel: sentences edited, moved, added and taken back, and the file that comes out."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.ui import draft_panel
from workbench.ui.draft_view import DraftPanel
from workbench.ui.exports import file_link


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def first_item(panel: DraftPanel) -> int:
    return next(place for place, row in enumerate(panel.rows) if row.item is not None)


def test_a_draft_shows_sections_states_and_sources(draft: DraftPanel) -> None:
    shown = " ".join(text_of(row.text.value) for row in draft.rows)
    while not draft.next.disabled:
        draft.next.click()
        shown += " ".join(text_of(row.text.value) for row in draft.rows)
    assert "KẾT QUẢ ĐẠT ĐƯỢC" in shown
    assert "Nguyên văn" in shown
    assert "Nguồn: " in shown
    assert "đoạn" in shown


def test_a_sentence_is_edited_saved_and_restored(draft: DraftPanel) -> None:
    place = first_item(draft)
    item = draft.rows[place].item
    assert item is not None
    before = item.text
    draft.rows[place].edit.click()
    assert draft.editor.text.value == before
    draft.editor.text.value = "Câu sửa lại."
    draft.editor.save.click()
    assert "Đã sửa" in draft.rows[place].text.value
    assert "Câu sửa lại." in draft.rows[place].text.value
    draft.undo.click()
    assert before in text_of(draft.rows[place].text.value)
    assert draft.editor.text.value == before


def test_another_button_does_not_lose_what_was_typed(draft: DraftPanel) -> None:
    draft.rows[first_item(draft)].edit.click()
    draft.editor.text.value = "Gõ xong rồi bấm nút khác."
    draft.editor.down.click()
    assert draft.model.item is not None
    assert draft.model.item.text == draft.editor.text.value == "Gõ xong rồi bấm nút khác."


def test_a_sentence_moves_is_removed_and_comes_back(draft: DraftPanel) -> None:
    model = draft.model
    assert model.draft is not None
    draft.rows[first_item(draft)].edit.click()
    item_id = model.item_id
    draft.editor.target.value = model.draft.sections[-1].key
    draft.editor.move.click()
    assert model.draft.sections[-1].items[-1].id == item_id
    count = len(model.draft.items())
    draft.editor.remove.click()
    assert len(model.draft.items()) == count - 1
    assert draft.editor.remove.disabled
    draft.undo.click()
    assert len(model.draft.items()) == count


def test_own_words_and_an_excerpt_are_added(draft: DraftPanel, workbench: Workbench) -> None:
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    citation = document.cite(document.passages[9].start, document.passages[9].end)
    draft.basket.add(citation)
    assert draft.model.draft is not None
    draft.adding.section.value = draft.model.draft.sections[-1].key
    draft.adding.new_text.value = "Câu tự viết."
    draft.adding.add.click()
    draft.adding.excerpts.rows[0].act.click()
    texts = [item.text for item in draft.model.draft.sections[-1].items]
    assert texts[-2:] == ["Câu tự viết.", citation.quote]
    assert draft.basket.citations == ()
    assert draft.adding.new_text.value == ""


def test_the_source_of_a_sentence_opens_at_its_place(draft: DraftPanel) -> None:
    row = draft.rows[first_item(draft)]
    assert row.item is not None
    citation = row.item.citations[0]
    row.see.click()
    assert draft.model.reader.current == (citation.start, citation.end)
    assert 'class="wb-now"' in draft.reader.html


def test_an_earlier_draft_is_opened_from_the_list(draft: DraftPanel, workbench: Workbench) -> None:
    later = draft_panel(workbench)
    assert later._work.layout.display == "none"
    assert "sơ kết 02 năm" in later.drafts.label
    later.open_draft.click()
    assert later.model.draft is not None
    assert draft.model.draft is not None
    assert later.model.draft.id == draft.model.draft.id


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".md"])
def test_export_shows_where_the_file_is(draft: DraftPanel, suffix: str) -> None:
    draft.files.format.value = suffix
    draft.files.export.click()
    path = draft.model.exported
    assert path is not None
    assert path.is_file()
    assert path.suffix == suffix
    assert str(path) in text_of(draft.files.file.value)


def test_an_exported_file_can_be_fetched_where_the_lab_serves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workspace" / "báo cáo & hai.docx"
    assert "<a " not in file_link(path)
    monkeypatch.setenv("WORKBENCH_ROOT", str(tmp_path))
    assert 'href="/files/workspace/b%C3%A1o%20c%C3%A1o%20%26%20hai.docx?download=1"' in file_link(path)
    assert "<a " not in file_link(tmp_path.parent / "khac.docx")
