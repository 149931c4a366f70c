"""Cuts the head of a document into cells, whatever the file was: rows of a PDF, cells of a table, or one long line.

The head is laid out in two columns (domain.md §2.5, §3.3). A reader gives it row by row with tabs, cell after cell, or
(web pages) run together on one line. Here each piece becomes a cell with its kind, in reading order.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from workbench.documents.dates import find_dates
from workbench.documents.symbols import SymbolSpan, find_symbols
from workbench.documents.tables import document_types
from workbench.vietnamese.spelling import clean

Kind = Literal["text", "party", "state", "consolidated", "symbol", "date", "rule"]


class Cell(NamedTuple):
    """One piece of the head.

    Attributes:
        kind: "party" and "state" for the titles ĐẢNG CỘNG SẢN VIỆT NAM and CỘNG HÒA XÃ HỘI …, "consolidated" for
            XÁC THỰC VĂN BẢN HỢP NHẤT, "symbol" for "Số …", "date" for "địa danh, ngày …", "rule" for a line of dashes,
            else "text".
        text: what it says, cleaned.
        row: line of the text on which it stands.
        symbol: of "symbol" cells; None where the number was left blank.
        day, place: of "date" cells; None where they were left blank.
    """

    kind: Kind
    text: str
    row: int
    symbol: SymbolSpan | None = None
    day: date | None = None
    place: str | None = None

    @property
    def capitals(self) -> bool:
        """Whether the cell is written in capitals (at least two letters)."""
        return is_capitals(self.text)


# Vietnamese capitals for character classes; in the block from U+1EA0 capitals and small letters alternate.
CAPITALS = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))

_KINDS = "|".join(
    sorted({kind.abbreviation for kind in document_types() if len(kind.abbreviation) > 1}, key=len, reverse=True)
)

_NOTE = re.compile(r"\[[^\[\]\n]{20,800}\]")  # "[được sửa đổi bởi …]", put in by web sites
_FOOTNOTE = re.compile(r"\[(\d{1,4})\]")
_NUMBER_LINE = re.compile(r"\s*(?:[^\W\d]+ ){0,2}[Ss]ố\s*:")
_TORN_PLACE = re.compile(r"^([^\W\d_]) ([^\W\d_]{1,6})(?=[^,]{0,30}, ngày)")  # "H à Nội, ngày …", torn by a PDF
_SEPARATOR = re.compile(r"\t|\s{3,}|(?P<rule>[-_=*~]{3,}|[.…]{3,})")
_MOTTOES = re.compile(
    r"(?P<state>CONG\s+HOA\s+XA\s+HOI\s+CHU\s+NGHIA\s+VIET\s+NAM)"
    r"|(?P<party>DANG\s+CONG\s+SAN\s+VIET\s+NAM)"
    r"|(?P<consolidated>XAC\s+THUC\s+VAN\s+BAN\s+HOP\s+NHAT)"
    r"|(?P<freedom>DOC\s+LAP\s*-\s*TU\s+DO\s*-\s*HANH\s+PHUC)",
    re.IGNORECASE,
)
_TITLE_HINT = re.compile(r"NG\s|B.N\s+H|C\s+L.P|c\s+l.p")  # each of the mottoes has one of these
_SPLITS = ("\t", "   ", "--", "__", "==", "**", "~~", "..", "…")

_NUMBER_WORD = re.compile(
    r"(?:(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh|Lệnh|BỘ LUẬT|LUẬT|NGHỊ QUYẾT|PHÁP LỆNH|LỆNH)\s+số|S[ốôóỐÔ])\s*[:.]?\s*"
)
# The same word as scanning leaves it; only where a number or what is left of one follows.
_SCANNED_NUMBER_WORD = re.compile(
    r"[S$5][ốôóồổỗộơớòỏõọoỐÔÓỒỔỖỘƠỚÒỎÕỌO6ö]\s?[:;.,]?\s*(?=[^\W_A-Za-z]|[-/#*.…]|[lIOo]\d)"
)
_SLASHED = re.compile(
    rf"(?P<number>\d{{1,5}}[a-zA-Z]?)\s?/\s?(?:(?P<year>(?:19|20)\d{{2}})\s?/\s?)?(?P<kind>{_KINDS})\s?/\s?"
    r"(?P<organ>[A-ZĐƯ][\wĐđƯư]*(?:-[A-ZĐƯ][\w&.]*)*)(?![\w/])"
)
# A number that was stamped, written by hand or misread, before a code that can be read: "/#8/QĐ-TTg", "47NQ-CP".
_DAMAGED_NUMBER = re.compile(
    r"(?P<number>[^\n,;]{0,14}?)(?P<code>(?P<year>/\s?(?:19|20)\d{2})?(?P<slash>\s?[-/]?\s?)"
    rf"(?P<kind>{_KINDS})\s?[-/]\s?[A-ZĐƯ][\wĐđƯư.]*(?:-[A-ZĐƯ][\w&.]*)*)(?![\w/])"
)
_BLANK_NUMBER = re.compile(r"\s*[-/]\s*[A-ZĐƯ][\w-]{0,20}(?:/[A-ZĐƯ][\w-]{0,20})?\s*$")
_PLACE_WORD = rf"[{CAPITALS}][\w.'-]{{0,15}}"
# Old documents write "Hà nội, ngày …" too; "Hôm nay, ngày …" begins the minutes of a meeting.
_PLACE = (
    rf"(?P<place>(?!(?:Thứ|Chủ|Hôm|Sáng|Chiều|Đến|Vào|Trong|Từ|Ngày)\s)"
    rf"(?:{_PLACE_WORD}(?:\s(?:-\s)?{_PLACE_WORD}){{0,5}}|{_PLACE_WORD}\s[^\W\d_A-Z]{{2,6}}(?=\s?,\s?ngày)))"
)
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\w)"
_PLACE_AND_DAY = re.compile(
    rf"(?<![\w/-])(?:(?:{_PLACE}\s*,\s*)?(?i:ngày)\s*(?:\d{{1,2}}\s*(?i:tháng)\s*\d{{1,2}}\s*(?i:năm)\s*\d{{4}}|{_DAY})"
    rf"|{_PLACE.replace('place', 'where')}\s*,\s*{_DAY})"
)
_DAMAGED_DATE = re.compile(rf"{_PLACE}\s*[,.;]\s*ng[àaáâ]\w.{{0,14}}?th[áaâ]ng.{{0,8}}?n[ăaâ]m.{{0,6}}")
_PLACE_AND_BLANK = re.compile(rf"{_PLACE}\s*,\s*ngày(?![^\W_])(?:\s*\d{{1,2}})?[\s.…]*(?:tháng|$)")
_DATE_REST = re.compile(r"(?:tháng(?:\s+\d{1,2})?|năm(?:\s+\d{4})?)(?:\s+năm(?:\s+\d{0,4})?)?$")


def is_capitals(text: str) -> bool:
    """Whether a text of at least two letters is written in capitals.

    Accented letters may be small: text converted from TCVN3 reads "BáO CáO", because that charset has few accented
    capitals (domain.md §9.3).
    """
    if _ASCII_SMALL.search(text):  # the usual case, told at once
        return False
    letters = [char for char in text if char.isalpha()]
    small = sum(char != char.upper() for char in letters)
    return len(letters) >= 2 and 2 * small <= len(letters)


def bare(text: str) -> str:
    """The text without accents, letter for letter, so that offsets stay true."""
    return text.translate(_BARE)


def folded(text: str) -> str:
    """A cleaned text in small letters without accents, letter for letter: the quick `fold` of the head."""
    return text.translate(_BARE).lower()


class _Bare(dict[int, str]):
    """The table of `bare`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = "D" if char in "ĐÐƉ" else "d" if char in "đðɖ" else unicodedata.normalize("NFD", char)[0]
        self[code] = plain
        return plain


