"""A page of excerpts with their sources: the list behind a keyword, a summary, or the basket."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from workbench.documents.model import Citation
from workbench.ui.basket import Basket
from workbench.ui.common import Panel, button, column, html_text, row, show_if
from workbench.ui.markup import Span, escape, marked
from workbench.ui.reader import basket_news


class ExcerptList:
    """A fixed pool of rows; the excerpts go through it page by page.

    Args:
        panel: whose guard and message area to use.
        read: opens the source of an excerpt.
        act_label, act: the second button of each row.
        size: rows on a page.
    """

    def __init__(
        self, panel: Panel, read: Callable[[Citation], None], act_label: str, act: Callable[[Citation], None], size: int
    ) -> None:
        self._citations: tuple[Citation, ...] = ()
        self._marks: Mapping[Citation, Sequence[Span]] = {}
        self._page = 0
        self._size = size
        self.title = widgets.HTML()
        self.rows = [_ExcerptRow(self, panel, read, act_label, act) for _ in range(size)]
        self.previous = button("Trang trước", "Trang trích đoạn trước", "small")
        self.next = button("Trang sau", "Trang trích đoạn sau", "small")
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self._paging = row(self.previous, self.next, self._where)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        self.widget = column(self.title, *(one.widget for one in self.rows), self._paging)
        self.show("", ())

    def show(
        self, title: str, citations: tuple[Citation, ...], marks: Mapping[Citation, Sequence[Span]] | None = None
    ) -> None:
        """Show excerpts under a title, from the first page (or the same page, when only a few went away)."""
        keep = title == self.title.value
        self.title.value = title
        self._citations = citations
        self._marks = marks or {}
        last = max(-(-len(citations) // self._size) - 1, 0)
        self._page = min(self._page, last) if keep else 0
        self._refresh()

    def marks_of(self, citation: Citation) -> Sequence[Span]:
        """What to mark in an excerpt, in the document's offsets."""
        return self._marks.get(citation, ())

    def _turn(self, step: int) -> None:
        page = self._page + step
        if 0 <= page * self._size < len(self._citations):
            self._page = page
            self._refresh()
            self.rows[0].read.focus()

    def _refresh(self) -> None:
        first = self._page * self._size
        shown = self._citations[first : first + self._size]
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(len(self._citations) > self._size, self._paging)
        self.previous.disabled = self._page == 0
        self.next.disabled = first + self._size >= len(self._citations)
        self._where.value = f"{first + 1}–{first + len(shown)} trên {len(self._citations)} trích đoạn"


class _ExcerptRow:
    def __init__(
        self,
        owner: ExcerptList,
        panel: Panel,
        read: Callable[[Citation], None],
        act_label: str,
        act: Callable[[Citation], None],
    ) -> None:
        self._owner = owner
        self.citation: Citation | None = None
        self.text = html_text(fixed=True)
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.act = button(act_label, kind="small", fixed=True)
        self._act_label = act_label
        self.widget = column(self.text, row(self.read, self.act), css="wb-item", hidden=True)
        panel.on_click(self.read, lambda: read(self.citation) if self.citation else None)
        panel.on_click(self.act, lambda: act(self.citation) if self.citation else None)

    def show(self, citation: Citation | None) -> None:
        self.citation = citation
        show_if(citation is not None, self.widget)
        if citation is None:
            return
        quote = marked(citation.quote, self._owner.marks_of(citation), citation.start)
        self.text.value = (
            f'<div class="wb-snippet">{quote}</div><div class="wb-source">Nguồn: {escape(citation.label)}</div>'
        )
        self.read.tooltip = f"Xem nguồn: {citation.label}"
        self.act.tooltip = f"{self._act_label}: {citation.label}"


def basket_list(panel: Panel, basket: Basket, read: Callable[[Citation], None]) -> ExcerptList:
    """The basket as a list with a “Bỏ khỏi giỏ” button, following every change of the basket."""
    listed = ExcerptList(panel, read, "Bỏ khỏi giỏ", basket.remove, 5)

    def refresh(_change: object = None) -> None:
        count = len(basket.citations)
        hint = "" if count else '<p class="wb-hint">Chưa có trích đoạn nào.</p>'
        listed.show("<h3>Giỏ trích đoạn cho dự thảo</h3>" + hint, basket.citations)

    basket.observe(refresh, "citations")
    refresh()
    return listed


def add_to_basket(panel: Panel, basket: Basket, citation: Citation) -> None:
    """Put an excerpt in the basket and tell people."""
    added = basket.add(citation)
    panel.say(basket_news(citation.place, added, len(basket.citations)))
