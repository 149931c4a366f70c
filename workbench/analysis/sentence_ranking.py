"""What sentences and their pairs are worth to a summary, learned from summaries that people wrote.

Two small sets of regression trees, in `sentence_ranking.csv`: the first tells how much of a sentence people would take
over, the second how likely a pair of syllables stands in their summary. Made by `tools/train_sentence_ranking.py`,
whose text names what they were learned from.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.sentence_features import PAIR_FEATURES, Measured, Rows

TABLE = "sentence_ranking.csv"
_SHARED = 0.3  # what a pair that all other documents hold is worth more


class Predicts(Protocol):
    """A model that tells one figure a row."""

    def predict(self, rows: Rows, /) -> Rows:
        """One figure a row."""


class Trees:
    """A sum of regression trees; a row goes left where its feature is at most the threshold.

    Args:
        trees: for each tree its nodes: (feature or -1 for a leaf, threshold, left, right, value).
        base: what is added to the sum.
    """

    def __init__(self, trees: list[list[tuple[int, float, int, int, float]]], base: float) -> None:
        self.base = base
        self._trees = [
            (
                np.array([node[0] for node in tree], np.int64),
                np.array([node[1] for node in tree]),
                np.array([node[2] for node in tree], np.int64),
                np.array([node[3] for node in tree], np.int64),
                np.array([node[4] for node in tree]),
            )
            for tree in trees
        ]

    def predict(self, rows: Rows) -> Rows:
        """One figure a row."""
        total = np.full(len(rows), self.base)
        for feature, threshold, left, right, value in self._trees:
            total += value[self._leaves(rows, feature, threshold, left, right)]
        return total

    @staticmethod
    def _leaves(
        rows: Rows,
        feature: NDArray[np.int64],
        threshold: Rows,
        left: NDArray[np.int64],
        right: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        nodes = np.zeros(len(rows), np.int64)
        moving = np.arange(len(rows))
        while len(moving):
            at = nodes[moving]
            inner = feature[at] >= 0
            moving, at = moving[inner], at[inner]
            goes_left = rows[moving, feature[at]] <= threshold[at]
            nodes[moving] = np.where(goes_left, left[at], right[at])
        return nodes


def worth(measured: Measured) -> tuple[Rows, Rows]:
    """Of each sentence the share that people would take over, of each pair the chance to stand in their summary."""
    models = shipped()
    return judge(measured, models["sentence"], models["pair"])


def judge(measured: Measured, sentence: Predicts, pair: Predicts) -> tuple[Rows, Rows]:
    """As `worth`, by these models. What other documents say too is worth a little more than the trees tell.

    The trees know nothing of the smallest cases, where two documents say one thing and a third another.
    """
    sentences = sentence.predict(measured.features)
    features = measured.pair_features(sentences)
    chance = np.clip(pair.predict(features), 0.0, 1.0)
    return sentences, chance * (1.0 + _SHARED * features[:, PAIR_FEATURES.index("spread")])


@cache
def shipped() -> dict[str, Trees]:
    """The trees that come with the package, by what they judge: "sentence", "pair"."""
    trees: dict[str, list[list[tuple[int, float, int, int, float]]]] = {}
    bases: dict[str, float] = {}
    text = files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        model, number = row["model"], int(row["tree"])
        if number < 0:
            bases[model] = float(row["value"])
            continue
        held = trees.setdefault(model, [])
        if number == len(held):
            held.append([])
        leaf = row["feature"] == ""
        held[number].append(
            (
                -1 if leaf else int(row["feature"]),
                0.0 if leaf else float(row["threshold"]),
                0 if leaf else int(row["left"]),
                0 if leaf else int(row["right"]),
                float(row["value"]) if leaf else 0.0,
            )
        )
    return {model: Trees(held, bases[model]) for model, held in trees.items()}
