"""Unpacks .rar files: listed by rarfile, unpacked by whichever program of the system knows this archive."""

from __future__ import annotations

import struct
from functools import partial
from pathlib import Path
from typing import Any

import rarfile  # type: ignore[import-untyped]

from workbench.archive import system_parts
from workbench.archive.containers import base
from workbench.archive.containers.base import Member
from workbench.archive.containers.shelf import Shelf
from workbench.archive.readers import base as readers
from workbench.errors import UnreadableFile

_TOOLS: dict[str, tuple[str, dict[str, Any]]] = {
    "unrar": ("UNRAR_TOOL", rarfile.UNRAR_CONFIG),
    "unar": ("UNAR_TOOL", rarfile.UNAR_CONFIG),
    "7z": ("SEVENZIP_TOOL", rarfile.SEVENZIP_CONFIG),
    "7zz": ("SEVENZIP_TOOL", rarfile.SEVENZIP_CONFIG),
    "bsdtar": ("BSDTAR_TOOL", rarfile.BSDTAR_CONFIG),
}
"""Program → rarfile's variable for its place, how it is called; those that know most kinds of .rar first."""

_ERRORS: tuple[type[Exception], ...] = (  # rarfile meets damaged headers with errors of many kinds
    rarfile.Error, struct.error, EOFError, ValueError, ArithmeticError, RuntimeError, LookupError, AssertionError,
    OSError,
)  # fmt: skip


def unpack(path: Path, folder: Path) -> list[Member]:
    """The files inside a .rar. Links, members with a password and damaged ones are noted with their reason.

    Raises:
        UnreadableFile: damaged as a whole, locked, a part of several, or beyond the caps.
        MissingPart: no program here unpacks .rar.
    """
    with readers.file_errors(path):
        if not path.stat().st_size:
            raise readers.empty(path)
        with path.open("rb"):  # says what the system says where the file cannot be opened
            pass
    whole = True
    try:
        archive = _opened(path, "strict")
    except UnreadableFile:
        raise
    except _ERRORS:
        whole = False
        try:
            archive = _opened(path, "stop")
        except _ERRORS as error:
            raise readers.broken(path, "gói nén rar không đúng cấu trúc") from error
    with archive, readers.file_errors(path), Shelf(path, folder) as shelf:
        _unpack(path, archive, shelf)
        if not any(member.file for member in shelf.members) and not whole:
            raise readers.broken(path, "gói nén rar không đúng cấu trúc")
        if not whole:
            shelf.skip("phan-con-lai", base.SKIPPED_BROKEN)
        return shelf.members


def _opened(path: Path, errors: str) -> rarfile.RarFile:
    try:
        return rarfile.RarFile(path, part_only=True, errors=errors)
    except (rarfile.PasswordRequired, rarfile.RarCannotExec) as error:
        raise readers.locked(path) from error
    except rarfile.NeedFirstVolume as error:
        raise UnreadableFile(
            f"Tệp “{path.name}” là một phần của gói rar chia nhiều phần.",
            "Hãy giải nén cả gói rồi để các tệp vào kho.",
        ) from error


def _unpack(path: Path, archive: rarfile.RarFile, shelf: Shelf) -> None:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    shelf.announce(len(infos), sum(info.file_size or 0 for info in infos))
    if archive.needs_password() and all(info.needs_password() for info in infos):
        raise readers.locked(path)
    open_infos = [info for info in infos if info.is_file() and not info.needs_password()]
    packed = [info for info in open_infos if info.compress_type != rarfile.RAR_M0]
    if packed:
        system_parts.need("7zip", path)
        _choose_tool(archive, min(packed, key=lambda info: info.file_size or 0))
    for info in infos:
        name = str(info.filename)
        if info.needs_password():
            shelf.skip(name, base.SKIPPED_LOCKED)
        elif not info.is_file():
            shelf.skip(name, base.SKIPPED_LINK)
        else:
            shelf.put(
                name,
                partial(archive.open, info),
                _ERRORS,
                declared=info.file_size or 0,
                packed=path.stat().st_size if archive.is_solid() else info.compress_size,
            )


def _choose_tool(archive: rarfile.RarFile, probe: rarfile.RarInfo) -> None:
    """Point rarfile to the first program that unpacks the probe: not all know every age and way of .rar."""
    found = {place.stem.lower(): place for place in reversed(system_parts.find_all("7zip"))}
    for command, (variable, config) in _TOOLS.items():
        if command not in found:
            continue
        setattr(rarfile, variable, str(found[command]))
        rarfile.CURRENT_SETUP = rarfile.ToolSetup(config)
        try:
            with archive.open(probe) as source:
                while source.read(1 << 20):
                    pass
        except _ERRORS:
            continue
        return
