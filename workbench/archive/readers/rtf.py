"""Reads RTF: every run in the charset of its font, old Vietnamese fonts converted run by run."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from pathlib import Path

from workbench.archive.readers import base, flow
from workbench.archive.readers import rtf_words as words
from workbench.archive.readers.flow import Story
from workbench.archive.readers.rtf_state import Font, State
from workbench.archive.readers.runs import OldFonts, Runs, readings
from workbench.archive.readers.tables import Tables

MAX_DEPTH = 2_000
"""Most groups inside each other: Word itself stays below a hundred."""

MAX_WORDS = 10_000_000
"""Most words, signs and stretches of text outside skipped groups: a page takes about a thousand."""

_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|dingbats|marlett|monotype sorts|mt extra", re.IGNORECASE)


def read(path: Path, workshop: base.Workshop | None = None) -> base.RawText:
    """The text of an .rtf; pages where the writer has noted them (`\\softpage`).

    List numbers are as the writer wrote them out; footnotes and endnotes stand after the body, marked "[1]"; tables as
    in `flow.Flow`. Headers, footers, comments, hidden text and properties go to `margins`, text boxes to both.

    Raises:
        UnreadableFile: broken, another format behind the suffix, or too large.
    """
    return parse(path, base.read_bytes(path))


def parse(path: Path, data: bytes) -> base.RawText:
    """The text of a file whose content is RTF, whatever its suffix.

    Raises:
        UnreadableFile: as `read`.
    """
    kind = base.kind_of(data[:1024])
    if kind is None:
        raise base.broken(path, "bên trong không phải là văn bản RTF")
    if kind[0] != "rtf":
        raise base.wrong_kind(path, kind[1])
    text = data.decode("latin-1")
    fonts = OldFonts()
    reader = _Reader(path, text, fonts)
    reader.walk()
    if decided := fonts.decide():
        reader = _Reader(path, text, OldFonts(decided))
        reader.walk()
    lines = reader.body.finish() + reader.notes
    margins = reader.margins + reader.boxes + reader.hidden() + reader.properties
    notes = () if reader.whole else ("Tệp RTF bị cụt: phần cuối có thể thiếu.",)
    return flow.finished(
        path, lines, reader.tables, margins=margins, converted=reader.converted, paged=reader.paged, notes=notes
    )


class _Reader:
    """Walks the words of one file.

    Attributes:
        body: the body's text.
        notes: footnotes and endnotes in the order of their marks.
        margins, boxes, properties: lines outside the body.
        tables: the tables of all of them.
        converted: whether text in an old font was converted.
        paged: whether the writer has noted where pages start.
        whole: whether the last brace was there.
    """

    def __init__(self, path: Path, text: str, fonts: OldFonts) -> None:
        self.tables = Tables()
        self._fonts = fonts
        self.body = Story(self.tables, fonts, "body")
        self.notes: list[str] = []
        self.margins: list[str] = []
        self.boxes: list[str] = []
        self.properties: list[str] = []
        self.converted = False
        self.paged = False
        self.whole = False
        self._path = path
        self._text = text
        self._place = 0
        self._state = State(self.body)
        self._stack: list[State] = []
        self._font_table: dict[int, Font] = {}
        self._font = Font()  # the one that the font table is telling of
        self._default_font = 0
        self._codec = "cp1252"
        self._bytes = bytearray()  # characters of one font that wait to be decoded together
        self._property = ""
        self._to_skip = 0
        self._starred = False
        self._edges: list[int] = []
        self._hidden = Runs(fonts)
        # LibreOffice saves the "ư" of TCVN3 as an optional hyphen; Word keeps both apart.
        self._has_soft_hyphen = re.search(r"\\'ad|\xad", text, re.IGNORECASE) is not None

    def walk(self) -> None:
        """Read all words.

        Raises:
            UnreadableFile: groups nested beyond MAX_DEPTH, more than MAX_WORDS words.
        """
        count = 0
        while not self.whole and (found := words.TOKEN.match(self._text, self._place)):
            self._place = found.end()
            count += 1
            if count > MAX_WORDS:
                raise base.too_long(self._path)
            if found["text"]:
                self._characters(found["text"].encode("latin-1"))
            elif found["hex"]:
                self._characters(bytes((int(found["hex"], 16),)))
            elif found["brace"]:
                self._flush()
                self._to_skip = 0
                self._starred = False
                if found["brace"] == "{":
                    self._begin()
                else:
                    self._end()
                    self.whole = not self._stack  # whatever follows the last brace is no part of the document
            elif found["sign"]:
                self._sign(found["sign"])
            elif found["word"]:
                self._flush()
                self._word(found["word"], int(found["number"]) if found["number"] else None)
        self._flush()
        while self._stack:
            self._end()
        self.converted |= self.body.runs.converted or self._hidden.converted

    def hidden(self) -> list[str]:
        """The hidden text, which the page does not show."""
        return [line for line in self._hidden.take().split("\n") if line.strip()]

    # Groups --------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise base.broken(self._path, "các nhóm lồng nhau quá sâu")
        self._stack.append(self._state)
        self._state = copy(self._state)

    def _end(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if ended.place == "property" and self._state.place != "property":
            self.properties += readings(" ".join(self._property.split()))
            self._property = ""
        if ended.story is not self._state.story:
            self._deliver(ended.story)

    def _skip_group(self) -> None:
        """Go to the brace that ends the group at work."""
        depth = 1
        place = self._place
        while found := words.SKIP.search(self._text, place):
            place = found.end()
            if found["length"]:
                place += int(found["length"])
            elif found["brace"]:
                depth += 1 if found["brace"] == "{" else -1
                if not depth:
                    self._place = found.start()
                    return
        self._place = len(self._text)

    def _open_story(self, kind: str, number: int = 0) -> None:
        story = Story(self.tables, self._fonts, kind, number)
        self._state = State(story, font=self._state.font, fallback=self._state.fallback)

    def _deliver(self, story: Story) -> None:
        """Hand on a note, margin or box that has ended."""
        lines = [line for line in story.finish() if line.strip()]
        self.converted |= story.runs.converted
        if story.kind == "note":
            self.notes[story.number - 1] = f"[{story.number}] {flow.aside(lines)}" if lines else ""
        elif story.kind == "box":
            self.boxes.append(flow.aside(lines))
            self._state.story.boxes += lines
        else:
            self.margins += lines

    # Characters ----------------------------------------------------------------------------------

    def _characters(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if self._state.place == "fonts":
            name, semicolon, _ = data.decode("latin-1").partition(";")
            self._font.name = (self._font.name + name)[:200].lstrip()
            if semicolon:
                self._font = Font()
        elif self._state.place != "quiet":
            self._bytes += data

    def _flush(self) -> None:
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        if self._state.place == "property":
            self._property += words.decode(data, self._codec)
            return
        font = self._current_font()
        if _SYMBOL_FONT.match(font.name):
            text = "".join(chr(0xF000 + byte) for byte in data)
        else:
            text = words.decode(data, "cp1252" if self._fonts.conversion(font.name) else font.codec or self._codec)
        self._emit(text)

    def _current_font(self) -> Font:
        number = self._default_font if self._state.font is None else self._state.font
        return self._font_table.get(number, _NO_FONT)

    def _emit(self, text: str) -> None:
        state = self._state
        if state.place == "property":
            self._property += text
        if state.place != "text" or state.deleted:
            return
        runs = self._hidden if state.hidden else state.story.runs
        runs.add(text, self._current_font().name, capitals=state.capitals)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._flush()
            self._word("par", None)
        elif sign in "\\{}":
            self._characters(sign.encode("ascii"))
        elif sign in words.SIGNS and not (sign == "-" and self._has_soft_hyphen):
            self._flush()
            self._emit(words.SIGNS[sign])

    # Words ---------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word in words.CHARACTERS:
            self._emit(words.CHARACTERS[word])
        elif word in words.SKIPPED:
            self._skip_group()
        elif word == "upr":  # the same twice: first for readers that know no Unicode
            self._place = self._text.find("{", self._place) + 1 or len(self._text)
            self._skip_group()
            self._place += 1
        elif word in words.WALKED:
            self._state.place = "quiet"
        elif word in words.MARGINS:
            self._open_story("margin")
        elif word in words.BOXES:
            self._open_story("box")
        elif word in words.PROPERTIES:
            self._state.place = "property"
        elif word == "fonttbl":
            self._state.place = "fonts"
        elif word == "footnote":
            self.notes.append("")
            self._emit(f"[{len(self.notes)}]")
            self._open_story("note", len(self.notes))
        elif starred and word not in words.TRANSPARENT:
            self._skip_group()
        elif handler := _HANDLERS.get(word):
            handler(self, 1 if number is None else number)

    def _font_word(self, number: int) -> None:
        if self._state.place == "fonts":
            self._font = self._font_table[number] = Font()
        else:
            self._state.font = number

    def _font_charset(self, number: int) -> None:
        self._font.codec = words.charset_codec(number)

    def _font_page(self, number: int) -> None:
        self._font.codec = words.page_codec(number)

    def _unicode(self, number: int) -> None:
        self._emit(chr(number & 0xFFFF))
        self._to_skip = self._state.fallback

    def _binary(self, number: int) -> None:
        self._place += max(number, 0)

    def _plain(self, _number: int) -> None:
        state = self._state
        state.font = None
        state.hidden = state.capitals = state.deleted = False

    def _paragraph_begins(self, _number: int) -> None:
        self._state.in_table = False
        self._state.nesting = 0

    def _paragraph_ends(self, _number: int) -> None:
        if self._state.place != "text" or self._state.deleted:  # a deleted end: the next paragraph goes on with it
            return
        self._hidden.add("\n")
        self._state.story.paragraph(self._state.depth())

    def _cell(self, _number: int) -> None:
        self._state.story.end_cell(1)

    def _inner_cell(self, _number: int) -> None:
        self._state.story.end_cell(max(self._state.nesting, 2))

    def _row(self, _number: int) -> None:
        self._state.story.end_row(1, self._edges)

    def _inner_row(self, _number: int) -> None:
        self._state.story.end_row(max(self._state.nesting, 2), self._edges)

    def _row_begins(self, _number: int) -> None:
        self._edges = [0]

    def _row_left(self, number: int) -> None:
        self._edges[:1] = [number]

    def _cell_edge(self, number: int) -> None:
        self._edges.append(number)

    def _page(self, _number: int) -> None:
        self._emit("\n")
        self._turn()

    def _soft_page(self, _number: int) -> None:
        self.paged = True
        self._turn()

    def _turn(self) -> None:
        if self._state.place == "text":
            self._state.story.runs.turn()

    def _set_codec(self, codec: str) -> None:
        self._codec = codec


_NO_FONT = Font()


def _setter(name: str, kind: type[int]) -> Callable[[_Reader, int], None]:
    def change(reader: _Reader, number: int) -> None:
        setattr(reader._state, name, kind(number))

    return change


_HANDLERS: dict[str, Callable[[_Reader, int], None]] = {
    "f": _Reader._font_word,
    "deff": lambda reader, number: setattr(reader, "_default_font", number),
    "fcharset": _Reader._font_charset,
    "cpg": _Reader._font_page,
    "ansicpg": lambda reader, number: reader._set_codec(words.page_codec(number)),
    "mac": lambda reader, _: reader._set_codec("mac_roman"),
    "pc": lambda reader, _: reader._set_codec("cp437"),
    "pca": lambda reader, _: reader._set_codec("cp850"),
    "u": _Reader._unicode,
    "uc": _setter("fallback", int),
    "bin": _Reader._binary,
    "plain": _Reader._plain,
    "v": _setter("hidden", bool),
    "caps": _setter("capitals", bool),
    "deleted": _setter("deleted", bool),
    "pard": _Reader._paragraph_begins,
    "par": _Reader._paragraph_ends,
    "sect": _Reader._paragraph_ends,
    "intbl": _setter("in_table", bool),
    "itap": _setter("nesting", int),
    "cell": _Reader._cell,
    "nestcell": _Reader._inner_cell,
    "row": _Reader._row,
    "nestrow": _Reader._inner_row,
    "trowd": _Reader._row_begins,
    "trleft": _Reader._row_left,
    "cellx": _Reader._cell_edge,
    "page": _Reader._page,
    "softpage": _Reader._soft_page,
}
