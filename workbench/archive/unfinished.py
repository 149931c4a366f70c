"""Whether the last build came to its end: one that was stopped, or cut off with the power, leaves documents out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MARK = "dang-nap"


@contextmanager
def unfinished(folder: Path) -> Iterator[None]:
    """A build: the mark in `folder` stays behind where it does not come to its end."""
    mark = folder / _MARK
    mark.touch()
    yield
    mark.unlink(missing_ok=True)


def is_unfinished(folder: Path) -> bool:
    """Whether the last build of an archive was stopped or cut off, or one runs now."""
    return (folder / _MARK).is_file()
