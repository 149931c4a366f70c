"""Pictures of documents: recognised, turned as the camera noted, and refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, TiffImagePlugin

from benchmarks.scanned_pages import PARAGRAPHS, draw_page, font_file
from workbench.archive import system_parts
from workbench.archive.readers import images, read_file
from workbench.archive.readers.layout import Page
from workbench.archive.readers.ocr import recogniser
from workbench.archive.readers.ocr.pages import Recognised, recognise_page
from workbench.errors import MissingPart, UnreadableFile

needs_tesseract = pytest.mark.skipif(
    font_file() is None or system_parts.find("tesseract") is None,
    reason="needs Tesseract with its Vietnamese data and a font with Vietnamese letters",
)
TEXT = PARAGRAPHS[1]


@needs_tesseract
def test_a_photo_taken_sideways_is_read_upright_and_its_description_goes_to_the_margins(tmp_path: Path) -> None:
    path = tmp_path / "anh.jpg"
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # to be shown turned clockwise
    exif[ExifTags.Base.XPTitle] = "Bản chụp kế hoạch".encode("utf-16-le")
    draw_page([TEXT], dpi=150).rotate(90, expand=True).save(path, exif=exif, quality=85)
    raw = read_file(path)
    assert raw.text == TEXT
    assert raw.page_starts == (0,)
    assert "Bản chụp kế hoạch" in raw.margins
    assert raw.searchable.startswith(b"%PDF")


@needs_tesseract
def test_each_picture_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "nhieu-trang.tif"
    sheets = [draw_page([text], dpi=200) for text in (TEXT, "Trang hai của văn bản.")]
    pages = [sheet.point(lambda level: 255 * (level > 128)).convert("1") for sheet in sheets]
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200), compression="group4")
    raw = read_file(path)
    assert raw.text.split("\n") == [TEXT, "Trang hai của văn bản."]
    assert raw.page_starts == (0, len(TEXT) + 1)
    assert len(raw.page_confidence) == 2


@needs_tesseract
@pytest.mark.parametrize("mode", ["RGBA", "P", "I;16"])
def test_every_way_of_storing_pixels_is_read(tmp_path: Path, mode: str) -> None:
    page = draw_page([TEXT], dpi=150)
    path = tmp_path / "a.png"
    if mode == "RGBA":  # black letters on nothing
        clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
        clear.putalpha(page.point(lambda level: 255 - level))
        clear.save(path)
    elif mode == "P":
        page.convert("P").save(path)
    else:
        page.convert("I;16").save(path)
    assert read_file(path).text == TEXT


@pytest.fixture
def recognised_nothing(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[int, int], float]]:
    """Sizes and resolutions that came to recognition, which is left out."""
    seen: list[tuple[tuple[int, int], float]] = []

    def note(program: Path, picture: Image.Image, dpi: float, number: int, folder: Path) -> Recognised:
        seen.append((picture.size, dpi))
        return recognise_page(program, Image.new("L", (10, 10), 255), dpi, number, folder)

    monkeypatch.setattr(system_parts, "find", lambda name: Path("tesseract"))
    monkeypatch.setattr(recogniser, "recognise_page", note)
    return seen


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ((2480, 3508), 300, (2480, 3508)),  # as it is
        ((1240, 1754), 150, (2480, 3508)),  # enlarged
        ((4960, 7016), 600, (2480, 3508)),  # made smaller
        ((827, 1169), None, (2481, 3507)),  # taken for A4
        ((2480, 3508), 72, (2481, 3509)),  # a resolution that cannot be true is not believed
    ],
)
def test_pictures_are_brought_to_the_resolution_for_recognition(
    size: tuple[int, int],
    dpi: int | None,
    expected: tuple[int, int],
    tmp_path: Path,
    recognised_nothing: list[tuple[tuple[int, int], float]],
) -> None:
    path = tmp_path / "a.png"
    Image.new("L", size, 255).save(path, **({"dpi": (dpi, dpi)} if dpi else {}))
    with pytest.raises(UnreadableFile, match="không có chữ"):
        read_file(path)
    ((width, height), resolution) = recognised_nothing[0]
    assert width == pytest.approx(expected[0], abs=4)
    assert height == pytest.approx(expected[1], abs=4)
    assert resolution == pytest.approx(300, abs=1)


def test_without_tesseract_a_picture_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    path = tmp_path / "a.png"
    Image.new("L", (100, 100), 255).save(path)
    with pytest.raises(MissingPart) as waiting:
        read_file(path)
    assert waiting.value.part == "tesseract"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: Path("tesseract"))
    path = tmp_path / "bom.png"
    Image.new("1", (30_000, 30_000)).save(path)  # some kilobytes that are 900 million pixels
    with pytest.raises(UnreadableFile, match=r"bom\.png.*quá lớn"):
        read_file(path)


def test_a_tiff_that_leads_back_to_itself_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    path = tmp_path / "vong.tif"
    Image.new("L", (20, 20), 255).save(path)
    data = bytearray(path.read_bytes())
    first = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[first : first + 2], "little")
    data[first + 2 + 12 * entries : first + 6 + 12 * entries] = first.to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(MissingPart):
        read_file(path)


@pytest.mark.parametrize("suffix", images.SUFFIXES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_pictures_are_refused_or_wait(suffix: str, data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / f"hong{suffix}"
    kind = {"jpg": "JPEG", "jpeg": "JPEG", "tif": "TIFF", "tiff": "TIFF"}.get(suffix[1:], suffix[1:].upper())
    Image.linear_gradient("L").resize((40, 40)).save(path, kind)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system_parts, "find", lambda name: Path("tesseract"))
        patch.setattr(
            recogniser,
            "recognise_page",
            lambda program, picture, dpi, number, folder: Recognised(Page(number, 10, 10, []), 1.0),
        )
        with pytest.raises(UnreadableFile):
            read_file(path)


def test_a_pdf_named_as_a_picture_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UnreadableFile, match="tệp PDF"):
        read_file(path)


def test_a_tiff_of_many_pictures_is_counted_no_farther_than_the_cap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recognised_nothing: list[tuple[tuple[int, int], float]]
) -> None:
    monkeypatch.setattr(images, "MAX_PAGES", 3)
    path = tmp_path / "a.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as writer:
        for _ in range(5):
            Image.new("L", (300, 400), 255).save(writer, "TIFF")
            writer.newFrame()
    with pytest.raises(UnreadableFile):
        read_file(path)
    assert len(recognised_nothing) == 3
