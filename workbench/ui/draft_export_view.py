"""Part of the draft panel: how the draft becomes a file, and its label of circulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.circulation import STRICTEST_FIRST, strictest
from workbench.drafting.model import Draft
from workbench.ui.common import button, column, dropdown, html_text, row, show_if
from workbench.ui.draft_model import FORMATS
from workbench.ui.exports import file_link
from workbench.ui.ticks import check_box

if TYPE_CHECKING:
    from workbench.ui.draft_view import DraftPanel

_SYSTEMS = [("Thể thức Đảng", "party"), ("Thể thức Nhà nước", "state")]


class ExportBox:
    """Format, form, notes, annexes and template of the file; the label that the draft bears."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel, self._model = panel, panel.model
        self.format = dropdown("Loại tệp", [(label, suffix) for suffix, label in FORMATS])
        self.system = dropdown("Thể thức", list(_SYSTEMS))
        self.template = dropdown("Mẫu Word", [("(theo thể thức)", "")])
        self.footnotes = check_box("Chú thích nguồn ở từng câu", True)
        self.sources = check_box("Phụ lục danh mục nguồn", True)
        self.figures = check_box("Phụ lục số liệu")
        self.export = button("Xuất tệp", "Ghi dự thảo ra tệp trong thư mục workspace/exports", "main", fixed=True)
        self.file = html_text(fixed=True)
        self.label = dropdown("Nhãn lưu hành", [("(không có nhãn)", ""), *((one, one) for one in STRICTEST_FIRST)])
        self.set_label = button(
            "Đặt nhãn", "Đặt nhãn cho dự thảo; không thấp hơn nhãn của nguồn được trích", fixed=True
        )
        self.widget = column(
            row(self.format, self.system, self.template),
            row(self.footnotes, self.sources, self.figures),
            row(self.label, self.set_label),
            row(self.export),
            self.file,
            css="wb-box wb-export",
        )
        panel.on_change(self.system, self._model.set_system)
        panel.on_change(self.format, lambda _suffix: self._follow_format())
        panel.on_click(self.export, self._write)
        panel.on_click(self.set_label, lambda: self._model.set_label(self.label.value))

    def refresh(self, draft: Draft) -> None:
        """Show the draft's form and label, and the file written last."""
        self._panel.set_value(self.label, strictest(draft.labels))
        self._panel.set_value(self.system, draft.system)
        self.system.disabled = self.set_label.disabled = self._model.read_only
        self.file.value = file_link(self._model.exported) if self._model.exported else ""

    def list_templates(self) -> None:
        """Offer the office's Word templates; one that cannot be used is named with why."""
        found = self._model.workbench.templates()
        options = [("(theo thể thức)", ""), *((one.name, one.name) for one in found if not one.problem)]
        self._panel.set_options(self.template, list(options), self.template.value)
        show_if(len(options) > 1 and self.format.value == ".docx", self.template)

    def _follow_format(self) -> None:
        """Only what the format heeds can be chosen: a workbook always has the sources and the figures."""
        book = self.format.value == ".xlsx"
        for one in (self.footnotes, self.sources, self.figures):
            one.disabled = book
        show_if(len(self.template.options) > 1 and self.format.value == ".docx", self.template)

    def _write(self) -> None:
        annexes = [name for name, box in (("nguon", self.sources), ("so_lieu", self.figures)) if box.value]
        path = self._model.export(
            self.format.value,
            footnotes=self.footnotes.value,
            annexes=annexes,
            template=self.template.value or "",
        )
        self._panel.say(f"Đã xuất tệp {path.name}.")
