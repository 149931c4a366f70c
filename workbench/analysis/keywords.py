"""Keywords: phrases whose words say what a text is about, set against the archive's own document frequencies.

How rare a phrase is in the archive is read from the index, from its adjacent pairs of syllables, so that no text but
the chosen ones needs segmentation. What a phrase is worth: `keywords_score`; which are one: `keywords_merge`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.keywords_merge import PhraseReader, Told, term_key, without_absorbed, without_variants
from workbench.analysis.keywords_phrases import TextPhrases
from workbench.analysis.keywords_score import Rarity, rarity_in, word_weights
from workbench.documents.model import Citation, Document
from workbench.documents.rich import frame_card
from workbench.index.engine import SearchEngine
from workbench.vietnamese.lexicon import Lexicon

_WORDS_POWER = 0.5  # how much longer phrases are preferred
_COHESION_POWER = 0.3  # and those whose words seldom stand without each other
_COUNT_POWER = 0.2
_MOST = 1_000  # phrases that are weighed: of many documents, the most frequent
_CITATIONS = 5
_VARIANTS = 5

Lift = Callable[[str, float], float]
"""How much more often documents hold a phrase than elsewhere, by its key and the share of them that do."""


@dataclass(frozen=True)
class Keyword:
    """A keyword of a document or of a set of documents.

    Attributes:
        term: as most texts write it.
        score: for ranking within one answer only.
        count: how often it stands in the texts looked at, in all its spellings.
        documents: in how many of them.
        citations: sentences that hold it, at most five, one a document first.
        variants: other ways in which the texts write it ("CCHC").
        state: "confirmed" where a person said that it is a keyword, else "".
    """

    term: str
    score: float
    count: int
    documents: int
    citations: tuple[Citation, ...]
    variants: tuple[str, ...] = ()
    state: Literal["", "confirmed"] = ""


@dataclass(frozen=True)
class Keywords:
    """Keywords, those that people confirmed first, then the best.

    Attributes:
        about: the query, the period, or the document's title.
        documents: how many documents were looked at.
        notes: what to know when reading them, in Vietnamese.
    """

    about: str
    documents: int
    rows: tuple[Keyword, ...]
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a keyword: term, score, count, documents, source (the first citation)."""
        rows = [
            (row.term, round(row.score, 3), row.count, row.documents, row.citations[0].label if row.citations else "")
            for row in self.rows
        ]
        return pd.DataFrame(rows, columns=["term", "score", "count", "documents", "source"])

    def _repr_html_(self) -> str:
        names = {"term": "Từ khóa", "count": "Số lần", "documents": "Số văn bản", "source": "Nguồn (chỗ đầu)"}
        facts = (f"{self.documents} văn bản",)
        return frame_card(f"Từ khóa: {self.about}", facts, self.to_frame(), names, notes=self.notes)


@dataclass
class Found:
    """Where a phrase stands: documents with their counted texts, and places in `phrases` of these."""

    where: list[tuple[Document, TextPhrases, list[int]]] = field(default_factory=list)

    def row(self, score: float, key: str, confirmed: bool = False) -> Keyword:
        """The keyword that this phrase makes."""
        total, surfaces = self.total, self.surfaces(key)
        return Keyword(
            surfaces[0],
            score,
            total,
            len(self.where),
            self.citations(),
            tuple(surfaces[1 : _VARIANTS + 1]),
            "confirmed" if confirmed else "",
        )

    @property
    def total(self) -> int:
        """How often it stands there."""
        return sum(text.phrase_counts[number] for _, text, numbers in self.where for number in numbers)

    def surfaces(self, key: str) -> list[str]:
        """The ways in which it is written, those in full first, then the most frequent; case alone tells none apart."""
        written: Counter[str] = Counter()
        for _, text, numbers in self.where:
            for number in numbers:
                spelled = " ".join(text.keys[word] for word in text.phrases[number])
                written[text.surfaces[number] or spelled] += text.phrase_counts[number]
        ranked = sorted(written, key=lambda surface: (term_key(surface) != key, -written[surface], surface))
        return list({surface.lower(): surface for surface in reversed(ranked)}.values())[::-1]

    def citations(self) -> tuple[Citation, ...]:
        """Sentences that hold it, one a document first."""
        places = [
            (document, list(dict.fromkeys(tuple(text.spans[at]) for number in numbers for at in text.places[number])))
            for document, text, numbers in self.where
        ]
        found = [
            document.cite(*spans[turn]) for turn in range(_CITATIONS) for document, spans in places if turn < len(spans)
        ]
        return tuple(found[:_CITATIONS])


