"""The blemishes of real archives, put into chosen documents on purpose (domain.md §7.3)."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable

from tools.sample_archive.model import Block, Issuer, Spec

_OLD_TONE = {
    "hóa": "hoá", "Hóa": "Hoá", "hòa": "hoà", "Hòa": "Hoà", "ủy": "uỷ", "Ủy": "Uỷ", "khỏe": "khoẻ", "thủy": "thuỷ",
    "xóa": "xoá", "lũy": "luỹ", "khóa": "khoá",
}  # fmt: skip
_OLD_TONE_RX = re.compile("|".join(f"{word}(?![a-zà-ỹ])" for word in _OLD_TONE))


def _every_second(text: str) -> str:
    """Every second ủy/hòa in the other tone placement, so that both stand in one document."""
    count = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return _OLD_TONE[match.group()] if count % 2 == 0 else match.group()

    return _OLD_TONE_RX.sub(swap, text)


_TYPOS = {
    "nhiệm vụ": "nhiệu vụ", "xây dựng": "xây dưng", "chỉ đạo": "chỉ đạọ", "hướng dẫn": "hướng dẩn",
    "sẵn sàng": "sẳn sàng", "giải quyết": "giãi quyết", "kiểm tra": "kiễm tra",
}  # fmt: skip


def _typos(text: str) -> str:
    for right, wrong in _TYPOS.items():
        text = text.replace(right, wrong, 1)
    return text


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# Kind: how the text is changed, and words of which those that then stand in the text are the evidence.
_SPOILERS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "mixed-tones": (_every_second, ("uỷ",)),
    "eth": (lambda text: text.replace("Đảng", "Ðảng").replace("Đồng", "Ðồng"), ("Ðảng",)),
    "nfd": (_nfd, (_nfd("thực hiện"),)),
    "nbsp": (lambda text: re.sub(r"(\d) (?=tỷ đồng|triệu đồng|hồ sơ|đảng viên)", "\\1\xa0", text), ("\xa0",)),
    "en-dash": (
        lambda text: re.sub("(?i)(kinh tế|chính trị) - (?=xã hội)", r"\1 – ", text),
        ("– xã hội", "– XÃ HỘI"),
    ),
    "misspelling": (_typos, tuple(_TYPOS.values())),
}


def spoil(spec: Spec) -> Spec:
    """The document with its text blemishes in place, each recorded with the words in which it shows.

    Raises ValueError where the text has nothing that a blemish could spoil.
    """
    blemishes = list(spec.blemishes)
    for kind in spec.spoil:
        change, signs = _SPOILERS[kind]
        spec = _changed(spec, change)
        text = "\n".join(_texts(spec))
        shown = [(kind, sign) for sign in signs if sign in text]
        if not shown:
            raise ValueError(f"{spec.path}: nothing in it to spoil with {kind}")
        blemishes += shown
    return dataclasses.replace(spec, blemishes=tuple(blemishes), spoil=())


def _texts(spec: Spec) -> list[str]:
    return [part for block in spec.blocks for part in (block.text, *(cell for row in block.rows for cell in row))]


def _changed(spec: Spec, change: Callable[[str], str]) -> Spec:
    """`change` applied once to the whole body, so that counts run through it; then to the head line by line for NFD."""
    fresh = iter(change("\n".join(_texts(spec))).split("\n"))
    blocks = []
    for block in spec.blocks:
        text = next(fresh)
        rows = tuple(tuple(next(fresh) for _ in row) for row in block.rows)
        blocks.append(Block(block.kind, text, rows))
    if change is _nfd:
        issuer: Issuer = dataclasses.replace(
            spec.issuer,
            parent=change(spec.issuer.parent),
            name=change(spec.issuer.name),
            place=change(spec.issuer.place),
        )
        power, post, name = map(change, spec.sign)
        spec = dataclasses.replace(spec, issuer=issuer, subject=change(spec.subject), sign=(power, post, name))
    return dataclasses.replace(spec, blocks=tuple(blocks))
