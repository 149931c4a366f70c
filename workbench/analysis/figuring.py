"""The figures of the archive and their checks, as methods of `Workbench`."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from workbench.analysis.figures import CORRECTABLE, Decisions, Figures, collect
from workbench.analysis.figures_model import ReportedFigure
from workbench.analysis.number_checks import NumberChecks, check_documents
from workbench.archive.deciding import Ids
from workbench.archive.marking import Marking
from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document
from workbench.errors import WorkbenchError
from workbench.workspace.row_decisions import Row, RowDecisions, Said

KIND = "figure"
"""What decisions about figures are kept under."""

_ABBREVIATION = re.compile(r"(?<!\w)[A-ZĐƯ][A-ZĐƯ-]{1,7}(?!\w)")


class Figuring(Marking):
    """The part of `Workbench` about figures."""

    @abstractmethod
    def _found(self, query: str, documents: int) -> list[Document]:
        """The documents a query finds, best first, at most so many."""

    def figures(
        self,
        query: str | None = None,
        *,
        ids: Ids = (),
        documents: int = 200,
        dismissed: bool = False,
        progress: OnProgress | None = None,
    ) -> Figures:
        """The figures (số liệu) of the documents that a query finds, of the named ones, or of the newest ones.

        Each with indicator, unit of measure, period, reporting unit, comparison, hedge and source. `.to_frame()` gives
        them as a table, `.pivot()` as đơn vị × chỉ tiêu × kỳ.

        Args:
            query: what to search for.
            ids: the documents to look at, instead.
            documents: how many of the found documents to look at.
            dismissed: also the rows that a person dismissed.
            progress: told how far the work has come (the first look at a text takes time).

        Raises:
            NotBuiltError, QueryError, UnknownDocument: as `search` and `document`.
        """
        chosen, about = self._documents_for(query, ids, documents)
        meter = ProgressMeter(progress, len(chosen), "Rút số liệu")
        said = self._figure_decisions(chosen)
        return collect(chosen, self.catalogue, about, said, dismissed=dismissed, progress=meter.step)

    def number_checks(
        self,
        query: str | None = None,
        *,
        ids: Ids = (),
        documents: int = 200,
        progress: OnProgress | None = None,
    ) -> NumberChecks:
        """What does not agree in the numbers of documents (kiểm số): inside each document and between them.

        Args and raises: as `figures`.
        """
        chosen, about = self._documents_for(query, ids, documents)
        meter = ProgressMeter(progress, len(chosen), "Kiểm số")
        found = collect(chosen, self.catalogue, about, self._figure_decisions(chosen), progress=meter.step)
        return check_documents(chosen, self.catalogue, found, about)

    def confirm_figures(self, rows: ReportedFigure | Iterable[ReportedFigure]) -> tuple[str, ...]:
        """Say that figures are right as they were read. Returns the names of the strokes, for `undo_figures`."""
        return self._decide_figures(rows, "confirmed", {})

    def correct_figures(self, rows: ReportedFigure | Iterable[ReportedFigure], **values: object) -> tuple[str, ...]:
        """Say what figures are: `indicator`, `unit`, `period`, `org`, `value`; kept through every rebuild.

        Returns the names of the strokes, for `undo_figures`.

        Raises:
            WorkbenchError: there is no such field, or the value is no number; nothing is then changed.
        """
        return self._decide_figures(rows, "corrected", _checked(values))

    def dismiss_figures(self, rows: ReportedFigure | Iterable[ReportedFigure]) -> tuple[str, ...]:
        """Say that these are no figures; they are left out from now on. Returns as `confirm_figures`."""
        return self._decide_figures(rows, "dismissed", {})

    def undo_figures(self, strokes: Iterable[str]) -> int:
        """Take decisions about figures back; what was in force before comes back. Returns how many rows."""
        return sum(self._row_decisions.undo(stroke) for stroke in strokes)

    def same_indicator(self) -> Callable[[str], str]:
        """Spells the abbreviations in a name in full, where the office's tables know just one meaning."""
        lexicon = self.lexicon

        @lru_cache(maxsize=4096)
        def full(short: str) -> str:
            meanings = lexicon.expansions(short)
            return meanings[0].full if len(meanings) == 1 and not meanings[0].ambiguous else short

        return lambda name: _ABBREVIATION.sub(lambda match: full(match[0]), name)

    # -- parts ------------------------------------------------------------------------------------------------

    @property
    def _row_decisions(self) -> RowDecisions:
        return RowDecisions(self.workspace)

    def _documents_for(self, query: str | None, ids: Ids, documents: int) -> tuple[list[Document], str]:
        names = (ids,) if isinstance(ids, str) else tuple(ids)
        if names:
            self._require_built()
            chosen = [self._decided.document(name) for name in names]
            return chosen, chosen[0].title if len(chosen) == 1 else f"{len(chosen)} văn bản"
        return self._found(query or "", documents), query or "văn bản mới nhất"

    def _decide_figures(
        self, rows: ReportedFigure | Iterable[ReportedFigure], said: Said, values: Mapping[str, Any]
    ) -> tuple[str, ...]:
        listed = [rows] if isinstance(rows, ReportedFigure) else list(rows)
        strokes = []
        for row in listed:
            start, quote = row.citation.start, row.citation.quote
            place = {"_at": row.figure.start - start, "_text": row.value_text}
            held = self._held(row.citation.document_id)
            strokes.append(self._row_decisions.decide(KIND, held, [Row(start, quote)], said, {**values, **place}))
        return tuple(strokes)

    def _figure_decisions(self, documents: Sequence[Document]) -> Decisions:
        by_id = {document.id: document for document in documents}
        identities = self._decided.tagged.identities(list(by_id))
        found: dict[tuple[str, int, str], tuple[str, Mapping[str, Any]]] = {}
        for name, lines in self._row_decisions.on(KIND, identities).items():
            for line in lines:
                start = line.place_in(by_id[name].text)
                if start is not None:
                    found[name, start + line.values["_at"], line.values["_text"]] = line.decision, line.values
        return found


def _checked(values: Mapping[str, object]) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for name, value in values.items():
        if name not in CORRECTABLE:
            known = ", ".join(CORRECTABLE)
            raise WorkbenchError(f"Số liệu không có trường “{name}”.", f"Các trường sửa được: {known}.")
        if name == "value":
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise WorkbenchError(f"Giá trị “{value}” không phải là số.", "Hãy ghi số, ví dụ 1234.5.")
            checked[name] = float(value)
        else:
            checked[name] = str(value).strip()
    return checked
