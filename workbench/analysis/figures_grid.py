"""A table of numbers as people read it: heading rows, the columns of names and of units, the cells between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from workbench.analysis.figures_orgs import is_org
from workbench.documents.model import Cell, Table
from workbench.vietnamese.numbers import cell_number
from workbench.vietnamese.spelling import key

_NUMBERING = re.compile(r"(?:mã số|mã|s?tt|số tt|số thứ tự|no\.?|#)\.?$")
_UNIT_HEADING = re.compile(r"(?:đơn vị tính|đvt|đơn vị đo|đ/v tính|đơn vị)\s*\.?$")
_ORG_HEADING = re.compile(
    r"(?:tên )?(?:đơn vị|địa phương|cơ quan|xã, phường|xã|phường|huyện|tổ chức|địa bàn|tỉnh, thành phố|"
    r"cơ quan, đơn vị)"
    r"(?: báo cáo| hành chính| thực hiện)?$"
)
_INDEX = re.compile(r"\(?(?:\d{1,2}|[a-hA-H])\)?(?:\s*=.*)?$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
TOTAL = re.compile(
    r"(?:tổng|tổng cộng|tổng số|cộng|tổng chung|toàn (?:tỉnh|huyện|xã|thành phố|ngành|phường|đảng bộ))(?:\s|:|$|,)"
)


@dataclass(frozen=True)
class Value:
    """A cell that holds only a number."""

    cell: Cell
    value: float
    decimals: int
    percent: bool


@dataclass(frozen=True)
class Grid:
    """A table with the parts that its cells play.

    Attributes:
        text: the text in which the cells stand, composed and clean or not; only read.
        table: the table.
        values: the numbers, by (row, column), numbering and headings left out.
    """

    text: str
    table: Table
    values: dict[tuple[int, int], Value] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", {})
        headings = self._heading_rows
        numbered = self._numbering_columns
        for (row, column), value in self._numbers.items():
            if row not in headings and column not in numbered:
                self.values[row, column] = value

    @cached_property
    def cells(self) -> dict[tuple[int, int], Cell]:
        """All cells by (row, column)."""
        return {(cell.row, cell.column): cell for cell in self.table.cells}

    def said(self, cell: Cell) -> str:
        """The text of a cell on one line."""
        return " ".join(self.text[cell.start : cell.end].split())

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], Value]:
        found = {}
        for place, cell in self.cells.items():
            if cell.end - cell.start <= 24:
                read = cell_number(self.text[cell.start : cell.end])
                if read is not None:
                    found[place] = Value(cell, *read)
        return found

    @cached_property
    def rows(self) -> list[int]:
        """Numbers of the rows that hold something."""
        return sorted({row for row, _ in self.cells})

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = defaultdict(list)
        for cell in self.table.cells:
            found[cell.row].append(cell)
        return found

    @cached_property
    def _heading_rows(self) -> frozenset[int]:
        """The rows above the first that holds a number which is no year and no number of a column."""
        found = []
        for row in self.rows:
            numbers = [
                self._numbers[row, cell.column] for cell in self._by_row[row] if (row, cell.column) in self._numbers
            ]
            texts = [self.said(cell) for cell in self._by_row[row]]
            counting = all(_INDEX.match(text) for text in texts) and len(texts) > 2
            years = bool(numbers) and all(_YEAR.match(self.said(number.cell)) for number in numbers)
            if numbers and not counting and not years:
                break
            found.append(row)
        # A table of nothing but texts, or one whose head stands in the first row only.
        return frozenset(found) if len(found) < len(self.rows) else frozenset(found[:1])

    @cached_property
    def _numbering_columns(self) -> frozenset[int]:
        found = set()
        for column in {column for _, column in self.cells}:
            if any(_NUMBERING.match(key(text)) for text in self._head_texts(column)):
                found.add(column)
                continue
            values = [
                self._numbers[row, column].value
                for row in self.rows
                if (row, column) in self._numbers and row not in self._heading_rows
            ]
            first = column == min(c for _, c in self.cells)
            if first and len(values) > 1 and values == [float(n) for n in range(1, len(values) + 1)]:
                found.add(column)
        return frozenset(found)

    def _head_texts(self, column: int) -> list[str]:
        return [self.said(self.cells[row, column]) for row in self._heading_rows if (row, column) in self.cells]

    @cached_property
    def unit_column(self) -> int | None:
        """The column that names units of measure, if there is one."""
        for column in sorted({column for _, column in self.cells}):
            if any(_UNIT_HEADING.match(key(text)) for text in self._head_texts(column)):
                inner = [
                    self.said(self.cells[row, column])
                    for row in self.rows
                    if (row, column) in self.cells and row not in self._heading_rows
                ]
                if inner and sum(not is_org(text) for text in inner) > len(inner) / 2 and max(map(len, inner)) <= 24:
                    return column
        return None

    @cached_property
    def name_column(self) -> int | None:
        """The column of names: of what stands left of the numbers, the one with the most text."""
        if not self.values:
            return None
        first = min(column for _, column in self.values)
        lengths: dict[int, int] = defaultdict(int)
        for (row, column), cell in self.cells.items():
            if (
                column <= first
                and row not in self._heading_rows
                and column != self.unit_column
                and (row, column) not in self._numbers
            ):
                lengths[column] += cell.end - cell.start
        for column in self._numbering_columns:
            lengths.pop(column, None)
        return max(lengths, key=lambda column: lengths[column]) if lengths else None

    @cached_property
    def names_are_orgs(self) -> bool:
        """Whether the rows are units that report, and the indicators stand in the headings."""
        column = self.name_column
        if column is None:
            return False
        if any(_ORG_HEADING.match(key(text)) for text in self._head_texts(column)):
            return True
        names = [name for row in self.rows if row not in self._heading_rows and (name := self.name(row))]
        return len(names) > 1 and sum(map(is_org, names)) >= len(names) / 2

    def name(self, row: int) -> str:
        """What a row is called."""
        cell = self.cells.get((row, self.name_column)) if self.name_column is not None else None
        return self.said(cell) if cell is not None and (row, cell.column) not in self._numbers else ""

    def name_cell(self, row: int) -> Cell | None:
        """The cell with the row's name."""
        return self.cells.get((row, self.name_column)) if self.name_column is not None else None

    def heading(self, column: int) -> list[Cell]:
        """The cells that head a column, from top to bottom; one above several columns heads each of them."""
        found: list[Cell] = []
        for row in sorted(self._heading_rows):
            beside = [cell for cell in self._by_row[row] if cell.column <= column]
            if not beside:
                continue
            nearest = beside[-1]
            own = nearest.column == column
            reaches = own or (
                len(self._heading_rows) > 1
                and row != max(self._heading_rows)
                and self._is_over(row, nearest.column, column)
            )
            if reaches and not _INDEX.match(self.said(nearest)):
                found.append(nearest)
        return found

    def _is_over(self, row: int, start: int, column: int) -> bool:
        """Whether a heading stretches from its column to another: nothing of its own row and no name column between."""
        return start > (self.name_column or 0) and not any((row, c) in self.cells for c in range(start + 1, column + 1))

    def unit(self, row: int) -> str:
        """The unit of measure that the row's own cell names."""
        cell = self.cells.get((row, self.unit_column)) if self.unit_column is not None else None
        return self.said(cell) if cell is not None and len(self.said(cell)) <= 24 else ""

    def columns(self) -> Iterator[int]:
        """The columns that hold numbers, from left to right."""
        return iter(sorted({column for _, column in self.values}))

    @property
    def is_data(self) -> bool:
        """Whether this is a table of numbers rather than one that only lays out a page."""
        return len(self.values) >= 2 and self.name_column is not None
