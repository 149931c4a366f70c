"""What every reader owes, whatever the format: the same paragraphs, and one kind of refusal."""

from __future__ import annotations

import os
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.archive.readers import READERS, base, package, read_file, supported_suffixes
from workbench.archive.readers.base import RawText
from workbench.errors import UnreadableFile

SUFFIXES = supported_suffixes()
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
# What takes LibreOffice or Tesseract to be read is tried once, in the tests of its reader.
WRITTEN = [suffix for suffix in SUFFIXES if suffix not in (".ppt", ".pps", *PICTURES)]
ZIPPED = [
    suffix for suffix in WRITTEN if suffix[1:4] in ("doc", "dot", "xls", "xlt", "pps", "ppt") and len(suffix) == 5
]
ZIPPED += [".odt", ".ott", ".ods", ".ots", ".odp", ".otp"]
OLE = (".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".msg")
HEADS = {".pdf": b"%PDF-1.7\n", ".docx": b"PK\x03\x04", ".html": b"<html>", ".htm": b"<!DOCTYPE html>", ".txt": b""}
HEADS |= {".eml": b"From: a@b.vn\n\n", ".rtf": b"{\\rtf1 ", ".csv": b""}
HEADS |= dict.fromkeys(OLE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") | dict.fromkeys(ZIPPED, b"PK\x03\x04")
HEADS |= dict.fromkeys(PICTURES, b"")
HEADS |= dict.fromkeys((".mht", ".mhtml"), b"MIME-Version: 1.0\nContent-Type: text/html\n\n")

PARAGRAPHS = [
    "BÁO CÁO",
    "Ban Thường vụ Huyện ủy Suối Mơ báo cáo kết quả công tác sáu tháng đầu năm với các nội dung chủ yếu sau đây, đề "
    "nghị các đồng chí nghiên cứu, tham gia ý kiến để hoàn thiện trước khi trình hội nghị.",
    "1. Kết quả đạt được",
    "a) Đã kết nạp 125 đảng viên mới, đạt 62,5% kế hoạch năm; chuyển đảng chính thức cho 98 đồng chí; khai trừ, xóa "
    "tên 07 trường hợp do vi phạm quy định về sinh hoạt đảng.",
    "- Việc quán triệt Nghị quyết số 27-NQ/TU được triển khai ở 100% chi bộ.",
    "Đường thôn Hoà Bình – Ngãi Thủy dài 3,2 km; quỹ “Vì người nghèo” nhận 1.250.000 đồng.",
]


def outcome(path: Path) -> tuple[RawText | None, UnreadableFile | None]:
    """What reading a file comes to; any other exception than UnreadableFile fails the test."""
    try:
        return read_file(path), None
    except UnreadableFile as refusal:
        return None, refusal


@pytest.mark.parametrize("suffix", WRITTEN)
def test_the_same_content_gives_the_same_paragraphs(suffix: str, write: Callable[[str, list[str]], Path]) -> None:
    raw = read_file(write(suffix, PARAGRAPHS))
    assert raw.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize("suffix", WRITTEN)
def test_text_in_decomposed_unicode_comes_out_composed(suffix: str, write: Callable[[str, list[str]], Path]) -> None:
    texts = ["Đảng ủy xã Thượng Lâm", "Nghị quyết về chuyển đổi số"]
    raw = read_file(write(suffix, [unicodedata.normalize("NFD", text) for text in texts]))
    assert raw.text.split("\n") == texts


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file_is_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"trong{suffix}"
    path.write_bytes(b"")
    with pytest.raises(UnreadableFile, match=f"trong{suffix}.* trống") as refusal:
        read_file(path)
    assert refusal.value.advice


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_vanished_is_refused_with_that_reason(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="biến mất trong lúc đọc"):
        read_file(tmp_path / f"khong-con{suffix}")


@pytest.mark.parametrize("suffix", WRITTEN)
@pytest.mark.skipif(sys.platform == "win32" or getattr(os, "geteuid", int)() == 0, reason="needs Unix file modes")
def test_a_file_without_permission_is_refused_with_that_reason(
    suffix: str, write: Callable[[str, list[str]], Path]
) -> None:
    path = write(suffix, PARAGRAPHS)
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="không cho phép đọc"):
        read_file(path)


@pytest.mark.parametrize("suffix", WRITTEN)
def test_what_the_system_refuses_is_told_in_vietnamese(
    suffix: str, write: Callable[[str, list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(suffix, PARAGRAPHS)

    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFile, match="không cho phép đọc"):
        read_file(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_folder_with_the_suffix_is_refused(suffix: str, tmp_path: Path) -> None:
    folder = tmp_path / f"thu-muc{suffix}"
    folder.mkdir()
    with pytest.raises(UnreadableFile):
        read_file(folder)


@pytest.mark.parametrize("suffix", WRITTEN)
def test_a_file_without_any_text_is_refused(suffix: str, write: Callable[[str, list[str]], Path]) -> None:
    with pytest.raises(UnreadableFile):
        read_file(write(suffix, ["-----", " "]))


@pytest.mark.parametrize("suffix", WRITTEN)
def test_a_text_over_the_cap_is_refused(
    suffix: str, write: Callable[[str, list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(suffix, PARAGRAPHS)
    monkeypatch.setattr(base, "MAX_TEXT_CHARACTERS", 100)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_file(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_over_the_cap_on_size_is_refused_before_it_is_read(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"lon{suffix}"
    with path.open("wb") as file:
        file.write(HEADS[suffix])
        file.truncate(base.MAX_FILE_BYTES + 1)  # sparse: nothing of it is on the disk

    def read(self: Path) -> bytes:
        raise AssertionError("the file must not be read")

    monkeypatch.setattr(Path, "read_bytes", read)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_file(path)


@pytest.mark.parametrize(
    ("kind", "said"), [(".pdf", "tệp PDF"), (".docx", "tệp nén kiểu Office"), (".ole", "tệp Office đời cũ")]
)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_another_format_behind_the_suffix_is_named(
    suffix: str, kind: str, said: str, tmp_path: Path, write: Callable[[str, list[str]], Path]
) -> None:
    if (
        kind[:4] == suffix[:4]
        or (kind == ".ole" and suffix in OLE)
        or (kind == ".docx" and suffix in (".dot", ".dotx"))
    ):
        return
    if kind == ".docx" and suffix in ZIPPED:
        said = "văn bản Word"
    path = tmp_path / f"nham{suffix}"
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) if kind == ".ole" else write(kind, PARAGRAPHS).read_bytes()
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=f"đuôi {suffix} nhưng bên trong là {said}"):
        read_file(path)


def test_an_unknown_suffix_is_refused_with_those_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_text("văn bản", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"\.docx"):
        read_file(path)


def test_suffixes_are_read_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "A.TXT"
    path.write_text("Kế hoạch", encoding="utf-8")
    assert read_file(path).text == "Kế hoạch"
    assert set(SUFFIXES) == set(READERS)


@pytest.mark.parametrize("suffix", [*ZIPPED, ".pdf", ".xls"])
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.97])
def test_a_file_cut_off_is_refused(suffix: str, share: float, write: Callable[[str, list[str]], Path]) -> None:
    path = write(suffix, PARAGRAPHS * 20)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read_file(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=600), headed=st.booleans(), tail=st.sampled_from([b"", b"\n%%EOF\n"]))
def test_random_bytes_raise_nothing_but_unreadable(
    suffix: str, tmp_path: Path, data: bytes, headed: bool, tail: bytes
) -> None:
    path = tmp_path / f"rac{suffix}"
    path.write_bytes((HEADS[suffix] if headed else b"") + data + tail)
    raw, refusal = outcome(path)
    assert (raw is not None and raw.text.strip()) or (refusal is not None and refusal.message and refusal.advice)


@pytest.mark.parametrize(
    "suffix", [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".xls", ".doc", ".rtf", ".pdf", ".html", ".csv"]
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_file_with_damaged_bytes_raises_nothing_but_unreadable(
    suffix: str, write: Callable[[str, list[str]], Path], places: list[tuple[float, int]]
) -> None:
    path = write(suffix, PARAGRAPHS)
    data = bytearray(path.read_bytes())
    for share, value in places:
        data[int(share * len(data))] = value
    path.write_bytes(bytes(data))
    raw, refusal = outcome(path)
    assert (raw is not None and raw.text.strip()) or (refusal is not None and refusal.message)


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
OUTSIDE = "<!DOCTYPE x SYSTEM 'file:///etc/passwd' [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"


def changed(path: Path, change: Callable[[str], str]) -> Path:
    """Write a package anew with its parts of content changed."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            content = name in ("content.xml", "word/document.xml", "ppt/slides/slide1.xml", "xl/worksheets/sheet1.xml")
            file.writestr(name, change(data.decode("utf-8")).encode() if content else data)
    return path


@pytest.mark.parametrize("suffix", [suffix for suffix in ZIPPED if suffix[1] != "o"])
def test_a_package_locked_with_a_password_is_told(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"khoa{suffix}"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read_file(path)


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize("attack", [LAUGHS, OUTSIDE])
def test_entities_and_document_types_are_refused(
    suffix: str, attack: str, write: Callable[[str, list[str]], Path]
) -> None:
    path = changed(write(suffix, PARAGRAPHS), lambda xml: attack + xml.replace("</", "&b;</", 3))
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read_file(path)
    path = changed(write(suffix, PARAGRAPHS), lambda xml: attack + xml)
    with pytest.raises(UnreadableFile, match="DTD"):
        read_file(path)


@pytest.mark.parametrize("suffix", ZIPPED)
@pytest.mark.parametrize("cap", ["MAX_UNPACKED_BYTES", "MAX_PART_BYTES", "MAX_NODES"])
def test_a_package_that_unpacks_to_too_much_is_refused(
    suffix: str, cap: str, write: Callable[[str, list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(write(suffix, PARAGRAPHS), lambda xml: xml + "<!--" + "<a b='c'/>" * 20_000 + "-->")
    monkeypatch.setattr(package, cap, 20_000)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_file(path)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize(
    "name", [".docx/word/document.xml", ".xlsx/xl/workbook.xml", ".pptx/ppt/presentation.xml", ".odt/content.xml"]
)
@given(xml=st.text(alphabet=st.sampled_from("<>/wpt:ra \"='&;lắ"), max_size=200))
def test_a_package_with_rubbish_inside_raises_nothing_but_unreadable(tmp_path: Path, name: str, xml: str) -> None:
    suffix, _, part = name.partition("/")
    path = tmp_path / f"rac{suffix}"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(part, xml)
    with pytest.raises(UnreadableFile):
        read_file(path)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.text(alphabet="aă \t\n" + base.PAGE, max_size=12), max_size=8), paged=st.booleans())
def test_pages_start_in_order_and_inside_the_text(lines: list[str], paged: bool) -> None:
    text, starts = base.compose([base.tidy(line) for line in lines], paged=paged)
    assert base.PAGE not in text
    assert "\n\n" not in text
    assert list(starts) == sorted(set(starts))
    assert all(start == 0 or start < len(text) for start in starts)
    assert bool(starts) == paged


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx", ".odt"])
def test_a_package_of_very_many_parts_is_refused_before_they_are_listed(
    suffix: str, write: Callable[[str, list[str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(suffix, PARAGRAPHS)
    with zipfile.ZipFile(path, "a") as file:
        for number in range(300):
            file.writestr(f"rac{number}", "")
    monkeypatch.setattr(package, "_MAX_DIRECTORY_BYTES", 10_000)
    with pytest.raises(UnreadableFile, match="quá lớn"):
        read_file(path)
