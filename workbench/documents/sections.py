"""The sections of a report: which headings open them, and which one a sentence sounds like (domain.md §4.3–4.4).

Keys: dac_diem, chi_dao, ket_qua, han_che, nguyen_nhan, bai_hoc, phuong_huong, kien_nghi.

A heading that names two sections ("II- Kết quả và hạn chế") opens the one it names first; of two phrases that begin at
the same place the longer one counts. Its sub-headings and, sentence by sentence, `cue_section` tell the rest apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from workbench.documents.head_cells import CAPITALS, is_capitals
from workbench.documents.section_features import spell, words_of
from workbench.documents.section_model import OTHER, section_scores
from workbench.documents.tables import Phrase, heading_phrases
from workbench.vietnamese.spelling import clean

SECTIONS = ("dac_diem", "chi_dao", "ket_qua", "han_che", "nguyen_nhan", "bai_hoc", "phuong_huong", "kien_nghi")

_LONGEST_HEADING = 160
_LONGEST_LABEL = 90
_LONGEST_LIST_TITLE = 50
_RUNNING_BONUS = 3.75  # what a sentence's place in its report says against its words (logarithm of odds)

# Levels: 0 Phần · 1 Chương, A- · 2 Mục, I- · 3 1., Điều · 4 1.1 · 5 1.1.1, a) · 6 bullets.
_PART = r"(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]{1,5}|[A-E]|\d{1,2}|(?:mở|MỞ)\s+(?:đầu|ĐẦU))"
_CHAPTER = r"(?:Chương|CHƯƠNG)\s+(?:[IVXLC]{1,6}|\d{1,2})"
_SECTION = r"(?:Mục|MỤC)\s+(?:[IVXLC]{1,6}|\d{1,2})"
_APPENDIX = r"(?:Phụ lục|PHỤ LỤC)(?:\s+(?:[IVXLC]{1,6}|\d{1,2}|số\s+\d{1,2}))?"
_NUMBERING = re.compile(
    rf"(?:(?P<part>{_PART}|{_APPENDIX})|(?P<chapter>{_CHAPTER})|(?P<section>{_SECTION})"
    r"|(?P<article>(?:Điều|ĐIỀU)\s+\d{1,3}[a-z]?)|(?P<roman>[IVX]{1,5})(?=\s*[-–.:)])|(?P<letter>[A-EĐ])(?=\s*[-–.]\s)"
    rf"|(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})(?=\s*[-–.:)]|\s+[{CAPITALS}])"
    r"|(?P<small>[a-zđ]\d?)(?=\s*[).]\s)"
    r"|(?P<bullet>[-–*+•]))\s*[-–.:)]*\s*"
)
# The end of the text: who signs, who receives.
_CLOSING = re.compile(r"(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)\s|Nơi nhận\s*:", re.IGNORECASE)
# Words that may stand before a section's phrase without changing it.
_LEADING = re.compile(r"^ (?:(?:những|một số|về|các|đánh giá|nhận xét|mặt|chung) ){1,3}")


class _Open(NamedTuple):
    level: int
    section: str | None


def mark_sections(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[str | None, bool]]:
    """For each paragraph (start, end) of a text: the section it stands in, and whether it is a heading.

    A section runs on until a heading of its own level or above; sub-headings inherit it unless they name another. A
    heading that names none, with none above it, ends it. "1. Hạn chế: …", "- Ưu điểm: …" and a line "Nguyên nhân:" open
    a section too, but the paragraph is not a heading.
    """
    marked: list[tuple[str | None, bool]] = []
    open_: list[_Open] = []
    awaiting_title = False  # after "PHẦN THỨ NHẤT" alone on its line
    for start, end in paragraphs:
        line = clean(text[start : min(end, start + _LONGEST_HEADING + 60)]).strip()
        if _CLOSING.match(line):
            open_.clear()
            marked.append((None, False))
            awaiting_title = False
            continue
        level, title, label = _read_heading(line, end - start)
        if level is None and awaiting_title and is_capitals(title) and len(line) <= _LONGEST_HEADING:
            level = open_[-1].level if open_ else 0
        if level is None and is_capitals(title) and len(line) <= _LONGEST_HEADING and heading_section(title):
            level = 2
        awaiting_title = level is not None and level <= 2 and not title and not label
        if level is None:
            if label is not None:
                section = heading_section(label[1], at_start=True)
                if section:
                    _enter(open_, label[0], section)
            marked.append((open_[-1].section if open_ else None, False))
            continue
        # "3. Khắc phục hạn chế" under "Phương hướng" is a task: below a section only a heading that begins with the
        # phrase changes it.
        inside = any(entry.level < level and entry.section for entry in open_)
        _enter(open_, level, heading_section(title, at_start=inside and level >= 3))
        marked.append((open_[-1].section, True))
    return marked


def heading_section(title: str, at_start: bool = False) -> str | None:
    """The section that the words of a heading open: the phrase that comes first in it, the longest at one place.

    `at_start`: only a phrase at the beginning counts ("Những hạn chế", not "Khắc phục hạn chế").
    """
    words = _LEADING.sub(" ", f" {words_of(title)} ") if at_start else f" {words_of(title)} "
    by_first_word = _heading_phrases()
    place = 0
    for word in words.split():
        for phrase, spelled in by_first_word.get(word, ()):  # the longest first
            if place and (at_start or phrase.place == "start"):
                continue
            if words.startswith(spelled, place):
                return phrase.section
        if at_start:
            return None
        place += len(word) + 1
    return None


def cue_section(sentence: str, running: str | None = None, before: str = "") -> str | None:
    """The section that a sentence sounds like, by its words; `running` is the section it stands in.

    Its place counts much, so that only strong words move a sentence out of its section. None when it sounds like none
    and stands in none.

    Args:
        sentence: one sentence.
        running: the section that headings give it.
        before: the sentence before it; it helps a little where no heading tells.
    """
    scores = section_scores(sentence, "" if running else before)
    if running:
        del scores[OTHER]
        scores[running] += _RUNNING_BONUS
    best = max(scores, key=lambda section: (scores[section], section == running))
    return None if best == OTHER else best


def heading_level(line: str) -> int | None:
    """The level of a heading by its numbering: 0 Phần and annexes … 5 a) (see above); None where it has none."""
    match = _NUMBERING.match(line)
    return _level(match) if match and not match["bullet"] else None


def _enter(open_: list[_Open], level: int, section: str | None) -> None:
    while open_ and open_[-1].level >= level:
        open_.pop()
    inherited = open_[-1].section if open_ else None
    open_.append(_Open(level, section or inherited))


def _read_heading(line: str, length: int) -> tuple[int | None, str, tuple[int, str] | None]:
    """(level, title, label): level and title of a heading; else label is (level, words) of "1. Hạn chế: …"."""
    match = _NUMBERING.match(line)
    title = line[match.end() :].strip() if match else line
    if match is None:
        # "Nguyên nhân của hạn chế:" alone on its line opens a list.
        alone = line.endswith(":") and length <= _LONGEST_LIST_TITLE
        return None, title, (6, line) if alone else None
    level = _level(match)
    if level == 6 or length > _LONGEST_HEADING or not _ends_like_heading(title, level):
        words = re.split(r"[:.;]", title, maxsplit=1)[0].strip()
        return None, title, (level, words) if 2 < len(words) <= _LONGEST_LABEL and words != title else None
    return level, title, None


def _ends_like_heading(title: str, level: int) -> bool:
    if not title:
        return level <= 2
    if "\t" in title or not title[0].isupper():
        return False
    if title.endswith("."):  # "1.1. Về tuổi đời." is a heading, "2. Giảm việc quá hạn xuống dưới 3%." a sentence
        return len(title.split()) <= 6 and not any(map(str.isdigit, title))
    return not title.endswith((";", ",", "!", "?"))


def _level(match: re.Match[str]) -> int:
    if match["part"]:
        return 0
    if match["chapter"] or match["letter"]:
        return 1
    if match["section"] or match["roman"]:
        return 2
    if match["number"]:
        return 3 + min(match["number"].count("."), 2)
    return 3 if match["article"] else 5 if match["small"] else 6


@cache
def _heading_phrases() -> dict[str, list[tuple[Phrase, str]]]:
    return spell(heading_phrases())
