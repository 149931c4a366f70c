"""The readers on real documents: nothing lost, nothing glued, scans recognised."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from workbench.archive import system_parts
from workbench.archive.readers import read_file
from workbench.errors import MissingPart

PARTY = ("huongdan.pdf", "huongdan06.pdf", "quydinh294.pdf")


def smallest(folder: Path, count: int) -> list[Path]:
    return sorted(folder.glob("*.pdf"), key=lambda path: path.stat().st_size)[:count]


def test_every_signed_scan_waits_for_character_recognition(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    files = sorted((shared_data / "signed_scans").glob("*.pdf"))
    assert files
    for path in files:
        with pytest.raises(MissingPart, match="Tesseract"):
            read_file(path)


@pytest.mark.skipif(system_parts.find("tesseract") is None, reason="needs Tesseract with its Vietnamese data")
def test_a_signed_scan_is_recognised(shared_data: Path) -> None:
    raw = read_file(shared_data / "signed_scans" / "2450-kgvx.signed.pdf")
    assert "XÃ HỘI CHỦ NGHĨA VIỆT NAM" in raw.text
    assert "VPCP-KGVX" in raw.text
    assert [confidence > 0.8 for confidence in raw.page_confidence if confidence is not None] == [True]
    assert raw.notes[0].startswith("Trang 1 được nhận dạng chữ, độ tin cậy ")
    assert "Người ký" in raw.margins, "the text of the signature's stamp"


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
