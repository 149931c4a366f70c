"""How a text names other documents: in full the first time, shortly afterwards; and dates (domain.md §3.3, §3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from workbench.documents.form_versions import in_force
from workbench.documents.official_citation import official_citation
from workbench.documents.references import Reference, find_references
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.drafting.checks.model import Checked, Finding, Severity
from workbench.drafting.checks.wording_text import Place, places

_BY_NAME = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_ABOUT = re.compile(
    r"[^.;\n]{0,90}?(?:\bvề\b|\bv/v\b|\bban hành\b|\bquy định\b|\bhướng dẫn\b|\bsửa đổi\b|\bthực hiện\b|\btriển khai\b"
    r"|\bphê duyệt\b|\bsơ kết\b|\btổng kết\b|[“\"])",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:và|,|;)\s*(?:số\s*)?$")
# "Ngày 03/4/2026, Ban Thường vụ Tỉnh ủy có Công văn số …": day and organ stand before.
_DAY_BEFORE = re.compile(r"\bngày\s+\d{1,2}[^.;\n]{0,90}$", re.IGNORECASE)
_ORGAN_BEFORE = re.compile(r"\b(?:có|ban hành|gửi|trình|ra|ký)\s+$", re.IGNORECASE)
_AT = re.compile(r"\btại\s+$")  # "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …" names the organ already
_DATE = re.compile(
    r"(?<![\d/.,-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\d/.,-]?\d)"
)
_RULES = {"party": ("cách viện dẫn của Đảng", "V2"), "state": ("30/2020/NĐ-CP", "V")}
_SIGNS = {"/": "gạch chéo (12/10/2018)", "-": "gạch nối (12-10-2018)", ".": "dấu chấm (12.10.2018)"}


class _Cited(NamedTuple):
    """The first time that a text cites a document."""

    place: Place
    reference: Reference
    full_again: int = 0


def check_citations(subject: Checked) -> Iterator[Finding]:
    """Findings about first citations that are not full, later ones that are full again, and dates."""
    text = list(places(subject))
    yield from _citations(subject, text)
    yield from _dates(text)


def _citations(subject: Checked, text: list[Place]) -> Iterator[Finding]:
    if subject.system is None:
        return
    name, mark = _RULES[subject.system]
    form = in_force(subject.system, subject.day or date.today(), subject.tables).form
    if subject.system == "state" and (form is None or form.name != name):
        return  # how citations were written before the decree is not known
    titled = {symbol_key(span.text) for span in find_symbols(subject.title)}
    first: dict[str, _Cited] = {}
    again: list[tuple[Place, Reference]] = []
    for place in text:
        if place.is_heading:
            continue
        for one in find_references(place.text, subject.symbol or None):
            if one.symbol is None:
                continue
            exact = symbol_key(one.symbol.text)
            if exact not in first:
                first[exact] = _Cited(place, one)
            elif one.day and one.issuer and _ABOUT.match(place.text, one.end):
                again.append((place, one))
    for exact, cited in first.items():
        missing = _missing(cited.place.text, cited.reference)
        # Of the Party's way only second-hand sources tell: a bare number is asked about, the rest let be.
        bare = "ngày ban hành" in missing and "cơ quan ban hành" in missing
        if missing and exact not in titled and (bare or mark == "V"):
            yield cited.place.finding(
                Severity.WARNING if mark == "V" and len(missing) > 2 else Severity.HINT,
                f"Viện dẫn lần đầu “{_named(cited)}” thiếu {', '.join(missing)}.",
                _full(subject, cited.reference),
                cited.reference.start,
                cited.reference.end,
                f"{name} [{mark}]",
            )
    if again:
        place, one = again[0]
        yield place.finding(
            Severity.HINT,
            f"Viện dẫn lại đầy đủ văn bản đã dẫn ở trên ({len(again)} chỗ).",
            "Từ lần thứ hai chỉ ghi tên loại và số, ký hiệu.",
            one.start,
            one.end,
            f"{name} [{mark}]",
        )


def _named(cited: _Cited) -> str:
    return " ".join(cited.place.text[cited.reference.start : cited.reference.end].split())


def _missing(text: str, one: Reference) -> list[str]:
    """What a first citation leaves out of tên loại, thời gian, cơ quan, trích yếu; laws are cited by name."""
    if one.type in _BY_NAME or one.symbol is None or (one.symbol.type is None and one.symbol.year is not None):
        return []
    if _AT.search(text[max(0, one.start - 8) : one.start]):
        return []
    missing = []
    # In a list ("các Quyết định số 5-QĐ/TU, số 6-QĐ/TU …") tên loại and organ stand once.
    listed = _LISTED.search(text[max(0, one.start - 12) : one.start]) is not None
    if one.type is None and not listed:
        missing.append("tên loại")
    before = text[max(0, one.start - 110) : one.start]
    if one.day is None and not _DAY_BEFORE.search(before):
        missing.append("ngày ban hành")
    if one.issuer is None and not listed and not _ORGAN_BEFORE.search(before):
        missing.append("cơ quan ban hành")
    if not _ABOUT.match(text, one.end) and not _ABOUT.match(text, max(0, one.start - 90), one.start):
        missing.append("trích yếu")
    return missing


def _full(subject: Checked, one: Reference) -> str:
    """How it is cited in full, where the archive knows exactly one such document."""
    known = list(subject.archive.find(one.symbol.symbol, one.day)) if subject.archive and one.symbol else []
    if len(known) == 1:
        document = known[0]
        header = document.header
        full = official_citation(
            document.title, symbol=header.symbol, kind=header.type, issuer=header.issuer, day=header.date
        )
        return f"Ghi đủ: “{full}”."
    return "Lần đầu ghi đủ tên loại, số, ký hiệu, ngày, cơ quan ban hành và trích yếu."


def _dates(text: list[Place]) -> Iterator[Finding]:
    styles: dict[str, list[tuple[Place, int, int]]] = {}
    for place in text:
        for match in _DATE.finditer(place.text):
            try:
                date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                yield place.finding(
                    Severity.WARNING,
                    f"Không có ngày “{match[0]}”.",
                    "Sửa lại ngày, tháng, năm.",
                    match.start(),
                    match.end(),
                )
                continue
            styles.setdefault(match["sign"], []).append((place, match.start(), match.end()))
    if len(styles) > 1:
        order = sorted(styles, key=lambda sign: (len(styles[sign]), sign))
        place, start, end = styles[order[0]][0]
        told = ", ".join(f"{_SIGNS[sign]} {len(styles[sign])} chỗ" for sign in reversed(order))
        yield place.finding(
            Severity.HINT,
            f"Ngày tháng viết không thống nhất: {told}.",
            "Chọn một cách viết cho cả văn bản.",
            start,
            end,
            "cách viết thống nhất trong một văn bản [K]",
        )
