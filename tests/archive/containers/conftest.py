"""Makes containers with invented content in the folder of the test."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[..., Path]:
    """Write a .zip: zipped({"a/b.txt": b"…"}, name="goi.zip")."""

    def write(files: dict[str, bytes], name: str = "goi.zip", method: int = zipfile.ZIP_DEFLATED) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", method) as archive:
            for inner, data in files.items():
                archive.writestr(inner, data)
        return path

    return write
