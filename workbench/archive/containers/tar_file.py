"""Unpacks .tar, .tar.gz, .tgz and .gz files."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO, cast

from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.shelf import Shelf
from workbench.archive.readers import base as readers

_MAX_READ = 16 * 1024**2  # bytes asked for at once: contents come by 1 MB, so more is a header that lies
_ERRORS: tuple[type[Exception], ...] = (
    tarfile.TarError, zlib.error, struct.error, EOFError, ValueError, OverflowError, RuntimeError, OSError,
)  # fmt: skip


def unpack(path: Path, folder: Path) -> list[Member]:
    """The files inside a .tar, packed with gzip or not; of a .gz that holds no .tar the one file.

    Raises:
        UnreadableFile: damaged before the first member is whole, or beyond the caps.
    """
    with readers.file_errors(path):
        if not path.stat().st_size:
            raise readers.empty(path)
        with path.open("rb") as stream, Shelf(path, folder) as shelf:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            if path.suffix.lower() == ".gz" and not path.stem.lower().endswith(".tar"):
                if not packed:
                    raise readers.broken(path, "bên trong không phải tệp nén gzip")
                size = path.stat().st_size
                shelf.put(path.stem, lambda: gzip.GzipFile(fileobj=stream), _ERRORS, packed=size)
            else:
                with gzip.GzipFile(fileobj=stream) if packed else stream as source:
                    _unpack(path, cast(BinaryIO, source), shelf)
            return shelf.members


def _unpack(path: Path, source: BinaryIO, shelf: Shelf) -> None:
    guard = _Guard(path, source)
    count = 0
    try:
        with tarfile.open(fileobj=cast(IO[bytes], guard), mode="r:") as archive:
            for info in archive:
                count += 1
                shelf.announce(count, 0)
                archive.members.clear()  # type: ignore[attr-defined]  # else every header stays in memory
                if info.issym() or info.islnk():
                    shelf.skip(info.name, base.SKIPPED_LINK)
                elif info.isfile() and not info.issparse():
                    shelf.put(info.name, lambda: _opened(archive, info), _ERRORS, declared=info.size)  # noqa: B023
                elif not info.isdir():
                    shelf.skip(info.name, base.SKIPPED_SPECIAL)
    except _ERRORS as error:
        if not any(member.file for member in shelf.members):
            raise readers.broken(path, "gói tar không đúng cấu trúc hoặc bị cắt") from error
        shelf.skip("phan-con-lai", base.SKIPPED_BROKEN)


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    source = archive.extractfile(info)
    if source is None:
        raise tarfile.ReadError
    return source


class _Guard:
    """The bytes of a .tar, refused where a header claims sizes that no office archive has."""

    def __init__(self, path: Path, source: BinaryIO) -> None:
        self._path = path
        self._source = source

    def read(self, size: int) -> bytes:
        if size > _MAX_READ:
            raise tarfile.ReadError("header too large")
        return self._source.read(size)

    def seek(self, place: int) -> int:
        # In a packed file a seek unpacks all that lies before the place.
        if place > base.MAX_UNPACKED_BYTES + _MAX_READ:
            raise base.too_large(self._path)
        return self._source.seek(place)

    def tell(self) -> int:
        return self._source.tell()
