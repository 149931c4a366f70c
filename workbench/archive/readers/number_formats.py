"""What a spreadsheet shows for a number: its format code read the Vietnamese way (31/12/2026, 62,5%, 1.250.000)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

# What a section of a format code is made of, in order of preference.
_TOKENS = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _. | \*. | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|@)
    | (?P<number>[#0?][#0?,]*(?:\.[#0?]*)?,*(?:\s*/\s*[?\d]+)?(?:E[+-]?[0#?]+)? | \.[#0?]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|General', re.IGNORECASE)
_MINUTES = re.compile(r"(?<=h)([^a-z]*)m+|m+(?=[^a-z]*s)", re.IGNORECASE)
_DAY_TOKENS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|(?P<part>d+|m+|y+)|@|(?P<other>.)',
    re.IGNORECASE | re.DOTALL,
)
_MAX_DECIMALS = 30


@dataclass(frozen=True)
class _Piece:
    """A part of a section: text that is shown as it stands, or the place of the number."""

    text: str
    number: bool


def shown(value: float, code: str, *, mac_dates: bool = False) -> str:
    """The text of a cell that holds a number.

    Args:
        value: the number; days since 1900 (or 1904) where the format is one of dates.
        code: the cell's format code, as Excel writes it ("#,##0.0", "dd/mm/yyyy" …).
        mac_dates: whether the workbook counts days from 1904.
    """
    if not math.isfinite(value):
        return ""
    sections = _sections(code)
    section, magnitude = _section(sections, value)
    if is_date(section):
        text = _date(value, section, mac_dates)
        return general(value) if text is None else text
    try:
        text = "".join(
            _number(magnitude, piece.text, section) if piece.number else piece.text for piece in _pieces(section)
        )
    except (InvalidOperation, OverflowError, ValueError):
        return general(value)
    text = " ".join(text.split())
    return f"-{text}" if magnitude < 0 and text else text


def general(value: float) -> str:
    """A number without a format: whole numbers in full, others with ten significant digits, a decimal comma."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace(".", ",").replace("e", "E")


def shown_date(value: datetime | date | time | timedelta) -> str:
    """A day as 31/12/2026, a time as 07:30, both where both are given."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
    clock = ""
    if isinstance(value, datetime | time) and (
        isinstance(value, time) or (value.hour, value.minute, value.second) != (0, 0, 0)
    ):
        clock = f"{value.hour:02}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
    day = f"{value.day:02}/{value.month:02}/{value.year:04}" if isinstance(value, date) else ""
    return " ".join(part for part in (day, clock) if part)


def shown_again(text: str, value: float) -> str:
    """What another program shows for a number, in Vietnamese form, whatever the language it was shown in.

    Args:
        text: what is shown ("1,250.5 m²", "62.50%").
        value: the number behind it; a share of 1 where the text shows a percentage.
    """
    match = re.search(r"\d[\d.,\s\u00a0\u202f']*\d|\d", text)
    if match is None:
        return text
    amount = abs(value) * (100 if "%" in text else 1)
    digits = re.sub(r"\D", "", match[0])
    last = max(match[0].rfind("."), match[0].rfind(","))
    after = len(match[0]) - last - 1
    for decimals in (0, after) if last >= 0 else (0,):
        try:
            number = _rounded(Decimal(repr(amount)), decimals)
        except InvalidOperation:
            return text
        if re.sub(r"\D", "", f"{number:f}") == digits:
            grouped = len(re.findall(r"[.,\s\u00a0\u202f']", match[0])) > (1 if decimals else 0)
            return text[: match.start()] + _vietnamese(number, grouped) + text[match.end() :]
    return text


@lru_cache(maxsize=4096)
def is_date(section: str) -> bool:
    """Whether a section of a format code shows a day or a time."""
    return re.search("[dmyhs]", _DATE.sub("", section), re.IGNORECASE) is not None


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[str, ...]:
    return tuple(re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+|(?<=;)(?=;|$)', code)) or ("General",)


def _section(sections: tuple[str, ...], value: float) -> tuple[str, float]:
    """The section for a number, and the number as it is shown there: a second section has no minus of its own."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


