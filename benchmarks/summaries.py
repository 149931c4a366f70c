"""Summaries of several documents on one matter against summaries written by people (ROUGE F1 on syllables).

DIR holds `clusters.jsonl`; every cluster becomes an archive of its own, one .txt file (title, then body) a document,
and the summary is asked for without a query. Summaries are whole sentences within a budget of syllables.
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Callable, Mapping, Sequence

from benchmarks.common import Figures, archive_of, mean, read_jsonl, run, stopwatch
from benchmarks.peers import fitting, lead_round_robin, text_rank, within
from benchmarks.scores import rouge, syllables
from workbench.documents.model import Citation
from workbench.workbench import Workbench

BASELINES: Mapping[str, Callable[[Sequence[str]], list[str]]] = {
    "lead_round_robin": lead_round_robin,
    "textrank": text_rank,
}
_DOCUMENTS = 50
_MOST_SENTENCES = 60
Scores = list[tuple[float, float, float]]


def measure(arguments: argparse.Namespace) -> Figures:
    """Sum up every cluster."""
    clusters = read_jsonl(arguments.data / "clusters.jsonl")
    ours: Scores = []
    others: dict[str, Scores] = {name: [] for name in BASELINES}
    times: list[float] = []
    for cluster in clusters:
        bodies = [item["body"] for item in cluster["docs"]]
        texts = {f"{place:03}": f"{item['title']}\n{item['body']}" for place, item in enumerate(cluster["docs"])}
        with archive_of(texts) as workbench:
            summary, seconds = summary_within(workbench, arguments.budget)
        times.append(seconds)
        ours.append(rouge(summary, cluster["references"]))
        for name, choose in BASELINES.items():
            others[name].append(rouge(within(choose(bodies), arguments.budget), cluster["references"]))
    return {
        "clusters": len(clusters),
        **figures(ours),
        "rouge2_se": statistics.stdev(score[1] for score in ours) / math.sqrt(len(ours)) if len(ours) > 1 else 0.0,
        "baselines": {name: figures(scores) for name, scores in others.items()},
        "ms_per_cluster": 1000 * mean(times),
    }


def summary_within(workbench: Workbench, budget: int) -> tuple[str, float]:
    """A summary of at most `budget` syllables, and the seconds of the last call that it took.

    The workbench counts sentences, not syllables: asked for one sentence more each time, it shows its order of
    preference; what fits is kept, as for the baselines, in the order in which it tells it.
    """
    preferred: list[Citation] = []
    shown: tuple[Citation, ...] = ()
    seconds = 0.0
    for count in range(1, _MOST_SENTENCES + 1):
        with stopwatch() as passed:
            found = workbench.summarize("", sentences=count, documents=_DOCUMENTS).sentences
        new = [sentence for sentence in found if sentence not in preferred]
        if not new:
            break
        preferred.extend(new)
        shown, seconds = found, passed()
        if sum(len(syllables(sentence.quote)) for sentence in preferred) > 2 * budget:
            break
    lengths = [len(syllables(sentence.quote)) for sentence in preferred]
    kept = [preferred[place] for place in fitting(lengths, budget)]
    return " ".join(sentence.quote for sentence in shown if sentence in kept), seconds


def figures(scores: Scores) -> dict[str, float]:
    """Means of ROUGE-1, -2 and -L."""
    names = ("rouge1", "rouge2", "rougeL")
    return {name: mean(score[place] for score in scores) for place, name in enumerate(names)}


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument("--budget", type=int, default=180, help="syllables of a summary (180)"),
    )


if __name__ == "__main__":
    main()
