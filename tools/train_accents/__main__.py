"""Count the general model of accents: `python -m tools.train_accents ../shared/data/news ../shared/data/codex`.

Reads the `articles.jsonl.gz` of each folder, leaves out the tenth that `benchmarks.accents` tests, keeps only windows
seen often, and writes `workbench/vietnamese/models/accents.npz`. The same folders give the same file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accents import article_text, kept_out
from benchmarks.common import read_articles
from workbench.vietnamese.accents import GENERAL, AccentModel

FEWEST = {
    "one": 5, "left2": 8, "right2": 8, "middle3": 15, "left3": 22, "right3": 22, "left4": 50, "right4": 50, "five": 50,
    "case1": 8, "case2l": 12, "case2r": 12, "case3": 20,
}  # fmt: skip
"""What is rare says little about other archives, and may be a person."""


def texts(folders: list[Path]) -> Iterator[str]:
    """The articles of all folders but for the kept-out tenth."""
    for folder in folders:
        for row in read_articles(folder):
            if not kept_out(row["id"]):
                yield article_text(row)


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=GENERAL)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    AccentModel.build(texts(arguments.folders), general=False, fewest=FEWEST).save(arguments.out)
    sys.stdout.write(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
