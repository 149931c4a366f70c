"""The intake panel: hand files over, follow the build, see what is left out and why, confirm uncertain fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.archive.receiving import FOLDER, MOST_BYTES, Received
from workbench.archive.report import STATUSES
from workbench.ui.archive_update import UNFINISHED, UpdateBar
from workbench.ui.basket import basket_in
from workbench.ui.building import report_html
from workbench.ui.common import Panel, button, column, dropdown, html_text, row, set_class, show_if
from workbench.ui.intake_model import PAGE_SIZE, SCOPES, VIEWS, Doubtful, IntakeModel, LeftOut, told
from workbench.ui.markup import escape, number
from workbench.ui.reader import Reader
from workbench.ui.views import Views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.archive.report import BuildRow
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


_DROP = """<div class="wb-drop" ondragover="event.preventDefault()" ondrop="
event.preventDefault();
const files = event.dataTransfer.files, inputs = HTMLInputElement.prototype;
inputs.click = function () { this.files = files; this.dispatchEvent(new Event('change')); };
try { this.closest('.wb-intake').querySelector('.wb-choose').click(); } finally { delete inputs.click; }
">Kéo tệp từ thư mục thả vào đây, hoặc bấm “Chọn tệp…”</div>"""
# The upload control takes no drops, and keeps its file input out of the page: a drop is handed to that input in the
# place of the dialogue that a press of the button would open.


