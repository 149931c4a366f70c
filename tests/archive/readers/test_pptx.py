"""Presentations: slides as pages, titles first, tables and charts as tables, notes after their slide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.archive.readers import pptx

Write = Callable[..., Path]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# The writer is imported under another name: `pptx` is the reader here.
@pytest.fixture(name="slides_of")
def slides_fixture(request: pytest.FixtureRequest) -> Write:
    write: Write = request.getfixturevalue("pptx")
    return write


def a(*runs: str, properties: str = "") -> str:
    inner = "".join(run if run.startswith("<") else f"<a:r><a:t>{run}</a:t></a:r>" for run in runs)
    return f"<a:p>{properties}{inner}</a:p>"


def r(text: str, face: str) -> str:
    return f"<a:r><a:rPr><a:latin typeface='{face}'/></a:rPr><a:t>{text}</a:t></a:r>"


def sp(*paragraphs: str, kind: str | None = None, more: str = "", hidden: bool = False) -> str:
    holder = f"<p:ph type='{kind}'/>" if kind is not None else ""
    head = f"<p:nvSpPr><p:cNvPr {'hidden=' + repr('1') if hidden else ''}/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>"
    return f"<p:sp>{head}<p:txBody>{more}{''.join(paragraphs)}</p:txBody></p:sp>"


def test_slides_are_pages_titles_first_notes_last(slides_of: Write) -> None:
    slides = [sp(a("Một"), a("hai", "<a:br/>", "ba")) + sp(a("ĐỀ MỤC"), kind="title"), sp(a("Trang hai"))]
    notes = sp(a("Nói chậm"), kind="body") + sp(a("7"), kind="sldNum")
    raw = pptx.read(slides_of(slides, notes={1: notes}))
    assert raw.text == "ĐỀ MỤC\nMột\nhai\nba\nGhi chú:\nNói chậm\nTrang hai"
    assert [raw.text[start:].split("\n")[0] for start in raw.page_starts] == ["ĐỀ MỤC", "Trang hai"]


def test_slides_without_text_keep_their_numbers_and_hidden_ones_are_told(slides_of: Write) -> None:
    raw = pptx.read(slides_of(["", sp(a("hai")), "", sp(a("bốn"))], hidden=(4,)))
    assert raw.text == "hai\nbốn"
    assert raw.page_starts == (0, 0, 4, 4)
    assert raw.notes == ("Trang chiếu bị ẩn: 4.", "Trang chiếu không có chữ: 1, 3.")


def test_bullets_and_numbers_are_written_out(slides_of: Write) -> None:
    def listed(text: str, mark: str, level: int = 0) -> str:
        return a(text, properties=f"<a:pPr lvl='{level}'>{mark}</a:pPr>")

    number = "<a:buAutoNum type='arabicPeriod'/>"
    style = "<a:lstStyle><a:lvl2pPr><a:buChar char='–'/></a:lvl2pPr></a:lstStyle>"
    body = (
        listed("một", number),
        listed("chữ", "<a:buAutoNum type='alphaLcParenR' startAt='2'/>", 1),
        listed("hai", number),
        listed("chấm", "<a:buFont typeface='Wingdings'/><a:buChar char='ü'/>"),
        listed("gạch", "", 1),
        listed("trơn", "<a:buNone/>"),
    )
    assert pptx.read(slides_of([sp(*body, more=style)])).text.split("\n") == [
        "1. một",
        "b) chữ",
        "2. hai",
        "✓ chấm",
        "– gạch",
        "trơn",
    ]


def test_tables_are_rows_with_cells_at_their_places(slides_of: Write) -> None:
    def tc(text: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody>{a(text) if text else ''}</a:txBody></a:tc>"

    rows = f"<a:tr>{tc('Chỉ tiêu', 'gridSpan=' + repr('2'))}{tc('', 'hMerge=' + repr('1'))}{tc('Số')}</a:tr>"
    rows += f"<a:tr>{tc('Thu')}{tc('')}{tc('62,5%')}</a:tr>"
    graphic = f"<a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic>"
    frame = f"<p:graphicFrame>{graphic}</p:graphicFrame>"
    raw = pptx.read(slides_of([f"<p:grpSp>{frame}</p:grpSp>"]))
    assert raw.text == "Chỉ tiêu\t\tSố\nThu\t\t62,5%"
    assert [(c.row, c.column, raw.text[c.start : c.end]) for c in raw.tables[0].cells] == [
        (1, 1, "Chỉ tiêu"),
        (1, 3, "Số"),
        (2, 1, "Thu"),
        (2, 3, "62,5%"),
    ]


def test_a_chart_is_its_title_and_a_table_of_its_numbers(slides_of: Write) -> None:
    def points(cache: str, *values: str, code: str = "") -> str:
        inner = "".join(f"<c:pt idx='{place}'><c:v>{value}</c:v></c:pt>" for place, value in enumerate(values))
        return f"<c:{cache}>{code}{inner}</c:{cache}>"

    percent = "<c:formatCode>0.0%</c:formatCode>"
    chart = (
        f"<c:chartSpace SPACES><c:title><c:rich>{a('Tỷ lệ')}</c:rich></c:title><c:ser>"
        f"<c:tx>{points('strCache', 'Xã A')}</c:tx><c:cat>{points('strCache', 'Quý I', 'Quý II')}</c:cat>"
        f"<c:val>{points('numCache', '0.625', '0.7', code=percent)}</c:val></c:ser></c:chartSpace>"
    )
    frame = (
        "<p:graphicFrame><a:graphic><a:graphicData><c:chart r:id='bd'/></a:graphicData></a:graphic></p:graphicFrame>"
    )
    relation = f"<Relationship Id='bd' Type='{OFFICE}/chart' Target='../chart1.xml'/>"
    raw = pptx.read(slides_of([frame], extra={"ppt/chart1.xml": chart}, relations=relation))
    assert raw.text == "Tỷ lệ\n\tXã A\nQuý I\t62,5%\nQuý II\t70,0%"
    assert len(raw.tables[0].cells) == 5


def test_old_fonts_are_converted_run_by_run_by_their_own_name_or_that_of_the_shape(slides_of: Write) -> None:
    style = "<a:lstStyle><a:lvl1pPr><a:defRPr><a:latin typeface='.VnTimeH'/></a:defRPr></a:lvl1pPr></a:lstStyle>"
    body = sp(a("b¸o c¸o"), a("sè: ", r("Ñaûng boä", "VNI-Times"), r(" là", "Arial")), more=style)
    raw = pptx.read(slides_of([body]))
    assert raw.text == "BÁO CÁO\nSỐ: Đảng bộ là"
    assert "bảng mã cũ" in raw.notes[0]


def test_masters_rule_fonts_and_show_text_that_is_no_part_of_the_slide(slides_of: Write) -> None:
    relation = f"<Relationship Id='l' Type='{OFFICE}/slideLayout' Target='/ppt/layout.xml'/>"
    relation += f"<Relationship Id='m' Type='{OFFICE}/slideMaster' Target='/ppt/master.xml'/>"
    extra = {
        "ppt/layout.xml": (
            f"<p:sldLayout SPACES><p:cSld><p:spTree>{sp(a('Bấm để sửa'), kind='title')}</p:spTree></p:cSld>"
            "</p:sldLayout>"
        ),
        "ppt/_rels/layout.xml.rels": f"<Relationships>{relation}</Relationships>",
        "ppt/master.xml": (
            f"<p:sldMaster SPACES><p:cSld><p:spTree>{sp(a('TỐI MẬT'))}</p:spTree></p:cSld><p:txStyles><p:titleStyle>"
            "<a:lvl1pPr><a:defRPr><a:latin typeface='.VnTime'/></a:defRPr></a:lvl1pPr></p:titleStyle></p:txStyles>"
            "</p:sldMaster>"
        ),
    }
    raw = pptx.read(slides_of([sp(a("§¶ng bé"), kind="title")], extra=extra, relations=relation))
    assert (raw.text, raw.margins) == ("Đảng bộ", "TỐI MẬT")


def test_running_footers_and_hidden_shapes_are_outside(slides_of: Write) -> None:
    raw = pptx.read(slides_of([sp(a("a")) + sp(a("MẬT"), kind="ftr") + sp(a("ẩn đi"), hidden=True)]))
    assert (raw.text, raw.margins) == ("a", "MẬT\nẩn đi")
