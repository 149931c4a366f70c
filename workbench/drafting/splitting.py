"""Items cut into sentences and joined again: each sentence keeps the citations that it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from workbench.documents.model import Citation
from workbench.drafting.parts import DraftItem, ItemState, state_of
from workbench.vietnamese import sentences

Cite = Callable[[Citation, int, int], "Citation | None"]
"""Cites other offsets of a citation's document; None where the document is gone or no longer reads so."""

_WORD = re.compile(r"\w+")
_SHARED = 0.5  # of the words of a sentence that stand in a passage: enough to call it its source


def split_item(item: DraftItem, cite: Cite | None = None) -> list[DraftItem]:
    """The sentences of an item as items; the first keeps the id. One item where it holds one sentence."""
    spans = sentences.split(item.text)
    if len(spans) < 2:
        return [item]
    pieces = [item.text[start:end] for start, end in spans]
    cited, also = _deal(pieces, item.citations, cite), _deal(pieces, item.also, cite)
    made = []
    for number, piece in enumerate(pieces):
        one = DraftItem(piece, cited[number], state_of(piece, cited[number]), also=also[number])
        made.append(replace(one, id=item.id) if number == 0 else one)
    return made


def merge_items(items: Sequence[DraftItem], joiner: str, cite: Cite | None = None) -> DraftItem:
    """Items as one, with all their citations; verbatim only where the source itself joins them so."""
    text = joiner.join(item.text for item in items)
    citations = tuple(dict.fromkeys(citation for item in items for citation in item.citations))
    whole = _stretch(items, text, cite) if cite is not None else None
    if whole is not None:
        citations = (whole,)
    also = dict.fromkeys(citation for item in items for citation in item.also if citation not in citations)
    return DraftItem(text, citations, state_of(text, citations), items[0].id, tuple(also))


def _stretch(items: Sequence[DraftItem], text: str, cite: Cite) -> Citation | None:
    """The one citation of items that follow each other in one document; None where they do not."""
    if any(item.state is not ItemState.VERBATIM for item in items):
        return None
    first, last = items[0].citations[0], items[-1].citations[0]
    if any(item.citations[0].document_id != first.document_id for item in items) or first.start >= last.end:
        return None
    whole = cite(first, first.start, last.end)
    return whole if whole is not None and whole.quote == text else None


def _deal(pieces: Sequence[str], citations: Sequence[Citation], cite: Cite | None) -> list[tuple[Citation, ...]]:
    dealt: list[list[Citation]] = [[] for _ in pieces]
    for citation in citations:
        at, taken = 0, False
        shares = [_share(piece, citation.quote) for piece in pieces]
        for number, piece in enumerate(pieces):
            found = citation.quote.find(piece, at)
            if found >= 0:
                at = found + len(piece)
                dealt[number].append(_narrowed(citation, found, at, cite))
            elif citation.quote in piece or shares[number] >= _SHARED:
                dealt[number].append(citation)
            else:
                continue
            taken = True
        if not taken:  # no citation is ever lost
            dealt[shares.index(max(shares))].append(citation)
    return [tuple(dict.fromkeys(one)) for one in dealt]


def _narrowed(citation: Citation, start: int, end: int, cite: Cite | None) -> Citation:
    quote = citation.quote[start:end]
    if quote == citation.quote:
        return citation
    first, last = citation.start + start, citation.start + end
    made = cite(citation, first, last) if cite is not None else None
    if made is not None and made.quote == quote:
        return made
    return replace(citation, start=first, end=last, quote=quote)


def _share(piece: str, quote: str) -> float:
    words, held = _WORD.findall(piece.casefold()), set(_WORD.findall(quote.casefold()))
    return sum(word in held for word in words) / len(words) if words else 0.0
