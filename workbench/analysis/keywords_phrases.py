"""The words and phrases of one text, counted once and kept: segmentation is the slow step, so nothing repeats it.

What is kept says nothing about what is a keyword: stop words, abbreviations of the office and the archive's frequencies
come in when somebody asks, so that changing them needs no new count.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from workbench.archive.report import OnProgress, ProgressMeter
from workbench.documents.model import Document
from workbench.vietnamese import spelling, words
from workbench.vietnamese.lexicon.definitions import defined_abbreviations
from workbench.vietnamese.syllables import tokens
from workbench.vietnamese.words import Word

NAME = "phrases"
"""What they are kept under."""

LABEL = "Tách từ"
"""What progress calls the counting."""

VERSION = "3"
"""Raised when segmentation, tagging or counting changes; what another version counted is counted again."""

TAGS = ("N", "Np", "V", "A")
"""The parts of speech that are told apart; the finer ones of the tagger fall under these."""

_TAG = {"N": 0, "Nc": 0, "Nb": 0, "Np": 1, "Ny": 1, "V": 2, "Vb": 2, "Vy": 2, "A": 3}
_NOUNS = (0, 1)
_NAME = 1
_LONGEST = 4  # words in a phrase
_PLACES = 5  # sentences remembered for a phrase
_GAPS = frozenset((" ", "-", "–", " - ", " – "))
_HYPHENS = frozenset("-–")
_SHORT = re.compile(r"[A-ZĐƯƠÔÊÂĂ]{2,}(?:[-&][A-ZĐƯƠÔÊÂĂ]{2,})*")
_ROMAN = re.compile(r"[IVXLC]+")


class AnalysisStore(Protocol):
    """Keeps results of analyses by text; the catalogue is one."""

    def analysis(self, document_id: str, name: str, version: str) -> bytes | None:
        """What was kept for the document's present text, or None."""

    def text_hash(self, document_id: str) -> str | None:
        """The name under which the results for a document's present text are kept."""

    def analyses(self, name: str, version: str, ids: Iterable[str] | None = None) -> Iterable[tuple[str, bytes]]:
        """What was kept for documents, or all, by id."""

    def keep_analyses(self, name: str, version: str, made: Iterable[tuple[str, bytes]]) -> None:
        """Keep results: (hash of the text, result)."""


@dataclass
class TextPhrases:
    """The content words and phrases of a text, in columns.

    Attributes:
        length: number of words and signs of the text.
        keys: the content words in the spelling of `spelling.key`; an abbreviation stays in capitals.
        counts, first, last: how often each stands in the text, and the places (in words) where it first and last does.
        tags: part of speech, an index of `TAGS`; sentences: in how many sentences it stands.
        capitals: how often it is written with a capital.
        phrases: runs of one to four words and more than one syllable (or an abbreviation), as places in `keys`.
        phrase_counts: how often each stands in the text; surfaces: as it is mostly written, "" for as its keys are.
        places: the first sentences that hold it, as places in `spans`.
        spans: offsets of the sentences.
        definitions: abbreviations that the text defines itself, with the words in full.
    """

    length: int = 0
    keys: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)
    phrases: list[list[int]] = field(default_factory=list)
    phrase_counts: list[int] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    places: list[list[int]] = field(default_factory=list)
    spans: list[list[int]] = field(default_factory=list)
    definitions: dict[str, str] = field(default_factory=dict)


def make_phrases(document: Document) -> bytes:
    """The words and phrases of a document in the form in which they are kept."""
    counted = count_phrases(document.text)
    plain = [getattr(counted, name) for name in TextPhrases.__dataclass_fields__]
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)


def phrases_of(
    documents: Sequence[Document], store: AnalysisStore, progress: OnProgress | None = None
) -> list[TextPhrases]:
    """The words and phrases of documents; counted and kept where that was not done yet.

    Args:
        documents: the documents.
        store: keeps counted texts.
        progress: told how far the work has come: counting is the slow part.
    """
    kept = dict(store.analyses(NAME, VERSION, [document.id for document in documents]))
    missing = [document for document in documents if document.id not in kept]
    meter = ProgressMeter(progress, len(missing), LABEL, sum(len(document.text) for document in missing))
    for document in missing:
        kept[document.id] = made = make_phrases(document)
        text_hash = store.text_hash(document.id)
        if text_hash is not None:
            store.keep_analyses(NAME, VERSION, [(text_hash, made)])
        meter.step(len(document.text))
    return [unpack(kept[document.id]) for document in documents]


def unpack(kept: bytes) -> TextPhrases:
    """What `make_phrases` packed; nothing for a text that could not be analysed."""
    return TextPhrases(*json.loads(zlib.decompress(kept))) if kept else TextPhrases()


def count_phrases(text: str) -> TextPhrases:
    """Count the content words of a text, and the runs of up to four of them that hold a noun."""
    counting = _Counting(text)
    for sentence in words.tag(text):
        counting.add(sentence)
    return counting.done()


