"""Chooses the sentences of a summary: those that together hold most of what it should say, within a length.

What is covered counts once, so that nothing is said twice. The aim is the expected F1 of adjacent syllables (ROUGE-2)
against a summary of the wanted length: a sentence that adds less than it takes room is not chosen to fill the space.
Greedy choice first, then exchanges of one sentence for another while they help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from workbench.analysis.candidates import Sentence

_EXCHANGES = 12
_NEXT = 400  # sentences, the best by what they add alone, among which is exchanged

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """How long a summary may be.

    Attributes:
        syllables: at most; the best sentence is taken even where none fits.
        sentences: at most.
        wanted: syllables of the summary that people would write.
    """

    syllables: float
    sentences: float
    wanted: float


def select(
    sentences: Sequence[Sentence], holds: Any, lengths: Rows, chance: Rows, bounds: Bounds, room: Rows | None = None
) -> NDArray[np.int64]:
    """The places of the chosen sentences, in order.

    Args:
        sentences: to choose from; of two that overlap in their text only one is chosen.
        holds: sentences × pairs, 1 where a sentence holds a pair.
        lengths: syllables of each sentence.
        chance: of each pair, how much it is worth to have it.
        bounds: how long it may be.
        room: syllables that each must be worth; its length where not given.
    """
    room = lengths if room is None else room
    alone = (holds @ chance) / (room + bounds.wanted)
    near = np.sort(np.argsort(-alone, kind="stable")[:_NEXT]) if len(alone) > _NEXT else np.arange(len(alone))
    some = [sentences[place] for place in near]
    choice = _Choice(holds[near], lengths[near], room[near], chance, _overlaps(some), bounds)
    choice.grow()
    for _ in range(_EXCHANGES):
        if not choice.exchange():
            break
        choice.grow()
    chosen: NDArray[np.int64] = near[choice.taken]
    return chosen


@dataclass
class _Choice:
    holds: Any
    lengths: Rows
    room: Rows
    chance: Rows
    overlaps: Any
    bounds: Bounds
    taken: NDArray[np.bool_] = field(init=False)
    covered: Rows = field(init=False)  # how many of the taken sentences hold each pair

    def __post_init__(self) -> None:
        self.taken = np.zeros(len(self.lengths), bool)
        self.covered = np.zeros(len(self.chance))

    def grow(self) -> None:
        """Add the sentence that helps most, while one does."""
        wanted = self.bounds.wanted
        while self.taken.sum() < self.bounds.sentences:
            length = self.lengths[self.taken].sum()
            free = ~self.taken & (self.overlaps @ self.taken.astype(float) == 0)
            fits = free & (length + self.lengths <= self.bounds.syllables)
            if not self.taken.any() and not fits.any():
                fits = free & (self.lengths == self.lengths.min())
            if not fits.any():
                return
            value = self.chance[self.covered > 0].sum()
            filled = self.room[self.taken].sum() + wanted
            added = self.holds @ (self.chance * (self.covered == 0))
            score = np.where(fits, (value + added) / (filled + self.room), -1.0)
            best = int(np.argmax(score))
            if score[best] <= value / filled or added[best] <= 0:
                return
            self._take(best)

    def exchange(self) -> bool:
        """Exchange one sentence for another where that helps most; False where nothing helps."""
        taken = np.flatnonzero(self.taken)
        if not len(taken):
            return False
        wanted = self.bounds.wanted
        now = self.chance[self.covered > 0].sum() / (self.room[taken].sum() + wanted)
        without = self.covered[:, None] - self.holds[taken].T.toarray()
        left = self.lengths[taken].sum() - self.lengths[taken]
        value = ((without > 0) * self.chance[:, None]).sum(axis=0)
        added = self.holds @ ((without == 0) * self.chance[:, None])
        clashes = (self.overlaps @ self.taken.astype(float))[:, None] - self.overlaps[:, taken].toarray()
        length = left[None, :] + self.lengths[:, None]
        filled = (self.room[taken].sum() - self.room[taken])[None, :] + self.room[:, None] + wanted
        score = (value[None, :] + added) / filled
        score[self.taken] = -1
        score[(clashes > 0) | (length > self.bounds.syllables)] = -1
        one, other = np.unravel_index(int(np.argmax(score)), score.shape)
        if score[one, other] <= now + 1e-9:
            return False
        gone = int(taken[other])
        self.taken[gone] = False
        self.covered[self._pairs(gone)] -= 1
        self._take(int(one))
        return True

    def _take(self, place: int) -> None:
        self.taken[place] = True
        self.covered[self._pairs(place)] += 1

    def _pairs(self, place: int) -> NDArray[np.int64]:
        pairs: NDArray[np.int64] = self.holds.indices[self.holds.indptr[place] : self.holds.indptr[place + 1]]
        return pairs


def _overlaps(sentences: Sequence[Sentence]) -> Any:
    """Sentences × sentences, 1 where two share text of their document."""
    rows: list[int] = []
    columns: list[int] = []
    order = sorted(range(len(sentences)), key=lambda place: (sentences[place].document.id, sentences[place].start))
    for at, place in enumerate(order):
        one = sentences[place]
        for other_place in order[at + 1 :]:
            other = sentences[other_place]
            if other.document.id != one.document.id or other.start >= one.end:
                break
            rows += [place, other_place]
            columns += [other_place, place]
    return csr_matrix((np.ones(len(rows)), (rows, columns)), (len(sentences), len(sentences)))
