"""Names inside containers: shown as they were meant, and never a way out of the folder."""

from __future__ import annotations

import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.archive.containers.names import UniqueNames, is_litter, safe_name, suffix_of, zip_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("báo cáo/quý I.docx", "báo cáo/quý I.docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\win.ini", "Windows/win.ini"),
        ("\\\\may-chu\\kho\\a.doc", "may-chu/kho/a.doc"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("bao cao\x00.txt", "bao cao_.txt"),
        ("b\u202excod.exe", "b_xcod.exe"),
        ("dòng\nhai.txt", "dòng_hai.txt"),
        ("CON.txt", "_CON.txt"),
        ("thư mục/nul", "thư mục/_nul"),
        ("a?.txt", "a_.txt"),
        ("tên dài. . .", "tên dài"),
        ("...", "khong-ten"),
        ("", "khong-ten"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_suffix() -> None:
    assert len(safe_name("á" * 1000 + ".docx")) <= 180
    assert safe_name("á" * 1000 + ".docx").endswith("á.docx")
    assert safe_name("/".join(["thư mục"] * 500 + ["cuối.pdf"])).endswith("/cuối.pdf")


@given(st.text(max_size=200))
def test_no_name_leads_out(name: str) -> None:
    safe = safe_name(name)
    parts = safe.split("/")
    assert safe == safe_name(safe)
    assert all(part and part not in (".", "..") and part == part.strip() for part in parts)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") or letter in '\\:"|?*<>' for letter in safe)


@given(st.lists(st.sampled_from(["a.txt", "A.TXT", "b", "B", "a (2).txt"]), max_size=12))
def test_names_stay_apart_where_capitals_do_not_count(names: list[str]) -> None:
    unique = UniqueNames()
    taken = [unique.take(name).casefold() for name in names]
    assert len(set(taken)) == len(taken)


def test_the_suffix_is_that_of_a_format_or_none() -> None:
    assert suffix_of("BÁO CÁO.DOCX") == ".docx"
    assert suffix_of("goi.tar.gz") == ".gz"
    assert suffix_of("Số 12. Báo cáo quý") == ""
    assert suffix_of("khong-duoi") == ""


def test_litter_of_systems_is_known() -> None:
    assert all(map(is_litter, ["__MACOSX/._a.docx", "Thumbs.db", "a/~$bao-cao.docx", ".DS_Store"]))
    assert not is_litter("a/bao-cao.docx")


@pytest.mark.parametrize("charset", ["utf-8", "cp1258"])
def test_a_vietnamese_name_is_read_whatever_the_packer_wrote(charset: str) -> None:
    name = "Báo cáo kết quả thực hiện nhiệm vụ quý III.docx"
    raw = unicodedata.normalize("NFD", name) if charset == "cp1258" else name
    if charset == "cp1258":  # Windows writes â, ê, ô, ă, ơ, ư as one byte and the tones as signs after them
        raw = "".join(unicodedata.normalize("NFC", part) for part in _toneless(name))
    assert unicodedata.normalize("NFC", zip_name(raw.encode(charset))) == name


def _toneless(name: str) -> list[str]:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts: list[str] = []
    for letter in name:
        marks = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        parts.extend([base, *(mark for mark in marks if mark in tones)])
    return parts


def test_the_name_in_utf8_beside_the_old_one_wins() -> None:
    raw, name = b"B?o c?o.docx", "Báo cáo.docx".encode()
    body = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + name
    extra = (0x7075).to_bytes(2, "little") + len(body).to_bytes(2, "little") + body
    assert zip_name(raw, extra) == "Báo cáo.docx"
    assert zip_name(b"khac.docx", extra) == "khac.docx"


@given(st.binary(max_size=60), st.binary(max_size=40))
def test_any_bytes_give_a_name(raw: bytes, extra: bytes) -> None:
    assert isinstance(zip_name(raw, extra), str)
