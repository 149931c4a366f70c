"""Which phrase a number measures, of those that come into question: each is scored by its features, the best is taken.

The weights (`indicator_weights.csv`) are those of a conditional logit model over the candidates of each number, learnt
from the labelled sentences of the half that rules are made on (`tools/train_figures`, docs/decisions/0022-figures.md).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import files

from workbench.analysis.figures_candidates import Place, Spans, candidates
from workbench.analysis.figures_words import phrases

WEIGHTS = "indicator_weights.csv"

_SYLLABLE = re.compile(r"[^\W_]+")
_FUNCTION_WORDS = phrases("strong") | phrases("weak") | phrases("filler") | phrases("preposition") | phrases("joint")
_JOINTS = phrases("joint")
_HEADS = phrases("measure_head")
_WHO = re.compile(
    r"(?:ông|bà|anh|chị|chúng tôi|tôi|họ|nó|bộ trưởng|thủ tướng|chủ tịch|giám đốc|đại biểu|đại diện|ủy ban|ubnd|"
    r"công ty|sở|bộ|tỉnh|huyện|xã|đảng bộ|văn phòng|cơ quan|công an|ban|hội)(?!\w)"
)
_SAYS = re.compile(
    r"(?<!\w)(?:cho biết|cho rằng|cho hay|nhận định|đánh giá|công bố|thống kê|khẳng định|nói|báo cáo|theo)(?!\w)"
)
_NEXT = re.compile(r"\s*(?:(?P<word>[^\W_]+)|(?P<mark>\S))")
_LENGTHS = ((1, "1"), (2, "2"), (4, "4"), (7, "7"), (11, "11"))


def choose(place: Place) -> Spans:
    """The phrase that the number at a place measures; empty where nothing comes into question."""
    weights = _weights()
    found = candidates(place)
    if not found:
        return place.rule
    return max(
        found,
        key=lambda spans: sum(weights.get(name, 0.0) * value for name, value in features(place, spans, found[spans])),
    )


@cache
def _weights() -> dict[str, float]:
    text = files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {row["feature"]: float(row["weight"]) for row in csv.DictReader(text.splitlines())}


def features(place: Place, spans: Spans, ways: Collection[str]) -> Iterator[tuple[str, float]]:
    """What tells a phrase that is measured from others, as names with values.

    Args:
        place: the number; spans: the phrase; ways: how it was found.
    """
    low, before, kind = place.low, place.before, place.kind or "none"
    text = " ".join(low[start:end] for start, end in spans)
    syllables = _SYLLABLE.findall(text)
    where = _where(place, spans, ways)
    predicate = before.predicate or ("prep" if before.preposition else "none")
    for way in ways:
        yield f"way={way}", 1.0
        yield f"way={way}|{kind}", 1.0
        yield f"way={way}|{predicate}", 1.0
        yield f"way={way}|told={place.told}", 1.0
    yield f"{where}", 1.0
    yield f"{where}|{kind}", 1.0
    yield f"{where}|{predicate}", 1.0
    yield f"{where}|told={place.told}|made={bool(place.made)}", 1.0
    yield f"{where}|inherited={place.inherited}", 1.0
    length = next((name for most, name in _LENGTHS if len(syllables) <= most), "more")
    yield f"length={length}", 1.0
    yield f"length={length}|{where}", 1.0
    yield f"length={length}|{kind}", 1.0
    yield from _words(place, syllables, text, where, kind)
    yield from _edges(place, spans, where)
    rule = set(_SYLLABLE.findall(" ".join(low[start:end] for start, end in place.rule)))
    said = set(syllables)
    alike = 2 * len(rule & said) / max(1, len(rule) + len(said))
    yield "like_rule", alike
    yield f"like_rule|{where}", alike
    if place.made:
        yield f"same_kind={place.same_kind}|{where}", 1.0
        yield f"same_kind={place.same_kind}|{where}|{predicate}", 1.0
        yield f"linked={before.linked}|{where}", 1.0
        yield f"brackets={place.in_brackets}|{where}|told={place.told}", 1.0


def _where(place: Place, spans: Spans, ways: Collection[str]) -> str:
    if len(spans) > 1:
        return "around"
    (start, end) = spans[0]
    if "prev" in ways and start < place.at and place.behind >= 0 and end <= place.behind:
        return "prev"
    return "before" if end <= place.at else "behind"


def _words(place: Place, syllables: list[str], text: str, where: str, kind: str) -> Iterator[tuple[str, float]]:
    pairs = [" ".join(syllables[at : at + 2]) for at in range(len(syllables))]
    measures = [pair in _HEADS or syllable in _HEADS for pair, syllable in zip(pairs, syllables, strict=True)]
    if any(measures[:1]):
        yield "head", 1.0
        yield f"head|{kind}|{where}", 1.0
    elif any(measures[1:]):
        yield "head_inside", 1.0
    if any(measures[1:]):
        yield "head_behind_first", 1.0
    if syllables:
        yield f"first={syllables[0]}", 1.0
        yield f"last={syllables[-1]}", 1.0
    if len(syllables) > 1:
        yield f"first_two={pairs[0]}", 1.0
    for word in _JOINTS.intersection(syllables[1:]):
        yield f"inside={word}", 1.0
    if "," in text:
        yield "comma", 1.0
    if any(char.isdigit() for char in text):
        yield "digit", 1.0
    if _WHO.match(text):
        yield "who", 1.0
        yield f"who|{where}", 1.0
    if _SAYS.search(text):
        yield "says", 1.0


def _edges(place: Place, spans: Spans, where: str) -> Iterator[tuple[str, float]]:
    low, first = place.low, place.sentence[0]
    start, end = spans[0][0], spans[-1][1]
    left = low[max(first, start - 12) : start].split()
    if start == first or not left:
        edge, sort = "^", "mark"
    elif not left[-1][-1].isalnum():
        edge, sort = "mark", "mark"
    else:
        edge, sort = left[-1], "function" if left[-1] in _FUNCTION_WORDS else "word"
    yield f"left={edge}", 1.0
    yield f"left={sort}|{where}", 1.0
    if where in {"behind", "around"}:
        after = _NEXT.match(low, end)
        yield f"right={(after['word'] or 'mark') if after else 'end'}", 1.0
        if end == place.unit[1]:
            yield "only_unit", 1.0
    if where == "before":
        yield "distance", min(place.at - end, 60) / 20
