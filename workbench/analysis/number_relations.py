"""Relations between printed numbers that arithmetic can test, and what rounding allows (domain.md §4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workbench.analysis.figures_model import Figure

Rule = Literal["share", "sum", "shares", "change", "impossible", "table_sum", "table_share", "annex", "contradiction"]
RULES: dict[Rule, str] = {
    "share": "Tỷ lệ không khớp với hai số",
    "sum": "Tổng không khớp các thành phần",
    "shares": "Các tỷ lệ cộng lại không bằng 100%",
    "change": "Mức tăng, giảm không khớp với hai số",
    "impossible": "Số liệu không thể có",
    "table_sum": "Cộng bảng không khớp",
    "table_share": "Cột tính toán trong bảng không khớp",
    "annex": "Lời văn khác bảng",
    "contradiction": "Hai văn bản nêu khác nhau",
}
"""What is tested, as people read it."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Relation:
    """One thing that a text says about its numbers.

    Attributes:
        rule: what is tested.
        holds: whether the numbers agree, as far as rounding allows.
        accused: offsets of the number that does not fit the others (of the result, where there is one).
        members: offsets of all numbers that take part, digits only, in the order of the text.
        message: what does not fit and what it would have to be, in plain Vietnamese; "" where it holds.
    """

    rule: Rule
    holds: bool
    accused: Span
    members: tuple[Span, ...]
    message: str = ""


@dataclass(frozen=True)
class Range:
    """Between what two values a printed number lies."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Halfway between the two."""
        return (self.low + self.high) / 2

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> Range:
        """Multiplied with a number that is not negative."""
        return Range(self.low * factor, self.high * factor)

    def over(self, other: Range) -> Range | None:
        """Divided by a range of positive numbers; None when it is none."""
        if other.low <= 0:
            return None
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(corners), max(corners))


def measured(value: float, decimals: int, scale: float = 1.0, *, whole: bool | None = None) -> Range:
    """What a number can stand for that counts or measures: exact where it counts, else half a unit of its last digit.

    Args:
        value, decimals, scale: as printed.
        whole: whether it counts and is exact; by default a number without decimals and scale is.
    """
    exact = (decimals == 0 and scale == 1) if whole is None else whole
    margin = 0.0 if exact else 0.5 * 10.0**-decimals * scale
    return Range(value * scale - margin, value * scale + margin)


def printed(value: float, decimals: int) -> Range:
    """What a printed result can stand for: rounded, or cut off, as offices also do (19,97 → 19,9)."""
    unit = 10.0**-decimals
    return Range(value - 0.5 * unit, value + unit)


def agree(computed: Range | None, result: Range) -> bool:
    """Whether what is computed and what is printed can be the same."""
    return computed is None or (computed.low <= result.high + 1e-9 and computed.high >= result.low - 1e-9)


def of_figure(figure: Figure) -> Range:
    """What a figure can stand for."""
    return measured(figure.value, figure.decimals, figure.scale)


def whole_of(figure: Figure) -> Range:
    """What the whole of a ratio "13/15" can stand for."""
    whole = figure.whole or 0.0
    return measured(whole, 0 if whole == int(whole) else 2, figure.scale)


def spelled(value: float, decimals: int = 1) -> str:
    """A number as Vietnamese print it: 1234.5 → "1.234,5"; whole numbers without decimals."""
    if value == int(value) and decimals <= 2:
        return f"{int(value):,}".replace(",", ".")
    text = f"{value:,.{max(decimals, 1)}f}"
    return text.translate(str.maketrans(",.", ".,"))
