"""Reads PowerPoint presentations (.pptx): slide by slide, with tables, charts and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from workbench.archive.readers import base, charts, drawingml, slides
from workbench.archive.readers.package import Package, attribute, child, local, open_package
from workbench.archive.readers.runs import OldFonts, Runs, readings
from workbench.archive.readers.slides import Slide
from workbench.archive.readers.tables import Tables, unmarked

_TITLES = ("title", "ctrTitle")
_RUNNING = ("dt", "ftr", "sldNum", "hdr")
_MASTER_KINDS = {"ctrTitle": "title", "subTitle": "body", "obj": "body", "": "body"}


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The slides in order, each a page, hidden ones too; notes stand after the slide they belong to.

    Running footers, comments, hidden shapes, the text of layouts and masters and document properties go to the margins.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
    """
    with base.file_errors(path), open_package(path, "presentation") as package:
        return _Presentation(package).read(path)


@dataclass
class _Page:
    """A slide, layout or master while it is read.

    Attributes:
        name: name of its part.
        holders: the placeholders of its layout and its master, from which text takes its look.
        styles: the master's styles by kind of text ("title", "body", "other").
        theme: the theme's fonts.
    """

    name: str
    holders: list[list[etree._Element]] = field(default_factory=list)
    styles: dict[str, etree._Element] = field(default_factory=dict)
    theme: dict[str, str] = field(default_factory=dict)


