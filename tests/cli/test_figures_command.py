"""`workbench figures`: the table, the pivot, the checks, and files of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from workbench import Workbench, cli

TEXT = """ĐẢNG ỦY XÃ KHE NGỌC
Số 12-BC/ĐU
Khe Ngọc, ngày 12 tháng 3 năm 2025
BÁO CÁO
tình hình quý I năm 2025

Thu ngân sách đạt 12,5 tỷ đồng, tăng 6,2% so với cùng kỳ.
Đã giải quyết 13/15 đơn, đạt 80%.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bao-cao.txt").write_text(TEXT, encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    monkeypatch.setattr(sys, "argv", ["workbench", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    return capsys.readouterr().out


def test_figures_are_printed_and_given_as_json(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "12,5 tỷ đồng" in run(monkeypatch, capsys, "figures", "--root", str(root))
    made = json.loads(run(monkeypatch, capsys, "figures", "ngân sách", "--root", str(root), "--json"))
    row = next(row for row in made["rows"] if row["Nguyên văn"] == "12,5 tỷ đồng")
    assert (row["Chỉ tiêu"], row["Kỳ"]) == ("Thu ngân sách", "Quý I/2025")


def test_the_pivot_goes_into_a_workbook(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "chi-tieu.xlsx"
    run(monkeypatch, capsys, "figures", "--pivot", "--out", str(file), "--root", str(root))
    cells = {cell.value for row in load_workbook(file).active.iter_rows() for cell in row}
    assert {"Chỉ tiêu", "Thu ngân sách", 12.5} <= cells


def test_checks_tell_what_does_not_fit(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = json.loads(run(monkeypatch, capsys, "figures", "--checks", "--root", str(root), "--json"))
    assert [row["Nhận xét"] for row in made["rows"]] == ["13/15 = 86,7%, văn bản ghi 80%."]
    assert "1 chỗ không khớp" in run(monkeypatch, capsys, "figures", "--checks", "--root", str(root))
