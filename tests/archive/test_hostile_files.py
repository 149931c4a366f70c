"""Files made to do harm go the whole way of a file: nothing crashes, hangs, gets out of its folder or stays there.

`tools/hostile` makes the files: some by hand, the others by chance. More of them by hand:
`python -m tools.hostile --files 10000`, or WORKBENCH_HOSTILE_FILES=10000 with this test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from workbench.archive.intake import Job, Refused, Taken, Unread, take_in
from workbench.archive.readers.base import Workshop

ROOT = Path(__file__).resolve().parents[2]
FILES = os.environ.get("WORKBENCH_HOSTILE_FILES", "250")


@pytest.mark.timeout(0 if "WORKBENCH_HOSTILE_FILES" in os.environ else 300)
def test_hostile_files_do_no_harm() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tools.hostile", "--files", FILES, "--scale", "1"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout, answer.stderr
    figures = json.loads(answer.stdout.splitlines()[-1])
    assert figures["files"] == int(FILES)
    for harm in ("crashed", "hung", "leaked", "outside", "unforeseen"):
        assert figures[harm] == [], answer.stdout
    assert figures["peak_mb"] < 2_000, answer.stdout
    assert figures["taken"] > 0
    assert figures["unread"] > 0


def take(file: Path, scratch: Path) -> list[Taken | Refused | Unread]:
    return take_in(Job(file, file.name, "a1"), Workshop(scratch))


def test_a_refused_file_leaves_nothing_behind(tmp_path: Path, folder: Path) -> None:
    secret = "ĐẢNG CỘNG SẢN VIỆT NAM\nMẬT\nBÁO CÁO\nĐiều không ai được đọc.\n"
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mat.txt", secret)
        archive.writestr("[MẬT] ke hoach.txt", "Điều không ai được đọc.")
        archive.writestr("thuong.txt", "Báo cáo thường.")
    outcomes = take(path, folder)
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 2
    assert "không ai được đọc" not in repr([outcome for outcome in outcomes if not isinstance(outcome, Taken)])
    assert [outcome.document.text for outcome in outcomes if isinstance(outcome, Taken) and outcome.document] == [
        "Báo cáo thường."
    ]
    assert list(folder.iterdir()) == []
    assert {item.name for item in tmp_path.iterdir()} == {"scratch", "goi.zip"}


def test_macros_are_never_more_than_bytes(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "co-macro.docm"
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "<w:p><w:r><w:t>Văn bản có macro.</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document xmlns:w='{namespace}'><w:body>{text}</w:body></w:document>")
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600))
    (outcome,) = take(path, folder)
    assert isinstance(outcome, Taken)
    assert outcome.document is not None
    assert outcome.document.text == "Văn bản có macro."
