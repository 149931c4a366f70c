"""Programs of the system that some files need: how each is found, and what to say where it is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.errors import MissingPart


@dataclass(frozen=True)
class Part:
    """A program that is used where it is there.

    Attributes:
        name: short name, as in MissingPart.part.
        title: its name on the screen.
        commands: names it goes by on the PATH, best first.
        windows: places under the folders of programs where Windows installers put it.
        cost: what does not work without it, in Vietnamese.
    """

    name: str
    title: str
    commands: tuple[str, ...]
    windows: tuple[str, ...]
    cost: str


PARTS = {
    part.name: part
    for part in (
        Part(
            "tesseract",
            "Tesseract (nhận dạng chữ, kèm dữ liệu tiếng Việt “vie”)",
            ("tesseract",),
            ("Tesseract-OCR/tesseract.exe",),
            "Bản quét và ảnh chưa đọc được.",
        ),
        Part(
            "libreoffice",
            "LibreOffice",
            ("soffice", "libreoffice"),
            ("LibreOffice/program/soffice.exe",),
            "Tệp .ppt và một số tệp .doc đời rất cũ chưa đọc được.",
        ),
        Part(
            "7zip",
            "7-Zip hoặc unar (giải nén .rar)",
            ("7z", "7zz", "unar", "unrar", "bsdtar"),
            ("7-Zip/7z.exe", "WinRAR/UnRAR.exe"),
            "Tệp nén .rar chưa mở được.",
        ),
    )
}
"""The programs by name."""


def find(name: str) -> Path | None:
    """Where a program is, or None where it is not installed (for Tesseract: or has no Vietnamese data)."""
    return next(iter(find_all(name)), None)


def find_all(name: str) -> list[Path]:
    """Where a program and those that can stand in for it are, best first."""
    part = PARTS[name]
    candidates = [Path(found) for command in part.commands if (found := shutil.which(command))]
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        folder = os.environ.get(variable)
        candidates += [place for tail in part.windows if folder and (place := Path(folder) / tail).is_file()]
    if name == "tesseract":
        candidates = [place for place in candidates if _speaks_vietnamese(place)]
    return candidates


def need(name: str, file: Path) -> Path:
    """Where a program is.

    Raises:
        MissingPart: it is not installed; the file waits for it.
    """
    found = find(name)
    if found is None:
        part = PARTS[name]
        raise MissingPart(
            f"Tệp “{file.name}” cần {part.title} để đọc, máy này chưa có.",
            "Hãy nhờ người quản trị cài rồi cập nhật kho; tệp sẽ được đọc lúc đó.",
            name,
        )
    return found


@cache
def _speaks_vietnamese(tesseract: Path) -> bool:
    try:
        answer = subprocess.run([tesseract, "--list-langs"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"vie" in (answer.stdout + answer.stderr).split()
