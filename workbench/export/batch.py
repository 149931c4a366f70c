"""A workbook of what many queries find: one sheet with a row a query, one with a row a hit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.errors import QueryError
from workbench.export.hits import COLUMNS, Labels, hit_row
from workbench.export.streamed import MOST_ROWS, Book, whole_file
from workbench.search.batch_sheet import ROLES, Asked, QuerySheet
from workbench.search.question import Question
from workbench.search.results import SearchResults

TOTALS = (
    ("Dòng", 8),
    ("Câu tìm", 50),
    ("Giới hạn", 30),
    ("Số văn bản", 12),
    ("Đã ghi", 10),
    ("Cách hiểu câu tìm", 50),
    ("Cũng tìm", 50),
    ("Có phải bạn muốn tìm", 40),
    ("Giây", 10),
    ("Lỗi", 50),
)
"""Headings of the sheet of totals, with widths in characters."""


@dataclass(frozen=True)
class BatchRow:
    """What became of a query.

    Attributes:
        row: its row in the sheet of queries.
        query: as it stands there.
        total: how many documents match; None where it could not be asked.
        written: how many hits are in the workbook.
        trouble: why it could not be asked, or not all its hits are there; else "".
    """

    row: int
    query: str
    total: int | None
    written: int
    trouble: str = ""


@dataclass(frozen=True)
class BatchReport:
    """A batch of queries that was asked.

    Attributes:
        path: the workbook.
        columns: how the columns of the sheet were read: meaning → heading.
        rows: one a query.
        label: the strictest label of circulation among the hits, or "".
    """

    path: Path
    columns: dict[str, str]
    rows: tuple[BatchRow, ...]
    label: str = ""

    @property
    def failed(self) -> int:
        """How many queries could not be asked."""
        return sum(row.total is None for row in self.rows)

    def to_frame(self) -> pd.DataFrame:
        """One row a query: row, query, total, written, trouble."""
        rows = [(row.row, row.query, row.total, row.written, row.trouble) for row in self.rows]
        return pd.DataFrame(rows, columns=["row", "query", "total", "written", "trouble"]).astype({"total": "Int64"})


def write_batch(
    sheet: QuerySheet, path: Path, ask: Callable[[Question], SearchResults], on_query: Callable[[], None]
) -> BatchReport:
    """Ask every query of a sheet and write the workbook. A query that cannot be asked is told in its row.

    Args:
        sheet: the queries.
        path: the workbook (.xlsx); one that is there is replaced once the new one is whole.
        ask: gives the hits to write for a question.
        on_query: called after each query.

    Raises:
        ExportError: the file cannot be written.
        NotBuiltError: the archive has not been built.
    """
    book = Book(f"Kết quả tìm theo “{sheet.file.name}”")
    totals = book.sheet("Tổng hợp", TOTALS)
    hits = book.sheet("Kết quả", (("Dòng", 8), ("Câu tìm", 50), *COLUMNS))
    labels = Labels()
    rows = []
    with whole_file(path) as place:
        for asked in sheet.rows:
            results, trouble = _answer(asked, ask)
            written = 0
            for number, hit in enumerate(results.hits if results else (), start=1):
                if hits.rows >= MOST_ROWS:
                    trouble = "Trang “Kết quả” đã đầy: một trang Excel chỉ chứa chừng một triệu dòng."
                    break
                labels.add(hit)
                hits.add((asked.row, asked.text, *hit_row(number, hit)))
                written = number
            totals.add(_total(asked, results, written, trouble))
            rows.append(BatchRow(asked.row, asked.text, results.total if results else None, written, trouble))
            on_query()
        about = book.sheet("Ghi chú", (("Mục", 30), ("Nội dung", 90)))
        about.add(("Tệp câu tìm", sheet.file.name))
        for role, heading in sheet.columns.items():
            about.add((f"Cột “{ROLES[role]}”", heading or "(không có tiêu đề cột: mỗi dòng là một câu tìm)"))
        if labels.strictest:
            about.add(("Nhãn cao nhất của các văn bản", labels.strictest))
        book.save(place, labels.strictest)
    return BatchReport(path, {ROLES[role]: name for role, name in sheet.columns.items()}, tuple(rows), labels.strictest)


def _answer(asked: Asked, ask: Callable[[Question], SearchResults]) -> tuple[SearchResults | None, str]:
    if asked.question is None:
        return None, asked.trouble
    try:
        return ask(asked.question), ""
    except QueryError as error:
        return None, str(error)


def _total(asked: Asked, results: SearchResults | None, written: int, trouble: str) -> tuple[object, ...]:
    limits = asked.question.limits if asked.question else ""
    if results is None:
        return (asked.row, asked.text, limits, None, None, None, None, None, None, trouble)
    also = "; ".join(chip.label for chip in results.chips if chip.active)
    seconds = round(results.seconds, 3)
    return (
        asked.row, asked.text, limits, results.total, written, results.note, also, results.suggestion, seconds, trouble
    )  # fmt: skip
