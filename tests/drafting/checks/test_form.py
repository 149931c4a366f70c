"""Check of form on real Word files: correct ones are let be, each spoiled part is told with its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from workbench.archive.intake import Job, read_document
from workbench.documents.model import System
from workbench.drafting.checks.form import check_form
from workbench.drafting.checks.model import Checked, Finding, Severity, of_draft
from workbench.drafting.model import Draft, DraftSection

CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
BODY = (
    "Thực hiện chương trình công tác năm 2022, Văn phòng Tỉnh ủy đã tham mưu triển khai các nhiệm vụ đúng tiến độ.",
    "Công tác tổng hợp, thông tin, báo cáo có nhiều chuyển biến; chất lượng văn bản từng bước được nâng lên rõ rệt.",
)


@dataclass(frozen=True)
class Words:
    """A line of a document and how it is set."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: Any = CENTER
    font: str | None = None


@dataclass
class Paper:
    """A document to be written: its parts by name, and its page."""

    left: dict[str, Words]
    right: dict[str, Words]
    middle: dict[str, Words]
    body: dict[str, Words]
    closing_left: dict[str, Words]
    closing_right: dict[str, Words]
    margins: tuple[float, float, float, float] = (20, 20, 30, 15)
    paper: tuple[float, float] = (210, 297)
    spacing: float = 20
    indent: float = 10
    numbered: bool = True
    extra: list[str] = field(default_factory=list)

    def set(self, name: str, **changes: Any) -> Paper:
        """The same paper with one part set otherwise; text=None leaves it out."""
        for group in (self.left, self.right, self.middle, self.body, self.closing_left, self.closing_right):
            if name in group:
                if "text" in changes and changes["text"] is None:
                    del group[name]
                else:
                    group[name] = replace(group[name], **changes)
                return self
        raise KeyError(name)


def party() -> Paper:
    return Paper(
        left={
            "parent": Words("TỈNH ỦY LAM NGUYÊN"),
            "organ": Words("VĂN PHÒNG", bold=True),
            "star": Words("*"),
            "number": Words("Số 05-BC/VPTU"),
        },
        right={
            "title": Words("ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True),
            "day": Words("Trầm Giang, ngày 05 tháng 02 năm 2022", italic=True),
        },
        middle={
            "kind": Words("BÁO CÁO", size=16, bold=True),
            "subject": Words("về công tác văn phòng cấp ủy năm 2022", bold=True),
            "dashes": Words("-----"),
        },
        body={
            "opening": Words(BODY[0], align=JUSTIFY),
            "heading": Words("I- KẾT QUẢ ĐẠT ĐƯỢC", bold=True, align=JUSTIFY),
            "text": Words(BODY[1], align=JUSTIFY),
        },
        closing_left={
            "recipients": Words("Nơi nhận:", underline=True, align=LEFT),
            "first": Words("- Thường trực Tỉnh ủy,", size=12, align=LEFT),
            "kept": Words("- Lưu Văn phòng Tỉnh ủy.", size=12, align=LEFT),
        },
        closing_right={
            "post": Words("CHÁNH VĂN PHÒNG"),
            "gap": Words(""),
            "name": Words("Trần Văn An", bold=True),
        },
    )


def state() -> Paper:
    return Paper(
        left={
            "parent": Words("ỦY BAN NHÂN DÂN TỈNH LAM NGUYÊN", size=13),
            "organ": Words("SỞ NỘI VỤ", size=13, bold=True),
            "number": Words("Số: 05/BC-SNV", size=13),
        },
        right={
            "title": Words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True),
            "motto": Words("Độc lập - Tự do - Hạnh phúc", size=13, bold=True),
            "day": Words("Lam Nguyên, ngày 05 tháng 02 năm 2022", size=13, italic=True),
        },
        middle={
            "kind": Words("BÁO CÁO", bold=True),
            "subject": Words("Kết quả cải cách hành chính năm 2022", bold=True),
        },
        body={
            "basis": Words("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;", italic=True, align=JUSTIFY),
            "opening": Words(BODY[0], align=JUSTIFY),
            "text": Words(BODY[1] + "/.", align=JUSTIFY),
        },
        closing_left={
            "recipients": Words("Nơi nhận:", size=12, bold=True, italic=True, align=LEFT),
            "first": Words("- UBND tỉnh;", size=11, align=LEFT),
            "kept": Words("- Lưu: VT, CCHC.", size=11, align=LEFT),
        },
        closing_right={
            "authority": Words("KT. GIÁM ĐỐC", bold=True),
            "post": Words("PHÓ GIÁM ĐỐC", bold=True),
            "gap": Words(""),
            "name": Words("Trần Văn An", bold=True),
        },
    )


