"""How an official document names another one the first time (domain.md §3.3, §3.6).

The Party: "Chỉ thị số 34-CT/TU, ngày 15/3/2024 của Tỉnh ủy Lam Nguyên về …"; the State: "Nghị định số 30/2020/NĐ-CP
ngày 05 tháng 3 năm 2020 của Chính phủ về …"; laws and ordinances by their name alone.
"""

from __future__ import annotations

import re
from datetime import date

from workbench.documents.model import System
from workbench.documents.symbols import find_symbols

BLANK = "…"
"""Stands where the document prints nothing, or nothing that could be read."""

_BY_NAME = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
# What follows "của Tỉnh ủy" without another "về": it begins so itself, or is a deed ("ban hành Quy chế …").
_NEEDS_NO_VE = re.compile(
    r"(?:về|v/v|sửa đổi|bổ sung|ban hành|quy định|hướng dẫn|phê duyệt|công bố|bãi bỏ|thi hành|thành lập|điều chỉnh"
    r"|giao|phân công|bổ nhiệm|chỉ định|kiện toàn|sơ kết|tổng kết)\b",
    re.IGNORECASE,
)
# Those who resolve, where the title of a resolution names them.
_ASSEMBLY = re.compile(r"(?:Đại hội|Hội nghị|Kỳ họp)\b")


def official_citation(
    title: str,
    *,
    symbol: str | None = None,
    kind: str | None = None,
    issuer: str | None = None,
    day: date | None = None,
) -> str:
    """The document in the form in which official documents cite others.

    Args:
        title: what it is called: tên loại and trích yếu.
        symbol, kind, issuer, day: số ký hiệu, tên loại, cơ quan ban hành, ngày ban hành; `BLANK` stands for those that
            are not known.

    Returns:
        One line; the title alone where nothing else is known of it.
    """
    title = " ".join(title.split())
    if kind in _BY_NAME:
        return title
    if not (symbol or issuer) or not (kind or symbol):
        return f"{title} ({day:%d/%m/%Y})" if day else title
    named = f"{kind or 'Văn bản'} số {symbol or BLANK}{_when(day, _system(symbol))}"
    about = _subject(title, kind)
    if about.startswith("của "):  # "Chỉ thị của Ban Thường vụ Tỉnh ủy về …": whose it is, closer than the head tells
        return f"{named} {about}"
    if kind == "Nghị quyết" and _ASSEMBLY.match(about):
        return f"{named} của {about}"
    return f"{named} của {issuer or BLANK}{_about(about)}"


def _system(symbol: str | None) -> System | None:
    found = find_symbols(symbol or "")
    return found[0].system if found else None


def _when(day: date | None, system: System | None) -> str:
    if system == "state":
        # Days below 10 and the first two months bear a 0 (NĐ 30/2020).
        month = f"{day.month:02d}" if day and day.month <= 2 else str(day.month) if day else ""
        return f" ngày {day.day:02d} tháng {month} năm {day.year}" if day else f" ngày {BLANK}"
    return f", ngày {day.day}/{day.month}/{day.year}" if day else f", ngày {BLANK}"


def _subject(title: str, kind: str | None) -> str:
    """The trích yếu: the title without its tên loại."""
    return title[len(kind) :].lstrip(" :,-–") if kind and title.casefold().startswith(kind.casefold()) else title


def _about(about: str) -> str:
    """The trích yếu, as it follows the name of the organ; "" where there is none."""
    if not about:
        return ""
    if _NEEDS_NO_VE.match(about):
        return f" {about[:1].lower()}{about[1:]}"
    return f" về {about}"
