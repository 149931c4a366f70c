"""Which documents have fields that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from workbench.documents.model import Document
from workbench.workspace.fields import FIELDS, MAIN, shown

_SURE = 0.8
_MISSING = 0.5


class Doubt(NamedTuple):
    """A field that a person should look at: its name in `FIELDS`, how sure its reading is, and why it is in doubt."""

    field: str
    confidence: float
    note: str


def doubts(document: Document) -> list[Doubt]:
    """The uncertain fields of a document, worst first.

    Uncertain is a field that was read with a confidence below 0.8, and a main field (số ký hiệu, loại, cơ quan, ngày,
    trích yếu) that was left open, with a reason or in a document that has others of them. A text without any head (an
    article, a table) is not asked about.
    """
    header = document.header
    found = []
    has_head = sum(bool(getattr(header, name)) for name in MAIN) >= 2
    for name, field in FIELDS.items():
        evidence = header.evidence.get(name)
        value = field.value_of(document)
        if name not in MAIN and not value:
            continue  # few documents print a post or a term; that they are open is no doubt
        if evidence is not None and evidence.confidence < _SURE:
            found.append(Doubt(name, evidence.confidence, evidence.note))
        elif evidence is None and name in MAIN and not value and has_head:
            found.append(Doubt(name, _MISSING, "không thấy ở trang đầu"))
    return sorted(found, key=lambda doubt: doubt.confidence)


def unconfirmed_frame(documents: Iterable[Document]) -> pd.DataFrame:
    """Documents with uncertain fields (`doubts`), worst first.

    Columns: id, path, title, confidence (of the worst field), fields, notes.
    """
    rows = []
    for document in documents:
        found = doubts(document)
        if not found:
            continue
        told = [f"{FIELDS[doubt.field].label}: {shown(FIELDS[doubt.field].value_of(document))}" for doubt in found]
        notes = "; ".join(dict.fromkeys(doubt.note for doubt in found if doubt.note))
        rows.append((document.id, document.path, document.title, found[0].confidence, "; ".join(told), notes))
    rows.sort(key=lambda row: (row[3], -row[4].count(";"), row[1]))
    return pd.DataFrame(rows, columns=["id", "path", "title", "confidence", "fields", "notes"])
