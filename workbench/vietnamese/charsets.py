"""From bytes, or from text read in the wrong charset, to Vietnamese Unicode (domain.md §9).

The judge is always the same: how many of the words with non-ASCII letters are possible Vietnamese syllables before
and after. Text that is already Vietnamese is never touched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from workbench.errors import UnreadableFile
from workbench.vietnamese.legacy_tables import TCVN3, TCVN3_TONED_CAPITALS, VISCII, VNI, VPS
from workbench.vietnamese.syllable_shapes import is_syllable
from workbench.vietnamese.wide_text import wide_charset


@dataclass(frozen=True)
class Decoded:
    """Text and how it was understood.

    Attributes:
        text: the text, in NFC where it was converted or read from bytes.
        charset: "utf-8", "utf-16-le", "utf-16-be", "cp1258", "tcvn3", "vni", "viscii", "vps", "cp1252", "mojibake"
            (UTF-8 that was read as cp1252), or "unicode" for text that came as text and was right.
        confidence: share (0 to 1) of the words with non-ASCII letters that are possible Vietnamese syllables;
            1 where a byte order mark or strict UTF-8 leaves no doubt.
        converted: True when the text was in an old charset and people should be told.
    """

    text: str
    charset: str
    confidence: float
    converted: bool


NAMES = {
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "viscii": "VISCII",
    "vps": "VPS",
    "cp1258": "Windows-1258",
    "mojibake": "UTF-8 đọc nhầm",
}
"""Charsets that count as converted, as people call them."""

_TCVN3_TABLE = str.maketrans(TCVN3)
_VISCII_TABLE = str.maketrans(VISCII)
_VPS_TABLE = str.maketrans(VPS)
_VNI_RULE = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))

_SAMPLE = 400_000
_MIN_EVIDENCE = 3  # words (domain.md §9.2)
_MIN_VALID = 0.75
# A word in any of the charsets: letters, plus the signs that are letters in TCVN3.
_LEGACY_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\xa1-\xac\xad\xae\xaf\xb5-\xbf−∙])+")
_MIXED_WORD = re.compile(rf"(?:{_LEGACY_WORD.pattern}|[\xd7\xf7])+")  # "ì" and "ữ" of TCVN3
# VISCII and VPS are seldom met and fill the places of quotes, dashes and signs with letters: they need more evidence.
_RARE_EVIDENCE = 8
_RARE_VALID = 0.9
_RARE_WORD = re.compile(
    rf"(?:[^\W\d_]|[{re.escape(''.join(sorted(code for code in {*VISCII, *VPS} if not code.isalpha())))}])+"
)
_ONLY_VIETNAMESE = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")
_PLAIN = re.compile("[A-Za-z]")
# A word of TCVN3 in capitals, some of them in the places of quotes and dashes.
_CAPITAL_CODES = re.escape("".join(TCVN3_TONED_CAPITALS))
_TONED_CAPITALS = re.compile(rf"[A-Z\xa1-\xff{_CAPITAL_CODES}]++")
_TONED_CAPITAL = re.compile(f"[{_CAPITAL_CODES}]")
_TONED_CAPITALS_TABLE = str.maketrans(TCVN3 | TCVN3_TONED_CAPITALS)
_SIGNS_BEFORE, _SIGNS_AFTER = "“‘•–—…", "”’…"
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile("[a-z]")
_UNREAL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def from_tcvn3(text: str, capitals: bool = False) -> str:
    """TCVN3 text (bytes read as Latin-1 or cp1252) to Unicode.

    Args:
        text: text that is known to be TCVN3, for instance from its font name (`.VnTime`).
        capitals: True for fonts that end in H: lower-case codes that show as capitals.
    """
    converted = _translated(text)
    if capitals:
        return converted.upper()
    return "\n".join(map(_capitals_raised, converted.split("\n")))


def _translated(text: str) -> str:
    if not _TONED_CAPITAL.search(text):
        return text.translate(_TCVN3_TABLE)
    pieces: list[str] = []
    last = 0
    for word in _TONED_CAPITALS.finditer(text):
        pieces.append(text[last : word.start()].translate(_TCVN3_TABLE))
        pieces.append(_toned_capitals(word[0]))
        last = word.end()
    return "".join([*pieces, text[last:].translate(_TCVN3_TABLE)])


def _toned_capitals(codes: str) -> str:
    """Quotes and dashes are capitals only inside a word that they make a syllable of, or where no sign would stand."""
    plain = codes.translate(_TCVN3_TABLE)
    if len(codes) < 2 or codes[0] in _SIGNS_BEFORE or codes[-1] in _SIGNS_AFTER or not _PLAIN.search(codes):
        return plain
    letters = codes.translate(_TONED_CAPITALS_TABLE)
    return letters if is_syllable(letters) else plain


def _capitals_raised(line: str) -> str:
    """BáO CáO becomes BÁO CÁO: small codes that only a capital font showed as capitals stay small in plain text."""
    raised = _WORD.sub(_all_capitals, line)
    # The rest of a heading that has no other small letters ("ĐảNG Bộ Xã").
    return raised if raised == line or _SMALL.search(line) else raised.upper()


def _all_capitals(word: re.Match[str]) -> str:
    letters = word[0]
    if _SMALL.search(letters) or letters.isupper() or not any(letter.isupper() for letter in letters):
        return letters
    before_capital = any(a.islower() and b.isupper() for a, b in pairwise(letters))
    return letters.upper() if before_capital or sum(map(str.isupper, letters)) > 1 else letters


def from_vni(text: str) -> str:
    """VNI-Windows text (bytes read as Latin-1 or cp1252) to Unicode; two-character sequences before single ones."""
    return _VNI_RULE.sub(lambda match: VNI[match[0]], text)


def from_viscii(text: str) -> str:
    """VISCII text (bytes read as Latin-1 or cp1252) to Unicode."""
    return text.translate(_VISCII_TABLE)


def from_vps(text: str) -> str:
    """VPS text (bytes read as Latin-1 or cp1252) to Unicode."""
    return text.translate(_VPS_TABLE)


def legacy_font(name: str) -> Callable[[str], str] | None:
    """The conversion that text in this font needs, or None for a Unicode font.

    ".VnTime" and its kin are TCVN3, those that end in H are capitals; "VNI-Times" and its kin are VNI (domain.md §9.2).
    PDF prefixes ("ABCDEF+") and style suffixes are allowed for.
    """
    bare = name.rpartition("+")[2].strip()
    if re.match(r"\.?VNI[-\s]", bare, re.IGNORECASE):
        return from_vni
    if not re.match(r"\.Vn|Vn[A-Z0-9]", bare):
        return None
    return _capitals_from_tcvn3 if _shows_capitals(bare) else from_tcvn3


def _shows_capitals(font: str) -> bool:
    """Whether a TCVN3 font ends in H, apart from words for its style or its script (".VnTimeH Tur" in RTF)."""
    family = re.sub(r"(?:[\s,-]*(?:Bold|Italic|Regular|Oblique|BoldMT|ItalicMT|CE|Cyr|Greek|Tur|Baltic))+$", "", font)
    return family.endswith("H")


def conversion_by_evidence(text: str, font: str = "", least: int = _MIN_EVIDENCE) -> Callable[[str], str] | None:
    """The conversion that a font needs whose name does not tell; None where the text is right or holds Unicode letters.

    Args:
        text: all of the file's text in that font.
        font: its name: old TCVN3 fonts that end in H show capitals whatever else their names are ("VNTimeH").
        least: how many different words it takes; 1 where another font of the same file has given evidence already.
    """
    if _ONLY_VIETNAMESE.search(text):
        return None
    charset, _ = _verdict(text, least)
    if charset == "tcvn3":
        return _capitals_from_tcvn3 if _shows_capitals(font) else from_tcvn3
    return from_vni if charset == "vni" else None


def converted_by_word(text: str, convert: Callable[[str], str]) -> str:
    """Text in an old font that someone went on typing in Unicode: only words that need conversion are converted.

    Args:
        text: text that holds letters of both kinds ("C¸c huyÖn về TĐC").
        convert: the conversion that the font asks for.
    """

    def one(found: re.Match[str]) -> str:
        word = found[0]
        if word.isascii() or is_syllable(word) or _ONLY_VIETNAMESE.search(word):
            return word
        letters = convert(word)
        return letters if _all_syllables(letters) else word

    return _MIXED_WORD.sub(one, unicodedata.normalize("NFC", text))


def is_unicode_vietnamese(text: str) -> bool:
    """Whether text holds letters that only Unicode has: then no old charset is behind it, whatever its font says."""
    return _ONLY_VIETNAMESE.search(unicodedata.normalize("NFC", text)) is not None


def _capitals_from_tcvn3(text: str) -> str:
    return from_tcvn3(text, capitals=True)


def decode(data: bytes) -> Decoded:
    """Bytes of a text file to text: by byte order mark, then strict UTF-8, UTF-16, then by evidence of the words.

    A byte order mark does not stay in the text.

    Raises:
        UnreadableFile: the bytes are no text in any charset known here.
    """
    for mark, charset in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _from_unicode(_strictly(data[len(mark) :], charset), charset)
    wide = wide_charset(data)
    if wide:
        return _from_unicode(_strictly(data, wide), wide)
    try:
        return _from_unicode(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _from_old_bytes(data)


def repair(text: str) -> Decoded:
    """Text whose characters are really TCVN3, VNI, VISCII or VPS (read as Latin-1), or UTF-8 read as cp1252.

    Each line is judged by itself once the whole text shows enough evidence, so that a document that mixes charsets
    keeps its good lines. Valid Vietnamese comes back unchanged, and so does any other language.
    """
    charset, confidence = _verdict(text)
    word = _LEGACY_WORD
    if charset is None:
        charset, confidence = _rare_verdict(text)
        word = _RARE_WORD
    if charset is None:
        return Decoded(text, "unicode", 1.0, False)
    convert = (_CONVERSIONS | _RARE_CONVERSIONS)[charset]
    # Cells of a row stand apart too: a table may mix fonts as a text mixes paragraphs.
    pieces = [_repair_line(piece, convert, word) for piece in re.split(r"([\n\t])", text)]
    return Decoded(unicodedata.normalize("NFC", "".join(pieces)), charset, confidence, True)


def _from_unicode(text: str, charset: str) -> Decoded:
    """Text decoded without doubt; its characters may still be those of an older charset saved as Unicode."""
    if _looks_binary(text):
        raise _unknown()
    repaired = repair(text)
    if repaired.converted:
        return repaired
    return Decoded(unicodedata.normalize("NFC", text), charset, 1.0, False)


def _from_old_bytes(data: bytes) -> Decoded:
    candidates = {
        "cp1258": unicodedata.normalize("NFC", _single_byte(data, "cp1258")),
        "cp1252": _single_byte(data, "cp1252"),
    }
    candidates["tcvn3"] = from_tcvn3(candidates["cp1252"])
    candidates["vni"] = from_vni(candidates["cp1252"])
    if _looks_binary(candidates["cp1252"]):
        raise _unknown()
    scores = {charset: _valid_share(text) for charset, text in candidates.items()}
    best = max(("tcvn3", "vni", "cp1258"), key=lambda charset: scores[charset])
    words = len(_foreign_words(candidates["cp1252"]))
    if scores[best] >= _MIN_VALID and (words >= _MIN_EVIDENCE or scores[best] == 1.0):
        return Decoded(unicodedata.normalize("NFC", candidates[best]), best, round(scores[best], 3), True)
    charset, confidence = _rare_verdict(candidates["cp1252"])
    if charset is not None:
        return Decoded(
            unicodedata.normalize("NFC", _RARE_CONVERSIONS[charset](candidates["cp1252"])), charset, confidence, True
        )
    # A Western text with a few accents or typographic signs.
    signs = sum(byte > 0x7F for byte in data[:_SAMPLE])
    if words <= 0.3 * max(len(candidates["cp1252"].split()), 1) and signs <= 0.1 * len(data[:_SAMPLE]):
        return Decoded(unicodedata.normalize("NFC", candidates["cp1252"]), "cp1252", 0.5, False)
    raise _unknown()


def _verdict(text: str, least: int = _MIN_EVIDENCE) -> tuple[str | None, float]:
    """Which old charset a text is in, by its words that cannot be Vietnamese as they stand; (None, 1.0) for none."""
    # Distinct words: one odd word repeated is a name or a formula, not a charset.
    suspects = {word for piece in set(text[:_SAMPLE].split()) for word in _odd_words(piece)}
    if len(suspects) < least:
        return None, 1.0
    shares = {
        charset: sum(_all_syllables(convert(word)) for word in suspects) / len(suspects)
        for charset, convert in _CONVERSIONS.items()
    }
    best = max(shares, key=lambda charset: shares[charset])
    return (best, round(shares[best], 3)) if shares[best] >= _MIN_VALID else (None, 1.0)


def _odd_words(piece: str) -> tuple[str, ...]:
    """The `_foreign_words` of a piece of text that cannot be Vietnamese as they stand."""
    # Texts share their words; a piece that is longer than any word is not kept in memory.
    return _odd_words_kept(piece) if len(piece) <= 32 else _odd_words_in(piece)


def _odd_words_in(piece: str) -> tuple[str, ...]:
    return tuple(word for word in _foreign_words(piece) if not _ONLY_VIETNAMESE.search(word) and not is_syllable(word))


_odd_words_kept = lru_cache(maxsize=65_536)(_odd_words_in)


def _rare_verdict(text: str) -> tuple[str | None, float]:
    """Whether a text is in VISCII or VPS: nearly all its odd words become syllables, no letter is Unicode's own."""
    sample = text[:_SAMPLE]
    if _ONLY_VIETNAMESE.search(sample):
        return None, 1.0
    suspects = {word for word in _foreign_words(sample, _RARE_WORD) if not is_syllable(word)}
    if len(suspects) < _RARE_EVIDENCE:
        return None, 1.0
    shares = {
        charset: sum(is_syllable(convert(word)) for word in suspects) / len(suspects)
        for charset, convert in _RARE_CONVERSIONS.items()
    }
    best = max(shares, key=lambda charset: shares[charset])
    return (best, round(shares[best], 3)) if shares[best] >= _RARE_VALID else (None, 1.0)


