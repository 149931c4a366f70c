"""Who signed a document and who received it, from the block that closes its main text (domain.md §2.5, §3.3).

    Nơi nhận:                  T/M BAN THƯỜNG VỤ          authority: T/M K/T T/L (Party), TM. KT. TL. TUQ. (State)
    - Các huyện ủy,            BÍ THƯ                     post; the Party sometimes prints none
    - Lưu Văn phòng.           Nguyễn Văn A               name, under a gap for the signature

The first such block behind the head counts: forms and annexes come after it. Readers give the two columns side by side
(with tabs or wide gaps), one after the other, or run together on a line; a page may end inside the block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.documents.head_cells import bare, is_capitals
from workbench.documents.issuer import by_rule
from workbench.documents.names import TITLE, is_surname, leading_name, person_name

_LONG_LINE = 400
_BLOCK_LINES = 45
_STRAY_LINES = 2  # lines of something else that a block may hold: a stamp, a page's number, half a word

_AUTHORITY = r"(?:T\s?/\s?M|K\s?/\s?T|T\s?/\s?L|TU\s?/\s?Q|TM\s?[.,/]|K[T1I]\s?[.,/]|TL\s?[.,/]|TUQ\s?[.,/])"
_MARKER = re.compile(rf"(?<!\S){_AUTHORITY}\s?\.?\s*(?=[^\W\d_]{{2}})")
# Where a block may begin: an authority, or a post in capitals; each at the beginning of a piece or behind a sentence.
_BEGINS = re.compile(rf"(?<![^\s*_|„“\"])(?:{_AUTHORITY}\s?\.?\s*(?=[^\W\d_]{{2}})|{TITLE.pattern})")
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu|BIỂU|Biểu|MẪU|Mẫu|DANH MỤC)"
    r"(?:\s+(?:số\s+)?[\dIVX]|\s*$|\s+\W)"
)
_SPLIT = re.compile(r"\t|\s{3,}|\|")
_ENTRY = re.compile(r"\s*[-–—+*•~]+\s*(?=\S)")
RECIPIENTS = re.compile(r"N[ơo]i\s+nh[ậạâa]n\s*[:;.]?", re.IGNORECASE)
_SIGNED = re.compile(r"[\[(<]?\s*(?:đã ký|daky|da ky|ký tên|ký\s*,|ký thay|chữ ký|signed)", re.IGNORECASE)
_FORM = re.compile(r"ghi rõ|họ và tên\s*[,)]|họ tên\s*[,)]", re.IGNORECASE)
_OUR_POST = re.compile(r"(?<!BAN )(?<!ĐOÀN )" + TITLE.pattern)
_DEPUTY = re.compile(r"(?<!\S)(?:PHÓ |THỨ TRƯỞNG)")


class Signature(NamedTuple):
    """The block of a signature.

    Attributes:
        name, title: of the signer; None where the page prints none or it could not be read.
        name_row, title_row: rows (from 0) they were read in.
        first_row: where the block begins.
        marked: whether it begins with an authority (T/M, KT. …), which hardly anything else does.
        organ: the organ for which it is signed ("BAN THƯỜNG VỤ"), in capitals, or None.
        sure: how sure the name is (0 to 1).
    """

    name: str | None
    title: str | None
    name_row: int
    title_row: int
    first_row: int
    marked: bool
    organ: str | None
    sure: float


def read_signature(plain: str, lines: Sequence[str], start: int = 0) -> Signature | None:
    """The first block of a signature behind an offset, or None.

    Args:
        plain: the cleaned text (NFC).
        lines: its lines.
        start: offset in `plain` at which the body begins.
    """
    unnamed: Signature | None = None
    row, at, line_start = plain.count("\n", 0, start), start, plain.rfind("\n", 0, start) + 1
    for match in _BEGINS.finditer(plain, start):
        passed = plain.count("\n", at, match.start())
        if passed:
            row, line_start = row + passed, plain.rfind("\n", 0, match.start()) + 1
            if unnamed and any(_ANNEX.match(line.strip()) for line in lines[row - passed : row]):
                return unnamed
        at = match.start()
        block = _read_block(lines, row, match.start() - line_start)
        if block and block.name:
            return block
        if block and block.marked and unnamed is None:
            unnamed = block
    if unnamed is None:
        for match in _NAME_ONLY.finditer(plain, start):  # old documents on the web: "Nguyễn Văn An (Đã ký)" and no post
            name = person_name(match["name"])
            if name and is_surname(name):
                row = plain.count("\n", 0, match.start())
                return Signature(name, None, row, row, row, True, None, 0.85)
    return unnamed


_NAME_ONLY = re.compile(r"^[ \t]*(?P<name>\S+(?: \S+){1,4}) *\((?:Đã|đã) ký\)", re.MULTILINE)


def _read_block(lines: Sequence[str], row: int, column: int) -> Signature | None:
    roles: list[tuple[str, int]] = []
    listing, stray = False, 0
    for place in range(row, min(row + _BLOCK_LINES, len(lines))):
        line = lines[place][column : column + _LONG_LINE] if place == row else lines[place]
        if len(line) > _LONG_LINE:
            break
        for column_at, raw in enumerate(_SPLIT.split(line)):
            piece = raw.strip(" *_.|„“”\"`'’‘~")
            if not piece or not any(map(str.isalpha, piece)):
                continue
            run_on = leading_name(_leading_capitals(piece)[1]) if place == row and len(piece) > 60 else None
            if run_on and not roles:  # a web page: the post, the name and the annex behind it on one line
                roles.append((_leading_capitals(piece)[0], place))
                return _signature(roles, run_on, place, row, 0.9)
            if _FORM.search(piece):
                return None  # a form to be filled in
            if _SIGNED.match(piece):
                continue
            if RECIPIENTS.match(piece) or (_ENTRY.match(raw.strip()) and not roles_in(piece)):
                listing = True
                continue
            capitals, rest = _leading_capitals(piece)
            if listing and capitals and not column_at and not _BEGINS.match(capitals):
                continue  # an entry's second line in capitals: "TCT (HC, NV3)"
            begins = bool(capitals and (_MARKER.match(capitals) or TITLE.match(capitals)))
            if begins or (capitals and roles and not rest and not _ANNEX.match(piece)):
                if not begins and person_in_capitals(capitals, roles):
                    return _signature(roles, person_in_capitals(capitals, roles), place, row, 0.8)
                roles.append((capitals, place))
                name = person_name(rest) if rest else None
                if rest and name is None:
                    return (
                        None
                        if len(roles) == 1 and not _MARKER.match(capitals)
                        else _signature(roles, None, place, row, 0)
                    )
                if name:
                    return _signature(roles, name, place, row, 0.95 if is_surname(name) else 0.7)
                continue
            if roles and not begins and len(piece) <= 60 and TITLE.match(piece.upper()):
                roles.append((piece.upper(), place))  # a post in small letters: "Thủ tướng" under "TM. CHÍNH PHỦ"
                continue
            name = person_name(piece) if piece[-1] not in ",;:" else None
            if name and (is_surname(name) or not listing):
                return _signature(roles, name, place, row, 0.95 if is_surname(name) else 0.7)
            if _ANNEX.match(piece):
                return _signature(roles, None, place, row, 0)
            if not listing:
                stray += 1
                if stray > _STRAY_LINES or len(piece) > 100:
                    return _signature(roles, None, place, row, 0)
    return _signature(roles, None, row, row, 0)


def roles_in(piece: str) -> bool:
    """Whether an entry of the list of recipients has the signature's column run into it."""
    return _MARKER.match(_ENTRY.sub("", piece, count=1)) is not None


