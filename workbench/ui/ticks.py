"""Boxes to tick, and rows of a passage that can be ticked."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from workbench.documents.model import Citation
from workbench.ui.common import Panel, button, column, html_text, row, show_if
from workbench.ui.markup import escape


def check_box(label: str, value: bool = False) -> widgets.Checkbox:
    """A labelled box to tick."""
    return widgets.Checkbox(value=value, description=label, indent=False, _dom_classes=("wb-tick",))


class PassageRow:
    """A passage with its source, a box to tick, and a button that opens the source.

    Args:
        panel: whose guard to use.
        tick: called with the passage and whether it is wanted.
        read: opens the source of a passage.
    """

    def __init__(self, panel: Panel, tick: Callable[[Citation, bool], None], read: Callable[[Citation], None]) -> None:
        self._panel = panel
        self.citation: Citation | None = None
        self.text = html_text(fixed=True)
        self.box = check_box("Chọn đoạn này")
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.widget = column(self.text, row(self.box, self.read), css="wb-item", hidden=True)
        panel.on_change(self.box, lambda wanted: tick(self.citation, wanted) if self.citation else None)
        panel.on_click(self.read, lambda: read(self.citation) if self.citation else None)

    def show(self, citation: Citation | None, ticked: bool) -> None:
        """Show a passage, or nothing."""
        self.citation = citation
        show_if(citation is not None, self.widget)
        if citation is None:
            return
        self.text.value = (
            f'<div class="wb-snippet">{escape(citation.quote)}</div>'
            f'<div class="wb-source">Nguồn: {escape(citation.label)}</div>'
        )
        self.read.tooltip = f"Xem nguồn: {citation.label}"
        self._panel.set_value(self.box, ticked)
