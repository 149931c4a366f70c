"""Who else says what a sentence of a draft says, as citations."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis.candidates import Sentence
from workbench.analysis.sentence_features import identity
from workbench.analysis.sentence_sameness import say_the_same
from workbench.documents.model import Citation


def others_saying(one: Sentence, among: Iterable[Sentence]) -> tuple[Citation, ...]:
    """Passages of other documents that say the same as a sentence, one of each document, in order of documents.

    Two files of one document do not say it twice.
    """
    found: dict[object, Sentence] = {}
    mine = identity(one.document)
    for other in among:
        if other.document is one.document or not say_the_same(one, other):
            continue
        of = identity(other.document)
        if of != mine:
            found.setdefault(of, other)
    ordered = sorted(found.values(), key=lambda item: item.rank)
    return tuple(item.document.cite(item.start, item.end) for item in ordered)
