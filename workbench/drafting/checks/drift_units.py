"""Words of a closed set of which another stands in the source: "phường" for "xã", "tỷ" for "triệu"."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.drafting.checks.drift_lexicon import SCALES, swaps
from workbench.drafting.checks.drift_model import Drift, DriftKind, Pair
from workbench.drafting.checks.drift_tokens import NUMBER, WORD

_REACH = 3  # tokens of the source that are looked at beside a neighbour


def swap_drifts(pair: Pair) -> Iterator[Drift]:
    """Every such word of the text, with the word of the source in whose place it stands."""
    table = swaps()
    for at, token in enumerate(pair.text.tokens):
        groups = table.get(token.key, ()) if token.kind == WORD and not token.link else ()
        if not groups or pair.aligned.to_source[at] >= 0:
            continue
        before = pair.text.tokens[at - 1] if at else None
        if token.key in SCALES and before and before.kind == NUMBER and before.clause == token.clause:
            continue  # it belongs to the number, and was looked at with it
        for place in _places(pair, at):
            other = pair.source.tokens[place]
            if other.link or other.key == token.key:
                continue
            common = [group for group in table.get(other.key, ()) if group in groups]
            if common:
                kind = DriftKind(common[0][0])
                yield Drift(kind, token.start, token.end, pair.said(at, at + 1), pair.says(place, place + 1))
                break


def _places(pair: Pair, at: int) -> list[int]:
    """The tokens of the source that went lost where this token of the text stands."""
    to_source, to_text = pair.aligned.to_source, pair.aligned.to_text
    found: list[int] = []
    beyond: list[list[int]] = []  # "phường, xã" → "xã, xã"
    left = at - 1
    while left >= 0 and to_source[left] < 0 and at - left < _REACH:
        left -= 1
    right = at + 1
    while right < len(to_source) and to_source[right] < 0 and right - at < _REACH:
        right += 1
    if left >= 0 and to_source[left] >= 0:
        found += _lost(to_text, to_source[left] + 1, 1)
        beyond.append(_lost(to_text, to_source[left] - 1, -1))
    if right < len(to_source) and to_source[right] >= 0:
        found += _lost(to_text, to_source[right] - 1, -1)
        beyond.append(_lost(to_text, to_source[right] + 1, 1))
    return [*found, *(place for places in beyond for place in places)]


def _lost(to_text: list[int], start: int, step: int) -> list[int]:
    found: list[int] = []
    place = start
    while 0 <= place < len(to_text) and to_text[place] < 0 and len(found) < _REACH:
        found.append(place)
        place += step
    return found
