"""Changes that falsify a sentence, for the benchmark `checks`: each gives the changed sentence, or None."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence

Injection = Callable[[str, Sequence[str], random.Random], str | None]

_DIGITS = re.compile(r"(?<![\w/.,-])\d+(?:[.,]\d+)*(?![\w/-])")
_ANY_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_DAY = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})|(?<=ngày )(\d{1,2}) tháng (\d{1,2})|(?<=tháng )(\d{1,2})(?!\d)"
)
_NEGATIONS = ("không", "chưa", "chẳng")
_NEGATED = re.compile(r"(?<!\w)(không|chưa|chẳng|thiếu)\s+(?=\w)", re.IGNORECASE)
_VERBS = re.compile(
    r"(?<!\w)(?:hoàn thành|thực hiện|triển khai|ban hành|có|được|đạt|bảo đảm|tổ chức|phát huy|đáp ứng|giải quyết"
    r"|kịp thời|tham gia|cập nhật|báo cáo|quy định|áp dụng|nộp|công bố|phối hợp|kiểm tra|phù hợp|chấp hành|gửi|bố trí"
    r"|quán triệt|rõ|đồng bộ|đầy đủ|thống nhất|cho phép|yêu cầu|thuộc|phải|để|bị|sử dụng|chịu|cấp|đăng ký)(?!\w)"
)
_UNIT_SETS: tuple[tuple[str, ...], ...] = (
    ("tỷ", "triệu", "nghìn"),
    ("xã", "phường", "thị trấn", "huyện"),
    ("tỉnh", "huyện", "thành phố"),
    ("ha", "km2", "m2"),
    ("kg", "tấn", "tạ"),
    ("ngày", "tháng", "năm", "quý"),
    ("giờ", "ngày", "tuần"),
    ("người", "hộ", "lượt"),
    ("km", "m", "cm"),
    ("%", "‰", " điểm %"),
    ("chi bộ", "đảng bộ"),
)
_LETTERS = [chr(code) for code in range(0x41, 0x1F00) if chr(code).isalpha()]
_SMALL = "".join(letter for letter in _LETTERS if letter.islower())
_GREAT = "".join(letter for letter in _LETTERS if letter.isupper())
_NAME = re.compile(rf"(?<=[{_SMALL},] )[{_GREAT}][{_SMALL}]+(?: [{_GREAT}][{_SMALL}]+){{1,3}}(?!\w)")


def names_of(texts: Iterable[str]) -> list[str]:
    """The names of two and more syllables that texts hold inside their sentences."""
    return sorted({match[0] for text in texts for match in _NAME.finditer(text)})


def digit(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """Another digit, one more, one fewer, or two neighbours exchanged, anywhere in a number, day or symbol."""
    places = list(_ANY_DIGITS.finditer(text))
    for _ in range(20):
        if not places:
            return None
        match = chance.choice(places)
        old, at = match[0], chance.randrange(len(match[0]))
        if not old[at].isdigit():
            continue
        how = chance.choice(("other", "other", "more", "fewer", "exchange"))
        new = old
        if how == "other":
            new = old[:at] + chance.choice([d for d in "0123456789" if d != old[at]]) + old[at + 1 :]
        elif how == "more":
            new = old[:at] + chance.choice("123456789") + old[at:]
        elif how == "fewer" and len(old) > 1:
            new = old[:at] + old[at + 1 :]
        elif how == "exchange" and at + 1 < len(old) and old[at + 1].isdigit():
            new = old[:at] + old[at + 1] + old[at] + old[at + 2 :]
        if _worth(new) != _worth(old) and new[-1:].isdigit() and new[:1].isdigit():
            return text[: match.start()] + new + text[match.end() :]
    return None


def numbers_exchanged(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """Two numbers of the sentence in each other's place."""
    places = list(_DIGITS.finditer(text))
    if len(places) < 2:
        return None
    first, second = sorted(chance.sample(places, 2), key=lambda match: match.start())
    if _worth(first[0]) == _worth(second[0]):
        return None
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


