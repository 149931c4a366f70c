"""Number checks in tables: totals of rows and columns, columns computed from others, and text against its annex.

What a table computes is learned from the table itself: a relation counts when most of its rows keep it, and the rows
that do not are told. So no heading has to be understood, and a table that computes nothing is never accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from workbench.analysis.figures_grid import TOTAL, Grid, Value
from workbench.analysis.figures_model import Figure
from workbench.analysis.figures_period import CUMULATIVE
from workbench.analysis.number_relations import Range, Relation, agree, measured, of_figure, printed, spelled
from workbench.vietnamese.spelling import key

_SUB_ROW = re.compile(r"(?:[-–+*•]|[a-zđ]\)|trong đó|\d+\.\d+|gồm|riêng)")
_NOT_SUMMED = re.compile(r"%|tỷ lệ|tỷ trọng|bình quân|trung bình|xếp loại|xếp hạng|điểm|hệ số|thứ hạng|so sánh|năm")
_LEAST_ROWS, _MOST_COLUMNS, _MOST_ROWS = 3, 12, 500
_KEPT = 0.7  # share of rows that must keep a relation for it to be one


def table_relations(grids: Sequence[Grid]) -> Iterator[Relation]:
    """Everything that can be tested in the tables of a document."""
    for grid in grids:
        if len(grid.rows) > _MOST_ROWS:
            continue
        columns = [column for column in grid.columns() if sum(1 for _, c in grid.values if c == column) > 1][
            :_MOST_COLUMNS
        ]
        yield from _column_totals(grid, columns)
        yield from _computed_columns(grid, columns)


# -- totals of columns ------------------------------------------------------------------------------


def _column_totals(grid: Grid, columns: Sequence[int]) -> Iterator[Relation]:
    rows = [row for row in grid.rows if any((row, column) in grid.values for column in columns)]
    totals = [row for row in rows if TOTAL.match(key(grid.name(row)) or _first_text(grid, row))]
    if len(totals) != 1 or totals[0] not in (rows[0], rows[-1]) or len(rows) < 3:
        return
    parts = [row for row in rows if row != totals[0]]
    simple = [row for row in parts if not _SUB_ROW.match(key(grid.name(row)))]
    for choice in (parts, simple) if simple and simple != parts else (parts,):
        found = [relation for column in columns if (relation := _total(grid, column, totals[0], choice)) is not None]
        kept = sum(relation.holds for relation in found)
        # One column alone shows nothing when it does not add up: the rows may not be meant to.
        if kept and (kept >= len(found) / 2 or kept >= 2):
            yield from found
            return
        if len(found) == 1 and not found[0].holds and _near(grid, columns, totals[0], choice):
            yield found[0]
            return


def _first_text(grid: Grid, row: int) -> str:
    texts = [cell for cell in grid.table.cells if cell.row == row]
    return key(grid.said(texts[0])) if texts else ""


def _total(grid: Grid, column: int, total_row: int, parts: Sequence[int]) -> Relation | None:
    heading = key(" ".join(grid.said(cell) for cell in grid.heading(column)))
    total = grid.values.get((total_row, column))
    values = [grid.values[row, column] for row in parts if (row, column) in grid.values]
    if (
        total is None
        or len(values) < 2
        or total.percent
        or any(value.percent for value in values)
        or _NOT_SUMMED.search(heading)
    ):
        return None
    summed = sum((_range(value) for value in values[1:]), _range(values[0]))
    holds = agree(summed, _range(total))
    members = tuple(sorted([_span(total), *map(_span, values)]))
    message = ""
    if not holds:
        added = sum(value.value for value in values)
        printed_total = spelled(total.value, total.decimals)
        message = f"Cộng các dòng được {spelled(added, total.decimals)}, dòng tổng ghi {printed_total}."
    return Relation("table_sum", holds, _span(total), members, message)


def _near(grid: Grid, columns: Sequence[int], total_row: int, parts: Sequence[int]) -> bool:
    """Whether the only column that can be added up misses its total by so little that an error is likely."""
    for column in columns:
        total = grid.values.get((total_row, column))
        values = [grid.values[row, column].value for row in parts if (row, column) in grid.values]
        if total is not None and len(values) >= _LEAST_ROWS and total.value:
            return abs(sum(values) - total.value) <= 0.3 * abs(total.value)
    return False


# -- computed columns -------------------------------------------------------------------------------


def _computed_columns(grid: Grid, columns: Sequence[int]) -> Iterator[Relation]:
    taken: set[int] = set()
    for target in columns:
        if target in taken:
            continue
        best: list[Relation] = []
        for found in _candidates(grid, target, [column for column in columns if column != target]):
            kept = sum(relation.holds for relation in found)
            if (
                len(found) >= _LEAST_ROWS
                and kept >= max(_LEAST_ROWS - 1, _KEPT * len(found))
                and kept > sum(r.holds for r in best)
            ):
                best = found
        if best:
            taken.add(target)
            yield from best


def _candidates(grid: Grid, target: int, others: Sequence[int]) -> Iterator[list[Relation]]:
    heading = key(" ".join(grid.said(cell) for cell in grid.heading(target)))
    rows = [row for row, column in grid.values if column == target]
    rate = "%" in heading or "tỷ lệ" in heading or any(grid.values[row, target].percent for row in rows)
    if rate:
        for a, b in combinations(others, 2):
            for part, whole in ((a, b), (b, a)):
                yield _rows(grid, rows, target, (part, whole), _share_of)
                yield _rows(grid, rows, target, (part, whole), _growth)
        return
    if TOTAL.match(heading) or "tổng" in heading:
        behind = [column for column in others if column > target]
        for addends in (others, behind, *combinations(others, 2)):
            if len(addends) >= 2:
                yield _rows(grid, rows, target, tuple(addends), _sum_of)
        return
    if "tăng" in heading or "giảm" in heading or "chênh" in heading or "còn" in heading:
        for a, b in combinations(others, 2):
            yield _rows(grid, rows, target, (a, b), _difference)
            yield _rows(grid, rows, target, (b, a), _difference)
    for place in range(len(others)):
        addends = tuple(column for column in others[place:] if column > target)
        if len(addends) >= 2 and not others[:place]:
            yield _rows(grid, rows, target, addends, _sum_of)


def _rows(grid: Grid, rows: Sequence[int], target: int, columns: tuple[int, ...], compute: object) -> list[Relation]:
    found = []
    for row in rows:
        values = [grid.values[row, column] for column in columns if (row, column) in grid.values]
        if len(values) < len(columns) and not (compute is _sum_of and len(values) >= 2):
            continue
        result = grid.values[row, target]
        computed = compute(values)  # type: ignore[operator]
        if computed is None:
            continue
        stated = printed(result.value, result.decimals) if compute in (_share_of, _growth) else _range(result)
        if compute is _growth and result.value < 0:
            stated = Range(-printed(-result.value, result.decimals).high, -printed(-result.value, result.decimals).low)
        holds = agree(computed, stated)
        members = tuple(sorted([_span(result), *map(_span, values)]))
        message = ""
        if not holds:
            true = (computed.low + computed.high) / 2
            message = (
                f"Dòng “{grid.name(row) or row}”: tính từ các cột khác được {spelled(true, max(result.decimals, 1))}, "
                f"bảng ghi {spelled(result.value, result.decimals)}."
            )
        found.append(
            Relation("table_share" if compute is not _sum_of else "table_sum", holds, _span(result), members, message)
        )
    return found


def _share_of(values: Sequence[Value]) -> Range | None:
    share = _range(values[0]).over(_range(values[1]))
    return share.times(100) if share else None


def _growth(values: Sequence[Value]) -> Range | None:
    share = _range(values[0]).over(_range(values[1]))
    return Range(share.low * 100 - 100, share.high * 100 - 100) if share else None


def _sum_of(values: Sequence[Value]) -> Range | None:
    return sum((_range(value) for value in values[1:]), _range(values[0]))


def _difference(values: Sequence[Value]) -> Range | None:
    return _range(values[0]) - _range(values[1])


def _range(value: Value) -> Range:
    return measured(value.value, value.decimals)


def _span(value: Value) -> tuple[int, int]:
    return value.cell.start, value.cell.end


# -- text against annex -----------------------------------------------------------------------------

_OTHER_TIME = re.compile(r"cùng kỳ|năm trước|quý trước|kế hoạch|dự toán|chỉ tiêu|mục tiêu|phấn đấu|đầu (?:quý|năm|kỳ)")


def annex_relations(text: str, figures: Sequence[Figure]) -> Iterator[Relation]:
    """What running text says that a table of the same document says too: the same indicator, unit and period.

    Args:
        text: the document's text.
        figures: its figures, of running text and of tables.
    """
    rows: dict[tuple[frozenset[str], str], list[Figure]] = {}
    for figure in figures:
        if figure.place and figure.indicator and not figure.org:
            name = frozenset(key(figure.indicator.split(" – ")[0]).split())
            if len(name) >= 3:
                rows.setdefault((name, figure.unit.lower()), []).append(figure)
    if not rows:
        return
    for figure in figures:
        if (
            figure.place
            or figure.hedge
            or figure.whole is not None
            or figure.direction in {"tăng", "giảm"}
            or not figure.indicator
        ):
            continue
        said = set(key(figure.indicator).split())
        around = key(text[max(figure.sentence[0], figure.start - 60) : min(figure.end + 30, figure.sentence[1])])
        if _OTHER_TIME.search(around):
            continue
        found = [cells for (name, unit), cells in rows.items() if name <= said and unit == figure.unit.lower()]
        if len(found) != 1:
            continue
        cells = [
            cell for cell in found[0] if cell.period.startswith(CUMULATIVE) == figure.period.startswith(CUMULATIVE)
        ]
        if len(cells) != 1 or not 0.1 <= _ratio(figure, cells[0]) <= 10:
            continue
        holds = agree(of_figure(cells[0]), of_figure(figure))
        message = (
            ""
            if holds
            else (
                f"Lời văn ghi {spelled(figure.value, figure.decimals)}, {cells[0].place} ghi "
                f"{spelled(cells[0].value, cells[0].decimals)}."
            )
        )
        yield Relation("annex", holds, figure.number, (figure.number, cells[0].number), message)


def _ratio(first: Figure, second: Figure) -> float:
    return first.amount / second.amount if second.amount else 0.0
