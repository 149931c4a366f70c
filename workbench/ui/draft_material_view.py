"""Part of the draft panel: figures and tasks of the archive, to be put into a section of the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from workbench.analysis.figures_model import ReportedFigure
from workbench.analysis.tasks.task import Task
from workbench.drafting.model import Draft, DraftItem
from workbench.errors import DraftError
from workbench.ui.common import button, column, disabled, dropdown, html_text, row, show_if, text_box
from workbench.ui.markup import escape, number, shorten
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    from workbench.ui.draft_model import DraftModel
    from workbench.ui.draft_view import DraftPanel

FIGURES, TASKS = "so_lieu", "nhiem_vu"
PAGE_SIZE = 5

Material = ReportedFigure | Task


class MaterialModel(traitlets.HasTraits):
    """Figures or tasks that a question finds, filtered by words, page by page.

    Attributes:
        kind: `FIGURES` or `TASKS`; words: only rows that have all of these words, without regard to accents.
        found: what was found; None before it was asked.
        page: page on screen, from 0.
        revision: grows by one with every change; views watch this trait alone.
    """

    kind: Any = traitlets.Enum([FIGURES, TASKS], FIGURES)
    words = traitlets.Unicode("")
    found: Any = traitlets.Tuple(allow_none=True, default_value=None)
    page = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, draft: DraftModel) -> None:
        super().__init__()
        self._draft = draft

    def find(self, query: str) -> None:
        """List the figures or tasks of the documents that a question finds.

        Raises:
            NotBuiltError, QueryError: as `Workbench.search`.
        """
        self.found, self.page = None, 0
        workbench = self._draft.workbench
        wanted = query.strip() or None
        try:
            rows = workbench.figures(wanted).rows if self.kind == FIGURES else workbench.tasks(wanted).rows
            self.found = tuple(rows)
        finally:
            self.revision += 1

    @property
    def rows(self) -> list[Material]:
        """What passes the words."""
        words = fold(self.words).split()
        return [one for one in self.found or () if all(word in fold(words_of(one)) for word in words)]

    @property
    def shown(self) -> list[Material]:
        """What is on screen."""
        return self.rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return -(-len(self.rows) // PAGE_SIZE)

    def filter(self, words: str) -> None:
        """Show only the rows that have all of these words."""
        self.words, self.page = words, 0
        self.revision += 1

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def use(self, material: Material, section_key: str) -> DraftItem:
        """Put a figure or a task into a section of the open draft: its words, verbatim, with the source."""
        if not section_key:
            raise DraftError("Chưa chọn mục.", "Hãy chọn mục ở ô “Thêm vào mục”.")
        added: list[DraftItem] = []

        def put(draft: Draft) -> None:
            if isinstance(material, Task):
                added.append(draft.add_task(section_key, material))
            else:
                added.append(draft.add_figure(section_key, material))

        self._draft.change(put, "thêm nhiệm vụ" if isinstance(material, Task) else "thêm số liệu")
        self._draft.choose(added[0].id)
        return added[0]


def words_of(material: Material) -> str:
    """A figure or a task in one line, for people."""
    if isinstance(material, Task):
        lead = "; ".join(material.lead)
        until = f"hạn {material.deadline:%d/%m/%Y}" if material.deadline else material.deadline_text
        return " – ".join(filter(None, [lead, material.content, until]))
    name = material.indicator or "(chưa rõ chỉ tiêu)"
    about = ", ".join(filter(None, [material.org, material.period]))
    return f"{name}: {material.value_text}" + (f" ({about})" if about else "")


class MaterialBox:
    """View of a `MaterialModel`."""

    def __init__(self, panel: DraftPanel) -> None:
        self._panel = panel
        self.model = MaterialModel(panel.model)
        self.kind = dropdown("Thêm", [("Số liệu", FIGURES), ("Nhiệm vụ", TASKS)], "wb-narrow")
        self.query = text_box("Trong văn bản khớp", "để trống: các văn bản mới nhất", "wb-wide")
        self.find = button("Liệt kê", "Liệt kê số liệu hoặc nhiệm vụ của các văn bản khớp câu tìm", fixed=True)
        self.words = text_box("Chỉ dòng có chữ", "ví dụ: hộ nghèo; gõ không dấu cũng được")
        self.told = html_text("wb-hint", fixed=True)
        self.rows = [_MaterialRow(self, panel) for _ in range(PAGE_SIZE)]
        self.previous = button("Dòng trước", "Trang trước của danh sách", "small", fixed=True)
        self.next = button("Dòng sau", "Trang sau của danh sách", "small", fixed=True)
        self._where = html_text("wb-hint", fixed=True)
        self._paging = row(self.previous, self.next, self._where, hidden=True)
        self.widget = column(
            row(self.kind, self.query, self.find),
            self.words,
            self.told,
            *(one.widget for one in self.rows),
            self._paging,
            css="wb-box",
        )
        self.query.value = panel.model.draft.query if panel.model.draft is not None else ""
        panel.on_change(self.kind, self._choose_kind)
        panel.on_click(self.find, self._find)
        panel.on_enter(self.query, self._find)
        panel.on_change(self.words, self.model.filter)
        panel.on_click(self.previous, lambda: self.model.turn(-1))
        panel.on_click(self.next, lambda: self.model.turn(1))
        self.model.observe(lambda _change: self._refresh(), "revision")
        self._refresh()

    def use(self, material: Material) -> None:
        """Put a figure or a task into the section chosen in “Thêm vào mục”."""
        panel = self._panel
        section = panel.adding.section.value or ""
        self.model.use(material, section)
        panel.say(f"Đã đưa vào mục “{panel.model.section_name(section)}”, cùng nguồn.")

    def read(self, material: Material) -> None:
        """Open the source."""
        if material.citation is not None:
            self._panel.read(material.citation)

    def _choose_kind(self, kind: str) -> None:
        self.model.kind, self.model.found = kind, None
        self.model.revision += 1

    def _find(self) -> None:
        self._panel.progress.start("Đang đọc các văn bản…")
        with disabled(self.find):
            self.model.find(self.query.value)

    def _refresh(self) -> None:
        model = self.model
        shown = model.shown
        for place, one in enumerate(self.rows):
            one.show(shown[place] if place < len(shown) else None)
        show_if(model.pages > 1, self._paging)
        self.previous.disabled, self.next.disabled = model.page == 0, model.page + 1 >= model.pages
        self._where.value = f"Trang {model.page + 1} trên {number(model.pages)}"
        name = "số liệu" if model.kind == FIGURES else "nhiệm vụ"
        if model.found is None:
            self.told.value = f"Bấm “Liệt kê” để xem {name}; dòng được chọn vào mục đang chọn ở “Thêm vào mục”."
        else:
            rest = f", {number(len(model.rows))} dòng có các chữ đã gõ" if model.words.strip() else ""
            self.told.value = f"Có {number(len(model.found))} {name}{rest}."


class _MaterialRow:
    def __init__(self, box: MaterialBox, panel: DraftPanel) -> None:
        self._model = panel.model
        self.material: Material | None = None
        self.text = html_text(fixed=True)
        self.read = button("Xem nguồn", kind="small", fixed=True)
        self.put = button("Đưa vào mục", kind="small", fixed=True)
        self.widget = column(self.text, row(self.read, self.put), css="wb-item", hidden=True)
        panel.on_click(self.read, lambda: box.read(self.material) if self.material else None)
        panel.on_click(self.put, lambda: box.use(self.material) if self.material else None)

    def show(self, material: Material | None) -> None:
        """Show a figure or a task, or nothing."""
        self.material = material
        show_if(material is not None, self.widget)
        if material is None:
            return
        citation, said = material.citation, words_of(material)
        source = f"Nguồn: {citation.label}" if citation is not None else "Không có văn bản nguồn"
        self.text.value = f'<div class="wb-snippet">{escape(said)}</div><div class="wb-source">{escape(source)}</div>'
        self.read.disabled = citation is None
        self.put.disabled = self._model.read_only
        self.read.tooltip, self.put.tooltip = f"Xem nguồn: {shorten(said, 60)}", f"Đưa vào mục: {shorten(said, 60)}"
