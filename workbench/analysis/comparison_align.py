"""Aligns the passages of two documents, and tells what happened to each.

Four steps: equal passages in order (the spine), passages of the same unit ("Điều 5, khoản 2") or under the same heading
between two points of the spine, equal ones elsewhere (moved), then very like ones elsewhere. What is left was added or
dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from workbench.analysis.comparison import Comparison, NumberChange, Piece, Row
from workbench.documents.model import Citation, Document, Passage
from workbench.vietnamese.spelling import key

_ALIKE = 0.5  # share of common pairs of words from which two passages in the same place are one that was changed
_ALIKE_FAR = 0.7  # the same for passages in different places
_CANDIDATES = 8  # passages elsewhere that are compared in full
_WORD = re.compile(r"\w+(?:[.,/]\d+)*%?|[^\w\s]")
_NUMBER = re.compile(r"\d")
_FIGURE = re.compile(r"(?<![\w.,/-])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w/])|(?<![\w.,/-])\d+(?:,\d+)?%?(?![\w/])")
_LEAD = re.compile(r"^\s*(?:[-+•*]|\(?(?:[ivxlc]+|\d{1,3}(?:\.\d{1,3})*|[a-zđ])[.)-])\s*", re.IGNORECASE)


def compare_documents(first: Document, second: Document) -> Comparison:
    """What was added, dropped, moved and changed from one document to another. Seconds for hundreds of pages."""
    aligner = _Aligner(_Side(first), _Side(second))
    return Comparison(_name(first), _name(second), tuple(aligner.rows()))


class _Side:
    """One document, its passages in the forms in which they are compared."""

    def __init__(self, document: Document) -> None:
        self.document = document
        # A line drawn with dashes says nothing that could have changed.
        self.passages = [one for one in document.passages if any(map(str.isalnum, document.text[one.start : one.end]))]
        texts = [document.text[one.start : one.end] for one in self.passages]
        self.keys = [" ".join(key(text).split()) for text in texts]
        self.bodies = [_LEAD.sub("", item, count=1) for item in self.keys]
        self.grams = [_grams(item) for item in self.bodies]
        self.sections = list(self._sections())

    def _sections(self) -> Iterator[str]:
        """The heading or article under which each passage stands."""
        heading = ""
        for passage in self.passages:
            if passage.unit is not None:
                heading = passage.unit.split(",")[0]
            elif passage.heading:
                heading = " ".join(self.document.text[passage.start : passage.end].split())[:120]
            yield heading

    def cite(self, at: int) -> Citation:
        passage: Passage = self.passages[at]
        return self.document.cite(passage.start, passage.end)

    def text(self, at: int) -> str:
        passage = self.passages[at]
        return self.document.text[passage.start : passage.end]


class _Aligner:
    def __init__(self, first: _Side, second: _Side) -> None:
        self._first, self._second = first, second
        self._pairs: dict[int, int] = {}  # passage of the second → passage of the first
        self._moved: set[int] = set()

    def rows(self) -> list[Row]:
        """Align, and tell what happened to each passage."""
        spine = self._spine()
        self._pairs = {b: a for a, b in spine}
        for first, second in self._gaps(spine):
            self._pair_gap(first, second)
        self._pair_far()
        taken = set(self._pairs.values())
        dropped = [at for at in range(len(self._first.passages)) if at not in taken]
        rows: list[tuple[tuple[int, int], Row]] = []
        for at in range(len(self._second.passages)):
            rows.append(((at, 1), self._row(at)))
        partner = {a: b for b, a in self._pairs.items()}
        in_place = sorted((a, b) for a, b in partner.items() if b not in self._moved)
        firsts = [a for a, _ in in_place]
        for at in dropped:
            place = bisect_left(firsts, at)
            before = in_place[place - 1][1] if place else -1
            row = Row("dropped", self._first.sections[at], self._first.cite(at), None, 0.0)
            rows.append(((before, 2), row))
        rows.sort(key=lambda item: item[0])
        return [row for _, row in rows]

    def _row(self, at: int) -> Row:
        section = self._second.sections[at]
        if at not in self._pairs:
            return Row("added", section, None, self._second.cite(at), 0.0)
        other, moved = self._pairs[at], at in self._moved
        first, second = self._first.cite(other), self._second.cite(at)
        if self._first.keys[other] == self._second.keys[at]:
            return Row("moved" if moved else "same", section, first, second, 1.0, moved=moved)
        pieces = tuple(_pieces(self._first.text(other), self._second.text(at)))
        if all(piece.op == "equal" or not piece.text.strip() for piece in pieces):
            return Row("moved" if moved else "same", section, first, second, 1.0, moved=moved)
        like = _likeness(self._first.grams[other], self._second.grams[at])
        return Row("changed", section, first, second, like, pieces, tuple(_number_changes(pieces)), moved)

    def _spine(self) -> list[tuple[int, int]]:
        """Equal passages in the same order: those that stand once in each text first, then what lies between."""
        first, second = self._first.keys, self._second.keys
        once = Counter(first), Counter(second)
        places = {text: at for at, text in enumerate(first) if once[0][text] == 1}
        common = [(places[text], at) for at, text in enumerate(second) if once[1][text] == 1 and text in places]
        spine = _rising(common)
        found: list[tuple[int, int]] = []
        ends = [*spine, (len(first), len(second))]
        a, b = 0, 0
        for next_a, next_b in ends:
            while a < next_a and b < next_b and first[a] == second[b]:
                found.append((a, b))
                a, b = a + 1, b + 1
            tail: list[tuple[int, int]] = []
            up_a, up_b = next_a, next_b
            while up_a > a and up_b > b and first[up_a - 1] == second[up_b - 1]:
                up_a, up_b = up_a - 1, up_b - 1
                tail.append((up_a, up_b))
            found += reversed(tail)
            if next_a < len(first):
                found.append((next_a, next_b))
            a, b = next_a + 1, next_b + 1
        return found

    def _gaps(self, spine: Sequence[tuple[int, int]]) -> Iterator[tuple[range, range]]:
        a = b = 0
        for next_a, next_b in [*spine, (len(self._first.keys), len(self._second.keys))]:
            if next_a > a and next_b > b:
                yield range(a, next_a), range(b, next_b)
            a, b = next_a + 1, next_b + 1

    def _pair_gap(self, first: range, second: range) -> None:
        """Passages between two points of the spine: the same unit, else the likest, in order."""
        scored: list[tuple[float, int, int]] = []
        small = len(first) * len(second) <= 40_000
        index = None if small else _Index(self._first.grams, first)
        for b in second:
            candidates = first if index is None else index.likest(self._second.grams[b])
            for a in candidates:
                like = _likeness(self._first.grams[a], self._second.grams[b])
                unit = self._first.passages[a].unit
                same_unit = unit is not None and unit == self._second.passages[b].unit
                same_section = key(self._first.sections[a]) == key(self._second.sections[b])
                if like >= (0.25 if same_unit else _ALIKE - 0.1 if same_section else _ALIKE):
                    scored.append((like + 0.15 * same_unit + 0.05 * same_section, a, b))
        scored.sort(key=lambda item: (-item[0], item[1], item[2]))
        used: set[int] = set()
        chosen: list[tuple[int, int]] = []
        for _, a, b in scored:
            if a not in used and b not in self._pairs:
                used.add(a)
                self._pairs[b] = a
                chosen.append((a, b))
        in_order = set(_rising(sorted(chosen, key=lambda pair: pair[1])))
        self._moved.update(b for a, b in chosen if (a, b) not in in_order)

    def _pair_far(self) -> None:
        """Passages that stand elsewhere: equal ones, then very like ones."""
        taken = set(self._pairs.values())
        free = [at for at in range(len(self._first.keys)) if at not in taken]
        by_text: dict[str, list[int]] = defaultdict(list)
        for at in reversed(free):
            by_text[self._first.bodies[at]].append(at)
        for b, body in enumerate(self._second.bodies):
            if b not in self._pairs and len(body) > 12 and by_text.get(body):
                a = by_text[body].pop()
                taken.add(a)
                self._pairs[b] = a
                self._moved.add(b)
        index = _Index(self._first.grams, [at for at in free if at not in taken])
        for b in range(len(self._second.keys)):
            if b in self._pairs or len(self._second.grams[b]) < 6:
                continue
            scored = [
                (_likeness(self._first.grams[a], self._second.grams[b]), a)
                for a in index.likest(self._second.grams[b])
                if a not in taken
            ]
            like, a = max(scored, default=(0.0, -1))
            if like >= _ALIKE_FAR:
                taken.add(a)
                self._pairs[b] = a
                self._moved.add(b)


class _Index:
    """Finds the passages that share the rarest pairs of words."""

    def __init__(self, grams: Sequence[Counter[str]], places: Iterable[int]) -> None:
        self._holding: dict[str, list[int]] = defaultdict(list)
        for at in places:
            for gram in grams[at]:
                self._holding[gram].append(at)

    def likest(self, grams: Counter[str]) -> list[int]:
        """The passages that share most with these pairs."""
        shared: Counter[int] = Counter()
        for gram in grams:
            holding = self._holding.get(gram, ())
            if 0 < len(holding) <= 200:
                for at in holding:
                    shared[at] += 1
        return [at for at, _ in shared.most_common(_CANDIDATES)]


def _grams(text: str) -> Counter[str]:
    words = _WORD.findall(text)
    words = ["#" if _NUMBER.search(word) else word for word in words if word[0].isalnum()]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return Counter(pairs or words)


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """Dice's share of common pairs; numbers count as equal."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both places (patience); `pairs` are in order of the second."""
    tops: list[int] = []
    heads: list[int] = []
    back: list[int] = []
    for number, (a, _) in enumerate(pairs):
        at = bisect_left(tops, a)
        tops[at : at + 1] = [a]
        heads[at : at + 1] = [number]
        back.append(heads[at - 1] if at else -1)
    found = []
    number = heads[-1] if heads else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


