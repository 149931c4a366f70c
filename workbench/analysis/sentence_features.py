"""What is measured of sentences and of the pairs of syllables in them, to learn and tell what a summary should say.

Everything is linear in the length of the texts, so that a summary of 200 reports is made while one waits.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix  # type: ignore[import-untyped]

from workbench.analysis.candidates import Pair, Sentence
from workbench.documents.model import Document
from workbench.vietnamese.stop_words import stop_words
from workbench.vietnamese.syllables import joined_keys

Rows = NDArray[np.float64]

SENTENCE_FEATURES = (
    "place",  # 1 / its number among the sentences of its document
    "first",
    "second",
    "third",
    "start",  # logarithm of the syllables before it
    "share",  # the same as a share of its document
    "last",
    "length",  # logarithm of its syllables
    "spread",  # how many of the other documents hold its pairs, mean over its pairs
    "spread_two",  # share of its pairs that two documents hold
    "spread_three",
    "gain",  # the same as "spread", as a sum that grows with the root of its length
    "times",  # how often its pairs stand, logarithm, mean over its pairs
    "leads_of_others",  # cosine with the beginnings of the other documents
    "lead_of_own",
    "centroid",  # cosine with all that is said
    "title",  # share of its title's words that it holds
    "titles",  # the same of the titles of all documents
    "medoid",  # how near its document is to the others, mean cosine
    "medoid_rank",  # share of the documents that are nearer
    "shared",  # how much of its document the others hold
    "document_length",  # logarithm
    "document_share",  # logarithm of its document's length over the mean
    "documents",  # logarithm of how many there are
    "document_sentences",  # logarithm
    "figures",  # how many of its first words are numbers, up to five
    "quotes",
    "colon",
    "names",  # share of its words that begin with a capital
    "plain",  # share of its pairs that are not made only of stop words
)
"""What is measured of a sentence."""

PAIR_FEATURES = (
    "documents",  # that hold it
    "spread",  # share of the other documents that hold it
    "times",
    "half_plain",  # one of its syllables is a stop word
    "title",
    "leads",  # share of the documents whose beginnings hold it
    "first_start",  # logarithm of the syllables before its first sentence
    "first_share",
    "best",  # worth of the best sentence that holds it
    "mean",
    "sum",
    "best_by_document",  # worth of the best sentence in each document, mean over the documents
    "longest",  # logarithm of the longest sentence that holds it
    "all_documents",
    "all_sentences",
    "shared",
)
"""What is measured of a pair, given the worth of sentences."""

_LEAD = 80  # syllables of a beginning
_SYLLABLE = 4.6  # characters of a syllable with the space after it


@dataclass(frozen=True)
class Measured:
    """Sentences as numbers.

    Attributes:
        pairs: every pair that some sentence holds.
        holds: sentences × pairs, 1 where a sentence holds a pair.
        lengths: syllables of each sentence.
        sources: the document of each sentence, by number; two files of one document count as one.
        features: sentences × `SENTENCE_FEATURES`.
        of_pairs: pairs × the features of pairs that do not rest on the worth of sentences.
    """

    pairs: list[Pair]
    holds: Any
    lengths: Rows
    sources: NDArray[np.int64]
    features: Rows
    of_pairs: Rows

    def pair_features(self, worth: Rows) -> Rows:
        """Pairs × `PAIR_FEATURES`, given the worth of each sentence."""
        columns = csc_matrix(self.holds)
        counts = np.diff(columns.indptr)
        total = self.holds.T @ worth
        number = int(self.sources.max()) + 1
        # The best of each document: within a column, entries sorted by document, the greatest of each run.
        column = np.repeat(np.arange(len(counts)), counts)
        cell = column * number + self.sources[columns.indices]
        order = np.argsort(cell, kind="stable")
        starts = np.flatnonzero(np.r_[True, np.diff(cell[order]) > 0])
        best = np.maximum.reduceat(worth[columns.indices][order], starts)
        by_document = np.bincount(column[order][starts], np.maximum(best, 0), len(counts)) / number
        held = self.of_pairs
        spread = held[:, 0]
        return np.column_stack(
            [
                held,
                _greatest(columns, worth),
                total / counts,
                np.log1p(np.maximum(total, 0)),
                by_document,
                _greatest(columns, np.log(self.lengths)),
                np.full(len(counts), np.log(number)),
                np.full(len(counts), np.log(len(worth))),
                (spread >= 2).astype(float),
            ]
        )


def identity(document: Document) -> Hashable:
    """What makes a document one: two files of the same document must not count as two that say so."""
    header = document.header
    return (header.symbol, header.issuer, header.date) if header.symbol else document.id


def measure(sentences: Sequence[Sentence]) -> Measured:
    """Measure sentences (at least one), in order of documents and text."""
    number: dict[Pair, int] = {}
    indices: list[int] = []
    ends = [0]
    for one in sentences:
        said = joined_keys(one.document.text[one.start : one.end], "").split()
        indices.extend([number.setdefault(pair, len(number)) for pair in sorted(set(pairwise(said)))])
        ends.append(len(indices))
    shape = (len(sentences), max(len(number), 1))
    holds: Any = csr_matrix((np.ones(len(indices)), np.array(indices, np.int64), np.array(ends, np.int64)), shape)
    lengths = np.array([one.length for one in sentences], float)
    files = _numbered([one.document.id for one in sentences])
    sources = _numbered([identity(one.document) for one in sentences])
    titles = [frozenset(joined_keys(title, "").split()) - stop_words() for title in _titles(sentences)]
    place = _Places(files, sentences)
    count = int(sources.max()) + 1
    leading = place.start < _LEAD
    by_source = _sum_rows(holds, sources, count)
    in_lead = _sum_rows(holds, np.where(leading, sources, count), count + 1)[:count]
    spread = np.asarray(by_source.sum(axis=0)).ravel()
    times = np.asarray(holds.sum(axis=0)).ravel()
    others = (spread - 1) / max(count - 1, 1)
    rarity = np.log(1 + len(sentences) / (1 + times))
    weighed: Any = holds.multiply(rarity).tocsr()
    sizes = np.maximum(np.asarray(holds.sum(axis=1)).ravel(), 1)
    norms = _norms(weighed)
    like_leads = np.asarray((_unit(weighed) @ _unit(in_lead.multiply(rarity).tocsr()).T).todense())
    own = like_leads[np.arange(len(sentences)), sources]
    centre = times * rarity
    units = _unit(by_source.multiply(rarity).tocsr())
    nearness = (np.asarray((units @ units.T).todense()).sum(axis=1) - 1) / max(count - 1, 1)
    nearer = np.array([(nearness > one).sum() for one in nearness]) / max(count - 1, 1)
    shared = (by_source @ others) / np.maximum(np.asarray(by_source.sum(axis=1)).ravel(), 1)
    in_titles = np.array([sum(a in title and b in title for title in titles) for a, b in number], float)
    features = np.column_stack(
        [
            1 / (1 + place.number),
            place.number == 0,
            place.number == 1,
            place.number == 2,
            np.log1p(place.start) / 6,
            place.start / place.total,
            place.number == place.count - 1,
            np.log(lengths),
            (holds @ others) / sizes,
            (holds @ (spread >= 2)) / sizes,
            (holds @ (spread >= 3)) / sizes,
            (holds @ (spread - 1)) / np.sqrt(sizes),
            (holds @ np.log(times)) / sizes,
            (like_leads.sum(axis=1) - own) / max(count - 1, 1),
            own,
            (weighed @ centre) / norms / (np.linalg.norm(centre) + 1e-9),
            *_of_titles(sentences, titles, files),
            nearness[sources],
            nearer[sources],
            shared[sources],
            np.log(place.total),
            np.log(place.total / _mean_by_file(files, place.total)),
            np.full(len(sentences), np.log(count)),
            np.log(place.count),
            *_of_words(sentences),
            np.array([len(one.pairs) for one in sentences]) / lengths,
        ]
    )
    plain = stop_words()
    columns = csc_matrix(holds)
    of_pairs = np.column_stack(
        [
            spread,
            others,
            np.log(times),
            np.array([a in plain or b in plain for a, b in number], float),
            in_titles / count,
            np.asarray((in_lead > 0).sum(axis=0)).ravel() / count,
            np.log1p(-_greatest(columns, -place.start)),
            -_greatest(columns, -place.start / place.total),
        ]
    )
    return Measured(list(number), holds, lengths, sources, features.astype(float), of_pairs)


class _Places:
    """Where each sentence stands in its file: its number, the syllables before it, how many there are of both.

    Told by offsets: a sentence that is joined with the one before it begins where that one begins.
    """

    def __init__(self, files: NDArray[np.int64], sentences: Sequence[Sentence]) -> None:
        starts = np.array([one.start for one in sentences], float)
        ends = np.array([one.end for one in sentences], float)
        self.number, self.start = np.zeros(len(files)), np.zeros(len(files))
        self.total, self.count = np.zeros(len(files)), np.zeros(len(files))
        for file in range(int(files.max()) + 1):
            there = np.flatnonzero(files == file)
            begins, number = np.unique(starts[there], return_inverse=True)
            self.number[there] = number
            self.start[there] = (starts[there] - begins[0]) / _SYLLABLE
            self.total[there] = (ends[there].max() - begins[0]) / _SYLLABLE
            self.count[there] = len(begins)


def _mean_by_file(files: NDArray[np.int64], values: Rows) -> float:
    _, first = np.unique(files, return_index=True)
    return float(values[first].mean())


def _numbered(names: Sequence[Hashable]) -> NDArray[np.int64]:
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], np.int64)


def _titles(sentences: Sequence[Sentence]) -> list[str]:
    return list({one.document.id: one.document.title for one in sentences}.values())


def _sum_rows(holds: Any, groups: NDArray[np.int64], count: int) -> Any:
    """Groups × pairs: 1 where some sentence of the group holds the pair."""
    chosen = csr_matrix((np.ones(len(groups)), (groups, np.arange(len(groups)))), (count, len(groups)))
    return ((chosen @ holds) > 0).astype(float).tocsr()


def _norms(rows: Any) -> Rows:
    squares: Rows = np.asarray(rows.multiply(rows).sum(axis=1), float).ravel()
    return np.sqrt(squares) + 1e-9


def _unit(rows: Any) -> Any:
    return rows.multiply(1 / _norms(rows)[:, None]).tocsr()


def greatest(holds: Any, values: Rows) -> Rows:
    """For each pair the greatest value of the sentences that hold it (`holds`: sentences × pairs)."""
    return _greatest(csc_matrix(holds), values)


def _greatest(columns: Any, values: Rows) -> Rows:
    if not len(columns.indices):
        return np.zeros(columns.shape[1])
    greatest: Rows = np.maximum.reduceat(values[columns.indices], columns.indptr[:-1])
    return greatest


def _of_titles(
    sentences: Sequence[Sentence], titles: Sequence[frozenset[str]], files: NDArray[np.int64]
) -> tuple[Rows, Rows]:
    every: dict[str, int] = {}
    for title in titles:
        for word in title:
            every[word] = every.get(word, 0) + 1
    total = max(sum(every.values()), 1)
    own, all_ = np.zeros(len(sentences)), np.zeros(len(sentences))
    for place, one in enumerate(sentences):
        words = {word for pair in one.pairs for word in pair}
        title = titles[files[place]]
        own[place] = len(title & words) / max(len(title), 1)
        all_[place] = sum(every.get(word, 0) for word in words) / total
    return own, all_


def _of_words(sentences: Sequence[Sentence]) -> tuple[Rows, Rows, Rows, Rows]:
    rows = np.zeros((len(sentences), 4))
    for place, one in enumerate(sentences):
        text = one.document.text[one.start : one.end]
        words = text.split()
        rows[place] = (
            min(sum(any(map(str.isdigit, word)) for word in words), 5) / 5,
            any(mark in text for mark in '"“”'),
            ":" in text,
            sum(word[:1].isupper() for word in words[1:]) / max(len(words), 1),
        )
    return rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]
