"""A folder that went away is told, never made again as an empty one; when it comes back, work goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.errors import SettingsError, WorkbenchError
from workbench.folders import make_folder, require_folder

TEXT = "BÁO CÁO\nvề cải cách hành chính năm 2025 của xã Khe Vàng.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "ổ mạng" / "kho"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "bc.txt").write_text(TEXT, encoding="utf-8")
    return folder


def empty(folder: Path) -> None:
    """What is left of the place where a drive was mounted."""
    for found in folder.iterdir():
        shutil.move(found, folder.parent / f"ổ rút ra – {found.name}")


def plug_in(folder: Path) -> None:
    """The drive is back at its place."""
    for found in folder.parent.glob("ổ rút ra – *"):
        shutil.move(found, folder / found.name.removeprefix("ổ rút ra – "))


def test_nothing_is_made_where_a_moved_archive_was(root: Path, tmp_path: Path) -> None:
    workbench = Workbench.open(root)  # as a notebook holds it, with nothing looked at yet
    other = Workbench.open(root)
    root.rename(tmp_path / "dời đi")
    with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"):
        workbench.build()
    with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"):
        workbench.catalogue.count()
    with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"):
        workbench.receive([("mới.txt", TEXT.encode())])
    with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"), other.workspace.write():
        pass
    with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"), other.workspace.read():
        pass
    assert not root.exists()
    (tmp_path / "dời đi").rename(root)
    assert workbench.build().documents == 1
    assert workbench.search("cai cach").total == 1
    workbench.close()
    other.close()


def test_an_archive_moved_while_it_is_used_is_not_begun_anew(root: Path, tmp_path: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build()
        document = workbench.search("").hits[0].id
        workbench.tag(document, "gấp")
        workbench.close()
        root.rename(tmp_path / "dời đi")
        with pytest.raises(WorkbenchError):
            workbench.tag(document, "theo dõi")
        with pytest.raises(WorkbenchError):
            workbench.build()
        assert not root.exists()
        (tmp_path / "dời đi").rename(root)
        workbench.tag(document, "theo dõi")
        assert set(workbench.tags_of(document)) == {"gấp", "theo dõi"}


def test_the_empty_place_of_a_drive_is_not_taken_for_a_new_archive(root: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build()
        workbench.close()
        empty(root)
        with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"):
            Workbench(workbench.settings).build()
        assert not list(root.iterdir())
        plug_in(root)
        assert Workbench(workbench.settings).build().documents == 1


def test_a_share_with_the_documents_that_is_cut_is_told(root: Path, tmp_path: Path) -> None:
    share = tmp_path / "máy chủ" / "văn bản"
    share.mkdir(parents=True)
    (share / "bc.txt").write_text(TEXT, encoding="utf-8")
    (root / "workbench.toml").write_text(f"corpus = '{share.as_posix()}'\n", encoding="utf-8")
    with Workbench.open(root) as workbench:
        workbench.build()
        share.rename(share.with_name("đã ngắt"))
        with pytest.raises(WorkbenchError, match="Không còn thấy thư mục"):
            workbench.receive([("mới.txt", b"abc")])
        assert not share.exists()
        with pytest.raises(WorkbenchError, match="văn bản"):
            workbench.build()
        assert workbench.search("cai cach").total == 1, "what was read stays"
        share.with_name("đã ngắt").rename(share)
        assert workbench.receive([("mới.txt", b"abc")])[0].became == "copied"


def test_indexes_may_be_deleted_and_made_anew(root: Path) -> None:
    with Workbench.open(root) as workbench:
        workbench.build()
    shutil.rmtree(root / "indexes")
    with Workbench.open(root) as workbench:
        assert workbench.build().documents == 1


def test_folders_of_no_archive_are_simply_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    require_folder(tmp_path / "chưa" / "có")
    (tmp_path / "tệp").touch()
    with pytest.raises(NotADirectoryError):
        make_folder(tmp_path / "tệp" / "con")
    with pytest.raises(SettingsError):
        Workbench.open(tmp_path / "không có")
