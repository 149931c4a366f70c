"""Parts of the tasks panel: the register, and the box in which people say what a task is and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from workbench.analysis.tasks.task import Task, TaskState
from workbench.documents.model import Citation
from workbench.ui.common import button, column, dropdown, html_text, row, set_class, show_if, text_area, text_box
from workbench.ui.excerpts import ExcerptList
from workbench.ui.markup import escape, number, shorten
from workbench.ui.tasks_model import PAGE_SIZE
from workbench.ui.tasks_row import SETTABLE, decided_words, sentence_case, state_words, when_words

if TYPE_CHECKING:
    from workbench.ui.tasks_view import TasksPanel

_LONGEST = 240  # characters of a task in the register; the box beside has all


class TasksTable:
    """A page of tasks."""

    def __init__(self, panel: TasksPanel) -> None:
        self._model = panel.model
        self.rows = [_Row(panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang nhiệm vụ trước")
        self.next = button("Trang sau", "Trang nhiệm vụ sau")
        self._where = html_text("wb-hint wb-inline", fixed=True)
        self._paging = row(self.previous, self.next, self._where)
        self.widget = column(*(one.widget for one in self.rows), self._paging)
        panel.on_click(self.previous, lambda: self._turn(-1))
        panel.on_click(self.next, lambda: self._turn(1))

    def refresh(self) -> None:
        """Show what the model shows."""
        model, shown = self._model, self._model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(bool(shown), self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        first = model.page * PAGE_SIZE
        self._where.value = f"{number(first + 1)}–{number(first + len(shown))} trên {number(len(model.rows))} nhiệm vụ"

    def _turn(self, step: int) -> None:
        self._model.turn(step)
        self.rows[0].read.focus()


class _Row:
    def __init__(self, panel: TasksPanel) -> None:
        self._model = panel.model
        self.task: Task | None = None
        self.text = html_text(fixed=True)
        self.read = button("Mở", kind="small", fixed=True)
        self.widget = row(self.text, self.read, css="wb-figure-row", hidden=True)
        panel.on_click(self.read, lambda: panel.choose(self.task) if self.task else None)

    def show(self, task: Task | None) -> None:
        self.task = task
        show_if(task is not None, self.widget)
        if task is None:
            return
        self.text.value = row_html(task)
        self.read.tooltip = f"Mở nhiệm vụ và văn bản giao: {shorten(task.content, 80)}"
        chosen = self._model.chosen
        set_class(self.widget, "wb-chosen", chosen is not None and chosen.id == task.id)


def row_html(task: Task) -> str:
    """One task as a line of the register."""
    source = task.citation.symbol or task.citation.title if task.citation is not None else "tự ghi"
    when = f'<div class="wb-amount">{escape(when_words(task))}</div>'
    return (
        f'<div class="wb-task-cells"><div>{when}{state_html(task)}</div>'
        f"<div><div>{escape(shorten(sentence_case(task.content), _LONGEST))}</div>"
        f'<div class="wb-meta"><strong>{escape(sentence_case(task.units))}</strong> · Nguồn: '
        f"{escape(shorten(source, 60))} · {escape(decided_words(task))}</div></div></div>"
    )


def state_html(task: Task) -> str:
    """How far a task has come, in words and colour."""
    return f'<span class="wb-state wb-task-{task.state.value.replace("_", "-")}">{escape(state_words(task))}</span>'


class TaskBox:
    """The task people are looking at: what the document says, how far it has come, what proves it."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.text = widgets.HTML()
        self.state = dropdown("Trạng thái", list(SETTABLE))
        self.done_on = text_box("Ngày xong", "ví dụ: 15/6/2026")
        self.note = text_box("Ghi chú", "ví dụ: đã trình, chờ ký")
        self.save_state = button("Ghi trạng thái", "Ghi trạng thái, ngày xong, ghi chú", "main", fixed=True)
        self.confirm = button("Xác nhận đúng", "Máy đọc đúng nhiệm vụ này", "small", fixed=True)
        self.edit = button("Sửa…", "Sửa nội dung, đơn vị, hạn; văn bản gốc không đổi", "small", fixed=True)
        self.dismiss = button("Không phải nhiệm vụ", "Bỏ khỏi sổ (hoàn tác được)", "small", fixed=True)
        self.undo = button("Hoàn tác", "Bỏ quyết định vừa rồi", "small", fixed=True)
        self.prove = button("Tìm bằng chứng", "Tìm văn bản về sau cho thấy kết quả", "small", fixed=True)
        self.content = text_area("Nội dung")
        self.lead = text_box("Chủ trì", "nhiều đơn vị cách nhau bằng dấu ;")
        self.deadline = text_box("Hạn", "ví dụ: 15/6/2026; để trống nếu không có hạn")
        self.save = button("Ghi sửa", "Ghi các ô đã sửa", "main", fixed=True)
        self.cancel = button("Thôi sửa", "Đóng các ô, không ghi gì", fixed=True)
        self.form = column(
            self.content, self.lead, self.deadline, row(self.save, self.cancel), css="wb-editor", hidden=True
        )
        self.proofs = ExcerptList(panel, panel.read, "Ghi là bằng chứng", self._take, 3)
        self._proofs_box = column(self.proofs.widget, css="wb-editor", hidden=True)
        self._own_undo = row(self.undo)
        self._body = column(
            self.text,
            row(self.state, self.done_on, self.note, self.save_state),
            row(self.confirm, self.edit, self.dismiss, self.prove),
            self.form,
            self._proofs_box,
            hidden=True,
        )
        self.widget = column(self._body, self._own_undo, css="wb-box", hidden=True)
        panel.on_click(self.save_state, self._save_state)
        panel.on_click(self.confirm, self._confirm)
        panel.on_click(self.edit, self._open)
        panel.on_click(self.dismiss, self._dismiss)
        panel.on_click(self.undo, self._undo)
        panel.on_click(self.prove, self._prove)
        panel.on_click(self.save, self._save)
        panel.on_click(self.cancel, lambda: show_if(False, self.form))
        self._shown: Task | None = None

    def refresh(self) -> None:
        """Show the chosen task."""
        task: Task | None = self._model.chosen
        show_if(task is not None, self._body)
        show_if(self._model.can_undo, self._own_undo)
        show_if(self._model.view in ("so", "lich") and (task is not None or self._model.can_undo), self.widget)
        if task is None:
            self._shown = None
            return
        if self._shown != task:
            if self._shown is None or self._shown.id != task.id:
                show_if(False, self.form)
            self._shown = task
            state = TaskState.OPEN if task.state is TaskState.OVERDUE else task.state
            self._panel.set_options(self.state, list(SETTABLE), state.value)
            self._panel.set_value(self.done_on, f"{task.done_on:%d/%m/%Y}" if task.done_on else "")
            self._panel.set_value(self.note, task.note)
        self.text.value = task_html(task)
        self.confirm.disabled = self._model.is_own or task.decided != "đề nghị"
        self._refresh_proofs()

    def _refresh_proofs(self) -> None:
        found = self._model.proofs
        show_if(found is not None, self._proofs_box)
        if found is not None:
            told = f"{len(found)} văn bản có thể là bằng chứng" if found else "Chưa thấy văn bản nào là bằng chứng"
            hint = '<p class="wb-hint">Máy đề nghị theo lời văn, người đọc quyết định.</p>' if found else ""
            citations = tuple(citation for proof in found for citation in proof.passages)
            self.proofs.show(f"<h3>{told}</h3>{hint}", citations)

    def _save_state(self) -> None:
        self._model.correct(state=self.state.value, done_on=self.done_on.value, note=self.note.value)
        self._panel.say("Đã ghi trạng thái nhiệm vụ.")

    def _confirm(self) -> None:
        self._model.confirm()
        self._panel.say("Đã xác nhận nhiệm vụ này.")

    def _dismiss(self) -> None:
        self._model.dismiss()
        self._panel.say("Đã bỏ khỏi sổ nhiệm vụ. Bấm “Hoàn tác” nếu bấm nhầm.")
        self.undo.focus()

    def _undo(self) -> None:
        self._model.undo()
        self._panel.say("Đã hoàn tác.")

    def _prove(self) -> None:
        self._panel.progress.start("Đang tìm văn bản chứng minh kết quả…")
        self._model.look_for_proofs()

    def _take(self, citation: Citation) -> None:
        self._model.take_proof(citation.document_id)
        self._panel.say(f"Đã ghi bằng chứng: {citation.symbol or citation.title}.")

    def _open(self) -> None:
        task: Task | None = self._model.chosen
        if task is None:
            return
        self._panel.set_value(self.content, task.content)
        self._panel.set_value(self.lead, "; ".join(task.lead))
        self._panel.set_value(self.deadline, f"{task.deadline:%d/%m/%Y}" if task.deadline else "")
        show_if(True, self.form)
        self.lead.focus()

    def _save(self) -> None:
        task: Task | None = self._model.chosen
        typed = {"content": self.content.value, "lead": self.lead.value, "deadline": self.deadline.value}
        before = {
            "content": task.content if task else "",
            "lead": "; ".join(task.lead) if task else "",
            "deadline": f"{task.deadline:%d/%m/%Y}" if task and task.deadline else "",
        }
        changed = {name: value for name, value in typed.items() if value.strip() != before[name]}
        if changed:
            self._model.correct(**changed)
            self._panel.say("Đã ghi nhiệm vụ sửa; văn bản gốc không đổi.")
        show_if(False, self.form)


