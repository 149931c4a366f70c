"""Numbers as Vietnamese offices write them: digits, words, ranges, ratios and large scales (domain.md §4.5).

"1.234,5" and the foreign "1,234.5"; "13/13"; "5–7%", "từ 5 đến 7"; "2,5 tỷ", "2 tỷ 500 triệu"; "hai mươi lăm",
"một nửa", "gấp đôi". Strings only: whether a number is a figure, a date, a symbol or an article is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "ratio", "range"]

_GROUPED = r"\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?"
_FOREIGN = r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}"
_PLAIN = r"\d+(?:[.,]\d+)?"
_DIGITS = rf"(?:{_FOREIGN}|{_GROUPED}|{_PLAIN})"
# "tỷ lệ", "tỷ trọng" are no scale.
_SCALE = (
    r"(?:triệu tỷ|triệu tỉ|nghìn tỷ|ngàn tỷ|nghìn tỉ|ngàn tỉ|vạn tỷ|trăm tỷ|trăm triệu|trăm nghìn|trăm ngàn|nghìn|ngàn"
    r"|vạn|triệu|tỷ|tỉ)"
)
_SCALE_END = r"(?![^\W\d_])(?!\s+(?:lệ|trọng|suất|giá|phần|số)(?![^\W\d_]))"
_PERCENT = r"(?:\s?%)"
_NUMBER = re.compile(
    rf"(?<![\w/.,])(?<!\d[-–])(?<![^\W\d_]-)"
    rf"(?P<first>{_DIGITS})"
    rf"(?:\s?/\s?(?P<whole>{_DIGITS})|(?P<percent>{_PERCENT})?(?:\s?[-–]\s?|\s+(?P<to>đến|tới)\s+)(?P<upper>{_DIGITS}))?"
    rf"(?![-–]?\d|[/.,]\d|[/–-][^\W\d_])"
)
_SCALE_AFTER = re.compile(rf"\s?(?P<scale>{_SCALE}){_SCALE_END}", re.IGNORECASE)
_MORE = re.compile(rf"\s+(?P<more>\d{{1,3}}(?:,\d+)?)\s?(?P<scale>nghìn|ngàn|triệu){_SCALE_END}", re.IGNORECASE)
_HALF_MORE = re.compile(r"\s+rưỡi(?!\w)", re.IGNORECASE)
# What may be glued to a number: a unit of measure. Any other letter makes it a name ("5B", "A2").
_GLUED = re.compile(
    r"(?:ha|km|km2|km²|m|m2|m²|m3|m³|cm|mm|kg|g|tr|trđ|tỷ|tỉ|kw|kwh|kv|mw|gb|mb|đ|đồng|tấn|tạ|l)(?![\w])", re.I
)

_VALUES = {
    **{"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5},
    **{"sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9},
}
_POWERS = {"mươi": 10, "chục": 10, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000}
_LARGE = {"triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_JOINS = frozenset({"linh", "lẻ"})
_WORD_NUMBER = re.compile(
    r"(?<!\w)(?:(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín)|mười)"
    rf"(?:\s+(?:{'|'.join([*_VALUES, *_POWERS, *_LARGE, *_JOINS, 'mười'])})(?!\w)"
    r"(?!\s+(?:lệ|trọng|suất)(?!\w)))*(?!\w)",
    re.IGNORECASE,
)
_SPECIAL = {
    "một nửa": 0.5,
    "quá nửa": 0.5,
    "gấp đôi": 2.0,
    "gấp rưỡi": 1.5,
    "gấp ba": 3.0,
    "gấp bốn": 4.0,
    "gấp năm": 5.0,
}
_SPECIAL_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(_SPECIAL)})(?!\w)(?!\s+(?:mươi|trăm|lần))", re.IGNORECASE)
_FRACTION = re.compile(r"(?<!\w)(?P<a>một|hai|ba|bốn)\s+phần\s+(?P<b>ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)(?!\w)", re.I)
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9, "trăm": 1e2}


@dataclass(frozen=True)
class Number:
    """One number in a text.

    Attributes:
        start, end: offsets of its digits or words, both sides of a ratio or range included; a scale is behind `end`.
        scale_end: where the scale ("tỷ", "nghìn tỷ") ends, else `end`.
        kind: "number", "ratio" ("13/15": 13 of 15) or "range".
        value: as printed, before the scale: 2.5 for "2,5 tỷ"; of a ratio the part, of a range the lower end.
        scale: what it is to be multiplied with: 1_000_000_000 for "2,5 tỷ".
        decimals: how many decimals are printed: what it may be rounded by.
        whole: 15 in "13/15".
        upper: 7 in "5–7".
        words: written in words; `syllables` of them.
    """

    start: int
    end: int
    scale_end: int
    kind: Kind
    value: float
    scale: float = 1
    decimals: int = 0
    whole: float | None = None
    upper: float | None = None
    words: bool = False
    syllables: int = 0

    @property
    def amount(self) -> float:
        """The value with its scale."""
        return self.value * self.scale


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text, in order, none inside another. Linear in its length; never raises.

    A lone "một" is no number (it is an article), nor is a lone "năm" (it is also "year").
    """
    found: list[Number] = []
    every = [number for match in _NUMBER.finditer(text) if (number := _of_digits(text, match))]
    # Digits before words where both begin at one place; what stands inside another number ("500 triệu" in
    # "2 tỷ 500 triệu") is part of it.
    for number in sorted([*every, *_of_words(text)], key=lambda number: (number.start, number.words)):
        if not found or number.start >= found[-1].scale_end:
            found.append(number)
    return found


