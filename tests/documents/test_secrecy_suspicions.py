"""Warnings about content that looks secret without a stamp: told with their place, rare on ordinary papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents import secrecy_suspicions as kinds
from workbench.documents.secrecy import suspicions

HEAD = "TỈNH ỦY LAM SƠN\tĐẢNG CỘNG SẢN VIỆT NAM\n*\tLam Sơn, ngày 5 tháng 2 năm 2025\nSố 12-{}/TU\n{}\n{}\n-----\n"
BODY = "Kính gửi: Ban Thường vụ.\nNội dung thử nghiệm, không có thật.\n" * 20


def paper(kind: str, title: str, body: str = BODY) -> str:
    return HEAD.format("BC", kind, title) + body


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (paper("TỜ TRÌNH", "về phương án nhân sự Ban Chấp hành khóa mới"), kinds.PERSONNEL),
        (paper("BÁO CÁO", "kết quả rà soát, bổ sung quy hoạch cán bộ"), kinds.PERSONNEL),
        (paper("BÁO CÁO", "kết quả kiểm tra khi có dấu hiệu vi phạm"), kinds.DISCIPLINE),
        (paper("KẾT LUẬN", "giải quyết tố cáo đối với đảng viên"), kinds.DISCIPLINE),
        (paper("BÁO CÁO", "về công tác bảo vệ chính trị nội bộ"), kinds.PROTECTION),
        (paper("BÁO CÁO", "một số vụ việc phức tạp về an ninh nông thôn"), kinds.SECURITY),
        (paper("ĐỀ THI", "môn kiến thức chung"), kinds.EXAM),
        (paper("BÁO CÁO", "tháng 3", "Tài liệu này thuộc độ Mật, không sao chụp.\n"), kinds.SAYS_SO),
        (paper("BÁO CÁO", "tháng 3", "Tài liệu thu hồi sau hội nghị.\n"), kinds.SAYS_SO),
        (paper("BÁO CÁO", "tháng 3", "Thực hiện Công văn số 15-CV/TU (Mật) của Tỉnh ủy.\n"), kinds.LISTED),
    ],
)
def test_what_looks_secret_is_told_with_its_place(text: str, reason: str) -> None:
    found = [item for item in suspicions(text) if item.reason == reason]
    assert found
    assert all(text[item.start : item.end].strip() for item in found)


def test_a_list_of_people_with_their_numbers_is_told() -> None:
    rows = "".join(f"{n}\tNguyễn Văn Thử\t{n:02}/02/1980\t0010800{n:05}\n" for n in range(1, 9))
    text = paper("DANH SÁCH", "cán bộ dự lớp", f"TT\tHọ tên\tNgày sinh\tSố căn cước\n{rows}")
    assert [item.reason for item in suspicions(text)] == [kinds.PERSONAL]


@pytest.mark.parametrize(
    "text",
    [
        paper("BÁO CÁO", "kết quả công tác tháng 3"),
        paper("QUY ĐỊNH", "về công tác quy hoạch cán bộ"),
        paper("HƯỚNG DẪN", "kiểm tra tổ chức đảng khi có dấu hiệu vi phạm"),
        "Bầu cử: lấy phiếu tín nhiệm sáng nay tại Quốc hội.\n" * 5,
        paper("BÁO CÁO", "tổng kết", "Năm qua đã xem xét, thi hành kỷ luật 5 đảng viên.\n" * 3),
        paper("BÁO CÁO", "tổng kết", "Số liệu: 123456789 đồng; 001080012345 cái.\n"),
        "",
    ],
)
def test_ordinary_papers_rules_and_news_raise_no_suspicion(text: str) -> None:
    assert suspicions(text) == ()


@given(st.text(max_size=400) | st.from_regex(r"(Số 1-BC/TU|\n|tài liệu mật|xem xét kỷ luật| |01/02/1990){0,30}"))
def test_any_text_can_be_examined(text: str) -> None:
    for item in suspicions(text):
        assert 0 <= item.start < item.end <= len(text)
        assert item.reason
