"""How much a word says what its text is about: a logistic regression over a few features of the word.

The weights (`keywords_weights.csv`) come from `tools/train_keywords`: the words of news texts, told by whether the
headline, which the model does not see, has them. A phrase is worth what its words are worth together.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Collection
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.keywords_phrases import TAGS, TextPhrases
from workbench.index.engine import SearchEngine, pair_term

FEATURES = (
    "count",
    "rarity",
    "count × rarity",
    "first word",
    "title",
    "title × rarity",
    "first share",
    "two syllables",
    "three syllables",
    *TAGS,
    "capitals",
    "sentences",
    "spread",
    "length",
    "rarity²",
    "two syllables × rarity",
    "count²",
    "count × length",
)
"""The columns of `word_features`."""

Rarity = Callable[[str], float]
"""How rare a word (its key) is in the archive: 0 for one in every document, 1 for one in none."""


def word_features(
    text: TextPhrases, title: str, rarity: Rarity, needed: Collection[int] | None = None
) -> NDArray[np.float64]:
    """The features of each word of a text: one row a word, in the order of `text.keys`; columns `FEATURES`.

    Args:
        text: the words.
        title: keys of the syllables of the document's title, parted by spaces.
        rarity: of a word in the archive.
        needed: the words that matter; the rows of others mean nothing. All by default.
    """
    if not text.keys:
        return np.zeros((0, len(FEATURES)))
    spaced = f" {title} "
    count = np.log(np.array(text.counts, float))
    wanted = range(len(text.keys)) if needed is None else needed
    rare = np.array([rarity(key) if number in wanted else 0.0 for number, key in enumerate(text.keys)])
    first = np.array(text.first, float)
    titled = np.array([f" {key.lower()} " in spaced for key in text.keys], float)
    syllables = np.array([key.count(" ") + 1 for key in text.keys])
    length = float(max(text.length, 1))
    two = (syllables > 1).astype(float)
    log_length = np.full(len(count), math.log(length))
    tags = np.array(text.tags)
    columns = [
        count,
        rare,
        count * rare,
        np.log1p(first),
        titled,
        titled * rare,
        first / length,
        two,
        (syllables > 2).astype(float),
        *((tags == number).astype(float) for number in range(len(TAGS))),
        np.array(text.capitals, float) / np.array(text.counts, float),
        np.log(np.maximum(np.array(text.sentences, float), 1.0)),
        (np.array(text.last, float) - first) / length,
        log_length,
        rare * rare,
        two * rare,
        count * count,
        count * log_length,
    ]
    return np.column_stack(columns)


def word_weights(text: TextPhrases, title: str, rarity: Rarity, needed: Collection[int]) -> NDArray[np.float64]:
    """The logarithm of how probable it is, for each needed word of a text, that it says what the text is about."""
    weights, constant = _weights()
    odds = word_features(text, title, rarity, needed) @ weights + constant
    likely: NDArray[np.float64] = -np.logaddexp(0.0, -odds)
    return likely


def rarity_in(engine: SearchEngine) -> tuple[Rarity, float]:
    """How rare a word is in an archive; and the logarithm of its size, by which rarity was divided."""
    archive = max(engine.document_count(), 1)
    scale = math.log(archive + 1.0) or 1.0

    @cache
    def of(field: str, term: str) -> float:
        return math.log((archive + 1) / (min(engine.document_frequency(field, term), archive) + 0.5))

    @cache
    def rarity(key: str) -> float:
        syllables = key.lower().split()
        # The mean over its pairs: the rarest one alone would favour chance neighbours ("tác cải").
        rare = [of("pair", pair_term(*pair)) for pair in pairwise(syllables)] or [of("body", key.lower())]
        return sum(rare) / len(rare) / scale

    return rarity, scale


@cache
def _weights() -> tuple[NDArray[np.float64], float]:
    table = files(__package__).joinpath("keywords_weights.csv").read_text(encoding="utf-8")
    weights = {row["feature"]: float(row["weight"]) for row in csv.DictReader(table.splitlines())}
    return np.array([weights[name] for name in FEATURES]), weights["constant"]
