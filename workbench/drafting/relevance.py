"""Which sentences of the sources are about what a draft is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.analysis.candidates import Sentence
from workbench.documents.model import Document
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.drafting.material import Material, topic_pairs

_LEAST = 0.3  # of `Sentence.relevance`: below it, the words of the query stand scattered in another matter
_OPENING = 2_000  # characters of a document in which it says what it is about
_PARTS = re.compile(r"[,;]|\bvà\b|\bVÀ\b|\bAND\b|\bOR\b|\bHOẶC\b")


class Relevance:
    """Tells whether a sentence is about a query.

    It is if it holds much of the query or its document is about it (`Sentence.relevance`); if it, or a heading above
    it, speaks of one of the things that the query lists ("cải cách hành chính, chuyển đổi số"); and if its document
    says at its beginning that it is about a document which the query names: in a report on carrying out "Chỉ thị số
    12-CT/TU" every sentence is, whatever words it has.
    """

    def __init__(self, query: str, documents: Iterable[Document], material: Material) -> None:
        self._material = material
        self._parts = tuple(pairs for part in _PARTS.split(query) if (pairs := topic_pairs(part)))
        asked = {symbol_key(span.text) for span in find_symbols(query)}
        self._about = frozenset(one.id for one in documents if asked and asked & _named_at_the_beginning(one))

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence of the material is about the query."""
        if sentence.relevance >= _LEAST or sentence.document.id in self._about:
            return True
        if any(part <= sentence.pairs for part in self._parts):
            return True
        return any(part <= heading for heading in self._material.headings_above(sentence) for part in self._parts)


def _named_at_the_beginning(document: Document) -> set[str]:
    return {symbol_key(span.text) for span in find_symbols(f"{document.title}\n{document.text[:_OPENING]}")}
