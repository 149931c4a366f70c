"""Text inside OpenDocument files: paragraphs with list numbers, tables, notes, text boxes, fonts by run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workbench.archive.readers import base
from workbench.archive.readers.numbering import formatted
from workbench.archive.readers.opendocument import Styles, TextStyle
from workbench.archive.readers.package import attribute, child, local
from workbench.archive.readers.runs import OldFonts, Runs, paragraph_text
from workbench.archive.readers.tables import Tables, unmarked

_SPACE = re.compile(r"[ \t\r\n]+")
_SKIPPED = frozenset(
    (
        "tracked-changes",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "forms",
        "event-listeners",
        "title",
        "desc",
    )
)
_INNER = ("table-header-rows", "table-rows", "table-row-group", "table-header-columns")
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Walker:
    """Gathers the paragraphs of a document part.

    Attributes:
        tables: its tables.
        boxes: text of text boxes, which stands in the body too.
        aside: text that the page does not show or that is no part of it: hidden text, comments.
        notes: footnotes and endnotes in the order of their marks, each on one line with its number.
        converted: whether text in an old font was converted.
    """

    def __init__(self, styles: Styles, tables: Tables | None = None) -> None:
        self.tables = tables or Tables()
        self.boxes: list[str] = []
        self.aside: list[str] = []
        self.notes: list[str] = []
        self.converted = False
        self._styles = styles
        self._fonts = OldFonts()
        self._lists = _Lists(styles)

    def lines(self, parent: etree._Element, around: TextStyle | None = None) -> list[str]:
        """Paragraphs, headings, list items and table rows under an element, in order.

        Args:
            parent: the element.
            around: how text is shown there that has no style of its own; None for the document's default.
        """
        return [line for element in parent for line in self.block(element, around)]

    def block(self, element: etree._Element, around: TextStyle | None = None) -> list[str]:
        """The lines of one element, as in `lines`."""
        name = local(element)
        style = attribute(element, "style-name")
        if not name or name in _SKIPPED:
            return []
        if name in ("p", "h"):
            return self._paragraph(element, around, self._lists.heading(element) if name == "h" else "")
        if name == "list":
            return self._list(element, around, 1, None)
        if name == "table":
            return self._table(element, around)
        if name == "soft-page-break":
            return [base.PAGE]
        if name == "annotation":
            self._comment(element)
            return []
        if _is_drawn(element):
            around = self._styles.text("presentation", style, self._styles.text("graphic", style, around))
        lines = self.lines(element, around)
        if name == "section" and attribute(element, "display") == "none":
            self.aside += [base.tidy(unmarked(line)) for line in lines]
            return []
        return lines

    def _list(self, parent: etree._Element, around: TextStyle | None, level: int, style: str | None) -> list[str]:
        style = attribute(parent, "style-name") or style
        self._lists.begin(parent, style, level)
        found: list[str] = []
        for item in parent:
            if local(item) not in ("list-item", "list-header"):
                continue
            label = self._lists.label(item, style, level) if local(item) == "list-item" else ""
            for element in item:
                name = local(element)
                if name == "list":
                    found += self._list(element, around, level + 1, style)
                elif name in ("p", "h"):
                    lines = self._paragraph(element, around, label)
                    found += lines
                    label = "" if any(line.replace(base.PAGE, "").strip() for line in lines) else label
                elif name == "table":
                    found += self._table(element, around)
                elif name == "soft-page-break":
                    found.append(base.PAGE)
        return found

    def _table(self, element: etree._Element, around: TextStyle | None) -> list[str]:
        table = self.tables.new()
        style = attribute(element, "style-name")
        found = [base.PAGE] if self._styles.value("table", style, "table-properties", "break-before") == "page" else []
        number = 0
        for row in descend(element, "table-row"):
            found += self._row(row, table, number + 1, around)
            number += _repeated(row, "number-rows-repeated")
        return found

    def _row(self, row: etree._Element, table: int, number: int, around: TextStyle | None) -> list[str]:
        cells: list[tuple[int, list[str]]] = []
        column = 1
        for cell in descend(row, "table-cell", "covered-table-cell"):
            if local(cell) == "table-cell":
                cells.append((column, [line for text in self.lines(cell, around) for line in text.split("\n")]))
            column += _repeated(cell, "number-columns-repeated")
        return self.tables.row(table, number, cells)

    def _paragraph(self, element: etree._Element, around: TextStyle | None, label: str) -> list[str]:
        """The lines of a paragraph, and of the text boxes that hang on it."""
        name = attribute(element, "style-name")
        paragraph = _Paragraph(Runs(self._fonts))
        shown = self._styles.text("paragraph", name, around)
        if self._turns(name, "break-before"):
            paragraph.runs.turn()
        self._inline(element, shown, paragraph)
        if self._styles.value("paragraph", name, "paragraph-properties", "break-after") == "page":
            paragraph.runs.turn()
        text = paragraph_text(paragraph.runs.take(), label)
        self.converted |= paragraph.runs.converted
        return [*text.split("\n"), *paragraph.boxes]

    def _turns(self, name: str | None, key: str) -> bool:
        """Whether a page starts with a paragraph: by its style's break, or because its style begins another layout."""
        own = self._styles.chain("paragraph", name)[:1]
        return self._styles.value("paragraph", name, "paragraph-properties", key) == "page" or any(
            attribute(style, "master-page-name") for style in own
        )

    def _inline(self, element: etree._Element, shown: TextStyle, paragraph: _Paragraph) -> None:
        self._add(element.text, shown, paragraph)
        for inner in element:
            match local(inner):
                case "span":
                    own = self._styles.text("text", attribute(inner, "style-name"), shown)
                    self._inline(inner, own, paragraph)
                case "s":
                    self._add(" ", shown, paragraph)
                case "tab":
                    paragraph.runs.add("\t")
                case "line-break":
                    paragraph.runs.add("\n")
                case "soft-page-break":
                    paragraph.runs.turn()
                case "note":
                    self._note(inner, paragraph)
                case "annotation":
                    self._comment(inner)
                case "ruby-text" | "" | "annotation-end" | "hidden-paragraph":
                    pass
                case "hidden-text":
                    self.aside.append(attribute(inner, "string-value") or "")
                case _ if _is_drawn(inner):
                    lines = [line for line in self.block(inner, None) if line.strip()]
                    paragraph.boxes += lines
                    self.boxes += [unmarked(line) for line in lines]
                case name if name not in _SKIPPED:
                    self._inline(inner, shown, paragraph)
            self._add(inner.tail, shown, paragraph)

    def _add(self, text: str | None, shown: TextStyle, paragraph: _Paragraph) -> None:
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if shown.hidden:
            self.aside.append(text)
        else:
            paragraph.runs.add(text, shown.font, capitals=shown.capitals)

    def _note(self, note: etree._Element, paragraph: _Paragraph) -> None:
        number = len(self.notes) + 1
        self.notes.append("")
        body = child(note, "note-body")
        lines = self.lines(body) if body is not None else []
        text = " ".join(base.tidy(unmarked(line).replace("\t", " ")) for line in lines).strip()
        self.notes[number - 1] = f"[{number}] {text}" if text else ""
        paragraph.runs.add(f"[{number}]" if text else "")

    def _comment(self, element: etree._Element) -> None:
        self.aside += [base.tidy(unmarked(line)) for line in self.lines(element)]


