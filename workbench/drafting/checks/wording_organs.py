"""Organs and places that no longer exist, spoken of as if they did (domain.md §7.2, §7.4).

From 01/7/2025 there is no district level and many provinces were merged. A report may well tell of them: a sentence
that names a day, a year or a change before then is let be, and what is said is a hint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from workbench.documents.form_versions import A_MARK
from workbench.documents.references import find_references
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.wording_text import Place, places
from workbench.vietnamese.lexicon import Lexicon, tables
from workbench.vietnamese.lexicon.tables import Column, Table, some_text
from workbench.vietnamese.sentences import split
from workbench.vietnamese.spelling import clean, same_length_clean, tone

DISBANDED = Table(
    "disbanded_organs.csv",
    (
        Column("name", "tên", some_text, identifies=True),
        Column("since", "từ ngày", lambda value: some_text(tables.a_date(value))),
        Column("now", "nay là", some_text),
        A_MARK,
    ),
    package="workbench.drafting.checks",
)

_TOLD = re.compile(
    r"\btrước (?:ngày|khi|đây|thời điểm|sắp xếp)|\bkhi chưa sắp xếp|\bsau (?:khi )?(?:sắp xếp|sáp nhập|hợp nhất)"
    r"|\bsáp nhập\b|\bhợp nhất\b|\bgiải thể\b|\bkết thúc (?:hoạt động|nhiệm vụ)|\bbàn giao\b|\btiếp nhận\b"
    r"|\bchuyển giao\b|\bbỏ cấp huyện|\bkhông (?:còn|tổ chức) cấp huyện|\bthôi\b|\bcũ\b|\btiền thân\b"
    r"|\bnguyên (?:là|bí thư|chủ tịch|phó)|\bnhiệm kỳ trước|\bgiai đoạn trước|\bthành lập\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<!\d)(?:(?P<month>\d{1,2})\s?[/-]\s?|tháng\s+(?P<spelled>\d{1,2})\s+năm\s+)?(?P<year>(?:19|20)\d{2})(?!\d)"
)
_NAME = r"[A-ZĐÀ-Ỹ]\w*(?:\s(?:-\s)?[A-ZĐÀ-Ỹ]\w*){0,3}"
_PROVINCE = re.compile(rf"\b(?:[Tt]ỉnh|[Tt]ỉnh ủy|[Tt]ỉnh uỷ|UBND tỉnh|HĐND tỉnh)\s+(?P<name>{_NAME})")


class _Organ(NamedTuple):
    """A row of the table."""

    name: str
    since: date
    now: str
    mark: str
    pattern: re.Pattern[str]


def check_organs(subject: Checked) -> Iterator[Finding]:
    """One hint for each disbanded organ or merged province that a text of a later day speaks of as present."""
    day = subject.day or date.today()
    organs = [organ for organ in _organs(subject.tables) if organ.since <= day]
    if not organs:
        return
    found: dict[str, list[tuple[Place, int, int, str, str]]] = {}
    for place in places(subject):
        if place.is_heading:
            continue
        plain = tone(same_length_clean(place.text))
        for start, end in _present(place.text, plain, day):
            for organ in organs:
                for match in organ.pattern.finditer(plain, start, end):
                    said = f"nay là {organ.now}"
                    found.setdefault(organ.name, []).append((place, match.start(), match.end(), said, organ.mark))
            if subject.lexicon:
                for match in _PROVINCE.finditer(plain, start, end):
                    told = _merged(match["name"], subject.lexicon, day)
                    if told:
                        name, said = told
                        spot = match.start(), match.start("name") + len(name)
                        found.setdefault(f"tỉnh {name}", []).append((place, *spot, said, "V"))
    for spots in found.values():
        place, start, end, said, mark = spots[0]
        times = f" ({len(spots)} chỗ)" if len(spots) > 1 else ""
        yield place.finding(
            Severity.HINT,
            f"Nhắc “{place.text[start:end]}” như đang còn{times}; từ 01/7/2025 {said}.",
            "Nếu nói về thời gian trước đó, ghi rõ mốc thời gian hoặc thêm “(cũ)”; nếu không, sửa tên.",
            start,
            end,
            f"sắp xếp đơn vị hành chính, tổ chức năm 2025 [{mark}]",
        )


def _organs(office_folder: Path | None) -> tuple[_Organ, ...]:
    return _compiled(tables.load(DISBANDED, office_folder))


@lru_cache(maxsize=4)
def _compiled(rows: tuple[tables.Row, ...]) -> tuple[_Organ, ...]:
    organs = []
    for name, since, now, mark in rows:
        words = r"\s+".join(re.escape(word) for word in tone(clean(name)).split())
        # "Ban Tuyên giáo và Dân vận" is the new organ.
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)(?!\s+và\s+Dân vận)", re.IGNORECASE)
        organs.append(_Organ(name, date.fromisoformat(since), now, mark, pattern))
    return tuple(organs)


def _present(text: str, plain: str, day: date) -> Iterator[tuple[int, int]]:
    """The sentences that speak of the present: none that tells of a change or of a time before it."""
    cited = [(one.start, one.end) for one in find_references(text)]
    for start, end in split(text):
        if _TOLD.search(plain, start, end) or any(start <= first < end for first, _ in cited):
            continue
        if any(_is_before(match) for match in _YEAR.finditer(plain, start, end)):
            continue
        yield start, end


def _is_before(match: re.Match[str]) -> bool:
    year, month = int(match["year"]), int(match["month"] or match["spelled"] or 0)
    return year < 2025 or (year == 2025 and 0 < month < 7)


def _merged(name: str, lexicon: Lexicon, day: date) -> tuple[str, str] | None:
    """The name of a merged province with which words begin, and what it belongs to now."""
    words = name.split()
    for count in range(len(words), 0, -1):
        candidate = " ".join(words[:count])
        for place in lexicon.places(candidate):
            if place.successor and place.since and place.since <= day:
                return candidate, f"thuộc {place.successor}"
    return None
