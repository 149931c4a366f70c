"""Reads pictures of documents (.jpg .png .tif .bmp) by character recognition; each picture of a .tif is a page."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, ImageOps

from workbench.archive.readers import base
from workbench.archive.readers.layout import flow
from workbench.archive.readers.ocr import searchable
from workbench.archive.readers.ocr.pages import DPI, MAX_PIXELS, Recognised
from workbench.archive.readers.ocr.recogniser import MAX_PAGES, notes_of, recognise_pages

warnings.filterwarnings("ignore", module=r"PIL\.")  # it warns about every odd tag; what matters is raised

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
FORMATS = ("JPEG", "PNG", "TIFF", "BMP")

_LARGEST = 120_000_000  # pixels of one picture; A3 at 600 dpi has 70 million
_NARROWEST, _WIDEST = 4.0, 18.0  # inches; a sheet's shorter side, if its resolution is to be believed
_A4 = 8.27  # inches; taken for the shorter side where the resolution is not known
_SHARP, _FINE = 250, 350  # dpi between which a picture is recognised as it is
_COPY_QUALITY = 60  # of JPEG in the searchable copy
_XP = (0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)  # title, comment, author, keywords, subject as Windows keeps them
_NO_WORDS = frozenset({"exif", "icc_profile", "compression", "photoshop"})
_LONGEST = 10_000  # characters of one description
_WORDS = (ExifTags.Base.ImageDescription, ExifTags.Base.DocumentName, ExifTags.Base.Artist)


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a picture, recognised; descriptions kept in the file go to `margins`.

    Raises:
        UnreadableFile: no picture of these formats, damaged, too large, or without any text.
        MissingPart: Tesseract is not installed.
        SecretDocument: the first page bears a secrecy mark.
    """
    with opened(path) as image:
        numbers = list(range(1, min(_count(image), MAX_PAGES) + 1))
        words = _descriptions(image)
        held = searchable.kept(path, workshop)
        if held is not None and held[0].keys() == set(numbers):
            recognised, copy = held
        else:
            recognised, copy = _recognise(path, image, numbers, words, workshop)
    whole = flow([recognised[number].page for number in numbers])
    doubtful = [text for page in recognised.values() for text in page.doubtful]
    margins = "\n".join(part for part in (whole.running, *doubtful, *words) if part)
    raw = base.finished(path, whole.text, whole.page_starts, margins, notes_of(recognised))
    return replace(raw, page_confidence=tuple(recognised[number].confidence for number in numbers), searchable=copy)


def _recognise(
    path: Path, image: Image.Image, numbers: list[int], words: list[str], workshop: base.Workshop | None
) -> tuple[dict[int, Recognised], bytes]:
    sheets: list[bytes] = []

    def draw(number: int) -> tuple[Image.Image, float]:
        grey, dpi = _for_recognition(frame(image, number))
        sheets.append(_sheet(grey, dpi))
        return grey, dpi

    with base.scratch(workshop) as folder:
        found = recognise_pages(path, numbers, draw, folder, "\n".join(words))
    return found, searchable.make(searchable.bound(sheets), found)


@contextmanager
def opened(path: Path) -> Iterator[Image.Image]:
    """The picture of a file, not yet decoded.

    Raises:
        UnreadableFile: also for what is found to be damaged while the block decodes it.
    """
    with base.file_errors(path):
        size = path.stat().st_size
        if not size:
            raise base.empty(path)
        if size > base.MAX_FILE_BYTES:
            raise base.too_long(path)
        with path.open("rb") as file:
            kind = base.kind_of(file.read(1024))
    if kind is not None and kind[0] not in ("jpeg", "png", "tiff"):
        raise base.wrong_kind(path, kind[1])
    try:
        with Image.open(path, formats=FORMATS) as image:
            yield image
    except (Image.DecompressionBombError, _TooLarge) as error:
        raise base.too_large_picture(path, _LARGEST) from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, ArithmeticError) as error:
        # Pillow meets damaged files with all of these.
        raise base.broken(path, "không giải mã được ảnh") from error


class _TooLarge(Exception):
    """The picture has more pixels than are decoded."""


def _count(image: Image.Image) -> int:
    """The number of pictures in the file, counted no farther than MAX_PAGES."""
    count = 1
    if image.format == "TIFF":
        while count < MAX_PAGES:
            try:
                image.seek(count)
            except EOFError:
                break
            count += 1
        image.seek(0)
    return count


def frame(image: Image.Image, number: int) -> Image.Image:
    """One picture of a file (from 1), upright as its camera or scanner noted, without transparency.

    Raises:
        EOFError: there is no such picture.
    """
    if number > 1 or image.format == "TIFF":
        image.seek(number - 1)
    if image.width * image.height > _LARGEST:
        raise _TooLarge
    dpi = image.info.get("dpi")
    shown = ImageOps.exif_transpose(image)
    if shown.mode.startswith(("I", "F")):  # 16 bits a pixel
        levels = np.asarray(shown, dtype=np.float32)
        span = max(float(np.ptp(levels)), 1.0)
        shown = Image.fromarray(((levels - levels.min()) * (255 / span)).astype(np.uint8))
    if shown.mode in ("RGBA", "LA", "PA") or "transparency" in shown.info:
        layer = shown.convert("RGBA")
        shown = Image.new("RGBA", layer.size, "white")
        shown.alpha_composite(layer)
    shown = shown.convert("L" if shown.mode in ("1", "L", "LA") else "RGB")
    if dpi is not None:
        shown.info["dpi"] = dpi
    return shown


def _for_recognition(picture: Image.Image) -> tuple[Image.Image, float]:
    """The picture in grey, brought to a resolution that suits recognition, and that resolution in dpi."""
    grey = picture.convert("L")
    dpi = _resolution(picture)
    wanted = DPI if not _SHARP <= dpi <= _FINE else dpi
    scale = min(wanted / dpi, (MAX_PIXELS / (grey.width * grey.height)) ** 0.5)
    if scale != 1:
        size = max(round(grey.width * scale), 1), max(round(grey.height * scale), 1)
        grey = grey.resize(size, Image.Resampling.LANCZOS if scale > 1 else Image.Resampling.BOX)
    return grey, dpi * scale


def _resolution(picture: Image.Image) -> float:
    short = min(picture.size)
    try:
        noted = float(picture.info["dpi"][0])
    except (KeyError, IndexError, TypeError, ValueError, ZeroDivisionError):
        noted = 0.0
    if noted > 0 and _NARROWEST <= short / noted <= _WIDEST:
        return noted
    return max(short / _A4, 1.0)


def _sheet(grey: Image.Image, dpi: float) -> bytes:
    buffer = io.BytesIO()
    grey.save(buffer, "PDF", resolution=dpi, quality=_COPY_QUALITY)
    return buffer.getvalue()


def _descriptions(image: Image.Image) -> list[str]:
    """What the file says about its picture in words."""
    exif = image.getexif()
    found = [exif.get(tag) for tag in _WORDS]
    found += [value.decode("utf-16-le", "replace") for tag in _XP if isinstance(value := exif.get(tag), bytes)]
    found += [value for key, value in image.info.items() if key not in _NO_WORDS]
    texts = (value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in found)
    cut = (text.replace("\0", "").strip()[:_LONGEST] for text in texts if isinstance(text, str))
    return list(dict.fromkeys(text for text in cut if text))
