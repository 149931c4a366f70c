"""What a draft is made from: sentences that can stand alone, with the headings above them; kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from itertools import pairwise
from threading import Lock
from typing import Any

from workbench.analysis.candidates import Pair, Sentence, collect
from workbench.analysis.sentence_standing import standing
from workbench.documents.model import Document
from workbench.documents.sections import heading_level
from workbench.vietnamese.spelling import clean
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import joined_keys

_MOST_KEPT = 150_000  # sentences of collections that are kept, over all of them
_DEEPEST = 6


class Material:
    """Sentences to choose from, in order of documents and text.

    Attributes:
        sentences: those that can stand alone; one that cannot is joined with the sentence before it in its paragraph,
            or left out.
        worked_out: what others concluded from the sentences alone, kept with them.
    """

    def __init__(self, documents: Sequence[Document], query: str) -> None:
        self.sentences = tuple(standing(collect(documents, query)))
        self.worked_out: dict[Hashable, Any] = {}
        self._headings: dict[str, dict[int, tuple[frozenset[Pair], ...]]] = {}

    def headings_above(self, sentence: Sentence) -> tuple[frozenset[Pair], ...]:
        """The pairs of syllables of each heading above a sentence, the nearest first."""
        document = sentence.document
        held = self._headings.get(document.id)
        if held is None:
            held = self._headings[document.id] = _headings(document)
        passage = document.passage_of(sentence.start)
        return held.get(passage.number, ()) if passage else ()


class _Keeper:
    """The collections made last, so that a section made again need not read all sources again."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[object, ...], Material] = OrderedDict()
        self._lock = Lock()

    def take(self, documents: Sequence[Document], query: str) -> Material:
        key = (query, *((one.id, one.title, one.header, one.labels, hash(one.text)) for one in documents))
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
                return held
        made = Material(documents, query)
        with self._lock:
            self._held[key] = made
            while len(self._held) > 1 and sum(len(one.sentences) for one in self._held.values()) > _MOST_KEPT:
                self._held.popitem(last=False)
        return made

    def forget(self) -> None:
        with self._lock:
            self._held.clear()


_kept = _Keeper()


def material_of(documents: Sequence[Document], query: str) -> Material:
    """The sentences of documents, best first; kept in memory by what the documents say until others push them out."""
    return _kept.take(documents, query)


def forget_material() -> None:
    """Let go of all that is kept: a document is secret now."""
    _kept.forget()


def topic_pairs(phrase: str) -> frozenset[Pair]:
    """The pairs of syllables that a text holds where it speaks of a phrase; none for a phrase of one syllable."""
    return _pairs(phrase)


def _headings(document: Document) -> dict[int, tuple[frozenset[Pair], ...]]:
    """For each passage below a heading the headings above it, the nearest first."""
    found: dict[int, tuple[frozenset[Pair], ...]] = {}
    open_: list[tuple[int, frozenset[Pair]]] = []
    above: tuple[frozenset[Pair], ...] = ()
    for passage in document.passages:
        if passage.heading:
            line = clean(document.text[passage.start : passage.end]).strip()
            level = heading_level(line)
            level = _DEEPEST if level is None else level
            while open_ and open_[-1][0] >= level:
                open_.pop()
            open_.append((level, _pairs(line)))
            above = tuple(pairs for _, pairs in reversed(open_))
        elif above:
            found[passage.number] = above
    return found


def _pairs(text: str) -> frozenset[Pair]:
    empty = stop_words()
    return frozenset(pair for pair in pairwise(joined_keys(text, "").split()) if not empty.issuperset(pair))
