"""The header fields of a document, read from its printed first page and its signature (domain.md §2.2–2.5, §3.1–3.4).

What is not printed stays None: nothing is guessed, and a file's name never supplies a field. An article that merely
cites documents has no head, and gets no fields. Every field carries its evidence: where it stands and how sure it is;
a number or a day that is there but cannot be read is left open with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from workbench.documents.closing import read_closing
from workbench.documents.dates import find_dates
from workbench.documents.evidence import Lines, found, left_open
from workbench.documents.fields import with_content
from workbench.documents.head import (
    CONSOLIDATED,
    body_start,
    consolidation_block,
    dateline,
    find_type,
    head_of,
    is_consolidated,
    system_of,
    type_name_of,
    without_titles,
)
from workbench.documents.head_cells import (
    Cell,
    cells_of_cleaned,
    damaged_number,
    with_clear_titles,
    without_arrival_stamp,
)
from workbench.documents.issuer import Issued, read_issuer
from workbench.documents.model import Evidence, Header
from workbench.documents.secrecy import urgency
from workbench.documents.subject import letter_subject, read_subject
from workbench.documents.symbols import SymbolSpan, find_symbols, symbol_key, tidy_symbol
from workbench.documents.terms import term_on
from workbench.vietnamese.spelling import clean, fold, same_length_clean

_AFTER_TITLE = 65  # cells read behind the title of the State or the Party
_HEAD = 12_000  # characters in which a head is looked for; web pages carry menus before it
_SURE, _RATHER_SURE, _REPAIRED, _SCANNED_SUBJECT, _PICTURED = 0.97, 0.9, 0.75, 0.6, 0.85

_ADOPTED = re.compile(r"này (?:đã )?được [^\n]{0,240}?thông qua ngày[^\n]{0,60}", re.IGNORECASE)
_URGENT = re.compile(r"KH[ẨẤÂA]N|H[ỎO][ẢAẠ]?\s*T[ỐÔO]C")

_MISREAD_ON = re.compile(r"^(?:[Vv][àảaâ]|[Vv]ê|[Vv]e) ")  # "Về" as scanning leaves it; no trích yếu begins with "và"

SCANNED_SUBJECT = "đọc từ ảnh, có thể lẫn chữ của dấu đóng đè lên; nên kiểm tra lại"
PICTURED = "là hình của chữ ký số, đọc bằng nhận dạng chữ; nên kiểm tra lại"
UNREAD_NUMBER = "số viết tay hoặc đóng dấu, chưa đọc được"
NO_NUMBER = "trang không có lớp chữ của số (để trống, viết tay, đóng dấu hoặc là ảnh), chưa đọc được"
NO_DAY = "ngày, tháng để trống, viết tay hoặc là ảnh, chưa đọc được"


class _Part(NamedTuple):
    """A value with the rows of the head it was read in and how sure it is."""

    rows: tuple[int, ...]
    confidence: float
    note: str = ""


def read_header(
    text: str,
    file_name: str = "",
    *,
    page_starts: Sequence[int] = (),
    page_confidence: Sequence[float | None] = (),
    pictured: bool = False,
) -> Header:
    """The header fields that the first page and the signature print, each with its evidence.

    A consolidated text (văn bản hợp nhất) carries its number, day and signer in the block "XÁC THỰC VĂN BẢN HỢP NHẤT"
    behind its body; a law carries its day in the sentence "… thông qua ngày …". Never raises on any text.

    Args:
        text: the document's text (form: see archive/readers/base.py).
        file_name: only decides between several numbers that the page prints (its own and that of a stamp), and
            confirms a number that scanning damaged.
        page_starts: offset at which each page starts; empty where the format has no pages.
        page_confidence: as in `Document`: what was recognised from an image is read more tolerantly and trusted less.
        pictured: number or day were pictures in a page with text of its own (drawn there by a digital signature) and
            have been recognised.
    """
    scale = page_confidence[0] if page_confidence else None
    scanned = scale is not None
    plain = clean(text)
    first_page = plain[:_HEAD]
    cells = cells_of_cleaned(first_page, limit=400, after_title=_AFTER_TITLE)
    if not any(cell.kind in ("party", "state") for cell in cells) and cells:
        repaired = with_clear_titles(first_page)
        cells = cells_of_cleaned(repaired, limit=400, after_title=_AFTER_TITLE) if repaired else cells
    cells = head_of(without_arrival_stamp(cells))
    if not cells:
        return Header()
    lines = Lines(text, 0, _HEAD + _HEAD // 2)
    type_at, kind, rest = find_type(cells, scanned)
    symbols_at = [place for place, cell in enumerate(cells) if cell.kind == "symbol"]
    body_at = body_start(cells, type_at, symbols_at)
    symbols_at = without_titles(cells, [place for place in symbols_at if place < body_at])
    if type_at is not None and type_at >= body_at:
        type_at, kind, rest = None, None, ""
    number = _own_number(cells, symbols_at, text, file_name)
    name_ends = min([*symbols_at[:1], *([type_at] if type_at is not None else []), body_at])
    issuer_cells, day_cell = cells[:name_ends], dateline(cells, type_at, body_at)
    block = consolidation_block(text)
    consolidated = block is not None or is_consolidated(cells[: body_at + 1], number.symbol)
    if consolidated and not (number.symbol and number.symbol.type == "VBHN"):
        number = _Number(None, None, left_open("văn bản hợp nhất không in số ở đầu; phần xác thực không có trong tệp"))
    numbers, issuers, days = lines, lines, lines
    if block is not None:
        numbers = issuers = days = Lines(text, block.start, block.start + 1_200)
        number = _own_number(block.cells, [i for i, cell in enumerate(block.cells) if cell.kind == "symbol"], text, "")
        day_cell = next((cell for cell in block.cells if cell.kind == "date"), None)
        issuer_cells = block.cells[: next((i for i, c in enumerate(block.cells) if c.kind == "symbol"), None)]
    symbol = number.symbol
    system = system_of(cells, symbol)
    sure = 1.0 if scale is None else scale
    evidence = {"symbol": _number_evidence(number, numbers, sure)}

    type_name = CONSOLIDATED if consolidated else type_name_of(kind, symbol, system, cells[: body_at + 1])
    if type_name and kind and type_at is not None and type_name == kind.name:
        evidence["type"] = found(lines, kind.name, (cells[type_at].row,), _SURE, "", sure)
    elif type_name:
        note = "theo phần xác thực hoặc câu mở đầu" if consolidated else "không in tên loại; suy từ ký hiệu"
        evidence["type"] = Evidence(None, None, _RATHER_SURE * sure, note)
    subject = letter_subject(cells, symbols_at, body_at)
    if type_at is not None:
        subject = read_subject(cells, type_at, rest, body_at)
    if subject and scanned:
        evidence["subject"] = found(lines, subject.text, subject.rows, _SCANNED_SUBJECT, SCANNED_SUBJECT, sure)
        subject = subject._replace(text=_MISREAD_ON.sub("Về ", subject.text))
    elif subject:
        evidence["subject"] = found(lines, subject.text, subject.rows, _RATHER_SURE)
    issued = read_issuer(issuer_cells, text, scanned)
    if issued:
        evidence |= _issuer_evidence(issued, issuer_cells, issuers, sure)
    day, evidence["date"] = _read_day(day_cell, symbol if scanned else None, days, sure)
    if day_cell is None and not consolidated:
        day, evidence["date"] = _day_adopted(text, type_name) or (None, evidence["date"])
    place = day_cell.place if day_cell else None
    if place and day_cell:
        place = re.sub(r"^\w (?=\w\w)", "", place) if scanned else place
        evidence["place"] = found(days, place, (day_cell.row,), _SURE, "", sure)
    urgent = None
    if _URGENT.search(plain, 0, _HEAD):
        urgent = urgency(plain, "", page_starts[1] if len(page_starts) > 1 else None)
    if urgent:
        spot = _URGENT.search(text, 0, _HEAD)  # not found in a decomposed text
        evidence["urgency"] = Evidence(spot.start() if spot else None, spot.end() if spot else None, _SURE * sure)
    term = term_on(symbol, day) if symbol and (system == "party" or "QH" in symbol.organ) else None
    if term:
        evidence["term"] = Evidence(None, None, _RATHER_SURE if term.term else 0.0, term.note)
    closing = read_closing(
        text,
        plain,
        body=_first_body_row(cells, body_at, subject.rows if subject else ()),
        block=block.start if block else None,
        consolidated=consolidated,
        page_starts=page_starts,
        page_confidence=page_confidence,
    )
    if pictured:
        evidence |= {name: _recognised(evidence[name]) for name in ("symbol", "date")}
    header = Header(
        symbol=tidy_symbol(symbol.text) if symbol else None,
        type=type_name,
        issuer=issued.name if issued else None,
        date=day,
        subject=subject.text if subject else None,
        place=place,
        system=system,
        parent=issued.parent if issued else None,
        signer=closing.signer,
        signer_title=closing.title,
        recipients=closing.recipients,
        urgency=urgent,
        term=term.term if term else None,
        evidence=evidence | closing.evidence,
    )
    return with_content(header, text)


def _recognised(evidence: Evidence) -> Evidence:
    """Evidence of a figure that was a picture in the page."""
    return replace(evidence, confidence=round(evidence.confidence * _PICTURED, 3), note=evidence.note or PICTURED)


def _number_evidence(number: _Number, lines: Lines, sure: float) -> Evidence:
    if number.open:
        return number.open
    if number.part is None:
        return left_open("trang không in số, ký hiệu")
    rows, confidence, note = number.part
    if number.symbol is None:
        return left_open(note, lines.span(rows[0]))
    return found(lines, number.symbol.text, rows, confidence, note, sure)


def _issuer_evidence(issued: Issued, cells: list[Cell], lines: Lines, sure: float) -> dict[str, Evidence]:
    if not issued.rows:
        return {"issuer": Evidence(None, None, issued.sure, "phần đầu không in tên cơ quan; theo phần ký")}
    whole = issued.parent is not None and issued.parent in issued.name
    note = "gồm cả cơ quan cấp trên in ở dòng trên" if whole else ""
    evidence = {"issuer": found(lines, _printed(cells, issued.rows), issued.rows, issued.sure, note, sure)}
    if issued.parent and issued.parent_rows:
        printed = _printed(cells, issued.parent_rows)
        evidence["parent"] = found(lines, printed, issued.parent_rows, issued.sure, "", sure)
    return evidence


def _read_day(cell: Cell | None, scanned: SymbolSpan | None, lines: Lines, sure: float) -> tuple[date | None, Evidence]:
    """The day of the dateline; `scanned` is the symbol of a scanned head, whose year must agree with the day's."""
    if cell is None:
        return None, left_open("trang không in ngày ban hành")
    if cell.day is None:
        return None, left_open(NO_DAY, lines.span(cell.row))
    if scanned and scanned.year and scanned.year != cell.day.year:
        note = f"ngày đọc được ({cell.day:%d/%m/%Y}) không khớp năm trong số ký hiệu"
        return None, left_open(note, lines.span(cell.row))
    span = find_dates(cell.text)[0]
    return cell.day, found(lines, cell.text[span.start : span.end], (cell.row,), _SURE, "", sure)


