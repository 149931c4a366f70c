"""Pictures of pages for the reader."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from workbench.archive.page_images import WIDEST, page_image
from workbench.errors import UnreadableFile


def shown(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data), formats=["PNG"])


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(600, 800))
    canvas.rect(0, 400, 600, 400, fill=1)
    canvas.showPage()
    canvas.setPageSize((800, 600))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 800, 600, fill=1)
    canvas.save()
    return path


def test_a_page_of_a_pdf_is_drawn_at_the_wanted_width(two_pages: Path) -> None:
    first, second = shown(page_image(two_pages, 1, 300)), shown(page_image(two_pages, 2, 400))
    assert (first.size, second.size) == ((300, 400), (400, 300))
    assert first.mode == "L", "grey pages are kept small"
    assert (first.getpixel((150, 100)), first.getpixel((150, 300))) == (0, 255)
    assert second.convert("RGB").getpixel((200, 150)) == (255, 0, 0)


@pytest.mark.parametrize("page", [0, 3, -1, 10**9])
def test_a_page_that_is_not_there_is_named(two_pages: Path, page: int) -> None:
    with pytest.raises(UnreadableFile, match=rf"a\.pdf.* không có trang {page}"):
        page_image(two_pages, page, 300)


def test_pages_of_a_tiff_and_a_photo_are_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    Image.new("L", (100, 200), 0).save(path, save_all=True, append_images=[Image.new("L", (200, 100), 255)])
    assert shown(page_image(path, 1, 50)).size == (50, 100)
    assert shown(page_image(path, 2, 50)).size == (50, 25)
    with pytest.raises(UnreadableFile, match="không có trang 3"):
        page_image(path, 3, 50)
    photo = tmp_path / "b.jpg"
    Image.new("RGB", (100, 100), "blue").save(photo)
    with pytest.raises(UnreadableFile, match="không có trang 2"):
        page_image(photo, 2, 50)


def test_formats_without_pages_have_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    assert page_image(path, 1, 300) is None


def test_a_giant_sheet_is_drawn_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "to.pdf"
    canvas = Canvas(str(path), pagesize=(100, 14_400))
    canvas.drawString(10, 10, "a")
    canvas.save()
    picture = shown(page_image(path, 1, 10**6))
    assert picture.width <= WIDEST
    assert picture.width * picture.height <= 16_100_000


def test_a_broken_file_is_refused_in_words(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.png"):
        path = tmp_path / name
        path.write_bytes(b"%PDF-1.7 broken" if name.endswith("pdf") else b"\x89PNG\r\n\x1a\nbroken")
        with pytest.raises(UnreadableFile, match="hỏng"):
            page_image(path, 1, 300)
