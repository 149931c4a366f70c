"""Who else says the same: near-identical sentences of other documents, kept as further sources of one sentence.

Two sentences that differ in a number, a negation, a hedge or a name are not the same, however alike they are: "đã hoàn
thành" and "chưa hoàn thành", "đạt 71%" and "đạt gần 71%".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from workbench.analysis.candidates import Sentence
from workbench.analysis.sentence_features import identity
from workbench.documents.model import Document
from workbench.vietnamese.spelling import clean, key

_ALIKE = 0.65  # of the pairs of syllables of both that both hold
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_DENIALS = (
    *("không", "chưa", "chẳng", "chả", "đừng", "chớ", "cấm", "miễn", "trừ", "ngoại trừ", "thiếu", "hết", "thôi"),
    *("tăng", "giảm", "vượt", "trước", "sau", "đạt", "phải", "được phép", "có thể", "cần", "nên", "sẽ", "đã", "đang"),
)
"""Words that turn what a sentence says: denial, direction, duty, time."""


def say_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether two sentences say the same.

    "Đạt 71,5%" and "đạt 64%" do not, nor do "đã hoàn thành" and "chưa hoàn thành" (`facts`).
    """
    small, large = sorted((len(one.pairs), len(other.pairs)))
    if not small or small < _ALIKE * large:
        return False
    shared = len(one.pairs & other.pairs)
    return shared >= _ALIKE * (small + large - shared) and facts(_text(one)) == facts(_text(other))


def others_saying(
    place: int, sentences: Sequence[Sentence], holds: Any, sizes: np.ndarray[Any, np.dtype[np.float64]]
) -> list[int]:
    """The places of sentences of other documents that say the same as one, the first of each document.

    Args:
        place: of the sentence.
        sentences, holds: all sentences, and sentences × pairs, 1 where a sentence holds a pair.
        sizes: how many pairs each sentence holds.
    """
    one = sentences[place]
    shared = np.asarray((holds @ holds[place].T).todense()).ravel()
    alike = np.flatnonzero(shared >= _ALIKE * (sizes + sizes[place] - shared))
    heard = {identity(one.document)}
    found: list[int] = []
    for other in map(int, alike):
        document = sentences[other].document
        if identity(document) not in heard and facts(_text(one)) == facts(_text(sentences[other])):
            heard.add(identity(document))
            found.append(other)
    return found


def speaker(document: Document) -> str:
    """Who speaks in a document: the reporting unit, else the organ that issued it, else its title."""
    return document.header.unit or document.header.issuer or document.title


@lru_cache(maxsize=8_192)
def facts(text: str) -> tuple[tuple[str, ...], ...]:
    """What two sentences must have in common to say the same: numbers, turning words and hedges, names."""
    text = clean(text)
    words = key(text)
    names = [word for word in re.findall(r"\w+", text)[1:] if word[:1].isupper()]
    return tuple(sorted(_NUMBER.findall(text))), tuple(sorted(_turning().findall(words))), tuple(sorted(names))


@cache
def _turning() -> re.Pattern[str]:
    table = files(__package__).joinpath("hedges.csv").read_text(encoding="utf-8")
    phrases = {*map(key, _DENIALS), *(key(row["hedge"]) for row in csv.DictReader(table.splitlines()))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})(?!\w)")


def _text(sentence: Sentence) -> str:
    return sentence.document.text[sentence.start : sentence.end]
