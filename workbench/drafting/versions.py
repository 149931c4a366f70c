"""The earlier states of a draft: what is known of each, and which of them are kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

VERSIONS_KEPT = 50
"""The newest versions without a name, all of which are kept."""

_HOURLY = 2  # days before the newest version of which one an hour is kept; of earlier days one a day
_ABOUT = "version"  # key of the file; a draft read from it does not look at it
_END, _KEY = b"\n}\n", f'\n  "{_ABOUT}": '.encode()


@dataclass(frozen=True)
class DraftVersion:
    """An earlier state of a draft.

    Attributes:
        number: from 1; never used again.
        saved: when this state was saved.
        why: why it was kept, in Vietnamese: "trước khi khôi phục bản 3"; "" for one that an ordinary save replaced.
        name: the name that a person gave it ("bản trình lần 1"), or ""; a named one is never thinned out.
        by: who kept it.
        items: how many items it has.
        changed: how many items differ from the version before it: added, removed, moved or with other words.
        path: its file.
    """

    number: int
    saved: datetime
    why: str
    name: str
    by: str
    items: int
    changed: int
    path: Path


def with_about(data: bytes, about: Mapping[str, str]) -> bytes:
    """The text of a draft with what is known of it as a version; damaged text stays as it is."""
    if data.endswith(_END) and _KEY not in data:  # as `dump_draft` lays it out; reading a long draft anew takes long
        noted = json.dumps(dict(about), ensure_ascii=False, indent=2, sort_keys=True).replace("\n", "\n  ")
        return data.removesuffix(_END) + f',\n  "{_ABOUT}": {noted}'.encode() + _END
    try:
        top = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return data
    if not isinstance(top, dict):
        return data
    top[_ABOUT] = {**_about(top), **about}
    text = json.dumps(top, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return text.encode("utf-8", "backslashreplace")


def about_of(data: bytes) -> dict[str, Any]:
    """What `with_about` noted in the text of a version."""
    return _about(_parsed(data))


def read_versions(files: Sequence[Path]) -> tuple[DraftVersion, ...]:
    """What is known of versions, oldest first. A damaged file counts no items.

    Raises:
        OSError: a file cannot be read.
    """
    found: list[DraftVersion] = []
    before: dict[str, tuple[str, str]] | None = None
    for file in files:
        top = _load(file)
        about, present = _about(top), _items(top)
        changed = _changed(before, present) if before is not None else len(present)
        saved = _moment(about.get("saved")) or _modified(file)
        why, name, by = (str(about.get(key) or "") for key in ("why", "name", "by"))
        found.append(DraftVersion(int(file.stem), saved, why, name, by, len(present), changed, file))
        before = present
    return tuple(found)


def changed_items(before: bytes, after: bytes) -> int:
    """How many items of two texts of a draft differ."""
    return _changed(_items(_parsed(before)), _items(_parsed(after)))


def to_thin_out(files: Sequence[Path], kept: int = VERSIONS_KEPT) -> list[Path]:
    """Of the files of versions, oldest first, those to delete.

    Kept are all with a name, the newest `kept`, of the ones before them the last of each hour for two days, and of
    earlier days the last of each day: many small saves of one morning never push out yesterday's work.

    Raises:
        OSError: a file cannot be read.
    """
    newest = _modified(files[-1]) if files else datetime.min
    gone = []
    for file, following in islice(pairwise(files), max(len(files) - kept, 0)):
        hourly = (newest.date() - _modified(file).date()).days < _HOURLY
        if not _together(_modified(file), _modified(following), hourly=hourly):
            continue
        # A copied workspace has other times of change, so what the file itself says decides.
        (saved, name), (later, _) = _when_and_name(file), _when_and_name(following)
        if not name and _together(saved, later, hourly=hourly):
            gone.append(file)
    return gone


def _together(one: datetime, other: datetime, *, hourly: bool) -> bool:
    return one.date() == other.date() and (not hourly or one.hour == other.hour)


def _modified(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime)


def _when_and_name(file: Path) -> tuple[datetime, str]:
    about = _about(_load(file))
    return _moment(about.get("saved")) or _modified(file), str(about.get("name") or "")


def _load(file: Path) -> Any:
    return _parsed(file.read_bytes())


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _about(top: Any) -> dict[str, Any]:
    about = top.get(_ABOUT) if isinstance(top, dict) else None
    return about if isinstance(about, dict) else {}


def _moment(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _items(top: Any) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    sections = top.get("sections") if isinstance(top, dict) else None
    for section in sections if isinstance(sections, list) else ():
        items = section.get("items") if isinstance(section, dict) else None
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict):
                found[str(item.get("id"))] = (str(section.get("key")), str(item.get("text")))
    return found


def _changed(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> int:
    return sum(before.get(key) != after.get(key) for key in {*before, *after})
