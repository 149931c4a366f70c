"""Files inside a .rar: stored ones are taken out by ourselves, packed ones by a program of the system."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import rarfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive import system_parts
from workbench.archive.containers import Member, base, unpack
from workbench.errors import MissingPart, UnreadableFile

Files = list[tuple[str, bytes, int]]
PLAIN, LINK, LOCKED = 0, 1, 2


def number(value: int) -> bytes:
    """A variable-length integer of the format."""
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def block(body: bytes, data: bytes = b"") -> bytes:
    sized = number(len(body)) + body
    return zlib.crc32(sized).to_bytes(4, "little") + sized + data


def rar5(files: Files) -> bytes:
    """A .rar of version 5 whose members are stored, not packed (the format's own tools cannot be had for free)."""
    out = rarfile.RAR5_ID + block(number(1) + number(0) + number(0))
    for name, data, kind in files:
        extra = b""
        if kind == LINK:
            target = number(5) + number(1) + number(0) + number(len(b"/etc/passwd")) + b"/etc/passwd"
            extra = number(len(target)) + target
        if kind == LOCKED:
            secret = number(1) + number(0) + number(0) + bytes([15]) + bytes(32)
            extra = number(len(secret)) + secret
        raw = name.encode()
        fields = number(4) + number(len(data)) + number(0o100644) + zlib.crc32(data).to_bytes(4, "little")
        fields += number(0) + number(1) + number(len(raw)) + raw + extra
        head = number(2) + number(3 if extra else 2) + (number(len(extra)) if extra else b"") + number(len(data))
        out += block(head + fields, data)
    return out + block(number(5) + number(0) + number(0))


@pytest.fixture
def rarred(tmp_path: Path) -> Callable[[Files], Path]:
    def write(files: Files) -> Path:
        path = tmp_path / "goi.rar"
        path.write_bytes(rar5(files))
        return path

    return write


def take_for_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rarfile believe that stored members are packed, so that it calls a program."""
    real = rarfile.RarFile.infolist

    def infolist(self: rarfile.RarFile) -> list[rarfile.RarInfo]:
        for info in real(self):
            info.compress_type = rarfile.RAR_M0 + 3
        return list(real(self))

    monkeypatch.setattr(rarfile.RarFile, "infolist", infolist)


def contents(members: list[Member]) -> dict[str, bytes | str]:
    return {member.name: member.file.read_bytes() if member.file else member.reason for member in members}


def test_stored_members_come_out(rarred: Callable[[Files], Path], folder: Path) -> None:
    members = unpack(rarred([("quý I/báo cáo.DOCX", b"mot", PLAIN), ("../../ngoai.txt", b"hai", PLAIN)]), folder)
    assert contents(members) == {"quý I/báo cáo.DOCX": b"mot", "ngoai.txt": b"hai"}
    assert [file.name for file in sorted(folder.iterdir())] == ["00001.docx", "00002.txt"]


@pytest.mark.skipif(system_parts.find("7zip") is None, reason="no program here that unpacks .rar")
def test_packed_members_come_out_through_a_program_of_the_system(
    rarred: Callable[[Files], Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rarred([("quý I/báo cáo.docx", b"mot" * 1000, PLAIN), ("hai.txt", b"hai", PLAIN)])
    take_for_packed(monkeypatch)
    assert contents(unpack(path, folder)) == {"quý I/báo cáo.docx": b"mot" * 1000, "hai.txt": b"hai"}


def test_packed_members_wait_for_a_program_where_there_is_none(
    rarred: Callable[[Files], Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_for_packed(monkeypatch)
    monkeypatch.setattr(system_parts, "find_all", lambda name: [])
    with pytest.raises(MissingPart, match=r"goi\.rar.*7-Zip") as refusal:
        unpack(rarred([("a.txt", b"mot", PLAIN)]), folder)
    assert refusal.value.part == "7zip"
    assert not list(folder.iterdir())


def test_links_and_locked_members_are_noted(rarred: Callable[[Files], Path], folder: Path) -> None:
    members = unpack(rarred([("link", b"", LINK), ("khoa.txt", b"1", LOCKED), ("mo.txt", b"2", PLAIN)]), folder)
    assert contents(members) == {"link": base.SKIPPED_LINK, "khoa.txt": base.SKIPPED_LOCKED, "mo.txt": b"2"}


def test_a_rar_locked_as_a_whole_is_refused_so(rarred: Callable[[Files], Path], folder: Path) -> None:
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        unpack(rarred([("khoa.txt", b"1", LOCKED)]), folder)


def test_a_damaged_member_is_noted_and_the_others_are_read(rarred: Callable[[Files], Path], folder: Path) -> None:
    path = rarred([("hong.txt", b"noi dung hong", PLAIN), ("lanh.txt", b"noi dung lanh", PLAIN)])
    path.write_bytes(path.read_bytes().replace(b"noi dung hong", b"noi dung hon?"))
    assert contents(unpack(path, folder)) == {"hong.txt": base.SKIPPED_BROKEN, "lanh.txt": b"noi dung lanh"}


def test_a_rar_beyond_the_caps_is_refused(
    rarred: Callable[[Files], Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rarred([(f"{place}.txt", b"x" * 600, PLAIN) for place in range(3)])
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="giải nén ra hơn"):
        unpack(path, folder)
    monkeypatch.setattr(base, "MAX_MEMBERS", 2)
    with pytest.raises(UnreadableFile, match="chứa hơn 2 tệp"):
        unpack(path, folder)
    assert not list(folder.iterdir())


def test_members_that_a_cut_took_away_are_noted(rarred: Callable[[Files], Path], folder: Path) -> None:
    path = rarred([("a.txt", b"mot", PLAIN), ("b.txt", b"hai" * 20, PLAIN)])
    path.write_bytes(path.read_bytes()[:-80])
    members = contents(unpack(path, folder))
    assert members["a.txt"] == b"mot"
    assert base.SKIPPED_BROKEN in members.values()


@pytest.mark.parametrize("data", [b"", b"khong phai rar", rarfile.RAR5_ID, rarfile.RAR_ID + bytes(20)])
def test_a_broken_rar_is_refused_by_name(tmp_path: Path, folder: Path, data: bytes) -> None:
    path = tmp_path / "hong.rar"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"“hong\.rar” (bị hỏng|trống)"):
        unpack(path, folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=8), cut=st.floats(0.1, 1))
def test_a_damaged_rar_gives_members_or_a_reason(tmp_path: Path, places: list[tuple[float, int]], cut: float) -> None:
    data = bytearray(rar5([("a.txt", b"van ban " * 9, PLAIN), ("b/c.docx", b"hai", PLAIN)]))
    for share, value in places:
        data[int(share * len(data))] = value
    path = tmp_path / "hong.rar"
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
