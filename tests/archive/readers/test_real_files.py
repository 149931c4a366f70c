"""The readers on real documents: nothing lost, nothing glued, scans recognised."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from workbench.archive.readers import read_file
from workbench.errors import UnreadableFile

PARTY = ("huongdan.pdf", "huongdan06.pdf", "quydinh294.pdf")


def smallest(folder: Path, count: int) -> list[Path]:
    return sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_size)[:count]


def test_every_signed_scan_is_recognised_as_a_scan(shared_data: Path) -> None:
    files = sorted((shared_data / "signed_scans").glob("*.pdf"))
    assert files
    for path in files:
        with pytest.raises(UnreadableFile, match="OCR"):
            read_file(path)


@pytest.mark.parametrize("name", PARTY)
def test_party_documents_are_read_with_their_heads_and_whole_paragraphs(shared_data: Path, name: str) -> None:
    raw = read_file(shared_data / "party_docs" / name)
    lines = raw.text.split("\n")
    assert lines[0].endswith("\tĐẢNG CỘNG SẢN VIỆT NAM")
    assert len(raw.page_starts) > 30
    assert list(raw.page_starts) == sorted(raw.page_starts)
    assert not [line for line in lines if line.isdigit()], "page numbers stayed in the text"
    assert broken_lines(lines) <= 0.01 * len(lines)


def test_gazette_documents_are_read_without_running_heads_and_with_whole_paragraphs(shared_data: Path) -> None:
    for path in smallest(shared_data / "gazette_pdf", 8):
        raw = read_file(path)
        lines = raw.text.split("\n")
        assert "CÔNG BÁO/Số" not in raw.text, path.name
        assert "CÔNG BÁO/Số" in raw.margins, path.name
        assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line.split("\t") for line in lines[:8]), path.name
        assert broken_lines(lines) <= 0.01 * len(lines) + 1, path.name


def broken_lines(lines: list[str]) -> int:
    """Lines that stop in the middle of a sentence that the next line goes on with."""
    return sum(
        1
        for line, following in pairwise(lines)
        if following[:1].islower()
        and not re.search(r"[.;:!?…”\")]$", line)
        and "\t" not in line + following
        and not re.match(r"[a-zđ]{1,2}\)", following)
    )


def test_a_pdf_in_old_fonts_comes_out_as_its_transcript(shared_data: Path) -> None:
    path = shared_data / "legacy" / "tcvn3" / "2007-1AF57_02-2007.pdf"
    raw = read_file(path)
    wanted = unicodedata.normalize("NFC", Path(f"{path}.txt").read_text(encoding="utf-8"))
    words, found = set(re.findall(r"[^\W\d_]+", wanted.lower())), set(re.findall(r"[^\W\d_]+", raw.text.lower()))
    assert len(words - found) <= 0.02 * len(words)
    assert "bảng mã cũ" in raw.notes[0]


def test_saved_law_pages_are_whole_and_alone(shared_data: Path) -> None:
    raw = read_file(shared_data / "html_pages" / "information-technology-law-2006.html")
    articles = [int(number) for number in re.findall(r"^Điều (\d+)", raw.text, re.MULTILINE)]
    assert articles == list(range(1, 80))
    assert "Đăng nhập" not in raw.text


@pytest.mark.parametrize("name", ["office_docs", "office_articles"])
def test_office_files_are_read(shared_data: Path, name: str) -> None:
    files = [path for path in (shared_data / name).iterdir() if path.suffix in (".docx", ".txt")]
    assert files
    for path in files:
        assert len(read_file(path).text) > 1000
