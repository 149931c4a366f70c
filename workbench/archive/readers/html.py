"""Reads saved web pages: the main text, without menus, scripts and everything around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree, html

from workbench.archive.readers import base
from workbench.archive.readers.package import local
from workbench.archive.readers.tables import Tables, plain
from workbench.errors import UnreadableFile
from workbench.vietnamese import charsets

_MAX_BYTES = 4 * base.MAX_TEXT_CHARACTERS
_MAX_DEPTH = 200
_LAYOUT = 1000  # characters; shorter parts of a table are rows and cells
_MAX_COLUMNS = 256  # of a table in which cells may reach over several rows
_AROUND = 2500  # characters; running text that sites put around a document, links not counted
_DROPPED = frozenset(
    """
    head script style noscript template iframe object embed svg nav header footer aside select option button textarea
    input label menu dialog audio video canvas
    """.split()  # noqa: SIM905
)
_BLOCKS = frozenset(
    """
    address article blockquote body br caption center dd details div dl dt fieldset figcaption figure form
    h1 h2 h3 h4 h5 h6 hr html li main ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
_TEXT_BLOCKS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "table", "ul", "ol", "dl", "pre")
)
_VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]|^[\\d.,%]+$")  # or the figures of a table
_DECLARED = re.compile(rb"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read(path: Path, workshop: base.Workshop | None = None, *, whole: bool = False) -> base.RawText:
    """The main text of a web page; its title as first line where the text does not hold it.

    Args:
        path: the file.
        workshop: not needed here.
        whole: take all of it, as in `from_markup`.

    Raises:
        UnreadableFile: empty, too large, another format, no known charset, or no text.
    """
    data = base.read_bytes(path, _MAX_BYTES)
    kind = base.kind_of(data[:1024])
    if kind is not None and not data[:1024].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise base.wrong_kind(path, kind[1])
    decoded = _decode(path, data)
    raw = from_markup(path, decoded.text, whole=whole)
    notes = (base.converted_note(decoded.charset),) if decoded.converted else ()
    return replace(raw, notes=(*notes, *raw.notes))


def from_markup(path: Path, markup: str, *, whole: bool = False) -> base.RawText:
    """The text of HTML that stands in a file: a web page, the body of a mail.

    Args:
        path: the file, for messages.
        markup: the HTML.
        whole: take all of it, not only what looks like the main text of a page.

    Raises:
        UnreadableFile: no HTML, or no text in it.
    """
    root = _parse(path, markup)
    title = " ".join((root.findtext(".//title") or "").split())
    renderer = _Renderer()
    cleaned = _cleaned(root)
    lines = renderer.lines(cleaned if whole else _main(cleaned))
    texts, notes = base.decoded([base.tidy(line) for line in lines])
    text, _, tables = renderer.tables.compose(texts, paged=False)
    if title and text and not whole and _key(title) not in _key(text):
        text, _, tables = renderer.tables.compose([plain(base.tidy(title)), *texts], paged=False)
    return base.finished(path, text, notes=notes, tables=tables)


def _decode(path: Path, data: bytes) -> charsets.Decoded:
    """By byte order mark, UTF-8 and evidence; the charset that the page declares only where these fail (or cp1258)."""
    match = _DECLARED.search(data[:4096])
    declared = match[1].decode("ascii", "replace").lower() if match else ""
    try:
        return charsets.decode(data)
    except UnreadableFile as error:
        try:
            return charsets.Decoded(data.decode(declared), declared, 0.5, False)
        except (LookupError, UnicodeDecodeError, ValueError):
            raise UnreadableFile(f"Tệp “{path.name}”: {error.message}", error.advice) from error


def _parse(path: Path, text: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.replace("\x00", " ").encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise base.broken(path, "không có nội dung trang web") from error
    return root


def _cleaned(root: etree._Element) -> etree._Element:
    """The page without what is no text of it: scripts, menus, hidden parts."""
    doomed = [element for element in root.iter() if element is not root and _is_dropped(element)]
    for element in doomed:
        parent = element.getparent()
        if parent is not None:
            _drop(element, parent)
    return root


def _is_dropped(element: etree._Element) -> bool:
    name = local(element)
    if name == "header" and any(local(outer) in ("article", "main") for outer in element.iterancestors()):
        return False  # the head of the document itself
    if not name or name in _DROPPED:
        return True
    role = element.get("role", "")
    return role in ("navigation", "banner", "contentinfo", "search", "menu") or bool(
        element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
    )


def _drop(element: etree._Element, parent: etree._Element) -> None:
    """Remove an element but keep the text that follows it."""
    previous = element.getprevious()
    tail = element.tail or ""
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _main(root: etree._Element) -> etree._Element:
    """The element that holds the main text: where the weight of running text is.

    From the page inwards, always into the child that bears most of the weight, until the text itself begins, that is
    until paragraphs stand beside that child.
    """
    weights = _weights(root, _VIETNAMESE) or _weights(root, None)
    total = weights.get(root, 0)
    if not total:
        return root
    marked = root
    for element in root.iter("main", "article", "div"):
        if element.tag == "div" and element.get("role") != "main":
            continue
        weight = weights.get(element, 0)
        if weight >= 0.6 * total and (
            marked is root or (marked in element.iterancestors() and _bears(weight, weights[marked]))
        ):
            marked = element
    if marked is not root:
        return marked
    here = root
    while True:
        children = [child for child in here if isinstance(child.tag, str)]
        best = max(children, key=lambda child: weights.get(child, 0), default=None)
        if best is None or local(best) in ("p", "li", "pre") or not _bears(weights.get(best, 0), weights[here]):
            return here
        beside = sum(weights.get(child, 0) for child in children if child is not best and local(child) in _TEXT_BLOCKS)
        beside += _own_text(here)
        # A list or table beside paragraphs belongs to them; a page's outer boxes may have a line of text beside them.
        if beside > (0 if local(best) in _TEXT_BLOCKS else 0.03 * weights.get(here, 1)):
            return here
        if (
            local(best) in ("tbody", "tr", "td", "th")
            and any(_has_text(other) for other in children if other is not best)
            and not _is_layout(best, weights)
        ):
            return here if local(here) == "table" else next(here.iterancestors("table"), here)
        here = best


def _has_text(element: etree._Element) -> bool:
    return any(str(text).strip() for text in element.itertext())


def _is_layout(part: etree._Element, weights: dict[etree._Element, int]) -> bool:
    """Whether a part of a table is the place of a page's text: long, with blocks in it; else the table is the text."""
    return (
        weights[part] >= _LAYOUT
        and next(part.iter("p", "div", "table", "h1", "h2", "h3", "ul", "ol"), None) is not None
    )


def _bears(part: int, whole: int) -> bool:
    """Whether a part bears so much that the rest is what sites put around a text: a few lines, not a section."""
    rest = whole - part
    return part >= 0.7 * whole and (rest <= 0.15 * whole or rest <= _AROUND)


def _own_text(element: etree._Element) -> int:
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return sum(len(piece.strip()) for piece in pieces)


def _weights(root: etree._Element, wanted: re.Pattern[str] | None) -> dict[etree._Element, int]:
    """Characters of running text under each element: no links; if `wanted`, only pieces that hold such letters."""
    weights: dict[etree._Element, int] = {}
    for element in root.iter():
        if local(element) == "a":
            texts = [(element.getparent(), element.tail)]
        else:
            texts = [(element, element.text), (element.getparent(), element.tail)]
        for holder, text in texts:
            bare = (text or "").strip()
            if not bare or (wanted is not None and not wanted.search(bare)):
                continue
            while holder is not None:
                weights[holder] = weights.get(holder, 0) + len(bare)
                holder = holder.getparent()
    return weights


class _Renderer:
    """Turns elements into lines: a block begins a line, a table row is one line, its cells parted by tabs."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._grids: dict[etree._Element, _Grid] = {}

    def lines(self, element: etree._Element, depth: int = 0) -> list[str]:
        """The lines of an element's content."""
        pieces = list(self._pieces(element, depth, None))
        return [line for line in "".join(pieces).split("\n") if line.strip()]

    def _pieces(self, element: etree._Element, depth: int, convert: Callable[[str], str] | None) -> Iterator[str]:
        if depth > _MAX_DEPTH:
            yield " ".join("".join(str(text) for text in element.itertext()).split())
            return
        convert = _font_conversion(element) or convert
        preformatted = local(element) == "pre"
        yield _flat(element.text, convert, preformatted)
        for child in element:
            name = local(child)
            if name == "tr":
                yield "\n" + "\n".join(self._row(child, depth + 1)) + "\n"
            elif name in _BLOCKS:
                yield "\n"
                yield from self._pieces(child, depth + 1, convert)
                yield "\n"
            else:
                yield from self._pieces(child, depth + 1, convert)
            yield _flat(child.tail, convert, preformatted)

    def _row(self, row: etree._Element, depth: int) -> list[str]:
        outer = next(row.iterancestors("table"), row)
        grid = self._grids.setdefault(outer, _Grid(self.tables.new()))
        grid.next_row()
        cells = []
        for cell in row:
            if local(cell) not in ("td", "th"):
                continue
            column = grid.place(_span(cell, "colspan"), _span(cell, "rowspan"))
            cells.append((column, self.lines(cell, depth + 1)))
        return self.tables.row(grid.table, grid.row, cells)


class _Grid:
    """Where the cells of a table stand, given those that reach over several rows and columns."""

    def __init__(self, table: int) -> None:
        self.table = table
        self.row = 0
        self._column = 1
        self._reaching: dict[int, int] = {}  # column → last row that a cell from above reaches

    def next_row(self) -> None:
        """Go on to the next row."""
        self.row += 1
        self._column = 1

    def place(self, columns: int, rows: int) -> int:
        """The column of the row's next cell, which takes so many columns and rows."""
        while self._reaching.get(self._column, 0) >= self.row:
            self._column += 1
        column = self._column
        self._column += columns
        if rows > 1:
            reached = range(column, min(self._column, _MAX_COLUMNS + 1))
            self._reaching.update(dict.fromkeys(reached, self.row + rows - 1))
        return column


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "").strip()
    return min(int(value), 1000) if re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII) else 1


def _flat(text: str | None, convert: Callable[[str], str] | None, preformatted: bool) -> str:
    if not text:
        return ""
    text = plain(text)
    if convert is not None:
        text = charsets.converted_by_word(text, convert) if charsets.is_unicode_vietnamese(text) else convert(text)
    return text if preformatted else re.sub(r"[ \t\r\n\f\v\xa0]+", " ", text)


def _font_conversion(element: etree._Element) -> Callable[[str], str] | None:
    """The conversion that the element's font asks for (old pages name `.VnTime`)."""
    face = element.get("face") or ""
    if not face:
        match = re.search(r"font-family\s*:\s*([^;]+)", element.get("style", ""), re.IGNORECASE)
        face = match[1] if match else ""
    return charsets.legacy_font(face.split(",")[0].strip(" '\"")) if face else None


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
