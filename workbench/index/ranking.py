"""One score and one order for every engine.

BM25 as Lucene and tantivy count it: idf = ln(1 + (N − n + ½)/(n + ½)), k1 = 1.2, b = 0.75, field lengths kept in one
byte. Engines add in different precision, so scores closer than `EQUAL` stand for the same score: such hits are ordered
by date (newest first), then id.
"""

from __future__ import annotations

from bisect import bisect_right
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
EQUAL = 2e-6
"""Share of a score (of 1 for scores below) within which two neighbours in the order are taken for equal; tantivy adds
in 32 bits, which leaves about 24 of them: some 6e-8 for each addition."""

_ID_BITS = 36


def kept_length(code: int) -> int:
    """The field length that a byte stands for: exact up to 40, then with four significant bits (Lucene's byte4)."""
    free = 24
    if code < free:
        return code
    bits, shift = (code - free) & 7, ((code - free) >> 3) - 1
    return free + (bits if shift < 0 else (bits | 8) << shift)


KEPT_LENGTHS = [kept_length(code) for code in range(256)]


def length_norms(lengths: list[int], average: float) -> list[float]:
    """What BM25 adds to a term's frequency below the line, for documents of these field lengths."""
    norms = [K1 * (1 - B + B * length / average) if average else K1 for length in KEPT_LENGTHS]
    by_length: dict[int, float] = {length: norms[bisect_right(KEPT_LENGTHS, length) - 1] for length in set(lengths)}
    return [by_length[length] for length in lengths]


def term_weight(documents: int, frequency: int) -> float:
    """The most that a term can score: (k1 + 1) times its idf. `frequency`: of the `documents`, those that have it."""
    return (K1 + 1) * log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def order_number(date: int, document_id: str) -> int:
    """A number by which documents sort descending: by date (newest first), then by the first four letters of the id.

    Documents with the same number are told apart by the whole id.
    """
    start = int.from_bytes(document_id.encode("utf-8")[:5].ljust(5, b"\0")) >> (40 - _ID_BITS)
    return (date << _ID_BITS) + (1 << _ID_BITS) - 1 - start


def groups_of_equals(scores: NDArray[np.float64]) -> NDArray[Any]:
    """For scores in descending order, the number of the group of equals that each stands in (from 0)."""
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    apart = scores[:-1] - scores[1:] > EQUAL * np.maximum(1.0, np.abs(scores[:-1]))
    return np.concatenate(([0], np.cumsum(apart)))
