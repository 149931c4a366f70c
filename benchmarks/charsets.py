"""Files in old charsets: the share of accented letters that come out right, against transcripts (FILE.txt).

A file that is not read has an accuracy of 0 and is counted in `unread`; `_read` keys are over the files that were read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.common import Figures, mean, office_files, run, take, transcript_of
from benchmarks.scores import character_accuracy, diacritic_accuracy


def measure(arguments: argparse.Namespace) -> Figures:
    """Take in every file that has a transcript."""
    every: list[float] = []
    over_read: list[float] = []
    any_case: list[float] = []
    characters: list[float] = []
    for file in office_files(arguments.data):
        transcript = transcript_of(file)
        if transcript is None:
            continue
        truth = transcript.read_text(encoding="utf-8-sig")
        _, document, _ = take(file)
        share = diacritic_accuracy(document.text if document else "", truth)
        if share is None:
            continue  # a transcript without any accent measures nothing here
        every.append(share)
        characters.append(character_accuracy(document.text, truth) if document else 0.0)
        if document:
            over_read.append(share)
            any_case.append(diacritic_accuracy(document.text.lower(), truth.lower()) or 0.0)
        print(f"{file.name}: {share:.3f}" if document else f"{file.name}: not read")
    return {
        "files": len(every),
        "unread": len(every) - len(over_read),
        "diacritic_accuracy_mean": mean(every),
        "diacritic_accuracy_min": min(every, default=0.0),
        "diacritic_accuracy_mean_read": mean(over_read),
        "diacritic_accuracy_min_read": min(over_read, default=0.0),
        "diacritic_accuracy_mean_any_case": mean(any_case),
        "character_accuracy_mean": mean(characters),
    }


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
