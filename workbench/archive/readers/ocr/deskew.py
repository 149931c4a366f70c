"""By how much a scanned page lies askew."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_WIDTH = 850  # pixels; enough to tell lines of text apart on A4
_STEEPEST = 7.0  # degrees; sheets are not fed in more askew than that
_POINTS = 60_000  # dark pixels that are looked at
_DARK = 0.72  # share of the paper's brightness below which a pixel is ink


def skew_of(page: Image.Image) -> float:
    """The angle in degrees by which to turn the page (counter-clockwise) so that its lines lie level; 0 for none.

    The right angle is the one at which the rows of pixels differ most: full where a line of text is, empty between
    the lines (the projection profile; Postl 1986).
    """
    scale = min(1.0, _WIDTH / max(page.width, 1))
    small = page.resize((max(round(page.width * scale), 1), max(round(page.height * scale), 1)), Image.Resampling.BOX)
    pixels = np.asarray(small.convert("L"))
    rows, columns = np.nonzero(pixels < _DARK * np.percentile(pixels, 90))
    if rows.size < 500 or rows.size > 0.5 * pixels.size:  # blank, or a picture
        return 0.0
    step = max(rows.size // _POINTS, 1)
    across: NDArray[np.float64] = rows[::step].astype(np.float64)
    along: NDArray[np.float64] = columns[::step].astype(np.float64)
    best = 0.0
    for span, resolution in ((_STEEPEST, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = best + np.arange(-span, span + resolution / 2, resolution)
        best = float(angles[int(np.argmax([_sharpness(across, along, angle) for angle in angles]))])
    return best if abs(best) < _STEEPEST else 0.0


def _sharpness(rows: NDArray[np.float64], columns: NDArray[np.float64], angle: float) -> float:
    level = rows - columns * math.tan(math.radians(angle))
    counts = np.bincount((level - level.min()).astype(np.intp))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())


def turned(page: Image.Image, angle: float) -> Image.Image:
    """The page turned by an angle in degrees about its middle, of the same size, white where nothing was."""
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if angle else page
