"""Compound files (OLE), the container of old Office files: opened within bounds, and what they say of themselves.

olefile takes sizes that damaged or hostile files claim at their word, and then runs for minutes or without end.
"""

from __future__ import annotations

import io
import struct

import olefile  # type: ignore[import-untyped]

_STREAMS = {"\x05SummaryInformation": (2, 3, 5, 6), "\x05DocumentSummaryInformation": (2,)}
_CODE_PAGE, _TEXT, _WIDE_TEXT = 1, 30, 31
_MOST_PROPERTIES = 1000
_LONGEST = 100_000

DAMAGED = (struct.error, IndexError, KeyError, ValueError, TypeError, AttributeError, OverflowError, OSError)
"""What damaged bytes are met as."""


def open_ole(content: bytes) -> olefile.OleFileIO:
    """The compound file with this content. Use as a context manager.

    Raises:
        DAMAGED: it is no compound file, or claims tables or streams larger than itself.
    """
    (power,) = struct.unpack_from("<H", content, 30)
    tables = [struct.unpack_from("<I", content, place)[0] for place in (44, 64, 72)]  # of sectors: FAT, mini FAT, DIFAT
    if power not in (9, 12) or max(tables) << power > len(content) + (1 << power):
        raise ValueError("tables larger than the file")
    ole = olefile.OleFileIO(io.BytesIO(content))
    entries = [entry for entry in ole.direntries if entry is not None and entry.entry_type != olefile.STGTY_STORAGE]
    if any(entry.size > len(content) for entry in entries):
        ole.close()
        raise ValueError("stream larger than the file")
    return ole


def summary(ole: olefile.OleFileIO) -> tuple[str, ...]:
    """The properties that say what the document is, without those that are empty or damaged."""
    found: list[str] = []
    for name, wanted in _STREAMS.items():
        if not ole.exists(name):
            continue
        try:
            found += _texts(ole.openstream(name).read(), wanted)
        except DAMAGED:  # they stand outside the text: a file is not refused for them
            continue
    return tuple(text for text in found if text)


def _texts(data: bytes, wanted: tuple[int, ...]) -> list[str]:
    (start,) = struct.unpack_from("<I", data, 44)
    _, count = struct.unpack_from("<II", data, start)
    places = dict(struct.iter_unpack("<II", data[start + 8 : start + 8 + 8 * min(count, _MOST_PROPERTIES)]))
    codec = "cp1252"
    if _CODE_PAGE in places:
        (page,) = struct.unpack_from("<H", data, start + places[_CODE_PAGE] + 4)
        codec = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman"}.get(page, f"cp{page}")
    return [_text(data, start + places[number], codec) for number in wanted if number in places]


def _text(data: bytes, place: int, codec: str) -> str:
    kind, length = struct.unpack_from("<II", data, place)
    value = data[place + 8 : place + 8 + min(length * (2 if kind == _WIDE_TEXT else 1), _LONGEST)]
    if kind == _WIDE_TEXT:
        return value.decode("utf-16-le", "replace").strip("\0 ")
    if kind != _TEXT:
        return ""
    try:
        return value.decode(codec, "replace").strip("\0 ")
    except LookupError:
        return value.decode("cp1252", "replace").strip("\0 ")
