"""The command line as people and programs meet it, on a small archive.

Most commands run in this process: a new one takes seconds to load. Help and the demo run as real processes.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main

REPORT = """HUYỆN ỦY VÂN TRẠCH
Số 21-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả thực hiện Chỉ thị số 12-CT/TU

I- KẾT QUẢ ĐẠT ĐƯỢC
Các cấp ủy đã quán triệt Chỉ thị số 12-CT/TU; tỷ lệ hồ sơ trực tuyến đạt 71,5% kế hoạch.
II- HẠN CHẾ
Việc thực hiện Chỉ thị ở một số xã còn chậm, chưa đáp ứng yêu cầu đề ra.
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kho")
    (root / "corpus").mkdir()
    (root / "corpus" / "báo cáo.txt").write_text(REPORT, encoding="utf-8")
    (root / "corpus" / "rỗng.txt").write_bytes(b"")
    assert run("build", "--root", str(root)).returncode == 0
    return root


def process(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    # A console that knows no UTF-8, as on an old Windows: nothing may crash there.
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "COLUMNS": "120"}
    command = [sys.executable, "-m", "workbench", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=cwd, timeout=180)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """A command in this process, on streams such as an old console has."""
    out, error = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["workbench", *words])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", error)
        patch.setenv("COLUMNS", "120")
        with pytest.raises(SystemExit) as stopped:
            main()
    code = stopped.value.code
    told, complained = (stream.buffer.getvalue().decode("utf-8") for stream in (out, error))
    return subprocess.CompletedProcess(["workbench", *words], code if isinstance(code, int) else 0, told, complained)


def run_json(*words: str) -> Any:
    done = run(*words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_build_tells_what_did_not_go_in(root: Path) -> None:
    done = run("build", "--root", str(root))
    assert "rỗng.txt" in done.stdout
    assert "1 văn bản trong kho" in done.stdout
    told = run_json("build", "--root", str(root))
    assert told["documents"] == 1
    assert told["counts"]["quarantined"] == 1


def test_search_json_has_the_agreed_form(root: Path) -> None:
    found = run_json("search", "hồ sơ trực tuyến", "--root", str(root))
    assert found["total"] == 1
    [hit] = found["hits"]
    assert {"id", "path", "symbol", "title", "score", "snippets"} <= set(hit)
    assert (hit["path"], hit["symbol"], hit["date"]) == ("báo cáo.txt", "21-BC/HU", "2025-03-12")
    assert found["facets"]["type"] == [{"value": "Báo cáo", "count": 1}]


@pytest.mark.parametrize(
    ("words", "total"),
    [
        (["Chỉ thị 12-CT/TU"], 1),
        (["so:21-BC/HU"], 1),
        (["dan:12-CT/TU"], 1),
        (["hồ sơ", "--type", "Báo cáo"], 1),
        (["hồ sơ", "--type", "Nghị quyết"], 0),
        (["hồ sơ", "--from", "3/2025", "--to", "2025"], 1),
        (["hồ sơ", "--from", "4/2025"], 0),
        (["hồ sơ KHÔNG trực tuyến"], 0),
        (["ho so truc tuyen"], 1),
    ],
)
def test_search_and_its_filters(root: Path, words: list[str], total: int) -> None:
    assert run_json("search", *words, "--root", str(root))["total"] == total


def test_show_prints_fields_and_passages(root: Path) -> None:
    [hit] = run_json("search", "hồ sơ", "--root", str(root))["hits"]
    shown = run("show", hit["id"][:6], "--root", str(root))
    assert "21-BC/HU" in shown.stdout
    assert "71,5% kế hoạch" in shown.stdout
    told = run_json("show", hit["id"], "--root", str(root))
    assert told["text"].splitlines() == [line for line in REPORT.splitlines() if line]
    assert told["passages"][0]["passage"] == 1


def test_related_tells_what_a_document_is_tied_to(root: Path) -> None:
    (hit,) = run_json("search", "--root", str(root))["hits"]
    told = run_json("related", hit["id"], "--root", str(root))
    assert told["id"] == hit["id"]
    assert told["related"] == told["citing"] == []
    assert told["cited"][0]["name"] == "Chỉ thị số 12-CT/TU"
    assert told["cited"][0]["note"] == "không có trong kho"
    shown = run("related", hit["id"][:6], "--root", str(root)).stdout
    assert "Chỉ thị số 12-CT/TU — không có trong kho" in shown


def test_keywords_and_summary(root: Path) -> None:
    assert run_json("keywords", "hồ sơ", "--root", str(root))["documents"] == 1
    summary = run_json("summarize", "hồ sơ trực tuyến", "--root", str(root))
    assert all(sentence["quote"] in REPORT for sentence in summary["sentences"])
    assert summary["sentences"]


@pytest.mark.parametrize("suffix", [".docx", ".md", ".xlsx"])
def test_draft_writes_a_file(root: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"dự thảo{suffix}"
    done = run(
        "draft", "Chỉ thị 12-CT/TU", "--title", "sơ kết thực hiện Chỉ thị", "--out", str(out), "--root", str(root)
    )
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 0
    assert str(out) in done.stdout.replace("\n", "")


def test_errors_are_plain_vietnamese(root: Path, tmp_path: Path) -> None:
    unbuilt = run("search", "x", "--root", str(tmp_path))
    assert unbuilt.returncode == 1
    assert "workbench build" in unbuilt.stderr
    assert "Traceback" not in unbuilt.stderr
    assert list(tmp_path.iterdir()) == []  # looking leaves nothing behind
    unknown = run("show", "0000", "--root", str(root), "--json")
    assert unknown.returncode == 1
    assert set(json.loads(unknown.stdout)) == {"error", "advice"}
    wrong_format = run("draft", "x", "--title", "y", "--out", "z.odt", "--root", str(root))
    assert ".docx" in wrong_format.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["search", "--khong-co"], "Không có lựa chọn --khong-co"),
        (["khong-co"], "Không có lệnh khong-co"),
        (["summarize"], "Thiếu tham số CÂU_TÌM"),
        (["search", "a", "b"], "ngoặc kép"),
        (["search", "--limit", "nhiều"], "Giá trị của --limit"),
        (["inventory"], "Thiếu lựa chọn --out"),
    ],
)
def test_a_wrongly_typed_command_is_explained(words: list[str], told: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert told in done.stderr


def test_help_is_vietnamese() -> None:
    for words in ([], ["search"], ["draft"]):
        shown = process(*words, "--help")
        assert shown.returncode == 0
        assert "Cách gõ" in shown.stdout
        for english in ("Usage", "Show this message", "Options", "Arguments", "[default"):
            assert english not in shown.stdout


def test_doctor_names_what_is_there_and_what_is_missing(root: Path, tmp_path: Path) -> None:
    told = run_json("doctor", "--root", str(root))
    parts = {check["part"]: check for check in told["checks"]}
    assert parts["Kho đã nạp"]["found"] == "1 văn bản; 1 tệp chưa đọc được"
    assert all(check["cost"] for check in told["checks"] if not check["ok"])
    empty = run("doctor", "--root", str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert empty.returncode == 1
    assert "workbench build" in empty.stdout


OFFLINE = """
import socket, sys
def refuse(*arguments, **options):
    raise SystemExit("the demo tried to use the network")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.create_connection = refuse
sys.argv = ["workbench", "demo", "--root", sys.argv[1]]
from workbench.cli import main
main()
"""


def test_the_demo_does_the_whole_job_without_any_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path)], capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "Từ chối (văn bản mật)" in done.stdout
    for suffix in (".docx", ".md", ".xlsx"):
        assert (tmp_path / "workspace" / "exports" / f"du-thao-mau{suffix}").is_file()


