"""Rows of a plan's table: nội dung, cơ quan chủ trì, phối hợp, thời gian, sản phẩm (domain.md §6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from workbench.analysis.tasks.model import Assignment
from workbench.analysis.tasks.words import product_of, read_units
from workbench.documents.deadlines import Deadline, read_deadline
from workbench.documents.model import Passage, Table
from workbench.vietnamese.spelling import key

_COLUMNS = (
    ("cooperate", re.compile(r"phối hợp")),
    (
        "lead",
        re.compile(
            r"chủ trì|(?:đơn vị|cơ quan|người|bộ phận) (?:thực hiện|phụ trách|tham mưu|chịu trách nhiệm|đầu mối)"
            r"|phân công|phụ trách|trách nhiệm"
        ),
    ),
    ("deadline", re.compile(r"thời (?:gian|hạn)|hoàn thành|tiến độ|^hạn|thời điểm")),
    ("product", re.compile(r"sản phẩm|kết quả|đầu ra")),
    ("content", re.compile(r"nội dung|nhiệm vụ|công việc|tên (?:đề án|việc)|hoạt động|đầu việc")),
)
_HEAD_ROWS = 3  # in which the row of headings is looked for
_LONGEST_HEADING = 60
_ONE_LINE = re.compile(r"\s+")


class Cell(NamedTuple):
    """The place of a cell's text in the document."""

    start: int
    end: int


Row = Mapping[str, Cell]


def rows_of_table(text: str, table: Table) -> list[Row]:
    """The rows of a table under the names of `_COLUMNS`; none where it is no plan with units or deadlines."""
    by_row: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, {})[cell.column] = Cell(cell.start, cell.end)
    return _named(text, [by_row[number] for number in sorted(by_row)])


def rows_of_lines(text: str, passages: Sequence[Passage]) -> list[list[Row]]:
    """The same for tables that a text shows as lines with tabs; one list a table."""
    found: list[list[Row]] = []
    block: list[dict[int, Cell]] = []
    for passage in [*passages, None]:
        piece = text[passage.start : passage.end] if passage else ""
        if passage and "\t" in piece:
            at, cells = passage.start, {}
            for number, part in enumerate(piece.split("\t"), start=1):
                if part.strip():
                    cells[number] = Cell(at, at + len(part))
                at += len(part) + 1
            block.append(cells)
            continue
        rows = _named(text, block) if len(block) > 1 else []
        if rows:
            found.append(rows)
        block = []
    return found


def assignments_in_rows(text: str, rows: Sequence[Row]) -> Iterator[Assignment]:
    """One assignment a row; a row without a unit of its own has that of the merged cell above it."""
    lead: tuple[str, ...] = ()
    for row in rows:
        content = _words(text, row.get("content"))
        lead = _units(text, row.get("lead")) or lead
        if not content or len(row) < 2:
            lead = _units(text, row.get("lead"))
            continue
        start, end = min(cell.start for cell in row.values()), max(cell.end for cell in row.values())
        product = _words(text, row.get("product")) or product_of(content)
        yield Assignment(
            start,
            end,
            content,
            lead,
            _units(text, row.get("cooperate")),
            _deadline(text, row.get("deadline")),
            product,
            "table",
        )


def _named(text: str, rows: Sequence[Mapping[int, Cell]]) -> list[Row]:
    for place, head in enumerate(rows[:_HEAD_ROWS]):
        names: dict[int, str] = {}
        for column, cell in head.items():
            heading = key(_words(text, cell))
            name = next((name for name, pattern in _COLUMNS if pattern.search(heading)), None)
            if name and len(heading) <= _LONGEST_HEADING and name not in names.values():
                names[column] = name
        if "content" in names.values() and names.keys() and ({"lead", "deadline"} & set(names.values())):
            return [{names[c]: cell for c, cell in row.items() if c in names} for row in rows[place + 1 :]]
    return []


def _units(text: str, cell: Cell | None) -> tuple[str, ...]:
    words = _words(text, cell)
    if not words:
        return ()
    units = read_units(words, 0, semicolons=True)
    if units is None or units.end < len(words.rstrip(" .;")):
        return tuple(part.strip() for part in words.split(";") if part.strip())
    return units.names


def _deadline(text: str, cell: Cell | None) -> Deadline | None:
    if cell is None:
        return None
    found = read_deadline(text[cell.start : cell.end])
    if found is None:
        words = _words(text, cell)  # "Kỳ họp giữa năm 2024": no day, but people must see it
        return Deadline(cell.start, cell.end, words, "open", strong=False) if words.strip("-–. ") else None
    return Deadline(**{**vars(found), "start": found.start + cell.start, "end": found.end + cell.start})


def _words(text: str, cell: Cell | None) -> str:
    return _ONE_LINE.sub(" ", text[cell.start : cell.end]).strip() if cell else ""
