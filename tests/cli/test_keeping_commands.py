"""What people keep of their searching, from the first search to the news of a rebuild: one real archive."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from workbench import cli

REPORT = """HUYỆN ỦY VÂN TRẠCH
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính

Các cấp ủy đã rà soát {number} thủ tục hành chính; UBND huyện đã công khai.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kho")
    (root / "corpus").mkdir()
    for number in (7, 8):
        write(root, number)
    assert run(root, "build", "--no-words").returncode == 0
    return root


def write(root: Path, number: int) -> None:
    (root / "corpus" / f"{number}.txt").write_text(REPORT.format(number=number), encoding="utf-8")


class Done(NamedTuple):
    """What a command gave back."""

    returncode: int
    stdout: str
    stderr: str


def run(root: Path, *words: str) -> Done:
    """A command as it is typed, in this process: a new one would take seconds to start."""
    out, errors = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        patch.setattr(sys, "argv", ["workbench", *words, "--root", str(root)])
        patch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as stop:
            cli.main()
    return Done(int(stop.value.code or 0), out.getvalue(), errors.getvalue())


def told(root: Path, *words: str) -> str:
    done = run(root, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked(root: Path, *words: str) -> Any:
    return json.loads(told(root, *words, "--json"))


def test_a_search_is_kept_and_its_news_are_told_after_a_build(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "kết quả.xlsx"
    said = told(root, "search", "hành chính", "--include", "loai=Báo cáo", "--save", "CCHC", "--export", str(out))
    assert "Đã lưu câu tìm “CCHC”" in said
    assert len(list(openpyxl.load_workbook(out)["Kết quả"].rows)) == 3
    assert "không có gì mới" in told(root, "alerts")
    write(root, 9)
    assert "Mới CCHC: 1 văn bản mới" in told(root, "build", "--no-words")
    assert asked(root, "build", "--no-words")["alerts"] == [
        {"search": "CCHC", "total": 3, "new": 1, "changed": 0, "trouble": ""}
    ]
    assert "9-BC/HU" in told(root, "alerts", "--seen")
    assert asked(root, "alerts")["rows"] == []
    assert asked(root, "saved", "cchc")["total"] == 3
    told(root, "saved", "cchc", "--delete")
    assert asked(root, "saved")["rows"] == []
    assert [row["name"] for row in asked(root, "saved", "--trash")["rows"]] == ["CCHC"]
    told(root, "saved", "cchc", "--restore")
    assert "hành chính" in told(root, "saved")
    assert [row["query"] for row in asked(root, "history")["rows"]] == ["hành chính"]


def test_tags_and_notes_are_put_on_found_and_taken_back(root: Path) -> None:
    (hit,) = asked(root, "search", "so:7-BC/HU", "--limit", "1")["hits"]
    assert "Gấp" in told(root, "tag", hit["id"], "--add", "Gấp")
    assert asked(root, "search", "nhan:gấp")["total"] == 1
    assert asked(root, "search", "", "--exclude", "the=Gấp", "--limit", "0")["total"] >= 1
    assert asked(root, "search", "", "--include", "tag=Gấp")["total"] == 1
    told(root, "note", hit["id"], "cần hỏi lại", "--passage", "2")
    assert "cần hỏi lại" in told(root, "note")
    assert asked(root, "show", hit["id"])["tags"] == ["Gấp"]
    assert "cần hỏi lại" in told(root, "note", "--undo")
    assert [row["kind"] for row in asked(root, "note", hit["id"])["rows"]] == ["thẻ"]
    assert asked(root, "tag", hit["id"], "--remove", "gấp")["documents"] == {hit["id"]: []}
    (viewed,) = asked(root, "history", "--views")["rows"]
    assert (viewed["path"], viewed["views"]) == ("7.txt", 1)


def test_how_a_query_was_read_is_told_and_can_be_switched(root: Path) -> None:
    (chip,) = [chip for chip in asked(root, "search", "UBND")["chips"] if chip["active"]][:1]
    assert chip["label"] in told(root, "search", "UBND")
    off = asked(root, "search", "UBND", "--chip", f"{chip['id']}=off")
    assert [one["active"] for one in off["chips"] if one["id"] == chip["id"]] == [False]
    assert "Có phải bạn muốn tìm: thủ tục hành chính" in told(root, "search", "thủ tụch hành chính")


def test_a_batch_of_queries_becomes_a_workbook(root: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "câu.csv", tmp_path / "ra.xlsx"
    file.write_text("Câu tìm,Từ ngày\nhành chính,2025\nhành chính,hôm kia\n", encoding="utf-8")
    said = told(root, "batch", str(file), "--out", str(out))
    assert "2 câu: 1 câu tìm được văn bản, 1 câu không tìm được vì có lỗi." in said
    assert openpyxl.load_workbook(out).sheetnames == ["Tổng hợp", "Kết quả", "Ghi chú"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["search", "x", "--include", "loai"], "bộ lọc"),
        (["search", "x", "--include", "màu=đỏ"], "bộ lọc"),
        (["search", "x", "--chip", "y"], "cách hiểu"),
        (["search", "x", "--export", "a.pdf"], "đuôi"),
        (["saved", "không có"], "Không có câu tìm"),
        (["saved", "--delete"], "Chưa nói câu tìm"),
        (["tag", "--add", "x"], "Chưa nói văn bản"),
        (["note", "--remove", "99"], "99"),
        (["batch", "không.csv", "--out", "a.xlsx"], "Không đọc được"),
    ],
)
def test_what_cannot_be_done_is_told(root: Path, words: list[str], message: str) -> None:
    done = run(root, *words)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
