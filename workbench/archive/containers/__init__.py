"""The registry of containers: files that hold other files (.zip, .7z, .rar; attachments of .eml and .msg)."""

from __future__ import annotations

from pathlib import Path

from workbench.archive.containers import mail, rar, seven_zip, tar_file, zip_file
from workbench.archive.containers.base import MAX_DEPTH, Member, Unpacker

__all__ = ["CONTAINERS", "MAX_DEPTH", "Member", "Unpacker", "unpack"]

CONTAINERS: dict[str, Unpacker] = {
    ".zip": zip_file.unpack,
    ".7z": seven_zip.unpack,
    ".rar": rar.unpack,
    ".tar": tar_file.unpack,
    ".tgz": tar_file.unpack,
    ".gz": tar_file.unpack,
    ".eml": mail.unpack_eml,
    ".msg": mail.unpack_msg,
}
"""Suffix (lower case) → unpacker. A suffix may stand in READERS too: a mail is a text and holds attachments."""


def unpack(path: Path, folder: Path) -> list[Member]:
    """The files inside a container, unpacked into `folder`; nothing for a file that is no container.

    Raises:
        UnreadableFile: the container is damaged, locked, or beyond the caps.
        MissingPart: it takes a program that is not installed.
    """
    unpacker = CONTAINERS.get(path.suffix.lower())
    return unpacker(path, folder) if unpacker else []
