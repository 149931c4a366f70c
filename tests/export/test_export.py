"""The door: which formats there are, and what happens when a file cannot be written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from workbench.drafting.model import Draft
from workbench.errors import ExportError
from workbench.export import FORMATS, export


@pytest.mark.parametrize("suffix", [*FORMATS, ".DOCX"])
def test_every_format_writes_into_a_folder_that_is_not_there_yet(tmp_path: Path, draft: Draft, suffix: str) -> None:
    path = tmp_path / "mới" / "thư mục" / f"báo cáo{suffix}"
    assert export(draft, path) == path
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.stat().st_size > 100


def test_a_path_may_be_a_string(tmp_path: Path, draft: Draft) -> None:
    assert export(draft, str(tmp_path / "a.md")) == tmp_path / "a.md"


@pytest.mark.parametrize("name", ["a.pdf", "a", ".docx", "a.doc"])
def test_an_unknown_suffix_is_answered_with_the_known_ones(tmp_path: Path, draft: Draft, name: str) -> None:
    with pytest.raises(ExportError) as error:
        export(draft, tmp_path / name)
    for suffix in (".docx", ".md", ".xlsx"):
        assert suffix in error.value.advice
    assert list(tmp_path.iterdir()) == []


def test_a_thing_that_is_no_table_is_refused(tmp_path: Path) -> None:
    thing: Any = 5
    with pytest.raises(ExportError, match="“int”"):
        export(thing, tmp_path / "a.docx")


def test_a_file_held_open_by_word_stays_whole_and_is_told_plainly(
    tmp_path: Path, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")

    def locked(self: Path, target: Path) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(ExportError, match="đang mở trong chương trình khác"):
        export(draft, path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export(draft, tmp_path / "a.md")
    old = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    draft.title = "về việc khác"
    with pytest.raises(ExportError, match="No space left"):
        export(draft, path)
    assert path.read_bytes() == old
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_way_or_an_impossible_name_is_an_export_error(tmp_path: Path, draft: Draft) -> None:
    (tmp_path / "tệp").write_bytes(b"")
    (tmp_path / "a.docx").mkdir()
    for path in (tmp_path / "tệp" / "b.docx", tmp_path / "a.docx", tmp_path / "a\0.docx"):
        with pytest.raises(ExportError, match="Không ghi được tệp"):
            export(draft, path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.docx", "tệp"]


def test_an_existing_file_is_replaced(tmp_path: Path, draft: Draft) -> None:
    path = export(draft, tmp_path / "a.md")
    draft.title = "về việc khác"
    export(draft, path)
    assert "về việc khác" in path.read_text(encoding="utf-8")


def test_the_same_thing_gives_every_reader_of_a_shared_folder_access(tmp_path: Path, draft: Draft) -> None:
    other = tmp_path / "plain.txt"
    other.write_text("", encoding="utf-8")
    assert export(draft, tmp_path / "a.md").stat().st_mode == other.stat().st_mode
