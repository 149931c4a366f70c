"""Text in shapes of Office files (DrawingML): paragraphs with their bullets and numbers, fonts by run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from workbench.archive.readers.numbering import formatted
from workbench.archive.readers.package import child, local
from workbench.archive.readers.runs import Runs, symbol

_STYLES = {"alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman"}
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings", "marlett")


def paragraphs(
    body: etree._Element,
    runs: Runs,
    styles: Sequence[etree._Element] = (),
    theme: Mapping[str, str] | None = None,
) -> list[str]:
    """The paragraphs of a text body, empty ones too.

    Args:
        body: an element that holds `a:p`.
        runs: which converts text in old fonts.
        styles: list styles (`a:lstStyle` and its kin) that the body takes over, nearest first.
        theme: the theme's fonts: "+mj", "+mn" → name.
    """
    own = child(body, "lstStyle")
    chain = ([own] if own is not None else []) + list(styles)
    counts: dict[tuple[int, str], int] = {}
    found = []
    for paragraph in body:
        if local(paragraph) != "p":
            continue
        properties = child(paragraph, "pPr")
        level = _level(properties)
        holders = [properties] if properties is not None else []
        for style in chain:
            at = child(style, f"lvl{level + 1}pPr")
            holders += [at] if at is not None else []
        _add_runs(paragraph, runs, _default_font(holders, theme or {}), theme or {})
        text = runs.take()
        if text.strip():
            label = _label(holders, level, counts)
            text = f"{label} {text.lstrip()}" if label else text
        found.append(text)
    return found


def theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """The fonts that a theme gives headings ("+mj") and text ("+mn")."""
    found = {}
    for key, name in (("+mj", "majorFont"), ("+mn", "minorFont")):
        font = theme.find(f".//{{*}}{name}/{{*}}latin") if theme is not None else None
        found[key] = font.get("typeface", "") if font is not None else ""
    return found


def _add_runs(paragraph: etree._Element, runs: Runs, font: str, theme: Mapping[str, str]) -> None:
    for element in paragraph:
        name = local(element)
        if name in ("r", "fld"):
            properties = child(element, "rPr")
            capitals = properties is not None and properties.get("cap") == "all"
            runs.add(element.findtext("{*}t") or "", _face(properties, theme) or font, capitals=capitals)
        elif name == "br":
            runs.add("\n")
        elif name == "m":  # a formula
            runs.add("".join(str(text) for text in element.itertext()))
        elif name == "AlternateContent" and len(element):
            _add_runs(element[0], runs, font, theme)


def _face(properties: etree._Element | None, theme: Mapping[str, str]) -> str:
    latin = child(properties, "latin") if properties is not None else None
    face = latin.get("typeface", "") if latin is not None else ""
    return theme.get(face[:3], "") if face.startswith("+") else face


def _default_font(holders: list[etree._Element], theme: Mapping[str, str]) -> str:
    return next((face for holder in holders if (face := _face(child(holder, "defRPr"), theme))), "")


def _level(properties: etree._Element | None) -> int:
    value = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(value), 8) if value.isdecimal() else 0


def _label(holders: list[etree._Element], level: int, counts: dict[tuple[int, str], int]) -> str:
    """What stands before a paragraph: a bullet, or the next number of its list."""
    for deeper in [key for key in counts if key[0] > level]:
        del counts[deeper]
    for holder in holders:
        if child(holder, "buNone") is not None or child(holder, "buBlip") is not None:
            break
        bullet, numbering = child(holder, "buChar"), child(holder, "buAutoNum")
        if bullet is not None:
            sign = bullet.get("char", "")
            font = child(holder, "buFont")
            face = font.get("typeface", "").lower() if font is not None else ""
            return symbol(ord(sign)) if len(sign) == 1 and face.startswith(_SYMBOL_FONTS) else sign
        if numbering is not None:
            kind, start = numbering.get("type", "arabicPeriod"), numbering.get("startAt", "1")
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            counts[level, kind] = counts.get((level, kind), first - 1) + 1
            return _numbered(counts[level, kind], kind)
    for key in [key for key in counts if key[0] == level]:  # a paragraph outside the list ends it
        del counts[key]
    return ""


def _numbered(number: int, kind: str) -> str:
    """A list number in a style of DrawingML: "arabicPeriod", "alphaLcParenR", "romanUcParenBoth" …"""
    style = next((style for lead, style in _STYLES.items() if kind.startswith(lead)), "decimal")
    text = formatted(number, style)
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return text + (")" if kind.endswith("ParenR") else "." if kind.endswith("Period") else "")
