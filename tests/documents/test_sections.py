"""Report sections: headings of every numbering, what they hand on, and what a sentence sounds like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.sections import SECTIONS, cue_section, heading_section, mark_sections

REPORT = """
BÁO CÁO | - |
Thực hiện Công văn số 12-CV/TU, Ban Thường vụ báo cáo như sau: | - |
I- ĐẶC ĐIỂM, TÌNH HÌNH | dac_diem | H
Xã có 12 thôn. | dac_diem |
II- CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO | chi_dao | H
1. Quán triệt, tuyên truyền | chi_dao | H
Đã mở 3 lớp. | chi_dao |
III- KẾT QUẢ ĐẠT ĐƯỢC | ket_qua | H
1. Công tác xây dựng Đảng | ket_qua | H
Kết nạp 5 đảng viên. | ket_qua |
1.1. Kiểm tra, giám sát | ket_qua | H
2- Công tác giải quyết khiếu nại, tố cáo, kiến nghị | ket_qua | H
3. Thực hiện nhiệm vụ phát triển kinh tế; chỉ đạo sản xuất vụ xuân đúng khung thời vụ. | ket_qua |
IV- TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN | han_che | H
1. Những hạn chế | han_che | H
Tiến độ còn chậm. | han_che |
2. Nguyên nhân | nguyen_nhan | H
- Nguyên nhân khách quan: kinh phí thấp. | nguyen_nhan |
V- Kết quả và hạn chế | ket_qua | H
Việc đã xong. | ket_qua |
- Hạn chế: việc còn chậm. | han_che |
Một số nơi chưa làm. | han_che |
VI- BÀI HỌC KINH NGHIỆM | bai_hoc | H
Một là, coi trọng công tác dân vận. | bai_hoc |
PHẦN THỨ HAI | - | H
PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM | phuong_huong | H
I- Phát triển kinh tế - xã hội | phuong_huong | H
1. Khắc phục hạn chế, yếu kém trong quản lý đất đai | phuong_huong | H
Tiếp tục rà soát. | phuong_huong |
Phần thứ ba: SỐ LIỆU | - | H
Biểu số 1 | - |
KIẾN NGHỊ, ĐỀ XUẤT | kien_nghi | H
Đề nghị cấp trên sớm hướng dẫn. | kien_nghi |
T/M BAN THƯỜNG VỤ | - |
BÍ THƯ | - |
"""


def test_a_report_is_marked_line_by_line() -> None:
    rows = [[cell.strip() for cell in line.split("|")] for line in REPORT.strip().splitlines()]
    text, spans = "", []
    for line, _, _ in rows:
        spans.append((len(text), len(text) + len(line)))
        text += line + "\n"
    expected = [(line, None if section == "-" else section, mark == "H") for line, section, mark in rows]
    marked = mark_sections(text, spans)
    assert [(row[0], *mark) for row, mark in zip(rows, marked, strict=True)] == expected


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("Kết quả và hạn chế", "ket_qua"),
        ("Nguyên nhân của hạn chế", "nguyen_nhan"),
        ("Tồn tại, hạn chế và nguyên nhân", "han_che"),
        ("Kết quả lãnh đạo, chỉ đạo", "ket_qua"),
        ("CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO VÀ KẾT QUẢ ĐẠT ĐƯỢC", "chi_dao"),
        ("Phương hướng khắc phục hạn chế", "phuong_huong"),
        ("MỘT SỐ KHÓ KHĂN, VƯỚNG MẮC", "han_che"),
        ("THUẬN LỢI, KHÓ KHĂN", "dac_diem"),
        ("Đề xuất, kiến nghị", "kien_nghi"),
        ("Khái quát tình hình", "dac_diem"),
        ("Công tác giải quyết kiến nghị của cử tri", None),
        ("Phát triển kinh tế", None),
    ],
)
def test_the_phrase_named_first_opens_the_section(title: str, section: str | None) -> None:
    assert heading_section(title) == section


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("Tuy nhiên, tiến độ một số công việc còn chậm, có lúc, có nơi chưa chặt chẽ.", "han_che"),
        ("Nguyên nhân chủ yếu là do nhận thức chưa đầy đủ của một bộ phận cán bộ.", "nguyen_nhan"),
        ("Đề nghị Tỉnh ủy xem xét, bố trí kinh phí cho xã.", "kien_nghi"),
        ("Tiếp tục đẩy mạnh cải cách hành chính, nâng cao chất lượng phục vụ.", "phuong_huong"),
        ("Trong quý, kết nạp được 12 đảng viên, đạt 100% kế hoạch.", "ket_qua"),
        ("Ban Thường vụ đã ban hành 5 văn bản và tổ chức quán triệt đến các chi bộ.", "chi_dao"),
        ("Xã là địa bàn miền núi, dân số trên 6.000 người.", "dac_diem"),
        ("Kinh nghiệm rút ra là ở đâu người đứng đầu gương mẫu thì ở đó có chuyển biến.", "bai_hoc"),
        ("Cuộc họp diễn ra vào buổi sáng.", None),
    ],
)
def test_a_sentence_sounds_like_its_section(sentence: str, section: str | None) -> None:
    assert cue_section(sentence) == section


@pytest.mark.parametrize(
    ("sentence", "section"),
    [
        ("Do kho tàng chật hẹp nên nhiều hồ sơ phải gửi ở nơi khác.", "nguyen_nhan"),
        ("Sở dĩ làm được như vậy là nhờ cấp ủy bám việc, bám dân.", "nguyen_nhan"),
        ("Công tác bảo quản còn bất cập, nhiều tài liệu xuống cấp.", "han_che"),
        ("Đẩy nhanh việc bàn giao hồ sơ trước ngày 31/12.", "phuong_huong"),
        ("Huyện đã giải quyết xong 41/43 đơn, tăng 12% so với năm trước.", "ket_qua"),
        ("Mong cấp trên sớm có hướng dẫn thống nhất.", "kien_nghi"),
        ("Nơi nhận: Thường trực Huyện ủy; lưu Văn phòng.", None),
        ("Kính gửi: Ban Tổ chức Tỉnh ủy", None),
    ],
)
def test_sentences_without_the_stock_phrases_are_told_too(sentence: str, section: str | None) -> None:
    assert cue_section(sentence) == section


def test_negation_turns_a_result_into_a_shortcoming() -> None:
    assert cue_section("Các chỉ tiêu chủ yếu đều đạt và vượt kế hoạch.") == "ket_qua"
    assert cue_section("Các chỉ tiêu chủ yếu đều chưa đạt kế hoạch.") == "han_che"


def test_a_heading_outweighs_the_sentence_before() -> None:
    sentence = "Cuộc họp diễn ra vào buổi sáng."
    for before in ("", "Đề nghị Trung ương sớm ban hành hướng dẫn.", "Tuy nhiên, tiến độ còn chậm."):
        assert cue_section(sentence, "chi_dao", before) == "chi_dao"


def test_a_number_or_dash_before_a_sentence_changes_nothing() -> None:
    sentence = "Đề nghị Sở Nội vụ hướng dẫn việc xếp lương."
    assert {cue_section(mark + sentence) for mark in ("", "- ", "3. ", "a) ", "• ")} == {"kien_nghi"}


def test_accents_in_two_styles_and_letter_case_are_alike() -> None:
    assert cue_section("Các cấp uỷ đã tổ chức quán triệt, HỌC TẬP nghị quyết đến đảng viên.") == "chi_dao"
    assert cue_section("Các cấp ủy đã tổ chức quán triệt, học tập nghị quyết đến đảng viên.") == "chi_dao"


def test_where_words_tell_nothing_the_running_section_stands() -> None:
    assert cue_section("Cuộc họp diễn ra vào buổi sáng.", "chi_dao") == "chi_dao"
    assert cue_section("Các chi bộ cơ bản thực hiện kịp thời.", "han_che") == "han_che"
    assert cue_section("Tuy nhiên, việc sơ kết còn chậm.", "ket_qua") == "han_che"


@given(st.lists(st.text(max_size=60) | st.sampled_from(REPORT.splitlines()), max_size=30))
def test_every_paragraph_gets_a_mark(lines: list[str]) -> None:
    text, spans = "", []
    for line in lines:
        spans.append((len(text), len(text) + len(line)))
        text += line + "\n"
    marked = mark_sections(text, spans)
    assert len(marked) == len(spans)
    assert {section for section, _ in marked} <= {*SECTIONS, None}


@given(st.text(max_size=200), st.sampled_from([None, *SECTIONS]), st.text(max_size=80))
def test_any_sentence_can_be_asked(sentence: str, running: str | None, before: str) -> None:
    found = cue_section(sentence, running, before)
    assert found in SECTIONS or (found is None and running is None)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("1.1. Về tuổi đời.", True),
        ("2. Giảm nhiệm vụ quá hạn xuống dưới 3%.", False),
        ("Điều 5. Tổ chức thực hiện", True),
        ("Chương II", True),
        ("1. Rà soát quy trình;", False),
        ("A- TÌNH HÌNH", True),
        ("2024", False),
        ("12 đảng viên được kết nạp", False),
        ("I\tTổng số\t50", False),
    ],
)
def test_a_numbered_sentence_is_no_heading(line: str, heading: bool) -> None:
    assert mark_sections(line, [(0, len(line))])[0][1] is heading


def test_a_short_line_with_a_colon_opens_a_list_of_its_section() -> None:
    lines = ["II- HẠN CHẾ", "Còn chậm.", "Nguyên nhân của hạn chế:", "- Thiếu người.", "III- ĐỀ XUẤT", "Cấp thêm vốn."]
    text = "\n".join(lines)
    spans = [(text.index(line), text.index(line) + len(line)) for line in lines]
    sections = [section for section, _ in mark_sections(text, spans)]
    assert sections == ["han_che", "han_che", "nguyen_nhan", "nguyen_nhan", "kien_nghi", "kien_nghi"]
