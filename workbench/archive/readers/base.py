"""What every reader returns, the caps it keeps, and the words it uses when a file cannot be read."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from workbench.documents.model import Table
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

MAX_TEXT_CHARACTERS = 20_000_000
"""Longest text a reader hands on: about 8,000 pages. Longer files are data dumps, not documents."""

PAGE = "\ue000"
"""Stands where a page starts in a reader's lines, until `compose` knows the offsets (a private-use character)."""

MAX_FILE_BYTES = 512 * 1024 * 1024
"""Largest file that is opened at all."""

LIST_MARKER = re.compile(
    r"(?:\d+(?:\.\d+)*[.)]|\d+[/-]|\(\d+\)|[a-zđ]{1,2}\)|[-–—+•*·●○▪■]|[IVXLC]+[.\-–)]"
    r"|(?:Điều|Chương|Mục|Phần|Tiểu mục)\s+[\dIVXLC]+\s*[.:]?)(?=\s|$)"
)
"""How the first words of a list item or heading look."""


@dataclass(frozen=True)
class RawText:
    """The text of one file.

    Attributes:
        text: the body, in Unicode NFC. Paragraphs end with a newline; lines that the page wrapped are joined again.
            Text that stands side by side (table cells, the two columns of a document's head) is kept apart by a tab.
        page_starts: offset in `text` at which each page starts (the first is 0); empty where the format has no pages.
        margins: text that stands outside the body (headers, footers, hidden text, document properties), and once more
            that of text boxes; the secrecy gate reads it, nothing stores it.
        notes: what people should know about how the text was read, in Vietnamese.
        tables: where the tables stand in `text`.
        page_confidence: as in Document; empty where no page was recognised by OCR.
        searchable: a PDF of the recognised pages with their text behind the picture, or b"". Kept under `indexes/` only
            after the secrecy gate has let the document pass.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    margins: str = ""
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    page_confidence: tuple[float | None, ...] = ()
    searchable: bytes = b""


@dataclass(frozen=True)
class Workshop:
    """Where a reader may work.

    Attributes:
        folder: an existing folder in which `scratch` makes its own; None for the system's temporary folder.
        searchable: folder of the kept searchable copies, `<SHA-256 of the original>.pdf`, or None.
    """

    folder: Path | None = None
    searchable: Path | None = None


@contextmanager
def scratch(workshop: Workshop | None) -> Iterator[Path]:
    """A private folder that is gone, with all that is in it, when the block ends."""
    with tempfile.TemporaryDirectory(
        prefix="doc-", dir=workshop.folder if workshop else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


class Reader(Protocol):
    """Reads one file. Raises UnreadableFile with a reason a person understands, and nothing else, for a bad file."""

    def __call__(self, path: Path, workshop: Workshop | None = None) -> RawText: ...


_KINDS = (
    (b"%PDF-", "pdf", "tệp PDF"),
    (b"PK\x03\x04", "zip", "tệp nén kiểu Office mới (docx, xlsx, pptx, odt) hoặc zip"),
    (b"PK\x05\x06", "zip", "tệp nén trống"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "tệp Office đời cũ (doc, xls, ppt)"),
    (b"{\\rtf", "rtf", "tệp RTF"),
    (b"\xff\xd8\xff", "jpeg", "ảnh JPEG"),
    (b"\x89PNG\r\n\x1a\n", "png", "ảnh PNG"),
    (b"II*\x00", "tiff", "ảnh TIFF"),
    (b"MM\x00*", "tiff", "ảnh TIFF"),
)


def kind_of(head: bytes) -> tuple[str, str] | None:
    """What a file is by its first bytes: (kind, its name in Vietnamese), or None where the bytes do not tell."""
    lead = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t ")
    # Producers may put junk before "%PDF-"; readers look for it in the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return "pdf", "tệp PDF"
    return next(((kind, name) for magic, kind, name in _KINDS if lead.startswith(magic)), None)


def wrong_kind(path: Path, name: str) -> UnreadableFile:
    """The error for a file whose content is not what its suffix says; `name` says what the content is."""
    return UnreadableFile(
        f"Tệp “{path.name}” có đuôi {path.suffix or '(trống)'} nhưng bên trong là {name}.",
        "Hãy đổi lại đúng đuôi tệp, hoặc mở bằng phần mềm đã tạo ra nó rồi lưu lại đúng định dạng.",
    )


def broken(path: Path, what: str) -> UnreadableFile:
    """The error for a damaged file; `what` says what is wrong with it, as the end of a sentence."""
    return UnreadableFile(
        f"Tệp “{path.name}” bị hỏng: {what}.",
        "Hãy thử mở tệp bằng phần mềm đã tạo ra nó rồi lưu lại, hoặc xin bản khác.",
    )


def locked(path: Path) -> UnreadableFile:
    """The error for a file that opens only with a password."""
    return UnreadableFile(
        f"Tệp “{path.name}” có mật khẩu bảo vệ nên không đọc được.",
        "Hãy mở tệp, bỏ mật khẩu rồi lưu lại (chỉ khi được phép), hoặc để tệp này ngoài kho.",
    )


def empty(path: Path) -> UnreadableFile:
    """The error for a file of zero bytes."""
    return UnreadableFile(f"Tệp “{path.name}” trống.", "Hãy kiểm tra lại tệp gốc.")


def too_long(path: Path) -> UnreadableFile:
    """The error for a file beyond the caps on size or length."""
    return UnreadableFile(
        f"Tệp “{path.name}” quá lớn: nội dung dài hơn {MAX_TEXT_CHARACTERS:,} ký tự.".replace(",", "."),
        "Hãy tách tệp thành các văn bản nhỏ hơn.",
    )


def too_many_pages(path: Path, pages: int, most: int) -> UnreadableFile:
    """The error for a file of more pages than are read."""
    return UnreadableFile(
        f"Tệp “{path.name}” có {pages} trang, nhiều hơn mức đọc được là {most} trang.",
        "Hãy tách tệp thành các văn bản nhỏ hơn.",
    )


def too_large_picture(path: Path, most: int) -> UnreadableFile:
    """The error for a picture of more pixels than are decoded."""
    return UnreadableFile(
        f"Ảnh “{path.name}” quá lớn: nhiều hơn {most // 1_000_000} triệu điểm ảnh.",
        "Hãy quét lại ở 300 dpi, hoặc thu nhỏ ảnh.",
    )


def ranges(numbers: Iterable[int]) -> str:
    """Page numbers as people write them: "1–3, 7"."""
    ordered = sorted(set(numbers))
    groups = groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    runs = [[number for _, number in group] for _, group in groups]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system says about a file into UnreadableFile."""
    try:
        yield
    except FileNotFoundError as error:
        raise UnreadableFile(
            f"Tệp “{path.name}” biến mất trong lúc đọc.", "Hãy xem tệp có bị xóa hay chuyển chỗ không, rồi chạy lại."
        ) from error
    except PermissionError as error:
        raise UnreadableFile(
            f"Tệp “{path.name}” không cho phép đọc.", "Hãy xin quyền đọc tệp, hoặc đóng phần mềm đang mở nó."
        ) from error
    except IsADirectoryError as error:
        raise UnreadableFile(
            f"“{path.name}” là thư mục, không phải tệp.", "Hãy bỏ đuôi tệp khỏi tên thư mục."
        ) from error
    except OSError as error:
        raise UnreadableFile(
            f"Không đọc được tệp “{path.name}” ({error.strerror or error}).",
            "Hãy kiểm tra ổ đĩa hoặc đường mạng rồi chạy lại.",
        ) from error


