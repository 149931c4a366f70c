"""Where the parts of an official document stand in its text: title, organ, number, tên loại, body, signature, nơi nhận.

The header as it was read tells most places; the rest is found by the words that each part begins with (domain.md §2.5,
§3.3). Keys of parts are those of the table of layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workbench.documents.head_cells import folded, is_capitals
from workbench.documents.model import Header
from workbench.documents.names import TITLE, person_name
from workbench.documents.signature import RECIPIENTS
from workbench.vietnamese.spelling import clean

Span = tuple[int, int]

_HEAD_LINES = 60
_PIECE = re.compile(r"[^\t\n]+")
_GAP = re.compile(r" {3,}")
_TITLES = {
    "dang cong san viet nam": "tieu_de",
    "cong hoa xa hoi chu nghia viet nam": "quoc_hieu",
    "doc lap - tu do - hanh phuc": "tieu_ngu",
}
_NUMBER = re.compile(r"S[ốÔỐô]\s*:?\s*(?:\d|[…._/\-]|[A-ZĐ])", re.IGNORECASE)
_DATED = re.compile(r".{2,40},\s*ngày\b.{0,12}\btháng\b.{0,10}\bnăm\b|.{2,40},\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*$")
AUTHORITY = re.compile(
    r"(?:T\s?/\s?M|K\s?/\s?T|T\s?/\s?L|TU\s?/\s?Q|T\s?/\s?U|TM\s?[.,]|KT\s?[.,]|TL\s?[.,]|TUQ\s?[.,]|Q\s?\.)"
    r"\s*(?=[^\W\d_]{2})"
)
"""The quyền hạn with which a signature may begin, Party and State form."""

HEADING_1 = re.compile(r"(?P<number>[IVX]{1,5})\s?(?P<sign>[-–.])\s*(?=[^\W\d_])")
HEADING_2 = re.compile(r"(?P<number>\d{1,2})\s?(?P<sign>[-–.])\s+(?=[^\W\d_])")
HEADING_3 = re.compile(r"(?P<number>[a-zđ])\s?(?P<sign>\))\s*(?=[^\W\d_])")
_BASIS = re.compile(r"(?:[-–+]\s*)?Căn cứ\s")
_LONGEST_HEADING = 150
_ADDRESS_LINES = 4  # lines of the body in which an address stands; further down "Kính trình … xem xét" is a sentence
_OPEN_SIGNATURE = re.compile(r"…\s*\((?:quyền hạn|chức vụ)")  # a place that an export leaves to be filled in
_STAR = re.compile(r"\s*\(?[*★☆✱]+\)?\s*$")
_DASHES = re.compile(r"\s*[-–_—]{3,}\s*$")


@dataclass
class Parts:
    """Where parts stand.

    Attributes:
        spans: by key, the spans of a part, in order (lists and several lines have more than one).
        body: the lines of the body outside headings and legal bases.
        body_start, body_end: where the body begins and ends; `end`: where the document itself ends (annexes follow).
        star, dashes: there is a star below the organ, a line of hyphens below the trích yếu.
        signed: there is a signature, or the place for one.
    """

    spans: dict[str, list[Span]] = field(default_factory=dict)
    body: list[Span] = field(default_factory=list)
    body_start: int = 0
    body_end: int = 0
    end: int = 0
    star: bool = False
    dashes: bool = False
    signed: bool = False

    def add(self, key: str, span: Span) -> None:
        """Note a span of a part."""
        self.spans.setdefault(key, []).append(span)

    def first(self, key: str) -> Span | None:
        """The first span of a part."""
        return next(iter(self.spans.get(key, ())), None)


def find_parts(text: str, header: Header) -> Parts:
    """The parts of a text whose header was read from it. Never raises."""
    parts = Parts()
    lines = _lines(text)
    head_end = _find_head(text, header, parts, lines)
    _find_closing(text, header, parts, lines, head_end)
    _find_body(text, parts, lines, head_end)
    return parts


def pieces(text: str, start: int, end: int) -> list[Span]:
    """The pieces of a line that tabs or wide gaps part, without blanks around them."""
    found = []
    for match in _PIECE.finditer(text, start, end):
        at = match.start()
        for gap in [*_GAP.finditer(text, match.start(), match.end()), None]:
            stop = gap.start() if gap else match.end()
            span = _trimmed(text, at, stop)
            if span[0] < span[1]:
                found.append(span)
            at = gap.end() if gap else stop
    return found


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\xa0":
        start += 1
    while end > start and text[end - 1] in " \t\xa0":
        end -= 1
    return start, end


def _lines(text: str) -> list[Span]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, at + len(line)))
        at += len(line) + 1
    return found


# Head ------------------------------------------------------------------------------------------------------------


def _find_head(text: str, header: Header, parts: Parts, lines: list[Span]) -> int:
    """Note the parts of the head; gives where it ends."""

    def told(name: str) -> Span | None:
        evidence = header.evidence.get(name)
        if evidence is None or evidence.start is None or evidence.end is None or evidence.start >= evidence.end:
            return None
        return evidence.start, evidence.end

    kind, subject, symbol = told("type"), told("subject"), told("symbol")
    limit = kind[0] if kind else lines[min(_HEAD_LINES, len(lines)) - 1][1]
    is_letter = header.type == "Công văn"
    last = 0
    for start, end in lines[:_HEAD_LINES]:
        if start > limit:
            break
        for first, stop in pieces(text, start, end):
            piece = text[first:stop]
            key = _TITLES.get(folded(clean(piece)).strip(" *.-"))
            if key is None and _NUMBER.match(piece) and "so_ky_hieu" not in parts.spans:
                key = "so_ky_hieu" if not kind or first < kind[0] else None
            if key is None and _DATED.match(piece) and "dia_danh_ngay" not in parts.spans:
                key = "dia_danh_ngay"
            if key:
                parts.add(key, (first, stop))
                last = max(last, stop)
    for name, key in (("parent", "co_quan_tren"), ("issuer", "co_quan")):
        span = told(name)
        if span and span[0] < limit and not _NUMBER.match(text, span[0]):
            parts.add(key, span)
            last = max(last, span[1])
    if kind:
        parts.add("ten_loai", kind)
    if subject:
        for start, end in lines:
            if start < subject[1] and end > subject[0]:
                span = _trimmed(text, max(start, subject[0]), min(end, subject[1]))
                parts.add("trich_yeu_cong_van" if is_letter else "trich_yeu", span)
    last = max([last, *(span[1] for span in (kind, subject, symbol) if span)])
    number = parts.first("so_ky_hieu")
    parts.star = any(
        _STAR.match(text[first:stop])
        for start, end in lines[:_HEAD_LINES]
        if start <= (number[0] if number else limit)
        for first, stop in pieces(text, start, end)
    )
    for start, end in lines:
        if start <= last or not text[start:end].strip():
            continue
        if _DASHES.match(text[start:end]):
            parts.dashes, last = True, end
        break
    return last


# Closing ---------------------------------------------------------------------------------------------------------


def _find_closing(text: str, header: Header, parts: Parts, lines: list[Span], head_end: int) -> None:
    """Nơi nhận and the signature; both begin after the body and stand beside or below one another."""
    signer = header.evidence.get("signer")
    name = signer.start if signer and header.signer and signer.start is not None else None
    recipients: Span | None = None
    signed: list[Span] = []
    for start, end in lines:
        if end <= head_end:
            continue
        for first, stop in pieces(text, start, end):
            piece = text[first:stop]
            if RECIPIENTS.match(piece) and (recipients is None or (name is not None and first < name)):
                recipients = first, stop
            elif _OPEN_SIGNATURE.match(piece) or (
                is_capitals(piece) and (AUTHORITY.match(piece) or TITLE.match(piece))
            ):
                signed.append((first, stop))
    if name is not None:
        # The block that ends with the name; what stands far above it belongs to the text.
        signed = [span for span in signed if text.count("\n", min(span[0], name), max(span[0], name)) <= 14]
    elif recipients is not None:
        near = recipients[0]
        signed = [span for span in signed if text.count("\n", min(span[0], near), max(span[0], near)) <= 24]
    else:
        signed = []
    begins = [span[0] for span in ([recipients] if recipients else []) + signed[:1]]
    parts.body_end = min(begins, default=len(text))
    parts.end = parts.body_end
    if recipients:
        parts.add("noi_nhan", _label(text, recipients))
        _list_recipients(text, parts, lines, recipients)
    for span in signed:
        parts.signed = True
        parts.add("quyen_han" if AUTHORITY.match(text[span[0] : span[1]]) else "chuc_vu", span)
    if name is not None and signer is not None and signer.end is not None:
        line = next((span for span in lines if span[0] <= name <= span[1]), (name, signer.end))
        own = next((one for one in pieces(text, *line) if one[0] <= name < one[1]), (name, signer.end))
        if person_name(text[own[0] : own[1]]) or own[1] - own[0] < 60:
            parts.add("ho_ten", own)
        parts.signed = True
    parts.end = max([parts.end, *(span[1] for spans in parts.spans.values() for span in spans)])


def _label(text: str, span: Span) -> Span:
    match = RECIPIENTS.match(text, span[0])
    return _trimmed(text, span[0], match.end()) if match else span


def _list_recipients(text: str, parts: Parts, lines: list[Span], label: Span) -> None:
    for start, end in lines:
        if start <= label[0]:
            continue
        found = [span for span in pieces(text, start, end) if re.match(r"[-–+]\s*\S", text[span[0] : span[1]])]
        if found:
            parts.add("noi_nhan_danh_sach", found[0])
            if folded(clean(text[found[0][0] : found[0][1]])).lstrip("-–+ ").startswith("luu"):
                return
        elif parts.spans.get("noi_nhan_danh_sach") and len(text[start:end]) > 150:
            return


# Body ------------------------------------------------------------------------------------------------------------


def _find_body(text: str, parts: Parts, lines: list[Span], head_end: int) -> None:
    parts.body_start = head_end
    seen = 0
    for start, end in lines:
        if start < head_end or end > parts.body_end:
            continue
        first, stop = _trimmed(text, start, end)
        line = text[first:stop]
        if not line or _DASHES.match(line):
            continue
        opening = folded(clean(line[:14]))
        seen += 1
        if opening.startswith(("kinh gui", "kinh trinh")) and seen <= _ADDRESS_LINES:
            parts.add("kinh_gui" if opening.startswith("kinh gui") else "kinh_trinh", (first, stop))
        elif _BASIS.match(line):
            parts.add("can_cu", (first, stop))
        elif key := heading_level(line):
            parts.add(f"de_muc_{key}", (first, stop))
        else:
            parts.body.append((first, stop))


def heading_level(line: str) -> int | None:
    """The level of a heading (1 for "I-", 2 for "1.", 3 for "a)"), None for a line that is none."""
    if len(line) > _LONGEST_HEADING or line.rstrip()[-1:] in ".;:,":
        return None
    for level, pattern in enumerate((HEADING_1, HEADING_2, HEADING_3), start=1):
        if pattern.match(line):
            return level
    return None
