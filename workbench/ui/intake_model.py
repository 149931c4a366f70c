"""Taking documents in, apart from how it looks: files handed over, a build beside the panel, what needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.archive.receiving import Received
from workbench.archive.system_parts import PARTS
from workbench.errors import UnknownDocument
from workbench.ui.bench import Bench, value_of
from workbench.ui.reader_model import ReaderModel
from workbench.workspace.unconfirmed import doubts

if TYPE_CHECKING:
    from workbench.workbench import Workbench

VIEWS = (("nap", "Nạp tệp"), ("chua_doc", "Chưa đọc được"), ("xac_nhan", "Cần xác nhận"))
"""The three parts of the panel: key and name."""

PAGE_SIZE = 8
NEWEST = 2_000
"""Of so many documents that came in last, uncertain fields are listed at first: looking at all takes a second or more
for every twenty thousand."""

SCOPES = ((NEWEST, f"{NEWEST:,} văn bản mới nhất".replace(",", ".")), (0, "Mọi văn bản trong kho (có thể lâu)"))


@dataclass(frozen=True)
class Doubtful:
    """A document with fields that a person should look at: the fields with their values, and why they are in doubt."""

    id: str
    path: str
    title: str
    fields: str
    notes: str


@dataclass(frozen=True)
class LeftOut:
    """A file that is not in the archive: its path, why in one word ("Chưa đọc được"), the reason, and what to do."""

    path: str
    state: str
    reason: str
    advice: str = ""


class IntakeModel(traitlets.HasTraits):
    """State and actions of the intake panel.

    Attributes:
        view: which part is on screen, a key of `VIEWS`.
        received: what became of the files handed over last.
        job: the build beside the panels; every panel follows the same.
        news: what just ended, in one sentence.
        left_out: the files that could not be read, or wait for a program.
        refused: how many files bear a secrecy mark.
        page: page of the list on screen, from 0.
        doubtful: documents with uncertain fields, worst first; None before they were looked for.
        scope: how many of the newest documents are looked through for them; 0: all.
        changes: grows by one when the archive has changed.
    """

    view = traitlets.Enum([key for key, _ in VIEWS], "nap")
    received = traitlets.Tuple()
    news = traitlets.Unicode("")
    left_out = traitlets.Tuple()
    refused = traitlets.Int(0)
    page = traitlets.Int(0)
    doubtful: Any = traitlets.Any(None)
    scope = traitlets.Enum([number for number, _ in SCOPES], NEWEST)
    changes = traitlets.Int(0)

    def __init__(self, workbench: Workbench, bench: Bench | None = None) -> None:
        super().__init__()
        self.workbench = workbench
        self.bench = bench
        # With no window around the panel, it takes up itself what the build brings.
        self.job = (bench if bench is not None else Bench(workbench)).update
        self.reader = ReaderModel(workbench)
        self.job.observe(lambda _change: self._changed(), "changes")
        self.job.observe(lambda _change: self._begun(), "running")
        self.job.observe(lambda _change: self._ended(), "ended")
        self.look()

    # -- handing over -----------------------------------------------------------------------------------------

    def hand_over(self, files: Sequence[tuple[str, bytes]]) -> None:
        """Copy files into the corpus and begin to read them. Raises WorkbenchError: they cannot be copied."""
        self.received = self.workbench.receive(files)
        self.changes += 1
        if not any(one.became in ("copied", "renamed") for one in self.received):
            return
        self.job.begin_again(self.workbench.settings)

    def update(self) -> None:
        """Bring the archive in line with the corpus, beside the panel.

        Raises:
            WorkbenchError: that is being done already.
        """
        self.job.begin(self.workbench.settings)

    def cancel(self) -> None:
        """Stop the build with the file it is at; what it has read stays."""
        self.job.stop()

    def _begun(self) -> None:
        if self.job.running:
            self.news = ""

    def _ended(self) -> None:
        if self.job.ended == "done":
            self.news = "Đã nạp xong."
        elif self.job.ended == "stopped":
            left = len(self.workbench.unchecked)
            rest = f" Còn {left} tệp vừa chép vào kho mà chưa đọc;" if left else ""
            self.news = f"Đã dừng theo yêu cầu. Những gì đã đọc vẫn được giữ.{rest} Bấm “Cập nhật kho” để làm tiếp."

    def _changed(self) -> None:
        """There is something new in the archive."""
        self.renew()
        self.changes += 1

    def renew(self) -> None:
        """Look again which files are not in the archive, and which documents have uncertain fields."""
        self.look()
        if self.view == "xac_nhan":
            self.find_doubtful()
        else:
            self.doubtful = None

    # -- what is left out -------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look again which files are not in the archive."""
        if not self.workbench.is_built and self.job.taken is None:
            self.left_out, self.refused = (), 0
            return
        rows = [
            LeftOut(
                one.path,
                "Chờ cài thêm chương trình" if one.status == "waiting" else "Chưa đọc được",
                one.reason,
                f"Cần {PARTS[one.part].title}; cài xong, bấm “Cập nhật kho”." if one.part in PARTS else "",
            )
            for one in self.workbench.not_read()
        ]
        self.refused = self.workbench.count_refused()
        self.left_out = (*self._refused_by_name(), *rows)

    def _refused_by_name(self) -> list[LeftOut]:
        """Refused files that a build of this session met; their names are kept nowhere."""
        if self.job.taken is None:
            return []
        reason = "Mang dấu mật: không đưa vào kho, không giữ nội dung."
        advice = "Hãy chuyển tệp này khỏi thư mục văn bản; công cụ không tự xóa tệp của cơ quan."
        return [
            LeftOut(row.path, "Từ chối (mật)", f"{reason} {row.reason}", advice)
            for row in self.job.taken.report.rows
            if row.status == "refused"
        ]

    # -- headers in doubt -------------------------------------------------------------------------------------

    def show(self, view: str) -> None:
        """Show a part of the panel."""
        self.page = 0
        self.view = view
        if view == "xac_nhan" and self.doubtful is None:
            self.find_doubtful()

    def find_doubtful(self) -> None:
        """Look for documents with uncertain fields."""
        if not self.workbench.is_built:
            self.doubtful = ()
            return
        frame = self.workbench.unconfirmed(self.scope or None)
        self.doubtful = tuple(
            Doubtful(*map(str, (row.id, row.path, row.title, row.fields, row.notes)))
            for row in frame.itertuples(index=False)
        )
        self.page = min(self.page, max(self.pages - 1, 0))

    def look_through(self, scope: int) -> None:
        """Look through the newest documents, or all (0)."""
        self.scope = scope
        self.page = 0
        self.find_doubtful()

    def open(self, document_id: str) -> None:
        """Open a document to confirm its fields. Raises UnknownDocument."""
        self.reader.open(document_id)

    def open_next(self) -> None:
        """Open the document after the open one in the list; after the last comes the first."""
        listed = self.doubtful or ()
        if not listed:
            return
        ids = [one.id for one in listed]
        at = ids.index(self.reader.document.id) if self.reader.document and self.reader.document.id in ids else -1
        place = (at + 1) % len(ids)
        self.page = place // PAGE_SIZE
        self.open(ids[place])

    def settle_decision(self) -> bool:
        """After a decision: a document without uncertain fields leaves the list. Returns whether it did."""
        document = self.reader.document
        if document is None or not self.doubtful or doubts(document):
            return False
        left = tuple(one for one in self.doubtful if one.id != document.id)
        gone = len(left) < len(self.doubtful)
        self.doubtful = left
        self.page = min(self.page, max(self.pages - 1, 0))
        return gone

    # -- pages ------------------------------------------------------------------------------------------------

    @property
    def listed(self) -> tuple[Any, ...]:
        """The whole list of the part on screen."""
        return tuple(self.left_out if self.view == "chua_doc" else self.doubtful or ())

    @property
    def pages(self) -> int:
        """How many pages the list fills."""
        return -(-len(self.listed) // PAGE_SIZE)

    @property
    def rows(self) -> tuple[Any, ...]:
        """What is on the page on screen."""
        return self.listed[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step

    # -- state ------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What `restore` needs: the part on screen and the document open in it. Names of files are not kept."""
        document = self.reader.document
        return {"view": self.view, "scope": self.scope, "document": document.id if document is not None else ""}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same part again."""
        view, scope = value_of(state, "view", ""), value_of(state, "scope", NEWEST)
        self.scope = scope if scope in [number for number, _ in SCOPES] else NEWEST
        self.show(view if view in [key for key, _ in VIEWS] else "nap")
        document = value_of(state, "document", "")
        if document and self.workbench.is_built:
            with suppress(UnknownDocument):  # it left the archive meanwhile
                self.reader.open(document, remember=False)


def told(one: Received) -> str:
    """What became of a file, in a few words."""
    return {
        "copied": "Đã chép",
        "renamed": "Đã chép, đổi tên",
        "same": "Đã có",
        "secret": "Từ chối (mật)",
        "refused": "Không nhận",
    }[one.became]
