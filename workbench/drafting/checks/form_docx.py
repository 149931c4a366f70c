"""How a .docx is set, as Word shows it: letters, paragraphs and pages with styles and defaults resolved.

Word keeps a property where somebody set it: on the run, on its character style, on the style of the paragraph or one
that this is based on, on the style of the table, or among the defaults of the document. Here every line of the text
comes with what holds in the end. The file is opened as the archive opens files, with the same guards.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from workbench.archive.readers import base
from workbench.archive.readers.numbering import Numbering
from workbench.archive.readers.package import Package, attribute, child, local, open_package
from workbench.archive.readers.styles import Styles
from workbench.drafting.checks.form_docx_values import (
    SKIPPED,
    alignment_of,
    children,
    first,
    has_page_field,
    is_on,
    number,
    page_of,
    run_text,
    runs_of,
    spacing_of,
    theme_fonts,
)
from workbench.drafting.checks.form_sheet import Alignment, Letters, Line, PageNumber, Sheet, Spacing
from workbench.vietnamese.spelling import same_length_clean

_CHAIN = 50  # styles that one is based on
_DEFAULT_SIZE = 10.0  # Word's, where nothing says
_EMPTY = etree.Element("rPr")


def read_sheet(path: Path) -> Sheet:
    """How a .docx is set.

    Raises:
        UnreadableFile: no .docx, broken, locked or too large.
    """
    with base.file_errors(path), open_package(path) as package:
        body = child(package.main, "body")
        if body is None:
            raise base.broken(path, "không có phần thân văn bản")
        reader = _Reader(package)
        reader.blocks(body)
        return reader.sheet(body)


class _StyleSheet:
    """The styles of a document and its defaults."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self.run_defaults = self.paragraph_defaults = _EMPTY
        for element in root if root is not None else ():
            if local(element) == "style":
                name = attribute(element, "styleId") or ""
                self._styles[name] = element
                if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                    self._default = name
            elif local(element) == "docDefaults":
                for holder in element:
                    for inner in holder:
                        if local(inner) == "rPr":
                            self.run_defaults = inner
                        elif local(inner) == "pPr":
                            self.paragraph_defaults = inner

    def chain(self, properties: etree._Element | None, reference: str) -> list[etree._Element]:
        """The style that properties name and those it is based on, nearest first."""
        named = child(properties, reference) if properties is not None else None
        name = attribute(named, "val") if named is not None else None
        if name is None and reference == "pStyle":
            name = self._default
        found: dict[str, etree._Element] = {}
        while name and name in self._styles and name not in found and len(found) < _CHAIN:
            found[name] = self._styles[name]
            parent = child(found[name], "basedOn")
            name = attribute(parent, "val") if parent is not None else None
        return list(found.values())


def _inside(styles: Sequence[etree._Element], name: str) -> list[etree._Element]:
    return [inner for style in styles if (inner := child(style, name)) is not None]


