"""What a build did, file by file, and how far it has come."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from workbench.documents.rich import card

if TYPE_CHECKING:
    import pandas as pd

STATUSES = {
    "added": "Mới",
    "changed": "Đã sửa",
    "moved": "Chuyển chỗ",
    "unchanged": "Không đổi",
    "deleted": "Đã xóa khỏi kho",
    "waiting": "Chờ cài thêm chương trình",
    "quarantined": "Chưa đọc được",
    "refused": "Từ chối (văn bản mật)",
    "ignored": "Bỏ qua",
}
"""What can become of a file, with the words that people read."""


class Progress(NamedTuple):
    """How far a long job has come.

    Attributes:
        done, total: steps done of all.
        label: what is being done, in Vietnamese.
        seconds_left: time left as far as can be told, later stages included; else None.
    """

    done: int
    total: int
    label: str
    seconds_left: float | None = None


OnProgress = Callable[[Progress], None]


_STEPS, _SHARE = 10, 0.1  # so many steps, or so much of the weight, have to be done before the time left is told


class ProgressMeter:
    """Tells how far a job has come; the time left is judged by the weight (bytes) of what is done.

    Args:
        on_progress: whom to tell.
        total: number of steps.
        label: what is being done, in Vietnamese.
        weight: of all steps together; by default each weighs 1.
        ahead: weight of what comes after this job and belongs to the same wait.
    """

    def __init__(
        self,
        on_progress: OnProgress | None,
        total: int,
        label: str,
        weight: float | None = None,
        *,
        ahead: float = 0.0,
    ) -> None:
        self._on_progress = on_progress
        self._total = total
        self._label = label
        self._weight = float(total if weight is None else weight)
        self._ahead = ahead
        self._done = 0
        self._done_weight = 0.0
        self._started = time.monotonic()
        if total:
            self._tell()

    def step(self, weight: float = 1.0) -> None:
        """One more step is done."""
        self._done += 1
        self._done_weight += weight
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is None:
            return
        passed = time.monotonic() - self._started
        left = None
        # The first steps say little: with them the programs that read are only being started.
        is_known = self._done >= _STEPS or self._done_weight >= _SHARE * self._weight
        if self._done_weight > 0 and passed > 0.5 and is_known:
            left = passed * (max(self._weight - self._done_weight, 0.0) + self._ahead) / self._done_weight
        self._on_progress(Progress(self._done, self._total, self._label, left))


class BuildRow(NamedTuple):
    """One file: its path under the corpus, its status (a key of STATUSES), and the reason where there is one."""

    path: str
    status: str
    reason: str = ""


@dataclass(frozen=True)
class BuildReport:
    """What a build did.

    Attributes:
        rows: every file, by path. For a refused file nothing but its name and its mark is known.
        documents: documents now in the catalogue.
        seconds: how long it took.
    """

    rows: tuple[BuildRow, ...]
    documents: int
    seconds: float

    @property
    def counts(self) -> dict[str, int]:
        """How many files of each status; every status is present."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in STATUSES}

    def to_frame(self) -> pd.DataFrame:
        """One row a file: path, status, reason."""
        import pandas as pd  # late: a worker process takes as long to load it as all the rest

        return pd.DataFrame(
            [(row.path, row.status, row.reason) for row in self.rows], columns=["path", "status", "reason"]
        )

    def _repr_html_(self) -> str:
        counted = (f"{STATUSES[status].lower()}: {count}" for status, count in self.counts.items() if count)
        told = [(row.path, STATUSES[row.status], row.reason) for row in self.rows if row.reason]
        facts = (f"{self.documents} văn bản trong kho", *counted)
        return card("Nạp kho: các tệp có điều cần biết", facts, ("Tệp", "Tình trạng", "Lý do"), told)
