"""The chart of one indicator, by period or by unit, as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from workbench.analysis.charts import COLOURS, Chart, finish
from workbench.analysis.figures_pivot import PivotCell
from workbench.ui.figures_pivot_model import NO_ORG, NO_PERIOD
from workbench.ui.markup import shorten
from workbench.vietnamese.order import order_key

SERIES = len(COLOURS)
"""Series that colours can tell apart."""

_NUMBER = "replace(replace(replace(format(datum.value, ',~r'), /,/g, ' '), '.', ','), / /g, '.')"
"""A Vega expression: 1234.5 → "1.234,5"."""

BARS = 20
"""Groups of bars that can be read."""


def figure_chart(cells: Sequence[PivotCell], periods: Sequence[str], by: str) -> tuple[Chart | None, str]:
    """Bars of one indicator, and what was left out, in words; no chart where nothing can be drawn.

    Args:
        cells: its cells; those in which documents differ are left out.
        periods: all periods in order of time.
        by: "period": a group a period, a bar a unit; "unit": a group a unit, a bar a period.
    """
    import altair as alt

    drawn = [cell for cell in cells if cell.value is not None]
    notes = [f"{len(cells) - len(drawn)} ô có số khác nhau giữa các văn bản"] if len(drawn) < len(cells) else []
    orgs = Counter(cell.org for cell in drawn)
    held = {cell.period for cell in drawn}
    in_time = [period for period in periods if period in held]
    most_orgs, most_periods = (SERIES, BARS) if by == "period" else (BARS, SERIES)
    shown_orgs = sorted((org for org, _ in orgs.most_common(most_orgs)), key=order_key)
    shown_periods = in_time[-most_periods:]
    if len(orgs) > len(shown_orgs):
        notes.append(f"{len(orgs) - len(shown_orgs)} đơn vị có ít kỳ hơn")
    if len(in_time) > len(shown_periods):
        notes.append(f"{len(in_time) - len(shown_periods)} kỳ cũ hơn")
    drawn = [cell for cell in drawn if cell.org in shown_orgs and cell.period in shown_periods]
    told = f"Biểu đồ không vẽ: {'; '.join(notes)}." if notes else ""
    if not drawn:
        return None, told
    frame = pd.DataFrame(
        {
            "period": [cell.period or NO_PERIOD for cell in drawn],
            "unit": [cell.org or NO_ORG for cell in drawn],
            "value": [cell.value for cell in drawn],
        }
    )
    period_names = [period or NO_PERIOD for period in shown_periods]
    unit_names = [org or NO_ORG for org in shown_orgs]
    measure = drawn[0].unit
    name = f"{drawn[0].indicator[:1].upper()}{drawn[0].indicator[1:]}"
    group, names, bar, bars = (
        ("period", period_names, "unit", unit_names) if by == "period" else ("unit", unit_names, "period", period_names)
    )
    axis = alt.Axis(tickCount=5, gridOpacity=0.25, labelExpr=_NUMBER)
    colours = alt.Scale(domain=bars, range=list(COLOURS[: len(bars)]))
    chart = (
        alt.Chart(frame, width=360, height=alt.Step(16 if len(bars) < 3 else 11), title=shorten(name, 70))
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title=measure or "Giá trị", axis=axis),
            y=alt.Y(f"{group}:N", sort=names, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
            yOffset=alt.YOffset(f"{bar}:N", sort=bars),
            color=alt.Color(
                f"{bar}:N",
                scale=colours,
                title=None,
                legend=alt.Legend(orient="bottom", columns=2, labelLimit=260) if len(bars) > 1 else None,
            ),
        )
    )
    return finish(chart, name), told
