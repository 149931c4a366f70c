"""The unit that a figure is of, as far as its sentence tells: "xã Khe Ngọc", "Đảng ủy phường Cửa Sậy", "Sở Nội vụ"."""

from __future__ import annotations

import re

from workbench.analysis.figures_text import View
from workbench.documents.head_cells import CAPITALS

_CAPITAL = CAPITALS
_NAME = rf"(?:\s+[{_CAPITAL}][^\W\d_]*){{1,4}}"
_PLACE = (
    r"(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu|"
    r"Xã|Phường|Thị trấn|Huyện|Quận|Thị xã|Thành phố|Tỉnh|Đặc khu)"
)
_BODY = (
    r"(?:Đảng bộ|Đảng ủy|Đảng uỷ|Huyện ủy|Tỉnh ủy|Thành ủy|Thị ủy|Quận ủy|Huyện uỷ|Tỉnh uỷ|Thành uỷ|UBND|HĐND|"
    r"Ủy ban nhân dân|"
    r"Công an|Chi bộ|Hội đồng nhân dân)"
)
_SECTOR = r"(?:Sở|Ban|Cục|Văn phòng|Bộ|Hội|Liên minh|Tỉnh đoàn|Trường|Bệnh viện|Trung tâm)"
_ORG = re.compile(
    rf"(?<!\w)(?:{_BODY}\s+(?:{_PLACE}){_NAME}|{_BODY}{_NAME}|{_PLACE}{_NAME}|"
    rf"{_SECTOR}(?:\s+[{_CAPITAL}][^\W\d_]*(?:\s+(?![{_CAPITAL}])[^\W\d_]+)?){{1,3}})"
)
_LIST_OF_ORGS = re.compile(r"[;:]")
_PLACE_ONLY = re.compile(rf"(?:{_BODY}|{_PLACE})", re.IGNORECASE)


def org_before(view: View, start: int, at: int) -> str:
    """The organ or place named nearest before a number in its sentence, in the same part of a list; else ""."""
    part = max((match.end() for match in _LIST_OF_ORGS.finditer(view.plain, start, at)), default=start)
    for begin in (part, start):
        named = [match for match in _ORG.finditer(view.plain, begin, at) if _subject_place(view.plain, match)]
        if named:
            return " ".join(named[-1][0].split())
        if begin != start and view.plain[begin - 1] == ";":
            break
    return ""


def _subject_place(plain: str, match: re.Match[str]) -> bool:
    """Not the author of something mentioned: "kế hoạch của Tỉnh ủy Lam Nguyên", "theo báo cáo của Sở …"."""
    lead = plain[max(0, match.start() - 24) : match.start()].rstrip()
    return not re.search(r"(?:Chỉ thị|Nghị quyết|Kế hoạch|Quyết định|Kết luận|báo cáo|ban hành|số \S+)(?: của)?$", lead)


def is_org(text: str) -> bool:
    """Whether a cell of a table names an organ or a place rather than an indicator."""
    bare = " ".join(text.split())
    return len(bare) <= 60 and _ORG.match(bare) is not None and _PLACE_ONLY.match(bare) is not None
