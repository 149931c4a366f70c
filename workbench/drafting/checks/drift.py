"""Where an edited sentence says something else than its source: numbers, units, days, names, symbols, negations,
directions and hedges. Moving, joining and trimming clauses, connectives, capitals and other spellings do not count.

A negation, direction or hedge counts where what it modifies stays: leaving out "chưa hoàn thành" as a whole is
trimming, leaving out "chưa" alone is drift. A number or name is compared with the one that stands among the same words
in the source, so that two that changed places are found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.drafting.checks.drift_align import Side, align
from workbench.drafting.checks.drift_model import Drift, DriftKind, Pair
from workbench.drafting.checks.drift_names import MASK, name_drifts, name_words
from workbench.drafting.checks.drift_numbers import slot_drifts
from workbench.drafting.checks.drift_operators import operator_drifts
from workbench.drafting.checks.drift_tokens import SLOTS, WORD, Row, joined, row_of, shipped_lexicon, spaced
from workbench.drafting.checks.drift_units import swap_drifts
from workbench.vietnamese.lexicon import Lexicon

__all__ = ["Drift", "DriftKind", "compare"]

_CHANGED_NUMBER = -0.25  # a changed number in a run of equal words weighs less than none: it may be another's place
_CHANGED_NAME = 0.0


def compare(text: str, quotes: Sequence[str], lexicon: Lexicon | None = None) -> tuple[Drift, ...]:
    """Where a text says something else than the passages it rests on, in the order of the text.

    Pure; some tenths of a millisecond to two for a sentence. Empty for a text that is one of its sources, and where
    there is no source.

    Args:
        text: the edited sentence.
        quotes: what its sources say, verbatim.
        lexicon: abbreviations that stand for words in full; by default those that come with the package.
    """
    if not quotes or text in quotes:
        return ()
    words = lexicon or shipped_lexicon()
    said, origin = spaced(text), "\n".join(quotes)
    row = row_of(text, spaced(origin), words)
    rows = [row_of(quote, said, words) for quote in quotes]
    if any(one.says() == row.says() for one in rows):
        return ()
    offsets = [0]
    for quote in quotes[:-1]:
        offsets.append(offsets[-1] + len(quote) + 1)
    source = joined(rows, offsets)
    pair = Pair(row, source, text, origin, align(_side(row), _side(source), _CHANGED_NUMBER))
    found = [*slot_drifts(pair), *operator_drifts(pair), *swap_drifts(pair)]
    names = name_words((row, source))
    if names:
        by_name = align(_side(row, names), _side(source, names), _CHANGED_NAME)
        found += name_drifts(Pair(row, source, text, origin, by_name), names)
    return tuple(_once(found))


def _side(row: Row, names: frozenset[str] | None = None) -> Side:
    """The row as it is aligned: numbers masked, or with `names` these instead."""
    contents = [token.key if token.kind == WORD else f"{token.kind}{token.key}" for token in row.tokens]
    if names is None:
        masks = [token.kind if token.kind in SLOTS else token.key for token in row.tokens]
    else:
        masks = [
            MASK if token.kind == WORD and token.key in names else content
            for token, content in zip(row.tokens, contents, strict=True)
        ]
    return Side(masks, contents, [token.clause for token in row.tokens], [token.link for token in row.tokens])


def _once(found: Iterable[Drift]) -> Iterable[Drift]:
    """In the order of the text; of two about the same words the first that was found."""
    kept: list[Drift] = []
    for drift in found:
        if not any(one.start < drift.end and drift.start < one.end and one.said and drift.said for one in kept):
            kept.append(drift)
    return sorted(kept, key=lambda drift: (drift.start, drift.end))