def write(paper: Paper, path: Path) -> Path:
    """The paper as a Word file."""
    document = docx.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(paper.paper[0]), Mm(paper.paper[1])
    section.top_margin, section.bottom_margin = Mm(paper.margins[0]), Mm(paper.margins[1])
    section.left_margin, section.right_margin = Mm(paper.margins[2]), Mm(paper.margins[3])
    section.different_first_page_header_footer = True
    if paper.numbered:
        number = section.header.paragraphs[0]
        number.alignment = CENTER
        code = OxmlElement("w:fldSimple")
        code.set(qn("w:instr"), " PAGE ")
        number._p.append(code)
    for left, right in ((paper.left, paper.right), ({}, {})):
        if left:
            _columns(document, left, right)
    for words in paper.middle.values():
        _fill(document.add_paragraph(), words)
    for words in paper.body.values():
        paragraph = _fill(document.add_paragraph(), words)
        layout = paragraph.paragraph_format
        layout.first_line_indent, layout.space_after = Mm(paper.indent), Pt(6)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(paper.spacing)
    _columns(document, paper.closing_left, paper.closing_right)
    for line in paper.extra:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def _columns(document: Any, left: dict[str, Words], right: dict[str, Words]) -> None:
    table = document.add_table(1, 2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        paragraphs = [cell.paragraphs[0], *(cell.add_paragraph() for _ in list(lines)[1:])]
        for paragraph, words in zip(paragraphs, lines.values(), strict=True):
            _fill(paragraph, words)


def _fill(paragraph: Paragraph, words: Words) -> Paragraph:
    paragraph.alignment = words.align
    run = paragraph.add_run(words.text)
    run.font.size, run.font.bold, run.font.italic = Pt(words.size), words.bold, words.italic
    run.font.underline = words.underline
    if words.font:
        run.font.name = words.font
    return paragraph


def read(path: Path, day: date | None = None, system: System | None = None, tables: Path | None = None) -> Checked:
    document = read_document(Job(path, path.name, "d1"))
    header = document.header
    return Checked(
        (),
        title=header.subject or "",
        type_name=header.type or "",
        system=system or header.system,
        issuer=header.issuer or "",
        symbol=header.symbol or "",
        day=day or header.date,
        document=document,
        path=path,
        tables=tables,
    )


Check = Callable[..., list[Finding]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """Findings about a paper, after it was written and read again."""

    def check(paper: Paper, **about: Any) -> list[Finding]:
        return list(check_form(read(write(paper, tmp_path / "van ban.docx"), **about)))

    return check


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, [one.message for one in findings]
    return findings[0]


# What is right ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", [party(), state()], ids=["party", "state"])
def test_a_document_by_the_rules_is_let_be(found: Check, paper: Paper) -> None:
    assert found(paper) == []


def test_by_the_rules_of_2026_the_same_paper_is_right_too(found: Check) -> None:
    assert found(party().set("day", text="Trầm Giang, ngày 05 tháng 8 năm 2026")) == []


# What is spoiled -------------------------------------------------------------------------------------------------

SPOILED: list[tuple[str, dict[str, Any], str]] = [
    ("title", {"size": 14}, "Tiêu đề: cỡ 14"),
    ("title", {"bold": False}, "Tiêu đề: không đậm"),
    ("organ", {"bold": False}, "Tên cơ quan ban hành: không đậm"),
    ("star", {"text": ""}, "dấu sao"),
    ("number", {"text": "Số: 05-BC/VPTU"}, "dấu hai chấm"),
    ("number", {"text": "Số 5-BC/VPTU"}, "thiếu số 0"),
    ("number", {"text": "Số 05/BC-VPTU"}, "kiểu của hệ kia"),
    ("number", {"text": "Số 05 - BC/VPTU"}, "dấu cách"),
    ("number", {"text": "Số 05-KH/VPTU"}, "không phải của báo cáo"),
    ("number", {"text": "Số 05-BC/TU"}, "không phải của cơ quan in ở đầu văn bản"),
    ("day", {"text": "Trầm Giang, ngày 5 tháng 2 năm 2022"}, "số 0 ở trước"),
    ("day", {"italic": False}, "chữ đứng"),
    ("kind", {"size": 14}, "Tên loại văn bản: cỡ 14 (phải là 15–16)"),
    ("kind", {"align": LEFT}, "căn trái"),
    ("subject", {"bold": False, "italic": True}, "không đậm (phải in đậm); in nghiêng"),
    ("heading", {"bold": False}, "Đề mục I-: không đậm"),
    ("opening", {"size": 13}, "Nội dung: 1/2 đoạn cỡ 13"),
    ("opening", {"font": "Arial"}, "phông “Arial”"),
    ("opening", {"font": ".VnTime"}, "bảng mã cũ"),
    ("recipients", {"text": None}, "Nơi nhận"),
    ("kept", {"text": None}, "Lưu"),
]


@pytest.mark.parametrize(("name", "changes", "said"), SPOILED)
def test_each_spoiled_part_of_a_party_document_is_told(
    found: Check, name: str, changes: dict[str, Any], said: str
) -> None:
    findings = found(party().set(name, **changes))
    assert any(said in one.message for one in findings), [one.message for one in findings]
    assert len(findings) <= 2
    assert all(one.rule.startswith("36-HD/VPTW [") for one in findings)


STATE: list[tuple[str, dict[str, Any], str]] = [
    ("motto", {"text": None}, "Thiếu Tiêu ngữ"),
    ("number", {"text": "Số 05/BC-SNV"}, "thiếu dấu hai chấm"),
    ("number", {"text": "Số: 05-BC/SNV"}, "kiểu của hệ kia"),
    ("number", {"text": "Số: 05/KH-SNV"}, "không phải của báo cáo"),
    ("basis", {"italic": False}, "Căn cứ: chữ đứng (phải in nghiêng)"),
    ("text", {"text": BODY[1]}, "“./.”"),
    ("recipients", {"bold": False, "italic": False, "underline": True}, "Nơi nhận: không đậm"),
    ("kept", {"text": "- Lưu Văn phòng."}, "“VT”"),
    ("authority", {"text": "K/T GIÁM ĐỐC"}, "cách ghi của cơ quan đảng"),
    ("title", {"size": 15}, "Quốc hiệu: cỡ 15"),
]


@pytest.mark.parametrize(("name", "changes", "said"), STATE)
def test_each_spoiled_part_of_a_state_document_is_told(
    found: Check, name: str, changes: dict[str, Any], said: str
) -> None:
    findings = found(state().set(name, **changes))
    assert any(said in one.message for one in findings), [one.message for one in findings]
    assert all(one.rule.startswith("30/2020/NĐ-CP [") for one in findings)
    assert any(one.severity is not Severity.HINT for one in findings)


def test_margins_paper_and_spacing_are_measured(found: Check) -> None:
    paper = party()
    paper.margins = (25.4, 20, 30, 15)
    finding = only(found(paper))
    assert "lề trên 25,4 mm" in finding.message.replace(".", ",") or "lề trên 25.4 mm" in finding.message
    paper = party()
    paper.paper = (215.9, 279.4)
    finding = only(found(paper))
    assert "A4" in finding.message
    assert finding.severity is Severity.ERROR
    paper = party()
    paper.spacing, paper.indent = 15, 0
    assert {one.severity for one in found(paper)} == {Severity.HINT}  # not compared with 36-HD/VPTW
    assert len(found(paper)) == 2


def test_a_long_document_without_page_numbers_gets_a_hint(found: Check) -> None:
    paper = party()
    paper.numbered = False
    assert found(paper) == []
    for number in range(30):
        paper.body[f"more{number}"] = Words(BODY[1], align=JUSTIFY)
    assert "số trang" in only(found(paper)).message


def test_a_state_signature_in_a_party_document_is_an_error(found: Check) -> None:
    paper = party()
    paper.closing_right = {"authority": Words("TM. BAN THƯỜNG VỤ", bold=True), **paper.closing_right}
    paper.set("post", text="BÍ THƯ")
    finding = only([one for one in found(paper) if one.severity is Severity.ERROR])
    assert "T/M" in finding.advice


def test_what_was_not_compared_only_hints(found: Check) -> None:
    paper = party().set("name", text="TS. Trần Văn An").set("text", text=BODY[1] + "/.")
    findings = found(paper)
    assert len(findings) == 2
    assert {one.severity for one in findings} == {Severity.HINT}


def test_both_titles_at_once_are_an_error(found: Check) -> None:
    paper = party()
    paper.right = {"state": Words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True), **paper.right}
    assert any("cả tiêu đề" in one.message and one.severity is Severity.ERROR for one in found(paper))


def test_in_the_months_of_transition_nothing_is_called_wrong(found: Check) -> None:
    paper = party().set("number", text="Số: 05-BC/VPTU").set("day", text="Trầm Giang, ngày 05 tháng 02 năm 2026")
    finding = only(found(paper))
    assert finding.severity is Severity.WARNING


def test_under_the_second_hand_rules_of_2026_findings_are_hints(found: Check) -> None:
    paper = party().set("number", text="Số: 05-BC/VPTU").set("day", text="Trầm Giang, ngày 05 tháng 8 năm 2026")
    finding = only(found(paper))
    assert finding.severity is Severity.HINT
    assert finding.rule == "05-HD/VPTW [V2]"


@pytest.mark.parametrize(("year", "rule"), [(2010, "11-HD/VPTW"), (1999, "01-HD/VPTW")])
def test_an_old_document_is_not_judged_by_the_rules_of_today(found: Check, year: int, rule: str) -> None:
    paper = party().set("kind", size=12).set("day", text=f"Trầm Giang, ngày 05 tháng 02 năm {year}")
    finding = only(found(paper))
    assert finding.severity is Severity.HINT
    assert rule in finding.message


def test_a_letter_needs_its_address_and_no_kind(found: Check) -> None:
    paper = party().set("kind", text=None).set("subject", text=None).set("dashes", text=None)
    paper.set("number", text="Số 05-CV/VPTU").set("first", text="- Như trên,")
    paper.left["subject"] = Words("về việc gửi báo cáo tháng 02 năm 2022", size=12, italic=True)
    paper.body.pop("heading")
    assert any("Kính gửi" in one.message for one in found(paper))
    paper.body = {"to": Words("Kính gửi: Đảng ủy xã Khe Ngọc.", italic=True), **paper.body}
    assert [one.message for one in found(paper)] == []
    paper.set("first", text="- Đảng ủy xã Khe Ngọc,")
    assert "Như trên" in only(found(paper)).message


def test_a_finding_points_to_the_words_in_the_text_of_the_file(tmp_path: Path) -> None:
    subject = read(write(party().set("kind", size=12), tmp_path / "a.docx"))
    finding = only(list(check_form(subject)))
    assert subject.document is not None
    assert subject.document.text[finding.start : finding.end] == "BÁO CÁO"
    assert finding.passage is not None


def test_the_office_may_change_the_table(tmp_path: Path) -> None:
    tables = tmp_path / "bang-tra"
    tables.mkdir()
    (tables / "form_layout.csv").write_text(
        "system,version,component,name,case,size_min,size_max,size,unit,bold,italic,underline,alignment,mark\n"
        "party,36-HD,ten_loai,Tên loại văn bản,hoa,12,12,12,pt,có,không,không,giữa,V\n",
        encoding="utf-8",
    )
    path = write(party().set("kind", size=12), tmp_path / "a.docx")
    assert list(check_form(read(path, tables=tables))) == []


def test_a_head_set_apart_by_tabs_is_measured_piece_by_piece(tmp_path: Path) -> None:
    document = docx.Document()
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    rows = [
        (("TỈNH ỦY LAM NGUYÊN", {}), ("ĐẢNG CỘNG SẢN VIỆT NAM", {"size": Pt(13), "bold": True})),
        (("VĂN PHÒNG", {"bold": True}), ("", {})),
        (("*", {}), ("", {})),
        (("Số 05-BC/VPTU", {}), ("Trầm Giang, ngày 05 tháng 02 năm 2022", {"italic": True})),
        (("BÁO CÁO", {"size": Pt(16), "bold": True}), ("", {})),
        (("về công tác văn phòng", {"bold": True}), ("", {})),
    ]
    for row in rows:
        paragraph = document.add_paragraph()
        paragraph.alignment = CENTER
        for at, (words, how) in enumerate(row):
            run = paragraph.add_run(("\t" if at and words else "") + words)
            for name, value in how.items():
                setattr(run.font, name, value)
    for line in (*BODY, "Nơi nhận:", "- Lưu Văn phòng Tỉnh ủy.", "CHÁNH VĂN PHÒNG", "Trần Văn An"):
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))
    messages = [one.message for one in check_form(read(path)) if one.severity is not Severity.HINT]
    assert messages == ["Tiêu đề: cỡ 13 (phải là 15)."]


