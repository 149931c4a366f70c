"""Check of wording: abbreviations, spelling, capitals, citations, organs of the past, dates, numbering."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.documents.model import System
from workbench.drafting.checks.model import Checked, CheckedItem, CheckedSection, Finding, Severity
from workbench.drafting.checks.wording import check_wording
from workbench.vietnamese.lexicon import Lexicon

LEXICON = Lexicon.load()
DAY = date(2026, 8, 3)


def text(
    *items: str,
    system: System | None = "party",
    day: date = DAY,
    tables: Path | None = None,
    title: str = "",
    headings: tuple[str, ...] = (),
) -> Checked:
    sections = [CheckedSection(f"s{at}", heading) for at, heading in enumerate(headings)]
    sections.append(CheckedSection("ket_qua", "", tuple(CheckedItem(f"a{at}", one) for at, one in enumerate(items))))
    return Checked(tuple(sections), title=title, system=system, day=day, lexicon=LEXICON, tables=tables)


def found(subject: Checked) -> list[Finding]:
    return list(check_wording(subject))


def only(subject: Checked) -> Finding:
    findings = found(subject)
    assert len(findings) == 1, [one.message for one in findings]
    return findings[0]


def words(subject: Checked, finding: Finding) -> str:
    item = next(item for _, item in subject.items() if item.id == finding.item_id)
    return item.text[finding.start : finding.end]


# Abbreviations ---------------------------------------------------------------------------------------------------


def test_an_abbreviation_that_was_not_introduced_gets_a_hint_with_its_words_in_full() -> None:
    subject = text("Tỷ lệ hồ sơ TTHC nộp trực tuyến đạt 80%.", "Số TTHC được rà soát là 25.")
    finding = only(subject)
    assert finding.severity is Severity.HINT
    assert "2 lần" in finding.message
    assert "thủ tục hành chính (TTHC)" in finding.advice
    assert words(subject, finding) == "TTHC"


def test_one_that_the_text_introduces_is_let_be_and_one_introduced_too_late_is_told() -> None:
    right = text("Công tác cải cách thủ tục hành chính (TTHC) chuyển biến rõ.", "Số TTHC được rà soát là 25.")
    assert found(right) == []
    late = text("Số TTHC được rà soát là 25.", "Công tác cải cách thủ tục hành chính (TTHC) chuyển biến rõ.")
    assert "trước khi giới thiệu" in only(late).message


@pytest.mark.parametrize(
    "plain",
    [
        "UBND xã và HĐND xã phối hợp thực hiện.",
        "Thực hiện Chỉ thị 12-CT/TU, các đơn vị đã triển khai.",
        "Quý III và quý IV năm 2026, thu ngân sách tăng.",
        "BAN CHẤP HÀNH ĐẢNG BỘ XÃ KHE NGỌC",
        "Tham gia Hội nghị “Chung tay vì môi trường - VNGREEN” tại tỉnh.",
        "Chương trình OCOP có 12 sản phẩm mới.",
    ],
)
def test_well_known_abbreviations_symbols_numbers_and_capitals_are_let_be(plain: str) -> None:
    assert [one.message for one in found(text(plain, title="về Chỉ thị 12-CT/TU"))] == []


def test_an_office_can_add_its_own_well_known_ones(tmp_path: Path) -> None:
    assert found(text("Số TTHC được rà soát là 25.")) != []
    (tmp_path / "common_abbreviations.csv").write_text("viết tắt;ghi chú\nTTHC;quen dùng\n", encoding="utf-8")
    assert found(text("Số TTHC được rà soát là 25.", tables=tmp_path)) == []


def test_a_text_full_of_codes_does_not_fill_the_list() -> None:
    codes = [f"{first}{second}X" for first in "BCDGH" for second in "KLMNP"]
    findings = found(text(*(f"Mã {code} được cập nhật." for code in codes)))
    assert len(findings) == 13
    assert "Còn 13 chữ viết tắt khác" in findings[-1].message


# Spelling --------------------------------------------------------------------------------------------------------


def test_mixed_placement_of_tones_is_told_once_at_the_rarer_spelling() -> None:
    subject = text("Cấp ủy các cấp hóa giải vướng mắc.", "Các cấp uỷ đã vào cuộc.")
    finding = only(subject)
    assert finding.severity is Severity.HINT
    assert words(subject, finding) == "uỷ"
    assert "2 chỗ" in finding.message
    assert "1 chỗ" in finding.message


@pytest.mark.parametrize(
    "plain",
    ["Cấp ủy xã hóa giải vướng mắc; quý này thu đạt 20 tỷ đồng.", "Cấp uỷ xã hoá giải vướng mắc, toàn diện, khoẻ."],
)
def test_one_placement_throughout_is_let_be_whichever_it_is(plain: str) -> None:
    assert found(text(plain)) == []


def test_mixed_i_and_y_is_told_but_names_are_let_be() -> None:
    assert "“lý” 2 chỗ, “lí” 1 chỗ" in only(text("Công tác quản lý và xử lý đơn thư.", "Việc quản lí đất đai.")).message
    assert found(text("Đồng chí Lí Văn An báo cáo việc quản lý đất đai.")) == []


def test_the_letter_that_only_looks_like_d_is_a_warning() -> None:
    subject = text("Ðồng thời, các chi bộ đã triển khai nghị quyết.")
    finding = only(subject)
    assert finding.severity is Severity.WARNING
    assert words(subject, finding) == "Ð"


def test_double_blanks_and_blanks_before_signs_are_told_with_their_number() -> None:
    findings = found(text("Kết quả  đạt được , cơ bản tốt.", "Việc  này xong."))
    assert ["(2 chỗ)" in findings[0].message, "(1 chỗ)" in findings[1].message] == [True, True]


def test_capitals_of_the_decree_are_asked_of_the_state_only() -> None:
    plain = "Hội nghị tổ chức tại thành phố Hồ Chí Minh theo khoản 2 điều 5 của Quy chế."
    assert len(found(text(plain, system="state"))) == 2
    assert {one.severity for one in found(text(plain, system="state"))} == {Severity.WARNING}
    assert found(text(plain, system="party")) == []
    assert found(text(plain, system="state", day=date(2015, 1, 1))) == []


# Citations and dates ---------------------------------------------------------------------------------------------


def test_a_state_document_cites_in_full_the_first_time() -> None:
    bare = text("Theo Luật Lưu trữ, thực hiện Kế hoạch số 88/KH-UBND, sở đã triển khai.", system="state")
    finding = only(bare)
    assert finding.rule == "30/2020/NĐ-CP [V]"
    assert words(bare, finding) == "Kế hoạch số 88/KH-UBND"
    assert "ngày ban hành" in finding.message
    full = (
        "Thực hiện Kế hoạch số 88/KH-UBND ngày 05 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Lam Nguyên về cải cách hành"
        " chính, sở đã triển khai."
    )
    assert found(text(full, "Sở đã báo cáo kết quả Kế hoạch số 88/KH-UBND.", system="state")) == []
    assert "Viện dẫn lại đầy đủ" in only(text(full, full, system="state")).message
    assert (
        found(text("Thực hiện Kế hoạch số 88/KH-UBND, sở đã triển khai.", system="state", day=date(2018, 5, 1))) == []
    )


def test_a_party_text_is_only_asked_about_a_bare_number() -> None:
    bare = text("Thực hiện Chỉ thị số 34-CT/TU, các chi bộ đã vào cuộc.")
    assert only(bare).severity is Severity.HINT
    assert found(text("Thực hiện Chỉ thị số 34-CT/TU, ngày 15/3/2024, các chi bộ đã vào cuộc.")) == []
    told = "Ngày 03/4/2026, Ban Thường vụ Tỉnh ủy có Công văn số 214-CV/TU yêu cầu các đảng ủy báo cáo."
    assert found(text(told)) == []
    titled = text("Thực hiện Chỉ thị số 34-CT/TU, các chi bộ đã vào cuộc.", title="sơ kết Chỉ thị số 34-CT/TU")
    assert found(titled) == []


def test_impossible_days_and_mixed_ways_of_writing_days_are_told() -> None:
    impossible = text("Hoàn thành trước ngày 31/02/2026.")
    finding = only(impossible)
    assert finding.severity is Severity.WARNING
    assert words(impossible, finding) == "31/02/2026"
    mixed = only(text("Từ ngày 01/7/2026 đến ngày 15/7/2026.", "Ngày 20.7.2026 họp."))
    assert "không thống nhất" in mixed.message
    assert found(text("Ngày 01/7/2026, thu 1.234.567 đồng, giai đoạn 2021-2025.")) == []


# The past --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ("Đề nghị các huyện ủy khẩn trương triển khai.", "đảng ủy xã"),
        ("UBND huyện Đồng Mây chỉ đạo các xã.", "UBND xã"),
        ("Ban Dân vận Tỉnh ủy chủ trì tham mưu.", "Ban Tuyên giáo và Dân vận"),
        ("Đề nghị tỉnh Kon Tum phối hợp.", "Quảng Ngãi"),
    ],
)
def test_what_no_longer_exists_is_asked_about_in_a_later_text(plain: str, said: str) -> None:
    finding = only(text(plain))
    assert finding.severity is Severity.HINT
    assert said in finding.message
    assert found(text(plain, day=date(2025, 3, 1))) == []


@pytest.mark.parametrize(
    "plain",
    [
        "Trước khi sắp xếp, các huyện ủy đã bàn giao hồ sơ.",
        "Năm 2024, UBND huyện Đồng Mây đã hoàn thành kế hoạch.",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì tham mưu.",
        "Thực hiện Kế hoạch số 61-KH/HU, ngày 05/6/2024 của Huyện ủy Thạch Lũng về cải cách hành chính.",
        "Đề nghị tỉnh Quảng Ngãi phối hợp.",
    ],
)
def test_a_sentence_that_tells_of_the_past_is_let_be(plain: str) -> None:
    assert found(text(plain)) == []


# Numbering, endings ----------------------------------------------------------------------------------------------


def test_headings_numbered_in_two_ways_or_out_of_order_are_told() -> None:
    assert "không thống nhất" in only(text(headings=("I- KẾT QUẢ", "II. HẠN CHẾ"))).message
    gap = only(text(headings=("I- KẾT QUẢ", "III- HẠN CHẾ")))
    assert gap.section_key == "s1"
    assert found(text(headings=("I- KẾT QUẢ", "1. Ưu điểm", "2. Hạn chế", "II- NHIỆM VỤ", "1. Mục tiêu"))) == []
    assert (
        found(text(headings=tuple(f"{n}- MỤC" for n in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")))) == []
    )


def test_a_party_draft_does_not_end_like_a_state_document() -> None:
    assert "./." in only(text("Trên đây là báo cáo của Văn phòng Tỉnh ủy./.")).message
    assert found(text("Trên đây là báo cáo của Sở Nội vụ./.", system="state")) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=4), st.sampled_from(["party", "state", None]))
def test_any_text_is_checked_and_every_finding_points_into_it(items: list[str], system: System | None) -> None:
    subject = text(*items, system=system)
    for finding in check_wording(subject):
        item = next(item for _, item in subject.items() if item.id == finding.item_id)
        assert 0 <= finding.start < finding.end <= len(item.text)
