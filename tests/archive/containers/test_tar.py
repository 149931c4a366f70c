"""Files inside .tar, .tar.gz, .tgz and .gz."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive.containers import Member, base, unpack
from workbench.errors import UnreadableFile


def tar(files: dict[str, bytes], *special: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in special:
            archive.addfile(info)
    return buffer.getvalue()


def contents(members: list[Member]) -> dict[str, bytes | str]:
    return {member.name: member.file.read_bytes() if member.file else member.reason for member in members}


@pytest.mark.parametrize("name", ["goi.tar", "goi.tar.gz", "goi.tgz", "GOI.TAR.GZ"])
def test_members_come_out(tmp_path: Path, folder: Path, name: str) -> None:
    data = tar({"quý I/báo cáo.DOCX": b"mot", "../../ngoai.txt": b"hai", "/goc.txt": b"ba"})
    path = tmp_path / name
    path.write_bytes(data if name.endswith(".tar") else gzip.compress(data))
    assert contents(unpack(path, folder)) == {"quý I/báo cáo.DOCX": b"mot", "ngoai.txt": b"hai", "goc.txt": b"ba"}
    assert [file.name for file in sorted(folder.iterdir())] == ["00001.docx", "00002.txt", "00003.txt"]


def test_a_gz_holds_one_file(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "báo cáo.txt.gz"
    path.write_bytes(gzip.compress(b"mot"))
    assert contents(unpack(path, folder)) == {"báo cáo.txt": b"mot"}


def test_links_and_devices_are_skipped_with_the_reason(tmp_path: Path, folder: Path) -> None:
    link, device = tarfile.TarInfo("lien-ket"), tarfile.TarInfo("thiet-bi")
    link.type, link.linkname, device.type = tarfile.SYMTYPE, "/etc/passwd", tarfile.CHRTYPE
    path = tmp_path / "goi.tar"
    path.write_bytes(tar({}, link, device))
    assert contents(unpack(path, folder)) == {"lien-ket": base.SKIPPED_LINK, "thiet-bi": base.SKIPPED_SPECIAL}


def test_what_follows_the_cut_is_noted(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "goi.tar"
    path.write_bytes(tar({"a.txt": b"mot", "b.txt": b"x" * 3000})[:2500])
    members = contents(unpack(path, folder))
    assert members["a.txt"] == b"mot"
    assert base.SKIPPED_BROKEN in members.values()


def test_beyond_the_caps_nothing_is_kept(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "goi.tgz"
    path.write_bytes(gzip.compress(tar({f"{place}.txt": b"x" * 600 for place in range(3)})))
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):
        unpack(path, folder)
    monkeypatch.undo()
    monkeypatch.setattr(base, "MAX_MEMBERS", 2)
    with pytest.raises(UnreadableFile, match="chứa hơn 2 tệp"):
        unpack(path, folder)
    assert not list(folder.iterdir())


def test_a_header_that_claims_terabytes_is_not_followed(tmp_path: Path, folder: Path) -> None:
    huge, long_name = tarfile.TarInfo("lon.txt"), tarfile.TarInfo("ten")
    huge.size = 1 << 42
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    for info in (huge, long_name):
        path = tmp_path / "goi.tgz"
        path.write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(4096)))
        try:
            members = unpack(path, folder)
        except UnreadableFile:
            members = []
        assert not any(member.file for member in members)


def test_a_gzip_bomb_is_given_up(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "RATIO_FREE_BYTES", 1 << 20)
    path = tmp_path / "bom.txt.gz"
    path.write_bytes(gzip.compress(bytes(16 << 20)))
    assert contents(unpack(path, folder)) == {"bom.txt": base.SKIPPED_BOMB}
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["hong.tar", "hong.tgz", "hong.tar.gz", "hong.txt.gz"])
@pytest.mark.parametrize("data", [b"", b"khong phai goi nen" * 60])
def test_a_broken_file_is_refused_by_name(tmp_path: Path, folder: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=f"“{name}” (bị hỏng|trống)"):
        unpack(path, folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8),
    cut=st.floats(0.1, 1),
    pack=st.sampled_from([bytes, gzip.compress]),
)
def test_a_damaged_tar_gives_members_or_a_reason(
    tmp_path: Path, places: list[tuple[float, int]], cut: float, pack: Callable[[bytes], bytes]
) -> None:
    data = bytearray(pack(tar({"a.txt": b"van ban " * 9, "b/c.docx": b"hai"})))
    for share, value in places:
        data[int(share * len(data))] = value
    path = tmp_path / "hong.tar"
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
