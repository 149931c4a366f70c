"""`workbench rewrite`: what would change, what is struck out, and what `--accept` puts into the draft."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workbench import Workbench
from workbench.cli import app
from workbench.drafting.model import Draft, DraftSection
from workbench.errors import DraftError, LanguageModelError

SENTENCE = "Tỷ lệ hồ sơ giải quyết trực tuyến đạt 61,5%, tăng 1 điểm phần trăm so với cùng kỳ năm trước."


@pytest.fixture
def root(tmp_path: Path, model_server: Any) -> str:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bc.txt").write_text(f"BÁO CÁO\n\n{SENTENCE}\n", encoding="utf-8")
    (tmp_path / "workbench.toml").write_text(
        f'workers = 1\n[language_model]\naddress = "{model_server.address}"\nmodel = "nho [b]"\n', encoding="utf-8"
    )
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        document = workbench.document(workbench.documents()["id"][0])
        start = document.text.find(SENTENCE)
        draft = Draft("sơ kết", "hồ sơ", [DraftSection("ket_qua", "I- KẾT QUẢ ĐẠT ĐƯỢC")], id="du-thao-1")
        draft.add_quote("ket_qua", document.cite(start, start + len(SENTENCE)))
        workbench.save_draft(draft)
    model_server.says(
        "Tỷ lệ hồ sơ giải quyết trực tuyến tăng 1 điểm phần trăm so với cùng kỳ năm trước, đạt 61,5% [1].\n"
        "Tỷ lệ này đạt 99% [1]."
    )
    return str(tmp_path)


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_what_would_change_is_shown_and_the_draft_stays(root: str) -> None:
    shown = run("rewrite", "du-thao-1", "kết quả đạt được", "--root", root)
    assert "nho [b]" in shown
    assert "Tỷ lệ này đạt 99%. → " in shown
    assert "1 câu viết lại" in shown
    assert "Dự thảo chưa thay đổi" in shown
    with Workbench.open(root) as workbench:
        assert [item.text for item in workbench.load_draft("du-thao-1").items()] == [SENTENCE]


def test_accepting_puts_in_what_the_sources_say_and_keeps_a_version(root: str) -> None:
    told = json.loads(
        CliRunner().invoke(app, ["rewrite", "du-thao-1", "ket_qua", "--accept", "--root", root, "--json"]).stdout
    )
    assert (told["kept"], told["struck"]) == (1, 1)
    assert [change["change"] for change in told["changes"]] == ["viet_lai", "gach"]
    with Workbench.open(root) as workbench:
        (item,) = workbench.load_draft("du-thao-1").items()
        assert item.text.endswith("đạt 61,5%.")
        names = set(workbench.draft_versions("du-thao-1")["name"])
    assert "trước khi viết lại mục “I- KẾT QUẢ ĐẠT ĐƯỢC” bằng mô hình ngôn ngữ" in names


def test_a_section_that_is_not_there_is_told_with_those_that_are(root: str) -> None:
    done = CliRunner().invoke(app, ["rewrite", "du-thao-1", "hạn chế", "--root", root])
    assert isinstance(done.exception, DraftError)
    assert "ket_qua (I- KẾT QUẢ ĐẠT ĐƯỢC)" in done.exception.advice


def test_without_a_server_the_command_says_how_to_set_one(root: str) -> None:
    (Path(root) / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["rewrite", "du-thao-1", "ket_qua", "--root", root])
    assert isinstance(done.exception, LanguageModelError)
    assert "[language_model]" in done.exception.advice


def test_the_doctor_says_whether_a_language_model_is_set(root: str, model_server: Any) -> None:
    def told() -> str:
        return " ".join(CliRunner().invoke(app, ["doctor", "--root", root, "--json"]).stdout.split())

    assert f"mô hình ngôn ngữ: {model_server.address}" in told()
    (Path(root) / "workbench.toml").write_text("workers = 1\n", encoding="utf-8")
    assert "mô hình ngôn ngữ: tắt" in told()
