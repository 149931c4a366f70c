"""One person at a time: who has a draft open, what the second person is told, and that nobody's work is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from workbench.drafting import locking
from workbench.drafting.locking import DraftHeld, Lease
from workbench.drafting.model import Draft, DraftSection
from workbench.drafting.store import DraftConflict
from workbench.errors import DraftError
from workbench.workbench import Workbench

COLLEAGUE = """
import json, platform, sys
from pathlib import Path
from workbench.drafting.open_draft import OpenDraft
from workbench.drafting.store import DraftStore

node, opened = platform.node, None
print("ready", flush=True)
for line in sys.stdin:
    name, *rest = json.loads(line)
    try:
        if name == "open":
            folder, draft_id, machine = rest
            platform.node = (lambda: machine) if machine else node
            opened = OpenDraft(DraftStore(Path(folder)), draft_id, lambda draft: None)
        elif name == "add":
            opened.change(lambda draft: draft.add("ket_qua", rest[0]))
        elif name == "close" and opened is not None:
            opened.close()
        print("done", flush=True)
    except Exception as error:
        print(type(error).__name__, error, flush=True)
"""


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def draft(workbench: Workbench) -> Draft:
    made = Draft("sơ kết Chỉ thị 12", "12", [DraftSection("ket_qua", "I- KẾT QUẢ")])
    made.add("ket_qua", "Một.")
    workbench.save_draft(made)
    return made


class Colleague:
    """Another kernel, in which somebody opens drafts."""

    def __init__(self) -> None:
        command = [sys.executable, "-c", COLLEAGUE]
        environment = os.environ | {"PYTHONUTF8": "1"}
        pipe = subprocess.PIPE
        self.program = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", env=environment)
        assert self._hear() == "ready"

    def tell(self, *words: str) -> str:
        assert self.program.stdin is not None
        self.program.stdin.write(f"{json.dumps(words)}\n")
        self.program.stdin.flush()
        return self._hear()

    def add(self, text: str) -> str:
        return self.tell("add", text)

    def end(self) -> None:
        self.program.kill()
        self.program.communicate()

    def _hear(self) -> str:
        assert self.program.stdout is not None
        return self.program.stdout.readline().strip()


@pytest.fixture(scope="module")
def kernel() -> Iterator[Colleague]:
    started = Colleague()
    yield started
    started.end()


@contextmanager
def holding(kernel: Colleague, workbench: Workbench, draft: Draft, machine: str = "") -> Iterator[Colleague]:
    """The colleague, with the draft open."""
    assert kernel.tell("open", str(workbench.settings.workspace / "drafts"), draft.id, machine) == "done"
    try:
        yield kernel
    finally:
        kernel.tell("close")


def make_old(lease: Path, seconds: float) -> None:
    """As if the holder had not been heard of for so long."""
    moment = lease.stat().st_mtime - seconds
    os.utime(lease, (moment, moment))


def lease_of(workbench: Workbench, draft: Draft) -> Path:
    return workbench.settings.workspace / "drafts" / f"{draft.id}.lock"


def texts(draft: Draft) -> list[str]:
    return [item.text for item in draft.items()]


def test_leaving_saves_and_gives_the_draft_back(workbench: Workbench, draft: Draft) -> None:
    with workbench.open_draft(draft.id) as opened:
        opened.draft.add("ket_qua", "Hai.")
        holder = workbench.draft_holder(draft.id)
        assert holder is not None
        assert holder.process == os.getpid()
    assert workbench.draft_holder(draft.id) is None
    assert texts(workbench.load_draft(draft.id)) == ["Một.", "Hai."]


def test_a_colleague_on_another_machine_is_named_and_the_draft_can_be_read(
    workbench: Workbench, draft: Draft, kernel: Colleague
) -> None:
    with holding(kernel, workbench, draft, "VP-03") as other:
        with pytest.raises(DraftHeld, match="người khác mở để sửa") as told:
            workbench.open_draft(draft.id)
        assert "trên máy VP-03, từ " in told.value.message
        assert "chỉ đọc" in told.value.advice
        with pytest.raises(DraftHeld):
            workbench.open_draft(draft.id, take_over=True)  # they work at it
        with workbench.open_draft(draft.id, read_only=True) as opened:
            assert texts(opened.draft) == ["Một."]
            with pytest.raises(DraftError, match=r"đang mở chỉ đọc vì .* trên máy VP-03"):
                opened.change(lambda one: one.add("ket_qua", "Không được."))
            assert texts(opened.draft) == ["Một."]
        assert other.add("Hai.") == "done"
    with workbench.open_draft(draft.id) as opened:  # they closed it
        assert texts(opened.draft) == ["Một.", "Hai."]


def test_what_is_saved_past_a_colleague_is_kept_and_told(workbench: Workbench, draft: Draft, kernel: Colleague) -> None:
    with holding(kernel, workbench, draft, "VP-03") as other:
        draft.add("ket_qua", "Ghi thẳng.")
        with pytest.raises(DraftConflict, match=r"VP-03, .* đang mở để sửa") as told:
            workbench.save_draft(draft)
        assert texts(workbench.draft_version(draft.id, told.value.number)) == ["Một.", "Ghi thẳng."]
        assert other.add("Hai.") == "done"
    assert texts(workbench.load_draft(draft.id)) == ["Một.", "Hai."]


@pytest.mark.parametrize("why", ["silent", "idle"])
def test_a_draft_left_open_is_taken_over_and_the_first_person_loses_nothing(
    workbench: Workbench, draft: Draft, kernel: Colleague, why: str
) -> None:
    with holding(kernel, workbench, draft, "VP-03") as other:
        lease = lease_of(workbench, draft)
        if why == "silent":
            make_old(lease, 11 * 60)
        else:
            lease.write_text(json.dumps(json.loads(lease.read_text("utf-8")) | {"idle": 2 * 3600}), "utf-8")
        with pytest.raises(DraftHeld, match="Tiếp quản"):
            workbench.open_draft(draft.id)
        with workbench.open_draft(draft.id, take_over=True) as opened:
            assert opened.taken_from is not None
            assert opened.taken_from.machine == "VP-03"
            opened.change(lambda one: one.add("ket_qua", "Của người tiếp quản."))
            answer = other.add("Của người đầu.")
            assert answer.startswith("DraftConflict")
            assert "đã được tiếp quản bởi" in answer
            opened.change(lambda one: one.add("ket_qua", "Thêm."))
    assert texts(workbench.load_draft(draft.id)) == ["Một.", "Của người tiếp quản.", "Thêm."]
    versions = workbench.draft_versions(draft.id)
    kept = int(versions[versions["name"].str.contains("chưa ghép")]["number"].iloc[0])
    assert texts(workbench.draft_version(draft.id, kept)) == ["Một.", "Của người đầu."]


def test_another_window_of_the_same_person_can_be_taken_over_at_once(
    workbench: Workbench, draft: Draft, kernel: Colleague
) -> None:
    with holding(kernel, workbench, draft) as other:
        with pytest.raises(DraftHeld, match="chính anh/chị ở một cửa sổ khác"):
            workbench.open_draft(draft.id)
        with workbench.open_draft(draft.id, take_over=True) as opened:
            opened.change(lambda one: one.add("ket_qua", "Ở đây."))
            assert "tiếp quản" in other.add("Ở kia.")


def test_a_kernel_that_was_killed_keeps_nobody_out(workbench: Workbench, draft: Draft) -> None:
    other = Colleague()
    other.tell("open", str(workbench.settings.workspace / "drafts"), draft.id, "")
    other.add("Hai.")
    other.end()
    assert lease_of(workbench, draft).is_file()
    with workbench.open_draft(draft.id) as opened:
        assert texts(opened.draft) == ["Một.", "Hai."]
        assert opened.taken_from is None


def test_running_a_cell_again_in_one_kernel_asks_nothing_and_loses_nothing(workbench: Workbench, draft: Draft) -> None:
    first = workbench.open_draft(draft.id)
    second = workbench.open_draft(draft.id)
    second.change(lambda one: one.add("ket_qua", "Ô chạy lại."))
    with pytest.raises(DraftConflict, match="tiếp quản"):
        first.change(lambda one: one.add("ket_qua", "Ô cũ."))
    assert first.read_only
    second.close()
    first.close()
    assert texts(workbench.load_draft(draft.id)) == ["Một.", "Ô chạy lại."]
    assert "Ô cũ." in [
        text
        for number in workbench.draft_versions(draft.id)["number"]
        for text in texts(workbench.draft_version(draft.id, int(number)))
    ]


def test_a_read_only_draft_can_be_taken_over_once_it_is_free(
    workbench: Workbench, draft: Draft, kernel: Colleague
) -> None:
    with holding(kernel, workbench, draft, "VP-03") as other:
        opened = workbench.open_draft(draft.id, read_only=True)
        with pytest.raises(DraftHeld):
            opened.take_over()
        other.add("Hai.")
    opened.take_over()
    assert not opened.read_only
    assert texts(opened.draft) == ["Một.", "Hai."]
    opened.close()


def test_changes_made_while_reading_only_are_kept_as_a_version(workbench: Workbench, draft: Draft) -> None:
    opened = workbench.open_draft(draft.id, read_only=True)
    opened.draft.add("ket_qua", "Lỡ tay sửa.")
    with pytest.raises(DraftConflict, match="chỉ đọc") as told:
        opened.close()
    assert texts(workbench.draft_version(draft.id, told.value.number)) == ["Một.", "Lỡ tay sửa."]
    assert texts(workbench.load_draft(draft.id)) == ["Một."]


def test_undo_redo_and_restore_are_saved(workbench: Workbench, draft: Draft) -> None:
    with workbench.open_draft(draft.id) as opened:
        opened.change(lambda one: one.add("ket_qua", "Hai."), "thêm câu")
        opened.undo()
        assert texts(workbench.load_draft(draft.id)) == ["Một."]
        opened.redo()
        assert texts(workbench.load_draft(draft.id)) == ["Một.", "Hai."]
        opened.restore(1)
        assert texts(workbench.load_draft(draft.id)) == ["Một."]
        opened.undo()
        assert texts(opened.draft) == ["Một.", "Hai."]
        assert opened.history.redoes == "khôi phục bản 1"


def test_an_error_inside_the_block_is_raised_and_the_work_is_saved(workbench: Workbench, draft: Draft) -> None:
    def fail() -> None:
        with workbench.open_draft(draft.id) as opened:
            opened.draft.add("ket_qua", "Hai.")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert texts(workbench.load_draft(draft.id)) == ["Một.", "Hai."]
    assert workbench.draft_holder(draft.id) is None


def test_the_lease_is_renewed_while_the_draft_is_open(
    workbench: Workbench, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "BEAT", 0.02)
    with workbench.open_draft(draft.id):
        lease = lease_of(workbench, draft)
        make_old(lease, 3600)
        old = lease.stat().st_mtime
        deadline = datetime.now().timestamp() + 10
        while lease.stat().st_mtime == old and datetime.now().timestamp() < deadline:
            pass
        assert lease.stat().st_mtime > old


def test_a_lease_cut_short_by_a_power_cut_is_told_and_grows_stale(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    path.write_bytes(b'{"person": "l')
    with pytest.raises(DraftHeld, match="không rõ ai"):
        Lease(path).acquire("sơ kết", take_over=True)
    make_old(path, 3600)
    lease = Lease(path)
    assert lease.acquire("sơ kết", take_over=True) is not None
    assert lease.taken() is None
    lease.release()
    assert not path.exists()


def test_a_lease_that_is_just_being_renewed_is_read_a_moment_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = Lease(tmp_path / "a.lock")
    lease.acquire("sơ kết")
    real = Path.read_bytes
    refused: list[Path] = []

    def read_bytes(path: Path) -> bytes:
        if path == lease.path and not refused:
            refused.append(path)
            raise PermissionError(13, "Access is denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert lease.taken() is None
    assert refused
    lease.release()


def test_a_drive_that_is_gone_is_told_and_the_change_stays(
    workbench: Workbench, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workbench.open_draft(draft.id) as opened:
        with monkeypatch.context() as cut_off:

            def gone(_path: Path) -> bytes:
                raise OSError(64, "The specified network name is no longer available")

            cut_off.setattr(Path, "read_bytes", gone)
            with pytest.raises(DraftError, match="Không truy cập được"):
                opened.change(lambda one: one.add("ket_qua", "Chưa lưu."))
            assert opened.unsaved
            assert not opened.read_only
        opened.save()
        assert texts(workbench.load_draft(draft.id)) == ["Một.", "Chưa lưu."]
