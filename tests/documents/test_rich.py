"""How things show themselves in a notebook cell: short, in Vietnamese, and harmless whatever a document says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.archive.report import BuildReport, BuildRow
from workbench.documents.model import Citation, Document, Header, Passage
from workbench.documents.rich import LETTERS, ROWS, card, frame_card, marked
from workbench.drafting.model import Draft, DraftItem, DraftSection
from workbench.search.results import Hit, SearchResults, Snippet

HOSTILE = '<script>alert(1)</script><img src=x onerror="a()">&lt;b&gt; \ud800 \'"'


class Tags(HTMLParser):
    """The tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes |= set(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Tags:
    """The HTML, which must be whole, sendable, and hold nothing that acts or fetches."""
    html.encode("utf-8")
    tags = Tags(html)
    assert tags.open == []
    assert set(tags.tags) <= {"div", "p", "b", "table", "thead", "tbody", "tr", "th", "td", "mark"}
    assert tags.attributes <= {("style", "text-align:left")}
    return tags


def document(text: str = HOSTILE, *, passages: int = 1) -> Document:
    header = Header(symbol="21-BC/HU", type="Báo cáo", issuer=text, date=date(2025, 3, 12), signer=text)
    found = tuple(Passage(number, 0, len(text), number) for number in range(1, passages + 1))
    return Document("abc123", f"đến/{text}.txt", text, (0,), header, text, found, labels=(text,), notes=(text,))


def draft(text: str) -> Draft:
    citation = document(text).cite(0, len(text))
    items = [DraftItem(text, (citation,)), DraftItem("Câu tự viết.")]
    return Draft(text, "q", [DraftSection("ket_qua", text, items)], labels=(text,), notices=(text,))


@given(st.text())
def test_no_text_can_act_in_the_page(text: str) -> None:
    for words in (text, HOSTILE, text + HOSTILE):
        one = document(words)
        snippet = Snippet(words, 0, len(words), 1, 1, ((0, len(words) // 2),))
        hit = Hit("a", words, words, words, words, words, None, 1.0, (snippet,), (words,), (words,))
        report = BuildReport((BuildRow(words, "refused", words),), 1, 0.1)
        for thing in (
            one,
            one.cite(0, len(words)),
            hit,
            SearchResults(words, 1, (hit,), {}, words),
            draft(words),
            report,
        ):
            read(thing._repr_html_())


def test_what_is_hostile_is_shown_as_it_is_written() -> None:
    shown = read(document("<script>alert(1)</script>")._repr_html_())
    assert "<script>alert(1)</script>" in shown.text


def test_a_document_tells_its_fields_its_place_and_its_first_passages() -> None:
    shown = read(document("Tỷ lệ đạt 71,5%.", passages=ROWS + 4)._repr_html_()).text
    assert "Số ký hiệu: 21-BC/HU" in shown
    assert "Ngày: 12/03/2025" in shown
    assert "Tệp: đến/Tỷ lệ đạt 71,5%..txt" in shown
    assert shown.count("Tỷ lệ đạt 71,5%.") >= ROWS
    assert "… và 4 dòng nữa. Xem đủ bằng .to_frame()." in shown


def test_a_field_that_is_not_known_is_said_to_be_so() -> None:
    shown = read(replace(document("x"), header=Header())._repr_html_()).text
    assert shown.count("(không rõ)") == 3


def test_a_citation_names_document_page_and_passage() -> None:
    citation = Citation("a", "đến/21.docx", "21-BC/HU", "Báo cáo", date(2025, 3, 12), 3, 12, 0, 4, "Nguyên văn")
    shown = read(citation._repr_html_()).text
    assert "21-BC/HU – Báo cáo (12/03/2025), trang 3, đoạn 12" in shown
    assert "đến/21.docx" in shown


def test_hits_show_where_they_match() -> None:
    snippet = Snippet("hồ sơ <b> trực tuyến", 0, 20, 2, 7, ((0, 5), (10, 20)))
    hit = Hit("a", "đến/21.docx", "21-BC/HU", "Báo cáo", None, "Sở", date(2025, 3, 12), 1.0, (snippet,))
    for html in (hit._repr_html_(), SearchResults("hồ sơ", 40, (hit,), {}, "đã hiểu là …")._repr_html_()):
        assert "<mark>hồ sơ</mark> &lt;b&gt; <mark>trực tuyến</mark>" in html
        assert "đến/21.docx" in read(html).text
    assert "40 văn bản · đang hiện 1" in html
    assert "Lưu ý: đã hiểu là …" in html


def test_a_draft_tells_the_source_of_every_sentence_and_which_has_none() -> None:
    shown = read(draft("Tỷ lệ đạt 71,5%.")._repr_html_()).text
    assert "21-BC/HU" in shown
    assert "(chưa có nguồn)" in shown
    assert "2 câu trong 1 mục" in shown


def test_a_build_tells_what_did_not_go_in_and_why() -> None:
    rows = (BuildRow("a.txt", "added"), BuildRow("b.txt", "refused", "Dấu MẬT"))
    shown = read(BuildReport(rows, 1, 0.1)._repr_html_()).text
    assert "mới: 1" in shown
    assert "Từ chối (văn bản mật)" in shown
    assert "a.txt" not in shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (True, "có"),
        (False, "không"),
        (3, "3"),
        (71.5, "71,5"),
        (date(2025, 3, 1), "01/03/2025"),
        (datetime(2025, 3, 1, 7, 5), "01/03/2025 07:05"),
        (pd.Timestamp(2025, 3, 1), "01/03/2025"),
        ("hai\n  dòng", "hai dòng"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, shown: str) -> None:
    assert f'<td style="text-align:left">{shown}</td>' in card("t", (), ("a",), [(value,)])


def test_a_long_text_is_cut_between_words_and_says_so() -> None:
    shown = read(card("t", (), ("a",), [("chữ " * LETTERS,)])).text
    assert shown.endswith("chữ …")
    assert len(shown) < LETTERS + 10


def test_a_table_shows_the_first_rows_and_counts_the_others() -> None:
    frame = pd.DataFrame({"x": range(ROWS + 5), "y": 1})
    html = frame_card("t", (), frame, {"x": "Số"})
    assert read(html).tags.count("tr") == ROWS + 1
    assert "… và 5 dòng nữa" in html
    assert "không có dòng nào" in frame_card("t", (), frame.head(0))


def test_of_a_wide_table_the_first_and_the_last_columns_are_shown() -> None:
    frame = pd.DataFrame([range(30)], columns=[f"c{number}" for number in range(30)])
    shown = read(frame_card("t", (), frame)).text
    assert "c0c1c2c21" in shown
    assert "c29" in shown
    assert "còn 18 cột không hiện ở đây" in shown
    sparse = frame.astype(object)
    sparse.loc[0, "c3":"c20"] = None
    assert "còn 18 cột không hiện ở đây" in frame_card("t", (), sparse)
    assert "c21" in frame_card("t", (), sparse)


def test_marks_are_the_only_html_that_a_text_may_bring() -> None:
    assert marked("a<b", [(0, 1)]) == "<mark>a</mark>&lt;b"
    assert "&lt;mark&gt;" in card("<mark>", (), (), ())
