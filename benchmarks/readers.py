"""Reading files: how many are read, how true to their transcripts (FILE.txt beside FILE), and how fast.

A file that is not read has an accuracy of 0; one that the secrecy gate refuses is counted apart.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.common import Figures, mean, office_files, percentile, run, take, transcript_of
from benchmarks.scores import character_accuracy
from workbench.archive.intake import Refused


def measure(arguments: argparse.Namespace) -> Figures:
    """Take in every file under the folder, one after another in this process."""
    files = office_files(arguments.data)
    accuracies: list[float] = []
    times: list[float] = []
    read = refused = 0
    for file in files:
        outcome, document, seconds = take(file)
        times.append(seconds)
        read += document is not None
        refused += isinstance(outcome, Refused)
        if document is None:
            print(f"{file.name}: {getattr(outcome, 'reason', 'refused')}")
        transcript = transcript_of(file)
        if transcript is not None:
            truth = transcript.read_text(encoding="utf-8-sig")
            accuracies.append(character_accuracy(document.text, truth) if document else 0.0)
    return {
        "files": len(files),
        "read": read,
        "quarantined": len(files) - read - refused,
        "refused": refused,
        "transcripts": len(accuracies),
        "character_accuracy_mean": mean(accuracies),
        "seconds_per_file_p50": percentile(times, 0.5),
        "seconds_per_file_p95": percentile(times, 0.95),
    }


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
