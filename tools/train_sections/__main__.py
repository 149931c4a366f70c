"""Learns the weights of `workbench/documents/section_weights.csv`: python -m tools.train_sections --data ../shared/data

Learned from real sentences labelled by hand (labels.jsonl here and the half "develop" of
tests/labels/sections_real.jsonl; both hold offsets only) and from sentences written for it (invented.txt, a letter for
the section before the bar). The half "report" is never read. `--cross-validate` tells how well it does on documents and
sentences that it did not see, and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.common import read_jsonl
from benchmarks.sections import macro_f1, with_text
from workbench.documents.section_features import features, weight_of_words
from workbench.documents.section_model import OTHER
from workbench.documents.sections import SECTIONS

_HERE = Path(__file__).parent
_ROOT = _HERE.parent.parent
_TABLE = _ROOT / "workbench" / "documents" / "section_weights.csv"
_LETTERS = dict(zip("dckhnbpq", SECTIONS, strict=True)) | {"x": OTHER}
_ALL = (*SECTIONS, OTHER)
_INVENTED_COUNT = 3.0  # an invented sentence counts as three: reports are what the model is for, real ones are rare
_REGULARISATION = 0.5
_RAREST = 2  # a syllable or pair must stand in so many sentences
_LEAST = 4  # hundredths; rows below say nothing

Row = dict[str, Any]
Scores = Callable[[Sequence[Row]], list[str]]


def _learn(rows: Sequence[Row]) -> tuple[dict[str, int], LogisticRegression]:
    """Names of the columns, and the model."""
    read = [features(row["text"], row.get("before") or "") for row in rows]
    grams = Counter(gram for found, _ in read for gram in found)
    others = Counter(name for _, found in read for name in found)
    names = {name: place for place, name in enumerate(sorted(n for n, c in (grams + others).items() if c >= _RAREST))}
    model = LogisticRegression(C=_REGULARISATION, class_weight="balanced", max_iter=300, tol=1e-3)
    weights = [_INVENTED_COUNT if row["source"].startswith("invented") else 1.0 for row in rows]
    model.fit(_matrix(read, names), [row["section"] for row in rows], sample_weight=weights)
    return names, model


def _matrix(read: Sequence[tuple[list[str], dict[str, float]]], names: dict[str, int]) -> csr_matrix:
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for grams, others in read:
        known = [names[gram] for gram in grams if gram in names]
        columns += known
        data += [weight_of_words(len(known))] * len(known)
        for name, value in others.items():
            if name in names:
                columns.append(names[name])
                data.append(value)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(read), len(names)))


def _write(names: dict[str, int], model: LogisticRegression) -> None:
    order = [list(model.classes_).index(section) for section in _ALL]
    rows = [("=bias", np.rint(model.intercept_[order] * 100).astype(int))]
    for name, place in names.items():
        numbers = np.rint(model.coef_[order, place] * 100).astype(int)
        if np.abs(numbers).max() >= _LEAST:
            rows.append((name, numbers))
    with _TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", *_ALL))
        writer.writerows([name, *(number or "" for number in numbers.tolist())] for name, numbers in rows)
    sys.stdout.write(f"{len(rows)} rows, {_TABLE.stat().st_size // 1024} kB\n")


def _cross_validate(rows: Sequence[Row]) -> None:
    pairs: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    groups = [row["source"] for row in rows]
    for train, test in GroupKFold(5).split(rows, groups=groups):
        names, model = _learn([rows[place] for place in train])
        held = [rows[place] for place in test]
        told = model.predict(_matrix([features(row["text"], row.get("before") or "") for row in held], names))
        for row, section in zip(held, told, strict=True):
            pairs[row["source"].startswith("invented")].append((str(section), row["section"]))
    for invented, found in pairs.items():
        total, each = macro_f1(found)
        sys.stdout.write(f"{'invented' if invented else 'real'}: {len(found)} rows, macro F1 {total:.3f}, {each}\n")


def main() -> None:
    """Learn and write, or cross-validate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the real texts that the labels point into")
    parser.add_argument("--cross-validate", action="store_true")
    arguments = parser.parse_args()
    labelled = read_jsonl(_HERE / "labels.jsonl")
    labelled += [r for r in read_jsonl(_ROOT / "tests/labels/sections_real.jsonl") if r["half"] == "develop"]
    rows = with_text(labelled, arguments.data)
    for place, line in enumerate((_HERE / "invented.txt").read_text(encoding="utf-8").splitlines()):
        letter, _, text = line.partition("|")
        rows.append({"source": f"invented {place}", "text": text, "section": _LETTERS[letter]})
    if arguments.cross_validate:
        _cross_validate(rows)
    else:
        _write(*_learn(rows))


if __name__ == "__main__":
    main()
