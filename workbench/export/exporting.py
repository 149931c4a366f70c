"""Export as methods of `Workbench`: in the office's name, with the figures and tasks of the cited passages."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.analysis.figuring import Figuring
from workbench.drafting.following import Following
from workbench.drafting.model import Draft
from workbench.errors import ExportError
from workbench.export import Exportable, export
from workbench.export.heading import OfficeHeading
from workbench.export.options import ANNEXES, Annex, ExportOptions

if TYPE_CHECKING:
    from workbench.analysis.figures_model import ReportedFigure
    from workbench.analysis.tasks.task import Task

_NONE = "-"
"""What an office writes in its settings for "there is none"."""


class Exporting(Following, Figuring):
    """The part of `Workbench` that writes files people want."""

    @property
    def office_heading(self) -> OfficeHeading:
        """What the office's settings say about head and foot of its documents; "-" there means that there is none."""
        office = self.settings.office

        def known(value: str) -> str | None:
            return "" if value.strip() == _NONE else value or None

        return OfficeHeading(
            organ=office.organ or None,
            parent=known(office.parent),
            symbol_suffix=office.symbol or None,
            place=office.place or None,
            recipients=office.recipients,
            signer_authority=known(office.signer_authority),
            signer_role=office.signer_role or None,
            signer_name=office.signer_name or None,
        )

    def export(
        self,
        thing: Exportable,
        path: Path | str,
        *,
        footnotes: bool = True,
        annexes: Iterable[str] = ("nguon",),
        heading: OfficeHeading | None = None,
        draft_mark: bool | None = None,
        template: str | Path | None = None,
    ) -> Path:
        """Write a draft, summary, search results or keywords to a .docx, .html, .md or .xlsx file.

        Comments and guidance of a draft are never written. A .docx of a draft can be read in again with `take_back`.

        Args:
            thing: what to write.
            path: where to; a file that is there is replaced once the new one is whole.
            footnotes: whether each sentence of a draft has a note with its sources.
            annexes: what follows a draft: "nguon" (list of sources), "so_lieu" (figures of the cited passages).
            heading: the head and foot of the document, by default from the settings.
            draft_mark: whether the head says "DỰ THẢO"; by default while the day of issue is not known.
            template: a Word template of the office (`templates`), by name or path, for a draft.

        Raises:
            ExportError: the format is not known, the file cannot be written, or a source of the draft is secret by now.
            WorkbenchError: the template cannot be used; the message names it and the place.
        """
        path = Path(path)
        heading = heading or self.office_heading
        options = ExportOptions(footnotes, _known(annexes), tables=self.settings.lexicon, draft_mark=draft_mark)
        if isinstance(thing, Draft):
            self.attend_draft(thing)  # its labels are those of its sources as they are now
            if thing.secret:
                raise ExportError(
                    "Chưa xuất dự thảo: có câu trích từ văn bản nay mang dấu mật.",
                    "Hãy mở dự thảo, bỏ hẳn các câu ấy khỏi dự thảo và các bản lưu, rồi xuất lại.",
                )
            book = path.suffix.lower() == ".xlsx"
            if book or template or "so_lieu" in options.annexes:
                options = replace(options, figures=self._figures_in(thing))
            if book or template:
                options = replace(options, tasks=self._tasks_in_draft(thing))
        found = None
        if template is not None:
            if not isinstance(thing, Draft) or path.suffix.lower() != ".docx":
                raise ExportError(
                    f"Mẫu Word chỉ dùng được cho dự thảo xuất ra tệp .docx, không phải “{path.name}”.",
                    "Hãy đặt tên tệp có đuôi .docx, hoặc bỏ chọn mẫu.",
                )
            found = self.template_file(template)
        return export(thing, path, heading=heading, options=options, template=found)

    @abstractmethod
    def attend_draft(self, draft: Draft) -> None:
        """Bring a draft in line with the archive."""

    @abstractmethod
    def template_file(self, name: str | Path) -> Path:
        """The file of a template."""

    def _figures_in(self, draft: Draft) -> tuple[ReportedFigure, ...]:
        """The figures that stand in the passages a draft cites, in the order of the draft."""
        spans = self._cited(draft)
        if not spans:
            return ()
        found = self.figures(ids=tuple(spans)).rows
        return tuple(row for row in found if _inside(row.figure.start, row.figure.end, spans[row.citation.document_id]))

    def _tasks_in_draft(self, draft: Draft) -> tuple[Task, ...]:
        """The tasks that the passages a draft cites set."""
        spans = self._cited(draft)
        if not spans:
            return ()
        placed = [(task, task.citation) for task in self.tasks(ids=tuple(spans)).rows]
        return tuple(
            task
            for task, at in placed
            if at is not None and any(at.start < end and start < at.end for start, end in spans[at.document_id])
        )

    def _cited(self, draft: Draft) -> dict[str, list[tuple[int, int]]]:
        """The cited spans of each document that the archive still has."""
        cited: dict[str, list[tuple[int, int]]] = {}
        for item in draft.items():
            for citation in item.citations:
                cited.setdefault(citation.document_id, []).append((citation.start, citation.end))
        if not cited or not self._has_catalogue:
            return {}
        gone = self.catalogue.departed(set(cited))
        return {name: spans for name, spans in cited.items() if name not in gone}


def _inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _known(annexes: Iterable[str]) -> tuple[Annex, ...]:
    chosen: list[Any] = list(dict.fromkeys(annexes))
    for name in chosen:
        if name not in ANNEXES:
            raise ExportError(f"Không có phụ lục “{name}”.", f"Các phụ lục: {', '.join(ANNEXES)}.")
    return tuple(chosen)
