"""The section of a report that a sentence belongs to, against labels (sections.jsonl in DIR).

`prev` is what stands before the sentence in its document (a heading, a sentence, or nothing); a sentence for which the
product names no section counts as "khac".

With `--real FOLDER` (laid out like the shared data) the rows of sections_real.jsonl are judged instead: they hold no
text but where it stands, {"source", "start", "end", "prev": [start, end] or null}. The half "develop" was trained on;
the half "report" was only ever counted, so its errors are never printed. A row whose text has changed is left out.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.common import Figures, mean, read_jsonl, run
from benchmarks.labels import Row
from benchmarks.scores import precision_recall
from workbench.documents.passages import split_passages
from workbench.documents.sections import cue_section

_OTHER = "khac"


def measure(arguments: argparse.Namespace) -> Figures:
    """Place every sentence as a draft does: by the passage it stands in and by its words."""
    if arguments.real is None:
        rows = read_jsonl(arguments.data / "sections.jsonl")
        return _judge([{**row, "before": row.get("prev") or ""} for row in rows], True)
    labelled = read_jsonl(arguments.data / "sections_real.jsonl")
    rows = with_text(labelled, arguments.real)
    figures: Figures = {"changed": len(labelled) - len(rows)}
    for half in ("develop", "report"):
        print(f"-- {half}")
        judged = _judge([row for row in rows if row["half"] == half], arguments.errors and half == "develop")
        figures |= judged if half == "report" else {f"{half}_{name}": value for name, value in judged.items()}
    return figures


def _judge(rows: Sequence[Row], show: bool) -> Figures:
    pairs = []
    for row in rows:
        told = _section(row)
        pairs.append((told, row["section"]))
        if show and told != row["section"]:
            print(f"{row['id']}: given {told}, wanted {row['section']}: {row['text']:.100}")
    macro, each = macro_f1(pairs)
    right = mean(told == wanted for told, wanted in pairs)
    return {"rows": len(rows), "accuracy": right, "macro_f1": macro, "f1_by_section": each}


def macro_f1(pairs: Iterable[tuple[str, str]]) -> tuple[float, dict[str, float]]:
    """The mean F1 over the sections of the labels, and the F1 of each, of (told, wanted)."""
    confusion = Counter(pairs)
    each = {label: _f1(confusion, label) for label in sorted({wanted for _, wanted in confusion})}
    return mean(each.values()), each


def _section(row: Row) -> str:
    before = row["before"].rstrip("\n")
    text = f"{before}\n{row['text']}" if before else row["text"]
    start = len(text) - len(row["text"])
    running = next((item.section for item in reversed(split_passages(text)) if item.start <= start), None)
    return cue_section(row["text"], running, before) or _OTHER


def _f1(confusion: Counter[tuple[str, str]], label: str) -> float:
    given = sum(count for (told, _), count in confusion.items() if told == label)
    wanted = sum(count for (_, meant), count in confusion.items() if meant == label)
    return precision_recall(confusion[label, label], given, wanted)["f1"]


def with_text(rows: Sequence[Row], folder: Path) -> list[Row]:
    """The rows whose text is still what was labelled, with "text" and "before" filled in from a folder of texts.

    A source is FILE, FILE#id of a line with "text" or "body", or FILE#id#field.
    """
    texts = _texts(folder, {row["source"] for row in rows})
    found: list[Row] = []
    for row in rows:
        whole = texts.get(row["source"], "")
        text = whole[row["start"] : row["end"]]
        if hashlib.sha256(text.encode("utf-8")).hexdigest()[:12] == row["slice"]:
            found.append({**row, "text": text, "before": whole[slice(*row["prev"])] if row["prev"] else ""})
    return found


def _texts(folder: Path, sources: Iterable[str]) -> dict[str, str]:
    wanted: dict[str, dict[str, tuple[str, str]]] = {}
    texts: dict[str, str] = {}
    for source in sources:
        path, _, place = source.partition("#")
        name, _, field = place.partition("#")
        if not name:
            texts[source] = (folder / path).read_text(encoding="utf-8")
        else:
            wanted.setdefault(path, {})[name] = (source, field)
    for path, names in wanted.items():
        for line in _lines(folder / path):
            one = json.loads(line)
            source, field = names.get(str(one["id"]), ("", ""))
            if source:
                body = one[field] if field else one["text"] if "text" in one else one["body"]
                texts[source] = body if isinstance(body, str) else "\n".join(body)
    return texts


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from lines


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--real", type=Path, help="folder of the texts that rows of sections_real.jsonl point into")
    parser.add_argument("--errors", action="store_true", help="print the errors of the half that was trained on")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _arguments)


if __name__ == "__main__":
    main()
