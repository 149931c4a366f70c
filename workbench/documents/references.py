"""The documents that a text cites: where, which, of what day, and what the text does with them (domain.md §6.4).

A reference is a symbol with what stands around it ("Chỉ thị số 34-CT/TU, ngày 05/02/2025 của Ban Thường vụ Tỉnh ủy"),
or, where the text prints no symbol, a tên loại with a day ("Luật Lưu trữ ngày 21 tháng 6 năm 2024"). How it relates to
the text is read in `reference_relations`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workbench.documents.composed import Composed
from workbench.documents.dates import find_dates
from workbench.documents.reference_relations import KINDS, Place, relate
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key
from workbench.documents.tables import document_types
from workbench.vietnamese.spelling import INVISIBLE, key

__all__ = ["KINDS", "Reference", "cited_symbols", "find_references"]

_BEFORE, _AFTER = 60, 45  # characters around a symbol in which its tên loại and its day stand
_LAW_BEFORE = 200  # the same for laws, whose names stand before their symbols


@dataclass(frozen=True)
class Reference:
    """One place where a text cites a document.

    Attributes:
        start, end: offsets of the whole reference, tên loại and day included.
        symbol: the symbol cited, with its own offsets; None where the text names tên loại and day only.
        type: tên loại before it, or None.
        day: day of issue after it, or None.
        issuer: the organ that the text names after "của", or None.
        relation: what the text does with it, one of `KINDS`.
        change: what is said to happen to it: "thay_the", "sua_doi", "bai_bo", or None. Often the same as `relation`,
            but "căn cứ Nghị định A được sửa đổi bởi Nghị định B" bases on A and says that A was amended.
        by: the symbol of the document that changes it, or None where the citing text itself does.
        partial: the change is said to concern a part ("khoản 2 Điều 5 của …").
        proposed: the change is only asked for, planned or drafted.
        cue_start, cue_end: offsets of the words that tell the relation; both equal `start` where none do.
    """

    start: int
    end: int
    symbol: SymbolSpan | None
    type: str | None
    day: date | None
    issuer: str | None = None
    relation: str = "khac"
    change: str | None = None
    by: str | None = None
    partial: bool = False
    proposed: bool = False
    cue_start: int = 0
    cue_end: int = 0


def find_references(text: str, own_symbol: str | None = None) -> tuple[Reference, ...]:
    """All citations of documents, in order; those of the document itself (`own_symbol`) are left out.

    Linear in the length of the text; never raises.
    """
    whole = Composed(text)
    composed, lower = whole.text, lowered(whole.text)
    symbols = find_symbols(composed)
    places = [_place(composed, lower, symbols, at) for at in range(len(symbols))]
    places = sorted([*places, *_without_symbol(composed, lower, places)], key=lambda place: place.start)
    own = symbol_key(own_symbol) if own_symbol else None
    found = []
    for place, told in zip(places, relate(lower, places), strict=True):
        span = place.symbol
        if span is not None and symbol_key(span.text) == own:
            continue
        by = places[told.by].symbol if told.by is not None else None
        one = Reference(
            start=place.start,
            end=place.end,
            symbol=span,
            type=place.type,
            day=place.day,
            issuer=place.issuer,
            relation=told.relation,
            change=told.change,
            by=by.symbol if by is not None else None,
            partial=told.partial,
            proposed=told.proposed,
            cue_start=told.cue[0],
            cue_end=told.cue[1],
        )
        found.append(_back(one, whole, text))
    return tuple(found)


def cited_symbols(text: str, own_symbol: str | None = None) -> tuple[str, ...]:
    """The symbols that a text cites, each once, in the order in which they first come, as printed without spaces."""
    own = symbol_key(own_symbol) if own_symbol else None
    seen: dict[str, str] = {}
    for span in find_symbols(text):
        exact = symbol_key(span.text)
        if exact != own:
            seen.setdefault(exact, span.symbol)
    return tuple(seen.values())


# -- what stands around a symbol ------------------------------------------------------------------------------

_NAMES = {key(kind.name): kind.name for kind in document_types()} | {
    key(name): name for name in ("Thông báo kết luận", "Quy chế phối hợp", "Văn bản", "Thông tư liên bộ", "Hiến pháp")
}
_SPELLED_NAMES = "|".join(sorted((re.escape(name).replace(r"\ ", r"\s+") for name in _NAMES), key=len, reverse=True))
_NAME_BEFORE = re.compile(rf"(?<!\w)(?P<name>{_SPELLED_NAMES})\s+(?:chuyên đề\s+)?(?:số\s*:?\s*)?$")
_NUMBER_WORD = re.compile(r"(?:số\s*:?\s*)$")
_LIST_GAP = re.compile(r"\s*(?:,|;|và|,\s*và)?\s*(?:số\s*:?\s*)?$")
_TO_DAY = re.compile(r"\s*,?\s*(?:\(?ký\s+)?(?:ban hành\s+)?(?:ngày\s+)?(?=\d{1,2}\s*[/.-]|\d{1,2}\s+tháng)")
_LAW = re.compile(r"(?<!\w)(?:bộ luật|luật|pháp lệnh)(?!\w)")
_NO_LAW = re.compile(r"\s+(?:này|đó|số|trên|khác|đã|có|được)(?!\w)")
_AS_A_WHOLE = re.compile(r"(?<!\w)(?:căn cứ|theo|bởi|tại)\s+$")
_STOP = re.compile(r"[;.:\n\"\[\]()|]")


def _place(composed: str, lower: str, symbols: Sequence[SymbolSpan], at: int) -> Place:
    """The reference around one symbol."""
    span = symbols[at]
    start, end, name, named = span.start, span.end, None, False
    floor = symbols[at - 1].end if at else 0
    law = _law_before(lower, max(floor, start - _LAW_BEFORE), start) if "qh" in span.organ.lower() else None
    match = _NAME_BEFORE.search(lower, max(floor, start - _BEFORE), start)
    if law is not None:
        start, name = law
        named = not (match and match.start() == start)
    elif match:
        start, name = match.start(), _NAMES[" ".join(match["name"].split())]
    day = None
    to_day = _TO_DAY.match(lower, end)
    if to_day and lower[end : to_day.end()].strip(" ,\n"):
        days = find_dates(composed[to_day.end() : to_day.end() + _AFTER])
        if days and days[0].start == 0:
            end, day = to_day.end() + days[0].end, days[0].day
    bare = bool(_NUMBER_WORD.search(lower, max(floor, span.start - 8), span.start)) and name is None
    return Place(start, end, span, name, day, issuer_after(composed, lower, end), named=named, bare=bare)


def _law_before(lower: str, left: int, start: int) -> tuple[int, str] | None:
    """Where the name of the law before a symbol of the National Assembly begins, and its tên loại."""
    stops = [match.end() for match in _STOP.finditer(lower, left, start)]
    first = stops[-1] if stops else left
    inner = False
    for match in _LAW.finditer(lower, first, start):
        tail = lower[match.end() : start]
        if re.match(r"\s+sửa đổi", tail) and not _AS_A_WHOLE.search(lower, max(0, match.start() - 12), match.start()):
            inner = True  # "Luật sửa đổi một số điều của Luật Đất đai số …": the number is that of the law amended
            continue
        if inner and not lower[max(0, match.start() - 5) : match.start()].endswith(("của ", "bỏ ", "và ")):
            continue
        if re.fullmatch(r"\s+(?:số\s*:?\s*)?", tail) or not _NO_LAW.match(tail):
            return match.start(), _NAMES.get(match[0], "Luật")
    return None


_HEADS = (
    "ban bí thư|ban chấp hành|ban thường vụ|ban chỉ đạo|ban tổ chức|ban tuyên giáo|ban dân vận|ban nội chính|"
    "ban cán sự|ban xây dựng|ban|bộ chính trị|bộ trưởng|bộ|chính phủ|quốc hội|thủ tướng|ủy ban|hội đồng|tỉnh ủy|"
    "thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy|đảng đoàn|đại hội|văn phòng|sở|trung ương|chủ tịch|ngân hàng|tòa án|viện|"
    "tổng cục|cục|thanh tra|kiểm toán|mặt trận|công an|liên|thường trực|chi bộ|tỉnh|thành phố|ủy viên|tổng bí thư|"
    "quân ủy"
)
_OF = re.compile(rf"\s*,?\s+của\s+(?P<organ>(?:{_HEADS})(?!\w))")
_ORGAN_END = re.compile(
    r"[,;.:\n\t\"()\[\]|]|\s(?=(?:về|ban hành|quy định|hướng dẫn|sửa đổi|bổ sung|thay thế|bãi bỏ|phê duyệt|triển khai|"
    r"thực hiện|cho|đối với|tại|được|có|và các|theo|do|là|trong|thì|đến|khi|để|đã|yêu cầu|công bố|thành lập|phân|giao|"
    r"ngày|như|còn|hết)(?!\w))|\svà\s(?=(?:chỉ thị|nghị|quy|quyết|kế hoạch|luật|thông|kết luận|công văn)\b)"
)


def issuer_after(composed: str, lower: str, end: int) -> str | None:
    """The organ named after "của" at `end`: a head that organs have, up to the words that end its name."""
    match = _OF.match(lower, end)
    if match is None:
        return None
    start, limit = match.start("organ"), min(match.start("organ") + 90, len(lower))
    stop = _ORGAN_END.search(lower, match.end("organ"), limit)
    organ = " ".join(composed[start : stop.start() if stop else limit].split())
    return organ or None


# -- references without a symbol ------------------------------------------------------------------------------

_LAW_AND_DAY = re.compile(
    r"(?<!\w)(?P<name>bộ luật|luật|pháp lệnh)\s+(?!này|đó|số|khác|trên)"
    r"(?P<title>[^;.:\n\"\[\]()|]{2,170}?),?\s+ngày\s+(?=\d{1,2}\s+tháng|\d{1,2}\s*[/-])"
)
_NAME_AND_DAY = re.compile(
    rf"(?<!\w)(?P<name>{_SPELLED_NAMES})(?:\s+số\s+(?P<number>\d{{1,5}})(?![\w/-]))?,?\s+(?:ký\s+)?ngày\s+"
    r"(?=\d{1,2}\s+tháng|\d{1,2}\s*[/.-])"
)
_NO_DAY_OF_ISSUE = re.compile(
    r"(?<!\w)(?:trước|sau|từ|đến|hết|vào|qua|trong|hiệu lực|thi hành|hành|là|thông qua|tới|lực|có|cho|này)\s*$"
)


def _without_symbol(composed: str, lower: str, places: Sequence[Place]) -> list[Place]:
    """Citations by tên loại and day, where no symbol stands."""
    found: list[Place] = []
    taken = [(place.start, place.end) for place in places]
    starts = [start for start, _ in taken]
    for pattern in (_LAW_AND_DAY, _NAME_AND_DAY):
        for match in pattern.finditer(lower):
            head = lower[match.start() : match.end()]
            before_day = head[: head.rindex("ngày")].rstrip(" ,")
            if _NO_DAY_OF_ISSUE.search(before_day):
                continue
            days = find_dates(composed[match.end() : match.end() + _AFTER])
            if not days or days[0].start != 0:
                continue
            start, end = match.start(), match.end() + days[0].end
            at = bisect_left(starts, start)
            near = taken[max(at - 1, 0) : at + 2]
            if any(start < other_end and other_start < end for other_start, other_end in near):
                continue
            if any(start < one.end and one.start < end for one in found):
                continue
            name = _NAMES[" ".join(match["name"].split())]
            issuer, law = issuer_after(composed, lower, end), pattern is _LAW_AND_DAY
            if law and (_of_another(issuer) or _repeats(lower, places, at, start)):
                continue
            if match["name"] == "hợp đồng" and composed[start].islower():  # "đi làm việc theo hợp đồng ngày …"
                continue
            found.append(Place(start, end, None, name, days[0].day, issuer, named=law))
    return found


def _of_another(issuer: str | None) -> bool:
    """Whether a day is that of a document about the law, not of the law: "hướng dẫn Luật X ngày … của Bộ Tài chính"."""
    return issuer is not None and not key(issuer).startswith(("quốc hội", "ủy ban thường vụ quốc hội"))


def _repeats(lower: str, places: Sequence[Place], at: int, start: int) -> bool:
    """Whether a law's name only repeats the symbol before it: "Luật số 07/2017/QH14 Luật Chuyển giao công nghệ"."""
    return at > 0 and places[at - 1].symbol is not None and not lower[places[at - 1].end : start].strip(" \n-–")


# -- one form of the text, and the way back -------------------------------------------------------------------

_KEPT = str.maketrans(dict.fromkeys(INVISIBLE, "\x01"))  # `key` would drop invisible characters, and move offsets


def lowered(composed: str) -> str:
    """`key` of a composed text, always of its length."""
    lower = key(composed.translate(_KEPT))
    if len(lower) == len(composed):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in composed)


def _back(one: Reference, composed: Composed, text: str) -> Reference:
    """A reference with offsets into the text as given."""
    symbol = one.symbol
    if symbol is not None:
        start, end = composed.original(symbol.start, symbol.end)
        symbol = replace(symbol, text=text[start:end], start=start, end=end)
    start, end = composed.original(one.start, one.end)
    cue_start, cue_end = composed.original(one.cue_start, one.cue_end)
    return replace(one, start=start, end=end, symbol=symbol, cue_start=cue_start, cue_end=cue_end)
