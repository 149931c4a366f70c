"""The figures as đơn vị × chỉ tiêu × kỳ, every cell with its sources: what offices lack (domain.md §1.4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from workbench.analysis.figures_model import ReportedFigure
from workbench.analysis.figures_names import indicator_key, org_key
from workbench.analysis.figures_words import phrases
from workbench.documents.model import Citation
from workbench.documents.rich import frame_card
from workbench.vietnamese.spelling import key

if TYPE_CHECKING:
    import altair as alt

_SMALLEST_MERGED = 3  # words of a name that may be one with a name that has one word more


@dataclass(frozen=True)
class PivotCell:
    """What the documents give for one unit, indicator and period.

    Attributes:
        org, indicator, unit, period: as most documents spell them.
        values: the different amounts given, in the unit of measure; one where all agree.
        citations: where they stand, in the order of `values`.
    """

    org: str
    indicator: str
    unit: str
    period: str
    values: tuple[float, ...]
    citations: tuple[Citation, ...]

    @property
    def value(self) -> float | None:
        """The amount; None where documents give different ones: that is for the officer to decide."""
        return self.values[0] if len(self.values) == 1 else None


@dataclass(frozen=True)
class Pivot:
    """The table of figures.

    Attributes:
        cells: its cells, by indicator, unit that reports, and period.
    """

    cells: tuple[PivotCell, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods, in order of time."""
        return tuple(sorted({cell.period for cell in self.cells}, key=_in_time))

    def to_frame(self) -> pd.DataFrame:
        """One row an indicator and a reporting unit, a column for each period, and the sources.

        Where documents differ the cell holds all values, parted by " | ".
        """
        periods = self.periods
        rows: dict[tuple[str, str, str], dict[str, PivotCell]] = defaultdict(dict)
        for cell in self.cells:
            rows[cell.indicator, cell.unit, cell.org][cell.period] = cell
        table = []
        for (indicator, unit, org), by_period in sorted(rows.items(), key=lambda item: [key(text) for text in item[0]]):
            sources = dict.fromkeys(citation.label for cell in by_period.values() for citation in cell.citations)
            values = [_shown(by_period.get(period)) for period in periods]
            table.append((indicator, unit, org, *values, "; ".join(sources)))
        columns = [
            "Chỉ tiêu",
            "Đơn vị tính",
            "Đơn vị báo cáo",
            *(period or "Không rõ kỳ" for period in periods),
            "Nguồn",
        ]
        return pd.DataFrame(table, columns=columns, dtype=object)

    def cell(self, org: str, indicator: str, period: str) -> PivotCell | None:
        """One cell, found by any spelling of its names; None when the documents do not give it."""
        wanted = org_key(org), indicator_key(indicator), period.casefold()
        for cell in self.cells:
            if (org_key(cell.org), indicator_key(cell.indicator), cell.period.casefold()) == wanted:
                return cell
        return None

    def chart(self, indicator: str) -> alt.Chart:
        """Bars of one indicator: a group a period, a bar a reporting unit; cells with differing values are left out."""
        import altair as alt

        wanted = indicator_key(indicator)
        chosen = [cell for cell in self.cells if indicator_key(cell.indicator) == wanted and cell.value is not None]
        frame = pd.DataFrame(
            {
                "Kỳ": [cell.period or "Không rõ kỳ" for cell in chosen],
                "Đơn vị": [cell.org or "Không rõ đơn vị" for cell in chosen],
                "Giá trị": [cell.value for cell in chosen],
                "Nguồn": ["; ".join(citation.label for citation in cell.citations) for cell in chosen],
            }
        )
        unit = f" ({chosen[0].unit})" if chosen and chosen[0].unit else ""
        name = chosen[0].indicator if chosen else indicator
        chart: alt.Chart = (
            alt.Chart(frame, title=f"{name}{unit}")
            .mark_bar()
            .encode(
                x=alt.X("Kỳ:N", sort=[period or "Không rõ kỳ" for period in self.periods], title="Kỳ"),
                y=alt.Y("Giá trị:Q", title=f"Giá trị{unit}"),
                color=alt.Color("Đơn vị:N", title="Đơn vị báo cáo"),
                xOffset="Đơn vị:N",
                tooltip=["Đơn vị:N", "Kỳ:N", "Giá trị:Q", "Nguồn:N"],
            )
        )
        return chart

    def _repr_html_(self) -> str:
        return frame_card("Bảng chỉ tiêu theo đơn vị và kỳ", (f"{len(self.cells)} ô có số",), self.to_frame())


