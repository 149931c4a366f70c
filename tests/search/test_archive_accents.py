"""The archive's own way of putting accents: learned after a build, gone with a document that must leave no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.search.archive_accents import FILE, load_accents
from workbench.workbench import Workbench

WORDS = "Khe Ngõc xã vùng sẫu"  # no usual reading: only this archive writes it so


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    for number in range(8):
        text = f"Báo cáo số {number} của {WORDS}. Tình hình {WORDS} ổn định."
        (tmp_path / "corpus" / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def reading(root: Path) -> str:
    return load_accents(root / "indexes").restore("khe ngoc xa vung sau")[0].text


def test_the_second_stage_learns_how_the_archive_writes(root: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build()
        assert not (root / "indexes" / FILE).exists()
        workbench.build(second_stage=True)
        chips = workbench.search("khe ngoc xa vung sau").chips
    assert reading(root) == WORDS.lower()
    assert [chip.reading for chip in chips if chip.kind == "accents"] == [WORDS.lower()]


def test_it_is_learned_again_only_when_the_archive_has_changed_enough(root: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        first = (root / "indexes" / FILE).stat().st_mtime_ns
        workbench.build(second_stage=True)
        assert (root / "indexes" / FILE).stat().st_mtime_ns == first
        (root / "corpus" / "moi.txt").write_text("Văn bản mới về việc khác hẳn.", encoding="utf-8")
        workbench.build(second_stage=True)
        assert (root / "indexes" / FILE).stat().st_mtime_ns != first


def test_a_document_that_became_secret_leaves_nothing_in_it(root: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build(second_stage=True)
        for file in (root / "corpus").iterdir():
            file.write_text(f"MẬT\n{file.read_text(encoding='utf-8')}\nthêm", encoding="utf-8")
        (root / "corpus" / "thuong.txt").write_text("Văn bản thường.", encoding="utf-8")
        workbench.build()
        assert not (root / "indexes" / FILE).exists()
        workbench.build(second_stage=True)
    assert reading(root) != WORDS.lower()