class _Paragraph:
    """A paragraph being read: its runs, and the lines of the text boxes that hang on it."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.boxes: list[str] = []


class _Lists:
    """Counts the items of lists and numbered headings."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int]] = {}

    def begin(self, element: etree._Element, style: str | None, level: int) -> None:
        """A list begins; unless it goes on with an earlier one, its numbers start anew."""
        goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
        if level == 1 and not goes_on:
            self._counts.pop(style or "", None)

    def label(self, item: etree._Element, style: str | None, level: int) -> str:
        """What stands before the next item of a list."""
        return self._next(self._styles.lists.get(style or ""), style or "", level, attribute(item, "start-value"))

    def heading(self, element: etree._Element) -> str:
        """What stands before a heading outside lists, by the numbering of the document's outline."""
        level = attribute(element, "outline-level") or "1"
        if attribute(element, "is-list-header") == "true" or not level.isdecimal() or not 1 <= int(level) <= 10:
            return ""
        return self._next(self._styles.outline, "\0outline", int(level), attribute(element, "start-value"))

    def _next(self, style: etree._Element | None, key: str, level: int, start: str | None) -> str:
        levels = {attribute(element, "level"): element for element in style} if style is not None else {}
        own = levels.get(str(level))
        if own is None:
            return ""
        if local(own) == "list-level-style-bullet":
            sign = attribute(own, "bullet-char") or ""
            return sign if sign in ("-", "+", "*", "•", "–", "—", "o") else "•" if sign else ""
        counts = self._counts.setdefault(key, [])
        while len(counts) < level:
            counts.append(_number(levels.get(str(len(counts) + 1)), "start-value", 1) - 1)
        del counts[level:]
        counts[level - 1] = int(start) if start and start.isdecimal() and len(start) < 6 else counts[level - 1] + 1
        kind = attribute(own, "num-format") or ""
        if not kind:
            return ""
        first = max(level - _number(own, "display-levels", 1), 0)
        shown = [self._part(levels.get(str(place + 1)), max(counts[place], 1)) for place in range(first, level)]
        text = ".".join(part for part in shown if part)
        return f"{attribute(own, 'num-prefix') or ''}{text}{attribute(own, 'num-suffix') or ''}".strip()

    def _part(self, level: etree._Element | None, count: int) -> str:
        kind = attribute(level, "num-format") if level is not None else None
        return formatted(count, _STYLES.get(kind, "decimal")) if kind else ""


def descend(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The nearest elements of these names, through groups of rows and columns."""
    for inner in element:
        if local(inner) in names:
            yield inner
        elif local(inner) in _INNER:
            yield from descend(inner, *names)


def _is_drawn(element: etree._Element) -> bool:
    """Whether an element is a drawing; `text:a`, a link in the text, has the name of `draw:a`."""
    return "drawing" in str(element.tag)


def _repeated(element: etree._Element, name: str) -> int:
    """How many cells or rows an element stands for; in texts they are empty, so that one is read."""
    return max(_number(element, name, 1), 1)


def _number(element: etree._Element | None, name: str, default: int) -> int:
    value = attribute(element, name) if element is not None else None
    return int(value) if value and value.isdecimal() and len(value) < 10 else default
