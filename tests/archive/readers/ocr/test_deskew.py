"""Straightening: by how much a page lies askew."""

from __future__ import annotations

import pytest
from PIL import Image

from benchmarks.scanned_pages import PARAGRAPHS, draw_page, font_file
from workbench.archive.readers.ocr.deskew import skew_of, turned

needs_font = pytest.mark.skipif(font_file() is None, reason="needs a font with Vietnamese letters")


@needs_font
@pytest.mark.parametrize("skew", [-4.3, -1.0, -0.3, 0.0, 0.6, 2.5, 5.0])
def test_the_angle_is_found_to_a_tenth_of_a_degree(skew: float) -> None:
    page = draw_page(PARAGRAPHS, dpi=120, skew=skew, grain=15)
    assert skew_of(page) == pytest.approx(-skew, abs=0.1)


@needs_font
def test_a_page_turned_by_its_angle_lies_level() -> None:
    page = draw_page(PARAGRAPHS, dpi=120, skew=3.0)
    assert abs(skew_of(turned(page, skew_of(page)))) <= 0.1


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_page_is_left_as_it_is(level: int) -> None:
    page = Image.new("L", (900, 1200), level)
    assert skew_of(page) == 0.0
    assert turned(page, 0.0) is page


@pytest.mark.parametrize("size", [(1, 1), (3, 4000), (4000, 3)])
def test_odd_sizes_do_no_harm(size: tuple[int, int]) -> None:
    assert skew_of(Image.linear_gradient("L").resize(size)) == pytest.approx(0.0, abs=7.0)
