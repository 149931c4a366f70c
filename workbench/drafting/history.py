"""Undo and redo: the states that one open draft went through, apart from any panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from workbench.drafting.model import Draft

STEPS = 100
"""Changes that can be taken back. A state shares its citations with the others, so it costs little memory."""

_Result = TypeVar("_Result")


class History:
    """The history of one open draft. The draft stays the same object; its contents are exchanged."""

    def __init__(self, draft: Draft, steps: int = STEPS) -> None:
        self.draft = draft
        self._steps = steps
        self._now = draft.copy()
        self._past: list[tuple[Draft, str]] = []
        self._future: list[tuple[Draft, str]] = []

    def change(self, action: Callable[[Draft], _Result], what: str = "") -> _Result:
        """Change the draft in one step that can be taken back; where `action` fails, the draft stays as it was.

        Args:
            action: changes the draft it is given.
            what: the step in words, "gộp câu".
        """
        self.note()
        try:
            result = action(self.draft)
        except BaseException:
            self.draft.become(self._now)
            raise
        self.note(what)
        return result

    def note(self, what: str = "") -> bool:
        """Make one step of what was done to the draft since the last one; False where nothing was done."""
        if self.draft == self._now:
            return False
        self._past.append((self._now, what))
        del self._past[: -self._steps]
        self._future.clear()
        self._now = self.draft.copy()
        return True

    def amend(self) -> None:
        """Make what was done to the draft since the last step a part of that step."""
        self._now = self.draft.copy()

    @property
    def undoes(self) -> str | None:
        """The step that `undo` would take back, in words ("" where nobody said); None where there is none."""
        return self._past[-1][1] if self._past else None

    @property
    def redoes(self) -> str | None:
        """The step that `redo` would do again; None where there is none."""
        return self._future[-1][1] if self._future else None

    def undo(self) -> bool:
        """Take the last step back; False where there is none."""
        self.note()
        return self._go(self._past, self._future)

    def redo(self) -> bool:
        """Do the step again that was taken back last; False where there is none."""
        self.note()
        return self._go(self._future, self._past)

    def _go(self, source: list[tuple[Draft, str]], target: list[tuple[Draft, str]]) -> bool:
        if not source:
            return False
        state, what = source.pop()
        target.append((self._now, what))
        self._now = state
        self.draft.become(state)
        return True
