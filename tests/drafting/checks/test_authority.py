"""Check of authority: who may issue which kind of document, who signs, whose documents it may replace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.documents.header import read_header
from workbench.documents.model import Document
from workbench.drafting.checks.authority import check_authority
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity

OLD, NEW = date(2022, 6, 1), date(2026, 8, 3)


def draft(
    type_name: str,
    issuer: str,
    symbol: str = "",
    day: date = OLD,
    text: str = "Kết quả thực hiện.",
    tables: Path | None = None,
) -> Checked:
    section = CheckedSection("ket_qua", "I- KẾT QUẢ", (CheckedItem("a1", text),))
    return Checked(
        (section,), type_name=type_name, system="party", issuer=issuer, symbol=symbol, day=day, tables=tables
    )


def file(head: list[str], closing: list[str], day: date) -> Checked:
    body = [
        "Thực hiện chương trình công tác, cơ quan báo cáo kết quả như sau:",
        "Các nhiệm vụ cơ bản hoàn thành theo kế hoạch đã đề ra.",
    ]
    text = "\n".join([*head, *body, *closing])
    header = read_header(text)
    document = Document("1", "a.docx", text, (), header, "a", ())
    return Checked(
        (),
        type_name=header.type or "",
        system=header.system,
        issuer=header.issuer or "",
        symbol=header.symbol or "",
        day=day,
        document=document,
    )


def head(organ: str, symbol: str, kind: str, above: str = "ĐẢNG BỘ TỈNH LAM NGUYÊN") -> list[str]:
    return [
        above,
        organ,
        "*",
        f"Số {symbol}",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Trầm Giang, ngày 01 tháng 6 năm 2022",
        kind,
        "về việc thực hiện nhiệm vụ năm 2022",
        "-----",
    ]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, [one.message for one in findings]
    return findings[0]


def test_the_committee_of_a_province_may_not_issue_a_chi_thi_but_its_standing_committee_may() -> None:
    committee = file(
        head("TỈNH ỦY LAM NGUYÊN", "12-CT/TU", "CHỈ THỊ", ""), ["T/M TỈNH ỦY", "BÍ THƯ", "", "Trần Văn An"], OLD
    )
    finding = only(list(check_authority(committee)))
    assert finding.severity is Severity.ERROR
    assert finding.rule == "66-QĐ/TW [V]"
    assert "Chỉ thị" in finding.message
    standing = file(
        head("TỈNH ỦY LAM NGUYÊN", "12-CT/TU", "CHỈ THỊ", ""), ["T/M BAN THƯỜNG VỤ", "BÍ THƯ", "", "Trần Văn An"], OLD
    )
    assert list(check_authority(standing)) == []


def test_where_the_signature_is_not_there_yet_either_organ_may_be_meant() -> None:
    assert list(check_authority(draft("Chỉ thị", "Tỉnh ủy Lam Nguyên", "TU"))) == []


def test_at_the_grass_roots_second_hand_rules_only_hint() -> None:
    finding = only(list(check_authority(draft("Chỉ thị", "Đảng ủy xã Khe Ngọc", "ĐU", NEW))))
    assert finding.severity is Severity.HINT
    assert finding.rule == "399-QĐ/TW [V2]"


def test_a_province_under_the_rule_of_2026_gets_a_hint_that_no_compared_table_is_known() -> None:
    subject = file(
        head("TỈNH ỦY LAM NGUYÊN", "12-CT/TU", "CHỈ THỊ", ""), ["T/M TỈNH ỦY", "BÍ THƯ", "", "Trần Văn An"], NEW
    )
    finding = only(list(check_authority(subject)))
    assert finding.severity is Severity.HINT
    assert "Chưa có bảng thẩm quyền đã đối chiếu" in finding.message


def test_before_2017_no_table_is_known_and_nothing_is_said() -> None:
    assert list(check_authority(draft("Thông tri", "Chi bộ Văn phòng", "CB", date(2010, 1, 1)))) == []


def test_an_office_that_has_the_table_of_its_rule_gets_errors_by_it(tmp_path: Path) -> None:
    (tmp_path / "authority.csv").write_text(
        "rule,organ,type,allowed,mark\n399-QĐ/TW,btv_tinh_uy,Chỉ thị,không,V\n399-QĐ/TW,tinh_uy,Chỉ thị,không,V\n",
        encoding="utf-8",
    )
    finding = only(list(check_authority(draft("Chỉ thị", "Tỉnh ủy Lam Nguyên", "TU", NEW, tables=tmp_path))))
    assert finding.severity is Severity.ERROR


def test_a_kind_that_only_the_state_has_is_no_party_document() -> None:
    finding = only(list(check_authority(draft("Công điện", "Tỉnh ủy Lam Nguyên", "TU"))))
    assert finding.severity is Severity.WARNING
    assert "danh mục thể loại" in finding.message


@pytest.mark.parametrize(
    ("closing", "wrong"),
    [
        (["CHÁNH VĂN PHÒNG", "", "Trần Văn An"], ""),
        (["K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "", "Trần Văn An"], ""),
        (["T/L BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG", "", "Trần Văn An"], ""),
        (["PHÓ CHÁNH VĂN PHÒNG", "", "Trần Văn An"], "không ghi quyền hạn"),
        (["T/M VĂN PHÒNG TỈNH ỦY", "CHÁNH VĂN PHÒNG", "", "Trần Văn An"], "“T/M”"),
    ],
)
def test_an_office_signs_in_its_own_right_or_for_its_head(closing: list[str], wrong: str) -> None:
    subject = file(head("VĂN PHÒNG", "88-BC/VPTU", "BÁO CÁO", "TỈNH ỦY LAM NGUYÊN"), closing, OLD)
    found = list(check_authority(subject))
    if wrong:
        finding = only(found)
        assert wrong in finding.message
        assert finding.rule == "36-HD/VPTW [V]"
    else:
        assert found == []


def test_the_wrong_words_of_a_signature_are_pointed_at() -> None:
    closing = ["T/M VĂN PHÒNG TỈNH ỦY", "CHÁNH VĂN PHÒNG", "", "Trần Văn An"]
    subject = file(head("VĂN PHÒNG", "88-BC/VPTU", "BÁO CÁO", "TỈNH ỦY LAM NGUYÊN"), closing, OLD)
    finding = only(list(check_authority(subject)))
    assert subject.document is not None
    assert subject.document.text[finding.start : finding.end].strip() == "T/M"


def test_a_deputy_secretary_who_signs_k_t_gets_a_hint() -> None:
    closing = ["K/T BÍ THƯ", "PHÓ BÍ THƯ", "", "Trần Văn An"]
    subject = file(head("ĐẢNG ỦY XÃ KHE NGỌC", "12-BC/ĐU", "BÁO CÁO"), closing, OLD)
    finding = only(list(check_authority(subject)))
    assert finding.severity is Severity.HINT
    assert "tập thể" in finding.message


def test_a_province_cannot_replace_what_the_centre_issued() -> None:
    text = "Quyết định này thay thế Quy định số 66-QĐ/TW, ngày 06/02/2017 của Ban Bí thư."
    finding = only(list(check_authority(draft("Quyết định", "Tỉnh ủy Lam Nguyên", "15-QĐ/TU", text=text))))
    assert "cơ quan cấp trên" in finding.message
    assert "66-QĐ/TW" in text[finding.start : finding.end]
    assert finding.item_id == "a1"


@pytest.mark.parametrize(
    ("type_name", "text"),
    [
        ("Quyết định", "Quyết định này thay thế Quyết định số 13140-QĐ/TU, ngày 10/6/2019 của Ban Thường vụ Tỉnh ủy."),
        ("Quyết định", "Quyết định này thay thế Quyết định số 12-QĐ/HU, ngày 10/6/2019 của Huyện ủy Đồng Mây."),
        ("Báo cáo", "Ban Bí thư ban hành quy định mới thay thế Quy định số 66-QĐ/TW, ngày 06/02/2017."),
        ("Quyết định", "Thực hiện Quy định số 66-QĐ/TW, ngày 06/02/2017 của Ban Bí thư."),
    ],
)
def test_what_an_organ_may_replace_and_what_a_report_tells_is_let_be(type_name: str, text: str) -> None:
    assert list(check_authority(draft(type_name, "Tỉnh ủy Lam Nguyên", "15-QĐ/TU", text=text))) == []


def test_of_a_text_that_belongs_to_no_system_nothing_is_said() -> None:
    assert list(check_authority(Checked(()))) == []
