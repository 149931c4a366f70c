"""Keywords: TF-IDF over words and POS-filtered runs of words, with the archive's own document frequencies.

How rare a phrase is in the archive is read from the index, from its adjacent pairs of syllables, so that no text but
the chosen ones needs segmentation.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from statistics import fmean

import pandas as pd

from workbench.analysis.tagging import WordStore, tagged_sentences
from workbench.documents.model import Citation, Document
from workbench.index.engine import SearchEngine, pair_term
from workbench.vietnamese import spelling
from workbench.vietnamese.syllables import tokens
from workbench.vietnamese.words import Word

_CONTENT = frozenset({"N", "Np", "Ny", "Nb", "Nc", "V", "A", "Vb", "Vy"})
_HEADS = frozenset({"N", "Np", "Ny", "Nb", "Nc"})
_LONGEST = 4  # words in a phrase
_TITLE = 2.0  # a phrase of the title counts this many times
_EARLY = 1.3  # one that first stands in the first tenth of the text
_ABSORBED = 0.7  # a phrase that stands inside one longer phrase this often says nothing of its own
_OWN_LIFE = 2  # a part of a better phrase is a keyword of its own when it stands at least so many times as often
_CITATIONS = 5


@dataclass(frozen=True)
class Keyword:
    """A keyword of a document or of a set of documents.

    Attributes:
        term: as most texts write it.
        score: for ranking within one answer only.
        count: how often it stands in the texts looked at.
        documents: in how many of them.
        citations: sentences that hold it, at most five, one a document first.
    """

    term: str
    score: float
    count: int
    documents: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Keywords:
    """Keywords, best first.

    Attributes:
        about: the query, or the document's title.
        documents: how many documents were looked at.
    """

    about: str
    documents: int
    rows: tuple[Keyword, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row a keyword: term, score, count, documents, source (the first citation)."""
        rows = [
            (row.term, round(row.score, 3), row.count, row.documents, row.citations[0].label if row.citations else "")
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=["term", "score", "count", "documents", "source"])


@dataclass
class _Phrase:
    counts: Counter[str] = field(default_factory=Counter)  # document id → times
    surfaces: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # id → sentence offsets
    weight: float = 1.0
    words: int = 1

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def find_keywords(
    documents: Sequence[Document],
    about: str,
    engine: SearchEngine,
    store: WordStore,
    limit: int = 30,
    *,
    stop_words: frozenset[str],
) -> Keywords:
    """The keywords of some documents against the whole archive.

    Args:
        documents: the texts to look at.
        about: what they have in common, for people.
        engine: tells how common a phrase is in the archive.
        store: keeps tagged words.
        limit: how many keywords to give at most.
        stop_words: words that say nothing (`Lexicon.stop_words`): no keyword holds one.
    """
    phrases: dict[tuple[str, ...], _Phrase] = defaultdict(_Phrase)
    for document in documents:
        _collect(document, tagged_sentences(document, store), phrases, stop_words)
    least = 2 if len(documents) == 1 else 3
    kept = {key: phrase for key, phrase in phrases.items() if phrase.total >= least or phrase.weight >= _TITLE}
    _drop_absorbed(kept)
    rarity = _rarity(engine)
    scored = [(_score(key, phrase, rarity, len(documents)), key) for key, phrase in kept.items()]
    scored.sort(key=lambda item: (-item[0], item[1]))
    by_id = {document.id: document for document in documents}
    chosen = _without_variants([(score, key) for score, key in scored if score > 0], kept, limit)
    rows = [_row(kept[key], score, by_id) for score, key in chosen]
    return Keywords(about, len(documents), tuple(rows))


def _collect(
    document: Document,
    sentences: Iterable[Sequence[Word]],
    phrases: dict[tuple[str, ...], _Phrase],
    stop_words: frozenset[str],
) -> None:
    text = document.text
    title = " ".join(item.key for item in tokens(document.title))
    for sentence in sentences:
        for start in range(len(sentence)):
            for stop in range(start + 1, min(start + _LONGEST, len(sentence)) + 1):
                run = sentence[start:stop]
                if not _goes_on(text, run):
                    break
                key = _key(text, run, stop_words)
                if not key:
                    continue
                phrase = phrases[key]
                phrase.counts[document.id] += 1
                phrase.surfaces[_surface(text, run)] += 1
                phrase.words = len(run)
                place = (sentence[0].start, sentence[-1].end)
                places = phrase.places[document.id]
                if len(places) < _CITATIONS and place not in places:
                    places.append(place)
                if f" {' '.join(key)} " in f" {title} ":
                    phrase.weight = max(phrase.weight, _TITLE)
                elif run[0].start < len(text) // 10:
                    phrase.weight = max(phrase.weight, _EARLY)


