"""Files in old charsets: the share of accented letters that come out right, against transcripts (FILE.txt).

A file that is not read has an accuracy of 0 and is counted in `unread`; `_read` keys are over the files that were read.

`diacritic_accuracy_*` make one allowance: a letter of ours that is exactly the capital of the transcript's letter is
right. The transcripts hold stored codes: in fonts that end in H (`.VnTimeH`) the codes of small letters show as
capitals, and what the page shows is what we must read. `strict_case_*` make no allowance.
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
    strict: list[float] = []
    characters: list[float] = []
    for file in office_files(arguments.data):
        transcript = transcript_of(file)
        if transcript is None:
            continue
        truth = transcript.read_text(encoding="utf-8-sig")
        _, document, _ = take(file)
        text = document.text if document else ""
        share = diacritic_accuracy(text, truth, capitals_of_fonts=True)
        exact = diacritic_accuracy(text, truth)
        if share is None or exact is None:
            continue  # a transcript without any accent measures nothing here
        every.append(share)
        strict.append(exact)
        characters.append(character_accuracy(text, truth))
        if document:
            over_read.append(share)
        print(f"{file.name}: {share:.3f} (strict {exact:.3f})" if document else f"{file.name}: not read")
    return {
        "files": len(every),
        "unread": len(every) - len(over_read),
        "diacritic_accuracy_mean": mean(every),
        "diacritic_accuracy_min": min(every, default=0.0),
        "diacritic_accuracy_mean_read": mean(over_read),
        "diacritic_accuracy_min_read": min(over_read, default=0.0),
        "strict_case_mean": mean(strict),
        "strict_case_min": min(strict, default=0.0),
        "character_accuracy_mean": mean(characters),
    }


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
