"""Word segmentation and part-of-speech tags behind one function each; underthesea does the work.

underthesea's dictionary knows "cấp uỷ" and "hoà" only with the older tone placement, and its own normalisation breaks
them, so it is fed that spelling with normalisation off; offsets always point into the caller's text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from workbench.vietnamese import sentences
from workbench.vietnamese.spelling import old_tone, same_length_clean

_CLUSTER = re.compile(r"(?s).[\u0300-\u036f]*")
_LONGEST = 2_000  # characters given to the model at once: its cost grows faster than the text


class Word(NamedTuple):
    """One word: its offsets in the caller's text, and its part of speech ("N", "V", "A", "Np", "CH" …) or ""."""

    start: int
    end: int
    tag: str


class _Spelled(NamedTuple):
    text: str
    start: int
    end: int


def segment(text: str) -> list[Word]:
    """The words and punctuation marks of a text, in order, without tags."""
    pieces = _pieces(text)
    return [Word(word.start, word.end, "") for start, end in pieces for word in _segment_piece(text, start, end)]


def tag(text: str) -> list[list[Word]]:
    """The words of each sentence with their part of speech."""
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor  # late: loads a model of 10 MB

    tagger = CRFPOSTagPredictor.Instance()
    tagged: list[list[Word]] = []
    for start, end in _pieces(text):
        words = _segment_piece(text, start, end)
        tags = tagger.predict([word.text for word in words]) if words else []
        tagged.append([Word(word.start, word.end, pos) for word, (_, pos) in zip(words, tags, strict=True)])
    return tagged


def _for_model(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """The spelling that the model knows, and for each of its characters the offset it came from (plus `end`)."""
    spelled: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text, start, end):
        raw = cluster[0]
        composed = unicodedata.normalize("NFC", raw)
        if len(composed) > len(raw):  # some letters of other scripts grow
            composed = raw
        for place, char in enumerate(same_length_clean(composed)):
            # The model takes no NUL and no lone surrogate.
            spelled.append(" " if char == "\x00" or "\ud800" <= char <= "\udfff" else char)
            # Accents that do not join their letter keep their own place behind it.
            offsets.append(cluster.end() - len(composed) + place if place else cluster.start())
    return old_tone("".join(spelled)), [*offsets, end]


def _pieces(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for start, end in sentences.split(text):
        while end - start > _LONGEST:
            cut = text.rfind(" ", start, start + _LONGEST)
            cut = cut if cut > start else start + _LONGEST
            pieces.append((start, cut))
            start = cut
        pieces.append((start, end))
    return pieces


def _segment_piece(text: str, start: int, end: int) -> list[_Spelled]:
    from underthesea import word_tokenize  # late: most commands do not need the model

    spelled, offsets = _for_model(text, start, end)
    words: list[_Spelled] = []
    at = 0
    for token in word_tokenize(spelled, use_token_normalize=False):
        # The model re-spaces but never rewrites: the n-th visible character of its output is the n-th of its input.
        visible = sum(not char.isspace() for char in token)
        while at < len(spelled) and spelled[at].isspace():
            at += 1
        first = at
        while visible and at < len(spelled):
            visible -= not spelled[at].isspace()
            at += 1
        if at > first:
            words.append(_Spelled(spelled[first:at], offsets[first], offsets[at]))
    return words
