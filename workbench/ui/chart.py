"""The bar chart of keywords, drawn as SVG on our side: the browser needs no chart library and no Internet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt
import pandas as pd

if TYPE_CHECKING:
    from workbench.analysis.keywords import Keyword

BARS = 15


def keyword_chart(rows: Sequence[Keyword]) -> str:
    """The strongest keywords as horizontal bars: an `<svg>` element that takes the colours of the page around it."""
    best = sorted(rows, key=lambda row: row.score, reverse=True)[:BARS]
    frame = pd.DataFrame({"term": [row.term for row in best], "score": [row.score for row in best]})
    chart = (
        alt.Chart(frame, width=300, height=alt.Step(20))
        .mark_bar(color="#3d7ab8")
        .encode(
            x=alt.X("score:Q", title="Điểm", axis=alt.Axis(tickCount=4, grid=False)),
            y=alt.Y("term:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        )
        .configure(background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="currentColor",
            titleColor="currentColor",
            domainColor="currentColor",
            tickColor="currentColor",
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
        )
    )
    buffer = io.StringIO()
    chart.save(buffer, format="svg")
    return buffer.getvalue()
