"""A small archive of invented documents, written anew for each test."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPORT = """ĐẢNG BỘ TỈNH LAM NGUYÊN
HUYỆN ỦY VÂN TRẠCH
*
Số {number}-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Vân Trạch, ngày 12 tháng 3 năm 2025
BÁO CÁO
kết quả cải cách hành chính quý I năm 2025

I- KẾT QUẢ ĐẠT ĐƯỢC
Thực hiện Chỉ thị số 12-CT/TU, ngày 15/4/2024, huyện đã rà soát {number} thủ tục hành chính.
II- HẠN CHẾ
Việc số hóa hồ sơ ở một số xã còn chậm, chưa đáp ứng yêu cầu.
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a report into `corpus/` and returns its path."""

    def write(name: str, number: int = 7, text: str | None = None) -> Path:
        file = tmp_path / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(REPORT.format(number=number) if text is None else text, encoding="utf-8")
        return file

    return write


Tree = dict[str, Any]
"""A compound file: names of streams with their bytes, names of storages with their own tree."""


def compound_file(tree: Tree) -> bytes:
    """A compound file (OLE), the container of Outlook's and old Office's files, as simple as it can be."""
    entries: list[list[Any]] = []  # name, kind, content, child, right
    sectors: list[bytes] = []
    chains: list[tuple[int, int]] = []  # first sector, count

    def add(name: str, kind: int, content: bytes) -> int:
        entries.append([name, kind, content, -1, -1])
        return len(entries) - 1

    def fill(parent: int, inner: Tree) -> None:
        before = None
        for name, value in sorted(inner.items()):
            place = add(name, 1, b"") if isinstance(value, dict) else add(name, 2, value)
            if before is None:
                entries[parent][3] = place
            else:
                entries[before][4] = place
            before = place
            if isinstance(value, dict):
                fill(place, value)

    def store(data: bytes) -> int:
        start, count = len(sectors), max(1, -(-len(data) // 512))
        padded = data.ljust(count * 512, b"\0")
        sectors.extend(padded[place : place + 512] for place in range(0, len(padded), 512))
        chains.append((start, count))
        return start

    fill(add("Root Entry", 5, b""), tree)
    small: list[bytes] = []  # streams below 4,096 bytes share one stream, in sectors of 64 bytes
    small_fat: list[int] = []
    starts: dict[int, int] = {}
    for place, (_, _, content, _, _) in enumerate(entries):
        if 0 < len(content) < 4096:
            count = -(-len(content) // 64)
            starts[place] = len(small)
            small_fat += [*range(len(small) + 1, len(small) + count), -2]
            padded = content.ljust(count * 64, b"\0")
            small += [padded[at : at + 64] for at in range(0, len(padded), 64)]
        elif content:
            starts[place] = store(content)
    entries[0][2] = b"".join(small)
    starts[0] = store(entries[0][2]) if small else -2
    small_fat_start = store(
        struct.pack(f"<{len(small_fat)}i", *small_fat).ljust(-(-len(small_fat) // 128) * 512, b"\xff")
    )
    directory = b""
    for place, (name, kind, content, child, right) in enumerate(entries):
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += raw.ljust(64, b"\0") + struct.pack("<HBBiii", len(raw), kind, 1, -1, right, child)
        directory += bytes(36) + struct.pack("<iQ", starts.get(place, -2), len(content))
    first = store(directory + bytes(-len(directory) % 512))
    fat_sectors = 1
    while fat_sectors * 128 < len(sectors) + fat_sectors:
        fat_sectors += 1
    fat = [-1] * (fat_sectors * 128)
    for start, count in chains:
        for place in range(start, start + count):
            fat[place] = place + 1 if place + 1 < start + count else -2
    numbers = list(range(len(sectors), len(sectors) + fat_sectors))
    for number in numbers:
        fat[number] = -3
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack(
        "<IIiIIiIiI", 0, fat_sectors, first, 0, 4096, small_fat_start, -(-len(small_fat) // 128), -2, 0
    )
    header += struct.pack("<109i", *(numbers + [-1] * (109 - fat_sectors)))
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}i", *fat)


@pytest.fixture
def compound() -> Callable[[Tree], bytes]:
    """Makes a compound file from names and bytes."""
    return compound_file


@pytest.fixture
def outlook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a .msg: outlook("a.msg", {0x0037: "Tiêu đề"}, attachments=[{0x3707: "a.txt", 0x3701: b"…"}])."""

    def storage(properties: dict[int, Any], head: int, code_page: str = "") -> Tree:
        tree: Tree = {}
        fixed = b""
        for number, value in properties.items():
            if isinstance(value, str) and code_page:
                tree[f"__substg1.0_{number:04X}001E"] = value.encode(code_page)
            elif isinstance(value, str):
                tree[f"__substg1.0_{number:04X}001F"] = value.encode("utf-16-le")
            elif isinstance(value, bytes):
                tree[f"__substg1.0_{number:04X}0102"] = value
            elif isinstance(value, dict):  # a letter inside the letter
                tree[f"__substg1.0_{number:04X}000D"] = message(value, 24)
            else:
                fixed += struct.pack("<HHIQ", 3, number, 6, value)
        tree["__properties_version1.0"] = bytes(head) + fixed
        return tree

    def message(properties: dict[Any, Any], head: int, code_page: str = "") -> Tree:
        attachments = properties.pop("attachments", [])
        tree = storage(properties, head, code_page)
        for place, attachment in enumerate(attachments):
            tree[f"__attach_version1.0_#{place:08X}"] = storage(attachment, 8)
        return tree

    def write(name: str, properties: dict[Any, Any], code_page: str = "") -> Path:
        path = tmp_path / name
        path.write_bytes(compound_file(message(dict(properties), 32, code_page)))
        return path

    return write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that members are unpacked into."""
    made = tmp_path / "scratch"
    made.mkdir()
    return made
