"""Word files, opened again with python-docx and as raw XML."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from workbench.drafting.model import Draft, DraftSection
from workbench.export import OfficeHeading, export


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def notes(path: Path) -> dict[int, list[str]]:
    """The footnotes by id: the text of each paragraph."""
    found: dict[int, list[str]] = {}
    for note in part(path, "word/footnotes.xml"):
        paragraphs = ["".join(text.text for text in p.iter(qn("w:t"))) for p in note.iter(qn("w:p"))]
        found[int(note.get(qn("w:id")))] = paragraphs
    return found


def references(path: Path) -> list[int]:
    return [int(mark.get(qn("w:id"))) for mark in part(path, "word/document.xml").iter(qn("w:footnoteReference"))]


@pytest.fixture
def path(tmp_path: Path, draft: Draft, office: OfficeHeading) -> Path:
    return export(draft, tmp_path / "báo cáo.docx", heading=office)


def test_every_sentence_stands_verbatim_in_its_section(path: Path, draft: Draft) -> None:
    found = texts(docx.Document(str(path)))
    place = -1
    for section in draft.sections:
        place = found.index(section.heading, place + 1)
        for item in section.items:
            place = found.index(item.text, place + 1)


def test_every_cited_item_has_one_footnote_that_is_referenced_once(path: Path, draft: Draft) -> None:
    cited = [item for item in draft.items() if item.citations]
    assert references(path) == list(range(1, len(cited) + 1))
    assert sorted(notes(path)) == [-1, 0, *references(path)]


def test_the_reference_ends_the_paragraph_of_its_item(path: Path, draft: Draft) -> None:
    cited = iter([item for item in draft.items() if item.citations])
    for mark in part(path, "word/document.xml").iter(qn("w:footnoteReference")):
        run = mark.getparent()
        assert [child.tag for child in run] == [qn("w:rPr"), qn("w:footnoteReference")]
        assert run.getnext() is None
        paragraph = run.getparent()
        assert "".join(text.text for text in paragraph.iter(qn("w:t"))) == next(cited).text


def test_a_footnote_gives_label_and_file_of_every_source_and_marks_edited_text(path: Path, draft: Draft) -> None:
    cited = [item for item in draft.items() if item.citations]
    found = notes(path)
    for number, item in enumerate(cited, start=1):
        assert len(found[number]) == len(item.citations)
        for text, citation in zip(found[number], item.citations, strict=True):
            assert citation.label in text
            assert citation.path in text
        assert ("[đã sửa so với nguồn]" in found[number][0]) == (item.state.label == "Đã sửa")


def test_the_package_declares_the_footnotes_as_word_wants_them(path: Path) -> None:
    footnotes = part(path, "word/footnotes.xml")
    assert [note.get(qn("w:type")) for note in footnotes][:3] == ["separator", "continuationSeparator", None]
    overrides = {o.get("PartName"): o.get("ContentType") for o in part(path, "[Content_Types].xml")}
    assert overrides["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")
    targets = [r.get("Target") for r in part(path, "word/_rels/document.xml.rels") if "footnotes" in r.get("Type")]
    assert targets == ["footnotes.xml"]
    styles = {s.get(qn("w:styleId")): s for s in part(path, "word/styles.xml").iter(qn("w:style"))}
    assert styles["FootnoteText"].find(qn("w:name")).get(qn("w:val")) == "footnote text"
    assert styles["FootnoteReference"].find(qn("w:name")).get(qn("w:val")) == "footnote reference"
    used = {s.get(qn("w:val")) for s in part(path, "word/footnotes.xml").iter(qn("w:pStyle"), qn("w:rStyle"))}
    assert used == {"FootnoteText", "FootnoteReference"}


def test_the_sources_are_listed_once_each_with_the_places_used(path: Path) -> None:
    found = texts(docx.Document(str(path)))
    start, end = found.index("DANH MỤC NGUỒN"), found.index("CÂU CHƯA CÓ NGUỒN")
    assert [line for line in found[start:end] if line[0].isdigit()] == [
        "1. 01-BC/TU – Báo cáo về kết nối mạng, kỳ 1 (02/01/2024). Tệp: bao-cao/2024/01-BC.docx. "
        "Đã dùng: trang 1, đoạn 2; trang 2, đoạn 4 (chú thích 1, 2, 3, 4).",
        "2. 02-BC/TU – Báo cáo về kết nối mạng, kỳ 2 (02/02/2024). Tệp: bao-cao/2024/02-BC.docx. "
        "Đã dùng: đoạn 9 (chú thích 2).",
    ]
    assert "Câu hỏi đã dùng để lấy văn bản: “kết nối mạng”." in found[start:end]


def test_items_without_source_are_listed_last(path: Path) -> None:
    found = texts(docx.Document(str(path)))
    assert found[found.index("CÂU CHƯA CÓ NGUỒN") + 2 :] == [
        "- I- KẾT QUẢ ĐẠT ĐƯỢC: “Kết quả trên là đáng ghi nhận.” [tự viết, chưa có nguồn]",
        "- II- TỒN TẠI, HẠN CHẾ: “Nguyên nhân chính là thiếu kinh phí.” [tự viết, chưa có nguồn]",
    ]


def test_a_fully_sourced_draft_has_no_list_of_unsourced_items(tmp_path: Path, draft: Draft) -> None:
    for item in draft.items():
        if not item.citations:
            draft.remove(item.id)
    assert "CÂU CHƯA CÓ NGUỒN" not in texts(docx.Document(str(export(draft, tmp_path / "a.docx"))))


def test_the_page_follows_the_official_form(path: Path) -> None:
    document = docx.Document(str(path))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    expected = (Mm(210), Mm(297), Mm(20), Mm(20))
    assert [round(measure.mm) for measure in measures if measure] == [round(length.mm) for length in expected]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (30, 15)
    assert section.different_first_page_header_footer
    assert section.first_page_header.is_linked_to_previous  # no header part: the first page shows no number
    assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert section.header._element.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")) == "PAGE"
    normal, body = document.styles["Normal"], document.styles["Body Text"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert not [name for name in normal.element.rPr.rFonts.attrib if "heme" in name]
    assert body.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(body.paragraph_format.first_line_indent.mm) == 10
    assert body.paragraph_format.space_after == Pt(6)


def test_the_head_shows_the_office_and_leaves_number_and_day_open(path: Path) -> None:
    head = docx.Document(str(path)).tables[0]
    assert head.cell(0, 0).text == "TỈNH ỦY LAM SƠN\nVĂN PHÒNG TỈNH ỦY\n*"
    assert head.cell(0, 1).text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert head.cell(1, 0).text == "Số …-BC/VPTU"
    assert head.cell(1, 1).text == "Lam Sơn, ngày … tháng … năm …"
    party = head.cell(0, 1).paragraphs[0]
    assert party.runs[0].font.size == Pt(15)
    assert party.runs[0].bold
    assert [child.tag for child in party._p.pPr] == [qn("w:pBdr"), qn("w:ind"), qn("w:jc")]


def test_the_foot_shows_recipients_and_signer(path: Path) -> None:
    foot = docx.Document(str(path)).tables[1]
    recipients = "Nơi nhận:\n- Thường trực Tỉnh ủy,\n- Các ban đảng,\n- Lưu Văn phòng Tỉnh ủy."
    assert foot.cell(0, 0).text == recipients
    assert foot.cell(0, 1).text.split("\n") == ["CHÁNH VĂN PHÒNG", "", "", "", "", "Họ Và Tên"]


@pytest.mark.parametrize("heading", [None, OfficeHeading(organ="", symbol_suffix=" ", place="", signer_name="")])
def test_unknown_values_are_marked_blanks_and_never_invented(
    tmp_path: Path, draft: Draft, heading: OfficeHeading | None
) -> None:
    document = docx.Document(str(export(draft, tmp_path / "a.docx", heading=heading)))
    head, foot = document.tables
    assert head.cell(0, 0).text == "… (cơ quan cấp trên)\n… (cơ quan ban hành)\n*"
    assert head.cell(1, 0).text == "Số …-BC/…"
    assert head.cell(1, 1).text == "… (địa danh), ngày … tháng … năm …"
    assert foot.cell(0, 0).text == "Nơi nhận:\n- …,\n- Lưu …."
    assert foot.cell(0, 1).text.split("\n") == ["… (quyền hạn ký)", "… (chức vụ)", "", "", "", "… (họ và tên)"]
    for table in (head, foot):
        for cell in table._cells:
            for run in (run for paragraph in cell.paragraphs for run in paragraph.runs):
                assert ("…" in run.text) == (run.font.highlight_color == WD_COLOR_INDEX.YELLOW)


def test_an_organ_without_parent_has_no_line_above_it(tmp_path: Path, draft: Draft) -> None:
    heading = OfficeHeading(organ="Tỉnh ủy Lam Sơn", parent="", signer_authority="T/M Ban Thường vụ")
    document = docx.Document(str(export(draft, tmp_path / "a.docx", heading=heading)))
    assert document.tables[0].cell(0, 0).text == "TỈNH ỦY LAM SƠN\n*"
    assert document.tables[1].cell(0, 1).text.startswith("T/M BAN THƯỜNG VỤ\n… (chức vụ)\n")


def test_an_empty_section_is_shown_as_open(path: Path) -> None:
    document = docx.Document(str(path))
    place = texts(document).index("III- BÀI HỌC KINH NGHIỆM")
    assert document.paragraphs[place + 1].text == "…"
    assert document.paragraphs[place].style.name == "Heading 1"


def test_text_of_several_lines_becomes_several_paragraphs_with_one_footnote(tmp_path: Path, draft: Draft) -> None:
    item = draft.items()[0]
    draft.edit(item.id, "Dòng thứ nhất.\n\n  Dòng thứ hai:\tcó bảng.\r\n")
    path = export(draft, tmp_path / "a.docx")
    document = docx.Document(str(path))
    place = texts(document).index("Dòng thứ nhất.")
    first, second = document.paragraphs[place : place + 2]
    assert second.text == "Dòng thứ hai:\tcó bảng."
    assert first._p.find(f".//{qn('w:footnoteReference')}") is None
    assert second._p.find(f".//{qn('w:footnoteReference')}").get(qn("w:id")) == "1"


def test_a_draft_without_anything_can_be_exported(tmp_path: Path) -> None:
    path = export(Draft("", "", [DraftSection("a", "")]), tmp_path / "a.docx")
    found = texts(docx.Document(str(path)))
    assert found[:3] == ["BÁO CÁO", "… (trích yếu)", "-----"]
    assert "Chưa có câu nào dẫn nguồn." in found
    assert references(path) == []


def test_a_summary_has_footnotes_and_sources_but_no_official_head(tmp_path: Path, summary: Any) -> None:
    path = export(summary, tmp_path / "a.docx")
    document = docx.Document(str(path))
    found = texts(document)
    assert document.tables == []
    assert found[:2] == ["TÓM TẮT", "về “kết nối mạng”"]
    assert [sentence.quote for sentence in summary.sentences] == found[3:5]
    assert references(path) == [1, 2]
    assert [notes(path)[number][0].strip() for number in (1, 2)] == [
        f"{sentence.label}. Tệp: {sentence.path}" for sentence in summary.sentences
    ]
    assert "DANH MỤC NGUỒN" in found


def test_a_table_has_a_title_and_headings_repeated_on_every_page(tmp_path: Path, results: Any) -> None:
    document = docx.Document(str(export(results, tmp_path / "a.docx")))
    assert texts(document)[0] == "Kết quả tìm kiếm: kết nối mạng"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0][:3] == ["Số ký hiệu", "Tên văn bản", "Ngày ban hành"]
    assert rows[1][:5] == ["01-BC/TU", "Báo cáo | về mạng", "02/01/2024", "3", "12,3457"]
    assert rows[2] == ["", '=HYPERLINK("http://x")', "", "", "0,5", "không", "", ""]
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    section = document.sections[0]
    assert section.page_width > section.page_height
    room = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(column.width for column in document.tables[0].columns) - room) < Mm(2)