def read_bytes(path: Path, limit: int = MAX_FILE_BYTES) -> bytes:
    """The whole file, unless it is empty or larger than `limit` bytes: then UnreadableFile before anything is read."""
    with file_errors(path):
        size = path.stat().st_size
        if size > limit:
            raise too_long(path)
        data = path.read_bytes()
    if not data:
        raise empty(path)
    return data


def finished(
    path: Path,
    text: str,
    page_starts: tuple[int, ...] = (),
    margins: str = "",
    notes: tuple[str, ...] = (),
    tables: tuple[Table, ...] = (),
) -> RawText:
    """The RawText, after the checks that every reader owes: some text, and not more than the cap."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise too_long(path)
    if not any(character.isalnum() for character in text):
        raise UnreadableFile(
            f"Tệp “{path.name}” không có chữ nào đọc được.",
            "Nếu nội dung là ảnh chụp hay bản quét thì cần nhận dạng chữ (OCR) trước.",
        )
    return RawText(text=text, page_starts=page_starts, margins=margins, notes=notes, tables=tables)


def tidy(text: str) -> str:
    """One paragraph as every reader hands it on: NFC, no control characters, no spaces at its ends or doubled.

    The tab stays: it keeps cells apart. U+00AD stays too, because it may be the "ư" of TCVN3 (domain.md §9.3):
    readers call `decoded` once they have the whole text.
    """
    cleaned = unicodedata.normalize("NFC", text)
    if _CONTROL.search(cleaned):
        cleaned = cleaned.translate(_CONTROLS)
    return "\t".join(" ".join(cell.split()) for cell in cleaned.split("\t")).rstrip("\t")


_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(10, 32), *range(127, 160)), " "),
    **dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, *range(0xD800, 0xE000))),
}
"""Control characters become spaces; zero-width characters and lone surrogates go."""

_CONTROL = re.compile(f"[{re.escape(''.join(map(chr, _CONTROLS)))}]")


def decoded(lines: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """The same lines with old charsets repaired and soft hyphens gone, and the note that says so, if any."""
    if not lines:
        return [], ()
    repaired = charsets.repair("\n".join(lines))
    texts = repaired.text.replace("\xad", "").split("\n")
    return texts, (converted_note(repaired.charset),) if repaired.converted else ()


def converted_note(charset: str) -> str:
    """The note for text that was in an old charset."""
    return f"Đã chuyển từ bảng mã {charsets.NAMES[charset]} sang Unicode."


def compose(lines: list[str], *, paged: bool) -> tuple[str, tuple[int, ...]]:
    """The text of tidy lines, without empty ones and PAGE marks, and the offsets at which the pages start.

    Several PAGE marks without text between them are one: Word notes a forced break twice.

    Args:
        lines: paragraphs and table rows, PAGE where a page starts.
        paged: whether the marks are complete enough to count pages by; else no starts are returned.
    """
    parts: list[str] = []
    starts = [0]
    length = 0
    turned = False
    for line in lines:
        begun = False  # whether the line has shown text yet
        for index, piece in enumerate(line.split(PAGE)):
            turned = turned or index > 0
            if parts and begun and parts[-1].endswith(" "):
                piece = piece.lstrip(" ")
            if not piece.strip():
                continue
            if turned and length:
                starts.append(length)
            turned = False
            begun = True
            parts.append(piece)
            length += len(piece)
        if begun:
            parts.append("\n")
            length += 1
    return "".join(parts).removesuffix("\n"), tuple(starts) if paged else ()
