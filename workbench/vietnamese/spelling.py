"""One spelling for matching: confusable characters, tone placement, i/y, and folding (domain.md §7.3).

Three keys, from strict to loose: `clean` (NFC and confusables), `key` (also lower case, one tone placement, one i/y),
`fold` (also without accents). None of them is ever written back into a document.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SAME_LENGTH = {
    "Ð": "Đ",  # U+00D0, typed or converted for U+0110
    "ð": "đ",
    "Ɖ": "Đ",
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    **dict.fromkeys("–—−‐‑‒―", "-"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚‛´", "'"),
}
ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
INVISIBLE = ZERO_WIDTH + "\x00"
_SAME_LENGTH_TABLE = str.maketrans(_SAME_LENGTH)
_CLEAN_TABLE = str.maketrans({**_SAME_LENGTH, **dict.fromkeys(INVISIBLE, "")})
# Most texts hold none of these: looking for one is fifteen times as fast as translating.
_CONFUSABLE = re.compile(f"[{re.escape(''.join(_SAME_LENGTH))}]")
_UNCLEAN = re.compile(f"[{re.escape(''.join(_SAME_LENGTH) + INVISIBLE)}]")


def _open_syllable_pairs() -> dict[str, str]:
    """Old tone placement (hoà, uỷ) to the canonical one (hòa, ủy), for the open rhymes oa, oe, uy."""
    pairs: dict[str, str] = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in "\u0300\u0301\u0309\u0303\u0323":
            old = first + unicodedata.normalize("NFC", second + tone)
            new = unicodedata.normalize("NFC", first + tone) + second
            for style in (str.lower, str.upper, str.capitalize):
                pairs[style(old)] = style(new)
            pairs[first + old[1].upper()] = new[0] + second.upper()
    return pairs


_TONE = _open_syllable_pairs()
_OLD_TONE = {new: old for old, new in _TONE.items()}


def _rule(pairs: dict[str, str]) -> re.Pattern[str]:
    # Classes, not alternatives, and the look behind after the first letter: five times as fast. It also finds pairs
    # that are not in the table.
    first, second = ("".join(sorted({pair[place] for pair in pairs})) for place in (0, 1))
    return re.compile(rf"[{first}](?<![qQ].)[{second}](?![A-Za-zÀ-ỹđĐ])")


_TONE_RULE = _rule(_TONE)
_OLD_TONE_RULE = _rule(_OLD_TONE)
# An i alone after h, k, l, m, s, t or qu; for lower case. It begins with the i: four times as fast.
_IY_RULE = re.compile(
    r"[iíìỉĩị](?<=[hklmstu].)(?![A-Za-zÀ-ỹđĐ])"
    r"(?:(?<!u.)(?<![A-Za-zÀ-ỹđĐ][hklmst].)|(?<=qu.)(?<![A-Za-zÀ-ỹđĐ]qu.))"
)
_IY = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))


def same_length_clean(text: str) -> str:
    """Repair confusable characters (Ð→Đ, dashes, quotes, hard spaces) one for one, so that offsets stay true."""
    return text.translate(_SAME_LENGTH_TABLE) if _CONFUSABLE.search(text) else text


def clean(text: str) -> str:
    """NFC, confusables repaired, invisible characters removed. For matching: offsets are not kept."""
    # Invisible characters go first: one between a letter and its combining accent would keep NFC from joining them.
    return unicodedata.normalize("NFC", text.translate(_CLEAN_TABLE) if _UNCLEAN.search(text) else text)


def tone(text: str) -> str:
    """One tone placement, on the first letter of open oa, oe, uy: hoà→hòa, uỷ→ủy, khoẻ→khỏe.

    "quý", "hoàn", "toàn", "loại" are left alone. NFC text in, same length out.
    """
    return _TONE_RULE.sub(lambda match: _TONE.get(match[0], match[0]), text)


def old_tone(text: str) -> str:
    """The older placement (hòa→hoà, ủy→uỷ), which underthesea's dictionary knows. NFC text in, same length out."""
    return _OLD_TONE_RULE.sub(lambda match: _OLD_TONE.get(match[0], match[0]), text)


def key(text: str) -> str:
    """The second key: `clean`, lower case, one tone placement, and y for i after h, k, l, m, s, t, qu (lí→lý)."""
    return _one_y(tone(clean(text).lower()))


def _one_y(text: str) -> str:
    return _IY_RULE.sub(lambda match: _IY[match[0]], text)


def strip_accents(text: str) -> str:
    """The text without tone marks, hats and horns; đ becomes d; case is kept."""
    decomposed = unicodedata.normalize("NFD", clean(text))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate({ord("đ"): "d", ord("Đ"): "D"})


def fold(text: str) -> str:
    """The third key: `key` without accents. "Cấp uỷ" and "cap uy" fold to the same."""
    return _without_accents(key(text))


def _without_accents(exact: str) -> str:
    # Once more one y: an "i" may have been hidden under a foreign accent ("hï").
    return _one_y(strip_accents(exact))


def has_accents(text: str) -> bool:
    """Whether any letter bears a Vietnamese accent, or is đ."""
    return strip_accents(text) != clean(text)


@lru_cache(maxsize=262_144)
def syllable_keys(syllable: str) -> tuple[str, str]:
    """(key, fold) of one syllable; cached, because an archive has only some thousands of distinct ones."""
    exact = key(syllable)
    return exact, _without_accents(exact)
