"""Tags and notes of the open document, and the documents close to it; built when people first ask for it."""

from __future__ import annotations

from collections.abc import Callable

from workbench.ui.common import Panel, button, column, dropdown, html_text, row, show_if, text_area, text_box
from workbench.ui.marks_model import PAGE_SIZE, MarksModel, Near, Noted
from workbench.ui.markup import escape, shorten
from workbench.ui.row_list import RowList


class MarksBox:
    """View of a `MarksModel`; lives beside the reader.

    Args:
        panel, model: what it works with.
        passage: gives the number of the passage chosen in the reader.
        search: asks a question in the panel.
        read: brings the reader into sight.
        relations: opens the relations of the open document; None where no window has that panel.
    """

    def __init__(
        self,
        panel: Panel,
        model: MarksModel,
        passage: Callable[[], int | None],
        search: Callable[[str], None],
        read: Callable[[], None],
        relations: Callable[[], None] | None,
    ) -> None:
        self._panel = panel
        self.model = model
        self._passage = passage
        self._search = search
        self._read = read
        self.tag = text_box("Thẻ mới", "ví dụ: cần báo cáo")
        self.add = button("Gắn thẻ", "Gắn thẻ này vào văn bản đang đọc")
        self.known = dropdown("Thẻ đã dùng", [])
        self.tags = dropdown("Thẻ của văn bản", [])
        self.untag = button("Gỡ thẻ", "Gỡ thẻ đang chọn khỏi văn bản", "small")
        self.same_tag = button("Tìm văn bản cùng thẻ", "Tìm mọi văn bản mang thẻ đang chọn", "small")
        self.text = text_area("Ghi chú")
        panel.keep_text("ghi_chu", self.text)
        self.place = dropdown("Ghi cho", [("Cả văn bản", False), ("Đoạn đang chọn khi đọc", True)])
        self.note = button("Lưu ghi chú", "Lưu ghi chú vào văn bản đang đọc")
        self.undo = button("Hoàn tác", "Bỏ lần gắn thẻ, ghi chú, gỡ vừa rồi", "small")
        self.look_around = button("Tìm văn bản gần", "Bản khác, văn bản viện dẫn nhau, văn bản có nội dung gần")
        self.relations = button("Xem quan hệ văn bản", "Mở bảng Quan hệ văn bản ở văn bản đang đọc")
        self.notes = RowList(
            panel,
            _note_html,
            (
                ("Tới đoạn", "Tới đoạn được ghi chú", self.model.go_to, lambda one: one.passage is not None),
                ("Xóa", "Xóa ghi chú hoặc thẻ này; hoàn tác được", self._remove, None),
            ),
            PAGE_SIZE,
            "ghi chú",
        )
        self.near = RowList(
            panel, _near_html, (("Đọc", "Đọc văn bản này", self._open, None),), PAGE_SIZE, "văn bản gần"
        )
        self._tags_row = row(self.tags, self.untag, self.same_tag)
        self._head = html_text(fixed=True)
        self.widget = column(
            self._head,
            self._tags_row,
            row(self.tag, self.add, self.known),
            row(self.text),
            row(self.place, self.note, self.undo),
            self.notes.widget,
            row(self.look_around, self.relations),
            self.near.widget,
            css="wb-box",
        )
        show_if(relations is not None, self.relations)
        panel.on_click(self.add, self._add)
        panel.on_enter(self.tag, self._add)
        panel.on_change(self.known, self._add_known)
        panel.on_click(self.untag, self._untag)
        panel.on_click(self.same_tag, lambda: search(f'nhan:"{self.tags.value}"') if self.tags.value else None)
        panel.on_click(self.note, self._note)
        panel.on_click(self.undo, self._undo)
        panel.on_click(self.look_around, self._look_around)
        if relations is not None:
            panel.on_click(self.relations, relations)
        model.observe(lambda _change: self.refresh(), "revision")
        self.refresh()

    def refresh(self) -> None:
        """Show what the model holds."""
        model = self.model
        self._head.value = "<h3>Thẻ và ghi chú</h3>" + (
            "" if model.document_id else '<p class="wb-hint">Mở một văn bản để gắn thẻ, ghi chú.</p>'
        )
        self._panel.set_options(self.tags, [(tag, tag) for tag in model.tags], self.tags.value)
        others = [tag for tag in model.known if tag not in model.tags]
        self._panel.set_options(self.known, [("Chọn để gắn…", ""), *((tag, tag) for tag in others)], "")
        show_if(bool(model.tags), self._tags_row)
        show_if(bool(others), self.known)
        show_if(model.can_undo, self.undo)
        for one in (self.add, self.note, self.look_around):
            one.disabled = not model.document_id
        self.notes.show("", [one for one in model.notes if one.kind != "thẻ" or one.passage is not None])
        near = model.near
        none = "" if near is None or near else '<p class="wb-hint">Không thấy văn bản nào gần.</p>'
        self.near.show(f"<h3>Văn bản gần</h3>{none}" if near is not None else "", near or ())

    def _add(self) -> None:
        self.model.tag(self.tag.value)
        self._panel.say(f"Đã gắn thẻ “{self.tag.value.strip()}”.")
        self._panel.set_value(self.tag, "")

    def _add_known(self, tag: str) -> None:
        if tag:
            self.model.tag(tag)
            self._panel.say(f"Đã gắn thẻ “{tag}”.")

    def _untag(self) -> None:
        if self.tags.value:
            tag = self.tags.value
            self.model.untag(tag)
            self._panel.say(f"Đã gỡ thẻ “{tag}”.")

    def _note(self) -> None:
        self.model.note(self.text.value, self._passage() if self.place.value else None)
        self._panel.set_value(self.text, "")
        self._panel.say("Đã lưu ghi chú.")

    def _remove(self, noted: Noted) -> None:
        self.model.remove(noted)
        self._panel.say("Đã xóa. Bấm “Hoàn tác” nếu xóa nhầm.")

    def _undo(self) -> None:
        self._panel.say(f"Đã hoàn tác: {'; '.join(self.model.undo())}.")

    def _look_around(self) -> None:
        self._panel.progress.start("Đang tìm văn bản gần…")
        self.model.look_around()

    def _open(self, near: Near) -> None:
        self.model.read(near)
        self._read()


def _note_html(noted: Noted) -> str:
    place = f"đoạn {noted.passage}" if noted.passage is not None else "cả văn bản"
    state = f' <span class="wb-doubt">{escape(noted.state)}</span>' if noted.state else ""
    quote = f'<div class="wb-source">“{escape(shorten(noted.quote, 110))}”</div>' if noted.quote else ""
    kind = "Thẻ: " if noted.kind == "thẻ" else ""
    return (
        f"<div>{kind}<strong>{escape(noted.text)}</strong></div>{quote}"
        f'<div class="wb-meta">{place} · {escape(noted.who)} · {noted.at:%d/%m/%Y}{state}</div>'
    )


def _near_html(near: Near) -> str:
    symbol = f"{escape(near.symbol)} – " if near.symbol else ""
    why = near.why[:1].upper() + near.why[1:]
    return f'<div>{symbol}{escape(shorten(near.title, 130))}</div><div class="wb-why">{escape(why)}</div>'
