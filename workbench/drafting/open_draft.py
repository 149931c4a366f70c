"""A draft that a person has open: changed, saved and taken back under a lease, so that one person works at a time."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TypeVar

from workbench.drafting.history import History
from workbench.drafting.locking import Holder, Lease
from workbench.drafting.model import Draft
from workbench.drafting.store import DraftConflict, DraftStore
from workbench.errors import DraftError
from workbench.workspace.database.base import user_name

_Result = TypeVar("_Result")

Attend = Callable[[Draft], None]
"""Brings a draft in line with the archive: labels, deleted and secret sources."""


class OpenDraft:
    """One draft, open for editing or for reading only. A context manager: leaving it saves and gives the lease back.

    Attributes:
        draft: the draft; it stays the same object through undo, redo and reading again.
        history: what can be taken back.
        taken_from: from whom the draft was taken over, or None.
    """

    def __init__(
        self, store: DraftStore, draft_id: str, attend: Attend, *, read_only: bool = False, take_over: bool = False
    ) -> None:
        self._store, self._attend = store, attend
        self._lease: Lease | None = None
        self.taken_from: Holder | None = None
        self.draft = store.load(draft_id)
        if not read_only:
            self.taken_from = self._take(take_over=take_over)
            self.draft = store.load(draft_id)  # whoever had it may have saved meanwhile
        attend(self.draft)
        self.history = History(self.draft)
        self._kept = self.draft.copy()

    @property
    def read_only(self) -> bool:
        """Whether it can only be read."""
        return self._lease is None

    @property
    def holder(self) -> Holder | None:
        """Who else has it open for editing; None where nobody has. Raises DraftError when the drive is gone."""
        try:
            held = self._store.lease(self.draft.id).holder()
        except OSError as error:
            raise _unreachable(self.draft, error) from error
        return None if held is None or (self._lease is not None and held.token == self._lease.token) else held

    @property
    def unsaved(self) -> bool:
        """Whether something was changed since it was saved."""
        return self.draft != self._kept

    def change(self, action: Callable[[Draft], _Result], what: str = "", why: str = "") -> _Result:
        """Change the draft in one step and save it. Where `action` fails, the draft stays as it was.

        Args:
            action: changes the draft it is given.
            what: the step in words, "gộp câu".
            why: as in `save`.

        Raises:
            DraftError: as `action`; as `save` (the change then stays in `draft`).
        """
        if self.read_only:
            raise self._only_readable()

        def attended(draft: Draft) -> _Result:
            result = action(draft)
            self._attend(draft)
            return result

        result = self.history.change(attended, what)
        self.save(why)
        return result

    def undo(self) -> bool:
        """Take the last step back and save; False where there is none. Raises DraftError: as `save`."""
        return self._gone_back(self.history.undo)

    def redo(self) -> bool:
        """Do again what was taken back last, and save; False where there is none. Raises DraftError: as `save`."""
        return self._gone_back(self.history.redo)

    def save(self, why: str = "") -> None:
        """Save what was changed.

        Args:
            why: why the state before is worth finding again, in Vietnamese.

        Raises:
            DraftConflict: it is open for reading only, was taken over, or was saved elsewhere; what was changed here is
                kept as a version, and the draft is then open for reading only.
            DraftError: the file cannot be written.
        """
        if self.history.note():  # done to `draft` directly
            self._attend(self.draft)
            self.history.amend()
        if not self.unsaved:
            return
        if self._lease is None:
            raise self._kept_aside("Dự thảo này đang mở chỉ đọc")
        try:
            taken = self._lease.taken()
            if taken is not None:
                self._let_go()
                raise self._kept_aside(f"Dự thảo “{self.draft.title}” đã được tiếp quản bởi {taken.words}")
            self._store.save(self.draft, why, token=self._lease.token)
            self._kept = self.draft.copy()
            with suppress(OSError):  # the work is safe; the lease is renewed by itself when the drive is back
                self._lease.worked()
        except DraftConflict:
            self._kept = self.draft.copy()
            self._let_go()
            raise
        except OSError as error:
            raise _unreachable(self.draft, error) from error

    def take_over(self) -> None:
        """Get the lease for a draft that is open for reading only, and read it anew.

        Raises:
            DraftHeld: somebody else works at it.
        """
        if self._lease is None:
            self.taken_from = self._take(take_over=True)
            self.reload()

    def restore(self, number: int) -> None:
        """Go back to an earlier version; the state before becomes a version, and undo leads back to it.

        Raises:
            DraftError: no such version, or it is damaged; as `save`.
        """
        if self.read_only:
            raise self._only_readable()
        self.save()
        version = self._store.load_version(self.draft.id, number)

        def restored(draft: Draft) -> None:
            draft.become(version)
            self._attend(draft)

        self.history.change(restored, f"khôi phục bản {number}")
        self.save(f"trước khi khôi phục bản {number}")

    def forget(self, document_id: str) -> int:
        """Take everything that cites a document out of the draft and all its versions, for good; undo does not lead
        back. Returns how many sentences, counted in every version.

        Raises:
            DraftError: as `save`.
        """
        if self._lease is None:
            raise self._only_readable()
        self.save()
        taken = self._store.erase(self.draft.id, document_id, token=self._lease.token)
        self.reload()
        return taken

    def reload(self) -> None:
        """Read the draft anew from its file; undo goes back no further."""
        fresh = self._store.load(self.draft.id)
        self.draft.become(fresh)
        self.draft.saved_as = fresh.saved_as
        self._attend(self.draft)
        self.history = History(self.draft)
        self._kept = self.draft.copy()

    def close(self) -> None:
        """Save what was changed and give the lease back.

        Raises:
            DraftError: as `save`; the lease is given back all the same.
        """
        try:
            self.save()
        finally:
            self._let_go()

    def __enter__(self) -> OpenDraft:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except DraftError as failure:
            if error is None:
                raise
            error.add_note(str(failure))  # what went wrong first is raised, and this told with it

    def _take(self, *, take_over: bool) -> Holder | None:
        lease = self._store.lease(self.draft.id)
        try:
            held = lease.acquire(self.draft.title, take_over=take_over)
        except OSError as error:
            raise _unreachable(self.draft, error) from error
        self._lease = lease
        weakref.finalize(self, lease.release)  # also when the program ends without closing
        return held if held is not None and not held.is_free else None

    def _let_go(self) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            lease.release()

    def _gone_back(self, step: Callable[[], bool]) -> bool:
        if self.read_only:
            raise self._only_readable()
        went = step()
        self._attend(self.draft)  # marks of sources and notices are true of now, not of then
        self.history.amend()
        self.save()
        return went

    def _kept_aside(self, what: str) -> DraftConflict:
        number = self._store.keep_aside(self.draft, f"bản riêng của {user_name()}, chưa ghép vào dự thảo")
        self._kept = self.draft.copy()
        return DraftConflict(
            f"{what}, nên chưa lưu đè.",
            f"Phần anh/chị vừa làm được giữ nguyên ở bản lưu số {number}: hãy mở lại dự thảo, so sánh rồi ghép vào.",
            number,
        )

    def _only_readable(self) -> DraftError:
        holder = self.holder
        who = f" vì {holder.words} đang mở để sửa" if holder is not None else ""
        return DraftError(
            f"Dự thảo “{self.draft.title}” đang mở chỉ đọc{who}.",
            "Muốn sửa, hãy bấm “Tiếp quản” (take_over) khi người đó không còn làm việc, hoặc đóng và mở lại.",
        )


def _unreachable(draft: Draft, error: OSError) -> DraftError:
    return DraftError(
        f"Không truy cập được thư mục chứa dự thảo “{draft.title}” ({error.strerror or error}).",
        "Hãy kiểm tra ổ đĩa mạng và quyền ghi rồi lưu lại; đừng đóng cửa sổ này khi chưa lưu được.",
    )