def _goes_on(text: str, run: Sequence[Word]) -> bool:
    """Whether the last word may extend the phrase: a content word, with only a space before it."""
    last = run[-1]
    # The segmenter now and then takes a list marker into a word: "a." or "a. tình hình".
    if last.tag not in _CONTENT or not (text[last.start].isalnum() and text[last.end - 1].isalnum()):
        return False
    return len(run) == 1 or text[run[-2].end : last.start] == " "


def _key(text: str, run: Sequence[Word], stop_words: frozenset[str]) -> tuple[str, ...]:
    """The syllables of a phrase worth counting, else an empty tuple."""
    if not any(word.tag in _HEADS for word in run) and len(run) > 1:
        return ()
    words = [tokens(text[word.start : word.end]) for word in run]
    keys = [" ".join(item.key for item in word) for word in words]
    if not stop_words.isdisjoint(keys):
        return ()
    if any(second.position - first.position > 1 for word in words for first, second in pairwise(word)):
        return ()
    syllables = tuple(item.key for word in words for item in word)
    if len(syllables) < 2 or not all(map(str.isalpha, syllables)):
        return ()
    only_frame = " ".join(syllables) in _frame_phrases() or _frame_phrases().issuperset(keys)
    return () if only_frame else syllables


@cache
def _frame_phrases() -> frozenset[str]:
    """What every report says ("tình hình", "tiếp tục", "trọng tâm quý"): no keyword alone or among its like."""
    table = files(__package__).joinpath("frame_phrases.csv").read_text(encoding="utf-8")
    return frozenset(spelling.key(row["phrase"]) for row in csv.DictReader(table.splitlines()))


def _surface(text: str, run: Sequence[Word]) -> str:
    written = spelling.same_length_clean(" ".join(text[run[0].start : run[-1].end].split()))
    is_name = all(word.tag in ("Np", "Ny") for word in run)
    return written if is_name and not written.isupper() else written.lower()


def _drop_absorbed(phrases: dict[tuple[str, ...], _Phrase]) -> None:
    """Of "cải cách" and "cải cách hành chính", keep the one that stands for itself."""
    inside: Counter[tuple[str, ...]] = Counter()
    for key, phrase in phrases.items():
        for size in range(2, len(key)):
            for start in range(len(key) - size + 1):
                part = key[start : start + size]
                if part in phrases:
                    inside[part] = max(inside[part], phrase.total)
    for part, total in inside.items():
        if total >= _ABSORBED * phrases[part].total:
            del phrases[part]


def _without_variants(
    scored: Sequence[tuple[float, tuple[str, ...]]], phrases: dict[tuple[str, ...], _Phrase], limit: int
) -> list[tuple[float, tuple[str, ...]]]:
    """The best phrases, without those that only lengthen or shorten a better one and stand little more often."""
    chosen: list[tuple[float, tuple[str, ...]]] = []
    for score, key in scored:
        spelled = f" {' '.join(key)} "
        for _, better in chosen:
            other = f" {' '.join(better)} "
            nested = spelled in other or other in spelled
            if nested and phrases[key].total < _OWN_LIFE * phrases[better].total:
                break
        else:
            chosen.append((score, key))
            if len(chosen) == limit:
                break
    return chosen


def _score(key: tuple[str, ...], phrase: _Phrase, rarity: Callable[[str], float], looked_at: int) -> float:
    # The mean over its pairs: the rarest one alone would favour chance neighbours ("tác cải" in "công tác cải cách").
    rare = fmean(rarity(pair_term(first, second)) for first, second in pairwise(key))
    spread = sum(1 + math.log(count) for count in phrase.counts.values())
    score = spread * rare * phrase.weight * math.log2(1 + phrase.words)
    if looked_at == 1:
        return score
    # Of several documents: how much more of them hold it than of the archive as a whole.
    lift = len(phrase.counts) / looked_at * math.exp(rare)
    return score * math.log(1 + lift)


def _rarity(engine: SearchEngine) -> Callable[[str], float]:
    """How rare a pair is in the archive: 0 for one that stands in every document."""
    archive = max(engine.document_count(), 1)

    @cache
    def rarity(pair: str) -> float:
        return math.log((archive + 1) / (min(engine.document_frequency("pair", pair), archive) + 0.5))

    return rarity


def _row(phrase: _Phrase, score: float, documents: dict[str, Document]) -> Keyword:
    citations: list[Citation] = []
    for turn in range(_CITATIONS):
        for document_id, places in phrase.places.items():
            if turn < len(places) and len(citations) < _CITATIONS:
                citations.append(documents[document_id].cite(*places[turn]))
    surface = phrase.surfaces.most_common(1)[0][0]
    return Keyword(surface, score, phrase.total, len(phrase.counts), tuple(citations))
