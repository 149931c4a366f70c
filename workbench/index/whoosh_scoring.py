"""The scores of `ranking.py` for Whoosh, which counts BM25 otherwise and keeps field lengths more roughly."""

from __future__ import annotations

from typing import Any

from whoosh.scoring import BaseScorer, WeightingModel, WeightScorer
from whoosh.searching import Searcher

from workbench.index.document import TEXT_FIELDS
from workbench.index.ranking import length_norms, term_weight


def length_column(field: str) -> str:
    """The column with the lengths of a text field; folded twins are as long as what they were made from."""
    return f"{field.removesuffix('_fold')}_length"


class Bm25(WeightingModel):
    """BM25 over one snapshot (a Searcher over the whole index)."""

    def __init__(self) -> None:
        self._norms: dict[tuple[str, int], list[float]] = {}
        self._readers: list[Any] = []  # the norms' keys are their ids

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> BaseScorer:
        """The scorer of a term in one segment."""
        if fieldname not in TEXT_FIELDS:
            return WeightScorer.for_(searcher, fieldname, text)  # it stands in a constant: nobody asks
        whole = searcher.get_parent()
        weight = term_weight(whole.doc_count_all(), whole.doc_frequency(fieldname, text))
        return _Scorer(weight, self._lengths_of(whole, searcher, fieldname))

    def _lengths_of(self, whole: Searcher, part: Searcher, field: str) -> list[float]:
        column = length_column(field)
        reader = part.reader()
        if (column, id(reader)) not in self._norms:
            leaves = [leaf for leaf, _ in whole.reader().leaf_readers()]
            lengths = [list(leaf.column_reader(column).load()) for leaf in leaves]
            count = whole.doc_count_all()
            average = sum(map(sum, lengths)) / count if count else 0.0
            self._readers += leaves
            for leaf, held in zip(leaves, lengths, strict=True):
                self._norms[column, id(leaf)] = length_norms(held, average)
        return self._norms[column, id(reader)]


class _Scorer(BaseScorer):
    def __init__(self, weight: float, norms: list[float]) -> None:
        self._weight = weight
        self._norms = norms

    def score(self, matcher: Any) -> float:
        frequency: float = matcher.weight()
        score: float = self._weight * frequency / (frequency + self._norms[matcher.id()])
        return score

    def max_quality(self) -> float:
        return self._weight

    def block_quality(self, matcher: Any) -> float:
        return self._weight
