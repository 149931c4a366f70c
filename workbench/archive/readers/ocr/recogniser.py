"""Recognises the pages of one file, page 1 first, and stops at once where it bears a secrecy mark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from workbench.archive import system_parts
from workbench.archive.readers import base
from workbench.archive.readers.layout import flow
from workbench.archive.readers.ocr.pages import Recognised, recognise_page
from workbench.documents.secrecy import find_mark
from workbench.errors import SecretDocument, UnreadableFile

MAX_PAGES = 1_000
"""Pages of one file that are recognised, at 2 to 4 seconds each; what lies beyond is named in the notes."""

Draw = Callable[[int], tuple[Image.Image, float]]
"""Page number (from 1) → its picture, grey, and its resolution in dpi."""


def recognise_pages(
    path: Path, numbers: list[int], draw: Draw, folder: Path, margins: str = ""
) -> dict[int, Recognised]:
    """Recognise pages of a file.

    Args:
        path: the file, for messages.
        numbers: the pages, from 1, in order; at most MAX_PAGES are done.
        draw: gives a page's picture.
        folder: a scratch folder.
        margins: what is known of the file's margins.

    Raises:
        MissingPart: Tesseract or its Vietnamese data is not installed.
        SecretDocument: page 1 bears a secrecy mark; the rest is not even recognised.
        UnreadableFile: Tesseract failed.
    """
    program = system_parts.need("tesseract", path)
    done: dict[int, Recognised] = {}
    for number in numbers[:MAX_PAGES]:
        picture, dpi = draw(number)
        try:
            found = recognise_page(program, picture, dpi, number, folder)
        except (RuntimeError, OSError) as error:
            raise UnreadableFile(
                f"Không nhận dạng được chữ ở trang {number} của tệp “{path.name}”.",
                "Hãy chạy `workbench doctor` để xem Tesseract có chạy được không, rồi cập nhật lại kho.",
            ) from error
        if number == 1:
            _stop_if_secret(found, margins)
        done[number] = found
    return done


def _stop_if_secret(first: Recognised, margins: str) -> None:
    text = flow([first.page]).text
    mark = find_mark(text, "\n".join((margins, *first.doubtful)), len(text))
    if mark is not None:
        raise SecretDocument(mark)


def notes_of(recognised: dict[int, Recognised]) -> tuple[str, ...]:
    """What people should know of the recognised pages (by number): how surely they were read."""
    notes = []
    read = {number: page for number, page in recognised.items() if not page.late}
    if read:
        length = {number: sum(len(line.text) for line in page.page.lines) for number, page in read.items()}
        total = sum(length.values())
        sure = sum(page.confidence * length[number] for number, page in read.items()) / total if total else 0.0
        notes.append(
            f"Trang {base.ranges(read)} được nhận dạng chữ, độ tin cậy {sure:.0%}."
            if total
            else f"Trang {base.ranges(read)} là ảnh, không nhận dạng được chữ nào."
        )
    weak = [number for number, page in read.items() if page.confidence < 0.75 and page.page.lines]
    if weak and len(weak) < len(read):
        notes.append(f"Trang {base.ranges(weak)} khó đọc, nên đối chiếu với ảnh gốc.")
    late = [number for number, page in recognised.items() if page.late]
    if late:
        notes.append(f"Trang {base.ranges(late)} nhận dạng quá lâu nên bị bỏ qua; hãy xem ảnh gốc.")
    return tuple(notes)
