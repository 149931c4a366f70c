"""Rows of a table that reached the text as lines: "Tỷ lệ hộ nghèo | % | 5,2 | 4,8", with tabs or bars between cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.analysis.figures_model import Figure, UnitKind
from workbench.analysis.figures_period import period_in
from workbench.analysis.figures_text import View
from workbench.analysis.figures_words import unit_kind, unit_pattern
from workbench.vietnamese.numbers import cell_number

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]*[\t|][^\n]*")
_CELL = re.compile(r"[^\t|\n]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NUMBERING = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2})*|[IVXivx]{1,5}|[a-zA-ZđĐ])[.)]?$")
_LEAD = re.compile(r"(?:[-–*•+]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\))\s+|(?:trong đó|tr\.đó)\s*:?\s*-?\s*")
_UNIT_SAID = re.compile(r"\s*\(\s*(?:(?:đvt|đơn vị tính|đơn vị|tính)\s*:?\s*)?(?P<unit>[^()]{1,24})\)\s*$")
_EMPTY = re.compile(r"[-–.…\s]*$")
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "ng.": 1e3, "triệu": 1e6, "tr.": 1e6, "tỷ": 1e9}
_MEASURED_IN_PERCENT = re.compile(r"(?:tỷ lệ|tỷ trọng|tốc độ tăng)(?!\w)")


def row_figures(view: View, skip: Sequence[Span] = ()) -> tuple[list[Figure], list[Span]]:
    """The figures of lines that are rows of a table, and the spans of those lines.

    A row is a name, perhaps a unit of measure, and else only numbers; what its columns mean is not known.

    Args:
        view: the text.
        skip: spans that are read otherwise: cells of tables.
    """
    if "\t" not in view.plain and "|" not in view.plain:
        return [], []
    found: list[Figure] = []
    lines: list[Span] = []
    for line in _LINE.finditer(view.plain):
        if any(start < line.end() and line.start() < end for start, end in skip):
            continue
        figures = _row(view, [match.span() for match in _CELL.finditer(view.plain, *line.span())])
        if figures:
            found += figures
            lines.append(line.span())
    return found, lines


def _row(view: View, cells: list[Span]) -> list[Figure]:
    trimmed = [_trimmed(view.plain, cell) for cell in cells]
    said = [view.plain[start:end] for start, end in trimmed]
    name_at = next((at for at, text in enumerate(said) if _LETTERS.search(text)), None)
    if name_at is None or any(text and not _NUMBERING.match(text) for text in said[:name_at]):
        return []
    name = _name(view, trimmed[name_at])
    unit = ""
    numbers: list[tuple[Span, float, int, bool]] = []
    texts = said[name_at + 1 :]
    dotted = any(
        re.fullmatch(r"\d+\.(?:\d{1,2}|\d{4,})", text) for text in texts
    )  # "6.8": decimals as sheets print them
    for span, text in zip(trimmed[name_at + 1 :], texts, strict=True):
        read = cell_number(text.replace(".", ",") if dotted else text) if text else None
        if read is not None:
            numbers.append((span, *read))
        elif not numbers and not unit and _is_unit(view.low[slice(*span)]):
            unit = text
        elif not _EMPTY.match(text):
            return []
    if not numbers or name[0] == name[1]:
        return []
    return [_figure(view, name, unit or _unit_of_name(view, trimmed[name_at]), *number) for number in numbers]


def _figure(view: View, name: Span, unit: str, span: Span, value: float, decimals: int, percent: bool) -> Figure:
    back = view.back
    low = unit.lower().split()
    scale = 1.0
    for word in low:
        scale *= _SCALES.get(word, 1.0)
    bare = " ".join(word for word in low if word not in _SCALES)
    kind: UnitKind = "percent" if percent else unit_kind(bare)
    start, end = back(span[0]), back(span[1])
    return Figure(
        start=start,
        end=end,
        value=value,
        unit="%" if percent else unit,
        indicator=" ".join(view.plain[slice(*name)].split()),
        number=(start, end),
        sentence=(back(name[0]), end),
        scale=1.0 if percent else scale,
        kind=kind or ("money" if scale > 1 else ""),
        decimals=decimals,
        indicator_spans=((back(name[0]), back(name[1])),),
        period=period_in(view.low[slice(*name)], name[1] - name[0]),
    )


def _name(view: View, cell: Span) -> Span:
    """The name in a cell: without its number in a list, and without the unit in brackets behind it."""
    start, end = cell
    lead = _LEAD.match(view.low, start, end)
    start = lead.end() if lead else start
    bracket = _UNIT_SAID.search(view.low, start, end)
    return _trimmed(view.plain, (start, bracket.start() if bracket else end))


def _unit_of_name(view: View, cell: Span) -> str:
    """The unit that a name holds: in brackets, or what it counts ("Số hồ sơ tiếp nhận")."""
    low = view.low
    bracket = _UNIT_SAID.search(low, *cell)
    if bracket and _is_unit(bracket["unit"]):
        return view.plain[slice(*bracket.span("unit"))].strip()
    if _MEASURED_IN_PERCENT.search(low, *cell):
        return "%"
    for counted in re.finditer(r"(?<!\w)(?:tổng số|số lượng|số|lượt)(?!\w)", low[slice(*cell)]):
        match = unit_pattern().match(low, cell[0] + counted.end(), cell[1])
        if match and unit_kind(match["unit"]) in {"count", "person"}:
            return view.plain[slice(*match.span("unit"))]
    return ""


def _is_unit(low: str) -> bool:
    bare = " ".join(word for word in low.split() if word not in _SCALES)
    return bool(unit_kind(bare)) or (not bare and bool(low.strip()))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
