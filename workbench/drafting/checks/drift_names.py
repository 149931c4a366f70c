"""Names of people, places and organs that are not those of the source, or stand where it has another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.drafting.checks.drift_lexicon import BOUNDARIES, LINK, phrases
from workbench.drafting.checks.drift_model import Drift, DriftKind, Pair
from workbench.drafting.checks.drift_tokens import WORD, Row

MASK = "N"
_BESIDE_NAMES = frozenset(
    "xã phường thị trấn huyện quận thành phố tỉnh thôn bản ban sở ông bà đồng chí và".split()  # noqa: SIM905
)
"""Words that stand between the names of a list."""


def name_words(rows: Sequence[Row]) -> frozenset[str]:
    """The syllables that stand in names: written with a capital where nothing else calls for one."""
    found = set()
    for row in rows:
        tokens = row.tokens
        for at, token in enumerate(tokens):
            if token.kind != WORD or not token.capital:
                continue
            follows = tokens[at + 1] if at + 1 < len(tokens) else None
            named = follows is not None and follows.capital and follows.clause == token.clause
            # A capital at a beginning is one of a name only before another ("Khe Ngọc đã …").
            if not token.initial or (named and not _joins(token.key)):
                found.add(token.key)
    return frozenset(found)


def _joins(word: str) -> bool:
    return any(phrase.syllables == (word,) and phrase.name == LINK for phrase in phrases().get(word, ()))


def name_drifts(pair: Pair, names: frozenset[str]) -> Iterator[Drift]:
    """Names that were changed or put in; `pair` is aligned with the words in `names` masked."""
    tokens, to_source = pair.text.tokens, pair.aligned.to_source
    wrong: set[int] = set()
    for at, token in enumerate(tokens):
        if token.kind != WORD or token.key not in names:
            continue
        place = to_source[at]
        if place >= 0 and pair.source.tokens[place].key != token.key:
            wrong.add(at)
    for stretch in _stretches(pair, sorted(wrong), names):
        wrong.difference_update(stretch)
    wrong.update(_unknown(pair, names))
    yield from _grouped(pair, sorted(wrong))


def _stretches(pair: Pair, wrong: list[int], names: frozenset[str]) -> Iterator[list[int]]:
    """Lists of names in another order: the same names on both sides, nothing but names between them."""
    tokens, to_source = pair.text.tokens, pair.aligned.to_source
    done = -1
    for at in wrong:
        if at <= done:
            continue
        end, members = at, []
        while end < len(tokens) and (tokens[end].key in names or tokens[end].key in _BESIDE_NAMES):
            if tokens[end].key in names:
                members.append(end)
            end += 1
        done = end
        places = [to_source[member] for member in members]
        if min(places) < 0:
            continue
        said = _named(pair.text, members[0], members[-1] + 1)
        if len(said) > 1 and said == _named(pair.source, min(places), max(places) + 1):
            yield members


def _named(row: Row, start: int, end: int) -> list[str]:
    """The names of a list with what they are ("thôn Cồn Vạc"), in any order."""
    tokens = row.tokens
    while (
        start
        and tokens[start - 1].key in _BESIDE_NAMES - BOUNDARIES
        and (tokens[start - 1].clause == tokens[start].clause)
    ):
        start -= 1
    found: list[list[str]] = []
    clause = -1
    for token in tokens[start:end]:
        if token.clause != clause or token.key in BOUNDARIES:
            found.append([])
            clause = token.clause
        if token.key not in BOUNDARIES:
            found[-1].append(token.key)
    if found and not any(_BESIDE_NAMES & set(words) for words in found[1:]):
        found[0] = [word for word in found[0] if word not in _BESIDE_NAMES]  # "các xã A, B": said of all
    return sorted(" ".join(words) for words in found if words)


def _unknown(pair: Pair, names: frozenset[str]) -> Iterator[int]:
    """Words with a capital that stand alone on the text's side and nowhere in the source."""
    tokens, to_source = pair.text.tokens, pair.aligned.to_source
    source = f" {' '.join(pair.source.keys())} "
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not (token.kind == WORD and token.capital and token.key in names and to_source[at] < 0):
            at += 1
            continue
        begin = at
        while (
            at < len(tokens)
            and tokens[at].kind == WORD
            and tokens[at].capital
            and to_source[at] < 0
            and tokens[at].clause == token.clause
        ):
            at += 1
        words = re.escape(pair.said(begin, at))
        # In the source's words, too: the number of a list ("I.") is no token.
        if f" {' '.join(one.key for one in tokens[begin:at])} " not in source and not re.search(
            rf"(?<!\w){words}(?!\w)", pair.origin
        ):
            yield from range(begin, at)


def _grouped(pair: Pair, wrong: list[int]) -> Iterator[Drift]:
    """Neighbouring syllables as one name, with what the source has there."""
    tokens, to_source = pair.text.tokens, pair.aligned.to_source
    at = 0
    while at < len(wrong):
        begin = at
        while at + 1 < len(wrong) and wrong[at + 1] == wrong[at] + 1:
            at += 1
        start, end = wrong[begin], wrong[at] + 1
        at += 1
        # The whole name that the syllables belong to.
        while start and tokens[start - 1].capital and tokens[start - 1].clause == tokens[start].clause:
            start -= 1
        while end < len(tokens) and tokens[end].capital and tokens[end].clause == tokens[end - 1].clause:
            end += 1
        places = [to_source[place] for place in range(start, end) if to_source[place] >= 0]
        near = places and max(places) - min(places) <= 2 * (end - start)
        source = pair.says(min(places), max(places) + 1) if near else ""
        yield Drift(DriftKind.NAME, tokens[start].start, tokens[end - 1].end, pair.said(start, end), source)
