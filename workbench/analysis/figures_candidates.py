"""The phrases of a sentence that a number may measure: what rules say, and what stands before and behind the number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from workbench.analysis.figures_model import UnitKind
from workbench.analysis.figures_phrases import Before, Span, noun_phrase_after, subject_of

Spans = tuple[Span, ...]
_Add = Callable[[Spans, str], None]

_MOST_BEFORE, _MOST_BEHIND, _MOST_VERBS = 14, 10, 5  # words that a phrase before, behind and around a number may hold
_HARD = frozenset(';:()"“”[]\n\t')
_FINITE = re.compile(r"(?<!\w)(?:đã|đang|sẽ|đạt|tăng|giảm|chiếm|là|ước|còn|có|được|vượt|gồm|dự kiến)(?!\w)")


@dataclass(frozen=True)
class Place:
    """What is known where a number stands; offsets are of the view.

    Attributes:
        low: the text in the form of `spelling.key`.
        sentence: of the sentence; words: of each of its words and marks.
        before: what stands before the number in its clause.
        kind, unit: of its unit of measure, empty where there is none.
        at: where the number, with its hedge, begins.
        inherited: rules hold that it says more of what the figure before it measures.
        rule: the phrase that rules take.
        made: the phrases of the figures before it in the sentence; behind: where the last of them ends, else -1.
        same_kind: the last of them has a unit of the same kind.
    """

    low: str
    sentence: Span
    words: tuple[Span, ...]
    before: Before
    kind: UnitKind
    unit: Span
    at: int
    inherited: bool
    rule: Spans
    made: tuple[Spans, ...]
    behind: int
    same_kind: bool

    @cached_property
    def subject(self) -> Span:
        """The noun phrase before the predicate."""
        return subject_of(self.low, self.before.subject)

    @property
    def told(self) -> bool:
        """Something stands before the predicate."""
        return self.subject[0] < self.subject[1]

    @property
    def counted(self) -> bool:
        """The number counts what its unit names."""
        return self.kind in {"count", "person", ""} and self.unit[1] > self.unit[0]

    @cached_property
    def in_brackets(self) -> bool:
        """A bracket is open before the number."""
        first = self.sentence[0]
        return self.low.rfind("(", first, self.at) > self.low.rfind(")", first, self.at)


def candidates(place: Place) -> dict[Spans, set[str]]:
    """The phrases that the number may measure, each with the names of the ways in which it was found."""
    found: dict[Spans, set[str]] = {}

    def add(spans: Spans, way: str) -> None:
        trimmed = tuple(span for span in (_trimmed(place.low, span) for span in spans) if span[0] < span[1])
        if trimmed:
            found.setdefault(trimmed, set()).add(way)

    add(place.rule, "rule")
    if place.made:
        add(place.made[-1], "prev")
        add(place.made[0], "first")
        if len(place.made) > 1:
            add(place.made[-2], "prev2")
    add((place.subject,), "subject")
    _before(place, add)
    _earlier(place, add)
    _behind(place, add)
    return found


def _before(place: Place, add: _Add) -> None:
    """Phrases that end before the number: at it, before its predicate, and where the noun phrase ends."""
    low, left = place.low, max(place.sentence[0], place.behind)
    bare = place.sentence[0] + len(low[place.sentence[0] : place.at].rstrip(" ,:\n\t\u00a0"))
    ends = {bare: "e0"} | {place.before.subject[1]: "e1"} | {place.subject[1]: "e2"}
    for end, way in ends.items():
        inside = [word for word in place.words if left <= word[0] and word[1] <= end]
        for start, stop in inside[: -_MOST_BEFORE - 1 : -1]:
            if low[start:stop] in _HARD:
                break
            if low[start].isalnum():
                add(((start, end),), way)


def _earlier(place: Place, add: _Add) -> None:
    """What the sentence and the clause before this one speak of."""
    low, first = place.low, place.sentence[0]
    said = _FINITE.search(low, first, place.at)
    if said:
        add((subject_of(low, (first, said.start())),), "firstsubj")
    comma = low.rfind(", ", first, max(first, place.before.subject[0]))
    if comma >= 0:
        start = max(low.rfind(", ", first, comma), first - 1) + 1
        add((subject_of(low, (start, comma)),), "prevclause")
        said = _FINITE.search(low, start, comma)
        if said:
            add((subject_of(low, (start, said.start())),), "prevclause2")


def _behind(place: Place, add: _Add) -> None:
    """What is counted, or what the share or sum is of, alone and with the words right before the number."""
    low, limit = place.low, place.sentence[1]
    behind = [word for word in place.words if word[0] >= place.unit[1]]
    if place.counted:
        start = place.unit[0]
    elif behind and not low[place.unit[1] : behind[0][0]].strip():
        start = behind[0][0]
    else:
        return
    if place.counted:
        add(((start, place.unit[1]),), "after")
    for word in behind[:_MOST_BEHIND]:
        said = low[slice(*word)]
        if said == ",":
            continue
        if said in _HARD or not said[0].isalpha():
            break
        add(((start, word[1]),), "after")
    short = noun_phrase_after(low, start, limit, as_subject=False, sure=place.unit[1])
    long = noun_phrase_after(low, start, limit, as_subject=True, sure=place.unit[1])
    add((short,), "short")
    add((long,), "long")
    end, left = place.before.subject[1], max(place.sentence[0], place.behind)
    objects = {short, long} | ({(start, place.unit[1])} if place.counted else set())
    inside = [word for word in place.words if left <= word[0] and word[1] <= end]
    for word in inside[: -_MOST_VERBS - 1 : -1]:
        if low[slice(*word)] in _HARD or not low[word[0]].isalnum():
            break
        for phrase in objects:
            add(((word[0], end), phrase), "combo")


def _trimmed(low: str, span: Span) -> Span:
    start, end = span
    while start < end and not low[start].isalnum():
        start += 1
    while start < end and not (low[end - 1].isalnum() or low[end - 1] in ')"%'):
        end -= 1
    return start, end
