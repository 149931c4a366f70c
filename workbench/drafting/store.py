"""The drafts of an office on disk: one JSON file a draft, with its earlier versions beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.drafting.draft_json import UnknownFormat, dump_draft, parse_draft
from workbench.drafting.model import Draft
from workbench.drafting.whole_file import write_whole
from workbench.errors import DraftError

VERSIONS_KEPT = 50

# Lower case only: on Windows "A.json" and "a.json" are one file.
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
# Names of devices, which Windows opens instead of a file whatever the suffix.
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


@dataclass(frozen=True)
class DraftSummary:
    """One line of the list of drafts.

    Attributes:
        id: what `DraftStore.load` takes.
        title, query, created: as in the draft; of a file that cannot be read, its name, "" and None.
        items: number of items.
        modified: when the draft was last saved.
        problem: why the file cannot be read, in Vietnamese; None for a sound draft.
    """

    id: str
    title: str
    query: str
    created: datetime | None
    items: int
    modified: datetime
    problem: str | None = None


class DraftStore:
    """Keeps drafts in `folder` as `ID.json`, and what they were before as `versions/ID/NNNN.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, draft: Draft) -> Path:
        """Write the draft whole or not at all, and return its file.

        Where the draft has changed, the file it replaces becomes a version; the oldest beyond `VERSIONS_KEPT` go.

        Raises:
            DraftError: the id cannot be a file name, or the folder cannot be written.
        """
        path = self._path(draft.id)
        data = dump_draft(draft)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            previous = path.read_bytes() if path.exists() else None
            if previous == data:
                return path
            if previous is not None:
                self._keep_version(draft.id, previous)
            write_whole(path, data)
        except PermissionError as error:
            raise DraftError(
                f"Không ghi được dự thảo vào tệp {path}: không có quyền ghi hoặc tệp đang bị chương trình khác giữ.",
                "Hãy đóng chương trình đang mở tệp, hoặc hỏi người quản trị về quyền ghi vào thư mục, rồi lưu lại.",
            ) from error
        except OSError as error:
            raise DraftError(
                f"Không ghi được dự thảo vào tệp {path}: {error.strerror or error}.",
                "Hãy kiểm tra ổ đĩa còn chỗ trống và thư mục còn truy cập được, rồi lưu lại.",
            ) from error
        return path

    def load(self, draft_id: str) -> Draft:
        """The draft with this id. The name of the file decides on the id, so a copied file is a draft of its own.

        Raises:
            DraftError: no such draft; a damaged file; a file of a newer workbench; an id that is no file name.
        """
        path = self._path(draft_id)
        try:
            draft = parse_draft(path.read_bytes())
        except FileNotFoundError as error:
            raise DraftError(
                f"Không có dự thảo mang mã “{draft_id}”.", "Hãy chọn một dự thảo trong danh sách."
            ) from error
        except OSError as error:
            raise DraftError(
                f"Không đọc được tệp dự thảo {path}: {error.strerror or error}.",
                "Hãy kiểm tra quyền đọc và xem tệp có đang bị chương trình khác giữ không.",
            ) from error
        except UnknownFormat as error:
            raise DraftError(
                f"Tệp dự thảo {path} có định dạng “{error}” mà bản công cụ này không biết.",
                "Tệp có thể do bản công cụ mới hơn ghi; hãy cập nhật công cụ. Tệp được giữ nguyên.",
            ) from error
        except ValueError as error:
            raise DraftError(f"Tệp dự thảo {path} bị hỏng, không đọc được.", self._rescue(draft_id)) from error
        draft.id = draft_id
        return draft

    def list(self) -> tuple[DraftSummary, ...]:
        """Every draft, last saved first. A file that cannot be read is listed with its problem, never left out.

        Raises:
            DraftError: the folder cannot be read.
        """
        try:
            paths = [path for path in self.folder.glob("*.json") if path.is_file()]
            summaries = [self._summary(path) for path in paths]
        except OSError as error:
            raise DraftError(
                f"Không đọc được thư mục dự thảo {self.folder}: {error.strerror or error}.",
                "Hãy kiểm tra thư mục và quyền đọc.",
            ) from error
        return tuple(sorted(summaries, key=lambda summary: (summary.modified, summary.id), reverse=True))

    def versions(self, draft_id: str) -> tuple[Path, ...]:
        """The files of the earlier versions, oldest first. Raises DraftError when the id is no file name."""
        self._path(draft_id)
        files = (self.folder / "versions" / draft_id).glob("*.json")
        return tuple(sorted((file for file in files if file.stem.isdecimal()), key=lambda file: int(file.stem)))

    def _path(self, draft_id: str) -> Path:
        if not _ID.fullmatch(draft_id) or _DEVICE.fullmatch(draft_id):
            raise DraftError(
                f"Mã dự thảo “{draft_id}” không hợp lệ.",
                "Mã chỉ gồm chữ thường không dấu, chữ số, gạch nối và gạch dưới.",
            )
        return self.folder / f"{draft_id}.json"

    def _keep_version(self, draft_id: str, data: bytes) -> None:
        kept = self.versions(draft_id)
        number = int(kept[-1].stem) + 1 if kept else 1
        folder = self.folder / "versions" / draft_id
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{number:04}.json", data)
        for file in kept[: max(len(kept) + 1 - VERSIONS_KEPT, 0)]:
            file.unlink(missing_ok=True)

    def _rescue(self, draft_id: str) -> str:
        versions = self.versions(draft_id)
        if not versions:
            return "Dự thảo này không có bản lưu trước; hãy tìm trong bản sao lưu của cơ quan."
        return f"Còn {len(versions)} bản lưu trước; bản gần nhất là {versions[-1]}, hãy chép nó đè lên tệp hỏng."

    def _summary(self, path: Path) -> DraftSummary:
        modified = datetime.fromtimestamp(path.stat().st_mtime)
        try:
            draft = self.load(path.stem)
        except DraftError as error:
            return DraftSummary(path.stem, path.name, "", None, 0, modified, problem=str(error))
        return DraftSummary(draft.id, draft.title, draft.query, draft.created, len(draft.items()), modified)
