"""The section of a report that a sentence belongs to, against labels (sections.jsonl in DIR).

`prev` is what stands before the sentence in its document (a heading, a sentence, or nothing); a sentence for which the
product names no section counts as "khac".
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence

from benchmarks.common import Figures, mean, read_jsonl, run
from benchmarks.labels import Row
from benchmarks.scores import precision_recall
from workbench.documents.passages import split_passages
from workbench.documents.sections import cue_section

_OTHER = "khac"


def measure(arguments: argparse.Namespace) -> Figures:
    """Place every sentence as a draft does: by the passage it stands in and by its words."""
    rows = read_jsonl(arguments.data / "sections.jsonl")
    confusion: Counter[tuple[str, str]] = Counter()
    for row in rows:
        told = _section(row)
        confusion[told, row["section"]] += 1
        if told != row["section"]:
            print(f"{row['id']}: given {told}, wanted {row['section']}: {row['text']:.100}")
    labels = sorted({wanted for _, wanted in confusion})
    each = {label: _f1(confusion, label) for label in labels}
    return {
        "rows": len(rows),
        "accuracy": mean(told == wanted for told, wanted in confusion.elements()),
        "macro_f1": mean(each.values()),
        "f1_by_section": each,
    }


def _section(row: Row) -> str:
    before = (row.get("prev") or "").rstrip("\n")
    text = f"{before}\n{row['text']}" if before else row["text"]
    start = len(text) - len(row["text"])
    running = next((item.section for item in reversed(split_passages(text)) if item.start <= start), None)
    return cue_section(row["text"], running) or _OTHER


def _f1(confusion: Counter[tuple[str, str]], label: str) -> float:
    given = sum(count for (told, _), count in confusion.items() if told == label)
    wanted = sum(count for (_, meant), count in confusion.items() if meant == label)
    return precision_recall(confusion[label, label], given, wanted)["f1"]


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