def person_in_capitals(capitals: str, roles: Sequence[tuple[str, int]]) -> str | None:
    """A name printed in capitals under a post, as old documents have it, in its usual case."""
    words = capitals.split()
    if not 2 <= len(words) <= 5 or not TITLE.match(roles[-1][0]):
        return None
    name = person_name(" ".join(word.capitalize() for word in words))
    return name if name and is_surname(name) else None


def _in_capitals(word: str) -> bool:
    # "BáO" of texts converted from TCVN3 is in capitals, "Lê" is a name.
    return word.isupper() or (is_capitals(word) and not word.istitle())


def _leading_capitals(piece: str) -> tuple[str, str]:
    """A piece cut where its capitals end: ("CHỦ TỊCH QUỐC HỘI", "Nguyễn Sinh Hùng")."""
    words = piece.split()
    count = 0
    while count < len(words) and (_in_capitals(words[count]) or not any(map(str.isalpha, words[count]))):
        count += 1
    capitals = words[:count]
    return (" ".join(capitals), " ".join(words[count:])) if is_capitals(" ".join(capitals)) else ("", piece)


def _signature(
    roles: Sequence[tuple[str, int]], name: str | None, name_row: int, first_row: int, sure: float
) -> Signature | None:
    if not roles:
        return None
    title, title_row, organ, marked = None, first_row, None, False
    superior = ""  # the post for which a deputy signs
    for text, row in roles:
        for part in _parts(text):
            marker = _MARKER.match(part)
            if marker:
                marked = True
                rest = part[marker.end() :]
                represents = bare(part[:1]) in "T" and bare(marker[0]).replace(" ", "")[:3] in {
                    "T/M",
                    "TM.",
                    "TM,",
                    "TM/",
                }
                post = (_OUR_POST if represents or part[0] == "T" else _DEPUTY).search(rest, 1)
                organ = organ or (rest[: post.start()] if post else rest).strip()
                # What stands behind the superior's post on the same line is the signer's own.
                title, title_row = (rest[post.start() :], row) if post else (None, row)
                superior = rest[: post.start()] if post else rest
            elif TITLE.match(part):
                deputy = _DEPUTY.search(part, 1)  # "KT." stood on a line of its own
                title, title_row = part[deputy.start() :] if deputy else part, row
            elif title is not None:
                title = f"{title} {part}"
            elif organ is not None:
                organ = f"{organ} {part}"
    if title and superior and title.split() == superior.split():
        title = None  # a deputy's post of which scanning lost the first word
    return Signature(name, _post(title), name_row, title_row, first_row, marked, organ or None, sure)


