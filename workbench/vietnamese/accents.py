"""Restores the accents of text typed without them, from what an archive itself says.

Every syllable is read from the two before and the two after it, all without accents, because that is what was typed.
The estimate of a wide window backs off to the two narrower ones that it joins, P(wide) ~ P(left) * P(right) / P(core),
each smoothed by the next (docs/decisions/0010-restoring-accents.md tells what else was tried). No search through a
lattice is needed, so that whole texts are read with arrays at once.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from workbench.vietnamese.accent_model import (
    CASED,
    EDGE,
    WINDOWS,
    Counts,
    Flags,
    Floats,
    Hashes,
    Ints,
    count,
    empty,
    near_capital,
    syllable_hash,
    window_keys,
)
from workbench.vietnamese.spelling import clean, strip_accents, tone

GENERAL = Path(__file__).with_name("models") / "accents.npz"
"""Counts shipped with the program; models/accents.md says what they were made from."""

GENERAL_WEIGHT = 0.25
"""How much a sighting in the general model counts beside one in the archive."""

_SMOOTHING = 1.0
_CASE_WEIGHT = 0.8
_LONGEST = 32
_SLICE = 16_384
_BREAKS = '.;:!?()\\[\\]"“”…\n'
_TOKEN = re.compile(rf"([\w\u0300-\u036f]+|[{_BREAKS}][{_BREAKS} ]*)")
_BOUNDARY, _OTHER = 0, 1


class Reading(NamedTuple):
    """One way to read a text.

    Attributes:
        text: the text with accents, as long as the given one.
        score: natural logarithm of its probability, by the model; 0 is certain.
    """

    text: str
    score: float


class _Word(NamedTuple):
    hash: int
    capital: bool
    letter: bool
    readings: tuple[str, ...]


def _form(token: str) -> str | None:
    """The lower-case spelling of a syllable; None for numbers, symbols and what is too long for a word."""
    return tone(clean(token.lower())) if len(token) <= _LONGEST and token.isalpha() else None


def _is_title(token: str) -> bool:
    return token[0].isupper() and (len(token) == 1 or token[1:].islower())


class _Numbers(dict[str, int]):
    """Tokens -> twice the number of their spelling, plus one for a capital at the start."""

    def __init__(self) -> None:
        super().__init__()
        self.forms = ["|", "#"]
        self.folds = ["|", "#"]
        self._known: dict[str, int] = {}

    def __missing__(self, token: str) -> int:
        if not (token[0].isalnum() or token[0] == "_"):
            number = _BOUNDARY
        elif (form := _form(clean(token[: _LONGEST * 2]))) is None:
            number = _OTHER
        elif form in self._known:
            number = self._known[form]
        else:
            number = self._known[form] = len(self.forms)
            self.forms.append(form)
            self.folds.append(strip_accents(form))
        coded = number * 2 + (number > _OTHER and _is_title(token))
        if len(token) <= _LONGEST:
            self[token] = coded
        return coded


class AccentModel:
    """Counts of an archive, with the general ones beneath them."""

    def __init__(self, counts: Counts, general: Counts | None = None) -> None:
        """A model of `counts`; `general` fills in where these know little."""
        self._own: Counts | None = counts
        self._counts = counts if general is None else counts.merged(general, GENERAL_WEIGHT)
        self._word = lru_cache(maxsize=65_536)(self._look_at)

    @classmethod
    def build(
        cls, texts: Iterable[str], *, general: bool = True, fewest: Mapping[str, int] | None = None
    ) -> AccentModel:
        """Learn from texts with accents.

        Args:
            texts: the archive's own text; 40,000 law articles take about ten seconds.
            general: whether to put the shipped model beneath.
            fewest: window (`accent_model.WINDOWS`, `CASED`) -> sightings below which it is dropped.
        """
        numbers = _Numbers()
        coded = array("i", [0] * EDGE)
        for text in texts:
            coded.extend(map(numbers.__getitem__, _TOKEN.findall(clean(text))))
            coded.extend([0] * EDGE)
        both = np.frombuffer(coded, dtype=np.int32)
        tokens = both >> 1
        capitals = (both & 1).astype(np.bool_)
        capitals[1:] &= tokens[:-1] != _BOUNDARY
        beneath = _shipped() if general else None
        known = beneath.readings if beneath else {}
        counts = count(tokens, capitals, numbers.forms, numbers.folds, known, fewest or {"case3": 2})
        return cls(counts, beneath)

    @classmethod
    def general(cls) -> AccentModel:
        """The shipped model alone, for an archive that has none yet."""
        return cls(_shipped())

    @classmethod
    def load(cls, path: Path, *, general: bool = True) -> AccentModel:
        """The model that `save` wrote.

        Raises:
            AccentModelError: the file is absent, damaged, or was made beside another general model.
        """
        model = cls(Counts.load(path), _shipped() if general else None)
        model._own = None  # as large as the two together, and only `save` needs it
        return model

    def save(self, path: Path) -> None:
        """Write the archive's own counts; the general ones are not repeated.

        Raises:
            ValueError: the model was loaded: it is in its file already.
        """
        if self._own is None:
            raise ValueError("a model that was loaded is in its file already")
        self._own.save(path)

    # Reading ------------------------------------------------------------------------------------

    def restore(self, text: str, best: int = 1) -> list[Reading]:
        """The likeliest readings of a text, best first; at least one, at most `best`.

        Only syllables typed without any accent change; case, offsets and everything else are kept. Time is linear in
        the text's length.
        """
        parts = _TOKEN.split(text)
        tokens = parts[1::2]
        words, numbers = self._words(tokens)
        order = np.array(numbers, dtype=np.int64)
        hashes = np.array([word.hash for word in words], np.uint64)[order]
        bounds = order == 0
        capitals = np.array([word.capital for word in words])[order]
        capitals[1:] &= ~bounds[:-1]
        sizes = np.array([len(word.readings) for word in words])[order]
        at = np.flatnonzero(sizes)
        chosen = np.zeros(len(at), np.int64)
        score = 0.0
        others: list[tuple[float, int, int]] = []
        for begin in range(0, len(at), _SLICE):
            here = at[begin : begin + _SLICE]
            shares, start, cell_of = self._shares(hashes, capitals, here, sizes[here], [words[n] for n in order[here]])
            top = np.maximum.reduceat(shares, start)
            first = np.flatnonzero(shares == top[cell_of])[::-1]
            chosen[begin + cell_of[first]] = first - start[cell_of[first]]
            score += float(np.log(top).sum())
            if best > 1:
                others += _others(shares, top, start, cell_of, chosen[begin : begin + len(here)], begin, best)
        choice = {int(place) - EDGE: words[order[place]].readings[rank] for place, rank in zip(at, chosen, strict=True)}
        _label_lists(parts, choice)
        readings: list[Reading] = []
        for loss, changes in _combine(others, best):
            varied = choice | {
                int(at[place]) - EDGE: words[order[at[place]]].readings[rank] for place, rank in changes.items()
            }
            reading = Reading(_written(parts, varied), score - loss)
            if all(reading.text != other.text for other in readings):
                readings.append(reading)
        return readings

    def _words(self, tokens: list[str]) -> tuple[list[_Word], list[int]]:
        """The distinct words of a text, a boundary first, and the number of each token between two edges."""
        words = [_Word(syllable_hash("|"), False, False, ())]
        seen: dict[str, int] = {}
        numbers = [0] * EDGE
        for token in tokens:
            number = seen.get(token)
            if number is None:
                if token[0].isalnum() or token[0] == "_":
                    number = len(words)
                    words.append(self._word(token) if len(token) <= _LONGEST else self._look_at(token))
                else:
                    number = 0
                seen[token] = number
            numbers.append(number)
        return words, numbers + [0] * EDGE

    def _look_at(self, token: str) -> _Word:
        form = _form(clean(token[: _LONGEST * 2]))
        if form is None:
            return _Word(syllable_hash("#"), False, False, ())
        fold = strip_accents(form)
        readings: tuple[str, ...] = ()
        if token.lower() == fold and strip_accents(token) == token:
            readings = tuple(item for item in self._counts.readings.get(fold, ()) if len(item) == len(token))
        return _Word(syllable_hash(fold), _is_title(token), len(token) == 1, readings)

    def _shares(
        self, hashes: Hashes, capitals: Flags, at: Ints, sizes: Ints, words: list[_Word]
    ) -> tuple[Floats, Ints, Ints]:
        """The probability of every reading at the places `at`; where those of a place start; the place of each."""
        start = np.cumsum(sizes) - sizes
        cell_of = np.repeat(np.arange(len(at)), sizes)

        def normal(shares: Floats) -> Floats:
            return shares / np.add.reduceat(shares, start)[cell_of]

        def smooth(offsets: tuple[int, ...], beneath: Floats, marked: Flags | None = None) -> Floats:
            place, rank, times = self._counts.look_up(window_keys(hashes, marked, at, offsets))
            fits = rank < sizes[place]
            place, rank, times = place[fits], rank[fits], times[fits]
            cells = np.bincount(start[place] + rank, weights=times, minlength=len(cell_of))
            total = np.bincount(place, weights=times, minlength=len(at))
            return cast("Floats", (cells + _SMOOTHING * beneath) / (total + _SMOOTHING)[cell_of])

        one = smooth(WINDOWS["one"], 1 / sizes[cell_of].astype(np.float64))
        left2, right2 = smooth(WINDOWS["left2"], one), smooth(WINDOWS["right2"], one)
        middle3 = smooth(WINDOWS["middle3"], normal(left2 * right2 / one))
        left3, right3 = smooth(WINDOWS["left3"], left2), smooth(WINDOWS["right3"], right2)
        left4 = smooth(WINDOWS["left4"], normal(left3 * middle3 / left2))
        right4 = smooth(WINDOWS["right4"], normal(middle3 * right3 / right2))
        shares = smooth(WINDOWS["five"], normal(left4 * right4 / middle3))
        named = near_capital(capitals, at)
        if named.any():
            case1 = smooth(CASED["case1"], one, capitals)
            case2l = smooth(CASED["case2l"], normal(left2 * case1 / one), capitals)
            case2r = smooth(CASED["case2r"], normal(right2 * case1 / one), capitals)
            beneath = normal(middle3 * case2l / left2 * case2r / right2 * one / case1)
            case3 = smooth(CASED["case3"], beneath, capitals)
            shares = np.where(named[cell_of], normal(shares * (case3 / middle3) ** _CASE_WEIGHT), shares)
        return shares, start, cell_of


@lru_cache(maxsize=1)
def _shipped() -> Counts:
    return Counts.load(GENERAL) if GENERAL.is_file() else empty()


def _others(
    shares: Floats, top: Floats, start: Ints, cell_of: Ints, chosen: Ints, begin: int, most: int
) -> list[tuple[float, int, int]]:
    """The cheapest changes of one syllable: what each loses, its place among the doubtful, its rank."""
    losses = np.log(top)[cell_of] - np.log(shares)
    losses[start + chosen] = np.inf
    cheapest = np.argsort(losses, kind="stable")[:most]
    return [
        (float(losses[cell]), begin + int(cell_of[cell]), int(cell - start[cell_of[cell]]))
        for cell in cheapest
        if math.isfinite(losses[cell])
    ]


def _combine(others: list[tuple[float, int, int]], best: int) -> list[tuple[float, dict[int, int]]]:
    """The `best` cheapest sets of changes, none first. Only the `best` cheapest changes can be in one."""
    combined: list[tuple[float, dict[int, int]]] = [(0.0, {})]
    for loss, place, rank in sorted(others)[: max(best - 1, 0)]:
        combined += [(loss + cost, {**changes, place: rank}) for cost, changes in combined if place not in changes]
        combined = sorted(combined, key=lambda item: item[0])[:best]
    return combined


def _label_lists(parts: list[str], choice: dict[int, str]) -> None:
    """Letters that number a list at line starts, "d)": after "c" comes "d", and the next is "đ"."""
    previous = ""
    for place in range(1, len(parts), 2):
        token = parts[place]
        if len(token) != 1 or not token.isalpha() or place + 2 >= len(parts) or parts[place + 1]:
            continue
        if parts[place + 2][0] not in ")." or (place > 1 and "\n" not in parts[place - 1] + parts[place - 2]):
            continue
        label = token.lower()
        if label == "d" and previous in ("c", "d"):
            label = choice[place // 2] = "d" if previous == "c" else "đ"
        previous = label


def _written(parts: list[str], choice: Mapping[int, str]) -> str:
    """The text again, its tokens as chosen, in the case in which they were typed."""
    written = parts.copy()
    for number, form in choice.items():
        typed = parts[2 * number + 1]
        if typed.islower():
            written[2 * number + 1] = form
        else:
            written[2 * number + 1] = "".join(
                mark.upper() if letter.isupper() else mark for letter, mark in zip(typed, form, strict=True)
            )
    return "".join(written)
