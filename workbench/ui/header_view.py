"""The header of the open document: its fields with how sure they are, to confirm, correct and take back."""

from __future__ import annotations

from workbench.documents.model import Document
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if, text_box
from workbench.ui.header_model import FieldState
from workbench.ui.markup import escape, percent
from workbench.ui.reader_model import ReaderModel
from workbench.workspace.fields import FIELDS

ROWS = 12
"""Fields that can be checked at once; a document seldom prints so many."""

_OVERVIEW = ("symbol", "type", "issuer", "date", "labels")
"""Fields that are always on screen; so is every field in doubt."""

_NOT_PRINTED = "không in trên văn bản"


class HeaderBox:
    """View of the fields of a `ReaderModel`.

    Attributes:
        check: shows the fields with their buttons, or hides them again.
        confirm_all: confirms every field in doubt that has a value.
        rows: the fields with their buttons.
        editor: where one field is corrected.
    """

    def __init__(self, panel: Panel, model: ReaderModel) -> None:
        self.model = model
        self._panel = panel
        self._open = False
        self._document_id: str | None = None
        self._overview = html_text()
        self._doubt = html_text("wb-inline")
        self.check = button("Kiểm tra, sửa thông tin", "Xem, xác nhận hoặc sửa từng trường thông tin", "small")
        self.confirm_all = button("Xác nhận tất cả", "Xác nhận mọi trường đang hiện là đúng", "small")
        self.editor = FieldEditor(panel, model)
        self.rows = [FieldRow(panel, model, self.editor) for _ in range(ROWS)]
        self._fields = column(*(one.widget for one in self.rows), row(self.confirm_all), self.editor.widget)
        tools = row(self._doubt, self.check)
        self.widget = column(self._overview, tools, self._fields)
        panel.on_click(self.check, self._toggle)
        panel.on_click(self.confirm_all, self._confirm_all)

    @property
    def html(self) -> str:
        """The overview on screen, as HTML."""
        return str(self._overview.value)

    def refresh(self) -> None:
        """Show the fields of the open document."""
        model = self.model
        document = model.document
        if document is None:
            return
        if document.id != self._document_id:
            self._document_id, self._open = document.id, False
            self.editor.close()
        doubtful = [field for field in model.fields if field.doubtful]
        self._overview.value = overview_html(document, model.fields, whole=not self._open)
        show_if(bool(doubtful), self._doubt)
        names = ", ".join(field.label for field in doubtful)
        self._doubt.value = f'<span class="wb-doubt">Cần xem lại: {escape(names)}</span>'
        self.check.description = "Đóng phần kiểm tra" if self._open else "Kiểm tra, sửa thông tin"
        show_if(self._open, self._fields)
        if self._open:
            for place, one in enumerate(self.rows):
                one.show(model.fields[place] if place < len(model.fields) else None)
            self.confirm_all.disabled = not self._unconfirmed()
            self.editor.refresh()

    def show_fields(self) -> None:
        """Show the fields with their buttons."""
        if not self._open:
            self._toggle()

    def _toggle(self) -> None:
        self._open = not self._open
        self.editor.close()
        self.refresh()

    def _unconfirmed(self) -> list[str]:
        return [field.name for field in self.model.fields if field.value and (field.doubtful or not field.confirmed)]

    def _confirm_all(self) -> None:
        names = self._unconfirmed()
        self.model.confirm(names)
        self._panel.say(f"Đã xác nhận {len(names)} trường.")


class FieldRow:
    """One field: what was read and how sure it is, a button that confirms it and one that corrects it."""

    def __init__(self, panel: Panel, model: ReaderModel, editor: FieldEditor) -> None:
        self.field: FieldState | None = None
        self.text = html_text(fixed=True)
        self._model = model
        self._panel = panel
        self.confirm = button("Xác nhận", kind="small")
        self.edit = button("Sửa", kind="small", fixed=True)
        self.widget = row(self.text, self.confirm, self.edit, css="wb-check", hidden=True)
        panel.on_click(self.confirm, self._confirm)
        panel.on_click(self.edit, lambda: editor.open(self.field.name) if self.field else None)

    def show(self, field: FieldState | None) -> None:
        """Show a field, or nothing."""
        self.field = field
        show_if(field is not None, self.widget)
        if field is None:
            return
        self.text.value = field_html(field)
        self.confirm.description = "Xác nhận" if field.value else "Xác nhận để trống"
        self.confirm.tooltip = f"Xác nhận {field.label} là đúng: {field.value or _NOT_PRINTED}"
        show_if(field.doubtful or not field.confirmed, self.confirm)
        self.edit.tooltip = f"Sửa {field.label}, xem chỗ đọc được, bỏ xác nhận"
        set_class(self.widget, "wb-doubtful", field.doubtful)

    def _confirm(self) -> None:
        if self.field is not None:
            label = self.field.label
            self._model.confirm([self.field.name])
            self._panel.say(f"Đã xác nhận {label}.")


