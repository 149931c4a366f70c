"""What single properties of a .docx say: reading numbers, switches and distances from its XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from lxml import etree

from workbench.archive.readers.package import attribute, child, local
from workbench.drafting.checks.form_sheet import Alignment, Page, Spacing

SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "sectPr", "Fallback", "txbxContent", "instrText", "delText"))
"""What holds no text of the page."""

_MM = 1440 / 25.4  # twips in a millimetre
_ALIGNMENTS: dict[str, Alignment] = {
    "center": "giữa",
    "right": "phải",
    "end": "phải",
    "both": "đều",
    "distribute": "đều",
}
_Found = TypeVar("_Found")


def children(element: etree._Element) -> Iterator[etree._Element]:
    for inner in element:
        if local(inner) == "AlternateContent":
            choice = next((option for option in inner if local(option) in ("Choice", "Fallback")), None)
            if choice is not None:
                yield from children(choice)
        elif local(inner):
            yield inner


def runs_of(element: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph in order, through links, insertions and content controls; hidden ones are left out."""
    for inner in children(element):
        if local(inner) == "r":
            properties = child(inner, "rPr")
            hidden = child(properties, "vanish") if properties is not None else None
            if hidden is None or not is_on(hidden):
                yield inner
        elif local(inner) not in SKIPPED:
            yield from runs_of(inner)


def run_text(run: etree._Element) -> Iterator[str]:
    for element in children(run):
        match local(element):
            case "t":
                yield element.text or ""
            case "tab" | "ptab":
                yield "\t"
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"
            case _:
                pass


def has_page_field(paragraph: etree._Element) -> bool:
    for element in paragraph.iter():
        code = attribute(element, "instr") if local(element) == "fldSimple" else element.text
        if local(element) in ("fldSimple", "instrText") and (code or "").split()[:1] == ["PAGE"]:
            return True
    return False


def first(
    holders: Sequence[etree._Element], name: str, read: Callable[[etree._Element], _Found | None]
) -> _Found | None:
    for holder in holders:
        element = child(holder, name)
        found = read(element) if element is not None else None
        if found is not None:
            return found
    return None


def is_on(element: etree._Element) -> bool:
    return attribute(element, "val") not in ("0", "false", "off")


def number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _value(holders: Sequence[etree._Element], element: str, *names: str) -> float | None:
    """The first number that one of these attributes of an element has."""

    def read(found: etree._Element) -> float | None:
        return next((value for name in names if (value := number(attribute(found, name))) is not None), None)

    return first(holders, element, read)


def alignment_of(holders: Sequence[etree._Element]) -> Alignment:
    said = first(holders, "jc", lambda found: attribute(found, "val"))
    return _ALIGNMENTS.get(said or "", "trái")


def spacing_of(holders: Sequence[etree._Element]) -> Spacing:
    hanging, indent = _value(holders, "ind", "hanging"), _value(holders, "ind", "firstLine")
    line = _value(holders, "spacing", "line")
    rule = first(holders, "spacing", lambda found: attribute(found, "lineRule")) or "auto"
    return Spacing(
        first_line=(-hanging if hanging else indent or 0.0) / _MM,
        before=(_value(holders, "spacing", "before") or 0.0) / 20,
        after=(_value(holders, "spacing", "after") or 0.0) / 20,
        rule=rule,
        line=(240.0 if line is None else line) / (240 if rule == "auto" else 20),
    )


def page_of(section: etree._Element) -> Page:
    here = [section]

    def mm(element: str, name: str, default: float) -> float:
        value = _value(here, element, name)
        return round((default if value is None else value) / _MM, 1)

    title = child(section, "titlePg")
    return Page(
        width=mm("pgSz", "w", 12240),
        height=mm("pgSz", "h", 15840),
        top=abs(mm("pgMar", "top", 1440)),
        bottom=abs(mm("pgMar", "bottom", 1440)),
        left=mm("pgMar", "left", 1440) + mm("pgMar", "gutter", 0),
        right=mm("pgMar", "right", 1440),
        header=mm("pgMar", "header", 720),
        first_differs=title is not None and is_on(title),
    )


def theme_fonts(root: etree._Element | None) -> dict[str, str]:
    """The Latin fonts of a theme by the first letters of their names: "minor", "major"."""
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if local(element) in ("minorFont", "majorFont"):
            latin = child(element, "latin")
            if latin is not None and latin.get("typeface"):
                found[local(element)[:5]] = str(latin.get("typeface"))
    return found