class _Number(NamedTuple):
    """The number of a document, where it was read, or why it stays open."""

    symbol: SymbolSpan | None
    part: _Part | None
    open: Evidence | None = None


def _own_number(cells: list[Cell], symbols_at: list[int], text: str, file_name: str) -> _Number:
    read = [place for place in symbols_at if cells[place].symbol]
    chosen = _choose(read, cells, file_name)
    if chosen is not None:
        several = len({symbol_key(span.text) for at in read if (span := cells[at].symbol)}) > 1
        note = "trang in nhiều số; lấy số đầu tiên hoặc số có trong tên tệp" if several else ""
        return _Number(cells[chosen].symbol, _Part((cells[chosen].row,), 0.8 if several else _SURE, note))
    if not symbols_at:
        return _Number(None, None)
    cell = cells[symbols_at[0]]
    damaged = damaged_number(cell)
    if damaged is None or not damaged.number:
        return _Number(None, _Part((cell.row,), 0.0, f"{NO_NUMBER}; trên trang chỉ có “{cell.text}”"))
    for annexed in re.finditer(r"(?:[Kk]èm theo|KÈM THEO)\s[^\n]{0,60}?số\s*:?\s*(?=\d)", text):
        for span in find_symbols(text[annexed.end() : annexed.end() + 60])[:1]:
            if span.start == 0 and symbol_key(span.text).endswith(symbol_key(damaged.code)) and span.number:
                note = "số đọc ở dòng “kèm theo”; ở đầu trang không rõ"
                return _Number(span, None, Evidence(annexed.end(), annexed.end() + span.end, _REPAIRED, note))
    if damaged.guess:
        digits = re.match(r"\d+", damaged.guess)
        confirmed = digits and digits[0].lstrip("0") in {run.lstrip("0") for run in re.findall(r"\d+", file_name)}
        spans = find_symbols(damaged.guess)
        if confirmed and spans:
            note = f"trên trang đọc được “{cell.text}”, tên tệp có cùng số"
            return _Number(spans[0], _Part((cell.row,), _REPAIRED, note))
    return _Number(None, _Part((cell.row,), 0.0, f"{UNREAD_NUMBER}; trên trang đọc được “{cell.text}”"))


