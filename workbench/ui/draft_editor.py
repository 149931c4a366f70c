"""Parts of the draft panel: the box that edits the chosen sentence, and the box that adds to a section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.ui.common import button, column, dropdown, html_text, row, show_if, text_area
from workbench.ui.draft_material_view import MaterialBox
from workbench.ui.draft_rows import origin_html
from workbench.ui.excerpts import ExcerptList
from workbench.ui.lazy import Lazy

if TYPE_CHECKING:
    from workbench.documents.model import Citation
    from workbench.ui.draft_view import DraftPanel


class EditorBox:
    """The chosen sentence: its words, and its place in the draft."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self._title = html_text(fixed=True)
        self.text = text_area("Câu đang sửa")
        self.text.add_class("wb-above")
        self.save = button("Lưu câu", "Lưu câu đang sửa", "main", fixed=True)
        self.split = button("Tách câu", "Tách đoạn thành từng câu; mỗi câu giữ nguồn của nó", "small", fixed=True)
        self.merge = button(
            "Gộp với câu sau", "Gộp câu này với câu ngay sau; nguồn của cả hai được giữ", "small", fixed=True
        )
        self.remove = button("Xóa", "Bỏ câu này khỏi dự thảo (có thể hoàn tác)", "small wb-danger", fixed=True)
        self.up = button("Lên", "Đưa câu lên trên một bậc", "small", fixed=True)
        self.down = button("Xuống", "Đưa câu xuống dưới một bậc", "small", fixed=True)
        self.target = dropdown("Chuyển tới mục", [])
        self.move = button("Chuyển mục", "Chuyển câu sang mục đang chọn", "small", fixed=True)
        self._work = column(
            self.text,
            row(self.save, self.up, self.down, self.merge, self.split, self.remove),
            row(self.target, self.move),
            hidden=True,
        )
        self.widget = column(self._title, self._work, css="wb-box")
        model = self._model
        # Leaving the box saves as well: another button must not lose what was typed.
        panel.on_change(self.text, model.save_text)
        panel.on_click(self.save, self._save_text)
        panel.on_click(self.up, lambda: model.shift(-1))
        panel.on_click(self.down, lambda: model.shift(1))
        panel.on_click(self.merge, model.merge_next)
        panel.on_click(self.split, model.split)
        panel.on_click(self.remove, model.remove)
        panel.on_click(self.move, lambda: model.move_to(self.target.value))

    def refresh(self, headings: list[tuple[str, Any]]) -> None:
        """Show the chosen sentence as it is now; `headings`: name and key of every section."""
        item, section = self._model.item, self._model.section
        self._panel.set_options(self.target, headings, section.key if section is not None else None)
        controls = (self.save, self.up, self.down, self.remove, self.move, self.text, self.target)
        for control in (*controls, self.merge, self.split):
            control.disabled = item is None or self._model.read_only
        show_if(item is not None, self._work)
        if item is None:
            self._title.value = (
                '<p class="wb-hint">Bấm “Sửa” ở một câu bên trái: câu ấy hiện ra ở đây, cạnh lời của nguồn.</p>'
            )
            self._panel.set_value(self.text, "")
            return
        self._title.value = origin_html(item)
        if str(self.text.value).strip() != item.text.strip():  # a space at the end may be the one before the next word
            self._panel.set_value(self.text, item.text)

    def _save_text(self) -> None:
        self._model.save_text(self.text.value)
        self._panel.say("Đã lưu câu.")


class AddingBox:
    """What can be put into a section: passages of the basket, own words, figures and tasks of the archive."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model, self._basket = panel, panel.model, panel.basket
        self.section = dropdown("Thêm vào mục", [])
        self.new_text = text_area("Câu tự viết")
        self.new_text.add_class("wb-above")
        panel.keep_text("cau_tu_viet", self.new_text)
        self.add = button("Thêm câu", "Thêm câu tự viết vào mục đang chọn")
        self.excerpts = ExcerptList(panel, panel.read, "Đưa vào dự thảo", self._use, 5)
        self.all = button("Đưa cả giỏ vào mục", "Đưa mọi trích đoạn của giỏ vào mục đang chọn", hidden=True)
        self.material = Lazy(
            panel,
            "Thêm số liệu, nhiệm vụ",
            "Chọn số liệu, nhiệm vụ cho mục đang chọn",
            lambda: MaterialBox(panel),
        )
        self.widget = column(
            column(self.section, self.excerpts.widget, row(self.all), css="wb-box"),
            column(self.new_text, row(self.add, self.material.button), self.material.widget, css="wb-box"),
        )
        panel.on_click(self.add, self._add)
        panel.on_click(self.all, self._use_all)
        self._basket.observe(lambda _change: self._refresh_basket(), "citations")
        self._refresh_basket()

    def refresh(self, headings: list[tuple[str, Any]]) -> None:
        """Show the sections as they are now; the one of the chosen sentence is proposed."""
        section = self._model.section
        self._panel.set_options(self.section, headings, section.key if section is not None else self.section.value)
        self.add.disabled = self.all.disabled = self._model.read_only

    def _add(self) -> None:
        self._model.add_text(self.section.value or "", self.new_text.value)
        self.new_text.value = ""
        self._panel.say("Đã thêm câu.")

    def _use(self, citation: Citation) -> None:
        self._model.add_citation(self.section.value or "", citation)
        self._basket.remove(citation)
        self._panel.say(f"Đã đưa trích đoạn vào mục “{self.section.label}”.")

    def _use_all(self) -> None:
        chosen: Sequence[Citation] = self._basket.citations
        added = self._model.add_citations(self.section.value or "", chosen)
        for citation in chosen:
            self._basket.remove(citation)
        self._panel.say(f"Đã đưa {added} trích đoạn vào mục “{self.section.label}”; giỏ nay trống.")

    def _refresh_basket(self) -> None:
        count = len(self._basket.citations)
        empty = '<p class="wb-hint">Giỏ trống. Khi tìm hoặc đọc, bấm “Cho vào giỏ” ở đoạn cần dùng.</p>'
        self.excerpts.show("<h3>Từ giỏ trích đoạn</h3>" + ("" if count else empty), self._basket.citations)
        show_if(count > 1, self.all)
