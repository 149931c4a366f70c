"""The empty cells of a matrix in sentences: what nobody speaks of, who is silent, who has not reported."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.drafting.matrix import UNIT, Matrix


def gap_lines(matrix: Matrix, units: Sequence[str], period: str = "") -> list[str]:
    """The gaps, the weightiest first: contents nobody speaks of, units without a report, units that say nothing, and
    then what each of the others leaves out.

    Args:
        matrix: what units say about which contents.
        units: its rows in the order to tell them.
        period: only this one; "" for all together.
    """
    who = "đơn vị" if matrix.rows == UNIT else "văn bản"
    periods = (period,) if period else matrix.periods
    said = {(unit, one) for (unit, one, when) in matrix.cells if when in periods}
    silent = [one for one in matrix.contents if not any((unit, one) in said for unit in units)]
    lines = [f"Chưa có {who} nào nói về “{one}”." for one in silent]
    away = [unit for unit in units if not any((unit, when) in matrix.reported for when in periods)]
    lines += [f"“{unit}” chưa có báo cáo{f' {period}' if period else ''} trong các văn bản đang xem." for unit in away]
    here = [unit for unit in units if unit not in away]
    speaking = [unit for unit in here if any((unit, one) in said for one in matrix.contents)]
    told = "có báo cáo nhưng không" if matrix.rows == UNIT else "không"
    mute = [unit for unit in here if unit not in speaking]
    lines += [f"{_named(mute, who)} {told} nêu nội dung nào ở trên."] if mute else []
    told_of = [one for one in matrix.contents if one not in silent]
    alike: dict[str, list[str]] = {}  # units that leave out the same are told together
    for unit in speaking:
        held = [f"“{one}”" for one in told_of if (unit, one) in said]
        left = [f"“{one}”" for one in told_of if (unit, one) not in said]
        if left:
            what = f"chỉ nói về {', '.join(held)}" if len(left) > len(held) else f"chưa nói về {', '.join(left)}"
            alike.setdefault(what, []).append(unit)
    return [*lines, *(f"{_named(units, who)} {what}." for what, units in alike.items())]


def _named(units: Sequence[str], who: str) -> str:
    """Some units in words: "“A”", "3 đơn vị (“A”, “B”, “C”)"."""
    names = ", ".join(f"“{unit}”" for unit in units)
    return names if len(units) == 1 else f"{len(units)} {who} ({names})"
