"""All hits of a search as a file: .xlsx and .csv with a row a document, .docx with a paragraph a document.

Every hit bears its citation in official form and its labels of circulation (law 2: labels follow what is taken out).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from workbench.documents.circulation import strictest
from workbench.documents.official_citation import official_citation
from workbench.errors import ExportError
from workbench.export.docx_page import CENTER, new_document, write
from workbench.export.streamed import MOST_ROWS, Book, CsvFile, whole_file
from workbench.export.text import one_line, printable
from workbench.search.question import Question
from workbench.search.results import Hit, SearchResults, Snippet

COLUMNS: tuple[tuple[str, int], ...] = (
    ("STT", 6),
    ("Số ký hiệu", 18),
    ("Ngày ban hành", 14),
    ("Loại", 14),
    ("Cơ quan ban hành", 28),
    ("Viện dẫn", 70),
    ("Nhãn", 22),
    ("Trang", 8),
    ("Đoạn", 8),
    ("Trích đoạn", 80),
    ("Vì sao khớp", 24),
    ("Tệp", 40),
    ("Mã văn bản", 18),
)
"""Headings of a row a hit, with widths in characters."""

MOST_IN_WORD = 2_000
"""Hits that a .docx holds: Word grows slow with more, and nobody reads them as prose."""

PAGE = 500
"""Hits asked for at once."""

Ask = Callable[[int, int], SearchResults]
"""Gives a page of the answer: its limit, its offset."""


@dataclass(frozen=True)
class HitsFile:
    """A file of hits that was written.

    Attributes:
        path: where it is.
        total: how many documents match.
        written: how many of them are in the file.
        label: the strictest label of circulation among them, or "".
        note: why not all of them are, or "".
    """

    path: Path
    total: int
    written: int
    label: str = ""
    note: str = ""


class Labels:
    """Gathers the labels of what is written."""

    def __init__(self) -> None:
        self._found: set[str] = set()

    def add(self, hit: Hit) -> None:
        """Take note of the labels of a hit."""
        self._found.update(hit.labels)

    @property
    def strictest(self) -> str:
        """The strictest label of circulation, or ""."""
        return strictest(self._found)


class _Taker(Protocol):
    most: int

    def take(self, number: int, hit: Hit) -> None: ...

    def end(self, question: Question, results: SearchResults, label: str, note: str) -> None: ...

    def close(self) -> None: ...


def write_hits(path: Path, question: Question, ask: Ask, on_page: Callable[[int, int], None] | None = None) -> HitsFile:
    """Write all hits of a search to a .xlsx, .csv or .docx file, page by page.

    Args:
        path: the file; one that is there is replaced once the new one is whole.
        question: what was asked, for the head of the file.
        ask: gives a page of the answer.
        on_page: told how many hits are written, and of how many.

    Raises:
        ExportError: another suffix, or a file that cannot be written.
        NotBuiltError, QueryError: as `Workbench.search`.
    """
    makers: dict[str, Callable[[Path], _Taker]] = {".xlsx": _Excel, ".csv": _Csv, ".docx": _Word}
    maker = makers.get(path.suffix.lower())
    if maker is None:
        raise ExportError(
            f"Không xuất được kết quả ra tệp {path}: đuôi “{path.suffix}” chưa được hỗ trợ.",
            f"Hãy đặt tên tệp có đuôi: {', '.join(makers)}.",
        )
    labels, written = Labels(), 0
    first = ask(PAGE, 0)
    with whole_file(path) as place:
        taker = maker(place)
        try:
            for hit in _all(first, ask, taker.most):
                written += 1
                labels.add(hit)
                taker.take(written, hit)
                if on_page is not None:
                    on_page(written, min(first.total, taker.most))
            note = _cut(written, first.total, path.suffix)
            taker.end(question, first, labels.strictest, note)
        finally:
            taker.close()
    return HitsFile(path, first.total, written, labels.strictest, note)


def hit_row(number: int, hit: Hit) -> tuple[object, ...]:
    """A hit as a row under `COLUMNS`."""
    best = hit.snippets[0] if hit.snippets else None
    return (
        number,
        hit.symbol,
        hit.date,
        hit.type,
        hit.issuer,
        citation_of(hit),
        "; ".join(hit.labels) or None,
        best.page if best else None,
        best.passage if best else None,
        "\n".join(one_line(snippet.text) for snippet in hit.snippets) or None,
        "; ".join(hit.why) or None,
        hit.path,
        hit.id,
    )


def citation_of(hit: Hit) -> str:
    """The document of a hit, cited in official form."""
    return official_citation(hit.title, symbol=hit.symbol, kind=hit.type, issuer=hit.issuer, day=hit.date)


def about(question: Question, results: SearchResults, label: str, note: str) -> list[tuple[str, str]]:
    """What a file of hits tells of the search, in lines of two parts."""
    lines = [
        ("Câu tìm", question.query or "(mọi văn bản)"),
        ("Giới hạn", question.limits),
        ("Số văn bản tìm được", f"{results.total}"),
        ("Cách hiểu câu tìm", results.note or ""),
        ("Cũng tìm", "; ".join(chip.label for chip in results.chips if chip.active)),
        ("Nhãn cao nhất của các văn bản", label),
        ("Lưu ý", note),
        ("Lúc xuất", f"{datetime.now():%H:%M ngày %d/%m/%Y}"),
    ]
    return [(name, printable(value)) for name, value in lines if value]


def _all(first: SearchResults, ask: Ask, most: int) -> Iterator[Hit]:
    """Every hit once, up to `most`; a build between two pages may shift the rest."""
    given: set[str] = set()
    results, offset = first, 0
    while results.hits and len(given) < most:
        for hit in results.hits:
            if hit.id not in given and len(given) < most:
                given.add(hit.id)
                yield hit
        offset += PAGE
        if offset >= first.total:
            return
        results = ask(PAGE, offset)


def _cut(written: int, total: int, suffix: str) -> str:
    if written >= total:
        return ""
    told = f"Tệp chỉ có {written} văn bản đầu trong {total} văn bản tìm được."
    return f"{told} Muốn đủ, hãy xuất ra .xlsx hoặc .csv." if suffix.lower() == ".docx" else told


class _Excel:
    most = MOST_ROWS

    def __init__(self, place: Path) -> None:
        self._place = place
        self._book = Book("Kết quả tìm kiếm")
        self._hits = self._book.sheet("Kết quả", COLUMNS)

    def take(self, number: int, hit: Hit) -> None:
        self._hits.add(hit_row(number, hit))

    def end(self, question: Question, results: SearchResults, label: str, note: str) -> None:
        asked = self._book.sheet("Câu tìm", (("Mục", 32), ("Nội dung", 90)))
        for line in about(question, results, label, note):
            asked.add(line)
        self._book.save(self._place, label)

    def close(self) -> None:
        pass


class _Csv:
    most = MOST_ROWS

    def __init__(self, place: Path) -> None:
        self._file = CsvFile(place, [name for name, _ in COLUMNS])

    def take(self, number: int, hit: Hit) -> None:
        self._file.add(hit_row(number, hit))

    def end(self, question: Question, results: SearchResults, label: str, note: str) -> None:
        pass  # the labels stand in the rows; a .csv has no head

    def close(self) -> None:
        self._file.close()


class _Word:
    most = MOST_IN_WORD

    def __init__(self, place: Path) -> None:
        self._place = place
        self._document = new_document("Kết quả tìm kiếm")
        # What stands here is known only at the end.
        self._label, self._title = self._document.add_paragraph(), self._document.add_paragraph()
        self._head = self._document.add_paragraph()

    def take(self, number: int, hit: Hit) -> None:
        named = self._document.add_paragraph()
        named.paragraph_format.space_before = Pt(8)
        named.paragraph_format.keep_with_next = bool(hit.snippets)
        write(named, f"{number}. {one_line(citation_of(hit))}", size=13, bold=True)
        if hit.labels:
            write(named, f" [{one_line('; '.join(hit.labels))}]", size=13)
        for snippet in hit.snippets:
            quoted = self._document.add_paragraph()
            quoted.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            quoted.paragraph_format.left_indent = Mm(8)
            write(quoted, f"“{one_line(snippet.text)}” ", size=12)
            write(quoted, f"({_place(snippet)})", size=11, italic=True)
        source = self._document.add_paragraph()
        source.paragraph_format.left_indent = Mm(8)
        write(source, one_line(hit.path), size=10, italic=True)

    def end(self, question: Question, results: SearchResults, label: str, note: str) -> None:
        if label:
            self._label.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            write(self._label, label, size=13, bold=True)
        self._title.alignment = CENTER
        write(self._title, "KẾT QUẢ TÌM KIẾM", bold=True)
        lines = [f"{name}: {one_line(value)}" for name, value in about(question, results, label, note)]
        write(self._head, "\n".join(lines), size=12)
        self._document.save(str(self._place))

    def close(self) -> None:
        pass


def _place(snippet: Snippet) -> str:
    page = f"trang {snippet.page}, " if snippet.page else ""
    return f"{page}đoạn {snippet.passage}"
