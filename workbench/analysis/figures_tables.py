"""Figures in tables and sheets: names of rows and headings of columns tell indicator, unit, period and organ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.analysis.figures_grid import TOTAL, Grid, Value
from workbench.analysis.figures_model import Figure
from workbench.analysis.figures_period import CUMULATIVE, period_in
from workbench.analysis.figures_words import unit_kind, unit_pattern
from workbench.documents.model import Cell, Document, Table
from workbench.vietnamese.spelling import key

MOST_CELLS = 20_000
"""Figures that are taken from the tables of one document; a greater table is a dump of data, not a report."""

_BRACKETS = re.compile(r"\(\s*(?:đvt|đơn vị tính|đơn vị|tính)?\s*:?\s*(?P<unit>[^()]{1,24})\s*\)")
_NUMBER_OF = re.compile(r"(?<!\w)(?:số|tổng số|lượt)\s+(?:lượng\s+)?")
_CAPTION = re.compile(r"(?:đvt|đơn vị tính|đơn vị)\s*:\s*(?P<unit>[^\n()\t;,.]{1,30})")
# Headings that say which value this is, not what is measured.
_PLAIN_HEADING = re.compile(
    r"(?:số lượng|kết quả|kết quả thực hiện|thực hiện(?: trong (?:quý|tháng|năm|kỳ))?|giá trị|trong (?:quý|tháng|"
    r"năm|kỳ)|kỳ này|quý này|tháng này|năm nay|số liệu|"
    r"lũy kế(?: .*)?|đạt được|ghi chú|tổng số|tổng|ước thực hiện)$"
)
_COLUMN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def table_figures(document: Document, grids: Sequence[Grid] | None = None) -> list[Figure]:
    """The figures of a document's tables, table by table.

    Args:
        document: with its tables.
        grids: its tables of numbers, where they are at hand.
    """
    found: list[Figure] = []
    for number, grid in enumerate(data_grids(document) if grids is None else grids, start=1):
        caption = _caption(document.text, grid.table)
        for place in sorted(grid.values):
            if len(found) >= MOST_CELLS:
                return found
            if not grid.name(place[0]):
                continue  # nobody could say what it measures
            found.append(_figure(grid, grid.values[place], number, caption))
    return found


def data_grids(document: Document) -> list[Grid]:
    """The tables of a document that hold numbers."""
    return [grid for table in document.tables if (grid := Grid(document.text, table)).is_data]


def cells_read(grids: Sequence[Grid]) -> list[tuple[int, int]]:
    """Spans of the cells that are read as parts of tables: all but those with running text."""
    spans = [
        (cell.start, cell.end)
        for grid in grids
        for cell in grid.table.cells
        if cell.end - cell.start <= 80 or (cell.row, cell.column) in grid.values
    ]
    return sorted(spans)


def cell_name(grid: Grid, number: int, cell: Cell) -> str:
    """How people find a cell: "trang tính Biểu 1, ô C7"; "bảng 2, hàng 3, cột 4"."""
    if grid.table.sheet:
        column, letters = cell.column, ""
        while column:
            column, rest = divmod(column - 1, 26)
            letters = _COLUMN_LETTERS[rest] + letters
        sheet = f"trang tính {grid.table.name}, " if grid.table.name else ""
        return f"{sheet}ô {letters}{cell.row}"
    return f"bảng {number}, hàng {cell.row}, cột {cell.column}"


def _figure(grid: Grid, value: Value, number: int, caption: str) -> Figure:
    cell = value.cell
    heading = grid.heading(cell.column)
    head = " – ".join(dict.fromkeys(grid.said(item) for item in heading))
    name_cell, name = grid.name_cell(cell.row), grid.name(cell.row)
    low_head = key(head)
    if grid.names_are_orgs:
        indicator, org, spans = _without_unit(head), name, tuple((item.start, item.end) for item in heading)
        if TOTAL.match(key(name)):
            org = ""
    else:
        extra = "" if not head or _is_plain(low_head) else f" – {_without_unit(head)}"
        indicator, org = _without_unit(name) + extra, ""
        spans = ((name_cell.start, name_cell.end),) if name_cell else ()
    period = period_in(low_head, len(low_head)) or period_in(key(name), len(name))
    if "lũy kế" in low_head and not period.startswith(CUMULATIVE):
        period = f"{CUMULATIVE} {period}".strip()
    if "cùng kỳ" in low_head:
        period = "cùng kỳ" if "so" not in low_head.split() else period
    unit = "%" if value.percent else _unit(grid, cell.row, head, name, caption)
    return Figure(
        start=cell.start,
        end=cell.end,
        value=value.value,
        unit=unit,
        indicator=indicator,
        number=(cell.start, cell.end),
        sentence=(cell.start, cell.end),
        scale=_scale(unit),
        kind=unit_kind(_unscaled(unit)) or ("money" if _scale(unit) > 1 else ""),
        decimals=value.decimals,
        indicator_spans=spans,
        period=period,
        org=org,
        comparison=head if "so" in low_head.split() else "",
        place=cell_name(grid, number, cell),
    )


def _unit(grid: Grid, row: int, head: str, name: str, caption: str) -> str:
    own = grid.unit(row)
    if own:
        return own
    for text in (head, name):
        match = _BRACKETS.search(text.lower())
        if match and (unit_kind(_unscaled(match["unit"])) or _scale(match["unit"]) > 1 or match["unit"].strip() == "%"):
            return match["unit"].strip()
    low = key(head)
    if "%" in low or "tỷ lệ" in low or "tỷ trọng" in low:
        return "%"
    if "tỷ lệ" in key(name) or "%" in name:
        return "%"
    if caption:
        return caption
    for text in (head, name) if not grid.names_are_orgs else (head,):
        for said in _NUMBER_OF.finditer(key(text)):
            match = unit_pattern().match(key(text), said.end())
            if match and unit_kind(match["unit"]) in {"count", "person"}:
                return match["unit"]
    return ""


def _caption(text: str, table: Table) -> str:
    first = table.cells[0].start
    captions = [match["unit"] for match in _CAPTION.finditer(key(text[max(0, first - 160) : first + 200]))]
    unit = " ".join(captions[-1].split()) if captions else ""
    return unit if unit and (unit_kind(_unscaled(unit)) or _scale(unit) > 1) else ""


def _is_plain(low: str) -> bool:
    return all(
        _PLAIN_HEADING.match(part) or period_in(part, len(part)) or "cùng kỳ" in part for part in low.split(" – ")
    )


def _without_unit(text: str) -> str:
    return " ".join(_BRACKETS.sub(" ", text).split()) if _BRACKETS.search(text.lower()) else text


_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tr.đ": 1e6, "trđ": 1e6, "1.000đ": 1e3}


def _scale(unit: str) -> float:
    product = 1.0
    for word in key(unit).split():
        product *= _SCALES.get(word, 1.0)
    return product


def _unscaled(unit: str) -> str:
    return " ".join(word for word in key(unit).split() if word not in _SCALES)