_TOKEN = re.compile(r"\s+|\w+(?:[.,/-]\w+)*%?|.", re.DOTALL)


def _pieces(first: str, second: str) -> Iterator[Piece]:
    """The differences between two passages, word by word; white space and spelling of tone marks do not count."""
    before, after = _TOKEN.findall(first), _TOKEN.findall(second)
    keys = [[" " if token.isspace() else key(token) for token in tokens] for tokens in (before, after)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield Piece("equal", "".join(after[c:d]))
            continue
        if b > a:
            yield Piece("delete", "".join(before[a:b]))
        if d > c:
            yield Piece("insert", "".join(after[c:d]))


def _number_changes(pieces: Sequence[Piece]) -> Iterator[NumberChange]:
    """The figures that stand in what was taken out, against those in what was put in at the same place."""
    context = ""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.op == "equal":
            context = (context + piece.text)[-80:]
            at += 1
            continue
        old, new = "", ""
        while at < len(pieces) and (pieces[at].op != "equal" or not pieces[at].text.strip()):
            old += pieces[at].text if pieces[at].op != "insert" else ""
            new += pieces[at].text if pieces[at].op != "delete" else ""
            at += 1
        before, after = _FIGURE.findall(old), _FIGURE.findall(new)
        about = " ".join(context.split()[-7:])
        for place in range(max(len(before), len(after))):
            one = before[place] if place < len(before) else None
            two = after[place] if place < len(after) else None
            if one != two:
                yield NumberChange(about, one, two)
        context = (context + new)[-80:]


def _name(document: Document) -> str:
    symbol, day = document.header.symbol, document.header.date
    name = f"{symbol} – {document.title}" if symbol else document.title
    return f"{name} ({day:%d/%m/%Y})" if day else name
