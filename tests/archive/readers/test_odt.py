"""OpenDocument texts: what the page shows, in order, list numbers written out, nothing twice."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.archive import system_parts
from workbench.archive.readers import docx, odt
from workbench.errors import UnreadableFile

Write = Callable[..., Path]


def font(name: str, face: str, family: str = "text", more: str = "") -> str:
    return (
        f"<style:style style:name='{name}' style:family='{family}' {more}>"
        f"<style:text-properties fo:font-family=\"'{face}'\"/></style:style>"
    )


def numbering(kind: str = "1", suffix: str = ".", levels: int = 1) -> str:
    return (
        "<text:list-style style:name='L'>"
        f"<text:list-level-style-number text:level='1' style:num-format='{kind}' style:num-suffix='{suffix}'/>"
        f"<text:list-level-style-number text:level='2' style:num-format='1' text:display-levels='{levels}'/>"
        "<text:list-level-style-bullet text:level='3' text:bullet-char='-'/></text:list-style>"
    )


def items(*contents: str, more: str = "") -> str:
    inner = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list text:style-name='L' {more}>{inner}</text:list>"


def p(text: str, style: str = "") -> str:
    return f"<text:p text:style-name='{style}'>{text}</text:p>"


def test_paragraphs_headings_spaces_tabs_and_breaks(odf: Write) -> None:
    body = "<text:h text:outline-level='1'>BÁO CÁO</text:h>" + p(
        "Số<text:tab/>12<text:s text:c='3'/>KH\n  và<text:line-break/>dòng <text:span>h</text:span>ai"
    )
    assert odt.read(odf("text", body)).text == "BÁO CÁO\nSố\t12 KH và\ndòng hai"


def test_list_numbers_are_written_out_and_go_on_only_where_the_file_says(odf: Write) -> None:
    inner = "<text:list><text:list-item>{}</text:list-item></text:list>"
    body = items(p("một") + inner.format(p("một một") + inner.format(p("gạch"))), p("hai") + inner.format(p("hai một")))
    body += p("Giữa") + items(p("ba"), more="text:continue-numbering='true'") + items(p("lại từ đầu"))
    assert odt.read(odf("text", body, automatic=numbering(levels=2))).text.split("\n") == [
        "1. một",
        "1.1 một một",
        "- gạch",
        "2. hai",
        "2.1 hai một",
        "Giữa",
        "3. ba",
        "1. lại từ đầu",
    ]


def test_letters_and_roman_numbers_and_a_second_paragraph_of_an_item(odf: Write) -> None:
    body = items(p("đầu") + p("tiếp"), p("sau"))
    assert odt.read(odf("text", body, automatic=numbering("a", ")"))).text == "a) đầu\ntiếp\nb) sau"
    assert odt.read(odf("text", body, automatic=numbering("I"))).text == "I. đầu\ntiếp\nII. sau"


def test_tables_are_rows_with_cells_at_their_places(odf: Write) -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}>{p(text)}</table:table-cell>"

    rows = (
        "<table:table-header-rows><table:table-row>"
        + cell("Chỉ tiêu", "table:number-columns-spanned='2'")
        + "<table:covered-table-cell/>"
        + cell("Kết quả")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell("Thu")
        + "<table:table-cell/>"
        + cell("62,5%")
        + "</table:table-row>"
    )
    raw = odt.read(odf("text", p("Trước") + f"<table:table>{rows}</table:table>" + p("Sau")))
    assert raw.text == "Trước\nChỉ tiêu\tKết quả\nThu\t\t62,5%\nSau"
    assert [(c.row, c.column, raw.text[c.start : c.end]) for c in raw.tables[0].cells] == [
        (1, 1, "Chỉ tiêu"),
        (1, 3, "Kết quả"),
        (2, 1, "Thu"),
        (2, 3, "62,5%"),
    ]
    assert not raw.tables[0].sheet


def test_deletions_are_out_and_comments_hidden_text_and_headers_are_outside(odf: Write) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        + p("bị xóa")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            "Đạt <text:change-start/>62%<text:change-end/>"
            "<office:annotation><text:p>Xem lại</text:p></office:annotation>"
        )
        + p("Còn <text:span text:style-name='ẩn'>MẬT</text:span>lại")
        + "<text:section text:display='none'>"
        + p("Phần ẩn")
        + "</text:section>"
    )
    hidden = (
        "<style:style style:name='ẩn' style:family='text'><style:text-properties text:display='none'/></style:style>"
    )
    masters = f"<style:master-page><style:header>{p('TỐI MẬT')}</style:header></style:master-page>"
    raw = odt.read(odf("text", body, automatic=hidden, masters=masters, meta="<dc:title>Tên tệp</dc:title>"))
    assert raw.text == "Đạt 62%\nCòn lại"
    assert {"Xem lại", "MẬT", "Phần ẩn", "TỐI MẬT", "Tên tệp"} <= set(raw.margins.split("\n"))
    assert "bị xóa" not in raw.margins


def test_footnotes_stand_after_the_body_with_their_numbers(odf: Write) -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    body = p(f"Một{note.format(p('chú thích'))} hai{note.format(p('thứ hai'))}") + p("Cuối")
    assert odt.read(odf("text", body)).text == "Một[1] hai[2]\nCuối\n[1] chú thích\n[2] thứ hai"


def test_text_boxes_stand_after_their_paragraph_and_outside(odf: Write) -> None:
    body = p(f"Thân<draw:frame><draw:text-box>{p('TUYỆT MẬT')}</draw:text-box></draw:frame> bài") + p("Sau")
    raw = odt.read(odf("text", body))
    assert raw.text == "Thân bài\nTUYỆT MẬT\nSau"
    assert "TUYỆT MẬT" in raw.margins


def test_fonts_are_inherited_and_rule_run_by_run(odf: Write) -> None:
    styles = font("Gốc", ".VnTime", "paragraph") + font("Hoa", ".VnTimeH", more="style:parent-style-name='x'")
    styles += "<style:style style:name='Con' style:family='paragraph' style:parent-style-name='Gốc'/>"
    styles += font("Vni", "VNI-Times")
    body = p("§¶ng bé <text:span text:style-name='Vni'>Ñaûng boä</text:span> x·", "Con")
    body += p("<text:span text:style-name='Hoa'>b¸o c¸o</text:span> năm")
    raw = odt.read(odf("text", body, automatic=styles))
    assert raw.text == "Đảng bộ Đảng bộ xã\nBÁO CÁO năm"
    assert "bảng mã cũ" in raw.notes[0]


def test_pages_are_counted_only_where_the_file_notes_them(odf: Write) -> None:
    body = p("một") + p("ha<text:soft-page-break/>i") + "<text:soft-page-break/>" + p("ba")
    path = odf("text", body)
    assert odt.read(path).page_starts == ()
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode("utf-8") for name in package.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        "<office:text>", "<office:text text:use-soft-page-breaks='true'>"
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    raw = odt.read(path)
    assert [raw.text[start:] for start in raw.page_starts] == ["một\nhai\nba", "i\nba", "ba"]


def test_a_locked_file_is_told(odf: Write) -> None:
    path = odf("text", p("a"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["META-INF/manifest.xml"] = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    parts["content.xml"] = bytes(range(256))
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        odt.read(path)


def test_a_spreadsheet_under_the_suffix_is_named(odf: Write) -> None:
    with pytest.raises(UnreadableFile, match="bảng tính OpenDocument"):
        odt.read(odf("spreadsheet", "<table:table/>", "a.odt"))


def test_what_libreoffice_writes_reads_as_the_word_file_it_came_from(shared_data: Path, tmp_path: Path) -> None:
    program = system_parts.find("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    source = min((shared_data / "office_docs").glob("*.docx"), key=lambda path: path.stat().st_size)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", "odt", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = odt.read(tmp_path / f"{source.stem}.odt").text
    assert "".join(found.split()) == "".join(docx.read(source).text.split())
