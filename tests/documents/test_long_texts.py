"""Every reader of text is linear: texts made to trap a regular expression are read like any other.

A quadratic one would need minutes here and run into the suite's time limit.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from workbench.documents.dates import find_dates
from workbench.documents.header import read_header
from workbench.documents.model import Header
from workbench.documents.passages import split_passages
from workbench.documents.references import cited_symbols, find_references
from workbench.documents.secrecy import circulation_labels, find_mark, urgency
from workbench.documents.sections import cue_section, heading_section
from workbench.documents.symbols import find_symbols, parse_symbol, symbol_key
from workbench.documents.title import display_title

READERS: tuple[Callable[[str], object], ...] = (
    find_symbols,
    lambda text: find_symbols(text, ignore_case=True),
    symbol_key,
    parse_symbol,
    find_dates,
    read_header,
    find_references,
    cited_symbols,
    lambda text: find_mark(text, text, len(text)),
    lambda text: circulation_labels(text, text),
    lambda text: urgency(text, text),
    cue_section,
    heading_section,
    split_passages,
    lambda text: display_title(Header(), text),
)


@pytest.mark.parametrize(
    "piece", ["a", "A ", " ", "1-", "12-CT/", "/", "[a", "MẬT ", "ngày 1 ", "Số ", "T/M A ", "\t", "x\n"]
)
def test_a_very_long_text_is_read_by_all(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    for read in READERS:
        read(text)


def test_nul_characters_and_lone_surrogates_are_read_by_all() -> None:
    for read in READERS:
        read("\x00Số 12-\ud800CT/TU\x00 \udfff MẬT\x00 ngày 5/2/2025\ud800 " * 10)
