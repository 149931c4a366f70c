"""Where in rules a passage stands, how it is cited, and the outline that the reader shows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.documents.model import Citation, Document, Header
from workbench.documents.outline import outline
from workbench.documents.passages import split_passages

RULES = """NGHỊ ĐỊNH
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Nghị định này quy định:
a) Việc thứ nhất;
b) Việc thứ hai.
2. Việc khác.
Điều 2. Đối tượng áp dụng
Mọi cơ quan.
Chương II
ĐIỀU KHOẢN THI HÀNH
Mục 1. HIỆU LỰC
Điều 3. Hiệu lực
TM. CHÍNH PHỦ
THỦ TƯỚNG
Trần Văn Bình
PHỤ LỤC I
DANH MỤC
1. Một dòng.
Mẫu số 02
TỜ KHAI
PHỤ LỤC II
Nội dung.
"""


def _units(text: str) -> dict[str, str | None]:
    return {text[p.start : p.end]: p.unit for p in split_passages(text)}


def _document(text: str, page_starts: tuple[int, ...] = ()) -> Document:
    return Document("1", "a.txt", text, page_starts, Header(), "a", split_passages(text, page_starts))


def test_articles_clauses_and_points_are_named_as_people_cite_them() -> None:
    units = _units(RULES)
    assert units["NGHỊ ĐỊNH"] is None
    assert units["NHỮNG QUY ĐỊNH CHUNG"] == "Chương I"
    assert units["Điều 1. Phạm vi điều chỉnh"] == "Điều 1"
    assert units["b) Việc thứ hai."] == "Điều 1, khoản 1, điểm b"
    assert units["2. Việc khác."] == "Điều 1, khoản 2"
    assert units["Mọi cơ quan."] == "Điều 2"
    assert units["Mục 1. HIỆU LỰC"] == "Chương II, Mục 1"
    assert units["Điều 3. Hiệu lực"] == "Điều 3"


def test_the_signature_belongs_to_no_article_and_what_follows_an_annex_s_heading_to_it() -> None:
    units = _units(RULES)
    assert units["THỦ TƯỚNG"] is units["Trần Văn Bình"] is None
    assert units["1. Một dòng."] == "Phụ lục I"
    assert units["TỜ KHAI"] == "Phụ lục I, Mẫu số 02"
    assert units["Nội dung."] == "Phụ lục II"


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_a_quoted_article_belongs_to_the_article_that_quotes_it(opening: str, closing: str) -> None:
    units = _units(
        "Điều 1. Sửa đổi Luật A\n1. Điều 5 được sửa đổi như sau:\n"
        f"{opening}Điều 5. Nguyên tắc\n1. Công khai.\na) Điểm được trích;{closing}.\n2. Bổ sung Điều 6a như sau:\n"
        f"{opening}Điều 6a. Mới{closing}.\nĐiều 2. Hiệu lực\n"
    )
    assert units["1. Công khai."] == "Điều 1, khoản 1"
    assert units[f"a) Điểm được trích;{closing}."] == "Điều 1, khoản 1"
    assert units["2. Bổ sung Điều 6a như sau:"] == "Điều 1, khoản 2"
    assert units[f"{opening}Điều 6a. Mới{closing}."] == "Điều 1, khoản 2"
    assert units["Điều 2. Hiệu lực"] == "Điều 2"


def test_an_article_quoted_without_marks_opens_none() -> None:
    units = _units("Điều 1. Sửa đổi\n1. Điều 25 sửa như sau:\nĐiều 25. Mới\nNội dung mới.\nĐiều 2. Hiệu lực\n")
    assert units["Nội dung mới."] == "Điều 1, khoản 1"
    assert units["Điều 2. Hiệu lực"] == "Điều 2"


def test_a_sentence_that_names_an_article_opens_none() -> None:
    units = _units("Điều 1. Một\nĐiều 5 của Luật này không áp dụng.\n12 người đã họp.\n")
    assert set(units.values()) == {"Điều 1"}


def test_an_enclosed_regulation_has_its_own_articles() -> None:
    units = _units(
        "Điều 1. Ban hành kèm theo Quyết định này Quy chế.\nĐiều 2. Hiệu lực.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n"
        "QUY CHẾ\nlàm việc\n(Ban hành kèm theo Quyết định số 1-QĐ/TU)\nĐiều 1. Phạm vi\n1. Một.\n"
    )
    assert units["1. Một."] == "Quy chế kèm theo, Điều 1, khoản 1"


def test_a_report_has_no_units() -> None:
    assert set(_units("BÁO CÁO\nI- KẾT QUẢ\n1. Công tác Đảng\na) Kết nạp 5 đảng viên.\n").values()) == {None}


def test_a_citation_says_the_page_and_the_article() -> None:
    document = _document(RULES, (0, RULES.index("Điều 2")))
    start = RULES.index("Mọi cơ quan")
    citation = document.cite(start, start + 12)
    assert citation.place == "trang 2, Điều 2"
    assert citation.unit == "Điều 2"
    plain = Citation("1", "a", None, "a", date(2025, 1, 1), 3, 12, 0, 1, "a")
    assert plain.place == "trang 3, đoạn 12"


def test_the_outline_lists_divisions_articles_and_annexes_with_their_titles() -> None:
    entries = outline(_document(RULES))
    assert [(entry.level, entry.title) for entry in entries] == [
        (1, "Chương I. NHỮNG QUY ĐỊNH CHUNG"),
        (3, "Điều 1. Phạm vi điều chỉnh"),
        (3, "Điều 2. Đối tượng áp dụng"),
        (1, "Chương II. ĐIỀU KHOẢN THI HÀNH"),
        (2, "Mục 1. HIỆU LỰC"),
        (3, "Điều 3. Hiệu lực"),
        (0, "PHỤ LỤC I. DANH MỤC"),
        (2, "Mẫu số 02. TỜ KHAI"),
        (0, "PHỤ LỤC II"),
    ]
    assert RULES[_document(RULES).passages[entries[1].passage - 1].start :].startswith("Điều 1.")


def test_the_outline_of_a_report_lists_its_headings() -> None:
    entries = outline(
        _document("BÁO CÁO\nI- KẾT QUẢ ĐẠT ĐƯỢC\n1. Xây dựng Đảng\nĐã họp 5 lần.\nII- HẠN CHẾ\nCòn chậm.\n")
    )
    assert [entry.title for entry in entries] == ["I- KẾT QUẢ ĐẠT ĐƯỢC", "1. Xây dựng Đảng", "II- HẠN CHẾ"]


def _pages(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    starts, text = [], ""
    for page in pages:
        starts.append(len(text))
        text += page
    return text, tuple(starts)


def test_lines_repeated_at_the_top_of_pages_and_page_numbers_are_no_passages() -> None:
    body = "CÔNG BÁO/Số {n} + 508/Ngày 05-4-2024\nĐoạn {n} của văn bản.\nMột câu nữa.\nThêm câu {n}.\n{n}\n"
    text, starts = _pages(["CÔNG BÁO\nBÁO CÁO\nĐoạn một.\n", *(body.format(n=n) for n in range(2, 7))])
    shown = [text[p.start : p.end] for p in split_passages(text, starts)]
    assert not any(line.startswith("CÔNG BÁO/") or line.isdigit() for line in shown)
    assert [line for line in shown if line.startswith("Đoạn")] == ["Đoạn một."] + [
        f"Đoạn {n} của văn bản." for n in range(2, 7)
    ]
    assert shown[0] == "CÔNG BÁO"


def test_rows_of_a_table_that_runs_over_pages_stay() -> None:
    text, starts = _pages([f"{n}\tXã {n}\t{n * 3}\nĐoạn văn bản số {n} ở đây.\n" for n in range(1, 8)])
    assert len(split_passages(text, starts)) == 14


@given(
    st.lists(
        st.sampled_from(
            ["Điều 1. ", "Điều 2\n", "1. ", "a) ", "“", "”", '"', "\n", "Chương I", "PHỤ LỤC", "Mẫu số 1", "TM. A", "*"]
        )
        | st.text(max_size=8),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_text_can_be_cut_and_outlined(text: str) -> None:
    document = _document(text, (0, len(text) // 3, len(text) // 2))
    for entry in outline(document):
        assert entry.title
        assert 0 <= entry.level <= 5
    for passage in document.passages:
        assert passage.unit is None or passage.unit.strip()
