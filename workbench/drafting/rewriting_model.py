"""A section that a language model has reworded: each sentence with what speaks against it, and what would change.

Nothing of it is in the draft until a person accepts it, and what is struck out never gets there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import pandas as pd

from workbench.drafting.comparison import Piece, marked_words
from workbench.drafting.model import Draft, DraftItem, DraftSection
from workbench.drafting.parts import new_id
from workbench.errors import DraftError


class RewritingKind(StrEnum):
    """What became of a sentence."""

    SAME = "giu"
    REWORDED = "viet_lai"
    STRUCK = "gach"
    UNUSED = "khong_dung"

    @property
    def label(self) -> str:
        """The kind in words, for people."""
        return {"giu": "Giữ nguyên", "viet_lai": "Viết lại", "gach": "Gạch bỏ", "khong_dung": "Câu cũ chưa dùng"}[
            self.value
        ]


@dataclass(frozen=True)
class RewrittenSentence:
    """A sentence of the model's answer.

    Attributes:
        item: its words, with the citations of the sentences whose numbers it bears.
        numbers: these numbers, from 1, as the model gave them.
        reasons: why it is struck out, in Vietnamese; empty for one that its sources bear out.
    """

    item: DraftItem
    numbers: tuple[int, ...]
    reasons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return self.item.text

    @property
    def is_struck(self) -> bool:
        """Whether it must not enter the draft."""
        return bool(self.reasons)


@dataclass(frozen=True)
class RewritingChange:
    """One line of what a rewriting changes.

    Attributes:
        kind: what became of the sentence.
        numbers: the sentences it rests on; of one that is not used any more, its own.
        before: what these say now.
        after: what the model says; "" for a sentence that is not used any more.
        why: why it is struck out; "" otherwise.
    """

    kind: RewritingKind
    numbers: tuple[int, ...]
    before: str
    after: str
    why: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The words that are kept, added and dropped."""
        return marked_words(self.before, self.after)


@dataclass(frozen=True)
class Rewriting:
    """What a language model made of a section.

    Attributes:
        section_key, section: the section, and what people call it.
        model: the model that was asked.
        asked: the items that were sent, as they were then.
        sources: their sentences, number 1 first: those that the answer's numbers mean.
        sentences: the answer, sentence by sentence.
        notes: what people should know beside, in Vietnamese.
    """

    section_key: str
    section: str
    model: str
    asked: tuple[DraftItem, ...]
    sources: tuple[DraftItem, ...]
    sentences: tuple[RewrittenSentence, ...]
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[RewrittenSentence, ...]:
        """The sentences that their sources bear out."""
        return tuple(one for one in self.sentences if not one.is_struck)

    @property
    def struck(self) -> tuple[RewrittenSentence, ...]:
        """The sentences that are struck out; they never enter the draft."""
        return tuple(one for one in self.sentences if one.is_struck)

    @property
    def unused(self) -> tuple[int, ...]:
        """The numbers of the sentences that no sentence of the answer rests on, struck ones left aside."""
        used = {number for one in self.kept for number in one.numbers}
        return tuple(number for number in range(1, len(self.sources) + 1) if number not in used)

    @property
    def changes(self) -> tuple[RewritingChange, ...]:
        """What would change: the answer sentence by sentence, then the sentences that it uses no more."""
        told = [self._change(one) for one in self.sentences]
        told += [
            RewritingChange(RewritingKind.UNUSED, (number,), self.sources[number - 1].text, "")
            for number in self.unused
        ]
        return tuple(told)

    @property
    def words(self) -> str:
        """The changes in one line."""
        counts = {kind: sum(change.kind is kind for change in self.changes) for kind in RewritingKind}
        return (
            f"{len(self.sources)} câu được gửi đi; mô hình trả về {len(self.sentences)} câu: "
            f"{counts[RewritingKind.REWORDED]} câu viết lại, {counts[RewritingKind.SAME]} câu giữ nguyên, "
            f"{counts[RewritingKind.STRUCK]} câu bị gạch bỏ; {len(self.unused)} câu cũ chưa dùng đến."
        )

    def to_frame(self) -> pd.DataFrame:
        """One row a change: change, before, after, numbers, why."""
        rows = [
            (one.kind.label, one.before, one.after, ", ".join(map(str, one.numbers)), one.why) for one in self.changes
        ]
        return pd.DataFrame(rows, columns=["change", "before", "after", "numbers", "why"])

    def require_fits(self, draft: Draft) -> DraftSection:
        """The section of the draft, unchanged since it was sent.

        Raises:
            DraftError: it is gone or was changed, or there is nothing to accept.
        """
        section = draft.section(self.section_key)
        if [_content(item) for item in section.items if item.citations] != [_content(item) for item in self.asked]:
            raise DraftError(
                f"Mục “{section.name}” đã thay đổi từ khi gửi cho mô hình.", "Hãy viết lại mục một lần nữa."
            )
        if not self.kept:
            raise DraftError(
                f"Không có câu nào viết lại mà nguồn nói đúng như vậy, nên mục “{section.name}” được giữ nguyên.",
                "Hãy thử mô hình khác, hoặc tự sửa từng câu.",
            )
        return section

    def apply_to(self, draft: Draft, *, keep_unused: bool = True) -> list[DraftItem]:
        """Put the sentences that their sources bear out in the place of those that were sent; returns the new items.

        Sentences in people's own words were not sent, and stay where they are. An item keeps its id, and with it its
        comments, where a new sentence rests on it.

        Args:
            draft: the draft; it is changed, not saved.
            keep_unused: sentences on which no new one rests stay, behind the new ones.

        Raises:
            DraftError: as `require_fits`; the draft is then as it was.
        """
        section = self.require_fits(draft)
        asked = {item.id for item in self.asked}
        owner = self._owners()
        free = set(asked)
        made: list[DraftItem] = []
        for sentence in self.kept:
            chosen = next((owner[number] for number in sentence.numbers if owner[number] in free), new_id())
            free.discard(chosen)
            made.append(replace(sentence.item, id=chosen))
        for number in self.unused if keep_unused else ():
            chosen = owner[number] if owner[number] in free else new_id()
            free.discard(chosen)
            made.append(replace(self.sources[number - 1], id=chosen))
        first = next(place for place, item in enumerate(section.items) if item.id in asked)
        before = section.items[:first]
        for name in free:
            draft.remove(name)  # what was noted about it stays, on the draft
        after = [item for item in section.items[first:] if item.id not in asked]
        section.items[:] = [*before, *made, *after]
        return made

    def _owners(self) -> dict[int, str]:
        """For each number the id of the item whose sentence it is: an item's sentences follow each other."""
        found: dict[int, str] = {}
        ids = {item.id for item in self.asked}
        current = ""
        for number, source in enumerate(self.sources, start=1):
            current = source.id if source.id in ids else current
            found[number] = current
        return found

    def _change(self, sentence: RewrittenSentence) -> RewritingChange:
        borne = [number for number in sentence.numbers if 1 <= number <= len(self.sources)]
        before = " ".join(self.sources[number - 1].text for number in borne)
        kind = RewritingKind.SAME if sentence.text == before else RewritingKind.REWORDED
        if sentence.is_struck:
            kind = RewritingKind.STRUCK
        return RewritingChange(kind, sentence.numbers, before, sentence.text, " ".join(sentence.reasons))


def _content(item: DraftItem) -> Sequence[object]:
    return item.id, item.text, item.citations, item.also
