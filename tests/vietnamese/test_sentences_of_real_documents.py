"""Sentence ends of real documents, labelled by hand as offsets (`tests/labels/sentences.jsonl`).

A label names its document under the shared data ("FILE", or "FILE.jsonl.gz#ID" for one text of a collection), the
stretch that was labelled, its SHA-256, and the offset behind each sentence, counted from the start of the stretch. The
end of a line always ends a sentence; where a line holds more than one, the ends inside it were judged one by one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from workbench.archive.readers import read_file
from workbench.vietnamese.sentences import split

LABELS = Path(__file__).resolve().parent.parent / "labels" / "sentences.jsonl"


@cache
def text_of(folder: Path, source: str) -> str:
    file, _, wanted = source.partition("#")
    if not wanted:
        return read_file(folder / file).text
    with gzip.open(folder / file, "rt", encoding="utf-8") as lines:
        return next(str(each["text"]) for each in map(json.loads, lines) if each["id"] == wanted)


def stretch(text: str, label: dict[str, Any]) -> str | None:
    """The labelled stretch; it may have moved as a whole where a reader learned to read something before it."""
    length = label["end"] - label["start"]
    for start in (label["start"], *line_starts(text)):
        piece = text[start : start + length]
        if hashlib.sha256(piece.encode()).hexdigest() == label["sha256"]:
            return piece
    return None


def line_starts(text: str) -> Iterator[int]:
    at = -1
    while (at := text.find("\n", at + 1)) >= 0:
        yield at + 1


def f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / (2 * counts["right"] + counts["wrong"] + counts["missed"])


def test_sentence_ends_of_real_documents(shared_data: Path) -> None:
    every: Counter[str] = Counter()
    inside: Counter[str] = Counter()  # without the ends of lines, which are given
    changed: list[str] = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        text = stretch(text_of(shared_data, label["source"]), label)
        if text is None:
            changed.append(label["source"])
            continue
        wanted = set(label["boundaries"])
        found = {end for _, end in split(text)}
        for kind, ends in (("right", found & wanted), ("wrong", found - wanted), ("missed", wanted - found)):
            every[kind] += len(ends)
            inside[kind] += sum(bool(text[end:].partition("\n")[0].strip()) for end in ends)
    # A reader that reads a document otherwise takes its labels away; most must be left.
    assert inside["right"] + inside["missed"] >= 250, f"read otherwise than when they were labelled: {changed}"
    assert f1(every) >= 0.99
    assert f1(inside) >= 0.98
