"""Finding the article of a law that answers a question; BM25 over syllables on the same texts beside it.

DIR holds `corpus.jsonl` and `queries.jsonl`. The archive has one .txt file an article (title, then text). A question
without accents is the same question folded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Sequence
from pathlib import PurePath

from benchmarks.common import Figures, archive_of, mean, percentile, read_jsonl, run, stopwatch
from benchmarks.peers import BM25
from workbench.vietnamese.spelling import strip_accents

_DEPTH = 10


def measure(arguments: argparse.Namespace) -> Figures:
    """Build the archive and ask every question, with and without accents."""
    texts = {row["id"]: f"{row['title']}\n{row['text']}" for row in read_jsonl(arguments.data / "corpus.jsonl")}
    questions = [(row["text"], frozenset(row["relevant"])) for row in read_jsonl(arguments.data / "queries.jsonl")]
    times: list[float] = []
    with archive_of(texts) as workbench:

        def ask(question: str) -> list[str]:
            with stopwatch() as passed:
                found = workbench.search(question, limit=_DEPTH)
            times.append(passed())
            return [PurePath(hit.path).stem for hit in found.hits]

        accented = _score(ask, questions)
        plain = _score(ask, [(strip_accents(question), wanted) for question, wanted in questions])
    bm25 = _score(BM25(texts).search, questions)
    pairs = _score(BM25(texts, pairs=True).search, questions)
    return {
        "questions": len(questions),
        **accented,
        **{f"noaccent_{name}": value for name, value in plain.items()},
        **{f"bm25_{name}": value for name, value in bm25.items()},
        **{f"bm25_pairs_{name}": value for name, value in pairs.items()},
        "ms_p50": 1000 * percentile(times, 0.5),
        "ms_p95": 1000 * percentile(times, 0.95),
    }


def _score(
    search: Callable[[str], Sequence[str]], questions: Collection[tuple[str, Collection[str]]]
) -> dict[str, float]:
    """R@1 and R@10 (share of the relevant articles found) and MRR@10 (one over the rank of the first)."""
    first, ten, reciprocal = [], [], []
    for question, wanted in questions:
        found = search(question)
        ranks = [rank for rank, name in enumerate(found[:_DEPTH], start=1) if name in wanted]
        first.append((ranks[:1] == [1]) / len(wanted))
        ten.append(len(ranks) / len(wanted))
        reciprocal.append(1 / ranks[0] if ranks else 0.0)
    return {"r_at_1": mean(first), "r_at_10": mean(ten), "mrr_at_10": mean(reciprocal)}


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
