"""What a văn bản is: its header, its pages and its passages, with offsets into the text as it was read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from workbench.documents.rich import ROWS, card

if TYPE_CHECKING:
    import pandas as pd

System = Literal["party", "state"]


@dataclass(frozen=True)
class Evidence:
    """Why a header field has its value, or why it has none.

    Attributes:
        start, end: offsets in the document's text of what it was read from; None where it was concluded from elsewhere.
        confidence: how sure the reading is, from 0 to 1 (1: a person confirmed it).
        note: what people should know, in Vietnamese ("số viết tay, chưa đọc được" …).
    """

    start: int | None
    end: int | None
    confidence: float
    note: str = ""


@dataclass(frozen=True)
class Header:
    """The header fields of a document; a field that the page does not print is None.

    The names in brackets are those of the national metadata list (NĐ 30/2020, Phụ lục VI; domain.md §8.2).

    Attributes:
        symbol: số ký hiệu as printed, spaces removed, e.g. "34-CT/TU" (CodeNumber + CodeNotation).
        type: tên loại, e.g. "Chỉ thị" (TypeName).
        issuer: cơ quan ban hành, the organ that the head prints, e.g. "Tỉnh ủy Lam Nguyên" (OrganName).
        date: ngày ban hành (IssuedDate).
        subject: trích yếu (Subject).
        place: địa danh.
        system: "party" for documents of the Party, "state" for those of the State (domain.md §3.4).
        parent: cơ quan cấp trên, printed above the issuer.
        signer: người ký (SignerInfo.FullName); signer_title: chức vụ (SignerInfo.Position).
        recipients: nơi nhận, one entry a line (To.OrganName).
        urgency: độ khẩn: "HỎA TỐC", "THƯỢNG KHẨN" or "KHẨN" (Priority).
        term: nhiệm kỳ of the issuing committee, "2025-2030"; numbers restart every term (domain.md §2.4).
        subject_field: lĩnh vực, one of `fields.csv` ("kiểm tra, giám sát"), None when unsure (domain.md §1.6).
        unit: the unit that reports or that the document is about: "xã Khe Ngọc", "Ban Tổ chức Tỉnh ủy Lam Nguyên".
        evidence: for the fields above by name, where each stands and how sure it is; also for a field left open.
    """

    symbol: str | None = None
    type: str | None = None
    issuer: str | None = None
    date: date | None = None
    subject: str | None = None
    place: str | None = None
    system: System | None = None
    parent: str | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: tuple[str, ...] = ()
    urgency: str | None = None
    term: str | None = None
    subject_field: str | None = None
    unit: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its place (from 1) and the offsets of its text in the document's text."""

    row: int
    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """A table of a document, or a sheet of a workbook.

    Attributes:
        name: name of the sheet, or "" for a table inside a text.
        cells: its cells that hold text, row by row.
        sheet: True for a sheet, whose cells people name "B7"; rows and columns are then those of the sheet.
    """

    name: str
    cells: tuple[Cell, ...]
    sheet: bool = False


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document: the unit that citations point to.

    Attributes:
        number: 1 for the first passage of the document.
        start, end: offsets into the document's text (end exclusive).
        page: page on which the passage starts, or None where the format has no pages.
        section: key of the report section it stands in (domain.md §4.3: "ket_qua", "han_che" …), or None.
        heading: True when the passage is itself a heading.
        unit: what people cite it by where the text is divided so: "Điều 5, khoản 2, điểm a", "Phụ lục I"; or None.
    """

    number: int
    start: int
    end: int
    page: int | None
    section: str | None = None
    heading: bool = False
    unit: str | None = None


@dataclass(frozen=True)
class Citation:
    """Where a sentence stands: law 1, "every sentence leads back to its source".

    Attributes:
        document_id: id in the catalogue.
        path: path of the file under the corpus folder, with forward slashes.
        symbol, title: how people name the document.
        date: day of issue.
        page: page number from 1, or None where the format has no pages.
        passage: passage number from 1.
        start, end: offsets of the quoted text in the document's text.
        quote: the quoted text, verbatim.
        unit: the unit of rules it stands in ("Điều 5, khoản 2"), or None.
        gone: the original was deleted from the archive since; the quote stays. Found out whenever a draft is opened.
    """

    document_id: str
    path: str
    symbol: str | None
    title: str
    date: date | None
    page: int | None
    passage: int
    start: int
    end: int
    quote: str
    unit: str | None = None
    gone: bool = False

    @property
    def place(self) -> str:
        """Where in the document, in words: "trang 3, đoạn 12"; in rules "trang 3, Điều 5, khoản 2"."""
        page = f"trang {self.page}, " if self.page is not None else ""
        return f"{page}{self.unit or f'đoạn {self.passage}'}"

    @property
    def label(self) -> str:
        """The whole source in one line: symbol or title, day of issue, page and passage."""
        name = f"{self.symbol} – {self.title}" if self.symbol else self.title
        when = f" ({self.date:%d/%m/%Y})" if self.date else ""
        gone = " [bản gốc đã bị xóa khỏi kho]" if self.gone else ""
        return f"{name}{when}{gone}, {self.place}"

    def _repr_html_(self) -> str:
        return card(self.label, (f"Tệp: {self.path}",), ("Nguyên văn",), [(self.quote,)])


@dataclass(frozen=True)
class Document:
    """One document of the archive, as the catalogue keeps it.

    Attributes:
        id: stable id, kept as long as the file keeps its path or its content.
        path: path under the corpus folder, with forward slashes.
        text: the text as read; every offset in the workbench points into it.
        page_starts: offset at which each page starts; empty where the format has no pages.
        header: header fields.
        title: what to call it on screen: tên loại and trích yếu, else the first line, else the file name.
        passages: its paragraphs, in order.
        cites: symbols that its text cites, as printed.
        labels: directions of circulation and urgency printed on it ("LƯU HÀNH NỘI BỘ" …; domain.md §5.2).
        notes: what the reader wants people to know (converted charset, pages without text …).
        tables: its tables, in order.
        page_confidence: for each page how sure character recognition was (0 to 1), None for a page with its own text;
            empty where no page was recognised.
        register: what no page prints, by the names of domain.md §8.2: "FileCode", "ArrivalDate" (ISO) …
    """

    id: str
    path: str
    text: str
    page_starts: tuple[int, ...]
    header: Header
    title: str
    passages: tuple[Passage, ...]
    cites: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    page_confidence: tuple[float | None, ...] = ()
    register: Mapping[str, str] = field(default_factory=dict, hash=False)
    _starts: list[int] = field(init=False, repr=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        self._starts.extend(passage.start for passage in self.passages)

    def page_of(self, offset: int) -> int | None:
        """The page (from 1) on which an offset stands, or None where the format has no pages."""
        return page_at(self.page_starts, offset)

    def passage_of(self, offset: int) -> Passage | None:
        """The passage in which an offset stands, or the one before it; None in a document without text."""
        place = bisect_right(self._starts, offset) - 1
        return self.passages[max(place, 0)] if self.passages else None

    def cite(self, start: int, end: int) -> Citation:
        """A citation of `text[start:end]`."""
        passage = self.passage_of(start)
        return Citation(
            document_id=self.id,
            path=self.path,
            symbol=self.header.symbol,
            title=self.title,
            date=self.header.date,
            page=self.page_of(start),
            passage=passage.number if passage else 1,
            start=start,
            end=end,
            quote=self.text[start:end],
            unit=passage.unit if passage else None,
        )

    def to_frame(self) -> pd.DataFrame:
        """The passages, one a row: passage, page, section, heading, text."""
        import pandas as pd  # late: a worker process takes as long to load it as all the rest

        rows = [(p.number, p.page, p.section, p.heading, self.text[p.start : p.end]) for p in self.passages]
        return pd.DataFrame(rows, columns=["passage", "page", "section", "heading", "text"])

    def _repr_html_(self) -> str:
        header = self.header
        facts = (
            f"Số ký hiệu: {header.symbol or '(không rõ)'}",
            f"Cơ quan ban hành: {header.issuer or '(không rõ)'}",
            f"Ngày: {header.date:%d/%m/%Y}" if header.date else "Ngày: (không rõ)",
            f"Người ký: {header.signer}" if header.signer else "",
            f"Nhãn: {'; '.join(self.labels)}" if self.labels else "",
            f"Mã: {self.id}",
            f"Tệp: {self.path}",
        )
        rows = ((one.page, one.unit or one.number, self.text[one.start : one.end]) for one in self.passages[:ROWS])
        columns = ("Trang", "Đoạn", "Nội dung")
        return card(self.title, facts, columns, rows, total=len(self.passages), notes=self.notes)


def page_at(page_starts: tuple[int, ...], offset: int) -> int | None:
    """The page (from 1) on which `offset` stands, given where the pages start."""
    return max(bisect_right(page_starts, offset), 1) if page_starts else None
