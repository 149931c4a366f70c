"""`workbench tasks`, `task`, `add-task`, `reported`: tables for people, JSON for programs, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.cli import app
from workbench.errors import TaskError

TEXT = """TỈNH ỦY LAM NGUYÊN
*
Số 15-CT/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Lam Nguyên, ngày 15 tháng 4 năm 2025
CHỈ THỊ
về bàn giao hồ sơ

1. Giao Văn phòng Tỉnh ủy xây dựng kế hoạch kiểm tra, trình trước ngày 30/5/2025.
T/M BAN THƯỜNG VỤ
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "chi-thi.txt").write_text(TEXT, encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
    return tmp_path


def run(*arguments: str) -> None:
    app([*arguments], standalone_mode=False)


def test_tasks_are_listed_changed_and_written_to_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--root", str(root))
    files = ("--ics", str(root / "han.ics"), "--out", str(root / "viec.xlsx"), "--letters", str(root / "don-doc"))
    run("tasks", "--overdue", "--on", "9/6/2025", "--json", *files, *at)
    told = json.loads(capsys.readouterr().out)
    (task,) = told["tasks"]
    assert (task["lead"], task["deadline"], task["overdue_days"]) == (["Văn phòng Tỉnh ủy"], "2025-05-30", 10)
    assert all(Path(file).is_file() for file in told["files"])
    assert len(told["files"]) == 3

    run("task", task["id"], "--state", "xong", "--done-on", "28/5/2025", *at)
    assert "Xong" in capsys.readouterr().out
    run("add-task", "Chuẩn bị hội nghị", "--lead", "Văn phòng Tỉnh ủy", "--deadline", "15/6/2025", *at)
    run("tasks", "--on", "9/6/2025", *at)
    shown = capsys.readouterr().out
    assert "tự thêm" in shown
    assert "Xong" in shown
    with pytest.raises(TaskError):
        run("task", task["id"], "--state", "quá hạn", *at)
    capsys.readouterr()
    run("reported", task["id"].partition("-")[0], "--unit", "Sở Nội vụ", "--due", "1/6/2025", "--on", "9/6/2025", *at)
    assert "Chưa gửi" in capsys.readouterr().out
