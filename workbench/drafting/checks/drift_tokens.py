"""A sentence as drift is looked for in it: words, numbers, days, symbols, each in one spelling, with what modifies it.

Negations, directions and hedges ("operators") are taken out of the row of tokens and kept in the gap in which they
stood, so that "chưa đạt" and "đạt" fall together and the difference shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from workbench.analysis.figures_text import view_of
from workbench.documents.symbols import find_symbols, symbol_key
from workbench.drafting.checks.drift_lexicon import (
    BOUNDARIES,
    LINK,
    NEGATION,
    OF_NUMBERS,
    OPERATORS,
    PLAIN,
    SCALES,
    SPELLED,
    phrases,
    units,
)
from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.numbers import find_numbers, parse_digits
from workbench.vietnamese.spelling import key, syllable_keys

WORD, NUMBER, DAY, MONTH, DAY_OF_YEAR, SYMBOL, BREAK = "w", "#", "D", "M", "d", "S", "|"
SLOTS = frozenset({NUMBER, DAY, MONTH, DAY_OF_YEAR, SYMBOL})
"""Kinds of tokens whose content is compared with that of the token at the same place of the source."""

_LEAD = re.compile(
    r"\s*(?:(?:[-+•*–—]|\(?(?:[ivxIVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)](?!\d)|[IVX]{1,5}-)\s+){1,3}"
)
_GAP = r"[ \t]{0,4}"
_TOKEN = re.compile(
    rf"""
    (?P<date>(?<![\d/.,-])(?:
        (?P<d1>\d{{1,2}}){_GAP}tháng{_GAP}(?P<m1>\d{{1,2}}),?{_GAP}năm{_GAP}(?P<y1>\d{{4}})
      | (?P<d2>\d{{1,2}})(?P<by>[/.-])(?P<m2>\d{{1,2}})(?P=by)(?P<y2>\d{{4}}))(?![\d/]))
  | (?P<dayofyear>(?<=ngày\ )(?P<d3>\d{{1,2}})(?:/|{_GAP}tháng{_GAP})(?P<m3>\d{{1,2}})(?![\d/]|\.\d))
  | (?P<month>(?<![\d/.,-])(?P<m4>\d{{1,2}})(?:[/-]|{_GAP}năm{_GAP})(?P<y4>(?:19|20)\d\d)(?![\d/]))
  | (?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)
  | (?P<percent>%|phần[ ]trăm(?!\w))
  | (?P<short>[đĐ]/c(?!\w)|tr\.đ(?!\w))
  | (?P<word>[^\W\d_]+(?:[\d²³]+(?!\w))?|‰)
  | (?P<mark>[.,;:!?()\[\]{{}}"…\n\t])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HYPHENED = re.compile(r"(?<![\w/-])[A-ZĐƯ]{1,6}(?:-[A-ZĐƯ]{1,6})+(?![\w/-])")  # "KT-XH"
_NUMBER_WORD = re.compile(r"(?<!\w)(?:hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười)(?!\w)", re.IGNORECASE)
_CLOSING_MARKS = frozenset('.!?:;("…\n\t')
_SHORT = {"đ/c": "đồng chí", "tr.đ": "triệu đồng"}
_APART = re.compile(r"[\s-]+")


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: one of the constants above.
        key: for words their spelling, for others what they say in one form ("2026-02-05", "34-ct/tw").
        value: of a number its value, else None.
        start, end: offsets in the text.
        clause: number of the clause it stands in.
        capital: written with a capital (never in a text that is all in capitals).
        initial: it begins the text or follows a mark after which capitals are usual.
        link: it belongs to a connective.
    """

    kind: str
    key: str
    value: float | None
    start: int
    end: int
    clause: int
    capital: bool = False
    initial: bool = False
    link: bool = False


class Operator(NamedTuple):
    """A negation, direction or hedge; `forward`: what it modifies follows in the same clause."""

    kind: str
    key: str
    start: int
    end: int
    clause: int
    forward: bool


@dataclass
class Row:
    """A text (or several, parted by `BREAK` tokens) as tokens; `gaps[i]` holds the operators before token i."""

    tokens: list[Token] = field(default_factory=list)
    gaps: list[list[Operator]] = field(default_factory=lambda: [[]])

    def keys(self) -> list[str]:
        """The spelling of each token."""
        return [token.key for token in self.tokens]

    def says(self) -> tuple[list[str], list[list[str]]]:
        """All it says, in a form that is equal for two texts which say the same in the same order."""
        return self.keys(), [[operator.key for operator in gap] for gap in self.gaps]


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    return Lexicon.load(None)


def row_of(text: str, others: str, lexicon: Lexicon) -> Row:
    """The tokens of a text. Abbreviations are spelled out where `others` (in the form of `spaced`) does so."""
    tokens = list(_spelled_out(text, _tokens(text, lexicon), others, lexicon))
    return _with_operators(tokens)


def joined(rows: Sequence[Row], offsets: Sequence[int]) -> Row:
    """Several rows as one, with a token between them that is like no other; offsets are moved by `offsets`."""
    whole = Row()
    clause = 0
    for number, (row, by) in enumerate(zip(rows, offsets, strict=True)):
        gaps = [[_moved(operator, by, clause) for operator in gap] for gap in row.gaps]
        whole.gaps[-1] += gaps[0]
        whole.gaps += gaps[1:]
        whole.tokens += [_moved(token, by, clause) for token in row.tokens]
        clause = (whole.tokens[-1].clause if whole.tokens else clause) + 2
        whole.tokens.append(Token(BREAK, f"|{number}", None, 0, 0, clause - 1))
        whole.gaps.append([])
    return whole


_Placed = TypeVar("_Placed", Token, Operator)


def _moved(item: _Placed, by: int, clause: int) -> _Placed:
    return item._replace(start=item.start + by, end=item.end + by, clause=item.clause + clause)


def unit_at(row: Row, at: int) -> tuple[str, ...]:
    """The unit that follows the number at `at` in its clause: ("tỷ", "đồng"), ("điểm", "%"), ("xã",); () for none."""
    tokens = row.tokens
    place, found = at + 1, []
    while place < len(tokens) and tokens[place].key in SCALES and tokens[place].clause == tokens[at].clause:
        found.append(tokens[place].key)
        place += 1
    if place < len(tokens):
        for phrase in units().get(tokens[place].key, ()):
            end = place + len(phrase.syllables)
            span = tokens[place:end]
            if tuple(token.key for token in span) == phrase.syllables and all(
                token.clause == tokens[at].clause for token in span
            ):
                return (*found, *phrase.syllables)
    return tuple(found)


def _tokens(text: str, lexicon: Lexicon) -> Iterator[Token]:
    view = view_of(text)
    plain, low = view.plain, view.low
    lead = _LEAD.match(plain)
    at = lead.end() if lead and lead.end() < len(plain) else 0
    upper = sum(char.isupper() for char in plain)
    shouting = upper > 12 and 2 * upper > sum(char.isalpha() for char in plain)
    spans: list[tuple[int, int, str, str, float | None]] = [
        (span.start, span.end, SYMBOL, symbol_key(span.text), None) for span in find_symbols(plain) if span.start >= at
    ]
    spans += [
        (match.start(), match.end(), WORD, match[0].lower(), None)
        for match in _HYPHENED.finditer(plain, at)
        if _expansions(match[0], lexicon)
    ]
    if _NUMBER_WORD.search(low):
        spans += [
            (number.start, number.end, NUMBER, _spelled_number(number.value), number.value)
            for number in find_numbers(plain)
            if number.words and number.start >= at
        ]
    spans.sort(key=lambda span: span[:4])
    clause, initial = 0, True
    for start, end, kind, name, value in [*spans, (len(plain), len(plain), "", "", None)]:
        for match in _TOKEN.finditer(low, at, start):
            group = match.lastgroup or ""
            if match["mark"]:
                clause += 1
                initial = initial or match["mark"] in _CLOSING_MARKS
                continue
            capital = plain[match.start()].isupper() and not shouting
            found = _token(match, group)
            yield Token(*found, view.back(match.start()), view.back(match.end()), clause, capital, initial)
            initial = False
        if kind:
            yield Token(kind, name, value, view.back(start), view.back(end), clause, False, initial)
            initial = False
        at = max(at, end)


def _token(match: re.Match[str], group: str) -> tuple[str, str, float | None]:
    if match["date"]:
        day = _day(match["y1"] or match["y2"], match["m1"] or match["m2"], match["d1"] or match["d2"])
        return DAY, day, None
    if match["dayofyear"]:
        return DAY_OF_YEAR, f"{int(match['m3']):02}-{int(match['d3']):02}", None
    if match["month"]:
        return MONTH, f"{match['y4']}-{int(match['m4']):02}", None
    if match["number"]:
        value = parse_digits(match[0])
        return NUMBER, match[0] if value is None else _spelled_number(value), value
    if match["percent"]:
        return WORD, "%", None
    word = syllable_keys(match[0])[0]
    return WORD, SPELLED.get(word, word), None


def _spelled_number(value: float) -> str:
    return f"{value:.10g}"


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{month}-{day}"


def _spelled_out(text: str, tokens: Iterator[Token], others: str, lexicon: Lexicon) -> Iterator[Token]:
    for token in tokens:
        full = _SHORT.get(token.key) or _full(text[token.start : token.end], others, lexicon)
        if token.kind != WORD or not full:
            yield token
            continue
        for place, syllable in enumerate(full.split()):
            word = SPELLED.get(syllable, syllable)
            yield token._replace(key=word, capital=token.capital and place == 0, initial=token.initial and place == 0)


def _full(word: str, others: str, lexicon: Lexicon) -> str:
    """What an abbreviation stands for, where the other text says it in full; else ""."""
    if len(word) < 2 or not (word.isupper() or any(char.isupper() for char in word[1:])):
        return ""
    for full in _expansions(word, lexicon):
        if full in others:
            return full
    return ""


@lru_cache(maxsize=4096)
def _expansions(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    found = lexicon.expansions(word) or lexicon.expansions(word + ".")
    return tuple(spaced(one.full) for one in found)


def spaced(text: str) -> str:
    """A text in one spelling, its words parted by single spaces, hyphens too."""
    return " ".join(_APART.split(key(text))).strip()


def _with_operators(tokens: Sequence[Token]) -> Row:
    row = Row()
    at = 0
    found = _found_phrases(tokens)
    ends = {start: end for start, end, name in found if name in OPERATORS}
    for start, end, name in found:
        for token in tokens[at:start]:
            _append(row, token)
        at = end
        if name not in OPERATORS:
            for token in tokens[start:end]:
                _append(row, token._replace(link=name == LINK))
            continue
        first, last = tokens[start], tokens[end - 1]
        head = end
        while head in ends:
            head = ends[head]
        forward = head < len(tokens) and tokens[head].clause == last.clause and tokens[head].key not in BOUNDARIES
        said = " ".join(one.key for one in tokens[start:end])
        row.gaps[-1].append(Operator(name, said, first.start, last.end, first.clause, forward))
    for token in tokens[at:]:
        _append(row, token)
    return row


def _append(row: Row, token: Token) -> None:
    # A connective with a capital inside a clause is none: it is part of a name.
    inside = bool(row.tokens) and row.tokens[-1].clause == token.clause
    row.tokens.append(token._replace(capital=token.capital and (not token.link or inside)))
    row.gaps.append([])


def _found_phrases(tokens: Sequence[Token]) -> list[tuple[int, int, str]]:
    """The words of the table among the tokens: start, end, class; those of numbers only before numbers."""
    table = phrases()
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        for phrase in table.get(tokens[at].key, ()) if tokens[at].kind == WORD else ():
            end = at + len(phrase.syllables)
            if end <= len(tokens) and all(
                token.key == syllable and token.clause == tokens[at].clause
                for token, syllable in zip(tokens[at:end], phrase.syllables, strict=True)
            ):
                found.append((at, end, phrase.name))
                at = end
                break
        else:
            at += 1
    resolved: list[tuple[int, int, str]] = []
    for start, end, name in reversed(found):
        if name in OF_NUMBERS:
            next_operator = bool(resolved) and resolved[-1][0] == end and resolved[-1][2] in OPERATORS
            before_number = end < len(tokens) and tokens[end].kind == NUMBER
            leads = before_number or (next_operator and resolved[-1][2] != NEGATION)
            name = OF_NUMBERS[name] if leads and tokens[end].clause == tokens[start].clause else PLAIN
        resolved.append((start, end, name))
    return resolved[::-1]
