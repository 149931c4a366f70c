"""Forms of a PDF that draw themselves: pdfium would draw them without end, so they are found before it opens the file.

A form is a picture made of drawing commands that pages draw by name; forms may draw other forms. Its dictionary always
stands plainly in the file, whatever its content is packed with.
"""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

from workbench.archive.readers import base

MAX_NESTED = 20
"""How many forms may stand inside each other; honest files reach five."""

_MAX_DICTIONARY = 20_000  # bytes
_MAX_CONTENT = 4 * 1024**2
_MOST_FORMS = 20_000
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()%]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAW = re.compile(rb"/([^\s/<>\[\]()%]+)\s+Do\b")
_REFERENCE = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+R\b")


def check(path: Path) -> None:
    """Raises UnreadableFile where a form draws itself, or forms are nested without sense."""
    with base.file_errors(path), path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data.find(b"/Form") < 0:
            return
        forms = _forms(data)
        # Producers list all forms in one dictionary that all forms share: what counts is what a form draws.
        if _deepest({number: _references(body) for number, (body, _) in forms.items()}) <= MAX_NESTED:
            return
        drawn = {number: _drawn(data, body, end) for number, (body, end) in forms.items() if end >= 0}
    if _deepest(drawn) > MAX_NESTED:
        raise base.broken(path, "có hình vẽ lồng vào nhau vô hạn")


def _forms(data: mmap.mmap) -> dict[int, tuple[bytes, int]]:
    """The dictionary of each form, with that of its resources, and where its content starts (-1: not a form itself)."""
    forms: dict[int, tuple[bytes, int]] = {}
    for match in _FORM.finditer(data):
        if len(forms) >= _MOST_FORMS:
            break
        begin = data.rfind(b"obj", max(0, match.start() - _MAX_DICTIONARY), match.start())
        head = _OBJECT.search(data[max(0, begin - 20) : begin + 3]) if begin >= 0 else None
        end = data.find(b"stream", match.end(), match.end() + _MAX_DICTIONARY)
        if head is not None and end >= 0:
            forms[int(head[1])] = data[begin:end], end + len(b"stream")
    named = {number for body, _ in forms.values() for number in _references(body)} - forms.keys()
    shared: dict[int, bytes] = {}
    for match in _OBJECT.finditer(data) if named else ():
        if int(match[1]) in named:
            end = data.find(b"endobj", match.end(), match.end() + _MAX_DICTIONARY)
            body = data[match.end() : end] if end >= 0 else b""
            if b"stream" not in body:
                shared[int(match[1])] = body
    for number, (body, end) in list(forms.items()):
        forms[number] = b"".join([body, *(shared.get(inner, b"") for inner in _references(body))]), end
    return forms


def _references(body: bytes) -> set[int]:
    return {int(number) for number in _REFERENCE.findall(body)}


def _drawn(data: mmap.mmap, body: bytes, start: int) -> set[int]:
    """The objects that a form's content draws; none where the content cannot be unpacked."""
    end = data.find(b"endstream", start, start + _MAX_CONTENT)
    content = data[start:end].lstrip(b"\r\n") if end >= 0 else b""
    if b"FlateDecode" in body:
        try:
            content = zlib.decompressobj().decompress(content, _MAX_CONTENT)
        except zlib.error:
            return set()
    names = set(_DRAW.findall(content))
    return {int(match[2]) for match in _NAMED.finditer(body) if match[1] in names}


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
