"""The charts of the overview: documents by year, kind and issuer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

from workbench.analysis.charts import COLOURS, finish

if TYPE_CHECKING:
    from workbench.ui.overview_model import Counts


def count_charts(counts: Counts) -> dict[str, str]:
    """The charts by name, each an HTML figure with an SVG that takes the colours of the page; those without data are
    left out."""
    drawn = {
        "years": years(counts.years, "Văn bản theo năm ban hành"),
        "types": bars(counts.types, "Theo loại văn bản"),
        "issuers": bars(counts.issuers, "Theo cơ quan ban hành"),
    }
    return {name: chart for name, chart in drawn.items() if chart}


def years(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Columns side by side, one a year, in the order given."""
    if not rows:
        return ""
    frame = pd.DataFrame(rows, columns=["value", "count"])
    base = alt.Chart(frame, width=max(330, 34 * len(rows)), height=150, title=title).encode(
        x=alt.X("value:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False)),
        y=alt.Y("count:Q", title=None, axis=None),
    )
    return _with_figures(base, base.mark_text(dy=-7, fontSize=12, color="currentColor"), title)


def bars(rows: Sequence[tuple[str, int]], title: str) -> str:
    """Bars one below the other, one a value, in the order given."""
    if not rows:
        return ""
    frame = pd.DataFrame(rows, columns=["value", "count"])
    base = alt.Chart(frame, width=260, height=alt.Step(24), title=title).encode(
        x=alt.X("count:Q", title=None, axis=None),
        y=alt.Y("value:N", sort=None, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False)),
    )
    return _with_figures(base, base.mark_text(dx=5, align="left", fontSize=12, color="currentColor"), title)


def _with_figures(base: alt.Chart, figures: alt.Chart, title: str) -> str:
    """The marks with their numbers beside them: one reads numbers, and needs no axis."""
    drawn = base.mark_bar(color=COLOURS[0]) + figures.encode(text="count:Q")
    return finish(drawn, title)._repr_html_()
