"""Builds over files that hold files, files that wait for a program, and searchable copies."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.archive import build, plan
from workbench.archive.build import update_catalogue, workshop_in
from workbench.archive.catalogue import Catalogue
from workbench.archive.readers import READERS
from workbench.archive.readers.base import RawText, Workshop
from workbench.archive.report import BuildRow
from workbench.errors import MissingPart, WorkbenchError

Write = Callable[..., Path]

SECRET = "TỈNH ỦY LAM NGUYÊN\nTỐI MẬT\nSố 9-BC/TU\nBÁO CÁO\nvề việc chimaychoctroi\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "indexes")
    yield opened
    opened.close()


@pytest.fixture
def update(tmp_path: Path, catalogue: Catalogue) -> Callable[..., dict[str, str]]:
    """Updates the catalogue and tells each file's status."""

    def update(**options: bool) -> dict[str, str]:
        return statuses(
            update_catalogue(tmp_path / "corpus", catalogue, workshop=workshop_in(tmp_path / "indexes"), **options)
        )

    return update


def statuses(rows: tuple[BuildRow, ...]) -> dict[str, str]:
    assert len({row.path for row in rows}) == len(rows), "a file stands twice in the report"
    return {row.path: row.status for row in rows}


def packed(file: Path, members: dict[str, str]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def letter(write: Write, number: int) -> str:
    file = write("mẫu.txt", number)
    text = file.read_text(encoding="utf-8")
    file.unlink()
    return text


Update = Callable[..., dict[str, str]]


def test_files_inside_come_change_and_go_with_their_archive(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update
) -> None:
    one, two, three = (letter(write, number) for number in (1, 2, 3))
    archive = packed(tmp_path / "corpus" / "thu.zip", {"a.txt": one, "b.txt": two})
    assert update() == dict.fromkeys(["thu.zip", "thu.zip/a.txt", "thu.zip/b.txt"], "added")
    ids = {path: state.document_id for path, state in catalogue.files().items()}
    assert update() == dict.fromkeys(["thu.zip", "thu.zip/a.txt", "thu.zip/b.txt"], "unchanged")
    assert update(verify=True) == dict.fromkeys(["thu.zip", "thu.zip/a.txt", "thu.zip/b.txt"], "unchanged")
    packed(archive, {"a.txt": one, "b.txt": three, "c.txt": two})
    os.utime(archive, ns=(1, 1))
    assert update() == {
        "thu.zip": "changed",
        "thu.zip/a.txt": "unchanged",
        "thu.zip/b.txt": "changed",
        "thu.zip/c.txt": "added",
    }
    assert catalogue.count() == 3
    packed(archive, {"b.txt": three})
    os.utime(archive, ns=(2, 2))
    assert update() == {
        "thu.zip": "changed",
        "thu.zip/a.txt": "deleted",
        "thu.zip/b.txt": "unchanged",
        "thu.zip/c.txt": "deleted",
    }
    archive.rename(tmp_path / "corpus" / "đã chuyển.zip")
    assert update() == {"đã chuyển.zip": "moved", "đã chuyển.zip/b.txt": "moved"}
    assert catalogue.files()["đã chuyển.zip/b.txt"].document_id == ids["thu.zip/b.txt"]
    # A new archive at the old place: its document is another one.
    packed(archive, {"b.txt": one})
    assert update()["thu.zip/b.txt"] == "added"
    assert catalogue.count() == 2
    archive.unlink()
    (tmp_path / "corpus" / "đã chuyển.zip").unlink()
    write("còn.txt")
    assert set(update().values()) == {"deleted", "added"}
    assert catalogue.count() == 1


def test_a_secret_file_inside_is_told_and_not_kept(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update
) -> None:
    packed(tmp_path / "corpus" / "thu.zip", {"a.txt": letter(write, 1), "kín.txt": SECRET})
    assert update() == {"thu.zip": "added", "thu.zip/a.txt": "added", "thu.zip/kín.txt": "refused"}
    assert set(catalogue.files()) == {"thu.zip", "thu.zip/a.txt"}
    assert "dấu mật" in catalogue.files()["thu.zip"].reason
    assert update() == {"thu.zip": "unchanged", "thu.zip/a.txt": "unchanged"}
    kept = b"".join(file.read_bytes() for file in (tmp_path / "indexes").rglob("*") if file.is_file())
    for trace in ("chimaychoctroi", "kín.txt", "9-BC/TU"):
        assert trace.encode() not in kept


def test_an_archive_that_turns_secret_takes_its_documents_with_it(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update
) -> None:
    archive = packed(tmp_path / "corpus" / "thu.zip", {"a.txt": letter(write, 1)})
    update()
    packed(archive, {"a.txt": SECRET})
    os.utime(archive, ns=(1, 1))
    assert update() == {"thu.zip": "changed", "thu.zip/a.txt": "refused"}
    assert (catalogue.count(), catalogue.departed_ids(), catalogue.must_purge) == (0, set(), True)


def test_a_refused_file_is_not_read_again_while_it_stays_as_it_is(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = write("kín.txt", text=SECRET)
    write("a.txt")
    assert update() == {"a.txt": "added", "kín.txt": "refused"}
    with monkeypatch.context() as patch:
        patch.setattr(build, "take_in", lambda *_: pytest.fail("it was read"))
        assert update() == {"a.txt": "unchanged", "kín.txt": "refused"}
    write("kín.txt", 5)
    assert update()["kín.txt"] == "added"
    secret.write_text(SECRET, encoding="utf-8")
    assert update()["kín.txt"] == "refused"
    secret.unlink()
    assert update() == {"a.txt": "unchanged"}
    assert catalogue.refused() == {}


def test_a_file_waits_for_its_program_and_comes_in_once_it_is_there(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    packed(tmp_path / "corpus" / "thu.zip", {"b.txt": letter(write, 2)})

    def read(path: Path, workshop: Workshop | None = None) -> RawText:
        raise MissingPart(f"Tệp “{path.name}” cần Tesseract.", "Hãy cài.", "tesseract")

    installed: list[str] = []
    monkeypatch.setattr(plan.system_parts, "find", lambda name: Path("there") if name in installed else None)
    with monkeypatch.context() as patch:
        patch.setitem(READERS, ".txt", read)
        assert update() == {"a.txt": "waiting", "thu.zip": "added", "thu.zip/b.txt": "waiting"}
        assert update() == {"a.txt": "waiting", "thu.zip": "unchanged", "thu.zip/b.txt": "waiting"}
    installed.append("tesseract")
    assert update() == {"a.txt": "added", "thu.zip": "unchanged", "thu.zip/b.txt": "added"}
    assert update() == {"a.txt": "unchanged", "thu.zip": "unchanged", "thu.zip/b.txt": "unchanged"}


def test_searchable_copies_go_with_their_documents(
    tmp_path: Path, write: Write, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path, workshop: Workshop | None = None) -> RawText:
        return RawText(path.read_text(encoding="utf-8"), (0,), page_confidence=(0.9,), searchable=b"%PDF- copy")

    monkeypatch.setitem(READERS, ".txt", read)
    file = write("a.txt")
    write("b.txt", 2)
    update()
    copies = tmp_path / "indexes" / "searchable"
    assert len(list(copies.iterdir())) == 2
    (copies / f"{'0' * 64}.pdf").write_bytes(b"left by a killed build")
    file.write_text(SECRET, encoding="utf-8")
    update()
    assert len(list(copies.iterdir())) == 1


def test_what_a_killed_build_left_in_the_scratch_folder_is_gone_at_the_next(
    tmp_path: Path, write: Write, update: Update
) -> None:
    left = tmp_path / "indexes" / "scratch" / "doc-left"
    left.mkdir(parents=True)
    (left / "page.png").write_bytes(b"secret")
    write("a.txt")
    update()
    assert list((tmp_path / "indexes" / "scratch").iterdir()) == []


def test_a_new_way_of_reading_reads_everything_again_and_keeps_the_ids(
    write: Write, catalogue: Catalogue, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    update()
    [before] = catalogue.files().values()
    monkeypatch.setattr(build, "READING", 99)
    monkeypatch.setattr(plan, "READING", 99)
    assert update() == {"a.txt": "unchanged"}
    [after] = catalogue.files().values()
    assert (after.document_id, after.reading) == (before.document_id, 99)


def test_a_change_that_size_and_time_do_not_show_is_found_by_verifying(
    write: Write, catalogue: Catalogue, update: Update
) -> None:
    file = write("a.txt", 1)
    os.utime(file, ns=(1, 1))
    update()
    write("a.txt", 2)
    os.utime(file, ns=(1, 1))
    assert update() == {"a.txt": "unchanged"}
    assert update(verify=True) == {"a.txt": "changed"}


def test_an_empty_corpus_of_a_full_catalogue_is_an_unplugged_drive(
    write: Write, catalogue: Catalogue, update: Update
) -> None:
    file = write("a.txt")
    update()
    file.unlink()
    with pytest.raises(WorkbenchError, match="trống"):
        update()
    assert catalogue.count() == 1


def test_documents_in_a_folder_that_cannot_be_looked_into_are_kept(
    tmp_path: Path, write: Write, catalogue: Catalogue, update: Update, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt")
    write("kín/b.txt", 2)
    write("kín đáo.txt", 3)
    update()
    (tmp_path / "corpus" / "kín đáo.txt").unlink()
    scandir = os.scandir

    def refuse(folder: Any) -> Any:
        if isinstance(folder, str) and Path(folder).name == "kín":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert update() == {"a.txt": "unchanged", "kín": "quarantined", "kín đáo.txt": "deleted"}
    assert catalogue.count() == 2


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system knows only one way of writing accents")
def test_names_that_differ_only_in_how_accents_are_written_are_told(
    tmp_path: Path, write: Write, update: Update
) -> None:
    write("T\u1edd tr\u00ecnh.txt", 1)
    write("T\u01a1\u0300 tri\u0300nh.txt", 2)
    rows = update_catalogue(tmp_path / "corpus", Catalogue(tmp_path / "other"))
    assert sorted(row.status for row in rows) == ["added", "quarantined"]
    assert {row.path for row in rows} == {"T\u1edd tr\u00ecnh.txt"}
