"""The picture of a page of the original, beside the text that was read from it."""

from __future__ import annotations

import ipywidgets as widgets

from workbench.errors import UnreadableFile
from workbench.ui.common import Panel, button, column, html_text, row, set_class, show_if
from workbench.ui.markup import escape, percent
from workbench.ui.reader_model import ReaderModel

SURE = 0.8
"""Confidence of recognition below which people are asked to compare with the picture."""


class PageBox:
    """View of the picture of a `ReaderModel`: the page, the pages before and after it, larger and smaller.

    Attributes:
        toggle: shows the page that people are reading, or hides it.
    """

    def __init__(self, panel: Panel, model: ReaderModel) -> None:
        self._model = model
        self._large = False
        self._held: bytes | None = None
        self.toggle = button("Xem ảnh trang gốc", "Xem ảnh trang của tệp gốc bên cạnh lời văn", "small")
        self.image = widgets.Image(format="png")
        self.image.layout.width = "100%"
        self.previous = button("Trang ảnh trước", "Xem ảnh trang trước", "small")
        self.next = button("Trang ảnh sau", "Xem ảnh trang sau", "small")
        self.zoom = button("Phóng to", "Phóng to hoặc thu nhỏ ảnh trang", "small")
        self._where = html_text("wb-hint")
        self._frame = column(self.image, css="wb-page-frame")
        self.widget = column(
            row(self.previous, self.next, self.zoom), self._where, self._frame, css="wb-page-image", hidden=True
        )
        panel.on_click(self.toggle, self._toggle)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))
        panel.on_click(self.zoom, self._zoom)

    def refresh(self) -> None:
        """Show the page that the model asks for."""
        model = self._model
        page = model.picture_page
        show_if(model.has_pictures, self.toggle)
        show_if(page is not None, self.widget)
        self.toggle.description = "Xem ảnh trang gốc" if page is None else "Đóng ảnh trang gốc"
        picture: bytes | None = None
        told = ""
        if page is not None:
            told = f"Ảnh trang {page}/{model.pages} của tệp gốc"
            try:
                picture = model.picture()
            except UnreadableFile as error:  # the text can be read all the same
                told = f"{error.message} {error.advice}"
            self.previous.disabled, self.next.disabled = page <= 1, page >= model.pages
        if picture is not self._held:
            self._held = picture
            self.image.value = picture or b""  # the page of a document that is no longer open is not kept
        show_if(picture is not None, self._frame)
        self._where.value = escape(told)
        self.zoom.description = "Thu nhỏ" if self._large else "Phóng to"
        set_class(self._frame, "wb-large", self._large)

    def _toggle(self) -> None:
        self._model.show_picture((self._model.page or 1) if self._model.picture_page is None else None)

    def _turn(self, step: int) -> None:
        if self._model.picture_page is not None:
            self._model.show_picture(self._model.picture_page + step)

    def _zoom(self) -> None:
        self._large = not self._large
        self.refresh()


def page_mark(page: int, confidence: tuple[float | None, ...]) -> str:
    """The line where a page begins, as HTML; a page whose text was recognised says how surely."""
    sure = confidence[page - 1] if page <= len(confidence) else None
    if sure is None:
        return f'<div class="wb-page-break">Trang {page}</div>'
    told = f"nhận dạng chữ từ ảnh, độ tin cậy {percent(sure)}"
    if sure < SURE:
        told += " – nên đối chiếu với ảnh trang gốc"
    kind = "wb-page-break wb-doubt" if sure < SURE else "wb-page-break"
    return f'<div class="{kind}">Trang {page} · {told}</div>'
