"""The draft panel with a second person, sections, comments and versions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.drafting.model import DraftSection, ItemState
from workbench.errors import DraftError
from workbench.ui import draft_panel
from workbench.ui.common import STRICT
from workbench.ui.draft_view import DraftPanel


def full_section(panel: DraftPanel) -> DraftSection:
    assert panel.model.draft is not None
    sections: list[DraftSection] = panel.model.draft.sections
    return max(sections, key=lambda section: len(section.items))


def lease_of(workbench: Workbench, draft_id: str) -> Path:
    return workbench.settings.workspace / "drafts" / f"{draft_id}.lock"


@pytest.fixture
def held(draft: DraftPanel, workbench: Workbench) -> str:
    """A draft that a colleague on another machine has open: what their lease looks like."""
    assert draft.model.draft is not None
    draft_id: str = draft.model.draft.id
    draft.close.click()
    lease = {"person": "lan", "machine": "VP-03", "process": 7, "since": "2026-11-30T08:15:00", "token": "t", "idle": 0}
    lease_of(workbench, draft_id).write_text(json.dumps(lease), encoding="utf-8")
    return draft_id


def test_closing_gives_the_draft_back_and_hides_it(draft: DraftPanel, workbench: Workbench) -> None:
    assert draft.model.draft is not None
    lease = lease_of(workbench, draft.model.draft.id)
    assert lease.is_file()
    draft.close.click()
    assert not lease.exists()
    assert draft._work.layout.display == "none"
    assert draft.close.layout.display == "none"


def test_a_draft_that_a_colleague_has_open_is_shown_for_reading_with_who_and_since_when(
    workbench: Workbench, held: str
) -> None:
    panel = draft_panel(workbench)
    panel.open_draft.click()
    assert panel.model.read_only
    assert "CHỈ ĐỌC" in panel._held.value
    assert "lan trên máy VP-03, từ 08:15 ngày 30/11/2026" in panel._held.value
    assert panel.take_over.disabled, "they work at it"
    panel.rows[next(n for n, one in enumerate(panel.rows) if one.item)].edit.click()
    box = panel.editor
    controls = (box.save, box.remove, box.merge, box.split, box.text, panel.adding.add, panel.undo)
    assert all(control.disabled for control in controls)
    assert all(control.disabled for control in (*panel.sections.controls, panel.comments.add, panel.versions.restore))
    with pytest.raises(DraftError, match="VP-03"):
        panel.model.save_text("Không được.")


def test_a_draft_left_by_a_colleague_is_taken_over(workbench: Workbench, held: str) -> None:
    lease = lease_of(workbench, held)
    lease.write_text(json.dumps(json.loads(lease.read_text("utf-8")) | {"idle": 2 * 3600}), encoding="utf-8")
    panel = draft_panel(workbench)
    panel.open_draft.click()
    assert "2 giờ không làm gì" in panel._held.value
    panel.take_over.click()
    assert not panel.model.read_only
    assert panel._held_row.layout.display == "none"
    panel.rows[next(n for n, one in enumerate(panel.rows) if one.item)].edit.click()
    panel.editor.text.value = "Sửa sau khi tiếp quản."
    assert "Sửa sau khi tiếp quản." in [item.text for item in workbench.load_draft(held).items()]


def test_being_taken_over_is_told_and_the_panel_then_only_reads(draft: DraftPanel, workbench: Workbench) -> None:
    assert draft.model.draft is not None
    draft.model.choose(full_section(draft).items[0].id)
    with workbench.open_draft(draft.model.draft.id) as other:
        other.change(lambda one: one.add(one.sections[-1].key, "Của người kia."))
        with pytest.raises(DraftError, match="tiếp quản"):
            draft.editor.text.value = "Của cửa sổ này."
        assert draft.model.read_only
        assert "giữ nguyên ở bản lưu số" in draft.message.value
    versions = workbench.draft_versions(draft.model.draft.id)
    number = int(versions[versions["name"].str.contains("chưa ghép")]["number"].iloc[0])
    assert "Của cửa sổ này." in [item.text for item in workbench.draft_version(draft.model.draft.id, number).items()]


def test_redo_makes_the_change_again(draft: DraftPanel) -> None:
    assert draft.redo.disabled
    draft.adding.section.value = full_section(draft).key
    draft.adding.new_text.value = "Câu thêm."
    draft.adding.add.click()
    draft.undo.click()
    assert draft.model.draft is not None
    assert "Câu thêm." not in [item.text for item in draft.model.draft.items()]
    draft.redo.click()
    assert "Câu thêm." in [item.text for item in draft.model.draft.items()]
    assert draft.redo.disabled


def test_sentences_are_joined_and_cut_apart_again(draft: DraftPanel) -> None:
    section = full_section(draft)
    first, second = section.items[:2]
    texts = [item.text for item in section.items]
    draft.model.choose(first.id)
    draft.editor.merge.click()
    assert len(section.items) == len(texts) - 1
    assert draft.model.item is not None
    assert set(draft.model.item.citations) == {*first.citations, *second.citations}
    draft.editor.split.click()
    assert [item.text for item in full_section(draft).items] == texts
    assert {item.state for item in full_section(draft).items} == {ItemState.VERBATIM}
    draft.model.choose(full_section(draft).items[-1].id)
    draft.editor.merge.click()
    assert "câu cuối của mục" in draft.message.value


def test_sections_are_named_added_moved_and_removed(draft: DraftPanel) -> None:
    assert draft.model.draft is not None
    boxes, sections = draft.sections, draft.model.draft.sections
    last = sections[-1]
    boxes.section.value = last.key
    boxes.heading.value = "Phụ trách"
    boxes.add.click()
    added = draft.model.draft.sections[-1]
    assert added.heading.endswith("Phụ trách")
    boxes.section.value = added.key
    boxes.heading.value = "Tổ chức thực hiện"
    boxes.rename.click()
    assert draft.model.draft.sections[-1].heading.endswith("Tổ chức thực hiện")
    boxes.up.click()
    assert draft.model.draft.sections[-1].key == last.key
    boxes.down.click()
    boxes.remove.click()
    assert added.key not in [section.key for section in draft.model.draft.sections]
    boxes.section.value = full_section(draft).key
    boxes.remove.click()
    assert f"còn {len(full_section(draft).items)} câu" in draft.message.value


def test_a_section_is_made_again_without_touching_what_people_wrote(draft: DraftPanel) -> None:
    section = full_section(draft)
    draft.adding.section.value = section.key
    draft.adding.new_text.value = "Câu tự viết."
    draft.adding.add.click()
    draft.model.choose(section.items[0].id)
    draft.editor.text.value = "Câu đã sửa."
    draft.sections.section.value = section.key
    draft.sections.again.click()
    texts = [item.text for item in full_section(draft).items]
    assert "Câu tự viết." in texts
    assert "Câu đã sửa." in texts


def test_a_comment_is_written_resolved_and_shown_with_its_sentence(draft: DraftPanel) -> None:
    item = full_section(draft).items[0]
    draft.model.choose(item.id)
    draft.comments.text.value = "Số này lấy ở đâu? <b>"
    draft.comments.add.click()
    assert "Số này lấy ở đâu? &lt;b&gt;" in draft.comments.listed.value
    draft.comments.resolve.click()
    assert "đã giải quyết" in draft.comments.listed.value
    assert draft.model.draft is not None
    assert draft.model.draft.comments_on(item.id)[0].resolved
    draft.model.choose(full_section(draft).items[1].id)
    assert "Chưa có ghi chú nào" in draft.comments.listed.value


def test_versions_are_compared_named_and_restored(draft: DraftPanel) -> None:
    item = full_section(draft).items[0]
    before = item.text
    draft.model.choose(item.id)
    draft.versions.name.value = "bản trình lần 1"
    draft.versions.keep.click()
    draft.editor.text.value = f"{before} Thêm lời."
    draft.views.buttons["ban_luu"].click()
    assert draft.versions.version.options
    named = next(number for label, number in draft.model.versions if "bản trình lần 1" in label)
    draft.versions.version.value = named
    draft.versions.compare.click()
    assert "<ins>" in draft.versions.shown.value
    assert "Thêm lời" in draft.versions.shown.value
    draft.versions.restore.click()
    assert full_section(draft).items[0].text == before
    assert any("trước khi khôi phục" in label for label, _ in draft.model.versions)
    draft.undo.click()
    assert full_section(draft).items[0].text == f"{before} Thêm lời."


def test_labels_and_lost_sources_are_shown(draft: DraftPanel, workbench: Workbench) -> None:
    assert draft.model.draft is not None
    citation = draft.model.draft.sources()[0]
    workbench.correct(citation.document_id, "nhan", "LƯU HÀNH NỘI BỘ")
    file = workbench.settings.corpus / citation.path
    draft.model.choose(full_section(draft).items[0].id)
    draft.editor.text.value = "Đổi một câu."
    assert "LƯU HÀNH NỘI BỘ" in draft._status.value
    draft.files.label.value = ""
    draft.files.set_label.click()
    assert "không thể hạ nhãn" in draft.message.value
    draft.files.label.value = "TÀI LIỆU THU HỒI"
    draft.files.set_label.click()
    assert "TÀI LIỆU THU HỒI" in draft._status.value
    file.write_text("MẬT\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    workbench.build()
    draft.close.click()
    later = draft_panel(workbench)
    later.open_draft.click()
    assert "CẢNH BÁO MẬT" in later._notices.value
    later.forget.click()
    assert later._notices.layout.display == "none"
    assert later.model.draft is not None
    assert citation.document_id not in {one.document_id for one in later.model.draft.sources()}


def test_checks_are_listed_and_lead_to_the_sentence(draft: DraftPanel) -> None:
    item = full_section(draft).items[-1]
    draft.model.choose(item.id)
    draft.editor.text.value = f"Có 987 việc chưa xong. {item.text}"
    draft.model.choose("")
    draft.model.turn(-draft.model.page)
    draft.checks.run.click()
    findings = draft.model.findings
    assert findings is not None
    found = next(one for one in findings if one.item_id == item.id)
    box = draft.checks
    while found not in [one.finding for one in box.rows]:
        assert not box.next.disabled
        box.next.click()
    shown = next(one for one in box.rows if one.finding is found)
    assert found.message.split()[0] in shown.text.value
    shown.go.click()
    assert draft.model.item_id == item.id
    assert item.id in [one.item.id for one in draft.rows if one.item]
    draft.editor.remove.click()
    shown.go.click()
    assert "không có câu" in draft.message.value


def test_a_draft_is_made_by_another_outline_and_from_a_directive(draft: DraftPanel, workbench: Workbench) -> None:
    first = draft.model.draft
    assert first is not None
    key = next(key for _, key in draft.model.outlines if key != "so_ket")
    draft.outline.value = key
    draft.create.click()
    assert draft.model.draft is not None
    assert draft.model.draft.outline == key
    assert not lease_of(workbench, first.id).exists(), "the draft that was open before is given back"
    draft.outline.value = "so_ket"
    draft.query.value, draft.title_box.value = "12-CT/TU", ""
    draft.create_for.click()
    draft.wizard.part.compose.click()
    assert draft.message.value.count("wb-error") == 0
    assert "12-CT/TU" in draft.model.draft.title
    assert draft.title_box.value == draft.model.draft.title


def test_an_outline_that_cannot_be_used_is_told_and_the_others_are_offered(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STRICT)
    folder = workbench.settings.workspace / "de-cuong"
    folder.mkdir(parents=True)
    (folder / "hong.yaml").write_text("ten: [", encoding="utf-8")
    panel = draft_panel(workbench)
    assert "hong.yaml" in panel.message.value
    assert len(panel.outline.options) > 1
