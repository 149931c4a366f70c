"""What people do to a draft. Every change leaves it whole, its states true to its text, its ids unique."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workbench.documents.circulation import raised
from workbench.documents.model import Citation
from workbench.drafting.numbering import number_like, renumber
from workbench.drafting.parts import Comment, DraftItem, DraftSection, state_of
from workbench.drafting.splitting import Cite, merge_items, split_item
from workbench.errors import DraftError
from workbench.vietnamese.spelling import fold

if TYPE_CHECKING:
    from workbench.analysis.figures_model import ReportedFigure
    from workbench.analysis.tasks.task import Task
    from workbench.search.results import Hit

_QUOTED = 60  # characters of a removed sentence that a comment about it keeps


class Changing:
    """The part of `Draft` that changes it."""

    sections: list[DraftSection]
    comments: list[Comment]
    labels: tuple[str, ...]

    # -- finding ------------------------------------------------------------------------------------------------

    def section(self, key: str) -> DraftSection:
        """The section with this key. Raises DraftError when the outline has none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise DraftError(f"Dự thảo không có mục “{key}”.", "Hãy chọn một mục trong đề cương.")

    def item(self, item_id: str) -> DraftItem:
        """The item with this id. Raises DraftError when there is none."""
        return self._place(item_id)[1]

    def section_of(self, item_id: str) -> DraftSection:
        """The section in which an item stands. Raises DraftError when there is no such item."""
        return self._place(item_id)[0]

    def items(self) -> list[DraftItem]:
        """All items in the order of the report."""
        return [item for section in self.sections for item in section.items]

    # -- items --------------------------------------------------------------------------------------------------

    def add(
        self,
        section_key: str,
        text: str,
        citations: tuple[Citation, ...] = (),
        position: int | None = None,
        also: tuple[Citation, ...] = (),
    ) -> DraftItem:
        """Add an item at `position` of a section (default: its end); verbatim when it quotes its only citation."""
        item = DraftItem(text, citations, state_of(text, citations), also=also)
        items = self.section(section_key).items
        items.insert(len(items) if position is None else position, item)
        return item

    def add_quote(
        self, section_key: str, citation: Citation, position: int | None = None, also: tuple[Citation, ...] = ()
    ) -> DraftItem:
        """Add a passage verbatim: from the reader, the basket, a cell of the matrix (`also`: the units that say it
        too)."""
        return self.add(section_key, citation.quote, (citation,), position, also)

    def add_hit(self, section_key: str, hit: Hit, snippet: int = 0, position: int | None = None) -> DraftItem:
        """Add a snippet of a hit, verbatim. Raises DraftError when the hit has no such snippet."""
        if not 0 <= snippet < len(hit.snippets):
            raise DraftError(
                f"Kết quả “{hit.title}” không có trích đoạn thứ {snippet + 1}.", "Hãy mở văn bản để trích."
            )
        one = hit.snippets[snippet]
        place = (one.page, one.passage, one.start, one.end)
        citation = Citation(hit.id, hit.path, hit.symbol, hit.title, hit.date, *place, one.text)
        return self.add_quote(section_key, citation, position)

    def add_figure(self, section_key: str, figure: ReportedFigure, position: int | None = None) -> DraftItem:
        """Add the sentence of a figure, verbatim; a cell of a table is put into words: "indicator: value (period)"."""
        if not figure.figure.place:
            return self.add_quote(section_key, figure.citation, position)
        period = f" ({figure.period})" if figure.period else ""
        org = f"{figure.org}: " if figure.org else ""
        indicator = f"{figure.indicator}: " if figure.indicator else ""
        return self.add(section_key, f"{org}{indicator}{figure.value_text}{period}.", (figure.citation,), position)

    def add_task(self, section_key: str, task: Task, position: int | None = None) -> DraftItem:
        """Add the words that set a task, verbatim; one that no document sets is put into words without a source."""
        if task.citation is not None:
            return self.add_quote(section_key, task.citation, position)
        lead = f"{'; '.join(task.lead)}: " if task.lead else ""
        until = f", hoàn thành trước ngày {task.deadline:%d/%m/%Y}" if task.deadline else ""
        return self.add(section_key, f"{lead}{task.content.rstrip('. ')}{until}.", (), position)

    def edit(self, item_id: str, text: str) -> None:
        """Change an item's text; its citations stay, and its state says whether it is still verbatim."""
        item = self.item(item_id)
        item.text, item.state, item.proposed = text, state_of(text, item.citations), False

    def cite(self, item_id: str, citations: Iterable[Citation], also: Iterable[Citation] | None = None) -> None:
        """Give an item other citations (and other passages that say the same)."""
        item = self.item(item_id)
        item.citations = tuple(dict.fromkeys(citations))
        if also is not None:
            item.also = tuple(dict.fromkeys(also))
        item.proposed = False
        item.state = state_of(item.text, item.citations)

    def remove(self, item_id: str) -> DraftItem:
        """Take an item out and return it; open comments about it stay, as comments on the draft that quote it."""
        section, item = self._place(item_id)
        section.items.remove(item)
        self._let_go([item])
        return item

    def move(self, item_id: str, section_key: str, position: int | None = None) -> None:
        """Move an item to `position` of a section (default: its end)."""
        target = self.section(section_key).items
        section, item = self._place(item_id)
        section.items.remove(item)
        item.proposed = False
        target.insert(len(target) if position is None else position, item)

    def merge(self, item_ids: Sequence[str], joiner: str = " ", cite: Cite | None = None) -> DraftItem:
        """Make one item of several, in the order of the report, at the place of the first.

        It has all their citations and is "đã sửa"; but verbatim where `cite` shows that the source itself reads so.

        Raises:
            DraftError: fewer than two items, or one that is not there.
        """
        wanted = {self.item(item_id).id for item_id in item_ids}
        if len(wanted) < 2:
            raise DraftError("Cần ít nhất hai câu để gộp.", "Hãy chọn thêm câu cần gộp.")
        chosen = [item for item in self.items() if item.id in wanted]
        one = merge_items(chosen, joiner, cite)
        for section in self.sections:
            section.items[:] = [
                one if item is chosen[0] else item
                for item in section.items
                if item is chosen[0] or item.id not in wanted
            ]
        for comment in self.comments:
            if comment.item_id in wanted:
                comment.item_id = one.id
        return one

    def split(self, item_id: str, cite: Cite | None = None) -> list[DraftItem]:
        """Cut an item into its sentences; each takes the citations that it quotes, none is lost.

        Raises:
            DraftError: there is no such item, or it is one sentence only.
        """
        section, item = self._place(item_id)
        pieces = split_item(item, cite)
        if len(pieces) < 2:
            raise DraftError("Đoạn này chỉ có một câu, không tách được.", "Muốn chia câu, hãy sửa thành hai câu trước.")
        at = section.items.index(item)
        section.items[at : at + 1] = pieces
        return pieces

    # -- sections -----------------------------------------------------------------------------------------------

    def block(self, key: str) -> list[DraftSection]:
        """A section with the sections below it."""
        section = self.section(key)
        at = self.sections.index(section)
        end = next(
            (number for number in range(at + 1, len(self.sections)) if self.sections[number].level <= section.level),
            len(self.sections),
        )
        return self.sections[at:end]

    def add_section(self, heading: str, after: str | None = None, level: int = 1, key: str = "") -> DraftSection:
        """Add a section behind the block of `after` (default: at the end); it is numbered like its siblings.

        Raises:
            DraftError: no heading, no section `after`, or a section with this key is there.
        """
        if not heading.strip():
            raise DraftError("Mục mới chưa có tên.", "Hãy ghi tên mục, ví dụ: Kiến nghị.")
        taken = {section.key for section in self.sections}
        if key in taken:
            raise DraftError(f"Dự thảo đã có mục “{key}”.", "Hãy đặt khóa khác cho mục mới.")
        at = len(self.sections)
        if after is not None:
            before = self.section(after)
            # Behind the whole block of its sibling; but directly below a section that is to hold it.
            at = self.sections.index(before) + (len(self.block(after)) if before.level >= level else 1)
        siblings = [section for section in self.sections if section.level == level]
        section = DraftSection(key or _free_key(heading, taken), number_like(heading.strip(), siblings), level=level)
        self.sections.insert(at, section)
        renumber(self.sections)
        return section

    def rename_section(self, key: str, heading: str) -> None:
        """Change the heading of a section; its number is kept where the new one has none."""
        section = self.section(key)
        if section.heading and not heading.strip():
            raise DraftError(f"Mục “{section.heading}” phải có tên.", "Muốn bỏ mục này, hãy xóa mục.")
        section.heading = number_like(heading.strip(), [section]) if heading.strip() else ""

    def remove_section(self, key: str, *, with_items: bool = False) -> list[DraftSection]:
        """Take a section out; with the sections below it and what they say only when `with_items`. Returns them.

        Raises:
            DraftError: there is no such section, or it is not empty and `with_items` is false.
        """
        block = self.block(key)
        items = [item for section in block for item in section.items]
        if (items or len(block) > 1) and not with_items:
            below = f" và {len(block) - 1} mục con" if len(block) > 1 else ""
            raise DraftError(
                f"Mục “{block[0].name}” còn {len(items)} câu{below}.",
                "Hãy chuyển các câu sang mục khác, hoặc chọn xóa cả mục cùng nội dung (có thể hoàn tác).",
            )
        self.sections[:] = [section for section in self.sections if section not in block]
        self._let_go(items)
        renumber(self.sections)
        return block

    def move_section(self, key: str, position: int) -> None:
        """Move a section, and the sections below it, to `position` among the others; headings are numbered anew."""
        block = self.block(key)
        rest = [section for section in self.sections if all(section is not one for one in block)]
        at = max(0, min(position, len(rest)))
        self.sections[:] = [*rest[:at], *block, *rest[at:]]
        renumber(self.sections)

    def shift_section(self, key: str, step: int) -> bool:
        """Move a section one sibling up (-1) or down (1); False where it is the first or last below its parent."""
        block = self.block(key)
        at, level = self.sections.index(block[0]), block[0].level
        rest = [section for section in self.sections if all(section is not one for one in block)]
        if step > 0:
            if at >= len(rest) or rest[at].level != level:
                return False
            self.move_section(key, at + len(self.block(rest[at].key)))
            return True
        for before in range(at - 1, -1, -1):
            if rest[before].level < level or not rest[before].heading:  # what stands before all headings stays there
                return False
            if rest[before].level == level:
                self.move_section(key, before)
                return True
        return False

    # -- comments and labels ------------------------------------------------------------------------------------

    def comment(self, item_id: str, text: str, author: str) -> Comment:
        """Note something about an item, or with "" about the whole draft. Raises DraftError: no text, no such item."""
        if not text.strip():
            raise DraftError("Ghi chú còn trống.", "Hãy gõ điều cần nhắn.")
        if item_id:
            self.item(item_id)
        made = Comment(item_id, author, text.strip())
        self.comments.append(made)
        return made

    def comments_on(self, item_id: str) -> list[Comment]:
        """The comments on an item ("" for the whole draft), in the order they were written."""
        return [comment for comment in self.comments if comment.item_id == item_id]

    def resolve(self, comment_id: str, resolved: bool = True) -> None:
        """Say that a comment has been dealt with, or that it is open again. Raises DraftError: no such comment."""
        for comment in self.comments:
            if comment.id == comment_id:
                comment.resolved = resolved
                return
        raise DraftError(f"Không có ghi chú mang mã “{comment_id}”.", "Có thể ghi chú đã bị bỏ; hãy tải lại dự thảo.")

    def bear(self, labels: Iterable[str]) -> None:
        """Raise the draft's label of circulation to the strictest of these, those of its sources; never lower it."""
        self.labels = raised(self.labels, labels)

    # -- parts --------------------------------------------------------------------------------------------------

    def _place(self, item_id: str) -> tuple[DraftSection, DraftItem]:
        for section in self.sections:
            for item in section.items:
                if item.id == item_id:
                    return section, item
        raise DraftError(f"Dự thảo không có câu mang mã “{item_id}”.", "Có thể câu đã bị xóa; hãy tải lại dự thảo.")

    def _let_go(self, items: Sequence[DraftItem]) -> None:
        """Comments on items that were taken out: those dealt with go too, open ones stay on the draft."""
        texts = {item.id: item.text for item in items}
        self.comments[:] = [one for one in self.comments if one.item_id not in texts or not one.resolved]
        for comment in self.comments:
            if comment.item_id in texts:
                comment.text = f"[Về câu đã bỏ: “{texts[comment.item_id][:_QUOTED]}”] {comment.text}"
                comment.item_id = ""


def _free_key(heading: str, taken: set[str]) -> str:
    words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(heading)).split()
    stem = "_".join(words)[:40] or "muc"
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))) if key not in taken)