@lru_cache(maxsize=4096)
def _pieces(section: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    for token in _TOKENS.finditer(section):
        if token["number"] or token["general"]:
            first = not any(piece.number for piece in pieces)
            pieces.append(_Piece(token[0], True) if first else _Piece("", False))
        elif token["bracket"] is not None:
            sign = token["bracket"].partition("-")[0]  # [$₫-42A]; others are colours and conditions
            pieces.append(_Piece(sign[1:] if sign.startswith("$") else "", False))
        else:
            pieces.append(_Piece(token["quoted"] or token["escaped"] or token["other"] or "", False))
    return tuple(pieces)


def _number(value: float, pattern: str, section: str) -> str:
    amount = abs(value)
    if pattern.lower() in ("general", "@") or "/" in pattern:
        return general(amount)
    if not any(piece.number and re.search("[0#]", piece.text) for piece in _pieces(section)) and not amount:
        return ""  # "??" shows blanks for a nought
    scale = 2 * sum(piece.text.count("%") for piece in _pieces(section) if not piece.number)
    mantissa, _, exponent = pattern.upper().partition("E")
    whole, _, fraction = mantissa.partition(".")
    decimals = min(len(re.sub("[^#0?]", "", fraction)), _MAX_DECIMALS)
    if exponent:
        return f"{amount:.{decimals}E}".replace(".", ",")
    scale -= 3 * (len(mantissa) - len(mantissa.rstrip(",")))
    number = _rounded(Decimal(repr(amount)).scaleb(scale), decimals)
    least = min(fraction.count("0"), decimals)
    text = _vietnamese(number, "," in whole.rstrip(","))
    whole_text, comma, fraction_text = text.partition(",")
    while len(fraction_text) > least and fraction_text.endswith("0"):
        fraction_text = fraction_text[:-1]
    if "," not in whole.rstrip(","):
        whole_text = whole_text.zfill(whole.count("0"))
    if whole_text == "0" and not whole.count("0") and not fraction_text:
        return ""
    return whole_text + (comma + fraction_text if fraction_text else "")


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as spreadsheets round."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _vietnamese(number: Decimal, grouped: bool) -> str:
    text = f"{number:,f}" if grouped else f"{number:f}"
    return text.translate({ord(","): ".", ord("."): ","})


def _date(value: float, section: str, mac_dates: bool) -> str | None:
    """A day or time in the order of the country; None for a number that is no day."""
    letters = _DATE.sub("", section).lower()
    bare = _MINUTES.sub(r"\1", letters)
    hours, seconds = "h" in letters, "s" in letters
    minutes = bare.count("m") < letters.count("m")
    if "[" in letters:  # [h]:mm, a duration
        return shown_date(timedelta(days=value)) if abs(value) < 1e7 else None
    if value < 0:
        return None
    try:
        moment = from_excel(value, CALENDAR_MAC_1904 if mac_dates else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return None
    parts = []
    clock = moment if isinstance(moment, datetime | time) else None
    if isinstance(moment, datetime) and re.search(r'"[^"]*[^\W\d_]', section) and not (hours or seconds):
        return _in_words(moment, section)
    if isinstance(moment, datetime):
        wanted = [("d", f"{moment.day:02}"), ("m", f"{moment.month:02}"), ("y", f"{moment.year:04}")]
        parts.append("/".join(text for letter, text in wanted if letter in bare))
    elif isinstance(moment, time) and not (hours or minutes or seconds):
        return None if value else ""
    if clock is not None and (hours or minutes or seconds):
        parts.append(f"{clock.hour:02}:{clock.minute:02}" + (f":{clock.second:02}" if seconds else ""))
    return " ".join(part for part in parts if part)


def _in_words(day: datetime, section: str) -> str:
    """A day in a format with words of its own: "ngày 05 tháng 3 năm 2026"."""
    values = {"d": day.day, "m": day.month, "y": day.year}
    text = ""
    for token in _DAY_TOKENS.finditer(section):
        letter = (token["part"] or "")[:1].lower()
        if letter:
            text += str(values[letter]).zfill(min(len(token["part"]), 2))
        else:
            text += token["quoted"] or token["escaped"] or token["other"] or ""
    return " ".join(text.split())
