"""`workbench figures [QUERY]`: the figures of documents, their pivot, or their checks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.markup import escape

from workbench import Workbench
from workbench.analysis.figures import Figures
from workbench.analysis.number_checks import NumberChecks
from workbench.cli.output import print_json, print_table, progress, say

_MOST_PRINTED = 60  # rows that people read on a screen; a file holds all


def show_figures(
    query: str, root: Path, *, pivot: bool, checks: bool, documents: int, out: Path | None, as_json: bool
) -> None:
    """Print or export what `Workbench.figures` and `Workbench.number_checks` give."""
    with Workbench.open(root) as workbench, progress(quiet=as_json) as show:
        found: Figures | NumberChecks
        if checks:
            found = workbench.number_checks(query or None, documents=documents, progress=show)
            frame = found.to_frame()
        else:
            found = workbench.figures(query or None, documents=documents, progress=show)
            frame = found.pivot(workbench.same_indicator()).to_frame() if pivot else found.to_frame()
        file = workbench.export(frame, out) if out is not None else None
    if as_json:
        rows = [
            {name: None if pd.isna(value) else value for name, value in row.items()}
            for row in frame.to_dict(orient="records")
        ]
        print_json({"about": found.about, "documents": found.documents, "rows": rows, "file": file})
        return
    title = "Kiểm số" if checks else "Bảng chỉ tiêu" if pivot else "Số liệu"
    shown = frame.head(_MOST_PRINTED)
    columns, lines = _pivot_lines(shown) if pivot and not checks else _lines(shown, checks)
    print_table(f"{title}: {found.about} ({found.documents} văn bản)", columns, lines)
    if isinstance(found, NumberChecks):
        say(f"Đã thử {found.tested} quan hệ giữa các số; {len(found.rows)} chỗ không khớp, cần người xem lại.")
    if len(frame) > len(shown):
        say(f"Còn {len(frame) - len(shown)} dòng nữa: dùng --out TỆP.xlsx để xem đủ.")
    if file is not None:
        say(f"Đã ghi: {escape(str(file))}")


def _lines(frame: pd.DataFrame, checks: bool) -> tuple[list[str], list[list[str]]]:
    """What of a table fits on a screen; a file holds all."""
    columns = ["Loại kiểm", "Nhận xét", "Nguồn"] if checks else ["Chỉ tiêu", "Nguyên văn", "Kỳ", "Đơn vị báo cáo"]
    return columns, [[str(row[name]) for name in columns] for row in frame.to_dict(orient="records")]


def _pivot_lines(frame: pd.DataFrame) -> tuple[list[str], list[list[str]]]:
    """The periods of each row in one cell: there are more of them than a screen is wide."""
    names, periods = list(frame.columns[:3]), list(frame.columns[3:-1])
    lines = []
    for row in frame.to_dict(orient="records"):
        values = [f"{period}: {_plain(row[period])}" for period in periods if not pd.isna(row[period])]
        lines.append([str(row["Chỉ tiêu"]), str(row["Đơn vị tính"]), str(row["Đơn vị báo cáo"]), "; ".join(values)])
    return [*names, "Giá trị theo kỳ"], lines


def _plain(value: object) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) and value < 1e6 else str(value)