def day(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """Another day or another month."""
    places = list(_DAY.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    groups = [number for number in (1, 3, 6, 7, 8) if match[number]]
    which = chance.choice(groups)
    most = 28 if which in (1, 6) else 12
    old = int(match[which])
    new = chance.choice([value for value in range(1, most + 1) if value != old])
    said = f"{new:02}" if len(match[which]) == 2 else str(new)
    return text[: match.start(which)] + said + text[match.end(which) :]


def negation_out(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """A negation left out."""
    places = list(_NEGATED.finditer(text))
    if not places:
        return None
    match = chance.choice(places)
    return text[: match.start()] + text[match.end() :]


def negation_in(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """A negation put before a verb, or in the place of "đã"."""
    places = [
        match.start()
        for match in _VERBS.finditer(text)
        if not re.search(r"(?:không|chưa|chẳng)\s+$", text[: match.start()], re.IGNORECASE)
    ]
    done = list(re.finditer(r"(?<!\w)đã(?= \w)", text))
    if done and chance.random() < 0.3:
        match = chance.choice(done)
        return text[: match.start()] + "chưa" + text[match.end() :]
    if not places:
        return None
    at = chance.choice(places)
    return f"{text[:at]}{chance.choice(_NEGATIONS)} {text[at:]}"


def unit(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """A unit of measure, of time or of place exchanged for another of its kind."""
    places: list[tuple[int, int, str]] = []
    for words in _UNIT_SETS:
        for word in words:
            bare = word.strip()
            pattern = r"(?<=\d)\s?" + re.escape(bare) if bare in "%‰" else rf"(?<!\w){re.escape(bare)}(?!\w)"
            for match in re.finditer(pattern, text):
                start = match.end() - len(bare)
                places += [(start, match.end(), other) for other in words if other != word]
    if not places:
        return None
    start, end, other = chance.choice(places)
    return text[:start] + other + text[end:]


def name(text: str, names: Sequence[str], chance: random.Random) -> str | None:
    """Another name of the archive in the place of one."""
    places = list(_NAME.finditer(text))
    others = [other for other in names if places]
    if not places or not others:
        return None
    match = chance.choice(places)
    other = chance.choice(others)
    if other == match[0] or other in match[0] or match[0] in other:
        return None
    return text[: match.start()] + other + text[match.end() :]


def syllable_of_name(text: str, names: Sequence[str], chance: random.Random) -> str | None:
    """One syllable of a name exchanged for one of another name."""
    places = list(_NAME.finditer(text))
    syllables = sorted({part for other in names for part in other.split()})
    if not places or len(syllables) < 2:
        return None
    match = chance.choice(places)
    parts = match[0].split()
    at = chance.randrange(len(parts))
    parts[at] = chance.choice([part for part in syllables if part != parts[at]])
    return text[: match.start()] + " ".join(parts) + text[match.end() :]


def names_exchanged(text: str, _names: Sequence[str], chance: random.Random) -> str | None:
    """Two names of the sentence in each other's place."""
    places = list(_NAME.finditer(text))
    if len(places) < 2:
        return None
    first, second = sorted(chance.sample(places, 2), key=lambda match: match.start())
    between = re.sub(rf"[{_GREAT}][{_SMALL}]*|[,;]|(?<!\w)và(?!\w)", " ", text[first.end() : second.start()])
    if first[0] == second[0] or not between.strip():
        return None  # two of a list: the same in another order
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


INJECTIONS: dict[str, Injection] = {
    "digit": digit,
    "negation_out": negation_out,
    "unit": unit,
    "name": name,
    "day": day,
    "negation_in": negation_in,
    "syllable_of_name": syllable_of_name,
    "numbers_exchanged": numbers_exchanged,
    "names_exchanged": names_exchanged,
}
"""The kinds of changes."""


def _worth(digits: str) -> str:
    """What a number is, however it is written: "05" is "5", "1.000" is "1000"."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\.(?=\d{3}(?:\D|$))", "", digits))
