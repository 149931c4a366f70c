"""Unpacks .zip files."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path

from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.names import zip_name
from workbench.archive.containers.shelf import Shelf
from workbench.archive.readers import base as readers
from workbench.archive.readers.package import directory_bytes

_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_DIRECTORY_BYTES = 600  # of the central directory for one member; an entry with a long name and times takes 300
_ERRORS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, OSError,
)  # fmt: skip


def unpack(path: Path, folder: Path) -> list[Member]:
    """The files inside a .zip. Links, members with a password and damaged ones are noted with their reason.

    Raises:
        UnreadableFile: damaged as a whole, all members locked, or beyond the caps.
    """
    with readers.file_errors(path):
        if not path.stat().st_size:
            raise readers.empty(path)
        with path.open("rb") as stream:
            if directory_bytes(stream) > base.MAX_MEMBERS * _DIRECTORY_BYTES:
                raise base.too_many(path)
            try:
                archive = zipfile.ZipFile(stream)
            except _ERRORS as error:
                raise readers.broken(
                    path, "phần cuối bị mất hoặc gói nén bị lỗi (có lẽ chép hoặc tải về chưa xong)"
                ) from error
            with archive, Shelf(path, folder) as shelf:
                _unpack(path, archive, shelf)
                return shelf.members


def _unpack(path: Path, archive: zipfile.ZipFile, shelf: Shelf) -> None:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    shelf.announce(len(infos), sum(info.file_size for info in infos))
    if infos and all(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise readers.locked(path)
    for info in infos:
        name = _name(info)
        if info.flag_bits & _ENCRYPTED_FLAG:
            shelf.skip(name, base.SKIPPED_LOCKED)
        elif stat.S_ISLNK(info.external_attr >> 16):
            shelf.skip(name, base.SKIPPED_LINK)
        else:
            shelf.put(
                name,
                partial(archive.open, info),
                _ERRORS,
                declared=info.file_size,
                packed=info.compress_size,
            )


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_FLAG:
        return info.orig_filename
    return zip_name(info.orig_filename.encode("cp437", "replace"), info.extra)
