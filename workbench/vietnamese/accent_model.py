"""Counts of readings in context for restoring accents: how they are made, kept, merged and looked up.

A context is a window of up to five syllables *without accents* around one syllable. Its key is a 36-bit hash, so a file
of counts holds no readable text beside the list of syllables, and one sorted array serves windows of every shape. Of
ten thousand look-ups of what was never seen, about one meets another context's counts by chance.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import WorkbenchError

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WINDOWS: dict[str, tuple[int, ...]] = {
    "one": (0,),
    "left2": (-1, 0),
    "right2": (0, 1),
    "middle3": (-1, 0, 1),
    "left3": (-2, -1, 0),
    "right3": (0, 1, 2),
    "left4": (-2, -1, 0, 1),
    "right4": (-1, 0, 1, 2),
    "five": (-2, -1, 0, 1, 2),
}
CASED: dict[str, tuple[int, ...]] = {
    name: WINDOWS[window]
    for name, window in (("case1", "one"), ("case2l", "left2"), ("case2r", "right2"), ("case3", "middle3"))
}
"""The same with capitals told apart, for windows that hold one: names are most of what is hard to read."""

EDGE = 2
"""Boundaries that must stand before the first and after the last token of any run, so that windows stay inside."""

_WIDE = ("left4", "right4", "five")
_FACTORS = {
    -2: np.uint64(0xBF58476D1CE4E5B9),
    -1: np.uint64(0x94D049BB133111EB),
    0: np.uint64(0xD6E8FEB86659FD93),
    1: np.uint64(0xA0761D6478BD642F),
    2: np.uint64(0xE7037ED1A0B428DB),
}
_CAPITAL = np.uint64(0x5851F42D4C957F2D)
_SALT = np.uint64(0x2545F4914F6CDD1D)
_RANK_BITS = np.uint64(6)
MOST_READINGS = 40
_FORMAT = 1


class AccentModelError(WorkbenchError):
    """A file of accent counts cannot be used."""


@lru_cache(maxsize=65_536)
def syllable_hash(fold: str) -> int:
    """64 bits that stand for one syllable without accents, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(fold.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def window_keys(hashes: Hashes, capitals: Flags | None, at: Ints, offsets: Sequence[int]) -> Hashes:
    """The 36-bit keys of the windows around the places `at`. With `capitals`, these are told apart."""
    keys = np.full(len(at), _SALT if capitals is not None else np.uint64(0))
    for offset in offsets:
        part = hashes[at + offset]
        if capitals is not None:
            part = part + capitals[at + offset] * _CAPITAL
        keys += part * _FACTORS[offset]
    keys ^= keys >> np.uint64(32)
    keys *= _FACTORS[0]
    keys ^= keys >> np.uint64(32)
    return keys >> np.uint64(28)


def near_capital(capitals: Flags, at: Ints) -> Flags:
    """Whether a token at `at`, or one beside it, begins with a capital for another reason than a sentence start."""
    return np.asarray(capitals[at] | capitals[at - 1] | capitals[at + 1], dtype=np.bool_)


@dataclass(frozen=True)
class Counts:
    """How often each reading was seen in each context.

    Attributes:
        readings: syllable without accents -> its spellings with accents; their places are their ranks.
        keys: context key and rank in one number, ascending.
        counts: how often, beside each key.
    """

    readings: dict[str, list[str]]
    keys: Hashes
    counts: NDArray[np.float32]

    @cached_property
    def _index(self) -> tuple[np.uint64, NDArray[np.int32]]:
        """Keys are hashes, so their top bits spread evenly: an index by these replaces a binary search."""
        bits = max(len(self.keys).bit_length(), 4)
        shift = np.uint64(42 - bits)
        sizes = np.bincount((self.keys >> shift).astype(np.int64), minlength=1 << bits)
        starts = np.zeros(len(sizes) + 1, np.int32)  # there are never 2^31 keys
        np.cumsum(sizes, out=starts[1:])
        return shift, starts

    def look_up(self, contexts: Hashes) -> tuple[Ints, Ints, NDArray[np.float32]]:
        """What was seen in each context: three arrays side by side: its place in `contexts`, rank, count."""
        shift, starts = self._index
        wanted = contexts << _RANK_BITS
        bucket = wanted >> shift
        first, last = starts[bucket], starts[bucket + np.uint64(1)]
        # A bucket is never narrower than a context (no archive has 2^36 keys), so it holds all its ranks.
        length = last - first
        place = np.repeat(np.arange(len(contexts)), length)
        entry = np.arange(len(place)) + np.repeat(first - np.cumsum(length) + length, length)
        found = self.keys[entry]
        hit = np.flatnonzero((found >> _RANK_BITS) == contexts[place])
        rank = (found[hit] & np.uint64((1 << int(_RANK_BITS)) - 1)).astype(np.int64)
        return place[hit], rank, self.counts[entry[hit]]

    def merged(self, general: Counts, weight: float) -> Counts:
        """These counts and, at `weight`, those of a general model whose readings these extend.

        Raises:
            AccentModelError: the ranks of the two do not agree; these counts were made beside another general model.
        """
        for fold, known in general.readings.items():
            if self.readings.get(fold, [])[: len(known)] != known:
                raise AccentModelError(
                    "Mô hình dấu của kho không khớp với phiên bản công cụ đang dùng.", "Hãy lập lại chỉ mục của kho."
                )
        keys = np.concatenate([self.keys, general.keys])
        counts = np.concatenate([self.counts, general.counts * np.float32(weight)])
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
        begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, np.int64)
        return Counts(self.readings, keys[begins], np.add.reduceat(counts, begins) if len(keys) else counts)

    # Files --------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write a compressed archive of plain arrays (.npz, nothing executable)."""
        steps = np.diff(self.keys >> _RANK_BITS, prepend=np.uint64(0))
        ranks = (self.keys & np.uint64((1 << int(_RANK_BITS)) - 1)).astype(np.uint8)
        arrays: dict[str, NDArray[Any]] = {
            f"step{place}": ((steps >> np.uint64(8 * place)) & np.uint64(255)).astype(np.uint8) for place in range(5)
        }
        about = json.dumps({"format": _FORMAT, "readings": self.readings}, ensure_ascii=False).encode("utf-8")
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, allow_pickle=False, about=np.frombuffer(about, np.uint8), ranks=ranks,
            counts=_to_byte(self.counts), **arrays,
        )  # fmt: skip
        path.write_bytes(buffer.getvalue())

    @staticmethod
    def load(path: Path) -> Counts:
        """Read what `save` wrote.

        Raises:
            AccentModelError: the file is absent, damaged or of another format.
        """
        try:
            with np.load(path, allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes().decode("utf-8"))
                if about["format"] != _FORMAT:
                    raise ValueError("another format")
                steps = sum(arrays[f"step{place}"].astype(np.uint64) << np.uint64(8 * place) for place in range(5))
                keys = (np.cumsum(steps, dtype=np.uint64) << _RANK_BITS) | arrays["ranks"].astype(np.uint64)
                return Counts(about["readings"], keys, _from_byte(arrays["counts"]))
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise AccentModelError(
                f"Không đọc được mô hình dấu {path.name}: tệp thiếu hoặc hỏng.", "Hãy lập lại chỉ mục của kho."
            ) from error


