"""Word segmentation and part-of-speech tags behind one function each; offsets always point into the caller's text.

Words are cut by our own model (`segmenter`), then office words of `office_words.csv` are kept whole; underthesea tags
them. A word is what the treebank calls one: "ủy ban" and "nhân dân" are two words, "phó bí thư" is one.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise, repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.vietnamese import sentences, tagger
from workbench.vietnamese.segmenter import segmenter
from workbench.vietnamese.spelling import clean, key, old_tone
from workbench.vietnamese.tokenizer import tokens

_OFFICE_WORDS = Path(__file__).with_name("office_words.csv")
_WIDEST_GAP = 3  # spaces inside a word; more of them are columns of a table
_BREAK = re.compile(r"[\t\v\f\r\x85\u2028\u2029]")
_MOST_TAGGED = 300  # words given to the tagger at once


class Word(NamedTuple):
    """One word: its offsets in the caller's text, and its part of speech ("N", "V", "A", "Np", "CH" …) or ""."""

    start: int
    end: int
    tag: str


def segment(text: str) -> list[Word]:
    """The words and punctuation marks of a text, in order, without tags."""
    starts, ends, _ = _cut(text)
    return list(map(Word, starts, ends, repeat("")))


def tag(text: str) -> list[list[Word]]:
    """The words of each sentence with their part of speech."""
    starts, ends, firsts = _cut(text)
    limits = [*firsts, len(starts)]
    tagged: list[list[Word]] = []
    for first, last in pairwise(limits):
        for begin in range(first, last, _MOST_TAGGED):
            piece = slice(begin, min(begin + _MOST_TAGGED, last))
            spelled = [_for_tagger(text[start:end]) for start, end in zip(starts[piece], ends[piece], strict=True)]
            tagged.append(list(map(Word, starts[piece], ends[piece], tagger.tag(spelled))))
    return tagged


def _for_tagger(word: str) -> str:
    """The spelling that the tagger knows: the older tone placement; it takes no lone surrogate."""
    return old_tone(clean(word.encode("utf-8", "replace").decode("utf-8"))) or "?"


def _cut(text: str) -> tuple[list[int], list[int], list[int]]:
    """Starts and ends of the words, and the places in those lists where sentences begin."""
    texts, starts, ends = tokens(text)
    if not texts:
        return [], [], []
    start, end = np.array(starts), np.array(ends)
    sentence = _sentence_of(text, start)
    model = segmenter()
    joined, numbers = model.joined(texts, sentence)
    _keep_whole(joined, numbers, sentence)
    gap = start[1:] - end[:-1]
    joined[1:] &= (gap > 0) & (gap <= _WIDEST_GAP)
    for stop in _BREAK.finditer(text):
        place = bisect_right(starts, stop.start())
        if place < len(starts):
            joined[place] = False
    first = ~joined
    last = np.ones(len(starts), dtype=np.bool_)
    last[:-1] = first[1:]
    of_words = sentence[first]
    opening = [0, *((of_words[1:] != of_words[:-1]).nonzero()[0] + 1).tolist()]
    return start[first].tolist(), end[last].tolist(), opening


def _sentence_of(text: str, start: NDArray[np.int64]) -> NDArray[np.int64]:
    openings = [first for first, _ in sentences.split(text)]
    if len(openings) < 2:
        return np.zeros(len(start), dtype=np.int64)
    return np.array(openings, dtype=np.int64).searchsorted(start, side="right")


def _keep_whole(joined: NDArray[np.bool_], numbers: NDArray[np.uint64], sentence: NDArray[np.int64]) -> None:
    """Make every office word a word of its own; the leftmost and longest first."""
    by_first, opens = _office_words()
    done = 0
    for place in opens[numbers].nonzero()[0].tolist():
        if place < done:
            continue
        for rest in by_first[int(numbers[place])]:
            after = place + 1 + len(rest)
            if tuple(numbers[place + 1 : after].tolist()) != rest or sentence[place] != sentence[after - 1]:
                continue
            joined[place] = False
            joined[place + 1 : after] = True
            joined[after : after + 1] = False
            done = after
            break


@cache
def _office_words() -> tuple[dict[int, list[tuple[int, ...]]], NDArray[np.bool_]]:
    """The words of the table by the number of their first syllable, longest first; and which numbers are such."""
    vocabulary = segmenter().vocabulary
    by_first: dict[int, list[tuple[int, ...]]] = {}
    with _OFFICE_WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, *rest = (vocabulary[key(syllable)] for syllable in row["word"].split())
            by_first.setdefault(first, []).append(tuple(rest))
    for rests in by_first.values():
        rests.sort(key=len, reverse=True)
    opens = np.zeros(max(vocabulary.values()) + 1, dtype=np.bool_)
    opens[list(by_first)] = True
    return by_first, opens
