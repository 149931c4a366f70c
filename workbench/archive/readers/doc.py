"""Reads binary Word files (.doc, Word 97 to 2003): every run in its font, old Vietnamese fonts converted run by run."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.archive.readers import base, conversion, doc_file, docx, flow, html, mht, rtf
from workbench.archive.readers.doc_file import OldWord, WordFile
from workbench.archive.readers.doc_format import Formats, Paragraph
from workbench.archive.readers.doc_lists import Lists
from workbench.archive.readers.flow import Story
from workbench.archive.readers.rtf_words import decode
from workbench.archive.readers.runs import OldFonts, Runs, readings, symbol
from workbench.archive.readers.tables import Tables
from workbench.errors import UnreadableFile

MAX_PARAGRAPHS = 500_000
"""Most paragraphs of a stretch of text: a page holds about forty. What has more was made to keep a reader busy."""

_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta)\b", re.I | re.S)
_WORD_2003_XML = b"http://schemas.microsoft.com/office/word/2003/wordml"
_WORD_2 = (b"\xdb\xa5", b"\x9b\xa5")

_MARKS = re.compile("[\x07\x0c\x0d]")
_CELL, _PAGE = "\x07", "\x0c"
_FIELD = re.compile("([\x13\x14\x15])")
_CONTROLS = {
    **dict.fromkeys(code for code in range(0x20) if code != 0x09),
    0x0B: "\n",
    0x0C: "\n",
    0x0E: "\n",
    0x1E: "-",
    0x1F: "",
}
# LibreOffice saves the "ư" of TCVN3 as an optional hyphen; Word keeps both apart.
_HYPHENS_AS_LETTERS = _CONTROLS | {0x1F: "\xad"}


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of a .doc, whatever Office wrote under that name: binary Word, RTF, HTML or a .docx.

    List numbers are written out, deletions are out; footnotes and endnotes stand after the body, marked "[1]"; tables
    as in `flow.Flow`. Headers, footers, comments, hidden text and properties go to `margins`, text boxes to both.
    Files of Word 6, 95 and Word 2003 XML go through LibreOffice.

    Raises:
        UnreadableFile: broken, locked with a password, another format behind the suffix, or too large.
        MissingPart: it takes LibreOffice, which is not installed.
    """
    content = base.read_bytes(path)
    head = content[:4096]
    kind = base.kind_of(head[:1024])
    if kind is None:
        if _WORD_2003_XML in head:
            return _converted(path, workshop, ".xml")
        if head.startswith(_WORD_2):
            return _converted(path, workshop, ".doc")
        if head.lstrip()[:13].lower() == b"mime-version:":
            return mht.read(path, workshop)
        if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
            return html.read(path, workshop)
        raise base.broken(path, "bên trong không phải là văn bản Word")
    if kind[0] == "rtf":
        return rtf.parse(path, content)
    if kind[0] == "zip":
        return docx.read(path, workshop)
    if kind[0] != "ole":
        raise base.wrong_kind(path, kind[1])
    try:
        file = doc_file.open_word(path, content)
    except OldWord:
        return _converted(path, workshop, ".doc")
    try:
        return _read(path, file)
    except (struct.error, IndexError, ValueError, OverflowError) as error:
        raise base.broken(path, "cấu trúc tệp Word bên trong không đọc được") from error


def _converted(path: Path, workshop: base.Workshop | None, suffix: str) -> base.RawText:
    with conversion.convert(path, "docx", workshop, suffix) as made:
        try:
            return docx.read(made, workshop)
        except UnreadableFile as error:
            raise base.broken(path, "LibreOffice mở ra nhưng không có nội dung đọc được") from error


def _read(path: Path, file: WordFile) -> base.RawText:
    formats = Formats(file)
    fonts = OldFonts()
    walker = _Walker(path, file, formats, fonts)
    lines = walker.lines()
    if decided := fonts.decide():
        walker = _Walker(path, file, formats, OldFonts(decided))
        lines = walker.lines()
    properties = [reading for text in file.properties for reading in readings(text)]
    margins = walker.margins() + walker.boxes + walker.hidden() + properties
    return flow.finished(path, lines, walker.tables, margins=margins, converted=walker.converted)


