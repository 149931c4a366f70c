"""Edits that leave what a sentence says as it is, for the benchmark `checks`."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from workbench.vietnamese.lexicon import Lexicon
from workbench.vietnamese.spelling import old_tone, tone

Edit = Callable[[str, random.Random], str | None]

_CONNECTIVES = (
    ("Tuy nhiên,", "Song,", "Tuy vậy,"),
    ("Đồng thời,", "Bên cạnh đó,", "Ngoài ra,", "Cùng với đó,"),
    ("Do đó,", "Vì vậy,", "Bởi vậy,", "Do vậy,"),
    ("Cụ thể,", "Theo đó,", "Trong đó,"),
    ("Nhìn chung,", "Như vậy,"),
)
_INNER = (("và", "cùng với"), ("nhưng", "song"), ("do đó", "vì vậy"), ("ngoài ra", "bên cạnh đó"), ("để", "nhằm"))
_LEADING = re.compile(rf"^(?:{'|'.join(word for group in _CONNECTIVES for word in group)})\s+")
_SYMBOL_LIKE = re.compile(r"\d+(?:/\d{4})?[-/][A-ZĐ]")


def clauses_moved(text: str, chance: random.Random) -> str | None:
    """Two neighbouring clauses exchanged."""
    body, end = _without_end(text)
    for mark in ("; ", ", "):
        parts = body.split(mark)
        places = [at for at in range(len(parts) - 1) if all(len(part.split()) >= 4 for part in parts[at : at + 2])]
        if places:
            at = chance.choice(places)
            first, second = parts[at], parts[at + 1]
            if at == 0:
                first, second = _small(first), _great(second)
            parts[at : at + 2] = [second, first]
            return mark.join(parts) + end
    return None


def clause_left_out(text: str, chance: random.Random) -> str | None:
    """One clause left out."""
    body, end = _without_end(text)
    for mark in ("; ", ", "):
        parts = body.split(mark)
        if len(parts) > 1 and all(len(part.split()) >= 3 for part in parts):
            at = chance.randrange(len(parts))
            kept = parts[:at] + parts[at + 1 :]
            return _great(mark.join(kept)) + end
    return None


def connective_in(text: str, chance: random.Random) -> str | None:
    """A connective put before the sentence."""
    if _LEADING.match(text):
        return None
    return f"{chance.choice(chance.choice(_CONNECTIVES))} {_small(text)}"


def connective_out(text: str, _chance: random.Random) -> str | None:
    """The connective before the sentence taken out."""
    match = _LEADING.match(text)
    return _great(text[match.end() :]) if match else None


def connective_exchanged(text: str, chance: random.Random) -> str | None:
    """A connective inside the sentence exchanged for one that means the same."""
    places = [(a, b) for pair in _INNER for a, b in (pair, pair[::-1]) if re.search(rf"(?<!\w){a}(?!\w)", text)]
    if not places:
        return None
    old, new = chance.choice(places)
    return re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1)


def abbreviation(text: str, chance: random.Random) -> str | None:
    """An abbreviation spelled out, or words abbreviated."""
    if _SYMBOL_LIKE.search(text):
        return None
    options = []
    for short, full in _abbreviations():
        for old, new in ((short, full), (full, short)):
            if re.search(rf"(?<![\w/-]){re.escape(old)}(?![\w/-])", text):
                options.append((old, new))
    if not options:
        return None
    old, new = chance.choice(options)
    return re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w/-])", new, text)


def capitals(text: str, chance: random.Random) -> str | None:
    """A word of an organ with another capital: "Tỉnh ủy", "tỉnh ủy"."""
    places = list(re.finditer(r"(?<=[,\w] )(?:[Tt]ỉnh ủy|[Đđ]ảng ủy|[Hh]uyện ủy|[Bb]an [Tt]hường vụ|[Cc]hi bộ)", text))
    if not places:
        return None
    match = chance.choice(places)
    changed = match[0][0].swapcase() + match[0][1:]
    return text[: match.start()] + changed + text[match.end() :]


def tones(text: str, _chance: random.Random) -> str | None:
    """The other placement of tone marks: "ủy", "uỷ"."""
    other = old_tone(text) if old_tone(text) != text else tone(text)
    return other if other != text else None


def number_form(text: str, chance: random.Random) -> str | None:
    """1234 and 1.234, 10% and 10 %, 05 and 5."""
    options = [
        re.sub(r"(?<=\d)\s?%", lambda match: "%" if " " in match[0] else " %", text),
        re.sub(r"(?<![\d.,/-])(\d{1,3})((?:\.\d{3})+)(?![\d.,/-])", lambda m: m[1] + m[2].replace(".", ""), text),
        re.sub(r"(?<![\d.,/-])([2-9])(\d{3})(?![\d.,/\w-])(?! tháng)", r"\1.\2", re.sub(r"năm 2\d{3}", "\0", text)),
        re.sub(r"(?<![\d.,/\w-])0([1-9])(?= (?:xã|năm|lớp|đơn|hồ sơ|chi bộ|cuộc|buổi|tổ|ban))", r"\1", text),
    ]
    changed = [option for option in options if option != text and "\0" not in option]
    return chance.choice(changed) if changed else None


def day_form(text: str, chance: random.Random) -> str | None:
    """05/02/2026 and ngày 05 tháng 02 năm 2026."""
    written = re.search(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", text)
    spoken = re.search(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", text)
    match = chance.choice([one for one in (written, spoken) if one] or [None])
    if match is None:
        return None
    number = f"{match[1]} tháng {match[2]} năm {match[3]}" if match is written else f"{match[1]}/{match[2]}/{match[3]}"
    lead = "" if match is spoken or text[: match.start()].rstrip().endswith("ngày") else "ngày "
    return text[: match.start()] + lead + number + text[match.end() :]


def list_marker(text: str, chance: random.Random) -> str | None:
    """Another marker before an item of a list, or none."""
    bare = re.sub(r"^(?:[-+•*]|\d{1,2}[.)]|[a-zđ]\))\s+", "", text)
    return chance.choice(("- ", "+ ", "a) ", "2. ", "")) + bare


SINGLE: dict[str, Edit] = {
    "clauses_moved": clauses_moved,
    "clause_left_out": clause_left_out,
    "connective_in": connective_in,
    "connective_out": connective_out,
    "connective_exchanged": connective_exchanged,
    "abbreviation": abbreviation,
    "capitals": capitals,
    "tones": tones,
    "number_form": number_form,
    "day_form": day_form,
    "list_marker": list_marker,
}
"""The kinds of edits."""

# What is done to the whole sentence comes last.
_LAST = {"connective_in": 1, "list_marker": 2}


def edit_honestly(text: str, chance: random.Random) -> tuple[str, str] | None:
    """One to three edits of a sentence and their names, or None where none fits."""
    count = chance.choice((1, 1, 1, 2, 3))
    chosen = sorted(chance.sample(list(SINGLE), count), key=lambda one: _LAST.get(one, 0))
    done = []
    edited = text
    for one in chosen:
        changed = SINGLE[one](edited, chance)
        if changed is not None and changed != edited:
            edited = changed
            done.append(one)
    return (edited, "+".join(done)) if done and edited != text else None


@cache
def _abbreviations() -> list[tuple[str, str]]:
    """Abbreviations that stand for one thing only."""
    lexicon = Lexicon.load(None)
    usual = (
        "UBND",
        "HĐND",
        "MTTQ",
        "CCHC",
        "BCH",
        "BTV",
        "UBKT",
        "QLNN",
        "TTHC",
        "ANTT",
        "KT-XH",
        "NTM",
        "BHXH",
        "THCS",
    )
    found = []
    for short in usual:
        meanings = lexicon.expansions(short)
        if len(meanings) == 1 and not meanings[0].ambiguous:
            found.append((short, meanings[0].full))
    return found


def _without_end(text: str) -> tuple[str, str]:
    end = re.search(r"[.;:,]*\s*$", text)
    at = end.start() if end else len(text)
    return text[:at], text[at:]


def _small(text: str) -> str:
    """A small first letter, but for names and abbreviations."""
    second = text.split()[1] if len(text.split()) > 1 else ""
    name = second[:1].isupper() or text[1:2].isupper()
    return text if name else text[:1].lower() + text[1:]


def _great(text: str) -> str:
    return text[:1].upper() + text[1:]
