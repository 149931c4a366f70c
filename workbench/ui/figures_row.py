"""One row of the figures in words."""

from __future__ import annotations

from workbench.analysis.figures import STATES
from workbench.analysis.figures_model import ReportedFigure

SHOWN = (
    ("Mọi số liệu", ""),
    ("Chưa ai xem", "new"),
    ("Còn thiếu chỉ tiêu, kỳ hoặc đơn vị", "doubtful"),
    ("Đã xác nhận hoặc đã sửa", "decided"),
    ("Đã bỏ", "dismissed"),
)
"""Which rows are shown, as people read it, and in the model."""


_AFTER = frozenset({"trở lên", "trở xuống"})  # hedges that stand after their number


def row_key(row: ReportedFigure) -> tuple[str, int, str]:
    """What tells a row from all others, whatever people decide about it."""
    return row.citation.document_id, row.figure.start, row.value_text


def is_shown(row: ReportedFigure, wanted: str) -> bool:
    """Whether a choice of `SHOWN` shows a row; what people dismissed only where it is asked for."""
    if wanted == "dismissed" or row.state == "dismissed":
        return wanted == row.state
    if wanted == "new":
        return not row.state
    if wanted == "decided":
        return bool(row.state)
    return wanted == "" or bool(missing(row))


def missing(row: ReportedFigure) -> tuple[str, ...]:
    """What a row does not tell, in words, as long as nobody decided about it."""
    if row.state:
        return ()
    fields = (("chỉ tiêu", row.indicator), ("kỳ", row.period), ("đơn vị báo cáo", row.org))
    return tuple(name for name, value in fields if not value)


def sureness(row: ReportedFigure) -> str:
    """How sure a row is, in words: who says so, and what is missing."""
    lacking = missing(row)
    return f"Chưa rõ {', '.join(lacking)}" if lacking else STATES[row.state].capitalize()


def value_words(row: ReportedFigure, unit: str = "") -> str:
    """The value as the document prints it ("13/15", "khoảng 60", "75 trở lên"), or as a person corrected it; with the
    unit of measure at its number where one is given ("75% trở lên")."""
    measure = unit if unit in ("", "%") else f" {unit}"
    if "value" in row.said:
        return amount(row.value) + measure
    start = row.figure.start
    printed = row.value_text[row.figure.number[0] - start : row.figure.number[1] - start] or row.value_text
    if row.unit == "%":
        printed = printed.removesuffix("%").rstrip()  # tables print it in the cell; it has a column of its own here
    hedge = row.figure.hedge
    return f"{printed}{measure} {hedge}" if hedge in _AFTER else f"{hedge} {printed}{measure}".strip()


def amount(value: float) -> str:
    """A value as people write it in Vietnamese: 1234.5 → "1.234,5"."""
    whole, _, decimals = f"{value:,.4f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")
