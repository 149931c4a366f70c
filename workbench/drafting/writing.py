"""Drafts that people write, as methods of `Workbench`: opened by one person at a time, kept, compared, restored."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from workbench.archive.catalogue.writing import path_hash
from workbench.archive.deciding import Deciding
from workbench.documents.circulation import rank, strictest
from workbench.documents.model import Citation
from workbench.drafting.attending import all_citations, attend_to
from workbench.drafting.comparison import DraftComparison, compare
from workbench.drafting.locking import Holder
from workbench.drafting.model import Draft
from workbench.drafting.open_draft import OpenDraft
from workbench.drafting.store import DraftStore
from workbench.errors import DraftError, UnknownDocument


class Drafting(Deciding):
    """The part of `Workbench` about drafts."""

    @cached_property
    def _drafts(self) -> DraftStore:
        return DraftStore(self.settings.workspace / "drafts")

    # -- one draft --------------------------------------------------------------------------------------------

    def open_draft(self, draft_id: str, *, read_only: bool = False, take_over: bool = False) -> OpenDraft:
        """Open a draft for editing; nobody else can edit it until it is closed.

            with wb.open_draft(draft_id) as opened:
                opened.change(lambda draft: draft.edit(item_id, "…"))

        Args:
            draft_id: id of the draft, as in `drafts()`.
            read_only: only look at it; possible while somebody else edits it.
            take_over: take it from somebody who has not answered for 10 minutes or changed nothing for an hour; what
                they did not save is kept as a version.

        Raises:
            DraftHeld: somebody else has it open; the message says who, where and since when.
            DraftError: there is none, or its file is damaged.
        """
        return OpenDraft(self._drafts, draft_id, self.attend_draft, read_only=read_only, take_over=take_over)

    def draft_holder(self, draft_id: str) -> Holder | None:
        """Who has a draft open for editing; None where nobody has. Raises DraftError: the drive cannot be reached."""
        try:
            return self._drafts.lease(draft_id).holder()
        except OSError as error:
            raise DraftError(
                f"Không đọc được ai đang mở dự thảo {draft_id} ({error.strerror or error}).",
                "Hãy kiểm tra ổ đĩa mạng và quyền đọc.",
            ) from error

    def save_draft(self, draft: Draft, why: str = "") -> Path:
        """Save a draft in the workspace; its earlier state is kept as a version.

        Args:
            draft: what to save.
            why: why the earlier state is worth finding again, in Vietnamese.

        Raises:
            DraftConflict: somebody else saved it since it was opened, or has it open for editing; it is then kept as a
                version, and nothing is overwritten.
            DraftError: the file cannot be written.
        """
        self.attend_draft(draft)
        return self._drafts.save(draft, why)

    def load_draft(self, draft_id: str) -> Draft:
        """Read a saved draft. Sources whose original was deleted since are marked (`Citation.gone`), its labels are
        raised to those of its sources, and `Draft.notices` says what people must know.

        Raises:
            DraftError: there is none, or its file is damaged.
        """
        draft = self._drafts.load(draft_id)
        self.attend_draft(draft)
        return draft

    def attend_draft(self, draft: Draft) -> None:
        """Bring a draft in line with the archive: its labels (domain.md §5.3), deleted and secret sources."""
        if not self.is_built:
            return
        ids = {citation.document_id for citation in all_citations(draft)}
        labels = {document.id: document.labels for document in self._decided.headers(sorted(ids))}
        refused = self.catalogue.refused() if ids - labels.keys() else {}

        def is_secret(path: str) -> bool:
            """A file that was refused, or a file inside one."""
            parts = path.split("/")
            return any(path_hash("/".join(parts[:end])) in refused for end in range(1, len(parts) + 1))

        attend_to(draft, labels, is_secret)

    def label_draft(self, draft: Draft, label: str) -> None:
        """Give a draft the label of circulation that a person chose, "" for none; not below that of its sources.

        Raises:
            DraftError: a source that it cites bears a stricter one.
        """
        ids = {citation.document_id for citation in all_citations(draft)}
        needed = strictest(label for one in self._decided.headers(sorted(ids)) for label in one.labels)
        if rank(label) < rank(needed):
            raise DraftError(
                f"Dự thảo trích nguồn mang nhãn “{needed}” nên không thể hạ nhãn.",
                "Muốn hạ nhãn, hãy bỏ các câu trích từ nguồn đó trước.",
            )
        draft.labels = (label.strip(),) if label.strip() else ()

    def cite_again(self, citation: Citation, start: int, end: int) -> Citation | None:
        """A citation of other offsets of the same document; None where it is gone or no longer reads as cited.

        Fits as `cite` of `Draft.merge` and `Draft.split`.
        """
        try:
            document = self._decided.document(citation.document_id)
        except UnknownDocument:
            return None
        if document.text[citation.start : citation.end] != citation.quote:
            return None
        return document.cite(start, end)

    # -- lists and versions -----------------------------------------------------------------------------------

    def drafts(self) -> pd.DataFrame:
        """Saved drafts, last saved first: id, title, query, created, items, modified, labels, problem (why its file
        cannot be read, else None)."""
        columns = ["id", "title", "query", "created", "items", "modified", "labels", "problem"]
        rows = [
            tuple("; ".join(item.labels) if name == "labels" else getattr(item, name) for name in columns)
            for item in self._drafts.list()
        ]
        return pd.DataFrame(rows, columns=columns)

    def draft_versions(self, draft_id: str) -> pd.DataFrame:
        """Earlier versions of a draft, newest first: number, saved, name, why, by, items, changed.

        `changed` counts the items that differ from the version before. Raises DraftError: it cannot be read.
        """
        columns = ["number", "saved", "name", "why", "by", "items", "changed"]
        rows = [tuple(getattr(one, name) for name in columns) for one in reversed(self._drafts.history(draft_id))]
        return pd.DataFrame(rows, columns=columns)

    def draft_version(self, draft_id: str, number: int) -> Draft:
        """An earlier version of a draft. Raises DraftError: no such version, or it is damaged."""
        draft = self._drafts.load_version(draft_id, number)
        self.attend_draft(draft)
        return draft

    def name_draft_version(self, draft_id: str, name: str, number: int | None = None) -> int:
        """Name a version, by default the present state ("bản trình lần 1"); a named one is kept for ever.

        Returns its number. Raises DraftError: no name, no such version, or it cannot be written.
        """
        return self._drafts.name_version(draft_id, name, number)

    def restore_draft(self, draft_id: str, number: int) -> Draft:
        """Make an earlier version the present state; the state before becomes a version itself.

        Raises:
            DraftConflict: somebody else has the draft open.
            DraftError: no such version, or it is damaged.
        """
        draft = self._drafts.restore(draft_id, number)
        self.attend_draft(draft)
        return draft

    def forget_in_draft(self, draft_id: str, document_id: str) -> int:
        """Take everything that cites a document out of a draft and all its versions, for good: for a source that turned
        out to be secret (domain.md §5.3). It cannot be taken back; backups of the workspace are not touched.

        Returns:
            How many sentences were taken out, counted in every version.

        Raises:
            DraftConflict: somebody else has the draft open.
            DraftError: there is none, or it cannot be written.
        """
        return self._drafts.erase(draft_id, document_id)

    def compare_drafts(
        self, before: Draft | str, after: Draft | str | None = None, *, version: int | None = None
    ) -> DraftComparison:
        """What was added, removed, changed and moved, section by section, with the words marked.

        Args:
            before: a draft or its id.
            after: another one; None for the present state of `before`.
            version: compare from this version of `before`; without it and without `after`, from the newest version.

        Raises:
            DraftError: a draft or version is not there.
        """
        first = self._drafts.load(before) if isinstance(before, str) else before
        names = [f"“{first.title}”", "hiện nay"]
        if version is None and after is None:
            kept = self._drafts.versions(first.id)
            if not kept:
                raise DraftError(
                    f"Dự thảo “{first.title}” chưa có bản lưu trước nào để so.", "Hãy nêu dự thảo thứ hai."
                )
            version = int(kept[-1].stem)
        old = first
        if version is not None:
            old, names[0] = self._drafts.load_version(first.id, version), f"bản {version}"
        new = first
        if after is not None:
            new = self._drafts.load(after) if isinstance(after, str) else after
            names[1] = f"“{new.title}”"
        return compare(old, new, (names[0], names[1]))
