"""Words that say nothing of what a text is about (table beside this file)."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from workbench.vietnamese.spelling import key


@cache
def stop_words() -> frozenset[str]:
    """The words, in the spelling of `spelling.key`."""
    table = files(__package__).joinpath("stop_words.csv").read_text(encoding="utf-8")
    return frozenset(key(row["word"]) for row in csv.DictReader(table.splitlines()))
