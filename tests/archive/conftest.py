"""A small archive of invented documents, written anew for each test."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
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


SECTOR, TEXT_AT = 512, 2048
"""Bytes of a page of formatting, and where the text of a binary Word file begins."""


def _pages(runs: list[tuple[int, int, bytes]], size: int) -> list[tuple[int, bytes]]:
    """Pages of formatting (FKP) for runs of bytes: (first byte, page); `size` is that of what describes a run."""
    pages = []
    while runs:
        room, taken = SECTOR - 5, 0
        for _, _, changes in runs:
            room -= 4 + size + len(changes) + len(changes) % 2
            if room < 0:
                break
            taken += 1
        these, runs = runs[:taken], runs[taken:]
        page = bytearray(SECTOR)
        struct.pack_into(f"<{taken + 1}I", page, 0, *(start for start, _, _ in these), these[-1][1])
        at = SECTOR - 2
        for index, (_, _, changes) in enumerate(these):
            at -= len(changes) + len(changes) % 2
            page[at : at + len(changes)] = changes
            page[4 * (taken + 1) + size * index] = at // 2
        page[-1] = taken
        pages.append((these[0][0], bytes(page)))
    return pages


class Word97:
    """Gathers the paragraphs of a binary Word file ([MS-DOC]); see the fixture `word97`."""

    def __init__(self, wide: bool) -> None:
        self.wide = wide
        self.fonts: list[str] = ["Times New Roman"]
        self.text = ""
        self.data = b""
        self.runs: list[tuple[int, int, bytes]] = []
        self.paragraphs: list[tuple[int, int, bytes]] = []
        self.pieces: list[tuple[int, int, int]] = []  # first and last character, byte

    def font(self, name: str) -> bytes:
        if name not in self.fonts:
            self.fonts.append(name)
        return b"".join(struct.pack("<HH", sprm, self.fonts.index(name)) for sprm in (0x4A4F, 0x4A50, 0x4A51))

    def add(self, paragraph: Any, at: int) -> int:
        """Put a paragraph at a byte; the byte behind it."""
        runs, end, changes = paragraph, "\r", b""
        if isinstance(paragraph, tuple):
            runs, end, changes = paragraph
        if isinstance(runs, str):
            runs = [(runs, "Times New Roman")]
        first, start = len(self.text), at
        for text, font, *more in [*runs, (end, "Times New Roman")]:
            data = text.encode("utf-16-le", "surrogatepass") if self.wide else text.encode("cp1252")
            if not data:
                continue
            formatting = self.font(font) + b"".join(more)
            self.runs.append((at, at + len(data), bytes([len(formatting)]) + formatting))
            self.text += text
            self.data += data
            at += len(data)
        entry = b"\0\0" + changes  # number of the style, changes: with their length in words before them
        entry += b"\0" * (len(entry) % 2 == 0)
        self.paragraphs.append((start, at, bytes([(len(entry) + 1) // 2]) + entry))
        self.pieces.append((first, len(self.text), start))
        return at


@pytest.fixture
def word97(tmp_path: Path, compound: Callable[[Tree], bytes]) -> Callable[..., Path]:
    """Write a binary Word file: word97(["a paragraph", [("by", ".VnTime"), ("run", "Arial", changes)], …]).

    A paragraph may be (runs, end mark, changes). `notes` are the texts of the notes whose marks are the characters
    U+0002 of the body; `header` stands in the margins. `scattered` keeps the paragraphs in the reverse order, as quick
    saves leave them; `narrow` keeps one byte a character. `parts` are further parts of the table stream by number.
    """

    def make(
        paragraphs: Sequence[Any],
        name: str = "a.doc",
        *,
        notes: Sequence[Any] = (),
        header: Sequence[Any] = (),
        scattered: bool = False,
        narrow: bool = False,
        flags: int = 0,
        kind: int = 0xA5EC,
        parts: dict[int, bytes] | None = None,
    ) -> Path:
        word = Word97(wide=not narrow)
        width = 1 if narrow else 2
        stories = [
            list(paragraphs),
            [[("\x02 ", "Times New Roman", b"\x55\x08\x01"), (note, "Arial")] for note in notes],
        ]
        stories.append(list(header))
        if notes or header:
            stories.append([""])
        lengths = []
        for story in stories:
            before = len(word.text)
            for paragraph in story:
                word.add(paragraph, TEXT_AT + len(word.data))
            lengths.append(len(word.text) - before)
        if scattered:
            total = len(word.data)
            word.data = b"".join(
                word.data[at - TEXT_AT : at - TEXT_AT + (last - first) * width]
                for first, last, at in reversed(word.pieces)
            )
            moved = {at: TEXT_AT + total - (at - TEXT_AT) - (last - first) * width for first, last, at in word.pieces}
            word.pieces = [(first, last, moved[at]) for first, last, at in word.pieces]
            shifts = [(start, end, moved[start] - start) for start, end, _ in word.paragraphs]

            def shifted(runs: list[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
                shift = [next(by for first, last, by in shifts if first <= start < last) for start, _, _ in runs]
                return sorted((a + by, b + by, changes) for (a, b, changes), by in zip(runs, shift, strict=True))

            word.runs, word.paragraphs = shifted(word.runs), shifted(word.paragraphs)
        main = bytearray(TEXT_AT) + word.data
        main += bytes(-len(main) % SECTOR)
        contents = dict(parts or {})
        for part, runs, size in ((12, word.runs, 1), (13, word.paragraphs, 13)):
            pages = _pages(runs, size)
            contents[part] = struct.pack(f"<{len(pages) + 1}I", *(first for first, _ in pages), runs[-1][1])
            contents[part] += struct.pack(
                f"<{len(pages)}I", *range(len(main) // SECTOR, len(main) // SECTOR + len(pages))
            )
            main += b"".join(page for _, page in pages)
        names = b"".join(
            bytes([len(body) + 39]) + bytes(39) + body
            for body in ((font + "\0").encode("utf-16-le") for font in word.fonts)
        )
        contents[15] = struct.pack("<HH", len(word.fonts), 0) + names
        starts = [first for first, _, _ in word.pieces] + [len(word.text)]
        table = struct.pack(f"<{len(starts)}I", *starts) + b"".join(
            struct.pack("<HIH", 0, at * 2 | 0x40000000 if narrow else at, 0) for _, _, at in word.pieces
        )
        contents[33] = b"\x02" + struct.pack("<I", len(table)) + table
        if notes:
            marks = [place for place, character in enumerate(word.text[: lengths[0]]) if character == "\x02"]
            contents[2] = struct.pack(f"<{len(marks) + 1}I", *marks, lengths[0]) + b"\x01\0" * len(marks)
            ends = [0]
            for note in notes:
                ends.append(ends[-1] + len(note) + 3)
            contents[3] = struct.pack(f"<{len(ends) + 1}I", *ends, ends[-1] + 1)
        stream = b""
        struct.pack_into("<HH6xH", main, 0, kind, 0xC1, 0x0200 | flags)
        struct.pack_into("<H", main, 0x20, 14)
        struct.pack_into("<H", main, 0x3E, 22)
        struct.pack_into("<3i", main, 0x4C, *lengths[:3])
        struct.pack_into("<H", main, 0x98, 93)
        for part, content in contents.items():
            struct.pack_into("<II", main, 0x9A + 8 * part, len(stream), len(content))
            stream += content
        path = tmp_path / name
        path.write_bytes(compound({"WordDocument": bytes(main), "1Table": stream}))
        return path

    return make
