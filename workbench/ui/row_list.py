"""A fixed pool of rows with a line of text and a few buttons each; longer lists go through it page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workbench.ui.common import Panel, button, column, html_text, row, show_if
from workbench.ui.markup import number

Act = tuple[str, str, Callable[[Any], None], Callable[[Any], bool] | None]
"""A button of every row: its label, what it does in more words, what it does, and for which items it is there."""


class RowList:
    """Args:
    panel: whose guard to use.
    html: one item as HTML.
    acts: the buttons of each row.
    size: rows on a page.
    what: what people call the items, for the buttons that turn pages ("ghi chú").
    """

    def __init__(self, panel: Panel, html: Callable[[Any], str], acts: Sequence[Act], size: int, what: str) -> None:
        self._items: tuple[Any, ...] = ()
        self._page = 0
        self._size = size
        self.title = html_text(fixed=True)
        self.rows = [_Row(panel, html, acts) for _ in range(size)]
        self.previous = button("Trang trước", f"Trang {what} trước", "small")
        self.next = button("Trang sau", f"Trang {what} sau", "small")
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.widget = column(self.title, *(one.widget for one in self.rows), self._paging)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))

    def show(self, title: str, items: Sequence[Any]) -> None:
        """Show items under a title (HTML), on the same page as far as there is one."""
        self.title.value = title
        self._items = tuple(items)
        self._page = min(self._page, max(-(-len(items) // self._size) - 1, 0))
        self._refresh()

    def _turn(self, step: int) -> None:
        if 0 <= (self._page + step) * self._size < len(self._items):
            self._page += step
            self._refresh()

    def _refresh(self) -> None:
        first = self._page * self._size
        shown = self._items[first : first + self._size]
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(len(self._items) > self._size, self._paging)
        self.previous.disabled = self._page == 0
        self.next.disabled = first + self._size >= len(self._items)
        self._where.value = f"{first + 1}–{first + len(shown)} trên {number(len(self._items))}"


class _Row:
    def __init__(self, panel: Panel, html: Callable[[Any], str], acts: Sequence[Act]) -> None:
        self.item: Any = None
        self._html = html
        self._acts = acts
        self.text = html_text(fixed=True)
        self.buttons = [button(label, tooltip, "small", hidden=when is not None) for label, tooltip, _, when in acts]
        self.widget = column(self.text, row(*self.buttons), css="wb-item wb-lean", hidden=True)
        for one, (_, _, act, _) in zip(self.buttons, acts, strict=True):
            panel.on_click(one, lambda act=act: act(self.item) if self.item is not None else None)  # type: ignore[misc]

    def show(self, item: Any) -> None:
        self.item = item
        show_if(item is not None, self.widget)
        if item is None:
            return
        self.text.value = self._html(item)
        for one, (_, _, _, when) in zip(self.buttons, self._acts, strict=True):
            if when is not None:
                show_if(when(item), one)
