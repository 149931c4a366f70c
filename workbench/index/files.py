"""What engines keep beside their index: its version, and the files and sizes of the last batch (to notice damage)."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from workbench.errors import NotBuiltError
from workbench.folders import make_folder

_CONTENTS = "CONTENTS"
_VERSION = "VERSION"
_TRIES = 5  # Windows: a virus scanner may hold a file for a moment


def has_version(folder: Path, version: str) -> bool:
    """Whether the index in a folder is of this version."""
    file = folder / _VERSION
    return file.is_file() and file.read_bytes() == version.encode()


def make_empty(folder: Path) -> None:
    """Empty a folder, or make it."""
    shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)  # Windows keeps a folder whose files are open


def write_version(folder: Path, version: str) -> None:
    """Say of which version the index in a folder is."""
    (folder / _VERSION).write_text(version, encoding="utf-8")


def has_contents(folder: Path) -> bool:
    """Whether a batch has ended in a folder."""
    return (folder / _CONTENTS).is_file()


def write_contents(folder: Path, generation: Any, sizes: dict[str, int]) -> None:
    """Keep the generation of the last batch and the sizes of its files."""
    draft = folder / f"{_CONTENTS}.new"
    draft.write_text(json.dumps({"generation": generation, "sizes": sizes}), encoding="utf-8")
    for left in range(_TRIES, 0, -1):
        try:
            draft.replace(folder / _CONTENTS)
        except PermissionError:
            if left == 1:
                raise
            time.sleep(0.05)
        else:
            return


def is_whole(folder: Path, contents: Callable[[], tuple[Any, dict[str, int]]], *, empty: Callable[[], bool]) -> bool:
    """Whether the files of the last batch are as long as they were written: engines would answer from less.

    Args:
        folder: of the index.
        contents: the generation and file sizes as they are now.
        empty: whether the index holds nothing; asked where no batch has ended yet.
    """
    try:
        written = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return empty()  # made, but nothing was put in yet
    for _ in range(3):
        generation, sizes = contents()
        # An older list: another program is ending a batch right now, or was stopped while it did.
        if generation != written["generation"] or sizes == written["sizes"]:
            return True
        if contents()[0] == generation:
            return False
    return True


def writing_error(error: BaseException | None = None) -> NotBuiltError:
    """Why a batch could not be opened or ended."""
    if error is None:
        return NotBuiltError("Một chương trình khác đang ghi chỉ mục.", "Hãy đợi chương trình đó xong rồi chạy lại.")
    return NotBuiltError(
        f"Không ghi được chỉ mục: {error}.", "Hãy kiểm tra chỗ trống trên ổ đĩa và quyền ghi rồi chạy lại."
    )


@contextmanager
def write_lock(folder: Path) -> Iterator[None]:
    """Hold the one right to write. The system frees it when a program dies. Raises NotBuiltError when it is taken."""
    lock = FileLock(folder / "WRITING.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise writing_error() from None
    try:
        yield
    finally:
        lock.release()
