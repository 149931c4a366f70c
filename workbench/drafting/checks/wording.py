"""Check of wording (từ ngữ): abbreviations, spelling, citations, organs of the past, numbering of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.drafting.checks.form_parts import HEADING_1
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.wording_abbreviations import check_abbreviations
from workbench.drafting.checks.wording_citations import check_citations
from workbench.drafting.checks.wording_organs import check_organs
from workbench.drafting.checks.wording_spelling import check_spelling
from workbench.drafting.checks.wording_text import KEY, places

_ROMAN = {"I": 1, "V": 5, "X": 10}
_SECOND = re.compile(r"(?P<number>\d{1,2})(?P<sign>[-–.)])\s")


def check_wording(subject: Checked) -> Iterator[Finding]:
    """Findings about the words of a draft or a file."""
    yield from check_abbreviations(subject)
    yield from check_spelling(subject)
    yield from check_citations(subject)
    yield from check_organs(subject)
    yield from _numbering(subject)
    yield from _endings(subject)


def _numbering(subject: Checked) -> Iterator[Finding]:
    """Headings numbered in two ways ("I-" and "II."), or out of order ("I", "III")."""
    signs: dict[str, list[str]] = {}
    last = 0
    for section in subject.sections:
        match = HEADING_1.match(section.heading)
        second = _SECOND.match(section.heading)
        if second:
            signs.setdefault("second", []).append(second["sign"])
        if match is None:
            continue
        signs.setdefault("first", []).append(match["sign"])
        number = _value(match["number"])
        if number not in (last + 1, 1):
            yield Finding(
                KEY,
                # Of a file, a heading in between may only not have been seen as one.
                Severity.HINT if subject.is_file else Severity.WARNING,
                f"Đề mục “{section.heading}” đánh số không liền với đề mục trước.",
                "Đánh lại số thứ tự các đề mục.",
                section.key,
            )
        last = number
    for level, name in (("first", "lớn (I, II …)"), ("second", "nhỏ (1, 2 …)")):
        kinds = {sign.replace("–", "-") for sign in signs.get(level, [])}
        if len(kinds) > 1:
            shown = " và ".join(f"“{kind}”" for kind in sorted(kinds))
            yield Finding(
                KEY,
                Severity.HINT,
                f"Đề mục {name} đánh số không thống nhất: sau số có {shown}.",
                "Dùng một kiểu cho cùng một cấp đề mục.",
                rule="cách viết thống nhất trong một văn bản [K]",
            )


def _value(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _endings(subject: Checked) -> Iterator[Finding]:
    """ "./." in a draft of the Party; of a file the check of form says it."""
    if subject.system != "party" or subject.is_file:
        return
    for place in places(subject):
        text = place.text.rstrip()
        if text.endswith("./."):
            yield place.finding(
                Severity.HINT,
                "Câu kết thúc bằng “./.”.",
                "Văn bản của Đảng kết thúc bằng “.”.",
                len(text) - 3,
                len(text),
                "05-HD/VPTW [V2]",
            )
