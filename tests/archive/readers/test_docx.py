"""Word files: what the page shows, in order, and nothing twice."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.archive.readers import docx as reader
from workbench.archive.readers import package
from workbench.errors import UnreadableFile

Write = Callable[..., Path]


def p(*runs: str, properties: str = "") -> str:
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def table(*rows: list[str]) -> str:
    cells = ["".join(f"<w:tc>{cell if '<w:p' in cell else p(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def font(name: str) -> str:
    return f"<w:rFonts w:ascii='{name}' w:hAnsi='{name}'/>"


def test_a_table_row_is_one_line_with_tabs_in_document_order(docx: Write) -> None:
    body = p("Trước bảng") + table(["TT", "Chỉ tiêu", ""], ["1", "Thu ngân sách", "62,5%"]) + p("Sau bảng")
    assert reader.read(docx(body)).text == "Trước bảng\nTT\tChỉ tiêu\n1\tThu ngân sách\t62,5%\nSau bảng"


def test_the_cells_of_a_table_stand_at_their_offsets_with_their_rows_and_columns(docx: Write) -> None:
    head = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("Chỉ tiêu") + "</w:tc>"
    head += "<w:tc>" + p("Kết quả") + "</w:tc></w:tr>"
    below = table(["1", p("Thu", " ngân sách") + p("(tỷ đồng)"), "62,5%"]).removeprefix("<w:tbl>")
    raw = reader.read(docx(p("Trước bảng") + "<w:tbl>" + head + below + p("Sau") + table(["a", ""], ["", "b"])))
    assert [[(c.row, c.column, raw.text[c.start : c.end]) for c in t.cells] for t in raw.tables] == [
        [
            (1, 1, "Chỉ tiêu"),
            (1, 3, "Kết quả"),
            (2, 1, "1"),
            (2, 2, "Thu ngân sách\n(tỷ đồng)"),
            (2, 3, "62,5%"),
        ],
        [(1, 1, "a"), (2, 2, "b")],
    ]
    assert not any(found.sheet or found.name for found in raw.tables)


def test_unicode_typed_on_in_an_old_font_stays(docx: Write) -> None:
    body = p(r("C¸c huyÖn träng ®iÓm về TĐC là của tỉnh", font(".VnTime")))
    assert reader.read(docx(body)).text == "Các huyện trọng điểm về TĐC là của tỉnh"


def test_tables_in_headers_and_boxes_leave_no_marks(docx: Write) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{table(['a', 'b'])}</w:txbxContent></v:textbox></w:pict></w:r>"
    raw = reader.read(docx(p("Thân", box), header=table(["MẬT", "c"])))
    assert raw.text == "Thân\na\tb"
    assert raw.margins.split("\n") == ["MẬT\tc", "a\tb"]
    assert [raw.text[cell.start : cell.end] for cell in raw.tables[0].cells] == ["a", "b"]


def test_an_old_charset_in_a_table_moves_no_cell(docx: Write) -> None:
    rows = [["§¶ng bé", "x· Suèi M¬"], ["Uû ban", "nh©n d©n"], ["NghÞ quyÕt", "kÕ ho¹ch"]]
    raw = reader.read(docx(table(*rows)))
    found = [raw.text[cell.start : cell.end] for cell in raw.tables[0].cells]
    assert found == ["Đảng bộ", "xã Suối Mơ", "Uỷ ban", "nhân dân", "Nghị quyết", "kế hoạch"]


def test_a_row_with_several_paragraphs_in_a_cell_is_read_cell_after_cell(docx: Write) -> None:
    left = p("HUYỆN ỦY SUỐI MƠ") + p("BAN TUYÊN GIÁO") + p("*") + p("Số 12-KH/BTG")
    right = p("ĐẢNG CỘNG SẢN VIỆT NAM") + p("Suối Mơ, ngày 5 tháng 3 năm 2026")
    assert reader.read(docx(table([left, right]))).text.split("\n") == [
        "HUYỆN ỦY SUỐI MƠ",
        "BAN TUYÊN GIÁO",
        "*",
        "Số 12-KH/BTG",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Suối Mơ, ngày 5 tháng 3 năm 2026",
    ]


def test_a_table_in_a_table_is_read(docx: Write) -> None:
    inner = table(["a", "b"], ["c", "d"]) + p("")
    assert reader.read(docx(table(["Ngoài", inner]))).text.split("\n") == ["Ngoài", "a\tb", "c\td"]


def test_tabs_breaks_and_hyphens_become_text(docx: Write) -> None:
    body = p("<w:r><w:t>Số</w:t><w:tab/><w:t>12</w:t><w:noBreakHyphen/><w:t>KH</w:t><w:br/><w:t>dòng hai</w:t></w:r>")
    assert reader.read(docx(body)).text == "Số\t12-KH\ndòng hai"


def test_the_tab_after_a_list_mark_is_a_space(docx: Write) -> None:
    body = p("<w:r><w:t>a)</w:t><w:tab/><w:t>Một nội dung</w:t></w:r>")
    assert reader.read(docx(body)).text == "a) Một nội dung"


def test_links_fields_and_content_controls_are_read_and_field_codes_are_not(docx: Write) -> None:
    body = (
        p(f"<w:hyperlink r:id='x'>{r('liên kết')}</w:hyperlink>", " và ", f"<w:smartTag>{r('nhãn')}</w:smartTag>")
        + f"<w:sdt><w:sdtContent>{p('Trong khung')}</w:sdtContent></w:sdt>"
        + p("Trang ", "<w:r><w:instrText>PAGE</w:instrText></w:r>", f"<w:fldSimple w:instr='x'>{r('7')}</w:fldSimple>")
    )
    assert reader.read(docx(body)).text == "liên kết và nhãn\nTrong khung\nTrang 7"


def test_insertions_are_in_and_deletions_are_out(docx: Write) -> None:
    body = (
        p("Đạt ", f"<w:del><w:r><w:delText>61%</w:delText></w:r></w:del><w:ins>{r('62%')}</w:ins>", " kế hoạch")
        + p(f"<w:moveFrom>{r('chuyển đi')}</w:moveFrom><w:moveTo>{r('chuyển đến')}</w:moveTo>")
        + p("Đoạn này ", properties="<w:rPr><w:del/></w:rPr>")
        + p("nối liền.")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + p("hàng đã xóa")
        + "</w:tc></w:tr></w:tbl>"
    )
    assert reader.read(docx(body)).text == "Đạt 62% kế hoạch\nchuyển đến\nĐoạn này nối liền."


def test_a_text_box_is_read_once_and_goes_to_the_margins_too(docx: Write) -> None:
    box = f"<w:txbxContent>{p('Trong hộp')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    raw = reader.read(docx(p("Thân bài", drawing) + p("Cuối")))
    assert raw.text == "Thân bài\nTrong hộp\nCuối"
    assert raw.margins == "Trong hộp"


def test_a_text_box_only_in_the_old_form_is_read(docx: Write) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('Hộp cũ')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert reader.read(docx(p("Thân", box))).text == "Thân\nHộp cũ"


def test_footnotes_stand_after_the_body_with_their_marks(docx: Write) -> None:
    notes = (
        "<w:footnote w:id='-1' w:type='separator'/>"
        f"<w:footnote w:id='5'>{p('Nguồn: báo cáo năm.')}</w:footnote><w:footnote w:id='2'>{p('Số ước.')}</w:footnote>"
    )
    mark = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    body = p("Thu 12 tỷ", mark.format(2), " và chi 9 tỷ", mark.format(5), ".")
    raw = reader.read(docx(body, footnotes=notes))
    assert raw.text == "Thu 12 tỷ[1] và chi 9 tỷ[2].\n[1] Số ước.\n[2] Nguồn: báo cáo năm."


def test_headers_footers_comments_hidden_text_and_properties_go_to_the_margins(docx: Write) -> None:
    path = docx(
        p("Thân bài", r("chữ ẩn", "<w:vanish/>")),
        header=p("ĐÓNG DẤU MẬT"),
        footer=p("Chân trang"),
        comments=f"<w:comment>{p('Góp ý')}</w:comment>",
        core="<dc:title>Tên tệp</dc:title><dc:subject>Chủ đề</dc:subject>",
    )
    raw = reader.read(path)
    assert raw.text == "Thân bài"
    assert raw.margins.split("\n") == ["ĐÓNG DẤU MẬT", "Chân trang", "Góp ý", "chữ ẩn", "Tên tệp", "Chủ đề"]


def test_pages_start_where_word_noted_them(docx: Write) -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    forced = "<w:r><w:br w:type='page'/></w:r>"
    raw = reader.read(docx(p("Trang một đến ", turn, "trang hai") + p(forced) + p(turn, "Trang ba")))
    assert raw.text == "Trang một đến trang hai\nTrang ba"
    assert [raw.text[start:] for start in raw.page_starts] == [raw.text, "trang hai\nTrang ba", "Trang ba"]


def test_pages_are_unknown_where_word_noted_none(docx: Write) -> None:
    assert reader.read(docx(p("Một") + p("<w:r><w:br w:type='page'/></w:r>", "Hai"))).page_starts == ()


def test_a_soft_hyphen_is_a_letter_in_tcvn3_and_nothing_elsewhere(docx: Write) -> None:
    def hyphenated(before: str, after: str, properties: str = "") -> str:
        properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return p(f"<w:r>{properties}<w:t>{before}</w:t><w:softHyphen/><w:t>{after}</w:t></w:r>")

    old_font = "<w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/>"
    body = hyphenated("®", "îc giao nhiÖm vô", old_font) + hyphenated("nhiệm", " vụ được giao")
    assert reader.read(docx(body)).text == "được giao nhiệm vụ\nnhiệm vụ được giao"


def test_text_in_old_fonts_is_converted_run_by_run(docx: Write) -> None:
    body = (
        p(r("§¶ng bé x·", font(".VnTime")), r(" họp "), r("nghÞ quyÕt", font(".VnTimeH")))
        + p(r("Ñaûng u", font("VNI-Times")), r("ûy xaõ", font("VNI-Times")))
        + p(r("Đảng ủy", font(".VnTime")), r(" và ", font(".VnTime")))
    )
    raw = reader.read(docx(body))
    assert raw.text == "Đảng bộ xã họp NGHỊ QUYẾT\nĐảng ủy xã\nĐảng ủy và"
    assert "bảng mã cũ" in raw.notes[0]


def test_the_font_may_come_from_a_style_or_the_defaults(docx: Write) -> None:
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font('VNI-Times')}</w:rPr></w:rPrDefault></w:docDefaults>"
        f"<w:style w:type='paragraph' w:styleId='Goc'><w:rPr>{font('.VnTime')}</w:rPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Con'><w:basedOn w:val='Goc'/></w:style>"
        f"<w:style w:type='character' w:styleId='Chu'><w:rPr>{font('Times New Roman')}</w:rPr></w:style>"
    )
    body = p("héi nghÞ ", r("tổng kết", "<w:rStyle w:val='Chu'/>"), properties="<w:pStyle w:val='Con'/>") + p("Ñaûng")
    assert reader.read(docx(body, styles=styles)).text == "hội nghị tổng kết\nĐảng"


def test_capitals_by_format_are_written_out(docx: Write) -> None:
    assert reader.read(docx(p(r("Quyết định", "<w:caps/>"), r(" về", "<w:caps w:val='0'/>")))).text == "QUYẾT ĐỊNH về"


NUMBERING = """
<w:abstractNum w:abstractNumId='0'>
 <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1-'/></w:lvl>
 <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.'/></w:lvl>
 <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%2.%3.'/></w:lvl>
 <w:lvl w:ilvl='3'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%4)'/></w:lvl>
 <w:lvl w:ilvl='4'><w:numFmt w:val='bullet'/><w:lvlText w:val='-'/></w:lvl>
 <w:lvl w:ilvl='5'><w:numFmt w:val='bullet'/><w:lvlText w:val='&#xF0B7;'/></w:lvl>
