"""The drafts of an office on disk: one JSON file a draft, with its earlier versions beside it."""

from __future__ import annotations

import hashlib
import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.drafting.draft_json import UnknownFormat, dump_draft, parse_draft
from workbench.drafting.locking import Lease
from workbench.drafting.model import Draft
from workbench.drafting.versions import (
    VERSIONS_KEPT,
    DraftVersion,
    about_of,
    read_versions,
    to_thin_out,
    with_about,
)
from workbench.drafting.whole_file import write_whole
from workbench.errors import DraftError
from workbench.folders import make_folder
from workbench.workspace.database.base import user_name

__all__ = ["VERSIONS_KEPT", "DraftConflict", "DraftStore", "DraftSummary"]

_SAVING = 10.0  # seconds to wait for another program that is saving the same draft

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
        labels: directions of circulation that it bears.
    """

    id: str
    title: str
    query: str
    created: datetime | None
    items: int
    modified: datetime
    problem: str | None = None
    labels: tuple[str, ...] = ()


class DraftConflict(DraftError):
    """The draft was not saved, because another person's state would be overwritten; it is kept as a version.

    Args:
        message, advice: as for every error.
        number: number of the version.
    """

    def __init__(self, message: str, advice: str, number: int) -> None:
        super().__init__(message, advice)
        self.number = number


class DraftStore:
    """Keeps drafts in `folder` as `ID.json`, and what they were before as `versions/ID/NNNN.json`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, draft: Draft, why: str = "", *, token: str = "") -> Path:
        """Write the draft whole or not at all, and return its file.

        Where the draft has changed, the file it replaces becomes a version; old ones are thinned out (`to_thin_out`).

        Args:
            draft: what to save.
            why: why the state before is worth finding again, in Vietnamese: "trước khi khôi phục bản 3".
            token: of the lease under which it is saved.

        Raises:
            DraftConflict: somebody else saved it since it was read, or has it open; this state is kept as a version.
            DraftError: the id cannot be a file name, or the folder cannot be written.
        """
        path = self._path(draft.id)
        data = dump_draft(draft)
        with self._writing(draft.id, path):
            previous = path.read_bytes() if path.exists() else None
            if previous != data:
                self._refuse_overwriting(draft, previous, data, token)
                if previous is not None:
                    self._keep_version(draft.id, previous, path, why)
                write_whole(path, data)
        draft.saved_as = _hash(data)
        return path

    def keep_aside(self, draft: Draft, name: str) -> int:
        """Keep a state of a draft as a named version, without touching the present one. Returns its number.

        Raises:
            DraftError: as `save`.
        """
        path = self._path(draft.id)
        with self._writing(draft.id, path):
            return self._keep_version(draft.id, dump_draft(draft), None, "", name)

    def name_version(self, draft_id: str, name: str, number: int | None = None) -> int:
        """Give a version, by default the present state, a name; named versions are never thinned out.

        Returns:
            The number of the version.

        Raises:
            DraftError: no name, no such draft or version, or as `save`.
        """
        path = self._path(draft_id)
        if not name.strip():
            raise DraftError("Bản lưu chưa có tên.", "Hãy ghi tên, ví dụ: bản trình lần 1.")
        present = self.load(draft_id) if number is None else None
        with self._writing(draft_id, path):
            if present is not None:
                return self._keep_version(draft_id, path.read_bytes(), path, "", name.strip())
            file = self._version(draft_id, number or 0)
            kept = file.stat()
            write_whole(file, with_about(file.read_bytes(), {"name": name.strip(), "by": user_name()}))
            os.utime(file, ns=(kept.st_atime_ns, kept.st_mtime_ns))
            return int(file.stem)

    def restore(self, draft_id: str, number: int, *, token: str = "") -> Draft:
        """Make an earlier version the present state; the state before becomes a version itself.

        Raises:
            DraftConflict: as `save`.
            DraftError: no such version, or it is damaged.
        """
        draft = self.load_version(draft_id, number)
        self.save(draft, f"trước khi khôi phục bản {number}", token=token)
        return draft

    def erase(self, draft_id: str, document_id: str, *, token: str = "") -> int:
        """Take everything that cites a document out of a draft and out of all its versions, for good.

        Returns:
            How many items were taken out, counted in every version. A damaged file that names the document is deleted.

        Raises:
            DraftConflict, DraftError: as `save`.
        """
        draft = self.load(draft_id)
        taken = _erase(draft, document_id)
        self.save(draft, token=token)
        path = self._path(draft_id)
        with self._writing(draft_id, path):
            for file in self.versions(draft_id):
                data = file.read_bytes()
                if document_id.encode() not in data:
                    continue
                try:
                    version = parse_draft(data)
                except ValueError:
                    file.unlink()
                    continue
                taken += _erase(version, document_id)
                kept = file.stat()
                write_whole(file, with_about(dump_draft(version), about_of(data)))
                os.utime(file, ns=(kept.st_atime_ns, kept.st_mtime_ns))
        return taken

    def load(self, draft_id: str) -> Draft:
        """The draft with this id. The name of the file decides on the id, so a copied file is a draft of its own.

        Raises:
            DraftError: no such draft; a damaged file; a file of a newer workbench; an id that is no file name.
        """
        path = self._path(draft_id)
        draft = self._read(draft_id, path)
        draft.id = draft_id
        return draft

    def load_version(self, draft_id: str, number: int) -> Draft:
        """An earlier version, with its number. Saved, it takes the place of the state that is present now.

        Raises:
            DraftError: no such version, or it is damaged.
        """
        path, file = self._path(draft_id), self._version(draft_id, number)
        draft = self._read(draft_id, file)
        draft.id, draft.saved_as = draft_id, _hash(path.read_bytes()) if path.is_file() else ""
        return draft

    def history(self, draft_id: str) -> tuple[DraftVersion, ...]:
        """What is known of the earlier versions, oldest first.

        Raises:
            DraftError: the id is no file name, or a file cannot be read.
        """
        try:
            return read_versions(self.versions(draft_id))
        except OSError as error:
            raise DraftError(
                f"Không đọc được các bản lưu trước của dự thảo {draft_id}: {error.strerror or error}.",
                "Hãy kiểm tra thư mục và quyền đọc.",
            ) from error

    def lease(self, draft_id: str) -> Lease:
        """The right to edit this draft. Raises DraftError when the id is no file name."""
        return Lease(self._path(draft_id).with_suffix(".lock"))

    def _read(self, draft_id: str, path: Path) -> Draft:
        try:
            data = path.read_bytes()
            draft = parse_draft(data)
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
        draft.saved_as = _hash(data)
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

    def _version(self, draft_id: str, number: int) -> Path:
        for file in self.versions(draft_id):
            if int(file.stem) == number:
                return file
        raise DraftError(
            f"Dự thảo “{draft_id}” không có bản lưu số {number}.", "Hãy chọn một bản trong danh sách bản lưu."
        )

    def _refuse_overwriting(self, draft: Draft, previous: bytes | None, data: bytes, token: str) -> None:
        holder = self.lease(draft.id).holder()
        if holder is not None and holder.token != token and not holder.is_free:
            what = f"Chưa ghi đè dự thảo “{draft.title}”: {holder.words} đang mở để sửa."
        elif previous is not None and draft.saved_as not in ("", _hash(previous)):
            what = f"Chưa ghi đè dự thảo “{draft.title}”: tệp đã được lưu ở nơi khác sau khi anh/chị mở."
        else:
            return
        name = f"bản của {user_name()} trên máy {platform.node()}, chưa ghép vào dự thảo"
        number = self._keep_version(draft.id, data, None, "", name)
        raise DraftConflict(
            what,
            f"Phần anh/chị vừa làm được giữ nguyên ở bản lưu số {number}. Hãy mở lại dự thảo, so sánh với bản {number} "
            "rồi đưa câu cần giữ vào.",
            number,
        )

    def _keep_version(self, draft_id: str, data: bytes, path: Path | None, why: str, name: str = "") -> int:
        kept = self.versions(draft_id)
        number = int(kept[-1].stem) + 1 if kept else 1
        folder = self.folder / "versions" / draft_id
        make_folder(folder)
        saved = datetime.now() if path is None else datetime.fromtimestamp(path.stat().st_mtime)
        about = {"saved": saved.isoformat(timespec="seconds"), "why": why, "name": name}
        if name:
            about["by"] = user_name()
        write_whole(folder / f"{number:04}.json", with_about(data, about))
        for file in to_thin_out(self.versions(draft_id)):
            file.unlink(missing_ok=True)
        return number

    @contextmanager
    def _writing(self, draft_id: str, path: Path) -> Iterator[None]:
        """Alone among all programs that save this draft; what goes wrong is told in Vietnamese."""
        try:
            folder = self.folder / "versions" / draft_id
            make_folder(folder)
            with _alone(folder / ".saving.lock"):
                yield
        except Timeout as error:
            raise DraftError(
                f"Dự thảo {path} đang được một chương trình khác lưu.", "Hãy đợi một lát rồi lưu lại."
            ) from error
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

    def _rescue(self, draft_id: str) -> str:
        versions = self.versions(draft_id)
        if not versions:
            return "Dự thảo này không có bản lưu trước; hãy tìm trong bản sao lưu của cơ quan."
        return (
            f"Còn {len(versions)} bản lưu trước; bản gần nhất là {versions[-1]}. Hãy chạy “workbench draft-restore "
            f"{draft_id} {int(versions[-1].stem)}”; tệp hỏng vẫn được giữ thành một bản lưu."
        )

    def _summary(self, path: Path) -> DraftSummary:
        modified = datetime.fromtimestamp(path.stat().st_mtime)
        try:
            draft = self.load(path.stem)
        except DraftError as error:
            return DraftSummary(path.stem, path.name, "", None, 0, modified, problem=str(error))
        return DraftSummary(
            draft.id, draft.title, draft.query, draft.created, len(draft.items()), modified, labels=draft.labels
        )


def _erase(draft: Draft, document_id: str) -> int:
    draft.drawn_from = tuple(name for name in draft.drawn_from if name != document_id)
    citing = [item.id for item in draft.items() if any(one.document_id == document_id for one in item.citations)]
    for item_id in citing:
        draft.comments = [comment for comment in draft.comments if comment.item_id != item_id]  # they speak of it
        draft.remove(item_id)
    for item in draft.items():
        item.also = tuple(one for one in item.also if one.document_id != document_id)
    return len(citing)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=_SAVING)
    try:
        lock.acquire()
    except NotImplementedError:  # a drive without locks: leases and the comparison with what was read must do
        yield
        return
    try:
        yield
    finally:
        lock.release()
