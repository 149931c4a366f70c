"""The wizard from a directive, apart from how it looks: what was gathered, what people take and leave, the draft."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import traitlets

from workbench.drafting.wizard import Gathered, GatheredRow, named
from workbench.errors import DraftError

if TYPE_CHECKING:
    from workbench.ui.draft_model import DraftModel

PAGE_SIZE = 6


class WizardModel(traitlets.HasTraits):
    """State and actions of the wizard.

    Attributes:
        gathered: what was found for the directive, as the machine proposes it; None before it was asked.
        role: only documents of this role are listed, "" for all.
        page: page of documents on screen, from 0.
        revision: grows by one with every change; views watch this trait alone.
    """

    gathered: Any = traitlets.Instance(Gathered, allow_none=True)
    role = traitlets.Unicode("")
    page = traitlets.Int(0)
    revision = traitlets.Int(0)

    def __init__(self, draft: DraftModel) -> None:
        super().__init__()
        self._draft = draft
        self._said: dict[str, bool] = {}  # what people decided otherwise than the machine, by id of the document

    def gather(self, directive: str) -> Gathered:
        """Look for all that a review of a directive would be drawn from.

        Raises:
            DraftError: nothing was typed.
            NotBuiltError, UnknownDocument: as `Workbench.gather_for`.
        """
        self._forget()
        try:
            if not directive.strip():
                raise DraftError(
                    "Ô “Câu tìm” còn trống.", "Hãy gõ số ký hiệu của chỉ thị, nghị quyết, ví dụ: 34-CT/TU."
                )
            found: Gathered = self._draft.workbench.gather_for(directive.strip())
            self.gathered = found
            return found
        finally:
            self.revision += 1

    @property
    def rows(self) -> tuple[GatheredRow, ...]:
        """Every document that was gathered."""
        return self.gathered.rows if self.gathered is not None else ()

    @property
    def listed(self) -> tuple[GatheredRow, ...]:
        """The documents of the role people look at."""
        return tuple(row for row in self.rows if self.role in ("", row.role))

    @property
    def roles(self) -> dict[str, int]:
        """How many documents have which role, in the order of the list."""
        return dict(Counter(row.role for row in self.rows))

    def filter(self, role: str) -> None:
        """List only the documents of a role, "" for all."""
        self.role, self.page = role, 0
        self.revision += 1

    @property
    def shown(self) -> tuple[GatheredRow, ...]:
        """The documents on screen."""
        return self.listed[self.page * PAGE_SIZE : (self.page + 1) * PAGE_SIZE]

    @property
    def pages(self) -> int:
        """How many pages the documents fill."""
        return -(-len(self.listed) // PAGE_SIZE)

    def is_included(self, row: GatheredRow) -> bool:
        """Whether the draft shall use a document."""
        return self._said.get(row.entry.id, row.included)

    def include(self, row: GatheredRow, wanted: bool) -> None:
        """Take a document, or leave it."""
        self._said[row.entry.id] = wanted
        self.revision += 1

    def turn(self, step: int) -> None:
        """Go `step` pages on; nothing happens beyond the first or last."""
        if 0 <= self.page + step < self.pages:
            self.page += step
            self.revision += 1

    @property
    def plan(self) -> Gathered:
        """What was gathered, as people decided. Raises DraftError: nothing was gathered yet."""
        if self.gathered is None:
            raise DraftError("Chưa gom văn bản nào.", "Hãy gõ số ký hiệu của chỉ thị rồi bấm “Tạo từ chỉ thị”.")
        changed = [row for row in self.rows if self.is_included(row) != row.included]
        plan: Gathered = self.gathered
        plan = plan.including(*(row.entry.id for row in changed if not row.included))
        return plan.excluding(*(row.entry.id for row in changed if row.included))

    @property
    def told(self) -> str:
        """What was gathered, in one sentence."""
        if self.gathered is None:
            return ""
        used = [row for row in self.rows if self.is_included(row)]
        quoted = sum(row.is_quoted for row in used)
        return (
            f"{named(self.gathered.directive)}: gom được {len(self.rows)} văn bản, dùng {len(used)}, trong đó lấy câu "
            f"từ {quoted} báo cáo, thông báo; văn bản khác chỉ được liệt kê hoặc nêu làm căn cứ."
        )

    def compose(self, outline: str, title: str = "") -> None:
        """Make the draft from what is taken, and open it.

        Args:
            outline: key of the outline.
            title: trích yếu; "" for the one that the outline proposes.

        Raises:
            DraftError, OutlineError: as `Workbench.draft_from`.
        """
        draft = self._draft.workbench.draft_from(self.plan, outline=outline, title=title.strip() or None)
        self._draft.take_up(draft)
        self._forget()
        self.revision += 1

    def _forget(self) -> None:
        self.gathered, self.role, self.page, self._said = None, "", 0, {}
