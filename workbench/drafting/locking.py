"""One person at a time: who has a draft open for editing is written in a lease beside it.

A lease, and not a lock of the operating system: the workspace of an office often lies on a network drive, where such
locks are unreliable and vanish with the connection, and where nobody could read from them who it is that works. The
lease is a small JSON file, made in one step that only one can win, and renewed while the draft is open.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import sys
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from workbench.drafting.whole_file import write_whole
from workbench.errors import DraftError
from workbench.workspace.database.base import user_name

BEAT = 60.0
"""Seconds between two renewals."""
STALE_AFTER = timedelta(minutes=10)
"""Without a renewal for so long, the program that held the draft no longer runs, or is cut off."""
IDLE_AFTER = timedelta(hours=1)
"""Without a change for so long, the person has left the draft open and gone."""

_MOMENT = 0.1  # seconds


@dataclass(frozen=True)
class Holder:
    """Who has a draft open for editing.

    Attributes:
        person, machine, process: the account, the computer, the process there.
        since: when they opened it.
        token: tells this opening from every other.
        idle: time since their last change; silent: time since the last renewal.
    """

    person: str
    machine: str
    process: int
    since: datetime
    token: str
    idle: timedelta = timedelta()
    silent: timedelta = timedelta()

    @property
    def is_me(self) -> bool:
        """Whether it is this person on this machine, in this or another window."""
        return (self.person, self.machine) == (user_name(), platform.node())

    @property
    def is_stale(self) -> bool:
        """Whether another person may take over: its program is gone, or nobody works at it."""
        return self.silent > STALE_AFTER or self.idle > IDLE_AFTER or self.is_me

    @property
    def is_free(self) -> bool:
        """Whether it need not be asked for: opened by this very process, or by one that surely runs no more (which can
        be known on the same machine only)."""
        return self.machine == platform.node() and (self.process == os.getpid() or not _runs(self.process))

    @property
    def words(self) -> str:
        """Who, where, since when: "lan trên máy VP-03, từ 08:15 ngày 30/11/2026"."""
        return f"{self.person} trên máy {self.machine}, từ {self.since:%H:%M ngày %d/%m/%Y}"


class DraftHeld(DraftError):
    """Another person, or another window, has the draft open for editing.

    Args:
        holder: who.
        title: what the draft is called.
    """

    def __init__(self, holder: Holder, title: str) -> None:
        self.holder = holder
        who = "chính anh/chị ở một cửa sổ khác" if holder.is_me else "người khác"
        if holder.is_me:
            advice = "Hãy làm việc ở cửa sổ kia, mở chỉ đọc, hoặc bấm “Tiếp quản” (take_over=True) để làm ở đây."
        elif holder.is_stale:
            gone = max(holder.silent, holder.idle)
            advice = (
                f"Người đó đã {_spoken(gone)} không làm gì: có thể bấm “Tiếp quản” (take_over=True); bản của người đó "
                "vẫn được giữ. Hoặc mở chỉ đọc (read_only=True)."
            )
        else:
            advice = (
                "Hãy mở chỉ đọc (read_only=True), hoặc nhờ người đó đóng dự thảo. Được tiếp quản khi máy đó không trả "
                f"lời quá {_spoken(STALE_AFTER)} hoặc không ai sửa gì quá {_spoken(IDLE_AFTER)}."
            )
        super().__init__(f"Dự thảo “{title}” đang được {who} mở để sửa: {holder.words}.", advice)


class Lease:
    """The right to edit one draft, in the file `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.token = ""
        self._since = datetime.now()
        self._worked = time.monotonic()
        self._stop = threading.Event()
        self._guard = threading.Lock()

    def holder(self) -> Holder | None:
        """Who holds it now; None where nobody does. Raises OSError when the file cannot be read."""
        for patience in (True, True, False):
            try:
                data, renewed = self.path.read_bytes(), self.path.stat().st_mtime
                break
            except FileNotFoundError:
                return None
            except PermissionError:  # Windows, in the moment in which another machine renews it
                if not patience:
                    raise
                time.sleep(_MOMENT)
        # A lease that is being written just now, or was half written by a machine that died then.
        held = _parsed(data) or Holder("không rõ ai", "không rõ", 0, datetime.fromtimestamp(renewed), "")
        if self.token and held.token == self.token:
            return held
        # Clocks of two machines differ, so the drive tells both moments.
        silent = timedelta(seconds=max(0.0, self._drive_time() - renewed))
        return replace(held, silent=silent, idle=held.idle + silent)

    def acquire(self, title: str = "", *, take_over: bool = False) -> Holder | None:
        """Get the lease, and renew it from now on. Returns from whom it was taken over, else None.

        Args:
            title: what the draft is called, for the message.
            take_over: take it from somebody whose program is silent or who is idle, or from an own window.

        Raises:
            DraftHeld: somebody else holds it, and it may not, or shall not, be taken over.
            OSError: the folder cannot be written.
        """
        self._since, self._worked = datetime.now().replace(microsecond=0), time.monotonic()
        token, held = uuid.uuid4().hex, None
        try:
            with self.path.open("xb") as file:  # made in one step that one machine wins, also on network drives
                file.write(self._data(token))
        except FileExistsError:
            held = self.holder()
            if held is not None and not held.is_free and not (take_over and held.is_stale):
                raise DraftHeld(held, title) from None
            write_whole(self.path, self._data(token))
        self.token = token
        self._stop = threading.Event()
        threading.Thread(target=self._renew, args=(self._stop,), name="draft-lease", daemon=True).start()
        return held

    def taken(self) -> Holder | None:
        """Who has taken it over; None while it is held. Raises OSError when the drive cannot be reached."""
        held = self.holder()
        return None if held is None or held.token == self.token else held

    def worked(self) -> None:
        """Note that the person changed something just now. Raises OSError when the drive cannot be reached."""
        with self._guard:
            self._worked = time.monotonic()
            if self.token and self.taken() is None:
                write_whole(self.path, self._data(self.token))

    def release(self) -> None:
        """Give the lease back; one that was taken over stays with whom has it. Where the drive is gone, nothing is
        raised: the lease grows stale by itself."""
        self._stop.set()
        with self._guard, suppress(OSError):
            if self.token and self.taken() is None:
                self.path.unlink(missing_ok=True)
        self.token = ""

    def _renew(self, stop: threading.Event) -> None:
        while not stop.wait(BEAT):
            # A drive that is away for a while comes back; whoever took over meanwhile keeps the lease.
            with suppress(OSError), self._guard:
                if stop.is_set() or self.taken() is not None:
                    return
                write_whole(self.path, self._data(self.token))

    def _data(self, token: str) -> bytes:
        told = {
            "person": user_name(),
            "machine": platform.node(),
            "process": os.getpid(),
            "since": self._since.isoformat(),
            "token": token,
            "idle": round(time.monotonic() - self._worked),
        }
        return json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "replace")

    def _drive_time(self) -> float:
        """What time the drive has: when a file is written there now."""
        probe = self.path.with_name(f".{uuid.uuid4().hex[:12]}.tmp")
        try:
            probe.write_bytes(b"")
            return probe.stat().st_mtime
        except OSError:  # a folder that can only be read
            return datetime.now().timestamp()
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)


def _parsed(data: bytes) -> Holder | None:
    try:
        top: Any = json.loads(data.decode("utf-8"))
        return Holder(
            str(top["person"]),
            str(top["machine"]),
            int(top["process"]),
            datetime.fromisoformat(top["since"]),
            str(top["token"]),
            timedelta(seconds=max(0, int(top["idle"]))),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _spoken(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    return f"{minutes // 60} giờ" if minutes >= 120 or minutes == 60 else f"{minutes} phút"


def _runs(process: int) -> bool:
    if process <= 0:
        return False
    if sys.platform == "win32":
        # os.kill would end the process there.
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # access denied: it runs, as somebody else
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
