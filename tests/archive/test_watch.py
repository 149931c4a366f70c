"""The watch: builds after changes have settled, ends when told, and goes on after trouble."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.archive import watch as watching
from workbench.archive.watch import is_remote, watch
from workbench.errors import WorkbenchError


class Builds:
    """Counts builds and lets a test wait for the next."""

    def __init__(self) -> None:
        self.seen: list[set[str]] = []
        self._more = threading.Condition()

    def __call__(self, corpus: Path) -> None:
        with self._more:
            self.seen.append({file.name for file in corpus.rglob("*") if file.is_file()})
            self._more.notify_all()

    def wait(self, count: int) -> bool:
        with self._more:
            return self._more.wait_for(lambda: len(self.seen) >= count, timeout=20)


@contextmanager
def watched(corpus: Path, builds: Builds, polling: bool) -> Iterator[None]:
    stop = threading.Event()
    options = {"stop": stop, "on_trouble": lambda error: None, "polling": polling, "quiet": 0.3, "poll": 0.2}
    thread = threading.Thread(target=lambda: watch(corpus, lambda: builds(corpus), **options))  # type: ignore[arg-type]
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.mark.parametrize("polling", [False, True], ids=["told", "polling"])
def test_files_that_come_together_are_built_together(tmp_path: Path, polling: bool) -> None:
    builds = Builds()
    with watched(tmp_path, builds, polling):
        assert builds.wait(1)
        (tmp_path / "mới").mkdir()
        for name in ("a.txt", "b.txt", "c.txt"):
            (tmp_path / "mới" / name).write_text("văn bản", encoding="utf-8")
        assert builds.wait(2)
        while builds.seen[-1] != {"a.txt", "b.txt", "c.txt"}:  # polling may look in the middle of the writing
            assert builds.wait(len(builds.seen) + 1)
        (tmp_path / "mới" / "a.txt").unlink()
        before = len(builds.seen)
        assert builds.wait(before + 1)
        assert builds.seen[-1] == {"b.txt", "c.txt"}


def test_files_of_programs_at_work_are_no_change(tmp_path: Path) -> None:
    builds = Builds()
    with watched(tmp_path, builds, polling=False):
        assert builds.wait(1)
        (tmp_path / "~$báo cáo.docx").write_bytes(b"x")
        (tmp_path / ".ẩn").write_bytes(b"x")
        (tmp_path / "word.tmp").write_bytes(b"x")
        (tmp_path / "thật.txt").write_bytes(b"x")
        assert builds.wait(2)
    assert len(builds.seen) == 2


def test_a_build_that_could_not_run_is_told_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_RETRY", 0.1)
    stop, troubles, turns = threading.Event(), [], []

    def build() -> None:
        turns.append(1)
        if len(turns) == 1:
            raise WorkbenchError("Kho đang được cập nhật.")
        stop.set()

    watch(tmp_path, build, stop=stop, on_trouble=lambda error: troubles.append(error.message), quiet=0.1)
    assert troubles == ["Kho đang được cập nhật."]
    assert len(turns) == 2


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="Không có thư mục"):
        watch(tmp_path / "không", print, stop=threading.Event(), on_trouble=print)


def test_a_folder_of_this_machine_is_not_remote(tmp_path: Path) -> None:
    assert not is_remote(tmp_path)