def _printed(cells: list[Cell], rows: tuple[int, ...]) -> str:
    return " ".join(cell.text for cell in cells if cell.row in rows and cell.capitals and cell.kind == "text")


def _first_body_row(cells: list[Cell], body_at: int, subject_rows: Sequence[int]) -> int:
    """The row from which a signature may be looked for."""
    if body_at < len(cells):
        return cells[body_at].row
    used = [cell.row for cell in cells if cell.kind != "text"]
    return max([*used, *subject_rows], default=0)


def _choose(places: list[int], cells: list[Cell], file_name: str) -> int | None:
    def letters(text: str) -> str:
        return re.sub(r"[\W_]+", "", fold(text))

    for place in places:
        span = cells[place].symbol
        if span and file_name and letters(span.text) in letters(file_name):
            return place
    return places[0] if places else None


def _day_adopted(text: str, type_name: str | None) -> tuple[date, Evidence] | None:
    """The day in "Luật này được Quốc hội … thông qua ngày …", for what an assembly adopts without a dateline."""
    if type_name not in {"Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh", "Hiến pháp"}:
        return None
    tail = text[-20_000:]
    # Offsets are only true in a text that cleaning leaves as long as it was; a decomposed one is read a second time.
    for plain, first in ((same_length_clean(tail), len(text) - len(tail)), (clean(tail), None)):
        for match in list(_ADOPTED.finditer(plain))[-1:]:
            for span in find_dates(match[0])[:1]:
                start = None if first is None else first + match.start() + span.start
                end = None if start is None else start + span.end - span.start
                return span.day, Evidence(start, end, _RATHER_SURE, "ngày thông qua")
    return None
