"""What a figure (số liệu) is: a number with its indicator, unit of measure, period, reporting unit and source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.documents.model import Citation

UnitKind = Literal["percent", "money", "measure", "times", "time", "person", "count", ""]


@dataclass(frozen=True)
class Figure:
    """One figure as a text prints it; offsets are into the document's text.

    Attributes:
        start, end: of the value: its digits or words with the scale and the unit of measure behind it.
        value: as printed, before the scale: 2.5 for "2,5 tỷ đồng"; of "13/15" the part, of a range the lower end.
        scale: what the value is to be multiplied with.
        unit: unit of measure (đơn vị tính) as printed, with the scale: "tỷ đồng", "đảng viên", "%"; "" when unknown.
        kind: what sort of unit.
        decimals: how many decimals are printed.
        number: offsets of the digits or words alone.
        indicator: chỉ tiêu, the phrase that it measures; "" when the text does not say.
        indicator_spans: where its words stand.
        sentence: offsets of the sentence, or of the cell.
        whole: 15 in "13/15"; upper: 7 in "5–7".
        period: as far as the sentence tells: "Quý III/2025", "Quý III", "6 tháng/2025", "Năm 2024", "lũy kế"; else "".
        org: unit that reports, as far as the sentence tells it.
        comparison: "tăng 12,5% so với cùng kỳ", verbatim, of the figure itself or said of it.
        direction: "tăng", "giảm", "bằng" … where the figure itself is the change or the share.
        against: what it is compared with.
        hedge: "khoảng", "gần", "trên" …
        place: in a table where it stands ("Biểu 1, ô C7"); "" in prose.
    """

    start: int
    end: int
    value: float
    unit: str
    indicator: str
    number: tuple[int, int]
    sentence: tuple[int, int]
    scale: float = 1.0
    kind: UnitKind = ""
    decimals: int = 0
    indicator_spans: tuple[tuple[int, int], ...] = ()
    whole: float | None = None
    upper: float | None = None
    period: str = ""
    org: str = ""
    comparison: str = ""
    direction: str = ""
    against: str = ""
    hedge: str = ""
    place: str = ""

    @property
    def amount(self) -> float:
        """The value with its scale."""
        return self.value * self.scale

    def kept(self) -> list[Any]:
        """The figure in the form in which it is kept between builds."""
        return [getattr(self, name) for name in _FIELDS]

    @classmethod
    def from_kept(cls, row: list[Any]) -> Figure:
        """The figure of `kept`."""
        values = dict(zip(_FIELDS, row, strict=True))
        values["number"], values["sentence"] = tuple(values["number"]), tuple(values["sentence"])
        values["indicator_spans"] = tuple((start, end) for start, end in values["indicator_spans"])
        return cls(**values)


_FIELDS = tuple(Figure.__dataclass_fields__)


@dataclass(frozen=True)
class ReportedFigure:
    """A figure of the archive: with its source, and with period and unit completed from the document.

    Attributes:
        figure: as the text prints it.
        citation: the sentence or cell that it stands in.
        value_text: verbatim, "2,5 tỷ đồng".
        indicator, unit, period, org, value: what counts: as read, or as a person corrected it.
        state: "" as read, "confirmed", "corrected", or "dismissed" by a person.
    """

    figure: Figure
    citation: Citation
    value_text: str
    indicator: str
    unit: str
    period: str
    org: str
    value: float
    state: str = ""
    said: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    @property
    def amount(self) -> float:
        """The value with its scale."""
        return self.value * self.figure.scale
