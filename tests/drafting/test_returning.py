"""A draft goes out as .docx, is edited as Word edits, and comes back with its sources."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from workbench import Workbench
from workbench.documents.model import Citation
from workbench.drafting.item_marks import item_mark
from workbench.drafting.model import Draft, DraftSection, ItemState
from workbench.drafting.returning_model import ChangeKind, Returned
from workbench.drafting.store import DraftConflict
from workbench.errors import DraftError, SecretDocument, UnreadableFile

FIRST = "Đến nay, 13/13 đơn vị đã kết nối mạng diện rộng, đạt 100% kế hoạch."
SECOND = "Việc gửi, nhận văn bản điện tử từng bước đi vào nền nếp."
THIRD = "Một số nơi còn lúng túng trong việc ký số."


def cite(number: int, quote: str) -> Citation:
    day = date(2024, number, 2)
    return Citation(f"d{number}", f"bc/{number}.docx", f"0{number}-BC/TU", "Báo cáo", day, 1, 4, 0, len(quote), quote)


@pytest.fixture
def wb(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path)


@pytest.fixture
def draft(wb: Workbench) -> Draft:
    """Opening, two chapters, the first with a section below it; saved."""
    outline = [
        DraftSection("mo_dau", ""),
        DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC"),
        DraftSection("so_lieu", "1. Về số liệu", level=2),
        DraftSection("han_che", "II- HẠN CHẾ"),
    ]
    draft = Draft("sơ kết năm 2024", "kết nối mạng", outline)
    draft.add("mo_dau", "Thực hiện Chỉ thị số 12-CT/TU, Văn phòng báo cáo như sau:")
    draft.add("ket_qua", FIRST, (cite(1, FIRST),))
    draft.add("ket_qua", SECOND, (cite(2, SECOND),))
    draft.add("ket_qua", "Kết quả trên là đáng ghi nhận.")
    draft.add("so_lieu", "Số liệu chi tiết:\nđã kiểm tra.")
    draft.add("han_che", THIRD, (cite(3, THIRD),))
    wb.save_draft(draft)
    return wb.load_draft(draft.id)


@pytest.fixture
def path(wb: Workbench, draft: Draft, tmp_path: Path) -> Path:
    return wb.export(draft, tmp_path / "báo cáo.docx")


def edited(path: Path, change: Callable[[Document], Any]) -> Path:
    """The file after a change, as another file."""
    document = docx.Document(str(path))
    change(document)
    target = path.with_name("đã sửa.docx")
    document.save(str(target))
    return target


def find(document: Document, text: str) -> Paragraph:
    return next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith(text))


def retype(paragraph: Paragraph, text: str) -> None:
    """Change the words as Word does: the run stays where it is, between the bookmarks."""
    paragraph.runs[0].text = text


def new_after(paragraph: Paragraph, text: str) -> None:
    """Press Enter at the end of a paragraph and type."""
    made = copy.deepcopy(paragraph._p)
    for child in list(made):
        if child.tag != qn("w:pPr"):
            made.remove(child)
    paragraph._p.addnext(made)
    Paragraph(made, paragraph._parent).add_run(text)


def kinds(returned: Returned) -> list[ChangeKind]:
    return [change.kind for change in returned.changes]


def texts(draft: Draft) -> dict[str, list[str]]:
    return {section.key: [item.text for item in section.items] for section in draft.sections}


def test_an_untouched_file_changes_nothing(wb: Workbench, draft: Draft, path: Path) -> None:
    returned = wb.take_back(path)
    assert (returned.changes, returned.notes) == ((), ())
    assert returned.draft == draft


def test_an_edited_sentence_keeps_its_source_and_is_no_longer_verbatim(wb: Workbench, draft: Draft, path: Path) -> None:
    said = FIRST.replace("Đến nay", "Tính đến nay")
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Đến nay"), said)))
    item = returned.draft.item(draft.section("ket_qua").items[0].id)
    assert (item.text, item.state, item.citations) == (said, ItemState.EDITED, (cite(1, FIRST),))
    assert [(change.kind, change.before, change.after) for change in returned.changes] == [
        (ChangeKind.EDITED, FIRST, said)
    ]
    assert returned.changes[0].drifts == ()


def test_a_changed_number_is_told_as_drift_from_the_source(wb: Workbench, path: Path) -> None:
    returned = wb.take_back(
        edited(path, lambda document: retype(find(document, "Đến nay"), FIRST.replace("100%", "90%")))
    )
    (change,) = returned.changes
    assert any("90" in drift.said and "100" in drift.source for drift in change.drifts)


def test_a_sentence_put_back_to_the_source_is_verbatim_again(wb: Workbench, draft: Draft, tmp_path: Path) -> None:
    item = draft.section("han_che").items[0]
    draft.edit(item.id, "Vài nơi còn lúng túng.")
    wb.save_draft(draft)
    path = wb.export(draft, tmp_path / "a.docx")
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Vài nơi"), THIRD)))
    assert returned.draft.item(item.id).state is ItemState.VERBATIM


def test_a_new_paragraph_becomes_own_words_where_it_stands(wb: Workbench, path: Path) -> None:
    returned = wb.take_back(edited(path, lambda document: new_after(find(document, "Đến nay"), "Đoạn mới thêm.")))
    assert texts(returned.draft)["ket_qua"][:3] == [FIRST, "Đoạn mới thêm.", SECOND]
    item = returned.draft.section("ket_qua").items[1]
    assert (item.state, item.citations) == (ItemState.OWN_WORDS, ())
    assert kinds(returned) == [ChangeKind.ADDED]


def test_a_paragraph_typed_below_a_heading_or_at_the_very_end_is_found(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        new_after(find(document, "II- HẠN CHẾ"), "Ngay dưới tên mục.")
        new_after(find(document, "Một số nơi"), "Câu cuối cùng.")

    made = edited(path, change)
    document = docx.Document(str(made))
    find(document, "Ngay dưới").style = "Body Text"
    document.save(str(made))
    assert texts(wb.take_back(made).draft)["han_che"] == ["Ngay dưới tên mục.", THIRD, "Câu cuối cùng."]


def test_a_new_heading_becomes_a_section_with_what_stands_below(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        last = find(document, "Một số nơi")
        new_after(last, "Đề nghị cấp kinh phí.")
        new_after(last, "III- KIẾN NGHỊ")
        find(document, "III- KIẾN NGHỊ").style = "Heading 1"

    returned = wb.take_back(edited(path, change))
    section = returned.draft.sections[-1]
    assert (section.heading, section.level) == ("III- KIẾN NGHỊ", 1)
    assert [item.text for item in section.items] == ["Đề nghị cấp kinh phí."]


def test_what_was_taken_out_is_listed_and_taken_out(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        paragraph = find(document, "Việc gửi")._p
        paragraph.getparent().remove(paragraph)

    returned = wb.take_back(edited(path, change))
    assert SECOND not in texts(returned.draft)["ket_qua"]
    (told,) = returned.changes
    assert (told.kind, told.before, told.item_id) == (ChangeKind.REMOVED, SECOND, draft.section("ket_qua").items[1].id)


def test_words_taken_out_that_leave_an_empty_paragraph_count_as_removed(wb: Workbench, path: Path) -> None:
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Việc gửi"), "")))
    assert kinds(returned) == [ChangeKind.REMOVED]


def test_a_sentence_moved_to_another_section_moves_with_its_source(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        find(document, "Một số nơi")._p.addnext(find(document, "Đến nay")._p)

    returned = wb.take_back(edited(path, change))
    assert texts(returned.draft)["han_che"] == [THIRD, FIRST]
    moved = returned.draft.section("han_che").items[1]
    assert (moved.state, moved.citations) == (ItemState.VERBATIM, (cite(1, FIRST),))
    assert kinds(returned) == [ChangeKind.MOVED]


def test_two_sentences_that_change_places_are_one_move(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        find(document, "Việc gửi")._p.addnext(find(document, "Đến nay")._p)

    returned = wb.take_back(edited(path, change))
    assert texts(returned.draft)["ket_qua"][:2] == [SECOND, FIRST]
    assert kinds(returned) == [ChangeKind.MOVED]


def test_a_whole_section_moves_with_its_sentences(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        target = find(document, "I- KẾT QUẢ")._p
        target.addprevious(find(document, "II- HẠN CHẾ")._p)
        target.addprevious(find(document, "Một số nơi")._p)

    returned = wb.take_back(edited(path, change))
    assert [section.key for section in returned.draft.sections] == ["mo_dau", "han_che", "ket_qua", "so_lieu"]
    assert texts(returned.draft)["han_che"] == [THIRD]
    assert kinds(returned) == [ChangeKind.MOVED]


def test_title_and_headings_may_be_renamed(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        retype(find(document, "sơ kết"), "tổng kết năm 2024")
        retype(find(document, "II- HẠN CHẾ"), "II- TỒN TẠI, HẠN CHẾ")

    returned = wb.take_back(edited(path, change))
    assert returned.draft.title == "tổng kết năm 2024"
    assert returned.draft.section("han_che").heading == "II- TỒN TẠI, HẠN CHẾ"
    assert kinds(returned) == [ChangeKind.RENAMED, ChangeKind.RENAMED]


def test_a_paragraph_broken_in_two_stays_one_item_with_its_source(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        """As Word does: the first half keeps the start of the bookmark, the second its end."""
        paragraph = find(document, "Đến nay")
        second = copy.deepcopy(paragraph._p)
        paragraph._p.addnext(second)
        retype(paragraph, FIRST[:20])
        for child in list(paragraph._p):
            if child.tag in (qn("w:bookmarkEnd"),) or child.find(qn("w:footnoteReference")) is not None:
                paragraph._p.remove(child)
        second.remove(second.find(qn("w:bookmarkStart")))
        retype(Paragraph(second, paragraph._parent), FIRST[20:])

    returned = wb.take_back(edited(path, change))
    item = returned.draft.item(draft.section("ket_qua").items[0].id)
    assert item.text == f"{FIRST[:20].strip()}\n{FIRST[20:].strip()}"
    assert item.citations


def test_two_sentences_joined_in_one_paragraph_are_still_two_items(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        """As Word does when the end of a paragraph is deleted."""
        first, second = find(document, "Đến nay")._p, find(document, "Việc gửi")._p
        for child in [child for child in second if child.tag != qn("w:pPr")]:
            first.append(child)
        second.getparent().remove(second)

    returned = wb.take_back(edited(path, change))
    assert returned.changes == ()


def test_words_typed_before_and_behind_the_marks_belong_to_the_sentence(
    wb: Workbench, draft: Draft, path: Path
) -> None:
    def change(document: Document) -> None:
        paragraph = find(document, "Một số nơi")
        paragraph.add_run(" Cần khắc phục.")
        before = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve">Tuy nhiên, </w:t></w:r>')
        paragraph._p.insert(1, before)

    returned = wb.take_back(edited(path, change))
    assert texts(returned.draft)["han_che"] == [f"Tuy nhiên, {THIRD} Cần khắc phục."]


def test_a_program_that_drops_bookmarks_is_met_by_the_words(wb: Workbench, draft: Draft, path: Path) -> None:
    """python-docx drops them when a paragraph is given a new text."""

    def change(document: Document) -> None:
        find(document, "Đến nay").text = FIRST.replace("Đến nay", "Đến hết năm")
        find(document, "Một số nơi").text = THIRD

    returned = wb.take_back(edited(path, change))
    item = returned.draft.item(draft.section("ket_qua").items[0].id)
    assert item.text.startswith("Đến hết năm")
    assert item.citations == (cite(1, FIRST),)
    assert returned.draft.item(draft.section("han_che").items[0].id).text == THIRD


def test_a_copied_sentence_is_new_and_the_first_one_keeps_the_source(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        find(document, "Một số nơi")._p.addnext(copy.deepcopy(find(document, "Đến nay")._p))

    returned = wb.take_back(edited(path, change))
    assert kinds(returned) == [ChangeKind.ADDED]
    assert [bool(item.citations) for item in returned.draft.items() if item.text == FIRST] == [True, False]


def test_tracked_changes_count_as_accepted_and_are_told(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        paragraph = find(document, "Kết quả trên")
        run = paragraph.runs[0]
        run.text = "Kết quả trên là "
        who = 'w:id="900" w:author="An" w:date="2026-01-02T03:04:05Z"'
        deleted = f"<w:del {nsdecls('w')} {who}><w:r><w:delText>đáng ghi nhận.</w:delText></w:r></w:del>"
        inserted = f"<w:ins {nsdecls('w')} {who}><w:r><w:t>rất tốt.</w:t></w:r></w:ins>"
        run._r.addnext(parse_xml(deleted))
        run._r.getnext().addnext(parse_xml(inserted))

    returned = wb.take_back(edited(path, change))
    assert texts(returned.draft)["ket_qua"][2] == "Kết quả trên là rất tốt."
    assert any("1 chỗ thêm, 1 chỗ xóa" in note for note in returned.notes)


def test_comments_of_word_become_comments_of_the_draft_once(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        document.add_comment(find(document, "Đến nay").runs[0], text="Kiểm lại số này.", author="Bà Bình")

    returned = wb.take_back(edited(path, change))
    (comment,) = returned.draft.comments
    first = draft.section("ket_qua").items[0]
    assert (comment.item_id, comment.author, comment.text) == (first.id, "Bà Bình", "Kiểm lại số này.")
    wb.accept(returned)
    assert wb.take_back(path.with_name("đã sửa.docx")).changes == ()


def test_notes_annexes_head_and_foot_are_not_taken_for_text(wb: Workbench, draft: Draft, path: Path) -> None:
    def change(document: Document) -> None:
        document.tables[1].cell(0, 0).paragraphs[-1].add_run("- Nơi nhận khác.")
        document.add_paragraph("Ghi thêm sau danh mục nguồn.")

    assert wb.take_back(edited(path, change)).changes == ()


def test_a_table_in_the_text_is_read_row_by_row(wb: Workbench, path: Path) -> None:
    def change(document: Document) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("Đơn vị", "Số", "Xã A", "5"), strict=True):
            cell.text = text
        find(document, "Kết quả trên")._p.addnext(table._tbl)

    returned = wb.take_back(edited(path, change))
    assert texts(returned.draft)["ket_qua"][-2:] == ["Đơn vị\tSố", "Xã A\t5"]
    assert any("bảng" in note for note in returned.notes)


def test_nothing_is_saved_before_it_is_accepted_and_the_state_before_stays_a_version(
    wb: Workbench, draft: Draft, path: Path
) -> None:
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Đến nay"), "Câu khác hẳn.")))
    assert wb.load_draft(draft.id) == draft
    wb.accept(returned)
    assert texts(wb.load_draft(draft.id))["ket_qua"][0] == "Câu khác hẳn."
    versions = wb.draft_versions(draft.id)
    assert "đã sửa.docx" in versions.iloc[0]["why"]
    assert wb.draft_version(draft.id, int(versions.iloc[0]["number"])) == draft


def test_what_the_draft_gained_meanwhile_stays(wb: Workbench, draft: Draft, path: Path) -> None:
    draft.add("ket_qua", "Câu thêm trong dự thảo.", position=1)
    draft.edit(draft.section("han_che").items[0].id, "Sửa trong dự thảo.")
    draft.move(draft.section("ket_qua").items[3].id, "han_che")
    wb.save_draft(draft)
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Việc gửi"), "Sửa trong tệp.")))
    assert texts(returned.draft)["ket_qua"] == [FIRST, "Câu thêm trong dự thảo.", "Sửa trong tệp."]
    assert texts(returned.draft)["han_che"] == ["Sửa trong dự thảo.", "Kết quả trên là đáng ghi nhận."]
    assert kinds(returned) == [ChangeKind.EDITED]


def both_sides(wb: Workbench, draft: Draft, path: Path) -> Returned:
    draft.edit(draft.section("ket_qua").items[0].id, "Câu của dự thảo.")
    draft.edit(draft.section("ket_qua").items[1].id, "Dự thảo sửa câu hai.")
    draft.remove(draft.section("han_che").items[0].id)
    draft.title = "tên của dự thảo"
    draft.rename_section("han_che", "II- TÊN CỦA DỰ THẢO")
    wb.save_draft(draft)

    def change(document: Document) -> None:
        retype(find(document, "Đến nay"), "Câu của tệp.")
        paragraph = find(document, "Việc gửi")._p
        paragraph.getparent().remove(paragraph)
        retype(find(document, "Một số nơi"), "Tệp sửa câu đã bỏ.")
        retype(find(document, "sơ kết"), "tên của tệp")
        retype(find(document, "II- HẠN CHẾ"), "II- TÊN CỦA TỆP")

    return wb.take_back(edited(path, change))


def test_what_both_sides_changed_is_told_one_by_one_and_left_to_people(wb: Workbench, draft: Draft, path: Path) -> None:
    returned = both_sides(wb, draft, path)
    assert set(kinds(returned)) == {ChangeKind.CONFLICT}
    assert len(returned.conflicts) == 5
    assert texts(returned.draft)["ket_qua"][:2] == ["Câu của dự thảo.", "Dự thảo sửa câu hai."]
    with pytest.raises(DraftError, match="5 chỗ"):
        wb.accept(returned)


def test_in_a_conflict_the_draft_may_win(wb: Workbench, draft: Draft, path: Path) -> None:
    returned = both_sides(wb, draft, path)
    returned.keep_draft()
    wb.accept(returned)
    assert wb.load_draft(draft.id) == draft


def test_in_a_conflict_the_file_may_win_and_brings_back_sources_from_earlier_versions(
    wb: Workbench, draft: Draft, path: Path
) -> None:
    returned = both_sides(wb, draft, path)
    returned.take_from_file()
    wb.accept(returned)
    saved = wb.load_draft(draft.id)
    assert texts(saved)["ket_qua"][:2] == ["Câu của tệp.", "Kết quả trên là đáng ghi nhận."]
    (back,) = saved.section("han_che").items
    assert (back.text, back.citations) == ("Tệp sửa câu đã bỏ.", (cite(3, THIRD),))
    assert (saved.title, saved.section("han_che").heading) == ("tên của tệp", "II- TÊN CỦA TỆP")


def test_one_conflict_may_be_decided_apart_from_the_others(wb: Workbench, draft: Draft, path: Path) -> None:
    returned = both_sides(wb, draft, path)
    first = draft.section("ket_qua").items[0].id
    returned.take_from_file([first])
    assert returned.draft.item(first).text == "Câu của tệp."
    assert len(returned.conflicts) == 4


def test_a_draft_saved_between_reading_and_accepting_is_not_overwritten(
    wb: Workbench, draft: Draft, path: Path
) -> None:
    returned = wb.take_back(edited(path, lambda document: retype(find(document, "Đến nay"), "Câu của tệp.")))
    draft.edit(draft.section("ket_qua").items[0].id, "Lưu xen giữa.")
    wb.save_draft(draft)
    with pytest.raises(DraftConflict):
        wb.accept(returned)
    assert texts(wb.load_draft(draft.id))["ket_qua"][0] == "Lưu xen giữa."


def test_a_file_of_a_draft_that_is_not_here_and_one_of_no_draft_are_told_plainly(
    wb: Workbench, draft: Draft, tmp_path: Path
) -> None:
    stranger = Draft("a", "a", [DraftSection("a", "I- A")])
    path = wb.export(stranger, tmp_path / "lạ.docx")
    with pytest.raises(DraftError, match=stranger.id):
        wb.take_back(path)
    plain = docx.Document()
    plain.add_paragraph("Văn bản khác.")
    plain.save(str(tmp_path / "trơn.docx"))
    with pytest.raises(DraftError, match=r"trơn\.docx"):
        wb.take_back(tmp_path / "trơn.docx")
    for name in ("a.doc", "không có.docx"):
        with pytest.raises(UnreadableFile):
            wb.take_back(tmp_path / name)


def test_a_file_that_lost_its_properties_comes_back_to_the_draft_that_is_named(
    wb: Workbench, draft: Draft, path: Path
) -> None:
    def change(document: Document) -> None:
        retype(find(document, "Việc gửi"), "Sửa trong tệp.")
        rels = document.part.package.rels
        for name in [name for name, rel in rels.items() if "custom-properties" in rel.reltype]:
            del rels[name]

    returned = wb.take_back(edited(path, change), draft.id)
    assert kinds(returned) == [ChangeKind.EDITED]
    assert any("không còn ghi" in note for note in returned.notes)


def test_a_secret_file_is_refused(wb: Workbench, path: Path) -> None:
    made = edited(path, lambda document: document.paragraphs[0].insert_paragraph_before("TỐI MẬT"))
    with pytest.raises(SecretDocument):
        wb.take_back(made)


def test_marks_are_hidden_names_that_tell_nothing(path: Path, draft: Draft) -> None:
    names = [mark.get(qn("w:name")) for mark in docx.Document(str(path)).element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    assert all(name.startswith("_") and len(name) <= 40 and name.isascii() for name in names)
    assert item_mark(draft.items()[0].id) in names
