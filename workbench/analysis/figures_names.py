"""One name for an indicator and for a unit, however they are spelled: what figures are put together by."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from workbench.vietnamese.spelling import fold, key

# What a name may have or lack and still mean the same.
_LOOSE = re.compile(
    r"(?<!\w)(?:tổng số|tổng|số lượng|số|lượng|các|những|việc|công tác|được|đã|mới|trong (?:quý|năm|tháng|kỳ)|"
    r"trên địa bàn(?: (?:tỉnh|huyện|xã|phường|thành phố|thị xã))?|toàn (?:tỉnh|huyện|xã|phường|thành phố)|"
    r"của (?:tỉnh|huyện|xã|phường)|"
    r"quý [ivx\d]+(?:[/ ]\d{4})?|năm \d{4}|tháng \d+(?:[/ ]\d{4})?|thực hiện trong (?:quý|tháng|kỳ)|"
    r"lũy kế(?: \d+ tháng)?)(?!\w)"
)
_FORM = re.compile(
    r"^(?:đảng bộ|đảng ủy|huyện ủy|thị ủy|thành ủy|quận ủy|tỉnh ủy|ubnd|ủy ban nhân dân|hđnd|ban thường vụ|"
    r"ban chấp hành)\s+(?:đảng bộ\s+)?"
    r"(?=(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)\s)"
)


def indicator_key(name: str, same_name: Callable[[str], str] | None = None) -> str:
    """What the variants of an indicator's name have in common.

    "Số đảng viên được kết nạp", "kết nạp đảng viên mới" and "kết nạp đảng viên" are one: spelling, words that may be
    missing, and the order of the words do not count.

    Args:
        name: the indicator.
        same_name: gives one spelling for abbreviations; None leaves them.
    """
    spelled = key(same_name(name) if same_name else name)
    bare = " ".join(_LOOSE.sub(" ", re.sub(r"[^\w\s%]", " ", spelled)).split())
    return " ".join(sorted(set((bare or spelled).split())))


@cache
def org_key(name: str) -> str:
    """What names of one reporting unit have in common: "Đảng ủy xã Khe Ngọc", "xã Khe Ngọc"; "Huyện ủy X"."""
    place = _COMMITTEE.sub(lambda match: _PLACES[match[1]], _FORM.sub("", key(name)))
    return " ".join(fold(place).split())


_COMMITTEE = re.compile(r"^(huyện ủy|tỉnh ủy|thị ủy|quận ủy|thành ủy)(?=\s)")
_PLACES = {
    "huyện ủy": "huyện",
    "tỉnh ủy": "tỉnh",
    "thị ủy": "thị xã",
    "quận ủy": "quận",
    "thành ủy": "thành phố",
}