def _repair_line(line: str, convert: Callable[[str], str], pattern: re.Pattern[str]) -> str:
    """The line converted if that turns more of its words into Vietnamese; words that Latin-1 lacks speak against it."""
    words = _foreign_words(line, pattern)
    if not words or _ONLY_VIETNAMESE.search(line):
        return line
    before = sum(is_syllable(word) for word in words)
    after = sum(_all_syllables(convert(word)) for word in words)
    return convert(line) if after > before else line


def _foreign_words(text: str, pattern: re.Pattern[str] = _LEGACY_WORD) -> list[str]:
    """The words of a sample of the text that hold a non-ASCII character and a plain letter ("30º" is no word)."""
    return [word for word in pattern.findall(text[:_SAMPLE]) if not word.isascii() and _PLAIN.search(word)]


def _valid_share(text: str) -> float:
    words = _foreign_words(text)
    return sum(_all_syllables(word) for word in words) / len(words) if words else 0.0


def _all_syllables(word: str) -> bool:
    return is_syllable(unicodedata.normalize("NFC", word))


def _strictly(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise _unknown() from error


def _single_byte(data: bytes, charset: str) -> str:
    """Every byte as a character; those that the charset leaves undefined as Latin-1."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return "".join(_BYTES[charset][byte] for byte in data)


def _byte_table(charset: str) -> list[str]:
    decoded = (bytes([byte]).decode(charset, errors="ignore") for byte in range(256))
    return [character or chr(byte) for byte, character in enumerate(decoded)]


_BYTES = {charset: _byte_table(charset) for charset in ("cp1252", "cp1258")}
_TO_BYTE = {character: byte for byte, character in enumerate(_BYTES["cp1252"])}


def _from_mojibake(text: str) -> str:
    """UTF-8 that was read as cp1252, back to what it was; text that never was that comes back unchanged."""
    try:
        return bytes(_TO_BYTE[character] for character in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return text


_CONVERSIONS: dict[str, Callable[[str], str]] = {
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "mojibake": _from_mojibake,
}
_RARE_CONVERSIONS: dict[str, Callable[[str], str]] = {"viscii": from_viscii, "vps": from_vps}


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_UNREAL.findall(sample)) > 0.01 * len(sample)


def _unknown() -> UnreadableFile:
    return UnreadableFile(
        "Không nhận ra bảng mã của chữ trong tệp.",
        "Hãy mở tệp bằng phần mềm đã tạo ra nó rồi lưu lại dạng Unicode (UTF-8) hoặc .docx.",
    )