_BARE = _Bare()
_ASCII_SMALL = re.compile("[a-z]")


def cells_of(text: str, limit: int = 120, after_title: int | None = None) -> list[Cell]:
    """The cells of the beginning of `text`, at most about `limit`, or `after_title` behind the first title.

    Give it the head only (some thousands of characters), not a whole document.
    """
    return cells_of_cleaned(clean(text), limit, after_title)


def cells_of_cleaned(plain: str, limit: int = 120, after_title: int | None = None) -> list[Cell]:
    """`cells_of` of a text that has been cleaned already."""
    lines = _NOTE.sub(" ", plain).split("\n")
    pieces: list[Cell] = []
    for row, line in enumerate(lines):
        # In "Số: [160]/2026/NĐ-CP" the brackets stand for figures set a little higher, not for a footnote.
        pieces.extend(_line_cells(_FOOTNOTE.sub(r"\1" if _NUMBER_LINE.match(line) else "", line), row))
        if len(pieces) >= limit:
            break
        if after_title is not None and limit > after_title and any(map(_is_title, pieces[-3:])):
            limit = min(limit, len(pieces) + after_title)
            after_title = None
    return _join_numbers(_join_dates(pieces))


def _is_title(cell: Cell) -> bool:
    return cell.kind in ("party", "state")


