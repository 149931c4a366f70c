"""Number checks between documents: the same unit, indicator and period, and another number (domain.md §4.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from workbench.analysis.figures_model import ReportedFigure
from workbench.analysis.figures_names import indicator_key, org_key
from workbench.analysis.number_relations import agree, of_figure, spelled
from workbench.documents.model import Citation

_LEAST_SYLLABLES = 3  # "hộ", "đảng viên" alone can count anything

Difference = tuple[str, tuple[Citation, ...], str]
"""Message, places, and the values verbatim."""


def contradictions(rows: Sequence[ReportedFigure]) -> tuple[int, list[Difference]]:
    """How many figures could be compared, and those that differ.

    Only figures with unit, indicator and period known, that their own document gives once, without a hedge.
    """
    groups: dict[tuple[str, str, str, str], dict[str, list[ReportedFigure]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        figure = row.figure
        name = indicator_key(row.indicator)
        if not (row.org and row.period and row.unit and len(name.split()) >= _LEAST_SYLLABLES):
            continue
        if figure.hedge or figure.upper is not None or figure.whole is not None or figure.direction in {"tăng", "giảm"}:
            continue
        place = org_key(row.org), name, row.period.casefold(), " ".join(row.unit.lower().split())
        groups[place][row.citation.document_id].append(row)
    compared = 0
    found: list[Difference] = []
    for by_document in groups.values():
        told = [same[0] for same in by_document.values() if len({row.amount for row in same}) == 1]
        for other in told[1:]:
            compared += 1
            first = told[0]
            if agree(of_figure(first.figure), of_figure(other.figure)) or first.amount == other.amount:
                continue
            message = (
                f"{first.org}, {first.period}, “{first.indicator}”: một văn bản ghi "
                f"{_told(first)}, văn bản khác ghi {_told(other)}."
            )
            found.append((message, (first.citation, other.citation), f"{first.value_text} ≠ {other.value_text}"))
    return compared, found


def _told(row: ReportedFigure) -> str:
    """An amount with its unit: "98%", "212.000 lượt khách"."""
    return f"{spelled(row.value, row.figure.decimals)}{'' if row.unit == '%' else ' '}{row.unit}"
