"""Builds the guide for officers from docs/huong-dan/ into one folder of plain files: `python -m tools.guide`.

`python -m tools.guide pictures` first takes up the pictures that the browser tests left in test-output/.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "workbench" / "_guide"
SHOTS = ROOT / "test-output"
PICTURES = ROOT / "docs" / "huong-dan" / "anh"

TAKEN = {
    "tim-kiem.png": "lab.png",
    "cach-hieu.png": "cach-hieu.png",
    "sua-thong-tin.png": "sua-thong-tin.png",
    "trang-goc.png": "trang-goc.png",
    "tu-khoa.png": "tu-khoa.png",
    "du-thao.png": "du-thao.png",
}
"""Pictures of the guide, with the pictures of the browser tests that they are made from."""

WIDTH, COLOURS = 1100, 64  # readable, and some 60 kB a picture

KEPT = ("bootstrap.min.css", "base.css", "darkmode.js", "huong-dan.css", "favicon.ico")
"""Of what the theme brings, the files that the pages use; icons, menus and maps of its scripts are 2 MB."""


def take_pictures() -> list[Path]:
    """Make the guide's pictures anew from what the browser tests saw; one that they did not make stays as it is."""
    from PIL import Image

    PICTURES.mkdir(parents=True, exist_ok=True)
    made = []
    for name, shot in TAKEN.items():
        if (SHOTS / shot).is_file():
            with Image.open(SHOTS / shot) as picture:
                small = picture.convert("RGB")
                small.thumbnail((WIDTH, 10 * WIDTH), Image.Resampling.LANCZOS)
                small.quantize(COLOURS).save(PICTURES / name, optimize=True)
            made.append(PICTURES / name)
    return made


def build(site: Path = SITE) -> Path:
    """Build the guide into a folder and return its first page. A link or picture that leads nowhere is an error."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site), strict=True)
    mkdocs_build(config)
    for file in sorted(site.rglob("*"), reverse=True):
        if file.is_dir():
            if not any(file.iterdir()):
                file.rmdir()
        elif file.suffix not in (".html", ".png") and file.name not in KEPT:
            file.unlink()
    for name in ("404.html", "img/grid.png"):
        (site / name).unlink(missing_ok=True)
    return site / "index.html"


if __name__ == "__main__":
    if sys.argv[1:] == ["pictures"]:
        take_pictures()
    build()
