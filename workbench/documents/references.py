"""The documents that a text cites: every symbol in it but its own (domain.md §6.4).

A reference is more than a symbol where the text says more: "Chỉ thị số 34-CT/TU, ngày 05/02/2025".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workbench.documents.dates import find_dates
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key
from workbench.documents.tables import document_types
from workbench.vietnamese.spelling import key, same_length_clean

_BEFORE, _AFTER = 60, 45  # characters around a symbol in which its tên loại and its day stand


@dataclass(frozen=True)
class Reference:
    """One place where a text cites a document.

    Attributes:
        start, end: offsets of the whole reference, tên loại and day included.
        symbol: the symbol cited, with its own offsets.
        type: tên loại before it, or None.
        day: day of issue after it, or None.
    """

    start: int
    end: int
    symbol: SymbolSpan
    type: str | None
    day: date | None


def find_references(text: str, own_symbol: str | None = None) -> tuple[Reference, ...]:
    """All citations of documents by symbol, in order; those of the document itself (`own_symbol`) are left out."""
    own = symbol_key(own_symbol) if own_symbol else None
    plain = same_length_clean(text)
    return tuple(_reference(plain, span) for span in find_symbols(text) if symbol_key(span.text) != own)


def cited_symbols(text: str, own_symbol: str | None = None) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order in which they first come, as printed without spaces."""
    own = symbol_key(own_symbol) if own_symbol else None
    seen: dict[str, str] = {}
    for span in find_symbols(text):
        exact = symbol_key(span.text)
        if exact != own:
            seen.setdefault(exact, span.symbol)
    return tuple(seen.values())


_NAMES = {key(kind.name): kind.name for kind in document_types()} | {
    key(name): name for name in ("Thông báo kết luận", "Quy chế phối hợp", "Văn bản")
}
_SPELLED_NAMES = "|".join(sorted((re.escape(name) for name in _NAMES), key=len, reverse=True))
_NAME_BEFORE = re.compile(rf"(?<!\w)(?P<name>{_SPELLED_NAMES})\s+(?:số\s*:?\s*)?$")
_TO_DAY = re.compile(r"\s*,?\s*(?:ký\s+)?(?:ban hành\s+)?ngày\s+(?=\d)", re.IGNORECASE)


def _reference(plain: str, span: SymbolSpan) -> Reference:
    start, end, name, day = span.start, span.end, None, None
    left = max(0, start - _BEFORE)
    window = plain[left:start]
    folded = key(window)
    # `key` keeps length on composed text; on decomposed text the tên loại before a symbol is not looked for.
    match = _NAME_BEFORE.search(folded) if len(folded) == len(window) else None
    if match:
        start, name = left + match.start(), _NAMES[match["name"]]
    to_day = _TO_DAY.match(plain, end)
    if to_day:
        days = find_dates(plain[to_day.end() : to_day.end() + _AFTER])
        if days and days[0].start == 0:
            end, day = to_day.end() + days[0].end, days[0].day
    return Reference(start, end, span, name, day)
