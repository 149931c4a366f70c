"""Orders the best answers to a question anew, by the passage in each that answers best.

An engine ranks whole documents; a question is answered by a paragraph. The first documents found are cut into their
passages, every passage (with the title before it) is scored by BM25 over syllables and pairs, and a linear model
weighs the best passage against the rest. Its weights come from `tools/train_ranking` (decision 19).
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.documents.model import Document
from workbench.index.engine import SearchEngine, pair_term
from workbench.vietnamese.syllables import Syllable, tokens

WINDOW = 30
"""How many of an engine's best documents are looked at."""

FEATURES = (
    "engine",  # the engine's score
    "document",  # BM25 of the whole document, whatever its length
    "passage",  # the best passage's score
    "second",  # the second best passage's score
    "passage_words",  # share of the question's syllables, by idf, in the best passage and the title
    "passage_pairs",  # the same of its pairs
    "words",  # share of the question's syllables, by idf, anywhere in the document
    "pairs",
    "title_asked",  # share of the title's syllables, by idf, that the question holds
    "title_pairs_asked",
    "title_words",  # share of the question's syllables, by idf, in the title
    "length",  # logarithm of the document's syllables
    "passages",  # logarithm of its passages
)
"""What is measured of a document; the model also sees each figure less the highest of the question's documents."""

_PAIR = 1.5
_K1, _B = 1.2, 0.75
_USUAL_PASSAGE = 60  # syllables, title included

Grams = list[str]
Syllables = Callable[[Document], Sequence[Syllable]]


class Question:
    """What is asked, with the weights of its syllables and pairs in one archive."""

    def __init__(self, syllables: Sequence[Syllable], engine: SearchEngine) -> None:
        words, pairs = _grams(syllables)
        self._engine = engine
        self._documents = engine.document_count()
        self._word_idf: dict[str, float] = {}
        self._pair_idf: dict[str, float] = {}
        self.words, self.pairs = frozenset(words), frozenset(pairs)
        self.word_sum = math.fsum(map(self.word_idf, sorted(self.words))) or 1.0
        self.pair_sum = math.fsum(map(self.pair_idf, sorted(self.pairs))) or 1.0
        self.most = self.word_sum + _PAIR * self.pair_sum

    def word_idf(self, word: str) -> float:
        """How rare a syllable is in the archive."""
        return self._idf(self._word_idf, "body", word)

    def pair_idf(self, pair: str) -> float:
        """How rare a pair is."""
        return self._idf(self._pair_idf, "pair", pair)

    def _idf(self, known: dict[str, float], field: str, term: str) -> float:
        if term not in known:
            count = self._engine.document_frequency(field, term)
            known[term] = math.log(1 + max(self._documents - count + 0.5, 0.5) / (count + 0.5))
        return known[term]


def rerank(
    found: Sequence[tuple[Document, float]], asked: Sequence[Syllable], engine: SearchEngine, syllables: Syllables
) -> list[tuple[Document, float]]:
    """The documents in a new order, best first, with scores above those of the engine.

    Args:
        found: the engine's best documents with their scores, best first; at most `WINDOW`.
        asked: the syllables of the question.
        engine: knows how rare they are.
        syllables: gives the syllables of a document's text (kept by the caller, who needs them again).
    """
    if len(found) < 2:
        return list(found)
    question = Question(asked, engine)
    rows = np.array([features(question, document, score, syllables(document)) for document, score in found])
    chances = 1 / (1 + np.exp(-judge(rows)))
    order = sorted(range(len(found)), key=lambda place: (-chances[place], place))
    top = found[0][1]
    return [(found[place][0], top + float(chances[place])) for place in order]


