"""Exported Word files that come back, as methods of `Workbench`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from workbench.drafting.item_marks import item_mark
from workbench.drafting.model import DraftItem
from workbench.drafting.returned_file import read_returned
from workbench.drafting.returning import bring_back
from workbench.drafting.returning_model import Returned
from workbench.drafting.writing import Drafting
from workbench.errors import DraftError

_TOLD = 5  # conflicts that an error names


class TakingBack(Drafting):
    """The part of `Workbench` about exported files that come back."""

    def take_back(self, path: Path | str, draft_id: str | None = None) -> Returned:
        """Read an exported .docx that was edited in Word or LibreOffice, and compare it with its draft as it is now.

        Edited sentences keep their sources and become "đã sửa", with what they now say otherwise than the sources; new
        paragraphs become "tự viết"; what was removed or moved is listed; tracked changes count as accepted; comments
        become comments of the draft. Nothing is saved: see `accept`.

        Args:
            path: the file.
            draft_id: the draft it belongs to; by default what the file itself says.

        Raises:
            UnreadableFile: no .docx, damaged, locked.
            SecretDocument: the file bears a secrecy mark.
            DraftError: the file does not say which draft it came from, or the draft is not in this workspace.
        """
        file = read_returned(Path(path))
        name = draft_id or (file.manifest.draft_id if file.manifest else None)
        if name is None:
            raise DraftError(
                f"Tệp “{file.path.name}” không ghi nó được xuất từ dự thảo nào.",
                "Hãy nêu mã dự thảo (xem “workbench drafts”); các câu sẽ được nhận ra theo lời văn.",
            )
        draft = self.load_draft(name)

        @cache
        def earlier(mark: str) -> DraftItem | None:
            for version in reversed(self._drafts.history(name)):
                old = self._drafts.load_version(name, version.number)
                for item in old.items():
                    if item_mark(item.id) == mark:
                        return item
            return None

        return bring_back(file, draft, earlier)

    def accept(self, returned: Returned) -> Path:
        """Save what came back as the new state of its draft; the state before is kept as a version.

        Raises:
            DraftError: there are conflicts that nobody has decided; see `Returned.take_from_file` and `keep_draft`.
            DraftConflict: the draft was saved again since the file was read, or somebody has it open.
        """
        open_ones = returned.conflicts
        if open_ones:
            listed = "; ".join(f"“{(one.before or one.after)[:60]}”" for one in open_ones[:_TOLD])
            raise DraftError(
                f"Còn {len(open_ones)} chỗ cả tệp và dự thảo cùng sửa: {listed}.",
                "Hãy chọn lấy theo tệp hay giữ theo dự thảo cho từng chỗ rồi ghi lại.",
            )
        return self.save_draft(returned.draft, why=f"trước khi nhập lại tệp “{returned.path.name}”")