def find_keywords(
    documents: Sequence[Document],
    about: str,
    engine: SearchEngine,
    texts: Sequence[TextPhrases],
    limit: int = 30,
    *,
    lexicon: Lexicon,
    told: Told | None = None,
    against: Sequence[tuple[Document, TextPhrases]] = (),
) -> Keywords:
    """The keywords of some documents against the whole archive, or against other documents.

    Args:
        documents: the texts to look at.
        about: what they have in common, for people.
        engine: tells how common a phrase is in the archive.
        texts: their words and phrases (`keywords_phrases.phrases_of`).
        limit: how many keywords to give at most.
        lexicon: the office's stop words (no keyword holds one) and abbreviations (counted as the words in full).
        told: what people confirmed and dismissed.
        against: what is special is told by these documents, not by the archive.
    """
    told = told or Told()
    reader = PhraseReader(lexicon, told)
    read = [reader.read(document, text) for document, text in zip(documents, texts, strict=True)]
    titles = [f" {term_key(document.title)} " for document in documents]
    totals: Counter[str] = Counter()
    for text, found in zip(texts, read, strict=True):
        counts = text.phrase_counts
        for key, numbers in found.items():
            totals[key] += counts[numbers[0]] if len(numbers) == 1 else sum([counts[number] for number in numbers])
    least = 2 if len(documents) == 1 else 3
    confirmed = {
        key
        for document, found in zip(documents, read, strict=True)
        for key in told.keys("confirmed", document.id)
        if key in found
    }
    headed = {key for title, found in zip(titles, read, strict=True) for key in found if f" {key} " in title}
    kept = {key: total for key, total in totals.items() if total >= least - (key in headed) or key in confirmed}
    if len(kept) > _MOST:
        kept = {key: kept[key] for key in sorted(kept, key=lambda key: (key not in confirmed, -kept[key], key))[:_MOST]}
    own_life = without_absorbed(kept) | confirmed
    kept = {key: total for key, total in kept.items() if key in own_life}

    rarity, scale = rarity_in(engine)
    scores: dict[str, float] = dict.fromkeys(kept, 0.0)
    places: dict[str, Found] = {key: Found() for key in kept}
    for document, text, found, title in zip(documents, texts, read, titles, strict=True):
        here = [(key, found[key]) for key in found if key in kept]
        needed = {word for _, numbers in here for number in numbers for word in text.phrases[number]}
        weights = word_weights(text, title.strip(), rarity, needed)
        for key, numbers in here:
            scores[key] += max(_worth(text, number, weights) for number in numbers)
            places[key].where.append((document, text, numbers))
    if len(documents) > 1:
        lift = _lift_over(against, reader) if against else _lift_in_archive(rarity, scale)
        for key in scores:
            # Squared: of many documents together, what is special about them counts more than what each is about.
            scores[key] *= math.log(1 + lift(key, len(places[key].where) / len(documents))) ** 2
    ranked = sorted((key for key in kept if scores[key] > 0), key=lambda key: (key not in confirmed, -scores[key], key))
    chosen = without_variants(ranked, kept, limit)
    return Keywords(about, len(documents), tuple(places[key].row(scores[key], key, key in confirmed) for key in chosen))


def _worth(text: TextPhrases, number: int, weights: NDArray[np.float64]) -> float:
    """What a phrase of a text is worth: the geometric mean of its words, more where they keep together."""
    phrase, count = text.phrases[number], text.phrase_counts[number]
    mean = math.exp(sum([float(weights[word]) for word in phrase]) / len(phrase))
    together = count / min([text.counts[word] for word in phrase])
    return float(mean * len(phrase) ** _WORDS_POWER * together**_COHESION_POWER * count**_COUNT_POWER)


def _lift_in_archive(rarity: Rarity, scale: float) -> Lift:
    """How much more of the documents hold a phrase than of the archive as a whole."""
    return lambda key, share: share * math.exp(rarity(key) * scale)


def _lift_over(against: Sequence[tuple[Document, TextPhrases]], reader: PhraseReader) -> Lift:
    """How much more of the documents hold a phrase than of the other ones."""
    holders: Counter[str] = Counter()
    for document, text in against:
        holders.update(reader.read(document, text).keys())
    return lambda key, share: share * (len(against) + 1) / (holders[key] + 0.5)
