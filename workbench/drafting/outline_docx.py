"""Outlines as an office writes them in Word: its headings, by their style or by their numbers ("I-", "1.", "a)")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import docx

from workbench.archive.readers.docx import read as read_docx
from workbench.documents.sections import heading_level, heading_section, mark_sections
from workbench.drafting.outline import OPENING, Outline, OutlineSection
from workbench.drafting.outline_yaml import MOST_SECTIONS
from workbench.errors import OutlineError, UnreadableFile
from workbench.vietnamese.spelling import clean, fold

MOST_BYTES = 5 * 1024 * 1024

_HEADING_STYLE = re.compile(r"(?:heading|tiêu đề|đề mục)\s*([1-9])", re.IGNORECASE)
_LONGEST_NUMBER = 20  # characters that Word's own numbering writes before a heading
_LONGEST_KEY = 40
_LONGEST_GUIDANCE = 1_000
_DEEPEST = 6
_NUMBER = re.compile(
    r"^\s*(?:(?:Phần|Mục|Chương)\s+(?:thứ\s+\w+|[IVX]+|\d+|[A-E])|[IVX]{1,5}|[A-EĐ]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])"
    r"\s*[-–.:)]+\s*",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    text: str
    level: int | None  # None: no heading


def read_outline_docx(path: Path) -> Outline:
    """The outline in a Word file: its headings are the sections, what stands below a heading is its guidance.

    Where any paragraph bears a heading style, styles decide; else the numbers do. Which sentences belong under a
    heading is told by its words, else by the heading above it.

    Raises:
        OutlineError: the file cannot be read, or holds no heading.
    """
    name = path.stem.strip()
    lines = _read(path)
    if sum(line.level is not None for line in lines) > MOST_SECTIONS:
        raise OutlineError(f"Tệp đề cương “{path.name}”: có quá {MOST_SECTIONS} đề mục.", "Hãy gộp bớt đề mục.")
    sections = _sections(lines)
    if not sections:
        raise OutlineError(
            f"Tệp đề cương “{path.name}” không có đề mục nào.",
            "Hãy đặt kiểu Heading (Tiêu đề) cho các đề mục, hoặc đánh số “I-”, “1.”, “a)”.",
        )
    opening = OutlineSection(OPENING, "", guidance="Căn cứ, mở đầu.")
    return Outline(slug(name), name, (opening, *sections), path=str(path))


def slug(text: str) -> str:
    """A key made of words: small letters without accents, digits and "_"."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(text)).strip("_")
    return words[:_LONGEST_KEY].rstrip("_") or "muc"


def _read(path: Path) -> list[_Line]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OutlineError(f"Tệp đề cương “{path.name}” quá lớn.", "Đề cương chỉ cần các đề mục và lời hướng dẫn.")
        text = read_docx(path).text  # first: it refuses broken and hostile files, and writes Word's own numbers out
        styled = list(_styled(path))
    except (UnreadableFile, OSError, ValueError, KeyError) as error:
        raise OutlineError(
            f"Không đọc được tệp đề cương “{path.name}”: {error}", "Hãy mở tệp bằng Word rồi lưu lại dạng .docx."
        ) from error
    lines = text.split("\n")
    return list(_by_style(lines, styled) if styled else _by_number(text, lines))


def _styled(path: Path) -> Iterator[tuple[str, int]]:
    """Text and level of every paragraph with a heading style."""
    for paragraph in docx.Document(str(path)).paragraphs:
        match = _HEADING_STYLE.match(paragraph.style.name or "") if paragraph.style is not None else None
        if match and paragraph.text.strip():
            yield _plain(paragraph.text), int(match[1])


def _by_style(lines: Iterable[str], styled: list[tuple[str, int]]) -> Iterator[_Line]:
    waiting = list(reversed(styled))
    for line in map(_plain, lines):
        text = waiting[-1][0] if waiting else ""
        if waiting and line.endswith(text) and len(line) - len(text) <= _LONGEST_NUMBER:
            yield _Line(line, waiting.pop()[1])
        else:
            yield _Line(line, None)


def _by_number(text: str, lines: Iterable[str]) -> Iterator[_Line]:
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    for (start, end), (_, heading) in zip(spans, mark_sections(text, spans), strict=True):
        line = _plain(text[start:end])
        yield _Line(line, heading_level(line) if heading and line else None)


def _sections(lines: Iterable[_Line]) -> list[OutlineSection]:
    listed = list(lines)
    # "Phần thứ nhất" stands above "I-"; all others count from 1 by what the file uses.
    ranks = sorted({line.level for line in listed if line.level})
    sections: list[OutlineSection] = []
    above: list[tuple[int, tuple[str, ...]]] = []  # level and fill of the headings a line stands below
    for line in listed:
        if line.level is None:
            if sections and line.text:
                guidance = f"{sections[-1].guidance} {line.text}".strip()[:_LONGEST_GUIDANCE]
                sections[-1] = replace(sections[-1], guidance=guidance)
            continue
        level = min(ranks.index(line.level) + 1, _DEEPEST) if line.level else 0
        while above and above[-1][0] >= level:
            above.pop()
        title = _NUMBER.sub("", line.text).strip(" .:") or line.text
        named = heading_section(title, at_start=bool(above and above[-1][1]))
        fill = (named,) if named else above[-1][1] if above else ()
        if above and sections[-1].level < level:  # the one above only holds what follows
            sections[-1] = replace(sections[-1], is_parent=True, fill=(), topics=())
        key = _free_key(named if named and all(one.key != named for one in sections) else slug(title), sections)
        topics = () if named or len(title.split()) < 2 else (title,)
        sections.append(OutlineSection(key, line.text, level, fill=fill, topics=topics))
        above.append((level, fill))
    return sections


def _free_key(key: str, sections: Iterable[OutlineSection]) -> str:
    taken = {one.key for one in sections} | {OPENING}
    free, number = key, 2
    while free in taken:
        free, number = f"{key}_{number}", number + 1
    return free


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
