"""What a document is called on screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Header
from workbench.documents.title import LONGEST_TITLE, display_title


@pytest.mark.parametrize(
    ("kind", "subject", "title"),
    [
        ("Chỉ thị", "về tăng cường chuyển đổi số", "Chỉ thị về tăng cường chuyển đổi số"),
        ("Quyết định", "Về việc ban hành Quy chế", "Quyết định về việc ban hành Quy chế"),
        ("Công văn", "V/v báo cáo quý I", "Công văn về việc báo cáo quý I"),
        ("Báo cáo", "Kết quả công tác quý I", "Báo cáo kết quả công tác quý I"),
        ("Luật", "THƯ VIỆN", "Luật Thư viện"),
        ("Quy định", "THI HÀNH ĐIỀU LỆ", "Quy định thi hành điều lệ"),
    ],
)
def test_type_and_subject_make_the_title(kind: str, subject: str, title: str) -> None:
    assert display_title(Header(type=kind, subject=subject), "") == title


def test_a_subject_in_capitals_is_written_as_the_body_writes_it() -> None:
    header = Header(type="Luật", subject="THƯ VIỆN TỈNH LAM SƠN")
    text = "LUẬT\nTHƯ VIỆN TỈNH LAM SƠN\nQuốc hội ban hành Luật Thư viện tỉnh Lam Sơn.\n"
    assert display_title(header, text) == "Luật Thư viện tỉnh Lam Sơn"


def test_a_number_inside_a_subject_in_capitals_keeps_its_capitals() -> None:
    header = Header(type="Nghị định", subject="SỬA ĐỔI NGHỊ ĐỊNH SỐ 12/2020/NĐ-CP")
    assert display_title(header, "") == "Nghị định sửa đổi nghị định số 12/2020/NĐ-CP"


def test_an_article_is_called_by_its_first_meaningful_line() -> None:
    text = "A- A A+ | Tăng tương phản Giảm tương phản\nChính trị\n19:14, 18/10/2024\nLàm tốt công tác tham mưu\n"
    assert display_title(Header(), text) == "Làm tốt công tác tham mưu"


@pytest.mark.parametrize("body", ["1. Mọi cá nhân, pháp nhân đều bình đẳng", "Quyền này được pháp luật bảo vệ."])
def test_a_short_line_before_the_body_is_the_title(body: str) -> None:
    assert display_title(Header(), f"Quyền sở hữu\n{body}\n") == "Quyền sở hữu"


def test_a_server_s_message_before_the_title_is_left_out() -> None:
    text = "The request was aborted: Could not create a channel. Văn phòng Tỉnh ủy: Nâng cao chất lượng\n"
    assert display_title(Header(), text) == "Văn phòng Tỉnh ủy: Nâng cao chất lượng"


def test_without_any_words_the_file_s_name_is_the_title() -> None:
    assert display_title(Header(), "\n---\n", "2024/bao-cao quý 1.docx") == "bao-cao quý 1"
    assert display_title(Header(), "", "") == "Văn bản không tên"


@given(st.text(max_size=500), st.none() | st.text(max_size=20), st.none() | st.text(max_size=400), st.text(max_size=20))
def test_a_title_is_never_empty_and_never_long(text: str, kind: str | None, subject: str | None, name: str) -> None:
    title = display_title(Header(type=kind, subject=subject), text, name)
    assert title
    assert len(title) <= LONGEST_TITLE + 2
    assert "\n" not in title