def _to_byte(counts: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Counts in one byte: exact below 128, then in steps of a twelfth of an octave."""
    large = 128 + np.round(12 * np.log2(np.maximum(counts, 128) / 128))
    return np.where(counts < 128, counts, np.minimum(large, 255)).astype(np.uint8)


def _from_byte(codes: NDArray[np.uint8]) -> NDArray[np.float32]:
    exact = codes.astype(np.float32)
    return np.where(codes < 128, exact, 128 * np.exp2((exact - 128) / 12)).astype(np.float32)


# Counting ----------------------------------------------------------------------------------------


def count(
    tokens: NDArray[np.int32],
    capitals: Flags,
    forms: Sequence[str],
    folds: Sequence[str],
    known: Mapping[str, list[str]],
    fewest: Mapping[str, int],
) -> Counts:
    """Count the readings in all windows.

    Args:
        tokens: the texts as numbers of `forms`, `EDGE` boundaries at both ends and between two texts.
        capitals: beside each token, whether it begins with a capital (not at a sentence start).
        forms: the spellings; only those of letters alone are readings.
        folds: the same without accents.
        known: readings whose ranks must be kept (those of the general model).
        fewest: window -> how often a reading must be seen there to be kept; once if not named.
    """
    seen = np.bincount(tokens, minlength=len(forms))
    readings, rank = _rank(forms, folds, seen, known)
    doubtful = np.array([len(readings.get(fold, ())) > 1 for fold in folds])
    numbers: dict[str, int] = {}
    fold_of = np.array([numbers.setdefault(fold, len(numbers)) for fold in folds])
    hashes = np.array([syllable_hash(fold) for fold in numbers], np.uint64)[fold_of][tokens]
    at = np.flatnonzero((doubtful & (rank >= 0))[tokens])
    ranks = rank[tokens[at]].astype(np.uint64)
    found: list[tuple[Hashes, NDArray[np.float32]]] = []
    open_at, open_ranks = at, ranks
    for name, offsets in WINDOWS.items():
        if name in _WIDE:
            found.append(_tally(window_keys(hashes, None, open_at, offsets), open_ranks, fewest.get(name, 2)))
            continue
        keys = window_keys(hashes, None, at, offsets)
        found.append(_tally(keys, ranks, fewest.get(name, 1)))
        if name == "middle3":
            # Wider windows tell nothing new where three syllables were always read alike.
            unsettled = ~_settled(keys, ranks)
            open_at, open_ranks = at[unsettled], ranks[unsettled]
    named = near_capital(capitals, at)
    for name, offsets in CASED.items():
        chosen, its_ranks = (at, ranks) if name == "case1" else (at[named], ranks[named])
        found.append(_tally(window_keys(hashes, capitals, chosen, offsets), its_ranks, fewest.get(name, 1)))
    keys = np.concatenate([item[0] for item in found])
    order = np.argsort(keys, kind="stable")
    return Counts(readings, keys[order], np.concatenate([item[1] for item in found])[order])


def _rank(
    forms: Sequence[str], folds: Sequence[str], seen: Ints, known: Mapping[str, list[str]]
) -> tuple[dict[str, list[str]], Ints]:
    """The readings of each fold, the known ones first, and the rank of each form (-1: not a reading)."""
    total: dict[str, int] = {}
    for fold, times in zip(folds, seen.tolist(), strict=True):
        total[fold] = total.get(fold, 0) + times
    readings = {fold: list(spellings) for fold, spellings in known.items()}
    place = {spelling: at for spellings in known.values() for at, spelling in enumerate(spellings)}
    rank = np.full(len(forms), -1)
    for number in np.argsort(-seen, kind="stable").tolist():
        form, fold, times = forms[number], folds[number], int(seen[number])
        # One sighting is a misprint as often as a word; so is one in a hundred thousand of what looks the same.
        if form not in place and form.isalpha() and len(form) == len(fold) and times >= max(2, total[fold] / 100_000):
            spellings = readings.setdefault(fold, [])
            if len(spellings) < MOST_READINGS:
                place[form] = len(spellings)
                spellings.append(form)
        rank[number] = place.get(form, -1)
    return readings, rank


def _tally(keys: Hashes, ranks: Hashes, fewest: int) -> tuple[Hashes, NDArray[np.float32]]:
    both = np.sort((keys << _RANK_BITS) | ranks)
    if not len(both):
        return both, np.zeros(0, np.float32)
    begins = np.flatnonzero(np.concatenate([[True], both[1:] != both[:-1]]))
    times = np.diff(np.append(begins, len(both)))
    kept = times >= fewest
    return both[begins[kept]], times[kept].astype(np.float32)


def _settled(keys: Hashes, ranks: Hashes) -> Flags:
    """Beside each occurrence, whether its context was seen twice or more and always read alike."""
    order = np.argsort(keys)
    sorted_keys, sorted_ranks = keys[order], ranks[order]
    if not len(keys):
        return np.zeros(0, np.bool_)
    new = np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]])
    begins = np.flatnonzero(new)
    alike = np.maximum.reduceat(sorted_ranks, begins) == np.minimum.reduceat(sorted_ranks, begins)
    twice = np.diff(np.append(begins, len(keys))) >= 2
    settled = np.empty(len(keys), np.bool_)
    settled[order] = (alike & twice)[np.cumsum(new) - 1]
    return settled


def empty(readings: Mapping[str, Iterable[str]] | None = None) -> Counts:
    """Counts of nothing."""
    given = {fold: list(spellings) for fold, spellings in (readings or {}).items()}
    return Counts(given, np.zeros(0, np.uint64), np.zeros(0, np.float32))
