"""The reader: header fields and text of one document, with page and passage numbers and what matches marked."""

from __future__ import annotations

import ipywidgets as widgets

from workbench.documents.model import Document, Passage
from workbench.ui.basket import Basket
from workbench.ui.common import Panel, button, column, dropdown, row, show_if
from workbench.ui.markup import Span, escape, marked, shorten
from workbench.ui.reader_model import ReaderModel


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
        self._head = widgets.HTML()
        self._text = widgets.HTML()
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self.previous_mark = button("Chỗ khớp trước", "Về chỗ khớp trước đó trong văn bản")
        self.next_mark = button("Chỗ khớp sau", "Tới chỗ khớp tiếp theo trong văn bản")
        self.previous_part = button("Phần trước", "Đọc lùi về phần trước của văn bản")
        self.next_part = button("Phần sau", "Đọc tiếp phần sau của văn bản")
        self.passage = dropdown("Đoạn", [])
        self.add = button("Thêm đoạn vào dự thảo", "Cho cả đoạn đang chọn vào giỏ trích đoạn")
        self._marks_row = row(self.previous_mark, self.next_mark, self._where)
        self._parts_row = row(self.previous_part, self.next_part)
        self._empty = widgets.HTML(f'<p class="wb-hint">Bấm “{escape(opens_with)}” để xem toàn văn tại đây.</p>')
        self._body = column(self._head, self._marks_row, row(self.passage, self.add), self._text, self._parts_row)
        self.widget = column(self._empty, self._body, css="wb-box")
        panel.on_click(self.previous_mark, model.previous_mark)
        panel.on_click(self.next_mark, model.next_mark)
        panel.on_click(self.previous_part, model.previous_part)
        panel.on_click(self.next_part, model.next_part)
        panel.on_click(self.add, self._add)
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
        self._head.value = head_html(document)
        self._text.value = text_html(document, shown, self.model.marks, self.model.current)
        self._where.value = escape(self._where_text(document, shown))
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

    def _where_text(self, document: Document, shown: tuple[Passage, ...]) -> str:
        parts = []
        if self.model.marks:
            parts.append(f"Chỗ khớp {self.model.mark + 1}/{len(self.model.marks)}")
        else:
            parts.append("Không có chỗ nào được đánh dấu")
        if not self.model.whole and shown:
            parts.append(f"đang xem đoạn {shown[0].number}–{shown[-1].number} trên {len(document.passages)} đoạn")
        return " · ".join(parts)

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
    return f"Đã thêm trích đoạn ở {place}. Giỏ có {count} trích đoạn, chờ đưa vào dự thảo ở sổ tay 03."


def head_html(document: Document) -> str:
    """The header fields as a small table; a field the page does not print says so."""
    header = document.header
    fields = [
        ("Số ký hiệu", header.symbol),
        ("Loại", header.type),
        ("Cơ quan ban hành", header.issuer),
        ("Ngày", f"{header.date:%d/%m/%Y}" if header.date else None),
        ("Tệp", document.path),
    ]
    if document.labels:
        fields.append(("Nhãn", ", ".join(document.labels)))
    rows = "".join(
        f'<tr><th scope="row">{label}</th><td>{escape(value) if value else "không in trên văn bản"}</td></tr>'
        for label, value in fields
    )
    notes = "".join(f'<p class="wb-hint">Lưu ý: {escape(note)}</p>' for note in document.notes)
    return f'<h3>{escape(document.title)}</h3><table class="wb-fields">{rows}</table>{notes}'


def text_html(document: Document, passages: tuple[Passage, ...], marks: tuple[Span, ...], current: Span | None) -> str:
    """Passages as HTML, each with its number, with a line where a page begins.

    The scrolling box is part of the HTML on purpose: every new text starts at its top.
    """
    pieces = ['<div class="wb-reader-text" tabindex="0" role="region" aria-label="Toàn văn">']
    page = None
    for passage in passages:
        if passage.page is not None and passage.page != page:
            page = passage.page
            pieces.append(f'<div class="wb-page-break">Trang {page}</div>')
        text = marked(document.text[passage.start : passage.end], marks, passage.start, current)
        body = f"<strong>{text}</strong>" if passage.heading else text
        pieces.append(f'<p><span class="wb-number" title="Đoạn {passage.number}">{passage.number}</span>{body}</p>')
    pieces.append("</div>")
    return "".join(pieces)
