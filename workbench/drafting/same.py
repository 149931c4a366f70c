"""Whether two sentences say the same: the same words, numbers and names, neither denying the other."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis.candidates import Sentence
from workbench.analysis.sentence_features import identity
from workbench.analysis.sentence_sameness import facts
from workbench.documents.model import Citation

_ALIKE = 0.65  # of the pairs of syllables of both that both hold, as in summaries


def say_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences say the same.

    "Đạt 71,5%" and "đạt 64%" do not, nor do "đã hoàn thành" and "chưa hoàn thành" (`sentence_sameness.facts`).
    """
    small, large = sorted((len(one.pairs), len(other.pairs)))
    if not small or small < _ALIKE * large:
        return False
    shared = len(one.pairs & other.pairs)
    return shared >= _ALIKE * (small + large - shared) and facts(_text(one)) == facts(_text(other))


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


def _text(sentence: Sentence) -> str:
    return sentence.document.text[sentence.start : sentence.end]
