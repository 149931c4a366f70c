"""Lengths, sections, units and repeated statements of summaries."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.candidates import collect
from workbench.analysis.sentence_sameness import facts
from workbench.analysis.sentence_standing import leans, standing
from workbench.analysis.summary import LENGTHS, summarize, summarize_by_section, syllables_of
from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages
from workbench.errors import SummaryError
from workbench.vietnamese.syllables import tokens

Make = Callable[[str, str], Document]

SENTENCES = (
    "Toàn xã đã số hóa 90% hồ sơ hộ tịch của mười hai thôn trong quý này.",
    "Đồng thời, đơn vị này bố trí hai cán bộ trực bộ phận một cửa.",
    "Trong đó, 15 hồ sơ đất đai giải quyết trễ hạn so với quy định.",
    "Ban Thường vụ Đảng ủy ban hành kế hoạch kiểm tra công vụ năm 2025.",
    "Việc này chưa được cấp có thẩm quyền xem xét, quyết định.",
    "Ông cho biết xã sẽ đề nghị tỉnh hỗ trợ kinh phí mua máy quét.",
    "Một số thôn vẫn chưa gửi báo cáo đúng thời hạn mà văn phòng đã giao.",
)


def length_of(text: str) -> int:
    return len(tokens(text))


@pytest.mark.parametrize(
    "text",
    [
        "Đồng thời, đơn vị này đã bố trí cán bộ.",
        "Trong đó, có 5 xã chưa hoàn thành.",
        "Bên cạnh đó, công tác lưu trữ được quan tâm.",
        "Việc này chưa được thực hiện.",
        "Do đó, kết quả chưa cao.",
        "Ông cho biết xã sẽ đề nghị tỉnh.",
        "Theo ông, cần có thêm kinh phí.",
        "Hai đơn vị nói trên đã khắc phục.",
        "Đồng chí cũng yêu cầu các xã báo cáo.",
    ],
)
def test_a_sentence_that_points_back_leans_on_its_neighbour(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Các xã đã hoàn thành việc số hóa.",
        "Ông Nguyễn Văn An phụ trách bộ phận một cửa.",
        "Đồng chí Bí thư Đảng ủy chủ trì hội nghị.",
        "Trong đợt kiểm tra, đoàn làm việc với 5 xã.",
        "Songkhla là một tỉnh của Thái Lan.",
    ],
)
def test_a_sentence_that_names_what_it_speaks_of_stands_alone(text: str) -> None:
    assert not leans(text)


def test_what_leans_comes_with_its_neighbour_as_one_citation(make_document: Make) -> None:
    document = make_document("a.txt", f"BÁO CÁO\n{SENTENCES[0]} {SENTENCES[1]}\n")
    quotes = [item.quote for item in summarize([document], "bố trí hai cán bộ trực bộ phận một cửa").sentences]
    assert quotes == [f"{SENTENCES[0]} {SENTENCES[1]}"]


def test_what_leans_on_a_heading_is_not_quoted(make_document: Make) -> None:
    document = make_document("a.txt", f"BÁO CÁO\nII- KẾT QUẢ ĐẠT ĐƯỢC\n{SENTENCES[2]}\n{SENTENCES[3]}\n")
    assert [item.quote for item in summarize([document], "").sentences] == [SENTENCES[3]]


def test_a_sentence_that_a_line_broke_is_quoted_whole(make_document: Make) -> None:
    text = "BÁO CÁO\nĐảng viên luôn đặt lợi ích\ncủa Tổ quốc, của giai cấp lên trên lợi ích cá nhân.\n"
    [only] = summarize([make_document("a.txt", text)], "").sentences
    assert only.quote.split() == text.removeprefix("BÁO CÁO").split()


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("(7) Báo cáo thẩm định nghị quyết của đảng ủy bộ phận", "Báo cáo thẩm định nghị quyết của đảng ủy bộ phận"),
        ("- Lưu ý các trường hợp phải báo cáo cấp trên;", "Lưu ý các trường hợp phải báo cáo cấp trên;"),
        ("Số vốn mới đã nâng giá trị công trình lên 62 tỷ đồng.", None),
    ],
)
def test_entries_of_lists_and_sentences_that_begin_like_a_head_are_quoted(
    make_document: Make, line: str, quote: str | None
) -> None:
    found = summarize([make_document("a.txt", f"HƯỚNG DẪN\n{SENTENCES[0]}\n{line}\n")], "").sentences
    assert (quote or line) in [one.quote for one in found]


@pytest.mark.parametrize(
    "frame", ["Số: 21-BC/HU", "Số 21-BC/HU ngày 5 tháng 2 năm 2025.", "Lưu Văn phòng Đảng ủy xã.", "Lưu: VT, TH;"]
)
def test_the_head_and_the_list_of_recipients_are_not_quoted(make_document: Make, frame: str) -> None:
    document = make_document("a.txt", f"BÁO CÁO\n{SENTENCES[0]}\n{frame}\n")
    assert [one.quote for one in summarize([document], "").sentences] == [SENTENCES[0]]


def test_a_longer_length_says_more_and_each_keeps_its_bound(documents: list[Document]) -> None:
    found = [summarize(documents, "cải cách hành chính", length=name) for name in ("ngan", "vua", "dai")]
    sizes = [length_of(summary.text) for summary in found]
    assert sizes == sorted(sizes)
    assert 0 < sizes[0] < sizes[2]
    assert all(size <= LENGTHS[name] for size, name in zip(sizes, LENGTHS, strict=True))


@pytest.mark.parametrize("length", ["rất dài", "", 0, -5, True])
def test_an_unknown_length_is_refused_with_the_known_ones(length: str | int) -> None:
    with pytest.raises(SummaryError, match="độ dài"):
        syllables_of(length)
    assert syllables_of("Ngắn") == LENGTHS["ngan"]


def report(unit: str, number: int, said: str) -> str:
    return (
        f"ĐẢNG BỘ TỈNH LAM NGUYÊN\n{unit.upper()}\nSố {number}-BC/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
        f"Trầm Giang, ngày 5 tháng 2 năm 2025\nBÁO CÁO\nkết quả cải cách hành chính\n{said}\n"
    )


def test_what_several_units_say_stands_once_with_all_of_them(make_document: Make) -> None:
    said = "Việc giải quyết hồ sơ đất đai trễ hạn còn nhiều ở các thôn vùng cao."
    units = ("Đảng ủy xã Khe Ngọc", "Đảng ủy xã Văn Trạch", "Đảng ủy xã Thạch Lũng")
    sources = [make_document(f"{place}.txt", report(unit, 11 + place, said)) for place, unit in enumerate(units)]
    [item] = summarize(sources, "hồ sơ đất đai").items
    assert item.said_by == 3
    assert item.note == "3 đơn vị cùng nêu"
    assert {one.document_id for one in (item.citation, *item.also)} == {one.id for one in sources}
    assert summarize(sources, "hồ sơ đất đai").to_frame().loc[0, "said_by"] == 3


@pytest.mark.parametrize(
    "other",
    [
        "Việc giải quyết hồ sơ đất đai không trễ hạn nhiều ở các thôn vùng cao trong quý I.",
        "Việc giải quyết hồ sơ đất đai trễ hạn khoảng 12% ở các thôn vùng cao trong quý I.",
        "Việc giải quyết hồ sơ đất đai trễ hạn 13% ở các thôn vùng cao trong quý I.",
        "Việc giải quyết hồ sơ đất đai trễ hạn 12% ở các thôn vùng cao của Nậm Pung trong quý I.",
    ],
)
def test_a_number_denial_hedge_or_name_makes_another_sentence(make_document: Make, other: str) -> None:
    said = "Việc giải quyết hồ sơ đất đai trễ hạn 12% ở các thôn vùng cao trong quý I."
    assert facts(said) != facts(other)
    sources = [make_document(f"{place}.txt", f"BÁO CÁO\n{text}\n") for place, text in enumerate((said, other))]
    assert all(item.said_by == 1 for item in summarize(sources, "hồ sơ đất đai").items)


def test_every_section_has_its_own_summary_in_the_order_of_a_report(make_document: Make) -> None:
    text = (
        "BÁO CÁO\nkết quả cải cách hành chính\nI- KẾT QUẢ ĐẠT ĐƯỢC\n"
        "Toàn xã đã số hóa 90% hồ sơ hộ tịch của mười hai thôn.\nII- HẠN CHẾ\n"
        "Một số thôn vẫn gửi báo cáo chậm so với thời hạn được giao.\nIII- KIẾN NGHỊ\n"
        "Đề nghị Tỉnh ủy hỗ trợ kinh phí mua máy quét cho các xã vùng cao.\n"
    )
    found = summarize_by_section([make_document("a.txt", text)], "")
    assert [key for key, _ in found.sections] == ["ket_qua", "han_che", "kien_nghi"]
    assert [summary.items[0].section for _, summary in found.sections] == ["ket_qua", "han_che", "kien_nghi"]
    assert list(found.to_frame()["section"]) == ["ket_qua", "han_che", "kien_nghi"]


def test_the_unit_of_a_sentence_is_told(make_document: Make) -> None:
    source = make_document(
        "a.txt", report("Đảng ủy xã Khe Ngọc", 4, "Xã có làng nghề dệt chiếu được công nhận từ năm 2012.")
    )
    frame = summarize([source], "làng nghề").to_frame()
    assert "khe ngọc" in str(frame.loc[0, "unit"]).lower()


@settings(max_examples=60, deadline=None)
@given(
    paragraphs=st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), min_size=1, max_size=6),
    length=st.integers(20, 200),
    query=st.sampled_from(["", "hồ sơ", "kinh phí mua máy quét"]),
)
def test_every_sentence_is_verbatim_within_the_length_and_stands_alone(
    paragraphs: list[list[str]], length: int, query: str
) -> None:
    text = "\n".join(" ".join(one) for one in paragraphs)
    document = Document("a", "a.txt", text, (), Header(), "x", split_passages(text))
    shortest = min((one.length for one in standing(collect([document], query))), default=0)
    summary = summarize([document], query, length=length)
    assert length_of(summary.text) <= max(length, shortest)
    spans = sorted((one.start, one.end) for one in summary.sentences)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for one in summary.sentences:
        assert text[one.start : one.end] == one.quote
        assert not leans(one.quote)
