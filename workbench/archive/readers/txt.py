"""Reads plain text files in any Vietnamese charset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from workbench.archive.readers import base
from workbench.archive.readers.base import LIST_MARKER, PAGE
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

_MAX_BYTES = 2 * base.MAX_TEXT_CHARACTERS  # UTF-16 takes two bytes a character, Vietnamese UTF-8 about 1.3
_WIDTHS = range(40, 161)  # characters; lines wrapped by hand or by an e-mail program
_COLUMNS = re.compile(r"(?<=\S) {4,}(?=\S)")
_SENTENCE_END = re.compile(r"[.;:!?…][\"”’)\]]*$")


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a .txt file; a form feed starts a page.

    Lines that were wrapped at a width are joined again, if the file as a whole shows that they were.

    Raises:
        UnreadableFile: empty, too large (seen before it is read), another format, or no known charset.
    """
    data = base.read_bytes(path, _MAX_BYTES)
    kind = base.kind_of(data[:1024])
    # "%PDF-" may be spoken of in a text; only at its very beginning is it one.
    if kind is not None and (kind[0] != "pdf" or data.startswith(b"%PDF-")):
        raise base.wrong_kind(path, kind[1])
    try:
        decoded = charsets.decode(data)
    except UnreadableFile as error:
        raise UnreadableFile(f"Tệp “{path.name}”: {error.message}", error.advice) from error
    if len(decoded.text) > base.MAX_TEXT_CHARACTERS:
        raise base.too_long(path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\xad", "").replace(PAGE, " ")
    paged = "\f" in text
    lines = [line.rstrip() for line in re.sub(r"\n?\f", "\n" + PAGE, text).split("\n")]
    notes = (base.converted_note(decoded.charset),) if decoded.converted else ()
    whole, page_starts = base.compose(paragraphs(lines), paged=paged)
    return base.finished(path, whole, page_starts, notes=notes)


def paragraphs(lines: list[str]) -> list[str]:
    """Tidy paragraphs of lines of plain text: wrapped ones joined, columns of spaces parted by tabs."""
    return [base.tidy(_COLUMNS.sub("\t", line)) for line in _unwrapped(lines)]


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """The lines, those that were wrapped joined to the line before."""
    width = _wrap_width(lines)
    if width is None:
        yield from lines
        return
    current = ""
    for line in lines:
        if current and _goes_on(current.rpartition("\n")[2], line, width):
            current += "\n" + line  # the last line decides on the next one
            continue
        if current:
            yield _joined(current)
        current = line
    if current:
        yield _joined(current)


def _joined(wrapped: str) -> str:
    first, *rest = wrapped.split("\n")
    return " ".join([first, *(line.strip(" \t") for line in rest)])


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the file is wrapped, or None for a file of whole paragraphs."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 3:
        return None
    width = lengths[min(int(0.95 * len(lengths)), len(lengths) - 1)]
    if width not in _WIDTHS or lengths[-1] > 1.5 * width:
        return None
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    going_on = [_full(a, b, width) for a, b in pairs if b.lstrip()[0].islower()]
    # Wrapped text has lines that begin in the middle of a sentence, and nearly all of them follow a full line.
    if len(going_on) < max(2, 0.1 * len(pairs)) or sum(going_on) < 0.9 * len(going_on):
        return None
    return width


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on the line."""
    word = following.split(maxsplit=1)[0]
    return len(line) + 1 + len(word) > width - 1


def _goes_on(line: str, following: str, width: int) -> bool:
    if not line.strip(PAGE) or not following.strip(PAGE + " "):
        return False
    bare = following.lstrip(PAGE)
    if not _full(line, bare, width) or _COLUMNS.search(line) or _COLUMNS.search(bare.lstrip()):
        return False
    if LIST_MARKER.match(bare.lstrip()) or bare.startswith((" ", "\t")):
        return False
    return bare[0].islower() or _SENTENCE_END.search(line) is None
