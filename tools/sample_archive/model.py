"""What one invented document is, before it becomes a file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal

System = Literal["party", "state"]


@dataclass(frozen=True)
class Block:
    """One paragraph or table of a body.

    Attributes:
        kind: "text", "heading" (I-), "subheading" (1.), "minor" (a), italic), "centre" (bold, centred), "ground"
            (căn cứ; italic in State documents, domain.md §3.3), "table", "break" (new page).
        text: the words; empty for tables and breaks.
        rows: the rows of a table, the first one the header.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Issuer:
    """An office of the invented province.

    Attributes:
        parent, name: the lines at the top left of the page, in capitals.
        label: the office's name as people write it.
        place: địa danh.
        signs: who signs, by key: (quyền hạn or empty, chức vụ, họ tên).
    """

    key: str
    system: System
    parent: str
    name: str
    label: str
    place: str
    signs: dict[str, tuple[str, str, str]]


@dataclass(frozen=True)
class Spec:
    """One document: its head, its body and its foot, and what is wrong with it on purpose.

    Attributes:
        path: path under `corpus/`; the suffix chooses the format.
        date: day of issue; None where the page leaves it blank.
        type: tên loại as printed; None for a công văn, which prints none.
        addressees: "Kính gửi" lines.
        mark: "LƯU HÀNH NỘI BỘ", "KHẨN" …, printed on a line of its own under the symbol.
        secrecy: "MẬT" or "TỐI MẬT": the archive must refuse the document.
        encoding: for .txt: a Python codec name, "tcvn3", or "utf-8".
        style: layout variant of the format ("wrapped" for .txt, "portal", "gazette" or "old" for .html).
        blemishes: (kind, evidence): what was spoiled on purpose, and the words in which it shows.
        extra: further facts for the manifest (unit, period, figures, relations …).
    """

    path: str
    issuer: Issuer
    symbol: str | None
    type: str | None
    subject: str
    date: datetime.date | None
    blocks: tuple[Block, ...]
    sign: tuple[str, str, str]
    recipients: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    mark: str | None = None
    secrecy: str | None = None
    encoding: str = "utf-8"
    style: str = ""
    blemishes: tuple[tuple[str, str], ...] = ()
    spoil: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def date_line(self) -> str:
        """Place and date as printed; months 1 and 2 and days below 10 carry a zero (domain.md §2.5, §3.6)."""
        if self.date is None:
            return f"{self.issuer.place}, ngày      tháng      năm {self.extra['year']}"
        month = f"{self.date.month:02d}" if self.date.month < 3 else str(self.date.month)
        return f"{self.issuer.place}, ngày {self.date.day:02d} tháng {month} năm {self.date.year}"

    @property
    def symbol_line(self) -> str:
        """Party documents print "Số 12-CT/TU", State documents "Số: 12/KH-UBND" (domain.md §2.4, §3.2)."""
        if self.symbol is None:
            return ""
        return f"Số {self.symbol}" if self.issuer.system == "party" else f"Số: {self.symbol}"

    @property
    def motto(self) -> tuple[str, ...]:
        """The lines at the top right."""
        if self.issuer.system == "party":
            return ("ĐẢNG CỘNG SẢN VIỆT NAM",)
        return ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
