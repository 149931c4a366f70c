"""Files inside a .7z: under our own names, within the caps, and never through a name that the archive chose."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import py7zr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive.containers import Member, base, seven_zip, unpack
from workbench.errors import UnreadableFile


@pytest.fixture
def packed(tmp_path: Path) -> Callable[..., Path]:
    def write(files: list[tuple[str, bytes]], **options: object) -> Path:
        path = tmp_path / "goi.7z"
        with py7zr.SevenZipFile(path, "w", **options) as archive:  # type: ignore[arg-type]
            for name, data in files:
                archive.writestr(data, name)
        return path

    return write


def contents(members: list[Member]) -> dict[str, bytes | str]:
    return {member.name: member.file.read_bytes() if member.file else member.reason for member in members}


def test_members_come_out_with_their_content_and_suffix(packed: Callable[..., Path], folder: Path) -> None:
    members = unpack(packed([("quý I/báo cáo.DOCX", b"mot"), ("kế hoạch.pdf", b"hai"), ("trống.txt", b"")]), folder)
    assert contents(members) == {"quý I/báo cáo.DOCX": b"mot", "kế hoạch.pdf": b"hai", "trống.txt": b""}
    assert [file.name for file in sorted(folder.iterdir())] == ["00001.docx", "00002.pdf", "00003.txt"]


def test_a_path_that_leads_out_is_not_opened(packed: Callable[..., Path], folder: Path) -> None:
    path = packed([("AAAAAAngoai.txt", b"mot"), ("trong.txt", b"hai")])
    hostile = "../../ngoai.txt"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(b"mot", "aaaaaaaaaai.txt")
        archive.writestr(b"hai", "trong.txt")
        archive.header.files_info.files[0]["filename"] = hostile
    before = {item for item in folder.parent.rglob("*") if folder not in item.parents}
    assert contents(unpack(path, folder)) == {"ngoai.txt": base.SKIPPED_UNSAFE, "trong.txt": b"hai"}
    assert {item for item in folder.parent.rglob("*") if folder not in item.parents} == before


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs symbolic links")
def test_links_are_skipped_with_the_reason(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "that.txt").write_bytes(b"mot")
    (tmp_path / "lien-ket.txt").symlink_to("that.txt")
    path = tmp_path / "goi.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.write(tmp_path / "that.txt", "that.txt")
        archive.write(tmp_path / "lien-ket.txt", "lien-ket.txt")
    assert contents(unpack(path, folder)) == {"that.txt": b"mot", "lien-ket.txt": base.SKIPPED_LINK}


@pytest.mark.parametrize("header", [False, True])
def test_a_locked_archive_is_refused_so(packed: Callable[..., Path], folder: Path, header: bool) -> None:
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        unpack(packed([("a.txt", b"mot")], password="khoa", header_encryption=header), folder)


def test_beyond_the_caps_nothing_is_unpacked(
    packed: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed([(f"{place}.txt", b"x" * 600) for place in range(3)])
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):
        unpack(path, folder)
    monkeypatch.setattr("workbench.archive.containers.shelf.Shelf.announce", lambda *arguments: None)
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):  # also when the archive does not say so itself
        unpack(path, folder)
    assert not list(folder.iterdir())


def test_an_archive_that_asks_for_much_memory_is_refused(
    packed: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed([("a.txt", b"mot")], filters=[{"id": py7zr.FILTER_LZMA2, "preset": 9}])
    monkeypatch.setattr(seven_zip, "_MAX_WINDOW", 1 << 20)
    with pytest.raises(UnreadableFile, match="quá nhiều bộ nhớ"):
        unpack(path, folder)


def test_a_member_packed_beyond_reason_is_skipped(
    packed: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "RATIO_FREE_BYTES", 1 << 20)
    path = packed([("bom.txt", bytes(8 << 20)), ("lanh.txt", b"1")])
    assert contents(unpack(path, folder)) == {"bom.txt": base.SKIPPED_BOMB, "lanh.txt": b"1"}


def test_members_after_a_damaged_one_are_noted(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "goi.7z"
    with py7zr.SevenZipFile(path, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
        archive.writestr(b"noi dung lanh", "lanh.txt")
        archive.writestr(b"noi dung hong", "hong.txt")
    path.write_bytes(path.read_bytes().replace(b"noi dung hong", b"noi dung hon?"))
    assert contents(unpack(path, folder)) == {"lanh.txt": b"noi dung lanh", "hong.txt": base.SKIPPED_BROKEN}
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"khong phai 7z", b"7z\xbc\xaf\x27\x1c" + bytes(30)])
def test_a_broken_archive_is_refused_by_name(tmp_path: Path, folder: Path, data: bytes) -> None:
    path = tmp_path / "hong.7z"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"“hong\.7z” (bị hỏng|trống)"):
        unpack(path, folder)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8), cut=st.floats(0.1, 1))
def test_a_damaged_archive_gives_members_or_a_reason(
    tmp_path: Path, packed: Callable[..., Path], places: list[tuple[float, int]], cut: float
) -> None:
    path = packed([("a.txt", b"van ban " * 9), ("b/c.docx", b"hai")])
    data = bytearray(path.read_bytes())
    for share, value in places:
        data[int(share * len(data))] = value
    path.write_bytes(bytes(data[: int(cut * len(data))]))
    inner = tmp_path / "scratch"
    inner.mkdir(exist_ok=True)
    try:
        members = unpack(path, inner)
    except UnreadableFile:
        members = []
    assert all((member.file is None) == bool(member.reason) for member in members)
    assert len(list(inner.iterdir())) == sum(member.file is not None for member in members)
    for file in inner.iterdir():
        file.unlink()
