"""Files inside a .zip: taken out under our own names, and never more than the caps allow."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive.containers import Member, base, unpack
from workbench.errors import UnreadableFile


def by_name(members: list[Member]) -> dict[str, Member]:
    return {member.name: member for member in members}


def content(member: Member) -> bytes:
    assert member.file is not None, member.reason
    return member.file.read_bytes()


def test_members_come_out_with_their_content_and_suffix(zipped: Callable[..., Path], folder: Path) -> None:
    members = by_name(unpack(zipped({"quý I/báo cáo.DOCX": b"mot", "kế hoạch.pdf": b"hai", "ghi chú": b"ba"}), folder))
    assert content(members["quý I/báo cáo.DOCX"]) == b"mot"
    assert content(members["kế hoạch.pdf"]) == b"hai"
    assert content(members["ghi chú"]) == b"ba"
    assert [member.file.name for member in members.values() if member.file] == ["00001.docx", "00002.pdf", "00003"]
    assert all(member.file and member.file.parent == folder for member in members.values())


def test_names_that_lead_out_stay_in_the_folder(zipped: Callable[..., Path], folder: Path) -> None:
    path = zipped({"../../ngoai.txt": b"1", "/tuyet-doi.txt": b"2", "C:\\o-dia.txt": b"3", "a\x00b.txt": b"4"})
    before = {item for item in folder.parent.rglob("*") if folder not in item.parents}
    members = unpack(path, folder)
    assert {item for item in folder.parent.rglob("*") if folder not in item.parents} == before
    assert [member.name for member in members][:3] == ["ngoai.txt", "tuyet-doi.txt", "o-dia.txt"]
    assert len(list(folder.iterdir())) == 4


def test_names_that_differ_only_in_capitals_stay_apart(zipped: Callable[..., Path], folder: Path) -> None:
    members = unpack(zipped({"Bao cao.txt": b"1", "BAO CAO.txt": b"2"}), folder)
    assert [(member.name, content(member)) for member in members] == [
        ("Bao cao.txt", b"1"),
        ("BAO CAO (2).txt", b"2"),
    ]


def test_links_are_skipped_with_the_reason(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "lien-ket.zip"
    link = zipfile.ZipInfo("lien-ket.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    (member,) = unpack(path, folder)
    assert (member.file, member.reason) == (None, base.SKIPPED_LINK)
    assert not list(folder.iterdir())


def test_litter_and_folders_are_no_members(zipped: Callable[..., Path], folder: Path) -> None:
    path = zipped({"thư mục/": b"", "__MACOSX/._a.txt": b"x", "Thumbs.db": b"x", "~$a.docx": b"x", "a.txt": b"x"})
    assert [member.name for member in unpack(path, folder)] == ["a.txt"]


def locked(path: Path, *names: str) -> Path:
    """Set the flag of encryption on members."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        offsets = [archive.getinfo(name).header_offset for name in names]
    for offset in offsets:
        data[offset + 6] |= 1
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        length = struct.unpack_from("<H", data, place + 28)[0]
        if data[place + 46 : place + 46 + length].decode() in names:
            data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(bytes(data))
    return path


def test_a_locked_member_is_noted_and_the_others_are_read(zipped: Callable[..., Path], folder: Path) -> None:
    members = by_name(unpack(locked(zipped({"khoa.txt": b"1", "mo.txt": b"2"}), "khoa.txt"), folder))
    assert members["khoa.txt"].reason == base.SKIPPED_LOCKED
    assert content(members["mo.txt"]) == b"2"


def test_a_zip_locked_as_a_whole_is_refused_so(zipped: Callable[..., Path], folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        unpack(locked(zipped({"khoa.txt": b"1"}), "khoa.txt"), folder)


def test_a_damaged_member_is_noted_and_the_others_are_read(zipped: Callable[..., Path], folder: Path) -> None:
    path = zipped({"hong.txt": b"noi dung hong", "lanh.txt": b"noi dung lanh"}, method=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"noi dung hong", b"noi dung hon?"))
    members = by_name(unpack(path, folder))
    assert members["hong.txt"].reason == base.SKIPPED_BROKEN
    assert content(members["lanh.txt"]) == b"noi dung lanh"
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_read(zipped: Callable[..., Path], folder: Path, method: int) -> None:
    (member,) = unpack(zipped({"a.txt": b"van ban" * 100}, method=method), folder)
    assert content(member) == b"van ban" * 100


