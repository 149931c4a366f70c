"""The letters that urge units with overdue tasks: drafts, their pages, and which of them were saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import traitlets

if TYPE_CHECKING:
    from workbench.archive.report import OnProgress
    from workbench.drafting.model import Draft
    from workbench.workbench import Workbench

LETTERS_PAGE = 8


class LettersModel(traitlets.HasTraits):
    """The letters; a part of `TasksModel`.

    Attributes:
        letters: the drafts; None where nobody asked.
        letters_page: the page on screen, from 0.
        revision: grows by one with every change.
    """

    letters: Any = traitlets.Any(None)
    letters_page = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self._saved: set[str] = set()

    def day(self) -> date:
        """The day for which states are told."""
        raise NotImplementedError

    def _urged(self) -> str | None:
        """The only unit to write to; None for all."""
        raise NotImplementedError

    def write_letters(self) -> None:
        """Draft the letters to the units with overdue tasks (to the chosen unit alone where one is chosen)."""
        self.take_letters(self.writing()(self.workbench, None))

    def writing(self) -> Callable[[Workbench, OnProgress | None], tuple[Draft, ...]]:
        """What drafts the letters, with whatever workbench; for `take_letters`."""
        unit, day = self._urged(), self.day()
        return lambda workbench, progress: workbench.chase_letters(day, unit=unit, progress=progress)

    def take_letters(self, letters: tuple[Draft, ...]) -> None:
        """Show the letters."""
        self.letters, self.letters_page = letters, 0
        self.revision += 1

    @property
    def letters_shown(self) -> tuple[Draft, ...]:
        """The letters on screen."""
        return tuple(self.letters or ())[self.letters_page * LETTERS_PAGE : (self.letters_page + 1) * LETTERS_PAGE]

    @property
    def letter_pages(self) -> int:
        """How many pages the letters fill."""
        return -(-len(self.letters or ()) // LETTERS_PAGE)

    def turn_letters(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.letters_page + step < self.letter_pages:
            self.letters_page += step
            self.revision += 1

    def is_saved(self, draft: Draft) -> bool:
        """Whether a letter is among the drafts of the workspace."""
        return draft.id in self._saved

    def save_letter(self, draft: Draft) -> str:
        """Keep a letter among the drafts, once; returns the id of the draft."""
        if draft.id not in self._saved:
            self.workbench.save_draft(draft)
            self._saved.add(draft.id)
            self.revision += 1
        return draft.id
