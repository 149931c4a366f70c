"""Which engine an archive has, and how it moves from one to the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from whoosh import query as q

from workbench.archive.report import Progress
from workbench.index import ladder as ladders
from workbench.index.ladder import LOWER, UPPER, Ladder
from workbench.workbench import Workbench

EVERY = q.ConstantScoreQuery(q.Every(), 0.0)


def archive(root: Path, documents: int, settings: str = "") -> Path:
    (root / "corpus").mkdir(exist_ok=True)
    (root / "workbench.toml").write_text(settings, encoding="utf-8")
    for file in (root / "corpus").iterdir():
        file.unlink()
    for number in range(documents):
        text = f"Số: {number + 1}-BC/TU\nBáo cáo công tác số {number}\nCấp ủy đã họp {number} lần."
        (root / "corpus" / f"{number}.txt").write_text(text, encoding="utf-8")
    return root


def engines(root: Path) -> set[str]:
    return {kind for kind in ("whoosh", "tantivy") if (root / "indexes" / kind).is_dir()}


def found(root: Path) -> int:
    with Workbench.open(root) as workbench:
        return workbench.search("cấp ủy").total


@pytest.fixture
def short_ladder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladders, "UPPER", 6)
    monkeypatch.setattr(ladders, "LOWER", 3)


@pytest.mark.parametrize(
    ("held", "documents", "wanted"),
    [
        (None, UPPER, "whoosh"),
        (None, UPPER + 1, "tantivy"),
        ("whoosh", UPPER, "whoosh"),
        ("tantivy", UPPER, "tantivy"),
        ("tantivy", LOWER, "whoosh"),
    ],
)
def test_a_large_archive_wants_tantivy_and_one_between_keeps_what_it_has(
    tmp_path: Path, held: Any, documents: int, wanted: str
) -> None:
    ladder = Ladder(tmp_path, "auto")
    if held:
        ladder.open(held).close()
    assert ladder.held == held
    assert ladder.wanted(documents) == wanted


def test_without_tantivy_every_archive_has_whoosh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Ladder(tmp_path, "tantivy").open("tantivy").close()
    monkeypatch.setattr(ladders, "is_available", lambda kind: kind == "whoosh")
    ladder = Ladder(tmp_path, "tantivy")
    assert ladder.held is None
    assert ladder.wanted(1_000_000) == "whoosh"


@pytest.mark.usefixtures("short_ladder")
def test_an_archive_that_grows_climbs_and_says_so_and_one_that_shrinks_comes_back(tmp_path: Path) -> None:
    told: list[Progress] = []
    for documents, engine in ((5, "whoosh"), (8, "tantivy"), (5, "tantivy"), (2, "whoosh")):
        before = engines(tmp_path)
        told.clear()
        with Workbench.open(archive(tmp_path, documents)) as workbench:
            workbench.build(told.append)
            assert workbench.search("cấp ủy").total == documents
        assert engines(tmp_path) == {engine}
        said = {item.label for item in told if "Chuyển sang" in item.label}
        moved = bool(before) and before != {engine}
        assert said == ({f"Chuyển sang bộ tìm kiếm {engine}"} if moved else set())
        assert found(tmp_path) == documents


def test_the_settings_name_the_engine(tmp_path: Path) -> None:
    for engine in ("tantivy", "whoosh"):
        with Workbench.open(archive(tmp_path, 3, f'engine = "{engine}"\n')) as workbench:
            workbench.build()
        assert engines(tmp_path) == {engine}
        assert found(tmp_path) == 3


def test_a_move_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    with Workbench.open(archive(tmp_path, 4, 'engine = "whoosh"\n')) as workbench:
        workbench.build()
        workbench.catalogue.forget_indexed()  # as the move does first
    Ladder(tmp_path / "indexes", "whoosh").open("tantivy").close()
    assert found(tmp_path) == 4
    assert engines(tmp_path) == {"whoosh"}


def test_an_index_into_which_nothing_was_put_is_fresh_when_opened_again(tmp_path: Path) -> None:
    """A program may have been stopped after it made the files and before it told the catalogue."""
    for kind in ("whoosh", "tantivy"):
        ladder = Ladder(tmp_path / kind, "auto")
        ladder.open(kind).close()  # type: ignore[arg-type]
        engine = ladder.open(kind)  # type: ignore[arg-type]
        assert engine.fresh
        with engine.batch():
            pass
        engine.close()
        assert not ladder.open(kind).fresh  # type: ignore[arg-type]