def test_too_many_members_are_refused_before_any_is_unpacked(
    zipped: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MAX_MEMBERS", 3)
    with pytest.raises(UnreadableFile, match="chứa hơn 3 tệp"):
        unpack(zipped({f"{number}.txt": b"x" for number in range(4)}), folder)
    assert not list(folder.iterdir())


def test_a_list_of_a_million_members_is_refused_before_it_is_read(
    zipped: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped({f"{number:0200}.txt": b"" for number in range(40)})
    monkeypatch.setattr(base, "MAX_MEMBERS", 10)

    def never(*arguments: object) -> None:
        raise AssertionError("the list must not be read")

    monkeypatch.setattr(zipfile, "ZipFile", never)
    with pytest.raises(UnreadableFile, match="chứa hơn 10 tệp"):
        unpack(path, folder)


def test_a_zip_that_says_it_unpacks_beyond_the_cap_is_refused(
    zipped: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):
        unpack(zipped({"a.txt": b"x" * 600, "b.txt": b"x" * 600}), folder)
    assert not list(folder.iterdir())


def test_a_member_packed_beyond_reason_is_skipped(
    zipped: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "RATIO_FREE_BYTES", 1 << 20)
    members = by_name(unpack(zipped({"bom.txt": bytes(8 << 20), "lanh.txt": b"1"}), folder))
    assert members["bom.txt"].reason == base.SKIPPED_BOMB
    assert content(members["lanh.txt"]) == b"1"
    assert len(list(folder.iterdir())) == 1


def test_a_zip_that_lies_about_sizes_writes_no_more_than_it_states(zipped: Callable[..., Path], folder: Path) -> None:
    path = zipped({"a.txt": b"x" * 5000})
    data = path.read_bytes().replace(struct.pack("<L", 5000), struct.pack("<L", 10))
    path.write_bytes(data)
    (member,) = unpack(path, folder)
    assert member.reason == base.SKIPPED_BROKEN
    assert not list(folder.iterdir())


def test_what_was_written_is_gone_when_the_unpacking_fails(
    zipped: Callable[..., Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped({"a.txt": b"x" * 600, "b.txt": b"x" * 600})
    real = zipfile.ZipFile.infolist

    def lying(self: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        for info in (infos := real(self)):
            info.file_size = info.file_size if info.filename == "a.txt" else 600
        return infos

    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1200)
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lying)
    assert len(unpack(path, folder)) == 2
    monkeypatch.setattr("workbench.archive.containers.shelf.Shelf.announce", lambda *arguments: None)
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1000)
    other = folder / "lan-hai"
    other.mkdir()
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):
        unpack(path, other)
    assert not list(other.iterdir())


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"khong phai zip" * 50, b"PK\x05\x06" + bytes(10)])
def test_a_broken_zip_is_refused_by_name(tmp_path: Path, folder: Path, data: bytes) -> None:
    path = tmp_path / "hong.zip"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"“hong\.zip” bị hỏng"):
        unpack(path, folder)


def test_an_empty_file_is_refused_by_name(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "trong.zip"
    path.touch()
    with pytest.raises(UnreadableFile, match=r"“trong\.zip” trống"):
        unpack(path, folder)


def test_a_file_that_is_no_container_has_no_members(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("văn bản", encoding="utf-8")
    assert unpack(path, folder) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8), cut=st.floats(0.1, 1))
def test_a_damaged_zip_gives_members_or_a_reason(tmp_path: Path, places: list[tuple[float, int]], cut: float) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", b"van ban " * 40)
        archive.writestr("c.txt", b"van ban khac")
    data = bytearray(buffer.getvalue())
    for share, value in places:
        data[int(share * len(data))] = value
    path = tmp_path / "hong.zip"
    path.write_bytes(bytes(data[: int(cut * len(data))]))
    inner = tmp_path / "scratch"
    inner.mkdir(exist_ok=True)
    members: list[Member] = []
    with contextlib.suppress(UnreadableFile):
        members = unpack(path, inner)
    assert all((member.file is None) == bool(member.reason) for member in members)
    assert len(list(inner.iterdir())) == sum(member.file is not None for member in members)
    for file in inner.iterdir():
        file.unlink()
