"""The secrecy gate's eyes: finding a stamp MẬT, TỐI MẬT or TUYỆT MẬT, and labels of circulation (domain.md §5.2).

A stamp stands alone: on its own line, in its own column or frame, in capitals, in the head of page 1 or in the margins.
Words about secrecy ("bí mật nhà nước", "bảo mật", "mật độ", a table of the levels deep in a regulation) are no stamp.
In doubt inside the head, it is a stamp: a refused file costs a question, a stored one breaks the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from workbench.documents.head_cells import is_capitals
from workbench.documents.secrecy_levels import LEVELS, SECRET, TOP_SECRET, VERY_SECRET
from workbench.documents.secrecy_names import mark_in_name
from workbench.documents.secrecy_suspicions import Suspicion, suspicions
from workbench.documents.symbols import find_symbols
from workbench.vietnamese.spelling import clean, fold, strip_accents

__all__ = [
    "SECRET",
    "TOP_SECRET",
    "VERY_SECRET",
    "Suspicion",
    "circulation_labels",
    "find_mark",
    "mark_in_name",
    "suspicions",
    "urgency",
]

_HEAD_LINES = 40
_HEAD_CHARACTERS = 6_000
_AROUND_TITLE = 500  # characters on either side of the title that belong to the head wherever it stands
_LONG_LINE = 300
_STAMP_COLUMNS = 3  # a line counted as a whole, and its two columns
_BODY = re.compile(
    r"[-+*–]?\s*(?:căn cứ\s|kính gửi|kính trình|thực hiện\s)|(?:chương|điều|phần)\s+(?:[ivx]+|\d+|thứ)\b", re.IGNORECASE
)
_LEVELS = {"tuyetmat": TOP_SECRET, "toimat": VERY_SECRET}
# "MAT" without accents, and what scanning makes of "MẬT"; "MẶT", "MẮT", "MÁT" are words of their own.
_PLAIN_SECRET = frozenset({"MẬT", "MAT", "MÂT", "MẠT"})
_FIELD = re.compile(
    r"(?:(?:cấp|mức)\s+)?(?:độ|mức)\s+(?:bảo\s+)?mật\s*[:：]\s*[\"'(\[]*(?P<level>tuyệt\s+mật|tối\s+mật|mật)(?![\w,;/]|\s+[,;/]|\s+\w)",
    re.IGNORECASE,
)
_FRAME = re.compile(r"^[\W_]+|[\W_]+$")
_BESIDE = re.compile(
    r"(?:b[ảa]n\s*(?:sao\s*)?s[ốo]\s*[:.]?\s*[\w./]*|s[ốo]\s*[:.]\s*\d*|h[ỏo][ảa]?\s*t[ốo]c|h[oỏ]ả?\s*t[oố]c|th[ưu][ợo]ng\s*kh[ẩa]n"
    r"|kh[ẩa]n|dự\s*thảo|(?:không|ko)\s*phổ\s*biến|(?:tài\s*liệu\s*)?thu\s*hồi|(?:chỉ\s*)?lưu\s*hành\s*nội\s*bộ|xem\s*xong\s*trả\s*lại)$",
    re.IGNORECASE,
)
_BEFORE_STAMP = re.compile(
    r"^(?:h[oỏ][aả]?\s*t[oố]c|th[ưu][ợo]ng\s*kh[ẩa]n|kh[ẩa]n|dự\s*thảo)[\W_]+(?=\S)", re.IGNORECASE
)
_BEFORE_LEVEL = re.compile(
    r"^(?i:tài liệu|văn bản|dấu|độ|mức độ|độ mật|tai lieu|van ban)\s*:?\s+(?=TUYỆT|TUYET|TỐI|TOI|MẬT|MAT|MÂT|MẠT)"
)
_MOTTO = re.compile(
    r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|CỘNG\s+HÒA\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|CỘNG\s+HOÀ\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM"
)

# A head run together on one line: "TỈNH ỦY … MẬT ĐẢNG CỘNG SẢN VIỆT NAM", "… MẬT Số 12-CT/TU".
_RUN_ON = re.compile(
    r"(?<!\bBÍ)(?<!\bBẢO)(?<!\bCƠ)\s(?P<level>TUYỆT\s+MẬT|TỐI\s+MẬT|(?<!TUYỆT )(?<!TỐI )MẬT)"
    rf"\s+(?={_MOTTO.pattern}|Số\s*:?\s*\d)"
)

_MISREAD_SECRET = re.compile(r"[I1LJ]?M(?:[ẬÂ][TILJ17]|[ẠÁẮẶĂA]T)[I1LJ]?")
_SPELLED = re.compile("M\\s?(?:Ậ|A\u0323\u0302|Â\u0323|Ạ\u0302)\\s?T")
_ANNEX = re.compile(r"^[ \t]*(?:PHỤ LỤC|Phụ lục|PHỤ BIỂU|Phụ biểu)\b", re.MULTILINE)
_ANNEX_LINES = 5
_ABOVE_ANNEX = 100  # characters above the heading of an annex in which its stamp may stand
_AROUND_ANNEX = 1_500
_MOST_ANNEXES = 2_000
# A rule about secrecy, a register or a table of the levels: there the words stand alone without being a stamp.
_SPEAKS_OF_LEVELS = re.compile(
    r"độ\s+(?:bảo\s+)?mật|bí\s+mật|mẫu\s+dấu|con\s+dấu|dấu\s+[“\"]|mật\s+độ"
    r"|(?:văn bản|tài liệu|hồ sơ)\s+(?:tối |tuyệt )?mật",
    re.IGNORECASE,
)

_CIRCULATION = (
    ("luuhanhnoibo", "LƯU HÀNH NỘI BỘ"),
    ("xemxongtralai", "XEM XONG TRẢ LẠI"),
    ("tailieuthuhoi", "TÀI LIỆU THU HỒI"),
    ("tailieuhoinghi", "TÀI LIỆU HỘI NGHỊ"),
    ("khongphobien", "KHÔNG PHỔ BIẾN"),
    ("chinguoicotenmoiduocbocbi", "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ"),
)
_URGENCY = {"hoatoc": "HỎA TỐC", "thuongkhan": "THƯỢNG KHẨN", "khan": "KHẨN"}


def find_mark(
    text: str,
    margins: str = "",
    page_one_end: int | None = None,
    *,
    page_starts: Sequence[int] = (),
    recognised: bool = False,
) -> str | None:
    """The secrecy stamp of a document, or None.

    Args:
        text: the body. Only its head is looked at: before the body proper starts (at most 40 lines), and the first
            third of page 1.
        margins: headers, footers, text boxes and properties; looked at whole.
        page_one_end: offset at which page 1 ends, where the format has pages.
        page_starts: offset at which each page starts; an annex may bear a stamp of its own on top of a later page.
        recognised: whether page 1 was recognised from a picture; then a stamp may be misread ("MÁT", "TÓI MẬI").

    Returns:
        "TUYỆT MẬT", "TỐI MẬT" or "MẬT": the highest that is found.
    """
    head = _head_lines(text, page_one_end)
    official = any(_MOTTO.search(line) for line in head)
    found = {*_marks(head, official, recognised), *_marks(margins.splitlines(), any_case=True)}
    found.update(_annex_marks(text, page_starts))
    return next((level for level in LEVELS if level in found), None)


def circulation_labels(text: str, margins: str = "", page_one_end: int | None = None) -> tuple[str, ...]:
    """Labels that restrict circulation without being secrecy ("LƯU HÀNH NỘI BỘ" …), in a fixed order."""
    cells = _label_cells(text, margins, page_one_end)
    return tuple(
        label for squeezed, label in _CIRCULATION if any(re.match(rf"(?:chi)?{squeezed}", cell) for cell in cells)
    )


def urgency(text: str, margins: str = "", page_one_end: int | None = None) -> str | None:
    """The stamp of urgency, HỎA TỐC, THƯỢNG KHẨN or KHẨN, or None."""
    squeezed = set(_label_cells(text, margins, page_one_end))
    return next((label for spelled, label in _URGENCY.items() if squeezed & {spelled, f"{spelled}hengio"}), None)


@lru_cache(maxsize=1)  # marks and labels of a document are asked one after the other
def _head_lines(text: str, page_one_end: int | None) -> tuple[str, ...]:
    """Lines before the body starts, in the first third of page 1, and around the title of the State or the Party."""
    third = min(page_one_end // 3, 4 * _HEAD_CHARACTERS) if page_one_end else 0
    title = _MOTTO.search(text, 0, 4 * _HEAD_CHARACTERS)
    around = (title.start() - _AROUND_TITLE, title.end() + _AROUND_TITLE) if title else (0, 0)
    if page_one_end and page_one_end >= _AROUND_TITLE:  # a shorter page is a cover: the head may be behind it
        text = text[:page_one_end]
    lines: list[str] = []
    place, count, in_body = 0, 0, False
    for line in text[: max(_HEAD_CHARACTERS, third, around[1])].splitlines(keepends=True):
        stripped = clean(line[: _LONG_LINE + 1]).strip()
        count += bool(stripped)
        in_body = in_body or count > _HEAD_LINES or _BODY.match(stripped) is not None
        near = place < third or around[0] <= place < around[1]
        if not in_body or near:
            lines.append(line[: 2 * _LONG_LINE])
        in_body = in_body or len(line) > _LONG_LINE
        place += len(line)
    return tuple(lines)


def _annex_marks(text: str, page_starts: Sequence[int]) -> Iterator[str]:
    """Stamps on top of later pages, and beside the heading of an annex, where the text around does not speak of them.

    Stricter than in the head: in capitals with accents, and alone on the line but for capitals in other columns.
    """
    if not _SPELLED.search(text):
        return
    places = [(place, 0) for place in page_starts[1:]]
    places += [(match.start(), _ABOVE_ANNEX) for match in _ANNEX.finditer(text)]
    for place, above in sorted(places)[:_MOST_ANNEXES]:
        if _SPEAKS_OF_LEVELS.search(clean(text[max(0, place - _AROUND_ANNEX) : place + _AROUND_ANNEX])):
            continue
        before = [line for line in text[max(0, place - above) : place].splitlines() if line.strip()][-1:]
        after = [line for line in text[place : place + 600].splitlines() if line.strip()][:_ANNEX_LINES]
        levels = {level for line in (*before, *after) if (level := _lone_level(clean(line).strip()))}
        if len(levels) == 1:
            yield levels.pop()


def _lone_level(line: str) -> str | None:
    cells = [cell for part in re.split(r"\t|\s{3,}|\|", line) if (cell := _FRAME.sub("", part))]
    levels = [cell for cell in cells if cell in LEVELS]
    others = [cell for cell in cells if cell not in LEVELS]
    return levels[0] if len(levels) == 1 and all(is_capitals(cell) or len(cell) > 12 for cell in others) else None


def _marks(lines: Sequence[str], any_case: bool, recognised: bool = False) -> Iterator[str]:
    before = ""
    for line in lines:
        plain = clean(line).strip()
        if not plain:
            continue
        # Most lines have neither a colon nor the word: asking that first is fifty times as fast.
        has_colon = ":" in plain or "：" in plain
        field = _FIELD.search(plain) if has_colon and len(plain) < _LONG_LINE else None
        if field and (field.start() == 0 or plain[field.start() - 1] in "\t |[("):
            level = _level(field["level"].upper(), any_case)
            if level:
                yield level
        run_on = _RUN_ON.search(plain) if "MẬT" in plain else None
        if run_on:
            yield re.sub(r"\s+", " ", run_on["level"])
        cells = _cells(plain)
        for cell in cells:
            # "Mật" in a row of many columns is an entry of a table.
            level = _level(cell, any_case and len(cells) <= _STAMP_COLUMNS) or (
                _misread_level(cell) if recognised else None
            )
            if level == SECRET:
                # "TUYỆT" and "MẬT" on two lines of one frame.
                level = {"tuyet": TOP_SECRET, "toi": VERY_SECRET}.get(fold(before), level)
            if level:
                yield level
            before = _FRAME.sub("", cell)


@lru_cache(maxsize=64)  # the lines of one head, which marks and labels look at
def _cells(line: str) -> tuple[str, ...]:
    """The line itself (its spaces may be spaced-out letters), its columns, and a stamp beside a title or number."""
    cells = [line, *re.split(r"\t|\s{3,}|\|", line)] if re.search(r"\t|\s{3,}|\|", line) else [line]
    for cell in list(cells):
        rest = _MOTTO.sub("   ", cell)
        symbols = find_symbols(cell[:_LONG_LINE])
        if symbols:
            rest = rest[symbols[-1].end :]
        if rest != cell:
            cells.extend(re.split(r"\s{3,}", rest.strip()))
    return tuple(cells)


def _level(cell: str, any_case: bool) -> str | None:
    stamp = _FRAME.sub("", cell)
    if not stamp or len(stamp) > 60:
        return None
    stamp = _BEFORE_STAMP.sub("", stamp)  # "HỎA TỐC - TUYỆT MẬT"
    for _ in range(2):  # "MẬT - HỎA TỐC", "TỐI MẬT (Bản số: 02)"
        beside = re.search(r"(?<=[\w)])[\W_]+(?=\S)", stamp)
        while beside and not _BESIDE.match(stamp[beside.end() :]):
            beside = re.compile(r"(?<=[\w)])[\W_]+(?=\S)").search(stamp, beside.end())
        stamp = _FRAME.sub("", stamp[: beside.start()]) if beside else stamp
    stamp = _BEFORE_LEVEL.sub("", stamp)
    letters = re.sub(r"[\W_]+", "", stamp)
    if not is_capitals(letters):
        # A cell that says nothing else is a stamp in any case of letters, "Mật" only where no article would have it.
        if clean(stamp).lower() in {"tuyệt mật", "tối mật"} or (any_case and stamp.lower() == "mật"):
            letters = letters.upper()
        else:
            return None
    squeezed = strip_accents(letters).lower()
    if squeezed in _LEVELS:
        return _LEVELS[squeezed]
    return SECRET if letters.upper() in _PLAIN_SECRET else None


def _misread_level(cell: str) -> str | None:
    """The level that a recognised cell stands for, where recognition took a letter for another or the frame for one."""
    letters = re.sub(r"[\W_]+", "", _FRAME.sub("", cell))
    if not is_capitals(re.sub(r"\d", "", letters)) or not 3 <= len(letters) <= 10:
        return None
    if _MISREAD_SECRET.fullmatch(letters):
        return SECRET
    squeezed = strip_accents(letters).lower()
    return next((level for spelled, level in _LEVELS.items() if _one_letter_apart(squeezed, spelled)), None)


def _one_letter_apart(text: str, other: str) -> bool:
    """Whether one letter changed, added or left out makes one of the other."""
    if abs(len(text) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    return (
        text[start + 1 :] == other[start + 1 :]
        or text[start + 1 :] == other[start:]
        or text[start:] == other[start + 1 :]
    )


@lru_cache(maxsize=1)  # labels and urgency of a document are asked one after the other
def _label_cells(text: str, margins: str, page_one_end: int | None) -> tuple[str, ...]:
    """The short cells in capitals where labels stand, as `_squeeze` spells them."""
    lines = [*_head_lines(text, page_one_end), *margins.splitlines()]
    cells = (cell for line in lines for cell in _cells(clean(line).strip()))
    return tuple(_squeeze(cell) for cell in cells if is_capitals(cell) and len(cell) <= 80)


def _squeeze(cell: str) -> str:
    return re.sub(r"[\W_]+", "", fold(cell))
