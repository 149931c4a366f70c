"""A document that turns secret after it was read: no file of the archive holds anything of it any more."""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import Workbench
from workbench.search.archive_accents import FILE as ACCENTS
from workbench.vietnamese.spelling import fold

Write = Callable[..., Path]

SENTENCE = "Đoàn quắp quéng mang chimaychoctroi qua khe ngoằn ngoèo vùng Lũng Quầng."
WORDS = ("chimaychoctroi", "quắp", "quéng", "ngoằn", "ngoèo", "Quầng")
SECRET = f"""TỈNH ỦY LAM NGUYÊN
{{mark}}
Số 91-BC/TU
Lam Nguyên, ngày 12 tháng 3 năm 2025
BÁO CÁO
về việc chimaychoctroi ở Lũng Quầng

{" ".join(f"{SENTENCE} Lần thứ {number}." for number in range(60))}
"""


def open_text(file: Path) -> bytes:
    """Everything that can be read in a file: its bytes, what is compressed in them, and the cells of its tables."""
    raw = file.read_bytes()
    found = [raw]
    for start in range(len(raw) - 1):
        if raw[start] == 0x78 and (raw[start] * 256 + raw[start + 1]) % 31 == 0:  # the head of a zlib stream
            unpacker = zlib.decompressobj()
            try:
                found.append(unpacker.decompress(raw[start:]))
            except zlib.error:
                continue
    if raw.startswith(b"SQLite format 3"):
        for cell in cells(file):
            found.append(cell if isinstance(cell, bytes) else str(cell).encode())
            if isinstance(cell, bytes) and cell[:1] == b"\x78":
                found.append(zlib.decompress(cell))  # also where it lies on several pages
    return b"\0".join(found)


def cells(file: Path) -> list[object]:
    with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        made = [cell for name in tables for row in connection.execute(f'SELECT * FROM "{name}"') for cell in row]
    connection.close()
    return made


def needles(archive: Path, document_id: str) -> list[bytes]:
    """What tells of the document: its words in every spelling, its names, and the beginnings of what was made of it."""
    spelt = {form for word in WORDS for form in (word, word.lower(), word.upper(), fold(word))}
    found = {form.encode() for form in spelt if len(form) > 5} | {form.encode("utf-16-le") for form in spelt}
    found |= {b"91-bc/tu", b"91-BC/TU", document_id.encode(), "kín đáo.txt".encode()}
    with sqlite3.connect(archive / "catalogue.sqlite") as connection:
        row = "SELECT content_hash, text_hash FROM documents WHERE id = ?"
        content_hash, text_hash = connection.execute(row, (document_id,)).fetchone()
        for query, key in (
            ("SELECT text FROM texts WHERE document_id = ?", document_id),
            ("SELECT layout FROM texts WHERE document_id = ?", document_id),
            ("SELECT value FROM terms WHERE document_id = ?", document_id),
            ("SELECT value FROM analyses WHERE text_hash = ?", text_hash),
        ):
            found |= {
                value[place : place + 24] for (value,) in connection.execute(query, (key,)) for place in (16, 200)
            }
    with sqlite3.connect(archive / "similar.sqlite") as connection:
        query = "SELECT value, text_key FROM signatures WHERE content_hash = ?"
        ((signature, text_key),) = connection.execute(query, (content_hash,)).fetchall()
    found |= {signature[:24], text_key.encode(), content_hash.encode(), text_hash.encode()}
    return sorted(needle for needle in found if len(needle) > 5)


def traces(folder: Path, wanted: list[bytes]) -> set[tuple[str, bytes]]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {(file.name, needle) for file in files for text in [open_text(file)] for needle in wanted if needle in text}


def segments(indexes: Path) -> set[Path]:
    """Files that hold documents packed in ways that bytes alone would not tell: those of the engine, and models."""
    open_ones = (".json", ".lock", ".sqlite", ".sqlite-wal", ".sqlite-shm")  # `traces` sees what is in these
    files = [file for file in indexes.rglob("*") if file.is_file() and file.suffix]
    return {file for file in files if not file.name.endswith(open_ones)}


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_nothing_of_it_is_left_in_the_indexes(
    tmp_path: Path, write: Write, engine: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (tmp_path / "workbench.toml").write_text(f'engine = "{engine}"\n', encoding="utf-8")
    for number in range(3):
        write(f"{number}.txt", number)
    write("kín đáo.txt", text=SECRET.format(mark=""))
    indexes = tmp_path / "indexes"
    with Workbench.open(tmp_path) as workbench:
        workbench.build(second_stage=True)
        [hit] = workbench.search("chimaychoctroi").hits
        wanted = needles(indexes, hit.id)
        before = segments(indexes)
        held = {name.partition("-wal")[0] for name, _ in traces(indexes, wanted)}
        assert {"catalogue.sqlite", "similar.sqlite"} <= held, "the test would not see what is left"
        assert (indexes / ACCENTS).is_file()
        caplog.clear()

        write("kín đáo.txt", text=SECRET.format(mark="MẬT"))
        report = workbench.build()
        assert report.counts["refused"] == 1
        assert not workbench.catalogue.must_purge
        assert traces(indexes, wanted) == set()  # while the files are open, with their logs
        assert not (indexes / ACCENTS).exists()
        assert before & segments(indexes) == set()
        workbench.build(second_stage=True)
        assert traces(indexes, wanted) == set()
        assert workbench.search("chimaychoctroi").total == 0
    assert traces(indexes, wanted) == set()
    assert not [word for word in WORDS if word in caplog.text]


def test_what_was_copied_into_the_workspace_goes_and_what_people_wrote_stays(tmp_path: Path, write: Write) -> None:
    write("0.txt", 1)
    write("kín đáo.txt", text=SECRET.format(mark=""))
    with Workbench.open(tmp_path) as workbench:
        workbench.build()
        [hit] = workbench.search("chimaychoctroi").hits
        other = next(name for name in workbench.documents()["id"] if name != hit.id)
        document = workbench.document(hit.id)
        place = document.text.index("quéng")
        workbench.note(hit.id, "Nhớ hỏi lại chị Hà.", span=(place - 10, place + 30))
        workbench.note(other, "Văn bản thường.")
        workbench.confirm(hit.id)
        workbench.correct(hit.id, "symbol", "92-BC/TU")
        workbench.confirm(other, ["symbol"])
        workbench.opened(hit.id)
        workbench.opened(other)
        wanted = ["quéng", "chimaychoctroi", "91-BC/TU", "kín đáo.txt"]
        forms = [form.encode() for word in wanted for form in (word, word.lower(), fold(word))]
        workspace = tmp_path / "workspace"
        assert {needle for _, needle in traces(workspace, forms)} >= {word.encode() for word in wanted}

        write("kín đáo.txt", text=SECRET.format(mark="TUYỆT MẬT"))
        [row] = [row for row in workbench.build().rows if row.status == "refused"]
        assert traces(workspace, forms) == set()
        # A note and a corrected number are people's own words: they are told, and left to them.
        assert row.reason.startswith("Dấu TUYỆT MẬT. Trong workspace/ còn 2 chỗ")
        assert traces(workspace, ["Nhớ hỏi lại chị Hà.".encode()])
        assert traces(workspace, [b"92-BC/TU"])
        # Nothing else was touched.
        assert not any(workbench.corrections(other)["undone"])
        assert list(workbench.views()["title"])[-1] != ""
    assert traces(workspace, forms) == set()
