"""The heat map of a matrix: the darker a cell, the more passages; an empty one says why it is empty.

A table of buttons and no picture: people press the cell they want to read, with mouse or keyboard, copy it, and have it
read out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.ui.markup import escape, number, shorten
from workbench.ui.presses import press_attributes

ABSENT, SILENT = "∅", "–"
"""What stands in an empty cell: no report at all, or a report that says nothing of it."""

STEPS = 5
"""Shades that can be told apart."""

_LONGEST = 90  # characters of the name of a row or a column


def heat_map(
    units: Sequence[str],
    contents: Sequence[str],
    count: Callable[[str, str], int],
    has_reported: Callable[[str], bool],
    title: str,
    first: str,
    chosen: tuple[str, str] | None = None,
) -> str:
    """The heat map of some rows as HTML; "" where there is nothing to draw.

    Args:
        units, contents: rows and columns in order.
        count: how many passages a cell holds.
        has_reported: whether a row has any report.
        title: what it shows.
        first: what the rows are ("Đơn vị").
        chosen: the cell people look at, which gets a frame.

    Each cell is a button that tells its row and column ("2:5") to `Presses`.
    """
    if not units or not contents:
        return ""
    counts = [[count(unit, one) for one in contents] for unit in units]
    most = max(map(max, counts))
    head = "".join(f'<th scope="col">{escape(shorten(one, _LONGEST))}</th>' for one in contents)
    lines = []
    for row, (unit, passages) in enumerate(zip(units, counts, strict=True)):
        reported = has_reported(unit)
        cells = "".join(
            _cell(f"{row}:{column}", unit, one, passages[column], most, reported, (unit, one) == chosen)
            for column, one in enumerate(contents)
        )
        lines.append(f'<tr><th scope="row">{escape(shorten(unit, _LONGEST))}</th>{cells}</tr>')
    return (
        f'<div class="wb-scroll" tabindex="0" role="region" aria-label="{escape(title)}"><table class="wb-heat">'
        f'<caption>{escape(title)}</caption><thead><tr><th scope="col">{escape(first)}</th>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def shade(passages: int, most: int) -> int:
    """The shade of a cell, from 0 (empty) to `STEPS` (the fullest)."""
    if passages <= 0:
        return 0
    return 1 + (passages - 1) * (STEPS - 1) // max(most - 1, 1)


def _cell(what: str, unit: str, content: str, passages: int, most: int, reported: bool, chosen: bool) -> str:
    shown = number(passages) if passages else SILENT if reported else ABSENT
    told = f"{number(passages)} đoạn" if passages else "không nêu" if reported else "chưa có báo cáo"
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<td class="wb-shade-{shade(passages, most)}{" wb-cell-now" if chosen else ""}"><button '
        f'{press_attributes(what)}{current} aria-label="{escape(f"{unit}, {content}: {told}")}">{shown}</button></td>'
    )
