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
    "bang-cheo.png": "so-lieu-bang-cheo.png",
    "bat-dau.png": "lan-dau-1.png",
    "cach-hieu.png": "cach-hieu.png",
    "cai-dat-co-quan.png": "cai-dat.png",
    "can-xac-nhan.png": "can-xac-nhan.png",
    "cay-van-ban.png": "quan-he-gia-dinh.png",
    "dang-nap.png": "lan-dau-dang-nap.png",
    "du-thao.png": "ngay-app-*-sua-cau.png",
    "gio.png": "ngay-app-*-gio.png",
    "kiem-so.png": "so-lieu-kiem-tra.png",
    "kiem-tra.png": "ngay-app-*-kiem-tra.png",
    "lich-han.png": "nhiem-vu-lich.png",
    "nap-van-ban.png": "nap-van-ban.png",
    "nhiem-vu.png": "nhiem-vu.png",
    "quan-he.png": "quan-he.png",
    "so-lieu.png": "so-lieu.png",
    "so-sanh.png": "so-sanh.png",
    "tim-kiem.png": "app.png",
    "theo-don-vi.png": "nhiem-vu-don-vi.png",
    "tong-hop.png": "tong-hop.png",
    "tong-quan.png": "tong-quan.png",
    "trang-goc.png": "trang-goc.png",
    "tu-khoa.png": "tu-khoa-app.png",
    "van-de-moi.png": "van-de-moi.png",
    "xu-huong.png": "xu-huong.png",
    "xuat-word.png": "ngay-app-*-xuat-tep.png",
}
"""Pictures of the guide, with those of the browser tests that they are made from; "*" is the number of a step."""

WIDTH, HEIGHT = 1100, 660
"""A window of 1500 pixels is drawn smaller; what stands below its first 900 is more of the same."""

COLOURS = 48  # chosen to be far apart: a mark in a page of grey letters keeps its colour, in some 60 kB a picture

KEPT = ("bootstrap.min.css", "base.css", "darkmode.js", "huong-dan.css", "favicon.ico")
"""Of what the theme brings, the files that the pages use; icons, menus and maps of its scripts are 2 MB."""


def take_pictures() -> list[Path]:
    """Make the guide's pictures anew from what the browser tests saw; one that they did not make stays as it is."""
    from PIL import Image

    PICTURES.mkdir(parents=True, exist_ok=True)
    made = []
    for name, shot in TAKEN.items():
        for file in sorted(SHOTS.glob(shot))[:1]:
            with Image.open(file) as picture:
                small = picture.convert("RGB")
            small = small.crop((0, 0, small.width, min(small.height, small.width * HEIGHT // WIDTH)))
            small.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            few = small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
            few.save(PICTURES / name, optimize=True)
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
    for page in site.glob("*.html"):  # the theme has no Vietnamese, and says "en" where it is asked for it
        written = page.read_text(encoding="utf-8")
        page.write_text(written.replace('<html lang="en"', '<html lang="vi"', 1), encoding="utf-8")
    return site / "index.html"


if __name__ == "__main__":
    if sys.argv[1:] == ["pictures"]:
        take_pictures()
    build()