def test_the_demo_leaves_an_office_archive_alone(root: Path) -> None:
    before = sorted(path.name for path in (root / "corpus").iterdir())
    made = run_json("demo", "--root", str(root))
    assert Path(made["root"]) == (root / "kho-mau").resolve()
    assert made["build"]["refused"] >= 1
    assert before == sorted(path.name for path in (root / "corpus").iterdir())


def test_lexicon_tells_what_the_tables_know_with_those_of_the_office(root: Path) -> None:
    folder = root / "workspace" / "bang-tra"
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "abbreviations.csv"
    own.write_text("viết tắt;đầy đủ\nBCĐ12;Ban Chỉ đạo thực hiện Chỉ thị 12\n", encoding="utf-8")
    told = run_json("lexicon", "bcđ12", "--root", str(root))
    assert [item["full"] for item in told["expansions"]] == ["Ban Chỉ đạo thực hiện Chỉ thị 12"]
    assert "UBND" in run("lexicon", "ủy ban nhân dân", "--root", str(root)).stdout
    assert "Quảng Ngãi" in run("lexicon", "kon tum", "--root", str(root)).stdout
    own.write_text("viết tắt;đầy đủ\nBCĐ12\n", encoding="utf-8")
    failed = run("lexicon", "UBND", "--root", str(root))
    assert failed.returncode == 1
    assert "abbreviations.csv" in failed.stderr
    told = json.loads(run("doctor", "--root", str(root), "--json").stdout)
    assert any("bang-tra" in check["cost"] or "abbreviations.csv" in check["cost"] for check in told["checks"])
    own.unlink()


def test_fields_are_fixed_confirmed_and_taken_back(root: Path) -> None:
    [hit] = run_json("search", "hồ sơ trực tuyến", "--root", str(root))["hits"]
    fixed = run_json("fix", hit["id"], "--set", "nguoiky=Lò Thị Mai", "--confirm", "so", "--root", str(root))
    assert {line["field"] for line in fixed[hit["id"]]} == {"Người ký", "Số ký hiệu"}
    told = run("fix", hit["id"], "--undo", "tất", "--root", str(root))
    assert "Lò Thị Mai" in told.stdout
    wrong = run("fix", hit["id"], "--set", "ngay=31/2/2025", "--root", str(root))
    assert wrong.returncode == 1
    assert "31/2/2025" in wrong.stderr
    assert run("unconfirmed", "--root", str(root)).returncode == 0
    assert run_json("copies", "--root", str(root)) == {"rows": []}


def test_a_register_is_shown_first_and_written_when_asked(root: Path, tmp_path: Path) -> None:
    register = tmp_path / "sổ.csv"
    register.write_text("Số ký hiệu,Ngày VB,Số đến\n21-BC/HU,12/3/2025,88\n99-BC/HU,1/1/2025,89\n", encoding="utf-8")
    shown = run("import-registry", str(register), "--root", str(root))
    assert shown.returncode == 0, shown.stderr
    assert "Chưa ghi gì" in shown.stdout
    assert "99-BC/HU" in shown.stdout
    done = run_json("import-registry", str(register), "--map", "Ngày VB=ngay", "--apply", "--root", str(root))
    assert done["matched"] == 1
    assert done["applied"]
    out = tmp_path / "mục lục.csv"
    assert run_json("inventory", "--out", str(out), "--root", str(root))["rows"] == 1
    assert ",88," in out.read_text(encoding="utf-8-sig")
    assert run("inventory", "--out", str(out), "--kind", "la", "--root", str(root)).returncode == 2
