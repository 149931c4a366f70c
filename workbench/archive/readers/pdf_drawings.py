"""What a PDF page draws besides text: ruled lines, and the area that pictures cover."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Container
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from workbench.archive.readers.pdfium import address, plain
from workbench.archive.readers.ruled import Rules

_MOST_OBJECTS = 50_000  # of one page, with those inside forms
_MOST_POINTS = 400  # of one path; a rule or a frame has a handful
_DEEPEST = 6  # forms inside forms
_SPACE = 0.6  # em; a text object wider than this holds more than a space

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_object = plain(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_kind = plain(raw.FPDFPageObj_GetType, _INT, _POINTER)
_count_inner = plain(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
_inner_object = plain(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
_get_matrix = plain(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
_get_bounds = plain(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
_get_size = plain(raw.FPDFTextObj_GetFontSize, _INT, _POINTER, _POINTER)
_draw_mode = plain(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
_count_segments = plain(raw.FPDFPath_CountSegments, _INT, _POINTER)
_segment = plain(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
_segment_kind = plain(raw.FPDFPathSegment_GetType, _INT, _POINTER)
_segment_point = plain(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)

_Matrix = tuple[float, float, float, float, float, float]
_PLAIN: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Blank:
    """A text object that holds a space.

    Attributes:
        after: address of the text object drawn before it, 0 for none.
        x, y: where it begins, in points from the top left corner.
        size: height of its font, in points.
    """

    after: int
    x: float
    y: float
    size: float


@dataclass
class Drawings:
    """Gathered from one page.

    Attributes:
        rules: its straight lines, in points from the top left corner.
        pictures: area of its pictures, in square points.
        paths: number of its painted paths.
        blanks: its text objects that PDFium found no glyphs in: they hold a space.
    """

    rules: Rules = field(default_factory=Rules)
    pictures: float = 0.0
    paths: int = 0
    blanks: list[Blank] = field(default_factory=list)
    seen: int = 0
    last: int = 0


def drawings_of(page: pdfium.PdfPage, left: float, top: float, texts: Container[int]) -> Drawings:
    """What a page draws. The caller holds LOCK.

    Args:
        page: the loaded page.
        left, top: where the top left corner of its sheet is.
        texts: addresses of the text objects whose glyphs are known.
    """
    found = Drawings()
    handle = address(page)
    for index in range(raw.FPDFPage_CountObjects(page)):
        item = _object(handle, index)
        if item in texts:
            found.last = item
        else:
            _add(found, item, _PLAIN, left, top, texts, 0)
        if found.seen > _MOST_OBJECTS:
            break
    return found


def _add(
    found: Drawings, item: int, outer: _Matrix, left: float, top: float, texts: Container[int], depth: int
) -> None:
    found.seen += 1
    kind = _kind(item)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        if item in texts:
            found.last = item
        else:
            _add_blank(found, item, outer, left, top)
        return
    if kind == raw.FPDF_PAGEOBJ_PATH:
        _add_path(found, item, outer, left, top)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, _, _ = _times(_matrix(item), outer)
        found.pictures += abs(a * d - b * c)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _times(_matrix(item), outer)
        for index in range(_count_inner(item)):
            if found.seen > _MOST_OBJECTS:
                return
            _add(found, _inner_object(item, index), inner, left, top, texts, depth + 1)


def _add_blank(found: Drawings, item: int, outer: _Matrix, left: float, top: float) -> None:
    x0, y0, x1, y1, size = (ctypes.c_float() for _ in range(5))
    _get_bounds(item, *map(ctypes.byref, (x0, y0, x1, y1)))
    _get_size(item, ctypes.byref(size))
    _, _, c, d, e, f = _times(_matrix(item), outer)
    height = size.value * math.hypot(c, d)
    # A wider one repeats text that is there already, to look bold.
    if x1.value - x0.value < _SPACE * height:
        found.blanks.append(Blank(found.last, e - left, top - f, height))


def _add_path(found: Drawings, path: int, outer: _Matrix, left: float, top: float) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    found.paths += 1
    segments = _count_segments(path)
    if segments > _MOST_POINTS:
        return
    a, b, c, d, e, f = _times(_matrix(path), outer)
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    for index in range(segments):
        segment = _segment(path, index)
        kind = _segment_kind(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO and corners:
            found.rules.add_path(corners, bool(stroke.value))
            corners = []
        if kind in (raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO):
            _segment_point(segment, ctypes.byref(x), ctypes.byref(y))
            corners.append((a * x.value + c * y.value + e - left, top - (b * x.value + d * y.value + f)))
    found.rules.add_path(corners, bool(stroke.value))


def _matrix(item: int) -> _Matrix:
    found = raw.FS_MATRIX()
    _get_matrix(item, ctypes.byref(found))
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """The matrix that does `inner` first."""
    if outer is _PLAIN:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
