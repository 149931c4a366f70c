"""A text as figures are looked for in it: composed, one spelling, lower case, with offsets back into the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from workbench.documents.dates import find_dates
from workbench.documents.symbols import find_symbols
from workbench.vietnamese.numbers import Number
from workbench.vietnamese.spelling import key, same_length_clean

_MARKS = re.compile("[^\u0300-\u036f][\u0300-\u036f]+|[\u200b-\u200d\u00ad\ufeff\u2060\x00]")


@dataclass(frozen=True)
class View:
    """A text in two forms of one length.

    Attributes:
        plain: composed, confusable characters repaired; case kept.
        low: also lower case and one spelling (`spelling.key`).
    """

    plain: str
    low: str
    _offsets: tuple[int, ...] | None

    def back(self, offset: int) -> int:
        """The offset in the original text."""
        return self._offsets[offset] if self._offsets is not None else offset


def view_of(text: str) -> View:
    """The view of a text; a text that is composed already, as nearly all are, keeps its offsets."""
    offsets: tuple[int, ...] | None = None
    plain = text
    if not text.isascii() and (not unicodedata.is_normalized("NFC", text) or _MARKS.search(text)):
        plain, offsets = _composed(text)
    plain = same_length_clean(plain)
    low = key(plain)
    if len(low) != len(plain):  # a rare letter whose small form is longer
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in plain)
    return View(plain, low, offsets)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for match in _MARKS.finditer(text):
        parts.append(text[last : match.start()])
        offsets.extend(range(last, match.start()))
        joined = unicodedata.normalize("NFC", match[0]) if len(match[0]) > 1 else ""
        parts.append(joined)
        offsets.extend([match.start()] * len(joined))
        last = match.end()
    parts.append(text[last:])
    offsets.extend(range(last, len(text) + 1))
    return "".join(parts), tuple(offsets)


# What is no figure although it holds digits -------------------------------------------------------

_NAMED = (
    r"điều|khoản|điểm|mục|tiểu mục|chương|phần|phụ lục|biểu|biểu số|mẫu|mẫu số|bảng|hình|trang|số|thứ|lần|lần thứ|"
    r"khóa|"
    r"hạng|cấp|cấp độ|mức|mức độ|vòng|giai đoạn|nhiệm kỳ|chỉ thị|nghị quyết|nghị định|kết luận|quyết định|quy định|"
    r"thông tư|"
    r"đề án|chương trình|kế hoạch|luật|tổ|đội|lớp|khối|khu|khu phố|thôn|ấp|khóm|bản|tiểu khu|lô|tổ dân phố|quốc lộ|"
    r"ql|"
    r"tỉnh lộ|đường tỉnh|đt|đường|tầng|phòng|quận|phường|sinh năm|sn|điện thoại|fax|tel|tài khoản|mã số|cmnd|cccd|"
    r"biển số|bão số|công điện|hội nghị|quân khu|sư đoàn|trung đoàn|tiểu đoàn|quy chuẩn|tiêu chuẩn|iso|covid|windows|"
    r"hệ số|đối tượng|nhóm|chỉ thị số|bước|tập|quyển|kỳ|phiên|hiệp|đợt|dịp|trường hợp|loại|bậc|đại hội|thập niên|"
    r"thế kỷ"
)
_NAME_BEFORE = re.compile(rf"(?<!\w)(?:{_NAMED})\s*:?\s*$")
# These are names only where the number has no unit behind it ("cấp 3", but "cấp 12 giấy phép").
_ALWAYS_NAMED = re.compile(
    r"(?<!\w)(?:điều|khoản|phụ lục|mục|chương|trang|thứ|lần thứ|khóa|số|hạng|nghị quyết|chỉ thị|nghị định|kết luận|"
    r"quyết định|quy định|luật|đề án|quốc lộ|tỉnh lộ|đường tỉnh|bão số|sn|sinh năm|quân khu|"
    r"công điện|mã số|điện thoại)\s*:?\s*$"
)
_COUNTED_NUMBER = re.compile(
    r"(?<!\w)(?:tổng số|tổng|con|ký|có|là|đạt|bằng|thêm|trong|đủ|cả|bình quân|đếm được)\s+số\s*$|(?<!\w)(?:tổng|"
    r"con)\s+số\s*:?\s*$"
)
_TIME_BEFORE = re.compile(
    r"(?<!\w)(?:ngày|hôm|sáng|chiều|tối|đêm|trưa|khuya|tháng|quý|năm|giờ|lúc|mùng|mồng|rạng sáng|thứ)\s*$"
)
_CLOCK_AFTER = re.compile(r"\s?(?:h\d{0,2}|giờ|g\d{2})(?!\w)")
_ADDRESS = re.compile(r"(?<!\w)(?:nhà|số nhà|hẻm|ngõ|ngách|kiệt|địa chỉ|thửa|tờ bản đồ|tổ)(?: số)?\s*:?\s*$")
_YEARS = re.compile(r"(?:19|20)\d\d$")
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}|\+84)[\s.-]?\d{3,4}[\s.-]?\d{3,4}(?:[\s.-]?\d{3})?(?!\d)")
_LIST = re.compile(r"(?:^|[\n\t])[ \t*•+-]*\(?$")
_LIST_AFTER = re.compile(r"(?:[.)]|\.\d{1,2})+\)?\s|\.-|\s?[-–/]\s?(?=[A-ZĐÀ-Ỹ])|\s?:")
_BRACKETED = re.compile(r"\(\s?$")
_DURATION = re.compile(r"\s?(?:năm|tháng|ngày|tuần|giờ|phút|giây|buổi)(?!\w)")
# "Tu -154 M", "49X - 6666": part of a name. "hai vụ việc nói trên": told before.
_CODE_BEFORE = re.compile(r"(?<!\w)\w*[A-ZĐ]\w*\s?-\s?$|(?<!\w)[A-ZĐ]\w*\s-$")
_MENTIONED = re.compile(r"(?:\s[^\W\d_]+){1,4}\s(?:này|đó|ấy|kia|nói trên|nêu trên|trên đây)(?!\w)")
_LIST_WORD = re.compile(r"\s+là(?!\w)\s*[:,]?")


def no_figures(view: View) -> list[tuple[int, int]]:
    """Spans whose digits are never figures: symbols of documents, days, telephone numbers."""
    spans = [(item.start, item.end) for item in find_symbols(view.plain)]
    spans += [(item.start, item.end) for item in find_dates(view.plain)]
    spans += [match.span() for match in _PHONE.finditer(view.plain)]
    return sorted(spans)


def is_named(view: View, number: Number, has_unit: bool, first: int) -> bool:
    """Whether a number names something, tells a time or numbers a list, rather than counting or measuring.

    Args:
        view: the text.
        number: with offsets into it.
        has_unit: whether a unit of measure stands behind it.
        first: where the sentence begins.
    """
    low, plain, start, end = view.low, view.plain, number.start, number.end
    before = low[max(0, start - 24) : start]
    after = low[end : end + 16]
    if number.kind == "number" and not number.words:
        digits = plain[start:end]
        if _LIST.search(plain[max(0, start - 12) : start]) and (
            _LIST_AFTER.match(plain, end) or (not has_unit and len(digits) <= 2)
        ):
            return True
        if _BRACKETED.search(before) and after.startswith(")"):
            return True  # "(1)": a number of a list, or a note
        if _YEARS.fullmatch(digits) and (not has_unit or before.rstrip().endswith("năm")):
            return True
    if _CODE_BEFORE.search(plain[max(0, start - 12) : start]):
        return True
    if number.words and _MENTIONED.match(low, end):
        return True
    if not has_unit and number.kind == "number" and re.match(r"\s[A-ZĐ][^\W\d_]", plain[end : end + 3]):
        return True
    if number.kind == "range" and number.upper and 1900 <= number.value <= 2100 and 1900 <= number.upper <= 2100:
        return True
    if number.kind == "ratio" and number.whole is not None:
        if _ADDRESS.search(before):
            return True
        if 1900 <= number.whole <= 2100 and number.value <= 12 and not has_unit:
            return True
        day = number.value <= 31 and number.whole <= 12 and not has_unit
        if day and not re.match(r"\s*(?:,|\()?\s*(?:đạt|chiếm|bằng)", after):
            return True
        if plain[start:end] == "24/7":
            return True
    if _TIME_BEFORE.search(before) and not (has_unit and not _DURATION.match(low, end)):
        return True
    if _TIME_BEFORE.search(before) and number.kind in {"ratio", "range"}:
        return True
    if _CLOCK_AFTER.match(low, end) and not re.search(r"(?:giảm|còn|bình quân|rút ngắn|là)\s*(?:khoảng\s*)?$", before):
        return True
    if _ALWAYS_NAMED.search(before) and not _COUNTED_NUMBER.search(before):
        return True
    if not has_unit and _NAME_BEFORE.search(before) and not _COUNTED_NUMBER.search(before):
        return True
    return number.words and bool(_LIST_WORD.match(low, number.end)) and start - first < 4
