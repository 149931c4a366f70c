"""What came back with an edited .docx: the draft with its changes, and each change in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import pandas as pd

from workbench.documents.rich import frame_card
from workbench.drafting.checks.drift_model import Drift
from workbench.drafting.model import Draft, DraftItem

TITLE = "trich_yeu"
"""Stands for an item in changes of the title."""


class ChangeKind(StrEnum):
    """What a person did to an item, a heading or the title."""

    EDITED = "sua"
    ADDED = "them"
    REMOVED = "bo"
    MOVED = "chuyen"
    RENAMED = "doi_ten"
    COMMENTED = "ghi_chu"
    CONFLICT = "xung_dot"

    @property
    def label(self) -> str:
        """The kind in words, for people."""
        return {
            "sua": "Sửa câu",
            "them": "Thêm câu",
            "bo": "Bỏ câu",
            "chuyen": "Chuyển chỗ",
            "doi_ten": "Đổi tên",
            "ghi_chu": "Ghi chú",
            "xung_dot": "Hai bên cùng sửa",
        }[self.value]


def heading_id(key: str) -> str:
    """What stands for an item in conflicts about the heading of a section."""
    return f"muc:{key}"


@dataclass(frozen=True)
class Theirs:
    """What the file says where both sides changed the same.

    Attributes:
        text: the words; None where it took the item out.
        item: an item that the draft no longer has; None where it has.
        section_key, position: where it would come back.
    """

    text: str | None
    item: DraftItem | None = None
    section_key: str = ""
    position: int = 0


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        kind: what was done.
        section: where, as people call it.
        item_id: the item of the returned draft; of a removed one its former id; `TITLE` for the title; for a heading
            `heading_id` or "".
        before, after: the text before and after; of a conflict, what the draft says now and what the file says.
        note: what people should know beside.
        drifts: of an edited sentence with sources, where it now says something else than they do.
    """

    kind: ChangeKind
    section: str
    item_id: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    drifts: tuple[Drift, ...] = ()


@dataclass
class Returned:
    """A file that was read in again. Nothing is saved until `Workbench.accept`.

    Attributes:
        path: the file.
        draft: the draft with the changes of the file; where both sides changed the same, as the draft has it.
        changes: what changed: title, headings, texts, then what was added and moved, removed, and comments.
        notes: what people must know about how the file was read.
    """

    path: Path
    draft: Draft
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    _theirs: dict[str, Theirs] = field(default_factory=dict)

    @property
    def conflicts(self) -> tuple[Change, ...]:
        """The changes that a person must decide on: the draft was changed there too."""
        return tuple(change for change in self.changes if change.kind is ChangeKind.CONFLICT)

    def take_from_file(self, item_ids: Iterable[str] | None = None) -> None:
        """Let the file win in conflicts, by default in all of them; the draft's text then goes."""
        chosen = set(self._theirs) if item_ids is None else set(item_ids) & set(self._theirs)
        for item_id in chosen:
            self._take(item_id, self._theirs.pop(item_id))
        self.changes = tuple(
            replace(change, kind=ChangeKind.EDITED, note="Lấy theo tệp.")
            if change.kind is ChangeKind.CONFLICT and change.item_id in chosen
            else change
            for change in self.changes
        )

    def keep_draft(self, item_ids: Iterable[str] | None = None) -> None:
        """Let the draft win in conflicts, by default in all of them."""
        chosen = set(self._theirs) if item_ids is None else set(item_ids) & set(self._theirs)
        for item_id in chosen:
            del self._theirs[item_id]
        self.changes = tuple(
            change for change in self.changes if change.kind is not ChangeKind.CONFLICT or change.item_id not in chosen
        )

    def _take(self, item_id: str, theirs: Theirs) -> None:
        if theirs.item is not None:
            self.draft.section(theirs.section_key).items.insert(theirs.position, theirs.item)
        elif theirs.text is None:
            self.draft.remove(item_id)
        elif item_id == TITLE:
            self.draft.title = theirs.text
        elif item_id.startswith(heading_id("")):
            self.draft.section(item_id.removeprefix(heading_id(""))).heading = theirs.text
        else:
            self.draft.edit(item_id, theirs.text)

    def to_frame(self) -> pd.DataFrame:
        """One row a change: kind, section, before, after, note, item."""
        rows = [
            (
                change.kind.label,
                change.section,
                change.before,
                change.after,
                " ".join(filter(None, [change.note, *(drift.message for drift in change.drifts)])),
                change.item_id,
            )
            for change in self.changes
        ]
        return pd.DataFrame(rows, columns=["kind", "section", "before", "after", "note", "item"])

    def _repr_html_(self) -> str:
        names = {"kind": "Thay đổi", "section": "Mục", "before": "Trước", "after": "Sau", "note": "Ghi chú"}
        facts = (f"{len(self.changes)} thay đổi, {len(self.conflicts)} chỗ hai bên cùng sửa",)
        return frame_card(f"Nhận lại: {self.path.name}", facts, self.to_frame(), names, notes=self.notes)
