"""A linear model that tells what section a sentence sounds like.

The weights (`section_weights.csv`; what they were made from is told in `section_weights.txt`) are multinomial logistic
regression, a row a feature, a column a section, in hundredths. `tools/train_sections` makes them.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.documents.section_features import features, weight_of_words

OTHER = "khac"
"""What stands in no section of a report: the frame of a document, rulings, stories."""


class _Model(NamedTuple):
    sections: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float64]


def section_scores(sentence: str, before: str = "") -> dict[str, float]:
    """How much a sentence sounds like each section and `OTHER` (logarithms of odds, up to a common constant).

    Args:
        sentence: one sentence.
        before: the sentence before it in its document, where there is one.
    """
    sections, places, weights = _model()
    grams, others = features(sentence, before)
    find = places.get
    known = [place for place in map(find, grams) if place is not None]
    total = weights[places["=bias"]]
    if known:
        total = total + np.add.reduce(weights.take(known, axis=0)) * weight_of_words(len(known))
    rest = [(place, value) for name, value in others.items() if (place := find(name)) is not None]
    if rest:
        rows, values = zip(*rest, strict=True)
        total = total + np.dot(values, weights.take(rows, axis=0))
    return dict(zip(sections, total.tolist(), strict=True))


@cache
def _model() -> _Model:
    text = files("workbench.documents").joinpath("section_weights.csv").read_text(encoding="utf-8")
    head, *rows = csv.reader(text.splitlines())
    weights = np.array([[int(cell or 0) for cell in row[1:]] for row in rows], dtype=np.float64) / 100
    return _Model(tuple(head[1:]), {row[0]: place for place, row in enumerate(rows)}, weights)