</w:abstractNum>
<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
<w:num w:numId='2'><w:abstractNumId w:val='0'/>
 <w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
"""


def test_list_numbers_are_written_out(docx: Write) -> None:
    items = [
        (0, "KẾT QUẢ", 1),
        (1, "Kinh tế", 1),
        (2, "Thu", 1),
        (2, "Chi", 1),
        (3, "Chi một", 1),
        (3, "Chi hai", 1),
        (1, "Xã hội", 1),
        (2, "Y tế", 1),
        (0, "HẠN CHẾ", 1),
        (1, "Chung", 1),
        (4, "gạch", 1),
        (5, "chấm", 1),
        (0, "PHỤ LỤC", 2),
        (0, "ngoài", 0),
    ]
    body = "".join(
        p(text, properties=f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>")
        for level, text, number in items
    )
    assert reader.read(docx(body, numbering=NUMBERING)).text.split("\n") == [
        "I- KẾT QUẢ",
        "1. Kinh tế",
        "1.1. Thu",
        "1.2. Chi",
        "a) Chi một",
        "b) Chi hai",
        "2. Xã hội",
        "2.1. Y tế",
        "II- HẠN CHẾ",
        "1. Chung",
        "- gạch",
        "• chấm",
        "I- PHỤ LỤC",
        "ngoài",
    ]


def test_list_numbers_may_come_from_a_style(docx: Write) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Muc'><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>"
        "</w:pPr></w:style>"
    )
    body = p("Một", properties="<w:pStyle w:val='Muc'/>") + p("Hai", properties="<w:pStyle w:val='Muc'/>")
    assert reader.read(docx(body, styles=styles, numbering=NUMBERING)).text == "1. Một\n2. Hai"


# Bad files


def test_a_file_locked_with_a_password_says_so(tmp_path: Path) -> None:
    path = tmp_path / "khoa.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        reader.read(path)


def test_other_office_packages_are_named(tmp_path: Path) -> None:
    path = tmp_path / "so-lieu.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableFile, match="bảng tính Excel"):
        reader.read(path)


def test_a_package_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    docx: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = docx(p("a" * 3_000_000))
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(package, "MAX_UNPACKED_BYTES", 2_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(UnreadableFile, match="quá lớn"):
        reader.read(path)


def test_xml_entities_are_refused_and_no_file_is_read_through_them(tmp_path: Path) -> None:
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("NỘI DUNG KHÁC", encoding="utf-8")
    path = tmp_path / "tan-cong.docx"
    xml = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY b "{"b" * 1000}">]>'
        f"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&x;{'&b;' * 1000}</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", xml)
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        reader.read(path)


def test_a_document_without_a_body_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "khong-than.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableFile, match="không có phần thân"):
        reader.read(path)


def test_hidden_text_in_an_old_font_can_be_read_in_the_margins(docx: Write) -> None:
    raw = reader.read(docx(p("Nội dung", r("Tµi liÖu mËt", font(".VnTime") + "<w:vanish/>"))))
    assert raw.text == "Nội dung"
    assert "Tài liệu mật" in raw.margins


def test_a_font_whose_name_says_nothing_is_judged_by_all_text_in_it(docx: Write) -> None:
    long = r("Héi ®ång nh©n d©n tØnh quyÕt nghÞ vÒ ph¸t triÓn", font("VNTime"))
    raw = reader.read(docx(p(long) + p(r("Sè thu: ", font("VNTime")), r("nếu có", font("Arial")))))
    assert raw.text == "Hội đồng nhân dân tỉnh quyết nghị về phát triển\nSố thu: nếu có"
    assert "bảng mã cũ" in raw.notes[0]
