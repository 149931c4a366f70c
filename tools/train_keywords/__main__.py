"""Learn the weights of `workbench.analysis.keywords_score`: `python -m tools.train_keywords ../shared/data/news`.

The folder holds `articles.jsonl.gz`. Articles from number 20,000 on are learned from, in lots of 300 that stand for an
archive each; the benchmark `keywords` measures on the first ones. A word is right when the headline has it; the text
that is looked at never holds the headline.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.common import read_articles
from benchmarks.keywords import article_text, title_words
from workbench.analysis import keywords_score
from workbench.analysis.keywords_phrases import count_phrases
from workbench.analysis.keywords_score import FEATURES, word_features
from workbench.documents.model import Header
from workbench.documents.title import display_title
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import tokens

WEIGHTS = Path(keywords_score.__file__).with_name("keywords_weights.csv")
FIRST = 20_000
LOT = 300


def lot_rows(articles: Sequence[Mapping[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """The features of the words of some articles that stand for an archive, and whether the headline has them."""
    texts = [article_text(row) for row in articles]
    frequency: Counter[str] = Counter()
    for text in texts:
        keys = [item.key for item in tokens(text)]
        frequency.update({*keys, *(" ".join(pair) for pair in pairwise(keys))})
    scale = math.log(len(texts) + 1.0)

    def rarity(key: str) -> float:
        syllables = key.lower().split()
        parts = [" ".join(pair) for pair in pairwise(syllables)] or [key.lower()]
        return sum(math.log((len(texts) + 1) / (frequency[part] + 0.5)) for part in parts) / len(parts) / scale

    features, right = [], []
    for row, text in zip(articles, texts, strict=True):
        headline = set(title_words(row["title"]))
        counted = count_phrases(text)
        shown = " ".join(item.key for item in tokens(display_title(Header(), text)))
        told = [key not in stop_words() for key in counted.keys]
        features.append(word_features(counted, shown, rarity)[told])
        right += [key.lower() in headline for key, says in zip(counted.keys, told, strict=True) if says]
    return np.concatenate(features), np.array(right)


def main(argv: Sequence[str] | None = None) -> None:
    """Learn and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=3_000, help="how many to learn from (3,000)")
    arguments = parser.parse_args(argv)
    articles = read_articles(arguments.folder, FIRST + arguments.articles)[FIRST:]
    lots = [lot_rows(articles[start : start + LOT]) for start in range(0, len(articles), LOT)]
    seen, right = np.concatenate([rows for rows, _ in lots]), np.concatenate([told for _, told in lots])
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(C=1.0, max_iter=2_000).fit(scaler.transform(seen), right)
    weights = model.coef_[0] / scaler.scale_
    constant = float(model.intercept_[0] - weights @ scaler.mean_)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("feature", "weight"))
        table.writerows((name, f"{weight:.5f}") for name, weight in zip(FEATURES, weights, strict=True))
        table.writerow(("constant", f"{constant:.5f}"))
    learned = f"{len(right):,} words of {len(articles):,} articles, {right.mean():.1%} of them in headlines"
    sys.stdout.write(f"{learned}: {WEIGHTS}\n")


if __name__ == "__main__":
    main()
