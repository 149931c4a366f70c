"""Drafting, apart from how it looks: one open draft, changed step by step, saved after every step."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.documents.model import Citation
from workbench.drafting.model import Draft, DraftItem, DraftSection
from workbench.errors import DraftError, ExportError
from workbench.export import free_path
from workbench.ui.reader_model import ReaderModel
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PAGE_SIZE = 12
UNDO_STEPS = 50

FORMATS = ((".docx", "Word (.docx)"), (".xlsx", "Excel (.xlsx)"), (".md", "Markdown (.md)"))

Row = DraftSection | DraftItem


class DraftModel(traitlets.HasTraits):
    """State and actions of the draft panel.

    Attributes:
        title, query: what a new draft is called, and the question it is drawn from.
        drafts: (label, id) of every draft kept in the workspace, last saved first.
        draft: the open draft, or None.
        item_id: the chosen item, "" when none is.
        page: page of rows on screen, from 0.
        saved: when the last change was saved, or None when it could not be.
        exported: the file written last, or None.
        revision: grows by one with every change; views watch this trait alone.
    """

    title = traitlets.Unicode("")
    query = traitlets.Unicode("")
    drafts = traitlets.Tuple()
    draft = traitlets.Instance(Draft, allow_none=True)
    item_id = traitlets.Unicode("")
    page = traitlets.Int(0)
    saved = traitlets.Instance(datetime, allow_none=True)
    exported = traitlets.Instance(Path, allow_none=True)
    revision = traitlets.Int(0)

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.workbench = workbench
        self.reader = ReaderModel(workbench)
        self._before: list[Draft] = []

    def list_drafts(self) -> None:
        """Look up the drafts kept in the workspace."""
        rows = self.workbench.drafts().to_dict("records")
        self.drafts = tuple((_draft_label(one), str(one["id"])) for one in rows)

    def create(self) -> None:
        """Make a draft from the question. Raises DraftError when a field is empty."""
        if not self.query.strip():
            raise DraftError("Ô “Câu tìm” còn trống.", "Hãy gõ điều mà báo cáo nói tới, ví dụ: Chỉ thị 12-CT/TU.")
        if not self.title.strip():
            raise DraftError("Ô “Trích yếu” còn trống.", "Hãy ghi tên báo cáo, ví dụ: sơ kết 02 năm thực hiện …")
        self._show(self.workbench.draft(self.query, title=self.title.strip()))
        self.list_drafts()

    def open(self, draft_id: str) -> None:
        """Open an earlier draft."""
        draft = self.workbench.load_draft(draft_id)
        self.title, self.query = draft.title, draft.query
        self._show(draft)

    @property
    def rows(self) -> list[Row]:
        """The whole draft as a list: each section followed by its items."""
        listed: list[Row] = []
        for section in self.draft.sections if self.draft is not None else ():
            listed += [section, *section.items]
        return listed

    @property
    def shown(self) -> list[Row]:
        """The rows on screen."""
        return self.rows[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the rows fill."""
        return -(-len(self.rows) // PAGE_SIZE)

    @property
    def item(self) -> DraftItem | None:
        """The chosen item."""
        items = self.draft.items() if self.draft is not None else []
        return next((item for item in items if item.id == self.item_id), None)

    @property
    def section(self) -> DraftSection | None:
        """The section that the chosen item stands in."""
        sections = self.draft.sections if self.draft is not None else []
        return next((one for one in sections if any(item.id == self.item_id for item in one.items)), None)

    @property
    def can_undo(self) -> bool:
        """Whether a change can be taken back."""
        return bool(self._before)

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def go_to(self, section_key: str) -> None:
        """Show the page on which a section begins."""
        keys = [row.key if isinstance(row, DraftSection) else None for row in self.rows]
        if section_key in keys:
            self.page = keys.index(section_key) // PAGE_SIZE
            self.revision += 1

    def choose(self, item_id: str) -> None:
        """Choose the item that the editing actions work on."""
        self.item_id = item_id
        self.revision += 1

    def save_text(self, text: str) -> None:
        """Change the text of the chosen item."""
        if not text.strip():
            raise DraftError("Câu không được để trống.", "Muốn bỏ câu này, hãy bấm “Xóa”.")
        item = self._chosen()
        if text != item.text:
            self._change(lambda draft: draft.edit(item.id, text))

    def shift(self, step: int) -> None:
        """Move the chosen item up (-1) or down (1); at the edge of its section it goes into the next one."""
        item, draft = self._chosen(), self._draft()
        sections = draft.sections
        at = next(number for number, one in enumerate(sections) if item in one.items)
        place = sections[at].items.index(item) + step
        if 0 <= place < len(sections[at].items):
            self._change(lambda draft: draft.move(item.id, sections[at].key, place))
        elif 0 <= at + step < len(sections):
            target = sections[at + step]
            self._change(lambda draft: draft.move(item.id, target.key, len(target.items) if step < 0 else 0))

    def move_to(self, section_key: str) -> None:
        """Move the chosen item to the end of a section."""
        item = self._chosen()
        section = self.section
        if section is not None and section.key != section_key:
            self._change(lambda draft: draft.move(item.id, section_key))

    def remove(self) -> None:
        """Take the chosen item out of the draft."""
        item = self._chosen()
        self._change(lambda draft: draft.remove(item.id))
        self.item_id = ""
        self.revision += 1

    def add_text(self, section_key: str, text: str) -> None:
        """Add a sentence in own words: after the chosen item when it stands in this section, else at its end."""
        if not text.strip():
            raise DraftError("Ô câu mới còn trống.", "Hãy gõ câu cần thêm.")
        self._add(section_key, text.strip(), ())

    def add_citation(self, section_key: str, citation: Citation) -> None:
        """Add an excerpt, verbatim and with its source."""
        self._add(section_key, citation.quote, (citation,))

    def undo(self) -> None:
        """Take back the last change of this draft."""
        if self._before:
            self.draft = self._before.pop()
            if self.item is None:
                self.item_id = ""
            self._save()

    def export(self, suffix: str) -> Path:
        """Write the draft to the workspace's `exports` folder as .docx, .xlsx or .md."""
        draft = self._draft()
        folder = self.workbench.settings.workspace / "exports"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExportError(
                f"Không tạo được thư mục {folder} ({error.strerror}).", "Hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
            ) from error
        path = free_path(folder, file_name(draft.title), suffix)
        self.exported = self.workbench.export(draft, path)
        self.revision += 1
        return self.exported

    def _add(self, section_key: str, text: str, citations: tuple[Citation, ...]) -> None:
        section, item = self.section, self.item
        place = section.items.index(item) + 1 if section and item and section.key == section_key else None
        added: list[DraftItem] = []
        self._change(lambda draft: added.append(draft.add(section_key, text, citations, place)))
        self.choose(added[0].id)

    def _show(self, draft: Draft) -> None:
        self._before.clear()
        self.draft, self.item_id, self.page, self.exported = draft, "", 0, None
        self.saved = datetime.now()
        self.revision += 1

    def _draft(self) -> Draft:
        if self.draft is None:
            raise DraftError("Chưa có dự thảo nào đang mở.", "Hãy tạo dự thảo mới hoặc mở dự thảo đã có.")
        return self.draft

    def _chosen(self) -> DraftItem:
        self._draft()
        if self.item is None:
            raise DraftError("Chưa chọn câu nào.", "Hãy bấm “Sửa” ở câu cần làm việc.")
        return self.item

    def _change(self, change: Callable[[Draft], Any]) -> None:
        draft = self._draft()
        before = copy.deepcopy(draft)
        change(draft)
        self._before.append(before)
        del self._before[:-UNDO_STEPS]
        self._save()

    def _save(self) -> None:
        """Save, and follow the chosen item to its page. The change stays on screen even when saving fails."""
        self.saved = None
        self._follow()
        try:
            self.workbench.save_draft(self._draft())
            self.saved = datetime.now()
        finally:
            self.revision += 1

    def _follow(self) -> None:
        ids = [row.id if isinstance(row, DraftItem) else None for row in self.rows]
        if self.item_id in ids:
            self.page = ids.index(self.item_id) // PAGE_SIZE
        self.page = min(self.page, max(self.pages - 1, 0))


def _draft_label(row: dict[Any, Any]) -> str:
    created = row["created"]
    when = f"{created:%d/%m/%Y %H:%M}" if hasattr(created, "strftime") else str(created)
    return f"{row['title']} ({when}, {row['items']} câu)"


def file_name(title: str) -> str:
    """A file name from a title that every system accepts: "Sơ kết 02 năm" → "so-ket-02-nam"."""
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(title)).split()
    return "-".join(words)[:80].strip("-") or "du-thao"
