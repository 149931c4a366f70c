"""Whether two sentences say the same: the same words, the same numbers, and neither denies what the other says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from workbench.analysis.candidates import Sentence
from workbench.documents.model import Citation, Document

_OF_SHORTER, _OF_LONGER = 0.7, 0.5  # of the pairs of syllables that must be shared
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NEGATION = re.compile(r"(?<!\w)(?:không|chưa|chẳng|thiếu|khó|vượt|giảm|tăng)(?!\w)", re.IGNORECASE)


def say_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences say the same.

    "Đạt 71,5%" and "đạt 64%" do not, nor do "đã hoàn thành" and "chưa hoàn thành": numbers and negations must agree.
    """
    small, large = sorted((len(one.pairs), len(other.pairs)))
    if not small or small < _OF_LONGER * large:
        return False
    shared = len(one.pairs & other.pairs)
    return shared >= _OF_SHORTER * small and shared >= _OF_LONGER * large and _facts(_text(one)) == _facts(_text(other))


def others_saying(one: Sentence, among: Iterable[Sentence]) -> tuple[Citation, ...]:
    """Passages of other documents that say the same as a sentence, one of each document, in order of documents."""
    found: dict[str, Sentence] = {}
    mine = one.document
    for other in among:
        document = other.document
        if document.id == mine.id or document.id in found or _same_document(document, mine):
            continue
        if say_the_same(one, other):
            found[document.id] = other
    ordered = sorted(found.values(), key=lambda item: item.rank)
    return tuple(item.document.cite(item.start, item.end) for item in ordered)


def _same_document(one: Document, other: Document) -> bool:
    """Two files of one document do not say it twice."""
    mine, its = one.header, other.header
    return bool(mine.symbol) and (mine.symbol, mine.issuer, mine.date) == (its.symbol, its.issuer, its.date)


def _text(sentence: Sentence) -> str:
    return sentence.document.text[sentence.start : sentence.end]


@lru_cache(maxsize=4_096)
def _facts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers of a text, and its words of denial and direction."""
    return tuple(sorted(_NUMBER.findall(text))), tuple(sorted(word.lower() for word in _NEGATION.findall(text)))
