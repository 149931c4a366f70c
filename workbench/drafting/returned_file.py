"""An exported .docx that comes back: its paragraphs with the marks they bear, its comments, and what it was made from.

What stands before the text (head, kính gửi) and after it (nơi nhận, signature, annexes) is not read, nor are notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lxml import etree

from workbench.archive.readers import docx as docx_reader
from workbench.archive.readers.base import file_errors
from workbench.archive.readers.package import Package, attribute, child, local, open_package
from workbench.documents.secrecy import find_mark
from workbench.drafting.item_marks import (
    END_MARK,
    FORM,
    ITEM,
    SECTION,
    TITLE_MARK,
    Manifest,
    from_properties,
)
from workbench.drafting.returned_text import Tokens, ends_with_deleted_mark, style_of, words_in
from workbench.errors import SecretDocument, UnreadableFile

_BLANKS = ("…", "...")
_FOOT = "Nơi nhận"


@dataclass
class Block:
    """What stands under one mark, or one paragraph without.

    Attributes:
        mark: bookmark of an item or a heading; "" for what a person added.
        text: its words; the paragraphs of one item parted by newlines.
        level: of a paragraph in a style of headings, its level; else 0.
        comments: ids of the comments that begin in it.
    """

    mark: str
    text: str
    level: int = 0
    comments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FileComment:
    """A comment from Word."""

    author: str
    text: str
    when: datetime | None


@dataclass(frozen=True)
class ReturnedFile:
    """What was read.

    Attributes:
        path: the file.
        manifest: what it was made from, None where the file no longer says.
        title: its trích yếu; None where the mark is gone.
        blocks: what it says, in order; text that is blank stands for an item whose words were all taken out.
        comments: by id.
        has_ends: whether it shows where the text begins and ends; else only marked paragraphs could be told from form.
        inserted, deleted: how many tracked changes were accepted.
        tables: how many tables a person put into the text; each row is a block.
    """

    path: Path
    manifest: Manifest | None
    title: str | None
    blocks: tuple[Block, ...]
    comments: dict[str, FileComment]
    has_ends: bool
    inserted: int = 0
    deleted: int = 0
    tables: int = 0


def read_returned(path: Path) -> ReturnedFile:
    """Read a .docx that was exported from a draft.

    Raises:
        UnreadableFile: no .docx, damaged, locked or too large.
        SecretDocument: it bears a secrecy mark; nothing of it is kept.
    """
    if path.suffix.lower() != ".docx":
        raise UnreadableFile(
            f"Tệp “{path.name}” không phải tệp .docx.", "Hãy mở tệp bằng Word hoặc LibreOffice rồi lưu lại kiểu .docx."
        )
    if not path.is_file():
        raise UnreadableFile(f"Không có tệp “{path}”.", "Hãy kiểm tra lại đường dẫn.")
    raw = docx_reader.read(path)
    mark = find_mark(raw.text, raw.margins)
    if mark is not None:
        raise SecretDocument(mark)
    with file_errors(path), open_package(path) as package:
        return _Reader(package).read(path)


class _Reader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._body = child(package.main, "body")
        self._tokens = Tokens(self._body)
        self._levels = _heading_levels(package.part("styles"))
        self._open: list[str] = []  # marks that have begun and not ended
        self._blocks: list[Block] = []
        self._title: str | None = None
        self._started = self._ended = False
        self._joining: Block | None = None  # the paragraph before ran on into this one
        self._tables = 0

    def read(self, path: Path) -> ReturnedFile:
        for element in self._body if self._body is not None else ():
            self._element(element)
        marked = [number for number, block in enumerate(self._blocks) if block.mark]
        has_ends = self._title is not None and self._ended
        if not has_ends and marked:
            self._blocks = self._blocks[marked[0] : marked[-1] + 1]
        return ReturnedFile(
            path,
            from_properties(_properties(self._package)),
            self._title,
            tuple(_once(self._blocks)),
            _comments(self._package),
            has_ends,
            self._tokens.inserted,
            self._tokens.deleted,
            self._tables,
        )

    def _element(self, element: etree._Element) -> None:
        name = local(element)
        if self._ended:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"):
            for inner in element:
                self._element(inner)
        elif name in ("bookmarkStart", "bookmarkEnd"):
            for token in self._tokens.of(element):
                self._note(token.kind == "start", token.value)

    def _note(self, begins: bool, mark: str) -> None:
        """Between paragraphs: what begins here counts for the next one."""
        if begins and mark.startswith((ITEM, SECTION)):
            self._open.append(mark)
        elif not begins and mark in self._open:
            self._open.remove(mark)

    def _table(self, table: etree._Element) -> None:
        paragraphs = [one for one in table.iter() if local(one) == "p"]
        before = len(self._blocks)
        if not self._started or _FOOT in words_in(table)[:400]:
            for paragraph in paragraphs:
                if not self._started:
                    self._paragraph(paragraph)  # the trích yếu of a công văn stands in the head
            del self._blocks[before:]
            self._ended = self._ended or (self._started and bool(self._blocks))
            return
        self._tables += 1
        for row in (one for one in table.iter() if local(one) == "tr"):
            at = len(self._blocks)
            for paragraph in (one for one in row.iter() if local(one) == "p"):
                self._paragraph(paragraph)
            cells = self._blocks[at:]
            if len(cells) > 1 and not any(block.mark for block in cells):
                self._blocks[at:] = [Block("", "\t".join(block.text for block in cells))]

    def _paragraph(self, paragraph: etree._Element) -> None:
        level = self._levels.get(style_of(paragraph), 0)
        segments = [Block(self._open[-1] if self._open else "", "", level)]
        is_title = is_form = False
        begun = set()
        for token in self._tokens.of(paragraph):
            now = segments[-1]
            if token.kind == "text":
                now.text += token.value
            elif token.kind == "comment":
                now.comments.append(token.value)
            elif token.value == END_MARK:
                self._ended = True
            elif token.value == TITLE_MARK:
                if token.kind == "start":
                    is_title = True
                    now.text = ""  # "V/v " stands before the title without being part of it
            elif token.value.startswith(FORM):
                is_form = True
            elif token.value.startswith((ITEM, SECTION)):
                if token.kind == "end":
                    if token.value in self._open:
                        self._open.remove(token.value)
                    if now.mark == token.value and token.value not in begun and not now.text.strip():
                        now.mark = ""  # it only reached to the end of the paragraph before
                    continue
                self._open.append(token.value)
                begun.add(token.value)
                # Words before the first mark of a paragraph were typed at the start of what it marks.
                if now.text.strip() and now.mark and now.mark != token.value:
                    segments.append(Block(token.value, "", level))
                else:
                    now.mark = token.value
        if is_title:
            self._title, self._started = segments[0].text.strip(), True
        elif not is_form:
            self._started = self._started or any(segment.mark for segment in segments)
            if self._started:
                self._take(segments)
        runs_on = ends_with_deleted_mark(paragraph) and self._blocks and self._blocks[-1] is segments[-1]
        self._joining = segments[-1] if runs_on else None

    def _take(self, segments: list[Block]) -> None:
        for segment in segments:
            last = self._blocks[-1] if self._blocks else None
            if self._joining is not None and last is self._joining and segment.mark in ("", last.mark):
                last.text += segment.text
                last.comments += segment.comments
            elif segment.mark and last is not None and last.mark == segment.mark:
                last.text += f"\n{segment.text}"
                last.comments += segment.comments
            elif segment.mark or segment.text.strip() not in ("", *_BLANKS) or segment.comments:
                self._blocks.append(segment)
            self._joining = None


def _once(blocks: list[Block]) -> Iterator[Block]:
    """A mark counts where it first stands with words; elsewhere its words are new."""
    first: dict[str, Block] = {}
    for block in blocks:
        if block.mark and (block.mark not in first or not first[block.mark].text.strip()):
            first[block.mark] = block
    for block in blocks:
        if not block.mark or first[block.mark] is block:
            yield block
        elif block.text.strip():
            block.mark = ""
            yield block


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    """The ids of the styles of headings, whatever a program calls them, with their levels."""
    levels: dict[str, int] = {}
    for style in styles if styles is not None else ():
        name = child(style, "name") if local(style) == "style" else None
        called = (attribute(name, "val") or "").lower() if name is not None else ""
        if called.startswith("heading ") and called[8:].isdecimal():
            levels[attribute(style, "styleId") or ""] = int(called[8:])
    return levels


def _properties(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    for root in package.parts("custom-properties", source="/"):
        for one in root:
            name = attribute(one, "name")
            if name:
                found[name] = "".join(value.text or "" for value in one).strip()
    return found


def _comments(package: Package) -> dict[str, FileComment]:
    found: dict[str, FileComment] = {}
    for root in package.parts("comments"):
        for one in root:
            if local(one) != "comment":
                continue
            lines = [words_in(part) for part in one.iter() if local(part) == "p"]
            text = "\n".join(line for line in lines if line.strip())
            if text:
                author = attribute(one, "author") or "(không ghi tên)"
                found[attribute(one, "id") or ""] = FileComment(author, text, _when(attribute(one, "date")))
    return found


def _when(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None, microsecond=0) if value else None
    except ValueError:
        return None
