"""Learn `workbench/analysis/sentence_ranking.csv`: `python -m tools.train_sentence_ranking ../shared/data`.

The folder holds `vn_mds/clusters.jsonl`, `vims/clusters.jsonl` (news with summaries by people) and
`party_docs/handbook.jsonl` (passages of an office handbook with their summaries). The product itself cuts, collects and
measures the sentences. Gradient-boosted trees learn, of a sentence, which share of its pairs of syllables the
references hold, and of a pair, in which share of the references it stands; every cluster weighs the same. Printed
first: ROUGE-2 of summaries of clusters that the trees have not seen (five parts), and of whole sets that they have not
seen, beside the lead of the same clusters.
"""

from __future__ import annotations

import argparse
import csv
import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor

from benchmarks.common import mean, read_jsonl, take
from benchmarks.peers import lead_round_robin, within
from benchmarks.scores import rouge, syllables
from workbench.analysis import sentence_ranking
from workbench.analysis.candidates import Sentence, collect
from workbench.analysis.sentence_features import PAIR_FEATURES, SENTENCE_FEATURES, Measured, Rows, measure
from workbench.analysis.sentence_ranking import TABLE, judge
from workbench.analysis.sentence_selection import select
from workbench.analysis.sentence_standing import spans
from workbench.analysis.summary import bounds_of

SENTENCE_TREES, PAIR_TREES = 100, 100
# What more documents say, or speak of in titles and beginnings, is never worth less.
SENTENCE_RISING = frozenset(("spread", "spread_two", "spread_three", "gain", "leads_of_others", "title", "titles"))
PAIR_RISING = frozenset(("documents", "spread", "title", "leads", "best", "mean", "sum", "best_by_document", "shared"))
PARTS, INNER = 5, 3
BUDGETS = {"vn_mds": 180, "vims": 230, "handbook": 0}
Models = tuple[HistGradientBoostingRegressor, HistGradientBoostingRegressor]


@dataclass(frozen=True)
class Cluster:
    """Documents to sum up, measured, with what people wrote."""

    kind: str
    bodies: list[str]
    references: list[str]
    sentences: list[Sentence]
    measured: Measured
    taken: Rows  # of each sentence the share of its pairs that the references hold
    held: Rows  # of each pair the share of the references that hold it

    @property
    def budget(self) -> int:
        """Syllables of a summary."""
        return BUDGETS[self.kind] or len(syllables(self.references[0]))


def clusters_of(folder: Path) -> Iterator[Cluster]:
    """All clusters of the three sets."""
    for kind in ("vn_mds", "vims"):
        for row in read_jsonl(folder / kind / "clusters.jsonl"):
            yield from _cluster(kind, [(item["title"], item["body"]) for item in row["docs"]], row["references"])
    for row in read_jsonl(folder / "party_docs" / "handbook.jsonl"):
        if row["summary"] and row["detail"]:
            yield from _cluster("handbook", [(row["title"], row["detail"])], [row["summary"]])


def _cluster(kind: str, texts: Sequence[tuple[str, str]], references: list[str]) -> Iterator[Cluster]:
    documents = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (title, body) in enumerate(texts):
            file = Path(folder) / f"{number:03}.txt"
            file.write_text(f"{title}\n{body}", encoding="utf-8", newline="\n")
            _, document, _ = take(file)
            if document is not None:
                documents.append(document)
    sentences = [one for one in collect(documents, "") if one.pairs]
    if not sentences:
        sys.stdout.write(f"{kind}: nothing to quote in {texts[0][0]!r}; not counted\n")
        return
    measured = measure(sentences)
    said = [set(pairwise(syllables(reference))) for reference in references]
    held = np.array([sum(pair in one for one in said) / len(said) for pair in measured.pairs])
    taken = (measured.holds @ held) / np.maximum(np.asarray(measured.holds.sum(axis=1)).ravel(), 1)
    yield Cluster(kind, [body for _, body in texts], references, sentences, measured, taken, held)


def _trees(
    count: int, rate: float, least: int, names: Sequence[str], rising: frozenset[str]
) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        max_iter=count,
        learning_rate=rate,
        max_leaf_nodes=8,
        min_samples_leaf=least,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
        monotonic_cst=[int(name in rising) for name in names],
    )


