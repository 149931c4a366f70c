"""Nothing that stands in a document may become markup, and marks never lose or change a letter."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.markup import decimal, duration, escape, marked, number, shorten

SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=8)


@given(st.text())
def test_escaped_text_holds_no_markup_and_reads_the_same(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert '"' not in escaped
    assert html.unescape(escaped) == html.unescape(html.escape(text.encode("utf-8", "replace").decode("utf-8")))


def test_lone_surrogates_can_be_sent_to_the_browser() -> None:
    assert escape("a\ud800b").encode("utf-8") == b"a?b"


@given(st.text(alphabet="ab <&đ", max_size=50), SPANS)
def test_marking_keeps_the_text_whole_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    shown = marked(text, spans)
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", shown)) == text
    assert shown.count("<mark>") == shown.count("</mark>")


@given(st.text(alphabet="abc", min_size=1, max_size=50), SPANS)
def test_exactly_the_spanned_letters_are_marked(text: str, spans: list[tuple[int, int]]) -> None:
    inside = re.findall(r"<mark>(.*?)</mark>", marked(text, spans))
    wanted = "".join(letter for place, letter in enumerate(text) if any(a <= place < b for a, b in spans))
    assert "".join(inside) == wanted


def test_marks_are_given_in_the_offsets_of_the_document() -> None:
    assert marked("chuyển đổi số", [(107, 110)], offset=100) == "chuyển <mark>đổi</mark> số"


def test_the_current_match_looks_different() -> None:
    shown = marked("một hai", [(0, 3), (4, 7)], current=(4, 7))
    assert shown == '<mark>một</mark> <mark class="wb-now">hai</mark>'


def test_shortened_text_ends_at_a_space() -> None:
    assert shorten("cải cách\n hành chính", 12) == "cải cách…"
    assert shorten("ngắn", 12) == "ngắn"


def test_numbers_are_written_the_vietnamese_way() -> None:
    assert number(1234567) == "1.234.567"
    assert decimal(0.126, 2) == "0,13"
    assert [duration(seconds) for seconds in (0.2, 59, 130, 7300)] == ["1 giây", "59 giây", "2 phút", "2 giờ 2 phút"]
