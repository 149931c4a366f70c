"""What a search gives back: typed hits with snippets that point into the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import pandas as pd

from workbench.documents.rich import ROWS, card, marked
from workbench.search.understanding import Chip


@dataclass(frozen=True)
class FacetCount:
    """A value of a facet and in how many of the documents found it stands."""

    value: str
    count: int


@dataclass(frozen=True)
class Snippet:
    """A piece of a document, verbatim.

    Attributes:
        text: `document.text[start:end]`.
        start, end: offsets in the document.
        page, passage: where it stands; page is None where the format has no pages.
        marks: (start, end) inside `text` of what the query matched.
    """

    text: str
    start: int
    end: int
    page: int | None
    passage: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Hit:
    """One document found.

    Attributes:
        score: for ranking within one answer only.
        snippets: the passages that show best what matched.
        labels: labels of circulation and urgency, as printed.
        why: what else than the words as typed made it match, in Vietnamese ("viện dẫn 34-CT/TU", "cũng tìm “UBND”").
        copies: other documents of the archive with the same content, which this one stands for.
    """

    id: str
    path: str
    symbol: str | None
    title: str
    type: str | None
    issuer: str | None
    date: date | None
    score: float
    snippets: tuple[Snippet, ...]
    labels: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        facts = (
            self.symbol or "(không rõ số ký hiệu)",
            self.issuer or "",
            f"{self.date:%d/%m/%Y}" if self.date else "",
            "; ".join(self.labels),
            "; ".join(self.why),
            f"Mã: {self.id}",
            f"Tệp: {self.path}",
        )
        rows = [(one.page, one.passage, marked(one.text, one.marks)) for one in self.snippets]
        return card(self.title, facts, ("Trang", "Đoạn", "Chỗ khớp"), rows)


@dataclass(frozen=True)
class SearchResults:
    """An answer: the exact total, one page of hits, and counts over all documents found.

    Attributes:
        query: what was typed.
        total: how many documents match.
        hits: the page asked for, best first.
        facets: by name (`index.engine.FACETS`), most frequent value first; each counted over what the other filters
            leave, so that it shows what else could be chosen.
        note: how the query was read where that is not obvious, in Vietnamese; else None.
        seconds: how long the search took.
        chips: in what other ways the query was, or could be, understood.
        suggestion: the query with a likely typing mistake mended ("có phải bạn muốn tìm"), or None.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    note: str | None = None
    seconds: float = 0.0
    chips: tuple[Chip, ...] = ()
    suggestion: str | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row a hit: id, symbol, title, type, issuer, date, score, page, snippet, path."""
        rows = [
            (
                hit.id,
                hit.symbol,
                hit.title,
                hit.type,
                hit.issuer,
                hit.date,
                hit.score,
                hit.snippets[0].page if hit.snippets else None,
                hit.snippets[0].text if hit.snippets else "",
                hit.path,
            )
            for hit in self.hits
        ]
        columns = ["id", "symbol", "title", "type", "issuer", "date", "score", "page", "snippet", "path"]
        return pd.DataFrame(rows, columns=columns)

    def to_json(self) -> dict[str, Any]:
        """The stable form of `search --json`."""
        return {
            "query": self.query,
            "total": self.total,
            "note": self.note,
            "suggestion": self.suggestion,
            "chips": [asdict(chip) for chip in self.chips],
            "seconds": round(self.seconds, 4),
            "hits": [
                {
                    "id": hit.id,
                    "path": hit.path,
                    "symbol": hit.symbol,
                    "title": hit.title,
                    "type": hit.type,
                    "issuer": hit.issuer,
                    "date": hit.date.isoformat() if hit.date else None,
                    "score": round(hit.score, 4),
                    "labels": list(hit.labels),
                    "why": list(hit.why),
                    "copies": list(hit.copies),
                    "snippets": [
                        {
                            "text": snippet.text,
                            "start": snippet.start,
                            "end": snippet.end,
                            "page": snippet.page,
                            "passage": snippet.passage,
                            "marks": [list(mark) for mark in snippet.marks],
                        }
                        for snippet in hit.snippets
                    ],
                }
                for hit in self.hits
            ],
            "facets": {
                name: [{"value": item.value, "count": item.count} for item in counts]
                for name, counts in self.facets.items()
            },
        }

    def _repr_html_(self) -> str:
        rows = [
            (
                hit.symbol,
                hit.title,
                hit.issuer,
                hit.date,
                marked(hit.snippets[0].text, hit.snippets[0].marks) if hit.snippets else "",
                f"trang {hit.snippets[0].page}" if hit.snippets and hit.snippets[0].page else "",
                hit.path,
            )
            for hit in self.hits[:ROWS]
        ]
        facts = (
            f"{self.total} văn bản",
            f"đang hiện {len(rows)}" if len(rows) < self.total else "",
            f"Có phải bạn muốn tìm: {self.suggestion}" if self.suggestion else "",
        )
        columns = ("Số ký hiệu", "Tên văn bản", "Cơ quan", "Ngày", "Chỗ khớp", "Trang", "Tệp")
        notes = (self.note or "",)
        return card(f"Tìm: {self.query}", facts, columns, rows, total=len(self.hits), notes=notes)
