"""Naming one document: its symbol, or words that find it, then a choice among what was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.ui.choices import Choices, find_choices
from workbench.ui.common import Panel, button, dropdown, row, show_if, text_box

if TYPE_CHECKING:
    from workbench.workbench import Workbench


class DocumentChoice:
    """A box for a symbol or words, and the list of what they find; the first one found is taken at once.

    Args:
        panel: whose guard to use.
        workbench: the archive.
        label, find_label: of the box and of its button.
        taken: told the id of the document that people take, now or from the list.
    """

    def __init__(
        self, panel: Panel, workbench: Workbench, label: str, find_label: str, taken: Callable[[str], None]
    ) -> None:
        self._panel = panel
        self._workbench = workbench
        self._taken = taken
        self.box = text_box(label, "số, ký hiệu hoặc chữ trong trích yếu", "wb-wide")
        self.find = button(find_label, f"{find_label}: theo số, ký hiệu hoặc chữ trong trích yếu", "main")
        self.choice = dropdown("Chọn trong các văn bản khớp", [], "wb-wide")
        self._choices_row = row(self.choice, hidden=True)
        self.parts = (row(self.box, self.find), self._choices_row)
        panel.on_click(self.find, self._find)
        panel.on_enter(self.box, self._find)
        panel.on_change(self.choice, lambda value: self._taken(value) if value else None)

    def offer(self, choices: Choices, chosen: str) -> None:
        """Show documents to choose from, one of them chosen."""
        self._panel.set_options(self.choice, list(choices), chosen)
        show_if(len(choices) > 1, self._choices_row)

    def _find(self) -> None:
        choices = find_choices(self._workbench, self.box.value)
        self.offer(choices, choices[0][1])
        self._taken(choices[0][1])
