"""Logistic regression over the segmenter's own features: first on labels of other segmenters, then on a treebank."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.vietnamese import segmenter as model
from workbench.vietnamese.segmenter import FIRST, Segmenter
from workbench.vietnamese.spelling import key
from workbench.vietnamese.tokenizer import tokens

BITS = 22
_RAREST = 4  # times that a word must be seen to have a number of its own
_BATCH = 1024
_CASE_CHANGED = 25  # one sentence in so many is also seen in capitals, another in small letters
Floats = NDArray[np.float32]


@dataclass
class Labelled:
    """Sentences of tokens; for each token the share of labellers who say that it goes on the word before it."""

    sentences: list[list[str]]
    labels: list[Floats]

    def __add__(self, other: Labelled) -> Labelled:
        return Labelled(self.sentences + other.sentences, self.labels + other.labels)


def read_silver(folder: Path, labellers: Sequence[str], limit: int | None = None) -> Labelled:
    """A set that `silver.make` wrote; the labels are the mean of the labellers (file suffixes)."""
    found = Labelled([], [])
    for plain in sorted(folder.glob("silver*.tok")):
        files = [plain, *(plain.with_suffix(f".{labeller}") for labeller in labellers)]
        for line, *labels in zip(*(file.read_text(encoding="utf-8").split("\n")[:-1] for file in files), strict=True):
            found.sentences.append(line.split(" "))
            found.labels.append(np.array([[int(label) for label in row] for row in labels], np.float32).mean(axis=0))
            if len(found.sentences) == limit:
                return found
    return found


def read_conllu(file: Path) -> Labelled:
    """A treebank: its words with spaces between, cut by our tokenizer."""
    sentences: list[list[str]] = []
    words: list[str] = []
    for line in [*file.read_text(encoding="utf-8").splitlines(), ""]:
        columns = line.split("\t")
        if len(columns) > 1 and columns[0].isdigit():
            words.append(columns[1])
        elif not line and words:
            sentences.append(words)
            words = []
    return _labelled(sentences)


def read_underscored(file: Path) -> Labelled:
    """Sentences one a line, words with "_" for their spaces."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return _labelled([[word.replace("_", " ") for word in line.split()] for line in lines if line.strip()])


def _labelled(sentences: Iterable[list[str]]) -> Labelled:
    found = Labelled([], [])
    for words in sentences:
        firsts, at = set(), 0
        for word in words:
            firsts.add(at)
            at += len(word) + 1
        cut = tokens(" ".join(words))
        found.sentences.append(cut.texts)
        found.labels.append(np.array([start not in firsts for start in cut.starts], np.float32))
    return found


def case_changed(data: Labelled) -> Labelled:
    """The same with some sentences again in capitals (headings) and in small letters."""
    more = Labelled([], [])
    for change, first in ((str.upper, 0), (str.lower, _CASE_CHANGED // 2)):
        more.sentences += [[change(text) for text in sentence] for sentence in data.sentences[first::_CASE_CHANGED]]
        more.labels += data.labels[first::_CASE_CHANGED]
    return data + more


def new_model(data: Labelled, words: Path, bits: int = BITS) -> Segmenter:
    """A model without weights: the vocabulary of the sentences, the dictionary of the word list."""
    counts: collections.Counter[str] = collections.Counter()
    for text, count in collections.Counter(text for sentence in data.sentences for text in sentence).items():
        if not any(char.isdigit() for char in text):
            counts[key(text)] += count
    vocabulary = sorted(word for word, count in counts.items() if count >= _RAREST and "\n" not in word)
    made = Segmenter(np.zeros(1 << bits, np.int8), np.zeros(1 << model.DICTIONARY_BITS, np.bool_), vocabulary)
    dictionary = np.zeros(1 << model.DICTIONARY_BITS, np.bool_)
    for line in words.read_text(encoding="utf-8").splitlines():
        numbers = np.array([model.number(syllable, made.vocabulary) for syllable in line.split()], np.uint64)
        if 2 <= len(numbers) <= 4 and numbers.min() >= FIRST:
            dictionary[model.spans(numbers, len(numbers))[-1]] = True
    return Segmenter(made.weights, dictionary, vocabulary)


def examples(segmenter: Segmenter, data: Labelled) -> tuple[NDArray[np.int32], Floats]:
    """Places of the features and label of every gap that may be joined."""
    texts = [text for sentence in data.sentences for text in sentence]
    sentence = np.repeat(np.arange(len(data.sentences)), [len(item) for item in data.sentences])
    numbers, shapes, at = segmenter.encode(texts, sentence)
    free = segmenter.free(shapes, at)
    gaps = at[:-1][free[1:]] - model.PADDING
    rows = np.empty((len(gaps), len(model.TEMPLATES)), np.int32)
    for start, found in segmenter.rows(numbers, shapes):
        inside = slice(*np.searchsorted(gaps, (start, start + found.shape[1])))
        rows[inside] = found.T[gaps[inside] - start]
    return rows, np.concatenate(data.labels)[free]


class Trainer:
    """AdaGrad over one table of weights."""

    def __init__(self, size: int) -> None:
        self.weights = np.zeros(size, np.float32)
        self._squares = np.zeros(size, np.float32)

    def restart(self, squares: float) -> None:
        """Forget how far each weight has moved: the next examples count anew."""
        self._squares[:] = squares

    def epoch(self, rows: NDArray[np.int32], labels: Floats, rate: float, seed: int) -> None:
        """See every example once, in an order made by the seed."""
        order = np.random.RandomState(seed).permutation(len(rows))
        for start in range(0, len(rows), _BATCH):
            chosen = order[start : start + _BATCH]
            batch = rows[chosen]
            error = 1 / (1 + np.exp(-self.weights[batch].sum(axis=1))) - labels[chosen]
            places, step = batch.ravel(), np.repeat(error, batch.shape[1])
            np.add.at(self._squares, places, step * step)
            np.add.at(self.weights, places, -rate * step / np.sqrt(self._squares[places] + 1e-2))

    def quantised(self) -> NDArray[np.int8]:
        """The weights in whole numbers of one byte; the few largest are cut off."""
        largest = float(np.quantile(np.abs(self.weights[self.weights != 0]), 0.9998))
        return np.clip(np.rint(self.weights * (127 / largest)), -127, 127).astype(np.int8)


def word_f1(segmenter: Segmenter, data: Labelled) -> float:
    """F1 over words (first and last token right)."""
    texts = [text for sentence in data.sentences for text in sentence]
    number = np.repeat(np.arange(len(data.sentences)), [len(item) for item in data.sentences])
    ours, theirs = _words(segmenter.joined(texts, number)[0]), _words(np.concatenate(data.labels) > 0.5)
    right, given, wanted = len(ours & theirs), len(ours), len(theirs)
    return 2 * right / (given + wanted)


def _words(joined: NDArray[np.bool_]) -> set[tuple[int, int]]:
    firsts = np.flatnonzero(~joined).tolist()
    return set(zip(firsts, [*firsts[1:], len(joined)], strict=True))
