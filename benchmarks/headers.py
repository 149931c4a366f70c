"""Header fields read from files, against labels made by hand.

DIR holds files and `gold_headers.jsonl`. A file that is not read counts as wrong in every field that its label fills.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any

from benchmarks.common import Figures, read_jsonl, run, take
from workbench.archive.intake import Unread
from workbench.documents.model import Header
from workbench.vietnamese.spelling import key

_FIELDS = ("symbol", "type", "date", "issuer", "subject", "signer")
_CUT = 195  # characters: labels of the subject were cut at about 200; of those only the beginning can be compared


def measure(arguments: argparse.Namespace) -> Figures:
    """Take in every labelled file as a build does, and compare field by field."""
    labels = read_jsonl(arguments.data / "gold_headers.jsonl")
    right = dict.fromkeys((*_FIELDS, "scanned"), 0)
    unread = 0
    for label in labels:
        outcome, document, _ = take(arguments.data / label["file"])
        header = document.header if document else Header()
        unread += document is None
        scanned = isinstance(outcome, Unread) and "bản quét" in outcome.reason
        right["scanned"] += scanned == bool(label["scanned"])
        for name in _FIELDS:
            # A field that the product does not read yet counts as left empty.
            read = getattr(header, name, None)
            same = _same(name, read, label[name])
            right[name] += same
            if not same and document is not None:
                print(f"{label['file']}: {name}: read {read!s:.200}, label {label[name]!s:.200}")
    shares = {f"{name}_right": count / max(len(labels), 1) for name, count in right.items()}
    return {"files": len(labels), **shares, "unread": unread}


def _same(name: str, read: Any, label: Any) -> bool:
    if read is None or label is None:
        return read is None and label is None
    if name == "date":
        return bool(read.isoformat() == label)
    if name == "symbol":
        return _symbol(read) == _symbol(label)
    if name == "subject" and len(label) >= _CUT:
        return _letters(read).startswith(_letters(label))
    return _letters(read) == _letters(label)


def _symbol(symbol: str) -> str:
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s+", "", key(symbol)))


def _letters(text: str) -> str:
    """Letters and digits only: case, spaces and punctuation say nothing about having read the right thing."""
    return re.sub(r"[\W_]+", "", key(text))


def main(argv: Sequence[str] | None = None) -> Figures:
    """Run the benchmark."""
    return run(measure, __doc__, argv)


if __name__ == "__main__":
    main()
