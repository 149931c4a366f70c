"""Two states of a draft, or two drafts, side by side: what was added, removed, changed, moved, section by section."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import escape
from typing import NamedTuple

import pandas as pd

from workbench.documents.rich import frame_card
from workbench.drafting.model import Draft, DraftItem, DraftSection
from workbench.drafting.numbering import without_number

_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # with the space behind it, so that marks stand on whole words
_ALIKE = 0.6  # of the words of two sentences: below it, one was not made from the other


class Change(StrEnum):
    """What happened to an item, a section or a field."""

    ADDED = "Thêm"
    REMOVED = "Bỏ"
    CHANGED = "Sửa"
    MOVED = "Chuyển"
    CHANGED_AND_MOVED = "Chuyển và sửa"


class Piece(NamedTuple):
    """A stretch of words: kept ("="), added ("+") or removed ("-")."""

    sign: str
    text: str


@dataclass(frozen=True)
class DraftChange:
    """One difference.

    Attributes:
        kind: what happened.
        what: "câu", "mục", or the name of a field of the draft ("Trích yếu", "Nhãn", "Nguồn của câu").
        section: the section it stands in now, for what was removed the one it stood in.
        before_section: the section it stood in before.
        before, after: the text on each side, "" where there is none.
        item_id: the item on the newer side, for what was removed on the older; "" for other things.
    """

    kind: Change
    what: str
    section: str
    before_section: str
    before: str
    after: str
    item_id: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text with what was removed and added, word by word."""
        return marked_words(self.before, self.after)

    @property
    def marked(self) -> str:
        """The pieces in one line: "đạt [-71,5%-] {+72%+}"."""
        frames = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        return "".join(frames[piece.sign].format(piece.text) for piece in self.pieces)

    @property
    def html(self) -> str:
        """The pieces as HTML, `<ins>` and `<del>`."""
        frames = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
        return "".join(frames[piece.sign].format(escape(piece.text)) for piece in self.pieces)


