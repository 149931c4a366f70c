"""Sentences that can stand alone: one that leans on the sentence before it is quoted with it, or not at all.

"Đồng thời, đơn vị này đã …" says nothing without its neighbour. The words by which such sentences begin are in
`sentence_openers.csv`: connectives; pronouns, unless a name follows ("Ông Nguyễn Văn A"); words that point back when
they stand after the first noun ("Hai đơn vị này", "Việc nói trên").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from workbench.analysis.candidates import Sentence
from workbench.vietnamese.spelling import clean

_LEANING_COSTS = 1.25  # what stands together must be worth so much more room: much of it is only there to be understood
_LONGEST = 130  # syllables of a sentence together with what it leans on
_POINTS_WITHIN = 5  # syllables of the beginning in which a word that points back does so


def standing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Each sentence that may be quoted: alone, joined with the one it leans on as one span, or left out.

    Args:
        sentences: as `candidates.collect` gives them, in order of documents and text.

    What is joined runs from the first sentence to the last as it stands in the text; it may overlap with the first
    sentence on its own, so that only one of them can be chosen.
    """
    return [_joined([sentences[place] for place in places]) for places in quotable(sentences)]


@dataclass(frozen=True)
class Spans:
    """What may be quoted of some sentences.

    Attributes:
        sentences: as `standing` gives them.
        holds: spans × pairs, 1 where a span holds a pair.
        lengths: syllables of each.
        room: syllables that each must be worth to be chosen.
    """

    sentences: list[Sentence]
    holds: Any
    lengths: NDArray[np.float64]
    room: NDArray[np.float64]

    def only(self, places: Sequence[int]) -> Spans:
        """Some of them, in the order of the places."""
        kept = np.array(places, np.int64)
        return Spans([self.sentences[at] for at in places], self.holds[kept], self.lengths[kept], self.room[kept])


def spans(sentences: Sequence[Sentence], holds: Any) -> Spans:
    """What may be quoted of sentences, given which pairs they hold (sentences × pairs)."""
    together = quotable(sentences)
    sizes = np.array([len(places) for places in together], np.int64)
    rows = np.repeat(np.arange(len(together)), sizes)
    columns = np.array([place for places in together for place in places], np.int64)
    of = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(together), len(sentences)))
    joined = [_joined([sentences[place] for place in places]) for places in together]
    lengths = np.array([one.length for one in joined], float)
    room = lengths * np.where(sizes > 1, _LEANING_COSTS, 1.0)
    return Spans(joined, ((of @ holds) > 0).astype(float).tocsr(), lengths, room)


def quotable(sentences: Sequence[Sentence]) -> list[list[int]]:
    """The places of the sentences that are quoted together, for each that may be quoted; as `standing`."""
    found: list[list[int]] = []
    whole: list[int] = []  # the sentence before with what it leans on; empty where that may not be quoted
    for place, one in enumerate(sentences):
        kept: list[int] = []
        if not leans(one.document.text[one.start : one.end]):
            kept = [] if _is_torn(one) else [place]
        elif whole and _follows(sentences[place - 1], one):
            together = [*whole, place]
            kept = together if sum(sentences[each].length for each in together) <= _LONGEST else []
        if kept:
            found.append(kept)
        whole = kept
    return found


def leans(text: str) -> bool:
    """Whether a sentence only makes sense with the one before it."""
    leaning, pronouns = _openers()
    text = clean(text)
    if leaning.match(text):
        return True
    pronoun = pronouns.match(text)
    return pronoun is not None and not text[pronoun.end() :].lstrip()[:1].isupper()


def _is_torn(one: Sentence) -> bool:
    """Whether a sentence begins in small letters where its paragraph does: the rest of one that a page broke."""
    passage = one.document.passage_of(one.start)
    return passage is not None and passage.start == one.start and one.document.text[one.start].islower()


def _follows(before: Sentence, one: Sentence) -> bool:
    """Whether nothing but space stands between two sentences, and no heading."""
    document = one.document
    if before.document is not document or document.text[before.end : one.start].strip():
        return False
    first, second = document.passage_of(before.start), document.passage_of(one.start)
    return first is not None and second is not None and second.number - first.number <= 1


def _joined(together: Sequence[Sentence]) -> Sentence:
    first, last = together[0], together[-1]
    if first is last:
        return first
    return replace(
        last,
        start=first.start,
        length=sum(one.length for one in together),
        pairs=frozenset().union(*(one.pairs for one in together)),
        place=first.place,
        relevance=max(one.relevance for one in together),
    )


@cache
def _openers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What leans wherever it begins a sentence; pronouns."""
    kinds: dict[str, list[str]] = {}
    table = files(__package__).joinpath("sentence_openers.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(table.splitlines()):
        kinds.setdefault(row["kind"], []).append(row["opener"])
    always = (
        rf"{_any(kinds['connective'])}|(?:\w+\s+){{1,{_POINTS_WITHIN - 1}}}?(?:{_any(kinds['pointer'])})",
        _any(kinds["pronoun"]),
    )
    leaning, pronouns = (re.compile(rf"[“\"‘(]?(?:{one})(?!\w)", re.IGNORECASE) for one in always)
    return leaning, pronouns


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(phrases, key=len, reverse=True))
