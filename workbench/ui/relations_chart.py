"""Pictures of a document's life and of its family, as SVG."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pandas as pd

from workbench.analysis.charts import COLOURS, Chart, finish
from workbench.analysis.relations_family import ROLES, Family, Member
from workbench.analysis.relations_validity import Timeline, Validity
from workbench.documents.reference_relations import KINDS
from workbench.ui.markup import number, shorten

MOST_BOXES = 40
"""Documents in one picture of a family that can be read; the table has them all."""

_KIN = 14  # documents drawn below one document
_BOX, _GAP = (164, 36), (44, 8)  # width and height of a box; space between columns and rows
_NAMED = 0.14  # share of the whole time that a name takes beside its point
_FORCE = "còn hiệu lực"
_DASHES = ((1, 0), (6, 3), (2, 2), (9, 3, 2, 3), (4, 4), (12, 4), (1, 3), (6, 2, 1, 2))


def timeline_chart(timeline: Timeline, validity: Validity | None, today: date) -> Chart | None:
    """What happened to a document, a lane for each kind of event, and the time it was in force; None without days."""
    import altair as alt

    events = [event for event in timeline.events if event.day is not None]
    if not events:
        return None
    counts = Counter(event.what for event in events)
    lanes = {what: f"{what} ({number(many)})" if many > 1 else what for what, many in counts.items()}
    first, last = min(event.day for event in events if event.day), max(event.day for event in events if event.day)
    bar: list[tuple[str, date, date]] = []
    if validity is not None and validity.begins is not None and validity.state not in ("không rõ", "chưa có hiệu lực"):
        until = min(validity.ends or today, today)
        if until > validity.begins:
            bar = [(_FORCE, validity.begins, until)]
            first, last = min(first, validity.begins), max(last, until)
    whole = max((last - first).days, 60)
    named: list[str] = []
    newest: dict[str, date] = {}
    for event in reversed(events):  # a name stands where the next point of its lane leaves room for it
        assert event.day is not None
        free = event.what not in newest or (newest[event.what] - event.day).days > whole * _NAMED
        named.append(shorten(event.name, 24) if free and event.what != "ban hành" else "")
        newest[event.what] = event.day
    frame = pd.DataFrame(
        {
            "lane": [lanes[event.what] for event in events],
            "day": [pd.Timestamp(event.day) for event in events if event.day is not None],
            "name": list(reversed(named)),
        }
    )
    order = ([_FORCE] if bar else []) + list(dict.fromkeys(lanes.values()))
    ends = [pd.Timestamp(first - timedelta(days=whole // 25)), pd.Timestamp(last + timedelta(days=whole // 6))]
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=[{"year": end.year, "month": end.month, "date": end.day} for end in ends]),
        axis=alt.Axis(format="%m/%Y", tickCount=6, labelOverlap="greedy", labelSeparation=14, gridOpacity=0.25),
    )
    y = alt.Y("lane:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False, grid=True,
                                                             gridOpacity=0.2))  # fmt: skip
    base = alt.Chart(frame, width=540, height=alt.Step(30))
    points = base.mark_point(filled=True, size=80, opacity=1, color=COLOURS[0]).encode(x=x, y=y)
    names = base.mark_text(align="left", dx=8, fontSize=11, color="currentColor").encode(x=x, y=y, text="name:N")
    layers = [points, names]
    if bar:
        spans = pd.DataFrame(bar, columns=["lane", "day", "end"])
        spans["day"], spans["end"] = pd.to_datetime(spans["day"]), pd.to_datetime(spans["end"])
        force = alt.Chart(spans).mark_bar(height=12, color=COLOURS[2], opacity=0.75).encode(x=x, x2="end:T", y=y)
        layers = [force, *layers]
    title = f"Dòng thời gian của {timeline.document.symbol or shorten(timeline.document.title, 60)}"
    return finish(alt.layer(*layers).properties(title=title), title)


def family_chart(family: Family) -> tuple[Chart | None, str]:
    """A family in columns by step, an arrow from each document to the one it relates to; and what was left out."""
    import altair as alt

    if len(family.members) < 2:
        return None, ""
    shown, left = _chosen(family)
    places, height = _laid_out(shown)
    width_of, height_of = _BOX
    columns = max(one.depth for one in shown) + 1
    width = columns * width_of + (columns - 1) * _GAP[0]
    boxes = pd.DataFrame(
        [
            (
                *_corner(one, places),
                _corner(one, places)[0] + width_of,
                _corner(one, places)[1] + height_of,
                shorten(one.entry.symbol or one.entry.title, 24),
                _second_line(one, left.get(one.entry.id, 0)),
                2.5 if one.depth == 0 else 1.0,
            )
            for one in shown
        ],
        columns=["x", "y", "x2", "y2", "name", "more", "edge"],
    )
    boxes["middle"] = boxes["x"] + width_of / 2
    boxes["upper"], boxes["lower"] = boxes["y"] + height_of * 0.36, boxes["y"] + height_of * 0.74
    arrows = pd.DataFrame(
        [
            (
                _corner(one, places)[0],
                _corner(one, places)[1] + height_of / 2,
                one.depth * (width_of + _GAP[0]) - _GAP[0] + 5,
                places[one.parent or ""] * (height_of + _GAP[1]) + height_of / 2,
                KINDS[one.relation],
            )
            for one in shown
            if one.parent is not None
        ],
        columns=["x", "y", "x2", "y2", "relation"],
    )
    kinds = [KINDS[key] for key in KINDS if KINDS[key] in set(arrows["relation"])]
    across = alt.Scale(domain=[-3, width + 3], nice=False)
    down = alt.Scale(domain=[height + 3, -3], nice=False)
    colour = alt.Color(
        "relation:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=list(COLOURS[: len(kinds)])),
        legend=alt.Legend(orient="bottom", columns=4),
    )
    dashes = alt.StrokeDash(
        "relation:N", title=None, scale=alt.Scale(domain=kinds, range=[list(dash) for dash in _DASHES[: len(kinds)]])
    )

    def at(name: str, scale: alt.Scale) -> dict[str, Any]:
        return {"field": name, "type": "quantitative", "scale": scale, "axis": None}

    rules = (
        alt.Chart(arrows)
        .mark_rule(strokeWidth=1.7)
        .encode(x=alt.X(**at("x", across)), y=alt.Y(**at("y", down)), x2="x2:Q", y2="y2:Q", color=colour,
                strokeDash=dashes)
    )  # fmt: skip
    heads = (
        alt.Chart(arrows)
        .mark_point(shape="triangle-left", filled=True, size=75, opacity=1)
        .encode(x=alt.X(**at("x2", across)), y=alt.Y(**at("y2", down)), color=colour)
    )
    frames = (
        alt.Chart(boxes)
        .mark_rect(cornerRadius=4, fill="#888888", fillOpacity=0.13, stroke="currentColor")
        .encode(x=alt.X(**at("x", across)), y=alt.Y(**at("y", down)), x2="x2:Q", y2="y2:Q",
                strokeWidth=alt.StrokeWidth("edge:Q", scale=None, legend=None))
    )  # fmt: skip
    text = alt.Chart(boxes).encode(x=alt.X(**at("middle", across)))
    names = text.mark_text(fontSize=12, fontWeight="bold", color="currentColor", limit=width_of - 10).encode(
        y=alt.Y(**at("upper", down)), text="name:N"
    )
    more = text.mark_text(fontSize=11, color="currentColor", limit=width_of - 10).encode(
        y=alt.Y(**at("lower", down)), text="more:N"
    )
    root = family.root
    title = f"Các văn bản thực hiện {root.symbol or shorten(root.title, 60)}"
    drawn = alt.layer(rules, heads, frames, names, more).properties(width=width, height=height, title=title)
    hidden = len(family.members) - len(shown)
    note = (
        f"Hình vẽ {number(len(shown) - 1)} văn bản; {number(hidden)} văn bản nữa chỉ có trong bảng." if hidden else ""
    )
    if family.cut:
        note += f" Cây quá lớn nên chỉ xét {number(len(family.members) - 1)} văn bản đầu."
    return finish(drawn, title), note.strip()


def _chosen(family: Family) -> tuple[list[Member], dict[str, int]]:
    """The members that are drawn, those of each step together, and how many of each one's kin are not."""
    kin: dict[str, list[Member]] = defaultdict(list)
    for one in family.members[1:]:
        kin[one.parent or ""].append(one)
    for own in kin.values():
        own.sort(key=lambda one: (ROLES.index(one.role), one.entry.date or date.max, one.entry.id))
    shown = [family.members[0]]
    left: dict[str, int] = {}
    for one in shown:  # grows while it is gone through: step by step
        own = kin.get(one.entry.id, [])
        taken = own[: max(min(_KIN, MOST_BOXES - len(shown)), 0)]
        shown += taken
        if len(own) > len(taken):
            left[one.entry.id] = len(own) - len(taken)
    return shown, left


def _laid_out(shown: list[Member]) -> tuple[dict[str, float], float]:
    """The row of each box: those without kin one below the other, the others in the middle of theirs; whole height."""
    kin: dict[str, list[str]] = defaultdict(list)
    for one in shown:
        if one.parent is not None:
            kin[one.parent].append(one.entry.id)
    places: dict[str, float] = {}
    free = 0

    def place(name: str) -> float:
        nonlocal free
        if kin.get(name):
            rows = [place(child) for child in kin[name]]
            places[name] = (rows[0] + rows[-1]) / 2
        else:
            places[name] = float(free)
            free += 1
        return places[name]

    place(shown[0].entry.id)
    return places, free * (_BOX[1] + _GAP[1]) - _GAP[1]


def _corner(one: Member, places: dict[str, float]) -> tuple[float, float]:
    return one.depth * (_BOX[0] + _GAP[0]), places[one.entry.id] * (_BOX[1] + _GAP[1])


def _second_line(one: Member, left: int) -> str:
    day = f"{one.entry.date:%d/%m/%Y}" if one.entry.date else ""
    told = " · ".join(part for part in (one.entry.type or "", day) if part)
    return f"{told} (+{number(left)})" if left else told
