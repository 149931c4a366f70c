"""Whatever the archive holds, an export comes out, can be opened, and has lost nothing that can be seen."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import mistune
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection
from workbench.export import export
from workbench.export.text import lines, one_line, printable

broken_text = st.text(st.characters(codec=None), max_size=40)
awkward_text = st.text(
    st.sampled_from("=+-@|*_[]<>&#`$~^\\\"'!1. \t\n\r\x00\x0b\x0c\x85\u2028\ud800\udfff\ufffeĐệ𝄞"), max_size=12
)
any_text = broken_text | awkward_text
citation = Citation("d1", "a.docx", "01-BC/TU", "Báo cáo", None, 1, 2, 0, 1, "x")
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def visible(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def make(texts: list[str], other: str) -> Draft:
    source = replace(citation, title=other, path=other, symbol=other, document_id=other)
    draft = Draft(other, other, [DraftSection("a", other)])
    for text in texts:
        draft.add("a", text, (source,))
    return draft


@given(st.lists(any_text, min_size=1, max_size=4), any_text)
@slow
def test_word_files_hold_every_visible_character_and_every_footnote(texts: list[str], other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        document = docx.Document(str(export(make(texts, other), Path(folder) / "a.docx")))
    written = visible("".join(paragraph.text for paragraph in document.paragraphs))
    assert visible(other) + visible("".join(texts)) in written
    marks = [int(mark.get(qn("w:id"))) for mark in document.element.iter(qn("w:footnoteReference"))]
    assert marks == list(range(1, len(texts) + 1))


@given(st.lists(any_text, min_size=1, max_size=4), any_text)
@slow
def test_excel_files_hold_every_text_as_text(texts: list[str], other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sheet = openpyxl.load_workbook(export(make(texts, other), Path(folder) / "a.xlsx"))["Dự thảo"]
    cells = [sheet.cell(row, 3) for row in range(2, len(texts) + 2)]
    assert [visible(cell.value or "") for cell in cells] == [visible(text) for text in texts]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type in ("f", "e")]


@given(st.lists(any_text, min_size=1, max_size=4), any_text)
@slow
def test_markdown_files_hold_every_visible_character_and_every_footnote(texts: list[str], other: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = export(make(texts, other), Path(folder) / "a.md").read_text(encoding="utf-8")
    html = str(mistune.create_markdown(plugins=["footnotes", "table", "strikethrough"])(text))
    assert len(re.findall(r'<sup class="footnote-ref"', html)) == len(texts)
    body = re.sub(r'<sup class="footnote-ref".*?</sup>|</?[a-z][^>]*>', "", html)
    assert visible(other) + visible("".join(texts)) in visible(unescape(body))


@given(any_text)
def test_printable_text_is_what_xml_can_hold_and_stays_as_it_is(text: str) -> None:
    cleaned = printable(text)
    assert printable(cleaned) == cleaned
    assert visible(cleaned) == visible(text)
    assert re.fullmatch("[\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*", cleaned)
    assert visible("".join(lines(text))) == visible(one_line(text)) == visible(text)
    assert not [line for line in lines(text) if not line.strip() or "\n" in line]
    assert "\n" not in one_line(text)


@pytest.mark.parametrize("text", ["Tỷ lệ 85%, tăng\t5 điểm %.", "hoà – hòa “Đ” 𝄞", "dòng 1\ndòng 2"])
def test_sound_text_is_left_alone(text: str) -> None:
    assert printable(text) == text
