"""Runs a benchmark over labelled sentences, NAME.jsonl in DIR, and counts what was found, given and wanted."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from benchmarks.common import Figures, read_jsonl
from benchmarks.scores import precision_recall

Row = dict[str, Any]


def found_and_wanted(
    arguments: argparse.Namespace,
    name: str,
    judge: Callable[[Row], tuple[Iterable[Hashable], Iterable[Hashable]]],
) -> Figures:
    """Precision, recall and F1 over all rows of NAME.jsonl; rows that are not wholly right are printed.

    Args:
        arguments: with the folder.
        name: of the file and the benchmark.
        judge: for a row, what the product gives and what the label wants, in a form in which equal means right.
    """
    rows = read_jsonl(arguments.data / f"{name}.jsonl")
    right = given = wanted = 0
    for row in rows:
        read, labels = (list(items) for items in judge(row))
        left = list(labels)
        for item in read:
            if item in left:
                left.remove(item)
                right += 1
        given += len(read)
        wanted += len(labels)
        if left or len(read) != len(labels):
            print(f"{row['id']}: given {read}, wanted {labels}")
    return {"rows": len(rows), **precision_recall(right, given, wanted)}
