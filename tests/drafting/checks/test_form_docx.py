"""How a Word file is set: what holds in the end, whoever said it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from workbench.drafting.checks.form_docx import read_sheet
from workbench.drafting.checks.form_sheet import Letters, Sheet
from workbench.errors import UnreadableFile


@pytest.fixture
def document() -> Any:
    made = docx.Document()
    normal: Any = made.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    return made


def sheet(document: Any, tmp_path: Path) -> Sheet:
    path = tmp_path / "a.docx"
    document.save(str(path))
    return read_sheet(path)


def letters(document: Any, tmp_path: Path, number: int = 0) -> Letters:
    read = sheet(document, tmp_path)
    line = read.lines[number]
    found = read.letters(line.start, line.end)
    assert found is not None
    return found


def test_the_run_wins_over_the_style_and_the_style_over_what_it_is_based_on(document: Any, tmp_path: Path) -> None:
    base = document.styles.add_style("Goc", WD_STYLE_TYPE.PARAGRAPH)
    base.base_style = document.styles["Normal"]
    base.font.bold, base.font.size = True, Pt(15)
    derived = document.styles.add_style("Con", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = base
    derived.font.italic = True
    paragraph = document.add_paragraph("theo kiểu", "Con")
    assert letters(document, tmp_path) == Letters("Times New Roman", 15, True, True, False, False)
    run = paragraph.runs[0]
    run.font.bold, run.font.size, run.font.underline = False, Pt(12), True
    assert letters(document, tmp_path) == Letters("Times New Roman", 12, False, True, True, False)


def test_where_nothing_is_said_the_defaults_of_the_document_hold(document: Any, tmp_path: Path) -> None:
    normal: Any = document.styles["Normal"]
    normal.font.size = None
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:sz")):
        defaults.remove(old)
    defaults.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="26"/>'))
    document.add_paragraph("mặc định")
    assert letters(document, tmp_path).size == 13
    defaults.remove(defaults.find(qn("w:sz")))
    assert letters(document, tmp_path).size == 10  # Word's own


def test_a_font_of_the_theme_is_named(document: Any, tmp_path: Path) -> None:
    run = document.add_paragraph().add_run("phông của chủ đề")
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "majorHAnsi")
    assert letters(document, tmp_path).font == "Calibri"  # of the template of python-docx


def test_bold_of_a_character_style_turns_round_the_bold_of_the_paragraph(document: Any, tmp_path: Path) -> None:
    strong = document.styles.add_style("Nhan", WD_STYLE_TYPE.CHARACTER)
    strong.font.bold = True
    heading = document.styles.add_style("De muc", WD_STYLE_TYPE.PARAGRAPH)
    heading.font.bold = True
    document.add_paragraph().add_run("đậm", "Nhan")
    document.add_paragraph("", "De muc").add_run("đảo lại", "Nhan")
    assert letters(document, tmp_path, 0).bold
    assert not letters(document, tmp_path, 1).bold


def test_small_letters_shown_as_capitals_count_as_capitals(document: Any, tmp_path: Path) -> None:
    document.add_paragraph().add_run("báo cáo").font.all_caps = True
    assert letters(document, tmp_path).capitals


def test_deleted_text_is_out_and_inserted_text_is_in(document: Any, tmp_path: Path) -> None:
    paragraph = document.add_paragraph("giữ ")
    for tag, words, element in (("del", "bỏ", "delText"), ("ins", "thêm", "t")):
        change = OxmlElement(f"w:{tag}")
        change.append(parse_xml(f"<w:r {nsdecls('w')}><w:{element}>{words}</w:{element}></w:r>"))
        paragraph._p.append(change)
    assert sheet(document, tmp_path).text == "giữ thêm"


def test_a_line_break_begins_a_line_with_the_letters_of_its_own(document: Any, tmp_path: Path) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run("TỈNH ỦY").add_break()
    paragraph.add_run("VĂN PHÒNG").bold = True
    read = sheet(document, tmp_path)
    assert [line.text for line in read.lines] == ["TỈNH ỦY", "VĂN PHÒNG"]
    assert [letters(document, tmp_path, number).bold for number in (0, 1)] == [False, True]


def test_most_letters_decide(document: Any, tmp_path: Path) -> None:
    paragraph = document.add_paragraph("Nội dung của đoạn này là chữ đứng, ")
    paragraph.add_run("trừ đây").italic = True
    assert not letters(document, tmp_path).italic


def test_distances_of_a_paragraph_are_in_the_units_of_the_rules(document: Any, tmp_path: Path) -> None:
    paragraph = document.add_paragraph("đoạn")
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.space_before, layout.space_after = Mm(12.7), Pt(3), Pt(6)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    line = sheet(document, tmp_path).lines[0]
    assert line.alignment == "đều"
    assert line.spacing.first_line == pytest.approx(12.7, abs=0.05)
    assert line.spacing[1:] == (3, 6, "exact", 18)
    layout.line_spacing = 1.5
    assert sheet(document, tmp_path).lines[0].spacing[3:] == ("auto", 1.5)


def test_the_alignment_of_a_style_reaches_its_paragraphs(document: Any, tmp_path: Path) -> None:
    centred = document.styles.add_style("Giua", WD_STYLE_TYPE.PARAGRAPH)
    centred.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("giữa", "Giua")
    assert sheet(document, tmp_path).lines[0].alignment == "giữa"


def test_cells_of_a_table_are_read_one_after_the_other(document: Any, tmp_path: Path) -> None:
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "trái", "phải"
    document.add_paragraph("ngoài")
    assert [(line.text, line.table) for line in sheet(document, tmp_path).lines] == [
        ("trái", 1),
        ("phải", 1),
        ("ngoài", 0),
    ]


def test_pages_are_measured_in_millimetres(document: Any, tmp_path: Path) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(20), Mm(30)
    page = sheet(document, tmp_path).pages[0]
    assert (page.width, page.height, page.top, page.left) == (210, 297, 20, 30)


@pytest.mark.parametrize(("first_differs", "on_first"), [(True, False), (False, True)])
def test_the_page_number_is_found_in_the_header(
    document: Any, tmp_path: Path, first_differs: bool, on_first: bool
) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = first_differs
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        run = number.add_run()
        run.font.size = Pt(14)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run._r.append(part)
    found = sheet(document, tmp_path).number
    assert found is not None
    assert (found.place, found.alignment, found.on_first) == ("header", "giữa", on_first)


def test_without_a_page_field_there_is_no_page_number(document: Any, tmp_path: Path) -> None:
    document.sections[0].footer.paragraphs[0].text = "Trang cuối"
    assert sheet(document, tmp_path).number is None


def test_a_file_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"khong phai Word")
    with pytest.raises(UnreadableFile):
        read_sheet(path)
