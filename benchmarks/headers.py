"""Header fields read from files, against labels made by hand.

DIR holds files and `gold_headers.jsonl`. A label that is null says that the page does not print the field: right when
it is left open. What is not right is told apart: `open` counts the fields left open although the label fills them (the
evidence says why), `wrong` those read as something else. A file that is not read leaves all its fields open.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any

from benchmarks.common import Figures, read_jsonl, run, take
from workbench.archive.intake import Unread
from workbench.documents.model import Document, Header
from workbench.vietnamese.spelling import key

_FIELDS = ("symbol", "type", "date", "issuer", "subject", "signer", "place", "signer_title")
_CUT = 195  # characters: labels of the subject were cut at about 200; of those only the beginning can be compared


def measure(arguments: argparse.Namespace) -> Figures:
    """Take in every labelled file as a build does, and compare field by field."""
    labels = read_jsonl(arguments.data / "gold_headers.jsonl")
    right = dict.fromkeys((*_FIELDS, "scanned"), 0)
    left_open, wrong = dict.fromkeys(_FIELDS, 0), dict.fromkeys(_FIELDS, 0)
    unread = 0
    for label in labels:
        outcome, document, _ = take(arguments.data / label["file"])
        header = document.header if document else Header()
        unread += document is None
        waiting = isinstance(outcome, Unread) and "bản quét" in outcome.reason
        right["scanned"] += (waiting or _recognised(document)) == bool(label["scanned"])
        for name in _FIELDS:
            read = getattr(header, name)
            same = _same(name, read, label.get(name))
            right[name] += same
            left_open[name] += not same and read is None
            wrong[name] += not same and read is not None
            if not same and document is not None:
                why = header.evidence.get(name)
                note = f" ({why.note})" if why and why.note else ""
                print(f"{label['file']}: {name}: read {read!s:.200}{note}, label {label.get(name)!s:.200}")
    shares = {f"{name}_right": count / max(len(labels), 1) for name, count in right.items()}
    return {"files": len(labels), **shares, "unread": unread, "open": left_open, "wrong": wrong}


def _recognised(document: Document | None) -> bool:
    """Whether most pages of a document had to be recognised from images."""
    pages = document.page_confidence if document else ()
    return 2 * sum(page is not None for page in pages) > len(pages)


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
