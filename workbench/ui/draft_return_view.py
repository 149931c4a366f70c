"""Part of the draft panel: a file that was edited in Word comes back; its changes are read before they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.drafting.comparison import marked_words
from workbench.drafting.returning_model import Change, ChangeKind
from workbench.errors import DraftError
from workbench.ui.common import button, column, dropdown, html_text, row, show_if
from workbench.ui.draft_return_model import PAGE_SIZE, ReturnModel
from workbench.ui.markup import escape

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_FRAMES = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


class ReturnBox:
    """View of a `ReturnModel`."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel = panel
        self.model = ReturnModel(panel.model)
        self.upload = widgets.FileUpload(
            accept=".docx",
            multiple=False,
            description="Chọn tệp Word đã sửa…",
            icon="",
            _dom_classes=("wb-button", "wb-choose", "wb-choose-word"),
        )
        self.into = dropdown(
            "Nhận vào", [("Dự thảo ghi trong tệp", False), ("Dự thảo đang mở, nhận câu theo lời văn", True)]
        )
        self.told = html_text(fixed=True)
        self.rows = [_ChangeRow(self, panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Thay đổi trước", "Trang thay đổi trước", "small", fixed=True)
        self.next = button("Thay đổi sau", "Trang thay đổi sau", "small", fixed=True)
        self._where = html_text("wb-hint", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.accept = button("Ghi các thay đổi vào dự thảo", "Bản hiện nay được lưu lại trước; hoàn tác được", "main")
        self.drop = button("Bỏ, không ghi", "Không ghi gì vào dự thảo")
        self._decide = row(self.accept, self.drop, hidden=True)
        self.widget = column(
            row(self.upload, self.into),
            self.told,
            *(one.widget for one in self.rows),
            self._paging,
            self._decide,
            css="wb-box",
        )
        panel.on_change(self.upload, self._take)
        panel.on_click(self.previous, lambda: self.model.turn(-1))
        panel.on_click(self.next, lambda: self.model.turn(1))
        panel.on_click(self.accept, self._accept)
        panel.on_click(self.drop, self.model.drop)
        self.model.observe(lambda _change: self._refresh(), "revision")
        self._refresh()

    def decide(self, change: Change, *, by_file: bool) -> None:
        """Let the file or the draft win in one conflict."""
        self.model.decide(change, by_file=by_file)

    def _take(self, uploaded: Any) -> None:
        if not uploaded:
            return
        file = uploaded[0]
        self._panel.progress.start("Đang so tệp với dự thảo…")
        try:
            if not str(file["name"]).lower().endswith(".docx"):
                raise DraftError(
                    f"“{file['name']}” không phải tệp Word .docx.", "Hãy lưu tệp ở dạng .docx rồi chọn lại."
                )
            self.model.take(str(file["name"]), bytes(file["content"]), into_open=bool(self.into.value))
        finally:
            self._panel.set_value(self.upload, ())  # the same file can be chosen again

    def _accept(self) -> None:
        count = self.model.accept()
        self._panel.say(f"Đã ghi {count} thay đổi từ tệp Word vào dự thảo; “Hoàn tác” lấy lại bản trước.")

    def _refresh(self) -> None:
        model, returned = self.model, self.model.returned
        for place, one in enumerate(self.rows):
            one.show(model.shown[place] if place < len(model.shown) else None)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled, self.next.disabled = model.page == 0, model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {model.pages}"
        show_if(returned is not None, self._decide)
        self.accept.disabled = bool(model.conflicts) or not model.changes
        if returned is None:
            self.told.value = (
                '<p class="wb-hint">Tệp .docx đã xuất từ đây rồi sửa trong Word hoặc LibreOffice: nguồn của từng câu '
                "còn nguyên; anh/chị xem từng thay đổi rồi mới ghi.</p>"
            )
            return
        count = len(model.changes)
        told = f"{count} thay đổi" if count else "không có thay đổi nào"
        open_ones = f" Còn {model.conflicts} chỗ hai bên cùng sửa, phải chọn trước khi ghi." if model.conflicts else ""
        notes = "".join(f'<p class="wb-note">{escape(one)}</p>' for one in returned.notes)
        self.told.value = f"<h3>{escape(returned.path.name)}: {told}</h3><p>{escape(open_ones)}</p>{notes}"


class _ChangeRow:
    """One change: where, what, how the words differ, what drifted from the sources."""

    def __init__(self, box: ReturnBox, panel: DraftPanel) -> None:
        self.change: Change | None = None
        self.text = html_text(fixed=True)
        self.take = button("Lấy theo tệp", kind="small", fixed=True)
        self.keep = button("Giữ dự thảo", kind="small", fixed=True)
        self._buttons = row(self.take, self.keep, hidden=True)
        self.widget = column(self.text, self._buttons, css="wb-item", hidden=True)
        panel.on_click(self.take, lambda: box.decide(self.change, by_file=True) if self.change else None)
        panel.on_click(self.keep, lambda: box.decide(self.change, by_file=False) if self.change else None)

    def show(self, change: Change | None) -> None:
        """Show a change, or nothing."""
        self.change = change
        show_if(change is not None, self.widget)
        if change is None:
            return
        show_if(change.kind is ChangeKind.CONFLICT, self._buttons)
        self.text.value = change_html(change)


def change_html(change: Change) -> str:
    """A change in words, with removed and added words marked."""
    if change.kind is ChangeKind.CONFLICT:
        words = (
            f'<div class="wb-snippet"><strong>Dự thảo:</strong> {escape(change.before) or "(đã bỏ)"}</div>'
            f'<div class="wb-snippet"><strong>Tệp:</strong> {escape(change.after) or "(bỏ câu này)"}</div>'
        )
    else:
        pieces = marked_words(change.before, change.after)
        marked = "".join(_FRAMES[piece.sign].format(escape(piece.text)) for piece in pieces)
        words = f'<div class="wb-snippet">{marked}</div>' if marked else ""
    note = f'<div class="wb-hint">{escape(change.note)}</div>' if change.note else ""
    drifts = "".join(f'<div class="wb-doubt">{escape(one.message)}</div>' for one in change.drifts)
    return (
        f'<span class="wb-state">{escape(change.kind.label)}</span> <strong>{escape(change.section)}</strong>'
        f"{words}{note}{drifts}"
    )
