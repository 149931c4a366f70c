"""The heat map of a matrix, as SVG: the darker a cell, the more passages; an empty one says why it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from workbench.analysis.charts import Chart, finish

ABSENT, SILENT = "∅", "–"
"""What stands in an empty cell: no report at all, or a report that says nothing of it."""

_LIGHT, _DARK = "#d6e6f5", "#0b5394"
_INK_ON_LIGHT, _INK_ON_DARK = "#10202f", "#ffffff"


def heat_map(
    units: Sequence[str],
    contents: Sequence[str],
    count: Callable[[str, str], int],
    has_reported: Callable[[str], bool],
    title: str,
    chosen: tuple[str, str] | None = None,
) -> Chart | None:
    """The heat map of some rows; None where there is nothing to draw.

    Args:
        units, contents: rows and columns in order.
        count: how many passages a cell holds.
        has_reported: whether a row has any report.
        title: above it.
        chosen: the cell people look at, which gets a frame.
    """
    import altair as alt  # late: it takes a third of a second

    cells = [(unit, one, count(unit, one)) for unit in units for one in contents]
    if not cells:
        return None
    most = max(passages for *_, passages in cells)
    frame = pd.DataFrame(
        {
            "unit": [unit for unit, *_ in cells],
            "content": [one for _, one, _ in cells],
            "passages": [passages for *_, passages in cells],
            "shown": [
                str(passages) if passages else SILENT if has_reported(unit) else ABSENT for unit, _, passages in cells
            ],
            "ink": [
                "currentColor" if not passages else _INK_ON_DARK if passages > most / 2 else _INK_ON_LIGHT
                for *_, passages in cells
            ],
            "chosen": [(unit, one) == chosen for unit, one, _ in cells],
        }
    )
    base = alt.Chart(frame).encode(
        x=alt.X(
            "content:N",
            sort=list(contents),
            title=None,
            axis=alt.Axis(orient="top", labelAngle=-34, labelLimit=190, ticks=False, domain=False),
        ),
        y=alt.Y("unit:N", sort=list(units), title=None, axis=alt.Axis(labelLimit=250, ticks=False, domain=False)),
    )
    filled = base.transform_filter("datum.passages > 0")
    scale = alt.Scale(domain=[1, max(most, 2)], range=[_LIGHT, _DARK])
    layers = [
        base.mark_rect(fillOpacity=0, stroke="#888888", strokeOpacity=0.45),
        filled.mark_rect(stroke="#888888", strokeOpacity=0.45).encode(
            color=alt.Color("passages:Q", scale=scale, legend=None)
        ),
        base.mark_text(fontSize=13).encode(text="shown:N", color=alt.Color("ink:N", scale=None)),
        base.transform_filter("datum.chosen").mark_rect(fillOpacity=0, stroke="#d1762b", strokeWidth=3),
    ]
    chart = alt.layer(*layers).resolve_scale(color="independent")  # colours of cells, and of the numbers in them
    return finish(chart.properties(width=alt.Step(50), height=alt.Step(26), title=title), title)
