"""The field (lĩnh vực) of a document, and the unit that it comes from or is about (domain.md §1.6, §8.2).

The field is told by weighted phrases (`fields.csv`, which an office may edit): the trích yếu first, and only where that
says nothing the first part of the text. Two fields that come close to each other are none: an officer decides.
"""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workbench.documents.head_cells import CAPITALS
from workbench.documents.model import Evidence, Header
from workbench.vietnamese.spelling import key

_TEXT = 1_500  # characters of the text that are asked where the trích yếu says nothing
_ENOUGH_IN_SUBJECT, _ENOUGH_IN_TEXT = 3, 9
_AHEAD_IN_SUBJECT, _AHEAD_IN_TEXT = 1.35, 2.0  # how far the first field must be ahead of the second
_COUNTED = 3  # times that one phrase counts

_NAME = rf"[{CAPITALS}][\w'’]*(?:[ -][{CAPITALS}][\w'’]*){{0,3}}"
_LOCAL = re.compile(rf"\b(?P<level>xã|phường|đặc khu|thị trấn|huyện|quận|thị xã)\s+(?P<name>{_NAME}|\d{{1,2}}(?!\d))")
_CITY = re.compile(rf"\b(?P<level>thành phố|tỉnh)\s+(?P<name>{_NAME})")
_COMMITTEE = re.compile(rf"^(?P<level>Tỉnh|Thành|Huyện|Quận|Thị) [uủ][ỷy] (?P<name>{_NAME})$")
_COMMITTEE_LEVELS = {"Tỉnh": "tỉnh", "Thành": "thành phố", "Huyện": "huyện", "Quận": "quận", "Thị": "thị xã"}
_WHOLE_UNIT = re.compile(r"(?:Đảng ủy|Đảng bộ|Ủy ban nhân dân|Hội đồng nhân dân|Ban Chấp hành|Ban Thường vụ)\b")

# A report on everything of a period has no one field.
_PERIODIC = re.compile(r"\b(?:tháng|quý|năm)\s+(?:[IVX]+|\d+)\b", re.IGNORECASE)


class FieldReading(NamedTuple):
    """A field with the phrase that tells it most clearly and how sure that is (0 to 1)."""

    field: str
    phrase: str
    in_subject: bool
    confidence: float


@cache
def _phrases() -> dict[str, list[tuple[str, int]]]:
    text = files("workbench.documents").joinpath("fields.csv").read_text(encoding="utf-8")
    phrases: dict[str, list[tuple[str, int]]] = {}
    for row in csv.DictReader(text.splitlines()):
        phrases.setdefault(_words(row["phrase"]), []).append((row["field"], int(row["weight"])))
    return phrases


@cache
def field_names() -> tuple[str, ...]:
    """The fields, in the order of the table."""
    return tuple(dict.fromkeys(name for pairs in _phrases().values() for name, _ in pairs))


@cache
def _pattern() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(_phrases(), key=len, reverse=True):
        by_first.setdefault(phrase[0], []).append(phrase[1:])
    letters = "|".join(f"{first}(?:{'|'.join(map(re.escape, rests))})" for first, rests in by_first.items())
    return re.compile(rf"(?<= )(?:{letters})(?= )")


def _words(text: str) -> str:
    return re.sub(r"[^\w]+", " ", key(text)).strip()


def field_of(subject: str | None, text: str = "") -> FieldReading | None:
    """The field of a document by its trích yếu, else by the first part of its text; None when unsure."""
    if subject:
        found = _best(subject, _ENOUGH_IN_SUBJECT, _AHEAD_IN_SUBJECT)
        if found:
            return FieldReading(found[0], found[1], True, 0.85)
        if _PERIODIC.search(subject):
            return None
    found = _best(text[:_TEXT], _ENOUGH_IN_TEXT, _AHEAD_IN_TEXT)
    return FieldReading(found[0], found[1], False, 0.6) if found else None


def _best(text: str, enough: int, ahead: float) -> tuple[str, str] | None:
    scores: dict[str, int] = {}
    clearest: dict[str, tuple[int, str]] = {}
    counted: dict[str, int] = {}
    for match in _pattern().finditer(f" {_words(text)} "):
        phrase = match[0]
        counted[phrase] = counted.get(phrase, 0) + 1
        if counted[phrase] > _COUNTED:
            continue
        for field, weight in _phrases()[phrase]:
            scores[field] = scores.get(field, 0) + weight
            clearest[field] = max(clearest.get(field, (0, "")), (weight, phrase))
    if not scores:
        return None
    first, *others = sorted(scores, key=lambda field: -scores[field])
    if scores[first] < enough or (others and scores[first] < ahead * scores[others[0]]):
        return None
    return first, clearest[first][1]


def unit_of(header: Header, text: str = "") -> str | None:
    """The unit that a document comes from: that of its issuer ("xã Khe Ngọc", "tỉnh Lam Nguyên", "Sở Nội vụ tỉnh …").

    Where the issuer names none (a central organ), the one place of the lower levels that the trích yếu names; else the
    issuer itself. None for a text without a head.
    """
    issuer = header.issuer
    if issuer:
        committee = _COMMITTEE.match(issuer)
        if committee:
            return f"{_COMMITTEE_LEVELS[committee['level']]} {committee['name']}"
        place = _LOCAL.search(issuer) or _CITY.search(issuer)
        if place and place.end() == len(issuer) and _is_place_s_own(issuer[: place.start()]):
            return place[0]
        if place or header.parent or header.system == "party":
            return issuer
    named = {match[0] for match in _LOCAL.finditer(header.subject or "")}
    return named.pop() if len(named) == 1 else issuer


def _is_place_s_own(before: str) -> bool:
    """ "Đảng ủy xã …" speaks for the place; "Đảng ủy các cơ quan Đảng tỉnh …" is a unit of its own."""
    return _WHOLE_UNIT.match(before) is not None and not _WHOLE_UNIT.sub("", before).strip()


def with_content(header: Header, text: str) -> Header:
    """The header with its field and its unit, each with evidence."""
    reading = field_of(header.subject, text) if header.type or header.symbol else None
    unit = unit_of(header, text)
    evidence = dict(header.evidence)
    if reading:
        evidence["subject_field"] = Evidence(
            *_place_of(header, reading), reading.confidence, f"theo cụm từ “{reading.phrase}”"
        )
    if unit:
        source = evidence.get("issuer" if header.issuer else "subject")
        evidence["unit"] = Evidence(
            source.start if source else None, source.end if source else None, 0.85, "theo cơ quan ban hành và trích yếu"
        )
    return replace(header, subject_field=reading.field if reading else None, unit=unit, evidence=evidence)


def _place_of(header: Header, reading: FieldReading) -> tuple[int | None, int | None]:
    """Offsets of the trích yếu that told the field; a field told by the text as a whole has no one place."""
    subject = header.evidence.get("subject")
    return (subject.start, subject.end) if subject and reading.in_subject else (None, None)
