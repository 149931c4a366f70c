"""Part of the draft panel: the plan of a review of a directive; people take and leave documents before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.drafting.wizard import GatheredRow
from workbench.ui.common import button, column, disabled, dropdown, html_text, row, show_if
from workbench.ui.draft_wizard_model import PAGE_SIZE, WizardModel
from workbench.ui.markup import escape, shorten
from workbench.ui.ticks import check_box

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_MISSING_SHOWN = 20


class WizardBox:
    """View of a `WizardModel`."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel = panel
        self.model = WizardModel(panel.model)
        self.told = html_text(fixed=True)
        self.role = dropdown("Xem", [("Mọi văn bản", "")], "wb-narrow")
        self.rows = [_GatheredRow(self, panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Văn bản trước", "Trang văn bản trước", "small", fixed=True)
        self.next = button("Văn bản sau", "Trang văn bản sau", "small", fixed=True)
        self._where = html_text("wb-hint", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.compose = button("Soạn từ các văn bản đã chọn", "Soạn dự thảo theo đề cương đang chọn", "main")
        self.widget = column(
            self.told, row(self.compose, self.role), *(one.widget for one in self.rows), self._paging, css="wb-box"
        )
        panel.on_click(self.previous, lambda: self.model.turn(-1))
        panel.on_click(self.next, lambda: self.model.turn(1))
        panel.on_click(self.compose, self._compose)
        panel.on_change(self.role, lambda role: self.model.filter(role or ""))
        self.model.observe(lambda _change: self._refresh(), "revision")
        self._refresh()

    def gather(self, directive: str) -> None:
        """Look for all that a review of a directive would be drawn from."""
        self._panel.progress.start("Đang gom văn bản triển khai và báo cáo…")
        self.model.gather(directive)

    def _compose(self) -> None:
        panel = self._panel
        panel.progress.start("Đang chọn câu và xếp vào các mục…")
        with disabled(self.compose):
            self.model.compose(panel.model.outline, panel.model.title)
        panel.wizard.show(False)
        panel.tell_created()

    def _refresh(self) -> None:
        model = self.model
        for place, one in enumerate(self.rows):
            one.show(model.shown[place] if place < len(model.shown) else None)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled, self.next.disabled = model.page == 0, model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {model.pages}"
        self.compose.disabled = model.gathered is None
        roles = [(f"{role} ({count})", role) for role, count in model.roles.items()]
        self._panel.set_options(self.role, [(f"Mọi văn bản ({len(model.rows)})", ""), *roles], model.role)
        show_if(len(roles) > 1, self.role)
        gathered = model.gathered
        if gathered is None:
            self.told.value = "<h3>Gom văn bản theo chỉ thị</h3>"
            return
        notes = "".join(f'<p class="wb-note">{escape(one)}</p>' for one in gathered.notes)
        missing = ""
        if gathered.missing:
            listed = "; ".join(map(escape, gathered.missing[:_MISSING_SHOWN]))
            rest = len(gathered.missing) - _MISSING_SHOWN
            more = f" và {rest} đơn vị khác" if rest > 0 else ""
            missing = f"<p><strong>Chưa thấy báo cáo của:</strong> {listed}{more}.</p>"
        self.told.value = f"<h3>Gom văn bản theo chỉ thị</h3><p>{escape(model.told)}</p>{notes}{missing}"


class _GatheredRow:
    """One document: what it is to the draft, how it was found, and whether it is taken."""

    def __init__(self, box: WizardBox, panel: DraftPanel) -> None:
        self._box, self._panel = box, panel
        self.row: GatheredRow | None = None
        self.text = html_text(fixed=True)
        self.box = check_box("Dùng văn bản này")
        self.read = button("Đọc", kind="small")
        self.widget = column(self.text, row(self.box, self.read), css="wb-item wb-lean", hidden=True)
        panel.on_change(self.box, self._include)
        panel.on_click(self.read, self._read)

    def show(self, gathered: GatheredRow | None) -> None:
        """Show a document, or nothing."""
        self.row = gathered
        show_if(gathered is not None, self.widget)
        if gathered is None:
            return
        entry = gathered.entry
        about = ", ".join(filter(None, [entry.symbol, entry.issuer, f"{entry.date:%d/%m/%Y}" if entry.date else ""]))
        self.text.value = (
            f'<span class="wb-state">{escape(gathered.role)}</span> '
            f"<strong>{escape(shorten(entry.title, 160))}</strong>"
            f'<div class="wb-meta">{escape(about)}</div><div class="wb-why">{escape(shorten(gathered.why, 240))}</div>'
        )
        self.read.tooltip = f"Đọc: {shorten(entry.title, 80)}"
        show_if(self._panel.can_read, self.read)
        self._panel.set_value(self.box, self._box.model.is_included(gathered))

    def _include(self, wanted: bool) -> None:
        if self.row is not None:
            self._box.model.include(self.row, wanted)

    def _read(self) -> None:
        if self.row is not None:
            citation = self.row.citation
            at = (citation.start, citation.end) if citation and citation.document_id == self.row.entry.id else None
            self._panel.read_document(self.row.entry.id, at)
