"""The chart of one indicator, by period or by unit, as SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from workbench.analysis.charts import COLOURS, Chart, finish
from workbench.analysis.figures_pivot import PivotCell
from workbench.ui.figures_pivot_model import NO_ORG, NO_PERIOD
from workbench.ui.figures_row import amount
from workbench.ui.markup import shorten
from workbench.ui.tasks_row import sentence_case
from workbench.vietnamese.order import order_key

SERIES = len(COLOURS)
"""Bars of one group: as many as colours can tell apart."""

GROUPS = 10
"""Groups of bars that can be read."""


def figure_chart(cells: Sequence[PivotCell], periods: Sequence[str], by: str) -> tuple[Chart | None, str]:
    """Bars of one indicator, and what was left out, in words; no chart where nothing can be drawn.

    Each bar has its name before it and its amount behind it; the colour only leads the eye to the same unit (or period)
    in the other groups.

    Args:
        cells: its cells; those in which documents differ are left out.
        periods: all periods in order of time.
        by: "period": a group a period, a bar a unit; "unit": a group a unit, a bar a period.
    """
    import altair as alt

    drawn = [cell for cell in cells if cell.value is not None]
    notes = [f"{len(cells) - len(drawn)} ô có số khác nhau giữa các văn bản"] if len(drawn) < len(cells) else []
    orgs = Counter(cell.org for cell in drawn)
    most_orgs, most_periods = (SERIES, GROUPS) if by == "period" else (GROUPS, SERIES)
    shown_orgs = sorted((org for org, _ in orgs.most_common(most_orgs)), key=order_key)
    held = {cell.period for cell in drawn if cell.org in shown_orgs}
    in_time = [period for period in periods if period in held]
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
            "period": [sentence_case(cell.period or NO_PERIOD) for cell in drawn],
            "unit": [cell.org or NO_ORG for cell in drawn],
            "value": [cell.value for cell in drawn],
            "told": [amount(cell.value or 0.0) for cell in drawn],
        }
    )
    period_names = [sentence_case(period or NO_PERIOD) for period in shown_periods]
    unit_names = [org or NO_ORG for org in shown_orgs]
    measure = drawn[0].unit
    name = f"{drawn[0].indicator[:1].upper()}{drawn[0].indicator[1:]}"
    group, names, bar, bars = (
        ("period", period_names, "unit", unit_names) if by == "period" else ("unit", unit_names, "period", period_names)
    )
    measured = f"{name} ({measure})" if measure else name
    base = alt.Chart(frame, width=330, height=alt.Step(20)).encode(
        x=alt.X("value:Q", title=None, axis=None),
        y=alt.Y(f"{bar}:N", sort=bars, title=None, axis=alt.Axis(labelLimit=240, ticks=False, domain=False)),
    )
    colour = alt.Color(f"{bar}:N", scale=alt.Scale(domain=bars, range=list(COLOURS[: len(bars)])), legend=None)
    layers = (
        base.mark_bar().encode(color=colour),
        base.mark_text(align="left", dx=6, fontSize=12, color="currentColor").encode(text="told:N"),
    )
    header = alt.Header(
        title=None, labelOrient="top", labelAnchor="start", labelFontSize=13, labelFontWeight="bold",
        labelColor="currentColor", labelPadding=3,
    )  # fmt: skip
    chart = (
        alt.layer(*layers)
        .facet(row=alt.Row(f"{group}:N", sort=names, header=header), spacing=10)
        .resolve_scale(y="independent")  # a unit that a period does not have leaves no gap
        .properties(title=shorten(measured, 80))
    )
    return finish(chart, name), told
