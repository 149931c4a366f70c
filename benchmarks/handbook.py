"""Summaries of one passage of an office handbook against the handbook's own (ROUGE F1 on syllables).

DIR holds `handbook.jsonl`; every node with a summary and a detail counts. The detail is an archive of one document.
Without `--budget` a summary may be as long as the handbook's own.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.common import Figures, archive_of, read_jsonl, run
from benchmarks.peers import within
from benchmarks.scores import rouge, syllables
from benchmarks.summaries import BASELINES, Scores, figures, summary_within


def measure(arguments: argparse.Namespace) -> Figures:
    """Sum up the detail of every node."""
    nodes = [row for row in read_jsonl(arguments.data / "handbook.jsonl") if row["summary"] and row["detail"]]
    ours: Scores = []
    others: dict[str, Scores] = {name: [] for name in BASELINES}
    for node in nodes:
        budget = arguments.budget or len(syllables(node["summary"]))
        with archive_of({"node": f"{node['title']}\n{node['detail']}"}) as workbench:
            summary, _ = summary_within(workbench, budget)
        ours.append(rouge(summary, [node["summary"]]))
        for name, choose in BASELINES.items():
            others[name].append(rouge(within(choose([node["detail"]]), budget), [node["summary"]]))
    return {
        "nodes": len(nodes),
        **figures(ours),
        "empty": sum(score[0] == 0 for score in ours),
        "baselines": {name: figures(scores) for name, scores in others.items()},
    }


def _budget(text: str) -> int:
    return 0 if text == "reference" else int(text)


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument(
            "--budget", type=_budget, default=0, help='syllables of a summary, or "reference" (0): as many as it has'
        ),
    )


if __name__ == "__main__":
    main()