def task_html(task: Task) -> str:
    """The chosen task with everything that is known of it."""
    said = f" (văn bản ghi: “{task.deadline_text}”)" if task.deadline_text else ""
    fields = [
        ("Chủ trì", sentence_case(task.units)),
        ("Phối hợp", "; ".join(task.cooperate)),
        ("Hạn", when_words(task) + (said if task.deadline_text != when_words(task) else "")),
        ("Sản phẩm", task.product),
        ("Giao bởi", f"{task.set_by}{f', ngày {task.set_on:%d/%m/%Y}' if task.set_on else ''}" if task.set_by else ""),
        ("Bằng chứng", f"{len(task.proof)} văn bản" if task.proof else ""),
        ("Ghi nhận", decided_words(task)),
        ("Nguồn", task.citation.label if task.citation is not None else "nhiệm vụ tự ghi"),
    ]
    lines = "".join(f"<tr><th>{name}</th><td>{escape(value)}</td></tr>" for name, value in fields if value)
    return f'<h3>{state_html(task)}{escape(sentence_case(task.content))}</h3><table class="wb-fields">{lines}</table>'


class AddBox:
    """A task of one's own."""

    def __init__(self, panel: TasksPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.open = button("Thêm nhiệm vụ…", "Ghi một việc mà không văn bản nào giao, hoặc máy chưa thấy")
        self.content = text_area("Việc phải làm")
        self.lead = text_box("Chủ trì", "nhiều đơn vị cách nhau bằng dấu ;")
        self.deadline = text_box("Hạn", "ví dụ: 15/6/2026")
        self.document = dropdown("Văn bản giao việc", [("Không có", False)])
        self.add = button("Ghi vào sổ", "Thêm nhiệm vụ này vào sổ", "main", fixed=True)
        self.cancel = button("Thôi thêm", "Đóng, không ghi gì", fixed=True)
        self.widget = column(
            self.content,
            row(self.lead, self.deadline, self.document),
            row(self.add, self.cancel),
            css="wb-editor",
            hidden=True,
        )
        panel.on_click(self.open, self._open)
        panel.on_click(self.add, self._add)
        panel.on_click(self.cancel, lambda: show_if(False, self.widget))

    def _open(self) -> None:
        document = self._model.reader.document
        options: list[tuple[str, bool]] = [("Không có", False)]
        if document is not None:
            options.append((f"Đang đọc: {shorten(document.header.symbol or document.title, 60)}", True))
        self._panel.set_options(self.document, options, False)
        show_if(True, self.widget)
        self.content.focus()

    def _add(self) -> None:
        self._model.add(self.content.value, self.lead.value, self.deadline.value, to_document=bool(self.document.value))
        for box in (self.content, self.lead, self.deadline):
            self._panel.set_value(box, "")
        show_if(False, self.widget)
        self._panel.say("Đã ghi nhiệm vụ vào sổ.")
