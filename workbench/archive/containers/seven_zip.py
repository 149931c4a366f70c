"""Unpacks .7z files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import py7zr
from py7zr.exceptions import PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO, WriterFactory

from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.names import is_litter, leads_out, safe_name
from workbench.archive.containers.shelf import Shelf, is_bomb
from workbench.archive.readers import base as readers
from workbench.errors import UnreadableFile, WorkbenchError

_MAX_WINDOW = 256 * 1024**2  # bytes of memory that a member may ask for; 7-Zip's strongest preset takes 64 MB
_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"


def unpack(path: Path, folder: Path) -> list[Member]:
    """The files inside a .7z. Links, members whose path leads out and damaged ones are noted with their reason.

    Raises:
        UnreadableFile: damaged as a whole, locked, packed in an unknown way, or beyond the caps.
    """
    with readers.file_errors(path):
        if not path.stat().st_size:
            raise readers.empty(path)
        with path.open("rb") as stream, Shelf(path, folder) as shelf:
            try:
                with py7zr.SevenZipFile(stream) as archive:
                    _unpack(path, archive, shelf, folder.resolve())
            except (WorkbenchError, MemoryError):
                raise
            except PasswordRequired as error:
                raise readers.locked(path) from error
            except UnsupportedCompressionMethodError as error:
                raise UnreadableFile(
                    f"Gói “{path.name}” được nén theo cách chưa đọc được.", "Hãy giải nén rồi nén lại thành .zip."
                ) from error
            except Exception as error:  # py7zr meets damaged headers with errors of every kind, also IndexError
                raise readers.broken(path, "gói nén 7z không đúng cấu trúc") from error
            return shelf.members


def _unpack(path: Path, archive: py7zr.SevenZipFile, shelf: Shelf, folder: Path) -> None:
    files = [file for file in archive.files if not file.is_directory]
    shelf.announce(len(files), sum(file.uncompressed for file in files))
    if archive.needs_password():
        raise readers.locked(path)
    _check_memory(path, archive)
    packed = path.stat().st_size
    wanted: dict[str, None] = {}
    for file in files:
        name = str(file.filename)
        if is_litter(safe_name(name)):
            continue
        if leads_out(name):
            shelf.skip(name, base.SKIPPED_UNSAFE)
        elif file.is_symlink or file.is_junction:
            shelf.skip(name, base.SKIPPED_LINK)
        elif file.is_socket:
            shelf.skip(name, base.SKIPPED_SPECIAL)
        elif file.uncompressed > readers.MAX_FILE_BYTES:
            shelf.skip(name, base.SKIPPED_LARGE)
        elif is_bomb(file.uncompressed, packed):
            shelf.skip(name, base.SKIPPED_BOMB)
        else:
            wanted[name] = None
    if not wanted:
        return
    writers = _Writers(shelf, folder)
    try:
        archive.extract(folder, targets=set(wanted), factory=writers)
    except (WorkbenchError, MemoryError, PasswordRequired, UnsupportedCompressionMethodError):
        writers.discard()
        raise
    except Exception:  # a damaged member: those before it are whole, their checksums were right
        writers.discard(writers.unfinished)
    for name, place in writers.finished.items():
        shelf.add(name, place)
    for name in wanted:
        if name not in writers.finished:
            shelf.skip(name, base.SKIPPED_BROKEN)


def _check_memory(path: Path, archive: py7zr.SevenZipFile) -> None:
    """Raises UnreadableFile for an archive whose window would take more memory than an office PC can spare."""
    streams = archive.header.main_streams
    for folder in streams.unpackinfo.folders if streams is not None else ():
        for coder in folder.coders:
            if _window(coder.get("method"), coder.get("properties") or b"") > _MAX_WINDOW:
                raise UnreadableFile(
                    f"Gói “{path.name}” cần quá nhiều bộ nhớ để giải nén.", "Hãy giải nén rồi nén lại thành .zip."
                )


def _window(method: bytes, properties: bytes) -> int:
    """Bytes of memory that a method asks for."""
    if method in (_LZMA, _PPMD) and len(properties) >= 5:
        return int.from_bytes(properties[1:5], "little")
    if method == _LZMA2 and properties:
        return (2 | (properties[0] & 1)) << (properties[0] // 2 + 11)
    return 0


class _Writers(WriterFactory):
    """Gives each member a file of our own; py7zr never writes under a name that the archive chose."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        self.finished: dict[str, Path] = {}
        self.unfinished: dict[str, Path] = {}
        self._shelf = shelf
        self._folder = folder

    def create(self, filename: str) -> Py7zIO:
        """The writer for the member that py7zr would write to `filename`."""
        name = Path(filename).relative_to(self._folder).as_posix()
        file = self.unfinished[name] = self._shelf.place(name)
        return _Writer(self, name, file)

    def finish(self, name: str) -> None:
        """Note that a member is whole."""
        file = self.unfinished.pop(name, None)
        if file is not None:
            self.finished[name] = file

    def spend(self, size: int) -> None:
        """Count bytes that are about to be written."""
        self._shelf.spend(size)

    def discard(self, files: dict[str, Path] | None = None) -> None:
        """Delete what was written, or some of it."""
        doomed: Iterable[Path] = (files if files is not None else {**self.finished, **self.unfinished}).values()
        for file in doomed:
            file.unlink(missing_ok=True)


class _Writer(Py7zIO):
    def __init__(self, writers: _Writers, name: str, file: Path) -> None:
        self._writers = writers
        self._name = name
        self._file: BinaryIO = file.open("wb")
        self._size = 0

    def write(self, s: bytes | bytearray) -> int:
        self._writers.spend(len(s))
        self._size += len(s)
        return self._file.write(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        self._file.flush()

    def size(self) -> int:
        return self._size

    def close(self) -> None:
        if not self._file.closed:
            self._file.close()
            self._writers.finish(self._name)
