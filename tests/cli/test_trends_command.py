"""`workbench trend` and `new-matters`, run in this process: tables for people, JSON for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbench import Workbench
from workbench.cli import app

REPORT = """ĐẢNG ỦY XÃ KHE NGỌC
Số {n}-BC/ĐU
Khe Ngọc, ngày 12 tháng {m} năm 2026
BÁO CÁO
kết quả công tác

Công tác CCHC duy trì. {said}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("kho")
    (folder / "corpus").mkdir()
    for number, (month, said) in enumerate([(2, ""), (3, ""), (5, "Sạt lở đê bao."), (6, "Sạt lở đê bao.")], start=1):
        text = REPORT.format(n=number, m=month, said=said)
        (folder / "corpus" / f"{number}.txt").write_text(text, encoding="utf-8")
    with Workbench.open(folder) as workbench:
        workbench.build()
    return str(folder)


def test_a_trend_as_table_json_and_chart(root: str, tmp_path: Path) -> None:
    chart = tmp_path / "xu hướng.svg"
    arguments = ["trend", "cải cách hành chính", "--by", "quý", "--root", root]
    table = CliRunner().invoke(app, [*arguments, "--chart", str(chart)])
    assert table.exit_code == 0, table.output
    assert "quý II/2026" in " ".join(table.output.split())
    assert "CCHC" in table.output
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    told = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert [(row["documents"], row["total"]) for row in told["rows"]] == [(2, 2), (2, 2)]


def test_new_matters_as_table_and_json(root: str) -> None:
    arguments = ["new-matters", "--period", "2026-Q2", "--root", root]
    assert "sạt lở" in CliRunner().invoke(app, arguments).output.lower()
    told = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert told["against"] == "quý I/2026"
    [matter] = [row for row in told["matters"] if "sạt lở" in row["term"]]
    assert matter["citations"][0]["quote"]
    assert told["notes"]  # four documents are thin ground


def test_a_keyword_is_dismissed_from_the_command_line(root: str) -> None:
    arguments = ["keywords", "--period", "2026", "--root", root, "--json"]
    before = [row["term"] for row in json.loads(CliRunner().invoke(app, arguments).stdout)["keywords"]]
    assert before
    after = json.loads(CliRunner().invoke(app, [*arguments, "--dismiss", before[0]]).stdout)["keywords"]
    assert before[0] not in [row["term"] for row in after]
