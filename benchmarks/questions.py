"""Real questions put to the search, as typed and without accents: not one may fail or be read as nothing.

DIR holds `questions.jsonl` ({text}); the archive is made from `--corpus`, a folder with `corpus.jsonl` (by default the
folder `alqac` beside DIR).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common import Figures, archive_of, percentile, read_jsonl, run, stopwatch
from workbench.errors import WorkbenchError
from workbench.vietnamese.spelling import strip_accents


def measure(arguments: argparse.Namespace) -> Figures:
    """Ask everything twice."""
    folder = arguments.corpus or arguments.data.parent / "alqac"
    texts = {row["id"]: f"{row['title']}\n{row['text']}" for row in read_jsonl(folder / "corpus.jsonl")}
    questions = [row["text"] for row in read_jsonl(arguments.data / "questions.jsonl")][: arguments.questions]
    times: list[float] = []
    errors = unanswered = refused = 0
    with archive_of(texts) as workbench:
        for question in (form for typed in questions for form in (typed, strip_accents(typed))):
            try:
                with stopwatch() as passed:
                    found = workbench.search(question)
            except WorkbenchError as error:  # longer than a query may be: told, not failed
                refused += 1
                print(f"refused: {error}")
            except Exception as error:  # what this benchmark is for
                errors += 1
                print(f"{type(error).__name__}: {error}: {question!r}")
            else:
                times.append(passed())
                unanswered += not found.total
    return {
        "questions": len(questions),
        "asked": 2 * len(questions),
        "errors": errors,
        "refused": refused,
        "unanswered": unanswered,
        "ms_p50": 1000 * percentile(times, 0.5),
        "ms_p95": 1000 * percentile(times, 0.95),
    }


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", type=Path, help="folder with corpus.jsonl that is searched")
    parser.add_argument("--questions", type=int, help="only so many questions")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
