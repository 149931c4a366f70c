"""`workbench export`, `workbench templates` and `workbench take-back`."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from workbench import Workbench, cli
from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftSection

QUOTE = "Đến nay, 13/13 đơn vị đã kết nối mạng."


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    draft = Draft("về kết nối mạng", "mạng", [DraftSection("a", "I- KẾT QUẢ")], labels=("LƯU HÀNH NỘI BỘ",))
    cited = Citation("d1", "bc/1.docx", "01-BC/TU", "Báo cáo", date(2024, 1, 2), 2, 4, 0, len(QUOTE), QUOTE)
    draft.add("a", QUOTE, (cited,))
    Workbench.open(tmp_path).save_draft(draft)
    return draft


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object, code: int = 0) -> None:
    monkeypatch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert (ended.value.code or 0) == code


def exported(monkeypatch: pytest.MonkeyPatch, draft: Draft, folder: Path, *options: str) -> Path:
    file = folder / "báo cáo.docx"
    run(monkeypatch, "export", draft.id, file, "--root", folder, *options)
    return file


def change(file: Path, text: str) -> None:
    document = docx.Document(str(file))
    next(one for one in document.paragraphs if one.text == QUOTE).runs[0].text = text
    document.save(str(file))


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_saved_draft_is_written_with_and_without_sources(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(monkeypatch, draft, tmp_path)
    assert "LƯU HÀNH NỘI BỘ" in capsys.readouterr().out
    assert "DANH MỤC NGUỒN" in [one.text for one in docx.Document(str(file)).paragraphs]
    file = exported(monkeypatch, draft, tmp_path, "--no-sources", "--no-footnotes", "--figures")
    said = [one.text for one in docx.Document(str(file)).paragraphs]
    assert "DANH MỤC NGUỒN" not in said
    assert "PHỤ LỤC SỐ LIỆU" in said


def test_templates_are_copied_listed_and_used(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "templates", "--copy", "--root", tmp_path, "--json")
    made = answer(capsys)
    assert [one["name"] for one in made["templates"]] == ["mau-dang", "mau-nha-nuoc"]
    assert len(made["written"]) == 2
    file = exported(monkeypatch, draft, tmp_path, "--template", "mau-dang")
    assert QUOTE in " ".join(one.text for one in docx.Document(str(file)).paragraphs)
    run(monkeypatch, "templates", "--root", tmp_path)
    assert "dùng được" in capsys.readouterr().out


def test_changes_are_shown_first_and_saved_only_when_accepted(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(monkeypatch, draft, tmp_path)
    change(file, "Tính đến nay, 13/13 đơn vị đã kết nối mạng.")
    run(monkeypatch, "take-back", file, "--root", tmp_path)
    assert "Chưa ghi gì" in capsys.readouterr().out
    assert Workbench.open(tmp_path).load_draft(draft.id).items()[0].text == QUOTE
    run(monkeypatch, "take-back", file, "--accept", "--root", tmp_path, "--json")
    told = answer(capsys)
    assert [row["kind"] for row in told["changes"]] == ["Sửa câu"]
    item = Workbench.open(tmp_path).load_draft(draft.id).items()[0]
    assert (item.text, len(item.citations)) == ("Tính đến nay, 13/13 đơn vị đã kết nối mạng.", 1)
    run(monkeypatch, "take-back", file, "--root", tmp_path)
    assert "không khác" in capsys.readouterr().out


def test_where_both_sides_changed_somebody_must_choose(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(monkeypatch, draft, tmp_path)
    change(file, "Câu của tệp.")
    with Workbench.open(tmp_path) as workbench:
        mine = workbench.load_draft(draft.id)
        mine.edit(mine.items()[0].id, "Câu của dự thảo.")
        workbench.save_draft(mine)
    run(monkeypatch, "take-back", file, "--accept", "--root", tmp_path, code=1)
    assert "cùng sửa" in capsys.readouterr().err
    run(monkeypatch, "take-back", file, "--accept", "--prefer", "tep", "--root", tmp_path)
    assert Workbench.open(tmp_path).load_draft(draft.id).items()[0].text == "Câu của tệp."
