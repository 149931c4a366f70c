"""Reads old PowerPoint presentations (.ppt) through LibreOffice."""

from __future__ import annotations

import struct
from pathlib import Path

from workbench.archive.readers import base, conversion, odp
from workbench.archive.readers.ole import open_ole
from workbench.errors import UnreadableFile

_STREAM = "PowerPoint Document"
_STRANGERS = (("WordDocument", "văn bản Word đời cũ (doc)"), ("Workbook", "bảng tính Excel đời cũ (xls)"))
_LOCKED = bytes.fromhex("dfc4d1f3")  # headerToken of an encrypted document ([MS-PPT] 2.3.2)


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The slides of a .ppt, as `odp.read` reads what LibreOffice makes of it in an eighth of a .pptx's time.

    Raises:
        MissingPart: LibreOffice is not installed.
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    data = base.read_bytes(path)
    kind = base.kind_of(data[:1024])
    if kind is None:
        raise base.broken(path, "bên trong không phải là bản trình chiếu PowerPoint")
    if kind[0] != "ole":
        raise base.wrong_kind(path, kind[1])
    _check(path, data)
    with conversion.convert(path, "odp", workshop) as converted:
        try:
            return odp.read(converted, workshop)
        except UnreadableFile as error:
            raise UnreadableFile(error.message.replace(converted.name, path.name), error.advice) from error


def _check(path: Path, data: bytes) -> None:
    """What LibreOffice need not be asked: whether it is a presentation, and whether it opens without a password."""
    try:
        with open_ole(data) as ole:
            if not ole.exists(_STREAM):
                stranger = next((name for stream, name in _STRANGERS if ole.exists(stream)), None)
                raise base.wrong_kind(path, stranger) if stranger else base.broken(path, "không có trang chiếu nào")
            user = ole.openstream("Current User").read(16) if ole.exists("Current User") else b""
    except (OSError, ValueError, TypeError, IndexError, struct.error, AttributeError) as error:
        raise base.broken(path, "cấu trúc tệp Office đời cũ bị lỗi") from error
    if user[12:16] == _LOCKED:
        raise base.locked(path)
