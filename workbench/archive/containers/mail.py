"""The files attached to an e-mail (.eml, .msg)."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.shelf import Shelf
from workbench.archive.readers import base as readers
from workbench.archive.readers import eml, msg
from workbench.archive.readers.mail import Letter

_UNNAMED = "dinh-kem"


def unpack_eml(path: Path, folder: Path) -> list[Member]:
    """The files attached to an .eml; pictures of its signature are none. Raises UnreadableFile for no mail."""
    return _unpack(path, folder, eml.letter)


def unpack_msg(path: Path, folder: Path) -> list[Member]:
    """The files attached to a .msg; letters inside it become .eml. Raises UnreadableFile for no mail."""
    return _unpack(path, folder, msg.letter)


def _unpack(path: Path, folder: Path, parse: Callable[[Path], Letter]) -> list[Member]:
    letter = parse(path)
    with readers.file_errors(path), Shelf(path, folder) as shelf:
        shelf.announce(len(letter.attachments), 0)
        for attachment in letter.attachments:
            name = attachment.name or _UNNAMED
            content = attachment.content
            if content is None:
                shelf.skip(name, attachment.reason)
                continue
            try:
                counts = attachment.counts()
            except eml.ERRORS:
                shelf.skip(name, base.SKIPPED_BROKEN)
                continue
            if counts:
                shelf.put(name, partial(_stream, content), eml.ERRORS)
        return shelf.members


def _stream(content: Callable[[], bytes]) -> io.BytesIO:
    return io.BytesIO(content())
