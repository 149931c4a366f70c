"""Sentences that can stand alone: one that leans on the sentence before it is quoted with it, or not at all.

"Đồng thời, đơn vị này đã …" says nothing without its neighbour. The words by which such sentences begin are in
`sentence_openers.csv`: connectives; pronouns, unless a name follows ("Ông Nguyễn Văn A"); words that point back when
they stand after the first noun ("Hai đơn vị này", "Việc nói trên").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from workbench.analysis.candidates import Sentence
from workbench.vietnamese.spelling import clean

_LONGEST = 130  # syllables of a sentence together with what it leans on
_POINTS_WITHIN = 5  # syllables of the beginning in which a word that points back does so


def standing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Each sentence that may be quoted: alone, joined with the one it leans on as one span, or left out.

    Args:
        sentences: as `candidates.collect` gives them, in order of documents and text.

    What is joined runs from the first sentence to the last as it stands in the text; it may overlap with the first
    sentence on its own, so that only one of them can be chosen.
    """
    found: list[Sentence] = []
    before: Sentence | None = None  # the sentence before as it stands in the text
    whole: Sentence | None = None  # the same with what it leans on; None where that may not be quoted
    for one in sentences:
        kept: Sentence | None = None
        if not leans(one.document.text[one.start : one.end]):
            kept = None if _is_torn(one) else one
        elif before is not None and whole is not None and _follows(before, one):
            kept = _joined(whole, one)
        if kept is not None:
            found.append(kept)
        before, whole = one, kept
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


def _joined(whole: Sentence, one: Sentence) -> Sentence | None:
    length = whole.length + one.length
    if length > _LONGEST:
        return None
    return replace(
        one,
        start=whole.start,
        length=length,
        pairs=whole.pairs | one.pairs,
        place=whole.place,
        relevance=max(whole.relevance, one.relevance),
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
