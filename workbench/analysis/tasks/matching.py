"""Whether two names mean one unit: "Ban Tổ chức Tỉnh ủy" and "Ban Tổ chức Tỉnh ủy Lam Nguyên"."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.analysis.tasks.words import unit_key

_COLLECTIVE = re.compile(r"^(?:các|những|mỗi|từng|toàn thể|tất cả)\s", re.IGNORECASE)
_SPEAKERS = re.compile(
    r"^(?:ban thường vụ|thường trực|ban chấp hành|văn phòng)\s+(?=(?:đảng|huyện|thị|thành|quận|tỉnh) ủy)"
)
_LEVELS = re.compile(r"(?<!\w)(?:xã|phường|đặc khu|huyện|thị xã|thành phố|thị trấn|quận|tỉnh)(?!\w)")
_OF_ALL = re.compile(r"\s(?:trực thuộc|cấp|có tên|trong tỉnh|trên địa bàn|chưa|theo|nêu)(?!\w).*$")


def is_collective(name: str) -> bool:
    """Whether a name stands for many units: "Các đảng ủy xã, phường"."""
    return _COLLECTIVE.match(name) is not None


@lru_cache(maxsize=20_000)
def is_unit(name: str, unit: str) -> bool:
    """Whether `name`, as an assignment writes it, means `unit`, as a header or a person writes it.

    The name of the province or commune may be left out at the end of either. A collective name means every unit of its
    kind and level.
    """
    wanted, found = unit_key(unit), unit_key(name)
    if not wanted or not found:
        return False
    if wanted == found:
        return True
    if is_collective(name):
        return _is_one_of(found, wanted)
    shorter, longer = sorted((wanted, found), key=len)
    # Two syllables ("Đảng ủy") are a kind, not a unit; "Tỉnh ủy" alone may stand for the province's own.
    if not longer.startswith(f"{shorter} ") or (len(shorter.split()) < 3 and shorter != "tỉnh ủy"):
        return False
    added = longer[len(shorter) :].split()
    return _LEVELS.match(" ".join(added)) is None or "tỉnh" in added[:1]


def _is_one_of(kind: str, unit: str) -> bool:
    levels = set(_LEVELS.findall(_OF_ALL.sub("", kind)))
    base = _LEVELS.split(_OF_ALL.sub("", kind))[0].strip()
    if not base or not unit.startswith(base):
        return False
    level = _LEVELS.search(unit)
    return not levels or (level is not None and level[0] in levels)


def speaks_for(issuer: str) -> str:
    """The unit behind an organ that speaks for it: the office or the standing committee of a party committee."""
    return _SPEAKERS.sub("", unit_key(issuer))
