"""Which token of a source each token of an edited sentence is: the longest common runs first, wherever they were moved
to, then what lies in the gaps between them (greedy string tiling).

Tokens that may have changed (numbers, names) bear one mask: they fall together whatever they say, so that a changed one
is found at the place of the old one. Runs in which they say the same go before runs in which they do not.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LEAST = 1.5  # what a run must weigh to be taken wherever it stands
_LINK = 0.3
_LONGEST_GAP = 24
_LEAST_CLAUSE = 2  # tokens; one of so few only where the source has it once


@dataclass(frozen=True)
class Side:
    """One of the two rows.

    Attributes:
        masks: what must be equal for two tokens to fall together.
        contents: what they say; differs only where a mask hides it.
        clauses: number of the clause of each.
        links: whether each only joins.
    """

    masks: Sequence[str]
    contents: Sequence[str]
    clauses: Sequence[int]
    links: Sequence[bool]


@dataclass(frozen=True)
class Alignment:
    """For each token of the text its place in the source or -1, and the other way round."""

    to_source: list[int]
    to_text: list[int]


def align(text: Side, source: Side, changed: float) -> Alignment:
    """Align two rows.

    Args:
        text, source: the rows.
        changed: what a masked token that says something else weighs in a run (an equal one weighs 1).
    """
    aligner = _Aligner(text, source, changed)
    aligner.pair_equal_clauses()
    aligner.tile()
    aligner.fill_gaps()
    aligner.match_left_over()
    return Alignment(aligner.to_source, aligner.to_text)


class _Aligner:
    def __init__(self, text: Side, source: Side, changed: float) -> None:
        self._text, self._source, self._changed = text, source, changed
        self.to_source = [-1] * len(text.masks)
        self.to_text = [-1] * len(source.masks)

    def pair_equal_clauses(self) -> None:
        """Clauses that stand in the source word for word; not those that open with a mask: they hang on another."""
        held: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for start, end in _clauses(self._source.clauses):
            held[tuple(self._source.contents[start:end])].append(start)
        for start, end in _clauses(self._text.clauses):
            said = tuple(self._text.contents[start:end])
            if self._goes_on(start, end):
                place = self.to_source[start - 1] + 1
            elif len(said) < _LEAST_CLAUSE or self._text.masks[start] != said[0] or not held.get(said):
                continue
            else:
                places = [place for place in held[said] if self.to_text[place] < 0]
                if not places or (len(said) == _LEAST_CLAUSE and len(places) > 1):
                    continue
                # Of several, the one that goes on from the clause before.
                before = self.to_source[start - 1] if start else -1
                place = before + 1 if before + 1 in places else places[0]
            for k in range(end - start):
                self._pair(start + k, place + k)

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether a clause that opens with a mask has the same words as the one after its neighbour's source."""
        place = self.to_source[start - 1] + 1 if start else 0
        masks = self._text.masks[start:end]
        return (
            place > 0
            and masks[0] != self._text.contents[start]
            and masks == self._source.masks[place : place + end - start]
            and all(self.to_text[place + k] < 0 for k in range(end - start))
            and self._apart_after(place + end - start - 1)
        )

    def _apart_after(self, place: int) -> bool:
        clauses = self._source.clauses
        return place + 1 >= len(clauses) or clauses[place] != clauses[place + 1]

    def tile(self) -> None:
        """Take the runs that weigh most, again and again, each token once."""
        heap: list[tuple[float, int, int, int]] = []
        for i, j, length in self._runs():
            self._push(heap, i, j, length)
        while heap:
            _, i, j, length = heapq.heappop(heap)
            free = [self.to_source[i + k] < 0 and self.to_text[j + k] < 0 for k in range(length)]
            if all(free):
                for k in range(length):
                    self._pair(i + k, j + k)
                continue
            k = 0
            while k < length:
                if not free[k]:
                    k += 1
                    continue
                begin = k
                while k < length and free[k]:
                    k += 1
                self._push(heap, i + begin, j + begin, k - begin)

    def _runs(self) -> list[tuple[int, int, int]]:
        text, source = self._text.masks, self._source.masks
        places: dict[str, list[int]] = defaultdict(list)
        for j, mask in enumerate(source):
            places[mask].append(j)
        found = []
        for i, mask in enumerate(text):
            before = text[i - 1] if i else None
            for j in places.get(mask, ()):
                if before is not None and j and source[j - 1] == before:
                    continue
                length = 1
                while i + length < len(text) and j + length < len(source) and text[i + length] == source[j + length]:
                    length += 1
                found.append((i, j, length))
        return found

    def _push(self, heap: list[tuple[float, int, int, int]], i: int, j: int, length: int) -> None:
        """Put a run on the heap. What of a clause stands at its ends and says something else is a run of its own."""
        while length:
            first = self._first_clause(i, j, length)
            if first == length or not self._is_doubtful(i, j, first):
                break
            self._weigh(heap, i, j, first)
            i, j, length = i + first, j + first, length - first
        while length:
            last = self._last_clause(i, j, length)
            if last == length or not self._is_doubtful(i + length - last, j + length - last, last):
                break
            self._weigh(heap, i + length - last, j + length - last, last)
            length -= last
        self._weigh(heap, i, j, length)

    def _weigh(self, heap: list[tuple[float, int, int, int]], i: int, j: int, length: int) -> None:
        if length == 1 and not self._same(i, j):
            return
        weight = sum(self._weight(i + k, j + k) for k in range(length))
        if weight >= _LEAST or (length and length == len(self._text.masks)):
            heapq.heappush(heap, (-weight, i, j, length))

    def _first_clause(self, i: int, j: int, length: int) -> int:
        return next((k + 1 for k in range(length - 1) if self._apart(i, j, k)), length)

    def _last_clause(self, i: int, j: int, length: int) -> int:
        return next((length - 1 - k for k in range(length - 2, -1, -1) if self._apart(i, j, k)), length)

    def _is_doubtful(self, i: int, j: int, length: int) -> bool:
        """Whether a piece says something else and is only a part of its clause, in the text or in the source."""
        if all(self._same(i + k, j + k) for k in range(length)):
            return False
        return any(
            (start and clauses[start - 1] == clauses[start])
            or (start + length < len(clauses) and clauses[start + length] == clauses[start + length - 1])
            or length == 1
            for clauses, start in ((self._text.clauses, i), (self._source.clauses, j))
        )

    def _same(self, i: int, j: int) -> bool:
        return self._text.contents[i] == self._source.contents[j]

    def _apart(self, i: int, j: int, k: int) -> bool:
        """Whether a clause ends between tokens k and k + 1 of a run, in either row."""
        text, source = self._text.clauses, self._source.clauses
        return text[i + k] != text[i + k + 1] or source[j + k] != source[j + k + 1]

    def _weight(self, i: int, j: int) -> float:
        if not self._same(i, j):
            return self._changed
        return _LINK if self._text.links[i] else 1.0

    def _pair(self, i: int, j: int) -> None:
        self.to_source[i], self.to_text[j] = j, i

    def fill_gaps(self) -> None:
        """Between two neighbouring runs, and before and after them, pair what is left, in order."""
        count = len(self._text.masks)
        i = 0
        while i < count:
            if self.to_source[i] >= 0:
                i += 1
                continue
            begin = i
            while i < count and self.to_source[i] < 0:
                i += 1
            self._fill(begin, i)

    def _fill(self, begin: int, end: int) -> None:
        size = end - begin
        if size > _LONGEST_GAP:
            return
        left = self.to_source[begin - 1] if begin else None
        right = self.to_source[end] if end < len(self.to_source) else None
        stretches = []
        if left is not None and (right is None or not left < right <= left + _LONGEST_GAP):
            stretches.append(self._free(left + 1, size + 1, 1))
        if right is not None and (left is None or not left < right <= left + _LONGEST_GAP):
            stretches.append(self._free(right - 1, size + 1, -1))
        if left is not None and right is not None and left < right <= left + _LONGEST_GAP:
            stretches.append([j for j in range(left + 1, right) if self.to_text[j] < 0])
        if left is None:
            stretches.append(self._free(0, size + 1, 1))
        if right is None:
            stretches.append(self._free(len(self.to_text) - 2, size + 1, -1))
        for stretch in stretches:
            self._pair_in_order([i for i in range(begin, end) if self.to_source[i] < 0], stretch)

    def _free(self, start: int, most: int, step: int) -> list[int]:
        found: list[int] = []
        j = start
        while 0 <= j < len(self.to_text) and len(found) < most and self.to_text[j] < 0:
            if self._source.masks[j].startswith("|"):
                break
            found.append(j)
            j += step
        return found[::step]

    def _pair_in_order(self, text: list[int], source: list[int]) -> None:
        """The heaviest common subsequence; equal contents count double."""
        rows, columns = len(text), len(source)
        if not rows or not columns:
            return
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        for a in range(rows - 1, -1, -1):
            for b in range(columns - 1, -1, -1):
                value = max(best[a + 1][b], best[a][b + 1])
                if self._text.masks[text[a]] == self._source.masks[source[b]]:
                    value = max(value, best[a + 1][b + 1] + (2.0 if self._same(text[a], source[b]) else 1.0))
                best[a][b] = value
        a = b = 0
        while a < rows and b < columns:
            gain = 0.0
            if self._text.masks[text[a]] == self._source.masks[source[b]]:
                gain = best[a + 1][b + 1] + (2.0 if self._same(text[a], source[b]) else 1.0)
            if gain and gain == best[a][b]:
                self._pair(text[a], source[b])
                a, b = a + 1, b + 1
            elif best[a + 1][b] >= best[a][b + 1]:
                a += 1
            else:
                b += 1

    def match_left_over(self) -> None:
        """Masked tokens that are still alone go to one anywhere that says the same."""
        places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for j, mask in enumerate(self._source.masks):
            if self.to_text[j] < 0 and mask != self._source.contents[j]:
                places[mask, self._source.contents[j]].append(j)
        for i, mask in enumerate(self._text.masks):
            if self.to_source[i] < 0:
                left = places.get((mask, self._text.contents[i]))
                if left:
                    self._pair(i, left.pop(0))


def _clauses(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and end of each clause."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[start]:
            yield start, at
            start = at
