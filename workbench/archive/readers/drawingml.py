"""Text in shapes of Office files (DrawingML): paragraphs with their bullets and numbers, fonts by run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from workbench.archive.readers.package import child, local
from workbench.archive.readers.runs import Runs, symbol

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings", "marlett")


def paragraphs(body: etree._Element, runs: Runs, font: str | None = None) -> list[str]:
    """The paragraphs of a text body, empty ones too.

    Args:
        body: an element that holds `a:p`.
        runs: which converts text in old fonts.
        font: font of runs that name none, or None.
    """
    counts: dict[tuple[int, str], int] = {}
    own = body.find("{*}lstStyle")
    found = []
    for paragraph in body:
        if local(paragraph) != "p":
            continue
        properties = child(paragraph, "pPr")
        level = _level(properties)
        _add_runs(paragraph, runs, _default_font(properties, own, level) or font)
        text = runs.take()
        if text.strip():
            label = _label(properties, level, counts)
            text = f"{label} {text.lstrip()}" if label else text
        else:
            counts = {}
        found.append(text)
    return found


def _add_runs(paragraph: etree._Element, runs: Runs, font: str | None) -> None:
    for element in paragraph:
        name = local(element)
        if name in ("r", "fld"):
            properties = child(element, "rPr")
            face = _face(properties) or font
            capitals = properties is not None and properties.get("cap") == "all"
            runs.add(element.findtext("{*}t") or "", face or "", capitals=capitals)
        elif name == "br":
            runs.add("\n")
        elif name == "m":  # a formula
            runs.add("".join(str(text) for text in element.itertext()))
        elif name == "AlternateContent":
            choice = next(iter(element), None)
            if choice is not None:
                _add_runs(choice, runs, font)


def _face(properties: etree._Element | None) -> str | None:
    latin = child(properties, "latin") if properties is not None else None
    face = latin.get("typeface") if latin is not None else None
    return None if face is None or face.startswith("+") else face  # "+mn-lt": the theme's font


def _default_font(properties: etree._Element | None, own: etree._Element | None, level: int) -> str | None:
    styles = [properties, child(own, f"lvl{level + 1}pPr") if own is not None else None]
    return next((face for style in styles if style is not None and (face := _face(child(style, "defRPr")))), None)


def _level(properties: etree._Element | None) -> int:
    value = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(value), 8) if value.isdecimal() else 0


def _label(properties: etree._Element | None, level: int, counts: dict[tuple[int, str], int]) -> str:
    """What stands before a paragraph by its own properties: a bullet, or the next number of its list."""
    for deeper in [key for key in counts if key[0] > level]:
        del counts[deeper]
    if properties is None:
        return ""
    bullet = child(properties, "buChar")
    if bullet is not None:
        sign = bullet.get("char", "")
        font = child(properties, "buFont")
        face = (font.get("typeface") or "").lower() if font is not None else ""
        return symbol(ord(sign)) if len(sign) == 1 and face.startswith(_SYMBOL_FONTS) else sign
    numbering = child(properties, "buAutoNum")
    if numbering is None:
        return ""
    kind = numbering.get("type", "arabicPeriod")
    start = numbering.get("startAt", "1")
    key = level, kind
    counts[key] = counts.get(key, (int(start) if start.isdecimal() and len(start) < 6 else 1) - 1) + 1
    return _numbered(counts[key], kind)


def _numbered(number: int, kind: str) -> str:
    if kind.startswith("alpha"):
        text = "".join(_letters(number))[::-1]
    elif kind.startswith("roman"):
        text = _roman(number)
    else:
        text = str(number)
    if "Lc" in kind:
        text = text.lower()
    elif "Uc" in kind:
        text = text.upper()
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return text + (")" if kind.endswith("ParenR") else "." if kind.endswith("Period") else "")


def _letters(number: int) -> Iterator[str]:
    while number > 0:
        number, rest = divmod(number - 1, 26)
        yield _ALPHABET[rest]


def _roman(number: int) -> str:
    values = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, sign in values:
        while number >= value and len(text) < 20:
            text += sign
            number -= value
    return text
