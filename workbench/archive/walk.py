"""Lists the files of a corpus: their paths, their looks, and those that nobody meant as documents."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_IGNORED_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


class Look(NamedTuple):
    """How a file looks from outside; unchanged looks are taken for unchanged content."""

    size: int
    mtime_ns: int


class Found(NamedTuple):
    """A file of the corpus.

    Attributes:
        path: under the corpus, with forward slashes, NFC.
        file: where it is, as the system spells it.
        look: size and time of change; None where it cannot be a document.
        trouble: why it cannot be one, in Vietnamese; "" for a temporary file of another program.
    """

    path: str
    file: str
    look: Look | None
    trouble: str = ""


def walk(corpus: Path) -> Iterator[Found]:
    """Every file under a folder but hidden ones. Folders behind links are not entered."""
    pending = [(str(corpus), "")]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError as error:
            yield Found(_nfc(prefix.rstrip("/")), folder, None, _unseen("thư mục", error))
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            path = _nfc(prefix + entry.name)
            try:
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{prefix}{entry.name}/"))
                elif entry.is_file():
                    yield _found(path, entry)
            except OSError as error:
                yield Found(_readable(path), entry.path, None, _unseen("tệp", error))


def _found(path: str, entry: os.DirEntry[str]) -> Found:
    if _readable(path) != path:
        return Found(_readable(path), entry.path, None, "Tên tệp có ký tự hỏng. Hãy đổi tên tệp.")
    if entry.name.startswith("~$") or entry.name.lower() in _IGNORED_NAMES:
        return Found(path, entry.path, None)
    stat = entry.stat()
    return Found(path, entry.path, Look(stat.st_size, stat.st_mtime_ns))


def _nfc(path: str) -> str:
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _readable(path: str) -> str:
    return path if path.isascii() else path.encode("utf-8", "replace").decode("utf-8")


def _unseen(what: str, error: OSError) -> str:
    return f"Không xem được {what} ({error.strerror or error}). Hãy kiểm tra quyền đọc."
