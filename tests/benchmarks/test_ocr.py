"""The benchmark of character recognition, and the pages made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ocr import edit_distance
from benchmarks.scanned_pages import PARAGRAPHS, draw_page, font_file
from workbench.archive import system_parts

Run = Callable[..., dict[str, Any]]


def slow_distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, first in enumerate(one, 1):
        following = [number]
        for place, second in enumerate(other, 1):
            following.append(min(following[-1] + 1, row[place] + 1, row[place - 1] + (first != second)))
        row = following
    return row[-1]


@given(one=st.text("abđ ", max_size=12), other=st.text("abđ ", max_size=12))
def test_the_distance_is_that_of_the_table_of_all_prefixes(one: str, other: str) -> None:
    assert edit_distance(one, other) == slow_distance(one, other)


@pytest.mark.skipif(
    font_file() is None or system_parts.find("tesseract") is None,
    reason="needs Tesseract with its Vietnamese data and a font with Vietnamese letters",
)
def test_pages_are_compared_with_their_text_and_a_page_not_read_is_all_wrong(figures_of: Run, tmp_path: Path) -> None:
    draw_page(PARAGRAPHS[:2], dpi=150, skew=0.8).save(tmp_path / "a.png", dpi=(150, 150))
    (tmp_path / "a.png.txt").write_text("\n".join(PARAGRAPHS[:2]), encoding="utf-8")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff broken")
    (tmp_path / "b.txt").write_text("Không đọc được", encoding="utf-8")
    figures = figures_of("ocr", tmp_path)
    assert (figures["pages"], figures["unread"]) == (2, 1)
    assert 0.5 <= figures["cer_mean"] < 0.52
    assert figures["seconds_per_page"] > 0
