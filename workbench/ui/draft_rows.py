"""One line of the draft on screen: the heading of a section, or a sentence with its state and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.drafting.model import DraftItem, DraftSection
from workbench.ui.common import button, column, row, set_class, show_if
from workbench.ui.markup import escape, number, shorten

if TYPE_CHECKING:
    from workbench.ui.draft_model import Row
    from workbench.ui.draft_view import DraftPanel


class DraftRow:
    """One line of the draft: the heading of a section, or a sentence with its state and source."""

    def __init__(self, panel: DraftPanel) -> None:
        self.item: DraftItem | None = None
        self.text = widgets.HTML()
        self.edit = button("Sửa", kind="small")
        self.see = button("Xem nguồn", kind="small")
        self._buttons = row(self.edit, self.see)
        self.widget = column(self.text, self._buttons, css="wb-item wb-sentence")
        panel.on_click(self.edit, lambda: panel.choose(self.item) if self.item else None)
        panel.on_click(self.see, lambda: panel.show_source(self.item))

    def show(self, content: Row | None, chosen: str) -> None:
        """Show a section's heading, an item, or nothing."""
        self.item = content if isinstance(content, DraftItem) else None
        show_if(content is not None, self.widget)
        show_if(self.item is not None, self._buttons)
        set_class(self.widget, "wb-chosen", self.item is not None and self.item.id == chosen)
        if isinstance(content, DraftSection):
            empty = "" if content.items else '<p class="wb-hint">Mục này chưa có câu nào.</p>'
            self.text.value = f'<div class="wb-section"><h3>{escape(content.name)}</h3>{empty}</div>'
        elif self.item is not None:
            self.text.value = row_html(self.item)
            self.edit.tooltip = f"Sửa câu: {self.item.text[:80]}"
            self.see.disabled = not self.item.citations


def row_html(item: DraftItem) -> str:
    """A sentence in the list: its words, then in one line its state and where they come from."""
    first = item.citations[0] if item.citations else None
    if first is None:
        source = "Không có nguồn"
    else:
        when = f" ({first.date:%d/%m/%Y})" if first.date else ""
        source = f"Nguồn: {escape(first.symbol or shorten(first.title, 60))}{when}, {escape(first.place)}"
        others = len(item.citations) - 1
        source += f" và {number(others)} nguồn khác" if others else ""
        source += f" ({item.said_by} văn bản cùng nói)" if item.said_by > 1 else ""
        source += " [bản gốc đã bị xóa khỏi kho]" if first.gone else ""
    labels = "; ".join(citation.label for citation in item.citations)
    return (
        f'<div class="wb-snippet">{escape(item.text)}</div><div class="wb-source" title="{escape(labels)}">'
        f'<span class="wb-state">{escape(item.state.label)}</span>{source}</div>'
    )


def origin_html(item: DraftItem) -> str:
    """The state of a sentence, and its sources in full."""
    sources = "; ".join(escape(citation.label) for citation in item.citations)
    said_by = f" ({item.said_by} văn bản cùng nói)" if item.said_by > 1 else ""
    told = f"Nguồn: {sources}{said_by}" if sources else "Không có nguồn"
    return f'<div class="wb-source"><span class="wb-state">{escape(item.state.label)}</span>{told}</div>'