def _parts(text: str) -> list[str]:
    """A run of capitals cut before each authority: "TM. CHÍNH PHỦ KT. THỦ TƯỚNG PHÓ THỦ TƯỚNG" is two parts."""
    cuts = [0, *(match.start() for match in _MARKER.finditer(text) if match.start()), len(text)]
    return [part for a, b in pairwise(cuts) if (part := text[a:b].strip(" .,;"))]


def _post(title: str | None) -> str | None:
    """A post as people write it: "PHÓ CHỦ TỊCH QUỐC HỘI" → "Phó Chủ tịch Quốc hội"."""
    if title is None:
        return None
    posts = []
    for part in re.split(r"\s*,\s*", " ".join(title.split())):
        match = TITLE.match(part)
        head, rest = (match[0], part[match.end() :].strip(" -")) if match else ("", part)
        words = head.lower().replace("q.", "quyền ").split()
        capital = {0, 1} if words[:1] in (["phó"], ["quyền"]) else {0}
        head = " ".join(word.capitalize() if i in capital else word for i, word in enumerate(words))
        head = head.replace("văn phòng", "Văn phòng")
        posts.append(" ".join(filter(None, (head, by_rule(rest.lower()) if rest else ""))))
    return ", ".join(posts)


def read_recipients(lines: Sequence[str], near: int | None, first: int = 0) -> tuple[list[str], tuple[int, int] | None]:
    """The entries of "Nơi nhận", one a recipient, and the rows they stand in.

    Args:
        lines: the cleaned lines of the text.
        near: row of the signature; the list nearest to it counts. Without one, the last list of the text.
        first: row at which the body begins.
    """
    low, high = (max(first, near - 60), min(near + 60, len(lines))) if near is not None else (first, len(lines))
    heads = [row for row in range(low, high) if "nh" in lines[row] and RECIPIENTS.search(lines[row][:_LONG_LINE])]
    if not heads:
        return [], None
    head = min(heads, key=lambda row: (abs(row - near), row)) if near is not None else heads[-1]
    entries: list[str] = []
    last = head
    for row in range(head, min(head + 60, len(lines))):
        line = lines[row]
        if row == head:
            word = RECIPIENTS.search(line)
            line = line[word.end() :] if word else line
        piece = _SPLIT.split(line if row == head else line.strip(), maxsplit=1)[0].strip()
        if not piece:
            if row > head and not line.strip() and entries and entries[-1].lower().startswith("lưu"):
                break
            continue
        item = _ENTRY.match(piece)
        inline = item is None and row == head
        begins = _BEGINS.search(piece)
        if begins and (item is None or begins.start() > 4):  # the signature's column, alone or run together
            piece = piece[: begins.start()].strip()
            if not piece:
                continue
        if item or inline:
            entries.append(piece[item.end() :] if item else piece)
        elif is_capitals(piece) or person_name(piece) or _ANNEX.match(piece) or len(piece) > 150 or not entries:
            if _ANNEX.match(piece) or len(piece) > 150:
                break
            continue
        elif entries[-1].rstrip().endswith((".", "./.")) and entries[-1].lower().startswith("lưu"):
            break
        else:
            entries[-1] = f"{entries[-1]} {piece}"
        last = row
    tidy = [" ".join(entry.split()).strip(" ;,.:-") for entry in entries]
    return [entry for entry in tidy if entry], (head, last)
