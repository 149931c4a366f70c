"""Calls Tesseract for one page: its words with their places and confidence, and an invisible text layer."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from PIL import Image

SECONDS = 180
"""The longest that one page may take; 2 to 4 are usual."""

_NUMBERS = {
    name: re.compile(rf"\b{name} (-?[\d.]+(?: -?[\d.]+)*)") for name in ("bbox", "baseline", "x_size", "x_wconf")
}
_LINES = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word.

    Attributes:
        text: its characters.
        x0, y0, x1, y1: its box, in pixels from the top left corner.
        baseline: y of the line it stands on.
        size: height of the line's letters with ascenders and descenders, in pixels.
        confidence: from 0 to 1.
        line: number of the line it belongs to.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    confidence: float
    line: int


class TooSlow(Exception):
    """Tesseract took longer than SECONDS for one page."""


def recognise(
    program: Path, page: Image.Image, dpi: float, folder: Path, layer: bool = True
) -> tuple[list[Word], bytes]:
    """The words of a page and a PDF page that holds nothing but their invisible text (b"" unless `layer`).

    Args:
        program: where Tesseract is.
        page: a grey picture of the page, upright.
        dpi: its resolution.
        folder: a scratch folder; what is put there is removed again.

    Raises:
        TooSlow: it took longer than SECONDS.
        RuntimeError: Tesseract failed.
    """
    picture, result = folder / "page.pgm", folder / "page"
    made = [picture, result.with_suffix(".hocr"), result.with_suffix(".pdf")]
    try:
        page.save(picture, "PPM")
        options = ["-l", "vie", "--dpi", str(round(dpi)), "--psm", "3", "-c", "tessedit_create_hocr=1"]
        if layer:
            options += ["-c", "tessedit_create_pdf=1", "-c", "textonly_pdf=1"]
        _run([str(program), str(picture), str(result), *options])
        words = _words(made[1].read_bytes())
        return words, made[2].read_bytes() if layer and made[2].exists() else b""
    finally:
        for file in made:
            file.unlink(missing_ok=True)


def figures(program: Path, line: Image.Image, dpi: float, folder: Path) -> str:
    """The figures of a picture that holds one line of nothing else; "" where it holds none.

    Raises: as `recognise`.
    """
    picture, result = folder / "figures.pgm", folder / "figures"
    try:
        line.save(picture, "PPM")
        options = ["-l", "vie", "--dpi", str(round(dpi)), "--psm", "7", "-c", "tessedit_char_whitelist=0123456789"]
        _run([str(program), str(picture), str(result), *options])
        return re.sub(r"\s", "", result.with_suffix(".txt").read_text(encoding="utf-8"))
    finally:
        for file in (picture, result.with_suffix(".txt")):
            file.unlink(missing_ok=True)


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            # Pages are recognised in as many processes as there are processors already.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error
    if done.returncode:
        raise RuntimeError(f"tesseract ended with {done.returncode}")


def _words(hocr: bytes) -> list[Word]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True)
    root = etree.fromstring(hocr, parser)
    words: list[Word] = []
    lines = [span for span in root.iter("{*}span") if span.get("class") in _LINES]
    for number, line in enumerate(lines):
        title = line.get("title", "")
        left, _, _, bottom = _numbers("bbox", title, [0.0, 0.0, 0.0, 0.0])
        slope, offset = _numbers("baseline", title, [0.0, 0.0])
        (size,) = _numbers("x_size", title, [0.0])
        for span in line.iter("{*}span"):
            text = "".join(map(str, span.itertext())).strip()
            if span.get("class") != "ocrx_word" or not text:
                continue
            x0, y0, x1, y1 = _numbers("bbox", span.get("title", ""), [0.0, 0.0, 0.0, 0.0])
            (confidence,) = _numbers("x_wconf", span.get("title", ""), [0.0])
            baseline = bottom + offset + slope * ((x0 + x1) / 2 - left)
            words.append(Word(text, x0, y0, x1, y1, baseline, size or y1 - y0, confidence / 100, number))
    return words


def _numbers(name: str, title: str, default: list[float]) -> list[float]:
    found = _NUMBERS[name].search(title)
    values = [float(number) for number in found[1].split()] if found else []
    return values if len(values) == len(default) else default
