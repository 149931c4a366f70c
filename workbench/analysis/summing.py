"""Summaries, as methods of `Workbench`: of one document, of what a query finds, by the sections of a report."""

from __future__ import annotations

from abc import ABC, abstractmethod

from workbench.analysis.summary import (
    SectionedSummary,
    Summary,
    summarize,
    summarize_by_section,
    syllables_of,
)
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document


class Summing(ABC):
    """The part of `Workbench` about summaries."""

    @abstractmethod
    def document(self, document_id: str) -> Document:
        """The document with this id."""

    @abstractmethod
    def _found(self, query: str, documents: int) -> list[Document]:
        """The documents a query finds, best first, at most so many."""

    def summarize(
        self,
        query: str,
        *,
        length: str | int = "vua",
        sentences: int | None = None,
        documents: int = 20,
        progress: OnProgress | None = None,
    ) -> Summary:
        """Sum up the best `documents` for a query: whole sentences, each verbatim, cited and with its unit.

        Args:
            query: what to search for; "" takes the newest documents.
            length: "ngan", "vua", "dai", or a number of syllables that the summary must not exceed.
            sentences: at most this many sentences instead, whatever their length.
            documents: how many of the found documents to sum up.
            progress: told how far the work has come.

        Raises:
            SummaryError: the length is not known.
            NotBuiltError, QueryError: as `search`.
        """
        syllables_of(length)  # told before the search
        chosen = self._found(query, documents)
        meter = ProgressMeter(progress, 1, "Tóm tắt")
        summary = summarize(chosen, query, sentences, length=length)
        meter.step()
        return summary

    def summarize_document(self, document_id: str, length: str | int = "vua", *, query: str = "") -> Summary:
        """Sum up one document.

        Args:
            document_id: its id, or the first characters of it.
            length: as for `summarize`.
            query: what the summary is to keep to; "" for all that the document says.

        Raises:
            SummaryError: the length is not known.
            NotBuiltError, UnknownDocument: as `document`.
        """
        return summarize([self.document(document_id)], query, length=length)

    def summarize_by_section(
        self,
        query: str,
        *,
        length: str | int = "ngan",
        documents: int = 20,
        progress: OnProgress | None = None,
    ) -> SectionedSummary:
        """Sum up the best `documents` for a query, section by section of a report (đặc điểm … kiến nghị).

        Args:
            query, documents, progress: as for `summarize`.
            length: of each section.

        Raises:
            As `summarize`.
        """
        syllables_of(length)
        chosen = self._found(query, documents)
        meter = ProgressMeter(progress, 1, "Tóm tắt")
        summary = summarize_by_section(chosen, query, length=length)
        meter.step()
        return summary