class _Walker:
    """Reads the stories of one file.

    Attributes:
        tables: the tables of all stories.
        boxes: text of text boxes.
        converted: whether text in an old font was converted.
    """

    def __init__(self, path: Path, file: WordFile, formats: Formats, fonts: OldFonts) -> None:
        self._path = path
        self.tables = Tables()
        self.boxes: list[str] = []
        self.converted = False
        self._file = file
        self._formats = formats
        self._fonts = fonts
        self._lists = Lists(file)
        self._controls = _CONTROLS if _has_soft_hyphen(file) else _HYPHENS_AS_LETTERS
        self._hidden = Runs(fonts)
        self._sections = {end - 1 for end in doc_file.positions(file.part(doc_file.SECTIONS), 12)[0][1:]}
        self._notes: list[tuple[int, int]] = []  # where their texts stand, in the order of their marks
        self._marks = dict(self._note_marks())
        self._anchors: dict[int, list[tuple[int, int]]] = {}
        self._loose: list[tuple[int, int]] = []  # text boxes that no anchor names
        self._find_boxes()
        self._places = sorted({*self._marks, *self._anchors})

    def lines(self) -> list[str]:
        """The body, then the notes."""
        lines = self._story(*self._file.story("main"))
        for start, end in self._loose:
            lines += self._box(start, end)
        return lines + [f"[{number}] {text}" for number, text in self._note_texts() if text]

    def margins(self) -> list[str]:
        """Headers, footers and comments."""
        names = ("margins", "comments", "margin_boxes")
        return [line for name in names for line in self._story(*self._file.story(name)) if line.strip()]

    def hidden(self) -> list[str]:
        """The hidden text, which the page does not show."""
        text = self._hidden.take()
        self.converted |= self._hidden.converted
        return [line for line in text.split("\n") if line.strip()]

    # Notes and boxes -----------------------------------------------------------------------------

    def _note_marks(self) -> Iterator[tuple[int, int]]:
        """Where the marks of notes stand, and their numbers; notes where the texts are."""
        found: list[tuple[int, int, int]] = []
        for marks, texts, name in (
            (doc_file.NOTE_MARKS, doc_file.NOTE_TEXTS, "notes"),
            (doc_file.END_MARKS, doc_file.END_TEXTS, "ends"),
        ):
            places, _ = doc_file.positions(self._file.part(marks), 2)
            starts, _ = doc_file.positions(self._file.part(texts), 0)
            first, last = self._file.story(name)
            for place, start, end in zip(places[:-1], starts, starts[1:], strict=False):
                found.append((place, first + start, min(first + end, last)))
        for number, (place, start, end) in enumerate(sorted(found), 1):
            self._notes.append((start, end))
            yield place, number

    def _note_texts(self) -> Iterator[tuple[int, str]]:
        for number, (start, end) in enumerate(self._notes, 1):
            yield number, flow.aside(self._story(start, end))

    def _find_boxes(self) -> None:
        """Which text boxes hang at which character."""
        starts, descriptions = doc_file.positions(self._file.part(doc_file.BOX_TEXTS), 22)
        first, last = self._file.story("boxes")
        texts: dict[int, list[tuple[int, int]]] = {}
        for start, end, description in zip(starts, starts[1:], descriptions, strict=False):
            if not int.from_bytes(description[8:10], "little"):  # else the place of a box that is gone
                shape = int.from_bytes(description[14:18], "little")
                texts.setdefault(shape, []).append((first + start, min(first + end, last)))
        places, shapes = doc_file.positions(self._file.part(doc_file.SHAPES), 26)
        for place, shape_data in zip(places, shapes, strict=False):
            found = texts.pop(int.from_bytes(shape_data[:4], "little"), [])
            if found and place < self._file.lengths["main"]:
                self._anchors.setdefault(place, []).extend(found)
            else:
                self._loose += found
        self._loose += [box for boxes in texts.values() for box in boxes]

    def _box(self, start: int, end: int) -> list[str]:
        lines = [line for line in self._story(start, end) if line.strip()]
        if lines:
            self.boxes.append(flow.aside(lines))
        return lines

    # Text ----------------------------------------------------------------------------------------

    def _story(self, start: int, end: int) -> list[str]:
        """The lines of a stretch of text."""
        story = Story(self.tables, self._fonts)
        fields = _Fields()
        count = 0
        waiting: list[_Run] = []  # of the paragraph whose end, and so whose style, is still to come
        for run in self._runs(start, end):
            last = 0
            for mark in _MARKS.finditer(run.text):
                character = run.character + mark.start()
                if mark[0] == _PAGE and character not in self._sections:
                    continue  # a page break inside a paragraph
                waiting.append(run.part(last, mark.start()))
                last = mark.end()
                count += 1
                if count > MAX_PARAGRAPHS:
                    raise base.too_long(self._path)
                self._paragraph(story, fields, waiting, run.part(mark.start(), last))
                waiting = []
            waiting.append(run.part(last, len(run.text)))
        self._text(story, fields, waiting, 0)
        lines = story.finish()
        self.converted |= story.runs.converted
        return lines

    def _runs(self, start: int, end: int) -> Iterator[_Run]:
        pieces = self._file.pieces
        index = max(bisect_right(pieces, start, key=lambda piece: piece.start) - 1, 0)
        while index < len(pieces) and pieces[index].start < end:
            piece = pieces[index]
            index += 1
            here, stop = max(piece.start, start), min(piece.end, end)
            if here >= stop:
                continue
            place = piece.place + (here - piece.start) * piece.width
            for run_end, changes in self._formats.runs(place, piece.place + (stop - piece.start) * piece.width):
                run_end += (run_end - piece.place) % piece.width  # damaged: a run ends inside a character
                data = self._file.main[place:run_end]
                text = data.decode("utf-16-le", "surrogatepass") if piece.width == 2 else decode(data, "cp1252")
                yield _Run(text, here, place, piece.width, changes, piece.changes)
                here += len(text)
                place = run_end

    def _paragraph(self, story: Story, fields: _Fields, runs: list[_Run], mark: _Run) -> None:
        """A paragraph ends with its mark, which holds its formatting."""
        paragraph = self._formats.paragraph(mark.place, mark.piece_changes)
        self._text(story, fields, runs, paragraph.style)
        fields.end_paragraph()
        if self._hidden:
            self._hidden.add("\n")
        depth = paragraph.depth
        if mark.text == _CELL and paragraph.row_end:
            story.end_row(max(depth, 1), paragraph.edges)
            return
        if depth > 1 and paragraph.inner_row_end:
            story.end_row(depth, paragraph.edges)
            return
        if not depth and self._formats.character(paragraph.style, mark.changes, mark.piece_changes).deleted:
            return  # the next paragraph goes on with it
        if story.runs or mark.text != _PAGE:  # a section break by itself is no item of a list
            self._list_number(story, paragraph, mark)
        if mark.text == _CELL or (depth > 1 and paragraph.inner_cell):
            story.end_cell(max(depth, 1))
        else:
            story.paragraph(depth)

    def _list_number(self, story: Story, paragraph: Paragraph, mark: _Run) -> None:
        """Put the list number before the paragraph at work."""
        label, changes = self._lists.label(paragraph, empty=not story.runs)
        if label:
            character = self._formats.character(paragraph.style, mark.changes + changes)
            story.list_number(label, self._formats.font_name(character), capitals=character.capitals)

    def _text(self, story: Story, fields: _Fields, runs: list[_Run], style: int) -> None:
        """Add the runs of one paragraph."""
        for run in runs:
            character = self._formats.character(style, run.changes, run.piece_changes)
            text = fields.shown(run.text) if character.special or fields.inside else run.text
            if character.symbol is not None and character.special:
                code = character.symbol
                text = (symbol(code) if code < 0x100 else chr(code)) * len(text)
            if not character.deleted:
                runs_of = self._hidden if character.hidden else story.runs
                font = self._formats.font_name(character)
                runs_of.add(text.translate(self._controls), font, capitals=character.capitals)
            first = bisect_left(self._places, run.character)
            for index in range(first, bisect_left(self._places, run.character + len(run.text), first)):
                place = self._places[index]
                if place in self._marks:
                    story.runs.add(f"[{self._marks[place]}]")
                for box in self._anchors.pop(place, ()):
                    story.boxes += self._box(*box)


