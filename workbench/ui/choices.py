"""The documents that people may mean by a symbol or by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.symbols import find_symbols, symbol_key
from workbench.errors import QueryError
from workbench.ui.markup import shorten

if TYPE_CHECKING:
    from workbench.search.results import Hit
    from workbench.workbench import Workbench

MOST = 20
"""How many documents are offered; more words find the others."""

Choices = tuple[tuple[str, str], ...]
"""What people read of each document offered, and its id."""


def find_choices(workbench: Workbench, text: str) -> Choices:
    """The documents that people may mean: those of the symbol they typed before those that a search finds.

    Raises:
        QueryError: nothing was typed, or no document fits.
        NotBuiltError: the archive has not been built.
    """
    typed = text.strip()
    if not typed:
        raise QueryError("Chưa gõ văn bản nào.", "Hãy gõ số, ký hiệu (ví dụ 12-CT/TU) hoặc vài chữ trong trích yếu.")
    hits: dict[str, Hit] = {}
    for symbol in find_symbols(typed)[:1]:
        for hit in workbench.search(f"so:{symbol.text}", limit=MOST).hits:
            if hit.symbol and symbol_key(hit.symbol) == symbol_key(symbol.text):
                hits.setdefault(hit.id, hit)
    for hit in workbench.search(typed, limit=MOST).hits:
        hits.setdefault(hit.id, hit)
    if not hits:
        raise QueryError(f"Không có văn bản nào khớp “{shorten(typed, 60)}”.", "Hãy gõ lại số, ký hiệu hoặc bớt chữ.")
    return tuple((choice_label(hit.symbol, hit.title), hit.id) for hit in list(hits.values())[:MOST])


def choice_label(symbol: str | None, title: str) -> str:
    """What people read of a document in a list of choices."""
    return shorten(f"{symbol} – {title}" if symbol else title, 90)
