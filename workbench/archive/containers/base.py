"""What every unpacker returns, the caps it keeps, and the words it uses when a container cannot be opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workbench.errors import UnreadableFile

MAX_MEMBERS = 10_000
"""Most files that are taken out of one container."""

MAX_UNPACKED_BYTES = 2 * 1024**3
"""Most that one container may unpack to."""

MAX_DEPTH = 3
"""How many containers may stand inside each other."""

MAX_RATIO = 300
"""How many times larger than its packed form a member may become. Office files reach 30, a sheet full of zeros 100."""

RATIO_FREE_BYTES = 64 * 1024**2
"""Up to here a member may have any ratio: it does no harm."""

SKIPPED_LINK = "Là lối tắt (liên kết), không phải tệp; không mở."
SKIPPED_LOCKED = (
    "Có mật khẩu bảo vệ nên không mở được. Hãy giải nén bằng mật khẩu rồi để tệp vào kho (chỉ khi được phép)."
)
SKIPPED_BROKEN = "Phần nén bị hỏng nên không lấy ra được. Hãy xin lại bản khác."
SKIPPED_UNSAFE = "Đường dẫn bên trong gói trỏ ra ngoài thư mục; không mở."
SKIPPED_BOMB = "Nén chặt bất thường, có thể là tệp phá hoại; không mở."
SKIPPED_LARGE = "Quá lớn để đọc. Hãy tách thành các tệp nhỏ hơn."
SKIPPED_SPECIAL = "Không phải tệp thường; không mở."


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


def too_many(path: Path) -> UnreadableFile:
    """The error for a container with more than MAX_MEMBERS files."""
    return UnreadableFile(
        f"Gói “{path.name}” chứa hơn {MAX_MEMBERS:,} tệp.".replace(",", "."),
        "Hãy giải nén ra thư mục rồi để từng phần vào kho.",
    )


def too_large(path: Path) -> UnreadableFile:
    """The error for a container that unpacks to more than MAX_UNPACKED_BYTES."""
    return UnreadableFile(
        f"Gói “{path.name}” giải nén ra hơn {MAX_UNPACKED_BYTES // 1024**3} GB.",
        "Nếu biết chắc nguồn gốc, hãy giải nén ra thư mục rồi để từng phần vào kho.",
    )
