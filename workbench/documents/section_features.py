"""What the words of a sentence tell of its section, as features of a linear model (`section_model`).

Cue phrases (`cue_phrases.csv`, domain.md §4.4) count by section; beside them syllables, adjacent syllables, how the
sentence begins and ends, and what the sentence before it sounds like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import sqrt

from workbench.documents.tables import Phrase, cue_phrases
from workbench.vietnamese.spelling import key

_LONGEST = 1_000  # characters of a sentence that are looked at
_ITEM_NUMBER = re.compile(r"\s*(?:[-–+*•]+|\d{1,2}[.)]|[a-zđ]\))\s*")
_DIGIT = re.compile(r"\d")
_PUNCTUATION = re.compile(r"[^\w%]+")
_MOST_OF_A_CUE = 8.0  # more cues of one section than this say no more
_WORDS_WEIGHT = 3.0  # of all syllables and pairs of a sentence together, so that long ones do not shout
_SYLLABLES_OF_LENGTH = 60
_SECTIONS = sorted({phrase.section for phrase in cue_phrases()})
_CUE = {section: f"=cue:{section}" for section in _SECTIONS}
_CUE_BEFORE = {section: f"=before:{section}" for section in _SECTIONS}


def words_of(text: str) -> str:
    """Small letters in one spelling, punctuation dropped, syllables parted by one space."""
    return _PUNCTUATION.sub(" ", key(text)).strip()


def spell(phrases: Iterable[Phrase]) -> dict[str, list[tuple[Phrase, str]]]:
    """Phrases by their first syllable, the longest first, each with its words between spaces."""
    found: dict[str, list[tuple[Phrase, str]]] = {}
    spelled = [(phrase, f" {words_of(phrase.phrase)} ") for phrase in phrases]
    for phrase, words in sorted(spelled, key=lambda pair: (-len(pair[1]), pair[0].section)):
        found.setdefault(words.split()[0], []).append((phrase, words))
    return found


def cue_scores(words: str) -> dict[str, float]:
    """The weights of the cue phrases in some words (`words_of`), by section.

    A phrase counts once; inside a longer one of its section ("còn hạn chế" in "còn hạn chế nhất định") it does not.
    """
    by_first_word = _cues()
    padded = f" {words} "
    scores: dict[str, float] = {}
    reached: dict[str, int] = {}
    counted: set[str] = set()
    place = 0
    for word in words.split():
        for phrase, spelled in by_first_word.get(word, ()):
            if (place and phrase.place == "start") or not padded.startswith(spelled, place):
                continue
            end = place + len(spelled)
            if spelled + phrase.section in counted or reached.get(phrase.section, 0) >= end:
                continue
            counted.add(spelled + phrase.section)
            reached[phrase.section] = end
            scores[phrase.section] = scores.get(phrase.section, 0.0) + phrase.weight
        place += len(word) + 1
    return scores


def features(sentence: str, before: str = "") -> tuple[list[str], dict[str, float]]:
    """(syllables and adjacent pairs, other features with their values) of a sentence and the one before it.

    The names of the others begin with "=", which no word does.
    """
    sentence = sentence.strip()[:_LONGEST]
    words = _without_number(sentence)
    syllables = words.split()
    numbers = _DIGIT.search(words) is not None
    if numbers:
        syllables = _numbers_alike(syllables)
    others = {_CUE[name]: min(value, _MOST_OF_A_CUE) for name, value in cue_scores(words).items()}
    for count in (1, 2, 3):
        others["=^" + " ".join(syllables[:count])] = 1.0
    others["=length"] = min(len(syllables), _SYLLABLES_OF_LENGTH) / (_SYLLABLES_OF_LENGTH / 2)
    others["=ends:" + _kind(sentence[-1:])] = others["=begins:" + _kind(sentence[:1])] = 1.0
    if numbers:
        others["=number"] = 1.0
    if sentence.isupper():
        others["=capitals"] = 1.0
    if before:
        for name, value in cue_scores(_without_number(before[:_LONGEST])).items():
            others[_CUE_BEFORE[name]] = min(value, _MOST_OF_A_CUE)
    grams = list(set(syllables))
    grams += {f"{first} {second}" for first, second in pairwise(syllables)}
    return grams, others


def weight_of_words(known: int) -> float:
    """What each syllable or pair of a sentence counts, of which the model knows so many."""
    return _WORDS_WEIGHT / sqrt(known or 1)


def _without_number(sentence: str) -> str:
    start = _ITEM_NUMBER.match(sentence)
    return words_of(sentence[start.end() if start else 0 :])


def _numbers_alike(syllables: Iterable[str]) -> list[str]:
    found: list[str] = []
    for syllable in syllables:
        if not syllable[0].isdigit():
            found.append(syllable)
        elif not found or found[-1] != "#":
            found.append("#")
    return found


def _kind(sign: str) -> str:
    return "letter" if sign.isalpha() else "digit" if sign.isdigit() else sign


@cache
def _cues() -> dict[str, list[tuple[Phrase, str]]]:
    return spell(cue_phrases())
