"""Learns which of the phrases around a number it measures: `workbench/analysis/indicator_weights.csv`.

    python -m tools.train_figures ../shared/data

A conditional logit model: for each labelled number the candidates share one probability, and the weights make that of
the right ones (Dice of their syllables with the label at least a half) as large as can be. Only the half of the labels
that rules are made on is read; `--folds 5` says how often the right phrase is taken on sentences left out, by document.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.figures import indicator_overlap, labelled_rows
from workbench.analysis import figures_choice
from workbench.analysis.figures_candidates import Place, Spans, candidates
from workbench.analysis.figures_prose import prose_figures
from workbench.analysis.figures_text import view_of

LABELS = Path(__file__).resolve().parents[2] / "tests" / "labels"
_SEEN = 3  # documents that a feature must occur in: fewer tell of one text, not of the language
_PENALTY = 3.0  # of the squared weights
_LEAST = 0.005  # a weight below it changes nothing


class Question(NamedTuple):
    """One labelled number: what document it is of, the features of its candidates, and how well each fits."""

    document: str
    features: list[dict[str, float]]
    overlaps: list[float]


def questions(rows: Sequence[dict[str, Any]]) -> list[Question]:
    """The labelled numbers with their candidates; figures before a number are taken as labelled."""
    found: list[Question] = []
    for row in rows:
        view = view_of(row["text"])
        left = list(row["figures"])

        def choice(place: Place, row: dict[str, Any] = row, plain: str = view.plain, left: list[Any] = left) -> Spans:
            label = next((one for one in left if _is_at(place, plain, one)), None)
            if label is None:
                return place.rule
            left.remove(label)
            ways = candidates(place)
            if not ways:
                return place.rule
            texts = [" ".join(plain[start:end] for start, end in spans) for spans in ways]
            overlaps = [indicator_overlap(text, label["indicator"] or "") for text in texts]
            features = [dict(figures_choice.features(place, spans, names)) for spans, names in ways.items()]
            found.append(Question(row.get("source", row["id"]), features, overlaps))
            return list(ways)[int(np.argmax(overlaps))]

        prose_figures(view, (), choice)
    return found


def _is_at(place: Place, plain: str, label: dict[str, Any]) -> bool:
    return label["value_text"] in plain[place.at : max(place.unit[0], place.at + len(label["value_text"]) + 16)]


def learn(asked: Sequence[Question]) -> dict[str, float]:
    """The weights of features."""
    asked = [question for question in asked if max(question.overlaps) >= 0.5]
    told = {(question.document, name) for question in asked for one in question.features for name in one}
    seen = Counter(name for _, name in told)
    names = {name: place for place, name in enumerate(sorted(name for name, count in seen.items() if count >= _SEEN))}
    rows, columns, values = [], [], []
    for at, one in enumerate(one for question in asked for one in question.features):
        for name, value in one.items():
            if name in names:
                rows.append(at)
                columns.append(names[name])
                values.append(value)
    sizes = [len(question.features) for question in asked]
    matrix = csr_matrix((values, (rows, columns)), shape=(sum(sizes), len(names)))
    group = np.repeat(np.arange(len(asked)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    overlaps = np.array([overlap for question in asked for overlap in question.overlaps])
    gain = np.where(overlaps >= 0.5, overlaps, 0.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        share = odds / np.add.reduceat(odds, starts)[group]
        right = np.add.reduceat(share * gain, starts)
        slope = matrix.T @ (share - share * gain / right[group]) + _PENALTY * weights
        return float(-np.log(right).sum() + _PENALTY / 2 * weights @ weights), slope

    solved = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return {name: float(solved.x[place]) for name, place in names.items()}


def right_share(asked: Sequence[Question], weights: dict[str, float]) -> float:
    """How often the best candidate is a right one."""
    right = 0
    for question in asked:
        scores = [sum(weights.get(name, 0.0) * value for name, value in one.items()) for one in question.features]
        right += question.overlaps[int(np.argmax(scores))] >= 0.5
    return right / len(asked)


def main() -> None:
    """Learn and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder of the real texts that labels point into")
    parser.add_argument("--folds", type=int, default=0, help="also measure on sentences left out")
    arguments = parser.parse_args()
    asked = questions(labelled_rows(LABELS, arguments.data, "develop"))
    print(f"{len(asked)} numbers; a right phrase is among the candidates of {_reachable(asked):.3f}")
    for fold in range(arguments.folds):
        out = [question for question in asked if _fold(question, arguments.folds) == fold]
        rest = [question for question in asked if _fold(question, arguments.folds) != fold]
        print(f"fold {fold}: {len(out)} numbers, right {right_share(out, learn(rest)):.3f}")
    weights = {name: round(weight, 3) for name, weight in learn(asked).items() if abs(weight) >= _LEAST}
    target = Path(figures_choice.__file__).with_name(figures_choice.WEIGHTS)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows(sorted(weights.items()))
    print(f"{len(weights)} weights; right on the sentences learnt from {right_share(asked, weights):.3f}")


def _reachable(asked: Sequence[Question]) -> float:
    return sum(max(question.overlaps) >= 0.5 for question in asked) / len(asked)


def _fold(question: Question, folds: int) -> int:
    return hashlib.sha256(question.document.encode("utf-8")).digest()[1] % folds


if __name__ == "__main__":
    main()
