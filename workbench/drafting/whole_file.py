"""Write a file whole or not at all: what people made must survive a crash, a full disk and a power cut."""

from __future__ import annotations

import os
import uuid
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`; the file that was there before stays whole until the new one is safe on disk.

    The data go to a new file in the same folder (a rename is only atomic within one file system), are forced to
    disk, and take the old file's place in one step. The folder must exist.

    Raises:
        OSError: when the file cannot be written, or is held open by another program (PermissionError on Windows);
            the old file is then unchanged and nothing is left beside it.
    """
    # A short name of its own: adding to a long file name could pass the file system's limit.
    temporary = path.with_name(f".{uuid.uuid4().hex[:12]}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
