"""Figures in running text: a number that counts or measures, with unit, indicator, period, comparison and hedge."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property

from workbench.analysis.figures_candidates import Place
from workbench.analysis.figures_choice import choose
from workbench.analysis.figures_comparison import DIRECTIONS, base_after, comparison_of
from workbench.analysis.figures_model import Figure, UnitKind
from workbench.analysis.figures_orgs import is_org, org_before
from workbench.analysis.figures_patterns import (
    AGE,
    AUXILIARY,
    FINITE,
    MONEY_OF,
    NO_SHARE,
    OF_AGES,
    PRONOUN,
    WHO,
    is_measure,
    measured,
)
from workbench.analysis.figures_period import period_in
from workbench.analysis.figures_phrases import (
    Before,
    Span,
    clause_start,
    noun_phrase_after,
    read_before,
    shortened,
    subject_of,
    syllable_count,
)
from workbench.analysis.figures_text import View, is_named, no_figures
from workbench.analysis.figures_units import unit_after, unit_of_whole
from workbench.analysis.figures_words import hedge_pattern, unit_kind, unit_pattern
from workbench.vietnamese import words
from workbench.vietnamese.numbers import Number, find_numbers
from workbench.vietnamese.sentences import split

_GENERIC: frozenset[UnitKind] = frozenset(("percent", "money", "measure", "times", "person", "time"))
_PRONOUNS = frozenset(
    ("đồng chí", "người", "em", "cháu", "vị", "trường hợp", "lượt", "cá nhân", "cái", "chiếc", "đơn vị", "vụ")
)
_AFTER_HEDGE = re.compile(r"\s*(?:[^,;.()\n]{0,30}?\s)?(?P<hedge>trở lên|trở xuống)(?!\w)")
_MOVES = DIRECTIONS | frozenset(
    (
        "lên",
        "xuống",
        "còn",
        "bằng",
        "đến",
        "từ",
        "tới",
        "thấp hơn",
        "cao hơn",
        "nhiều hơn",
        "ít hơn",
        "lên tới",
        "lên đến",
    )
)
_LONGEST_ACTION = 6  # syllables of the words for what is done
_OPEN_COUNT = re.compile(r"(?:^|\s)(?:tổng số|tổng|số|lũy kế|tỷ lệ|bình quân|chỉ số|điểm số|mật độ)\s")
_CASE_OF_COUNT = frozenset(("có", "còn", "gồm", "bao gồm", "gồm có", "với", ""))


def prose_figures(
    view: View, skip: Sequence[Span] = (), choice: Callable[[Place], tuple[Span, ...]] = choose
) -> list[Figure]:
    """The figures of a text, in order.

    Args:
        view: the text.
        skip: spans, in order, that are read otherwise: cells of tables.
        choice: takes one of the phrases that a number may measure.
    """
    numbers = find_numbers(view.low)
    if not numbers:
        return []
    banned = _Spans([*no_figures(view), *skip])
    free = [number for number in numbers if not banned.touches(number.start, number.end)]
    starts = [number.start for number in free]
    found: list[Figure] = []
    for start, end in split(view.plain):
        first, last = bisect_right(starts, start - 1), bisect_right(starts, end - 1)
        if first < last:
            found += _Sentence(view, start, end, choice).read(free[first:last])
    return found


class _Spans:
    def __init__(self, spans: list[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        place = bisect_right(self._starts, end - 1) - 1
        return any(a < end and start < b for a, b in self._spans[max(0, place - 2) : place + 1])


class _Sentence:
    """One sentence while its numbers are read from left to right."""

    def __init__(self, view: View, start: int, end: int, choice: Callable[[Place], tuple[Span, ...]]) -> None:
        self._view, self._low, self._choice = view, view.low, choice
        self._start, self._end = start, end
        self._made: list[Figure] = []
        self._spans: list[tuple[Span, ...]] = []  # indicators in offsets of the view
        self._ends: list[int] = []  # where the figures end, with what is counted behind them
        self._verb: Span | None = None

    def read(self, numbers: Sequence[Number]) -> list[Figure]:
        for number in numbers:
            self._take(number)
        return self._made

    def _take(self, number: Number) -> None:
        low = self._low
        unit_start, unit_end, kind = unit_after(self._view, number, self._end)
        has_unit = unit_end > number.scale_end or number.scale > 1
        if number.words and low.startswith("gấp", number.start):
            unit_start, unit_end, kind, has_unit = number.end, number.end, "times", True
        if number.words and number.syllables == 1 and not unit_kind(low[unit_start:unit_end]):
            return
        if number.words and number.syllables == 1 and kind == "time" and not measured(low, self._start, number.start):
            return
        if is_named(self._view, number, has_unit, self._start):
            return
        hedge = hedge_pattern().search(low, self._start, number.start)
        at = hedge.start() if hedge else number.start
        clause = clause_start(low, self._start, at)
        if self._ends and clause < self._ends[-1]:
            clause = self._ends[-1]
        before = read_before(low, clause, at)
        if kind == "time" and not measured(low, self._start, at):
            return
        if AGE.fullmatch(low, unit_start, unit_end) and not OF_AGES.search(low, self._start, at):
            return
        if not has_unit and not self._bare_is_figure(number, before):
            return
        inherited = bool(self._made) and (
            self._inherits(before, number, kind, at)
            or (clause == self._behind and before.predicate in {"dài", "rộng", "cao", "nặng", "sâu"})
        )
        spans = self._indicator(before, number, (unit_start, unit_end), kind, inherited, at)
        unit = " ".join(self._view.plain[number.end : unit_end].split()) if has_unit else ""
        unit = unit or unit_of_whole(self._view, number, self._end)
        kind = kind or unit_kind(unit)
        if kind == "times" and not unit:
            unit = "lần"
        if not unit:
            unit, kind = self._unit_before(before, spans)
        self._keep(number, unit, kind, unit_end if has_unit else number.scale_end, spans, before, hedge, at)

    # -- the unit of measure ----------------------------------------------------------------------------------

    def _bare_is_figure(self, number: Number, before: Before) -> bool:
        """Whether a number without a unit is a figure all the same: "số hồ sơ trễ hạn 39", "(trực tuyến 4.036, …)"."""
        if unit_of_whole(self._view, number, self._end):
            return True
        if before.predicate in {
            "là",
            "đạt",
            "bằng",
            "chiếm",
            "tăng",
            "giảm",
            "còn",
            "còn lại",
            "có",
            "ước đạt",
            "lên",
            "xuống",
            "vượt",
        }:
            return not number.words
        said = self._low[before.subject[0] : before.subject[1]]
        if number.kind == "ratio":
            return bool(said.strip())
        if _OPEN_COUNT.search(f" {said} "):
            return True
        in_brackets = self._low.rfind("(", self._start, number.start) > self._low.rfind(")", self._start, number.start)
        after = self._low[number.end : number.end + 2]
        closed = not after.strip() or after[0] in ",;.)"
        return in_brackets and bool(self._made) and bool(said.strip()) and closed and not number.words

    def _unit_before(self, before: Before, spans: tuple[Span, ...]) -> tuple[str, UnitKind]:
        """The unit of a number that has none behind it: what its indicator counts, else that of the figure before."""
        in_brackets = self._low.rfind("(", self._start, before.subject[0] + 1) > self._low.rfind(
            ")", self._start, before.subject[0]
        )
        for start, end in spans if not (in_brackets and self._made) else ():
            for word in re.finditer(r"(?<!\w)[^\W\d_]", self._low[start:end]):
                if self._low[start : start + word.start()].rstrip().endswith("tỷ"):
                    continue
                match = unit_pattern().match(self._low, start + word.start(), end)
                if match and unit_kind(match["unit"]) in {"count", "person"}:
                    return self._view.plain[slice(*match.span("unit"))], unit_kind(match["unit"])
        if self._made:
            return self._made[-1].unit, self._made[-1].kind
        return "", ""

    # -- the indicator ----------------------------------------------------------------------------------------

    def _inherits(self, before: Before, number: Number, kind: UnitKind, at: int) -> bool:
        """Whether the number says more of what the figure before it measures."""
        said = subject_of(self._low, before.subject)
        if said[0] < said[1]:
            return False
        if kind in {"percent", "times"}:
            return True
        pronoun = " ".join(self._low[number.scale_end : number.scale_end + 12].split())
        generic = any(pronoun.startswith(word) for word in _PRONOUNS)
        return (
            before.predicate in _MOVES
            or (generic and before.subject[0] < at and not before.linked)
            or kind in {"money", "measure"}
        )

    @cached_property
    def _words(self) -> tuple[Span, ...]:
        cut = words.segment(self._view.plain[self._start : self._end])
        return tuple((self._start + word.start, self._start + word.end) for word in cut)

    def _indicator(
        self, before: Before, number: Number, unit: Span, kind: UnitKind, inherited: bool, at: int
    ) -> tuple[Span, ...]:
        """The phrase that the number measures: the best of what rules take and of what stands around it."""
        rule = self._by_rule(before, number, unit, kind, inherited, at)
        return self._choice(
            Place(
                low=self._low,
                sentence=(self._start, self._end),
                words=self._words,
                before=before,
                kind=kind,
                unit=unit,
                at=at,
                inherited=inherited,
                rule=rule,
                made=tuple(self._spans),
                behind=self._behind,
                same_kind=bool(self._made) and self._made[-1].kind == kind,
            )
        )

    def _by_rule(
        self, before: Before, number: Number, unit: Span, kind: UnitKind, inherited: bool, at: int
    ) -> tuple[Span, ...]:
        low = self._low
        subject = subject_of(low, before.subject)
        if PRONOUN.fullmatch(low, *subject) and self._made:
            subject, inherited = (subject[1], subject[1]), True  # "con số này tăng lên 40%"
        elif subject[0] == subject[1] and not self._made and kind not in {"count", "person"}:
            subject = self._earlier_subject(before.subject[0])
        if self._made and is_org(self._view.plain[slice(*subject)]):
            subject = (subject[1], subject[1])  # "trong đó huyện Thạch Lũng 61 tỷ đồng": of what stands before
            inherited = kind != "count"
        told = subject[0] < subject[1]
        self._verb = self._verb if before.linked or not told else None
        base = base_after(low, unit[1], self._end)
        counted = kind in {"count", "person", ""} and unit[1] > unit[0]
        after = noun_phrase_after(low, unit[0], self._end, as_subject=False, sure=unit[1])
        if kind == "percent" and not base and before.predicate != "chiếm" and not is_measure(low, subject):
            # "47% người dân có tài khoản", "cho 100% cán bộ": what the share is of, unless that is only the whole.
            opens = not told or before.predicate == "có"
            phrase = noun_phrase_after(low, unit[1], self._end, as_subject=opens)
            near = not low[unit[1] : phrase[0]].strip() and not NO_SHARE.match(low, phrase[0], phrase[1])
            if near and syllable_count(low, phrase) >= (1 if not told and not inherited else 2):
                acts = told and not before.predicate and not before.preposition
                return (self._action(self._verb_part(before)), phrase) if acts else (phrase,)
        if kind == "money" and not told and MONEY_OF.match(low, unit[1], self._end):
            return (noun_phrase_after(low, unit[1], self._end, as_subject=False),)
        if inherited and not (kind == "percent" and before.predicate in {"tăng", "giảm"} and not base):
            return self._spans[-1]
        if kind in {"percent", "money", "measure"} and not base and before.predicate in {"", "tăng", "giảm"}:
            # "giải ngân 7,25 tỷ đồng vốn đầu tư công", "cắt giảm 20% thời gian giải quyết"
            phrase = noun_phrase_after(low, unit[1], self._end, as_subject=False)
            if not told and kind == "measure":
                phrase = noun_phrase_after(low, unit[1], self._end, as_subject=True)
            near = phrase[0] < phrase[1] and low[unit[1] : phrase[0]].strip() == ""
            enough = syllable_count(low, phrase) >= (1 if kind == "measure" else 2)
            if near and enough and not is_measure(low, subject):
                return (self._action(self._verb_part(before)), phrase) if told and not before.predicate else (phrase,)
        if inherited and counted and before.predicate in {"còn", "có", "với", "còn lại"}:
            # "còn 12 đơn đang xem xét": what is counted says more than the figure before it.
            phrase = noun_phrase_after(low, unit[0], self._end, as_subject=True, sure=unit[1])
            if before.predicate == "với" or syllable_count(low, phrase) > syllable_count(low, unit):
                return (phrase,)
        if inherited:
            return self._spans[-1]
        extra = syllable_count(low, after) > syllable_count(low, unit)
        if counted and not told:
            verb = self._verb if before.linked and self._made else None
            opens = verb is None and before.predicate in {"", "có"}
            phrase = noun_phrase_after(low, unit[0], self._end, as_subject=opens, sure=unit[1])
            return (verb, phrase) if verb else (phrase,)
        if counted and before.predicate in _CASE_OF_COUNT and (kind != "person" or extra or before.preposition):
            if before.predicate:
                if syllable_count(low, subject) >= 3 and is_measure(low, subject) and not extra:
                    return (subject,)
                return (after,)
            if is_measure(low, subject) or (kind == "person" and not extra and not before.preposition):
                return (subject,)
            if before.preposition and (syllable_count(low, subject) > 8 or before.subject[0] == self._behind):
                return (after,)
            if before.preposition in {"của", "trong", "tại", "ở", "thuộc", "giữa"} and syllable_count(low, after) >= 2:
                return (after,)
            verb = subject if before.preposition else self._action(self._verb_part(before))
            self._verb = verb
            return (verb, after)
        if told and not before.predicate and kind in {"money", "percent", "measure"}:
            return (self._verb_part(before),)
        if told:
            return (subject,)
        if self._made:
            return self._spans[-1]
        return (after,) if after[0] < after[1] else ()

    def _earlier_subject(self, at: int) -> Span:
        """What the first clause of the sentence speaks of: "sự tham gia … đã tăng nhanh, lên mức 66%"."""
        said = FINITE.search(self._low, self._start, at)
        return subject_of(self._low, (self._start, said.start())) if said else (at, at)

    @property
    def _behind(self) -> int:
        """Where the figure before ends, -1 when there is none."""
        return self._ends[-1] if self._ends else -1

    def _verb_part(self, before: Before) -> Span:
        """What stands before what is counted, from its verb on: "Ban Thường vụ đã thành lập" → "thành lập"."""
        start, end = before.subject
        auxiliary = [match.end() for match in AUXILIARY.finditer(self._low, start, end)]
        if auxiliary and auxiliary[-1] < end:
            start = auxiliary[-1]
        span = subject_of(self._low, (start, end))
        if syllable_count(self._low, span) <= _LONGEST_ACTION or is_measure(self._low, span):
            return span
        start = shortened(self._low, span, _LONGEST_ACTION)[0]  # a whole clause: what is done stands at its end
        cut = [word.start for word in words.segment(self._view.plain[span[0] : span[1]])]
        return next((span[0] + at for at in cut if span[0] + at >= start), start), span[1]

    def _action(self, subject: Span) -> Span:
        """The verb before what is counted: all of a short phrase, else its last word."""
        if syllable_count(self._low, subject) <= 7 and not WHO.match(self._low, *subject):
            return subject
        start = shortened(self._low, subject, 6)[0]
        cut = words.segment(self._view.plain[start : subject[1]])
        return (start + cut[-1].start, start + cut[-1].end) if cut else subject

    # -- the whole figure -------------------------------------------------------------------------------------

    def _keep(
        self,
        number: Number,
        unit: str,
        kind: UnitKind,
        end: int,
        spans: tuple[Span, ...],
        before: Before,
        hedge: re.Match[str] | None,
        at: int,
    ) -> None:
        view, low = self._view, self._low
        comparison, direction, against = comparison_of(view, before, (self._start, self._end), at, end)
        after = _AFTER_HEDGE.match(low, end, self._end)
        back = view.back
        figure = Figure(
            start=back(number.start),
            end=back(end),
            value=number.value,
            unit=unit,
            indicator=" ".join(" ".join(view.plain[a:b] for a, b in spans).split()),
            number=(back(number.start), back(number.end)),
            sentence=(back(self._start), back(self._end)),
            scale=number.scale,
            kind=kind,
            decimals=number.decimals,
            indicator_spans=tuple((back(a), back(b)) for a, b in spans),
            whole=number.whole,
            upper=number.upper,
            period=period_in(low[self._start : self._end], number.start - self._start),
            org=org_before(view, self._start, number.start),
            comparison=comparison,
            direction=direction,
            against=against,
            hedge=hedge["hedge"] if hedge else after["hedge"] if after else "",
        )
        self._made.append(figure)
        self._spans.append(spans)
        self._ends.append(end)