def parse_digits(text: str) -> float | None:
    """The value of digits alone: "1.234,5" → 1234.5, "1,234.5" → 1234.5, "0,5" → 0.5; None for anything else."""
    bare = text.strip().replace("\u00a0", ".").replace("\u202f", ".")
    if re.fullmatch(_FOREIGN, bare):
        return float(bare.replace(",", ""))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", bare):
        return float(bare.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", bare):
        return float(bare.replace(",", "."))
    return None


def decimals_of(text: str) -> int:
    """How many decimals are printed: 1 for "1.234,5", 0 for "1.234"."""
    bare = text.strip()
    match = re.search(r",(\d+)$", bare)
    if match and not re.fullmatch(_FOREIGN, bare):
        return len(match[1])
    match = re.search(r"\.(\d+)$", bare)
    return len(match[1]) if match and not re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", bare) else 0


def cell_number(text: str) -> tuple[float, int, bool] | None:
    """What a cell of a table that holds only a number says: value, decimals printed, whether a per cent sign stands.

    A minus or brackets make it negative; "(5)" is the number of a column. None for a cell that holds more, or nothing.
    """
    match = _CELL.fullmatch(text.strip())
    value = parse_digits(match["digits"]) if match else None
    if match is None or value is None:
        return None
    if match["open"] and match["digits"].isdigit() and len(match["digits"]) < 3:
        return None
    negative = match["minus"] or (match["open"] and match["close"])
    return (-value if negative else value), decimals_of(match["digits"]), bool(match["percent"])


_CELL = re.compile(rf"(?P<open>\()?\s?(?P<minus>[-–−])?\s?(?P<digits>{_DIGITS})\s?(?P<percent>%)?\s?(?P<close>\))?")


def word_value(words: str) -> float | None:
    """The value of a number in words, lower case: "hai mươi lăm" → 25; None when it is none."""
    total = part = 0.0
    last: float | None = None
    for word in words.split():
        if word in _VALUES:
            if last is not None and last < 10:
                return None  # "hai năm" is two years
            part += 0 if last is None else last
            last = float(_VALUES[word])
        elif word == "mười":
            part += 0 if last is None else last
            last = 10.0
        elif word in _POWERS:
            power = _POWERS[word]
            # "hai mươi nghìn": a greater power takes everything before it.
            part, last = (
                ((part + (last or 0) or 1) * power, None) if power >= 1_000 else (part + (last or 1) * power, None)
            )
        elif word in _LARGE:
            total += (part + (last or 0) or 1) * _LARGE[word]
            part, last = 0.0, None
        elif word not in _JOINS:
            return None
    return total + part + (last or 0)


def _of_digits(text: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    after = text[end : end + 1]
    if after and (after.isalpha() or after in "²³_") and not _GLUED.match(text, end):
        return None
    first, whole, upper = match["first"], match["whole"], match["upper"]
    value = parse_digits(first)
    other = parse_digits(whole or upper) if whole or upper else None
    if value is None or ((whole or upper) and other is None):
        return None
    scale, scale_end = 1.0, end
    scaled = _SCALE_AFTER.match(text, end)
    if scaled:
        scale, scale_end = _scale(scaled["scale"]), scaled.end()
        more = _MORE.match(text, scale_end) if other is None else None
        half = _HALF_MORE.match(text, scale_end)
        extra = parse_digits(more["more"]) if more else None
        if more and extra is not None and _scale(more["scale"]) < scale:
            value += extra * _scale(more["scale"]) / scale
            scale_end = more.end()
        elif half:
            value, scale_end = value + 0.5, half.end()
    kind: Kind = "ratio" if whole else "range" if upper else "number"
    return Number(
        start,
        end,
        scale_end,
        kind,
        value,
        scale,
        decimals_of(first),
        other if whole else None,
        other if upper else None,
    )


def _scale(words: str) -> float:
    product = 1.0
    for word in words.lower().split():
        product *= _SCALES[word]
    return product


def _of_words(text: str) -> Iterator[Number]:
    taken: list[tuple[int, int]] = []
    for pattern in (_FRACTION, _SPECIAL_WORDS):
        for match in pattern.finditer(text):
            said = " ".join(match[0].lower().split())
            value = _SPECIAL.get(said)
            if value is None:
                value = (word_value(match["a"].lower()) or 0) / (word_value(match["b"].lower()) or 1)
            taken.append(match.span())
            yield Number(*match.span(), match.end(), "number", value, words=True, syllables=len(said.split()))
    for match in _WORD_NUMBER.finditer(text):
        said = " ".join(match[0].lower().split())
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        value, end = word_value(said), match.end()
        if value is None:  # "hai năm", "ba bốn": only its first word
            end = match.start() + len(match[0].split()[0])
            value, said = word_value(said.split()[0]), said.split()[0]
        if value is not None and said not in {"một", "năm", "tư"}:
            yield Number(match.start(), end, end, "number", value, words=True, syllables=len(said.split()))