class FieldEditor:
    """Corrects one field at a time."""

    def __init__(self, panel: Panel, model: ReaderModel) -> None:
        self._model = model
        self._panel = panel
        self._open = False
        self.name = dropdown("Trường", [(field.label, name) for name, field in FIELDS.items()])
        self.value = text_box("Giá trị đúng", "để trống: văn bản không có", "wb-wide")
        self._quote = html_text()
        self.save = button("Lưu sửa", "Ghi giá trị này; giữ nguyên cả khi nạp lại kho", "small")
        self.undo = button("Bỏ xác nhận, sửa", "Trở về giá trị trước khi xác nhận hoặc sửa", "small")
        self.look = button("Xem chỗ đọc được", "Tới chỗ trong văn bản mà giá trị được đọc từ đó", "small")
        self.cancel = button("Thôi", "Đóng ô sửa, không ghi gì", "small")
        tools = row(self.save, self.undo, self.look, self.cancel)
        self.widget = column(row(self.name, self.value), self._quote, tools, css="wb-editor", hidden=True)
        panel.on_change(self.name, lambda _name: self._show())
        panel.on_click(self.save, self._save)
        panel.on_enter(self.value, self._save)
        panel.on_click(self.undo, self._undo)
        panel.on_click(self.look, self._look)
        panel.on_click(self.cancel, self.close)
        self.refresh()

    def open(self, name: str) -> None:
        """Begin to correct a field."""
        self._open = True
        self._panel.set_value(self.name, name)
        self._show()
        self.value.focus()

    def close(self) -> None:
        """Leave the field as it is."""
        self._open = False
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done with the field."""
        show_if(self._open, self.widget)
        field = self._field
        self.undo.disabled = field is None or not field.decided
        self.look.disabled = field is None or field.span is None
        quote = f"Đọc từ: “{field.quote}”" if field is not None and field.quote else ""
        self._quote.value = f'<div class="wb-hint">{escape(quote)}</div>'

    @property
    def _field(self) -> FieldState | None:
        return next((field for field in self._model.fields if field.name == self.name.value), None)

    def _show(self) -> None:
        field = self._field
        self._panel.set_value(self.value, field.value if field is not None else "")
        self.refresh()

    def _save(self) -> None:
        label = FIELDS[self.name.value].label
        self._model.correct(self.name.value, self.value.value)
        self.close()
        self._panel.say(f"Đã ghi {label}. Muốn trở lại như cũ: bấm “Sửa”, rồi “Bỏ xác nhận, sửa”.")

    def _undo(self) -> None:
        label = FIELDS[self.name.value].label
        self._model.undo(self.name.value)
        self._show()
        self._panel.say(f"{label}: đã trở về giá trị trước đó.")

    def _look(self) -> None:
        field = self._field
        if field is not None and field.span is not None:
            self._model.look_at(field.span)


def field_html(field: FieldState) -> str:
    """A field with its value, how sure it is, and the words it was read from."""
    value = escape(field.value) if field.value else f'<span class="wb-hint">({_NOT_PRINTED})</span>'
    told = [field.state] if field.state else []
    if field.confidence is not None and not field.confirmed:
        told.append(f"độ tin cậy {percent(field.confidence)}")
    state = f'<div class="wb-hint">{escape("; ".join(told))}</div>' if told else ""
    return f"<strong>{escape(field.label)}:</strong> {value}{state}"


def overview_html(document: Document, fields: tuple[FieldState, ...], whole: bool = True) -> str:
    """Title, the fields by which people know the document, those in doubt marked, and what the reader noted.

    Args:
        document: the document.
        fields: its fields.
        whole: whether to list fields; the title and the notes are always there.
    """
    rows = []
    for field in fields if whole else ():
        if field.name not in _OVERVIEW and not field.doubtful:
            continue
        value = escape(field.value) if field.value else _NOT_PRINTED
        if field.doubtful:
            value += f' <span class="wb-doubt">{escape(field.state)}</span>'
        elif field.confirmed:
            value += ' <span class="wb-hint">(đã xác nhận)</span>'
        rows.append(f'<tr><th scope="row">{escape(field.label)}</th><td>{value}</td></tr>')
    rows.append(f'<tr><th scope="row">Tệp</th><td>{escape(document.path)}</td></tr>')
    notes = "".join(f'<p class="wb-hint">Lưu ý: {escape(note)}</p>' for note in document.notes)
    return f'<h3>{escape(document.title)}</h3><table class="wb-fields">{"".join(rows)}</table>{notes}'
