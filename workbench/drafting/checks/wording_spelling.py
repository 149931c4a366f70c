"""Spellings that are mixed within one text, wrong letters, double blanks, and capitals (domain.md §7.3, §3.3).

Which placement of tone marks is right is not said: documents of the Party print both. That one text mixes them is
worth a hint.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from workbench.documents.form_versions import in_force
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.wording_text import Place, places
from workbench.vietnamese.spelling import key, old_tone, tone

_WORD = re.compile(r"[^\W\d_]+")
_ONE_STYLE = "cách viết thống nhất trong một văn bản [T]"
_LONGEST_LIST = 4
_WRONG_D = re.compile(r"[ÐƉ](?=\w)|(?<=\w)[ðɖ]")
_BLANKS = re.compile(r"(?<=\S)[ \xa0]{2,}(?=\S)")
_BEFORE_SIGN = re.compile(r"(?<=\w)[ \xa0]+(?=[,;:](?:\s|$))|(?<=[^\W\d_])[ \xa0]+(?=\.(?:\s|$))")
_STYLES = {"new": "kiểu “hòa, ủy”", "old": "kiểu “hoà, uỷ”"}
# Words whose i and y differ in meaning or stand in fixed names.
_NO_PAIR = frozenset({"ti", "ty", "si", "sy", "mi", "my"})


class _Seen(NamedTuple):
    """A word as it is written at one place."""

    place: Place
    start: int
    word: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


def check_spelling(subject: Checked) -> Iterator[Finding]:
    """Hints about mixed spellings, warnings about letters of another alphabet."""
    text = list(places(subject))
    words = [_Seen(place, match.start(), match[0]) for place in text for match in _WORD.finditer(place.text)]
    yield from _tones(words)
    yield from _i_and_y(words)
    yield from _wrong_letters(text)
    yield from _blanks(text)
    yield from _capitals(subject, text)


def _listed(words: Iterable[str]) -> str:
    common = [word for word, _ in Counter(words).most_common(_LONGEST_LIST)]
    return ", ".join(f"“{word}”" for word in common)


def _tones(words: list[_Seen]) -> Iterator[Finding]:
    """hoà and hòa, uỷ and ủy in one text."""
    styles: dict[str, list[_Seen]] = {"new": [], "old": []}
    for seen in words:
        lower = seen.word.lower()
        if tone(lower) != lower:
            styles["old"].append(seen)
        elif old_tone(lower) != lower:
            styles["new"].append(seen)
    if not all(styles.values()):
        return
    few, many = sorted(styles, key=lambda style: (len(styles[style]), style))
    first = styles[few][0]
    yield first.place.finding(
        Severity.HINT,
        f"Đặt dấu thanh không thống nhất: {_STYLES[many]} {len(styles[many])} chỗ, {_STYLES[few]} {len(styles[few])}"
        f" chỗ ({_listed(seen.word.lower() for seen in styles[few])}).",
        "Chọn một kiểu cho cả văn bản.",
        first.start,
        first.end,
        _ONE_STYLE,
    )


def _i_and_y(words: list[_Seen]) -> Iterator[Finding]:
    """lí and lý, kĩ and kỹ in one text; names and foreign words (capitals) are left alone."""
    spelled: dict[str, dict[str, list[_Seen]]] = {}
    for seen in words:
        if seen.word.islower():
            plain = tone(seen.word)
            spelled.setdefault(key(seen.word), {}).setdefault(plain, []).append(seen)
    for one, forms in spelled.items():
        if len(forms) < 2 or one in _NO_PAIR:
            continue
        few, *_ = sorted(forms, key=lambda form: (len(forms[form]), form))
        first = forms[few][0]
        counts = ", ".join(f"“{form}” {len(forms[form])} chỗ" for form in sorted(forms, key=lambda f: -len(forms[f])))
        yield first.place.finding(
            Severity.HINT,
            f"Viết i/y không thống nhất: {counts}.",
            "Chọn một cách viết cho cả văn bản.",
            first.start,
            first.end,
            _ONE_STYLE,
        )


def _first_of(text: list[Place], pattern: re.Pattern[str]) -> tuple[Place | None, int, int, int]:
    """The first place where a pattern stands, its offsets, and how often it stands."""
    count, where, start, end = 0, None, 0, 0
    for place in text:
        for match in pattern.finditer(place.text):
            count += 1
            if where is None:
                where, start, end = place, match.start(), match.end()
    return where, start, end, count


def _wrong_letters(text: list[Place]) -> Iterator[Finding]:
    where, start, end, count = _first_of(text, _WRONG_D)
    if where is not None:
        yield where.finding(
            Severity.WARNING,
            f"Chữ “Ð” sai mã ({count} chỗ): nhìn giống “Đ” nhưng là chữ khác, tìm kiếm sẽ không thấy.",
            "Thay bằng chữ “Đ” của bảng mã Unicode tiếng Việt.",
            start,
            end,
            "TCVN 6909:2001 [V]",
        )


def _blanks(text: list[Place]) -> Iterator[Finding]:
    for pattern, said in ((_BLANKS, "dấu cách liền nhau"), (_BEFORE_SIGN, "dấu cách trước dấu câu")):
        where, start, end, count = _first_of(text, pattern)
        if where is not None:
            yield where.finding(
                Severity.HINT, f"Có {said} ({count} chỗ).", "Xóa dấu cách thừa.", start, end, "quy tắc gõ văn bản [K]"
            )


# Capitals --------------------------------------------------------------------------------------------------------

_CAPITALS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![.!?] )(?<!^)\bthủ đô Hà Nội"), "Thủ đô Hà Nội"),
    (re.compile(r"\bthành phố Hồ Chí Minh"), "Thành phố Hồ Chí Minh"),
    (re.compile(r"\bĐảng(?:,| và) nhà nước\b"), "Đảng, Nhà nước"),
    (re.compile(r"(?<=\w )(?:Khoản|khoản) \d+ điều \d+"), "khoản … Điều …"),
    (re.compile(r"(?<=[a-zà-ỹ] )Khoản \d+ Điều \d+"), "khoản … Điều …"),
    (re.compile(r"(?<=[a-zà-ỹ] )(?:quận|phường) \d+\b"), "Quận …, Phường …"),
)
"""What domain.md §3.3 read in NĐ 30/2020, Phụ lục II, and how it is written."""


def _capitals(subject: Checked, text: list[Place]) -> Iterator[Finding]:
    """Capitals of State documents; the decree does not bind the Party."""
    if subject.system != "state":
        return
    form = in_force("state", subject.day or date.today(), subject.tables).form
    if form is None or form.name != "30/2020/NĐ-CP":
        return
    for pattern, right in _CAPITALS:
        where, start, end, count = _first_of(text, pattern)
        if where is not None:
            times = f" ({count} chỗ)" if count > 1 else ""
            yield where.finding(
                Severity.WARNING if form.mark == "V" else Severity.HINT,
                f"Viết hoa: “{where.text[start:end]}”{times}.",
                f"Viết “{right}”.",
                start,
                end,
                f"{form.name}, Phụ lục II [{form.mark}]",
            )
