"""Conversion by LibreOffice: nothing beside the original, nothing left behind, and plain words where it fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn

sys.path.insert(0, str(Path(__file__).parents[3]))  # the benchmarks are not installed

from benchmarks.scores import words_kept
from workbench.archive import system_parts
from workbench.archive.readers import base, conversion, read_file
from workbench.errors import MissingPart, UnreadableFile

needs_libreoffice = pytest.mark.skipif(system_parts.find("libreoffice") is None, reason="needs LibreOffice")

TCVN3 = {"Céng hßa x· héi chñ nghÜa ViÖt Nam": "Cộng hòa xã hội chủ nghĩa Việt Nam", "h\xad\xedng dÉn": "hướng dẫn"}


def letter(path: Path) -> Path:
    """A .docx with what offices use: a head in two cells, old fonts, a table, a list, a note in the header."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "LƯU HÀNH NỘI BỘ"
    head = document.add_table(1, 2)
    head.cell(0, 0).text = "HUYỆN ỦY SUỐI MƠ"
    head.cell(0, 1).text = "ĐẢNG CỘNG SẢN VIỆT NAM"
    for codes, font in [*((codes, ".VnTime") for codes in TCVN3), ("Nghò quyeát soá 5", "VNI-Times")]:
        run = document.add_paragraph().add_run(codes)
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:hAnsi"), font)
    document.add_paragraph("Thu ngân sách đạt 62,5% kế hoạch.", style="List Number")
    document.add_paragraph("Chi thường xuyên bảo đảm.", style="List Number")
    table = document.add_table(0, 3)
    for values in (("TT", "Chỉ tiêu", "Kết quả"), ("1", "Kết nạp đảng viên", "125"), ("2", "Chi bộ", "")):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = value
    document.core_properties.title = "Tiêu đề trong thuộc tính"
    document.save(str(path))
    return path


LINES = [
    "HUYỆN ỦY SUỐI MƠ\tĐẢNG CỘNG SẢN VIỆT NAM",
    *TCVN3.values(),
    "Nghị quyết số 5",
    "1. Thu ngân sách đạt 62,5% kế hoạch.",
    "2. Chi thường xuyên bảo đảm.",
    "TT\tChỉ tiêu\tKết quả",
    "1\tKết nạp đảng viên\t125",
    "2\tChi bộ",
]


@needs_libreoffice
@pytest.mark.parametrize("suffix", ["doc", "rtf"])
def test_what_libreoffice_saves_in_an_old_format_is_read_as_the_original(suffix: str, tmp_path: Path) -> None:
    path = letter(tmp_path / "a.docx")
    original = read_file(path)
    with conversion.convert(path, suffix) as made:
        raw = read_file(made)
    assert original.text.split("\n") == LINES
    assert raw.text.split("\n") == LINES
    assert "LƯU HÀNH NỘI BỘ" in raw.margins
    assert "Tiêu đề trong thuộc tính" in raw.margins
    assert len(raw.tables) == len(original.tables) == 2


@needs_libreoffice
def test_nothing_is_lost_and_nothing_left_behind(tmp_path: Path) -> None:
    corpus, scratch = tmp_path / "corpus", tmp_path / "scratch"
    corpus.mkdir()
    scratch.mkdir()
    path = letter(corpus / "-a b.docx")
    with conversion.convert(path, "txt:Text (encoded):UTF8", base.Workshop(scratch)) as made:
        words = made.read_text(encoding="utf-8-sig")
        assert made.is_relative_to(scratch)
        assert list(corpus.iterdir()) == [path]
    assert list(scratch.iterdir()) == []
    assert words_kept(read_file(path).text, words[words.index("1. Thu ngân") :]) == 1.0


@needs_libreoffice
def test_what_libreoffice_cannot_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(UnreadableFile, match="LibreOffice cũng không mở được"), conversion.convert(path, "docx"):
        pass


def program(folder: Path, code: str) -> Path:
    """A program that stands for LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!{sys.executable}\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix scripts")
def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid))\ntime.sleep(600)"
    )
    monkeypatch.setattr(system_parts, "find", lambda name: program(tmp_path, code))
    monkeypatch.setattr(conversion, "TIMEOUT_SECONDS", 2)
    with pytest.raises(UnreadableFile, match="quá 2 giây"), conversion.convert(letter(tmp_path / "a.docx"), "pdf"):
        pass
    status = Path(f"/proc/{told.read_text(encoding='utf-8')}/stat")
    assert not status.exists() or status.read_text(encoding="utf-8").split()[2] == "Z"


def test_without_libreoffice_the_file_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    with pytest.raises(MissingPart, match=r"“a\.doc” cần LibreOffice"), conversion.convert(tmp_path / "a.doc", "docx"):
        pass


@needs_libreoffice
def test_word_2003_xml_goes_through_libreoffice(tmp_path: Path, word97: Callable[..., Path]) -> None:
    path = tmp_path / "a.doc"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        "<w:p><w:r><w:t>Văn bản của Word 2003</w:t></w:r></w:p></w:body></w:wordDocument>",
        encoding="utf-8",
    )
    assert read_file(path).text == "Văn bản của Word 2003"
