"""Versions: when, why, how much changed; named ones for ever, small saves never push out yesterday's work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from workbench.drafting.draft_json import parse_draft
from workbench.drafting.model import Draft, DraftSection
from workbench.drafting.store import VERSIONS_KEPT, DraftConflict, DraftStore
from workbench.drafting.versions import to_thin_out, with_about
from workbench.errors import DraftError

NOON = datetime(2026, 11, 30, 12, 0)


def make_draft() -> Draft:
    return Draft("sơ kết", "hồ sơ", [DraftSection("ket_qua", "I- KẾT QUẢ"), DraftSection("han_che", "II- HẠN CHẾ")])


def texts(draft: Draft) -> list[str]:
    return [item.text for item in draft.items()]


def test_a_version_tells_when_why_and_how_much_changed(tmp_path: Path) -> None:
    store, draft = DraftStore(tmp_path), make_draft()
    one, two = draft.add("ket_qua", "Một."), draft.add("ket_qua", "Hai.")
    moment = datetime(2026, 11, 29, 17, 5).timestamp()
    os.utime(store.save(draft), (moment, moment))
    draft.edit(one.id, "Một, đã sửa.")
    draft.move(two.id, "han_che")
    draft.add("han_che", "Ba.")
    store.save(draft, "trước khi lập lại mục II")
    draft.remove(two.id)
    store.save(draft)
    first, second = store.history(draft.id)
    assert (first.number, first.saved, first.why) == (1, datetime(2026, 11, 29, 17, 5), "trước khi lập lại mục II")
    assert (first.items, first.changed, first.name) == (2, 2, "")
    assert (second.items, second.changed, second.why) == (3, 3, "")


def test_a_restored_version_is_present_again_and_what_was_present_is_kept(tmp_path: Path) -> None:
    store, draft = DraftStore(tmp_path), make_draft()
    draft.add("ket_qua", "Cũ.")
    store.save(draft)
    draft.add("ket_qua", "Mới.")
    store.save(draft)
    restored = store.restore(draft.id, 1)
    assert texts(restored) == texts(store.load(draft.id)) == ["Cũ."]
    assert [(one.number, one.why) for one in store.history(draft.id)] == [(1, ""), (2, "trước khi khôi phục bản 1")]
    assert texts(store.restore(draft.id, 2)) == ["Cũ.", "Mới."]
    with pytest.raises(DraftError, match="không có bản lưu số 99"):
        store.restore(draft.id, 99)


def test_a_version_takes_the_place_of_a_damaged_file_which_is_kept(tmp_path: Path) -> None:
    store, draft = DraftStore(tmp_path), make_draft()
    path = store.save(draft)
    draft.add("ket_qua", "Mới.")
    store.save(draft)
    path.write_bytes(b"{ hong")
    with pytest.raises(DraftError, match="draft-restore"):
        store.load(draft.id)
    store.restore(draft.id, 1)
    assert texts(store.load(draft.id)) == []
    assert store.versions(draft.id)[-1].read_bytes() == b"{ hong"
    assert [one.items for one in store.history(draft.id)] == [0, 0]


def test_a_named_version_is_kept_for_ever_and_can_be_named_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    store, draft = DraftStore(tmp_path), make_draft()
    draft.add("ket_qua", "Bản trình.")
    store.save(draft)
    number = store.name_version(draft.id, "bản trình lần 1")
    for count in range(VERSIONS_KEPT + 8):
        draft.title = f"lần {count}"
        store.save(draft)
    kept = {one.number: one for one in store.history(draft.id)}
    assert len(kept) == VERSIONS_KEPT + 1
    assert kept[number].name == "bản trình lần 1"
    assert kept[number].by
    later = max(kept)
    assert store.name_version(draft.id, "bản góp ý", later) == later
    assert {one.number: one.name for one in store.history(draft.id)}[later] == "bản góp ý"
    with pytest.raises(DraftError, match="chưa có tên"):
        store.name_version(draft.id, " ")


def write_versions(folder: Path, moments: list[datetime], names: dict[int, str] | None = None) -> list[Path]:
    files = []
    for number, moment in enumerate(moments):
        file = folder / f"{number:04}.json"
        about = {"saved": moment.isoformat(), "name": (names or {}).get(number, "")}
        file.write_bytes(with_about(b'{"sections": []}', about))
        os.utime(file, (moment.timestamp(), moment.timestamp()))
        files.append(file)
    return files


def test_old_versions_are_thinned_to_one_an_hour_and_one_a_day(tmp_path: Path) -> None:
    last_week = [NOON - timedelta(days=7, minutes=m) for m in (300, 200, 100, 0)]
    yesterday = [NOON - timedelta(days=1, minutes=m) for m in (130, 125, 70, 65, 10, 5)]
    today = [NOON - timedelta(minutes=m) for m in range(60, 0, -1)]
    files = write_versions(tmp_path, [*last_week, *yesterday, *today], {1: "bản trình"})
    gone = [int(file.stem) for file in to_thin_out(files, kept=50)]
    # Of last week the last of the day and the named one stay; of yesterday the last of each hour (9, 10, 11 o'clock);
    # of today's oldest ten, which are all of one hour with younger ones, none is needed.
    assert gone == [0, 2, 4, 6, 8, *range(10, 20)]


def test_a_copied_workspace_loses_nothing_by_its_new_times_of_change(tmp_path: Path) -> None:
    files = write_versions(tmp_path, [NOON - timedelta(days=d) for d in range(20, 0, -1)])
    for file in files:
        os.utime(file, (NOON.timestamp(), NOON.timestamp()))
    assert to_thin_out(files, kept=5) == []


def test_somebody_elses_save_is_never_overwritten(tmp_path: Path) -> None:
    store, draft = DraftStore(tmp_path), make_draft()
    store.save(draft)
    mine, theirs = store.load(draft.id), store.load(draft.id)
    theirs.add("ket_qua", "Của Minh.")
    store.save(theirs)
    mine.add("ket_qua", "Của Lan.")
    with pytest.raises(DraftConflict, match="đã được lưu ở nơi khác") as told:
        store.save(mine)
    assert texts(store.load(draft.id)) == ["Của Minh."]
    assert texts(store.load_version(draft.id, told.value.number)) == ["Của Lan."]
    assert "chưa ghép" in store.history(draft.id)[-1].name


SAVING = """
import sys
from pathlib import Path
from workbench.drafting.store import DraftStore
store = DraftStore(Path(sys.argv[1]))
draft = store.load(sys.argv[2])
print("ready", flush=True)
number = 0
while True:
    number += 1
    for item in draft.items():
        draft.edit(item.id, f"lần {number} " + "x" * 2000)
    draft.title = f"lần {number}"
    store.save(draft)
"""


def test_a_program_killed_while_saving_leaves_a_whole_old_or_new_state(tmp_path: Path) -> None:
    store, draft = DraftStore(tmp_path), make_draft()
    for _ in range(40):
        draft.add("ket_qua", "lần 0 " + "x" * 2000)
    draft.title = "lần 0"
    path = store.save(draft)
    for wait in (0.03, 0.17):
        command = [sys.executable, "-c", SAVING, str(tmp_path), draft.id]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(wait)
            program.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        for file in (path, *store.versions(draft.id)):
            read = parse_draft(file.read_bytes())
            assert {item.text.split(" x")[0] for item in read.items()} == {read.title}, "one state, and a whole one"
        assert len(store.load(draft.id).items()) == 40
    again = store.load(draft.id)
    again.title = "sau cùng"
    store.save(again)  # nothing that a killed program left hinders the next save
    assert store.load(draft.id).title == "sau cùng"