def make_pivot(rows: Sequence[ReportedFigure], same_name: Callable[[str], str] | None = None) -> Pivot:
    """Put figures together by unit, indicator and period; figures whose indicator is not known are left out.

    Increases and decreases ("tăng 12,5%") say how another figure moved and are no values of the indicator.
    """
    usable = [
        row
        for row in rows
        if row.indicator
        and not (row.figure.direction in {"tăng", "giảm", "vượt", "gấp"} and row.figure.kind in {"percent", "times"})
    ]
    names = _merged({(indicator_key(row.indicator, same_name), _unit_key(row)) for row in usable}, usable, same_name)
    groups: dict[tuple[str, str, str, str], list[ReportedFigure]] = defaultdict(list)
    for row in usable:
        own = indicator_key(row.indicator, same_name), _unit_key(row)
        groups[(*names[own], org_key(row.org), row.period.casefold())].append(row)
    spelled = _spelled(usable, names, same_name)
    cells = []
    for (name, unit, _, _), same in groups.items():
        by_value: dict[float, ReportedFigure] = {}
        for row in same:
            by_value.setdefault(row.value, row)
        cells.append(
            PivotCell(
                org=_most_common(row.org for row in same),
                indicator=spelled[name, unit],
                unit=_most_common(row.unit for row in same),
                period=same[0].period,
                values=tuple(by_value),
                citations=tuple(row.citation for row in (by_value.values() if len(by_value) > 1 else same)),
            )
        )
    cells.sort(key=lambda cell: (key(cell.indicator), key(cell.org), _in_time(cell.period)))
    return Pivot(tuple(cells))


_Name = tuple[str, str]


def _merged(
    names: set[_Name], rows: Sequence[ReportedFigure], same_name: Callable[[str], str] | None
) -> dict[_Name, _Name]:
    """Which name each name counts as: of two that one word parts, the one that is used more often."""
    counts = Counter((indicator_key(row.indicator, same_name), _unit_key(row)) for row in rows)
    words = {name: frozenset(name[0].split()) for name in names}
    by_words = {(words[name], name[1]): name for name in names}
    merged = {name: name for name in names}
    for name in sorted(names, key=lambda item: (len(words[item]), item)):
        own = words[name]
        if len(own) <= _SMALLEST_MERGED:
            continue
        for word in sorted(own):
            shorter = by_words.get((own - {word}, name[1]))
            # "không", "chưa" and figures turn a name into another one.
            if shorter is not None and word not in _TELLING and not word.isdigit():
                keep, drop = (shorter, name) if counts[merged[shorter]] >= counts[name] else (name, shorter)
                merged[drop] = merged[keep]
                break
    return {name: _root(merged, name) for name in names}


_TELLING = phrases("telling")


def _root(merged: dict[_Name, _Name], name: _Name) -> _Name:
    seen = {name}
    while merged[name] not in seen:
        name = merged[name]
        seen.add(name)
    return name


def _spelled(
    rows: Sequence[ReportedFigure], names: dict[_Name, _Name], same_name: Callable[[str], str] | None
) -> dict[_Name, str]:
    spellings: dict[_Name, Counter[str]] = defaultdict(Counter)
    for row in rows:
        spellings[names[indicator_key(row.indicator, same_name), _unit_key(row)]][row.indicator] += 1
    return {name: found.most_common(1)[0][0] for name, found in spellings.items()}


def _unit_key(row: ReportedFigure) -> str:
    return " ".join(key(row.unit).split())


def _most_common(texts: Iterable[str]) -> str:
    return Counter(texts).most_common(1)[0][0]


def _shown(cell: PivotCell | None) -> float | str | None:
    if cell is None:
        return None
    return cell.value if cell.value is not None else " | ".join(f"{value:g}".replace(".", ",") for value in cell.values)


def _in_time(period: str) -> tuple[str, int, str]:
    """By year, then within the year: quarters, six months, nine months, the year."""
    year = next(
        (word for word in period.replace("/", " ").replace("–", " ").split() if word.isdigit() and len(word) == 4), ""
    )
    order = ("quý i/", "quý ii/", "6 tháng", "quý iii/", "9 tháng", "quý iv/", "năm")
    low = period.casefold().removeprefix("lũy kế ")
    place = next((number for number, name in enumerate(order) if low.startswith(name)), len(order))
    return year, place, period
