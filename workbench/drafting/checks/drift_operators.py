"""Negations, directions and hedges that were put in, left out or exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.drafting.checks.drift_lexicon import JOINING_HEADS, NEGATION
from workbench.drafting.checks.drift_model import Drift, DriftKind, Pair
from workbench.drafting.checks.drift_tokens import Operator

_NEAR = 3  # tokens among which the head of an operator is looked for
_SHORT = 3  # tokens of the source whose loss between two neighbours is no trimming of a clause


def operator_drifts(pair: Pair) -> Iterator[Drift]:
    """What was put in or exchanged, then what was left out."""
    exchanged: set[int] = set()  # gaps of the source whose operators are told of already
    for at, gap in enumerate(pair.text.gaps):
        for operator in gap:
            found, places = _in_source(pair, at, operator)
            if found:
                continue
            old = next((one for place in places for one in pair.source.gaps[place] if one.kind == operator.kind), None)
            exchanged.update(places)
            yield Drift(
                DriftKind(operator.kind),
                operator.start,
                operator.end,
                pair.words[operator.start : operator.end],
                pair.origin[old.start : old.end] if old else "",
            )
    for at, gap in enumerate(pair.source.gaps):
        for operator in gap:
            if at in exchanged:
                continue
            head = _left_out(pair, at, operator)
            if head is not None:
                token = pair.text.tokens[head]
                yield Drift(
                    DriftKind(operator.kind), token.start, token.end, "", pair.origin[operator.start : operator.end]
                )


def _in_source(pair: Pair, at: int, operator: Operator) -> tuple[bool, list[int]]:
    """Whether the source has this operator at the same place, and the gaps of the source that are this place."""
    tokens, to_source = pair.text.tokens, pair.aligned.to_source
    places = []
    if operator.forward:
        for head in range(at, min(at + _NEAR, len(tokens))):
            if tokens[head].clause != operator.clause:
                break
            if to_source[head] >= 0:
                places.append(to_source[head])
                break
        if at < len(tokens) and to_source[at] < 0 and tokens[at].key in JOINING_HEADS:
            return True, places
    elif at < len(tokens) and to_source[at] >= 0:
        places.append(to_source[at])
    if at and to_source[at - 1] >= 0:
        places.append(to_source[at - 1] + 1)
    wanted = sum(one.key == operator.key for one in pair.text.gaps[at])
    return any(sum(one.key == operator.key for one in pair.source.gaps[place]) >= wanted for place in places), places


def _left_out(pair: Pair, at: int, operator: Operator) -> int | None:
    """The token of the text that has lost this operator of the source; None where nothing of it stayed."""
    to_text, source = pair.aligned.to_text, pair.source.tokens
    before = to_text[at - 1] if at else -1
    head = to_text[at] if at < len(source) else -1
    if operator.forward and head >= 0:
        gaps = [head] + ([before + 1] if before >= 0 else [])
        return None if any(_has(pair, gap, operator) for gap in gaps) else head
    if not operator.forward:
        if pair.source.gaps[at][0].clause != operator.clause:
            return None  # it hangs on another that went before it: "tăng, giảm"
        return None if before < 0 or any(_has(pair, gap, operator) for gap in {before + 1, max(head, 0)}) else before
    if operator.kind != NEGATION or before < 0 or source[at].key in JOINING_HEADS:
        return None
    # Its head went with it, but no more: "chưa kịp thời báo cáo" → "báo cáo".
    for after in range(at + 1, min(at + _SHORT, len(source))):
        if source[after].clause != operator.clause or source[at - 1].clause != operator.clause:
            return None
        follows = to_text[after]
        if follows >= 0:
            tokens = pair.text.tokens
            near = follows == before + 1 and tokens[follows].clause == tokens[before].clause
            return follows if near and not pair.text.gaps[follows] else None
    return None


def _has(pair: Pair, gap: int, operator: Operator) -> bool:
    return any(one.key == operator.key for one in pair.text.gaps[gap])
