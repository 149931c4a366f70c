"""Reads Word files (.docx): the body in document order, as Word shows it with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from workbench.archive.readers import base
from workbench.archive.readers.base import PAGE
from workbench.archive.readers.flow import OLD_FONTS_NOTE
from workbench.archive.readers.numbering import Numbering
from workbench.archive.readers.package import Package, attribute, child, local, open_package
from workbench.archive.readers.runs import OldFonts, Runs, paragraph_text, readings, symbol
from workbench.archive.readers.styles import Styles
from workbench.archive.readers.tables import Tables, unmarked

_SKIPPED = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sectPr", "Fallback"))


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a .docx; pages where Word has noted them (`w:lastRenderedPageBreak`).

    Insertions are in, deletions out; list numbers are written out; footnotes and endnotes stand after the body, marked
    "[1]". A table row is one line, its cells parted by tabs, unless a cell holds several paragraphs. Text boxes stand
    after the paragraph that holds them, and once more in `margins`, where a secrecy stamp is looked for.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_package(path) as package:
        return _read(path, package)


def _read(path: Path, package: Package) -> base.RawText:
    body = child(package.main, "body")
    if body is None:
        raise base.broken(path, "không có phần thân văn bản")
    fonts = OldFonts()
    walker, paragraphs, margins = _walk(package, body, fonts)
    if decided := fonts.decide():
        walker, paragraphs, margins = _walk(package, body, OldFonts(decided))
    margins += [reading for text in package.properties() for reading in readings(text)]
    pieces = [piece for paragraph in paragraphs for piece in paragraph.split("\n")]
    lines, notes = base.decoded([base.tidy(piece) for piece in pieces])
    if walker.converted:
        notes = (OLD_FONTS_NOTE, *notes)
    text, page_starts, tables = walker.tables.compose(lines, paged=walker.paged)
    return base.finished(path, text, page_starts, unmarked("\n".join(margins)), notes, tables)


def _walk(package: Package, body: etree._Element, fonts: OldFonts) -> tuple[_Walker, list[str], list[str]]:
    """The document read once: its walker, its paragraphs and notes, and what stands in its margins."""
    styles = Styles(package.part("styles"))
    walker = _Walker(styles, Numbering(package.part("numbering"), styles), fonts)
    paragraphs = walker.blocks(body) + _notes(package, walker)
    margins = [text for root in package.parts("header", "footer", "comments") for text in walker.aside(root)]
    return walker, paragraphs, margins + walker.boxes + walker.hidden


def _notes(package: Package, walker: _Walker) -> list[str]:
    """Footnotes and endnotes in the order of their marks in the body."""
    texts: dict[tuple[str, str], list[str]] = {}
    for kind in ("footnote", "endnote"):
        root = package.part(kind + "s")
        for note in root if root is not None else ():
            if local(note) == kind and attribute(note, "type") is None:
                texts[kind, attribute(note, "id") or ""] = walker.aside(note)
    return [f"[{number}] " + " ".join(texts[key]) for key, number in walker.marks.items() if texts.get(key)]


@dataclass
class _Walker:
    """Walks the XML of a document part and gathers its paragraphs.

    Attributes:
        boxes: text of text boxes.
        hidden: text set as hidden, which the page does not show.
        marks: (kind, id) of a footnote or endnote → its number, in the order of the body.
        converted: whether text in an old font was converted.
        paged: whether Word has noted where pages start.
        tables: its tables, those of headers and footnotes too.
    """

    styles: Styles
    numbering: Numbering
    fonts: OldFonts
    boxes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)
    converted: bool = False
    paged: bool = False
    tables: Tables = field(default_factory=Tables)

    def aside(self, root: etree._Element) -> list[str]:
        """The paragraphs of a part outside the body, each on one line."""
        return [tidy for text in self.blocks(root) if (tidy := base.tidy(text.replace("\n", " ").replace(PAGE, "")))]

    def blocks(self, parent: etree._Element) -> list[str]:
        """Paragraphs and table rows under an element, in order."""
        found: list[str] = []
        joined = ""
        for element in _children(parent):
            name = local(element)
            if name == "p":
                text, boxes, goes_on = self._paragraph(element)
                if goes_on:  # its end was deleted: the next paragraph goes on with it
                    joined += text
                    found.extend(boxes)
                    continue
                found.append(joined + text)
                joined = ""
                found.extend(boxes)
            elif name == "tbl":
                table = self.tables.new()
                for number, row in enumerate(_descend(element, "tr"), 1):
                    found.extend(self._row(row, table, number))
            elif name not in _SKIPPED:
                found.extend(self.blocks(element))
        return [*found, joined] if joined else found

    def _row(self, row: etree._Element, table: int, number: int) -> list[str]:
        properties = child(row, "trPr")
        if properties is not None and child(properties, "del") is not None:
            return []
        column = 1 + _count(properties, "gridBefore", 0)
        cells = []
        for cell in _descend(row, "tc"):
            cells.append((column, [line for text in self.blocks(cell) for line in text.split("\n")]))
            column += _count(child(cell, "tcPr"), "gridSpan", 1)
        return self.tables.row(table, number, cells)

    def _paragraph(self, paragraph: etree._Element) -> tuple[str, list[str], bool]:
        """The text of a paragraph, the text boxes it holds, and whether it goes on in the next paragraph."""
        properties = child(paragraph, "pPr")
        label = self.numbering.label(properties)
        runs = _Runs(self, self.styles.paragraph_font(properties))
        runs.walk(paragraph)
        mark = child(properties, "rPr") if properties is not None else None
        goes_on = mark is not None and child(mark, "del") is not None
        text = runs.text()
        end = text[len(text.rstrip(" \t")) :] if goes_on else ""
        text = paragraph_text(text, label) + end
        self.boxes.extend(line for box in runs.boxes for line in box.split("\n") if line.strip())
        return text, runs.boxes, goes_on


class _Runs:
    """The text of one paragraph, run by run: conversion by font needs neighbouring runs of one font together."""

    def __init__(self, walker: _Walker, font: str | None) -> None:
        self._walker = walker
        self._font = font
        self._shown, self._hidden = Runs(walker.fonts), Runs(walker.fonts)
        self.boxes: list[str] = []

    def walk(self, element: etree._Element) -> None:
        """Gather everything under an element that shows as text."""
        for inner in _children(element):
            name = local(inner)
            if name == "r":
                self._run(inner)
            elif name == "t" and "math" in str(inner.tag):  # formulas keep their text in m:t
                self._shown.add(inner.text or "")
            elif name not in _SKIPPED:
                self.walk(inner)

    def text(self) -> str:
        """The paragraph's text in Unicode."""
        text, hidden = self._shown.take(), self._hidden.take()
        self._walker.converted |= self._shown.converted or self._hidden.converted
        if hidden.strip():
            self._walker.hidden.append(hidden)
        return text

    def _run(self, run: etree._Element) -> None:
        properties = child(run, "rPr")
        font = self._walker.styles.run_font(properties) or self._font or ""
        capitals = properties is not None and _on(properties, "caps")
        hidden = properties is not None and _on(properties, "vanish")
        runs = self._hidden if hidden else self._shown
        for text in self._run_text(run):
            if text == PAGE and not hidden:
                runs.turn()
            else:
                runs.add(text, font, capitals=capitals)

    def _run_text(self, run: etree._Element) -> Iterator[str]:
        for element in _children(run):
            match local(element):
                case "t":
                    yield (element.text or "").replace(PAGE, " ")
                case "tab" | "ptab":
                    yield "\t"
                case "br":
                    yield PAGE if attribute(element, "type") == "page" else "\n"
                case "cr":
                    yield "\n"
                case "noBreakHyphen":
                    yield "-"
                case "softHyphen":
                    yield "\u00ad"  # "ư" in TCVN3; elsewhere it is cleaned away with other invisible characters
                case "lastRenderedPageBreak":
                    self._walker.paged = True
                    yield PAGE
                case "sym":
                    yield _symbol(attribute(element, "char"))
                case "footnoteReference" | "endnoteReference" as name:
                    key = name.removesuffix("Reference"), attribute(element, "id") or ""
                    yield f"[{self._walker.marks.setdefault(key, len(self._walker.marks) + 1)}]"
                case "drawing" | "pict" | "object" | "AlternateContent":
                    self._boxes(element)
                case _:
                    pass

    def _boxes(self, element: etree._Element) -> None:
        """The text boxes under a drawing; of mc:AlternateContent only the first choice, which says the same."""
        for inner in _children(element):
            if local(inner) == "txbxContent":
                lines = [line for text in self._walker.blocks(inner) for line in text.split("\n")]
                self.boxes.append("\n".join(line for line in lines if line.strip()))
            elif local(inner) not in _SKIPPED:
                self._boxes(inner)


def _children(element: etree._Element) -> Iterator[etree._Element]:
    """The child elements; of alternatives (mc:AlternateContent) the first choice, else the fallback."""
    for inner in element:
        if local(inner) == "AlternateContent":
            choice = next((option for option in inner if local(option) in ("Choice", "Fallback")), None)
            if choice is not None:
                yield from _children(choice)
        elif local(inner):  # comments have no name
            yield inner


def _descend(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The nearest descendants of that name, through content controls and tracked insertions."""
    for inner in _children(element):
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _descend(inner, name)


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    """The number that a row's or cell's property says, kept within what a page can hold."""
    element = child(properties, name) if properties is not None else None
    value = attribute(element, "val") if element is not None else None
    return min(int(value), 1000) if value is not None and value.isdecimal() else default


def _on(properties: etree._Element, name: str) -> bool:
    element = child(properties, name)
    return element is not None and attribute(element, "val") not in ("0", "false", "off")


def _symbol(code: str | None) -> str:
    try:
        character = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    return symbol(ord(character)) if "\uf000" <= character <= "\uf0ff" else character
