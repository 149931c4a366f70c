"""The tables of a PDF, found again in its finished text: rows that follow each other between the same rules."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.archive.readers.lines import Line
from workbench.documents.model import Cell, Table

_SAME = 3.0  # points by which the outer rules of two rows of one table may differ


def tables_of(rows: Sequence[tuple[int, Line]]) -> tuple[Table, ...]:
    """The tables that these rows make.

    Args:
        rows: rows of ruled tables in the order of the text, each with its offset there; its cells are parted by tabs.
    """
    groups: list[list[tuple[int, Line]]] = []
    for offset, line in rows:
        if "\t" not in line.text:  # a row given cell after cell, because its cells hold lists
            continue
        last = groups[-1][-1] if groups else None
        if last is not None and _follows(last, offset, line):
            groups[-1].append((offset, line))
        else:
            groups.append([(offset, line)])
    return tuple(Table("", tuple(_cells(group))) for group in groups)


def _follows(last: tuple[int, Line], offset: int, line: Line) -> bool:
    """Whether a row goes on with the table of the last one: it is the next line of the text, between the same rules."""
    before, above = last
    together = offset == before + len(above.text) + 1
    return together and abs(above.x0 - line.x0) <= _SAME and abs(above.x1 - line.x1) <= _SAME


def _cells(group: list[tuple[int, Line]]) -> list[Cell]:
    cells = []
    for row, (offset, line) in enumerate(group, start=1):
        start = offset
        for column, text in enumerate(line.text.split("\t"), start=1):
            if text.strip():
                cells.append(Cell(row, column, start, start + len(text)))
            start += len(text) + 1
    return cells
