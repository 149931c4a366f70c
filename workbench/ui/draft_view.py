"""The draft panel: the report with its sections on one side, the chosen sentence and its source on the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.drafting.model import Draft, DraftItem
from workbench.ui.basket import basket_in
from workbench.ui.bench import DOCUMENT
from workbench.ui.common import (
    Panel,
    button,
    column,
    disabled,
    dropdown,
    html_text,
    row,
    show_if,
    text_box,
)
from workbench.ui.draft_checks import ChecksBox
from workbench.ui.draft_editor import AddingBox, EditorBox
from workbench.ui.draft_export_view import ExportBox
from workbench.ui.draft_model import PAGE_SIZE, DraftModel
from workbench.ui.draft_return_view import ReturnBox
from workbench.ui.draft_review import CommentsBox, SectionsBox, VersionsBox
from workbench.ui.draft_rows import DraftRow
from workbench.ui.draft_sources_view import SourcesBox
from workbench.ui.draft_wizard_view import WizardBox
from workbench.ui.lazy import Lazy
from workbench.ui.markup import escape, number
from workbench.ui.reader import Reader
from workbench.ui.rewriting_view import RewritingBox
from workbench.ui.views import Views

if TYPE_CHECKING:
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


_FOR_PYTHON = re.compile(r" \(\w+=True\)")
"""What the advice about a draft that somebody holds says to those who call from Python."""

_ABOUT = (
    "<h3>Tạo dự thảo mới</h3>"
    '<p class="wb-hint">Sơ kết, tổng kết một chỉ thị, nghị quyết: gõ số ký hiệu của nó rồi bấm “Tạo từ chỉ thị” để xem '
    "các văn bản gom được trước khi soạn. Báo cáo theo chủ đề: gõ chủ đề và trích yếu rồi bấm “Tạo dự thảo”.</p>"
)


class DraftPanel(Panel):
    """View of a `DraftModel`.

    Attributes:
        views: on the left the draft itself, the checks, the file it becomes, its earlier versions.
        side_views: beside it the chosen sentence with its source, what can be added, the sections, the comments.
    """

    concerns = ("files", "decisions", "drafts")

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Soạn dự thảo báo cáo", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = DraftModel(workbench)
        self._was_open: bool | None = None
        self.basket = basket_in(workbench.settings.workspace)
        self._make_controls()
        self._connect()
        paper = column(
            row(self.jump, self.undo, self.redo, css="wb-tools"),
            column(*(one.widget for one in self.rows), css="wb-paper"),
            self._paging,
        )
        self.views = Views(
            self,
            [
                ("ban_thao", "Bản thảo", paper),
                ("kiem_tra", "Kiểm tra", self.checks.widget),
                ("xuat_tep", "Xuất tệp", self.files.widget),
                ("ban_luu", "Bản lưu", self.versions.widget),
            ],
            self._show_view,
        )
        sentence = column(self.editor.widget, self.sources.widget, self.reader.widget)
        self.side_views = Views(
            self,
            [
                ("cau", "Sửa câu", sentence),
                ("them", "Thêm câu", self.adding.widget),
                ("muc", "Các mục", column(self.sections.widget, self.rewriting.widget)),
                ("ghi_chu", "Ghi chú", self.comments.widget),
            ],
            lambda key: self.side_views.show(key),
        )
        left = column(self.views.widget, *self.views.parts, css="wb-list")
        side = column(self.side_views.widget, *self.side_views.parts, css="wb-side")
        self._work = column(self._status, row(left, side, css="wb-split"))
        self._start_box = column(
            html_text(fixed=True),
            row(self.query, self.title_box),
            row(self.outline, self.create, self.create_for),
            self._waiting,
            css="wb-box",
        )
        self._start_box.children[0].value = _ABOUT
        self.fill(
            self._start_box,
            self.wizard.widget,
            row(self.drafts, self.open_draft, self.anew, self.close, self.returning.button, css="wb-drafts"),
            self.returning.widget,
            self._held_row,
            self._notices,
            self.forget,
            self._work,
        )
        self.views.show("ban_thao")
        self.side_views.show("cau")
        self._refresh_basket()
        self._refresh()
        self.guarded(self._start)()

    def _make_controls(self) -> None:
        self.query = text_box("Câu tìm", "ví dụ: thực hiện Chỉ thị 12-CT/TU", "wb-wide wb-kept")
        self.title_box = text_box("Trích yếu", "ví dụ: sơ kết 02 năm thực hiện Chỉ thị 12-CT/TU", "wb-wide wb-kept")
        self.create = button("Tạo dự thảo", "Tạo dự thảo từ các văn bản khớp câu tìm", "main")
        self.outline = dropdown("Đề cương", [], "wb-wide")
        self.create_for = button(
            "Tạo từ chỉ thị", "Gom mọi văn bản triển khai chỉ thị, nghị quyết có số ký hiệu ở ô “Câu tìm”", fixed=True
        )
        self.drafts = dropdown("Dự thảo đã có", [], "wb-wide")
        self.open_draft = button("Mở dự thảo", "Mở dự thảo đang chọn")
        self.anew = button("Dự thảo mới", "Tạo một dự thảo khác; dự thảo đang mở đã được lưu")
        self.close = button("Đóng dự thảo", "Lưu và trả dự thảo để người khác sửa được")
        self._waiting = html_text("wb-note", hidden=True)
        self._held = html_text(fixed=True)
        self.take_over = button("Tiếp quản", "Sửa tiếp dự thảo mà người kia không còn làm; bản của họ vẫn được giữ")
        self._held_row = row(self._held, self.take_over, hidden=True)
        self._notices = html_text()
        self.forget = button(
            "Bỏ hẳn câu trích nguồn mật",
            "Xóa các câu trích nguồn mật khỏi dự thảo và mọi bản lưu; không hoàn tác được",
            hidden=True,
        )
        self.jump = dropdown("Tới mục", [])
        self.undo = button("Hoàn tác", "Bỏ thay đổi vừa làm")
        self.redo = button("Làm lại", "Làm lại thay đổi vừa bỏ")
        self._status = html_text("wb-draft-head", fixed=True)
        self.rows = [DraftRow(self) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang dự thảo trước")
        self.next = button("Trang sau", "Trang dự thảo sau")
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self._paging = row(self.previous, self.next, self._where)
        self.editor, self.adding = EditorBox(self), AddingBox(self)
        self.reader = Reader(self, self.model.reader, self.basket, "Xem nguồn")
        self.sections, self.comments, self.versions = SectionsBox(self), CommentsBox(self), VersionsBox(self)
        self.checks, self.rewriting = ChecksBox(self), RewritingBox(self)
        self.files = ExportBox(self)
        self.sources = SourcesBox(self)
        self.wizard = Lazy(self, "Văn bản đã gom", "Xem các văn bản đã gom theo chỉ thị", lambda: WizardBox(self))
        self.returning = Lazy(
            self, "Nhận lại tệp đã sửa trong Word", "Xem từng chỗ đã sửa rồi ghi vào dự thảo", lambda: ReturnBox(self)
        )

    def _connect(self) -> None:
        model = self.model
        widgets.link((self.query, "value"), (model, "query"))
        widgets.link((self.title_box, "value"), (model, "title"))
        self.on_change(self.outline, lambda key: model.set_trait("outline", key or "so_ket"))
        self.on_click(self.create, lambda: self._create(model.create))
        self.on_click(self.create_for, self._gather)
        self.on_click(self.open_draft, self._open)
        self.on_change(self.jump, model.go_to)
        self.on_click(self.close, self._close)
        self.on_click(self.take_over, self._take_over)
        self.on_click(self.forget, self._forget)
        self.on_click(self.undo, model.undo)
        self.on_click(self.redo, model.redo)
        self.on_click(self.previous, lambda: self._turn(-1))
        self.on_click(self.next, lambda: self._turn(1))
        model.observe(lambda _change: self._refresh(), "revision")
        model.observe(lambda _change: self._refresh_drafts(), "drafts")
        model.reader.observe(lambda _change: show_if(True, self.reader.widget), "document")
        self.on_click(self.anew, lambda: show_if(self._start_box.layout.display == "none", self._start_box))
        self.basket.observe(lambda _change: self._refresh_basket(), "citations")

    def open(
        self,
        draft_id: str = "",
        *,
        query: str = "",
        title: str = "",
        section: str = "",
        citations: Sequence[Citation] = (),
        basket: bool = False,
        **more: Any,
    ) -> None:
        """Open a draft, with passages for one of its sections; or show the basket, from which passages are put into
        sections; or fill in what a new one is to be made from."""
        super().open(**more)
        if basket:
            self.side_views.show("them")
        if draft_id:
            self.model.list_drafts()
            self.model.open(draft_id)
            self.set_options(self.drafts, list(self.model.drafts), draft_id)
        if citations:
            added = self.model.add_citations(section, citations)
            self.say(f"Đã đưa {added} đoạn vào mục “{self.model.section_name(section)}”; đoạn có sẵn không đưa lại.")
        self.model.query, self.model.title = query or self.model.query, title or self.model.title
        if query or title:
            show_if(True, self._start_box)

    def catch_up(self) -> None:
        """The drafts there are now."""
        super().catch_up()
        self.model.list_drafts()

    def _show_view(self, key: str) -> None:
        self.views.show(key)
        if key == "ban_luu":
            self.versions.look()

    def _start(self) -> None:
        self.model.list_drafts()
        self.basket.reload()
        self.files.list_templates()
        try:
            self.model.list_outlines()
        finally:
            self.set_options(self.outline, list(self.model.outlines), self.model.outline)

    def _create(self, make: Callable[[], None]) -> None:
        self.progress.start("Đang chọn câu và xếp vào các mục…")
        with disabled(self.create, self.create_for):
            make()
        self.basket.reload()
        self.tell_created()

    def _gather(self) -> None:
        """Show what a review of the directive would be drawn from; people decide before it is drawn."""
        with disabled(self.create, self.create_for):
            self.wizard.part.gather(self.model.query)
        self.wizard.show()
        self.wizard.part.compose.focus()

    def tell_created(self) -> None:
        """Say what the draft that was made just now was drawn from."""
        draft = self.model.draft
        assert draft is not None
        show_if(False, self._start_box)
        self.say(f"Đã tạo dự thảo với {len(draft.items())} câu trích từ {len(draft.sources())} văn bản.")

    def _open(self) -> None:
        if self.drafts.value:
            self.model.open(self.drafts.value)
        self.basket.reload()

    def _close(self) -> None:
        self.model.close()
        self.say("Đã lưu và đóng dự thảo.")

    def _take_over(self) -> None:
        self.model.take_over()
        self.say("Đã tiếp quản dự thảo; anh/chị có thể sửa.")

    def _forget(self) -> None:
        taken = self.model.forget_secrets()
        self.say(f"Đã xóa hẳn {taken} câu trích nguồn mật, tính cả trong các bản lưu.")

    def _turn(self, step: int) -> None:
        self.model.turn(step)
        next((one.edit for one in self.rows if one.item), self.next).focus()

    def choose(self, item: DraftItem) -> None:
        """Put a sentence of the draft into the editor."""
        self.model.choose(item.id)
        self.edit()

    def edit(self) -> None:
        """Bring the chosen sentence into sight, beside its source."""
        self.side_views.show("cau")
        self.sources.read_first()
        self.editor.text.focus()

    def show_source(self, item: DraftItem | None) -> None:
        """Open the source of a sentence where it stands."""
        if item is not None and item.citations:
            self.read(item.citations[0])

    def read_document(self, document_id: str, at: tuple[int, int] | None = None) -> None:
        """Open a document of the archive, at a stretch of its text; where no draft is open the reader of the window.

        Raises:
            WorkbenchError: as `Bench.go`.
        """
        if self.model.draft is None and self.bench is not None:
            self.bench.go(DOCUMENT, document_id=document_id)
            return
        self.model.reader.open(document_id, "", at)
        self._focus_reader()

    @property
    def can_read(self) -> bool:
        """Whether there is a reader on screen, or another panel that reads."""
        return self.model.draft is not None or (self.bench is not None and self.bench.is_connected)

    def read(self, citation: Citation) -> None:
        """Open the source of a citation where it stands."""
        self.model.reader.open_citation(citation)
        self._focus_reader()

    def _focus_reader(self) -> None:
        self.side_views.show("cau")
        self.reader.focus()

    def _refresh(self) -> None:
        model = self.model
        show_if(model.draft is not None, self._work, self.anew, self.close)
        if self._was_open is not (model.draft is not None):
            self._was_open = model.draft is not None
            show_if(not self._was_open, self._start_box)
        self._refresh_held()
        if model.draft is None:
            return
        shown = model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None, model.item_id)
        outline = [(f"{one.name} ({len(one.items)})", one.key) for one in model.draft.sections]
        headings: list[tuple[str, Any]] = [(one.name, one.key) for one in model.draft.sections]
        self.set_options(self.jump, outline, self.jump.value)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self.undo.disabled, self.redo.disabled = not model.can_undo, not model.can_redo
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        self._status.value = self._status_html(model.draft)
        self.files.refresh(model.draft)
        self.sources.refresh(model.item)
        show_if(model.item is not None or model.reader.document is not None, self.reader.widget)
        self.editor.refresh(headings)
        self.adding.refresh(headings)
        self.sections.refresh(headings)
        self.comments.refresh()
        self.versions.refresh()

    def _refresh_held(self) -> None:
        """Say who else edits the draft, and what people must know of its sources."""
        model = self.model
        held = model.held
        show_if(model.read_only, self._held_row)
        advice = _FOR_PYTHON.sub("", held.advice) if held else ""
        told = f"{escape(held.message)} {escape(advice)}" if held else "Hiện không ai mở dự thảo này để sửa."
        self._held.value = (
            f'<div class="wb-message wb-error" role="status"><strong>CHỈ ĐỌC.</strong> {told}</div>'
            if model.read_only
            else ""
        )
        self.take_over.disabled = held is not None and not held.holder.is_stale
        notices = model.draft.notices if model.draft is not None else ()
        show_if(bool(notices), self._notices)
        show_if(model.draft is not None and bool(model.draft.secret) and not model.read_only, self.forget)
        self._notices.value = "".join(
            f'<div class="wb-message wb-error" role="alert">{escape(notice)}</div>' for notice in notices
        )

    def _refresh_drafts(self) -> None:
        self.set_options(self.drafts, list(self.model.drafts), self.drafts.value)
        show_if(bool(self.model.drafts), self.drafts, self.open_draft)

    def _refresh_basket(self) -> None:
        count = len(self.basket.citations)
        show_if(bool(count), self._waiting)
        self._waiting.value = (
            f"Giỏ có {number(count)} trích đoạn: tạo hoặc mở một dự thảo, rồi đưa vào mục ở phần “Thêm câu”."
        )
        self.side_views.buttons["them"].description = f"Thêm câu (giỏ: {number(count)})" if count else "Thêm câu"

    def _status_html(self, draft: Draft) -> str:
        saved = self.model.saved
        state = f"đã lưu lúc {saved:%H:%M:%S}" if saved else "<strong>CHƯA LƯU được thay đổi cuối</strong>"
        label = f' <span class="wb-state">{escape("; ".join(draft.labels))}</span>' if draft.labels else ""
        if self.model.read_only:
            state = "đang xem, không sửa được"
        told = f"{number(len(draft.items()))} câu từ {number(len(draft.sources()))} văn bản nguồn, {state}"
        title = escape(draft.title[:1].upper() + draft.title[1:])
        return f'<h3 title="{title}">{title}</h3><div class="wb-hint">{told}{label}</div>'
