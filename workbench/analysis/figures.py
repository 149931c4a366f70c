"""The figures (số liệu, chỉ tiêu) of documents: each number with indicator, unit, period, organ and source.

They are made once for each text and kept; period and organ that a sentence leaves open are completed from the
document's header when they are asked for, because people correct headers.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.analysis.figures_model import Figure, ReportedFigure
from workbench.analysis.figures_period import complete, period_of_document
from workbench.analysis.figures_prose import prose_figures
from workbench.analysis.figures_rows import row_figures
from workbench.analysis.figures_tables import cells_read, data_grids, table_figures
from workbench.analysis.figures_text import view_of
from workbench.analysis.keywords_phrases import AnalysisStore
from workbench.documents.model import Document
from workbench.documents.rich import card
from workbench.vietnamese.spelling import key

if TYPE_CHECKING:
    from workbench.analysis.figures_pivot import Pivot

__all__ = [
    "NAME",
    "VERSION",
    "Figure",
    "Figures",
    "ReportedFigure",
    "collect",
    "find_figures",
    "kept_figures",
    "make_figures",
]

NAME = "figures"
"""What they are kept under."""

VERSION = "2"
"""Raised when something else is found; figures kept by another version are made again."""

_HEAD = 1_500  # characters of a text in which its title stands


def find_figures(document: Document) -> list[Figure]:
    """The figures of a document, in running text and in tables, in the order of the text."""
    grids, view = data_grids(document), view_of(document.text)
    cells = cells_read(grids)
    rows, lines = row_figures(view, cells)
    found = prose_figures(view, [*cells, *lines])
    return sorted([*found, *rows, *table_figures(document, grids)], key=lambda figure: (figure.start, figure.end))


def make_figures(document: Document) -> bytes:
    """The figures of a document in the form in which they are kept; for the second stage of a build."""
    return _pack(find_figures(document))


def kept_figures(document: Document, store: AnalysisStore) -> list[Figure]:
    """The figures of a document, from the store, else made now and kept."""
    kept = store.analysis(document.id, NAME, VERSION)
    if kept is not None:
        return [Figure.from_kept(row) for row in json.loads(zlib.decompress(kept))] if kept else []
    made = find_figures(document)
    text_hash = store.text_hash(document.id)
    if text_hash is not None:
        store.keep_analyses(NAME, VERSION, [(text_hash, _pack(made))])
    return made


def _pack(figures: Sequence[Figure]) -> bytes:
    rows = [figure.kept() for figure in figures]
    return zlib.compress(json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode("utf-8"), 1)


@dataclass(frozen=True)
class Figures:
    """The figures of some documents.

    Attributes:
        about: the query, or what else the documents have in common.
        documents: how many documents were looked at.
        rows: one a figure, in the order of the documents; dismissed ones are left out.
    """

    about: str
    documents: int
    rows: tuple[ReportedFigure, ...]

    @property
    def query(self) -> str:
        """What was asked for, for the title of an export."""
        return self.about

    def to_frame(self) -> pd.DataFrame:
        """One row a figure, columns as in `COLUMNS`; the source names document, page, passage and cell."""
        rows = [
            (
                row.indicator,
                row.value,
                row.unit,
                row.period,
                row.org,
                row.figure.hedge,
                row.figure.comparison,
                row.value_text,
                STATES[row.state],
                row.citation.label + (f", {row.figure.place}" if row.figure.place else ""),
            )
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    def pivot(self, same_name: Callable[[str], str] | None = None) -> Pivot:
        """The figures as đơn vị × chỉ tiêu × kỳ, with the variants of an indicator's name merged.

        Args:
            same_name: gives one spelling for abbreviations ("CCHC" → "cải cách hành chính"); none by default.
        """
        from workbench.analysis.figures_pivot import make_pivot

        return make_pivot(self.rows, same_name)

    @cached_property
    def by_document(self) -> dict[str, list[ReportedFigure]]:
        """The rows by id of their document."""
        found: dict[str, list[ReportedFigure]] = {}
        for row in self.rows:
            found.setdefault(row.citation.document_id, []).append(row)
        return found

    def _repr_html_(self) -> str:
        rows = (
            (row.indicator, row.value_text, row.unit, row.period, row.org, STATES[row.state], row.citation.label)
            for row in self.rows
        )
        facts = (f"{len(self.rows)} số liệu trong {self.documents} văn bản",)
        columns = ("Chỉ tiêu", "Giá trị", "Đơn vị tính", "Kỳ", "Đơn vị báo cáo", "Tình trạng", "Nguồn")
        return card(f"Số liệu: {self.about}" if self.about else "Số liệu", facts, columns, rows)


STATES = {"": "đọc từ văn bản", "confirmed": "đã xác nhận", "corrected": "đã sửa", "dismissed": "đã bỏ"}
COLUMNS = [
    *("Chỉ tiêu", "Giá trị", "Đơn vị tính", "Kỳ", "Đơn vị báo cáo"),
    *("Mức độ", "So sánh", "Nguyên văn", "Trạng thái", "Nguồn"),
]

Decisions = Mapping[tuple[str, int, str], tuple[str, Mapping[str, Any]]]
"""What people decided: (document id, start, verbatim value) → (state, corrected values)."""


def collect(
    documents: Iterable[Document],
    store: AnalysisStore,
    about: str = "",
    decisions: Decisions | None = None,
    *,
    dismissed: bool = False,
    progress: Callable[[], None] | None = None,
) -> Figures:
    """The figures of documents as people need them.

    Args:
        documents: what to look at.
        store: keeps the figures of each text.
        about: what the documents have in common, for people.
        decisions: what people decided about single figures.
        dismissed: also give the rows that a person dismissed.
        progress: called after each document.
    """
    said = decisions or {}
    rows: list[ReportedFigure] = []
    count = 0
    for document in documents:
        count += 1
        period = document_period(document)
        org = document.header.unit or document.header.issuer or ""
        for figure in kept_figures(document, store):
            row = reported(document, figure, period, org)
            state, values = said.get((document.id, figure.start, row.value_text), ("", {}))
            if state == "dismissed" and not dismissed:
                continue
            fields = {name: value for name, value in values.items() if name in CORRECTABLE}
            rows.append(replace(row, state=state, said=dict(fields), **fields) if state else row)
        if progress is not None:
            progress()
    return Figures(about, count, tuple(rows))


CORRECTABLE = ("indicator", "unit", "period", "org", "value")
"""What a person can correct of a figure."""


def reported(document: Document, figure: Figure, period: str, org: str) -> ReportedFigure:
    """A figure with its source; what its sentence leaves open is the document's."""
    # In a table of the units' own rows an empty organ is the whole: the issuer's.
    start, end = figure.sentence
    return ReportedFigure(
        figure=figure,
        citation=document.cite(start, end),
        value_text=document.text[figure.start : figure.end],
        indicator=figure.indicator,
        unit=figure.unit,
        period=complete(figure.period, period),
        org=figure.org or org,
        value=figure.value,
    )


def document_period(document: Document) -> str:
    """The period that a document reports on, from its title or its first lines; "" where none is named."""
    title = key(f"{document.header.subject or ''}\n{document.title}")
    is_report = (document.header.type or "").startswith("Báo cáo")
    head = re.sub(r"\s+", " ", key(document.text[:_HEAD])) if is_report else ""
    return period_of_document(title, head, document.header.date)
