"""Forms of a PDF that draw themselves: pdfium would draw them without end, so they are found before it opens the file.

A form is a picture made of drawing commands that pages draw by name; forms may draw other forms. Its dictionary always
stands plainly in the file, whatever its content is packed with.
"""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from workbench.archive.readers import base

MAX_NESTED = 20
"""How many forms may stand inside each other; honest files reach five."""

_MAX_DICTIONARY = 20_000  # bytes
_MOST_FORMS = 20_000
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")


def check(path: Path) -> None:
    """Raises UnreadableFile where a form draws itself, or forms are nested without sense."""
    with base.file_errors(path), path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(b"/Form") < 0:
            return
        draws = _forms(data)
    if _deepest(draws) > MAX_NESTED:
        raise base.broken(path, "có hình vẽ lồng vào nhau vô hạn")


def _forms(data: mmap.mmap) -> dict[int, set[int]]:
    """The objects that each form refers to, also through a dictionary of its own."""
    draws: dict[int, set[int]] = {}
    for match in _FORM.finditer(data):
        if len(draws) >= _MOST_FORMS:
            break
        begin = data.rfind(b"obj", max(0, match.start() - _MAX_DICTIONARY), match.start())
        head = _OBJECT.search(data[max(0, begin - 20) : begin + 3]) if begin >= 0 else None
        if head is None:
            continue
        end = data.find(b"stream", match.end(), match.end() + _MAX_DICTIONARY)
        body = data[begin : end if end >= 0 else match.end()]
        draws.setdefault(int(head[1]), set()).update(int(number) for number in _REFERENCE.findall(body))
    named = {number for numbers in draws.values() for number in numbers} - draws.keys()
    if named:  # resources may stand in an object of their own
        for match in _OBJECT.finditer(data):
            if int(match[1]) in named:
                end = data.find(b"endobj", match.end(), match.end() + _MAX_DICTIONARY)
                body = data[match.end() : end] if end >= 0 else b""
                if b"stream" not in body:
                    draws.setdefault(int(match[1]), set()).update(int(number) for number in _REFERENCE.findall(body))
    return draws


def _deepest(draws: dict[int, set[int]]) -> int:
    """Length of the longest chain of objects that draw each other; MAX_NESTED + 1 for a circle."""
    level = dict.fromkeys(draws, 1)
    for _ in range(MAX_NESTED):
        grown = {
            number: max((level[inner] + 1 for inner in inside if inner in level), default=1)
            for number, inside in draws.items()
        }
        if grown == level:
            return max(level.values(), default=0)
        level = grown
    return MAX_NESTED + 1
