"""Scores: ROUGE on syllables, precision and recall, and how much of a transcript a reader got right."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from benchmarks.common import mean
from workbench.vietnamese.syllables import tokens

_BLOCK = 600  # characters aligned one by one at a time: difflib's cost is quadratic


def syllables(text: str) -> list[str]:
    """The syllables of a text: lower case, one tone placement, no punctuation."""
    return [item.key for item in tokens(text)]


# ROUGE -------------------------------------------------------------------------------------------


def rouge(candidate: str, references: Sequence[str]) -> tuple[float, float, float]:
    """ROUGE-1, ROUGE-2 and ROUGE-L as F1 × 100, each the mean over the references."""
    said = syllables(candidate)
    each = [
        (_overlap(said, wanted, 1), _overlap(said, wanted, 2), _common(said, wanted))
        for wanted in map(syllables, references)
    ]
    one, two, longest = (100 * mean(scores) for scores in zip(*each, strict=True))
    return one, two, longest


def _overlap(said: Sequence[str], wanted: Sequence[str], size: int) -> float:
    first, second = _runs(said, size), _runs(wanted, size)
    return _f1((first & second).total(), first.total(), second.total())


def _runs(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[place : place + size]) for place in range(len(words) - size + 1))


def _common(said: Sequence[str], wanted: Sequence[str]) -> float:
    """F1 of the longest common subsequence."""
    return _f1(_common_length(said, wanted), len(said), len(wanted))


def _common_length(said: Sequence[str], wanted: Sequence[str]) -> int:
    """Length of the longest common subsequence, by bit-parallel dynamic programming (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for place, word in enumerate(said):
        places[word] = places.get(word, 0) | 1 << place
    everything = (1 << len(said)) - 1
    row = everything
    for word in wanted:
        matched = row & places.get(word, 0)
        row = (row + matched | row - matched) & everything
    return len(said) - row.bit_count()


def _f1(right: int, given: int, wanted: int) -> float:
    return 2 * right / (given + wanted) if given + wanted else 0.0


def precision_recall(right: int, given: int, wanted: int) -> dict[str, float]:
    """Precision, recall and F1, from 0 to 1; what is neither given nor wanted is perfectly right."""
    precision = right / given if given else float(not wanted)
    recall = right / wanted if wanted else float(not given)
    total = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}


# Transcripts -------------------------------------------------------------------------------------


def character_accuracy(read: str, truth: str) -> float:
    """Share of the transcript's characters that an alignment finds in what was read (NFC, white space collapsed)."""
    read, truth = _collapsed(read), _collapsed(truth)
    return sum(length for _, _, length in aligned(read, truth)) / len(truth) if truth else float(not read)


def diacritic_accuracy(read: str, truth: str, *, capitals_of_fonts: bool = False) -> float | None:
    """Share of the transcript's letters with an accent that were read exactly, both sides aligned by base letters.

    The denominator is every such letter of the transcript, found or not; None for a transcript without any.

    Args:
        read: the text that was read.
        truth: the transcript.
        capitals_of_fonts: a letter that is exactly the capital of the transcript's letter is right too, and the base
            letters are aligned whatever their case: for transcripts that hold the stored codes of fonts that show
            small letters as capitals.
    """
    read, truth = _collapsed(read), _collapsed(truth)
    bare_read, bare_truth = "".join(map(_base, read)), "".join(map(_base, truth))
    if capitals_of_fonts:
        bare_read, bare_truth = bare_read.lower(), bare_truth.lower()
    bearing = sum(map(_bears_diacritic, truth))
    right = 0
    for in_read, in_truth, length in aligned(bare_read, bare_truth):
        for step in range(length):
            char = truth[in_truth + step]
            got = read[in_read + step]
            right += _bears_diacritic(char) and (got == char or (capitals_of_fonts and got == char.upper()))
    return right / bearing if bearing else None


def words_kept(read: str, reference: str) -> float:
    """Share of the reference's words (syllables, figures) that were read, in order; 1 for a reference without any."""
    said, wanted = syllables(read), syllables(reference)
    return _common_length(said, wanted) / len(wanted) if wanted else 1.0


def aligned(first: str, second: str) -> Iterator[tuple[int, int, int]]:
    """Equal runs of two texts (offset in each, length): aligned by words, then by characters where words differ."""
    words, others = _words(first), _words(second)
    matcher = SequenceMatcher(None, [first[a:b] for a, b in words], [second[a:b] for a, b in others])
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            start, end = words[a][0], words[b - 1][1]
            if first[start:end] == second[others[c][0] : others[d - 1][1]]:
                yield start, others[c][0], end - start
        elif kind == "replace":
            yield from _by_characters(first, second, (words[a][0], words[b - 1][1]), (others[c][0], others[d - 1][1]))


def _by_characters(
    first: str, second: str, left: tuple[int, int], right: tuple[int, int]
) -> Iterator[tuple[int, int, int]]:
    """Blocks longer than one step are cut in proportion: only badly read stretches are that long."""
    steps = max(left[1] - left[0], right[1] - right[0]) // _BLOCK + 1
    for step in range(steps):
        a, b = (left[0] + (left[1] - left[0]) * place // steps for place in (step, step + 1))
        c, d = (right[0] + (right[1] - right[0]) * place // steps for place in (step, step + 1))
        for match in SequenceMatcher(None, first[a:b], second[c:d], autojunk=False).get_matching_blocks():
            if match.size:
                yield a + match.a, c + match.b, match.size


def _words(text: str) -> list[tuple[int, int]]:
    """Words with the space behind them, so that spaces count as characters."""
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        space = text.find(" ", start)
        end = len(text) if space < 0 else space + 1
        spans.append((start, end))
        start = end
    return spans


def _collapsed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _base(char: str) -> str:
    """One base letter for one character, so that offsets stay true."""
    if char in "đĐ":
        return "d" if char == "đ" else "D"
    return unicodedata.normalize("NFD", char)[0]


def _bears_diacritic(char: str) -> bool:
    return char in "đĐ" or any(unicodedata.combining(part) for part in unicodedata.normalize("NFD", char))
