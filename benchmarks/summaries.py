"""Summaries of several documents on one matter against summaries written by people (ROUGE F1 on syllables).

DIR holds `clusters.jsonl`; every cluster becomes an archive of its own, one .txt file (title, then body) a document,
and the summary is asked for without a query. Summaries are whole sentences within a budget of syllables; means with
standard errors. Syllables: lower case, one tone placement, no punctuation.
"""

from __future__ import annotations

import argparse
import math
import statistics
from collections.abc import Callable, Mapping, Sequence

from benchmarks.common import Figures, archive_of, mean, read_jsonl, run, stopwatch
from benchmarks.peers import lead_round_robin, lex_rank, text_rank, within
from benchmarks.scores import rouge
from workbench.workbench import Workbench

BASELINES: Mapping[str, Callable[[Sequence[str]], list[str]]] = {
    "lead_round_robin": lead_round_robin,
    "textrank": text_rank,
    "lexrank": lex_rank,
}
_DOCUMENTS = 50
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
        "baselines": {name: figures(scores) for name, scores in others.items()},
        "ms_per_cluster": 1000 * mean(times),
    }


def summary_within(workbench: Workbench, budget: int) -> tuple[str, float]:
    """The workbench's summary of at most `budget` syllables, and the seconds that it took."""
    with stopwatch() as passed:
        summary = workbench.summarize("", length=budget, documents=_DOCUMENTS)
    return summary.text, passed()


def figures(scores: Scores) -> dict[str, float]:
    """Means of ROUGE-1, -2 and -L, and the standard error of ROUGE-2."""
    names = ("rouge1", "rouge2", "rougeL")
    spread = statistics.stdev(score[1] for score in scores) if len(scores) > 1 else 0.0
    means = {name: mean(score[place] for score in scores) for place, name in enumerate(names)}
    return {**means, "rouge2_se": spread / math.sqrt(max(len(scores), 1))}


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
