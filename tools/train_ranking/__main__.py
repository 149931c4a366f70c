"""Learn the weights of `workbench.search.rerank`: `python -m tools.train_ranking ../shared/data/alqac`.

The folder holds `corpus.jsonl` and `queries.jsonl` as for `benchmarks.retrieval`. The product itself finds the
candidates and measures them; a logistic regression learns which of them answers. Printed first: what the model reaches
on questions that it has not seen (five parts, three ways to cut them).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Collection, Sequence
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.common import archive_of, mean, read_jsonl
from workbench.search import rerank
from workbench.search.rerank import FEATURES, WINDOW, Question, features, with_differences
from workbench.vietnamese.syllables import tokens
from workbench.workbench import Workbench

WEIGHTS = Path(rerank.__file__).with_name("ranking.csv")
STRENGTH = 3.0  # inverse of the regularisation
Rows = NDArray[np.float64]


def measured(workbench: Workbench, question: str, wanted: Collection[str]) -> tuple[Rows, NDArray[np.bool_]]:
    """The figures of a question's candidates, and which of them answer it."""
    searcher = workbench.searcher()
    found = searcher.candidates(question, WINDOW)
    asked = Question(tokens(question), searcher.engine)
    rows = [features(asked, document, score, tokens(document.text)) for document, score in found]
    right = [PurePath(document.path).stem in wanted for document, _ in found]
    return np.array(rows).reshape(-1, len(FEATURES)), np.array(right, bool)


def learn(questions: Sequence[tuple[Rows, NDArray[np.bool_]]]) -> tuple[Rows, float]:
    """Weights for `with_differences(rows)`, and the bias."""
    seen = np.vstack([with_differences(rows) for rows, _ in questions if len(rows)])
    right = np.concatenate([found for rows, found in questions if len(rows)])
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(C=STRENGTH, max_iter=10_000).fit(scaler.transform(seen), right)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def held_out(questions: Sequence[tuple[Rows, NDArray[np.bool_]]], seed: int, parts: int = 5) -> tuple[float, float]:
    """R@1 and MRR@10 over questions that were not learned from (of those answers that were candidates at all)."""
    part = np.random.RandomState(seed).randint(0, parts, len(questions))
    first, reciprocal = [], []
    for number in range(parts):
        weights, bias = learn([item for item, of in zip(questions, part, strict=True) if of != number])
        for (rows, right), of in zip(questions, part, strict=True):
            if of == number:
                verdict = with_differences(rows) @ weights + bias if len(rows) else np.array([])
                order = right[np.argsort(-verdict, kind="stable")][:10]
                rank = int(np.argmax(order)) + 1 if order.any() else 0
                first.append(float(rank == 1))
                reciprocal.append(1 / rank if rank else 0.0)
    return mean(first), mean(reciprocal)


def main() -> None:
    """Measure, learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    texts = {row["id"]: f"{row['title']}\n{row['text']}" for row in read_jsonl(arguments.folder / "corpus.jsonl")}
    with archive_of(texts) as workbench:
        questions = [
            measured(workbench, row["text"], row["relevant"]) for row in read_jsonl(arguments.folder / "queries.jsonl")
        ]
    for seed in range(3):
        r_at_1, mrr = held_out(questions, seed)
        sys.stdout.write(f"held out, cut {seed}: R@1 {r_at_1:.4f}  MRR@10 {mrr:.4f}\n")
    weights, bias = learn(questions)
    with arguments.out.open("w", encoding="utf-8", newline="\n") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight", "difference"))
        for name, weight, difference in zip(FEATURES, weights, weights[len(FEATURES) :], strict=False):
            writer.writerow((name, f"{weight:.4f}", f"{difference:.4f}"))
        writer.writerow(("bias", f"{bias:.4f}", ""))


if __name__ == "__main__":
    main()
