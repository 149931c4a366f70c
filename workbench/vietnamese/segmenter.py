"""Decides for each gap between two tokens whether one word reaches across it: a linear model over hashed features.

Each token becomes a number (its spelling key) and a shape (case, number, mark). A gap is described by syllable n-grams,
shapes and dictionary words around it; each description is hashed to a place in one table of weights, and the sum of the
weights decides. All gaps of a text are decided at once in numpy. How the table was made: tools/train_segmenter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.vietnamese.spelling import key
from workbench.vietnamese.syllable_shapes import is_syllable

MODEL = Path(__file__).parent / "models" / "segmenter.npz"
PAD, NUMBER, SYMBOL, FOREIGN, SYLLABLE = range(1, 6)
"""Numbers of what has no number of its own: beyond the text, digits, digits with letters, unknown words."""
FIRST = 8
"""The number of the first word of the vocabulary."""

PADDING = 3
_EDGE, _LOWER, _TITLE, _UPPER, _DIGITS, _MARK, _LETTER, _MIXED = range(8)
_SHAPES = 8
_MOST_KNOWN = 200_000  # tokens remembered; numbers and symbols of a large archive never end
_BLOCK = 4_096  # gaps at once: small enough for the processor's cache
DICTIONARY_BITS = 22
# Columns: words at -2..3, then shapes, dictionary pattern. Each row of a template names the columns it joins.
_W, _S01, _SHAPE4, _SHAPE6, _DICT = range(0, 6), 6, 7, 8, 9
_A, _B, _C, _D, _E, _F = _W
TEMPLATES: tuple[tuple[int, ...], ...] = (
    (_B,), (_C,), (_D,), (_E,), (_A,), (_F,),
    (_C, _D), (_B, _C), (_D, _E), (_B, _D), (_C, _E),
    (_B, _C, _D), (_C, _D, _E), (_B, _C, _D, _E), (_A, _B, _C, _D), (_C, _D, _E, _F),
    (_C, _S01), (_D, _S01), (_C, _D, _S01), (_B, _S01), (_E, _S01),
    (_SHAPE4,), (_SHAPE6,), (_DICT,), (_DICT, _SHAPE4), (_DICT, _C), (_DICT, _D), (_DICT, _C, _D),
    (_DICT, _B), (_DICT, _E),
)  # fmt: skip
_COLUMNS = 10
Ints = NDArray[np.uint64]


def _coefficients() -> tuple[Ints, Ints]:
    """Odd multipliers and an offset for every template; the model file holds only for these (splitmix64)."""
    state, drawn = 0, []
    for _ in range(len(TEMPLATES) * (_COLUMNS + 1)):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
        drawn.append(mixed ^ mixed >> 31)
    table = np.array(drawn, dtype=np.uint64).reshape(len(TEMPLATES), _COLUMNS + 1)
    matrix = table[:, :_COLUMNS] | np.uint64(1)
    for row, columns in enumerate(TEMPLATES):
        matrix[row, [column for column in range(_COLUMNS) if column not in columns]] = 0
    return matrix, table[:, _COLUMNS:]


_MATRIX, _OFFSET = _coefficients()
_SPAN = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)

_DICTIONARY_SHIFT = np.uint64(64 - DICTIONARY_BITS)
_ONE, _EIGHT, _SIXTY_FOUR, _SQUARE = (np.uint64(value) for value in (1, _SHAPES, _SHAPES**2, _SHAPES**4))
# Which dictionary words stand around a gap, one bit each. For runs of 2, 3, 4 tokens: the first run that counts,
# and the bits of this one and the next.
_PATTERN = (
    (2, np.array([64.0, 1.0, 128.0])),
    (1, np.array([256.0, 2.0, 4.0, 512.0])),
    (1, np.array([16.0, 8.0, 32.0])),
)


def shape(token: str) -> int:
    """The shape of a token: case, digits, mark."""
    first = token[0]
    if token.isalpha():
        if token.islower():
            return _LOWER
        if len(token) == 1:
            return _LETTER
        if token.isupper():
            return _UPPER
        return _TITLE if first.isupper() and token[1:].islower() else _MIXED
    if first.isdigit():
        return _DIGITS
    if not any(char.isalnum() for char in token):
        return _MARK
    return _LOWER if token == token.lower() else _TITLE if first.isupper() and len(token) > 3 else _MIXED


def number(token: str, vocabulary: dict[str, int]) -> int:
    """The number that the model knows a token by."""
    known = vocabulary.get(key(token))
    if known is not None:
        return known
    if any(char.isdigit() for char in token):
        return SYMBOL if any(char.isalpha() for char in token) else NUMBER
    return SYLLABLE if is_syllable(key(token)) else FOREIGN


def spans(numbers: Ints, longest: int) -> list[Ints]:
    """A place in the dictionary for every run of 2, 3 … `longest` tokens."""
    found = []
    total = numbers * _SPAN[0]
    for length in range(2, longest + 1):
        total = total[:-1] + numbers[length - 1 :] * _SPAN[length - 1]
        found.append((total + _SPAN[length - 1]) >> _DICTIONARY_SHIFT)
    return found


def places(numbers: Ints, shapes: Ints, dictionary: NDArray[np.float64], bits: int) -> Ints:
    """For every gap of a padded sequence, the places of its features in the table: a row a template.

    The dictionary has 1.0 where a word falls, else 0.0.
    """
    count = len(numbers) - 2 * PADDING - 1  # gaps
    columns = np.empty((_COLUMNS, count), dtype=np.uint64)
    for place in range(6):
        columns[place] = numbers[place + 1 : place + 1 + count]
    before, left, right, after = (shapes[place : place + count] for place in (2, 3, 4, 5))
    two_sides = left * _EIGHT + right + _ONE
    four = (before * _EIGHT + after) * _SIXTY_FOUR + two_sides
    columns[_S01] = two_sides
    columns[_SHAPE4] = four
    columns[_SHAPE6] = (shapes[1 : 1 + count] * _EIGHT + shapes[6 : 6 + count]) * _SQUARE + four
    pattern = np.ones(count)
    for span, (first, weights) in zip(spans(numbers, 4), _PATTERN, strict=True):
        pattern += np.correlate(dictionary[span], weights)[first : first + count]
    columns[_DICT] = pattern
    return (_MATRIX @ columns + _OFFSET) >> np.uint64(64 - bits)


class _Known(dict[str, int]):
    """Number and shape of every token met so far, in one integer: an archive repeats few distinct ones."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, token: str) -> int:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        packed = self[token] = number(token, self._vocabulary) * _SHAPES + shape(token)
        return packed


