"""What the panels of one session share: the basket, the way from one panel to another, and where people left off."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote

import traitlets
from filelock import FileLock, Timeout

from workbench.drafting.whole_file import write_whole
from workbench.errors import SettingsError, WorkbenchError
from workbench.folders import make_folder, require_folder
from workbench.ui.archive_update import ArchiveUpdate, update_of
from workbench.ui.basket import basket_in
from workbench.workspace.database.base import user_name

if TYPE_CHECKING:
    from workbench.workbench import Workbench

FOLDER = "giao-dien"
"""Folder of the workspace that holds, for every person, where they left off in the panels."""

DOCUMENT = "doc"
"""`Bench.go(DOCUMENT, …)` reads a document (`document_id=` or `citation=`), whichever panel does that."""

_LOCK_SECONDS = 2.0

Go = Callable[[str, Mapping[str, Any]], None]

Value = TypeVar("Value", str, int, bool, list[Any], dict[str, Any])


def value_of(state: Mapping[str, Any], name: str, default: Value) -> Value:
    """A remembered value of the kind of `default`; `default` itself where there is none, or one of another kind: a file
    may come from an earlier version, or have been edited by hand."""
    value = state.get(name)
    return value if type(value) is type(default) else default


class Moment(NamedTuple):
    """Numbers that are others when something has changed: files taken into the archive, people's decisions, drafts."""

    files: int
    decisions: int
    drafts: int


class Bench(traitlets.HasTraits):
    """Shared by the panels of one session.

    What a panel remembers is read and written whole. Two sessions of one person (two tabs, two programs) each write
    only the panels they use. Nothing here is worth stopping anybody's work for, so nothing is raised: what went wrong
    stands in `trouble`.

    Attributes:
        workbench: the archive.
        basket: the excerpts picked so far.
        path: the file that remembers.
        trouble: what went wrong with that file, for people to read; "" while all is well.
        changes: grows by one when files were taken into the archive; panels that show lists of it look again.
        update: what takes them in, beside the panels.
    """

    trouble = traitlets.Unicode("")
    changes = traitlets.Int(0)

    def __init__(self, workbench: Workbench, person: str | None = None) -> None:
        """
        Args:
            workbench: the archive.
            person: whose memory it is; None takes the account signed in on this machine.
        """
        super().__init__()
        self.workbench = workbench
        self.basket = basket_in(workbench.settings.workspace)
        self.update: ArchiveUpdate = update_of(workbench.settings)
        self.update.observe(self._take_up, "changes")
        # Names of accounts may hold what file names may not (DOMAIN\name).
        name = quote(person if person is not None else user_name(), safe=" ")
        self.path: Path = workbench.settings.workspace / FOLDER / f"{name}.json"
        self._is_closed = False
        self._go: Go | None = None
        self._known: dict[str, dict[str, Any]] = {}
        self._unwritten = ""  # that part of `trouble` which the next successful writing ends

    # -- what others changed ----------------------------------------------------------------------------------

    def _take_up(self, _change: object) -> None:
        """There is something new in the archive: the next question is answered from it."""
        try:
            self.workbench.reopen()
        except WorkbenchError as error:  # the drive was pulled out meanwhile
            self._tell_unwritten(str(error))
        self.changes += 1

    @property
    def moment(self) -> Moment:
        """The state of what panels show of one another's doings."""
        try:
            drafts = (self.workbench.settings.workspace / "drafts").stat().st_mtime_ns
        except OSError:  # none yet
            drafts = 0
        return Moment(self.changes, self.workbench.workspace.writes, drafts)

    def close(self) -> None:
        """Follow the archive no more; called when the window is closed."""
        if not self._is_closed:
            self._is_closed = True
            self.update.unobserve(self._take_up, "changes")

    # -- from panel to panel ----------------------------------------------------------------------------------

    @property
    def is_connected(self) -> bool:
        """Whether there is a window whose panels can be asked for; not so where a notebook shows one panel alone."""
        return self._go is not None

    def connect(self, go: Go) -> None:
        """Say who opens a panel when another one asks for it; called by the window that holds the panels."""
        self._go = go

    def go(self, panel_key: str, **what: Any) -> None:
        """Show another panel and have it open something: `go("tim_kiem", query="…")`, `go("doc", citation=…)`.

        Args:
            panel_key: a key of `workbench.ui.registry.PANELS`, or "doc" to read a document.
            what: passed to the panel's `open`.

        Raises:
            WorkbenchError: there is no window with other panels, or none of this key.
        """
        if self._go is None:
            raise WorkbenchError(
                "Sổ tay này chỉ có một bảng làm việc, không chuyển sang bảng khác được.",
                "Hãy mở sổ tay 00 (Bàn làm việc), ở đó có đủ các bảng.",
            )
        self._go(panel_key, what)

    # -- where people left off --------------------------------------------------------------------------------

    def recall(self, panel_key: str) -> dict[str, Any]:
        """What this person's panel remembered last; empty when nothing. A damaged file is put aside, and told."""
        state = self._read().get(panel_key, {})
        return dict(state) if isinstance(state, dict) else {}

    def remember(self, panel_key: str, state: dict[str, Any]) -> None:
        """Keep what a panel shows (plain JSON values), so that it is there again after a restart."""
        if self._known.get(panel_key) == state:
            return
        try:
            # Writing would make a new, empty folder where people look for theirs.
            require_folder(self.path.parent)
        except SettingsError as error:
            self._tell_unwritten(str(error))
            return
        # JSON first: a value that cannot be written is a mistake in the panel, to be seen at once.
        self._known[panel_key] = json.loads(json.dumps(state, ensure_ascii=False))
        try:
            make_folder(self.path.parent)
            with FileLock(self.path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                states = self._read() | {panel_key: self._known[panel_key]}
                text = json.dumps({"version": 1, "panels": states}, ensure_ascii=False, indent=1)
                write_whole(self.path, text.encode("utf-8", "replace"))
            if self.trouble == self._unwritten:
                self.trouble = ""
        except (OSError, Timeout) as error:
            del self._known[panel_key]  # to be tried again with the next change
            why = getattr(error, "strerror", None) or "tệp đang bị giữ"
            self._tell_unwritten(
                f"Không ghi nhớ được chỗ đang làm vào {self.path} ({why}). Văn bản, giỏ và dự thảo không bị ảnh hưởng; "
                "hãy kiểm tra quyền ghi và chỗ trống trên đĩa."
            )

    def _tell_unwritten(self, text: str) -> None:
        self._unwritten = self.trouble = text

    def _read(self) -> dict[str, Any]:
        try:
            stored = json.loads(self.path.read_text(encoding="utf-8"))
            panels = stored["panels"]
            if not isinstance(panels, dict):
                raise TypeError("panels")
            return panels
        except FileNotFoundError:
            return {}
        except OSError as error:
            self.trouble = f"Không đọc được chỗ làm dở lần trước trong {self.path} ({error.strerror})."
            return {}
        except (ValueError, TypeError, KeyError, RecursionError):
            self._put_aside()
            return {}

    def _put_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.stem}.hong-{datetime.now():%Y%m%d-%H%M%S}.json")
        try:
            self.path.replace(aside)
        except OSError as error:
            self.trouble = f"Tệp ghi nhớ {self.path} bị hỏng và không đổi tên được ({error.strerror}); hãy xóa tệp này."
            return
        self.trouble = (
            f"Tệp ghi nhớ chỗ làm dở bị hỏng nên các bảng mở lại từ đầu (tệp hỏng được giữ ở {aside}). Văn bản, giỏ và "
            "dự thảo không bị ảnh hưởng."
        )
