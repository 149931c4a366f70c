"""What else a person may have meant: accents left out, abbreviations and full names, synonyms, places old and new.

Every guess is a `Chip` that the screen shows and a person can switch; what was typed always ranks above it. Chips that
could mislead (an ambiguous abbreviation, a merged province) are offered, not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from workbench.vietnamese.accents import Reading
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.spelling import fold, has_accents, key
from workbench.vietnamese.syllable_shapes import is_syllable
from workbench.vietnamese.syllables import Syllable, tokens

ChipKind = Literal["accents", "abbreviation", "full", "synonym", "place"]

_LONGEST_TERM = 8  # syllables of a term looked up in the lexicon
_MOST_CHIPS = 24
_MOST_ALTERNATIVES = 8  # of one term


@dataclass(frozen=True)
class Chip:
    """A way in which a query was widened, or could be.

    Attributes:
        id: stable name, by which it is switched.
        kind: accents (restored), abbreviation (typed short, read in full), full (the other way round), synonym, place.
        original: the words typed.
        reading: what they are also read as.
        label: both, in words for the screen.
        active: whether it was used in this search.
    """

    id: str
    kind: ChipKind
    original: str
    reading: str
    label: str
    active: bool


@dataclass(frozen=True)
class Alternative:
    """Syllables that may stand for some of the typed ones.

    Attributes:
        keys: their keys, in order.
        chip: the chip it belongs to.
    """

    keys: tuple[str, ...]
    chip: Chip


@dataclass(frozen=True)
class Segment:
    """Syllables `start` to `stop` of a run of words, and what may stand for them."""

    start: int
    stop: int
    alternatives: tuple[Alternative, ...] = ()


class RestoresAccents(Protocol):
    """What `AccentModel` offers."""

    def restore(self, text: str, best: int = 1) -> list[Reading]: ...


class Understanding:
    """Widens the words of one search.

    Args:
        lexicon: the office's tables; None widens nothing by them.
        accents: the archive's model; None restores nothing.
        choices: chip id → whether it is to be used, where a person has said so.
    """

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        accents: RestoresAccents | None = None,
        choices: Mapping[str, bool] | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._accents = accents
        self._choices = choices or {}
        self._chips: dict[str, Chip] = {}

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Every chip met so far, those in use first."""
        return tuple(sorted(self._chips.values(), key=lambda chip: not chip.active))

    def restored(self, text: str) -> tuple[Syllable, ...] | None:
        """The syllables of the likeliest reading with accents; None where it is the text itself or was switched off.

        Syllables typed with an accent stay as they are.
        """
        if self._accents is None:
            return None
        reading = self._accents.restore(text)[0].text
        if key(reading) == key(text):
            return None
        chip = self._chip("accents", text, reading, f"{text} → {reading}", active=True)
        return tuple(tokens(reading)) if chip is not None and chip.active else None

    def segments(self, text: str, syllables: Sequence[Syllable]) -> list[Segment]:
        """A run of words cut into terms of the lexicon, with their alternatives, and single syllables between them."""
        found: list[Segment] = []
        at = 0
        while at < len(syllables):
            segment = self._term_at(text, syllables, at) or Segment(at, at + 1)
            found.append(segment)
            at = segment.stop
        return found

    def _term_at(self, text: str, syllables: Sequence[Syllable], at: int) -> Segment | None:
        """The longest term of the lexicon that starts at a syllable."""
        if self._lexicon is None:
            return None
        longest = at + 1
        while (
            longest < len(syllables)
            and longest - at < _LONGEST_TERM
            and syllables[longest].position == syllables[longest - 1].position + 1
        ):
            longest += 1
        for stop in range(longest, at, -1):
            term = text[syllables[at].start : syllables[stop - 1].end]
            proposals = list(self._proposals(term, stop - at))[:_MOST_ALTERNATIVES]
            chips = [chip for proposal in proposals if (chip := self._chip(*proposal)) is not None]
            if proposals:
                used = [Alternative(_keys(chip.reading), chip) for chip in chips if chip.active]
                return Segment(at, stop, tuple(used))
        return None

    def _proposals(self, term: str, length: int) -> Iterator[tuple[ChipKind, str, str, str, bool]]:
        """Chips for a term: kind, original, reading, label, whether it is used without being asked for."""
        lexicon = self._known
        if length == 1 and _may_be_short(term):
            for meaning in lexicon.expansions(term):
                label = f"{term} = {meaning.full}"
                yield "abbreviation", term, meaning.full, label, not meaning.ambiguous
        if length > 1:
            # "KH", "BC" stand in every symbol: two letters say too little to look for.
            for short in (item for item in lexicon.abbreviations_of(term) if len(item) > 2):
                clear = not any(meaning.ambiguous for meaning in lexicon.expansions(short))
                yield "full", term, short, f"{term} = {short}", clear
            for synonym in lexicon.synonyms(term):
                sign = "gần nghĩa" if synonym.near else "đồng nghĩa"
                yield "synonym", term, synonym.term, f"{term} – {sign}: {synonym.term}", not synonym.near
        if length > 1 or (term[:1].isupper() and not _may_be_short(term)):
            yield from self._places(term)

    def _places(self, term: str) -> Iterator[tuple[ChipKind, str, str, str, bool]]:
        found = self._known.places(term)
        if len(found) != 1:
            return  # without accents several places may share a name: none is guessed
        place = found[0]
        for other in dict.fromkeys((place.name, *place.variants)):
            if key(other) != key(term) and fold(other) != fold(term):
                yield "place", term, other, f"{term} – cũng viết: {other}", True
        since = f" (từ {place.since:%d/%m/%Y})" if place.since else ""
        if place.successor:
            yield "place", term, place.successor, f"{term} – nay thuộc {place.successor}{since}", False
        for old in place.predecessors:
            yield "place", term, old, f"{term} – gồm cả {old} cũ{since}", False

    @cached_property
    def _known(self) -> Lexicon:
        assert self._lexicon is not None  # asked only where there is one
        return self._lexicon

    def _chip(self, kind: ChipKind, original: str, reading: str, label: str, active: bool) -> Chip | None:
        if not tokens(reading) or key(reading) == key(original):
            return None
        name = f"{kind}:{key(original)}>{key(reading)}"
        if name not in self._chips and len(self._chips) >= _MOST_CHIPS:
            return None
        return self._chips.setdefault(name, Chip(name, kind, original, reading, label, self._choices.get(name, active)))


def _may_be_short(term: str) -> bool:
    """Whether a syllable may be an abbreviation: "UBND", "ubnd", "TU", but not "tu", which is a word of its own."""
    return (
        len(term) > 1
        and not has_accents(term.replace("Đ", "").replace("Ư", ""))
        and (any(map(str.isupper, term[1:])) or not is_syllable(term.lower()))
    )


def _keys(text: str) -> tuple[str, ...]:
    return tuple(item.key for item in tokens(text))