class Segmenter:
    """A trained model."""

    def __init__(self, weights: NDArray[np.int8], dictionary: NDArray[np.bool_], words: list[str]) -> None:
        """Make one.

        Args:
            weights: the table, a power of two in length.
            dictionary: for each place, whether a dictionary word falls on it (see `spans`).
            words: the spelling keys that have a number of their own, in the order of their numbers.
        """
        self.weights = weights
        self._bits = len(weights).bit_length() - 1
        self._dictionary = dictionary.astype(np.float64)
        self.vocabulary = {word: place for place, word in enumerate(words, FIRST)}
        self._known = _Known(self.vocabulary)

    @classmethod
    def load(cls, path: Path = MODEL) -> Segmenter:
        """Read a model file."""
        with np.load(path) as stored:
            words = bytes(stored["words"]).decode("utf-8").split("\n")
            dictionary = np.unpackbits(stored["dictionary"]).astype(np.bool_)
            return cls(stored["weights"], dictionary, words)

    def save(self, path: Path) -> None:
        """Write the model file."""
        words = np.frombuffer("\n".join(self.vocabulary).encode("utf-8"), dtype=np.uint8)
        np.savez_compressed(path, weights=self.weights, dictionary=np.packbits(self._dictionary > 0), words=words)

    def with_weights(self, weights: NDArray[np.int8]) -> Segmenter:
        """The same model with other weights."""
        return Segmenter(weights, self._dictionary > 0, list(self.vocabulary))

    def encode(self, texts: list[str], sentence: NDArray[np.int64]) -> tuple[Ints, Ints, NDArray[np.int64]]:
        """Numbers and shapes with padding around each sentence, and the place of each token in them.

        Args:
            texts: the tokens.
            sentence: for each token the number of its sentence; never falls.
        """
        known = self._known
        packed = np.array([known[text] for text in texts], dtype=np.uint64)
        new = np.zeros(len(texts), dtype=np.int64)
        new[1:] = sentence[1:] != sentence[:-1]
        at = np.arange(PADDING, len(texts) + PADDING) + PADDING * np.cumsum(new)
        numbers = np.full(int(at[-1]) + PADDING + 1, PAD, dtype=np.uint64)
        shapes = np.zeros(len(numbers), dtype=np.uint64)
        numbers[at] = packed >> np.uint64(3)
        shapes[at] = packed & np.uint64(_SHAPES - 1)
        return numbers, shapes, at

    def scores(self, numbers: Ints, shapes: Ints) -> NDArray[np.int64]:
        """For every gap of a padded sequence a number: above zero, one word reaches across the gap."""
        count = len(numbers) - 2 * PADDING - 1
        found = np.empty(count, dtype=np.int64)
        for start, rows in self.rows(numbers, shapes):
            found[start : start + rows.shape[1]] = self.weights[rows].sum(axis=0, dtype=np.int64)
        return found

    def rows(self, numbers: Ints, shapes: Ints) -> Iterator[tuple[int, Ints]]:
        """For every gap of a padded sequence its places in the table, a block after the other."""
        count = len(numbers) - 2 * PADDING - 1
        for start in range(0, count, _BLOCK):
            piece = slice(start, min(start + _BLOCK, count) + 2 * PADDING + 1)
            yield start, places(numbers[piece], shapes[piece], self._dictionary, self._bits)

    def free(self, shapes: Ints, at: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For every token whether it may go on the word before it: marks stand alone, sentences too."""
        found = np.zeros(len(at), dtype=np.bool_)
        mark = shapes[at] == _MARK
        found[1:] = (at[1:] == at[:-1] + 1) & ~mark[1:] & ~mark[:-1]
        return found

    def joined(self, texts: list[str], sentence: NDArray[np.int64]) -> tuple[NDArray[np.bool_], Ints]:
        """For every token whether it goes on the word of the token before it; and the tokens' numbers."""
        numbers, shapes, at = self.encode(texts, sentence)
        joined = self.free(shapes, at)
        joined[1:] &= self.scores(numbers, shapes)[at[:-1] - PADDING] > 0
        return joined, numbers[at]


@cache
def segmenter() -> Segmenter:
    """The shipped model; loads at the first call."""
    return Segmenter.load()
