"""`workbench drafts`, `draft-versions`, `draft-compare` and `draft-restore`: words for people, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workbench import Workbench
from workbench.cli import app
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import DraftError


@pytest.fixture
def root(tmp_path: Path) -> str:
    with Workbench.open(tmp_path) as workbench:
        draft = Draft("sơ kết [b]", "12", [DraftSection("ket_qua", "I- KẾT QUẢ")], id="du-thao-1")
        item = draft.add("ket_qua", "Tỷ lệ đạt 71,5%.")
        workbench.save_draft(draft)
        draft.edit(item.id, "Tỷ lệ đạt 72%.")
        draft.add("ket_qua", "Thêm một câu.")
        workbench.save_draft(draft)
        other = Draft("tổng kết", "12", [DraftSection("ket_qua", "I- KẾT QUẢ")], id="du-thao-2")
        workbench.save_draft(other)
    return str(tmp_path)


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def told(*words: str) -> Any:
    return json.loads(CliRunner().invoke(app, [*words, "--json"]).stdout)


def test_drafts_are_listed_with_who_has_one_open(root: str) -> None:
    (Path(root) / "workspace" / "drafts" / "hong.json").write_text("{", encoding="utf-8")
    with Workbench.open(Path(root)) as workbench, workbench.open_draft("du-thao-1"):
        rows = {row["id"]: row for row in told("drafts", "--root", root)["drafts"]}
        assert "sơ kết [b]" in run("drafts", "--root", root)
    assert "trên máy" in rows["du-thao-1"]["open"]
    assert rows["du-thao-2"]["open"] is None
    assert "bị hỏng" in rows["hong"]["problem"]


def test_versions_are_listed_and_the_present_is_kept_under_a_name(root: str) -> None:
    assert "1 bản lưu trước" in run("draft-versions", "du-thao-1", "--root", root)
    run("draft-versions", "du-thao-1", "--name", "bản trình lần 1", "--root", root)
    rows = told("draft-versions", "du-thao-1", "--root", root)["versions"]
    assert [(row["number"], row["name"], row["items"]) for row in rows] == [(2, "bản trình lần 1", 2), (1, "", 1)]


def test_a_version_is_compared_with_the_present_and_two_drafts_with_each_other(root: str) -> None:
    shown = run("draft-compare", "du-thao-1", "--root", root)
    assert "Thêm 1, Sửa 1; 0 câu giữ nguyên" in shown
    assert "Thêm: Thêm một câu." in shown
    changes = told("draft-compare", "du-thao-1", "--version", "1", "--root", root)["changes"]
    assert changes[0]["marked"] == "Tỷ lệ đạt [-71,5-]{+72+}%."
    assert [row["change"] for row in told("draft-compare", "du-thao-1", "du-thao-2", "--root", root)["changes"]] == [
        "Sửa",
        "Bỏ",
        "Bỏ",
    ]
    failed = CliRunner().invoke(app, ["draft-compare", "du-thao-2", "--root", root])
    assert isinstance(failed.exception, DraftError)
    assert "chưa có bản lưu trước" in str(failed.exception)


def test_a_version_is_restored_and_the_present_kept(root: str) -> None:
    assert "Đã trở về bản 1" in run("draft-restore", "du-thao-1", "1", "--root", root)
    with Workbench.open(Path(root)) as workbench:
        assert [item.text for item in workbench.load_draft("du-thao-1").items()] == ["Tỷ lệ đạt 71,5%."]
    assert told("draft-restore", "du-thao-1", "2", "--root", root)["items"] == 2
