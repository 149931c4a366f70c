"""Extractive summaries: greedy coverage of the pairs of syllables that many documents share.

Every sentence is verbatim and cited. A pair weighs as many documents as hold it; a sentence gains what it adds to what
the summary already covers, so that nothing is said twice.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

import pandas as pd

from workbench.analysis.candidates import Pair, Sentence, collect
from workbench.documents.model import Citation, Document

_LENGTH_POWER = 0.6  # a sentence twice as long must add about one and a half times as much
_EARLY = 0.3  # what standing at the beginning of a document adds
_BASE_RELEVANCE = 0.15  # what a sentence that holds none of the query's words is still worth


@dataclass(frozen=True)
class Summary:
    """Sentences in reading order, each a verbatim citation.

    Attributes:
        query: what was asked.
        documents: how many documents it was drawn from.
    """

    query: str
    documents: int
    sentences: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The sentences one after another."""
        return " ".join(" ".join(sentence.quote.split()) for sentence in self.sentences)

    def to_frame(self) -> pd.DataFrame:
        """One row a sentence: text, symbol, title, page, passage, path."""
        rows = [(item.quote, item.symbol, item.title, item.page, item.passage, item.path) for item in self.sentences]
        return pd.DataFrame(rows, columns=["text", "symbol", "title", "page", "passage", "path"])


def summarize(documents: Sequence[Document], query: str, sentences: int = 8) -> Summary:
    """Sum up documents, best first as a search found them, in at most `sentences` sentences."""
    chosen = choose(collect(documents, query), sentences)
    return Summary(query, len(documents), tuple(item.document.cite(item.start, item.end) for item in in_order(chosen)))


def choose(candidates: Sequence[Sentence], count: int, per_document: int | None = None) -> list[Sentence]:
    """The sentences that together cover most, by greedy choice.

    Args:
        candidates: sentences to choose from.
        count: how many at most.
        per_document: how many at most from one document.
    """
    weights = _pair_weights(candidates)
    covered: set[Pair] = set()
    used: Counter[str] = Counter()
    chosen: list[Sentence] = []
    # What a sentence adds can only fall as more is covered: one whose figure is renewed and still leads is the best.
    heap = [(-_gain(item, weights, covered), item.rank, item.start, place) for place, item in enumerate(candidates)]
    heapify(heap)
    while heap and len(chosen) < count:
        place = heap[0][3]
        item = candidates[place]
        if per_document is not None and used[item.document.id] >= per_document:
            heappop(heap)
            continue
        gain = _gain(item, weights, covered)
        if -gain > heap[0][0]:
            heapreplace(heap, (-gain, item.rank, item.start, place))
            continue
        if gain <= 0:
            break
        heappop(heap)
        chosen.append(item)
        covered |= item.pairs
        used[item.document.id] += 1
    return chosen


def in_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """In the order in which a person tells it: by document, best first, and by place in it."""
    return sorted(chosen, key=lambda item: (item.rank, item.start))


def _pair_weights(candidates: Sequence[Sentence]) -> dict[Pair, float]:
    holders: dict[Pair, set[Hashable]] = {}
    times: Counter[Pair] = Counter()
    for item in candidates:
        for pair in item.pairs:
            holders.setdefault(pair, set()).add(_identity(item.document))
            times[pair] += 1
    # What only one sentence says is a detail; what one document repeats still counts a little.
    return {pair: len(ids) + 0.2 * min(times[pair], 5) - 1.0 for pair, ids in holders.items()}


def _identity(document: Document) -> Hashable:
    """What makes a document one: two files of the same document must not count as two that say so."""
    header = document.header
    return (header.symbol, header.issuer, header.date) if header.symbol else document.id


def _gain(item: Sentence, weights: dict[Pair, float], covered: set[Pair]) -> float:
    added = sum(weights[pair] for pair in item.pairs - covered)
    early = 1.0 + _EARLY * (1.0 - item.place)
    return added * early * (_BASE_RELEVANCE + item.relevance) / math.pow(item.length, _LENGTH_POWER)