def _line_cells(line: str, row: int) -> list[Cell]:
    """Cells of one line: mottoes cut out first, then tabs, rules and wide gaps."""
    if not _TITLE_HINT.search(line):
        return _pieces(line, row)
    cells: list[Cell] = []
    place = 0
    for match in _MOTTOES.finditer(bare(line)):
        # Not in capitals is the Party's name inside a sentence: "Điều lệ Đảng Cộng sản Việt Nam".
        if not match["freedom"] and not is_capitals(line[match.start() : match.end()]):
            continue
        cells.extend(_pieces(line[place : match.start()], row))
        kind: Kind = "party" if match["party"] else "consolidated" if match["consolidated"] else "state"
        cells.append(Cell(kind, match[0], row))
        place = match.end()
    cells.extend(_pieces(line[place:], row))
    return cells


def _pieces(text: str, row: int) -> list[Cell]:
    if not any(split in text for split in _SPLITS):
        return _typed(text.strip(), row)
    cells: list[Cell] = []
    place = 0
    for match in _SEPARATOR.finditer(text):
        cells.extend(_typed(text[place : match.start()].strip(), row))
        if match["rule"]:
            cells.append(Cell("rule", match[0], row))
        place = match.end()
    cells.extend(_typed(text[place:].strip(), row))
    return cells


def _typed(text: str, row: int) -> list[Cell]:
    """One piece, with a number or a date at its beginning cut off and typed."""
    cells: list[Cell] = []
    torn = _TORN_PLACE.match(text)
    if torn and torn[2].islower():
        text = torn[1] + text[2:]
    while text:
        number = _NUMBER_WORD.match(text) or _SCANNED_NUMBER_WORD.match(text)
        if number:
            found = find_symbols(text[:200])
            symbol = next((span for span in found if span.start == number.end()), None)
            if symbol:
                cells.append(Cell("symbol", text[: symbol.end], row, symbol))
                text = text[symbol.end :].strip(" .;,*")
                continue
            slashed = _SLASHED.match(text, number.end())
            if slashed:
                cells.append(Cell("symbol", text[: slashed.end()], row, _slashed_symbol(slashed)))
                text = text[slashed.end() :].strip(" .;,*")
                continue
            if number.end() == len(text) or _BLANK_NUMBER.match(text, number.end()):
                cells.append(Cell("symbol", text, row))
                return cells
            damaged = _DAMAGED_NUMBER.match(text, number.end())
            if damaged:
                cells.append(Cell("symbol", text[: damaged.end()], row))
                text = text[damaged.end() :].strip(" .;,*")
                continue
        day = _PLACE_AND_DAY.match(text)
        if day is None and cells and cells[-1].kind == "symbol":
            day = _PLACE_AND_DAY.search(text[:120])
        if day:
            spans = find_dates(day[0])
            before = text[: day.start()].strip()
            if before:
                cells.append(Cell("text", before, row))
            cells.append(
                Cell("date", day[0], row, day=spans[0].day if spans else None, place=day["place"] or day["where"])
            )
            text = text[day.end() :].strip(" .;,*" if cells[-1].place else " *")
            continue
        blank = _PLACE_AND_BLANK.match(text) or _DAMAGED_DATE.match(text)
        if blank:
            cells.append(Cell("date", text, row, place=blank["place"]))
            return cells
        if text.strip("*. "):
            cells.append(Cell("text", text, row))
        break
    return cells


def _slashed_symbol(match: re.Match[str]) -> SymbolSpan:
    """ "40/2000/TT/BTC", as some offices wrote "40/2000/TT-BTC"."""
    year = match["year"]
    organ = re.sub(r"\s", "", match["organ"])
    return SymbolSpan(
        match[0],
        match.start(),
        match.end(),
        match["number"],
        match["kind"],
        organ,
        int(year) if year else None,
        "state",
    )


def _join_dates(cells: list[Cell]) -> list[Cell]:
    """A day whose figures were set apart by wide gaps ("ngày 10", "tháng 12", "năm 2021") becomes one date again."""
    joined: list[Cell] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if last and last.kind == "date" and last.day is None and last.row == cell.row and cell.kind in ("text", "rule"):
            text = last.text if cell.kind == "rule" else f"{last.text} {cell.text}"
            if cell.kind == "rule" or _DATE_REST.match(cell.text) or re.match(r"\d{1,2}\b", cell.text):
                spans = find_dates(text)
                joined[-1] = last._replace(text=text, day=spans[0].day if spans else None)
                continue
        joined.append(cell)
    return joined


