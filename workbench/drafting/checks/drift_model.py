"""What a drift is, and the two rows with their alignment in which drifts are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.drafting.checks.drift_align import Alignment
from workbench.drafting.checks.drift_tokens import Row


class DriftKind(StrEnum):
    """What drifted."""

    NUMBER = "so"
    UNIT = "don_vi_do"
    DAY = "ngay"
    NAME = "ten"
    SYMBOL = "so_ky_hieu"
    NEGATION = "phu_dinh"
    DIRECTION = "chieu"
    DEGREE = "muc_do"

    @property
    def label(self) -> str:
        """The kind in words, for people."""
        return {
            "so": "con số",
            "don_vi_do": "đơn vị tính",
            "ngay": "ngày tháng",
            "ten": "tên",
            "so_ky_hieu": "số ký hiệu",
            "phu_dinh": "từ phủ định",
            "chieu": "từ chỉ chiều hướng",
            "muc_do": "từ chỉ mức độ",
        }[self.value]


@dataclass(frozen=True)
class Drift:
    """A place where a text says something else than its source.

    Attributes:
        kind: what drifted.
        start, end: offsets in the text of the words in question; of a word that was left out, of what it modified.
        said: what the text says there; "" for a word that was left out.
        source: what the source says there; "" where it says nothing of the kind.
    """

    kind: DriftKind
    start: int
    end: int
    said: str
    source: str

    @property
    def message(self) -> str:
        """What drifted, in Vietnamese."""
        if not self.said:
            return f"Đã bỏ {self.kind.label} “{self.source}” của nguồn."
        if not self.source:
            return f"Nguồn không có {self.kind.label} “{self.said}”."
        return f"Khác nguồn về {self.kind.label}: dự thảo ghi “{self.said}”, nguồn ghi “{self.source}”."


@dataclass(frozen=True)
class Pair:
    """A text and its sources.

    Attributes:
        text, source: their tokens; the sources in one row.
        words, origin: the text and the sources as given, for quoting; offsets of the row `source` point into `origin`.
        aligned: which token is which.
    """

    text: Row
    source: Row
    words: str
    origin: str
    aligned: Alignment

    def said(self, start: int, end: int) -> str:
        """The words of the text from token `start` to before token `end`."""
        return self.words[self.text.tokens[start].start : self.text.tokens[end - 1].end]

    def says(self, start: int, end: int) -> str:
        """The words of the source from token `start` to before token `end`."""
        return self.origin[self.source.tokens[start].start : self.source.tokens[end - 1].end]
