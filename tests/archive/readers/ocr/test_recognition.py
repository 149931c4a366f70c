"""Scanned PDFs: recognised page by page, with confidence, a searchable copy, and nothing left behind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.scanned_pages import PARAGRAPHS, draw_page, font_file
from workbench.archive import system_parts
from workbench.archive.readers import pdf
from workbench.archive.readers.base import Workshop
from workbench.archive.readers.ocr import recogniser, tesseract
from workbench.archive.readers.ocr.pages import _sorted_out
from workbench.errors import SecretDocument, UnreadableFile

pytestmark = [
    pytest.mark.skipif(font_file() is None, reason="needs a font with Vietnamese letters"),
    pytest.mark.skipif(system_parts.find("tesseract") is None, reason="needs Tesseract with its Vietnamese data"),
]
TEXT = PARAGRAPHS[:2]
Scan = Callable[..., Path]


@pytest.fixture
def scan(tmp_path: Path) -> Scan:
    """A PDF of pictures; a page given as text is one with text of its own."""

    def make(*pages: Image.Image | str, rotate: int = 0) -> Path:
        path = tmp_path / "quet.pdf"
        canvas = Canvas(str(path), pagesize=(595, 842))
        for page in pages:
            if isinstance(page, str):
                pdfmetrics.registerFont(TTFont("Scan", str(font_file())))
                canvas.setFont("Scan", 13)
                canvas.drawString(80, 700, page)
            else:
                width, height = (595, 842) if page.height > page.width else (842, 595)
                # reportlab turns the size of a sheet that is shown turned.
                canvas.setPageSize((height, width) if rotate in (90, 270) else (width, height))
                canvas.drawImage(ImageReader(page), 0, 0, width, height)
            if rotate:
                canvas.setPageRotation(rotate)
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    (tmp_path / "work").mkdir()
    (tmp_path / "searchable").mkdir()
    return Workshop(tmp_path / "work", tmp_path / "searchable")


def test_a_scan_askew_gives_its_paragraphs_and_its_confidence(scan: Scan, workshop: Workshop) -> None:
    raw = pdf.read(scan(draw_page(TEXT, dpi=200, skew=1.5, grain=10)), workshop)
    assert raw.text.split("\n") == list(TEXT)
    assert len(raw.page_confidence) == 1
    assert raw.page_confidence[0] is not None
    assert 0.85 < raw.page_confidence[0] <= 1
    assert raw.notes[0].startswith("Trang 1 được nhận dạng chữ, độ tin cậy 9")


def test_only_the_pages_without_text_are_recognised(scan: Scan, workshop: Workshop) -> None:
    own = "Trang này có lớp chữ của chính nó."
    raw = pdf.read(scan(own, draw_page(TEXT[:1], dpi=150), own), workshop)
    assert raw.text.split("\n") == [own, TEXT[0], own]
    assert [known is None for known in raw.page_confidence] == [True, False, True]
    assert raw.notes[0].startswith("Trang 2 được nhận dạng chữ")
    assert raw.text[raw.page_starts[1] :].startswith("Thực hiện")


def test_a_page_scanned_on_its_side_is_turned_up(scan: Scan, workshop: Workshop) -> None:
    page = draw_page(TEXT, dpi=150).rotate(90, expand=True)
    raw = pdf.read(scan(page), workshop)
    assert TEXT[1] in raw.text


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_searchable_copy_has_each_word_where_its_picture_is(scan: Scan, workshop: Workshop, rotate: int) -> None:
    page = draw_page(TEXT, dpi=150, skew=0 if rotate else 2.0)
    upright = page.rotate(rotate, expand=True)  # the sheet is shown turned clockwise by `rotate`
    raw = pdf.read(scan(upright, rotate=rotate), workshop)
    with pypdfium2.PdfDocument(raw.searchable) as copy:
        assert len(copy) == 1
        sheet = copy[0]
        words = sheet.get_textpage()
        found = words.search("Thực").get_next()
        assert found is not None, "the words are in the copy"
        left, bottom, right, top = words.get_charbox(found[0])
        seen = sheet.render(scale=2, draw_annots=False).to_pil().convert("L")
        # Ink lies under the first letter, wherever the sheet's turning puts it.
        width, height = sheet.get_size()
        corners = {
            0: (left, height - top, right, height - bottom),
            90: (bottom, left, top, right),
            180: (width - right, bottom, width - left, top),
            270: (width - top, height - right, width - bottom, height - left),
        }[rotate]
        box = seen.crop(tuple(round(2 * side) for side in corners))  # type: ignore[arg-type]
        low, high = box.getextrema()
        assert low < 100 < high


def test_a_kept_copy_is_used_instead_of_recognising_again(
    scan: Scan, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = scan(draw_page(TEXT, dpi=150), "Trang có chữ của chính nó, không cần nhận dạng gì thêm cả.")
    first = pdf.read(path, workshop)
    assert workshop.searchable is not None
    kept = workshop.searchable / f"{hashlib.sha256(path.read_bytes()).hexdigest()}.pdf"
    kept.write_bytes(first.searchable)
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    assert pdf.read(path, workshop) == first
    kept.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(UnreadableFile, match="Tesseract"):
        pdf.read(path, workshop)


def test_a_secret_stamp_on_page_one_stops_recognition(
    scan: Scan, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draw_page(["TỈNH ỦY LAM GIANG", "MẬT", "Số 12-CT/TU", *TEXT], dpi=150)
    seen: list[int] = []
    real = recogniser.recognise_page

    def counting(*arguments: object) -> object:
        seen.append(arguments[3])  # type: ignore[arg-type]
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(recogniser, "recognise_page", counting)
    with pytest.raises(SecretDocument):
        pdf.read(scan(page, page, page), workshop)
    assert seen == [1]
    assert workshop.folder is not None
    assert not list(workshop.folder.iterdir()), "nothing of it stays"


def test_nothing_stays_in_the_scratch_folder(scan: Scan, workshop: Workshop) -> None:
    pdf.read(scan(draw_page(TEXT[:1], dpi=150)), workshop)
    assert workshop.folder is not None
    assert not list(workshop.folder.iterdir())


def test_a_page_that_takes_too_long_is_named_and_the_rest_is_read(
    scan: Scan, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "SECONDS", 0.01)
    own = "Trang này có lớp chữ của chính nó."
    raw = pdf.read(scan(own, draw_page(TEXT, dpi=150)), workshop)
    assert raw.text == own
    assert raw.notes[0] == "Trang 2 nhận dạng quá lâu nên bị bỏ qua; hãy xem ảnh gốc."
    assert raw.page_confidence == (None, 0.0)


def test_a_picture_without_any_text_is_refused(scan: Scan, workshop: Workshop) -> None:
    drawing = Image.new("L", (600, 850), 255)
    ImageDraw.Draw(drawing).ellipse((100, 100, 500, 500), fill=90)
    with pytest.raises(UnreadableFile, match="không có chữ"):
        pdf.read(scan(drawing), workshop)


def test_marks_of_a_pen_are_no_text_but_the_gate_sees_doubtful_words() -> None:
    def word(text: str, confidence: float, line: int) -> tesseract.Word:
        return tesseract.Word(text, 0, 0, 10, 10, 10, 10, confidence, line)

    words = [word("qœr", 0.36, 0), word("———", 0.9, 1), word("MẬT", 0.2, 2), word("Kính", 0.9, 3), word("c-8", 0.0, 3)]
    kept, doubtful = _sorted_out(words)
    assert [item.text for item in kept] == ["Kính"]
    assert doubtful == ("qœr", "MẬT", "c-8")


def test_a_layer_of_garbled_text_is_replaced(tmp_path: Path, workshop: Workshop) -> None:
    path = tmp_path / "loi-phong.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    buffer = io.BytesIO()
    draw_page(TEXT, dpi=150).save(buffer, "PNG")
    canvas.drawImage(ImageReader(buffer), 0, 0, 595, 842)
    canvas.setFont("Helvetica", 10)
    for line in range(30):
        # What a font without a true table gives: the codes of its glyphs.
        text = canvas.beginText(60, 780 - 20 * line)
        text.setTextRenderMode(3)
        text.textOut("7K\xd5F KL\xcbQ &K\xb0\xb1QJ WU\xecQK F{QJ W\xe1F Q\x7fP %DQ 7K\xb0\xd2QJ Y\xe9 +X\\Q \xe9\\")
        canvas.drawText(text)
    canvas.save()
    raw = pdf.read(path, workshop)
    assert TEXT[1] in raw.text
    assert "7K" not in raw.text
