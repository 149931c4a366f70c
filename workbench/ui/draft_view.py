"""The draft panel: the report with its sections on one side, the chosen sentence and its source on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from workbench.drafting.model import DraftItem
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
    text_area,
    text_box,
)
from workbench.ui.draft_checks import ChecksBox
from workbench.ui.draft_export_view import ExportBox
from workbench.ui.draft_material_view import MaterialBox
from workbench.ui.draft_model import PAGE_SIZE, DraftModel
from workbench.ui.draft_return_view import ReturnBox
from workbench.ui.draft_review import CommentsBox, SectionsBox, VersionsBox
from workbench.ui.draft_rows import DraftRow, item_html
from workbench.ui.draft_sources_view import SourcesBox
from workbench.ui.draft_wizard_view import WizardBox
from workbench.ui.excerpts import ExcerptList
from workbench.ui.lazy import Lazy
from workbench.ui.markup import escape, number
from workbench.ui.reader import Reader
from workbench.ui.rewriting_view import RewritingBox

if TYPE_CHECKING:
    from workbench.documents.model import Citation
    from workbench.ui.bench import Bench
    from workbench.workbench import Workbench


class DraftPanel(Panel):
    """View of a `DraftModel`."""

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__("Soạn dự thảo báo cáo", workbench.settings.workspace / "logs")
        self.bench = bench
        self.model = DraftModel(workbench)
        self.basket = basket_in(workbench.settings.workspace)
        self._make_controls()
        self._connect()
        outline = column(
            row(self.jump, self.undo, self.redo, css="wb-tools"),
            self._status,
            *(one.widget for one in self.rows),
            self._paging,
            css="wb-list",
        )
        editor = column(
            self._editor_title,
            self.text,
            row(self.save, self.up, self.down, self.see, self.remove),
            row(self.merge, self.split),
            row(self.target, self.move),
            css="wb-box",
        )
        adding = column(
            widgets.HTML("<h3>Thêm câu</h3>"),
            self.section,
            self.new_text,
            row(self.add, self.material.button),
            self.material.widget,
            self.excerpts.widget,
            css="wb-box",
        )
        beside = (self.sources.widget, self.reader.widget, self.rewriting.widget)
        side = (editor, *beside, self.comments.widget, adding, self.sections.widget)
        self._work = row(outline, column(*side, css="wb-side"), css="wb-split")
        self.fill(
            row(self.query, self.title_box),
            row(self.outline, self.create, self.create_for),
            self.wizard.widget,
            row(self.drafts, self.open_draft, self.close, self.returning.button),
            self.returning.widget,
            self._held_row,
            self._notices,
            self.forget,
            self.files.widget,
            self._work,
            self.checks.widget,
            self.versions.widget,
        )
        self._refresh()
        self.guarded(self._start)()

    def _make_controls(self) -> None:
        self.query = text_box("Câu tìm", "ví dụ: thực hiện Chỉ thị 12-CT/TU", "wb-wide")
        self.title_box = text_box("Trích yếu", "ví dụ: sơ kết 02 năm thực hiện Chỉ thị 12-CT/TU", "wb-wide")
        self.create = button("Tạo dự thảo", "Tạo dự thảo từ các văn bản khớp câu tìm", "main")
        self.outline = dropdown("Đề cương", [], "wb-wide")
        self.create_for = button(
            "Tạo từ chỉ thị", "Gom mọi văn bản triển khai chỉ thị, nghị quyết có số ký hiệu ở ô “Câu tìm”", fixed=True
        )
        self.drafts = dropdown("Dự thảo đã có", [], "wb-wide")
        self.open_draft = button("Mở dự thảo", "Mở dự thảo đang chọn")
        self.close = button("Đóng dự thảo", "Lưu và trả dự thảo để người khác sửa được")
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
        self._status = widgets.HTML()
        self._status.add_class("wb-hint")
        self.rows = [DraftRow(self) for _ in range(PAGE_SIZE)]
        self.previous = button("Trang trước", "Trang dự thảo trước")
        self.next = button("Trang sau", "Trang dự thảo sau")
        self._where = widgets.HTML()
        self._where.add_class("wb-hint")
        self._paging = row(self.previous, self.next, self._where)
        self._editor_title = widgets.HTML()
        self.text = text_area("Câu đang sửa")
        self.save = button("Lưu câu", "Lưu câu đang sửa", "main")
        self.up = button("Lên", "Đưa câu lên trên một bậc")
        self.down = button("Xuống", "Đưa câu xuống dưới một bậc")
        self.see = button("Xem nguồn", "Mở văn bản nguồn đúng chỗ trích")
        self.remove = button("Xóa", "Bỏ câu này khỏi dự thảo (có thể hoàn tác)")
        self.merge = button("Gộp với câu sau", "Gộp câu này với câu ngay sau; nguồn của cả hai được giữ", fixed=True)
        self.split = button("Tách câu", "Tách đoạn thành từng câu; mỗi câu giữ nguồn của nó", fixed=True)
        self.target = dropdown("Chuyển tới mục", [])
        self.move = button("Chuyển mục", "Chuyển câu sang mục đang chọn")
        self.section = dropdown("Thêm vào mục", [])
        self.new_text = text_area("Câu tự viết")
        self.add = button("Thêm câu", "Thêm câu tự viết vào mục đang chọn")
        self.excerpts = ExcerptList(self, self.read, "Đưa vào dự thảo", self._use, 5)
        self.reader = Reader(self, self.model.reader, self.basket, "Xem nguồn")
        self.sections, self.comments, self.versions = SectionsBox(self), CommentsBox(self), VersionsBox(self)
        self.checks, self.rewriting = ChecksBox(self), RewritingBox(self)
        self.files = ExportBox(self)
        self.sources = SourcesBox(self)
        self.wizard = Lazy(self, "Văn bản đã gom", "Xem các văn bản đã gom theo chỉ thị", lambda: WizardBox(self))
        self.material = Lazy(
            self,
            "Thêm số liệu, nhiệm vụ",
            "Chọn số liệu, nhiệm vụ cho mục đang chọn",
            lambda: MaterialBox(self),
        )
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
        self.on_click(self.merge, model.merge_next)
        self.on_click(self.split, model.split)
        self.on_click(self.previous, lambda: self._turn(-1))
        self.on_click(self.next, lambda: self._turn(1))
        # Leaving the box saves as well: another button must not lose what was typed.
        self.on_change(self.text, model.save_text)
        self.on_click(self.save, self._save_text)
        self.on_click(self.up, lambda: model.shift(-1))
        self.on_click(self.down, lambda: model.shift(1))
        self.on_click(self.see, lambda: self.show_source(model.item))
        self.on_click(self.remove, model.remove)
        self.on_click(self.move, lambda: model.move_to(self.target.value))
        self.on_click(self.add, self._add)
        model.observe(lambda _change: self._refresh(), "revision")
        model.observe(lambda _change: self._refresh_drafts(), "drafts")
        self.basket.observe(lambda _change: self._refresh_basket(), "citations")
        self._refresh_basket()

    def open(
        self,
        draft_id: str = "",
        *,
        query: str = "",
        title: str = "",
        section: str = "",
        citations: Sequence[Citation] = (),
        **more: Any,
    ) -> None:
        """Open a draft, with passages for one of its sections; or fill in what a new one is to be made from."""
        super().open(**more)
        if draft_id:
            self.model.list_drafts()
            self.model.open(draft_id)
            self.set_options(self.drafts, list(self.model.drafts), draft_id)
        if citations:
            added = self.model.add_citations(section, citations)
            self.say(f"Đã đưa {added} đoạn vào mục “{self.model.section_name(section)}”; đoạn có sẵn không đưa lại.")
        self.model.query, self.model.title = query or self.model.query, title or self.model.title

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

    def tell_created(self) -> None:
        """Say what the draft that was made just now was drawn from."""
        draft = self.model.draft
        assert draft is not None
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
        self.sources.read_first()
        self.text.focus()

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
        self.reader.focus()

    @property
    def can_read(self) -> bool:
        """Whether there is a reader on screen, or another panel that reads."""
        return self.model.draft is not None or (self.bench is not None and self.bench.is_connected)

    def read(self, citation: Citation) -> None:
        """Open the source of a citation where it stands."""
        self.model.reader.open_citation(citation)
        self.reader.focus()

    def _save_text(self) -> None:
        self.model.save_text(self.text.value)
        self.say("Đã lưu câu.")

    def _add(self) -> None:
        self.model.add_text(self.section.value or "", self.new_text.value)
        self.new_text.value = ""
        self.say("Đã thêm câu.")

    def _use(self, citation: Citation) -> None:
        self.model.add_citation(self.section.value or "", citation)
        self.basket.remove(citation)
        self.say(f"Đã đưa trích đoạn vào mục “{self.section.label}”.")

    def _refresh(self) -> None:
        model = self.model
        show_if(model.draft is not None, self._work, self.files.widget, self.checks.widget, self.versions.widget)
        self.close.disabled = model.draft is None
        self._refresh_held()
        if model.draft is None:
            return
        shown = model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None, model.item_id)
        outline = [(f"{one.name} ({len(one.items)})", one.key) for one in model.draft.sections]
        headings: list[tuple[str, Any]] = [(one.name, one.key) for one in model.draft.sections]
        chosen = model.section.key if model.section else None
        self.set_options(self.jump, outline, self.jump.value)
        self.set_options(self.target, headings, chosen)
        self.set_options(self.section, headings, chosen or self.section.value)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled = model.page == 0
        self.next.disabled = model.page + 1 >= model.pages
        self.undo.disabled, self.redo.disabled = not model.can_undo, not model.can_redo
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        self._status.value = escape(self._status_text())
        self.files.refresh(model.draft)
        self._refresh_editor()
        self.sections.refresh(headings)
        self.comments.refresh()
        self.versions.refresh()

    def _refresh_held(self) -> None:
        """Say who else edits the draft, and what people must know of its sources."""
        model = self.model
        held = model.held
        show_if(model.read_only, self._held_row)
        told = f"{escape(held.message)} {escape(held.advice)}" if held else "Hiện không ai mở dự thảo này để sửa."
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

    def _refresh_editor(self) -> None:
        item, section = self.model.item, self.model.section
        self.sources.refresh(item)
        controls = (self.save, self.up, self.down, self.remove, self.move, self.text, self.target)
        for control in (*controls, self.merge, self.split):
            control.disabled = item is None or self.model.read_only
        self.add.disabled = self.model.read_only
        self.see.disabled = item is None or not item.citations
        if item is None or section is None:
            self._editor_title.value = '<h3>Sửa câu</h3><p class="wb-hint">Bấm “Sửa” ở một câu của dự thảo.</p>'
            self.set_value(self.text, "")
            return
        self._editor_title.value = f"<h3>Sửa câu</h3>{item_html(item, with_text=False)}"
        self.set_value(self.text, item.text)

    def _refresh_drafts(self) -> None:
        self.set_options(self.drafts, list(self.model.drafts), self.drafts.value)
        self.open_draft.disabled = not self.model.drafts

    def _refresh_basket(self) -> None:
        count = len(self.basket.citations)
        empty = '<p class="wb-hint">Giỏ trống. Khi tìm hoặc đọc, bấm “Thêm … vào dự thảo” để cho vào.</p>'
        hint = "" if count else empty
        self.excerpts.show("<h3>Giỏ trích đoạn</h3>" + hint, self.basket.citations)

    def _status_text(self) -> str:
        draft = self.model.draft
        assert draft is not None
        saved = self.model.saved
        state = f"đã lưu lúc {saved:%H:%M:%S}" if saved else "CHƯA LƯU được thay đổi cuối"
        label = f" NHÃN: {'; '.join(draft.labels)}." if draft.labels else ""
        if self.model.read_only:
            state = "đang xem, không sửa được"
        return f"{draft.title}: {len(draft.items())} câu, {len(draft.sources())} văn bản nguồn, {state}.{label}"