def _stacked(parts: Iterable[Rows], targets: Iterable[Rows]) -> tuple[Rows, Rows, Rows]:
    """All rows, their targets, and weights that make every cluster weigh the same."""
    wanted = list(targets)
    usual = mean(map(len, wanted))
    return (
        np.vstack(list(parts)),
        np.concatenate(wanted),
        np.concatenate([np.full(len(y), usual / len(y)) for y in wanted]),
    )


def _fit_sentences(clusters: Sequence[Cluster]) -> HistGradientBoostingRegressor:
    rows, wanted, weights = _stacked((one.measured.features for one in clusters), (one.taken for one in clusters))
    return _trees(SENTENCE_TREES, 0.06, 40, SENTENCE_FEATURES, SENTENCE_RISING).fit(rows, wanted, sample_weight=weights)


def learn(clusters: Sequence[Cluster]) -> Models:
    """The trees for sentences and for pairs; the latter see sentences judged by trees that did not know them."""
    unseen: dict[int, Rows] = {}
    for part in range(INNER):
        model = _fit_sentences([one for place, one in enumerate(clusters) if place % INNER != part])
        for place in range(part, len(clusters), INNER):
            unseen[place] = model.predict(clusters[place].measured.features)
    rows, wanted, weights = _stacked(
        (one.measured.pair_features(unseen[place]) for place, one in enumerate(clusters)),
        (one.held for one in clusters),
    )
    pairs = _trees(PAIR_TREES, 0.08, 100, PAIR_FEATURES, PAIR_RISING).fit(rows, wanted, sample_weight=weights)
    return _fit_sentences(clusters), pairs


def score(one: Cluster, models: Models) -> float:
    """ROUGE-2 of a summary of one cluster."""
    _, chance = judge(one.measured, *models)
    bounds = bounds_of(None, one.budget, len(one.bodies))
    found = spans(one.sentences, one.measured.holds)
    chosen = select(found.sentences, found.holds, found.lengths, chance, bounds, found.room)
    texts = [found.sentences[place] for place in chosen]
    return rouge(" ".join(item.document.text[item.start : item.end] for item in texts), one.references)[1]


def report(name: str, clusters: Sequence[Cluster], scored: Callable[[int], float]) -> None:
    """Print mean and standard error for each set, beside the lead."""
    for kind in BUDGETS:
        those = [place for place, one in enumerate(clusters) if one.kind == kind]
        ours = [scored(place) for place in those]
        lead = mean(
            rouge(within(lead_round_robin(clusters[at].bodies), clusters[at].budget), clusters[at].references)[1]
            for at in those
        )
        error = statistics.stdev(ours) / math.sqrt(len(ours))
        sys.stdout.write(f"{name}: {kind} ROUGE-2 {mean(ours):.2f} ± {error:.2f}, lead {lead:.2f}\n")
        sys.stdout.flush()


def write(models: Models, file: Path) -> None:
    """The trees as a table: model, tree, feature, threshold, left, right, value (tree -1: what all start from)."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("model", "tree", "feature", "threshold", "left", "right", "value"))
        for name, model in zip(("sentence", "pair"), models, strict=True):
            writer.writerow((name, -1, "", "", "", "", f"{float(np.ravel(model._baseline_prediction)[0]):.6f}"))
            for number, (tree,) in enumerate(model._predictors):
                for node in tree.nodes:
                    writer.writerow((name, number, *_node(node)))


def _node(node: Any) -> tuple[object, ...]:
    if node["is_leaf"]:
        return "", "", "", "", f"{node['value']:.6f}"
    return node["feature_idx"], f"{node['num_threshold']:.6g}", node["left"], node["right"], ""


def main() -> None:
    """Measure, learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(sentence_ranking.__file__).with_name(TABLE))
    parser.add_argument("--no-validation", action="store_true", help="only learn and write")
    arguments = parser.parse_args()
    clusters = list(clusters_of(arguments.folder))
    if not arguments.no_validation:
        part = np.random.RandomState(0).randint(0, PARTS, len(clusters))
        seen = [learn([one for at, one in enumerate(clusters) if part[at] != cut]) for cut in range(PARTS)]
        report("other clusters", clusters, lambda at: score(clusters[at], seen[part[at]]))
        others = {kind: learn([one for one in clusters if one.kind != kind]) for kind in BUDGETS}
        report("other sets", clusters, lambda at: score(clusters[at], others[clusters[at].kind]))
    write(learn(clusters), arguments.out)


if __name__ == "__main__":
    main()
