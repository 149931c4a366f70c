"""Markdown files, read again as text and through two Markdown parsers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import mistune
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from workbench.drafting.model import Draft
from workbench.export import export
from workbench.export.markdown import escape


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_cited_item_ends_with_its_footnote(tmp_path: Path, draft: Draft) -> None:
    text = read(export(draft, tmp_path / "a.md"))
    number = 0
    for item in draft.items():
        number += bool(item.citations)
        assert f"\n\n{item.text}{f'[^{number}]' if item.citations else ''}\n\n" in text
    assert re.findall(r"\[\^(\d+)\](?!:)", text) == ["1", "2", "3", "4"]
    assert re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE) == ["1", "2", "3", "4"]


def test_footnotes_name_label_and_file_and_mark_edited_text(tmp_path: Path, draft: Draft) -> None:
    text = read(export(draft, tmp_path / "a.md"))
    notes = dict(re.findall(r"^\[\^(\d+)\]: (.*)$", text, re.MULTILINE))
    first, second = draft.items()[2].citations
    assert notes["1"] == f"{first.label}. Tệp: {first.path}"
    sources = f"{first.label}. Tệp: {first.path}; {second.label}. Tệp: {second.path}"
    assert notes["2"] == rf"\[đã sửa so với nguồn\] {sources}"


def test_a_markdown_reader_finds_headings_notes_and_sources(tmp_path: Path, draft: Draft) -> None:
    render = mistune.create_markdown(plugins=["footnotes"])
    html = str(render(read(export(draft, tmp_path / "a.md"))))
    headings = re.findall(r"<h\d>(.*?)</h\d>", html)
    sections = [section.heading for section in draft.sections]
    assert headings == ["BÁO CÁO", *sections, "DANH MỤC NGUỒN", "CÂU CHƯA CÓ NGUỒN"]
    assert len(re.findall(r'<sup class="footnote-ref"', html)) == 4
    assert "<strong>về kết quả kết nối mạng năm 2024</strong>" in html
    sources = html[html.index("DANH MỤC NGUỒN") : html.index("CÂU CHƯA CÓ NGUỒN")]
    assert sources.count("<li>") == 2
    unsourced = html[html.index("CÂU CHƯA CÓ NGUỒN") : html.index('<section class="footnotes">')]
    assert re.findall(r"<li>(.*?)</li>", unsourced) == [
        "I- KẾT QUẢ ĐẠT ĐƯỢC: “Kết quả trên là đáng ghi nhận.” [tự viết, chưa có nguồn]",
        "II- TỒN TẠI, HẠN CHẾ: “Nguyên nhân chính là thiếu kinh phí.” [tự viết, chưa có nguồn]",
    ]


def test_a_summary_has_footnotes(tmp_path: Path, summary: Any) -> None:
    text = read(export(summary, tmp_path / "a.md"))
    assert text.startswith("# TÓM TẮT\n\n**về “kết nối mạng”**\n\nMạng đã thông suốt.[^1]\n\n")
    assert "[^2]: 02-BC/TU – Báo cáo" in text


def test_a_table_keeps_its_columns_whatever_the_cells_hold(tmp_path: Path, results: Any) -> None:
    text = read(export(results, tmp_path / "a.md"))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    cells = [tokens[place + 1].content for place, token in enumerate(tokens) if token.type in ("th_open", "td_open")]
    assert tokens[1].content == "Kết quả tìm kiếm: kết nối mạng"
    assert len(cells) == 3 * 8
    assert cells[8:12] == ["01-BC/TU", "Báo cáo | về mạng", "02/01/2024", "3"]
    assert cells[15] == "dòng 1<br>dòng 2"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], include_characters=" ")))
@example("- gạch đầu dòng")
@example("1. mục")
@example("1986) năm")
@example("# tiêu đề #")
@example("    mã")
@example("=== ---")
@example("~~a~~ _b_ **c** `d` [e](f) <b> &amp; $x$ ![g](h) [^1]: k \\")
@example("| a | b |")
@example("https://example.org <https://example.org>")
def test_an_escaped_line_is_shown_as_it_is(line: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(escape(line))
    if not line.strip():
        assert tokens == []
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    assert "".join(child.content for child in children) == line.strip()


@pytest.mark.parametrize("line", ["34-CT/TU", "Ngày 05/02/2024, đạt 85,5%.", "I- ĐẶC ĐIỂM, TÌNH HÌNH", "(a) “b”; c: d"])
def test_ordinary_text_is_not_littered_with_backslashes(line: str) -> None:
    assert escape(line) == line