class _Counting:
    def __init__(self, text: str) -> None:
        self._text = text
        self._found = TextPhrases(
            definitions={item.short: spelling.key(item.full) for item in defined_abbreviations(text)}
        )
        self._numbers: dict[str, int] = {}
        self._phrase_numbers: dict[tuple[int, ...], int] = {}
        self._written: list[Counter[str]] = []
        self._tags: list[Counter[int]] = []

    def add(self, sentence: Sequence[Word]) -> None:
        """Count the words and phrases of the next sentence."""
        found, text = self._found, self._text
        line = text[sentence[0].start : sentence[-1].end]
        shouted = not any(map(str.islower, line))
        place = len(found.spans)
        found.spans.append([sentence[0].start, sentence[-1].end])
        run: list[tuple[Word, int]] = []  # the content words side by side so far
        seen: set[int] = set()
        for at, word in enumerate(sentence, start=found.length):
            if text[word.start : word.end] in _HYPHENS and run:
                continue  # "kinh tế - xã hội": the gap tells later whether the hyphen joins
            number = self._word(word, at, shouted)
            if number is None:
                run = []
                continue
            found.sentences[number] += number not in seen
            seen.add(number)
            if run and text[run[-1][0].end : word.start] not in _GAPS:
                run = []
            run = [*run[1 - _LONGEST :], (word, number)]
            for first in range(len(run)):
                self._phrase(run[first:], place)
        found.length += len(sentence)

    def done(self) -> TextPhrases:
        """What was counted."""
        found = self._found
        found.tags = [tags.most_common(1)[0][0] for tags in self._tags]
        found.surfaces = [
            "" if (best := written.most_common(1)[0][0]) == self._spelled(phrase) else best
            for phrase, written in zip(found.phrases, self._written, strict=True)
        ]
        return found

    def _spelled(self, phrase: Sequence[int]) -> str:
        return " ".join(self._found.keys[number] for number in phrase)

    def _word(self, word: Word, at: int, shouted: bool) -> int | None:
        """The number of a content word, counted; None for all else."""
        tag = _TAG.get(word.tag)
        written = self._text[word.start : word.end]
        # The segmenter now and then takes a list marker into a word: "a." or "a. tình hình".
        if tag is None or not (written[0].isalnum() and written[-1].isalnum()):
            return None
        short = not shouted and self._is_short(written, word)
        key = written if short else _key(written)
        if not key:
            return None
        found = self._found
        number = self._numbers.setdefault(key, len(found.keys))
        if number == len(found.keys):
            found.keys.append(key)
            found.first.append(at)
            found.last.append(at)
            for counted in (found.counts, found.sentences, found.capitals):
                counted.append(0)
            self._tags.append(Counter())
        found.counts[number] += 1
        found.last[number] = at
        found.capitals[number] += written[0].isupper()
        self._tags[number][tag] += 1
        return number

    def _is_short(self, written: str, word: Word) -> bool:
        """Whether a word is an abbreviation: capitals, no Roman number, no part of a symbol ("34-CT/TU")."""
        if not _SHORT.fullmatch(written) or _ROMAN.fullmatch(written):
            return False
        before, after = self._text[max(word.start - 1, 0) : word.start], self._text[word.end : word.end + 1]
        return before not in ("/", "-") and after != "/"

    def _phrase(self, run: Sequence[tuple[Word, int]], place: int) -> None:
        found = self._found
        tags = [_TAG[word.tag] for word, _ in run]
        numbers = tuple(number for _, number in run)
        if len(run) > 1:
            if not any(tag in _NOUNS for tag in tags):
                return
        elif " " not in (key := found.keys[numbers[0]]) and not key.isupper():
            return
        phrase = self._phrase_numbers.setdefault(numbers, len(found.phrases))
        name = all(tag == _NAME for tag in tags)
        if phrase == len(found.phrases):
            found.phrases.append(list(numbers))
            found.phrase_counts.append(0)
            found.places.append([])
            self._written.append(Counter())
        found.phrase_counts[phrase] += 1
        self._written[phrase][self._surface(run, name)] += 1
        places = found.places[phrase]
        if len(places) < _PLACES and place not in places:
            places.append(place)

    def _surface(self, run: Sequence[tuple[Word, int]], name: bool) -> str:
        written = spelling.same_length_clean(" ".join(self._text[run[0][0].start : run[-1][0].end].split()))
        if name and not written.isupper():
            return written
        capitals = {self._found.keys[number] for _, number in run if self._found.keys[number].isupper()}
        return " ".join(part if part in capitals else part.lower() for part in written.split())


def _key(written: str) -> str:
    """The key of a word of letters; "" where it holds figures, or reaches over the end of a sentence."""
    syllables = tokens(written)
    if any(second.position - first.position > 1 for first, second in pairwise(syllables)):
        return ""
    keys = [item.key for item in syllables]
    if len(keys) == 1 and len(keys[0]) == 1:  # a letter: of a list, or of "T/M"
        return ""
    return " ".join(keys) if all(map(str.isalpha, keys)) else ""