def test_letters_of_an_old_charset_are_told_and_the_words_checked_all_the_same(tmp_path: Path) -> None:
    document = docx.Document()
    lines = [
        ("ñy ban nh©n d©n tØnh lam nguyªn", ".VnTimeH"),
        ("Sè 05/BC-UBND", ".VnTime"),
        ("céng hßa x· héi chñ nghÜa viÖt nam", ".VnTimeH"),
        ("§éc lËp - Tù do - H¹nh phóc", ".VnTime"),
        ("Lam Nguyªn, ngµy 05 th¸ng 02 n¨m 2022", ".VnTime"),
        ("b¸o c¸o", ".VnTimeH"),
        ("C«ng t¸c c¶i c¸ch hµnh chÝnh n¨m 2022", ".VnTime"),
        ("Thùc hiÖn ch\xad¬ng tr×nh c«ng t¸c, c¸c nhiÖm vô ®\xadîc triÓn khai ®óng tiÕn ®é cña kÕ ho¹ch.", ".VnTime"),
    ]
    for words, font in lines:
        document.add_paragraph().add_run(words).font.name = font
    path = tmp_path / "a.docx"
    document.save(str(path))
    findings = list(check_form(read(path)))
    assert "bảng mã cũ" in findings[0].message
    assert any("thiếu dấu hai chấm" in one.message for one in findings)


def test_a_contract_is_no_official_document(found: Check) -> None:
    paper = state().set("parent", text="").set("organ", text="").set("kind", text="HỢP ĐỒNG DỊCH VỤ", size=20)
    paper.set("number", text="Số 5/HĐDV")
    assert found(paper) == []


def test_legislation_has_rules_of_its_own(found: Check) -> None:
    paper = state().set("number", text="Số: 05/2022/QĐ-UBND").set("kind", text="QUYẾT ĐỊNH", size=20)
    finding = only(found(paper))
    assert finding.severity is Severity.HINT
    assert "quy phạm pháp luật" in finding.message


def test_the_title_of_a_draft_begins_in_small_letters() -> None:
    draft = Draft("Về kết quả năm 2022.", "", [DraftSection("a", "I- KẾT QUẢ")], issued=date(2022, 2, 5))
    assert len(list(check_form(of_draft(draft)))) == 2
    draft.title = "về kết quả năm 2022"
    assert list(check_form(of_draft(draft))) == []
