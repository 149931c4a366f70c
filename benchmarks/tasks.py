"""Tasks in labelled sentences: who leads and until when, against labels (tasks.jsonl in DIR).

Right is a task whose lead units and last day are both right. Units are compared as one list, without "các", "và",
commas and short forms (UBND); a periodic or open deadline has no day. The `lead_` and `deadline_` keys judge one of
the two.

With `--real FOLDER` the rows of tasks_real.jsonl are judged instead: they hold no text but where it stands in FOLDER,
{"source", "start", "end"} (offsets in the text as the product reads it), so that nothing of it lies in the project.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.common import Figures, run, take
from benchmarks.labels import Row, found_and_wanted
from workbench.analysis.tasks import assignments_in_text
from workbench.analysis.tasks.words import unit_key

_Key = tuple[str, str]
_JOINTS = re.compile(r"[,;.]| và | cùng ")


def measure(arguments: argparse.Namespace) -> Figures:
    """Find the tasks of every row."""
    rows = "tasks_real" if arguments.real else "tasks"
    figures = found_and_wanted(arguments, rows, lambda row: _both(row, arguments))
    for name, place in (("lead", 0), ("deadline", 1)):
        print(f"-- {name} alone")
        alone = found_and_wanted(arguments, rows, lambda row, at=place: _one(row, arguments, at))
        figures |= {f"{name}_{key}": alone[key] for key in ("precision", "recall", "f1")}
    return figures


def _both(row: Row, arguments: argparse.Namespace) -> tuple[list[_Key], list[_Key]]:
    text = row["text"] if arguments.real is None else _text(arguments.real, row["source"])[row["start"] : row["end"]]
    issued = date.fromisoformat(row["doc_date"]) if row.get("doc_date") else None
    given = []
    for task in assignments_in_text(text):
        day = task.deadline.last_day(issued) if task.deadline else None
        given.append(_key(task.lead, day.isoformat() if day else None))
    return given, [_key(task.get("lead") or (), task.get("deadline")) for task in row["tasks"]]


def _one(row: Row, arguments: argparse.Namespace, place: int) -> tuple[list[str], list[str]]:
    given, wanted = _both(row, arguments)
    return [item[place] for item in given], [item[place] for item in wanted]


def _key(lead: Sequence[str], day: str | None) -> _Key:
    units = [unit_key(part) for name in lead for part in _JOINTS.split(f" {name} ")]
    return " ".join(" ".join(units).split()), day or ""


@cache
def _text(folder: Path, source: str) -> str:
    """The text of a file as the product reads it, or of one object of a .jsonl.gz (FILE#id)."""
    path, _, name = source.partition("#")
    if name:
        with gzip.open(folder / path, "rt", encoding="utf-8") as lines:
            return next(str(one["text"]) for one in map(json.loads, lines) if one["id"] == name)
    document = take(folder / path)[1]
    if document is None:
        sys.exit(f"{folder / path} is absent or cannot be read: these labels need it.")
    return document.text


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(
        measure,
        __doc__,
        argv,
        lambda parser: parser.add_argument("--real", type=Path, help="folder of the real texts that rows point into"),
    )


if __name__ == "__main__":
    main()
