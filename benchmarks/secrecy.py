"""Secrecy stamps, against labels (secrecy.jsonl in DIR): every text is taken in as a .txt file at the gate.

`missed` is the share of secret texts that got in, `accused` the share of others that were refused.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common import Figures, read_jsonl, run, take
from benchmarks.scores import precision_recall
from workbench.archive.intake import Refused


def measure(arguments: argparse.Namespace) -> Figures:
    """Write every text to a file and take it in."""
    rows = read_jsonl(arguments.data / "secrecy.jsonl")
    caught = missed = accused = mark_right = 0
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        for place, row in enumerate(rows):
            file = Path(folder) / f"{place:05}.txt"
            file.write_text(row["text"], encoding="utf-8", newline="\n")
            outcome, _, _ = take(file)
            mark = outcome.mark if isinstance(outcome, Refused) else None
            caught += bool(row["secret"] and mark)
            missed += bool(row["secret"] and not mark)
            accused += bool(mark and not row["secret"])
            mark_right += bool(row["secret"] and mark == row["mark"])
            if bool(mark) != bool(row["secret"]) or (mark and mark != row["mark"]):
                print(f"{row['id']}: given {mark}, wanted {row['mark']}")
    secret = caught + missed
    return {
        "rows": len(rows),
        **precision_recall(caught, caught + accused, secret),
        "missed": missed / max(secret, 1),
        "accused": accused / max(len(rows) - secret, 1),
        "mark_right": mark_right / max(secret, 1),
    }


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