class IntakePanel(Panel):
    """View of an `IntakeModel`.

    Attributes:
        upload: the button that files are chosen with; what is dropped beside it takes the same way.
        update: brings the archive in line with the corpus.
        following: how far it is, with what stops it.
        received: what became of the files handed over.
    """

    follows_update = True

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Nạp văn bản", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = IntakeModel(workbench, bench)
        basket = bench.basket if bench is not None else basket_in(workbench.settings.workspace)
        self.upload = widgets.FileUpload(
            description="Chọn tệp…",
            tooltip="Chọn một hay nhiều tệp trên máy này",
            multiple=True,
            icon="",
            button_style="",
            layout=widgets.Layout(width="auto", height="auto"),
        )
        for name in ("wb-button", "wb-choose"):
            self.upload.add_class(name)
        self.drop = html_text(fixed=True)
        self.drop.value = _DROP
        self.update = button("Cập nhật kho", "Đọc những tệp mới hoặc đã sửa trong thư mục văn bản", "main", fixed=True)
        self.following = UpdateBar(self, self.model.job)
        self.cancel, self.bar = self.following.cancel, self.following.bar
        self.received = html_text(fixed=True)
        self.report = html_text(fixed=True)
        self.where = html_text("wb-hint", fixed=True)
        self.left_out = html_text(fixed=True)
        self.scope = dropdown("Tìm trong", [(label, count) for count, label in SCOPES])
        self.summary = html_text("wb-hint", fixed=True)
        self.doubts = [DoubtRow(self) for _ in range(PAGE_SIZE)]
        self.next_document = button("Văn bản tiếp theo", "Mở văn bản kế tiếp trong danh sách cần xác nhận", "main")
        self.reader = Reader(self, self.model.reader, basket, "Kiểm tra")
        self.previous = button("Trang trước", "Trang trước của danh sách", "small")
        self.next = button("Trang sau", "Trang sau của danh sách", "small")
        self.paging = row(self.previous, self.next, self.where)
        take = column(
            _intro(workbench),
            row(self.drop, self.upload, self.update, css="wb-intake"),
            self.following.widget,
            self.received,
            self.report,
        )
        confirm = column(
            row(self.scope),
            self.summary,
            row(
                column(*(one.widget for one in self.doubts), css="wb-list"),
                column(row(self.next_document), self.reader.widget, css="wb-side"),
                css="wb-split",
            ),
        )
        parts = {"nap": take, "chua_doc": column(self.left_out), "xac_nhan": confirm}
        self.views = Views(self, [(key, label, parts[key]) for key, label in VIEWS], self.model.show)
        self._connect()
        self.fill(self.views.widget, *parts.values(), self.paging)
        self._refresh()
        self._refresh_job()
        self._refresh_taken()

    def _connect(self) -> None:
        model = self.model
        self.on_change(self.upload, self._take)
        self.on_click(self.update, model.update)
        self.on_change(self.scope, model.look_through)
        self.on_click(self.previous, lambda: model.turn(-1))
        self.on_click(self.next, lambda: model.turn(1))
        self.on_click(self.next_document, self._next)
        model.job.observe(lambda _change: self._refresh_job(), "running")
        model.job.observe(lambda _change: self._refresh_taken(), "taken")
        model.observe(lambda _change: self._refresh_taken(), ["received", "news"])
        model.observe(lambda _change: self._refresh(), ["view", "page", "left_out", "refused", "doubtful", "scope"])
        model.job.observe(lambda change: self.fail(change["new"]), "failure")
        model.reader.observe(lambda _change: self._decided(), "decided")

    def open(self, view: str = "", document_id: str = "", **more: Any) -> None:
        """Show a part ("nap", "chua_doc", "xac_nhan"), or a document to confirm its fields."""
        super().open(**more)
        if view or document_id:
            self.model.show(view or "xac_nhan")
        if document_id:
            self.check(document_id)

    def catch_up(self) -> None:
        """What others decided about documents leaves the list of what is uncertain."""
        super().catch_up()
        self.model.renew()

    def check(self, document_id: str) -> None:
        """Open a document with its fields to confirm."""
        self.model.open(document_id)
        self.reader.header.show_fields()
        self._refresh()

    def _take(self, chosen: Any) -> None:
        if not chosen:
            return
        files = [(one["name"], bytes(one["content"])) for one in chosen]
        self.set_value(self.upload, ())  # at once: neither the browser nor we keep the contents any longer
        self.model.hand_over(files)

    def _next(self) -> None:
        self.model.open_next()
        self.reader.header.show_fields()
        self._refresh()

    def _decided(self) -> None:
        if self.model.settle_decision():
            left = len(self.model.doubtful)
            self.summary.value = f"Đã xong văn bản này. Còn {number(left)} văn bản cần xác nhận."

    # -- what is shown ----------------------------------------------------------------------------------------

    def _refresh_job(self) -> None:
        self.update.disabled = self.model.job.running

    def _refresh_taken(self) -> None:
        model, taken = self.model, self.model.job.taken
        removed = {*taken.removed} if taken is not None else set()
        stuck = {*taken.stuck} if taken is not None else set()
        rows = {row.path: row for row in taken.report.rows} if taken is not None else {}
        self.received.value = received_html(model.received, removed, stuck, rows)
        news = f'<p role="status"><strong>{escape(model.news)}</strong></p>' if model.news else ""
        if not model.news and not model.job.running and model.workbench.is_unfinished:
            news = f'<p class="wb-note">{escape(UNFINISHED.format("Cập nhật kho"))}</p>'
        self.report.value = news + (report_html(taken.report) if taken is not None else "")

    def _refresh(self) -> None:
        model = self.model
        self.views.show(model.view)
        counts = {"chua_doc": len(model.left_out), "xac_nhan": len(model.doubtful or ())}
        for key, label in VIEWS:
            self.views.buttons[key].description = f"{label} ({number(counts[key])})" if counts.get(key) else label
        show_if(model.view != "nap" and model.pages > 1, self.paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self.where.value = f"Trang {model.page + 1} trên {number(max(model.pages, 1))}"
        if model.view == "chua_doc":
            taken = model.job.taken
            named = taken is not None and any(row.status == "refused" for row in taken.report.rows)
            self.left_out.value = left_out_html(model.rows, model.refused, named=named)
        elif model.view == "xac_nhan":
            self._refresh_doubts()

    def _refresh_doubts(self) -> None:
        model = self.model
        self.set_value(self.scope, model.scope)
        shown = model.rows
        for place, one in enumerate(self.doubts):
            one.show(shown[place] if place < len(shown) else None)
        count = len(model.doubtful or ())
        self.next_document.disabled = not count
        self.summary.value = (
            f"{number(count)} văn bản có trường chưa chắc, kém chắc nhất ở trên. Bấm tên văn bản để xem và xác nhận."
            if count
            else "Không có văn bản nào cần xác nhận."
        )


class DoubtRow:
    """A document with uncertain fields; its title is the button that opens it."""

    def __init__(self, panel: IntakePanel) -> None:
        self.doubt: Doubtful | None = None
        self.title = button("", "Xem và xác nhận các trường của văn bản này", "term", fixed=True)
        self.text = html_text(fixed=True)
        self.widget = column(self.title, self.text, css="wb-item wb-doubt-row", hidden=True)
        self._panel = panel
        panel.on_click(self.title, self._open)

    def show(self, doubt: Doubtful | None) -> None:
        """Show a document, or nothing."""
        self.doubt = doubt
        show_if(doubt is not None, self.widget)
        if doubt is None:
            return
        self.title.description = doubt.title
        self.title.tooltip = f"Kiểm tra: {doubt.title}"
        document = self._panel.model.reader.document
        set_class(self.widget, "wb-chosen", document is not None and document.id == doubt.id)
        notes = f'<div class="wb-meta">{escape(doubt.notes)}</div>' if doubt.notes else ""
        self.text.value = (
            f'<div class="wb-meta">{escape(doubt.path)}</div><div class="wb-doubt">{escape(doubt.fields)}</div>{notes}'
        )

    def _open(self) -> None:
        if self.doubt is not None:
            self._panel.check(self.doubt.id)


def _intro(workbench: Workbench) -> widgets.HTML:
    text = html_text(fixed=True)
    folder = workbench.settings.corpus / FOLDER
    text.value = (
        f"<p>Tệp được <strong>chép</strong> vào <code>{escape(str(folder))}</code> theo năm; tệp gốc ở nguyên chỗ, "
        "không tệp nào bị ghi đè. Văn bản mang dấu mật không được nhận: bản vừa chép bị xóa ngay.</p>"
        f'<p class="wb-hint">Mỗi lần không quá {MOST_BYTES // 1_000_000} MB. Nhiều hoặc lớn hơn: tự chép vào thư mục '
        "trên rồi bấm “Cập nhật kho”. Vẫn tìm và đọc được trong lúc nạp.</p>"
    )
    return text


def received_html(
    received: tuple[Received, ...], removed: set[str], stuck: set[str], read: Mapping[str, BuildRow]
) -> str:
    """What became of the files handed over, one a line.

    Args:
        received: the files.
        removed: paths under the corpus of those that turned out to be secret and were taken out again.
        stuck: paths of such files that could not be deleted.
        read: what the build made of the files of the corpus, by path; empty before it ended.
    """
    rows = []
    for one in received:
        state, text, css = told(one), one.told, ""
        if one.became == "secret":
            css = "wb-refused"
        if one.path in removed and one.became != "same":
            state, css = "Từ chối (mật)", "wb-refused"
            text = "Có dấu mật. Bản vừa chép đã bị xóa khỏi kho, không giữ lại gì của tệp này; tệp gốc vẫn ở chỗ cũ."
        elif one.path in stuck:
            state, css = "Từ chối (mật)", "wb-refused"
            text = f"Có dấu mật, nhưng không xóa được bản chép {one.path}: hãy đóng chương trình đang mở nó rồi tự xóa."
        elif one.became in ("copied", "renamed") and one.path in read:
            outcome = read[one.path]
            if outcome.status in ("waiting", "quarantined"):
                state, text, css = STATUSES[outcome.status], outcome.reason, "wb-doubt"
            else:
                state = "Đã nạp"
        cells = f'<td class="wb-became {css}">{escape(state)}</td><td>{escape(text)}</td>'
        rows.append(f'<tr><th scope="row">{escape(one.name)}</th>{cells}</tr>')
    return f'<table class="wb-plain">{"".join(rows)}</table>' if rows else ""


def left_out_html(rows: tuple[LeftOut, ...], refused: int, *, named: bool = False) -> str:
    """Files that are not in the archive: which, why, and what to do.

    Args:
        rows: a page of them.
        refused: how many files of the corpus bear a secrecy mark.
        named: whether those are among the files listed.
    """
    where = (
        "Tên những tệp ấy không được ghi lại: chúng chỉ hiện ở đây cho tới khi đóng bảng."
        if named
        else "Danh mục không ghi tên những tệp ấy; bấm “Cập nhật kho” ở phần “Nạp tệp” thì tên hiện ở đây cho tới khi "
        "đóng bảng."
    )
    hint = (
        f'<p class="wb-note">{number(refused)} tệp trong thư mục văn bản mang dấu mật nên không được đưa vào kho. '
        f"{where}</p>"
        if refused
        else ""
    )
    if not rows:
        return hint + '<p class="wb-hint">Mọi tệp còn lại trong thư mục văn bản đều đã đọc được.</p>'
    head = '<tr><th scope="col">Tệp</th><th scope="col">Tình trạng</th><th scope="col">Vì sao, nên làm gì</th></tr>'
    lines = "".join(
        f'<tr><th scope="row">{escape(one.path)}</th><td>{escape(one.state)}</td>'
        f"<td>{escape(one.reason)}{f'<br><em>{escape(one.advice)}</em>' if one.advice else ''}</td></tr>"
        for one in rows
    )
    return f'{hint}<table class="wb-plain">{head}{lines}</table>'
