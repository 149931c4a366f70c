"""Rows of Excel 97–2003 sheets that people hand over (registers, lists of questions), with days as days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlrd  # type: ignore[import-untyped]


def xls_rows(sheet: Any, mode: int) -> list[Sequence[Any]]:
    """The rows of a sheet; an empty cell and one with an error are None.

    Args:
        sheet: of xlrd.
        mode: how its book counts days (`Book.datemode`).
    """
    return [[_cell(cell, mode) for cell in sheet.row(at)] for at in range(sheet.nrows)]


def _cell(cell: Any, mode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, mode)
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else cell.value
