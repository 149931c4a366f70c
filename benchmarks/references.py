"""Documents that a sentence cites, and how it relates to them, against labels (references.jsonl in DIR).

Right is the symbol (or, where the label has none, tên loại and day) and the relation. A reference for which the product
names no relation counts as "khac". The `symbol_` keys leave the relation out.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from benchmarks.common import Figures, run
from benchmarks.labels import Row, found_and_wanted
from workbench.documents.references import Reference, find_references
from workbench.documents.symbols import symbol_key
from workbench.vietnamese.spelling import key

_Key = tuple[str, ...]


def measure(arguments: argparse.Namespace) -> Figures:
    """Find the references of every row."""
    figures = found_and_wanted(
        arguments,
        "references",
        lambda row: (map(_found, find_references(row["text"])), map(_wanted, row["refs"])),
    )
    print("-- without relations")
    loose = found_and_wanted(arguments, "references", _without_relations)
    return {**figures, **{f"symbol_{name}": loose[name] for name in ("precision", "recall", "f1")}}


def _without_relations(row: Row) -> tuple[list[_Key], list[_Key]]:
    return [_found(item)[:-1] for item in find_references(row["text"])], [_wanted(item)[:-1] for item in row["refs"]]


def _found(reference: Reference) -> _Key:
    symbol = getattr(reference.symbol, "text", None)
    day = reference.day.isoformat() if reference.day else ""
    return _key(symbol, reference.type, day, getattr(reference, "relation", None))


def _wanted(label: dict[str, Any]) -> _Key:
    return _key(label.get("symbol"), label.get("type"), label.get("date") or "", label.get("relation"))


def _key(symbol: str | None, kind: str | None, day: str, relation: object) -> _Key:
    name = (symbol_key(symbol),) if symbol else (key(kind or ""), day)
    return (*name, str(relation or "khac"))


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
