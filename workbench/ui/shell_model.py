"""The window around the panels, apart from how it looks: which panel is open, and who else has the window open."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets
from filelock import FileLock, Timeout

from workbench.errors import SettingsError, WorkbenchError
from workbench.folders import make_folder
from workbench.ui.bench import DOCUMENT, Bench, value_of
from workbench.ui.registry import PANELS, entry

if TYPE_CHECKING:
    from workbench.workbench import Workbench

KEY = "ban_lam_viec"
"""Under this key the bench remembers which panel is open."""

START = "bat_dau"
"""Key of the first start, which stands in the navigation until the archive is built."""

READER = "tim_kiem"
"""The panel that reads a document."""

_PATIENCE = 1.5
"""Seconds that the window waits for another one to close before it says that there is one."""

_READS = ("document_id", "citation")


class ShellModel(traitlets.HasTraits):
    """State of the window.

    Attributes:
        current: key of the panel on screen.
        elsewhere: whether this person has the workbench open in another window as well.
    """

    current = traitlets.Unicode("")
    elsewhere = traitlets.Bool(False)

    def __init__(self, workbench: Workbench, bench: Bench) -> None:
        super().__init__()
        self.workbench = workbench
        self.bench = bench
        self._lock: FileLock | None = None

    @property
    def first(self) -> str:
        """The panel to begin with: the first start, the one open last time, else search (or what there is)."""
        if self.needs_start:
            return START
        keys = [one.key for one in PANELS]
        known = value_of(self.bench.recall(KEY), "panel", "")
        return known if known in keys else keys[0]

    @property
    def needs_start(self) -> bool:
        """Whether the three steps of the first start are not done: a first build that was cut off is gone on with."""
        if not self.workbench.is_built:
            return True
        return self.workbench.is_unfinished and value_of(self.bench.recall(START), "begun", False)

    def state(self) -> dict[str, Any]:
        """What to remember for `first`: the panel on screen."""
        return {"panel": self.current}

    def resolve(self, key: str, what: Mapping[str, Any]) -> str:
        """The panel that a request is for: "doc" goes to the one that reads.

        Raises:
            WorkbenchError: there is no such panel, or nothing to read was named.
        """
        if key == DOCUMENT:
            if not any(what.get(name) is not None for name in _READS):
                raise WorkbenchError("Không rõ cần đọc văn bản nào.", "Hãy chọn lại văn bản trong danh sách.")
            key = READER
        if key != START and entry(key) is None:
            raise WorkbenchError(f"Không có bảng “{key}”.", "Hãy chọn một bảng ở thanh trên cùng.")
        return key

    def look_around(self) -> None:
        """Find out whether another window of this person is open. The lock goes by itself when the program ends."""
        if self._lock is not None:
            return
        folder = self.bench.path.parent
        try:
            make_folder(folder)
            lock = FileLock(self.bench.path.with_suffix(".mo"))
            # The page may only have been loaded again: then the program of the one before ends just now.
            lock.acquire(timeout=0 if self.elsewhere else _PATIENCE)
        except Timeout:
            self.elsewhere = True
            return
        except (OSError, SettingsError):  # a folder that cannot be written is told by what is to be kept there
            return
        self._lock, self.elsewhere = lock, False

    def close(self) -> None:
        """This window is closed."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


open_shells: dict[Path, Any] = {}
"""The window that this process shows of each memory file: a second one takes its place."""
