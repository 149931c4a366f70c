"""Writes a document as plain text, as exports of old word processors look, in the encoding it asks for."""

from __future__ import annotations

import textwrap
import unicodedata

from tools.sample_archive.model import Block, Spec

WIDTH = 78

_TCVN3 = {
    "a": "a¸µ¶·¹", "â": "©ÊÇÈÉË", "ă": "¨¾»¼½Æ", "e": "eÐÌÎÏÑ", "ê": "ªÕÒÓÔÖ", "o": "oãßáâä", "ô": "«èåæçé",
    "ơ": "¬íêëìî", "u": "uóïñòô", "ư": "\xadøõö÷ù", "i": "iÝ×ØÜÞ", "y": "yýúûüþ",
}  # fmt: skip
_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_CAPITALS = {"Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7, "đ": 0xAE}


def tcvn3_table() -> dict[str, int]:
    """Letter to TCVN3 (ABC) byte (domain.md §9.1). Capitals with a tone have no byte: the small letter stands in."""
    table = {}
    for vowel, codes in _TCVN3.items():
        for tone, code in zip(_TONES, codes, strict=True):
            letter = unicodedata.normalize("NFC", vowel + tone)
            table[letter] = ord(code)
            if letter.upper() != letter:
                table[letter.upper()] = ord(letter.upper()) if ord(letter.upper()) < 128 else ord(code)
    return table | _CAPITALS


def encode(text: str, encoding: str) -> bytes:
    """Bytes of `text` in a Python codec, in TCVN3, or in cp1258 (which spells tones as separate characters)."""
    text = text.replace("\n", "\r\n")
    if encoding == "tcvn3":
        table = tcvn3_table()
        return bytes(table[char] if char in table else ord(char.translate({0x2013: "-"})) for char in text)
    if encoding == "cp1258":
        return _cp1258(text)
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(encoding)


def _cp1258(text: str) -> bytes:
    out = bytearray()
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(part for part in parts if part in _TONES)
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part != tone))
            out += (base + tone).encode("cp1258")
    return bytes(out)


def write(spec: Spec) -> bytes:
    """The bytes of the text file."""
    return encode(text(spec), spec.encoding)


def text(spec: Spec) -> str:
    """The text; `style == "wrapped"` breaks lines at 78 columns, "linear" puts the head in one column."""
    lines = [*_head(spec), ""]
    for block in spec.blocks:
        lines += _block(block, spec.style == "wrapped")
    lines += ["", *_foot(spec)]
    return "\n".join(lines) + "\n"


def _head(spec: Spec) -> list[str]:
    left = [line for line in (spec.issuer.parent, spec.issuer.name) if line]
    left += ["*" if spec.issuer.system == "party" else "-------", spec.symbol_line]
    right = [*spec.motto, "---------------", spec.date_line]
    if spec.style == "linear":
        lines = [*left[:-1], *right[:-2], spec.symbol_line, spec.date_line]
    else:
        right = (
            [right[0], *right[1:]]
            if len(left) <= len(right)
            else [*right[:-1], *[""] * (len(left) - len(right)), right[-1]]
        )
        left += [""] * (len(right) - len(left))
        lines = [f"{a.center(34).rstrip():<36}{b}".rstrip() for a, b in zip(left, right, strict=True)]
    for stamp in (spec.secrecy, spec.mark):
        if stamp:
            lines += ["", stamp]
    lines.append("")
    if spec.type is None:
        lines.append(spec.subject)
    else:
        lines += [spec.type.upper().center(WIDTH).rstrip()]
        lines += [line.center(WIDTH).rstrip() for line in textwrap.wrap(spec.subject, 64)]
        lines += ["-----".center(WIDTH).rstrip()]
    lines += [f"{'Kính gửi: ' if number == 0 else '          '}{name}" for number, name in enumerate(spec.addressees)]
    return lines


def _block(block: Block, wrapped: bool) -> list[str]:
    if block.kind == "break":
        return ["", ""]
    if block.kind == "table":
        return ["\t".join(row) for row in block.rows]
    if block.kind == "centre":
        return ["", block.text.center(WIDTH).rstrip()]
    if wrapped:
        return [*textwrap.wrap(block.text, WIDTH, initial_indent="    "), ""]
    return [f"\t{block.text}"]


def _foot(spec: Spec) -> list[str]:
    power, post, name = spec.sign
    pad = " " * 44
    signs = [pad + line for line in (power, post, "", name) if line or line == ""]
    return [*signs, "", "Nơi nhận:", *[f"- {item}" for item in spec.recipients]]
