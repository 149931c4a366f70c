"""Numbers, days and symbols that are not those of the source, or belong to something else there."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.drafting.checks.drift_lexicon import SCALES, STRICT
from workbench.drafting.checks.drift_model import Drift, DriftKind, Pair
from workbench.drafting.checks.drift_tokens import (
    DAY,
    DAY_OF_YEAR,
    MONTH,
    NUMBER,
    SLOTS,
    SYMBOL,
    Row,
    Token,
    unit_at,
)

_KINDS = {
    NUMBER: DriftKind.NUMBER,
    DAY: DriftKind.DAY,
    MONTH: DriftKind.DAY,
    DAY_OF_YEAR: DriftKind.DAY,
    SYMBOL: DriftKind.SYMBOL,
}
_PARTS = frozenset({"tháng", "năm"})
_PARTS_OF = {DAY: ("năm", "tháng", "ngày"), MONTH: ("năm", "tháng"), DAY_OF_YEAR: ("tháng", "ngày")}
_ALMOST = 1e-9


def slot_drifts(pair: Pair) -> Iterator[Drift]:
    """Every number, day and symbol of the text that the source does not have at its place, and units that changed."""
    known = {(token.kind, token.key) for token in pair.source.tokens if token.kind in SLOTS}
    for at, token in enumerate(pair.text.tokens):
        if token.kind not in SLOTS:
            continue
        place = pair.aligned.to_source[at]
        if place < 0:
            before = pair.text.tokens[at - 1].key if at else ""
            if (token.kind, token.key) not in known and not _part_of(token, before, pair.source):
                yield _drift(pair, at, at + 1, -1)
            continue
        other = pair.source.tokens[place]
        unit, old = unit_at(pair.text, at), unit_at(pair.source, place)
        if token.key != other.key:
            if not _same_amount(token, unit, other, old):
                yield _drift(pair, at, at + 1, place)
        elif token.kind == NUMBER and _is_elsewhere(pair, at, place):
            yield _drift(pair, at, at + 1, place, moved=True)
        elif token.kind == NUMBER and not _same_unit(unit, old):
            end = at + 1 + len(unit)
            yield Drift(
                DriftKind.UNIT,
                token.start,
                pair.text.tokens[end - 1].end,
                pair.said(at, end),
                pair.says(place, place + 1 + len(old)),
            )


def _drift(pair: Pair, start: int, end: int, place: int, moved: bool = False) -> Drift:
    token = pair.text.tokens[start]
    source = ""
    if moved:
        first = max(place - 2, 0)
        source = pair.says(first, place + 1) if pair.source.tokens[first].end else pair.says(place, place + 1)
    elif place >= 0:
        source = pair.says(place, place + 1)
    return Drift(_KINDS[token.kind], token.start, pair.text.tokens[end - 1].end, pair.said(start, end), source)


def _part_of(token: Token, before: str, source: Row) -> bool:
    """Whether a month or year is that of a day which the source names in full; `before` is the word before it."""
    for other in source.tokens:
        if token.kind == MONTH and other.kind == DAY and other.key.startswith(token.key):
            return True
        if token.kind == DAY_OF_YEAR and other.kind == DAY and other.key.endswith(token.key):
            return True
        if token.kind == NUMBER and before in _PARTS and other.kind in (DAY, MONTH, DAY_OF_YEAR):
            parts = dict(zip(_PARTS_OF[other.kind], other.key.split("-"), strict=False))
            if before in parts and token.value == int(parts[before]):
                return True
    return False


def _same_amount(token: Token, unit: tuple[str, ...], other: Token, old: tuple[str, ...]) -> bool:
    """ "1,2 tỷ đồng" and "1.200 triệu đồng" are the same."""
    if token.value is None or other.value is None or token.kind != NUMBER:
        return False
    (scale, rest), (old_scale, old_rest) = _scaled(unit), _scaled(old)
    first, second = token.value * scale, other.value * old_scale
    return scale != old_scale and rest == old_rest and abs(first - second) <= _ALMOST * max(first, second)


def _scaled(unit: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
    scale, at = 1.0, 0
    while at < len(unit) and unit[at] in SCALES:
        scale *= SCALES[unit[at]]
        at += 1
    return scale, unit[at:]


def _same_unit(unit: tuple[str, ...], old: tuple[str, ...]) -> bool:
    if unit == old:
        return True
    if not unit or not old:  # a counted noun may be left out or stand elsewhere; a scale or % may not
        return not STRICT & {*unit, *old}
    short, long = sorted((unit, old), key=len)
    return long[: len(short)] == short and not {*long[len(short) :]} & (STRICT - {"đồng"})


def _is_elsewhere(pair: Pair, at: int, place: int) -> bool:
    """Whether a number stands among words that have another number beside them in the source."""
    text, source, to_source = pair.text.tokens, pair.source.tokens, pair.aligned.to_source
    left = at - 1 if at and text[at - 1].clause == text[at].clause else -1
    right = at + 1 if at + 1 < len(text) and text[at + 1].clause == text[at].clause else -1
    votes = []
    if left >= 0 and to_source[left] >= 0:
        votes.append(_next_number(source, to_source[left], 1) in (place, None) or to_source[left] == place - 1)
    if right >= 0 and to_source[right] >= 0:
        votes.append(_next_number(source, to_source[right], -1) in (place, None) or to_source[right] == place + 1)
    return bool(votes) and not any(votes)


def _next_number(source: list[Token], start: int, step: int) -> int | None:
    place = start
    while 0 <= place < len(source) and source[place].clause == source[start].clause:
        if source[place].kind == NUMBER:
            return place
        place += step
    return None
