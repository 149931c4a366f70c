"""Takes members out of a container: under names of our own, and never beyond the caps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.names import UniqueNames, is_litter, safe_name, suffix_of
from workbench.archive.readers.base import MAX_FILE_BYTES

_CHUNK = 1 << 20


class Source(Protocol):
    """What a member is read from."""

    def read(self, size: int, /) -> bytes: ...


class Shelf:
    """The members taken out so far. Use as a context manager: what was written is gone if the unpacking fails."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.members: list[Member] = []
        self._path = path
        self._folder = folder
        self._names = UniqueNames()
        self._written = self._placed = 0

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            for member in self.members:
                if member.file is not None:
                    member.file.unlink(missing_ok=True)

    def announce(self, count: int, unpacked: int) -> None:
        """Refuse the container by what it says of itself, before anything is unpacked.

        Raises:
            UnreadableFile: it says it holds more files or bytes than the caps allow.
        """
        if count > base.MAX_MEMBERS:
            raise base.too_many(self._path)
        if unpacked > base.MAX_UNPACKED_BYTES:
            raise base.too_large(self._path)

    def skip(self, name: str, reason: str) -> None:
        """Note a member that is not unpacked."""
        safe = safe_name(name)
        if not is_litter(safe):
            self._add(safe, None, reason)

    def put(
        self,
        name: str,
        open_source: Callable[[], Source],
        errors: tuple[type[Exception], ...],
        *,
        declared: int = 0,
        packed: int | None = None,
    ) -> None:
        """Take one member out; one that is damaged or suspicious is noted with its reason.

        Args:
            name: the name inside, as it is.
            open_source: opens the member.
            errors: what reading a damaged member raises.
            declared: the size that the container states.
            packed: bytes that the member takes inside, where the container says so.

        Raises:
            UnreadableFile: the container goes beyond the caps.
        """
        if is_litter(safe_name(name)):
            return
        if declared > MAX_FILE_BYTES:
            self.skip(name, base.SKIPPED_LARGE)
            return
        file = self.place(name)
        try:
            with file.open("wb") as target:
                reason = self._copy(_chunks(open_source, errors), target, packed)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        if reason:
            file.unlink(missing_ok=True)
            self.skip(name, reason)
        else:
            self.add(name, file)

    def place(self, name: str) -> Path:
        """Where the next member goes: a name of our own that keeps the suffix, for the readers."""
        self._placed += 1
        return self._folder / f"{self._placed:05}{suffix_of(safe_name(name))}"

    def add(self, name: str, file: Path) -> None:
        """Note a member that stands in `file`."""
        self._add(safe_name(name), file, "")

    def spend(self, size: int) -> None:
        """Count bytes that are about to be written. Raises UnreadableFile beyond the cap on the whole."""
        self._written += size
        if self._written > base.MAX_UNPACKED_BYTES:
            raise base.too_large(self._path)

    def _add(self, name: str, file: Path | None, reason: str) -> None:
        if len(self.members) >= base.MAX_MEMBERS:
            if file is not None:
                file.unlink(missing_ok=True)
            raise base.too_many(self._path)
        self.members.append(Member(self._names.take(name), file, reason))

    def _copy(self, chunks: Iterator[bytes | None], target: BinaryIO, packed: int | None) -> str:
        """Copy, and return why the copy was given up, or ""."""
        size = 0
        for chunk in chunks:
            if chunk is None:
                return base.SKIPPED_BROKEN
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                return base.SKIPPED_LARGE
            if is_bomb(size, packed):
                return base.SKIPPED_BOMB
            self.spend(len(chunk))
            target.write(chunk)
        return ""


def _chunks(open_source: Callable[[], Source], errors: tuple[type[Exception], ...]) -> Iterator[bytes | None]:
    """The content piece by piece; None where it turns out to be damaged."""
    try:
        source = open_source()
        while chunk := source.read(_CHUNK):
            yield chunk
    except errors:
        yield None


def is_bomb(size: int, packed: int | None) -> bool:
    """Whether a member is packed more tightly than any document."""
    return packed is not None and size > base.RATIO_FREE_BYTES and size > base.MAX_RATIO * max(packed, 1)
