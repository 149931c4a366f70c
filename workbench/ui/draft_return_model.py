"""Taking back a draft that was edited in Word, apart from how it looks: the changes, the conflicts, the acceptance."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.drafting.returning_model import Change, ChangeKind, Returned
from workbench.errors import DraftError

if TYPE_CHECKING:
    from workbench.ui.draft_model import DraftModel

PAGE_SIZE = 6


class ReturnModel(traitlets.HasTraits):
    """State and actions of taking a file back.

    Attributes:
        returned: what came back, or None.
        page: page of changes on screen, from 0.
        revision: grows by one with every change; views watch this trait alone.
    """

    returned: Any = traitlets.Instance(Returned, allow_none=True)
    page = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, draft: DraftModel) -> None:
        super().__init__()
        self._draft = draft

    def take(self, name: str, data: bytes, *, into_open: bool = False) -> Returned:
        """Read an edited .docx and open the draft it belongs to. Nothing is saved, and no copy of the file is kept.

        Args:
            name: of the file, without a folder.
            data: its bytes.
            into_open: compare it with the open draft, also where the file does not say that it came from it.

        Raises:
            UnreadableFile, SecretDocument, DraftError: as `Workbench.take_back`.
        """
        self.drop()
        draft_id = None
        if into_open:
            if self._draft.draft is None:
                raise DraftError("Chưa có dự thảo nào đang mở.", "Hãy mở dự thảo mà tệp này được xuất từ đó.")
            draft_id = self._draft.draft.id
        # A folder that goes away at once: a file with a secrecy mark must not stay anywhere (domain.md §5.3).
        with TemporaryDirectory() as folder:
            path = Path(folder) / (Path(name.replace("\\", "/")).name or "tep.docx")
            path.write_bytes(data)
            returned = self._draft.workbench.take_back(path, draft_id)
        self._draft.open(returned.draft.id)
        self.returned = returned
        self.revision += 1
        return returned

    @property
    def changes(self) -> tuple[Change, ...]:
        """What the file changes, conflicts first."""
        rows: tuple[Change, ...] = self.returned.changes if self.returned is not None else ()
        return tuple(sorted(rows, key=lambda one: one.kind is not ChangeKind.CONFLICT))

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes on screen."""
        return self.changes[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the changes fill."""
        return -(-len(self.changes) // PAGE_SIZE)

    @property
    def conflicts(self) -> int:
        """How many places a person must still decide on."""
        return len(self.returned.conflicts) if self.returned is not None else 0

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    def decide(self, change: Change, *, by_file: bool) -> None:
        """Let the file or the draft win in one conflict."""
        if self.returned is None:
            return
        if by_file:
            self.returned.take_from_file([change.item_id])
        else:
            self.returned.keep_draft([change.item_id])
        self.page = min(self.page, max(self.pages - 1, 0))
        self.revision += 1

    def accept(self) -> int:
        """Make what came back the state of the draft, in one step that can be undone. Returns how many changes.

        Raises:
            DraftError: nothing came back; conflicts are open; the draft was changed since the file was read, or can
                only be read.
        """
        returned, now = self.returned, self._draft.draft
        if returned is None:
            raise DraftError("Chưa đọc tệp nào.", "Hãy chọn tệp Word đã sửa.")
        if returned.conflicts:
            raise DraftError(
                f"Còn {len(returned.conflicts)} chỗ cả tệp và dự thảo cùng sửa.",
                "Hãy bấm “Lấy theo tệp” hoặc “Giữ dự thảo” ở từng chỗ.",
            )
        if now is None or now.id != returned.draft.id or now.saved_as != returned.draft.saved_as:
            raise DraftError(
                "Dự thảo đã thay đổi từ khi đọc tệp, hoặc một dự thảo khác đang mở.",
                "Hãy chọn lại tệp để so với dự thảo hiện nay; chưa có gì bị ghi.",
            )
        name = returned.path.name
        self._draft.change(
            lambda draft: draft.become(returned.draft), "nhận lại tệp Word", f"trước khi nhập lại tệp “{name}”"
        )
        count = len(returned.changes)
        self.drop()
        return count

    def drop(self) -> None:
        """Forget what came back; the draft stays as it is."""
        self.returned, self.page = None, 0
        self.revision += 1
