"""Documents that a sentence cites, and how it relates to them, against labels (references.jsonl in DIR).

Right is the symbol (or, where the label has none, tên loại and day) and the relation. A reference for which the product
names no relation counts as "khac". The `symbol_` keys leave the relation out.

With `--texts FOLDER` (laid out like the shared data) also whole documents: references_real.jsonl in DIR names places in
them by file and offsets and labels the relation there. A place whose text has changed since is left out and counted.
Rules were made on the half "develop"; the half "report" was only ever counted. Of `codex/` (the sources of 6,000
articles, by hash of their ids), `party_docs/` and `office_articles/` all symbols are compared with those of a pattern
that knows nothing of ours: "số" and what hangs together after it.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.common import Figures, read_jsonl, run, take
from benchmarks.labels import Row, found_and_wanted
from benchmarks.scores import precision_recall
from workbench.documents.references import Reference, find_references
from workbench.documents.symbols import symbol_key
from workbench.vietnamese.spelling import key

_Key = tuple[str, ...]

_AS_LABELLED = {"so_ket": "thuc_hien"}
"""Relations that labels do not tell apart: "sơ kết 02 năm thực hiện Chỉ thị …" is labelled thuc_hien."""


def measure(arguments: argparse.Namespace) -> Figures:
    """Find the references of every row."""
    figures = found_and_wanted(
        arguments,
        "references",
        lambda row: (map(_found, find_references(row["text"])), map(_wanted, row["refs"])),
    )
    print("-- without relations")
    loose = found_and_wanted(arguments, "references", _without_relations)
    figures |= {f"symbol_{name}": loose[name] for name in ("precision", "recall", "f1")}
    if arguments.texts is not None:
        figures |= _in_whole_documents(arguments.data, arguments.texts)
        figures |= _against_pattern(arguments.texts)
    return figures


def _without_relations(row: Row) -> tuple[list[_Key], list[_Key]]:
    return [_found(item)[:-1] for item in find_references(row["text"])], [_wanted(item)[:-1] for item in row["refs"]]


def _found(reference: Reference) -> _Key:
    symbol = reference.symbol.text if reference.symbol else None
    day = reference.day.isoformat() if reference.day else ""
    return _key(symbol, reference.type, day, _relation(reference))


def _relation(reference: Reference) -> str:
    return _AS_LABELLED.get(reference.relation, reference.relation)


def _wanted(label: dict[str, Any]) -> _Key:
    return _key(label.get("symbol"), label.get("type"), label.get("date") or "", label.get("relation"))


def _key(symbol: str | None, kind: str | None, day: str, relation: object) -> _Key:
    name = (symbol_key(symbol),) if symbol else (key(kind or ""), day)
    return (*name, str(relation or "khac"))


def _in_whole_documents(labels: Path, folder: Path) -> Figures:
    texts = _Texts(folder)
    read: dict[tuple[str, str], tuple[Reference, ...]] = {}
    counted: Counter[str] = Counter()
    seconds = characters = 0.0
    for row in read_jsonl(labels / "references_real.jsonl"):
        name = (row["folder"], row["file"])
        text = texts.of(*name)
        place = text[row["start"] : row["end"]]
        if hashlib.sha256(place.encode("utf-8")).hexdigest()[:12] != row["slice"]:
            counted["changed"] += 1
            continue
        if name not in read:
            started = time.perf_counter()
            read[name] = find_references(text)
            seconds += time.perf_counter() - started
            characters += len(text)
        half = row["half"]
        counted[half] += 1
        hits = [one for one in read[name] if one.start < row["end"] and row["start"] < one.end]
        counted[f"{half} right"] += bool(hits) and _relation(hits[0]) == row["relation"]
    halves = {f"real_{half}_right": counted[f"{half} right"] / max(counted[half], 1) for half in ("develop", "report")}
    return {
        "real_rows": counted["develop"] + counted["report"],
        "real_left_out": counted["changed"],
        **halves,
        "characters_per_s": characters / seconds if seconds else 0.0,
    }


_AFTER_SO = re.compile(r"(?<!\w)(?:[Ss]ố|Hướng dẫn)\s*:?\s*(\d{1,5}[a-z]?(?: ?[-–/] ?[A-ZĐƯ0-9][^\s,;()\[\]/–\"”-]*)+)")
_SOURCES = 6_000


def _against_pattern(folder: Path) -> Figures:
    figures: Figures = {}
    for name, texts in (
        ("codex", _sources(folder / "codex" / "articles.jsonl.gz")),
        ("party_docs", [_Texts(folder).of("party_docs", path.name) for path in (folder / "party_docs").glob("*.pdf")]),
        ("office_articles", [path.read_text("utf-8") for path in (folder / "office_articles").glob("*.txt")]),
    ):
        right = given = wanted = 0
        for text in texts:
            found = Counter(symbol_key(one.symbol.text) for one in find_references(text) if one.symbol)
            meant = Counter(symbol_key(match[1].rstrip(".")) for match in _AFTER_SO.finditer(text))
            both = (found & meant).total()
            right, given, wanted = right + both, given + found.total(), wanted + meant.total()
        if wanted:
            figures |= {f"{name}_{key}": value for key, value in precision_recall(right, given, wanted).items()}
            figures[f"{name}_symbols"] = wanted
    return figures


def _sources(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows.sort(key=lambda row: hashlib.sha256(row["id"].encode("utf-8")).digest())
    return [row["source"] for row in rows[:_SOURCES]]


class _Texts:
    """Texts of the shared data: law_texts by id, .txt files as they are, other files as the product reads them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._laws: dict[str, str] | None = None

    def of(self, folder: str, file: str) -> str:
        """The text of one file, "" where there is none."""
        if folder == "law_texts":
            if self._laws is None:
                path = self._folder / folder / "docs.jsonl.gz"
                with gzip.open(path, "rt", encoding="utf-8") as lines:
                    self._laws = {row["id"]: row["text"] for row in map(json.loads, lines)}
            return self._laws.get(file, "")
        path = self._folder / folder / file
        if path.suffix == ".txt":
            return path.read_text(encoding="utf-8") if path.is_file() else ""
        document = take(path)[1] if path.is_file() else None
        return document.text if document is not None else ""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=Path, help="folder of the shared data, for labels in whole documents")


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv, _add_arguments)


if __name__ == "__main__":
    main()
