"""Document symbols (số ký hiệu): finding them in text, and the keys under which they are compared (domain.md §3.5).

Three forms: Party `34-CT/TU`, State `30/2020/NĐ-CP` or `12/UBND-VX`, and old `63-CP`. In documents letter case is part
of the grammar; in queries people also type "18 - nq/tw", "18 nq/tw" and leave accents out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from workbench.documents.model import System
from workbench.documents.tables import document_types, organs
from workbench.vietnamese.spelling import ZERO_WIDTH, clean, same_length_clean, strip_accents

# Cyrillic letters that converters and keyboards leave in symbols ("TT-BТС"), and the letters they stand for.
_LOOKALIKES = str.maketrans("АВЕІКМНОРСТХаеіорсхуɖ", "ABEIKMHOPCTXaeiopcxyđ")
_LOOKALIKE = re.compile("[АВЕІКМНОРСТХаеіорсхуɖ]")

_GAP = rf"[ {ZERO_WIDTH}]{{0,3}}"
_DASH = rf"{_GAP}-{_GAP}"
_SLASH = rf"{_GAP}/{_GAP}"
_UPPER = "A-ZĐƯÂĂÊÔƠ"
_MARK = "\u0300-\u036f"  # combining accents of NFD text
_WORD = rf"[{_UPPER}][A-Za-zĐđƯưÂâĂăÊêÔôƠơ0-9{_MARK}]{{0,24}}"
_ORGAN = rf"{_WORD}(?:\.{_WORD}){{0,3}}"
_NUMBER = r"(?<![\w/.,-])(?P<number>\d{1,5}[a-zA-Z]?)"
_YEAR = r"(?:19|20)\d{2}"
# QH15, UBTVQH14, sometimes written "QH 15".
_TERM = rf"(?:UBTV)?QH{_GAP}\d{{1,2}}"
_END = r"(?![\w/])"


@cache
def _grammar(ignore_case: bool) -> re.Pattern[str]:
    known = sorted({re.escape(kind.abbreviation) for kind in document_types() if kind.abbreviation}, key=len)
    spelled = "|".join(reversed(known))
    # After a dash any two to four capitals: offices use abbreviations that no table has. Where the dash was lost
    # ("06 HD/TW") only a known one.
    kind = rf"{_DASH}(?P<party_type>{spelled}|[{_UPPER}]{{2,4}})| (?P<bare_type>{spelled})"
    party = rf"(?:{kind}){_SLASH}(?P<party_organ>{_ORGAN}(?:{_DASH}{_ORGAN})?)"
    piece = rf"{_WORD}(?:{_DASH}[{_UPPER}][\w&.{_MARK}]{{0,24}}(?<!\.)){{0,8}}"
    # With a year nothing else looks like a symbol, so what joint and old ones add is read too: "NQLT/UBTVQH15-CP".
    dated = rf"{_TERM}|{piece}(?:\.[{_UPPER}]{{2,12}})?(?:{_SLASH}{piece})?"
    state = (
        rf"(?:{_SLASH}(?P<year>{_YEAR}){_SLASH}(?P<dated_code>{dated})"
        rf"|{_SLASH}(?P<state_code>{_TERM}|(?:TTLT{_SLASH})?{piece}))"
    )
    old = rf"{_DASH}(?P<old_organ>CP|TTg|HĐBT|HĐCP|TVQH|LCT|CTN)"
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    return re.compile(rf"{_NUMBER}(?:{party}|{state}|{old}){_END}", flags)


# What every symbol has; most lines have not.
_MAYBE = re.compile(rf"\d[^\W\d_]?{_GAP}(?:[-/]| ?[^\W\d_])")

_PRECEDED_BY_NUMBER_WORD = re.compile(r"(?:số|luật|nghị định|quyết định|chỉ thị)\s*:?\s*$", re.IGNORECASE)
_ONLY_TERM = re.compile(_TERM, re.IGNORECASE)


_LOST_DASH = re.compile(r"^(\d{1,5}[a-zA-Z]?)\s+(?=[^\W\d]{1,6}\s*/)")


@dataclass(frozen=True)
class SymbolSpan:
    """One symbol in a text.

    Attributes:
        text: the slice of the text, verbatim.
        start, end: its offsets.
        number: the number as printed, e.g. "04".
        type: abbreviation of the tên loại, or None (công văn of the State, old forms, laws).
        organ: symbol of the organ.
        year: the year inside State symbols.
        system: "party" or "state".
    """

    text: str
    start: int
    end: int
    number: str
    type: str | None
    organ: str
    year: int | None
    system: System

    @property
    def symbol(self) -> str:
        """The symbol as people write it: spaces out, one kind of dash."""
        return tidy_symbol(self.text)


def tidy_symbol(text: str) -> str:
    """A symbol without spaces, with plain dashes, Đ for Ð and Latin for Cyrillic letters; "06 HD/TW" → "06-HD/TW"."""
    plain = _LOST_DASH.sub(r"\1-", clean(text).translate(_LOOKALIKES).strip())
    return re.sub(r"\s+", "", plain)


def find_symbols(text: str, ignore_case: bool = False) -> list[SymbolSpan]:
    """All symbols of a text, in order. Linear in its length; never raises.

    Args:
        text: any text; offsets are into it as given.
        ignore_case: also take "18-nq/tw"; for queries, where the surrounding text cannot mislead.
    """
    plain = same_length_clean(text)
    if not _MAYBE.search(plain):
        return []
    if _LOOKALIKE.search(plain):
        plain = plain.translate(_LOOKALIKES)
    found = []
    for match in _grammar(ignore_case).finditer(plain):
        span = _span(text, plain, match)
        if span is not None:
            found.append(span)
    return found


def is_symbol(text: str) -> bool:
    """Whether the whole text is a document symbol, as documents print it."""
    return _whole(text, ignore_case=False) is not None


def parse_symbol(query_text: str) -> str | None:
    """The symbol that a query consists of, tidied ("18 - nq/tw" → "18-NQ/TW"), or None when it is something else.

    A tên loại or "số" before it is allowed: "chỉ thị số 34-CT/TU".
    """
    trimmed = _LEAD.sub("", clean(query_text).strip(), count=1).strip(" .,;:\"'()")
    span = _whole(trimmed, ignore_case=True)
    if span is None:
        return None
    return span.symbol if is_symbol(trimmed) else _restore_case(span.symbol)


def symbol_key(text: str) -> str:
    """The exact key: equal for two ways of writing one symbol, accents kept.

    Spaces out, one dash, leading zeros dropped, Ð→Đ, lower case, and one spelling of Trung ương (TW, TƯ, T.Ư, T.W).
    """
    plain = tidy_symbol(text).lower()
    plain = unicodedata.normalize("NFC", plain)
    plain = _CENTRAL.sub(r"\1tw", plain)
    return re.sub(r"^0+(?=\d)", "", plain)


def symbol_fold(text: str) -> str:
    """The loose key, without accents (đ→d): for symbols typed or scanned without them. ĐA and DA fall together."""
    return strip_accents(symbol_key(text))


_CENTRAL = re.compile(r"([/-])(?:t\.?[ưw])(?![^\W\d_])")
_ABBREVIATIONS_BY_CAPITALS = {"CTR": "CTr", "TTR": "TTr", "QĐI": "QĐi", "QYĐ": "QyĐ", "TTG": "TTg", "THU": "ThU"}


@cache
def _lead_words() -> str:
    names = sorted({kind.name for kind in document_types()}, key=len, reverse=True)
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)


_LEAD = re.compile(rf"^(?:(?:{_lead_words()})\s+)?(?:(?:số|so)\s*:?\s*)?", re.IGNORECASE)


def _restore_case(symbol: str) -> str:
    pieces = re.split(r"([-/])", symbol.upper())
    return "".join(_ABBREVIATIONS_BY_CAPITALS.get(piece, piece) for piece in pieces)


def _whole(text: str, ignore_case: bool) -> SymbolSpan | None:
    trimmed = text.strip()
    found = find_symbols(trimmed, ignore_case)
    return found[0] if len(found) == 1 and found[0].start == 0 and found[0].end == len(trimmed) else None


def _span(text: str, plain: str, match: re.Match[str]) -> SymbolSpan | None:
    start, end = match.span()
    number = match["number"]
    party_type = match["party_type"] or match["bare_type"]
    if party_type:
        kind: str | None = _nfc(party_type)
        organ, year, system = _nfc(match["party_organ"]), None, "party"
    elif match["old_organ"]:
        kind, organ, year, system = None, match["old_organ"], None, "state"
    else:
        code = _nfc(match["dated_code"] or match["state_code"])
        year = int(match["year"]) if match["year"] else None
        if not _plausible_state(plain, start, code, year):
            return None
        kind, organ = _split_state(code)
        system = "party" if organ in {"TW", "TU"} and kind else "state"  # "31/QĐ-TW", a Party symbol in State form
    return SymbolSpan(text[start:end], start, end, number, kind, organ, year, "party" if system == "party" else "state")


def _plausible_state(plain: str, start: int, code: str, year: int | None) -> bool:
    """Without a year and a dash, "5/KM" looks like "10/CP": then the organ must be known or "số" must stand before."""
    if year is not None or "-" in code or _ONLY_TERM.fullmatch(code):
        return True
    if code.upper() in _known_codes():
        return True
    return _PRECEDED_BY_NUMBER_WORD.search(plain, max(0, start - 16), start) is not None


@cache
def _known_codes() -> frozenset[str]:
    known = {
        organ.symbol.upper() for organ in organs() if organ.system == "state" and organ.symbol not in {"QH", "BTC"}
    }
    return frozenset(known | {"QĐ", "NQ", "NĐ", "CT", "TB", "KH", "BC", "TTR"})


def _split_state(code: str) -> tuple[str | None, str]:
    """("NĐ", "CP") of "NĐ-CP"; (None, "UBND") of the công văn "UBND-VX"; ("NQ", "HĐND") of "NQ-HĐND"."""
    first, _, rest = code.partition("-")
    if rest and first.upper() in _type_codes():
        return first, rest
    return None, first if rest else code


@cache
def _type_codes() -> frozenset[str]:
    return frozenset(kind.abbreviation.upper() for kind in document_types() if kind.abbreviation)


def _nfc(text: str) -> str:
    return re.sub(r"\s+", "", clean(text))