@dataclass(frozen=True)
class DraftComparison:
    """What differs between two states.

    Attributes:
        before, after: what the two are called.
        changes: fields of the draft first, then section by section in the order of the newer side.
        same: how many items are the same on both sides.
    """

    before: str
    after: str
    changes: tuple[DraftChange, ...]
    same: int

    def __len__(self) -> int:
        return len(self.changes)

    def count(self, kind: Change) -> int:
        """How many changes are of a kind."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def words(self) -> str:
        """The changes in one line: "Thêm 2, Sửa 1; 14 câu giữ nguyên"."""
        counted = [f"{kind.value} {number}" for kind in Change if (number := self.count(kind))]
        return f"{', '.join(counted) or 'Không có thay đổi'}; {self.same} câu giữ nguyên"

    def to_frame(self) -> pd.DataFrame:
        """One row a change: section, change, what, before_section, before, after, marked (words), item."""
        rows = [
            (
                one.section,
                one.kind.value,
                one.what,
                one.before_section,
                one.before,
                one.after,
                one.marked,
                one.item_id,
            )
            for one in self.changes
        ]
        columns = ["section", "change", "what", "before_section", "before", "after", "marked", "item"]
        return pd.DataFrame(rows, columns=columns)

    def _repr_html_(self) -> str:
        names = {"section": "Mục", "change": "Thay đổi", "before": "Trước", "after": "Sau"}
        return frame_card(f"So “{self.before}” với “{self.after}”", (self.words,), self.to_frame(), names)


def marked_words(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one, word by word: what is kept, removed and added; without its marks each text is whole."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("=", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Piece("-", "".join(old[a:b])))
        if d > c:
            found.append(Piece("+", "".join(new[c:d])))
    return tuple(found)


class _Placed(NamedTuple):
    item: DraftItem
    section: DraftSection


def compare(before: Draft, after: Draft, names: tuple[str, str] = ("trước", "sau")) -> DraftComparison:
    """What differs between two drafts, or two states of one.

    Items are the same by their id; in drafts that were composed apart, by their text, else by the words they share.

    Args:
        before, after: the older and the newer `Draft`.
        names: what the two are called.
    """
    old, new = _placed(before), _placed(after)
    pairs = _pairs(old, new)
    moved = _moved(old, new, pairs, _section_pairs(before, after))
    changes = [*_fields(before, after), *_sections(before, after)]
    same = 0
    partner = {b: a for a, b in pairs.items()}
    for b, placed in enumerate(new):
        if b not in partner:
            changes.append(_item_change(Change.ADDED, None, placed))
            continue
        a = partner[b]
        found = _kind(old[a].item, placed.item, moved=b in moved)
        if found is not None:
            changes.append(_item_change(found, old[a], placed))
        elif _cited(old[a].item) != _cited(placed.item):
            sources = ("; ".join(_cited(old[a].item)), "; ".join(_cited(placed.item)))
            where = (placed.section.name, old[a].section.name)
            changes.append(DraftChange(Change.CHANGED, "Nguồn của câu", *where, *sources, placed.item.id))
        else:
            same += 1
    changes += [_item_change(Change.REMOVED, placed, None) for a, placed in enumerate(old) if a not in pairs]
    order = {section.name: number for number, section in enumerate([*after.sections, *before.sections][::-1])}
    first = [change for change in changes if not change.item_id]
    rest = sorted((change for change in changes if change.item_id), key=lambda change: -order.get(change.section, 0))
    return DraftComparison(*names, (*first, *rest), same)


def _placed(draft: Draft) -> list[_Placed]:
    return [_Placed(item, section) for section in draft.sections for item in section.items]


def _pairs(old: Sequence[_Placed], new: Sequence[_Placed]) -> dict[int, int]:
    """Which item of the older side (by its place) is which of the newer one."""
    pairs: dict[int, int] = {}
    by_id = {placed.item.id: b for b, placed in enumerate(new)}
    for a, placed in enumerate(old):
        if placed.item.id in by_id:
            pairs[a] = by_id[placed.item.id]
    by_text: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for b, placed in enumerate(new):
        if b not in taken:
            by_text.setdefault(placed.item.text, []).append(b)
    for a, placed in enumerate(old):
        if a not in pairs and (found := by_text.get(placed.item.text)):
            pairs[a] = found.pop(0)
    taken = set(pairs.values())
    left = [(b, _words(placed.item.text)) for b, placed in enumerate(new) if b not in taken]
    for a, placed in enumerate(old):
        if a in pairs or not left:
            continue
        words = _words(placed.item.text)
        best = max(left, key=lambda one: _alike(words, one[1]))
        if _alike(words, best[1]) >= _ALIKE:
            pairs[a] = best[0]
            left.remove(best)
    return pairs


def _words(text: str) -> set[str]:
    return {word.strip() for word in _WORD.findall(text)}


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _section_pairs(before: Draft, after: Draft) -> dict[str, str]:
    """Keys of the older sections to those of the newer ones: by key, else by heading."""
    keys = {section.key for section in after.sections}
    names = {section.heading: section.key for section in after.sections}
    return {
        section.key: section.key if section.key in keys else names.get(section.heading, section.key)
        for section in before.sections
    }


def _moved(old: Sequence[_Placed], new: Sequence[_Placed], pairs: dict[int, int], sections: dict[str, str]) -> set[int]:
    """Items of the newer side that stand in another section, or in another order than their neighbours."""
    moved = set()
    by_section: dict[str, list[int]] = {}
    for a, b in sorted(pairs.items()):
        key = new[b].section.key
        if sections[old[a].section.key] != key:
            moved.add(b)
        else:
            by_section.setdefault(key, []).append(b)
    for places in by_section.values():  # in the old order; what is outside the longest rising run has moved
        moved |= set(places) - set(_longest_rising(places))
    return moved


def _longest_rising(numbers: Sequence[int]) -> list[int]:
    """The longest rising subsequence of different numbers."""
    ends: list[int] = []  # the smallest end of a run of each length, as places in `numbers`
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left([numbers[end] for end in ends], number)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [place]
    run: list[int] = []
    at = ends[-1] if ends else None
    while at is not None:
        run.append(numbers[at])
        at = before[at]
    return run[::-1]


def _kind(old: DraftItem, new: DraftItem, *, moved: bool) -> Change | None:
    if old.text != new.text:
        return Change.CHANGED_AND_MOVED if moved else Change.CHANGED
    return Change.MOVED if moved else None


def _item_change(kind: Change, old: _Placed | None, new: _Placed | None) -> DraftChange:
    there = new or old
    assert there is not None
    return DraftChange(
        kind,
        "câu",
        there.section.name,
        old.section.name if old else "",
        old.item.text if old else "",
        new.item.text if new else "",
        there.item.id,
    )


def _cited(item: DraftItem) -> list[str]:
    return [f"{one.symbol or one.title}, {one.place}" for one in item.citations]


def _fields(before: Draft, after: Draft) -> list[DraftChange]:
    sides = [
        ("Trích yếu", before.title, after.title),
        ("Tên loại", before.type_name, after.type_name),
        ("Nhãn", "; ".join(before.labels), "; ".join(after.labels)),
    ]
    return [DraftChange(Change.CHANGED, name, "", "", old, new) for name, old, new in sides if old != new]


def _sections(before: Draft, after: Draft) -> list[DraftChange]:
    pairs = _section_pairs(before, after)
    old = {pairs[section.key]: section for section in before.sections}
    new = {section.key: section for section in after.sections}
    common = [key for key in old if key in new]
    places = {key: number for number, key in enumerate(new)}
    stayed = set(_longest_rising([places[key] for key in common]))
    changes = []
    for key, section in new.items():
        if key not in old:
            changes.append(DraftChange(Change.ADDED, "mục", section.name, "", "", section.name))
            continue
        renamed, moved = without_number(old[key].heading) != without_number(section.heading), places[key] not in stayed
        if renamed or moved:
            kind = Change.CHANGED_AND_MOVED if renamed and moved else Change.MOVED if moved else Change.CHANGED
            changes.append(DraftChange(kind, "mục", section.name, old[key].name, old[key].name, section.name))
    changes += [
        DraftChange(Change.REMOVED, "mục", section.name, section.name, section.name, "")
        for key, section in old.items()
        if key not in new
    ]
    return changes
