"""Drafting, apart from how it looks: one open draft, changed step by step, saved after every step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.documents.model import Citation
from workbench.drafting.locking import DraftHeld
from workbench.drafting.model import Draft, DraftItem, DraftSection
from workbench.drafting.open_draft import OpenDraft
from workbench.errors import DraftError, WorkbenchError
from workbench.ui.bench import value_of
from workbench.ui.draft_actions import DraftActions
from workbench.ui.exports import export_path
from workbench.ui.reader_model import ReaderModel

if TYPE_CHECKING:
    from workbench.workbench import Workbench

PAGE_SIZE = 12

_PATIENCE = 3.0
"""Seconds that a draft is waited for which another window of the same person has."""

FORMATS = (
    (".docx", "Word (.docx)"),
    (".xlsx", "Excel (.xlsx)"),
    (".md", "Markdown (.md)"),
    (".html", "Trang web (.html)"),
)

Row = DraftSection | DraftItem


class DraftModel(DraftActions):
    """State and actions of the draft panel.

    Attributes:
        title, query: what a new draft is called, and the question it is drawn from.
        outline: key of the outline that a new draft takes; outlines: (name, key) of all.
        drafts: (label, id) of every draft kept in the workspace, last saved first.
        draft: the open draft, or None.
        opened: how it is open, with its lease and its history, or None.
        item_id: the chosen item, "" when none is.
        page: page of rows on screen, from 0.
        saved: when the last change was saved, or None when it could not be.
        exported: the file written last, or None.
        revision: grows by one with every change; views watch this trait alone.
    """

    title = traitlets.Unicode("")
    query = traitlets.Unicode("")
    outline = traitlets.Unicode("so_ket")
    outlines = traitlets.Tuple()
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
        self.opened: OpenDraft | None = None

    def list_drafts(self) -> None:
        """Look up the drafts kept in the workspace."""
        rows = self.workbench.drafts().to_dict("records")
        self.drafts = tuple((_draft_label(one), str(one["id"])) for one in rows)

    def list_outlines(self) -> None:
        """Look up the outlines, the office's own among them. Raises OutlineError: one of them cannot be used."""
        found = self.workbench.outlines()
        self.outlines = tuple((one.name, one.key) for one in found)
        for problem in found.problems.values():
            raise problem

    def take_up(self, draft: Draft) -> None:
        """Open a draft that was made just now."""
        self._show(self.workbench.open_draft(draft.id))
        self.title = draft.title
        self.list_drafts()

    def create(self) -> None:
        """Make a draft from the question. Raises DraftError when a field is empty."""
        if not self.query.strip():
            raise DraftError("Ô “Câu tìm” còn trống.", "Hãy gõ điều mà báo cáo nói tới, ví dụ: Chỉ thị 12-CT/TU.")
        if not self.title.strip():
            raise DraftError("Ô “Trích yếu” còn trống.", "Hãy ghi tên báo cáo, ví dụ: sơ kết 02 năm thực hiện …")
        draft = self.workbench.draft(self.query, title=self.title.strip(), outline=self.outline)
        self._show(self.workbench.open_draft(draft.id))
        self.list_drafts()

    def open(self, draft_id: str) -> None:
        """Open an earlier draft; for reading only where somebody else has it open (`held` then says who). One that is
        open for editing already stays as it is."""
        if self.opened is not None and self.opened.draft.id == draft_id and not self.read_only:
            return
        try:
            opened = self.workbench.open_draft(draft_id)
        except DraftHeld:
            opened = self.workbench.open_draft(draft_id, read_only=True)
        self.title, self.query = opened.draft.title, opened.draft.query
        self._show(opened)

    def state(self) -> dict[str, Any]:
        """What `restore` needs to open the same draft at the same sentence."""
        return {
            "query": self.query,
            "title": self.title,
            "draft": self.draft.id if self.draft is not None else "",
            "item": self.item_id,
            "page": self.page,
            "reader": self.reader.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Open the draft that was open; one that is no more, or that cannot be opened, is left closed."""
        draft_id = value_of(state, "draft", "")
        if draft_id:
            with suppress(WorkbenchError):
                self._reopen(draft_id)
                self.item_id = value_of(state, "item", "")
                self.page = min(max(value_of(state, "page", 0), 0), max(self.pages - 1, 0))
                self._after_exchange()
        self.query, self.title = value_of(state, "query", ""), value_of(state, "title", "")
        self.reader.restore(value_of(state, "reader", {}))

    def _reopen(self, draft_id: str) -> None:
        """Open a draft that was open. A page that was only loaded again gives it back just now."""
        self.open(draft_id)
        until = time.monotonic() + _PATIENCE
        while (held := self.held) is not None and held.holder.is_me and time.monotonic() < until:
            time.sleep(0.2)
        self.open(draft_id)

    def close(self) -> None:
        """Give the open draft back, so that others can edit it. Raises DraftError when it cannot be saved."""
        opened, self.opened = self.opened, None
        self.draft, self.item_id = None, ""
        self.revision += 1
        if opened is not None:
            opened.close()
        self.list_drafts()

    @property
    def read_only(self) -> bool:
        """Whether the open draft can only be read."""
        return self.opened is not None and self.opened.read_only

    @property
    def held(self) -> DraftHeld | None:
        """Where the draft can only be read: who has it open, and what can be done; None where nobody has."""
        holder = self.opened.holder if self.opened is not None and self.opened.read_only else None
        return DraftHeld(holder, self._draft().title) if holder is not None else None

    def take_over(self) -> None:
        """Edit the draft that is open for reading only. Raises DraftHeld while somebody else works at it."""
        if self.opened is not None:
            self.opened.take_over()
            self._after_exchange()

    def forget_secrets(self) -> int:
        """Take every sentence from a source that became secret out of the draft and its versions, for good. Returns how
        many, counted in every version."""
        opened, found = self.opened, self._draft().secret
        assert opened is not None
        taken = sum(opened.forget(document_id) for document_id in found)
        self._after_exchange()
        return taken

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
        return self.opened is not None and not self.read_only and self.opened.history.undoes is not None

    @property
    def can_redo(self) -> bool:
        """Whether a change that was taken back can be made again."""
        return self.opened is not None and not self.read_only and self.opened.history.redoes is not None

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
        """Choose the item that the editing actions work on, and show its page."""
        self.item_id = item_id
        self._follow()
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

    def merge_next(self) -> None:
        """Join the chosen item with the one behind it in its section."""
        item, section = self._chosen(), self.section
        at = section.items.index(item) if section is not None else 0
        if section is None or at + 1 >= len(section.items):
            raise DraftError("Đây là câu cuối của mục, không có câu sau để gộp.", "Hãy chuyển câu cần gộp về cùng mục.")
        pair, cite = (item.id, section.items[at + 1].id), self.workbench.cite_again
        self._change(lambda draft: draft.merge(pair, cite=cite), "gộp câu")

    def split(self) -> None:
        """Cut the chosen item into its sentences."""
        item, cite = self._chosen(), self.workbench.cite_again
        self._change(lambda draft: draft.split(item.id, cite), "tách câu")

    def regenerate(self, section_key: str) -> int:
        """Make a section again from the documents of the draft; what people wrote or edited stays. Returns how many
        sentences are new."""
        before = {item.id for item in self._draft().items()}
        self._change(lambda draft: self.workbench.regenerate(draft, section_key), "soạn lại mục")
        return sum(item.id not in before for item in self._draft().items())

    def undo(self) -> None:
        """Take back the last change of this draft."""
        if self.opened is not None and self.can_undo:
            self._step(self.opened.undo)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self.opened is not None and self.can_redo:
            self._step(self.opened.redo)

    def export(
        self, suffix: str, *, footnotes: bool = True, annexes: Iterable[str] = ("nguon",), template: str = ""
    ) -> Path:
        """Write the draft to the workspace's `exports` folder as .docx, .xlsx, .md or .html.

        Args:
            suffix: of the file.
            footnotes, annexes: as `Workbench.export`.
            template: name of a Word template of the office, "" for none; for .docx alone.
        """
        draft = self._draft()
        path = export_path(self.workbench, draft.title, suffix)
        form = template or None if suffix == ".docx" else None
        self.exported = self.workbench.export(draft, path, footnotes=footnotes, annexes=annexes, template=form)
        self.revision += 1
        return self.exported

    def _add(self, section_key: str, text: str, citations: tuple[Citation, ...]) -> None:
        section, item = self.section, self.item
        place = section.items.index(item) + 1 if section and item and section.key == section_key else None
        added: list[DraftItem] = []
        self._change(lambda draft: added.append(draft.add(section_key, text, citations, place)))
        self.choose(added[0].id)

    def _show(self, opened: OpenDraft) -> None:
        before, self.opened = self.opened, opened
        self.draft, self.item_id, self.page, self.exported = opened.draft, "", 0, None
        self.versions, self.comparison, self.findings, self.rewriting = (), None, None, None
        self.saved = datetime.now()
        self.revision += 1
        if before is not None:
            before.close()

    def _after_exchange(self) -> None:
        """The draft is another state now."""
        if self.item is None:
            self.item_id = ""
        self._follow()
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

    def change(self, change: Callable[[Draft], Any], what: str, why: str = "") -> None:
        """Change the open draft in one step and save it; `what` and `why` as `OpenDraft.change`."""
        self._change(change, what, why)

    def _change(self, change: Callable[[Draft], Any], what: str = "", why: str = "") -> None:
        self._draft()
        opened = self.opened
        assert opened is not None
        self._step(lambda: opened.change(change, what, why))

    def _step(self, step: Callable[[], Any]) -> None:
        """Change and save, and follow the chosen item to its page. A change that cannot be saved stays on screen."""
        try:
            step()
            self.saved = datetime.now()
        except Exception:
            if self.opened is not None and self.opened.unsaved:
                self.saved = None
            raise
        finally:
            self._after_exchange()

    def _follow(self) -> None:
        ids = [row.id if isinstance(row, DraftItem) else None for row in self.rows]
        if self.item_id in ids:
            self.page = ids.index(self.item_id) // PAGE_SIZE
        self.page = min(self.page, max(self.pages - 1, 0))


def _draft_label(row: dict[Any, Any]) -> str:
    created = row["created"]
    when = f"{created:%d/%m/%Y %H:%M}" if hasattr(created, "strftime") else str(created)
    return f"{row['title']} ({when}, {row['items']} câu)"
