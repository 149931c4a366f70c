"""Old presentations, through LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.scores import diacritic_accuracy
from workbench.archive import system_parts
from workbench.archive.readers import ppt
from workbench.errors import MissingPart, UnreadableFile


def real_file(shared_data: Path) -> Path:
    return next((shared_data / "legacy").glob("*/*.ppt"))


def test_a_real_presentation_in_old_fonts_comes_out_as_its_transcript(shared_data: Path) -> None:
    if system_parts.find("libreoffice") is None:
        pytest.skip("LibreOffice is not installed here")
    path = real_file(shared_data)
    raw = ppt.read(path)
    assert (diacritic_accuracy(raw.text, Path(f"{path}.txt").read_text(encoding="utf-8-sig")) or 0) >= 0.99
    assert len(raw.page_starts) > 50


def test_a_presentation_waits_for_libreoffice(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    with pytest.raises(MissingPart) as refusal:
        ppt.read(real_file(shared_data))
    assert refusal.value.part == "libreoffice"


def test_other_old_office_files_and_damaged_ones_are_told_without_libreoffice(
    shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_parts, "find", lambda name: None)
    data = real_file(shared_data).read_bytes()
    word = next((shared_data / "legacy").glob("*/*.doc")).read_bytes()
    for name, content, said in (("w.ppt", word, "Word"), ("c.ppt", data[:2000], "hỏng"), ("t.ppt", b"abc", "hỏng")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(UnreadableFile, match=said) as refusal:
            ppt.read(path)
        assert not isinstance(refusal.value, MissingPart)
