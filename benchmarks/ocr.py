"""Character recognition: pages as pictures (or scanned PDFs) against their text (FILE.txt beside FILE).

The character error rate is the edit distance to the transcript over its length, in NFC, runs of white space as one
space: where lines wrap is no error. A page that is not read has a rate of 1.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common import Figures, mean, run, stopwatch, transcript_of
from workbench.archive.readers import read_file
from workbench.archive.readers.images import SUFFIXES
from workbench.errors import WorkbenchError


def measure(arguments: argparse.Namespace) -> Figures:
    """Recognise every page that has a transcript."""
    rates: list[float] = []
    seconds = 0.0
    unread = pages = 0
    confidences: list[float] = []
    for file in sorted(arguments.data.rglob("*")):
        transcript = _transcript(file)
        if transcript is None:
            continue
        truth = _flat(transcript.read_text(encoding="utf-8-sig"))
        with stopwatch() as elapsed:
            try:
                raw = read_file(file)
            except WorkbenchError as error:
                raw = None
                print(f"{file.name}: {error}")
        seconds += elapsed()
        pages += max(len(raw.page_starts), 1) if raw else 1
        unread += raw is None
        text = _flat(raw.text) if raw else ""
        rates.append(edit_distance(text, truth) / max(len(truth), 1) if raw else 1.0)
        if raw:
            confidences += [known for known in raw.page_confidence if known is not None]
            print(f"{file.name}: {rates[-1]:.4f}")
    return {
        "pages": pages,
        "unread": unread,
        "cer_mean": mean(rates),
        "seconds_per_page": seconds / pages if pages else 0.0,
        "confidence_mean": mean(confidences),
    }


def _transcript(file: Path) -> Path | None:
    """The text of a page: page.png.txt or page.txt beside page.png."""
    if file.suffix.lower() not in (*SUFFIXES, ".pdf"):
        return None
    beside = file.with_suffix(".txt")
    return transcript_of(file) or (beside if beside.is_file() else None)


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def edit_distance(one: str, other: str) -> int:
    """Fewest insertions, deletions and replacements that turn one text into the other (bit-parallel, Myers 1999)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for place, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << place
    everything, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, distance = everything, 0, len(one)  # vertical steps of +1 and -1
    for character in other:
        equal = places.get(character, 0)
        vertical = equal | down
        horizontal = (((equal & up) + up) ^ up) | equal
        rising, falling = down | ~(horizontal | up) & everything, up & horizontal
        distance += bool(rising & last) - bool(falling & last)
        rising, falling = (rising << 1 | 1) & everything, falling << 1 & everything
        up, down = falling | ~(vertical | rising) & everything, rising & vertical
    return distance


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