class _Presentation:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._runs = Runs(OldFonts())
        self._tables = Tables()
        self._margins: list[str] = []
        self._behind: dict[str, etree._Element | None] = {}
        default = child(package.main, "defaultTextStyle")
        self._defaults = [default] if default is not None else []

    def read(self, path: Path) -> base.RawText:
        relations = self._package.relations(self._package.main_name)
        found = []
        listed = [relations.get(_relation_id(element), ("", "")) for element in self._package.main.iter("{*}sldId")]
        for name, kind in dict.fromkeys(listed):
            root = self._package.xml(name) if kind == "slide" else None
            if root is not None:
                found.append(self._slide(name, root))
        properties = [reading for text in self._package.properties() for reading in readings(text)]
        margins = [base.tidy(unmarked(text).replace("\n", " ")) for text in self._margins] + properties
        return slides.presentation(path, found, self._tables, margins=margins, converted=self._runs.converted)

    def _slide(self, name: str, root: etree._Element) -> Slide:
        page = self._page(name)
        shapes = sorted(_shapes(root), key=lambda shape: _placeholder(shape) not in _TITLES)
        lines = [line for shape in shapes for line in self._shape(shape, page)]
        notes = []
        for notes_name in self._package.related(name, "notesSlide"):
            notes_root = self._package.xml(notes_name)
            for shape in _shapes(notes_root) if notes_root is not None else ():
                if _placeholder(shape) in ("sldImg", *_RUNNING):
                    continue
                notes += self._shape(shape, _Page(notes_name, theme=page.theme))
        for comments in self._package.parts("comments", source=name):
            for comment in comments.iter("{*}cm"):
                self._margins += [element.text or "" for element in comment if local(element) == "text"]
                for body in comment.iter("{*}txBody"):
                    self._margins += drawingml.paragraphs(body, self._runs)
        return Slide(lines, notes, root.get("show") in ("0", "false"))

    def _page(self, name: str) -> _Page:
        """What a slide takes over from its layout, its master and its theme."""
        page = _Page(name)
        layout = next(iter(self._package.related(name, "slideLayout")), "")
        master = next(iter(self._package.related(layout, "slideMaster")), "") if layout else ""
        for behind in (layout, master):
            root = self._outer(behind)
            page.holders.append(
                [shape for shape in _shapes(root) if _placeholder(shape) is not None] if root is not None else []
            )
        root = self._outer(master)
        styles = child(root, "txStyles") if root is not None else None
        for style in styles if styles is not None else ():
            page.styles[local(style).removesuffix("Style")] = style
        theme = next(iter(self._package.related(master, "theme")), "") if master else ""
        page.theme = drawingml.theme_fonts(self._outer(theme, read=False))
        return page

    def _outer(self, name: str, *, read: bool = True) -> etree._Element | None:
        """Root of a part behind the slides; what it shows itself goes to the margins, once."""
        if name not in self._behind:
            root = self._package.xml(name) if name else None
            self._behind[name] = root
            for shape in _shapes(root) if root is not None and read else ():
                if _placeholder(shape) is None:
                    self._margins += self._shape(shape, _Page(name))
        return self._behind[name]

    def _shape(self, shape: etree._Element, page: _Page) -> list[str]:
        lines = []
        if local(shape) == "graphicFrame":
            lines = self._graphic(shape, page)
        else:
            for body in shape:
                if local(body) == "txBody":
                    lines += drawingml.paragraphs(body, self._runs, self._styles(shape, page), page.theme)
        if _placeholder(shape) in _RUNNING or _is_hidden(shape):
            self._margins += lines
            return []
        return lines

    def _styles(self, shape: etree._Element, page: _Page) -> list[etree._Element]:
        """The list styles that a shape's text takes over, nearest first."""
        kind = _placeholder(shape)
        if kind is None:
            return [page.styles["other"], *self._defaults] if "other" in page.styles else self._defaults
        found = []
        for holders, wanted in zip(page.holders, (kind, _MASTER_KINDS.get(kind, kind)), strict=False):
            same = (
                [holder for holder in holders if _index(holder) == _index(shape)] if holders is page.holders[0] else []
            )
            same += [holder for holder in holders if _placeholder(holder) == wanted]
            style = same[0].find("{*}txBody/{*}lstStyle") if same else None
            found += [style] if style is not None else []
        own = page.styles.get(_MASTER_KINDS.get(kind, kind), page.styles.get("other"))
        return [*found, *([own] if own is not None else []), *self._defaults]

    def _graphic(self, frame: etree._Element, page: _Page) -> list[str]:
        lines: list[str] = []
        for data in frame.iter("{*}graphicData"):
            for element in data:
                name = local(element)
                if name == "tbl":
                    lines += self._table(element, page)
                elif name == "chart":
                    root = self._related(page.name, attribute(element, "id"))
                    lines += charts.lines(root, self._runs, self._tables) if root is not None else []
                elif name == "relIds":  # SmartArt
                    root = self._related(page.name, attribute(element, "dm"))
                    for body in root.iter("{*}t") if root is not None else ():
                        if len(body):
                            lines += drawingml.paragraphs(body, self._runs, (), page.theme)
        return lines

    def _related(self, source: str, key: str | None) -> etree._Element | None:
        name, _ = self._package.relations(source).get(key or "", ("", ""))
        return self._package.xml(name) if name else None

    def _table(self, element: etree._Element, page: _Page) -> list[str]:
        table = self._tables.new()
        found: list[str] = []
        for number, row in enumerate((inner for inner in element if local(inner) == "tr"), 1):
            cells: list[tuple[int, list[str]]] = []
            for column, cell in enumerate((inner for inner in row if local(inner) == "tc"), 1):
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    cells.append((column, []))
                    continue
                body = child(cell, "txBody")
                texts = drawingml.paragraphs(body, self._runs, self._defaults, page.theme) if body is not None else []
                cells.append((column, [line for text in texts for line in text.split("\n")]))
            found += self._tables.row(table, number, cells)
        return found


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """The shapes of a slide, through groups; of alternatives the first."""
    tree = root.find("{*}cSld/{*}spTree")
    yield from _inner(tree) if tree is not None else ()


def _inner(group: etree._Element) -> Iterator[etree._Element]:
    for element in group:
        name = local(element)
        if name in ("sp", "graphicFrame", "cxnSp"):
            yield element
        elif name == "grpSp":
            yield from _inner(element)
        elif name == "AlternateContent" and len(element):
            yield from _inner(element[0])


def _holder(shape: etree._Element) -> etree._Element | None:
    return next((holder for part in shape if local(part).startswith("nv") for holder in part.iter("{*}ph")), None)


def _placeholder(shape: etree._Element) -> str | None:
    """What a placeholder stands for ("title", "body", "" …); None for a shape that is none."""
    holder = _holder(shape)
    return holder.get("type", "") if holder is not None else None


def _index(shape: etree._Element) -> str:
    holder = _holder(shape)
    return holder.get("idx", "0") if holder is not None else ""


def _is_hidden(shape: etree._Element) -> bool:
    return any(inner.get("hidden") in ("1", "true") for part in shape if local(part).startswith("nv") for inner in part)


def _relation_id(element: etree._Element) -> str:
    """`r:id` of a slide, which also has an `id` of its own."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")
