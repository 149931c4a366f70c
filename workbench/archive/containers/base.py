"""What every unpacker returns, and the caps it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

MAX_MEMBERS = 10_000
"""Most files that are taken out of one container."""

MAX_UNPACKED_BYTES = 2 * 1024**3
"""Most that one container may unpack to."""

MAX_DEPTH = 3
"""How many containers may stand inside each other."""


@dataclass(frozen=True)
class Member:
    """A file inside a container.

    Attributes:
        name: its path inside, with forward slashes, NFC, without "..", drive or leading slash; unique in its container.
        file: where it was unpacked to (a name of our own under the folder given, never the name inside), or None.
        reason: why it was not unpacked, in Vietnamese, where `file` is None.
    """

    name: str
    file: Path | None
    reason: str = ""


class Unpacker(Protocol):
    """Unpacks one container into a folder. Raises UnreadableFile or MissingPart, and nothing else, for a bad file."""

    def __call__(self, path: Path, folder: Path) -> list[Member]: ...
