"""Drafting, apart from how it looks: sections, comments, labels and versions of the open draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.documents.model import Citation, System
from workbench.drafting.checks.findings import Findings
from workbench.drafting.checks.model import Finding
from workbench.drafting.comparison import DraftComparison
from workbench.drafting.matrix import add_to_draft
from workbench.drafting.model import Comment, Draft, DraftItem
from workbench.drafting.open_draft import OpenDraft
from workbench.drafting.rewriting import Rewriting, version_name
from workbench.errors import DraftError
from workbench.workspace.database.base import user_name

if TYPE_CHECKING:
    from workbench.workbench import Workbench


class DraftActions(traitlets.HasTraits):
    """The part of `DraftModel` about the draft as a whole, beside its items.

    Attributes:
        versions: (label, number) of the earlier versions, newest first, as `list_versions` found them.
        findings: what the checks found last, or None.
        comparison: what was compared last, or None.
        rewriting: what the language model made of a section last, not yet in the draft, or None.
    """

    versions = traitlets.Tuple()
    findings = traitlets.Instance(Findings, allow_none=True)
    comparison = traitlets.Instance(DraftComparison, allow_none=True)
    rewriting = traitlets.Instance(Rewriting, allow_none=True)

    workbench: Workbench
    opened: OpenDraft | None

    @property
    def item(self) -> DraftItem | None:
        """The chosen item."""
        raise NotImplementedError

    def choose(self, item_id: str) -> None:
        """Choose an item."""
        raise NotImplementedError

    def go_to(self, section_key: str) -> None:
        """Show the page on which a section begins."""
        raise NotImplementedError

    def _draft(self) -> Draft:
        raise NotImplementedError

    def _change(self, change: Callable[[Draft], Any], what: str = "", why: str = "") -> None:
        raise NotImplementedError

    def _step(self, step: Callable[[], Any]) -> None:
        raise NotImplementedError

    # -- sections -----------------------------------------------------------------------------------------------

    def add_section(self, heading: str, after: str | None) -> None:
        """Add a section behind another, on the same level."""
        draft = self._draft()
        level = draft.section(after).level if after else 1
        self._change(lambda draft: draft.add_section(heading, after, level), "thêm mục")

    def rename_section(self, key: str, heading: str) -> None:
        """Change the heading of a section."""
        if not heading.strip():
            raise DraftError("Ô “Tên mục” còn trống.", "Hãy gõ tên mới của mục.")
        self._change(lambda draft: draft.rename_section(key, heading), "đổi tên mục")

    def shift_section(self, key: str, step: int) -> None:
        """Move a section, and those below it, one up (-1) or down (1)."""
        self._change(lambda draft: draft.shift_section(key, step), "chuyển mục")

    def remove_section(self, key: str) -> None:
        """Take a section out; it must be empty."""
        self._change(lambda draft: draft.remove_section(key), "xóa mục")

    def set_system(self, system: System) -> None:
        """Give the draft the form of the Party ("party") or of the State ("state")."""
        if self._draft().system != system:
            self._change(lambda draft: setattr(draft, "system", system), "đổi thể thức")

    def section_name(self, key: str) -> str:
        """The heading of a section, for people. Raises DraftError: there is no such section."""
        return self._draft().section(key).name

    def add_citations(self, key: str, citations: Sequence[Citation]) -> int:
        """Put passages into a section, verbatim, in one step; returns how many were not there yet."""
        added: list[DraftItem] = []
        self._change(lambda draft: added.extend(add_to_draft(draft, key, citations)), "đưa đoạn vào mục")
        if added:
            self.choose(added[-1].id)
        else:
            self.go_to(key)
        return len(added)

    # -- comments and labels ------------------------------------------------------------------------------------

    @property
    def comments(self) -> list[Comment]:
        """The comments on the chosen item, and those on the whole draft; open ones first."""
        draft = self.opened.draft if self.opened is not None else None
        item_id = self.item.id if self.item is not None else ""
        found = [one for one in draft.comments if one.item_id in ("", item_id)] if draft is not None else []
        return sorted(found, key=lambda one: one.resolved)

    def comment(self, text: str) -> None:
        """Note something about the chosen item, or about the whole draft where none is chosen."""
        item_id = self.item.id if self.item is not None else ""
        self._change(lambda draft: draft.comment(item_id, text, user_name()), "ghi chú")

    def resolve(self, comment_id: str) -> None:
        """Say that a comment has been dealt with, or that it is open again."""
        is_resolved = any(one.id == comment_id and one.resolved for one in self._draft().comments)
        self._change(lambda draft: draft.resolve(comment_id, not is_resolved), "giải quyết ghi chú")

    def set_label(self, label: str) -> None:
        """Give the draft a label of circulation, "" for none; not below that of its sources."""
        self._change(lambda draft: self.workbench.label_draft(draft, label), "đặt nhãn")

    # -- checks -------------------------------------------------------------------------------------------------

    def check(self) -> Findings:
        """Run the checks on the open draft."""
        self.findings = None  # told anew even where the same is found
        self.findings = self.workbench.check(self._draft())
        return self.findings

    def go_to_finding(self, finding: Finding) -> None:
        """Choose the item that a finding is about, else go to its section. Raises DraftError when it is gone."""
        draft = self._draft()
        if finding.item_id:
            draft.item(finding.item_id)
            self.choose(finding.item_id)
        elif finding.section_key:
            self.go_to(draft.section(finding.section_key).key)

    # -- rewording ----------------------------------------------------------------------------------------------

    def rewrite_section(self, key: str) -> None:
        """Have the office's language model reword a section; the draft is not touched."""
        self.rewriting = None
        self.rewriting = self.workbench.rewrite_section(self._draft(), key)

    def accept_rewriting(self, *, keep_unused: bool) -> int:
        """Put the rewriting into the draft; the section as it was stays in a named version. Returns how many sentences
        are new. Raises DraftError: there is none, or the section was changed meanwhile."""
        draft, made = self._draft(), self.rewriting
        if made is None:
            raise DraftError("Chưa có bản viết lại nào.", "Hãy bấm “Viết lại mục (mô hình ngôn ngữ)” trước.")
        made.require_fits(draft)
        self.workbench.name_draft_version(draft.id, version_name(made))
        self._change(lambda draft: made.apply_to(draft, keep_unused=keep_unused), "viết lại mục")
        self.rewriting = None
        return len(made.kept)

    # -- versions -----------------------------------------------------------------------------------------------

    def list_versions(self) -> None:
        """Look up the earlier versions of the open draft."""
        rows = self.workbench.draft_versions(self._draft().id).to_dict("records")
        self.versions = tuple((_version_label(row), int(row["number"])) for row in rows)

    def compare_with(self, number: int | None) -> None:
        """Compare an earlier version with the present state."""
        self.comparison = self.workbench.compare_drafts(self._draft(), version=_chosen(number))

    def restore_version(self, number: int | None) -> None:
        """Go back to an earlier version; the present state becomes a version first."""
        self._draft()
        opened, wanted = self.opened, _chosen(number)
        assert opened is not None
        self._step(lambda: opened.restore(wanted))
        self.comparison = None
        self.list_versions()

    def name_version(self, name: str) -> int:
        """Keep the present state under a name, for ever. Returns its number."""
        number = self.workbench.name_draft_version(self._draft().id, name)
        self.list_versions()
        return number


def _chosen(number: int | None) -> int:
    if number is None:
        raise DraftError("Chưa chọn bản lưu nào.", "Hãy mở phần “Bản lưu” rồi chọn một bản.")
    return number


def _version_label(row: dict[Any, Any]) -> str:
    about = row["name"] or row["why"]
    told = f" – {about}" if about else ""
    size = f"{row['items']} câu, khác bản trước {row['changed']}"
    return f"Bản {row['number']}: {row['saved']:%d/%m/%Y %H:%M}{told} ({size})"
