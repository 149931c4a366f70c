"""Makes folders, but never one in the place of a folder that went away: people would take it for their own, emptied.

A drive that is pulled out, a network share that is cut and an archive that is moved while something is at work all look
to a program like folders that were never made.
"""

from __future__ import annotations

from pathlib import Path

from workbench.errors import SettingsError

_roots: dict[Path, frozenset[str]] = {}
"""Archives opened by this program: their folder, and the names by which one knows that it is there."""

_outside: set[Path] = set()
"""Folders outside of those that were there once."""


def remember(root: Path, *places: Path) -> None:
    """Note that an archive was opened, and where it keeps its things.

    Args:
        root: its folder, absolute.
        places: the folders and files of it: below the root, or elsewhere (a network share).
    """
    inside = {place.relative_to(root).parts[0] for place in places if place.is_relative_to(root) and place != root}
    there = {name for name in inside if (root / name).exists()}
    _roots[root] = _roots.get(root, frozenset()) | there
    _outside.update(place for place in places if not place.is_relative_to(root) and place.is_dir())


def require_folder(folder: Path) -> None:
    """Make sure that what a folder belongs to is still there; the folder itself may never have been made.

    Raises:
        SettingsError: the archive that it belongs to was there and is gone.
    """
    for place in (folder, *folder.parents):
        gone = (place in _outside and not place.is_dir()) or (place in _roots and not _is_there(place, _roots[place]))
        if gone:
            raise folder_gone(place)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, unless it is there.

    Raises:
        SettingsError: the archive that it belongs to was there and is gone.
        OSError: it cannot be made.
    """
    if not folder.is_dir():
        require_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)


def folder_gone(folder: Path) -> SettingsError:
    """What people are told of a folder that is no longer there."""
    return SettingsError(
        f"Không còn thấy thư mục {folder}.",
        "Ổ đĩa hoặc ổ mạng có thể đã bị ngắt, hoặc thư mục đã bị chuyển đi. Những gì đã lưu vẫn ở đó; hãy nối lại ổ "
        "hoặc đưa thư mục về chỗ cũ rồi làm lại việc vừa rồi.",
    )


def _is_there(root: Path, names: frozenset[str]) -> bool:
    """Whether an archive is there. The place where a drive is mounted stays behind as an empty folder."""
    return root.is_dir() and (not names or any((root / name).exists() for name in names))
