"""Names of files inside containers: made safe to show, to keep in a table and to write on any system."""

from __future__ import annotations

import re
import unicodedata
import zlib
from pathlib import PurePosixPath

from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

_MAX_PART = 180  # characters of one folder or file name; file systems take 255 bytes, Vietnamese letters up to 3 each
_MAX_PARTS = 16
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
_DRIVE = re.compile(r"^[A-Za-z]:")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_LOOSE_END = re.compile(r"[\s.]+$")  # Windows drops dots and spaces there
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_UNICODE_PATH = 0x7075  # extra field of a zip entry that holds its name in UTF-8


def safe_name(name: str) -> str:
    """The path inside as it may be shown and written anywhere: forward slashes, NFC, nothing that leads out.

    ".." and "." are dropped, so is a drive or leading slash; control, direction-changing and forbidden characters
    become "_"; names reserved by Windows get a leading "_"; very long names are cut, the suffix stays.
    """
    text = unicodedata.normalize("NFC", name.replace("\\", "/"))
    text = "".join("_" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in text)
    parts = [_safe_part(part) for part in _DRIVE.sub("", text.lstrip("/")).split("/")]
    kept = [part for part in parts if part]
    return "/".join([*kept[: _MAX_PARTS - 1], *kept[_MAX_PARTS - 1 :][-1:]]) or "khong-ten"


def leads_out(name: str) -> bool:
    """Whether a path inside is absolute, names a drive or climbs out of its folder."""
    slashed = name.replace("\\", "/")
    return slashed.startswith("/") or bool(_DRIVE.match(slashed)) or ".." in slashed.split("/") or "\x00" in name


def _safe_part(part: str) -> str:
    part = _LOOSE_END.sub("", _FORBIDDEN.sub("_", part)).lstrip()
    if not part:  # also "." and ".."
        return ""
    if _RESERVED.fullmatch(part.partition(".")[0].rstrip(" ")):
        part = f"_{part}"
    if len(part) > _MAX_PART:
        suffix = suffix_of(part)
        part = _LOOSE_END.sub("", part[: _MAX_PART - len(suffix)]) + suffix
    return part


def suffix_of(name: str) -> str:
    """The suffix by which a reader is chosen, in lower case; "" for none or one that no format bears."""
    suffix = PurePosixPath(name.rstrip(". ")).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def is_litter(name: str) -> bool:
    """Whether a file is what systems and programs leave behind: no document of anybody."""
    *folders, last = name.split("/")
    return "__MACOSX" in folders or last.lower() in _LITTER or last.startswith(("~$", "._"))


class UniqueNames:
    """Hands out names that differ also where capitals do not count (Windows)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        """The name, or with " (2)", " (3)" … before its suffix where it is taken."""
        suffix = suffix_of(name)
        stem = name[: len(name) - len(suffix)] if suffix else name
        candidate, turn = name, 1
        while candidate.casefold() in self._taken:
            turn += 1
            candidate = f"{stem} ({turn}){suffix}"
        self._taken.add(candidate.casefold())
        return candidate


def zip_name(raw: bytes, extra: bytes = b"") -> str:
    """The name of a zip entry that does not say it is UTF-8: packers wrote UTF-8 anyway, or the PC's code page.

    Args:
        raw: the name's bytes.
        extra: the entry's extra fields; one of them may repeat the name in UTF-8.
    """
    named = _unicode_path(raw, extra)
    if named is not None:
        return named
    for charset in ("ascii", "utf-8"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    try:
        return charsets.decode(raw).text  # cp1258, TCVN3 or VNI, each only on evidence
    except UnreadableFile:
        return raw.decode("cp437")


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    """The name in the field 0x7075, if it belongs to this name (its checksum is that of `raw`)."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body = extra[4 : 4 + size]
        if kind == _UNICODE_PATH and body[:1] == b"\x01" and body[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None
