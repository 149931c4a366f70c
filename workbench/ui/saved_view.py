"""Saved searches with what is new in them, and the history of searches; built when people first ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.search.history import Searched
from workbench.search.question import Question
from workbench.search.saved import SavedSearch
from workbench.ui.common import Panel, button, column, html_text, row, show_if, text_box
from workbench.ui.markup import escape, number, shorten
from workbench.ui.row_list import RowList
from workbench.ui.saved_model import PAGE_SIZE, NewDocument, SavedModel

if TYPE_CHECKING:
    from collections.abc import Callable


class SavedBox:
    """View of a `SavedModel`; lives inside the search panel.

    Args:
        panel, model: what it works with.
        read: brings the reader into sight.
    """

    def __init__(self, panel: Panel, model: SavedModel, read: Callable[[], None]) -> None:
        self._panel = panel
        self.model = model
        self._read = read
        self.name = text_box("Tên", "ví dụ: Chuyển đổi số cấp xã", "wb-wide")
        self.save = button("Lưu câu tìm này", "Lưu câu tìm và bộ lọc đang dùng dưới tên này")
        self.replace = button("Thay câu đã lưu", "Thay câu đã lưu cùng tên; câu cũ vào thùng rác", hidden=True)
        self.undelete = button("Lấy lại câu vừa xóa", "Đưa câu tìm vừa xóa trở lại", "small", hidden=True)
        self.saved = RowList(
            panel,
            self._saved_html,
            (
                ("Tìm", "Tìm bằng câu đã lưu này", lambda one: self.model.run(one.name), None),
                ("Xem văn bản mới", "Liệt kê văn bản mới hoặc đã sửa từ lần xem trước", self._list_new, self._has_news),
                ("Đã xem hết", "Ghi là đã xem mọi văn bản câu này tìm được", self._mark_seen, self._has_news),
                ("Xóa", "Xóa câu tìm đã lưu này; lấy lại được", self._delete, None),
            ),
            PAGE_SIZE,
            "câu tìm đã lưu",
        )
        self.new = RowList(panel, _new_html, (("Đọc", "Đọc văn bản này", self._open, None),), PAGE_SIZE, "văn bản mới")
        self.history = RowList(
            panel, _asked_html, (("Tìm lại", "Tìm lại câu này", self.model.ask_again, None),), PAGE_SIZE, "lịch sử"
        )
        self._history_off = html_text(fixed=True)
        self.widget = column(
            row(self.name, self.save, self.replace, self.undelete),
            row(
                column(self.saved.widget, self.new.widget, css="wb-list"),
                column(self.history.widget, self._history_off, css="wb-list"),
                css="wb-halves",
            ),
            css="wb-box",
        )
        panel.on_click(self.save, lambda: self._save(replace=False))
        panel.on_enter(self.name, lambda: self._save(replace=False))
        panel.on_click(self.replace, lambda: self._save(replace=True))
        panel.on_click(self.undelete, self._undelete)
        model.observe(lambda _change: self.refresh(), "revision")
        self.refresh()

    def refresh(self) -> None:
        """Show what the model holds."""
        model = self.model
        fresh = f": {number(model.fresh)} văn bản mới hoặc đã sửa" if model.fresh else ""
        none = (
            "" if model.saved else '<p class="wb-hint">Chưa lưu câu nào. Tìm rồi đặt tên và bấm “Lưu câu tìm này”.</p>'
        )
        self.saved.show(f"<h3>Câu tìm đã lưu{fresh}</h3>{none}", model.saved)
        listed = f"<h3>Mới trong “{escape(model.chosen)}”</h3>" if model.documents else ""
        self.new.show(listed, model.documents)
        show_if(bool(model.documents), self.new.widget)
        title = "<h3>Lịch sử tìm</h3>" + ("" if model.history else '<p class="wb-hint">Chưa có lần tìm nào.</p>')
        self.history.show(title, model.history)
        show_if(model.keeps_history, self.history.widget)
        self._history_off.value = (
            "" if model.keeps_history else '<p class="wb-hint">Lịch sử tìm đang tắt trong cài đặt của kho này.</p>'
        )
        show_if(bool(model.deleted), self.undelete)

    def _save(self, *, replace: bool) -> None:
        name = self.name.value
        if self.model.is_taken(name) and not replace:
            show_if(True, self.replace)
            self._panel.say(f"Đã có câu tìm tên “{name.strip()}”: đặt tên khác, hoặc bấm “Thay câu đã lưu”.")
            return
        self.model.save(name, replace=replace)
        show_if(False, self.replace)
        self._panel.set_value(self.name, "")
        self._panel.say(f"Đã lưu câu tìm “{name.strip()}”. Khi kho có văn bản mới khớp câu này, ở đây sẽ báo.")

    def _list_new(self, one: SavedSearch) -> None:
        self.model.list_new(one.name)
        self.new.rows[0].buttons[0].focus()

    def _mark_seen(self, one: SavedSearch) -> None:
        self.model.mark_seen(one.name)
        self._panel.say(f"Đã ghi là đã xem hết “{one.name}”.")

    def _delete(self, one: SavedSearch) -> None:
        self.model.delete(one.name)
        self._panel.say(f"Đã xóa câu tìm “{one.name}”. Bấm “Lấy lại câu vừa xóa” nếu xóa nhầm.")

    def _undelete(self) -> None:
        name = self.model.deleted
        self.model.undelete()
        self._panel.say(f"Đã lấy lại câu tìm “{name}”.")

    def _open(self, document: NewDocument) -> None:
        self.model.read(document)
        self._read()

    def _has_news(self, one: SavedSearch) -> bool:
        found = self.model.news.get(one.name)
        return found is not None and bool(found.new or found.changed)

    def _saved_html(self, one: SavedSearch) -> str:
        news = self.model.news.get(one.name)
        told = ""
        if news is not None and news:
            told = str(news).removeprefix(f"{one.name}: ")
            told = f' <span class="wb-state">{escape(told)}</span>'
        total = f" · {number(news.total)} văn bản" if news is not None and not news.trouble else ""
        return (
            f"<div><strong>{escape(one.name)}</strong>{told}</div>"
            f'<div class="wb-meta">{_question_html(one.question)}{total}</div>'
        )


def _question_html(question: Question) -> str:
    asked = f"“{escape(shorten(question.query, 90))}”" if question.query.strip() else "Mọi văn bản"
    return asked + (f" · {escape(question.limits)}" if question.limits else "")


def _asked_html(asked: Searched) -> str:
    return (
        f"<div>{_question_html(asked.question)}</div>"
        f'<div class="wb-meta">{asked.at:%H:%M %d/%m/%Y} · {escape(asked.who)} · {number(asked.total)} văn bản</div>'
    )


def _new_html(document: NewDocument) -> str:
    symbol = f"{escape(document.symbol)} – " if document.symbol else ""
    return f'<div><span class="wb-state">{document.kind}</span>{symbol}{escape(shorten(document.title, 140))}</div>'
