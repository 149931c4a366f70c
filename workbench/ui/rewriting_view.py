"""Part of the draft panel, shown only where the office has set a language model: a section reworded, looked through
sentence by sentence, and put into the draft when a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.drafting.rewriting import Rewriting, RewritingChange, RewritingKind
from workbench.ui.common import button, column, disabled, html_text, row, show_if
from workbench.ui.markup import escape

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_FRAMES = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}


class RewritingBox:
    """Asks for a rewriting of the section that is chosen in the box of sections, and shows what it would change."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        server = panel.model.workbench.settings.language_model
        self.ask = button(
            "Viết lại mục (mô hình ngôn ngữ)",
            "Gửi các câu có nguồn của mục đang chọn ở “Các mục” cho mô hình trong cơ quan; dự thảo chưa thay đổi",
        )
        self.shown = html_text()
        self.keep_unused = widgets.Checkbox(value=True, indent=False, description="Giữ các câu cũ chưa được dùng đến")
        self.accept = button(
            "Đưa vào dự thảo", "Thay các câu của mục; mục cũ được giữ thành một bản lưu có tên", "main"
        )
        self.drop = button("Bỏ bản viết lại", "Dự thảo giữ nguyên như cũ")
        self._answer = column(self.shown, self.keep_unused, row(self.accept, self.drop), hidden=True)
        about = html_text("wb-hint")
        about.value = (
            f"Mô hình “{escape(server.model)}” ở {escape(server.address)}. Câu mà nguồn không nói bị gạch bỏ; máy chỉ "
            "so được con số, ngày, tên, từ phủ định, mức độ và lời không có trong nguồn, người soạn vẫn phải đọc lại. "
            "Dừng chờ: nút Interrupt của sổ tay."
        )
        title = html_text()
        title.value = "<h3>Viết lại mục</h3>"
        self.widget = column(title, about, row(self.ask), self._answer, css="wb-box", hidden=not server.is_on)
        panel.on_click(self.ask, self._ask)
        panel.on_click(self.accept, self._accept)
        panel.on_click(self.drop, self._drop)
        self._model.observe(lambda _change: self._show(self._model.rewriting), "rewriting")
        self._model.observe(lambda _change: self._refresh(), "revision")

    def _ask(self) -> None:
        self._panel.progress.start("Đang chờ mô hình ngôn ngữ viết lại mục…")
        try:
            with disabled(self.ask):
                self._model.rewrite_section(self._panel.sections.section.value or "")
        except KeyboardInterrupt:
            self._panel.say("Đã dừng chờ mô hình ngôn ngữ; dự thảo không thay đổi.")

    def _accept(self) -> None:
        count = self._model.accept_rewriting(keep_unused=bool(self.keep_unused.value))
        self._panel.say(f"Đã đưa {count} câu vào dự thảo; mục cũ còn trong các bản lưu trước, và hoàn tác được.")

    def _drop(self) -> None:
        self._model.rewriting = None
        self._panel.say("Đã bỏ bản viết lại; dự thảo không thay đổi.")

    def _refresh(self) -> None:
        made = self._model.rewriting
        self.ask.disabled = self._model.draft is None or self._model.read_only
        self.accept.disabled = self._model.read_only or made is None or not made.kept

    def _show(self, made: Rewriting | None) -> None:
        show_if(made is not None, self._answer)
        self.shown.value = rewriting_html(made) if made is not None else ""
        if made is not None:
            self.keep_unused.disabled = not made.unused
        self._refresh()


def rewriting_html(made: Rewriting) -> str:
    """What a rewriting would change: added and dropped words, sentences struck out and why, old ones not used."""
    lines = "".join(map(_line, made.changes))
    notes = "".join(f'<p class="wb-hint">{escape(note)}</p>' for note in (made.words, *made.notes))
    return f"<h4>{escape(made.section)}</h4>{notes}{lines}"


def _line(change: RewritingChange) -> str:
    numbers = escape("".join(f"[{number}]" for number in change.numbers))
    state = f'<span class="wb-state">{escape(change.kind.label)}</span> {numbers} '
    if change.kind is RewritingKind.STRUCK:
        text = f'<s>{escape(change.after)}</s><div class="wb-hint">{escape(change.why)}</div>'
    elif change.kind is RewritingKind.UNUSED:
        text = escape(change.before)
    else:
        text = "".join(_FRAMES[piece.sign].format(escape(piece.text)) for piece in change.pieces)
    return f'<div class="wb-snippet">{state}{text}</div>'