def judge(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The model's verdict on the documents of one question: the higher the likelier; one row of FEATURES each."""
    weights, bias = _model()
    return with_differences(rows) @ weights + bias


def with_differences(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The figures, and each of them less the highest of its column."""
    return np.hstack([rows, rows - rows.max(axis=0)])


def features(question: Question, document: Document, score: float, syllables: Sequence[Syllable]) -> list[float]:
    """The figures of FEATURES for one document.

    Args:
        question: what is asked.
        document: what was found.
        score: its score by the engine.
        syllables: those of its text.
    """
    title_words, title_pairs = map(frozenset, _grams(tokens(document.title)))
    in_title = title_words & question.words, title_pairs & question.pairs
    scored: list[tuple[float, float, float]] = []
    words, pairs = Counter(in_title[0]), Counter(in_title[1])
    for passage in _passages(document, syllables):
        passage_words, passage_pairs = _grams(passage)
        hit_words = Counter(word for word in passage_words if word in question.words)
        hit_pairs = Counter(pair for pair in passage_pairs if pair in question.pairs)
        words.update(hit_words)
        pairs.update(hit_pairs)
        hit_words.update(in_title[0])
        hit_pairs.update(in_title[1])
        length = (len(passage) + len(title_words)) / _USUAL_PASSAGE
        scored.append(_score(question, hit_words, hit_pairs, _K1 * (1 - _B + _B * length)))
    scored.sort(reverse=True)
    best, second = (*scored, (0.0,) * 3, (0.0,) * 3)[:2]
    title_sum = _sum(question.word_idf, title_words) or 1.0
    title_pair_sum = _sum(question.pair_idf, title_pairs) or 1.0
    return [
        score / question.most,
        _score(question, words, pairs, _K1)[0] / question.most,
        best[0] / question.most,
        second[0] / question.most,
        best[1],
        best[2],
        _sum(question.word_idf, words) / question.word_sum,
        _sum(question.pair_idf, pairs) / question.pair_sum,
        _sum(question.word_idf, in_title[0]) / title_sum,
        _sum(question.pair_idf, in_title[1]) / title_pair_sum,
        _sum(question.word_idf, in_title[0]) / question.word_sum,
        math.log1p(len(syllables)),
        math.log1p(len(document.passages)),
    ]


def _score(question: Question, words: Counter[str], pairs: Counter[str], norm: float) -> tuple[float, float, float]:
    """BM25 of a text, `norm` below the line, and the shares of the question's syllables and pairs that it holds."""
    total = 0.0
    for counts, idf, weight in ((words, question.word_idf, 1.0), (pairs, question.pair_idf, _PAIR)):
        total += weight * sum(idf(term) * times * (_K1 + 1) / (times + norm) for term, times in counts.items())
    return total, _sum(question.word_idf, words) / question.word_sum, _sum(question.pair_idf, pairs) / question.pair_sum


def _sum(idf: Callable[[str], float], terms: Sequence[str] | set[str] | frozenset[str] | Counter[str]) -> float:
    return math.fsum(idf(term) for term in terms)


def _passages(document: Document, syllables: Sequence[Syllable]) -> Iterator[Sequence[Syllable]]:
    """The syllables of each passage."""
    place = 0
    for passage in document.passages:
        while place < len(syllables) and syllables[place].start < passage.start:
            place += 1
        first = place
        while place < len(syllables) and syllables[place].start < passage.end:
            place += 1
        if place > first:
            yield syllables[first:place]


def _grams(syllables: Sequence[Syllable]) -> tuple[Grams, Grams]:
    """Keys, and pairs of those that stand side by side."""
    pairs = [
        pair_term(first.key, second.key)
        for first, second in pairwise(syllables)
        if second.position == first.position + 1
    ]
    return [item.key for item in syllables], pairs


@cache
def _model() -> tuple[NDArray[np.float64], float]:
    """The weights of FEATURES, then of their differences, and the bias."""
    text = files(__package__).joinpath("ranking.csv").read_text(encoding="utf-8")
    rows = {row["feature"]: row for row in csv.DictReader(text.splitlines())}
    values = [float(rows[name]["weight"]) for name in FEATURES]
    differences = [float(rows[name]["difference"]) for name in FEATURES]
    return np.array(values + differences), float(rows["bias"]["weight"])
