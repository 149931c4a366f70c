"""What a chart of an Office file says: its title, and its numbers as a table."""

from __future__ import annotations

from lxml import etree

from workbench.archive.readers import drawingml
from workbench.archive.readers.number_formats import shown
from workbench.archive.readers.package import child, local
from workbench.archive.readers.runs import Runs
from workbench.archive.readers.tables import Tables

_MAX_POINTS = 1000  # of one series


def lines(root: etree._Element, runs: Runs, tables: Tables) -> list[str]:
    """The title of a chart, then a row for each category with the value of every series.

    Args:
        root: root of the chart's part.
        runs: which converts text in old fonts.
        tables: where the chart's numbers become a table.
    """
    found = []
    for title in root.iter("{*}title"):
        for body in title.iter("{*}rich"):
            found += [text for text in drawingml.paragraphs(body, runs) if text.strip()]
    series = list(root.iter("{*}ser"))
    names = [_points(child(one, "tx")).get(0, "") for one in series]
    values = [_points(child(one, "val")) or _points(child(one, "yVal")) for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = categories or _points(child(one, "cat")) or _points(child(one, "xVal"))
    places = sorted({place for points in [categories, *values] for place in points})
    if not places:
        return found
    table = tables.new()
    rows = [
        ["", *names],
        *([categories.get(place, ""), *(points.get(place, "") for points in values)] for place in places),
    ]
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        found.append("\t".join(tables.cell(table, number, column, cell) for column, cell in enumerate(cells, 1)))
    return found


def _points(element: etree._Element | None) -> dict[int, str]:
    """The points that a chart keeps of a range: place from 0 → text."""
    found: dict[int, str] = {}
    if element is None:
        return found
    direct = child(element, "v")
    if direct is not None:
        return {0: direct.text or ""}
    for cache in element.iter("{*}strCache", "{*}numCache", "{*}strLit", "{*}numLit"):
        code = cache.findtext("{*}formatCode") or "General"
        for point in cache:
            index = point.get("idx", "")
            if local(point) == "pt" and index.isdecimal() and int(index) < _MAX_POINTS:
                text = str(point.findtext("{*}v") or "")
                found[int(index)] = _number(text, code) if local(cache).startswith("num") else text
    return found


def _number(text: str, code: str) -> str:
    try:
        return shown(float(text), code)
    except ValueError:
        return text
