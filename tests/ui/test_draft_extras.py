"""The draft panel's further parts: sources beside a sentence, the wizard, figures and tasks, files out and back in."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import ipywidgets as widgets
import pytest

from workbench import Workbench
from workbench.drafting.model import DraftItem
from workbench.errors import DraftError
from workbench.ui import draft_panel
from workbench.ui.bench import Bench
from workbench.ui.draft_return_model import ReturnModel
from workbench.ui.draft_sources_view import layered, sources_html
from workbench.ui.draft_view import DraftPanel


def chosen_item(panel: DraftPanel) -> DraftItem:
    """Choose the first sentence that has a percentage in it."""
    assert panel.model.draft is not None
    item: DraftItem = next(one for one in panel.model.draft.items() if "%" in one.text)
    panel.model.choose(item.id)
    row = next(one for one in panel.rows if one.item is not None and one.item.id == item.id)
    row.edit.click()
    return item


# -- sources beside the sentence ----------------------------------------------------------------------------------


def test_the_source_of_the_chosen_sentence_opens_beside_it(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    assert "Nguyên văn" in draft.sources.compared.value
    citation = item.citations[0]
    assert draft.model.reader.current == (citation.start, citation.end)


def test_a_changed_number_is_marked_on_both_sides(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    number = next(word for word in item.text.split() if "%" in word).strip(".,;")
    draft.editor.text.value = item.text.replace(number, "99,9%")
    shown = draft.sources.compared.value
    assert '<mark class="wb-drift"><ins>' in shown or '<ins><mark class="wb-drift">' in shown
    assert "dự thảo ghi “99,9”" in shown
    assert f"nguồn ghi “{number.rstrip('%')}”" in shown
    assert "Cần xem lại" in shown


def test_own_words_have_no_source_to_compare_with() -> None:
    assert "chưa có nguồn" in sources_html(DraftItem("Câu tự viết."))


def test_marks_lie_over_differing_words_without_losing_a_letter() -> None:
    assert layered("a <b> c", [(2, 5)], [(0, 3)], "ins") == (
        '<mark class="wb-drift">a <ins>&lt;</ins></mark><ins>b&gt;</ins> c'
    )


# -- the wizard ---------------------------------------------------------------------------------------------------


def test_documents_are_taken_and_left_before_a_draft_is_drawn(draft: DraftPanel) -> None:
    draft.query.value, draft.title_box.value = "12-CT/TU", ""
    draft.create_for.click()
    wizard = draft.wizard.part
    assert draft.wizard.is_shown
    rows = wizard.model.rows
    assert "gom được" in wizard.told.value
    quoted = [row for row in rows if row.is_quoted and wizard.model.is_included(row)]
    assert len(quoted) > 2
    wizard.role.value = quoted[0].role
    shown = [one for one in wizard.rows if one.row in quoted]
    left = shown[0].row
    assert left is not None
    shown[0].box.value = False
    assert left.entry.id not in [row.entry.id for row in wizard.model.plan.quoted]
    wizard.compose.click()
    assert not draft.wizard.is_shown
    assert draft.model.draft is not None
    assert "12-CT/TU" in draft.model.draft.title
    assert left.entry.id not in {one.document_id for one in draft.model.draft.sources()}


def test_a_gathered_document_is_read_where_there_is_a_reader(workbench: Workbench) -> None:
    asked: list[tuple[str, Any]] = []
    bench = Bench(workbench, "lan")
    alone, panel = draft_panel(workbench), draft_panel(workbench, bench)
    bench.connect(lambda key, what: asked.append((key, what)))
    for one in (alone, panel):
        one.query.value = "12-CT/TU"
        one.create_for.click()
    assert alone.wizard.part.rows[0].read.layout.display == "none"
    row = panel.wizard.part.rows[0]
    row.read.click()
    assert row.row is not None
    assert asked == [("doc", {"document_id": row.row.entry.id})]


def test_a_directive_must_be_named(draft: DraftPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    draft.query.value = " "
    draft.create_for.click()
    assert "còn trống" in draft.message.value
    assert not draft.create_for.disabled


# -- figures and tasks --------------------------------------------------------------------------------------------


def test_a_figure_goes_into_the_chosen_section_with_its_source(draft: DraftPanel) -> None:
    assert not draft.adding.material.is_built
    draft.adding.material.button.click()
    box = draft.adding.material.part
    assert box.query.value == "cải cách hành chính"
    box.find.click()
    box.words.value = "ty le ho so"
    row = next(one for one in box.rows if one.material is not None)
    assert "hồ sơ" in row.text.value
    assert draft.model.draft is not None
    key = draft.model.draft.sections[-1].key
    draft.adding.section.value = key
    row.put.click()
    added = draft.model.draft.section(key).items[-1]
    assert added.citations
    assert added.id == draft.model.item_id
    draft.undo.click()
    assert added.id not in [item.id for item in draft.model.draft.items()]


def test_a_task_goes_into_the_draft(draft: DraftPanel) -> None:
    draft.adding.material.show()
    box = draft.adding.material.part
    box.kind.value, box.query.value = "nhiem_vu", "so:12-CT/TU"
    box.find.click()
    assert box.model.found
    assert draft.model.draft is not None
    before = len(draft.model.draft.items())
    box.rows[0].put.click()
    assert len(draft.model.draft.items()) == before + 1
    box.next.click()
    assert box.model.page == 1


# -- files out ----------------------------------------------------------------------------------------------------


def test_the_form_belongs_to_the_draft(draft: DraftPanel, workbench: Workbench) -> None:
    draft.files.system.value = "state"
    assert draft.model.draft is not None
    assert workbench.load_draft(draft.model.draft.id).system == "state"
    draft.files.export.click()
    assert draft.model.exported is not None
    words = "\n".join(cell.text for table in docx.Document(str(draft.model.exported)).tables for cell in table._cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    draft.undo.click()
    assert draft.files.system.value == "party"


def test_notes_and_annexes_are_left_out_where_people_say_so(draft: DraftPanel) -> None:
    draft.files.format.value = ".md"
    draft.files.export.click()
    with_notes = draft.model.exported
    draft.files.footnotes.value = draft.files.sources.value = False
    draft.files.export.click()
    without = draft.model.exported
    assert with_notes is not None
    assert without is not None
    assert len(without.read_text(encoding="utf-8")) < len(with_notes.read_text(encoding="utf-8"))
    assert "BC/ĐU" in with_notes.read_text(encoding="utf-8")


def test_the_office_s_own_template_is_offered(workbench: Workbench, draft: DraftPanel) -> None:
    assert len(draft.files.template.options) == 1
    workbench.copy_templates()
    draft.files.list_templates()
    assert len(draft.files.template.options) > 1
    draft.files.template.value = draft.files.template.options[1][1]
    draft.files.export.click()
    assert draft.model.exported is not None
    assert draft.model.exported.is_file()


# -- files back in ------------------------------------------------------------------------------------------------


def edited(path: Path, change: Any) -> bytes:
    """The file with one paragraph changed, as Word would save it."""
    file = docx.Document(str(path))
    change(file)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def said(panel: DraftPanel, item: DraftItem, words: str) -> bytes:
    """An exported file in which a sentence was written anew."""
    panel.files.export.click()
    assert panel.model.exported is not None

    def change(file: Any) -> None:
        paragraph = next(one for one in file.paragraphs if item.text[:40] in one.text)
        run = next(one for one in paragraph.runs if one.text.strip())
        run.text = words + run.text

    return edited(panel.model.exported, change)


def upload(panel: DraftPanel, name: str, data: bytes) -> None:
    panel.returning.show()
    file = {
        "name": name,
        "type": "",
        "size": len(data),
        "content": memoryview(data),
        "last_modified": datetime.now(UTC),
    }
    panel.returning.part.upload.value = (file,)


def test_an_edited_file_comes_back_and_can_be_undone(draft: DraftPanel, workbench: Workbench) -> None:
    item = chosen_item(draft)
    before, citations = item.text, item.citations
    data = said(draft, item, "Nhìn chung, ")
    upload(draft, "sửa lần 1.docx", data)
    box = draft.returning.part
    assert "1 thay đổi" in box.told.value
    assert "<ins>" in box.rows[0].text.value
    assert workbench.load_draft(draft.model.draft.id).item(item.id).text == before, "nothing is written before"  # type: ignore[union-attr]
    box.accept.click()
    now = draft.model.draft.item(item.id)  # type: ignore[union-attr]
    assert now.text == f"Nhìn chung, {before}"
    assert now.citations == citations
    assert box.model.returned is None
    draft.undo.click()
    assert draft.model.draft.item(item.id).text == before  # type: ignore[union-attr]
    draft.model.list_versions()
    assert any("sửa lần 1.docx" in label for label, _ in draft.model.versions)


def test_where_both_changed_a_sentence_a_person_decides(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    data = said(draft, item, "Theo tệp, ")
    draft.editor.text.value = f"Theo dự thảo, {item.text}"
    upload(draft, "b.docx", data)
    box = draft.returning.part
    assert box.accept.disabled
    assert "Theo tệp" in box.rows[0].text.value
    box.rows[0].take.click()
    assert not box.accept.disabled
    box.accept.click()
    assert draft.model.draft is not None
    assert draft.model.draft.item(item.id).text.startswith("Theo tệp, ")


def test_a_draft_changed_meanwhile_is_not_overwritten(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    data = said(draft, item, "Theo tệp, ")
    model = ReturnModel(draft.model)
    model.take("b.docx", data)
    draft.editor.text.value = "Viết lại trong lúc chờ."
    with pytest.raises(DraftError, match="đã thay đổi"):
        model.accept()
    assert draft.model.draft is not None
    assert draft.model.draft.item(item.id).text == "Viết lại trong lúc chờ."


def test_a_file_of_a_closed_draft_opens_it(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    data = said(draft, item, "Theo tệp, ")
    assert draft.model.draft is not None
    draft_id = draft.model.draft.id
    draft.close.click()
    upload(draft, "b.docx", data)
    assert draft.model.draft is not None
    assert draft.model.draft.id == draft_id
    draft.returning.part.drop.click()
    assert draft.returning.part.model.returned is None


def test_only_word_files_are_taken(draft: DraftPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_STRICT_UI")
    upload(draft, "b.pdf", b"%PDF")
    assert "không phải tệp Word" in draft.message.value


# -- checks ---------------------------------------------------------------------------------------------------------


def test_findings_stand_in_groups_by_weight(draft: DraftPanel) -> None:
    item = chosen_item(draft)
    draft.editor.text.value = f"Có 987 việc chưa xong. {item.text}"
    draft.checks.run.click()
    findings = draft.model.findings
    assert findings is not None
    first = findings.rows[0].severity
    count = sum(one.severity is first for one in findings.rows)
    headed = [one for one in draft.checks.rows if "<h4>" in one.text.value]
    assert f"<h4>{first.label}: {count} chỗ</h4>" in headed[0].text.value
    assert headed[0] is draft.checks.rows[0]
    shown = [one.finding.severity for one in draft.checks.rows if one.finding is not None]
    assert len(headed) == len(set(shown))


# -- passages from other panels -----------------------------------------------------------------------------------


def test_passages_of_another_panel_go_into_a_section_of_the_open_draft(draft: DraftPanel, workbench: Workbench) -> None:
    document = workbench.document(workbench.search("so:12-CT/TU").hits[0].id)
    passages = [document.cite(one.start, one.end) for one in document.passages[9:11]]
    assert draft.model.draft is not None
    key = draft.model.draft.sections[-1].key
    draft.rows[-1].edit.click()
    draft.open(draft_id=draft.model.draft.id, section=key, citations=passages)
    assert not draft.model.read_only, "a draft that is open already stays open for editing"
    section = draft.model.draft.section(key)
    assert [one.citations[0] for one in section.items][-2:] == passages
    assert "Đã đưa 2 đoạn" in draft.message.value
    draft.open(draft_id=draft.model.draft.id, section=key, citations=passages)
    assert "Đã đưa 0 đoạn" in draft.message.value
    draft.undo.click()
    assert not any(one.citations[:1] == (passages[0],) for one in draft.model.draft.section(key).items)


# -- all together -------------------------------------------------------------------------------------------------


def test_what_is_rarely_needed_is_built_when_asked_for(workbench: Workbench) -> None:
    panel = draft_panel(workbench)
    assert not any(one.is_built for one in (panel.wizard, panel.adding.material, panel.returning))
    before = len(widgets.widget._instances)
    panel.returning.button.click()
    assert len(widgets.widget._instances) > before
    built = len(widgets.widget._instances)
    for _ in range(3):
        panel.returning.button.click()
    assert len(widgets.widget._instances) == built