class _Reader:
    """Walks the body and gathers lines and runs."""

    def __init__(self, package: Package) -> None:
        self._package = package
        root = package.part("styles")
        self._styles = _StyleSheet(root)
        self._numbering = Numbering(package.part("numbering"), Styles(root))
        self._theme = theme_fonts(package.part("theme"))
        self._lines: list[Line] = []
        self._runs: list[tuple[int, int, Letters]] = []
        self._text: list[str] = []
        self._at = 0
        self._paragraph = 0
        self._tables = 0

    def sheet(self, body: etree._Element) -> Sheet:
        """What was read."""
        sections = [element for element in body.iter() if local(element) == "sectPr"]
        pages = tuple(page_of(section) for section in sections)
        number = self._page_number(sections[0]) if sections else None
        return Sheet("\n".join(self._text), tuple(self._lines), pages, number, tuple(self._runs))

    def blocks(self, parent: etree._Element, table: int = 0, table_styles: Sequence[etree._Element] = ()) -> None:
        """Read the paragraphs and tables under an element, in order."""
        for element in children(parent):
            name = local(element)
            if name == "p":
                self._read_paragraph(element, table, table_styles)
            elif name == "tbl":
                self._tables += 1
                styles = self._styles.chain(child(element, "tblPr"), "tblStyle")
                self.blocks(element, self._tables, styles)
            elif name not in SKIPPED:
                self.blocks(element, table, table_styles)

    def _read_paragraph(self, paragraph: etree._Element, table: int, table_styles: Sequence[etree._Element]) -> None:
        properties = child(paragraph, "pPr")
        styles = self._styles.chain(properties, "pStyle")
        holders = [*([properties] if properties is not None else []), *_inside(styles, "pPr")]
        holders += [*_inside(table_styles, "pPr"), self._styles.paragraph_defaults]
        alignment, spacing = alignment_of(holders), spacing_of(holders)
        ruled = any(
            (borders := child(holder, "pBdr")) is not None and child(borders, "bottom") is not None
            for holder in holders[:1]
        )
        below = [*_inside(styles, "rPr")], [*_inside(table_styles, "rPr"), self._styles.run_defaults]
        label = self._numbering.label(properties)
        pieces = [(text, self._letters(run, *below)) for run in runs_of(paragraph) for text in run_text(run)]
        if label and pieces:
            pieces.insert(0, (f"{label} ", pieces[0][1]))
        rows: list[list[tuple[str, Letters]]] = [[]]
        for text, letters in pieces:
            first, *others = text.split("\n")
            rows[-1].append((first, letters))
            rows += [[(other, letters)] for other in others]
        for row in rows:
            self._add_line(row, alignment, spacing, table, ruled)
        self._paragraph += 1

    def _add_line(
        self, row: list[tuple[str, Letters]], alignment: Alignment, spacing: Spacing, table: int, ruled: bool
    ) -> None:
        text = same_length_clean("".join(piece for piece, _ in row))
        at = self._at
        for piece, letters in row:
            if piece:
                self._runs.append((at, at + len(piece), letters))
            at += len(piece)
        self._lines.append(Line(text, self._at, alignment, spacing, table, self._paragraph, ruled))
        self._text.append(text)
        self._at += len(text) + 1

    def _letters(
        self, run: etree._Element, styled: Sequence[etree._Element], defaults: Sequence[etree._Element]
    ) -> Letters:
        own = child(run, "rPr")
        character = _inside(self._styles.chain(own, "rStyle"), "rPr") if own is not None else []
        direct = [own] if own is not None else []
        holders = [*direct, *character, *styled, *defaults]

        def toggle(name: str) -> bool:
            said = next((is_on(found) for holder in direct if (found := child(holder, name)) is not None), None)
            if said is not None:
                return said
            # A toggle of a character style turns round what the style of the paragraph says.
            by_style = [
                next((is_on(found) for holder in holders_ if (found := child(holder, name)) is not None), False)
                for holders_ in (character, styled)
            ]
            plain = any(is_on(found) for holder in defaults if (found := child(holder, name)) is not None)
            return by_style[0] != by_style[1] or plain

        size = first(holders, "sz", lambda found: number(attribute(found, "val")))
        line = first(holders, "u", lambda found: attribute(found, "val"))
        return Letters(
            font=first(holders, "rFonts", self._font) or "",
            size=size / 2 if size else _DEFAULT_SIZE,
            bold=toggle("b"),
            italic=toggle("i"),
            underline=line not in (None, "none"),
            capitals=toggle("caps"),
        )

    def _font(self, fonts: etree._Element) -> str | None:
        for name in ("ascii", "hAnsi"):
            theme = attribute(fonts, f"{name}Theme")
            found = self._theme.get((theme or "")[:5]) if theme else attribute(fonts, name)
            if found:
                return found
        return None

    def _page_number(self, section: etree._Element) -> PageNumber | None:
        """The page number that the headers or footers of a section print."""
        page = page_of(section)
        shown: dict[str, PageNumber] = {}
        relations = self._package.relations(self._package.main_name)
        for reference in section:
            if local(reference) not in ("headerReference", "footerReference"):
                continue
            kind = attribute(reference, "type") or "default"
            name, _ = relations.get(attribute(reference, "id") or "", ("", ""))
            root = self._package.xml(name) if name else None
            place = local(reference).removesuffix("Reference")
            if root is not None and (kind != "first" or page.first_differs):
                found = self._number_in(root, place)
                if found:
                    shown[kind] = found
        usual = shown.get("default") or shown.get("even")
        if usual is None:
            return shown.get("first")
        return usual._replace(on_first="first" in shown if page.first_differs else True)

    def _number_in(self, root: etree._Element, place: str) -> PageNumber | None:
        for paragraph in root.iter():
            if local(paragraph) != "p" or not has_page_field(paragraph):
                continue
            properties = child(paragraph, "pPr")
            styles = self._styles.chain(properties, "pStyle")
            holders = [*([properties] if properties is not None else []), *_inside(styles, "pPr")]
            runs = [run for run in runs_of(paragraph) if any(text.strip() for text in run_text(run))]
            run = runs[0] if runs else _EMPTY
            letters = self._letters(run, _inside(styles, "rPr"), [self._styles.run_defaults])
            framed = child(properties, "framePr") if properties is not None else None
            alignment = alignment_of([*holders, self._styles.paragraph_defaults])
            if framed is not None and attribute(framed, "xAlign") == "center":
                alignment = "giữa"
            return PageNumber(place, alignment, letters, True)
        return None
