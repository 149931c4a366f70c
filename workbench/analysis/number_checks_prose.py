"""Number checks in running text: shares, parts and totals, increases, and what cannot be (domain.md §4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workbench.analysis.figures_model import Figure
from workbench.analysis.number_relations import (
    Range,
    Relation,
    Span,
    agree,
    of_figure,
    printed,
    spelled,
    whole_of,
)
from workbench.vietnamese.spelling import key

_LINK = re.compile(
    r"(?:^|[\s(,;-])(?:\(|,|-)?\s*(?:hiện |tức |cũng |chỉ |mới )*(?:đạt|chiếm|bằng|tương ứng|tương đương|đạt tỷ lệ|"
    r"chiếm tỷ lệ|tỷ lệ)\s*$"
)
_BRACKET = re.compile(r"\(\s*(?:hiện |đạt |chiếm |bằng |tương ứng |tỷ lệ |đạt tỷ lệ |chiếm tỷ lệ )*$")
_ON_TOTAL = re.compile(r"(?:trên|trong|/)\s*(?:tổng\s*)?(?:số\s*)?(?:vốn\s*)?$")
_OF_BASE = re.compile(
    r"^\s*(?:của\s*)?(?:tổng (?:vốn|số|dự toán|kế hoạch|mức)|dự toán|kế hoạch|kế hoạch vốn|chỉ tiêu|"
    r"tổng)[^,;.()\d]{0,30}$"
)
_BASE_WORD = re.compile(
    r"^\s*(?:dự toán|kế hoạch|chỉ tiêu|mục tiêu|nghị quyết|so với|khối lượng|tiến độ|thị trường|thị phần|dân số|gdp|"
    r"grdp)(?!\w)"
)
_PART_WORD = re.compile(r"(?<!\w)(?:trong đó|gồm có|bao gồm|gồm|chia ra|cụ thể)(?!\w)")
_IN_TOTAL = re.compile(r"(?<!\w)(?:trong (?:tổng )?(?:số|vốn|tổng)|so với (?:dự toán|kế hoạch|chỉ tiêu|tổng))")
_GOES_ON = re.compile(r"(?:[-–+]\s*)?(?:riêng|trong đó|trong số (?:đó|này|trên))(?!\w)")
_MOVES = re.compile(r"(?<!\w)(?:tăng|giảm|thêm|mới|còn|nâng|chênh|vượt|hụt)\s+(?:thêm |được |khoảng )*$")
_AVERAGE = re.compile(r"(?<!\w)(?:bình quân|trung bình|mỗi)(?!\w)")
_FROM_TO = re.compile(r"(?<!\w)từ\s*$")
_TO = re.compile(r"^[^,;.()]{0,60}?(?<!\w)(?:lên|xuống còn|xuống|còn|đến|thành|tăng lên|giảm còn)\s*(?:khoảng\s*)?$")
_OVERLAPPING = re.compile(
    r"(?<!\w)(?:nữ|dân tộc|tôn giáo|trẻ|dưới \d+ tuổi|trong đó|riêng|đầu (?:quý|năm|kỳ)|cùng kỳ|năm trước|quý trước|"
    r"lũy kế|kể cả|so với|tăng|giảm|bình quân|tính đến|chưa|còn|cơ cấu)(?!\w)"
)
_BREAKDOWN = re.compile(r"(?<!\w)(?:phân theo|chia theo|cơ cấu|xếp loại|phân loại|tỷ trọng)(?!\w)")
_SO_BASE = re.compile(r"^\s*so (?:với )?(?:mức |con số )?(?:cùng kỳ[^\d,;]{0,24})?\(?\s*$")
_FALLS = frozenset(("giảm", "rút ngắn", "hạ"))
_MOVED = re.compile(r"(?<!\w)(?<!gia )(tăng|giảm|nâng|rút ngắn|hạ)(?! trưởng)(?!\w)")
_MOVED_HERE = re.compile(r"(?<!\w)(?<!gia )(tăng|giảm|nâng|rút ngắn|hạ)\s+từ\s*$")
_PLANNED = re.compile(r"phiếu|chỉ tiêu|kế hoạch|mục tiêu|dự toán|nghị quyết|định mức")
_PEOPLE_OR_COUNT = frozenset({"person", "count", ""})


class Prose:
    """The figures of one text, sentence by sentence, and what they say about each other."""

    def __init__(self, text: str, figures: Sequence[Figure]) -> None:
        self._text = text
        self._sentences: list[list[Figure]] = []
        last: Span | None = None
        for figure in figures:
            if figure.place:
                continue
            if figure.sentence != last:
                self._sentences.append([])
                last = figure.sentence
            self._sentences[-1].append(figure)

    def relations(self) -> Iterator[Relation]:
        """Everything that can be tested, sentence by sentence."""
        before: list[Figure] = []
        for sentence in self._sentences:
            taken: set[int] = set()
            yield from self._shares(sentence, before, taken)
            yield from self._sums(sentence)
            yield from self._breakdowns(sentence)
            yield from self._changes(sentence)
            yield from self._impossible(sentence)
            near = before and sentence[0].start - before[-1].end < 600
            before = [*(before if near else []), *sentence][-12:]

    def _between(self, first: Figure, second: Figure) -> str:
        return key(self._text[first.end : second.number[0]]) if first.end <= second.number[0] else ""

    def _after(self, figure: Figure, size: int = 60) -> str:
        return key(self._text[figure.end : min(figure.end + size, figure.sentence[1])])

    # -- shares -----------------------------------------------------------------------------------------------

    def _shares(self, sentence: Sequence[Figure], before: Sequence[Figure], taken: set[int]) -> Iterator[Relation]:
        for place, figure in enumerate(sentence):
            if not _is_share(figure):
                continue
            found = self._stated_whole(sentence, place)
            if found is None:
                relation = self._implied_whole(sentence, place, before)
                if relation is not None:
                    yield relation
                continue
            part, whole, members = found
            yield _share(figure, part, whole, members)

    def _stated_whole(self, sentence: Sequence[Figure], place: int) -> tuple[Range, Range, tuple[Span, ...]] | None:
        """Part and whole where the sentence itself says which they are."""
        share = sentence[place]
        before = sentence[place - 1] if place else None
        following = sentence[place + 1 : place + 3]
        if before is not None and _comparable(before):
            gap = self._between(before, share)
            linked = len(gap) <= 100 and ";" not in gap and (_LINK.search(gap) or _BRACKET.search(gap))
            if linked and before.whole is not None:
                return of_figure(before), whole_of(before), (before.number, share.number)
            earlier = sentence[place - 2] if place > 1 else None
            if linked and earlier is not None and _same_unit(earlier, before) and earlier.whole is None:
                onto = self._between(earlier, before)
                if len(onto) <= 60 and _ON_TOTAL.search(onto):
                    return of_figure(earlier), of_figure(before), (earlier.number, before.number, share.number)
            base = following[0] if following else None
            if linked and base is not None and _same_unit(before, base) and _OF_BASE.match(self._between(share, base)):
                return of_figure(before), of_figure(base), (before.number, share.number, base.number)
        if following and "(" in (gap := self._between(share, following[0])) and ")" not in gap and len(gap) < 60:
            first = following[0]
            if first.whole is not None:
                return of_figure(first), whole_of(first), (share.number, first.number)
            if len(following) > 1 and _same_unit(first, following[1]):
                onto = self._between(first, following[1])
                if ")" not in onto and _ON_TOTAL.search(onto):
                    return of_figure(first), of_figure(following[1]), (share.number, first.number, following[1].number)
        return None

    def _implied_whole(self, sentence: Sequence[Figure], place: int, before: Sequence[Figure]) -> Relation | None:
        """ "124 cán bộ (chiếm 19,9%); trong đó 32 người (chiếm …%)": the whole stands before, or a sentence earlier."""
        share = sentence[place]
        part = sentence[place - 1] if place else None
        if part is None or not _comparable(part) or part.whole is not None or part.direction in {"tăng", "giảm"}:
            return None
        gap = self._between(part, share)
        if len(gap) > 60 or ";" in gap or not (_BRACKET.search(gap) or _LINK.search(gap)):
            return None
        if _BASE_WORD.match(self._after(share)) or part.hedge or share.hedge:
            return None
        earlier = [figure for figure in sentence[: place - 1] if _comparable(figure)]
        whole = self._fitting(earlier, part, share) or self._whole_of_list(sentence, place - 1, earlier)
        if whole is None and _GOES_ON.match(key(self._text[sentence[0].sentence[0] : sentence[0].start])):
            # "Riêng …" goes on about what the sentence before counts.
            whole = self._fitting(before, part, share) or next(
                (figure for figure in before if _kin(figure, part) and _as_whole(figure).high > part.amount), None
            )
        if whole is None:
            return None
        members = (whole.number, part.number, share.number)
        if part.amount > whole.amount and _PLANNED.search(key(self._text[part.end : share.start]) + self._before(part)):
            # "giải ngân 20,5 tỷ đồng …, để đạt 35,5 tỷ đồng kế hoạch (hiện đạt 57,8%)": the plan is the whole.
            return _share(share, of_figure(whole), of_figure(part), members)
        return _share(share, of_figure(part), _as_whole(whole), members)

    def _fitting(self, earlier: Sequence[Figure], part: Figure, share: Figure) -> Figure | None:
        """The nearest figure of which the part is as much as printed."""
        result = printed(share.value, share.decimals)
        for figure in reversed(earlier):
            if not (_comparable(figure) and _kin(figure, part)):
                continue
            whole = _as_whole(figure)
            if whole.high >= part.amount and agree(_percent(of_figure(part), whole), result):
                return figure
        return None

    def _whole_of_list(self, sentence: Sequence[Figure], place: int, earlier: Sequence[Figure]) -> Figure | None:
        """The total that a list of parts belongs to: before "trong đó", "gồm", or behind "trong tổng số"."""
        part = sentence[place]
        kin = [
            figure for figure in reversed(earlier) if _kin(figure, part) and not _AVERAGE.search(self._before(figure))
        ]
        larger = [figure for figure in kin if _as_whole(figure).high > part.amount]
        for figure in larger:
            listed = _PART_WORD.search(key(self._text[figure.end : part.start]))
            if listed or _IN_TOTAL.search(self._before(figure)):
                return figure
        for figure in kin:
            next_to = figure is earlier[-1]
            if not (figure in larger or next_to):
                continue
            if figure.unit == part.unit and (
                figure.whole is not None or _PART_WORD.search(key(self._text[figure.end : part.start]))
            ):
                return figure
            follower = sentence[sentence.index(figure) + 1]
            moves = figure.direction in {"tăng", "giảm"} or _MOVES.search(self._before(figure))
            people = part.kind == "person" and next_to and figure.kind in _PEOPLE_OR_COUNT and figure in larger
            if not _is_share(follower) and not moves and (figure.unit == part.unit or people):
                return figure
        return None

    def _before(self, figure: Figure) -> str:
        return key(self._text[max(figure.sentence[0], figure.start - 40) : figure.start])

    # -- sums -------------------------------------------------------------------------------------------------

    def _sums(self, sentence: Sequence[Figure]) -> Iterator[Relation]:
        """ "621 người (542 biên chế và 79 hợp đồng)": what stands in the brackets makes up what stands before them."""
        for place, total in enumerate(sentence):
            if total.kind in {"percent", "times", "time"} or total.whole is not None or total.hedge:
                continue
            inside = self._bracketed(sentence, place)
            if len(inside) < 2:
                continue
            words = key(self._text[total.end : inside[-1].end])
            if _OVERLAPPING.search(words) or any(
                part.kind in {"percent", "times", "time"} or part.hedge for part in inside
            ):
                continue
            if any(part.whole is not None or part.upper is not None for part in inside):
                continue
            same = all(part.unit == total.unit for part in inside)
            kin = all(_kin(part, total) for part in inside)
            if not (same or kin):
                continue
            summed = sum((of_figure(part) for part in inside[1:]), of_figure(inside[0]))
            holds = agree(summed, of_figure(total))
            share = sum(part.amount for part in inside) / total.amount if total.amount else 0
            joined = " và " in words
            if not holds and not (0.1 <= share <= 10 if same or joined else 0.8 <= share <= 1.25):
                continue
            members = (total.number, *(part.number for part in inside))
            message = (
                ""
                if holds
                else (
                    f"Các thành phần cộng lại được {spelled(sum(part.value for part in inside), total.decimals)}, "
                    f"nhưng tổng ghi {spelled(total.value, total.decimals)}."
                )
            )
            yield Relation("sum", holds, total.number, members, message)

    def _bracketed(self, sentence: Sequence[Figure], place: int) -> list[Figure]:
        total = sentence[place]
        opening = self._text.find("(", total.end, min(total.end + 60, total.sentence[1]))
        if opening < 0 or (place + 1 < len(sentence) and sentence[place + 1].start < opening):
            return []
        closing = self._text.find(")", opening, total.sentence[1])
        return [figure for figure in sentence[place + 1 :] if opening < figure.start and figure.end <= closing]

    def _breakdowns(self, sentence: Sequence[Figure]) -> Iterator[Relation]:
        """ "Phân theo nguyên nhân: thiếu vốn 41%; thiếu lao động 23% …": the shares make up the whole."""
        shares = [figure for figure in sentence if _is_share(figure)]
        if len(shares) < 3 or any(share.hedge or share.direction for share in shares):
            return
        head = key(self._text[sentence[0].sentence[0] : shares[0].start])
        if not _BREAKDOWN.search(head) or any(
            other not in shares for other in sentence if other.start > shares[0].start
        ):
            return
        total = sum(share.value for share in shares)
        margin = 0.5 * sum(10.0**-share.decimals for share in shares) + 1e-9
        holds = abs(total - 100) <= margin
        if not holds and not 50 <= total <= 200:
            return
        message = "" if holds else f"Các tỷ lệ trong câu cộng lại được {spelled(total, 1)}%, không phải 100%."
        yield Relation("shares", holds, shares[-1].number, tuple(share.number for share in shares), message)

    # -- changes ----------------------------------------------------------------------------------------------

    def _changes(self, sentence: Sequence[Figure]) -> Iterator[Relation]:
        """ "giảm từ 34 việc xuống còn 11 việc", "đạt 5,99 tỷ đồng, tăng 6,6% so với 5,62 tỷ đồng cùng kỳ"."""
        for place, (first, second) in enumerate(pairwise(sentence)):
            lead = key(self._text[max(first.sentence[0], first.start - 40) : first.start])
            if (
                _FROM_TO.search(lead)
                and _TO.match(self._between(first, second))
                and _same_kind(first, second)
                and not first.upper
                and not second.upper
            ):
                moved = [match[1] for match in _MOVED.finditer(lead)]
                near = _MOVED_HERE.search(lead)
                told = near[1] if near else moved[0] if len({word in _FALLS for word in moved}) == 1 else ""
                yield from self._from_to(first, second, told, sentence[place + 2 : place + 3])
        for place in range(1, len(sentence) - 1):
            now, rate, base = sentence[place - 1 : place + 2]
            if not (rate.kind == "percent" and "điểm" not in rate.unit and rate.direction in {"tăng", "giảm"}):
                continue
            gap = self._between(rate, base)
            sure = not (now.hedge or base.hedge or rate.hedge) and len(self._between(now, rate)) < 40
            if sure and _SO_BASE.match(gap) and _same_unit(now, base):
                yield _change(now, base, rate, (now.number, rate.number, base.number))

    def _from_to(self, first: Figure, second: Figure, told: str, following: Sequence[Figure]) -> Iterator[Relation]:
        members = (first.number, second.number)
        if told and not (first.hedge or second.hedge):
            falls = told in _FALLS
            holds = first.amount != second.amount and (second.amount < first.amount) == falls
            word = "giảm" if falls else "tăng"
            course = f"từ {spelled(first.value, first.decimals)} đến {spelled(second.value, second.decimals)}"
            message = "" if holds else f"Câu nói {word} nhưng số đi {course}."
            yield Relation("impossible" if not holds else "change", holds, second.number, members, message)
        for rate in following:
            said = rate.kind == "percent" and "điểm" not in rate.unit and rate.direction in {"tăng", "giảm"}
            if said and len(self._between(second, rate)) < 30 and second.kind != "percent":
                yield _change(second, first, rate, (*members, rate.number))

    # -- what cannot be ---------------------------------------------------------------------------------------

    def _impossible(self, sentence: Sequence[Figure]) -> Iterator[Relation]:
        for figure in sentence:
            if figure.kind == "percent" and "điểm" not in figure.unit and figure.scale == 1:
                lead = key(self._text[max(figure.sentence[0], figure.start - 24) : figure.start])
                if figure.value > 100 and re.search(r"(?<!\w)giảm\s+(?:khoảng |gần |trên |hơn |được |tới )*$", lead):
                    yield _cannot(
                        figure, f"Không thể giảm {spelled(figure.value, figure.decimals)}%: giảm nhiều nhất là 100%."
                    )
                elif figure.value > 100 and re.search(
                    r"(?<!\w)chiếm\s+(?:khoảng |gần |trên |hơn |tới |tỷ lệ )*$", lead
                ):
                    yield _cannot(
                        figure, f"Một phần không thể chiếm {spelled(figure.value, figure.decimals)}% của toàn bộ."
                    )
            elif figure.whole is not None and figure.value > figure.whole and figure.kind in {"count", "person"}:
                about = key(f"{figure.unit} {figure.indicator}") + self._after(figure)
                told = f"{spelled(figure.value)}/{spelled(figure.whole)}"
                day = figure.value <= 31 and figure.whole <= 12  # "ngày 7/7 và 9/7"
                if not day and not _PLANNED.search(about):
                    yield _cannot(figure, f"Tỷ số {told} có phần lớn hơn toàn bộ.")


def _is_share(figure: Figure) -> bool:
    return (
        figure.kind == "percent"
        and "điểm" not in figure.unit
        and figure.upper is None
        and figure.direction not in {"tăng", "giảm"}
    )


def _comparable(figure: Figure) -> bool:
    return figure.kind not in {"percent", "times", "time"} and figure.upper is None


def _as_whole(figure: Figure) -> Range:
    return whole_of(figure) if figure.whole is not None else of_figure(figure)


def _same_unit(first: Figure, second: Figure) -> bool:
    return _comparable(first) and _comparable(second) and (first.unit == second.unit or _kin(first, second))


def _same_kind(first: Figure, second: Figure) -> bool:
    return first.kind == second.kind or not first.unit or not second.unit


def _kin(first: Figure, second: Figure) -> bool:
    """Whether one can be a part of the other: the same unit, or both count people or things."""
    if first.unit == second.unit or not first.unit or not second.unit:
        return True
    if first.kind == second.kind == "money":
        return True
    people = {first.kind, second.kind} <= _PEOPLE_OR_COUNT
    return people and ("person" in {first.kind, second.kind} or first.unit.split()[0] == second.unit.split()[0])


def _percent(part: Range, whole: Range) -> Range | None:
    share = part.over(whole)
    return share.times(100) if share else None


def _share(share: Figure, part: Range, whole: Range, members: tuple[Span, ...]) -> Relation:
    computed = _percent(part, whole)
    holds = agree(computed, printed(share.value, share.decimals)) or bool(share.hedge)
    message = ""
    if not holds and computed is not None:
        scale = 1e9 if whole.middle >= 1e9 else 1e6 if whole.middle >= 1e7 else 1.0  # as money is printed
        ratio = f"{spelled(part.middle / scale, 2)}/{spelled(whole.middle / scale, 2)}"
        true = spelled(computed.middle, max(share.decimals, 1))
        message = f"{ratio} = {true}%, văn bản ghi {spelled(share.value, share.decimals)}%."
    return Relation("share", holds, share.number, tuple(sorted(members)), message)


def _change(now: Figure, base: Figure, rate: Figure, members: tuple[Span, ...]) -> Relation:
    moved = of_figure(now) - of_figure(base)
    computed = moved.over(of_figure(base))
    sign = -1.0 if rate.direction == "giảm" else 1.0
    result = printed(rate.value, rate.decimals)
    stated = Range(result.low / 100, result.high / 100) if sign > 0 else Range(-result.high / 100, -result.low / 100)
    holds = agree(computed, stated) or bool(rate.hedge)
    message = ""
    if not holds and computed is not None:
        true = computed.middle * 100
        word = "tăng" if true >= 0 else "giảm"
        message = (
            f"Từ {spelled(base.value, base.decimals)} đến {spelled(now.value, now.decimals)} là {word} "
            f"{spelled(abs(true), max(rate.decimals, 1))}%, "
            f"văn bản ghi {rate.direction} {spelled(rate.value, rate.decimals)}%."
        )
    return Relation("change", holds, rate.number, tuple(sorted(members)), message)


def _cannot(figure: Figure, message: str) -> Relation:
    return Relation("impossible", False, figure.number, (figure.number,), message)