def _join_numbers(cells: list[Cell]) -> list[Cell]:
    """ "Số:" and the symbol in the next cell become one; so does a number set apart from its symbol."""
    joined: list[Cell] = []
    for cell in cells:
        last = joined[-1] if joined else None
        if last and last.kind == "symbol" and last.symbol is None and cell.kind in ("text", "rule"):
            if cell.kind == "rule":
                continue
            text = f"{last.text} {cell.text}"
            start = _NUMBER_WORD.match(text)
            span = next((s for s in find_symbols(text[:200]) if start and s.start == start.end()), None)
            if span:
                joined[-1] = Cell("symbol", text[: span.end], last.row, span)
                joined.extend(_typed(text[span.end :].strip(), cell.row))
                continue
            if cell.row == last.row and re.match(r"\d{0,5}\s*[-/]?\s*[A-ZĐƯ]*[-/]", cell.text):
                joined[-1] = last._replace(text=text)
                continue
        joined.append(cell)
    return joined


class DamagedNumber(NamedTuple):
    """What scanning left of a symbol: its number as read ("#8", ""), its code ("/QĐ-TTg"), and a guess or None."""

    number: str
    code: str
    guess: str | None


def damaged_number(cell: Cell) -> DamagedNumber | None:
    """What a "symbol" cell without a symbol still says; None where the number was simply left blank."""
    word = _NUMBER_WORD.match(cell.text) or _SCANNED_NUMBER_WORD.match(cell.text)
    match = _DAMAGED_NUMBER.match(cell.text, word.end()) if word else None
    if match is None:
        return None
    digits = re.sub(r"\s", "", match["number"]).translate(_MISREAD_DIGITS)
    rest = re.sub(r"\s", "", match["code"][len(match["year"] or "") + len(match["slash"]) :])
    # Party symbols have the slash behind the tên loại (domain.md §3.4), those of the State before it.
    code = f"-{rest}" if "/" in rest else re.sub(r"\s", "", f"{match['year'] or ''}/{rest}")
    return DamagedNumber(digits, code, digits + code if re.fullmatch(r"\d{1,5}", digits) else None)


_MISREAD_DIGITS = str.maketrans("lI|OoQ", "111000")


def without_arrival_stamp(cells: list[Cell]) -> list[Cell]:
    """The cells without those of a stamp "ĐẾN Số … Ngày … Chuyển …", whose number and day are not the document's."""
    kept: list[Cell] = []
    since = 99
    for cell in cells:
        words = ""
        if since < 5 or _ARRIVAL_HINT.search(cell.text, 0, 20):
            words = folded(cell.text[:40]).strip(" .:;|*")
        if _ARRIVED.match(words) and _ARRIVAL_HINT.search(cell.text, 0, 20):
            since = 0
            continue
        since += 1
        if since <= 5 and _ARRIVAL_LINE.match(words) and cell.place is None and not _is_whole(cell):
            continue
        kept.append(cell)
    return kept


def _is_whole(cell: Cell) -> bool:
    """Whether a number has the code of a tên loại or of an organ: "163" or "163/TB" of a stamp has none."""
    return cell.symbol is not None and "-" in cell.symbol.text


_ARRIVAL_HINT = re.compile(r"[ĐD][ẾEÊÉỀ]N")
_ARRIVED = re.compile(r"(?:cong van |van ban )?den(?:$|\W|\s*(?:so|ngay|gio)\b)")
_ARRIVAL_LINE = re.compile(r"(?:so|ngay|gio|chuyen|kinh chuyen|luu ho so|so den|ngay den)\b")


def with_clear_titles(text: str) -> str | None:
    """A scanned head with the title of the State or the Party written out where one was misread; None where none was.

    Lines stay lines, so rows stay true.
    """
    lines = text.split("\n")
    before = list(lines)
    for row, line in enumerate(lines[:40]):
        plain = bare(line)
        if len(line) > _LONGEST_TITLE_LINE or not _HALF_TITLE.search(plain):
            continue
        words = [(match.start(), match.end()) for match in re.finditer(r"\S+", plain)]
        for title in _TITLES:
            count = len(title.split())
            for first in range(len(words)):
                for last in (first + count - 1, first + count, first + count - 2):
                    if not first < last < len(words):
                        continue
                    start, end = words[first][0], words[last][1]
                    if _alike(plain[start:end], bare(title)):
                        lines[row] = f"{line[:start]}{title}{line[end:]}"
                        break
                if lines[row] is not line:
                    break
            if lines[row] is not line:
                break
    return "\n".join(lines) if lines != before else None


_TITLES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM")
_LONGEST_TITLE_LINE = 300
_HALF_TITLE = re.compile(r"CH\w\s+NGH|V\w{1,2}T\s?NAM|X\w\s+H\w[Il1|]|C\wNG\s+S\wN|NGH[Il1]A")


def _alike(one: str, other: str) -> bool:
    letters, wanted = re.sub(r"\W", "", one), re.sub(r"\W", "", other)
    return abs(len(letters) - len(wanted)) <= 3 and SequenceMatcher(None, letters, wanted).ratio() >= 0.85
