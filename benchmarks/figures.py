"""Figures in labelled sentences: value, unit of measure and indicator, against labels (figures.jsonl in DIR).

Right is a figure whose value, unit and indicator are all right. "2,5 tỷ đồng" may be 2.5 with unit "tỷ đồng" or 2.5e9
with unit "đồng". Indicators are compared by syllables: twice the shared ones are at least half of both together (Dice
≥ 0.5). `value_` leaves the indicator and the unit out, `unit_` the indicator.

A row of real text holds no text but where it stands (figures_real.jsonl beside, with --real): {"source", "start",
"end"}, of each figure the offsets of digits, unit (or its text, where the sentence has none) and indicator, and the
half that its document was drawn for. `--half develop|report` takes those, and every second row with text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.common import Figures, read_jsonl, run, take
from benchmarks.labels import Row
from benchmarks.scores import precision_recall
from workbench.analysis.figures import find_figures
from workbench.documents.model import Document, Header
from workbench.documents.passages import split_passages
from workbench.vietnamese.numbers import find_numbers
from workbench.vietnamese.spelling import key
from workbench.vietnamese.syllables import tokens

_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9}
_ID = re.compile(r'\{"id": "((?:[^"\\]|\\.)*)"')
_SAME_UNITS = {"điểm phần trăm": "điểm %", "phần trăm": "%"}


class _Figure(NamedTuple):
    value: float
    unit: str
    indicator: str


def measure(arguments: argparse.Namespace) -> Figures:
    """Find the figures of every row."""
    rows = _rows(arguments)
    levels = {"": 3, "unit_": 2, "value_": 1}
    right = dict.fromkeys(levels, 0)
    given = wanted = 0
    for row in rows:
        text = row["text"]
        read = [_Figure(*_unscaled(f.value * f.scale, f.unit), f.indicator) for f in find_figures(_document(text))]
        labels = [_Figure(*_unscaled(_amount(f), f["unit"] or ""), f["indicator"] or "") for f in row["figures"]]
        given, wanted = given + len(read), wanted + len(labels)
        for name, level in levels.items():
            left = list(read)
            missed = []
            for label in labels:
                match = next((item for item in left if _is_right(item, label, level)), None)
                if match is None:
                    missed.append(label)
                else:
                    left.remove(match)
                    right[name] += 1
            if not name and (missed or left):
                shown = "" if "source" in row else f"  {text}"
                print(f"{row['id']}: missed {missed}, given instead {left}{shown}")
    figures: Figures = {"rows": len(rows), "labelled": wanted}
    for name, count in right.items():
        figures |= {f"{name}{score}": value for score, value in precision_recall(count, given, wanted).items()}
    return figures


def _rows(arguments: argparse.Namespace) -> list[Row]:
    return labelled_rows(arguments.data, arguments.real, arguments.half, only_real=arguments.only_real)


def labelled_rows(labels: Path, real: Path | None, half: str | None = None, *, only_real: bool = False) -> list[Row]:
    """The labelled sentences of a folder.

    Args:
        labels: the folder with figures.jsonl, and perhaps figures_real.jsonl beside it.
        real: the folder of the texts that the latter points into.
        half: "develop" or "report"; else both.
        only_real: leave the rows with text out.
    """
    rows = read_jsonl(labels / "figures.jsonl") if real is None or not only_real else []
    if half:
        rows = rows[(0 if half == "develop" else 1) :: 2]
    beside = labels / "figures_real.jsonl"
    if real is not None and beside.is_file():
        wanted = [row for row in read_jsonl(beside) if half in {None, row["half"]}]
        rows += [full for row in wanted if (full := _with_text(row, real)) is not None]
    return rows


def _with_text(row: Row, folder: Path) -> Row | None:
    if not (folder / row["source"].partition("#")[0]).exists():
        return None
    text = _text(folder, row["source"])[row["start"] : row["end"]]
    figures = []
    for figure in row["figures"]:
        start, end = figure["number"]
        figures.append(
            {
                "value": figure["value"],
                "value_text": text[start:end],
                "unit": _words_at(text, figure["unit"]),
                "indicator": " ".join(text[a:b] for a, b in figure["indicator"]),
            }
        )
    return {**row, "text": text, "figures": figures}


def _words_at(text: str, where: str | list[int] | None) -> str:
    return where if isinstance(where, str) else text[slice(*where)] if where else ""


@cache
def _text(folder: Path, source: str) -> str:
    path, _, name = source.partition("#")
    if not name and len(Path(path).suffixes) > 1:  # the transcript of a document, "x.pdf.txt": lines as printed
        read = (folder / path).read_text(encoding="utf-8")
        return read.replace("\n", " ") if path.endswith(".pdf.txt") else read
    if not name:
        document = take(folder / path)[1]
        return document.text if document else ""
    rows = _lines(folder / path)
    line = rows.get(name) or rows[name.rpartition("/")[0]]
    row = json.loads(line)
    part = name[len(row["id"]) + 1 :]
    body = row[part] if part else row.get("body", row.get("text"))
    return body if isinstance(body, str) else "\n".join(body)


@cache
def _lines(path: Path) -> dict[str, str]:
    """The rows of a file, unread, by id."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return {json.loads(f'"{match[1]}"'): line for line in lines if (match := _ID.match(line))}


def _document(text: str) -> Document:
    return Document("0", "0.txt", text, (), Header(), "", split_passages(text))


def _amount(label: dict[str, Any]) -> float:
    """What a label's value and unit come to: 2.5 "tỷ đồng" and 2500000000 "tỷ đồng" are one amount."""
    value = label["value"]
    if isinstance(value, str):  # as printed
        found = find_numbers(value)
        value = found[0].amount if found else float("nan")
    scale = 1.0
    for word in key(label["unit"] or "").split():
        scale *= _SCALES.get(word, 1.0)
    return float(value) if value >= scale > 1 else float(value) * scale


def _unscaled(value: float, unit: str) -> tuple[float, str]:
    """An amount with its bare unit: "tỷ đồng" → "đồng"."""
    bare = " ".join(word for word in re.sub(r"\s*/\s*", "/", key(unit)).split() if word not in _SCALES)
    return value, _SAME_UNITS.get(bare, bare)


def _is_right(read: _Figure, label: _Figure, level: int) -> bool:
    near = abs(read.value - label.value) <= 1e-3 * max(abs(label.value), 1e-9)
    if not near or (level >= 2 and read.unit != label.unit):
        return False
    return level < 3 or indicator_overlap(read.indicator, label.indicator) >= 0.5


def indicator_overlap(read: str, label: str) -> float:
    """Dice coefficient of the syllables of two indicators; 1 where both are empty."""
    first, second = ({token.key for token in tokens(text)} for text in (read, label))
    if not first or not second:
        return float(not first and not second)
    return 2 * len(first & second) / (len(first) + len(second))


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real", type=Path, help="folder of the real texts that rows of figures_real.jsonl point into")
    parser.add_argument("--only-real", action="store_true", help="leave the rows with text out")
    parser.add_argument("--half", choices=("develop", "report"), help="only every second row")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
