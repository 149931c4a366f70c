"""Charts drawn as SVG on our side: a browser or notebook needs no chart library and no Internet to show one.

Letters and axes take the colour of the page around them, so that a chart can be read on light and on dark; series
differ by mark as well as by colour.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    import altair as alt

# Of middling lightness, so that each stands out on white and on black; told apart by people who confuse red and green.
COLOURS = ("#3d7ab8", "#d1762b", "#2f9e77", "#b0589c", "#9a8a1f", "#7a7fd0", "#c2505a", "#5f8f9e")
_FONT = "sans-serif"


@dataclass(frozen=True)
class Chart:
    """A finished chart; notebooks show it as it is.

    Attributes:
        svg: an `<svg>` element.
        title: what it shows, in Vietnamese; also for people who have it read out.
    """

    svg: str
    title: str

    def _repr_html_(self) -> str:
        return f'<figure role="img" aria-label="{_attribute(self.title)}" style="margin:0">{self.svg}</figure>'

    def save(self, path: Path | str) -> Path:
        """Write it as an .svg file."""
        target = Path(path)
        target.write_text(self.svg, encoding="utf-8")
        return target


def lines(frame: pd.DataFrame, *, series: str, title: str, y_title: str) -> Chart:
    """One line a series over periods.

    Args:
        frame: columns "period" (labels, in order), "value", a share, and the one named by `series`; a
            missing value is a gap.
        series: the column whose values are the lines.
        title: above the chart.
        y_title: what the values are.
    """
    import altair as alt  # late: it takes a third of a second

    shown = frame.assign(series=frame[series])
    order = list(dict.fromkeys(shown["period"]))
    names = list(dict.fromkeys(shown["series"]))
    base = alt.Chart(shown, width=max(320, min(46 * len(order), 900)), height=220, title=title)
    drawn = base.mark_line(point=alt.OverlayMarkDef(size=55, filled=True), strokeWidth=2).encode(
        x=alt.X("period:N", sort=order, title=None, axis=alt.Axis(labelAngle=-40, labelLimit=140)),
        y=alt.Y("value:Q", title=y_title, axis=_shares()),
        color=_coloured("series:N", names),
        shape=alt.Shape("series:N", scale=alt.Scale(domain=names), title=None, legend=_legend()),
    )
    return finish(drawn, title)


def paired_bars(frame: pd.DataFrame, *, title: str, x_title: str) -> Chart:
    """Two or more bars for every term, one a group.

    Args:
        frame: columns "term", "group" (in order) and "value" (a share).
        title: above the chart.
        x_title: what the values are.
    """
    import altair as alt

    groups = list(dict.fromkeys(frame["group"]))
    drawn = (
        alt.Chart(frame, width=320, height=alt.Step(12), title=title)
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title=x_title, axis=_shares()),
            y=alt.Y("term:N", sort=None, title=None, axis=alt.Axis(labelLimit=240, ticks=False, domain=False)),
            yOffset=alt.YOffset("group:N", sort=groups),
            color=_coloured("group:N", groups),
        )
    )
    return finish(drawn, title)


def _coloured(column: str, names: list[str]) -> alt.Color:
    import altair as alt

    colours = [COLOURS[number % len(COLOURS)] for number in range(len(names))]
    return alt.Color(column, scale=alt.Scale(domain=names, range=colours), title=None, legend=_legend())


def _shares() -> alt.Axis:
    import altair as alt

    return alt.Axis(format=".0%", tickCount=5, gridOpacity=0.25)


def _legend() -> alt.Legend:
    import altair as alt

    return alt.Legend(orient="bottom", columns=2, labelLimit=320)


def finish(chart: Any, title: str) -> Chart:
    """An Altair chart drawn as SVG, in the colours of the page around it."""
    finished = (
        chart.configure(background="transparent", font=_FONT)
        .configure_view(stroke=None)
        .configure_title(color="currentColor", fontSize=14, anchor="start", fontWeight="bold")
        .configure_legend(labelColor="currentColor", labelFontSize=13, symbolStrokeWidth=2)
        .configure_axis(
            labelColor="currentColor",
            titleColor="currentColor",
            domainColor="currentColor",
            tickColor="currentColor",
            gridColor="#888888",
            labelFontSize=12,
            titleFontSize=13,
            titleFontWeight="normal",
        )
    )
    buffer = io.StringIO()
    finished.save(buffer, format="svg")
    return Chart(buffer.getvalue(), title)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
