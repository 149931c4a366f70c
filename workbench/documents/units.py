"""The units that rules are cited by: "Điều 5, khoản 2, điểm a", "Chương II", "Phụ lục I, Mẫu số 2" (domain.md §3.3).

Only texts divided into articles or with annexes have units; sections of reports are `sections`. An article that an
amending law quotes ("Điều 5 được sửa đổi như sau: “Điều 5. …”") belongs to the place that quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_ANNEX_HEADING = 160
_LONGEST_QUOTATION = 400  # paragraphs; a mark of quotation that nobody closed ends there
_GREATEST_STEP = 3  # from one article to the next; more than one where pages are missing

# "Điều" composed or not, and with the accent that scanning lost.
_ARTICLE_WORD = r"[ĐÐ](?:i(?:ề|ê\u0300|e\u0302\u0300|[eêếể])u|I(?:Ề|Ê\u0300|E\u0302\u0300|[EÊẾỂ])U)"
_ARTICLE = re.compile(rf"{_ARTICLE_WORD}\s+(?P<number>\d{{1,3}}[a-zđ]?)(?:\s*[.:]|\s*$|\s+[-–]\s)")
_HAS_ARTICLES = re.compile(rf"^[ \t*]*{_ARTICLE_WORD}\s+\d{{1,3}}[a-zđ]?\s*[.:\n-]", re.MULTILINE)
_CLAUSE = re.compile(r"(?P<number>\d{1,2}[a-zđ]?)[.)]\s+(?=\S)")
_POINT = re.compile(r"(?P<letter>[a-zđ]{1,2}\d?)\s?\)\s")
_DIVISION = re.compile(
    r"(?P<part>(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]{1,5}\b|\d{1,2}\b))"
    r"|(?P<chapter>(?:Chương|CHƯƠNG)\s+(?:[IVXLC]{1,6}|\d{1,2})\b)"
    r"|(?P<section>(?:Mục|MỤC)\s+(?:[IVXLC]{1,6}|\d{1,2})\b)"
)
_ANNEX = re.compile(
    r"(?P<annex>(?:PHỤ|Phụ)\s+(?:LỤC|lục|BIỂU|biểu))(?P<number>(?:\s+số|\s+SỐ)?\s*:?\s+(?:[IVXLC]{1,6}|\d{1,3})[A-Za-z]?(?:\.\d{1,2})?\b)?"
    r"(?=\s*(?:$|[.:(\[–-]|[A-ZĐÀ-Ỹ]{2}))"
)
_FORM = re.compile(
    r"(?P<form>BIỂU(?:\s+MẪU)?|Biểu(?:\s+mẫu)?|MẪU(?:\s+BIỂU)?|Mẫu)(?P<number>(?:\s+số|\s+SỐ)?\s*:?\s+(?:[IVXLC]{1,6}|\d{1,3})[A-Za-z]?(?:[.-][A-Z\d]{1,4})*\b)"
    r"(?=\s*(?:$|[.:(\[–-]|[A-ZĐÀ-Ỹ]))"
)
_HAS_ANNEX = re.compile(r"^[ \t*]*(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu|BIỂU|Biểu|MẪU|Mẫu)\b", re.MULTILINE)
_ATTACHED = re.compile(r"(?P<kind>QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|HƯỚNG DẪN)\b")
_ENCLOSED = re.compile(r"\(?\s*(?:Ban hành )?[Kk]èm theo\b|\(?\s*BAN HÀNH KÈM THEO")
_CLOSING = re.compile(r"(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.)\s|N[ơo]i nhận\s*:")
_QUOTES = re.compile('[“”„"]')


def mark_units(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[str | None]:
    """For each paragraph (start, end) of a text the unit it belongs to, or None. Linear; never raises.

    After the signature nothing belongs to an article any more; everything behind the heading of an annex belongs to it,
    with its own forms and articles. A regulation that a decision encloses is "Quy chế kèm theo".
    """
    articles = _HAS_ARTICLES.search(text) is not None
    if not articles and not _HAS_ANNEX.search(text):
        return [None] * len(paragraphs)
    reader = _Units(articles, any(mark in text for mark in '“„"'))
    return [reader.unit_of(text, start, end, paragraphs[i + 1 : i + 5]) for i, (start, end) in enumerate(paragraphs)]


class _Units:
    """Where in a text of rules the reading stands."""

    def __init__(self, articles: bool, quotes: bool) -> None:
        self._articles, self._quotes = articles, quotes
        self._annex = self._form = self._division = self._article = self._clause = self._point = ""
        self._last_article = self._last_clause = 0
        self._closed = False
        self._quoted = 0  # paragraphs since a quotation began that has not ended

    def unit_of(self, text: str, start: int, end: int, following: Sequence[tuple[int, int]]) -> str | None:
        first = text[start]
        if not self._inside_quotation(text, start, end):
            # Only these can begin a heading; most paragraphs begin with none of them.
            if first in "ĐÐCPMBTKNQH" or first == "*":
                self._heading(text, start, end, following)
            elif self._article and first.isdigit():
                self._enter_clause(text, start)
            elif self._article and ("a" <= first <= "z" or first == "đ"):
                match = _POINT.match(text, start)
                self._point = match["letter"] if match else self._point
        return self._name()

    def _heading(self, text: str, start: int, end: int, following: Sequence[tuple[int, int]]) -> None:
        line = text[start : min(end, start + _LONGEST_ANNEX_HEADING)].strip("* ")
        if not line:  # a star under the name of an organ
            return
        article = _ARTICLE.match(line) if line[:1] in "ĐÐ" else None
        if article and self._articles and (not self._closed or self._annex):
            number = int(re.match(r"\d+", article["number"])[0])  # type: ignore[index]
            # A much greater number is an article that is quoted without marks of quotation.
            follows = self._last_article <= number <= self._last_article + _GREATEST_STEP
            if follows or not self._last_article or (number == 1 and self._annex):
                self._article, self._last_article = f"Điều {article['number']}", number
                self._clause, self._point, self._last_clause = "", "", 0
            return
        if _CLOSING.match(line) and not self._annex:
            self._closed = True
            self._reset()
            return
        short = end - start <= _LONGEST_ANNEX_HEADING and "\t" not in line
        annex = _ANNEX.match(line) if short and line[0] == "P" else None
        if annex and (self._closed or self._annex or annex.end() == len(line) or line.isupper() or not self._articles):
            self._annex, self._form = _spelled(annex["annex"], annex["number"]), ""
            self._reset()
            return
        form = _FORM.match(line) if short and line[0] in "BM" and (self._closed or self._annex) else None
        if form:
            self._form = _spelled(form["form"], form["number"])
            self._reset()
            return
        attached = _ATTACHED.match(line) if self._closed and short and line.isupper() else None
        if attached and any(_ENCLOSED.match(text, a) for a, _ in following):
            self._annex, self._form = f"{attached['kind'].capitalize()} kèm theo", ""
            self._reset()
            return
        division = _DIVISION.match(line) if self._articles and line[0] in "PCM" and short else None
        if division and not (self._closed and not self._annex):
            self._enter_division(" ".join(division[0].split()), division.lastgroup or "")

    def _enter_division(self, name: str, level: str) -> None:
        word, _, rest = name.partition(" ")
        name = f"{word.capitalize()} {rest.lower() if rest.upper().startswith('THỨ') else rest}"
        above = self._division.split(", ")
        kept = [part for part in above if part and _RANKS[part.split()[0]] < _RANKS[word.capitalize()]]
        self._division = ", ".join([*kept, name])
        self._article = self._clause = self._point = ""

    def _enter_clause(self, text: str, start: int) -> None:
        match = _CLAUSE.match(text, start)
        if match is None:
            return
        number = int(re.match(r"\d+", match["number"])[0])  # type: ignore[index]
        if number >= self._last_clause and (self._last_clause or number <= 2):
            self._clause, self._point, self._last_clause = match["number"], "", number

    def _inside_quotation(self, text: str, start: int, end: int) -> bool:
        """Whether the paragraph belongs to a quotation that an earlier one began; keeps count of the marks."""
        if not self._quotes:
            return False
        inside = self._quoted > 0
        opens = text[start] in '“„"'
        if inside:
            self._quoted += 1
        if inside or opens:
            open_marks = 1 if inside else 0
            for mark in _QUOTES.finditer(text, start, end):
                if mark[0] == '"':
                    open_marks = 0 if open_marks else 1
                else:
                    open_marks = max(0, open_marks + (1 if mark[0] in "“„" else -1))
            self._quoted = (self._quoted or 1) if open_marks and self._quoted < _LONGEST_QUOTATION else 0
        return inside or opens

    def _reset(self) -> None:
        self._division = self._article = self._clause = self._point = ""
        self._last_article = self._last_clause = 0

    def _name(self) -> str | None:
        place = [part for part in (self._annex, self._form) if part]
        if self._article:
            place.append(self._article)
            if self._clause:
                place.append(f"khoản {self._clause}")
            if self._point:
                place.append(f"điểm {self._point}")
        elif self._division:
            place.append(self._division)
        return ", ".join(place) or None


_RANKS = {"Phần": 0, "Chương": 1, "Mục": 2}


def _spelled(word: str, number: str | None) -> str:
    """ "PHỤ LỤC SỐ 2" → "Phụ lục số 2"; "BIỂU MẪU 01" → "Biểu mẫu 01"."""
    digits = re.sub(r"\s*:\s*", " ", number or "").strip()
    digits = re.sub(r"^(?:số|SỐ)\s+", "số ", digits)
    return " ".join(f"{' '.join(word.split()).capitalize()} {digits}".split())


def is_unit_heading(line: str, unit: str | None, before: str | None) -> bool:
    """Whether a passage in `unit`, behind one in `before`, is the heading of a division, an article or an annex."""
    if unit is None or unit == before:
        return False
    last = unit.rpartition(", ")[2]
    return not last.startswith(("khoản ", "điểm ")) and line[:4].casefold() == last[:4].casefold()
