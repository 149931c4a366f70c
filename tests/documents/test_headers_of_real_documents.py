"""How well headers are read on real documents that nobody in this project wrote: floors that are really reached."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from workbench.archive.readers import read_file
from workbench.documents.header import read_header
from workbench.documents.model import Header
from workbench.documents.secrecy import find_mark
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.vietnamese.spelling import key


def _read(folder: Path, every: int) -> list[tuple[dict[str, Any], Header, str | None]]:
    lines = (folder / "gold_headers.jsonl").read_text(encoding="utf-8").splitlines()
    read = []
    for line in lines[::every]:
        gold = json.loads(line)
        raw = read_file(folder / gold["file"])
        page_one_end = raw.page_starts[1] if len(raw.page_starts) > 1 else None
        mark = find_mark(raw.text, raw.margins, page_one_end)
        read.append((gold, read_header(raw.text, gold["file"]), mark))
    return read


def test_headers_of_gazette_documents(shared_data: Path) -> None:
    read = _read(shared_data / "gazette_pdf", every=3)
    for gold, header, mark in read:
        assert mark is None, gold["file"]
        assert header.symbol == gold["symbol"]
        assert header.type == gold["type"], gold["file"]
        assert header.system == gold["party_or_state"]
    right = [
        (
            header.issuer == gold["issuer"],
            (header.date and header.date.isoformat()) == gold["date"],
            key(header.subject or "")[:150] == key(gold["subject"] or "")[:150],
        )
        for gold, header, _ in read
    ]
    for share in map(sum, zip(*right, strict=True)):
        assert share >= 0.95 * len(read)


def test_headers_of_party_documents(shared_data: Path) -> None:
    for gold, header, mark in _read(shared_data / "party_docs", every=1):
        assert mark is None, gold["file"]
        assert (header.type, header.issuer, header.system) == (gold["type"], gold["issuer"], "party")
        # Number and day of one of them are pictures: what the text layer does not print stays None.
        assert header.symbol in (gold["symbol"], None)
        assert header.date is None or header.date.isoformat() == gold["date"]


def test_headers_of_law_texts_from_the_web(shared_data: Path) -> None:
    rows = right_symbols = right_types = 0
    with gzip.open(shared_data / "law_texts" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            header = read_header(row["text"])
            assert find_mark(row["text"], "", 3_000) is None
            named = find_symbols(row["title"])
            rows += 1
            right_types += header.type == row["loai"]
            right_symbols += not named or symbol_key(header.symbol or "") == symbol_key(named[0].text)
    assert right_types >= 0.9 * rows
    assert right_symbols >= 0.9 * rows


@pytest.mark.parametrize("number", range(5))
def test_articles_about_offices_have_no_head(shared_data: Path, number: int) -> None:
    path = sorted((shared_data / "office_articles").glob("*.txt"))[number]
    text = path.read_text(encoding="utf-8")
    assert find_symbols(text) or number not in (2, 4)  # they do cite documents
    assert read_header(text, path.name) == Header()
    assert find_mark(text) is None
