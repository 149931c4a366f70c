"""Which documents have fields that a person should look at."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbench.archive.fields import FIELDS, MAIN, shown
from workbench.documents.model import Document

_SURE = 0.8
_MISSING = 0.5


def unconfirmed_frame(documents: Iterable[Document]) -> pd.DataFrame:
    """Documents with uncertain fields, worst first: id, path, title, confidence (of the worst field), fields, notes.

    Uncertain is a field that was read with a confidence below 0.8, and a main field (số ký hiệu, loại, cơ quan, ngày,
    trích yếu) that was left open, with a reason or in a document that has others of them. A text without any head (an
    article, a table) is not asked about.
    """
    rows = []
    for document in documents:
        header = document.header
        doubts: list[tuple[float, str, str]] = []
        has_head = sum(bool(getattr(header, name)) for name in MAIN) >= 2
        for name, field in FIELDS.items():
            evidence = header.evidence.get(name)
            value = field.value_of(document)
            if name not in MAIN and not value:
                continue  # few documents print a post or a term; that they are open is no doubt
            if evidence is not None and evidence.confidence < _SURE:
                doubts.append((evidence.confidence, f"{field.label}: {shown(value)}", evidence.note))
            elif evidence is None and name in MAIN and not value and has_head:
                doubts.append((_MISSING, f"{field.label}: (để trống)", "không thấy ở trang đầu"))
        if doubts:
            doubts.sort(key=lambda doubt: doubt[0])
            notes = "; ".join(dict.fromkeys(note for _, _, note in doubts if note))
            worst = doubts[0][0]
            rows.append(
                (document.id, document.path, document.title, worst, "; ".join(doubt[1] for doubt in doubts), notes)
            )
    rows.sort(key=lambda row: (row[3], -row[4].count(";"), row[1]))
    return pd.DataFrame(rows, columns=["id", "path", "title", "confidence", "fields", "notes"])
