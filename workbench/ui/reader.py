"""The reader: header, outline, text and page pictures of one document, with what matches marked."""

from __future__ import annotations

import ipywidgets as widgets

from workbench.documents.model import Document, Passage
from workbench.ui.basket import Basket
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if
from workbench.ui.header_view import HeaderBox
from workbench.ui.markup import Span, escape, marked, shorten
from workbench.ui.page_view import PageBox, page_mark
from workbench.ui.reader_model import ReaderModel

_INDENT = "\N{NO-BREAK SPACE}" * 3


class Reader:
    """View of a `ReaderModel`; lives inside a panel, whose guard and message area it uses.

    Args:
        panel, model, basket: what it works with.
        opens_with: label of the button that opens a document, named while none is open.
    """

    def __init__(self, panel: Panel, model: ReaderModel, basket: Basket, opens_with: str) -> None:
        self.model = model
        self._panel = panel
        self._basket = basket
        self.header = HeaderBox(panel, model)
        self.page = PageBox(panel, model)
        self._text = widgets.HTML()
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self.previous_mark = button("Chỗ khớp trước", "Về chỗ khớp trước đó trong văn bản", "small", fixed=True)
        self.next_mark = button("Chỗ khớp sau", "Tới chỗ khớp tiếp theo trong văn bản", "small", fixed=True)
        self.previous_part = button("Phần trước", "Đọc lùi về phần trước của văn bản", "small", fixed=True)
        self.next_part = button("Phần sau", "Đọc tiếp phần sau của văn bản", "small", fixed=True)
        self.outline = dropdown("Mục lục", [])
        self.copies = dropdown("Bản khác", [])
        self.passage = dropdown("Đoạn", [])
        self.add = button("Cho đoạn vào giỏ", "Cho cả đoạn đang chọn vào giỏ trích đoạn")
        self._marks_row = row(self.previous_mark, self.next_mark, self.page.toggle, self._where)
        self._part = html_text("wb-hint wb-inline", fixed=True)
        self._parts_row = row(self.previous_part, self.next_part, self._part)
        self._empty = widgets.HTML(f'<p class="wb-hint">Bấm “{escape(opens_with)}” để xem toàn văn tại đây.</p>')
        self._jumps = row(self.outline, self.copies)
        self._pages = row(self._text, self.page.widget, css="wb-pages")
        self._body = column(
            self.header.widget,
            self._jumps,
            self._marks_row,
            row(self.passage, self.add),
            self._pages,
            self._parts_row,
        )
        self.widget = column(self._empty, self._body, css="wb-box wb-reader")
        panel.on_click(self.previous_mark, model.previous_mark)
        panel.on_click(self.next_mark, model.next_mark)
        panel.on_click(self.previous_part, model.previous_part)
        panel.on_click(self.next_part, model.next_part)
        panel.on_click(self.add, self._add)
        panel.on_change(self.outline, self._jump)
        panel.on_change(self.copies, self._open_copy)
        model.observe(lambda _change: self._refresh(), "revision")
        self._refresh()

    @property
    def html(self) -> str:
        """The text on screen, as HTML."""
        return str(self._text.value)

    def focus(self) -> None:
        """Bring the reader into sight and the keyboard to it."""
        (self.add if self.next_mark.disabled else self.next_mark).focus()

    def _refresh(self) -> None:
        document = self.model.document
        show_if(document is None, self._empty)
        show_if(document is not None, self._body)
        if document is None:
            return
        shown = self.model.shown
        self.header.refresh()
        self.page.refresh()
        self._refresh_jumps()
        set_class(self.widget, "wb-with-image", self.model.picture_page is not None)
        top = self.model.first - shown[0].number + 1 if shown else 0
        self._text.value = text_html(document, shown, self.model.marks, self.model.current, top)
        marks = self.model.marks
        self._where.value = f"Chỗ khớp {self.model.mark + 1}/{len(marks)}" if marks else "Không có chỗ khớp"
        self._part.value = (
            f"Đang xem đoạn {shown[0].number}–{shown[-1].number} trên {len(document.passages)} đoạn" if shown else ""
        )
        self.previous_mark.disabled = self.next_mark.disabled = not self.model.marks
        self.previous_part.disabled = self.model.first == 0
        self.next_part.disabled = self.model.last >= len(document.passages)
        show_if(not self.model.whole, self._parts_row)
        options = [
            (f"{passage.number}. {shorten(document.text[passage.start : passage.end], 70)}", passage.number)
            for passage in shown
        ]
        current = document.passage_of(self.model.current[0]) if self.model.current else None
        self._panel.set_options(self.passage, options, current.number if current else None)

    def _refresh_jumps(self) -> None:
        entries = self.model.outline
        lines = [(f"{_INDENT * entry.level}{shorten(entry.title, 90)}", entry.passage) for entry in entries]
        self._panel.set_options(self.outline, [("Chọn một mục để tới…", 0), *lines], 0)
        self._panel.set_options(self.copies, [("Chọn một bản để mở…", ""), *_by_label(self.model.copies)], "")
        show_if(bool(entries), self.outline)
        show_if(bool(self.model.copies), self.copies)
        show_if(bool(entries or self.model.copies), self._jumps)

    def _jump(self, number: int) -> None:
        if number:
            self.model.go_to(number)

    def _open_copy(self, document_id: str) -> None:
        if document_id:
            self.model.open(document_id)

    def _add(self) -> None:
        if self.passage.value is None:
            return
        citation = self.model.cite(self.passage.value)
        added = self._basket.add(citation)
        self._panel.say(basket_news(citation.place, added, len(self._basket.citations)))


def basket_news(place: str, added: bool, count: int) -> str:
    """What to tell people after an excerpt was put in the basket."""
    if not added:
        return f"Trích đoạn ở {place} đã có sẵn trong giỏ ({count} trích đoạn)."
    return f"Đã thêm trích đoạn ở {place}. Giỏ có {count} trích đoạn, chờ đưa vào dự thảo."


def _by_label(copies: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(shorten(label, 110), document_id) for document_id, label in copies]


_TO_THE_PLACE = (
    '<img alt="" hidden src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" '
    "onload=\"const box = this.parentNode, at = box.querySelector('.wb-top'); "
    'box.scrollTop = at.offsetTop - 4">'
)
"""Scrolls the text to the passage people are to read: widgets of HTML run no script of their own."""


def text_html(
    document: Document, passages: tuple[Passage, ...], marks: tuple[Span, ...], current: Span | None, top: int = 0
) -> str:
    """Passages as HTML, each with its number, with a line where a page begins.

    The scrolling box is part of the HTML on purpose: every new text starts at its top, or at the passage whose index
    is `top`.
    """
    pieces = ['<div class="wb-reader-text" tabindex="0" role="region" aria-label="Toàn văn">']
    page = None
    all_marks = marks if current is None else (*marks, current)
    for place, passage in enumerate(passages):
        if passage.page is not None and passage.page != page:
            page = passage.page
            pieces.append(page_mark(page, document.page_confidence))
        text = marked(document.text[passage.start : passage.end], all_marks, passage.start, current)
        body = f"<strong>{text}</strong>" if passage.heading else text
        css = ' class="wb-top"' if top and place == top else ""
        pieces.append(
            f'<p{css}><span class="wb-number" title="Đoạn {passage.number}">{passage.number}</span>{body}</p>'
        )
    pieces.append(f"{_TO_THE_PLACE}</div>" if 0 < top < len(passages) else "</div>")
    return "".join(pieces)
