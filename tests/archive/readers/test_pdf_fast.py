"""The fast way through a PDF gives what the exact one gives, and leaves to it the pages that need it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from workbench.archive.readers import pdf, pdf_exact, pdf_fast
from workbench.archive.readers.layout import Page
from workbench.archive.readers.lines import Line
from workbench.archive.readers.pdf_page import PageText, is_garbled, is_picture
from workbench.archive.readers.pdfium import LOCK, opened

Begin = Callable[..., Any]
SENTENCE = "Các cấp ủy, tổ chức đảng trực thuộc tiếp tục quán triệt chủ trương về sắp xếp tổ chức bộ máy."


def both(sheet: Any) -> tuple[list[PageText | None], list[PageText]]:
    """The pages of a sheet by the fast way and by the exact one."""
    sheet.save()
    path = Path(sheet.canvas._filename)
    with opened(path) as document, LOCK:
        count = len(document)
        fast = [pdf_fast.read_page(document[index], index + 1) for index in range(count)]
    return fast, list(pdf_exact.read_pages(path, frozenset(range(1, count + 1))))


def texts(page: PageText | None) -> list[str]:
    assert page is not None
    return [line.text for line in page.page.lines]


def test_lines_their_places_and_their_boldness_are_those_of_the_exact_way(sheet: Begin) -> None:
    page = sheet()
    pdfmetrics.registerFont(TTFont("Serif-Bold", str(pdfmetrics.getFont(page.font).face.filename)))
    page.at(85, 790, "HUYỆN ỦY SUỐI MƠ")
    page.at(330, 790, "ĐẢNG CỘNG SẢN VIỆT NAM")
    page.at(200, 750, "1", size=8)
    page.at(205, 745, "Chú thích đứng sau số nhỏ.")
    for x in (85, 200, 300):
        page.canvas.line(x, 500, x, 600)
    for y in (500, 550, 600):
        page.canvas.line(85, y, 300, y)
    page.at(90, 570, "Chỉ tiêu")
    page.at(210, 570, "12,5%")
    page.y = 700
    for _ in range(3):
        page.paragraph(SENTENCE)
    (fast,), (exact,) = both(page)
    assert fast is not None
    assert texts(fast) == texts(exact)
    for one, other in zip(fast.page.lines, exact.page.lines, strict=True):
        assert (one.bold, one.fixed) == (other.bold, other.fixed)
        for name in ("x0", "x1", "y", "size", "first_width"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.6), (name, one.text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from([*SENTENCE.split(), "12,5%", "34-CT/TU", "-", "(a)"]), min_size=1, max_size=12))
def test_spaces_stand_where_they_are_drawn_however_the_text_is_cut_into_pieces(words: list[str], sheet: Begin) -> None:
    page = sheet()
    x = 60.0
    for index, word in enumerate(words):  # words and spaces in turn, each an object of its own
        for piece in (word, " ") if index % 2 else (word + " ",):
            page.at(x, 700, piece)
            x += page._width(piece)
    (fast,), (exact,) = both(page)
    assert texts(fast) == texts(exact) == [" ".join(words)]


def test_accents_that_are_letters_of_their_own_stay_over_their_letter(sheet: Begin) -> None:
    page = sheet()
    page.at(85, 700, unicodedata.normalize("NFD", "quyết nghị về đường phố"))
    (fast,), _ = both(page)
    assert texts(fast) == ["quyết nghị về đường phố"]


def test_a_hyphen_at_a_lines_end_stays_a_hyphen(sheet: Begin) -> None:
    page = sheet()
    page.at(85, 700, "theo Thông tư số 12/2024/TT-")
    page.at(85, 682, "BNV của Bộ Nội vụ")
    (fast,), _ = both(page)
    assert texts(fast) == ["theo Thông tư số 12/2024/TT-", "BNV của Bộ Nội vụ"]


def test_pages_with_turned_text_or_old_fonts_are_left_to_the_exact_way(sheet: Begin) -> None:
    page = sheet()
    page.paragraph(SENTENCE)
    page.canvas.saveState()
    page.canvas.rotate(90)
    page.canvas.drawString(100, -30, "ĐÓNG DẤU ĐẾN")
    page.canvas.restoreState()
    page.page()
    page.paragraph(SENTENCE)
    page.canvas.setPageRotation(90)
    page.page()
    page.canvas.setPageRotation(0)
    page.paragraph(SENTENCE)
    fast, _ = both(page)
    assert [read is None for read in fast] == [True, True, False]


def test_notes_fields_and_names_of_attached_files_go_to_the_margins(sheet: Begin) -> None:
    page = sheet()
    page.paragraph(SENTENCE)
    page.canvas.textAnnotation("Ý kiến của đồng chí Chánh Văn phòng", [100, 100, 200, 200])
    page.canvas.acroForm.textfield(name="so", value="Da dong dau den", x=100, y=300, width=200, height=20)
    page.save()
    raw = pdf.read(Path(page.canvas._filename))
    assert raw.text == SENTENCE
    assert "Ý kiến của đồng chí Chánh Văn phòng" in raw.margins
    assert "Da dong dau den" in raw.margins


def garbled(text: str) -> bool:
    lines = [Line(1, text, 0, 100, 10 * number, 10, False, 10) for number in range(20)]
    return is_garbled(PageText(Page(1, 595, 842, lines), (), 0.0, 0, 1000, 0, False))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SENTENCE, False),
        ("The Parties shall settle any dispute amicably through negotiation and consultation.", False),
        ("TT 1 2.500 3.700,5 12% 125/200 15.340", False),
        ("CAC CAP UY, TO CHUC DANG TRUC THUOC", False),
        ("7KӵF KLӋQ &KѭѫQJ WUuQK F{QJ WiF QăP %DQ 7KѭӡQJ Yө +X\\ӋQ ӫ\\", True),
    ],
)
def test_only_text_that_is_no_language_counts_as_garbled(text: str, expected: bool) -> None:
    assert garbled(text) is expected


@pytest.mark.parametrize(
    ("length", "pictures", "paths", "unknown", "expected"),
    [
        (150, 1.0, 0, 0, True),  # a scan with the stamp of its signature
        (0, 0.9, 0, 0, True),
        (1500, 1.0, 0, 0, False),  # text over a background, or a scan that has been recognised
        (150, 0.1, 4, 0, False),  # a short last page
        (0, 0.0, 900, 0, True),  # letters drawn as outlines
        (0, 0.0, 20, 0, False),  # an empty form
        (800, 0.0, 0, 900, True),  # glyphs that do not say which letters they are
    ],
)
def test_pages_are_recognised_where_they_hold_no_text(
    length: int, pictures: float, paths: int, unknown: int, expected: bool
) -> None:
    lines = [Line(1, "a" * length, 0, 100, 10, 10, False, 10)] if length else []
    assert is_picture(PageText(Page(1, 595, 842, lines), (), pictures, paths, length, unknown, False)) is expected