def _has_soft_hyphen(file: WordFile) -> bool:
    """Whether the text holds U+00AD itself."""
    for piece in file.pieces:
        data = file.main[piece.place : piece.place + (piece.end - piece.start) * piece.width]
        if "\xad" in data.decode("utf-16-le" if piece.width == 2 else "latin-1", "replace"):
            return True
    return False


class _Run(NamedTuple):
    """Characters that share their formatting; the first is number `character` of the document, at byte `place`."""

    text: str
    character: int
    place: int
    width: int
    changes: bytes
    piece_changes: bytes

    def part(self, start: int, end: int) -> _Run:
        """Some of its characters."""
        return self._replace(
            text=self.text[start:end], character=self.character + start, place=self.place + start * self.width
        )


class _Fields:
    """Which text belongs to the instruction of a field, and which is its result."""

    def __init__(self) -> None:
        self._open: list[bool] = []  # whether each field has come to its result
        self._instructions = 0

    @property
    def inside(self) -> bool:
        """Whether an instruction is being read."""
        return self._instructions > 0

    def shown(self, text: str) -> str:
        """The characters that the page shows."""
        kept = ""
        for piece in _FIELD.split(text):
            if piece == "\x13":
                self._open.append(False)
                self._instructions += 1
            elif piece == "\x14":
                if self._open and not self._open[-1]:
                    self._open[-1] = True
                    self._instructions -= 1
            elif piece == "\x15":
                if self._open and not self._open.pop():
                    self._instructions -= 1
            elif not self._instructions:
                kept += piece
        return kept

    def end_paragraph(self) -> None:
        """Instructions end with their paragraph: a damaged one must not swallow the rest of the text."""
        self._open = [result for result in self._open if result]
        self._instructions = 0
