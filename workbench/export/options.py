"""How a draft is exported: with footnotes or without, with which annexes, by whose table of layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from workbench.documents.model import Citation

Annex = Literal["nguon", "so_lieu"]
"""What may follow the signature: the list of sources, the figures of the cited passages."""

ANNEXES: tuple[Annex, ...] = ("nguon", "so_lieu")


class FigureRow(Protocol):
    """A figure of the archive, as `Workbench.figures` gives them."""

    @property
    def indicator(self) -> str: ...
    @property
    def value_text(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def org(self) -> str: ...
    @property
    def citation(self) -> Citation: ...


class TaskRow(Protocol):
    """A task of the archive, as `Workbench.tasks` gives them."""

    @property
    def content(self) -> str: ...
    @property
    def units(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def deadline_text(self) -> str: ...
    @property
    def citation(self) -> Citation | None: ...


@dataclass(frozen=True)
class ExportOptions:
    """How a draft is written.

    Attributes:
        footnotes: whether each item with citations has a note with its sources.
        annexes: what follows the text, in this order.
        figures: figures of the cited passages, for the annex and the workbook.
        tasks: tasks that the cited passages set, for the workbook.
        tables: folder of the office's own tables (`Settings.lexicon`), None for the shipped ones.
        draft_mark: whether the head says "DỰ THẢO"; None: while the day of issue is not known.
    """

    footnotes: bool = True
    annexes: tuple[Annex, ...] = ("nguon",)
    figures: Sequence[FigureRow] = ()
    tasks: Sequence[TaskRow] = ()
    tables: Path | None = None
    draft_mark: bool | None = None
