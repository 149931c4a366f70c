"""Builds: only what changed is read, nothing is lost, one bad file never stops the rest."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from workbench import Workbench
from workbench.archive.build import build_lock
from workbench.archive.report import BuildReport, Progress
from workbench.errors import WorkbenchError

Write = Callable[..., Path]


def statuses(report: BuildReport) -> dict[str, str]:
    return {row.path: row.status for row in report.rows}


def test_a_first_build_takes_in_everything(tmp_path: Path, write: Write) -> None:
    write("2025/a.txt", 1)
    write("2025/b.txt", 2)
    with Workbench.open(tmp_path) as workbench:
        report = workbench.build()
        assert statuses(report) == {"2025/a.txt": "added", "2025/b.txt": "added"}
        assert report.documents == 2
        assert workbench.search("thủ tục hành chính").total == 2


def test_a_second_build_reads_only_what_changed(tmp_path: Path, write: Write) -> None:
    write("a.txt", 1)
    b = write("b.txt", 2)
    touched = write("c.txt", 3)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        write("b.txt", 22)
        os.utime(b, ns=(1, 1))
        os.utime(touched, ns=(5, 5))
        write("d.txt", 4)
        steps: list[Progress] = []
        report = workbench.build(steps.append)
        assert statuses(report) == {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "unchanged", "d.txt": "added"}
        # Only the three whose looks changed were read.
        assert {step.total for step in steps if step.label == "Đọc và lập chỉ mục"} == {3}
        assert workbench.search('"rà soát 22 thủ tục"').total == 1
        assert workbench.search('"rà soát 2 thủ tục"').total == 0


def test_nothing_changed_reads_and_writes_nothing(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        index = {file: file.stat().st_mtime_ns for file in (tmp_path / "indexes" / "whoosh").iterdir()}
        steps: list[Progress] = []
        workbench.build(steps.append)
        assert steps == []
        assert index == {file: file.stat().st_mtime_ns for file in (tmp_path / "indexes" / "whoosh").iterdir()}


def test_a_deleted_file_leaves_search(tmp_path: Path, write: Write) -> None:
    a = write("a.txt", 1)
    write("b.txt", 2)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        a.unlink()
        assert statuses(workbench.build()) == {"a.txt": "deleted", "b.txt": "unchanged"}
        assert workbench.search("thủ tục").total == 1
        assert workbench.build().counts["deleted"] == 0


def test_a_moved_file_keeps_its_identity(tmp_path: Path, write: Write) -> None:
    file = write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        [before] = workbench.search("thủ tục").hits
        (tmp_path / "corpus" / "2025").mkdir()
        file.rename(tmp_path / "corpus" / "2025" / "đã chuyển.txt")
        assert statuses(workbench.build()) == {"2025/đã chuyển.txt": "moved"}
        [after] = workbench.search("thủ tục").hits
        assert (after.id, after.path) == (before.id, "2025/đã chuyển.txt")
        # A new file at the old place is another document.
        write("a.txt", 99)
        assert statuses(workbench.build())["a.txt"] == "added"
        assert workbench.document(before.id).path == "2025/đã chuyển.txt"
        assert len({hit.id for hit in workbench.search("thủ tục").hits}) == 2


def test_identical_copies_are_both_kept(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    write("bản sao/a.txt")
    with Workbench.open(tmp_path) as workbench:
        assert workbench.build().documents == 2
        assert list(workbench.documents()["path"]) == ["a.txt", "bản sao/a.txt"]


@pytest.mark.parametrize("later", ["second stage", "next build"])
def test_groups_of_very_many_new_documents_are_found_later(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch, later: str
) -> None:
    monkeypatch.setattr("workbench.archive.deciding._GROUPED_AT_ONCE", 2)
    for name in ("a.txt", "b.txt", "bản sao/a.txt"):
        write(name, 8 if name == "b.txt" else 7)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        assert workbench.search("thủ tục").total == 3
        assert workbench.groups().empty
        if later == "second stage":
            workbench.analyse_texts()
        else:
            workbench.build()
        assert list(workbench.groups()["path"]) == ["a.txt", "bản sao/a.txt"]


def test_originals_are_never_touched(tmp_path: Path, write: Write) -> None:
    file = write("a.txt")
    before = (file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir()))
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
    assert before == (file.read_bytes(), file.stat().st_mtime_ns, sorted(file.parent.iterdir()))


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_secret_document_leaves_no_trace(tmp_path: Path, write: Write, mark: str) -> None:
    write("thường.txt")
    write("kin.txt", text=f"TỈNH ỦY LAM NGUYÊN\n{mark}\nSố 9-BC/TU\nBÁO CÁO\nvề việc chimaychoctroi\n")
    with Workbench.open(tmp_path) as workbench:
        report = workbench.build()
        [row] = [row for row in report.rows if row.path == "kin.txt"]
        assert (row.status, row.reason) == ("refused", f"Dấu {mark}")
        assert report.documents == 1
        assert workbench.search("chimaychoctroi").total == 0
    assert traces(tmp_path / "indexes", b"chimaychoctroi") == []
    assert traces(tmp_path / "indexes", b"kin.txt") == []


def test_a_document_found_secret_later_is_wiped(tmp_path: Path, write: Write) -> None:
    write("thường.txt")
    write("a.txt", text="BÁO CÁO\nvề việc chimaychoctroi trong năm 2025.\n")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        assert workbench.search("chimaychoctroi").total == 1
        workbench.keywords(document_id=workbench.search("chimaychoctroi").hits[0].id)
        write("a.txt", text="MẬT\nBÁO CÁO\nvề việc chimaychoctroi trong năm 2025.\n")
        assert statuses(workbench.build())["a.txt"] == "refused"
        assert workbench.search("chimaychoctroi").total == 0
    assert traces(tmp_path / "indexes", b"chimaychoctroi") == []


def traces(folder: Path, needle: bytes) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and needle in file.read_bytes()]


def test_bad_files_wait_with_their_reason(tmp_path: Path, write: Write) -> None:
    write("tốt.txt")
    write("rỗng.txt", text="")
    (tmp_path / "corpus" / "hỏng.docx").write_bytes(b"PK\x03\x04 not a zip")
    (tmp_path / "corpus" / "lạ.xyz").write_bytes(b"?")
    (tmp_path / "corpus" / "dài.txt").write_bytes(b"a" * 50_000_000)
    locked = Canvas(str(tmp_path / "corpus" / "khóa.pdf"), encrypt=StandardEncryption("mat-khau"))
    locked.drawString(72, 720, "locked")
    locked.save()
    with Workbench.open(tmp_path) as workbench:
        report = workbench.build()
        assert report.documents == 1
        bad = {row.path: row.reason for row in report.rows if row.status == "quarantined"}
        assert set(bad) == {"rỗng.txt", "hỏng.docx", "lạ.xyz", "dài.txt", "khóa.pdf"}
        assert "mật khẩu" in bad["khóa.pdf"]
        assert all(len(reason) > 20 for reason in bad.values())
        # They stay on the list, with the reason, without being read again.
        again = workbench.build()
        assert {row.path: row.reason for row in again.rows if row.status == "quarantined"} == bad
        # Mended, they come in.
        write("rỗng.txt", 5)
        assert statuses(workbench.build())["rỗng.txt"] == "added"


class VanishingExecutor(ThreadPoolExecutor):
    """Deletes a file just before it is read, as another person on the network drive would."""

    def __init__(self, victim: Path) -> None:
        super().__init__(1)
        self.victim = victim

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        self.victim.unlink(missing_ok=True)
        return super().submit(function, *arguments, **options)


def test_a_file_that_vanishes_during_the_build_is_reported(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    victim = write("b.txt", 2)
    with Workbench.open(tmp_path) as workbench, VanishingExecutor(victim) as executor:
        report = workbench.build(executor=executor)
    [row] = [row for row in report.rows if row.path == "b.txt"]
    assert row.status == "quarantined"
    assert "biến mất" in row.reason
    assert report.documents == 1


def test_a_build_in_worker_processes_gives_the_same(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        write(f"{number}.txt", number)
    monkeypatch.setattr("workbench.archive.build._SMALL", 0)
    (tmp_path / "workbench.toml").write_text("workers = 2\n", encoding="utf-8")
    with Workbench.open(tmp_path) as workbench:
        assert workbench.build().counts["added"] == 6
        assert workbench.search("thủ tục").total == 6


def test_temporary_and_hidden_files_are_no_documents(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    write("~$a.docx")
    write(".ẩn/b.txt")
    write("Thumbs.db")
    with Workbench.open(tmp_path) as workbench:
        assert statuses(workbench.build()) == {"a.txt": "added", "~$a.docx": "ignored", "Thumbs.db": "ignored"}


def test_two_builds_at_once_are_refused(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        entered, leave = threading.Event(), threading.Event()

        def hold() -> None:
            with build_lock(tmp_path / "indexes"):
                entered.set()
                leave.wait(10)

        other = threading.Thread(target=hold)
        other.start()
        try:
            assert entered.wait(10)
            with pytest.raises(WorkbenchError, match="đang được cập nhật"):
                workbench.build()
        finally:
            leave.set()
            other.join()
        assert workbench.build().documents == 1


def test_a_crash_between_catalogue_and_index_is_made_good(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", 1)
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        write("b.txt", 2)
        monkeypatch.setattr("workbench.search.indexing.decode", lambda terms: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            workbench.build()
        monkeypatch.undo()
        assert workbench.search("thủ tục").total == 1
        workbench.build()
        assert workbench.search("thủ tục").total == 2


def test_a_lost_index_is_made_again_from_the_catalogue(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
    for file in (tmp_path / "indexes" / "whoosh").iterdir():
        file.write_bytes(b"rubbish")
    with Workbench.open(tmp_path) as workbench:
        assert workbench.search("thủ tục").total == 1


def test_a_damaged_catalogue_says_what_to_do(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    (tmp_path / "indexes").mkdir()
    (tmp_path / "indexes" / "catalogue.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(WorkbenchError, match="workbench build"):
        Workbench.open(tmp_path)


def test_a_missing_corpus_is_told(tmp_path: Path) -> None:
    with Workbench.open(tmp_path) as workbench, pytest.raises(WorkbenchError, match="corpus"):
        workbench.build()


def test_the_report_is_a_frame(tmp_path: Path, write: Write) -> None:
    write("a.txt")
    with Workbench.open(tmp_path) as workbench:
        frame = workbench.build().to_frame()
    assert list(frame.columns) == ["path", "status", "reason"]
    assert list(frame["path"]) == ["a.txt"]


def test_what_a_stopped_build_has_read_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for number in range(8):
        (tmp_path / "corpus" / f"bc-{number}.txt").write_text(f"BÁO CÁO\nsố {number} về trồng rừng\n", encoding="utf-8")

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with Workbench.open(tmp_path) as workbench:
        with pytest.raises(KeyboardInterrupt):
            workbench.build(stop)
        assert workbench.is_unfinished
        workbench.settle()
        assert workbench.catalogue.count() == 3
        assert workbench.search("trồng rừng").total == 3
        report = workbench.build()
        assert (report.counts["added"], report.counts["unchanged"]) == (5, 3)
        assert not workbench.is_unfinished
