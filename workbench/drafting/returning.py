"""Bringing what a person did to an exported .docx into the draft as it is now.

Three states are compared item by item: what went into the file (fingerprints in its properties), what the file says,
and what the draft says today. What only the file changed is taken over; what both changed is a conflict that a person
decides. Citations stay with their items; what a person wrote anew has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from operator import itemgetter

from workbench.drafting.checks.drift import compare as drifts_of
from workbench.drafting.item_marks import (
    ITEM,
    SECTION,
    Manifest,
    fingerprint,
    item_mark,
    line_print,
    manifest_of,
    plain,
    section_mark,
)
from workbench.drafting.model import Comment, Draft, DraftItem, DraftSection, state_of
from workbench.drafting.returned_file import Block, ReturnedFile
from workbench.drafting.returning_model import TITLE, Change, ChangeKind, Returned, Theirs, heading_id

FindEarlier = Callable[[str], DraftItem | None]
"""Gives the item of a mark from earlier versions of the draft."""

_ALIKE = 0.6  # how much of an unmarked paragraph must stand in an item for it to be taken as that item, edited
_LOOKED_AT = 4  # items that share most words with it are compared letter by letter
_STATE_ENDS = ("/.", "./.")


def bring_back(file: ReturnedFile, draft: Draft, earlier: FindEarlier = lambda _mark: None) -> Returned:
    """The draft with the changes of a file, and the list of changes; the draft given is left as it is.

    Args:
        file: what was read.
        draft: the draft as it is now.
        earlier: where to look for an item that the draft no longer has.
    """
    return _Merge(file, draft.copy(), earlier).run()


class _Merge:
    def __init__(self, file: ReturnedFile, draft: Draft, earlier: FindEarlier) -> None:
        self.file = file
        self.draft = draft
        self.earlier = earlier
        self.base: Manifest = file.manifest or manifest_of(draft)
        self.items = {item_mark(item.id): item for item in draft.items()}
        self.sections = {section_mark(section.key): section for section in draft.sections}
        self.changes: list[Change] = []
        self.notes: list[str] = []
        self.theirs: dict[str, Theirs] = {}
        self.blocks = list(file.blocks)
        self.section_of_block: list[str] = []
        self.placed: dict[int, str] = {}  # block → id of the item that it became

    def run(self) -> Returned:
        self._find_unmarked()
        self._title()
        self._headings()
        self._texts()
        self._places()
        self._removals()
        self._comments()
        self._tell()
        return Returned(self.file.path, self.draft, tuple(self.changes), tuple(self.notes), self.theirs)

    # -- which paragraph is which -----------------------------------------------------------------------------

    def _find_unmarked(self) -> None:
        """Give marks to paragraphs that lost theirs: the same words, else words that are mostly the same."""
        seen = {block.mark for block in self.blocks}
        lost = [mark for mark in self.base.items if mark not in seen and self._draft_text(mark)]
        unmarked = [block for block in self.blocks if not block.mark]
        by_print = {self.base.items[mark][1]: mark for mark in reversed(lost)}
        headings = {print_: mark for mark, print_ in self.base.headings.items() if mark not in seen}
        for block in unmarked:
            block.mark = headings.pop(line_print(block.text), "") or by_print.pop(fingerprint(block.text), "")
        found = {block.mark for block in unmarked}
        lost = [mark for mark in lost if mark not in found]
        words = {mark: set(plain(self._draft_text(mark)).split()) for mark in lost}
        for block in unmarked:
            if block.mark or not words:
                continue
            said = plain(block.text)
            mine = set(said.split())
            near = nlargest(_LOOKED_AT, words, key=lambda mark: len(mine & words[mark]) / max(len(words[mark]), 1))
            best, mark = max(((_alike(said, plain(self._draft_text(mark))), mark) for mark in near), key=itemgetter(0))
            if best >= _ALIKE:
                block.mark = mark
                del words[mark]

    def _draft_text(self, mark: str) -> str:
        item = self.items.get(mark)
        return item.text if item is not None else ""

    # -- title and headings -----------------------------------------------------------------------------------

    def _title(self) -> None:
        said = plain(self.file.title or "").replace("\n", " ")
        if not said or said.startswith("…") or line_print(said) == self.base.title:
            return
        now = self.draft.title
        if line_print(said) == line_print(now):
            return
        if line_print(now) != self.base.title:
            note = "Đang giữ trích yếu của dự thảo."
            self.changes.append(Change(ChangeKind.CONFLICT, "Trích yếu", TITLE, now, said, note))
            self.theirs[TITLE] = Theirs(said)
            return
        self.changes.append(Change(ChangeKind.RENAMED, "Trích yếu", TITLE, now, said))
        self.draft.title = said

    def _headings(self) -> None:
        """Walk the file: rename sections, add those that are new, and note in which section each block stands."""
        running = self._opening()
        for block in self.blocks:
            if block.mark.startswith(SECTION):
                running = self._heading(block, running)
            elif not block.mark and block.level and block.text.strip():
                running = self._new_section(block, running)
            self.section_of_block.append(running)
        order = [mark for mark in dict.fromkeys(block.mark for block in self.blocks) if mark in self.sections]
        self._move_sections(order)

    def _opening(self) -> str:
        """The key of the section before the first heading; "" where there is none yet."""
        first = self.draft.sections[0] if self.draft.sections else None
        return first.key if first is not None and not plain(first.heading) else ""

    def _heading(self, block: Block, running: str) -> str:
        section = self.sections.get(block.mark)
        if section is None:
            return self._new_section(block, running)
        said, was = plain(block.text).replace("\n", " "), self.base.headings.get(block.mark, "")
        if said and line_print(said) not in (was, line_print(section.heading)):
            if was and line_print(section.heading) != was:
                note, name = "Đang giữ tên mục của dự thảo.", heading_id(section.key)
                self.changes.append(Change(ChangeKind.CONFLICT, section.name, name, section.heading, said, note))
                self.theirs[name] = Theirs(said)
            else:
                self.changes.append(Change(ChangeKind.RENAMED, section.name, "", section.heading, said))
                section.heading = said
        return section.key

    def _new_section(self, block: Block, running: str) -> str:
        heading = plain(block.text).replace("\n", " ")
        if not heading:
            return running
        keys = {section.key for section in self.draft.sections}
        key = next(f"muc_them_{number}" for number in range(1, len(keys) + 2) if f"muc_them_{number}" not in keys)
        section = DraftSection(key, heading, level=min(max(block.level, 1), 3))
        at = [one.key for one in self.draft.sections].index(running) + 1 if running else 0
        self.draft.sections.insert(at, section)
        self.sections[section_mark(key)] = section
        block.mark = section_mark(key)
        self.changes.append(Change(ChangeKind.ADDED, section.name, after=heading, note="Mục mới."))
        return key

    def _move_sections(self, order: Sequence[str]) -> None:
        base = [mark for mark in self.base.headings if mark in order]
        for mark in _moved(base, [mark for mark in order if mark in base]):
            section = self.sections[mark]
            at = order.index(mark)
            before = self.sections[order[at - 1]] if at else None
            self.draft.sections.remove(section)
            opening = 1 if self._opening() else 0
            place = self.draft.sections.index(before) + 1 if before is not None else opening
            self.draft.sections.insert(place, section)
            where = f"sau mục “{before.name}”" if before is not None else "lên đầu"
            self.changes.append(Change(ChangeKind.MOVED, section.name, note=f"Cả mục chuyển {where}."))

    # -- items ------------------------------------------------------------------------------------------------

    def _texts(self) -> None:
        for number, block in enumerate(self.blocks):
            if block.mark.startswith(ITEM):
                self._item(number, block)

    def _item(self, number: int, block: Block) -> None:
        item, base = self.items.get(block.mark), self.base.items.get(block.mark)
        was = base[1] if base is not None else fingerprint(item.text) if item is not None else ""
        said = self._said(block.text, was, item)
        if not plain(said):
            return  # its words were taken out; told with what was removed
        if item is None:
            self._gone_from_draft(number, block, said, was)
            return
        self.placed[number] = item.id
        if fingerprint(said) == was or fingerprint(said) == fingerprint(item.text):
            return
        section = self.draft.section_of(item.id).name
        if fingerprint(item.text) != was:
            note = "Dự thảo cũng đã sửa câu này sau khi xuất; đang giữ câu của dự thảo."
            self.changes.append(Change(ChangeKind.CONFLICT, section, item.id, item.text, said, note))
            self.theirs[item.id] = Theirs(said)
            return
        before = item.text
        self.draft.edit(item.id, said)
        drifts = drifts_of(said, [citation.quote for citation in (*item.citations, *item.also)])
        self.changes.append(Change(ChangeKind.EDITED, section, item.id, before, said, item.state.label, drifts))

    def _said(self, text: str, was: str, item: DraftItem | None) -> str:
        """The words without what the form of the State adds at the end ("./.") and without stray white space."""
        words = "\n".join(line.strip() for line in text.split("\n") if line.strip())
        if not words.endswith("./."):
            return words
        for end in _STATE_ENDS:
            if fingerprint(words.removesuffix(end)) == was:
                return words.removesuffix(end)
        return words if item is not None and item.text.rstrip().endswith("./.") else words.removesuffix("/.")

    def _gone_from_draft(self, number: int, block: Block, said: str, was: str) -> None:
        """The draft no longer has the item: nothing to do where the file left it as it was."""
        if fingerprint(said) == was:
            return
        old = self.earlier(block.mark)
        citations, also = (old.citations, old.also) if old else ((), ())
        item = DraftItem(said, citations, state_of(said, citations), also=also)
        section = self._section(number)
        note = "Dự thảo đã bỏ câu này sau khi xuất, nhưng tệp có sửa nó; đang để nó bỏ."
        self.changes.append(Change(ChangeKind.CONFLICT, section.name, item.id, "", said, note))
        self.theirs[item.id] = Theirs(said, item, section.key, self._position(number, section))

    def _section(self, number: int) -> DraftSection:
        key = self.section_of_block[number]
        if key:
            return self.draft.section(key)
        section = DraftSection(
            "mo_dau" if all(one.key != "mo_dau" for one in self.draft.sections) else "mo_dau_tep", ""
        )
        self.draft.sections.insert(0, section)
        self.section_of_block = [key or section.key for key in self.section_of_block]
        return section

    def _places(self) -> None:
        """Add what is new and move what was moved, each behind what stands before it in the file."""
        moved = self._moved_marks()
        for number, block in enumerate(self.blocks):
            if not block.mark and plain(block.text):
                section = self._section(number)
                text = "\n".join(line.strip() for line in block.text.split("\n") if line.strip())
                made = self.draft.add(section.key, text, position=self._position(number, section))
                self.placed[number] = made.id
                self.changes.append(Change(ChangeKind.ADDED, section.name, made.id, after=text, note="Tự viết."))
            elif block.mark in moved and number in self.placed:
                item_id, section = self.placed[number], self._section(number)
                source = self.draft.section_of(item_id)
                before = [item.id for item in source.items]
                self.draft.move(item_id, section.key, self._position(number, section, item_id))
                if section is not source or [item.id for item in source.items] != before:
                    note = f"Từ mục “{source.name}”." if source is not section else "Trong mục."
                    item = self.draft.item(item_id)
                    self.changes.append(Change(ChangeKind.MOVED, section.name, item_id, item.text, item.text, note))

    def _moved_marks(self) -> set[str]:
        """The items that stand in another section than when they went out, or in another order within it."""
        moved: set[str] = set()
        order: dict[str, list[str]] = {}
        for number, block in enumerate(self.blocks):
            if number in self.placed and block.mark in self.base.items:
                here, home = self.section_of_block[number], self.base.items[block.mark][0]
                if section_mark(here) == home or self._prints_alike(here, home):
                    order.setdefault(home, []).append(block.mark)
                else:
                    moved.add(block.mark)
        for home, marks in order.items():
            kept = set(marks)
            base = [mark for mark, (section, _) in self.base.items.items() if section == home and mark in kept]
            moved.update(_moved(base, marks))
        return moved

    def _prints_alike(self, here: str, home: str) -> bool:
        """Whether a section without heading follows on the section `here`: the file cannot tell the two apart."""
        section = self.sections.get(home)
        if section is None or plain(section.heading):
            return False
        at = self.draft.sections.index(section)
        headed = next((one.key for one in reversed(self.draft.sections[:at]) if plain(one.heading)), "")
        return here == (headed or self._opening())

    def _position(self, number: int, section: DraftSection, moving: str = "") -> int:
        """Where in a section a block belongs: behind the nearest block before it that stands there too."""
        ids = [item.id for item in section.items if item.id != moving]
        for before in range(number - 1, -1, -1):
            if self.section_of_block[before] != self.section_of_block[number]:
                break
            if self.placed.get(before) in ids:
                return ids.index(self.placed[before]) + 1
        return 0

    def _removals(self) -> None:
        kept = set(self.placed.values())
        for mark, (_, was) in self.base.items.items():
            item = self.items.get(mark)
            if item is None or item.id in kept or not plain(item.text):
                continue
            section = self.draft.section_of(item.id).name
            if fingerprint(item.text) != was:
                note = "Tệp đã bỏ câu này, nhưng dự thảo đã sửa nó sau khi xuất; đang giữ câu của dự thảo."
                self.changes.append(Change(ChangeKind.CONFLICT, section, item.id, item.text, "", note))
                self.theirs[item.id] = Theirs(None)
                continue
            note = "Có nguồn; vẫn còn trong bản lưu trước." if item.citations else ""
            self.changes.append(Change(ChangeKind.REMOVED, section, item.id, item.text, note=note))
            self.draft.remove(item.id)
        self._empty_sections()

    def _empty_sections(self) -> None:
        """Sections whose heading was taken out of the file go where nothing is left in them."""
        there = {block.mark for block in self.blocks}
        for mark, was in self.base.headings.items():
            section = self.sections.get(mark)
            if section is None or mark in there or not plain(section.heading) or section.items:
                continue
            if not self.file.has_ends or line_print(section.heading) != was:
                continue
            self.draft.sections.remove(section)
            self.changes.append(Change(ChangeKind.REMOVED, section.name, before=section.heading, note="Bỏ cả mục."))

    # -- comments and notes -----------------------------------------------------------------------------------

    def _comments(self) -> None:
        ids = {item.id for item in self.draft.items()}
        known = {(one.item_id, one.author, one.text) for one in self.draft.comments}
        told: set[str] = set()
        for number, block in enumerate(self.blocks):
            at = self.placed.get(number, "")
            item_id = at if at in ids else ""
            for name in block.comments:
                said = self.file.comments.get(name)
                if said is None or name in told:
                    continue
                told.add(name)
                if (item_id, said.author, said.text) in known:
                    continue
                comment = Comment(item_id, said.author, said.text)
                if said.when is not None:
                    comment.when = said.when
                self.draft.comments.append(comment)
                where = self.draft.section_of(item_id).name if item_id else "Cả dự thảo"
                self.changes.append(
                    Change(ChangeKind.COMMENTED, where, item_id, after=said.text, note=f"Của {said.author}.")
                )

    def _tell(self) -> None:
        file = self.file
        if file.inserted or file.deleted:
            self.notes.append(
                f"Tệp có vết sửa đang theo dõi ({file.inserted} chỗ thêm, {file.deleted} chỗ xóa): "
                "đã đọc như khi chấp nhận tất cả."
            )
        if file.manifest is None:
            self.notes.append(
                "Tệp không còn ghi nó được xuất từ bản nào của dự thảo: mọi chỗ khác với dự thảo hiện nay đều tính là "
                "sửa trong tệp."
            )
        if not file.has_ends:
            self.notes.append(
                "Không thấy chỗ mở đầu và kết thúc nội dung (tệp làm theo mẫu riêng, hoặc dấu đã mất): đoạn thêm trước "
                "câu đầu và sau câu cuối không được đọc."
            )
        if file.tables:
            self.notes.append(f"Có {file.tables} bảng trong nội dung: mỗi dòng của bảng được đọc thành một đoạn.")


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
        return 0.0
    return matcher.ratio()


def _moved(base: Sequence[str], now: Sequence[str]) -> list[str]:
    """The fewest things that must be moved to come from one order to another of the same things, in the new order."""
    place = {mark: number for number, mark in enumerate(base)}
    numbers = [place[mark] for mark in now]
    best = [1] * len(numbers)
    before = [-1] * len(numbers)
    for at, number in enumerate(numbers):
        for earlier in range(at):
            if numbers[earlier] < number and best[earlier] + 1 > best[at]:
                best[at], before[at] = best[earlier] + 1, earlier
    stay: set[int] = set()
    at = max(range(len(best)), key=best.__getitem__, default=-1)
    while at >= 0:
        stay.add(at)
        at = before[at]
    return [mark for number, mark in enumerate(now) if number not in stay]
